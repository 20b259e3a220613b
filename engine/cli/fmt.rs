use std::path::{Path, PathBuf};

use clap::Args;

use crate::input::{self, Source};
use crate::syntax;

use super::diagnostics::{Tally, counted};
use super::{Exit, export, load, say};

/// Prints diagrams back in their canonical form; what they say, their comments and their order stay.
///
/// Statements that could not be understood stay as they are. Of a Markdown file only what stands in the fences changes.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta fmt system.mmd                     print it, leave the file alone
  veduta fmt --write docs/*.mmd README.md   put the files into form
  veduta fmt --check docs/*.mmd             which files are not; exits with 1 if any
  veduta fmt - < system.mmd                 a filter, for editors
"
)]
pub(super) struct Fmt {
    /// The files; `-` reads standard input
    #[arg(value_name = "FILE|-", required = true)]
    files: Vec<PathBuf>,
    /// Write each file anew where that changes it, in place of printing it
    #[arg(short, long)]
    write: bool,
    /// Print the names of the files that would change, and exit with 1 if there are any
    #[arg(long, conflicts_with = "write")]
    check: bool,
}

/// Puts files into form: prints one, or writes or names those that change.
pub(super) fn run(args: &Fmt) -> Exit {
    if let Err(message) = judge(args) {
        say::error(message);
        return Exit::Usage;
    }
    let one: fn(&Path, Text) -> Outcome = match args {
        Fmt { write: true, .. } => write,
        Fmt { check: true, .. } => name,
        _ => print,
    };
    let (mut exit, mut n_changed) = (Exit::Done, 0);
    for file in &args.files {
        let Outcome { is_changed, exit: of_file } = match read(file) {
            Ok(text) => one(file, text),
            Err(error) => Outcome { is_changed: false, exit: load::refuse(&error) },
        };
        exit = exit.max(of_file);
        n_changed += usize::from(is_changed);
    }
    if args.check && n_changed > 0 {
        let files = counted(n_changed, "file");
        say::plain(format_args!("{files} would change; `veduta fmt --write` puts them into form"));
        exit = exit.max(Exit::Diagnostics);
    }
    exit
}

/// What no combination of arguments can mean.
fn judge(args: &Fmt) -> Result<(), &'static str> {
    let has_stdin = args.files.iter().any(|file| file.as_os_str() == "-");
    if args.write && has_stdin {
        return Err("standard input cannot be written to; leave out `--write` to have it printed");
    }
    if !args.write && !args.check && args.files.len() > 1 {
        return Err(
            "only one file is printed; add `--write` to put all into form, or `--check` to name those that are not",
        );
    }
    Ok(())
}

/// A file as it is and as it should be.
struct Text {
    written: String,
    /// The same where there is no diagram in it.
    formatted: String,
    /// How many errors stand in its diagrams.
    n_errors: usize,
}

/// What became of one file.
struct Outcome {
    is_changed: bool,
    exit: Exit,
}

fn read(file: &Path) -> Result<Text, input::Error> {
    let source = Source::from_argument(file);
    let written = input::read_as_is(&source)?;
    let Some(formatted) = syntax::format(&written) else {
        say::note(format_args!("{source}: no architecture diagram in it; it is left as it is"));
        return Ok(Text { formatted: written.clone(), written, n_errors: 0 });
    };
    let all = syntax::parse_all(&written);
    let n_errors = all.iter().map(|(_, found)| Tally::of(found).n_errors).sum();
    Ok(Text { written, formatted, n_errors })
}

fn print(file: &Path, text: Text) -> Outcome {
    note_errors(file, text.n_errors);
    Outcome { is_changed: text.is_changed(), exit: say::hand_over(text.formatted.as_bytes()) }
}

fn write(file: &Path, text: Text) -> Outcome {
    note_errors(file, text.n_errors);
    if !text.is_changed() {
        return Outcome { is_changed: false, exit: Exit::Done };
    }
    Outcome { is_changed: true, exit: export::save(file, text.formatted.as_bytes()) }
}

/// Names the file on standard output where it would change.
fn name(file: &Path, text: Text) -> Outcome {
    let is_changed = text.is_changed();
    let line = if is_changed { format!("{}\n", file.display()) } else { String::new() };
    Outcome { is_changed, exit: say::hand_over(line.as_bytes()) }
}

/// Tells if there is something that has no form.
fn note_errors(file: &Path, n_errors: usize) {
    if n_errors > 0 {
        let (source, errors) = (Source::from_argument(file), counted(n_errors, "error"));
        say::note(format_args!("{source}: {errors}, left as written; `veduta check` tells where"));
    }
}

impl Text {
    fn is_changed(&self) -> bool {
        self.written != self.formatted
    }
}
