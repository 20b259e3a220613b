//! Which groups are drawn as one tile each, and where the camera goes when that changes.
//!
//! A command changes only what is wanted ([`View::folded`]); the picture that follows is made elsewhere and takes its
//! time. When it is there, [`refold`] takes the camera over to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use kurbo::Vec2;

use super::hit::{self, subject_at};
use super::update::{fly_to_bounds, show_all};
use super::{Name, Pace, Pose, State, Subject, present};
use crate::diagram::Diagram;
use crate::graph::{EndAt, Fold, GroupId};

/// What is to be folded or unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// `collapse NAME…`.
    Collapse,
    /// `collapse siblings NAME…`: all groups beside these.
    CollapseSiblings,
    /// `collapse all`.
    CollapseAll,
    /// `expand NAME…`.
    Expand,
    /// `expand level`: every tile that is seen.
    ExpandLevel,
    /// `expand all`.
    ExpandAll,
    /// `toggle NAME…`: the first of these the other way, and the others alike.
    Toggle,
}

/// Where the camera is to go in a picture that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub enum Landing {
    /// To the whole.
    All,
    /// There.
    Pose(Pose),
    /// To these.
    Subjects(Vec<Subject>),
    /// To where the step that is presented wants it, in a flight or at once.
    Step {
        /// Whether it flies.
        flies: bool,
    },
}

impl fmt::Display for Folding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Collapse => "collapse",
            Self::CollapseSiblings => "collapse siblings",
            Self::CollapseAll => "collapse all",
            Self::Expand => "expand",
            Self::ExpandLevel => "expand level",
            Self::ExpandAll => "expand all",
            Self::Toggle => "toggle",
        })
    }
}

/// Carries out `folding` on what is named, else meant.
pub(super) fn fold(
    state: &mut State,
    folding: Folding,
    names: &[Name],
    diagram: &Diagram,
    time: f64,
) {
    let graph = &diagram.graph;
    let meant = groups_meant(state, names, diagram, time);
    let before = state.view.folded.clone();
    let folded = &mut state.view.folded;
    match folding {
        Folding::Collapse => folded.extend(meant.iter().copied()),
        Folding::Expand => folded.retain(|group| !meant.contains(group)),
        Folding::Toggle if meant.first().is_some_and(|first| folded.contains(first)) => {
            folded.retain(|group| !meant.contains(group));
        }
        Folding::Toggle => folded.extend(meant.iter().copied()),
        Folding::CollapseSiblings => {
            let parents: BTreeSet<_> =
                meant.iter().map(|group| graph.groups[group.index()].parent).collect();
            let all = graph.groups.iter().zip(0..).map(|(group, id)| (group.parent, GroupId(id)));
            let beside = all.filter(|(parent, id)| parents.contains(parent) && !meant.contains(id));
            folded.extend(beside.map(|(_, id)| id));
        }
        Folding::CollapseAll => {
            folded.extend(graph.groups.iter().zip(0..).map(|(_, id)| GroupId(id)));
        }
        Folding::ExpandLevel => {
            let now = Fold::new(graph, folded.clone());
            folded.retain(|group| !now.is_tile(*group));
        }
        Folding::ExpandAll => folded.clear(),
    }
    if state.view.folded == before {
        return;
    }
    let many = matches!(
        folding,
        Folding::CollapseAll
            | Folding::ExpandAll
            | Folding::ExpandLevel
            | Folding::CollapseSiblings
    );
    state.landing = (many && state.fitted).then_some(Landing::All);
    leave_hidden(state, diagram);
}

/// The groups that are named, selected or pointed at; for anything else the group round it.
fn groups_meant(state: &State, names: &[Name], diagram: &Diagram, time: f64) -> Vec<GroupId> {
    let mut meant = state.meant(names, diagram);
    if meant.is_empty() && names.is_empty() {
        let pose = state.camera.at(time);
        let at = state.pointer.map(|at| pose.world_from_screen(at, state.viewport));
        meant.extend(at.and_then(|at| subject_at(diagram, at, 0.0)));
    }
    let graph = &diagram.graph;
    let group = |subject: &Subject| match subject {
        Subject::Group(group) => Some(*group),
        Subject::Node(node) => graph.nodes[node.index()].group,
        Subject::Edge(_) => None,
    };
    let mut groups: Vec<GroupId> = Vec::new();
    for group in meant.iter().filter_map(group) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

/// What has gone into a tile is no longer selected, but the tile is; nor in focus, but the group round the tile is.
fn leave_hidden(state: &mut State, diagram: &Diagram) {
    let (graph, view) = (&diagram.graph, &mut state.view);
    let fold = Fold::new(graph, view.folded.clone());
    let seen = |subject: &Subject| match subject {
        Subject::Node(node) => match fold.end(EndAt::Node(*node)) {
            EndAt::Group(tile) => Some(Subject::Group(tile)),
            EndAt::Node(_) => Some(*subject),
        },
        Subject::Group(group) => Some(Subject::Group(fold.hides_group(*group).unwrap_or(*group))),
        Subject::Edge(edge) => fold.carrier(*edge).map(Subject::Edge),
    };
    let selection: Vec<Subject> = view.selection.iter().filter_map(seen).collect();
    view.select(selection);
    if let Some(focus) = view.focus {
        let tile = fold.hides_group(focus).or_else(|| fold.is_tile(focus).then_some(focus));
        if let Some(tile) = tile {
            view.focus = graph.groups[tile.index()].parent;
        }
    }
}

/// Unfolds the groups that hide any of `subjects`, and those among them that are tiles where `open` says so; whether any was.
/// The camera goes to them when the picture is there.
pub(super) fn reveal(
    state: &mut State,
    subjects: &[Subject],
    open: bool,
    diagram: &Diagram,
) -> bool {
    if state.view.folded.is_empty() {
        return false;
    }
    let graph = &diagram.graph;
    let folded = &mut state.view.folded;
    let n_before = folded.len();
    for subject in subjects {
        let inner: Vec<Option<GroupId>> = match subject {
            Subject::Node(node) => vec![graph.nodes[node.index()].group],
            Subject::Group(group) if open => vec![Some(*group)],
            Subject::Group(group) => vec![graph.groups[group.index()].parent],
            Subject::Edge(edge) => {
                let edge = &graph.edges[edge.index()];
                let round = |at: EndAt| match at {
                    EndAt::Node(node) => graph.nodes[node.index()].group,
                    EndAt::Group(group) => graph.groups[group.index()].parent,
                };
                vec![round(edge.from.at), round(edge.to.at)]
            }
        };
        for group in inner.into_iter().flat_map(|group| graph.enclosing(group)) {
            folded.remove(&group);
        }
    }
    let is_changed = folded.len() < n_before;
    if is_changed {
        state.landing = Some(Landing::Subjects(subjects.to_vec()));
        state.fitted = false;
    }
    is_changed
}

/// Takes `state` from the picture `old` over to `new`, the same diagram with other groups folded or things pinned: what was
/// folded or unfolded keeps its upper left corner where it is on the screen, or the group in focus does where that is not in
/// it, else what most things have moved by is made up for. Returns how far the world has moved under it, px:
/// what was at a point of `old` is in the same place on the screen as what is at that point moved by so much in `new`.
pub fn refold(state: &mut State, old: &Diagram, new: &Diagram, time: f64) -> Vec2 {
    let corner = |diagram: &Diagram, group: GroupId| {
        let min = diagram.layout.groups[group.index()].min;
        Vec2::new(min.x, min.y)
    };
    let pose = state.camera.at(time);
    let distance = |group: &GroupId| (corner(old, *group) - pose.center.to_vec2()).hypot2();
    let seen = pose.affine(state.viewport).inverse();
    let seen = seen.transform_rect_bbox(state.viewport.to_rect());
    let focus = state.view.focus;
    let is_looked_at = |group: &GroupId| {
        let is_in_focus = focus.is_none_or(|focus| new.graph.lies_in(Some(*group), focus));
        is_in_focus && hit::bounds(old, Subject::Group(*group)).overlaps(seen)
    };
    let is_shown = |group: &GroupId| {
        [old, new].iter().all(|diagram| diagram.fold.hides_group(*group).is_none())
    };
    let toggled = toggled(&old.fold, &new.fold).into_iter().filter(is_looked_at);
    let anchor = toggled.min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let anchor = anchor.or(focus.filter(is_shown));
    let moved = match anchor {
        Some(group) => corner(new, group) - corner(old, group),
        None => moved_by_most(old, new),
    };
    if let Some(drag) = &mut state.drag {
        drag.shift(moved);
    }
    if moved != Vec2::ZERO {
        state.camera.pan(-moved * pose.zoom, time);
    }
    state.hover = super::Hover::default();
    land(state, new, time);
    state.jump(time);
    moved
}

/// How far most services have moved: those stay on the screen where they are.
fn moved_by_most(old: &Diagram, new: &Diagram) -> Vec2 {
    let pairs = old.layout.nodes.iter().zip(&new.layout.nodes);
    let mut moves: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    #[expect(clippy::cast_possible_truncation, reason = "whole px, and no drawing is that large")]
    for (before, now) in pairs {
        let by = now.center() - before.center();
        *moves.entry((by.x.round() as i64, by.y.round() as i64)).or_default() += 1;
    }
    let most =
        moves.into_iter().max_by_key(|(by, n)| (*n, std::cmp::Reverse(by.0.abs() + by.1.abs())));
    most.map_or(Vec2::ZERO, |((x, y), _)| Vec2::new(x as f64, y as f64))
}

/// The groups that are a tile in one of both and open in the other.
fn toggled(old: &Fold, new: &Fold) -> Vec<GroupId> {
    let is_seen = |fold: &Fold, group: GroupId| fold.hides_group(group).is_none();
    let all = old.groups().symmetric_difference(new.groups()).copied();
    all.filter(|group| is_seen(old, *group) && is_seen(new, *group)).collect()
}

fn land(state: &mut State, diagram: &Diagram, time: f64) {
    match state.landing.take() {
        None => {}
        Some(Landing::Step { flies }) => present::back_home(state, diagram, flies, time),
        Some(Landing::All) => show_all(state, Some(diagram), Some(time)),
        Some(Landing::Pose(pose)) => {
            state.fitted = false;
            if state.camera.target() != pose {
                state.camera.fly(pose, state.viewport, Pace::EXPLORE, time);
            }
        }
        Some(Landing::Subjects(subjects)) => {
            let boxes = subjects.iter().map(|subject| hit::bounds(diagram, *subject));
            if let Some(bounds) = boxes.reduce(|a, b| a.union(b)) {
                fly_to_bounds(state, diagram, bounds, time);
            }
        }
    }
}
