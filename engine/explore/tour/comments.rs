//! Steps in the comments of a diagram's own text: `%% @step ID focus=… say="…"`, which Mermaid does not see.

use super::Tour;
use super::read::Reader;
use crate::syntax::{Diagnostic, Span, Yaml, YamlKey, YamlValue};

/// The tour that the comments of `text` tell, and what is wrong with it; `None` where there is none.
///
/// `%% @tour TITLE` names it, `%% @section NAME` begins a section, `%% @step ID FIELD=VALUE …` is a step; values with
/// blanks stand in quotes, and lists have commas.
#[must_use]
pub fn read_comments(text: &str) -> Option<(Tour, Vec<Diagnostic>)> {
    let mut reader = Reader::new(text);
    let (mut section, mut n_steps, mut start) = (None, 0, 0);
    for line in text.split_inclusive('\n') {
        let (at, end) = (start, start + line.trim_end().len());
        start += line.len();
        let Some((word, rest_at)) = tag(text, at, end) else { continue };
        let rest = Span::new(rest_at, end);
        match word {
            "step" => {
                reader.step(&members(text, rest), Span::new(at, end), section);
                n_steps += 1;
            }
            "section" => section = Some(reader.begin_section(text[rest.range()].trim().to_owned())),
            "tour" => reader.title(&scalar(text, rest)),
            _ => {}
        }
    }
    (n_steps > 0).then(|| reader.finish())
}

/// The word behind `%% @` in the line from `start` to `end`, and where what follows it begins.
fn tag(text: &str, start: usize, end: usize) -> Option<(&str, usize)> {
    let line = &text[start..end];
    let body = line.trim_start().strip_prefix("%%")?.trim_start().strip_prefix('@')?;
    let length = body.find(char::is_whitespace).unwrap_or(body.len());
    let at = end - body.len() + length;
    Some((&body[..length], at))
}

fn scalar(text: &str, span: Span) -> Yaml {
    Yaml { value: YamlValue::Scalar(text[span.range()].trim().to_owned()), span }
}

/// The id, and the fields behind it.
fn members(text: &str, span: Span) -> Vec<(YamlKey, Yaml)> {
    let mut members = Vec::new();
    for word in words(text, span) {
        let part = &text[word.range()];
        let (name, value) = match part.split_once('=') {
            Some((name, _)) if name.chars().all(char::is_alphanumeric) => {
                (name, Span::new(word.start + name.len() + 1, word.end))
            }
            _ => ("id", word),
        };
        let key =
            YamlKey { name: name.to_owned(), span: Span::new(word.start, word.start + name.len()) };
        members.push((key, value_of(text, value)));
    }
    members
}

fn value_of(text: &str, span: Span) -> Yaml {
    let written = &text[span.range()];
    let value = match written {
        "" | "~" => YamlValue::Null,
        quoted if quoted.starts_with('"') => YamlValue::Scalar(unquoted(quoted)),
        plain => YamlValue::Scalar(plain.to_owned()),
    };
    Yaml { value, span }
}

fn unquoted(text: &str) -> String {
    let mut chars = text.trim_matches('"').chars();
    let mut out = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
            c => out.push(c),
        }
    }
    out
}

/// Words between blanks; quotes and brackets hold together, and so do arrows with blanks round them.
fn words(text: &str, span: Span) -> Vec<Span> {
    let (mut words, mut start, mut is_quoted, mut depth): (Vec<Span>, Option<usize>, bool, u32) =
        (Vec::new(), None, false, 0);
    let mut end_word = |start: &mut Option<usize>, at: usize| {
        words.extend(start.take().map(|start| Span::new(start, at)));
    };
    let mut escaped = false;
    for (offset, c) in text[span.range()].char_indices() {
        let at = span.start + offset;
        match c {
            '"' if !escaped => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && !is_quoted && depth == 0 => {
                let rest = text[at..span.end].trim_start();
                let joins = rest.starts_with("->") || text[span.start..at].ends_with("->");
                if !joins || start.is_none() {
                    end_word(&mut start, at);
                }
                continue;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        start.get_or_insert(at);
    }
    end_word(&mut start, span.end);
    words
}
