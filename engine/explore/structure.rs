//! Looking at a part: focus on a group, and what is hidden.

use std::collections::BTreeSet;

use super::folding::reveal;
use super::update::{fly_to_bounds, show_all};
use super::{Command, State, Subject, View, hit, walk};
use crate::diagram::Diagram;
use crate::graph::{EndAt, Graph, GroupId, NodeId};

/// Carries out a command that chooses the part that is looked at.
pub(super) fn restrict(state: &mut State, command: &Command, diagram: &Diagram, time: f64) {
    match command {
        Command::Focus(names) => {
            let meant = state.meant(names, diagram);
            focus(state, &meant, diagram, time);
        }
        Command::Up => walk::up(state, diagram, time),
        Command::Hide(names) => {
            state.view.hidden.extend(state.meant(names, diagram));
            let view = &mut state.view;
            view.selection.retain(|subject| !view.hidden.contains(subject));
        }
        Command::Isolate(names) => {
            let kept = state.meant(names, diagram);
            if !kept.is_empty() {
                state.view.hidden = all_but(&kept, &diagram.graph);
            }
        }
        Command::ShowAll => state.view.hidden.clear(),
        _ => {}
    }
}

/// A group fills the view, and the rest is dimmed; anything else is only flown to.
pub(super) fn focus(state: &mut State, meant: &[Subject], diagram: &Diagram, time: f64) {
    let is_revealed = reveal(state, meant, true, diagram);
    let group = meant.iter().find_map(|subject| match subject {
        Subject::Group(group) => Some(*group),
        Subject::Node(_) | Subject::Edge(_) => None,
    });
    if let Some(group) = group {
        state.view.focus = Some(group);
        state.view.selection.clear();
        if is_revealed {
            return;
        }
        fly_to_bounds(state, diagram, hit::bounds(diagram, Subject::Group(group)), time);
        return;
    }
    if is_revealed {
        return;
    }
    let boxes = meant.iter().map(|subject| hit::bounds(diagram, *subject));
    if let Some(bounds) = boxes.reduce(|a, b| a.union(b)) {
        fly_to_bounds(state, diagram, bounds, time);
    }
}

/// To the group round the one in focus; from the outermost to the whole.
pub(super) fn up(state: &mut State, diagram: &Diagram, time: f64) {
    let Some(group) = state.view.focus else { return };
    state.view.focus = diagram.graph.groups[group.index()].parent;
    match state.view.focus {
        Some(parent) => {
            let bounds = hit::bounds(diagram, Subject::Group(parent));
            fly_to_bounds(state, diagram, bounds, time);
        }
        None => show_all(state, Some(diagram), Some(time)),
    }
}

/// All services, junctions and groups but these, what is in them, and the groups round them.
fn all_but(kept: &[Subject], graph: &Graph) -> BTreeSet<Subject> {
    let is_in = |group: Option<GroupId>| {
        kept.iter().any(|subject| matches!(subject, Subject::Group(g) if graph.lies_in(group, *g)))
    };
    let mut ends = BTreeSet::new();
    for subject in kept {
        match subject {
            Subject::Edge(edge) => {
                let edge = &graph.edges[edge.index()];
                ends.extend([edge.from.at, edge.to.at].map(|end| match end {
                    EndAt::Node(node) => Subject::Node(node),
                    EndAt::Group(group) => Subject::Group(group),
                }));
            }
            subject => _ = ends.insert(*subject),
        }
    }
    let mut round = BTreeSet::new();
    let mut hidden = BTreeSet::new();
    for (node, id) in graph.nodes.iter().zip(0..) {
        let subject = Subject::Node(NodeId(id));
        if ends.contains(&subject) || is_in(node.group) {
            round.extend(graph.enclosing(node.group));
        } else {
            hidden.insert(subject);
        }
    }
    for (group, id) in graph.groups.iter().zip(0..) {
        let id = GroupId(id);
        let is_kept = ends.contains(&Subject::Group(id)) || is_in(group.parent);
        if !is_kept && !round.contains(&id) {
            hidden.insert(Subject::Group(id));
        }
    }
    hidden
}

impl View {
    /// Whether `subject` is hidden, by itself, with a group round it, or as an edge with an end that is.
    #[must_use]
    pub fn hides(&self, graph: &Graph, subject: Subject) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let group_hides = |group: Option<GroupId>| {
            graph.enclosing(group).any(|group| self.hidden.contains(&Subject::Group(group)))
        };
        let end_hides = |end: EndAt| match end {
            EndAt::Node(node) => {
                self.hidden.contains(&Subject::Node(node))
                    || group_hides(graph.nodes[node.index()].group)
            }
            EndAt::Group(group) => group_hides(Some(group)),
        };
        match subject {
            Subject::Node(node) => end_hides(EndAt::Node(node)),
            Subject::Group(group) => end_hides(EndAt::Group(group)),
            Subject::Edge(edge) => {
                let ends = &graph.edges[edge.index()];
                self.hidden.contains(&subject) || end_hides(ends.from.at) || end_hides(ends.to.at)
            }
        }
    }

    /// Whether `subject` is looked at: in the group that is in focus, or an edge with an end there; everything where there
    /// is no focus.
    #[must_use]
    pub fn focuses(&self, graph: &Graph, subject: Subject) -> bool {
        let Some(focus) = self.focus else { return true };
        let end = |end: EndAt| match end {
            EndAt::Node(node) => graph.lies_in(graph.nodes[node.index()].group, focus),
            EndAt::Group(group) => graph.lies_in(Some(group), focus),
        };
        match subject {
            Subject::Node(node) => end(EndAt::Node(node)),
            Subject::Group(group) => end(EndAt::Group(group)),
            Subject::Edge(edge) => {
                let edge = &graph.edges[edge.index()];
                end(edge.from.at) || end(edge.to.at)
            }
        }
    }
}
