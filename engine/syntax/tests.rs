use std::fmt::Write as _;

use proptest::prelude::*;

use super::{
    AlignAxis, Architecture, Direction, Document, ElkHints, EndRef, GroupMark, LineIndex, Severity,
    Side, Span, Spanned, Statement, cases, parse,
};

#[test]
fn cases() {
    cases::check_file("engine/syntax/cases.txt", |text| {
        let (document, diagnostics) = parse(text);
        shown(&document) + &cases::show(text, &diagnostics)
    });
}

/// A document in the words of the language, one line a statement, then what the rest of the text has set.
fn shown(document: &Document) -> String {
    let mut out = String::new();
    for statement in &document.statements {
        let line = match statement {
            Statement::Group(g) => {
                format!(
                    "group {}{}{}{}",
                    id(&g.id),
                    icon(&g.icon),
                    title(&g.title),
                    parent(&g.parent)
                )
            }
            Statement::Service(s) => {
                let text =
                    s.icon_text.as_ref().map(|t| format!(" {:?}", t.value)).unwrap_or_default();
                let (icon, title, parent) = (icon(&s.icon), title(&s.title), parent(&s.parent));
                format!("service {}{text}{icon}{title}{parent}", id(&s.id))
            }
            Statement::Junction(j) => format!("junction {}{}", id(&j.id), parent(&j.parent)),
            Statement::Edge(e) => {
                let label = e.label.as_ref().map(|l| format!("[{}]", l.value)).unwrap_or_default();
                let from = end(&e.from);
                let to = end(&e.to);
                let (tail, head) = (arrow(&e.from, "<"), arrow(&e.to, ">"));
                format!("edge {from} {tail}-{label}-{head} {to}")
            }
            Statement::Align(a) => {
                let axis = match a.axis {
                    AlignAxis::Row => "row",
                    AlignAxis::Column => "column",
                };
                let members: Vec<&str> = a.members.iter().map(|m| m.value.as_str()).collect();
                format!("align {axis} {}", members.join(" "))
            }
        };
        let _ = writeln!(out, "{line}");
    }
    out + &shown_settings(document)
}

fn shown_settings(document: &Document) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &Option<Spanned<String>>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{name} = {:?}", value.value);
        }
    };
    let config = &document.config;
    line("title", &document.title);
    line("accTitle", &document.acc_title);
    line("accDescr", &document.acc_descr);
    line("theme", &config.theme);
    line("look", &config.look);
    line("layout", &config.layout);
    for (name, value) in &config.theme_variables {
        line(name, &Some(value.clone()));
    }
    if let Some(direction) = &document.direction {
        let letters = match direction.value {
            Direction::LeftRight => "LR",
            Direction::TopBottom => "TB",
        };
        let _ = writeln!(out, "direction = {letters}");
    }
    if let Some(seed) = config.hand_drawn_seed {
        let _ = writeln!(out, "handDrawnSeed = {seed}");
    }
    if config.architecture != Architecture::default() {
        let _ = writeln!(out, "{:?}", config.architecture);
    }
    if config.elk != ElkHints::default() {
        let _ = writeln!(out, "{:?}", config.elk);
    }
    out
}

fn id(id: &Spanned<String>) -> &str {
    &id.value
}

fn icon(icon: &Option<Spanned<String>>) -> String {
    icon.as_ref().map(|icon| format!("({})", icon.value)).unwrap_or_default()
}

fn title(title: &Option<Spanned<String>>) -> String {
    title.as_ref().map(|title| format!("[{}]", title.value.escape_debug())).unwrap_or_default()
}

fn parent(parent: &Option<Spanned<String>>) -> String {
    parent.as_ref().map(|parent| format!(" in {}", parent.value)).unwrap_or_default()
}

fn end(end: &EndRef) -> String {
    let side = match end.side.as_ref().map(|side| side.value) {
        Some(Side::Left) => "L:",
        Some(Side::Right) => "R:",
        Some(Side::Top) => "T:",
        Some(Side::Bottom) => "B:",
        None => "",
    };
    let mark = match &end.group {
        Some(GroupMark { name: Some(name), .. }) => format!("{{group:{}}}", name.value),
        Some(_) => "{group}".to_owned(),
        None => String::new(),
    };
    format!("{side}{}{mark}", end.id.value)
}

fn arrow(end: &EndRef, head: &'static str) -> &'static str {
    if end.arrow { head } else { "" }
}

#[test]
fn spans_mark_what_they_mean() {
    let text = "---\ntitle: Ünder\n---\narchitecture-beta\n\
                service ä(cloud)[ Title ] in g %% c\nä{group}:R -[x]-> L:b\na --> b %% d\n\na:R --> L:R %% e";
    let (document, _) = parse(text);
    let slice = |span: Span| &text[span.range()];
    let [Statement::Service(service), Statement::Edge(edge), ..] = &document.statements[..] else {
        panic!("{document:?}");
    };
    assert_eq!(slice(document.title.as_ref().unwrap().span), "Ünder");
    assert_eq!(slice(service.id.span), "ä");
    assert_eq!(slice(service.icon.as_ref().unwrap().span), "cloud");
    assert_eq!(slice(service.title.as_ref().unwrap().span), " Title ");
    assert_eq!(slice(service.parent.as_ref().unwrap().span), "g");
    assert_eq!(slice(service.span), "service ä(cloud)[ Title ] in g");
    assert_eq!(slice(edge.from.group.clone().unwrap().span), "{group}");
    assert_eq!(slice(edge.from.side.as_ref().unwrap().span), "R");
    assert_eq!(slice(edge.label.as_ref().unwrap().span), "x");
    assert_eq!(slice(edge.to.id.span), "b");
    assert_eq!(slice(edge.span), "ä{group}:R -[x]-> L:b");
    assert_eq!(
        document.comments.iter().map(|&c| slice(c)).collect::<Vec<_>>(),
        ["%% c", "%% d", "%% e"]
    );
}

#[test]
fn a_text_that_mermaid_finds_too_long_is_noted() {
    let check = |n_titles: usize, expected: &[&str]| {
        let text = format!("architecture-beta\nservice a[{}]\n", "ä".repeat(n_titles));
        let (_, diagnostics) = parse(&text);
        let codes: Vec<&str> = diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, expected, "{n_titles}");
    };
    check(49_900, &[]);
    check(50_000, &["portable-size"]);
}

/// Hostile texts that once took quadratic time or might; each is large enough to hang a quadratic reader.
#[test]
fn hostile_texts_take_linear_time() {
    const N: usize = 50_000;
    let units = [
        "%%{ x\n",
        "service a[\"\n",
        "service a '\n",
        "service a[x\n",
        "[",
        "service a[[",
        "accDescr {\n",
        "---\n",
        "%%{}%% ---\n",
        "\u{a0}",
        "service a[b];",
        "service a[b[c]];",
        "service a(;",
        "a -- b;",
        "a -- b c --> d;",
        "a{",
        "a{;",
        "accDescr\n\n",
        "```mermaid\nx\n```\n",
        "a -->|b;",
        "x: [",
        "a --> b:L;",
    ];
    for unit in units {
        for head in ["architecture-beta\n", "", "---\n", "---\nconfig: {"] {
            let text = format!("{head}{}", unit.repeat(N));
            let (_, diagnostics) = parse(&text);
            let index = LineIndex::new(&text);
            let last = diagnostics.last().map(|d| index.line_column(d.span.start));
            assert!(last.is_none_or(|(line, _)| line <= index.n_lines()));
        }
    }
}

/// Pieces that texts of the language are made of, so that random texts get far into the reader.
const PIECES: [&str; 48] = [
    "architecture-beta",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "group",
    "service",
    "junction",
    "align",
    "row",
    "column",
    "in",
    "title",
    "accTitle:",
    "accDescr {",
    "}",
    "direction",
    "LR",
    "a",
    "b-c",
    "é",
    "L",
    "R",
    "T",
    "B",
    ":",
    "--",
    "-",
    "-->",
    "<--",
    "<",
    ">",
    "{group}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "'",
    "\\",
    "%%",
    "%%{init: {",
    "}}%%",
    "---",
    "config:",
    "```mermaid",
    "\u{a0}",
];

fn check_laws(text: &str) -> Result<(), TestCaseError> {
    let (document, diagnostics) = parse(text);
    let (graph, more) = crate::graph::resolve(&document);
    for diagnostic in diagnostics.iter().chain(&more) {
        let span = diagnostic.span;
        prop_assert!(span.start <= span.end);
        prop_assert!(text.get(span.range()).is_some(), "{diagnostic:?}");
        prop_assert!(!diagnostic.message.is_empty() && !diagnostic.message.contains('\n'));
    }
    prop_assert!(diagnostics.is_sorted_by_key(|d| d.span));
    crate::graph::check_consistent(&graph);
    let nothing = document.statements.is_empty() && document.title.is_none();
    let is_empty_diagram = text.contains("architecture-beta");
    let n_errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    prop_assert!(!nothing || is_empty_diagram || n_errors > 0, "nothing was read, and nobody told");
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check_laws(&text)?;
        check_laws(&format!("architecture-beta\n{text}"))?;
        check_laws(&format!("---\n{text}\n---\narchitecture-beta\n"))?;
    }

    #[test]
    fn any_sequence_of_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        check_laws(&pieces.concat())?;
        check_laws(&format!("architecture-beta\n{}", pieces.concat()))?;
    }

    #[test]
    fn any_mutation_of_a_diagram_is_read(
        cut in 0..6000_usize, len in 0..40_usize, piece in prop::sample::select(&PIECES[..]),
    ) {
        let text = include_str!("../../scenes/multi-cloud.mmd");
        let at = super::floor_boundary(text, cut);
        let end = super::floor_boundary(text, at + len);
        check_laws(&format!("{}{piece}{}", &text[..at], &text[end..]))?;
    }
}
