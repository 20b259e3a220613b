//! Frames in which nothing changes but what moves along the edges.

use std::sync::Arc;

use winit::event_loop::ActiveEventLoop;

use super::{CPU_FRAME_SECS, Shell};
use crate::app::worker::Loaded;
use crate::paint::Moment;
use crate::scene::{self, Flow, Traffic};

/// In the video of a call more frames would only be smeared, s (`interaction.md` 3.6).
const SHARED_FRAME_SECS: f64 = 1.0 / 30.0;

/// What moves in a picture, and when it moves next.
#[derive(Default)]
pub(super) struct Flowing {
    /// What moves in which picture.
    made: Option<(Arc<Loaded>, Arc<Flow>)>,
    /// When the next frame is due in which nothing else changes, s.
    due: Option<f64>,
    /// Whether the frame that was asked for is such a one.
    only: bool,
}

impl Flowing {
    /// When the next frame is due in which nothing else changes, s.
    pub(super) fn due(&self) -> Option<f64> {
        self.due
    }

    /// A frame has been asked for, because something has `changed`, or else because it was due.
    pub(super) fn asked(&mut self, changed: bool) {
        self.only = !changed;
        self.due = None;
    }
}

impl Shell {
    /// What moves in the picture that is shown; nothing while that goes over into another.
    pub(super) fn flow(&mut self) -> Option<Arc<Flow>> {
        if !self.state.flow.is_shown || self.morphing.is_some() {
            return None;
        }
        let (loaded, _) = self.content.shown.as_ref()?;
        if let Some((of, flow)) = &self.flowing.made
            && Arc::ptr_eq(of, loaded)
        {
            return Some(Arc::clone(flow));
        }
        let traffic = Traffic::illustrative(&loaded.diagram.graph);
        let flow = scene::flow(&loaded.scene, &loaded.diagram, &loaded.theme, &traffic);
        let flow = Arc::new(flow);
        self.flowing.made = Some((Arc::clone(loaded), Arc::clone(&flow)));
        Some(flow)
    }

    /// The moment of what moves at `time`.
    pub(super) fn moment(&self, time: f64) -> Option<Moment> {
        let is_shared = self.state.flow.is_shared;
        self.state.flow.at(time).map(|time| Moment { time, is_shared })
    }

    /// Shows the last frame again, with what moves where it is now; whether there was such a frame to be shown.
    pub(super) fn redraw_flow(&mut self, time: f64, event_loop: &ActiveEventLoop) -> bool {
        let is_asked = std::mem::take(&mut self.flowing.only);
        if !is_asked || self.is_moving(time) || self.redraw_at.is_some_and(|at| at <= time) {
            return false;
        }
        let moment = self.moment(time);
        let (Some(open), Some(moment)) = (&mut self.open, moment) else { return false };
        if open.covered {
            return true;
        }
        let Some(shown) = open.canvas.show_moment(moment, &self.clock) else { return false };
        self.frame_shown(shown, time, event_loop);
        true
    }

    /// Asks for the next frame, if anything moves.
    pub(super) fn plan_flow(&mut self, time: f64) {
        let is_seen = self.state.flow.is_running() && self.content.shown.is_some();
        let pace = if self.state.flow.is_shared { SHARED_FRAME_SECS } else { CPU_FRAME_SECS };
        self.flowing.due = is_seen.then_some(time + pace.max(self.frame_secs));
    }
}
