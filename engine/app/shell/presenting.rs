//! A tour in the window: read, presented, written down.

use std::mem;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use winit::event_loop::ActiveEventLoop;

use super::Shell;
use crate::explore::{self, Command, Show, tour};
use crate::export;
use crate::input;
use crate::scene::Scene;
use crate::scene::stage::Asked;

impl Shell {
    /// Reads the tour of the diagram that was loaded. Where it has changed, or the diagram has, a presentation goes on with
    /// the new one.
    pub(super) fn take_tour(&mut self, is_redrawn: bool, time: f64) {
        let read = input::read_tour(&self.options.source, self.options.tour.as_deref());
        let found = match read {
            Ok(found) => found.map(|(_, text)| text),
            Err(error) => {
                self.announce(&error.to_string(), time);
                None
            }
        };
        let Some((loaded, _)) = &self.content.shown else { return };
        let diagram = Arc::clone(&loaded.diagram);
        let text = found.clone().unwrap_or_else(|| loaded.text.clone());
        if self.content.tour_text.as_deref() == Some(&text) && !is_redrawn {
            return;
        }
        self.content.tour_text = Some(text.clone());
        let read = match found {
            Some(text) => Some(tour::read(&text)),
            None => tour::read_comments(&text),
        };
        let (tour, mut faults) = read.map_or((None, Vec::new()), |(tour, f)| (Some(tour), f));
        faults.extend(tour.iter().flat_map(|tour| tour::check(tour, &diagram)));
        if let Some(fault) = faults.first() {
            let (line, _) = crate::syntax::LineIndex::new(&text).line_column(fault.span.start);
            let more = if faults.len() > 1 {
                format!(" (and {} more)", faults.len() - 1)
            } else {
                String::new()
            };
            self.announce(&format!("tour, line {line}: {}{more}", fault.message), time);
        }
        let tour = tour.map(Arc::new);
        explore::adopt_tour(&mut self.state, tour, Some(&diagram), time);
        self.change_as_wanted();
        self.redraw_soon(0.0);
        if mem::take(&mut self.begins) {
            self.begin(time);
        }
    }

    fn begin(&mut self, time: f64) {
        self.carry_out(&Command::Show(Show::Begin), time);
        let step = self.options.stage.as_ref().and_then(|stage| stage.step.clone());
        if let Some(step) = step {
            self.carry_out(&Command::Show(Show::Step(step)), time);
        }
    }

    fn announce(&mut self, text: &str, time: f64) {
        self.notice(text.to_owned());
        explore::say(&mut self.state, text, time);
    }

    /// Does what a presentation has for now.
    pub(super) fn go_on(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.clock.now();
        let is_wanted = self.options.stage.as_ref().is_some_and(|stage| stage.presenter);
        if is_wanted && self.state.is_presenting() && !mem::replace(&mut self.had_desk, true) {
            self.toggle_desk(event_loop);
        }
        if let Some((due, command)) = self.state.due(now)
            && due <= now
        {
            self.obey(&command, now, event_loop);
        }
    }

    /// What lies over the diagram while one presents: nothing but the presentation and what was asked for.
    pub(super) fn stage(&mut self, time: f64) -> Vec<Scene> {
        let (state, theme) = (&self.state, &self.theme);
        let mut scenes = Vec::new();
        if let Some((loaded, _)) = &self.content.shown {
            let diagram = &loaded.diagram;
            scenes.push(self.chrome.stage(&Asked { state, diagram, theme, time, for_file: false }));
        }
        scenes.extend(self.chrome.toasts(None, state, time, theme));
        if let Some(search) = &state.search {
            scenes.push(self.chrome.search(search, state.viewport, theme));
        }
        if let Some(menu) = &state.chrome.menu {
            scenes.push(self.chrome.menu(menu, state.chrome.hot, state.viewport, theme));
        }
        if state.help {
            scenes.push(self.chrome.help(state, theme));
        }
        if state.overlay {
            let text = self.measurements(time);
            scenes.push(self.chrome.overlay(&text, self.state.viewport, &self.theme));
        }
        scenes
    }

    /// Whether the pointer is to be seen: in a presentation it hides after a while, or is something else.
    pub(super) fn shows_pointer(&self) -> bool {
        let now = self.clock.now();
        self.state.present.as_ref().is_none_or(|present| present.shows_pointer(now))
    }

    /// Writes what is seen as a step into the tour beside the diagram.
    pub(super) fn record_step(&mut self, time: f64) {
        let said = match self.write_step() {
            Ok(said) => said,
            Err(reason) => format!("No step: {reason}"),
        };
        self.announce(&said, time);
        self.take_tour(false, time);
    }

    fn write_step(&self) -> Result<String, String> {
        let (loaded, _) = self.content.shown.as_ref().ok_or("nothing is open")?;
        let beside = self.options.tour.clone().or_else(|| self.options.source.tour());
        let path: PathBuf = beside.ok_or("only what was read from a file has one beside it")?;
        let read = match path.exists() {
            true => {
                input::read_tour(&self.options.source, Some(&path)).map_err(|e| e.to_string())?
            }
            false => None,
        };
        let text = read.map(|(_, text)| text).unwrap_or_default();
        let step = tour::step_here(&self.state, &loaded.diagram);
        let name = self.options.source.path().and_then(|path| path.file_name());
        let name = name.map(|name| name.to_string_lossy().into_owned());
        let text = tour::append(&text, &step, name.as_deref());
        export::save(&path, text.as_bytes()).map_err(|error| error.to_string())?;
        let (tour, _) = tour::read(&text);
        Ok(format!("Step {} is in {}", tour.steps.len(), path.display()))
    }

    /// How a presentation stands, for scripts and tests.
    pub(super) fn show_as_json(&self, time: f64) -> Value {
        let Some(present) = &self.state.present else { return Value::Null };
        json!({
            "step": present.step().map(|step| step.id.clone()),
            "place": present.place,
            "steps": present.tour.steps.len(),
            "said": self.state.said(time),
            "unhooked": present.is_unhooked,
            "blank": present.blank.map(|blank| format!("{blank:?}")),
            "tool": present.tool.map(|tool| format!("{tool:?}")),
            "grid": present.grid,
            "auto": present.is_auto,
            "ink": present.ink.len(),
            "hop": present.hop,
            "presenter": self.desk.is_some(),
            "pointer": present.shows_pointer(time),
        })
    }
}
