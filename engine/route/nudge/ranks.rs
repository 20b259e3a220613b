//! The order of bodies across their channels: the one they have, and of those on top of each other the one that crosses
//! least.

use std::collections::BTreeMap;

use glam::DVec2;

use super::super::order::{PieceOf, preference};
use super::bodies::Body;

/// Lines on top of each other within this, px.
const ON_TOP: f64 = 0.5;

/// The bodies by coordinate; those on top of each other so that they cross least.
pub(super) fn by_place(bodies: &[Body], lines: &[Vec<DVec2>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by(|a, b| bodies[*a].at.total_cmp(&bodies[*b].at).then(a.cmp(b)));
    let mut start = 0;
    for place in 1..=order.len() {
        let breaks =
            place == order.len() || bodies[order[place]].at - bodies[order[place - 1]].at >= ON_TOP;
        if breaks {
            if place - start > 1 {
                sort_cluster(&mut order[start..place], bodies, lines);
            }
            start = place;
        }
    }
    order
}

/// Sorts bodies that are nearly on one line. Only those that run side by side somewhere matter to each other.
fn sort_cluster(cluster: &mut [usize], bodies: &[Body], lines: &[Vec<DVec2>]) {
    let mut by_start: Vec<usize> = (0..cluster.len()).collect();
    let span = |place: usize| bodies[cluster[place]].span;
    by_start.sort_by(|a, b| span(*a)[0].total_cmp(&span(*b)[0]).then(a.cmp(b)));
    let mut sorted = Vec::with_capacity(cluster.len());
    let (mut start, mut end) = (0, f64::NEG_INFINITY);
    for next in 0..=by_start.len() {
        let breaks = next == by_start.len() || span(by_start[next])[0] >= end;
        if breaks && next > start {
            let mut heap = by_start[start..next].to_vec();
            heap.sort_unstable();
            let heap: Vec<usize> = heap.into_iter().map(|place| cluster[place]).collect();
            settle(&heap, bodies, lines, &mut sorted);
            start = next;
        }
        if let Some(place) = by_start.get(next) {
            end = end.max(span(*place)[1]);
        }
    }
    cluster.copy_from_slice(&sorted);
}

/// Takes, again and again, the body that the fewest others should come before: greedy, exact where there is no conflict.
fn settle(heap: &[usize], bodies: &[Body], lines: &[Vec<DVec2>], sorted: &mut Vec<usize>) {
    if let [only] = heap {
        sorted.push(*only);
        return;
    }
    let mut waiting = vec![0_i32; heap.len()];
    let mut before: BTreeMap<usize, Vec<(usize, i32)>> = BTreeMap::new();
    for (a, body_a) in heap.iter().enumerate() {
        for (b, body_b) in heap.iter().enumerate().skip(a + 1) {
            let vote = vote(&bodies[*body_a], &bodies[*body_b], lines);
            let (first, second) = if vote > 0 { (a, b) } else { (b, a) };
            if vote != 0 {
                before.entry(first).or_default().push((second, vote.abs()));
                waiting[second] += vote.abs();
            }
        }
    }
    let mut left: Vec<usize> = (0..heap.len()).collect();
    while let Some(next) = (0..left.len()).min_by_key(|i| (waiting[left[*i]], left[*i])) {
        let place = left.remove(next);
        for (later, weight) in before.get(&place).into_iter().flatten() {
            waiting[*later] -= weight;
        }
        sorted.push(heap[place]);
    }
}

/// Positive where `b` should come after `a`; 0 where they do not run side by side.
fn vote(a: &Body, b: &Body, lines: &[Vec<DVec2>]) -> i32 {
    if a.span[0].max(b.span[0]) >= a.span[1].min(b.span[1]) || (a.at - b.at).abs() >= ON_TOP {
        return 0;
    }
    let mut sum = 0;
    for &(edge_a, place_a) in &a.pieces {
        for &(edge_b, place_b) in &b.pieces {
            let first = PieceOf { points: &lines[edge_a], place: place_a };
            let second = PieceOf { points: &lines[edge_b], place: place_b };
            sum += preference(first, second).signum();
        }
    }
    sum
}
