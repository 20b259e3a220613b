//! What is said when a command comes to nothing.

use crate::diagram::Diagram;
use crate::explore::{Command, State, Subject, Turn};

/// What is to be known of the state before a command.
pub(in crate::explore) struct Before {
    selected: Option<Subject>,
    has_trace: bool,
}

impl Before {
    pub(in crate::explore) fn of(state: &State) -> Self {
        Self {
            selected: state.view.selection.last().copied(),
            has_trace: state.view.trace.is_some(),
        }
    }
}

/// Says what a person would otherwise have to guess.
pub(in crate::explore) fn comment(
    state: &mut State,
    before: &Before,
    command: &Command,
    diagram: Option<&Diagram>,
    time: f64,
) {
    let Some(diagram) = diagram else { return };
    let unknown = command.names().iter().find(|name| name.find(diagram).is_none());
    let said = match command {
        _ if unknown.is_some() => unknown.map(|name| {
            let guess = name.guess(diagram).map(|near| format!("; did you mean {near}?"));
            format!("There is no {name}{}", guess.unwrap_or_default())
        }),
        Command::Match(_) if state.found.is_empty() => {
            Some("Nothing has been searched for yet: press /".to_owned())
        }
        Command::Match(turn) => wrapped(state, before, *turn),
        Command::TracePath(names) => match &state.view.trace {
            Some(trace) if trace.traced.n_nodes() == 0 => Some("No way leads there".to_owned()),
            None if names.is_empty() && !before.has_trace => {
                Some("Select two things to see the way between them".to_owned())
            }
            _ => None,
        },
        Command::Trace { .. } | Command::Fail(_)
            if state.view.trace.is_none() && !before.has_trace =>
        {
            Some("Select or point at something first".to_owned())
        }
        Command::TraceNext if state.view.trace.is_none() => Some("Nothing is traced".to_owned()),
        _ => None,
    };
    if let Some(text) = said {
        state.chrome.toast(text, time);
    }
}

/// Says that the search goes on from the other end.
fn wrapped(state: &State, before: &Before, turn: Turn) -> Option<String> {
    let place =
        |subject: Option<Subject>| state.found.iter().position(|found| Some(*found) == subject);
    let from = place(before.selected)?;
    let to = place(state.view.selection.last().copied())?;
    match turn {
        Turn::Next if to <= from => Some("From the last match to the first".to_owned()),
        Turn::Previous if to >= from => Some("From the first match to the last".to_owned()),
        _ => None,
    }
}
