use proptest::prelude::*;

use super::super::{cases, floor_boundary};
use super::{format, meaning, rewrite};

#[test]
fn cases() {
    cases::check_file("engine/syntax/format/cases.txt", |text| match format(text) {
        Some(formatted) => marked(&formatted),
        None => "no diagram\n".to_owned(),
    });
}

/// `text` with what an editor would not show.
fn marked(text: &str) -> String {
    text.replace('\r', "<CR>").replace('\u{feff}', "<BOM>").replace(" \n", "<BLANK>\n")
}

/// What `format` promises, of the form before it is compared with the text.
fn check_laws(text: &str) -> Result<(), TestCaseError> {
    let Some(formatted) = rewrite(text) else { return Ok(()) };
    prop_assert!(meaning::of(text) == meaning::of(&formatted), "another meaning");
    prop_assert!(rewrite(&formatted).as_ref() == Some(&formatted), "not settled");
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    prop_assert!(letters(text) <= letters(&formatted), "something is lost");
    Ok(())
}

/// Pieces that texts of the language are made of, in lines and out of them.
const PIECES: [&str; 60] = [
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\t",
    "group",
    "service",
    "junction",
    "align row",
    "align column",
    " in ",
    "title ",
    "accTitle:",
    "accDescr:",
    "accDescr {",
    "}",
    "direction LR",
    "a",
    "b-c",
    "é",
    "x.y",
    "L",
    "R",
    ":L",
    "R:",
    ":",
    "--",
    "-",
    "-->",
    "<--",
    "<",
    "{group}",
    "[",
    "]",
    "[Title]",
    "[ \"q\" ]",
    "(icon)",
    "(",
    ")",
    "\"",
    "'",
    "\\",
    "%%",
    "%% c",
    "%%{init: {}}%%",
    "%%{",
    "}%%",
    "---",
    "---\n",
    "\u{a0}",
    "# c",
    "|l|",
    ";",
    "-[x]-",
    "&amp;",
    "\nservice a(b)[C] in d\n",
    "\na:R --> L:b\n",
];

proptest! {
    #[test]
    fn any_sequence_of_pieces_keeps_its_meaning(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40),
    ) {
        check_laws(&format!("architecture-beta\n{}", pieces.concat()))?;
        check_laws(&format!("---\ntitle: T\n---\narchitecture {}", pieces.concat()))?;
        check_laws(&format!("- x\n\n  ```mermaid\n  architecture-beta\n{}\n  ```\n", pieces.concat()))?;
    }

    #[test]
    fn any_text_keeps_its_meaning(text in any::<String>()) {
        check_laws(&format!("architecture-beta\n{text}"))?;
        check_laws(&format!("architecture-beta\nservice a[{text}]\naccDescr {{{text}}}"))?;
    }

    #[test]
    fn any_mutation_of_a_diagram_keeps_its_meaning(
        cut in 0..6000_usize, len in 0..40_usize, piece in prop::sample::select(&PIECES[..]),
    ) {
        let text = include_str!("../../../scenes/multi-cloud.mmd");
        let at = floor_boundary(text, cut);
        let end = floor_boundary(text, at + len);
        check_laws(&format!("{}{piece}{}", &text[..at], &text[end..]))?;
    }
}
