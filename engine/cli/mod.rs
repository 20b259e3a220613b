//! Arguments to calls, errors to exit codes.
//!
//! Standard output carries what was asked for and nothing else: a picture, JSON, a help text, the report of `doctor`.
//! Everything said to a person goes to standard error, through `say`. A reader that closes the pipe early ends the
//! program quietly.

mod args;
mod bench;
mod check;
mod completions;
mod config;
mod diagnostics;
mod diff;
mod doctor;
mod explain;
mod export;
mod film;
mod fmt;
mod help;
mod icons;
mod interrupt;
mod json;
mod layout;
mod load;
mod log;
mod measures;
mod metrics;
mod motion;
mod movie;
mod open;
mod options;
#[cfg(feature = "window")]
mod recording;
mod say;
mod session;
mod tour;

pub(crate) mod report;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Runs the program with `args`, the program's own name first.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Cli::try_parse_from(args) {
        Ok(cli) => match log::begin(&cli.logging) {
            Ok(()) => dispatch(&cli),
            Err(exit) => exit,
        },
        Err(error) => {
            // Help and version are asked for and go to standard output; a closed pipe is nobody's fault.
            let _ = error.print();
            if error.use_stderr() { Exit::Usage } else { Exit::Done }
        }
    };
    ExitCode::from(exit as u8)
}

fn dispatch(cli: &Cli) -> Exit {
    match &cli.command {
        None => open::run(&cli.open, None),
        Some(Command::Present { open, stage }) => open::run(open, Some(stage)),
        Some(Command::Tour(args)) => tour::run(args),
        Some(Command::Export(args)) => export::run(args),
        Some(Command::Diff(args)) => diff::run(args),
        Some(Command::Check(args)) => check::run(args),
        Some(Command::Fmt(args)) => fmt::run(args),
        Some(Command::Layout(args)) => layout::run(args),
        Some(Command::Bench(args)) => bench::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Icons(args)) => icons::run(args),
        Some(Command::Metrics(args::Metrics::Check(args))) => measures::check(args),
        Some(Command::Config(args)) => config::run(args),
        Some(Command::Keys { json }) => config::keys(*json),
        Some(Command::Completions { shell }) => completions::run(*shell),
        Some(Command::Man { command }) => completions::man(command.as_deref()),
        Some(Command::Doctor) => doctor::run(),
        Some(Command::Help { topic }) => help::run(topic.as_deref()),
    }
}

/// How the program ends. 5 (out of time) is kept for commands to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Exit {
    /// What was asked for was done.
    Done = 0,
    /// The input has errors, is out of form, or has nothing in it to draw; no icon was found.
    Diagnostics = 1,
    /// The arguments make no sense; a file of `--icons`, `--after` or the pins is not what it should be.
    Usage = 2,
    /// `--painter gpu`, and there is no usable GPU.
    #[cfg_attr(not(feature = "window"), expect(dead_code, reason = "only the window uses a GPU"))]
    NoGpu = 3,
    /// Something could not be read or written.
    InputOutput = 4,
    /// `bench` found something worse than before, or a drawing that is not the same each time.
    Regression = 6,
    /// An interrupt; where no file was being written the system ends the program, which shells tell by the same number.
    Interrupted = 130,
}
