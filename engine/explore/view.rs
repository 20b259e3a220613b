use std::collections::BTreeSet;

use super::{Command, Name, State, Subject, Trace};
use crate::diagram::{Diagram, Pins};
use crate::graph::GroupId;

/// What a person has made of the diagram, apart from where the camera is; what undo brings back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// What is selected, in the order in which it was.
    pub selection: Vec<Subject>,
    /// The group in focus.
    pub focus: Option<GroupId>,
    /// What is not drawn, nor anything in it.
    pub hidden: BTreeSet<Subject>,
    /// The groups that are to be drawn as one tile each; those in another folded group are so once that is unfolded.
    pub folded: BTreeSet<GroupId>,
    /// What is traced.
    pub trace: Option<Trace>,
    /// What is pinned where, if anything was dragged since the drawing was read; else what is in the file beside it.
    pub pins: Option<Pins>,
    /// How many levels more of it is seen than its size tells, -2 to 2.
    pub detail: i8,
    /// How much is left of what is out of focus, 0 to 1, where that is not as usual.
    pub dim: Option<f32>,
}

impl View {
    /// Selects `subjects` and nothing else, each once.
    pub(super) fn select(&mut self, subjects: impl IntoIterator<Item = Subject>) {
        self.selection.clear();
        for subject in subjects {
            if !self.selection.contains(&subject) {
                self.selection.push(subject);
            }
        }
    }

    /// Takes `subject` into the selection, or out of it.
    pub(super) fn toggle(&mut self, subject: Subject) {
        match self.selection.iter().position(|selected| *selected == subject) {
            Some(place) => _ = self.selection.remove(place),
            None => self.selection.push(subject),
        }
    }
}

/// What the picture depends on, the camera apart: two equal ones give the same picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aspect {
    /// What stands out because it is pointed at.
    pub lit: Option<Subject>,
    /// What the person has made of the diagram.
    pub view: View,
    /// How many hops of the trace are lit.
    pub reach: u32,
    /// What a search finds; `None` while there is none.
    pub hits: Option<Vec<Subject>>,
}

impl State {
    /// Another picture is there: where nothing is to fly it is seen at once, and fades in.
    pub(super) fn jump(&mut self, time: f64) {
        if self.reduced_motion {
            self.camera.arrive(time);
            self.jumped = Some(time);
        }
    }

    /// What the picture depends on at `time`, s.
    #[must_use]
    pub fn aspect(&self, time: f64) -> Aspect {
        let hits = self.search.as_ref().filter(|search| search.asks_for_things());
        let hits = hits.map(|search| search.found().collect());
        let reach = self.view.trace.as_ref().map_or(0, |trace| trace.reach(time));
        Aspect { lit: self.hover.lit(time), view: self.view.clone(), reach, hits }
    }

    /// When the picture changes next by itself, the camera apart, s.
    #[must_use]
    pub fn next_change(&self, time: f64) -> Option<f64> {
        let trace = self.view.trace.as_ref().and_then(|trace| trace.next_hop(time));
        [trace, self.next_of_show(time)].into_iter().flatten().reduce(f64::min)
    }

    /// What `command` means where it names nothing: the selection, else what is pointed at.
    pub(super) fn meant(&self, names: &[Name], diagram: &Diagram) -> Vec<Subject> {
        if names.is_empty() {
            let pointed_at = self.hover.subject().filter(|_| self.view.selection.is_empty());
            return pointed_at.map_or_else(|| self.view.selection.clone(), |subject| vec![subject]);
        }
        names.iter().filter_map(|name| name.find(diagram)).collect()
    }
}

/// Whether `command` goes to another place, to which `back` and `forward` lead, rather than moving about in this one.
pub(super) fn is_journey(command: &Command) -> bool {
    matches!(
        command,
        Command::Fit | Command::FitTo(_) | Command::Area(_) | Command::Focus(_) | Command::Up
    )
}
