//! Commands in a row: what `--do` takes, and sessions that were recorded.

use super::read::{Fault, read};
use super::words::{self, Word};
use super::{Command, Name};
use crate::diagram::Diagram;
use crate::syntax::{Diagnostic, Span};

/// A command of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Seconds after the script's beginning at which it is given.
    pub time: f64,
    /// It.
    pub command: Command,
    /// Where it stands in the text.
    pub span: Span,
}

/// Commands separated by `;` or line breaks, all given at once, and what is wrong with them.
#[must_use]
pub fn script(text: &str) -> (Vec<Step>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let commands = words::commands(text);
    let steps = commands.iter().filter_map(|words| step(0.0, words, &mut faults)).collect();
    (steps, faults)
}

/// A recorded session: on each line a time in seconds and a command, or a comment behind `#`; and what is wrong with it.
#[must_use]
pub fn session(text: &str) -> (Vec<Step>, Vec<Diagnostic>) {
    let (mut steps, mut faults) = (Vec::new(), Vec::new());
    let mut time = 0.0;
    for words in words::commands(&without_comments(text)) {
        let seconds = words[0].text.parse::<f64>().ok();
        match seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0) {
            // What is told to happen earlier than the line above happens with it.
            Some(seconds) if words.len() > 1 => {
                time = seconds.max(time);
                steps.extend(step(time, &words[1..], &mut faults));
            }
            _ => {
                let hint = "write, say, `1.5 fit`";
                let message = "a line of a session is a time in seconds and a command";
                faults.push(Diagnostic::error("bad-command", words[0].span, message).hint(hint));
            }
        }
    }
    (steps, faults)
}

/// One line of a session, as [`session`] reads it.
#[must_use]
pub fn session_line(time: f64, command: &Command) -> String {
    format!("{time:.3} {command}\n")
}

/// The names in `steps` that nothing in `diagram` has.
#[must_use]
pub fn unknown_names(text: &str, steps: &[Step], diagram: &Diagram) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for step in steps {
        for name in step.command.names() {
            if name.find(diagram).is_none() {
                faults.push(unknown_name(text, step.span, name, diagram));
            }
        }
    }
    faults
}

fn unknown_name(text: &str, command: Span, name: &Name, diagram: &Diagram) -> Diagnostic {
    let written = name.to_string();
    let part = text.get(command.range()).unwrap_or("");
    let place = part.rfind(&written).map_or(command, |start| {
        Span::new(command.start + start, command.start + start + written.len())
    });
    let message = format!("the diagram has no `{written}`");
    let guess = name.guess(diagram).map(|near| format!("did you mean `{near}`?"));
    Diagnostic::error("unknown-name", place, message).maybe_hint(guess)
}

fn step(time: f64, words: &[Word], faults: &mut Vec<Diagnostic>) -> Option<Step> {
    let span = words.first()?.span.start..words.last()?.span.end;
    match read(words) {
        Ok(command) => Some(Step { time, command, span: Span::new(span.start, span.end) }),
        Err(fault) => {
            faults.push(diagnostic(words, fault));
            None
        }
    }
}

/// The fault with its place among `words`.
pub(super) fn diagnostic(words: &[Word], fault: Fault) -> Diagnostic {
    let start = words.get(fault.word).or(words.first()).map_or(0, |word| word.span.start);
    let end = match fault.word {
        0 => words.last().map_or(start, |word| word.span.end),
        place => words.get(place).map_or(start, |word| word.span.end),
    };
    Diagnostic::error(fault.code, Span::new(start, end), fault.message).maybe_hint(fault.hint)
}

/// `text` with blanks in place of comments, so that every place stays what it is.
fn without_comments(text: &str) -> String {
    let blank = |line: &str| match line.trim_start().starts_with('#') {
        true => line
            .chars()
            .map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) })
            .collect(),
        false => line.to_owned(),
    };
    text.split_inclusive('\n').map(blank).collect()
}

/// The codes of what can be wrong with commands, each with what it means and what to do about it.
#[rustfmt::skip]
pub const CODES: &[(&str, &str)] = &[
    ("bad-command", "A command is a word and what belongs to it, such as `zoom 2 at 100 50`; several are separated by `;`. \
        `veduta help commands` lists them."),
    ("unknown-command", "There is no command of this name. `veduta help commands` lists them."),
    ("unknown-name", "A command names a service, junction or group by its id, an edge by `edge` and its number, counted \
        from 0 in the order of the text. The diagram has nothing of this name."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_their_place_and_a_way_out() {
        let check = |text: &str, marked: &str, needle: &str| {
            let (_, faults) = script(text);
            assert_eq!(faults.len(), 1, "{text}: {faults:?}");
            let fault = &faults[0];
            assert_eq!(&text[fault.span.range()], marked, "{text}");
            let said = format!("{} {}", fault.message, fault.hint.clone().unwrap_or_default());
            assert!(said.contains(needle), "{text}: {said}");
            assert!(CODES.iter().any(|(code, _)| *code == fault.code), "{}", fault.code);
        };
        check("fit; zooom in", "zooom in", "did you mean `zoom`?");
        check("fit; pan a 3; fit", "a", "is not a number");
        check("zoom", "zoom", "zoom in|out|FACTOR");
        check("zoom 0", "0", "above zero");
        check("scale 1 2", "scale 1 2", "scale ZOOM");
    }

    #[test]
    fn a_session_is_times_and_commands() {
        let text = "# ünseen\n0 fit\n\n1.5 zoom in; # no comment\n1 quit\n";
        let (steps, faults) = session(text);
        let shown: Vec<String> =
            steps.iter().map(|s| session_line(s.time, &s.command).trim().to_owned()).collect();
        assert_eq!(shown, ["0.000 fit", "1.500 zoom in", "1.500 quit"]);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(&text[faults[0].span.range()], "#");
        for bad in ["fit", "-1 fit", "nan fit", "3", "x fit"] {
            assert_eq!(session(bad).1.len(), 1, "{bad}");
        }
    }
}
