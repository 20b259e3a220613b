//! What the person and the desktop have set, and what was kept from the last time.

use std::sync::Arc;

use kurbo::Rect;
use winit::dpi::LogicalSize;
use winit::event_loop::ActiveEventLoop;

use super::{Shell, roomy};
use crate::app::desktop::Wish;
use crate::app::frame::Leaving;
use crate::app::memory::Memory;
use crate::app::worker::Colours;
use crate::explore::{Command, Pose};
use crate::input::Source;
use crate::paint::View;
use crate::scene::{Scene, Theme};

/// How long a picture that has jumped takes to fade in, s (`interaction.md` 3.4).
const FADE_SECS: f64 = 0.12;

impl Shell {
    /// Physical px a logical one, in the size that the person wants.
    pub(super) fn scale_factor(&self) -> f64 {
        let own = self.open.as_ref().map_or(1.0, |open| open.window.scale_factor());
        own * self.options.ui_scale
    }

    pub(super) fn desktop_wishes(&mut self, wish: Wish) {
        tracing::debug!("the desktop wants {wish:?}");
        match wish {
            Wish::Dark(dark) if self.options.follow_colours => {
                let theme = if dark { Theme::dark() } else { Theme::light() };
                self.options.theme = Some(theme);
                self.reload();
                self.forget_colours();
            }
            Wish::ReducedMotion(reduced) if self.options.follow_motion => {
                let time = self.clock.now();
                self.carry_out(&Command::Motion { reduced }, time);
            }
            Wish::Contrast(strong) if strong != self.is_strong => {
                self.is_strong = strong;
                self.reload();
                self.forget_colours();
            }
            Wish::Contrast(_) | Wish::Dark(_) | Wish::ReducedMotion(_) => {}
        }
    }

    /// In which colours the picture is to be.
    pub(super) fn colours(&self) -> Colours {
        Colours { theme: self.options.theme.clone(), strong: self.is_strong }
    }

    /// Keeps what is seen now, for where it dissolves into what comes next: whoever wants less motion sees no flight.
    pub(super) fn dissolve(
        &mut self,
        diagram: Option<&Arc<Scene>>,
        titles: Option<&Scene>,
        view: &View,
    ) {
        if self.jumped != self.state.jumped {
            self.jumped = self.state.jumped;
            self.leaving = self.last_seen.take();
        }
        let time = self.clock.now();
        self.leaving = self.leaving.take().filter(|_| self.cover(time) > 0.0);
        let diagram = diagram.filter(|_| self.state.reduced_motion);
        self.last_seen = diagram.map(|diagram| Leaving {
            diagram: Arc::clone(diagram),
            titles: titles.cloned(),
            view: view.clone(),
        });
    }

    /// How much of a picture that has jumped is still covered at `time`: 1 to 0.
    pub(super) fn cover(&self, time: f64) -> f64 {
        let since = self.state.jumped.map_or(f64::INFINITY, |jumped| time - jumped);
        (1.0 - since / FADE_SECS).clamp(0.0, 1.0)
    }

    /// The window's size, logical px, and whether it fills the screen.
    pub(super) fn first_size(&self, event_loop: &ActiveEventLoop) -> ((f64, f64), bool) {
        let room = roomy(event_loop);
        match (self.options.size, self.memory.size) {
            (Some(size), _) => (size, false),
            // Whatever screen that was on: this one may be smaller.
            (None, Some(size)) => {
                let size = (size.0.min(room.0.max(160.0)), size.1.min(room.1.max(120.0)));
                (size, self.memory.maximised)
            }
            (None, None) => (room, false),
        }
    }

    /// Where one was in the file that is shown, when it was open last.
    pub(super) fn last_place(&self) -> Option<Pose> {
        let Source::File(path) = &self.options.source else { return None };
        // A script begins with what is the same every time.
        let place = self.memory.place(path);
        let place = place.filter(|_| !self.session.is_scripted() && !self.options.record)?;
        let (loaded, _) = self.content.shown.as_ref()?;
        let seen = Rect::from_center_size(place.center, self.state.viewport / place.zoom);
        let bounds = loaded.diagram.layout.bounds;
        let bounds = Rect::new(bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y);
        // The text may have become another one.
        seen.overlaps(bounds).then_some(place)
    }

    /// Keeps what is to be kept until the next time.
    pub(super) fn remember(&mut self) {
        let Some(open) = &self.open else { return };
        let mut memory = Memory::load();
        let size: LogicalSize<f64> =
            open.window.inner_size().to_logical(open.window.scale_factor());
        memory.maximised = open.window.is_maximized();
        if !memory.maximised && !self.state.fullscreen && self.options.size.is_none() {
            memory.size = Some((size.width, size.height));
        }
        for (source, state) in self.open_files() {
            if let Source::File(path) = source {
                let place = (!state.fitted).then(|| state.camera.target());
                memory.keep(path, place);
            }
        }
        if let Err(cause) = memory.save() {
            tracing::debug!("what the window looks like is not kept: {cause}");
        }
    }
}
