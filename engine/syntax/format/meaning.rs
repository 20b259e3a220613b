//! What a text says, apart from where it says it.

use super::super::{
    Align, Diagnostic, Document, Edge, EndRef, Group, GroupMark, Junction, Service, Severity, Span,
    Spanned, Statement, parse_all,
};

/// Whether both texts say the same: equal documents, the same comments, the same errors.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a == b || of(a) == of(b)
}

/// One diagram of a text.
#[derive(Debug, PartialEq)]
pub(super) struct Meaning {
    /// Without places and comments.
    document: Document,
    /// Without the marks that they begin with.
    comments: Vec<String>,
    /// Codes of the errors, in alphabetical order.
    errors: Vec<&'static str>,
}

/// The diagrams of `text`.
pub(super) fn of(text: &str) -> Vec<Meaning> {
    let one = |(document, diagnostics): (_, Vec<_>)| meaning(text, document, &diagnostics);
    parse_all(text).into_iter().map(one).collect()
}

fn meaning(text: &str, mut document: Document, diagnostics: &[Diagnostic]) -> Meaning {
    let comments = std::mem::take(&mut document.comments);
    let words = |span: Span| text[span.range()].trim_start_matches(['%', '#']).trim().to_owned();
    forget_places(&mut document);
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let mut errors: Vec<&str> = errors.map(|d| d.code).collect();
    errors.sort_unstable();
    Meaning { document, comments: comments.into_iter().map(words).collect(), errors }
}

fn forget_places(document: &mut Document) {
    let Document { statements, title, acc_title, acc_descr, direction, config, comments: _ } =
        document;
    statements.iter_mut().for_each(forget_in_statement);
    for text in
        [title, acc_title, acc_descr, &mut config.theme, &mut config.look, &mut config.layout]
    {
        forget(text);
    }
    if let Some(direction) = direction {
        direction.span = Span::default();
    }
    for variable in config.theme_variables.values_mut() {
        variable.span = Span::default();
    }
}

fn forget(text: &mut Option<Spanned<String>>) {
    if let Some(text) = text {
        text.span = Span::default();
    }
}

fn forget_in_statement(statement: &mut Statement) {
    let (id, parts, span) = match statement {
        Statement::Group(Group { id, icon, title, parent, border: _, span }) => {
            (id, vec![icon, title, parent], span)
        }
        Statement::Service(Service { id, icon, icon_text, title, parent, span }) => {
            (id, vec![icon, icon_text, title, parent], span)
        }
        Statement::Junction(Junction { id, parent, span }) => (id, vec![parent], span),
        Statement::Edge(edge) => return forget_in_edge(edge),
        Statement::Align(Align { axis: _, members, span }) => {
            members.iter_mut().for_each(|member| member.span = Span::default());
            *span = Span::default();
            return;
        }
    };
    id.span = Span::default();
    parts.into_iter().for_each(forget);
    *span = Span::default();
}

fn forget_in_edge(edge: &mut Edge) {
    let Edge { from, to, label, span } = edge;
    for EndRef { id, side, group, arrow: _ } in [from, to] {
        id.span = Span::default();
        if let Some(side) = side {
            side.span = Span::default();
        }
        if let Some(GroupMark { name, span }) = group {
            forget(name);
            *span = Span::default();
        }
    }
    forget(label);
    *span = Span::default();
}
