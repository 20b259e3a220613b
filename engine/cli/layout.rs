use crate::input::Source;

use super::{Exit, args, icons, load, metrics, options, say};

/// Prints where everything stands, as JSON, or the figures about it.
pub(super) fn run(args: &args::Layout) -> Exit {
    let source = Source::from_argument(&args.file);
    let diagram = match options::of(&source, args.work, args.after.after.as_deref())
        .and_then(|options| load::diagram(&source, icons::load(&args.packs)?, options))
    {
        Ok(drawn) => drawn.diagram,
        Err(exit) => return exit,
    };
    let out = match (args.metrics, args.json) {
        (false, _) => format!("{:#}\n", diagram.to_json()),
        (true, true) => format!("{:#}\n", metrics::json(&diagram.report())),
        (true, false) => metrics::table(&source.to_string(), &diagram.report()),
    };
    say::hand_over(out.as_bytes())
}
