use crate::input::Source;

use super::{Exit, args, load, say};

/// Prints where everything stands, as JSON.
pub(super) fn run(args: &args::Layout) -> Exit {
    let diagram = match load::diagram(&Source::from_argument(&args.file)) {
        Ok(diagram) => diagram,
        Err(exit) => return exit,
    };
    say::hand_over(format!("{:#}\n", diagram.to_json()).as_bytes())
}
