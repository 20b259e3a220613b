use std::collections::BTreeMap;

use crate::graph::{EdgeId, End, EndAt, Graph};
use crate::icons::{self, Fit, Icons};
use crate::layout::{self, Circle};
use crate::syntax::{Diagnostic, Document, Spanned, Statement, excerpt};

/// Edges of a circle that are named.
const MOST_NAMED: usize = 4;

/// Tells where an icon is drawn that is not the one asked for: the nearest, or letters.
///
/// The notes stand in the order of the text, one a place.
#[must_use]
pub fn note_icons(document: &Document, icons: &Icons) -> Vec<Diagnostic> {
    let mut known = BTreeMap::new();
    let asked = document.statements.iter().filter_map(|statement| match statement {
        Statement::Group(group) => group.icon.as_ref(),
        Statement::Service(service) => service.icon.as_ref(),
        Statement::Junction(_) | Statement::Edge(_) | Statement::Align(_) => None,
    });
    let note = |asked: &Spanned<String>| {
        let told =
            known.entry(asked.value.clone()).or_insert_with(|| substitute(&asked.value, icons));
        let (code, message, hint) = told.clone()?;
        Some(Diagnostic::note(code, asked.span, message).hint(hint))
    };
    asked.filter_map(note).collect()
}

/// Tells which asked sides cannot all be met because they go round in a circle, at an edge that could give way.
#[must_use]
pub fn note_circles(graph: &Graph) -> Vec<Diagnostic> {
    let id = |end: &End| match end.at {
        EndAt::Node(node) => graph.nodes[node.index()].id.as_str(),
        EndAt::Group(group) => graph.groups[group.index()].id.as_str(),
    };
    let warn = |circle: Circle| {
        let edge = &graph.edges[circle.edge.index()];
        let ends = |edge: &EdgeId| {
            let edge = &graph.edges[edge.index()];
            format!("`{}` and `{}`", excerpt(id(&edge.from)), excerpt(id(&edge.to)))
        };
        let mut others: Vec<String> = circle.others.iter().take(MOST_NAMED).map(ends).collect();
        if circle.others.len() > MOST_NAMED {
            others.push(format!("{} more", circle.others.len() - MOST_NAMED));
        }
        let message = format!(
            "the sides of this edge and of those between {} go round in a circle: not all can be met",
            others.join(", ")
        );
        Diagnostic::warning("sides-in-circle", edge.span, message)
            .hint("ask for other sides at one of these edges")
    };
    layout::circles(graph).into_iter().map(warn).collect()
}

/// Code, message and hint where `id` is not drawn as asked for.
fn substitute(id: &str, icons: &Icons) -> Option<(&'static str, String, String)> {
    let resolved = icons.resolve(id);
    let shown = excerpt(id);
    match (resolved.fit, resolved.icon) {
        (Fit::Exact, _) => None,
        (_, Some(icon)) => Some((
            "nearest-icon",
            format!("no pack has the icon `{shown}`; `{}` is drawn in its place", icon.name),
            format!("write `({})`", icon.name),
        )),
        (_, None) => Some((
            "unknown-icon",
            format!(
                "no pack has the icon `{shown}` or one like it; letters stand in, `{}`",
                icons::monogram(id).0
            ),
            "`veduta icons search WORD` finds icons, and `--icons FILE.json` adds a pack"
                .to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_icons_that_are_not_drawn_as_asked_for_are_told() {
        let icons = Icons::bundled();
        let check = |icon: &str, expected: Option<(&str, &str)>| {
            let text =
                format!("architecture-beta\ngroup g({icon})[G]\nservice a({icon})[A] in g\n");
            let (document, _) = crate::syntax::parse(&text);
            let found = note_icons(&document, &icons);
            assert_eq!(found.len(), if expected.is_some() { 2 } else { 0 }, "{icon}: {found:?}");
            for note in &found {
                let (code, drawn) = expected.unwrap_or_default();
                assert_eq!((note.code, &text[note.span.range()]), (code, icon));
                assert!(note.message.contains(drawn), "{}", note.message);
                assert!(crate::syntax::explain(code).is_some(), "{code}");
            }
        };
        check("server", None);
        check("logos:redis", None);
        check("logos:nodejs", None);
        check("logos:amazon-s3", Some(("nearest-icon", "`logos:aws-s3` is drawn")));
        check("aws:ec2-instance", Some(("nearest-icon", "`logos:aws-ec2` is drawn")));
        check("nobody:qqq-zzz", Some(("unknown-icon", "letters stand in, `")));
    }
}
