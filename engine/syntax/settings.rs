//! Frontmatter (YAML) and directives (JSON, which is YAML too) as one flat list of settings with their places.
//!
//! The YAML reader's events are taken as they come, so nothing recurses however deep the text nests.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{Diagnostic, Span};

/// One key of a mapping, with all keys above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// From the outermost key to this one; never empty.
    pub(super) path: Vec<Key>,
    pub(super) value: Value,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

/// What a key is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text, number or truth value, as written, quotes removed.
    Scalar(String, Span),
    /// Nothing: `null`, `~` or empty.
    Null,
    /// A mapping or a list; its members follow.
    Section,
}

/// Which rules hold for keys that stand twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// An error; the last one counts all the same.
    Yaml,
    /// The last one counts.
    Json,
}

/// Keys below this depth mean nothing to anyone and are left out.
const DEEPEST: usize = 8;

/// The settings in `source`, which stands at `offset` in the file, and what is wrong with it.
pub(super) fn read(
    source: &str,
    offset: usize,
    dialect: Dialect,
) -> (Vec<Setting>, Vec<Diagnostic>) {
    let mut reader = Settings {
        places: Places::new(source, offset),
        dialect,
        frames: Vec::new(),
        path: Vec::new(),
        anchors: BTreeMap::new(),
        settings: Vec::new(),
        diagnostics: Vec::new(),
    };
    for event in Parser::new_from_str(source) {
        match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => reader.event(event, reader.places.span(span.start, span.end)),
            Err(error) => {
                let at = reader.places.byte(*error.marker());
                let message = format!("this is no YAML: {}", error.info());
                let span = Span::new(at, at);
                reader.diagnostics.push(Diagnostic::error("bad-frontmatter", span, message));
                break;
            }
        }
    }
    (reader.settings, reader.diagnostics)
}

struct Settings {
    places: Places,
    dialect: Dialect,
    frames: Vec<Frame>,
    /// The keys above the next value; may be shorter than the nesting where lists have no keys.
    path: Vec<Key>,
    /// Scalars that an alias may refer to.
    anchors: BTreeMap<usize, String>,
    settings: Vec<Setting>,
    diagnostics: Vec<Diagnostic>,
}

/// A mapping or list that is open.
enum Frame {
    Mapping {
        seen: BTreeSet<String>,
        /// Whether a key has been read and its value is next.
        has_key: bool,
    },
    Sequence,
}

impl Settings {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                if anchor > 0 {
                    self.anchors.insert(anchor, text.to_string());
                }
                self.scalar(&text, style, span);
            }
            Event::Alias(anchor) => {
                let text = self.anchors.get(&anchor).cloned().unwrap_or_default();
                self.scalar(&text, ScalarStyle::Plain, span);
            }
            Event::MappingStart(..) => {
                self.open(Frame::Mapping { seen: BTreeSet::new(), has_key: false }, span);
            }
            Event::SequenceStart(..) => self.open(Frame::Sequence, span),
            Event::MappingEnd | Event::SequenceEnd => {
                self.frames.pop();
                self.value_done();
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        if self.take_key(text, span) {
            return;
        }
        let is_null = style == ScalarStyle::Plain && matches!(text, "" | "~" | "null");
        self.emit(if is_null { Value::Null } else { Value::Scalar(text.to_owned(), span) });
        self.value_done();
    }

    fn open(&mut self, frame: Frame, span: Span) {
        // A mapping or list may itself be a key; such keys mean nothing here.
        if !self.take_key("", span) {
            self.emit(Value::Section);
        }
        self.frames.push(frame);
    }

    /// Takes `text` as a key if a mapping waits for one.
    fn take_key(&mut self, text: &str, span: Span) -> bool {
        let Some(Frame::Mapping { seen, has_key: has_key @ false }) = self.frames.last_mut() else {
            return false;
        };
        *has_key = true;
        self.path.push(Key { name: text.to_owned(), span });
        if !seen.insert(text.to_owned()) && self.dialect == Dialect::Yaml {
            let error = Diagnostic::error(
                "duplicate-key",
                span,
                format!("the key `{text}` stands here again"),
            );
            self.diagnostics.push(error.hint("keep one of them; the last one counts here"));
        }
        true
    }

    fn emit(&mut self, value: Value) {
        let is_keyed = matches!(self.frames.last(), Some(Frame::Mapping { .. }));
        if is_keyed && self.path.len() <= DEEPEST {
            self.settings.push(Setting { path: self.path.clone(), value });
        }
    }

    /// After a value, the mapping that it stands in waits for its next key.
    fn value_done(&mut self) {
        if let Some(Frame::Mapping { has_key, .. }) = self.frames.last_mut() {
            *has_key = false;
            self.path.pop();
        }
    }
}

/// Byte positions in the file for the YAML reader's character positions.
pub(super) struct Places {
    offset: usize,
    /// Byte of each character; empty where every character is one byte.
    bytes: Vec<usize>,
    len: usize,
}

impl Places {
    pub(super) fn new(source: &str, offset: usize) -> Self {
        let bytes = match source.is_ascii() {
            true => Vec::new(),
            false => source.char_indices().map(|(at, _)| at).collect(),
        };
        Self { offset, bytes, len: source.len() }
    }

    pub(super) fn byte(&self, marker: Marker) -> usize {
        let index = marker.index();
        let byte = match self.bytes.is_empty() {
            true => index.min(self.len),
            false => self.bytes.get(index).copied().unwrap_or(self.len),
        };
        self.offset + byte
    }

    pub(super) fn span(&self, start: Marker, end: Marker) -> Span {
        let start = self.byte(start);
        Span::new(start, self.byte(end).max(start))
    }
}
