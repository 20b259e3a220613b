use crate::explore::Subject;
use crate::graph::{EndAt, Graph};

/// What `subject` is called in the drawing: its title, else its id; an edge by its ends.
#[must_use]
pub fn title_of(graph: &Graph, subject: Subject) -> String {
    match subject {
        Subject::Node(node) => {
            let node = &graph.nodes[node.index()];
            plain(node.title.as_ref().unwrap_or(&node.id))
        }
        Subject::Group(group) => {
            let group = &graph.groups[group.index()];
            plain(group.title.as_ref().unwrap_or(&group.id))
        }
        Subject::Edge(edge) => {
            let edge = &graph.edges[edge.index()];
            let line = match (edge.from.arrow, edge.to.arrow) {
                (true, true) => "↔",
                (true, false) => "←",
                (false, true) => "→",
                (false, false) => "—",
            };
            let [from, to] = [edge.from.at, edge.to.at].map(|end| title_of(graph, at(end)));
            format!("{from} {line} {to}")
        }
    }
}

/// What an edge ends at.
pub(in crate::explore) fn at(end: EndAt) -> Subject {
    match end {
        EndAt::Node(node) => Subject::Node(node),
        EndAt::Group(group) => Subject::Group(group),
    }
}

/// On one line.
fn plain(title: &str) -> String {
    let title = title.replace("<br/>", " ").replace("<br>", " ");
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How wide `text` is about in the window's type of this size, logical px: the type has one width for all letters, and
/// two of them for the signs of East Asia.
#[must_use]
pub fn width_of(text: &str, size: f64) -> f64 {
    /// Of the built-in type, em.
    const ADVANCE: f64 = 0.6;
    let n: usize = text.chars().map(|c| if c >= '\u{1100}' && !is_narrow(c) { 2 } else { 1 }).sum();
    n as f64 * ADVANCE * size
}

/// Signs, arrows and dashes beyond the letters.
fn is_narrow(c: char) -> bool {
    ('\u{2000}'..'\u{2e80}').contains(&c)
}
