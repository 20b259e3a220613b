//! How well distances on paper follow distances along edges.

use std::collections::VecDeque;

use glam::DVec2;
use rayon::prelude::*;

use crate::graph::{Edge, EndAt};
use crate::layout::Rect;

use super::placement::even;
use super::study::Study;

/// Nodes from which distances are counted.
const SOURCES: usize = 50;

/// Mean of (s·d/h − 1)² over pairs of a source and what it reaches in h steps at distance d, with the best scale s.
pub(super) fn stress(study: &Study<'_>) -> Option<f64> {
    let neighbours = Neighbours::of(study);
    let middles: Vec<DVec2> = study.layout.nodes.iter().map(Rect::center).collect();
    let from = |&source: &usize| {
        let mut sums = [0.0; 3];
        for (node, &steps) in neighbours.steps_from(source).iter().enumerate() {
            if steps > 0 {
                let ratio = middles[node].distance(middles[source]) / f64::from(steps);
                sums = [sums[0] + 1.0, sums[1] + ratio, sums[2] + ratio * ratio];
            }
        }
        sums
    };
    let sources = even(middles.len(), SOURCES);
    let sums: Vec<[f64; 3]> = sources.par_iter().map(from).collect();
    let [n_pairs, ratios, squares] =
        sums.iter().fold([0.0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
    // With s = Σr / Σr², the mean of (s·r − 1)² is this.
    (squares > 0.0).then(|| (1.0 - ratios * ratios / (squares * n_pairs)).max(0.0))
}

/// Who is joined to whom: the neighbours of each node, one after the other.
struct Neighbours {
    starts: Vec<usize>,
    nodes: Vec<u32>,
}

impl Neighbours {
    fn of(study: &Study<'_>) -> Self {
        let n_nodes = study.layout.nodes.len();
        let pair = |edge: &Edge| match (edge.from.at, edge.to.at) {
            (EndAt::Node(a), EndAt::Node(b)) => Some((a, b)),
            _ => None,
        };
        let pairs: Vec<_> = study.graph.edges.iter().filter_map(pair).collect();
        let mut starts = vec![0; n_nodes + 1];
        for (a, b) in &pairs {
            starts[a.index() + 1] += 1;
            starts[b.index() + 1] += 1;
        }
        for node in 0..n_nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut nodes = vec![0; 2 * pairs.len()];
        for (a, b) in pairs {
            for (at, other) in [(a, b), (b, a)] {
                nodes[next[at.index()]] = other.0;
                next[at.index()] += 1;
            }
        }
        Self { starts, nodes }
    }

    /// How many edges lie between `source` and each node; -1 where there is no way.
    fn steps_from(&self, source: usize) -> Vec<i32> {
        let mut steps = vec![-1; self.starts.len() - 1];
        steps[source] = 0;
        let mut open = VecDeque::from([source]);
        while let Some(node) = open.pop_front() {
            for &other in &self.nodes[self.starts[node]..self.starts[node + 1]] {
                let other = other as usize;
                if steps[other] < 0 {
                    steps[other] = steps[node] + 1;
                    open.push_back(other);
                }
            }
        }
        steps
    }
}
