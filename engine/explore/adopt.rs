use std::collections::{BTreeMap, BTreeSet};

use glam::DVec2;
use kurbo::Vec2;

use super::trace::retrace;
use super::{History, Hover, Name, State, Subject};
use crate::diagram::Diagram;

/// Takes `state` from the diagram `old` over to `new`, another reading of the same text: what has kept its name stays
/// selected, in focus, hidden and traced, and the camera stays over what it showed; what can be taken back, and an open panel, are given up,
/// because they speak of things by their place in `old`. Returns how far the world has moved, px, as [`refold`](super::refold)
/// does.
pub fn adopt(state: &mut State, old: &Diagram, new: &Diagram, time: f64) -> Vec2 {
    let kept = |subject: Subject| match subject {
        // An edge has no name, only a number, which an edit changes.
        Subject::Edge(_) => None,
        subject => Name::of(subject, old).find(new),
    };
    let group = |subject: Option<Subject>| match subject {
        Some(Subject::Group(group)) => Some(group),
        _ => None,
    };
    let moved = hold_still(state, old, new, time);
    state.jump(time);
    let view = &mut state.view;
    view.selection = view.selection.iter().filter_map(|s| kept(*s)).collect();
    view.hidden = view.hidden.iter().filter_map(|s| kept(*s)).collect::<BTreeSet<_>>();
    view.folded = view.folded.iter().filter_map(|g| group(kept(Subject::Group(*g)))).collect();
    view.focus = view.focus.and_then(|focus| group(kept(Subject::Group(focus))));
    view.trace = view.trace.take().and_then(|trace| retrace(&trace, kept, &new.graph, time));
    if view.pins.as_ref() == Some(&new.pins) || old.pins != new.pins {
        view.pins = None;
    }
    state.drag = None;
    state.history = History::default();
    state.hover = Hover::default();
    (state.search, state.band, state.chrome.menu) = (None, None, None);
    state.found.clear();
    super::chrome::adopt(state, kept, new);
    moved
}

/// What was nearest to the middle of the window, and is still there, stays where it is on the screen: a service more at
/// the left moves all others in the drawing.
fn hold_still(state: &mut State, old: &Diagram, new: &Diagram, time: f64) -> Vec2 {
    let pose = state.camera.at(time);
    let middle = DVec2::new(pose.center.x, pose.center.y);
    let places: BTreeMap<&str, DVec2> = stands(new).collect();
    let kept = stands(old).filter_map(|(id, before)| {
        places.get(id).map(|now| (before.distance_squared(middle), *now - before))
    });
    let nearest = kept.min_by(|a, b| a.0.total_cmp(&b.0));
    let moved = nearest.map_or(Vec2::ZERO, |(_, moved)| Vec2::new(moved.x, moved.y));
    if moved != Vec2::ZERO {
        state.camera.pan(-moved * pose.zoom, time);
    }
    moved
}

/// The ids of all nodes, and their middles in world px.
fn stands(diagram: &Diagram) -> impl Iterator<Item = (&str, DVec2)> {
    let places = diagram.graph.nodes.iter().zip(&diagram.layout.nodes);
    places.map(|(node, rect)| (node.id.as_str(), rect.center()))
}
