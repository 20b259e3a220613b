use super::super::reader::Reader;
use super::super::{Severity, Span};
use super::canonical;

/// A part of a diagram that has a line of its own, or could have.
#[derive(Debug)]
pub(super) struct Item {
    /// Where it stands.
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// How it is printed.
    pub(super) form: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    Comment,
    Directive,
    Statement,
    /// Printed as it stands.
    Verbatim,
}

/// The items of the diagram in `body`, which begins with a header, in the order of the text; `margin` stands before each
/// line of it.
pub(super) fn of(text: &str, body: Span, margin: &str) -> Vec<Item> {
    let mut reader = Reader::new(text, body);
    let mut items = Vec::new();
    between(&mut reader, &mut items);
    header(&mut reader, &mut items);
    between(&mut reader, &mut items);
    while statement(&mut reader, margin, &mut items) {
        between(&mut reader, &mut items);
    }
    items
}

/// Comments and directives up to the next statement.
fn between(reader: &mut Reader<'_>, items: &mut Vec<Item>) {
    let seen = Seen::of(reader);
    reader.skip_lines();
    items.extend(seen.trivia(reader));
}

fn header(reader: &mut Reader<'_>, items: &mut Vec<Item>) {
    let start = reader.at;
    reader.header();
    let span = Span::new(start, reader.at);
    items.push(Item { span, kind: Kind::Header, form: "architecture-beta".to_owned() });
}

/// The next statement and what follows it in its line; whether there was one.
fn statement(reader: &mut Reader<'_>, margin: &str, items: &mut Vec<Item>) -> bool {
    let (start, seen) = (reader.at, Seen::of(reader));
    if !reader.next_statement() {
        return false;
    }
    let has_error =
        reader.diagnostics[seen.n_diagnostics..].iter().any(|d| d.severity == Severity::Error);
    let said = canonical::of(reader.text, &mut reader.document, start, margin);
    let trivia = seen.trivia(reader);
    let end = said.as_ref().map_or(start, |said| said.end);
    let is_interspersed = trivia.first().is_some_and(|item| item.span.start < end);
    match said.and_then(|said| said.form) {
        Some(form) if !has_error && !is_interspersed => {
            items.push(Item { span: Span::new(start, end), kind: Kind::Statement, form });
            items.extend(trivia);
        }
        // A comment that begins with `#` is read as a statement.
        None if trivia.first().is_some_and(|item| item.span.start == start) => items.extend(trivia),
        _ => {
            let whole =
                reader.slice(Span::new(start, reader.at)).trim_end_matches([' ', '\t', '\n', '\r']);
            let span = Span::new(start, start + whole.len());
            items.push(Item { span, kind: Kind::Verbatim, form: whole.to_owned() });
        }
    }
    true
}

/// How much the reader had found at some time.
struct Seen {
    n_comments: usize,
    n_directives: usize,
    n_diagnostics: usize,
}

impl Seen {
    fn of(reader: &Reader<'_>) -> Self {
        Self {
            n_comments: reader.document.comments.len(),
            n_directives: reader.directives.len(),
            n_diagnostics: reader.diagnostics.len(),
        }
    }

    /// The comments and directives found since, in the order of the text.
    fn trivia(&self, reader: &Reader<'_>) -> Vec<Item> {
        let comments = reader.document.comments[self.n_comments..].iter().map(|&span| {
            let form = canonical::comment(reader.slice(span));
            Item { span, kind: Kind::Comment, form }
        });
        let directives = reader.directives[self.n_directives..].iter().map(|&span| {
            let form = reader.slice(span).to_owned();
            Item { span, kind: Kind::Directive, form }
        });
        let mut trivia: Vec<Item> = comments.chain(directives).collect();
        trivia.sort_by_key(|item| item.span);
        trivia
    }
}
