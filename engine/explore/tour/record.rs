//! What is seen as a step: in ids, so that it holds in another layout.

use kurbo::Rect;

use super::plan::blank;
use super::stand::pose_of;
use super::{Aim, Pick, Selector, TourStep, Traced};
use crate::diagram::Diagram;
use crate::explore::{Course, Name, Pose, State, Subject, hit};
use crate::graph::{GroupId, NodeId, narrow};
use crate::syntax::Span;

/// More services are not listed one by one.
const MOST_LISTED: usize = 12;

/// The step that shows what is seen in `state` once all has come to rest.
#[must_use]
pub fn step_here(state: &State, diagram: &Diagram) -> TourStep {
    let view = &state.view;
    let mut step = blank("step");
    let stand = &mut step.stand;
    stand.focus =
        view.focus.map(Subject::Group).map(|group| pick(group, diagram)).into_iter().collect();
    stand.highlight = picks(view.selection.iter().copied(), diagram);
    stand.collapse = picks(view.folded.iter().copied().map(Subject::Group), diagram);
    // In a hidden group everything is.
    let graph = &diagram.graph;
    let is_in_hidden = |subject: &Subject| match *subject {
        Subject::Node(node) => graph
            .enclosing(graph.nodes[node.index()].group)
            .any(|group| view.hidden.contains(&Subject::Group(group))),
        Subject::Group(group) => graph
            .enclosing(graph.groups[group.index()].parent)
            .any(|group| view.hidden.contains(&Subject::Group(group))),
        Subject::Edge(_) => false,
    };
    let hidden = view.hidden.iter().copied().filter(|subject| !is_in_hidden(subject));
    stand.hide = picks(hidden, diagram);
    stand.detail = view.detail;
    stand.trace = match view.trace.as_ref().map(|trace| &trace.course) {
        Some(Course::Path { stops, .. }) => {
            Some(Traced::Path(picks(stops.iter().copied(), diagram)))
        }
        Some(Course::Failure { of }) => Some(Traced::Impact(picks(of.iter().copied(), diagram))),
        Some(Course::Within { .. }) | None => None,
    };
    step.stand.view = Some(Aim::Whole);
    if !state.fitted {
        step.stand.view = best_aim(&step, state, diagram);
    }
    step
}

/// What to look at to see about the same: what the step is about, the whole, a group, or the services in sight.
fn best_aim(step: &TourStep, state: &State, diagram: &Diagram) -> Option<Aim> {
    let viewport = state.viewport;
    let seen = |pose: Pose| Rect::from_center_size(pose.center, viewport / pose.zoom);
    let here = seen(state.camera.target());
    let groups =
        (0..diagram.graph.groups.len()).map(|place| Subject::Group(GroupId(narrow(place))));
    let nodes = (0..diagram.graph.nodes.len()).map(|place| Subject::Node(NodeId(narrow(place))));
    let in_sight = |subject: &Subject| {
        let is_folded =
            matches!(subject, Subject::Node(node) if diagram.fold.hides_node(*node).is_some());
        let bounds = hit::bounds(diagram, *subject);
        !is_folded && here.contains(bounds.center())
    };
    let listed: Vec<Subject> = nodes.filter(in_sight).collect();
    let mut aims = vec![None, Some(Aim::Whole)];
    aims.extend(groups.map(|group| Some(Aim::At(vec![pick(group, diagram)]))));
    if !listed.is_empty() && listed.len() <= MOST_LISTED {
        aims.push(Some(Aim::At(picks(listed.iter().copied(), diagram))));
    }
    let likeness = |aim: &Option<Aim>| {
        let mut step = step.clone();
        step.stand.view.clone_from(aim);
        let there = seen(pose_of(&step, diagram, 0, viewport, None));
        let shared = here.intersect(there);
        let shared = if here.overlaps(there) { shared.area() } else { 0.0 };
        shared / (here.area() + there.area() - shared).max(1e-9)
    };
    // The first of those that are as good: the shorter text.
    aims.into_iter().rev().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).flatten()
}

fn picks(subjects: impl Iterator<Item = Subject>, diagram: &Diagram) -> Vec<Pick> {
    subjects.map(|subject| pick(subject, diagram)).collect()
}

fn pick(subject: Subject, diagram: &Diagram) -> Pick {
    Pick { selector: Selector::One(Name::of(subject, diagram)), span: Span::default() }
}
