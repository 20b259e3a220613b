//! The presenter's window beside the audience's.

use kurbo::{Point, Size};
use winit::dpi::{LogicalSize, PhysicalPosition};
use winit::event::WindowEvent;
use winit::event_loop::ActiveEventLoop;
use winit::window::{Window, WindowId};

use super::Shell;
use crate::app::desk::{Desk, Plan, Seen};
use crate::app::translate::translate;
use crate::clock;
use crate::explore::{Button, Command, Event, Key, Pose, Show};

/// While something moves it is painted so often at most, s: the audience's window goes before.
const PACE: f64 = 0.25;
/// Its clock ticks, s.
const TICK: f64 = 1.0;
/// Two presses within this time are a double click, s.
const DOUBLE_CLICK_SECS: f64 = 0.4;

impl Shell {
    /// Opens the window, or closes it.
    pub(super) fn toggle_desk(&mut self, event_loop: &ActiveEventLoop) {
        if self.desk.take().is_some() {
            return;
        }
        let mut attributes = Window::default_attributes()
            .with_title("veduta presenter")
            .with_inner_size(LogicalSize::new(1100.0, 700.0))
            .with_min_inner_size(LogicalSize::new(480.0, 320.0));
        if let Some(at) = self.other_monitor() {
            attributes = attributes.with_position(at);
        }
        match event_loop.create_window(attributes) {
            Ok(window) => {
                let desk = Desk::new(window);
                desk.window.request_redraw();
                self.desk = Some(desk);
            }
            Err(error) => self.notice(format!("no window for the presenter: {error}")),
        }
    }

    /// A place on a monitor that the audience does not see.
    fn other_monitor(&self) -> Option<PhysicalPosition<i32>> {
        let window = &self.open.as_ref()?.window;
        let audience = window.current_monitor()?;
        let other = window.available_monitors().find(|monitor| *monitor != audience)?;
        let at = other.position();
        Some(PhysicalPosition::new(at.x + 40, at.y + 40))
    }

    pub(super) fn is_desk(&self, id: WindowId) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.window.id() == id)
    }

    pub(super) fn desk_event(&mut self, event: &WindowEvent, event_loop: &ActiveEventLoop) {
        match event {
            WindowEvent::CloseRequested => self.desk = None,
            WindowEvent::RedrawRequested => self.paint_desk(),
            event => {
                let Some(scale) = self.desk.as_ref().map(|desk| desk.window.scale_factor()) else {
                    return;
                };
                let Some(event) = translate(event, scale) else { return };
                self.at_desk(&event, event_loop);
                if let Some(desk) = &self.desk {
                    desk.window.request_redraw();
                }
            }
        }
    }

    /// Hands move the private picture; keys are those of the presentation, but Enter shows what is looked at.
    fn at_desk(&mut self, event: &Event, event_loop: &ActiveEventLoop) {
        let time = self.clock.now();
        let Some(loaded) = self.content.shown.as_ref().map(|(loaded, _)| loaded.clone()) else {
            return;
        };
        let Some(desk) = &mut self.desk else { return };
        let (plan, pose) = (Plan::of(desk.size()), desk.pose(&loaded));
        match event {
            Event::Moved(at) => {
                if let Some(from) = desk.pulled.replace(*at).filter(|_| desk.is_held) {
                    let center = pose.center - (*at - from) / pose.zoom;
                    desk.roam = Some(Pose { center, ..pose });
                }
                desk.pointer = Some(*at);
            }
            Event::Pressed(Button::Left) => {
                let at = desk.pointer.unwrap_or_default();
                let again = time - desk.pressed < DOUBLE_CLICK_SECS;
                (desk.is_held, desk.pressed) = (plan.map.contains(at), time);
                if again && desk.is_held {
                    desk.roam = None;
                } else if plan.next.contains(at) {
                    self.obey(&Command::Show(Show::Next), time, event_loop);
                }
            }
            Event::Released(_) => desk.is_held = false,
            Event::Wheel(by) => {
                let at = desk.pointer.unwrap_or_default();
                desk.roam = Some(zoomed(pose, at, plan.map.size(), 0.18 * by.y));
            }
            Event::Swiped(by) => {
                desk.roam = Some(Pose { center: pose.center - *by / pose.zoom, ..pose });
            }
            Event::KeyPressed(Key::Enter) if desk.roam.is_some() && self.state.is_presenting() => {
                let pushed = self.pushed(pose, plan.map.size());
                self.obey(&Command::Show(Show::Push(pushed)), time, event_loop);
            }
            Event::KeyPressed(_) | Event::KeyReleased(_) | Event::Modified(_) => {
                self.read(event, event_loop);
            }
            _ => {}
        }
    }

    /// What the audience is to see of what is seen at `pose` in a picture of this size: all of it.
    fn pushed(&self, pose: Pose, size: Size) -> Pose {
        let seen = size / pose.zoom;
        let viewport = self.state.viewport;
        let zoom = (viewport.width / seen.width).min(viewport.height / seen.height);
        Pose { zoom, ..pose }
    }

    fn paint_desk(&mut self) {
        let time = self.clock.now();
        let clock = clock::time_of_day();
        let Some((loaded, _)) = &self.content.shown else { return };
        let seen = Seen { state: &self.state, loaded, theme: &self.theme, time, clock: &clock };
        if let Some(desk) = &mut self.desk {
            desk.show(&mut self.chrome, &seen);
        }
    }

    /// When the presenter's window is to be painted next, s; it is asked for where that is now.
    pub(super) fn desk_due(&self, now: f64) -> Option<f64> {
        let desk = self.desk.as_ref()?;
        let is_stale = desk.seen_frames != self.n_frames;
        let pace = match (is_stale, self.is_moving(now)) {
            (true, false) => 0.0,
            (true, true) => PACE,
            (false, _) => TICK,
        };
        Some(desk.painted.max(0.0) + pace)
    }

    pub(super) fn refresh_desk(&mut self, now: f64) {
        if self.desk_due(now).is_some_and(|at| at <= now)
            && let Some(desk) = &mut self.desk
        {
            desk.seen_frames = self.n_frames;
            desk.painted = now;
            desk.window.request_redraw();
        }
    }
}

/// Zoomed by so much, ln, about `at` in a picture of this size.
fn zoomed(pose: Pose, at: Point, size: Size, by: f64) -> Pose {
    let world = pose.world_from_screen(at, size);
    let zoom = (pose.zoom * libm::exp(by)).clamp(1e-3, 64.0);
    let off = at - Point::new(size.width / 2.0, size.height / 2.0);
    Pose { center: world - off / zoom, zoom }
}
