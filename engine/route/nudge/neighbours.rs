//! Which bodies keep a distance: neighbours in a channel, found by a sweep along it.

use std::collections::BTreeSet;

use glam::DVec2;

use super::super::Task;
use super::bodies::Body;

/// Two bodies of which the first has the smaller rank and coordinate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) left: usize,
    pub(super) right: usize,
    /// Least distance, px; `None` for as far as a lane.
    pub(super) gap: Option<f64>,
}

/// Pieces one after the other on one line keep their distance too when nearer than this, px, so that their corners do
/// not look joined.
const END_TO_END: f64 = 6.0;

/// Bodies further apart than this many lanes are left out of each other's sums.
const LANES_OF_INTEREST: f64 = 9.0;

/// Bodies beside each other with none between, and pieces of one edge that must not pass each other; sorted by the right
/// one. `order` lists the bodies by place; pairs name them by their rank in it.
pub(super) fn neighbours(
    task: &Task<'_>,
    bodies: &[Body],
    order: &[usize],
    lines: &[Vec<DVec2>],
    across: usize,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let reach = LANES_OF_INTEREST * task.params.lane;
    sweep(bodies, order, |left, right| {
        let (a, b) = (&bodies[order[left]], &bodies[order[right]]);
        if b.at - a.at <= reach && !(a.is_fixed() && b.is_fixed()) {
            pairs.push(Pair { left, right, gap: None });
        }
    });
    add_chained(bodies, order, lines, across, &mut pairs);
    pairs.sort_by_key(|pair| (pair.right, pair.left, pair.gap.is_some()));
    pairs.dedup();
    pairs
}

/// Calls `meet` for the ranks of any two bodies that see each other across the channel somewhere.
fn sweep(bodies: &[Body], order: &[usize], mut meet: impl FnMut(usize, usize)) {
    let mut events: Vec<(f64, bool, usize)> = Vec::with_capacity(2 * order.len());
    for (rank, body) in order.iter().enumerate() {
        let [from, to] = bodies[*body].span;
        events.push((from - END_TO_END / 2.0, false, rank));
        events.push((to + END_TO_END / 2.0, true, rank));
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut open: BTreeSet<usize> = BTreeSet::new();
    for (_, is_end, rank) in events {
        let before = open.range(..rank).next_back().copied();
        let after = open.range(rank + 1..).next().copied();
        if is_end {
            open.remove(&rank);
            if let (Some(before), Some(after)) = (before, after) {
                meet(before, after);
            }
        } else {
            open.insert(rank);
            before.into_iter().for_each(|before| meet(before, rank));
            after.into_iter().for_each(|after| meet(rank, after));
        }
    }
}

/// Consecutive parallel pieces of an edge.
fn add_chained(
    bodies: &[Body],
    order: &[usize],
    lines: &[Vec<DVec2>],
    across: usize,
    pairs: &mut Vec<Pair>,
) {
    let starts: Vec<usize> = lines
        .iter()
        .scan(0, |sum, points| {
            let start = *sum;
            *sum += points.len();
            Some(start)
        })
        .collect();
    let mut rank_of = vec![usize::MAX; lines.iter().map(Vec::len).sum()];
    for (rank, body) in order.iter().enumerate() {
        for (edge, place) in &bodies[*body].pieces {
            rank_of[starts[*edge] + place] = rank;
        }
    }
    for (edge, points) in lines.iter().enumerate() {
        for place in 2..points.len() - 1 {
            let (a, b) = (rank_of[starts[edge] + place - 2], rank_of[starts[edge] + place]);
            if a != usize::MAX && b != usize::MAX && a != b {
                let distance = (points[place][across] - points[place - 2][across]).abs();
                pairs.push(Pair { left: a.min(b), right: a.max(b), gap: Some(distance) });
            }
        }
    }
}
