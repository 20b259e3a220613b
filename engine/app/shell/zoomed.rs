//! What depends on how large the picture is: the titles of groups, and what is measured of a frame.

use std::sync::Arc;

use kurbo::Rect;

use super::{Dressed, Shell};
use crate::app::guide::STATUS;
use crate::explore::Aspect;
use crate::scene::{self, Levels, Scene, Subject, Titles};

impl Shell {
    /// Makes the picture as the person wants it at `time`, unless there is one already.
    pub(super) fn dress(&mut self, time: f64) {
        let aspect = self.state.aspect(time);
        if self.dressed.as_ref().is_some_and(|dressed| dressed.aspect == aspect) {
            return;
        }
        self.dressed = None;
        let Some((loaded, plain)) = &self.content.shown else { return };
        if aspect != Aspect::default() {
            let mut scene = Scene::clone(plain);
            scene::dress(&mut scene, &loaded.diagram, &self.theme, &aspect);
            let titles = titles_seen(&scene, loaded.diagram.graph.groups.len());
            self.dressed = Some(Dressed { aspect, scene: Arc::new(scene), titles });
        }
    }

    /// By how much more than its scale tells of the diagram is seen.
    pub(super) fn detail(&self) -> f64 {
        Levels::dialled(self.state.view.detail)
    }

    /// The titles of groups in sight.
    pub(super) fn titles(&self, time: f64) -> Option<Scene> {
        let (loaded, plain) = self.content.shown.as_ref()?;
        let (pose, viewport) = (self.state.camera.at(time), self.state.viewport);
        let bar = if self.state.fullscreen { 0.0 } else { STATUS };
        let window = Rect::new(0.0, 0.0, viewport.width, viewport.height - bar);
        let seen = pose.affine(viewport).inverse().transform_rect_bbox(window);
        let asked = Titles { seen, scale: pose.zoom, detail: pose.zoom * self.detail() };
        let mut elements = scene::titles(&loaded.diagram, &self.theme, &loaded.headings, &asked);
        if let Some(dressed) = &self.dressed {
            for element in &mut elements {
                if let Subject::Group(group) = element.subject {
                    element.opacity *= dressed.titles[group.index()];
                }
            }
        }
        Some(Scene { bounds: seen, elements, ..plain_of(plain) })
    }

    /// One line on the last frame.
    pub(super) fn measurements(&self, time: f64) -> String {
        let Some(open) = &self.open else { return String::new() };
        let (made, painter) = (open.canvas.made(), open.canvas.painted_by());
        let zoom = self.state.camera.at(time).zoom;
        let level = self
            .content
            .shown
            .as_ref()
            .map(|(loaded, _)| Levels::of(&loaded.diagram).at(zoom * self.detail()).name());
        let ms = |secs: f64| secs * 1000.0;
        format!(
            "frame {}  {painter} {:.1} ms = dress {:.1} + encode {:.1} + paint {:.1} + present {:.1}  \
             drawn {}  culled {}  level {}  zoom {:.0} %",
            self.n_frames,
            ms(self.frame_secs),
            ms(self.dress_secs),
            ms(made.encode_secs),
            ms(made.paint_secs),
            ms(made.present_secs),
            made.n_drawn,
            made.n_culled,
            level.unwrap_or("none"),
            zoom * 100.0,
        )
    }
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

/// A scene like `scene` with nothing in it.
fn plain_of(scene: &Scene) -> Scene {
    Scene {
        bounds: scene.bounds,
        ground: scene.ground,
        elements: Vec::new(),
        title: None,
        description: None,
    }
}
