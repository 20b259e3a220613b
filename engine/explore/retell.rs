//! What has been made of a diagram, told again as commands.

use std::fmt::Write;

use super::trace::Course;
use super::{Command, Folding, Hops, Name, Pose, State, Subject};
use crate::diagram::Diagram;

impl State {
    /// Commands that lead from the diagram as it is opened to what is seen now, as a script has them. What was dragged and
    /// not written down is not told.
    #[must_use]
    pub fn retold(&self, diagram: &Diagram) -> String {
        let names = |subjects: &mut dyn Iterator<Item = Subject>| -> Vec<Name> {
            subjects.map(|subject| Name::of(subject, diagram)).collect()
        };
        let view = &self.view;
        let mut commands = Vec::new();
        if view.detail != 0 {
            commands.push(Command::Detail(view.detail));
        }
        let hidden = names(&mut view.hidden.iter().copied());
        let folded = names(&mut view.folded.iter().map(|group| Subject::Group(*group)));
        let focus = names(&mut view.focus.into_iter().map(Subject::Group));
        let selection = names(&mut view.selection.iter().copied());
        let fold = |names| Command::Fold { folding: Folding::Collapse, names };
        let told = [
            (hidden, Command::Hide as fn(Vec<Name>) -> Command),
            (folded, fold),
            (focus, Command::Focus),
            (selection, Command::Select),
        ];
        let told = told.into_iter().filter(|(names, _)| !names.is_empty());
        commands.extend(told.map(|(names, command)| command(names)));
        commands.extend(view.trace.iter().flat_map(|trace| retraced(&trace.course, diagram)));
        let mut text = String::new();
        for command in commands {
            // Writing to a string does not fail.
            let _ = write!(text, "{command}; ");
        }
        text + &self.place()
    }

    /// Where the camera is or goes to.
    fn place(&self) -> String {
        if self.fitted {
            return "fit".to_owned();
        }
        let Pose { center, zoom } = self.camera.target();
        // As exact as anybody sees.
        format!("look {:.1} {:.1} {:.4}", center.x, center.y, zoom)
    }
}

/// The commands that trace what `course` does.
fn retraced(course: &Course, diagram: &Diagram) -> Vec<Command> {
    let names = |subjects: &[Subject]| subjects.iter().map(|s| Name::of(*s, diagram)).collect();
    match course {
        Course::Within { from, follow, hops } => {
            let one = |hops| Command::Trace { follow: *follow, hops, names: names(from) };
            match hops {
                None => vec![one(Hops::All)],
                Some(hops @ 0..=9) => vec![one(Hops::Exactly((*hops).max(1)))],
                // Further than a number says, hop by hop.
                Some(hops) => {
                    let more = std::iter::repeat_n(one(Hops::More), usize::from(hops - 9));
                    [one(Hops::Exactly(9))].into_iter().chain(more).collect()
                }
            }
        }
        Course::Path { stops, nth } => {
            let first = Command::TracePath(names(stops));
            [first].into_iter().chain(std::iter::repeat_n(Command::TraceNext, *nth)).collect()
        }
        Course::Failure { of } => vec![Command::Fail(names(of))],
    }
}
