use crate::graph;
use crate::input::{self, Source};
use crate::syntax::{self, Severity};

use super::diagnostics::{self, Tally, counted};
use super::{Exit, args, load, say};

/// Says what is wrong with each file, then how many faults there are in all.
pub(super) fn run(args: &args::Check) -> Exit {
    let least = if args.portability { Severity::Note } else { Severity::Warning };
    let mut tally = Tally::default();
    let mut n_refused = 0;
    let mut exit = Exit::Done;
    for file in &args.files {
        let source = Source::from_argument(file);
        match check(&source, least) {
            Ok(found) => tally.add(found),
            Err(failed) => {
                n_refused += 1;
                exit = exit.max(failed);
            }
        }
    }
    say::plain(summary(args.files.len() - n_refused, n_refused, tally, args.portability));
    if tally.n_errors > 0 { exit.max(Exit::Diagnostics) } else { exit }
}

fn check(source: &Source, least: Severity) -> Result<Tally, Exit> {
    let text = input::read(source).map_err(|error| load::refuse(&error))?;
    let (document, mut found) = syntax::parse(&text);
    found.extend(graph::resolve(&document).1);
    diagnostics::print(source, &text, &found, least);
    if !load::has_errors(&found) {
        input::require_statements(&document, source).map_err(|error| load::refuse(&error))?;
    }
    Ok(Tally::of(&found))
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
