//! What the status bar says.

use super::worker::Loaded;
use crate::explore::{Course, Follow, State, Subject, Trace, title_of};
use crate::graph::NodeKind;

/// What is going on.
pub(super) fn doing(loaded: &Loaded, state: &State) -> String {
    let name = |subject: Subject| title_of(&loaded.diagram.graph, subject);
    let view = &state.view;
    let mut parts = Vec::new();
    if let Some(group) = view.focus {
        parts.push(format!("focus: {}", name(Subject::Group(group))));
    }
    if let Some(trace) = &view.trace {
        parts.push(tracing(loaded, trace, &name));
    }
    if !view.hidden.is_empty() {
        parts.push(format!("{} hidden (Shift+H shows all)", view.hidden.len()));
    }
    match view.selection.len() {
        0 => {}
        1 => parts.push(format!("selected: {}", name(view.selection[0]))),
        n => parts.push(format!("{n} selected")),
    }
    match parts.is_empty() {
        true => "explore  ·  ? keys  ·  / find  ·  Ctrl+K commands".to_owned(),
        false => parts.join("  ·  "),
    }
}

fn tracing(loaded: &Loaded, trace: &Trace, name: &impl Fn(Subject) -> String) -> String {
    let (n, all) = (trace.traced.n_nodes(), loaded.diagram.graph.nodes.len());
    let names = |subjects: &[Subject], between: &str| {
        const MOST: usize = 4;
        let shown = subjects.iter().take(MOST).map(|s| name(*s)).collect::<Vec<_>>();
        let more = if subjects.len() > MOST { " …" } else { "" };
        shown.join(between) + more
    };
    match &trace.course {
        Course::Within { from, follow, hops } => {
            let way = match follow {
                Follow::Around => "round",
                Follow::Up => "upstream of",
                Follow::Down => "downstream of",
            };
            let far = hops.map_or("however far".to_owned(), |hops| counted(hops, "hop"));
            format!("{way} {}, {far}: {n} of {all}", names(from, ", "))
        }
        Course::Path { stops, .. } if n == 0 => {
            format!("no way between {}", names(stops, " and "))
        }
        Course::Path { stops, nth } => {
            let hops = trace.traced.depth();
            format!("{}: way {}, {}", names(stops, " → "), nth + 1, counted(hops, "hop"))
        }
        Course::Failure { of } => {
            let n_affected = n.saturating_sub(trace.traced.n_sources());
            format!(
                "{} fails: {n_affected} of {all} depend on it; ◆ single points of failure",
                names(of, ", ")
            )
        }
    }
}

/// How much there is, and how large it is shown.
pub(super) fn amount(loaded: &Loaded, zoom: f64) -> String {
    let graph = &loaded.diagram.graph;
    let n_services = graph.nodes.iter().filter(|n| n.kind == NodeKind::Service).count();
    format!(
        "{}  ·  {}  ·  {}  ·  {:.0} %",
        counted(graph.groups.len() as u64, "group"),
        counted(n_services as u64, "service"),
        counted(graph.edges.len() as u64, "edge"),
        zoom * 100.0
    )
}

fn counted(n: impl Into<u64>, noun: &str) -> String {
    let n = n.into();
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
