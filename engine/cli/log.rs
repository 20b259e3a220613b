//! What goes on inside, for whoever looks for a fault: to standard error where it is asked for, and the last of it into a
//! file when Veduta fails.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::filter::{EnvFilter, LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use crate::clock;
use crate::settings::state_folder;

use super::args::Logging;
use super::{Exit, say};

/// So many lines go into the file of a failure.
const MOST_LINES: usize = 200;

/// Begins to log as `logging` and the variable `RUST_LOG` ask, and sees to it that a failure is written down.
pub(super) fn begin(logging: &Logging) -> Result<(), Exit> {
    let file = match &logging.log_file {
        None => None,
        Some(path) => Some(File::create(path).map_err(|cause| {
            say::error(format_args!(
                "{}: cannot be written ({cause}); give another file with `--log-file`",
                path.display()
            ));
            Exit::InputOutput
        })?),
    };
    let last = Last::default();
    let said = fmt::layer().with_writer(io::stderr).with_ansi(say::in_color());
    let kept = fmt::layer().with_writer(last.clone()).with_ansi(false);
    let written = file.map(|file| fmt::layer().with_writer(Mutex::new(file)).with_ansi(false));
    let layers: Vec<Box<dyn Layer<Registry> + Send + Sync>> = [
        // A file is asked for by who wants to know; it needs no second word.
        Some(said.with_filter(filter(logging.verbose)).boxed()),
        written.map(|layer| {
            let layer = layer.with_span_events(FmtSpan::CLOSE);
            layer.with_filter(filter(logging.verbose.max(1))).boxed()
        }),
        Some(kept.with_filter(Targets::new().with_target("veduta", LevelFilter::DEBUG)).boxed()),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Who uses the library may log in another way already.
    let _ = tracing_subscriber::registry().with(layers).try_init();
    tracing::debug!("veduta {}", env!("CARGO_PKG_VERSION"));
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| failed(info, &last, &*usual)));
    Ok(())
}

/// What `RUST_LOG` says, else what goes on in ourselves, the more the more often it is asked for; by default nothing.
fn filter(verbose: u8) -> EnvFilter {
    let default = match verbose {
        0 => "off",
        1 => "warn,veduta=debug",
        _ => "info,veduta=trace",
    };
    let asked = std::env::var("RUST_LOG").ok().filter(|asked| !asked.is_empty());
    let asked = asked.and_then(|asked| EnvFilter::try_new(asked).ok());
    asked.unwrap_or_else(|| EnvFilter::new(default))
}

/// Writes down what is known of a failure, and says where.
fn failed(info: &PanicHookInfo<'_>, last: &Last, usual: &dyn Fn(&PanicHookInfo<'_>)) {
    let message = info.payload_as_str().unwrap_or("unknown cause");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let report = report(message, &place, &last.lines());
    match write(&report) {
        Ok(path) => say::error(format_args!(
            "Veduta has failed ({message}); this is a bug of ours. What was going on, without your text, is in {}: \
             please report it with that file",
            path.display()
        )),
        // Then the standard library tells all that it knows.
        Err(_) => usual(info),
    }
}

fn report(message: &str, place: &str, lines: &[String]) -> String {
    format!(
        "veduta {} on {} {}\nfailed at {place}\n{message}\n\nthe last that was logged:\n{}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        lines.concat()
    )
}

/// Into the folder of states, else into that for what is not kept.
fn write(report: &str) -> io::Result<PathBuf> {
    let into = |folder: &Path| {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("crash-{}.txt", clock::stamp()));
        std::fs::write(&path, report)?;
        Ok(path)
    };
    let state = state_folder().map(|folder| into(&folder));
    state.and_then(Result::ok).map_or_else(|| into(&std::env::temp_dir()), Ok)
}

/// The last lines that were logged.
#[derive(Clone, Debug, Default)]
struct Last(Arc<Mutex<VecDeque<String>>>);

impl Last {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Write for Last {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back(String::from_utf8_lossy(line).into_owned());
        while lines.len() > MOST_LINES {
            lines.pop_front();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Last {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_the_last_lines_and_no_more() {
        let mut last = Last::default();
        for number in 0..MOST_LINES + 50 {
            last.write_all(format!("line {number}\n").as_bytes()).unwrap();
        }
        let lines = last.lines();
        assert_eq!((lines.len(), lines[0].as_str()), (MOST_LINES, "line 50\n"));
        let report = report("index out of bounds", "engine/x.rs:3:4", &lines);
        for needle in [env!("CARGO_PKG_VERSION"), "engine/x.rs:3:4", "index out", "line 249\n"] {
            assert!(report.contains(needle), "{needle}: {report}");
        }
    }
}
