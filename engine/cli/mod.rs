//! Arguments to calls, errors to exit codes.

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with `args`, the program's own name first. Throw-away stub: helper `house` writes the real one.
#[must_use]
#[cfg(feature = "window")]
#[expect(clippy::print_stderr, reason = "the command line speaks on stderr")]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    use crate::app::{Options, PainterChoice, Report, Source, run};
    let mut source = None;
    let mut painter = PainterChoice::from_environment().unwrap_or_default();
    let (mut trace, mut exit_after, mut size) = (false, None, None);
    let mut args = args.into_iter().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--painter" => painter = args.next().and_then(|p| p.parse().ok()).unwrap_or_default(),
            "--trace" => trace = true,
            "--exit-after" => exit_after = args.next().and_then(|s| s.parse().ok()),
            "--window-size" => {
                let text = args.next().unwrap_or_default();
                size = text
                    .split_once('x')
                    .and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
            }
            "-" => source = Some(Source::Stdin),
            _ => source = Some(Source::File(arg.into())),
        }
    }
    let Some(source) = source else { return ExitCode::from(2) };
    let mut options = Options::new(source);
    (options.painter, options.trace, options.exit_after) = (painter, trace, exit_after);
    options.size = size.unwrap_or(options.size);
    options.report = Box::new(|report| match report {
        Report::Notice(text) => eprintln!("veduta: {text}"),
        Report::Trace(line) => eprintln!("{line}"),
    });
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("veduta: {error}");
            ExitCode::from(4)
        }
    }
}

/// Runs the program with `args`, the program's own name first.
#[must_use]
#[cfg(not(feature = "window"))]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let _ = args.into_iter().count();
    ExitCode::SUCCESS
}
