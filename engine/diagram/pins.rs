//! What is to stand where a person put it: the `pins` of the file beside a diagram.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use glam::DVec2;
use toml_edit::{Document, Item};

use super::json::Names;
use crate::graph::Graph;
use crate::layout;
use crate::syntax::nearest;

/// Places by id, as they are kept in a file:
///
/// ```toml
/// [pins]
/// kong = [120, 80]    # px from the top left corner of its group, or of the drawing, to its own
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins(Vec<Pin>);

#[derive(Clone, Debug, PartialEq)]
struct Pin {
    id: String,
    at: DVec2,
    /// Where it is written, counted from 1.
    line: usize,
}

/// What is wrong with a file of pins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {message}")]
pub struct PinsError {
    /// Where, counted from 1.
    pub line: usize,
    /// What, and how to mend it.
    pub message: String,
}

/// A pin for nothing that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPin {
    /// Where it is written, counted from 1.
    pub line: usize,
    /// What it is for.
    pub id: String,
    /// What may have been meant.
    pub meant: Option<String>,
}

/// Drawings are not larger than this, px.
const LARGEST: f64 = 100_000.0;

impl Pins {
    /// Reads the text of a file of pins; an empty one has none.
    ///
    /// # Errors
    ///
    /// If it is not TOML, has anything else in it, or a place is not two numbers from 0 to 100,000.
    pub fn from_toml(text: &str) -> Result<Self, PinsError> {
        let line = |span: Option<Range<usize>>| {
            let before = span.map_or("", |span| text.get(..span.start).unwrap_or(text));
            before.bytes().filter(|&b| b == b'\n').count() + 1
        };
        let error = |span, message: String| PinsError { line: line(span), message };
        let document = Document::parse(text).map_err(|cause| {
            error(cause.span(), format!("this is not TOML: {}", cause.message().trim()))
        })?;
        let mut pins = Vec::new();
        for (key, item) in document.iter() {
            let table = item.as_table_like().filter(|_| key == "pins");
            let table = table.ok_or_else(|| {
                let span = document.key(key).and_then(toml_edit::Key::span).or(item.span());
                error(span, format!("`{key}` means nothing here; write a table `[pins]`"))
            })?;
            for (id, item) in table.iter() {
                let span = table.key(id).and_then(toml_edit::Key::span).or(item.span());
                let at = place(item).ok_or_else(|| {
                    let message = format!(
                        "`{id}` needs a place: two numbers from 0 to {LARGEST}, say `{id} = [120, 80]`"
                    );
                    error(span.clone(), message)
                })?;
                pins.push(Pin { id: id.to_owned(), at, line: line(span) });
            }
        }
        Ok(Self(pins))
    }

    /// Whether nothing is pinned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Pins for what is not in `graph`.
    #[must_use]
    pub fn unknown(&self, graph: &Graph) -> Vec<UnknownPin> {
        let names = Names::of(graph);
        let all: BTreeSet<&str> =
            names.nodes.iter().chain(&names.groups).map(String::as_str).collect();
        let unknown = self.0.iter().filter(|pin| !all.contains(pin.id.as_str()));
        let report = |pin: &Pin| UnknownPin {
            line: pin.line,
            id: pin.id.clone(),
            meant: nearest(&pin.id, all.iter().copied()).map(str::to_owned),
        };
        unknown.map(report).collect()
    }

    /// The pins of what is in `graph`.
    pub(super) fn of(&self, graph: &Graph) -> layout::Pins {
        if self.is_empty() {
            return layout::Pins::default();
        }
        let names = Names::of(graph);
        let at: BTreeMap<&str, DVec2> =
            self.0.iter().map(|pin| (pin.id.as_str(), pin.at)).collect();
        let row = |names: &[String]| names.iter().map(|id| at.get(id.as_str()).copied()).collect();
        layout::Pins { nodes: row(&names.nodes), groups: row(&names.groups) }
    }
}

fn place(item: &Item) -> Option<DVec2> {
    let array = item.as_array()?;
    let number = |i: usize| {
        let value = array.get(i)?;
        let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64))?;
        (0.0..=LARGEST).contains(&number).then_some(number)
    };
    (array.len() == 2).then_some(())?;
    Some(DVec2::new(number(0)?, number(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_places_by_id() {
        let check = |text: &str, expected: &[(&str, [f64; 2], usize)]| {
            let found = Pins::from_toml(text).unwrap();
            let found: Vec<_> =
                found.0.iter().map(|pin| (pin.id.as_str(), pin.at.to_array(), pin.line)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check("# nothing\n[pins]\n", &[]);
        check(
            "[pins]\na = [1, 2.5]\n\n'b c' = [0, 100000]\n",
            &[("a", [1.0, 2.5], 2), ("b c", [0.0, 100_000.0], 4)],
        );
        check("pins = { a = [1, 2] }", &[("a", [1.0, 2.0], 1)]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let check = |text: &str, line: usize, needle: &str| {
            let error = Pins::from_toml(text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.message.contains(needle), "{text}: {error}");
        };
        check("[pins]\na = ", 2, "this is not TOML");
        check("\n[pin]\na = [1, 2]", 2, "`pin` means nothing here; write a table `[pins]`");
        check("pins = 3", 1, "write a table");
        for bad in ["1", "[1]", "[1, 2, 3]", "[-1, 2]", "[1, nan]", "[1, 100001]", "['x', 2]"] {
            check(&format!("[pins]\n\na = {bad}"), 3, "say `a = [120, 80]`");
        }
    }
}
