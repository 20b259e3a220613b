use std::path::Path;

use crate::diagram::{note_circles, note_icons};
use crate::graph;
use crate::icons::Icons;
use crate::input::{self, Source};
use crate::scene;
use crate::syntax::{self, Diagnostic, Severity};

use super::diagnostics::{self, Tally, counted};
use super::{Exit, args, icons, json, load, say};

/// Says what is wrong with each file, then how many faults there are in all; as JSON, the first only.
pub(super) fn run(args: &args::Check) -> Exit {
    let mut tally = Tally::default();
    let mut n_refused = 0;
    let icons = match icons::load(&args.packs) {
        Ok(icons) => icons,
        Err(exit) => return exit,
    };
    let mut exit = Exit::Done;
    for file in &args.files {
        let checked = check(file, &icons);
        exit = exit.max(tell(file, &checked, args));
        tally.add(Tally::of(&checked.found));
        n_refused += usize::from(checked.refused.is_some());
    }
    if !args.json {
        say::plain(summary(args.files.len() - n_refused, n_refused, tally, args.portability));
    }
    if tally.n_errors > 0 { exit.max(Exit::Diagnostics) } else { exit }
}

/// What came of one file.
#[derive(Debug, Default)]
struct Checked {
    text: String,
    found: Vec<Diagnostic>,
    /// Why there is nothing to check, or nothing to draw and no finding that says so.
    refused: Option<input::Error>,
}

/// Reads every diagram in the file: a Markdown text may hold several.
fn check(file: &Path, icons: &Icons) -> Checked {
    let source = Source::from_argument(file);
    let text = match input::read(&source) {
        Ok(text) => text,
        Err(error) => return Checked { refused: Some(error), ..Checked::default() },
    };
    let (mut found, mut refused) = (Vec::new(), None);
    for (document, of_text) in syntax::parse_all(&text) {
        let is_told = load::has_errors(&of_text);
        found.extend(of_text);
        let (graph, of_graph) = graph::resolve(&document);
        found.extend(of_graph);
        found.extend(note_circles(&graph));
        found.extend(scene::contrast_notes(&document.config));
        found.extend(note_icons(&document, icons));
        if !is_told {
            refused = refused.or(input::require_statements(&document, &source).err());
        }
    }
    Checked { text, found, refused }
}

fn tell(file: &Path, checked: &Checked, args: &args::Check) -> Exit {
    let least = if args.portability { Severity::Note } else { Severity::Warning };
    let Checked { text, found, refused } = checked;
    if !args.json {
        diagnostics::print(&Source::from_argument(file), text, found, least);
        return refused.as_ref().map_or(Exit::Done, load::refuse);
    }
    let mut lines = json::diagnostics(file, text, found, least);
    let mut exit = Exit::Done;
    if let Some(error) = refused {
        lines.push_str(&json::refusal(file, error));
        exit = load::exit_of(error);
    }
    exit.max(say::hand_over(lines.as_bytes()))
}

fn summary(n_files: usize, n_refused: usize, tally: Tally, with_notes: bool) -> String {
    let mut parts = vec![
        counted(n_files, "file"),
        counted(tally.n_errors, "error"),
        counted(tally.n_warnings, "warning"),
    ];
    if n_refused > 0 {
        parts.insert(1, format!("{n_refused} with nothing to check"));
    }
    if with_notes {
        parts.push(counted(tally.n_notes, "note"));
    }
    let more = match (with_notes, tally.n_notes) {
        (true, _) | (_, 0) => String::new(),
        (false, n) => format!(" ({} with --portability)", counted(n, "note")),
    };
    format!("checked {}{more}", parts.join(", "))
}
