//! A tour that plays by itself, as a pure function of time: for films, and for pictures of a step.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use kurbo::Size;

use super::{Filming, Tour};
use crate::diagram::Diagram;
use crate::explore::present::{self, Present};
use crate::explore::{Command, State, folding, update};
use crate::graph::GroupId;

/// Draws the diagram with these groups folded; `None` where that is not possible.
type Fold<'d> = Box<dyn FnMut(&BTreeSet<GroupId>) -> Option<Arc<Diagram>> + 'd>;

/// Plays a tour. What is seen at a time depends on nothing but that time.
pub struct Film<'d> {
    tour: Arc<Tour>,
    whole: Arc<Diagram>,
    viewport: Size,
    fold: Fold<'d>,
    /// What there is now, and when that is, s.
    now: Playing,
}

struct Playing {
    state: State,
    diagram: Arc<Diagram>,
    time: f64,
}

/// When a step of a tour that plays by itself begins, and when what it shows is all there, s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// The place of the step.
    pub place: usize,
    /// When it begins.
    pub start: f64,
    /// When the camera has come to rest.
    pub lands: f64,
    /// When the next step begins, or the tour ends.
    pub end: f64,
}

impl fmt::Debug for Film<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tour, time) = (&self.tour.title, self.now.time);
        f.debug_struct("Film").field("tour", tour).field("time", &time).finish_non_exhaustive()
    }
}

impl<'d> Film<'d> {
    /// Plays `tour` over `whole` in a window of this size, logical px. `fold` draws it with groups folded.
    pub fn new(
        tour: Arc<Tour>,
        whole: Arc<Diagram>,
        viewport: Size,
        fold: impl FnMut(&BTreeSet<GroupId>) -> Option<Arc<Diagram>> + 'd,
    ) -> Self {
        let now = Playing { state: State::default(), diagram: Arc::clone(&whole), time: 0.0 };
        let mut film = Self { tour, whole, viewport, fold: Box::new(fold), now };
        film.restart();
        film
    }

    /// What is seen at `time`, s from the beginning, and the diagram as it is drawn then.
    pub fn at(&mut self, time: f64) -> (&State, &Arc<Diagram>) {
        if time < self.now.time {
            self.restart();
        }
        while let Some((due, command)) = self.now.state.due(self.now.time)
            && due <= time
        {
            self.step(&command, due);
        }
        self.now.time = time.max(self.now.time);
        (&self.now.state, &self.now.diagram)
    }

    /// The step at `place` as it stands when all has come to rest, and the diagram as it is drawn then.
    pub fn still(&mut self, place: usize) -> (State, Arc<Diagram>) {
        self.restart();
        // A camera that goes along has nowhere to stand still but before the whole way.
        let mut tour = Tour::clone(&self.tour);
        if let Some(step) = tour.steps.get_mut(place)
            && step.stand.camera == Filming::Follow
        {
            step.stand.camera = Filming::FitTrace;
        }
        if let Some(present) = &mut self.now.state.present {
            present.tour = Arc::new(tour);
        }
        present::go_to(&mut self.now.state, place, Some(&self.now.diagram), false, 0.0);
        self.draw(0.0);
        present::light_all(&mut self.now.state);
        let still = (self.now.state.clone(), Arc::clone(&self.now.diagram));
        self.restart();
        still
    }

    /// When each step begins and ends; the last one ends with the tour.
    pub fn timings(&mut self) -> Vec<Timing> {
        /// More steps than any tour has, so that a circle through a choice comes to an end.
        const MOST: usize = 10_000;
        self.restart();
        let mut timings: Vec<Timing> = Vec::new();
        while timings.len() < MOST {
            let Some(present) = &self.now.state.present else { break };
            let (place, start, lands) = (present.place, present.since, present.lands);
            let end = present::leaves_at(present, self.now.state.view.trace.as_ref());
            timings.push(Timing { place, start, lands, end });
            if self.tour.after(place).is_none() {
                break;
            }
            self.at(end);
        }
        self.restart();
        timings
    }

    fn restart(&mut self) {
        let mut state = State { viewport: self.viewport, fullscreen: true, ..State::default() };
        state.present = Some(Present::film(Arc::clone(&self.tour)));
        self.now = Playing { state, diagram: Arc::clone(&self.whole), time: 0.0 };
        present::go_to(&mut self.now.state, 0, Some(&self.now.diagram), false, 0.0);
        self.draw(0.0);
    }

    fn step(&mut self, command: &Command, time: f64) {
        update(&mut self.now.state, command, Some(&self.now.diagram), time);
        self.now.time = time;
        self.draw(time);
    }

    /// Has the diagram drawn as the state wants it.
    fn draw(&mut self, time: f64) {
        let wanted = &self.now.state.view.folded;
        if wanted == self.now.diagram.fold.groups() {
            return;
        }
        let next = match wanted.is_empty() {
            true => Some(Arc::clone(&self.whole)),
            false => (self.fold)(wanted),
        };
        if let Some(next) = next {
            folding::refold(&mut self.now.state, &self.now.diagram, &next, time);
            self.now.diagram = next;
        }
    }
}
