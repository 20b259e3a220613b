//! A diagram to a picture, part by part, back to front: panels of groups, edges, titles of groups, junctions, services,
//! labels of edges, the diagram's title.

mod bridges;
mod crowding;
mod edges;
mod far;
mod flow;
mod ground;
mod groups;
mod hand;
mod icons;
mod ink;
mod line;
mod names;
mod services;
mod tiles;

use kurbo::{Point, Rect};

use super::{Element, Mark, Scene, Span, Subject, Theme, dress};
use crate::diagram::{Diagram, Look};
use crate::explore::{Level, Levels, State};
use crate::layout;
use crate::text::Label;

pub use flow::flow;

/// The picture of `diagram` as `state` wants it seen, in the colours of `theme`.
#[must_use]
pub fn build(diagram: &Diagram, state: &State, theme: &Theme) -> Scene {
    let mut elements = Parts::of(diagram, theme).elements();
    if diagram.style.look == Look::HandDrawn {
        hand::redraw(&mut elements, diagram.document.config.hand_drawn_seed.unwrap_or(0));
    }
    let mut scene = Scene {
        bounds: bounds_of(&elements, &diagram.layout.bounds),
        ground: theme.ground,
        elements,
        title: diagram.graph.acc_title.clone().or_else(|| diagram.graph.title.clone()),
        description: diagram.graph.acc_descr.clone(),
        flow: None,
    };
    // What will be seen once everything has come to rest.
    dress(&mut scene, diagram, theme, &state.aspect(f64::INFINITY));
    scene
}

/// Ticks where edges meet tiles, to be put on top of the picture of `diagram` where one can look closer than a file is looked
/// at.
#[must_use]
pub fn ports(diagram: &Diagram, theme: &Theme) -> Vec<Element> {
    Parts::of(diagram, theme).ports()
}

/// What the parts of a picture are made from.
struct Parts<'a> {
    diagram: &'a Diagram,
    theme: &'a Theme,
    levels: Levels,
    verdicts: icons::Verdicts,
}

/// Between the diagram's title and the drawing, and between the drawing and the picture's edge, px.
pub const MARGIN: f64 = 24.0;

impl<'a> Parts<'a> {
    fn of(diagram: &'a Diagram, theme: &'a Theme) -> Self {
        let levels = Levels::of(diagram);
        Self { diagram, theme, levels, verdicts: icons::Verdicts::default() }
    }
}

impl Parts<'_> {
    /// All that is seen at any scale, back to front.
    fn elements(&self) -> Vec<Element> {
        let mut elements = self.panels();
        elements.extend(self.areas());
        elements.extend(self.courses());
        elements.extend(self.bundles());
        let near = Span::from(self.levels.begin(Level::Standard));
        elements.extend(seen(near, self.edges()));
        elements.extend(self.group_titles());
        elements.extend(self.junctions());
        elements.extend(self.dots());
        elements.extend(self.services());
        elements.extend(self.tiles());
        elements.extend(self.names());
        // Above the services: where there is little room, a label on a tile can be read, and one below it cannot.
        elements.extend(self.edge_labels());
        elements.extend(self.title());
        elements
    }

    fn title(&self) -> Option<Element> {
        let label = self.diagram.labels.title.as_ref().filter(|label| label.width > 0.0)?;
        let corner = self.diagram.layout.bounds.min;
        let at = on_baseline(Point::new(corner.x, corner.y - MARGIN - label.height), label);
        let text = Mark::Text { label: label.clone(), at, color: self.theme.text };
        Some(element(Subject::Diagram, "title", "title", vec![text]))
    }
}

/// From the beginning of `first` to that of `end`.
fn between(levels: Levels, first: Level, end: Level) -> Span {
    Span::new(levels.begin(first), levels.begin(end))
}

/// `elements`, seen in this span alone.
fn seen(seen: Span, elements: Vec<Element>) -> impl Iterator<Item = Element> {
    elements.into_iter().map(move |element| Element { seen, ..element })
}

fn element(subject: Subject, id: &str, class: &'static str, marks: Vec<Mark>) -> Element {
    Element::new(subject, id, class, marks)
}

fn bounds_of(elements: &[Element], layout: &layout::Rect) -> Rect {
    // What is seen from afar only, as large as is good there, is no part of the drawing's size.
    let near = elements.iter().filter(|element| element.seen.to.is_infinite());
    let drawn = near.map(|element| element.bounds).fold(rect(layout), |a, b| a.union(b));
    // Whole px, so that what lies on whole px is sharp at 100 %.
    drawn.inflate(MARGIN, MARGIN).expand()
}

fn rect(rect: &layout::Rect) -> Rect {
    Rect::new(rect.min.x, rect.min.y, rect.max.x, rect.max.y)
}

/// Moves text so that its first baseline lies on a whole px: sharp at 100 %.
fn on_baseline(at: Point, label: &Label) -> Point {
    let baseline = label.lines.first().map_or(0.0, |line| line.baseline);
    Point::new(at.x, (at.y + baseline).round() - baseline)
}
