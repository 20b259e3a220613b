use std::fmt::Write;

use clap::CommandFactory;

use crate::explore::{GESTURES, VOCABULARY};

use super::args::Cli;
use super::{Exit, say};

/// Explains the program, or one topic of it.
pub(super) fn run(topic: Option<&str>) -> Exit {
    let mut program = Cli::command();
    program.build();
    let text = match topic {
        None => program.render_help().ansi().to_string(),
        Some("keys") => keys(),
        Some("commands") => commands(),
        Some("exit-codes") => EXIT_CODES.to_owned(),
        Some(name) => match program.find_subcommand_mut(name) {
            Some(command) => command.render_help().ansi().to_string(),
            None => {
                let names: Vec<&str> = program.get_subcommands().map(|c| c.get_name()).collect();
                say::error(format_args!(
                    "there is no help on `{name}`; there is on {}, keys, commands, exit-codes",
                    names.join(", ")
                ));
                return Exit::Usage;
            }
        },
    };
    say::hand_over(anstream::adapter::strip_str(&text).to_string().as_bytes())
}

/// The keys of the window, as they are.
fn keys() -> String {
    let mut text = String::from("In the window:\n");
    for (hands, about) in GESTURES {
        line(&mut text, hands, about);
    }
    let (keys, faults) = crate::settings::load_keys();
    super::config::tell(&faults);
    for (_, keys, about) in keys.lines() {
        line(&mut text, &keys, about);
    }
    text
}

/// The commands of `--do` and of sessions.
fn commands() -> String {
    let mut text = String::from(
        "Commands, separated by `;` (NAME is the id of a service, junction or group, or edge NUMBER):\n",
    );
    // Those that do the like stand in one line.
    for alike in VOCABULARY.chunk_by(|a, b| (a.usage, a.about) == (b.usage, b.about)) {
        let words: Vec<&str> = alike.iter().map(|entry| entry.word).collect();
        line(&mut text, &format!("{} {}", words.join("|"), alike[0].usage), alike[0].about);
    }
    text
}

fn line(text: &mut String, what: &str, about: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  {what:<34}  {about}");
}

const EXIT_CODES: &str = "\
Exit codes:
  0    what was asked for was done; `export` and `layout` draw what could be understood and tell the rest
  1    `check` found an error, `fmt --check` a file that would change, there is nothing in the input to draw (empty,
       binary, no statements), or `icons` found no icon
  2    the arguments make no sense, `explain` knows no such code, or a file of `--icons`, of `--after`, or of pins beside a
       diagram is not what it should be
  3    `--painter gpu`, and there is no usable GPU
  4    something could not be read or written
  5    out of time (for commands to come)
  6    `bench` found something worse than in the file of `--compare`, or a drawing that is not the same each time
  130  interrupted
";
