//! Whatever Mermaid's grammar accepts, Veduta reads without an error and to the same model.
//!
//! `strict` reads the grammar to the letter and nothing else; both are given texts that are valid by the look of them, and
//! random ones, of which enough are valid by chance. `tests/corpus.rs` does the same with real texts.

use proptest::prelude::*;
use veduta::syntax::{self, Severity};

mod strict;

/// Statements that the grammar accepts, each in a text of its own and all together.
const VALID: [&str; 44] = [
    "group a",
    "group a(cloud)",
    "group a[Title]",
    "group  a (logos:aws-s3) [Title] in b",
    "group a(x_y-z:1)[\"[in] quotes\"]",
    "service a",
    "service a(server)",
    "service a \"text\"",
    "service a 'te\"xt'[Title]",
    "service a \"two\nlines\"",
    "service a(server)[Title] in b",
    "service\ta(server)\t[Title]\tin\tb",
    "service a(a:b:c)[T]in b",
    "service 1_a--b[x]",
    "service groupA[services]",
    "service in1",
    "service rowx in inx",
    "service a[ ]",
    "service a[node.js 20 / x:y, (z) #1; <b> = 100 %]",
    "service a[ünï — 日本語 😀]",
    "service a[\"it's \\\"so\\\"\"]",
    "service a['it\\'s so']",
    "service a[\"two\nlines\"]",
    "service a[a %% b]",
    "service a %% comment",
    "service a[\"x\"] %% comment",
    "junction a",
    "junction a in b",
    "a:R -- L:b",
    "a:L--R:b",
    "a : T -- B : b",
    "a:R --> L:b",
    "a:R <-- L:b",
    "a:R <--> L:b",
    "a:R >--< L:b",
    "a{group}:R --> L:b{group}",
    "a{group} : B-[label]->T : b",
    "a:R <-[\"a [label]\"]-> L:b",
    "a:R -[x]- L:b",
    "align row a b",
    "align column a b c",
    "title A title %% comment",
    "accTitle: a title\naccDescr: a description",
    "accDescr {\n  a description\n  in lines\n}",
];

/// What may stand round the statements.
const FRAMES: [(&str, &str); 7] = [
    ("architecture-beta\n", ""),
    ("\n\n  %% comment\narchitecture-beta %% comment\n    ", "\n\n"),
    ("architecture-beta ", "\n%%{init: {'theme': 'dark'}}%%\n"),
    ("---\nconfig:\n  theme: dark\n---\narchitecture-beta\n", "   "),
    ("  ---\n  config: {}\n  ---\n  architecture-beta\n", "\n%% comment"),
    ("%%{init: {\n'theme': 'dark'}}%%\narchitecture-beta\n", "\n---\na: b\n---\nservice z"),
    ("%%{wrap}%%\n\narchitecture-beta\n\n\n", "\n%%comment\n\nservice z\n"),
];

/// Both readings of `text` are the same; whether Mermaid accepts it.
fn check(text: &str) -> Result<bool, TestCaseError> {
    let Some(mut expected) = strict::read(text) else { return Ok(false) };
    let (document, diagnostics) = syntax::parse(text);
    let errors: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    prop_assert!(errors.is_empty(), "{:?} in {:?}", errors, text);
    let mut found = strict::veduta::model(&document);
    // One from the frontmatter is nothing that the grammar sees, and an empty one is none.
    found.title = found.title.filter(|title| !title.is_empty() && expected.title.is_some());
    expected.title = expected.title.filter(|title| !title.is_empty());
    prop_assert_eq!(found, expected, "of {:?}", text);
    Ok(true)
}

#[test]
fn every_form_of_every_statement_is_read_as_mermaid_reads_it() {
    let all = VALID.join("\n");
    for (before, after) in FRAMES {
        for statement in VALID.iter().copied().chain([all.as_str()]) {
            let text = format!("{before}{statement}{after}");
            for text in [text.replace('\n', "\r\n"), text] {
                let outcome = check(&text).unwrap_or_else(|error| panic!("{error}"));
                assert!(outcome, "the strict reader refuses {text:?}");
            }
        }
    }
}

#[test]
fn the_strict_reader_is_strict() {
    for statement in [
        "group",
        "service a(b c)",
        "service a()",
        "service a[]",
        "service a[x](b)",
        "a -- b",
        "a:R --- L:b",
        "a:R --[x]-- L:b",
        "a:X -- L:b",
        "align row a",
        "service a; service b",
        "junction a[x]",
        "title: x",
        "service é",
        "service a.b",
        "a:R -- L:b:R -- L:c",
    ] {
        let text = format!("architecture-beta\n{statement}\n");
        assert!(strict::read(&text).is_none(), "{statement}");
    }
    assert!(strict::read("architecture\nservice a").is_none());
}

/// Parts of statements, so that lines of them are often valid.
const PARTS: [&str; 45] = [
    "group",
    "service",
    "junction",
    "align row",
    "align column",
    "a",
    "b",
    "in1",
    "L",
    "x-y",
    " in ",
    " in a",
    "(server)",
    "(a:b-c)",
    "()",
    "[Title]",
    "[ ]",
    "[\"q\"]",
    "['q']",
    "[\" x \"]",
    "[a.b/c]",
    "[x",
    "]",
    "\"t\"",
    "'t'",
    "a:R",
    "L:b",
    ":",
    "R",
    "B",
    "--",
    "-",
    "-->",
    "<--",
    "<",
    ">",
    "{group}",
    "-[x]-",
    "title ",
    "accTitle:",
    "accDescr:",
    "accDescr {",
    "}",
    "%% c",
    "\t",
];

/// A line of some of these, with blanks between them or not.
fn line() -> impl Strategy<Value = String> {
    let part = (prop::sample::select(&PARTS[..]), prop::sample::select(&["", " ", "  "][..]));
    prop::collection::vec(part, 0..7).prop_map(|parts| {
        parts.into_iter().fold(String::new(), |line, (part, blank)| line + part + blank)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn what_the_grammar_accepts_by_chance_is_read_the_same(line in line(), valid in prop::sample::select(&VALID[..])) {
        check(&format!("architecture-beta\n{line}"))?;
        check(&format!("architecture-beta\n{valid}\n{line}\nservice z"))?;
        check(&format!("architecture-beta\n{valid}{line}"))?;
    }

    #[test]
    fn valid_statements_in_any_order_are_read_the_same(
        statements in prop::collection::vec(prop::sample::select(&VALID[..]), 0..20),
        frame in prop::sample::select(&FRAMES[..]),
    ) {
        let is_accepted = check(&format!("{}{}{}", frame.0, statements.join("\n"), frame.1))?;
        prop_assert!(is_accepted, "the strict reader refuses it");
    }
}
