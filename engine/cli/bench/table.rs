use std::fmt::Write;

use crate::cli::metrics;

use super::compare::{Change, Comparison};
use super::record::{Record, Spread, Suite};

/// What was measured, as lines.
pub(super) fn suite(suite: &Suite) -> String {
    let load = suite.load.map_or(String::new(), |load| format!(", load {load:.1}"));
    let mut out =
        format!("veduta {} ({} build), {} cores{load}\n", suite.veduta, suite.build, suite.cores);
    if suite.build == "debug" {
        out += "The times of a debug build say little; build with `--release`.\n";
    }
    for record in &suite.records {
        write(&mut out, record);
    }
    out
}

fn write(out: &mut String, record: &Record) {
    let runs = crate::cli::diagnostics::counted(record.runs as usize, "run");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "\n{}, {runs}", record.name());
    let _ = writeln!(out, "  {}", metrics::counts(&record.metrics));
    let _ = writeln!(out, "  {:<10}{:>22}{:>22}", "stage", "wall, ms", "CPU, ms");
    for stage in &record.stages {
        let cpu = stage.cpu_ms.as_ref().map_or("-".to_owned(), spread);
        let _ = writeln!(out, "  {:<10}{:>22}{cpu:>22}", stage.name, spread(&stage.wall_ms));
    }
    if let Some(bytes) = record.peak_bytes {
        let _ = writeln!(out, "  peak memory {:.0} MiB", bytes as f64 / f64::from(1 << 20));
    }
    frames(out, record);
    let _ = writeln!(out, "  {}", metrics::summary(&record.metrics));
}

fn frames(out: &mut String, record: &Record) {
    if record.frames.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {:<10}{:>22}{:>22}", "frames", "CPU, ms: median", "99 of 100 within");
    for stage in &record.frames {
        let spread = stage.cpu_ms.as_ref().unwrap_or(&stage.wall_ms);
        let (median, p99) = (time(spread.median), time(spread.p99));
        let _ = writeln!(out, "  {:<10}{median:>22}{p99:>22}", stage.name);
    }
    if let Some(bytes) = record.frames_peak_bytes {
        let _ = writeln!(out, "  peak memory {:.0} MiB", bytes as f64 / f64::from(1 << 20));
    }
}

/// `median ± distance`.
fn spread(spread: &Spread) -> String {
    format!("{} ± {}", time(spread.median), time(spread.mad))
}

fn time(ms: f64) -> String {
    match ms {
        _ if ms >= 1000.0 => format!("{ms:.0}"),
        _ if ms >= 10.0 => format!("{ms:.1}"),
        _ => format!("{ms:.3}"),
    }
}

/// What has changed, as lines.
pub(super) fn comparison(comparison: &Comparison) -> String {
    let mut out = String::new();
    let n_compared = crate::cli::diagnostics::counted(comparison.n_compared, "drawing");
    let _ = writeln!(out, "\nCompared {n_compared} with the earlier run.");
    for note in &comparison.notes {
        let _ = writeln!(out, "  {note}");
    }
    for (word, changes) in [("worse", &comparison.worse), ("better", &comparison.better)] {
        for change in changes {
            let _ = writeln!(out, "  {word:<7}{}", line(change));
        }
    }
    out
}

fn line(change: &Change) -> String {
    let Change { record, figure, before, after } = change;
    let number =
        |value: f64| format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned();
    format!("{record}: {figure} {} → {}", number(*before), number(*after))
}
