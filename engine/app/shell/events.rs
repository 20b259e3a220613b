//! What the loop tells the window.

use std::mem;

use kurbo::Point;
use winit::application::ApplicationHandler;
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, ControlFlow};
use winit::window::WindowId;

use super::{News, Shell};
use crate::explore::Command;

impl ApplicationHandler<News> for Shell {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.open.is_some() {
            return;
        }
        if let Err(error) = self.open_window(event_loop) {
            self.failure = Some(error);
            event_loop.exit();
        }
        self.redraw_soon(0.0);
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, news: News) {
        match news {
            News::Stage(stage) => {
                if let Some((now, _)) = &mut self.content.stage {
                    *now = stage;
                    self.redraw_soon(0.0);
                }
            }
            News::Changed(source) => self.changed(&source),
            News::Clipboard(outcome) => self.clipboard_done(outcome, event_loop),
            News::Reader(event) => self.reader_asks(event, event_loop),
            News::Desktop(wish) => self.desktop_wishes(wish),
            News::Exported(text) => self.tell(text),
            News::Chosen(answer) => self.file_chosen(answer, event_loop),
            News::Sketched(source, loaded) => self.sketched(&source, loaded),
            News::Loaded(source, result) => self.loaded(&source, result),
            News::Graphics(found) => self.graphics_found(found, event_loop),
            News::GpuFailed(cause) => self.gpu_failed(&cause, event_loop),
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, id: WindowId, event: WindowEvent) {
        if self.is_desk(id) {
            return self.desk_event(&event, event_loop);
        }
        let tells_nothing =
            matches!(event, WindowEvent::RedrawRequested | WindowEvent::Occluded(_));
        if let Some(open) = &mut self.open
            && !tells_nothing
            && mem::take(&mut open.covered)
        {
            // Not every platform says when a window is uncovered; input to it does.
            self.redraw_soon(0.0);
        }
        if let Some(open) = &mut self.open {
            open.reader.process_event(&open.window, &event);
        }
        match &event {
            WindowEvent::RedrawRequested => self.redraw(event_loop),
            WindowEvent::CloseRequested => self.quit(event_loop),
            WindowEvent::Occluded(covered) => {
                if let Some(open) = &mut self.open {
                    open.covered = *covered;
                }
                self.redraw_soon(0.0);
            }
            WindowEvent::ScaleFactorChanged { .. } => {
                if let Some(size) = self.open.as_ref().map(|open| open.window.inner_size()) {
                    self.window_event_as_input(&WindowEvent::Resized(size), event_loop);
                }
                self.redraw_soon(0.0);
            }
            WindowEvent::DroppedFile(path) => self.open_path(path, event_loop),
            WindowEvent::DoubleTapGesture { .. } => {
                let at = self.state.pointer.unwrap_or(Point::ZERO);
                let time = self.clock.now();
                self.obey(&Command::Open { at, back: false }, time, event_loop);
            }
            WindowEvent::Resized(_) => {
                self.window_event_as_input(&event, event_loop);
                self.redraw_soon(0.0);
            }
            _ => self.window_event_as_input(&event, event_loop),
        }
    }

    fn exiting(&mut self, _: &ActiveEventLoop) {
        self.remember();
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.clock.now();
        if self.options.exit_after.is_some_and(|at| at <= now) {
            return event_loop.exit();
        }
        self.play(event_loop);
        self.go_on(event_loop);
        self.refresh_desk(now);
        let is_due = |at: Option<f64>| at.is_some_and(|at| at <= now);
        let has_changed = is_due(self.redraw_at);
        if has_changed || is_due(self.flowing.due()) {
            if has_changed {
                self.redraw_at = None;
            }
            self.flowing.asked(has_changed);
            if let Some(open) = &self.open {
                open.window.request_redraw();
            }
        }
        let goes_on = self.state.due(now).map(|(at, _)| at);
        let desk = self.desk_due(now);
        let flows = self.flowing.due();
        let ends = self.options.exit_after;
        let wakes = [self.redraw_at, flows, ends, self.due(), goes_on, desk];
        let wakes = wakes.into_iter().flatten();
        event_loop.set_control_flow(match wakes.reduce(f64::min) {
            Some(time) => ControlFlow::WaitUntil(self.clock.instant(time)),
            None => ControlFlow::Wait,
        });
    }
}
