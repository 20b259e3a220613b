use crate::input::Source;

use super::{Exit, args, icons, load, say};

/// Prints where everything stands, as JSON.
pub(super) fn run(args: &args::Layout) -> Exit {
    let source = Source::from_argument(&args.file);
    let diagram = match icons::load(&args.packs)
        .and_then(|icons| load::diagram(&source, icons, &args.work.options()))
    {
        Ok(diagram) => diagram,
        Err(exit) => return exit,
    };
    say::hand_over(format!("{:#}\n", diagram.to_json()).as_bytes())
}
