//! The panel for searching and for commands: what is typed, what was found, and which of it is chosen.

use super::find::{self, Hit, Target};
use super::folding::reveal;
use super::history::Moment;
use super::update::{arrive, preview_of};
use super::{Command, Edit, Keys, Pace, State, Subject, Turn, hit};
use crate::diagram::Diagram;

/// The camera goes to what is chosen once it has been chosen for so long, s (`interaction.md` 3.3).
pub(super) const PREVIEW_AFTER_SECS: f64 = 0.12;
/// So many commands are remembered.
const MOST_RECENT: usize = 5;

/// What the panel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To find things.
    Find,
    /// To give commands.
    Command,
}

/// A panel that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// What it is for.
    pub purpose: Purpose,
    /// What is typed.
    pub text: String,
    /// Where in it the next letter goes, byte.
    pub caret: usize,
    /// What an input method is still composing, behind the caret.
    pub composing: String,
    /// What was found, the best first.
    pub hits: Vec<Hit>,
    /// Which of it is chosen.
    pub chosen: usize,
    /// Why what was accepted was no command.
    pub complaint: Option<String>,
    before: Moment,
}

impl Search {
    /// The things that were found.
    pub fn found(&self) -> impl Iterator<Item = Subject> + '_ {
        self.hits.iter().filter_map(|hit| match hit.target {
            Target::Thing(subject) => Some(subject),
            Target::Command(_) | Target::Text(_) => None,
        })
    }

    /// Whether things are looked for, and something is typed.
    #[must_use]
    pub fn asks_for_things(&self) -> bool {
        self.purpose == Purpose::Find && !self.text.trim().is_empty()
    }

    /// The thing that is chosen.
    #[must_use]
    pub fn chosen_thing(&self) -> Option<Subject> {
        match self.hits.get(self.chosen)?.target {
            Target::Thing(subject) => Some(subject),
            Target::Command(_) | Target::Text(_) => None,
        }
    }

    fn look(&mut self, diagram: Option<&Diagram>, recent: &[Command], keys: &Keys) {
        self.chosen = 0;
        self.complaint = None;
        self.hits = match (self.purpose, diagram) {
            (Purpose::Find, Some(diagram)) => find::things(diagram, &self.text),
            (Purpose::Find, None) => Vec::new(),
            (Purpose::Command, _) => find::commands(&self.text, recent, keys),
        };
    }

    fn edit(&mut self, edit: &Edit) {
        let (before, after) = self.text.split_at(self.caret);
        let back = before.chars().next_back().map_or(0, char::len_utf8);
        let on = after.chars().next().map_or(0, char::len_utf8);
        match edit {
            Edit::Type(text) => {
                let text: String = text.chars().filter(|c| !c.is_control()).collect();
                self.text.insert_str(self.caret, &text);
                self.caret += text.len();
            }
            Edit::EraseBack => {
                self.caret -= back;
                self.text.drain(self.caret..self.caret + back);
            }
            Edit::EraseOn => _ = self.text.drain(self.caret..self.caret + on),
            Edit::EraseWord => {
                let kept = before.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.text.drain(kept..self.caret);
                self.caret = kept;
            }
            Edit::CaretBack => self.caret -= back,
            Edit::CaretOn => self.caret += on,
            Edit::CaretStart => self.caret = 0,
            Edit::CaretEnd => self.caret = self.text.len(),
        }
        self.composing.clear();
    }
}

/// Opens the panel, with what a `text` begins with.
pub(super) fn open(
    state: &mut State,
    purpose: Purpose,
    text: &str,
    diagram: Option<&Diagram>,
    time: f64,
) {
    let before = match &state.search {
        Some(search) => search.before.clone(),
        None => Moment::of(state),
    };
    let mut search = Search {
        purpose,
        text: text.to_owned(),
        caret: text.len(),
        composing: String::new(),
        hits: Vec::new(),
        chosen: 0,
        complaint: None,
        before,
    };
    search.look(diagram, &state.recent, &state.keys);
    state.search = Some(search);
    preview(state, diagram, time);
}

/// Changes what is typed.
pub(super) fn edit(state: &mut State, edit: &Edit, diagram: Option<&Diagram>, time: f64) {
    let Some(search) = &mut state.search else { return };
    let before = search.text.clone();
    search.edit(edit);
    if search.purpose == Purpose::Find && search.text.starts_with('>') {
        search.purpose = Purpose::Command;
        search.text.remove(0);
        search.caret = search.caret.saturating_sub(1);
    }
    if search.text != before {
        search.look(diagram, &state.recent, &state.keys);
        preview(state, diagram, time);
    }
}

fn step(turn: Turn) -> i32 {
    match turn {
        Turn::Next => 1,
        Turn::Previous => -1,
    }
}

/// Chooses the next hit, or the one before, round the ends.
pub(super) fn choose(state: &mut State, turn: Turn, diagram: Option<&Diagram>, time: f64) {
    let Some(search) = &mut state.search else { return };
    let by = step(turn);
    let n_hits = i32::try_from(search.hits.len()).unwrap_or(i32::MAX).max(1);
    let chosen = i32::try_from(search.chosen).unwrap_or(0);
    search.chosen = usize::try_from((chosen + by).rem_euclid(n_hits)).unwrap_or(0);
    preview(state, diagram, time);
}

/// Flies to what is chosen, a moment later, so that nothing moves while somebody types on.
fn preview(state: &mut State, diagram: Option<&Diagram>, time: f64) {
    let Some(search) = &state.search else { return };
    if search.purpose == Purpose::Command {
        return;
    }
    match (diagram.zip(search.chosen_thing()), diagram) {
        (Some((diagram, subject)), _) => {
            let pose = preview_of(state, diagram, hit::bounds(diagram, subject));
            state.fitted = false;
            state.camera.fly_later(
                pose,
                state.viewport,
                Pace::PREVIEW,
                time + PREVIEW_AFTER_SECS,
                time,
            );
        }
        (None, diagram) => {
            let before = search.before.clone();
            arrive(state, &before, diagram, time);
        }
    }
}

/// Accepts the hit with this number.
pub(super) fn pick(
    state: &mut State,
    number: usize,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Command> {
    if let Some(search) = &mut state.search {
        search.chosen = number;
    }
    accept(state, diagram, time)
}

/// Closes the panel and goes back to where one was.
pub(super) fn cancel(state: &mut State, diagram: Option<&Diagram>, time: f64) {
    if let Some(search) = state.search.take()
        && search.purpose == Purpose::Find
    {
        arrive(state, &search.before, diagram, time);
    }
}

/// Does what is chosen: stays with what was found, or gives back the command.
pub(super) fn accept(state: &mut State, diagram: Option<&Diagram>, time: f64) -> Option<Command> {
    let search = state.search.take()?;
    match search.hits.get(search.chosen).map(|hit| hit.target.clone()) {
        Some(Target::Thing(subject)) => {
            state.found = search.found().collect();
            state.view.select([subject]);
            if let Some(diagram) = diagram {
                go_to(state, diagram, subject, time);
            }
            state.history.note(search.before, &Moment::of(state), true, time);
            None
        }
        Some(Target::Text(text)) => {
            open(state, search.purpose, &text, diagram, time);
            None
        }
        Some(Target::Command(command)) => {
            state.recent.retain(|recent| recent != &*command);
            state.recent.push((*command).clone());
            if state.recent.len() > MOST_RECENT {
                state.recent.remove(0);
            }
            Some(*command)
        }
        None => {
            let complaint = match search.purpose {
                Purpose::Find => None,
                Purpose::Command => search.text.parse::<Command>().err().map(|error| error.reason),
            };
            state.search = Some(Search { complaint, ..search });
            None
        }
    }
}

/// Goes to the next of what was found last, or to the one before.
pub(super) fn next_match(state: &mut State, turn: Turn, diagram: Option<&Diagram>, time: f64) {
    let by = step(turn);
    let Some((diagram, n)) =
        diagram.zip(i32::try_from(state.found.len()).ok()).filter(|(_, n)| *n > 0)
    else {
        return;
    };
    let selected = state.view.selection.last();
    let now = state.found.iter().position(|subject| Some(subject) == selected);
    let now = now.and_then(|now| i32::try_from(now).ok()).unwrap_or(if by > 0 { -1 } else { 0 });
    let subject = state.found[usize::try_from((now + by).rem_euclid(n)).unwrap_or(0)];
    state.view.select([subject]);
    go_to(state, diagram, subject, time);
}

/// Flies to `subject`, with enough round it to see where it is.
pub(super) fn go_to(state: &mut State, diagram: &Diagram, subject: Subject, time: f64) {
    if reveal(state, &[subject], false, diagram) {
        return;
    }
    let pose = preview_of(state, diagram, hit::bounds(diagram, subject));
    state.fitted = false;
    if state.camera.target() != pose {
        state.camera.fly(pose, state.viewport, Pace::PREVIEW, time);
    }
}
