//! Asked sides that cannot all be met, because they go round in a circle.

use std::collections::{BTreeMap, VecDeque};

use super::precedence::{Breaker, Precedence};
use crate::graph::{Edge, EdgeId, EndAt, Graph, NodeId, Side, narrow};

/// More circles than this along one axis are not looked for: each says enough, and takes a walk through the graph.
const MOST: usize = 10;

/// Edges whose sides say of each that its ends stand in an order, all along one axis, and together that something
/// stands before itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// One that could give way so that all others can be met.
    pub edge: EdgeId,
    /// The others, on from its later end back to its earlier one.
    pub others: Vec<EdgeId>,
}

/// The circles among the sides that `graph` asks for, by axis (x first) and edge; at most 10 an axis.
///
/// Only what edges say of the nodes they join is looked at, not what follows from the nesting. An edge that asks for the
/// same side at both of its ends is a turn and asks for no order.
#[must_use]
pub fn circles(graph: &Graph) -> Vec<Circle> {
    let mut found = Vec::new();
    for sides in [[Side::Left, Side::Right], [Side::Top, Side::Bottom]] {
        let asks = asks(graph, sides);
        let precedence = Precedence {
            source: (0..graph.nodes.len() as u64).collect(),
            arcs: asks.iter().map(|ask| (ask.before.index(), ask.after.index())).collect(),
        };
        let yielding = precedence.yielding(Breaker::Greedy);
        let mut next: BTreeMap<NodeId, Vec<&Ask>> = BTreeMap::new();
        for (ask, _) in asks.iter().zip(&yielding).filter(|(_, yields)| !**yields) {
            next.entry(ask.before).or_default().push(ask);
        }
        let given_up = asks.iter().zip(&yielding).filter(|(_, yields)| **yields);
        for (ask, _) in given_up.take(MOST) {
            let Some(others) = way(&next, ask.after, ask.before) else { continue };
            let circle = Circle { edge: ask.edge, others };
            if !found.contains(&circle) {
                found.push(circle);
            }
        }
    }
    found
}

/// That one node stands before another, and the edge that says so.
struct Ask {
    before: NodeId,
    after: NodeId,
    edge: EdgeId,
}

/// What the sides at the low and high end of one axis ask for.
fn asks(graph: &Graph, [low, high]: [Side; 2]) -> Vec<Ask> {
    let mut asks = Vec::new();
    for (number, Edge { from, to, .. }) in graph.edges.iter().enumerate() {
        let (EndAt::Node(a), EndAt::Node(b)) = (from.at, to.at) else { continue };
        if a == b || from.side == to.side {
            continue;
        }
        let edge = EdgeId(narrow(number));
        for (side, me, other) in [(from.side, a, b), (to.side, b, a)] {
            let Some(side) = side.filter(|side| [low, high].contains(side)) else { continue };
            let (before, after) = if side == high { (me, other) } else { (other, me) };
            asks.push(Ask { before, after, edge });
        }
    }
    asks
}

/// The edges of a shortest way from `from` to `to`.
fn way(next: &BTreeMap<NodeId, Vec<&Ask>>, from: NodeId, to: NodeId) -> Option<Vec<EdgeId>> {
    let mut came: BTreeMap<NodeId, &Ask> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            let back = std::iter::successors(came.get(&to), |ask| came.get(&ask.before));
            let mut way: Vec<EdgeId> = back.map(|ask| ask.edge).collect();
            way.reverse();
            return Some(way);
        }
        for ask in next.get(&node).into_iter().flatten() {
            if ask.after != from && !came.contains_key(&ask.after) {
                came.insert(ask.after, ask);
                queue.push_back(ask.after);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::resolve;
    use crate::syntax::parse;

    #[test]
    fn circles_are_found_and_nothing_else() {
        for (edges, expected) in [
            ("", &[][..]),
            ("a:R -- L:b\nb:R -- L:c", &[]),
            // One is right of the other and below it: that is no circle.
            ("a:R -- L:b\nb:B -- T:a", &[]),
            // Turns.
            ("a:R -- R:b\na:L -- L:b", &[]),
            ("a:R -- L:b\nb:R -- L:a", &["b-a: a-b"]),
            ("a:R -- L:b\nb:R -- L:c\nc:R -- L:a", &["c-a: a-b b-c"]),
            ("a:B -- T:b\nb:B -- T:c\nc:B -- T:a", &["c-a: a-b b-c"]),
            // It is one circle, along either axis.
            ("a:R -- T:b\nb:R -- T:c\nc:R -- T:a", &["c-a: a-b b-c"]),
            ("a:R -- L:b\nb:R -- L:a\nb:R -- L:c\nc:R -- L:b", &["b-a: a-b", "c-b: b-c"]),
        ] {
            let text = format!("architecture-beta\nservice a\nservice b\nservice c\n{edges}\n");
            let (graph, _) = resolve(&parse(&text).0);
            let name = |edge: &EdgeId| {
                let edge = &graph.edges[edge.index()];
                let id = |end: EndAt| match end {
                    EndAt::Node(node) => graph.nodes[node.index()].id.clone(),
                    EndAt::Group(_) => unreachable!(),
                };
                format!("{}-{}", id(edge.from.at), id(edge.to.at))
            };
            let found: Vec<String> = circles(&graph)
                .iter()
                .map(|c| {
                    format!(
                        "{}: {}",
                        name(&c.edge),
                        c.others.iter().map(name).collect::<Vec<_>>().join(" ")
                    )
                })
                .collect();
            assert_eq!(found, expected, "{edges}");
        }
    }
}
