//! While a diagram is being loaded: a first picture of a large one, and calling it off.

use std::sync::Arc;

use super::Shell;
use crate::app::problem::Problem;
use crate::app::worker::{Loaded, Stage, name_of};
use crate::input::Source;

impl Shell {
    /// Shows a first picture, unless there is a better one.
    pub(super) fn sketched(&mut self, source: &Source, loaded: Arc<Loaded>) {
        let is_wanted = *source == self.options.source && self.content.stage.is_some();
        if !is_wanted || self.content.shown.is_some() {
            return;
        }
        self.content.provisional = true;
        self.show(loaded, self.clock.now());
        self.retitle();
        self.redraw_soon(0.0);
    }

    /// Stops what is being loaded, if there is nothing yet or a first picture only; whether it did.
    pub(super) fn call_off(&mut self) -> bool {
        let is_awaited = self.content.shown.is_none() || self.content.provisional;
        if self.content.stage.is_none() || !is_awaited || self.state.search.is_some() {
            return false;
        }
        self.worker.cancel();
        self.content.stage = None;
        let name = name_of(&self.options.source);
        self.content.problem = Some(Problem {
            title: format!("Loading {name} was called off."),
            details: Vec::new(),
            advice: "Press R to load it again.".to_owned(),
            brief: format!("loading {name} was called off; R loads it again"),
            is_fault: false,
            findings: Box::default(),
        });
        self.redraw_soon(0.0);
        true
    }

    /// What the status bar says of a first picture.
    pub(super) fn provisional(&self) -> Option<String> {
        let (stage, _) = self.content.stage.filter(|_| self.content.provisional)?;
        Some(format!("provisional picture, {} …  ·  Esc calls it off", stage.doing()))
    }
}

impl Stage {
    /// What the worker does, in the middle of a sentence.
    fn doing(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Drawing(stage) => match stage {
                crate::diagram::Stage::Parse | crate::diagram::Stage::Resolve => "reading",
                crate::diagram::Stage::Measure => "measuring",
                crate::diagram::Stage::Place => "laying out",
                crate::diagram::Stage::Route | crate::diagram::Stage::Choose => "routing",
            },
        }
    }

    /// How far the whole is when it begins, 0 to 1: as long as the stages of a large diagram take.
    pub(in crate::app) fn begins_at(self) -> f64 {
        match self {
            Self::Reading => 0.02,
            Self::Drawing(stage) => match stage {
                crate::diagram::Stage::Parse | crate::diagram::Stage::Resolve => 0.05,
                crate::diagram::Stage::Measure => 0.1,
                crate::diagram::Stage::Place => 0.2,
                crate::diagram::Stage::Route => 0.6,
                crate::diagram::Stage::Choose => 0.95,
            },
        }
    }
}
