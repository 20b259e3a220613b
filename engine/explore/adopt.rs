use std::collections::BTreeSet;

use super::trace::retrace;
use super::{History, Hover, Name, State, Subject};
use crate::diagram::Diagram;

/// Takes `state` from the diagram `old` over to `new`, another reading of the same text: what has kept its name stays
/// selected, in focus, hidden and traced, and the camera stays; what can be taken back, and an open panel, are given up,
/// because they speak of things by their place in `old`.
pub fn adopt(state: &mut State, old: &Diagram, new: &Diagram, time: f64) {
    let kept = |subject: Subject| match subject {
        // An edge has no name, only a number, which an edit changes.
        Subject::Edge(_) => None,
        subject => Name::of(subject, old).find(new),
    };
    let view = &mut state.view;
    view.selection = view.selection.iter().filter_map(|s| kept(*s)).collect();
    view.hidden = view.hidden.iter().filter_map(|s| kept(*s)).collect::<BTreeSet<_>>();
    view.focus = view.focus.and_then(|group| match kept(Subject::Group(group)) {
        Some(Subject::Group(group)) => Some(group),
        _ => None,
    });
    view.trace = view.trace.take().and_then(|trace| retrace(&trace, kept, &new.graph, time));
    state.history = History::default();
    state.hover = Hover::default();
    (state.search, state.band) = (None, None);
    state.found.clear();
}
