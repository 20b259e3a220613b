//! YAML as a tree with places, for files beside a diagram; JSON is YAML.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::settings::Places;
use super::{Diagnostic, Span};

/// Deeper than this nothing means anything to anyone, and whoever walks the tree may recurse.
const DEEPEST: usize = 24;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Yaml {
    pub(crate) value: YamlValue,
    pub(crate) span: Span,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum YamlValue {
    /// Nothing: `null`, `~` or empty.
    Null,
    /// A text, number or truth value, as written, quotes removed.
    Scalar(String),
    /// A list.
    List(Vec<Yaml>),
    /// A mapping, in the order of the text.
    Map(Vec<(YamlKey, Yaml)>),
}

/// A key of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YamlKey {
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// The first document of `text` as a tree; where it is no YAML, one error with `code`.
pub(crate) fn yaml(text: &str, code: &'static str) -> Result<Option<Yaml>, Diagnostic> {
    let places = Places::new(text, 0);
    let mut tree = Tree::default();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => {
                let span = places.span(span.start, span.end);
                tree.event(event, span).map_err(|why| Diagnostic::error(code, span, why))?;
            }
            Err(error) => {
                let at = places.byte(*error.marker());
                let message = format!("this is no YAML: {}", error.info());
                return Err(Diagnostic::error(code, Span::new(at, at), message));
            }
        }
    }
    Ok(tree.root)
}

/// What is open while the reader goes through a text.
#[derive(Default)]
struct Tree {
    root: Option<Yaml>,
    open: Vec<Open>,
}

enum Open {
    List { items: Vec<Yaml>, start: usize },
    Map { members: Vec<(YamlKey, Yaml)>, key: Option<YamlKey>, start: usize },
}

impl Tree {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, ..) => {
                let is_null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let value = match is_null {
                    true => YamlValue::Null,
                    false => YamlValue::Scalar(text.to_string()),
                };
                return self.put(Yaml { value, span });
            }
            Event::Alias(_) => return Err("aliases are not read here; write it out".to_owned()),
            Event::MappingStart(..) => {
                let start = span.start;
                self.open.push(Open::Map { members: Vec::new(), key: None, start });
            }
            Event::SequenceStart(..) => {
                self.open.push(Open::List { items: Vec::new(), start: span.start });
            }
            Event::MappingEnd | Event::SequenceEnd => return self.close(span.end),
            _ => {}
        }
        if self.open.len() > DEEPEST { Err("this nests too deep".to_owned()) } else { Ok(()) }
    }

    fn close(&mut self, end: usize) -> Result<(), String> {
        let (value, start) = match self.open.pop() {
            Some(Open::List { items, start }) => (YamlValue::List(items), start),
            Some(Open::Map { members, start, .. }) => (YamlValue::Map(members), start),
            None => return Ok(()),
        };
        self.put(Yaml { value, span: Span::new(start, end.max(start)) })
    }

    fn put(&mut self, value: Yaml) -> Result<(), String> {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Map { members, key, .. }) => match (key.take(), value) {
                (Some(key), value) => members.push((key, value)),
                (None, Yaml { value: YamlValue::Scalar(name), span }) => {
                    if members.iter().any(|(known, _)| known.name == name) {
                        return Err(format!("the key `{name}` stands here again; keep one"));
                    }
                    *key = Some(YamlKey { name, span });
                }
                (None, _) => return Err("a key is one word here".to_owned()),
            },
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(node: &Yaml) -> String {
        match &node.value {
            YamlValue::Null => "~".to_owned(),
            YamlValue::Scalar(text) => text.clone(),
            YamlValue::List(items) => {
                format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" "))
            }
            YamlValue::Map(members) => {
                let member =
                    |(key, value): &(YamlKey, Yaml)| format!("{}={}", key.name, shown(value));
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn yaml_is_a_tree_with_places() {
        let check = |text: &str, expected: &str| {
            let tree = yaml(text, "bad").unwrap().map(|tree| shown(&tree));
            assert_eq!(tree.unwrap_or_default(), expected, "{text}");
        };
        check("", "");
        check("a: 1\nb: [x, ~]\nc: {d: }", "{a=1 b=[x ~] c={d=~}}");
        check("{\"a\": [\"b c\", 1.5]}", "{a=[b c 1.5]}");
        check("- say: |\n    two\n    lines\n", "[{say=two\nlines\n}]");
        let text = "é: kong # why\n";
        let Some(Yaml { value: YamlValue::Map(members), .. }) = yaml(text, "bad").unwrap() else {
            panic!("no mapping");
        };
        assert_eq!(&text[members[0].0.span.range()], "é");
        assert_eq!(&text[members[0].1.span.range()], "kong");
    }

    #[test]
    fn what_is_no_tree_says_why() {
        let check = |text: &str, needle: &str| {
            let error = yaml(text, "bad").unwrap_err();
            assert!(error.message.contains(needle), "{text}: {}", error.message);
        };
        check("a: [b", "no YAML");
        check("a: 1\na: 2", "again");
        check("a: &x 1\nb: *x", "aliases");
        check(&"[".repeat(100), "deep");
        // The scanner has a limit of its own, further down.
        check(&"[".repeat(2000), "no YAML");
        check("? [a]\n: b", "one word");
    }
}
