//! Runs a file of cases: an input, and what it is expected to give, as text. `BLESS=1` writes what it gives.

use std::fs;
use std::path::Path;

use super::{Diagnostic, LineIndex, Severity};

/// Names of characters that an editor would not show or keep.
const CHARACTERS: [(&str, &str); 7] = [
    ("<CR>", "\r"),
    ("<LF>", "\n"),
    ("<TAB>", "\t"),
    ("<BOM>", "\u{feff}"),
    ("<NBSP>", "\u{a0}"),
    ("<NUL>", "\0"),
    ("<END>", ""),
];

/// Checks every case of the file at `path` (from the package's root): `#### name`, input, `####=>`, expected.
pub(crate) fn check_file(path: &str, run: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let file = fs::read_to_string(&path).unwrap();
    let mut blessed = String::new();
    let mut failures = String::new();
    for case in file.split("#### ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap();
        let (input, expected) = rest.split_once("####=>\n").unwrap_or((rest, ""));
        let mut text = input.to_owned();
        for (shown, meant) in CHARACTERS {
            text = text.replace(shown, meant);
        }
        let given = run(&text);
        blessed += &format!("#### {name}\n{input}####=>\n{given}\n");
        if given.trim_end() != expected.trim_end() {
            failures += &format!(
                "#### {name}\n{input}gives\n{given}in place of\n{}\n\n",
                expected.trim_end()
            );
        }
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, blessed).unwrap();
    } else {
        assert!(failures.is_empty(), "\n{failures}");
    }
}

/// One line a diagnostic: severity, code, place, what it marks, and the hint.
pub(crate) fn show(text: &str, diagnostics: &[Diagnostic]) -> String {
    let index = LineIndex::new(text);
    let one = |d: &Diagnostic| {
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let (line, column) = index.line_column(d.span.start);
        let marked = text[d.span.range()].escape_debug();
        let hint = d.hint.as_ref().map(|hint| format!(" | {hint}")).unwrap_or_default();
        format!("{severity} {} {line}:{column} \"{marked}\" {}{hint}\n", d.code, d.message)
    };
    diagnostics.iter().map(one).collect()
}
