//! What depends on how large the picture is: the titles of groups, and what is measured of a frame.

use kurbo::Rect;

use super::Shell;
use crate::explore::{BUTTON, GAP, Levels};
use crate::scene::Scene;

impl Shell {
    /// Makes the picture as the person wants it at `time`, unless there is one already.
    pub(super) fn dress(&mut self, time: f64) {
        let aspect = self.state.aspect(time);
        let scale = self.state.camera.at(time).zoom * self.detail();
        match &self.content.shown {
            Some((loaded, _)) => loaded.dress(&mut self.dressed, &aspect, scale),
            None => self.dressed = None,
        }
    }

    /// By how much more than its scale tells of the diagram is seen.
    pub(super) fn detail(&self) -> f64 {
        Levels::dialled(self.state.view.detail)
    }

    /// Which level of the diagram is seen at this zoom.
    pub(super) fn level(&self, zoom: f64) -> Option<&'static str> {
        let (loaded, _) = self.content.shown.as_ref()?;
        Some(Levels::of(&loaded.diagram).at(zoom * self.detail()).name())
    }

    /// The titles of groups in sight.
    pub(super) fn titles(&self, time: f64) -> Option<Scene> {
        let (loaded, _) = self.content.shown.as_ref()?;
        let (pose, viewport) = (self.state.camera.at(time), self.state.viewport);
        // The path stands at the top.
        let free = self.state.free_area();
        let top = if self.state.is_presenting() { 0.0 } else { GAP + BUTTON };
        let free = Rect { y0: free.y0 + top, ..free };
        let size = (self.detail(), self.state.titles_larger());
        Some(loaded.titles(self.dressed.as_ref(), (pose, viewport), free, size))
    }

    /// What stands over the diagram in world px: cards of services that are very near, and titles above them.
    pub(super) fn closer(&mut self, time: f64) -> Option<Scene> {
        let mut titles = self.titles(time)?;
        // What is on its way is where no diagram has it.
        if self.morphs(time) {
            return Some(titles);
        }
        let (loaded, _) = self.content.shown.as_ref()?;
        let pose = self.state.camera.at(time);
        let seen = pose.affine(self.state.viewport).inverse();
        let seen = seen.transform_rect_bbox(self.state.viewport.to_rect());
        let dressed = self.dressed.as_ref();
        let share = |node| dressed.map_or(1.0, |dressed| dressed.share(node));
        let scale = pose.zoom * Levels::dialled(self.state.view.detail);
        let mut elements = self.chrome.cards(loaded, seen, share, scale);
        elements.append(&mut titles.elements);
        Some(Scene { elements, ..titles })
    }

    /// What the person asks for, raised above its neighbours.
    pub(super) fn raised(&mut self, time: f64) -> Option<Scene> {
        if self.morphs(time) {
            return None;
        }
        let (loaded, _) = self.content.shown.as_ref()?;
        let (viewport, detail) = (self.state.viewport, self.detail());
        let to_screen = self.state.camera.at(time).affine(viewport);
        self.chrome.raised(loaded, &self.state.aspect(time), to_screen, viewport, detail)
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
