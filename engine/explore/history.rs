//! What can be taken back, and where one has been.
//!
//! Undo knows every change; moving the camera about is one change until the hand has rested. The way back knows only
//! the places that somebody went to, as a browser does, and leaves folding and selection alone.

use super::{Pose, State, View};

/// Moving the camera again within this time after the last move is the same change, s.
const SAME_MOVE_SECS: f64 = 1.0;
/// So many changes can be taken back.
const MOST: usize = 500;

/// What can be taken back, and where one has been.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    changes: Trail,
    places: Trail,
    /// When the camera alone was moved last, if that was the last change, s.
    moved: Option<f64>,
}

/// Moments before and after the present one, the nearest last.
#[derive(Clone, Debug, Default, PartialEq)]
struct Trail {
    past: Vec<Moment>,
    future: Vec<Moment>,
}

/// All that undo brings back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) view: View,
    pub(super) pose: Pose,
    pub(super) fitted: bool,
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
}

impl Moment {
    pub(super) fn of(state: &State) -> Self {
        Self { view: state.view.clone(), pose: state.camera.target(), fitted: state.fitted }
    }
}

impl History {
    /// Keeps `before` if what a command has made of it, `after`, is another moment.
    pub(super) fn note(&mut self, before: Moment, after: &Moment, is_journey: bool, time: f64) {
        if before == *after {
            return;
        }
        let is_move = before.view == after.view && !is_journey;
        let goes_on = is_move && self.moved.is_some_and(|at| time - at <= SAME_MOVE_SECS);
        self.moved = is_move.then_some(time);
        if is_journey {
            self.places.keep(before.clone());
        }
        if goes_on {
            self.changes.future.clear();
        } else {
            self.changes.keep(before);
        }
    }

    /// The moment to go to from `now` by undo or redo.
    pub(super) fn change(&mut self, now: Moment, direction: Direction) -> Option<Moment> {
        self.moved = None;
        self.changes.step(now, direction)
    }

    /// The moment whose place to go to from `now`.
    pub(super) fn place(&mut self, now: Moment, direction: Direction) -> Option<Moment> {
        self.places.step(now, direction)
    }
}

impl Trail {
    fn keep(&mut self, moment: Moment) {
        self.future.clear();
        self.past.push(moment);
        if self.past.len() > MOST {
            self.past.remove(0);
        }
    }

    fn step(&mut self, now: Moment, direction: Direction) -> Option<Moment> {
        let (from, to) = match direction {
            Direction::Past => (&mut self.past, &mut self.future),
            Direction::Future => (&mut self.future, &mut self.past),
        };
        let moment = from.pop()?;
        to.push(now);
        Some(moment)
    }
}
