//! Diagnostics as other programs read them: one JSON object a line.

use std::path::Path;

use serde_json::{Value, json};

use crate::input;
use crate::syntax::{Diagnostic, LineIndex, Severity};

/// Those `diagnostics` of `text` that are at least as bad as `least`, in the order of the text.
///
/// Lines and columns count from 1, columns in characters; `end` is the place after the last character.
pub(super) fn diagnostics(
    file: &Path,
    text: &str,
    diagnostics: &[Diagnostic],
    least: Severity,
) -> String {
    let index = LineIndex::new(text);
    let mut shown: Vec<&Diagnostic> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least).collect();
    shown.sort_by_key(|diagnostic| diagnostic.span.start);
    let object = |diagnostic: &&Diagnostic| {
        let (line, column) = index.line_column(diagnostic.span.start);
        let (end_line, end_column) = index.line_column(diagnostic.span.end);
        line_of(&json!({
            "file": file.display().to_string(),
            "line": line,
            "column": column,
            "end": { "line": end_line, "column": end_column },
            "severity": severity(diagnostic.severity),
            "code": diagnostic.code,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }))
    };
    shown.iter().map(object).collect()
}

/// What is wrong with an input as a whole; it has no place, so `line`, `column` and `end` are null.
pub(super) fn refusal(file: &Path, error: &input::Error) -> String {
    let sentence = error.to_string();
    let source = input::Source::from_argument(file).to_string();
    let told = sentence.strip_prefix(&format!("{source}: ")).unwrap_or(&sentence);
    // Every message of `input` ends with a next step.
    let (message, hint) = match told.split_once("; ") {
        Some((message, hint)) => (message, Some(hint)),
        None => (told, None),
    };
    line_of(&json!({
        "file": file.display().to_string(),
        "line": null,
        "column": null,
        "end": null,
        "severity": severity(Severity::Error),
        "code": code(error),
        "message": message,
        "hint": hint,
    }))
}

fn code(error: &input::Error) -> &'static str {
    match error {
        access if access.is_access() => "unreadable",
        input::Error::Empty { .. } => "empty-text",
        input::Error::NoStatements { .. } => "no-statements",
        _ => "not-text",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn line_of(object: &Value) -> String {
    format!("{object}\n")
}
