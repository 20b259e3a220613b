use clap::CommandFactory;

use super::args::Cli;
use super::{Exit, say};

/// Explains the program, or one topic of it.
pub(super) fn run(topic: Option<&str>) -> Exit {
    let mut program = Cli::command();
    program.build();
    let text = match topic {
        None => program.render_help().ansi().to_string(),
        Some("keys") => KEYS.to_owned(),
        Some("exit-codes") => EXIT_CODES.to_owned(),
        Some(name) => match program.find_subcommand_mut(name) {
            Some(command) => command.render_help().ansi().to_string(),
            None => {
                let names: Vec<&str> = program.get_subcommands().map(|c| c.get_name()).collect();
                say::error(format_args!(
                    "there is no help on `{name}`; there is on {}, keys, exit-codes",
                    names.join(", ")
                ));
                return Exit::Usage;
            }
        },
    };
    say::hand_over(anstream::adapter::strip_str(&text).to_string().as_bytes())
}

const KEYS: &str = "\
In the window:
  wheel, pinch              zoom at the pointer
  drag, two fingers         move
  arrows, PgUp and PgDn     move by a step, by a page
  + and -                   zoom in and out
  Home, W, Shift+1          show everything
  Ctrl+0                    show at 100 %
  R                         read the file again
  F11                       full screen
  F12                       show what draws, and how fast
  Escape                    leave full screen
  Ctrl+Q                    quit
";

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
