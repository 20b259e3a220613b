//! What was measured: where it is found, and what of it is in the diagram.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::graph::{self, Graph};
use crate::input::{self, Source};
use crate::metrics::{self, Assigned, Form, Metrics, Of, assign};
use crate::scene::Traffic;
use crate::syntax;

use super::args::MetricsCheck;
use super::{Exit, load, say};

/// What goes along the edges of `graph`: as measured in `given`, or in the file beside `source`, else made up.
pub(super) fn traffic(
    source: &Source,
    given: Option<&Path>,
    graph: &Graph,
) -> Result<Traffic, Exit> {
    let Some((path, metrics)) = find(source, given)? else {
        return Ok(Traffic::illustrative(graph));
    };
    let assigned = assign(&metrics, graph);
    let (n, all) = (assigned.n_matched, metrics.records.len());
    if n < all {
        say::warning(format_args!(
            "{}: {n} of {all} measures are of this diagram; `veduta metrics check` tells the others",
            path.display()
        ));
    }
    Ok(Traffic::measured(graph, &assigned.edges))
}

fn find(source: &Source, given: Option<&Path>) -> Result<Option<(PathBuf, Metrics)>, Exit> {
    let found = given.map(Path::to_owned).or_else(|| input::measures_of(source));
    let Some(path) = found else { return Ok(None) };
    let name = path.to_string_lossy();
    let Some(form) = Form::of_name(&name) else {
        say::error(format_args!(
            "{name}: its name tells no form; end it in .csv, .json, .jsonl or .prom"
        ));
        return Err(Exit::Usage);
    };
    let text = input::read(&Source::from_argument(&path)).map_err(|error| load::refuse(&error))?;
    match metrics::read(&text, form) {
        Ok(metrics) => Ok(Some((path, metrics))),
        Err(fault) => {
            say::error(format_args!("{name}:{fault}"));
            Err(Exit::Diagnostics)
        }
    }
}

/// Says what of the measures is in the diagram, and what is not.
pub(super) fn check(args: &MetricsCheck) -> Exit {
    let source = Source::from_argument(&args.file);
    let found = find(&source, args.metrics.as_deref());
    let (path, metrics) = match found {
        Ok(Some(found)) => found,
        Ok(None) => {
            let named = source.measures();
            let named: Vec<String> = named.iter().map(|path| path.display().to_string()).collect();
            say::error(format_args!(
                "{source}: nothing measured lies beside it; name a file, or write one of {}",
                named.join(", ")
            ));
            return Exit::InputOutput;
        }
        Err(exit) => return exit,
    };
    let text = match input::read(&source) {
        Ok(text) => text,
        Err(error) => return load::refuse(&error),
    };
    let (graph, _) = graph::resolve(&syntax::parse(&text).0);
    let assigned = assign(&metrics, &graph);
    let exit = if assigned.unmatched.is_empty() { Exit::Done } else { Exit::Diagnostics };
    if args.json {
        return exit.max(say::hand_over(as_json(&graph, &metrics, &assigned).as_bytes()));
    }
    for unmatched in &assigned.unmatched {
        let line = if unmatched.line > 0 { format!(":{}", unmatched.line) } else { String::new() };
        let meant: Vec<String> =
            unmatched.proposals.iter().map(|(name, id)| format!("\"{name}\": \"{id}\"")).collect();
        let hint = match meant.is_empty() {
            true => String::new(),
            false => format!("; perhaps, in a JSON file, `\"map\": {{{}}}`", meant.join(", ")),
        };
        let (path, of, reason) = (path.display(), &unmatched.of, &unmatched.reason);
        say::warning(format_args!("{path}{line}: {of}: {reason}{hint}"));
    }
    if !metrics.ignored.is_empty() {
        let names = metrics.ignored.join(", ");
        say::note(format_args!("{}: not used: {names}", path.display()));
    }
    let n_edges = assigned.edges.iter().filter(|m| **m != metrics::Measure::default()).count();
    say::plain(format_args!(
        "{} of {} measures are of this diagram; {n_edges} of its {} edges are measured",
        assigned.n_matched,
        metrics.records.len(),
        graph.edges.len()
    ));
    exit
}

fn as_json(graph: &Graph, metrics: &Metrics, assigned: &Assigned) -> String {
    let measure = |measure: &metrics::Measure| {
        json!({
            "rate": measure.rate,
            "latency_ms": measure.latency_ms,
            "errors": measure.errors,
            "utilisation": measure.used,
        })
    };
    let id = |at: graph::EndAt| match at {
        graph::EndAt::Node(node) => graph.nodes[node.index()].id.clone(),
        graph::EndAt::Group(group) => graph.groups[group.index()].id.clone(),
    };
    let edges = graph.edges.iter().zip(&assigned.edges).map(|(edge, found)| {
        json!({ "from": id(edge.from.at), "to": id(edge.to.at), "measure": measure(found) })
    });
    let nodes = graph.nodes.iter().zip(&assigned.nodes);
    let nodes = nodes.map(|(node, found)| json!({ "id": node.id, "measure": measure(found) }));
    let unmatched = assigned.unmatched.iter().map(|unmatched| {
        let of = match &unmatched.of {
            Of::Node(name) => json!({ "node": name }),
            Of::Edge(from, to) => json!({ "from": from, "to": to }),
        };
        let proposals: Vec<_> = unmatched
            .proposals
            .iter()
            .map(|(name, id)| json!({ "name": name, "id": id }))
            .collect();
        json!({ "of": of, "line": unmatched.line, "reason": unmatched.reason, "proposals": proposals })
    });
    let object = json!({
        "edges": edges.collect::<Vec<_>>(),
        "nodes": nodes.collect::<Vec<_>>(),
        "unmatched": unmatched.collect::<Vec<_>>(),
        "ignored": metrics.ignored,
    });
    format!("{object:#}\n")
}
