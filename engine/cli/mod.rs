//! Arguments to calls, errors to exit codes.

pub(crate) mod report;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with `args`, the program's own name first.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let _ = args.into_iter().count();
    ExitCode::SUCCESS
}
