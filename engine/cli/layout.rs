use crate::input::Source;

use super::{Exit, args, icons, load, metrics, say};

/// Prints where everything stands, as JSON, or the figures about it.
pub(super) fn run(args: &args::Layout) -> Exit {
    let source = Source::from_argument(&args.file);
    let diagram = match icons::load(&args.packs)
        .and_then(|icons| load::diagram(&source, icons, &args.work.options()))
    {
        Ok(diagram) => diagram,
        Err(exit) => return exit,
    };
    let out = match (args.metrics, args.json) {
        (false, _) => format!("{:#}\n", diagram.to_json()),
        (true, true) => format!("{:#}\n", metrics::json(&diagram.report())),
        (true, false) => metrics::table(&source.to_string(), &diagram.report()),
    };
    say::hand_over(out.as_bytes())
}
