//! Services and groups are dragged to other places, where they are pinned.
//!
//! While something is dragged a ghost of it follows the pointer, and what is pinned in [`View::pins`](super::View) follows the
//! ghost; the drawing follows that as fast as it can be made.

use glam::DVec2;
use kurbo::{Point, Rect, Size, Vec2};

use super::history::Moment;
use super::update::met_at;
use super::{Name, State, Subject, hit};
use crate::diagram::{Diagram, Pins};
use crate::graph::EndAt;

/// Services that are seen smaller than this are not taken hold of, logical px: whoever drags there means the picture.
const SMALLEST: f64 = 20.0;

/// Something on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    subject: Subject,
    /// From its corner to where it was taken hold of, world px.
    grip: Vec2,
    /// Where its ghost is, world px.
    corner: Point,
    size: Size,
    /// Whether the hand has moved.
    moved: bool,
    before: Box<Moment>,
}

impl Drag {
    /// Where the ghost is, world px.
    #[must_use]
    pub fn ghost(&self) -> Rect {
        Rect::from_origin_size(self.corner, self.size)
    }

    /// The world has moved by so much under it, px.
    pub(super) fn shift(&mut self, by: Vec2) {
        self.corner += by;
    }
}

/// What can be taken hold of at `at` on the screen.
pub(super) fn grip_at(state: &State, at: Point, diagram: &Diagram, time: f64) -> Option<Subject> {
    let subject = met_at(state, at, Some(diagram), time)?;
    let (zoom, size) = (state.camera.at(time).zoom, hit::bounds(diagram, subject).size());
    let is_large = size.height.min(size.width) * zoom >= SMALLEST;
    let is_box = match subject {
        Subject::Node(_) => true,
        // What is looked into fills the window, and its border is in the way everywhere.
        Subject::Group(group) => state.view.focus != Some(group),
        Subject::Edge(_) => false,
    };
    (is_box && is_large).then_some(subject)
}

/// Takes hold of what is at `at`.
pub(super) fn grab(state: &mut State, at: Point, diagram: &Diagram, time: f64) {
    let Some(subject) = grip_at(state, at, diagram, time) else { return };
    let bounds = hit::bounds(diagram, subject);
    let world = state.camera.at(time).world_from_screen(at, state.viewport);
    // What is pinned is told from now on, so that undo comes back to it.
    state.view.pins.get_or_insert_with(|| diagram.pins.clone());
    state.drag = Some(Drag {
        subject,
        grip: world - bounds.origin(),
        corner: bounds.origin(),
        size: bounds.size(),
        moved: false,
        before: Box::new(Moment::of(state)),
    });
}

/// Moves what is held to where `at` is on the screen.
pub(super) fn drag(state: &mut State, at: Point, diagram: &Diagram, time: f64) {
    let world = state.camera.at(time).world_from_screen(at, state.viewport);
    let Some(drag) = &mut state.drag else { return };
    (drag.corner, drag.moved) = (world - drag.grip, true);
    let (subject, corner) = (drag.subject, drag.corner);
    pin(state, subject, corner.to_vec2() - origin(diagram, subject), diagram);
}

/// Lets go.
pub(super) fn let_go(state: &mut State, time: f64) {
    let Some(drag) = state.drag.take() else { return };
    if drag.moved {
        let after = Moment::of(state);
        state.history.note(*drag.before, &after, false, time);
    }
}

/// Puts back what is held.
pub(super) fn give_up(state: &mut State) {
    if let Some(drag) = state.drag.take() {
        state.view.pins = drag.before.view.pins;
    }
}

/// Pins `subject`, px from the corner of what holds it.
pub(super) fn pin(state: &mut State, subject: Subject, at: Vec2, diagram: &Diagram) {
    let at = DVec2::new(at.x, at.y).round().max(DVec2::ZERO);
    change(state, diagram, |pins| pins.set(&diagram.graph, end(subject), Some(at)));
}

/// Lets `names`, or all things, stand where they like again.
pub(super) fn unpin(state: &mut State, names: &[Name], all: bool, diagram: &Diagram) {
    let meant = if all { Vec::new() } else { state.meant(names, diagram) };
    change(state, diagram, |pins| {
        if all {
            *pins = Pins::default();
        }
        for subject in meant {
            pins.set(&diagram.graph, end(subject), None);
        }
    });
}

fn change(state: &mut State, diagram: &Diagram, change: impl FnOnce(&mut Pins)) {
    let mut pins = state.view.pins.clone().unwrap_or_else(|| diagram.pins.clone());
    change(&mut pins);
    if pins != *state.view.pins.as_ref().unwrap_or(&diagram.pins) {
        state.view.pins = Some(pins);
    }
}

fn end(subject: Subject) -> Option<EndAt> {
    match subject {
        Subject::Node(node) => Some(EndAt::Node(node)),
        Subject::Group(group) => Some(EndAt::Group(group)),
        Subject::Edge(_) => None,
    }
}

/// Where the corner is that the place of `subject` is told from, world px.
fn origin(diagram: &Diagram, subject: Subject) -> Vec2 {
    let graph = &diagram.graph;
    let group = match subject {
        Subject::Node(node) => graph.nodes[node.index()].group,
        Subject::Group(group) => graph.groups[group.index()].parent,
        Subject::Edge(_) => None,
    };
    let min = group.map_or(diagram.layout.bounds.min, |g| diagram.layout.groups[g.index()].min);
    Vec2::new(min.x, min.y)
}
