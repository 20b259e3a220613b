//! The picture of a diagram that is ready to be shown, and what the person has made of it.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use kurbo::{Rect, Size};

use super::worker::Loaded;
use crate::diagram::{Diagram, Pins};
use crate::explore::{Aspect, Pose, State};
use crate::graph::NodeId;
use crate::scene::{self, Element, Headings, Scene, Span, Subject, Theme, Titles};

/// The picture with what the person has made of it.
pub(super) struct Dressed {
    /// What that is.
    aspect: Aspect,
    /// Which parts of the picture show it: those that are seen at a scale like that which it was made for.
    near: Vec<usize>,
    /// The picture.
    pub(super) scene: Arc<Scene>,
    /// How much is seen of the title of each group.
    titles: Vec<f32>,
    /// How much is seen of each service.
    nodes: Vec<f32>,
}

impl Dressed {
    /// How much is seen of a service.
    pub(super) fn share(&self, node: NodeId) -> f32 {
        self.nodes.get(node.index()).copied().unwrap_or(1.0)
    }
}

/// Pictures to be dressed. A large one takes long to copy; so copies are kept, and what was changed in one is made good
/// when nobody shows it any more.
#[derive(Debug)]
pub(super) struct Wardrobe {
    /// Places of the elements that are seen at the same scales.
    sections: Vec<(Span, Range<usize>)>,
    copies: Mutex<Vec<Arc<Scene>>>,
}

/// What is seen within so many octaves is dressed.
const NEAR: f64 = 0.7;

impl Loaded {
    /// Of `diagram`, which is `whole` with some groups folded.
    pub(super) fn new(diagram: Arc<Diagram>, whole: Arc<Diagram>, theme: Theme) -> Self {
        let mut scene = scene::build(&diagram, &State::default(), &theme);
        scene.elements.extend(scene::ports(&diagram, &theme));
        let headings = Headings::of(&scene, &diagram);
        let scene = Arc::new(without_titles(scene));
        let wardrobe = Wardrobe::new(&scene);
        let base = Arc::clone(&whole);
        let pins = Pins::default();
        let complaint = None;
        Self {
            diagram,
            whole,
            base,
            pins,
            scene,
            headings,
            wardrobe,
            theme,
            complaint,
            text: String::new(),
            findings: Vec::new(),
        }
    }

    /// Makes `dressed` the picture as `aspect` has it at `scale`, logical px a world px with the dial of detail; `None` is
    /// the plain one.
    pub(super) fn dress(&self, dressed: &mut Option<Dressed>, aspect: &Aspect, scale: f64) {
        if *aspect == Aspect::default() {
            *dressed = None;
            return;
        }
        let near = self.wardrobe.near(scale);
        if !dressed.as_ref().is_some_and(|of| of.aspect == *aspect && of.near == near) {
            let dress = |elements: &mut [&mut Element]| {
                scene::dress_these(elements, &self.diagram, &self.theme, aspect);
            };
            let scene = self.wardrobe.copy(&self.scene, &near, dress);
            let (titles, nodes) = (self.titles_seen(&scene), self.nodes_seen(&scene, &near));
            *dressed = Some(Dressed { aspect: aspect.clone(), near, scene, titles, nodes });
        }
    }

    /// How much is seen of the title of each group in a scene.
    fn titles_seen(&self, scene: &Scene) -> Vec<f32> {
        let mut seen = vec![1.0; self.diagram.graph.groups.len()];
        for range in self.wardrobe.titles(scene) {
            for element in &scene.elements[range] {
                if let Subject::Group(group) = element.subject {
                    seen[group.index()] = element.opacity;
                }
            }
        }
        seen
    }

    /// How much is seen of each service in a scene.
    fn nodes_seen(&self, scene: &Scene, near: &[usize]) -> Vec<f32> {
        let mut seen = vec![1.0; self.diagram.graph.nodes.len()];
        let ranges = near.iter().map(|place| self.wardrobe.sections[*place].1.clone());
        // All of a section are of one class.
        for range in ranges.filter(|range| scene.elements[range.start].class == "service") {
            for element in &scene.elements[range] {
                if let Subject::Node(node) = element.subject {
                    seen[node.index()] = element.opacity;
                }
            }
        }
        seen
    }

    /// The titles of groups in sight at `pose` in a part of the window of this size, at its top; `detail` times as much is
    /// seen as the zoom tells, and titles are `larger`.
    pub(super) fn titles(
        &self,
        dressed: Option<&Dressed>,
        (pose, viewport): (Pose, Size),
        free: Rect,
        (detail, larger): (f64, f64),
    ) -> Scene {
        let seen = pose.affine(viewport).inverse().transform_rect_bbox(free);
        let asked = Titles { seen, scale: pose.zoom, detail: pose.zoom * detail, larger };
        let titles = scene::titles(&self.diagram, &self.theme, &self.headings, &asked);
        let share = |title: &Element| match (title.subject, dressed) {
            (Subject::Group(group), Some(dressed)) => dressed.titles[group.index()],
            _ => 1.0,
        };
        let elements = titles.into_iter().flat_map(|title| dimmed(share(&title), title)).collect();
        Scene {
            bounds: seen,
            ground: self.scene.ground,
            elements,
            title: None,
            description: None,
            flow: None,
        }
    }
}

/// A title of which only this share is seen. Its plate stays whole, or what it lies on would shine through.
fn dimmed(share: f32, title: Element) -> Vec<Element> {
    if share >= 1.0 || title.marks.is_empty() {
        return vec![title];
    }
    let (plate, rest) = title.marks.split_at(1);
    let behind = Element { marks: plate.to_vec().into(), ..title.clone() };
    let opacity = title.opacity * share;
    let text = Element { marks: rest.to_vec().into(), opacity, ..title.clone() };
    if share > 0.0 { vec![behind, text] } else { Vec::new() }
}

/// The titles stay in their places, which tell how much is seen of them, but are not drawn.
fn without_titles(mut scene: Scene) -> Scene {
    for element in scene.elements.iter_mut().filter(|element| element.class == "group-title") {
        element.seen = Span::NEVER;
    }
    scene
}

impl Wardrobe {
    fn new(scene: &Arc<Scene>) -> Self {
        let mut sections = Vec::new();
        let mut start = 0;
        for section in scene.elements.chunk_by(|a, b| a.seen == b.seen && a.class == b.class) {
            sections.push((section[0].seen, start..start + section.len()));
            start += section.len();
        }
        // One is shown while another is made.
        let copies = [scene, scene].map(|scene| Arc::new(Scene::clone(scene)));
        Self { sections, copies: Mutex::new(copies.into()) }
    }

    /// The sections that are seen at a scale like `scale`, and the titles, which tell how much is seen of others.
    fn near(&self, scale: f64) -> Vec<usize> {
        let is_near = |span: &Span| *span == Span::NEVER || span.is_near(scale, NEAR);
        let sections = self.sections.iter().enumerate();
        sections.filter(|(_, (span, _))| is_near(span)).map(|(place, _)| place).collect()
    }

    /// Where the titles of groups stand.
    fn titles<'a>(&'a self, scene: &'a Scene) -> impl Iterator<Item = Range<usize>> + 'a {
        let ranges = self.sections.iter().map(|(_, range)| range.clone());
        ranges.filter(|range| scene.elements[range.start].class == "group-title")
    }

    /// A copy of `plain` of which the sections `near` are dressed; the others are as somebody left them.
    fn copy(
        &self,
        plain: &Arc<Scene>,
        near: &[usize],
        dress: impl FnOnce(&mut [&mut Element]),
    ) -> Arc<Scene> {
        // A lock that somebody died with holds copies that are made good anyway.
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let free = copies.iter_mut().position(|copy| Arc::get_mut(copy).is_some());
        let place = free.unwrap_or_else(|| {
            copies.push(Arc::new(Scene::clone(plain)));
            copies.len() - 1
        });
        if let Some(copy) = Arc::get_mut(&mut copies[place]) {
            let mut elements: Vec<&mut Element> = Vec::new();
            let mut left = copy.elements.as_mut_slice();
            let mut start = 0;
            for range in near.iter().map(|place| self.sections[*place].1.clone()) {
                let (before, after) = left.split_at_mut(range.end - start);
                let section = &mut before[range.start - start..];
                elements.extend(section.iter_mut().zip(&plain.elements[range.clone()]).map(reset));
                (left, start) = (after, range.end);
            }
            dress(&mut elements);
        }
        Arc::clone(&copies[place])
    }
}

/// Makes good what was changed in an element.
fn reset<'a>((element, plain): (&'a mut Element, &Element)) -> &'a mut Element {
    if Arc::ptr_eq(&element.marks, &plain.marks) {
        (element.opacity, element.bounds) = (plain.opacity, plain.bounds);
    } else {
        element.clone_from(plain);
    }
    element
}

#[cfg(test)]
mod tests {
    use kurbo::{Circle, Point};

    use super::*;
    use crate::graph::GroupId;
    use crate::scene::{Mark, Shape};

    #[test]
    fn a_title_is_dimmed_and_its_plate_is_not() {
        let mark = || {
            let shape = Shape::Circle(Circle::new(Point::ZERO, 1.0));
            Mark::Fill { shape, color: peniko::Color::WHITE }
        };
        let title = Element {
            subject: Subject::Group(GroupId(0)),
            id: "".into(),
            class: "group-title",
            bounds: Rect::ZERO,
            marks: vec![mark(), mark(), mark()].into(),
            opacity: 0.8,
            seen: Span::ALWAYS,
        };
        let check = |share: f32, expected: &[(usize, f32)]| {
            let seen = dimmed(share, title.clone());
            let seen: Vec<_> = seen.iter().map(|e| (e.marks.len(), e.opacity)).collect();
            assert_eq!(seen, expected, "{share}");
        };
        check(1.0, &[(3, 0.8)]);
        check(0.5, &[(1, 0.8), (2, 0.4)]);
        check(0.0, &[]);
    }
}
