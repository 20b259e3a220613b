//! Several files in one window, each with its own state.

use std::mem;
use std::path::Path;

use kurbo::Point;
use winit::event::WindowEvent;
use winit::event_loop::ActiveEventLoop;

use super::{Content, Shell, fresh_state, watch};
use crate::app::strip::{self, STRIP};
use crate::app::watcher::Watcher;
use crate::app::worker::name_of;
use crate::explore::{Button, Event, State, Tab};
use crate::input::{self, Source};
use crate::scene::Theme;

/// The files that are open beside the one that is shown.
#[derive(Default)]
pub(super) struct Tabs {
    before: Vec<Parked>,
    after: Vec<Parked>,
    /// Where the pointer is, from the window's corner, while it is over the tabs.
    pointer: Option<Point>,
    /// How many buttons are held that were pressed on the picture.
    n_held: u32,
}

/// A file that is open and not shown.
struct Parked {
    source: Source,
    /// Kept for what it does: it tells of changes.
    watcher: Option<Watcher>,
    state: State,
    content: Content,
    theme: Theme,
    /// Whether it is to be read again once it is shown.
    is_stale: bool,
}

impl Shell {
    /// Height of the tabs, logical px; zero where there is only one.
    pub(super) fn strip_height(&self) -> f64 {
        if self.n_tabs() > 1 { STRIP } else { 0.0 }
    }

    pub(super) fn n_tabs(&self) -> usize {
        self.tabs.before.len() + 1 + self.tabs.after.len()
    }

    /// Opens all that `path` holds: a file, the diagrams of a folder, the fences of a Markdown file.
    pub(super) fn open_path(&mut self, path: &Path, event_loop: &ActiveEventLoop) {
        self.open_sources(input::sources(path), event_loop);
    }

    /// Opens `sources` in tabs of their own and shows the last; one that is open already is only shown.
    pub(super) fn open_sources(&mut self, sources: Vec<Source>, event_loop: &ActiveEventLoop) {
        for source in sources {
            match self.place_of(&source) {
                Some(place) => self.show_tab(place),
                None if self.options.source == Source::Nothing => self.show_other(source),
                None => {
                    let parked = self.park();
                    self.tabs.before.push(parked);
                    self.show_other(source);
                }
            }
        }
        self.tabs_changed(event_loop);
    }

    /// Adds a file that is read only once it is shown.
    pub(super) fn add_tab(&mut self, source: Source) {
        let watcher = watch(&mut self.options, &source, &self.proxy);
        self.tabs.after.push(Parked {
            source,
            watcher,
            state: State { fitted: true, ..fresh_state(&self.options, self.can_drop) },
            content: Content::default(),
            theme: self.theme.clone(),
            is_stale: true,
        });
    }

    /// Goes to another tab, or closes this one.
    pub(super) fn turn_tab(&mut self, to: Tab, event_loop: &ActiveEventLoop) {
        let (now, n) = (self.tabs.before.len(), self.n_tabs());
        match to {
            Tab::Next => self.show_tab((now + 1) % n),
            Tab::Previous => self.show_tab((now + n - 1) % n),
            Tab::Number(number) => {
                let place = (number as usize).saturating_sub(1);
                if place < n {
                    self.show_tab(place);
                }
            }
            Tab::Close if self.has_unsaved_pins() && !self.is_warned => {
                self.is_warned = true;
                return self.redraw_soon(0.0);
            }
            Tab::Close if n == 1 && self.options.source == Source::Nothing => event_loop.exit(),
            Tab::Close if n == 1 => self.show_other(Source::Nothing),
            Tab::Close => {
                drop(self.park());
                let next = match self.tabs.after.is_empty() {
                    true => self.tabs.before.pop(),
                    false => Some(self.tabs.after.remove(0)),
                };
                if let Some(next) = next {
                    self.unpark(next);
                }
            }
        }
        self.tabs_changed(event_loop);
    }

    /// Reads a file again that has changed: at once if it is shown.
    pub(super) fn changed(&mut self, source: &Source) {
        if self.measures_changed(source) {
            return;
        }
        if *source == self.options.source {
            self.reload();
        }
        let parked = self.tabs.before.iter_mut().chain(&mut self.tabs.after);
        parked.filter(|parked| parked.source == *source).for_each(|p| p.is_stale = true);
    }

    /// All that is open, with what is done with it.
    pub(super) fn open_files(&self) -> impl Iterator<Item = (&Source, &State)> {
        let parked = self.tabs.before.iter().chain(&self.tabs.after);
        let parked = parked.map(|parked| (&parked.source, &parked.state));
        parked.chain([(&self.options.source, &self.state)])
    }

    fn place_of(&self, source: &Source) -> Option<usize> {
        let before = self.tabs.before.iter().map(|parked| &parked.source);
        let after = self.tabs.after.iter().map(|parked| &parked.source);
        before.chain([&self.options.source]).chain(after).position(|open| open == source)
    }

    /// Goes to a file in which something was dragged and not written down, if there is one.
    pub(super) fn show_unsaved(&mut self) {
        let is_unsaved = |parked: &Parked| {
            parked.state.view.pins.as_ref().is_some_and(|pins| *pins != parked.content.saved)
        };
        let n_before = self.tabs.before.len();
        let before = self.tabs.before.iter().position(is_unsaved);
        let after = self.tabs.after.iter().position(is_unsaved).map(|place| place + n_before + 1);
        if let Some(place) = before.or(after) {
            self.show_tab(place);
        }
    }

    /// Every picture is to be made anew in other colours.
    pub(super) fn forget_colours(&mut self) {
        let parked = self.tabs.before.iter_mut().chain(&mut self.tabs.after);
        parked.for_each(|parked| parked.is_stale = true);
    }

    fn show_tab(&mut self, place: usize) {
        if place == self.tabs.before.len() {
            return;
        }
        let parked = self.park();
        let mut all = mem::take(&mut self.tabs.before);
        all.push(parked);
        all.append(&mut self.tabs.after);
        self.tabs.after = all.split_off((place + 1).min(all.len()));
        let shown = all.pop();
        self.tabs.before = all;
        if let Some(shown) = shown {
            self.unpark(shown);
        }
    }

    fn park(&mut self) -> Parked {
        let content = mem::take(&mut self.content);
        (self.dressed, self.morphing) = (None, None);
        Parked {
            source: mem::replace(&mut self.options.source, Source::Nothing),
            watcher: self.watcher.take(),
            state: self.state.clone(),
            // What was being made is called off by the next file.
            is_stale: content.stage.is_some(),
            content: Content { stage: None, ..content },
            theme: self.theme.clone(),
        }
    }

    fn unpark(&mut self, parked: Parked) {
        self.options.source = parked.source;
        self.watcher = parked.watcher;
        self.content = parked.content;
        let (viewport, fullscreen) = (self.state.viewport, self.state.fullscreen);
        self.state = State {
            viewport,
            fullscreen,
            reduced_motion: self.state.reduced_motion,
            ..parked.state
        };
        self.theme = parked.theme;
        self.tabs.n_held = 0;
        if parked.is_stale {
            self.reload();
        }
        self.retitle();
        self.redraw_soon(0.0);
    }

    /// The picture is given the room that the tabs leave.
    fn tabs_changed(&mut self, event_loop: &ActiveEventLoop) {
        if let Some(size) = self.open.as_ref().map(|open| open.window.inner_size()) {
            self.window_event_as_input(&WindowEvent::Resized(size), event_loop);
        }
        self.redraw_soon(0.0);
    }

    /// What the tabs say.
    pub(super) fn tab_names(&self) -> Vec<strip::Tab> {
        let tab = |source: &Source, content: &Content| {
            let complains = |(loaded, _): &(std::sync::Arc<crate::app::worker::Loaded>, _)| {
                loaded.complaint.is_some()
            };
            let is_fault = content.problem.as_ref().is_some_and(|problem| problem.is_fault);
            let is_wrong = is_fault || content.shown.as_ref().is_some_and(complains);
            strip::Tab { name: name_of(source), is_wrong }
        };
        let parked = |parked: &Parked| tab(&parked.source, &parked.content);
        let shown = tab(&self.options.source, &self.content);
        let before = self.tabs.before.iter().map(parked);
        before.chain([shown]).chain(self.tabs.after.iter().map(parked)).collect()
    }

    /// Which tab is shown.
    pub(super) fn active_tab(&self) -> usize {
        self.tabs.before.len()
    }

    /// Takes what is meant for the tabs out of the input; the rest as it looks from below them.
    pub(super) fn pass_strip(
        &mut self,
        event: Event,
        event_loop: &ActiveEventLoop,
    ) -> Option<Event> {
        let height = self.strip_height();
        if height == 0.0 {
            self.tabs.pointer = None;
            return Some(event);
        }
        match event {
            Event::Moved(at) => {
                self.tabs.pointer = Some(at).filter(|at| at.y < height && self.tabs.n_held == 0);
                if self.tabs.pointer.is_some() {
                    return Some(Event::Left);
                }
            }
            Event::Pressed(button) => {
                let Some(at) = self.tabs.pointer else {
                    self.tabs.n_held += 1;
                    return Some(event);
                };
                let n = self.n_tabs();
                let place = strip::tab_at(at.x, n, self.state.viewport.width);
                if let Some(number) = place.and_then(|place| u32::try_from(place + 1).ok()) {
                    self.tab_pressed(button, number, event_loop);
                }
                return None;
            }
            Event::Released(_) if self.tabs.n_held > 0 => self.tabs.n_held -= 1,
            Event::Released(_) => return None,
            _ => {}
        }
        Some(strip::from_below(event, height))
    }

    /// The main button shows the tab, the middle one closes it.
    fn tab_pressed(&mut self, button: Button, number: u32, event_loop: &ActiveEventLoop) {
        let steps: &[Tab] = match button {
            Button::Left => &[Tab::Number(number)],
            Button::Middle => &[Tab::Number(number), Tab::Close],
            Button::Right | Button::Back | Button::Forward => &[],
        };
        let time = self.clock.now();
        for step in steps {
            let command = crate::explore::Command::Ask(crate::explore::Ask::Tab(*step));
            self.obey(&command, time, event_loop);
        }
    }
}
