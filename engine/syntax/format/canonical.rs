//! The canonical form of a statement that was understood without an error.
//!
//! Names, icons and titles are taken from the text and not from their values: what was decoded would have to be encoded
//! again. Where a part has no form that is certain to read the same, the statement has none (`None`) and stays as it is.

use std::fmt::Write as _;

use super::super::{
    AlignAxis, BorderLine, Document, Edge, EndRef, GroupBorder, GroupMark, Span, Spanned, Statement,
};
use super::INDENT;

/// What one step of the reader has said.
pub(super) struct Said {
    /// One past its last byte.
    pub(super) end: usize,
    /// How to write it.
    pub(super) form: Option<String>,
}

/// Takes out of `document` what the reader's last step, which began at `start`, has put there; `None` if it is nothing.
pub(super) fn of(text: &str, document: &mut Document, start: usize, margin: &str) -> Option<Said> {
    if let Some(statement) = document.statements.pop() {
        let form = statement_form(text, &statement);
        return Some(Said { end: span_of(&statement).end, form });
    }
    let line = |word: &str, value: Spanned<String>| {
        let blank = if value.value.is_empty() { "" } else { " " };
        let form = format!("{word}{blank}{}", value.value);
        Said { end: value.span.end.max(start + word.len()), form: Some(form) }
    };
    if let Some(title) = document.title.take() {
        // A colon behind one blank would make an edge of it.
        let is_title = !title.value.starts_with(':');
        let said = line("title", title);
        return Some(Said { form: said.form.filter(|_| is_title), ..said });
    }
    if let Some(title) = document.acc_title.take() {
        return Some(line("accTitle:", title));
    }
    if let Some(direction) = document.direction.take() {
        let form = format!("direction {}", &text[direction.span.range()]);
        return Some(Said { end: direction.span.end, form: Some(form) });
    }
    let description = document.acc_descr.take()?;
    let is_block = text[..description.span.start].ends_with('{');
    Some(if is_block {
        block(text, description.span, margin)
    } else {
        line("accDescr:", description)
    })
}

/// `accDescr { … }`, in one line where it stands in one.
fn block(text: &str, inner: Span, margin: &str) -> Said {
    let raw = &text[inner.range()];
    let mut lines = raw.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    if raw.contains("---") || raw.trim_start_matches([' ', '\t']).starts_with("%%") {
        // At the beginning of a line the one could close a frontmatter that stands above, the other is a comment.
        return Said { end: inner.end + 1, form: None };
    }
    let form = if raw.contains(['\n', '\r']) {
        let open = "accDescr {\n".to_owned();
        let form = lines.fold(open, |form, line| form + margin + INDENT + INDENT + line + "\n");
        form + margin + INDENT + "}"
    } else {
        lines.next().map_or("accDescr {}".to_owned(), |line| format!("accDescr {{ {line} }}"))
    };
    Said { end: inner.end + 1, form: Some(form) }
}

/// A comment as Mermaid takes it, blanks at its end left out.
pub(super) fn comment(raw: &str) -> String {
    let raw = raw.trim_end();
    match raw.strip_prefix('#') {
        // `%%{` begins a directive.
        Some(rest) if rest.starts_with('{') => format!("%% {rest}"),
        Some(rest) => format!("%%{rest}"),
        None => raw.to_owned(),
    }
}

fn span_of(statement: &Statement) -> Span {
    match statement {
        Statement::Group(group) => group.span,
        Statement::Service(service) => service.span,
        Statement::Junction(junction) => junction.span,
        Statement::Edge(edge) => edge.span,
        Statement::Align(align) => align.span,
    }
}

fn statement_form(text: &str, statement: &Statement) -> Option<String> {
    let raw = |part: &Spanned<String>| &text[part.span.range()];
    let icon =
        |icon: &Option<Spanned<String>>| icon.as_ref().map(|icon| format!("({})", raw(icon)));
    let title = |title: &Option<Spanned<String>>| {
        title.as_ref().map(|title| format!("[{}]", inside(text, title.span)))
    };
    let parent = |parent: &Option<Spanned<String>>| {
        parent.as_ref().map(|parent| format!(" in {}", raw(parent)))
    };
    let declaration = |word: &str, id: &Spanned<String>, parts: [Option<String>; 4]| {
        parts.into_iter().flatten().fold(format!("{word} {}", raw(id)), |line, part| line + &part)
    };
    Some(match statement {
        Statement::Group(g) => {
            let line = declaration(
                "group",
                &g.id,
                [None, icon(&g.icon), title(&g.title), parent(&g.parent)],
            );
            line + &g.border.as_ref().map_or(String::new(), border_form)
        }
        Statement::Service(s) => {
            let string = s.icon_text.as_ref().map(|text| format!(" {}", raw(text)));
            declaration(
                "service",
                &s.id,
                [string, icon(&s.icon), title(&s.title), parent(&s.parent)],
            )
        }
        Statement::Junction(j) => {
            declaration("junction", &j.id, [None, None, None, parent(&j.parent)])
        }
        Statement::Edge(edge) => return edge_form(text, edge),
        Statement::Align(align) => {
            let axis = match align.axis {
                AlignAxis::Row => "align row",
                AlignAxis::Column => "align column",
            };
            align.members.iter().fold(axis.to_owned(), |line, member| line + " " + raw(member))
        }
    })
}

fn border_form(border: &GroupBorder) -> String {
    let line = match border.line {
        None => "",
        Some(BorderLine::Solid) => "{solid}",
        Some(BorderLine::Dashed) => "{dashed}",
        Some(BorderLine::Dotted) => "{dotted}",
    };
    format!(" {}{line}", border.color)
}

fn edge_form(text: &str, edge: &Edge) -> Option<String> {
    let mut line = text[edge.from.id.span.range()].to_owned();
    let mark = |end: &EndRef| match &end.group {
        Some(GroupMark { name: Some(name), .. }) => {
            format!("{{group:{}}}", &text[name.span.range()])
        }
        Some(_) => "{group}".to_owned(),
        None => String::new(),
    };
    line += &mark(&edge.from);
    if let Some(side) = &edge.from.side {
        let _ = write!(line, ":{}", side.value.letter());
    }
    line += if edge.from.arrow { " <-" } else { " -" };
    if let Some(label) = &edge.label {
        let _ = write!(line, "[{}]", label_inside(text, edge, label.span)?);
    }
    line += if edge.to.arrow { "-> " } else { "- " };
    if let Some(side) = &edge.to.side {
        let _ = write!(line, "{}:", side.value.letter());
    }
    line += &text[edge.to.id.span.range()];
    line += &mark(&edge.to);
    Some(line)
}

/// What stands in the brackets of an edge's label; `None` for one between bars that brackets cannot hold as it is.
fn label_inside(text: &str, edge: &Edge, label: Span) -> Option<String> {
    let is_barred = text[..label.start].ends_with('|');
    let before = &text[edge.span.start..label.start];
    let is_odd = text[label.range()].contains(['[', ']', '"', '\'', '\\']) || before.contains('[');
    if is_barred && is_odd { None } else { Some(inside(text, label)) }
}

/// What stands in the brackets of a title, without blanks round it where they mean nothing.
fn inside(text: &str, inner: Span) -> String {
    let raw = &text[inner.range()];
    let trimmed = raw.trim_matches([' ', '\t']);
    let Some(quote) = trimmed.chars().next() else { return " ".to_owned() };
    if !matches!(quote, '"' | '\'') {
        // A line break without quotes is a blank, and refused by Mermaid.
        let lines = trimmed.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let joined: Vec<&str> = lines.collect();
        return if joined.len() > 1 { joined.join(" ") } else { trimmed.to_owned() };
    }
    // With a blank before it a quote opens nothing, and what closes it may then stand anywhere.
    let between = trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let is_plain = between.is_some_and(|between| !between.contains([quote, '\\', '\n', '\r']));
    if is_plain { trimmed.to_owned() } else { raw.to_owned() }
}
