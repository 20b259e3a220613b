//! The picture of a diagram that is ready to be shown, and what the person has made of it.

use std::sync::Arc;

use kurbo::{Rect, Size};

use super::worker::Loaded;
use crate::diagram::Diagram;
use crate::explore::{Aspect, Pose, State};
use crate::scene::{self, Headings, Scene, Span, Subject, Theme, Titles};

/// The picture with what the person has made of it.
pub(super) struct Dressed {
    /// What that is.
    pub(super) aspect: Aspect,
    /// The picture.
    pub(super) scene: Arc<Scene>,
    /// How much is seen of the title of each group.
    titles: Vec<f32>,
}

impl Loaded {
    /// Of `diagram`, which is `whole` with some groups folded.
    pub(super) fn new(diagram: Arc<Diagram>, whole: Arc<Diagram>, theme: Theme) -> Self {
        let scene = scene::build(&diagram, &State::default(), &theme);
        let headings = Headings::of(&scene, &diagram);
        let scene = Arc::new(without_titles(scene));
        Self { diagram, whole, scene, headings, theme, complaint: None }
    }

    /// The picture as `aspect` has it; `None` where that is the plain one.
    pub(super) fn dressed(&self, aspect: &Aspect) -> Option<Dressed> {
        if *aspect == Aspect::default() {
            return None;
        }
        let mut scene = Scene::clone(&self.scene);
        scene::dress(&mut scene, &self.diagram, &self.theme, aspect);
        let titles = titles_seen(&scene, self.diagram.graph.groups.len());
        Some(Dressed { aspect: aspect.clone(), scene: Arc::new(scene), titles })
    }

    /// The titles of groups in sight at `pose` in a part of the window of this size, at its top; `detail` times as much is
    /// seen as the zoom tells.
    pub(super) fn titles(
        &self,
        dressed: Option<&Dressed>,
        (pose, viewport): (Pose, Size),
        free: Rect,
        detail: f64,
    ) -> Scene {
        let seen = pose.affine(viewport).inverse().transform_rect_bbox(free);
        let asked = Titles { seen, scale: pose.zoom, detail: pose.zoom * detail };
        let mut elements = scene::titles(&self.diagram, &self.theme, &self.headings, &asked);
        for element in &mut elements {
            if let (Subject::Group(group), Some(dressed)) = (element.subject, dressed) {
                element.opacity *= dressed.titles[group.index()];
            }
        }
        Scene { bounds: seen, ground: self.scene.ground, elements, title: None, description: None }
    }
}

/// The titles stay in their places, which tell how much is seen of them, but are not drawn.
fn without_titles(mut scene: Scene) -> Scene {
    for element in scene.elements.iter_mut().filter(|element| element.class == "group-title") {
        element.seen = Span::NEVER;
    }
    scene
}

/// How much is seen of the title of each group in a scene.
fn titles_seen(scene: &Scene, n_groups: usize) -> Vec<f32> {
    let mut seen = vec![1.0; n_groups];
    for element in scene.elements.iter().filter(|element| element.class == "group-title") {
        if let Subject::Group(group) = element.subject {
            seen[group.index()] = element.opacity;
        }
    }
    seen
}
