//! What is to stand where a person put it: the `pins` of the file beside a diagram.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use glam::DVec2;
use toml_edit::{Document, DocumentMut, Item};

use super::json::Names;
use crate::graph::{EndAt, Graph};
use crate::layout;
use crate::syntax::nearest;

/// Places by id, as they are kept in a file:
///
/// ```toml
/// [pins]
/// kong = [120, 80]    # px from the top left corner of its group, or of the drawing, to its own
/// ```
#[derive(Clone, Debug, Default)]
pub struct Pins(Vec<Pin>);

#[derive(Clone, Debug)]
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

    /// `text`, of a file of pins, with these in place of its own; what else is in it stays.
    ///
    /// # Errors
    ///
    /// If `text` is not TOML.
    pub fn written_into(&self, text: &str) -> Result<String, PinsError> {
        let mut document: DocumentMut = text.parse().map_err(|cause: toml_edit::TomlError| {
            let before = cause.span().map_or("", |span| text.get(..span.start).unwrap_or(text));
            let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
            PinsError { line, message: format!("this is not TOML: {}", cause.message().trim()) }
        })?;
        let places = self.places();
        let table = document.entry("pins").or_insert_with(toml_edit::table);
        if let Some(table) = table.as_table_like_mut() {
            let gone: Vec<String> = table
                .iter()
                .map(|(id, _)| id.to_owned())
                .filter(|id| !places.contains_key(id.as_str()))
                .collect();
            gone.iter().for_each(|id| _ = table.remove(id));
            for (id, at) in places {
                if table.get(id).and_then(place) == Some(at) {
                    continue;
                }
                let array: toml_edit::Array = at.to_array().into_iter().map(number).collect();
                table.insert(id, toml_edit::value(array));
            }
        }
        Ok(document.to_string())
    }

    /// Pins `end` of `graph` at this place, px from the corner of its group, or lets it go.
    pub fn set(&mut self, graph: &Graph, end: Option<EndAt>, at: Option<DVec2>) {
        let names = Names::of(graph);
        let id = match end {
            Some(EndAt::Node(node)) => &names.nodes[node.index()],
            Some(EndAt::Group(group)) => &names.groups[group.index()],
            None => return,
        };
        match (self.0.iter().position(|pin| pin.id == *id), at) {
            (Some(place), Some(at)) => self.0[place].at = at,
            (Some(place), None) => _ = self.0.remove(place),
            (None, Some(at)) => self.0.push(Pin { id: id.clone(), at, line: 0 }),
            (None, None) => {}
        }
    }

    fn places(&self) -> BTreeMap<&str, DVec2> {
        self.0.iter().map(|pin| (pin.id.as_str(), pin.at)).collect()
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
        let at = self.places();
        let row = |names: &[String]| names.iter().map(|id| at.get(id.as_str()).copied()).collect();
        layout::Pins { nodes: row(&names.nodes), groups: row(&names.groups) }
    }
}

/// Two files say the same that pin the same things in the same places.
impl PartialEq for Pins {
    fn eq(&self, other: &Self) -> bool {
        self.places() == other.places()
    }
}

/// Whole numbers are written as such.
fn number(x: f64) -> toml_edit::Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked by coming back")]
    let whole = x as i64;
    if whole as f64 == x { whole.into() } else { x.into() }
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

    #[test]
    fn pins_are_written_where_they_were_and_nothing_else_is_lost() {
        let graph = crate::graph::resolve(
            &crate::syntax::parse("architecture-beta\nservice a\nservice b\ngroup g\n").0,
        )
        .0;
        let check = |text: &str, change: &[(usize, Option<[f64; 2]>)], expected: &str| {
            let mut pins = Pins::from_toml(text).unwrap();
            for (node, at) in change {
                let node = EndAt::Node(crate::graph::NodeId(u32::try_from(*node).unwrap()));
                pins.set(&graph, Some(node), at.map(DVec2::from_array));
            }
            let written = pins.written_into(text).unwrap();
            assert_eq!(written, expected, "{text}");
            assert_eq!(Pins::from_toml(&written).unwrap(), pins, "{text}");
        };
        check("", &[(0, Some([10.0, 2.5]))], "[pins]\na = [10, 2.5]\n");
        let text = "# ours\n[pins]\na = [1, 2] # here\nb = [3, 4]\n";
        check(text, &[], text);
        check(text, &[(1, None)], "# ours\n[pins]\na = [1, 2] # here\n");
        check(text, &[(1, Some([5.0, 6.0]))], "# ours\n[pins]\na = [1, 2] # here\nb = [5, 6]\n");
        assert_eq!(Pins::default().written_into("\n[pins").unwrap_err().line, 2);
    }
}
