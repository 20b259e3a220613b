use std::cmp::Reverse;
use std::fmt::Display;

use crate::syntax::{Diagnostic, Severity};

use super::{report, say};

/// Says those `diagnostics` of `text` that are at least as bad as `least`.
pub(super) fn print(source: &dyn Display, text: &str, diagnostics: &[Diagnostic], least: Severity) {
    let mut shown: Vec<Diagnostic> =
        diagnostics.iter().filter(|d| d.severity >= least).cloned().collect();
    // Where there are too many, notes must not crowd out what is wrong.
    shown.sort_by_key(|d| (Reverse(d.severity), d.span.start));
    let n_more = shown.len().saturating_sub(MOST_SHOWN);
    shown.truncate(MOST_SHOWN);
    shown.sort_by_key(|d| d.span.start);
    if !shown.is_empty() {
        say::plain(report::render(&source.to_string(), text, &shown, say::in_color()));
        say::plain("");
    }
    if n_more > 0 {
        say::note(format_args!("{source}: {n_more} more are not shown; mend these first"));
    }
}

/// Nobody mends more than this before trying again, and a file of another kind would fill the screen.
const MOST_SHOWN: usize = 50;

/// How many diagnostics there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) n_errors: usize,
    pub(super) n_warnings: usize,
    pub(super) n_notes: usize,
}

impl Tally {
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Self {
            n_errors: count(Severity::Error),
            n_warnings: count(Severity::Warning),
            n_notes: count(Severity::Note),
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.n_errors += other.n_errors;
        self.n_warnings += other.n_warnings;
        self.n_notes += other.n_notes;
    }
}

/// `1 file`, `2 files`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
