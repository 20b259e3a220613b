use crate::diagram::Diagram;
use crate::graph::NodeKind;
use crate::input::Source;

use super::{Exit, args, diagnostics, icons, load, metrics, say};

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
        (true, false) => metrics::table(&title(&source, &diagram), &diagram.report()),
    };
    say::hand_over(out.as_bytes())
}

/// What was measured, in one line.
fn title(source: &Source, diagram: &Diagram) -> String {
    let graph = &diagram.graph;
    let n_services = graph.nodes.iter().filter(|n| n.kind == NodeKind::Service).count();
    let counts = [
        (n_services, "service"),
        (graph.nodes.len() - n_services, "junction"),
        (graph.groups.len(), "group"),
        (graph.edges.len(), "edge"),
    ];
    let counts = counts.map(|(n, what)| diagnostics::counted(n, what)).join(", ");
    format!("{source}: {counts}")
}
