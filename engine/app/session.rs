//! Commands that a script or a recorded session gives, each at its time.

use std::collections::VecDeque;

use crate::diagram::Diagram;
use crate::explore::{self, Command, Step};
use crate::syntax::Diagnostic;

/// What is still to be done, and since when.
#[derive(Debug)]
pub(super) struct Session {
    steps: VecDeque<Step>,
    /// When the diagram was there, s; a session begins with it.
    start: Option<f64>,
    is_scripted: bool,
}

impl Session {
    pub(super) fn new(steps: Vec<Step>) -> Self {
        Self { is_scripted: !steps.is_empty(), steps: steps.into(), start: None }
    }

    /// The diagram is there at `time`; only the first counts.
    pub(super) fn begin(&mut self, time: f64) {
        self.start.get_or_insert(time);
    }

    /// Whether there was anything to be done from the beginning.
    pub(super) fn is_scripted(&self) -> bool {
        self.is_scripted
    }

    /// When the next command is due, s.
    pub(super) fn due(&self) -> Option<f64> {
        Some(self.start? + self.steps.front()?.time)
    }

    /// The next command that is due by `time`, and when it was.
    pub(super) fn next(&mut self, time: f64) -> Option<(Command, f64)> {
        let due = self.due().filter(|due| *due <= time)?;
        Some((self.steps.pop_front()?.command, due))
    }

    /// What the commands to come name and `diagram` has not.
    pub(super) fn unknown_names(&self, diagram: &Diagram) -> Vec<Diagnostic> {
        let steps: Vec<Step> = self.steps.iter().cloned().collect();
        explore::unknown_names("", &steps, diagram)
    }

    /// `time` as a session tells it: seconds since the diagram was there.
    pub(super) fn since_start(&self, time: f64) -> f64 {
        self.start.map_or(0.0, |start| (time - start).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_come_at_their_times_once_the_diagram_is_there() {
        let (steps, _) = explore::session("0 fit\n2 zoom in\n2 quit");
        let mut session = Session::new(steps);
        assert_eq!((session.due(), session.next(99.0)), (None, None));
        session.begin(10.0);
        session.begin(20.0);
        assert_eq!(session.next(10.5), Some((Command::Fit, 10.0)));
        assert_eq!((session.next(11.9), session.due()), (None, Some(12.0)));
        assert_eq!(session.next(12.0), Some((Command::zoom_in(None), 12.0)));
        assert_eq!(session.next(12.0), Some((Command::Quit, 12.0)));
        assert_eq!((session.due(), session.since_start(11.5)), (None, 1.5));
    }
}
