//! Times the stages and measures the drawings, over files and made-up diagrams, and compares with an earlier run.

mod case;
mod compare;
#[cfg(feature = "window")]
mod frames;
mod meter;
mod record;
mod run;
mod table;

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::diagram::Resources;
use crate::text::Fonts;

use super::{Exit, args, icons, say};

use case::Case;
use compare::Comparison;
use record::Suite;

/// Measures what `args` ask for, prints it, and compares it.
pub(super) fn run(args: &args::Bench) -> Exit {
    measure(args).unwrap_or_else(|exit| exit)
}

fn measure(args: &args::Bench) -> Result<Exit, Exit> {
    // Whatever is wrong with the arguments is told before anything takes its time.
    let base = args.compare.as_deref().map(read_base).transpose()?;
    let icons = icons::load(&args.packs)?;
    let cases = case::all(args)?;
    let mut resources = Resources { fonts: Fonts::with_system(), icons };
    let mut suite = Suite::new();
    for (case, effort, n_threads) in settings(args, &cases) {
        suite.records.push(run::record(case, effort, n_threads, args, &mut resources)?);
    }
    let comparison = base.map(|base| compare::compare(&base, &suite, args.threshold / 100.0));
    let told = say::hand_over(present(args, &suite, comparison.as_ref()).as_bytes());
    let verdict = verdict(&suite, comparison.as_ref());
    Ok(if told == Exit::Done { verdict } else { told })
}

/// Every input with every effort and every number of threads.
fn settings<'c>(
    args: &args::Bench,
    cases: &'c [Case],
) -> impl Iterator<Item = (&'c Case, args::Effort, usize)> {
    let mut n_threads: Vec<usize> = args.threads.iter().map(|&n| usize::from(n)).collect();
    if n_threads.is_empty() {
        n_threads.push(rayon::current_num_threads());
    }
    let efforts = args.effort.clone();
    cases.iter().flat_map(move |case| {
        let n_threads = n_threads.clone();
        efforts
            .clone()
            .into_iter()
            .flat_map(move |effort| n_threads.clone().into_iter().map(move |n| (case, effort, n)))
    })
}

fn present(args: &args::Bench, suite: &Suite, comparison: Option<&Comparison>) -> String {
    if args.json {
        let mut out = serde_json::to_value(suite).unwrap_or_default();
        if let Some(comparison) = comparison {
            out["comparison"] = json!(comparison);
        }
        return format!("{out:#}\n");
    }
    let mut out = table::suite(suite);
    if let Some(comparison) = comparison {
        out += &table::comparison(comparison);
    }
    out
}

/// How to exit, with a sentence on what is wrong.
fn verdict(suite: &Suite, comparison: Option<&Comparison>) -> Exit {
    if let Some((first, other)) = suite.disagreement() {
        say::error(format_args!(
            "{} and {} gave different drawings; this is a bug of ours, please report it with the diagram",
            first.name(),
            other.name()
        ));
        return Exit::Regression;
    }
    match comparison {
        Some(comparison) if comparison.n_compared == 0 => {
            say::error(
                "nothing was compared: the earlier run has none of these inputs with this effort and number of threads; \
                 run it with the same arguments",
            );
            Exit::Usage
        }
        Some(comparison) if !comparison.worse.is_empty() => {
            say::error(format_args!(
                "{} worse than before; the lines above tell which",
                super::diagnostics::counted(comparison.worse.len(), "figure")
            ));
            Exit::Regression
        }
        _ => Exit::Done,
    }
}

fn read_base(path: &Path) -> Result<Suite, Exit> {
    let bytes = fs::read(path).map_err(|cause| {
        say::error(format_args!("{}: cannot be read ({cause}); check the path", path.display()));
        Exit::InputOutput
    })?;
    serde_json::from_slice(&bytes).map_err(|cause| {
        say::error(format_args!(
            "{}: this is not what `veduta bench --json` prints ({cause}); make it anew",
            path.display()
        ));
        Exit::Usage
    })
}
