//! How much goes along each edge, and how fast.

use peniko::Color;

use super::Motif;
use crate::graph::{EndAt, Graph, NodeId, NodeKind};

/// What goes along the edges of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// By edge, in source order.
    pub edges: Vec<Load>,
    /// Whether that was measured; else it is made up, to show directions.
    pub is_measured: bool,
}

/// What goes along one edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Particles to [`Load::STRETCH`] px of the screen; 0 is none.
    pub density: f64,
    /// Px of the screen a second.
    pub speed: f64,
    /// What they look like, where they have a direction.
    pub motif: Motif,
    /// In which colour, in place of one like the edge's.
    pub color: Option<Color>,
}

impl Load {
    /// Without data there is one particle to so many px of the screen (`interaction.md` 3.6).
    pub const STRETCH: f64 = 140.0;
    /// Without data they go so fast, px of the screen a second (`interaction.md` 3.6).
    pub const SPEED: f64 = 90.0;

    /// Of which nothing is known.
    pub const PLAIN: Self =
        Self { density: 1.0, speed: Self::SPEED, motif: Motif::Comet, color: None };
}

/// Rounds in which amounts go on through junctions: a chain of so many is followed to its end.
const ROUNDS: usize = 32;

impl Traffic {
    /// Made up: as much along each edge that leaves a service or group; what comes to a junction leaves it in equal shares.
    #[must_use]
    pub fn illustrative(graph: &Graph) -> Self {
        let known = vec![None; graph.edges.len()];
        let amounts = through_junctions(graph, &known, 1.0);
        let edges = amounts.into_iter().map(|density| Load { density, ..Load::PLAIN }).collect();
        Self { edges, is_measured: false }
    }
}

/// The amount on each edge: what is `known`, else `usual` where it leaves a service, else its share of what comes to the
/// junction that it leaves.
pub(super) fn through_junctions(graph: &Graph, known: &[Option<f64>], usual: f64) -> Vec<f64> {
    let junction = |at: EndAt| match at {
        EndAt::Node(node) if graph.nodes[node.index()].kind == NodeKind::Junction => Some(node),
        _ => None,
    };
    let ways: Vec<[Option<NodeId>; 2]> = graph
        .edges
        .iter()
        .map(|edge| {
            // Against its only arrow an edge is gone along backwards.
            let (from, to) = if edge.from.arrow && !edge.to.arrow {
                (edge.to, edge.from)
            } else {
                (edge.from, edge.to)
            };
            [junction(from.at), junction(to.at)]
        })
        .collect();
    let mut n_out = vec![0.0_f64; graph.nodes.len()];
    let mut has_in = vec![false; graph.nodes.len()];
    for [from, to] in &ways {
        from.iter().for_each(|node| n_out[node.index()] += 1.0);
        to.iter().for_each(|node| has_in[node.index()] = true);
    }
    let mut amounts: Vec<f64> = known.iter().map(|known| known.unwrap_or(usual)).collect();
    for _ in 0..ROUNDS {
        let mut comes = vec![0.0; graph.nodes.len()];
        for ([_, to], amount) in ways.iter().zip(&amounts) {
            to.iter().for_each(|node| comes[node.index()] += amount);
        }
        let mut changed = false;
        for (edge_idx, [from, _]) in ways.iter().enumerate() {
            let Some(node) = from.filter(|node| known[edge_idx].is_none() && has_in[node.index()])
            else {
                continue;
            };
            let share = comes[node.index()] / n_out[node.index()];
            changed |= (share - amounts[edge_idx]).abs() > 1e-9;
            amounts[edge_idx] = share;
        }
        if !changed {
            break;
        }
    }
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<f64> {
        let (document, _) = crate::syntax::parse(text);
        let (graph, _) = crate::graph::resolve(&document);
        Traffic::illustrative(&graph).edges.iter().map(|load| load.density).collect()
    }

    #[test]
    fn junctions_split_and_merge_what_flows() {
        let check = |edges: &str, expected: &[f64]| {
            let services =
                "service a[A]\nservice b[B]\nservice c[C]\nservice d[D]\njunction j\njunction k\n";
            let found = amounts(&format!("architecture-beta\n{services}{edges}"));
            let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6);
            assert!(near && found.len() == expected.len(), "{edges}: {found:?}");
        };
        check("a:R --> L:b", &[1.0]);
        check("a:R --> L:j\nj:R --> L:b\nj:B --> T:c", &[1.0, 0.5, 0.5]);
        check("a:R --> L:j\nb:B --> T:j\nj:R --> L:c", &[1.0, 1.0, 2.0]);
        check("j:L <-- R:a\nj:R --> L:c\nj:B --> T:d", &[1.0, 0.5, 0.5]);
        check("a:R --> L:j\nj:R --> L:k\nk:R --> L:c\nk:B --> T:d", &[1.0, 1.0, 0.5, 0.5]);
        // Nothing comes to the junction.
        check("j:R --> L:b", &[1.0]);
    }
}
