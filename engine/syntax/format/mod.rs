//! Prints a text back in its canonical form: one way to write what may be written in many.
//!
//! The reader that all texts are read by goes through the diagram, and after each of its steps `items` notes what it has
//! found: header, comments, directives, statements, each with the form of `canonical`. Here items that share a line become
//! a row, and rows are printed one after the other. A statement that was not understood, or only with an error, is printed
//! as it stands, and so is a line that holds several: nothing is mended that might have been meant otherwise, and nothing is
//! lost. At the end `meaning` compares what both texts say, so that a slip here can never change a diagram.
//!
//! The form: no byte order mark, one kind of line end; frontmatter as it is; `architecture-beta` at the margin and
//! everything below it four blanks in, one statement a line, blanks only where they part words; at most one empty line in a
//! row. Spellings that Mermaid refuses and that mean the same as one it takes become that one (`architecture`,
//! `-->|label|`, `#` comments, odd blanks). Of a Markdown text only what stands in the fences changes. The order of
//! statements is the author's and stays. Takes linear time.

mod canonical;
mod items;
mod meaning;

#[cfg(test)]
mod tests;

use items::{Item, Kind};

use super::source::{self, Header, Source, line_start};
use super::{Span, markdown};

/// `text` in canonical form; `None` where it holds no architecture diagram.
///
/// The result says the same: its documents are equal to those of `text` but for places, and so are the errors in them.
/// Formatting it again changes nothing. A Markdown text keeps every byte outside its diagrams.
#[must_use]
pub fn format(text: &str) -> Option<String> {
    let formatted = rewrite(text)?;
    Some(if meaning::is_same(text, &formatted) { formatted } else { text.to_owned() })
}

/// Columns that statements stand in from the margin: what most authors and Mermaid's own documents use.
const INDENT: &str = "    ";

fn rewrite(text: &str) -> Option<String> {
    let mut sources = source::locate(text, &mut Vec::new());
    // What only may be a diagram, such as prose under the heading `Architecture`, is not touched.
    sources.retain(|source| source.header == Header::Known);
    sources.first()?;
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut at = 0;
    for source in &sources {
        if source.fence.is_some() {
            out.push_str(&text[at..source.region.start]);
        }
        out.push_str(&diagram(text, source).replace('\n', line_end(&text[source.region.range()])));
        at = source.region.end;
    }
    out.push_str(&text[at..]);
    Some(out)
}

/// How most lines of a diagram end, as told by its first.
fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

/// One diagram, each line ended by `\n`.
fn diagram(text: &str, source: &Source) -> String {
    let margin = source.fence.map_or("", |opening| markdown::indent(&text[opening.range()]));
    let mut out = frontmatter(text, source);
    let items = items::of(text, source.body, margin);
    let mut indent = margin.to_owned();
    let mut last: Option<&Item> = None;
    for row in rows(text, &items) {
        let first = &row[0];
        if last.is_some_and(|last| n_line_breaks(&text[last.span.end..first.span.start]) > 1) {
            out.push('\n');
        }
        out.push_str(&indent);
        push_row(text, row, &mut out);
        out.push('\n');
        if first.kind == Kind::Header {
            indent.push_str(INDENT);
        }
        last = row.last();
    }
    out
}

/// The frontmatter as it is, but for blanks round it.
fn frontmatter(text: &str, source: &Source) -> String {
    let Some(front) = source.frontmatter else { return String::new() };
    let opening = front.opening;
    let indented = line_start(text, Span::new(source.region.start, opening.start));
    let below = text[front.yaml.start..source.body.start].trim_end();
    unix(&format!("{}\n{below}\n", &text[indented..opening.end]))
}

/// Items that stand in one line, and may.
fn rows<'i>(text: &'i str, items: &'i [Item]) -> impl Iterator<Item = &'i [Item]> {
    items.chunk_by(|a, b| {
        // In a line of its own `---` could close a frontmatter that stands above.
        let is_rule = b.form.starts_with("---");
        let is_apart = (a.kind == Kind::Directive && !is_rule)
            || b.kind == Kind::Directive
            || (a.kind == Kind::Header && b.kind != Kind::Comment && !is_rule);
        !is_apart && n_line_breaks(&text[a.span.end..b.span.start]) == 0
    })
}

fn push_row(text: &str, row: &[Item], out: &mut String) {
    match row {
        [one] => out.push_str(&unix(&one.form)),
        [one, comment] if one.kind != Kind::Verbatim && comment.kind == Kind::Comment => {
            out.push_str(&unix(&one.form));
            out.push(' ');
            out.push_str(&comment.form);
        }
        _ => {
            let end = row.last().map_or(0, |item| item.span.end);
            out.push_str(&unix(&text[row[0].span.start..end]));
        }
    }
}

fn n_line_breaks(gap: &str) -> usize {
    let bytes = gap.as_bytes();
    let ends = |&at: &usize| {
        bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    };
    (0..bytes.len()).filter(ends).count()
}

/// `text` with lines that end in `\n`.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
