//! Orders the bodies of each channel and gives each its lane.

use std::collections::BTreeMap;

use glam::DVec2;
use rayon::prelude::*;

use crate::layout::Rect;

use super::super::Task;
use super::super::index::SpatialIndex;
use super::super::order::{PieceOf, preference};
use super::super::separate::{Gap, Point, separate_softly};
use super::bodies::Body;

/// Two bodies that run side by side.
#[derive(Clone, Copy, Debug)]
struct Pair {
    /// The one with the smaller number.
    a: usize,
    b: usize,
    /// Least distance; `None` for as far as a lane.
    gap: Option<f64>,
}

/// Lines on top of each other within this, px.
const ON_TOP: f64 = 0.5;

/// Pieces one after the other on one line keep this distance too, px, so that their corners do not look joined.
const END_TO_END: f64 = 6.0;

/// Bodies further apart than this many lanes are left out of each other's sums.
const LANES_OF_INTEREST: f64 = 9.0;

/// Moves every body to its lane.
pub(super) fn assign(task: &Task<'_>, bodies: &[Body], lines: &mut [Vec<DVec2>], across: usize) {
    let pairs = pairs(task, bodies, lines, across);
    let components = components(bodies.len(), &pairs);
    let solved: Vec<Vec<(usize, f64)>> =
        components.into_par_iter().map(|c| solve(task, bodies, lines, &c)).collect();
    for (body, at) in solved.into_iter().flatten() {
        for (edge, place) in &bodies[body].pieces {
            lines[*edge][*place][across] = at;
            lines[*edge][place + 1][across] = at;
        }
    }
}

/// Bodies beside each other, and pieces of one edge that must not pass each other.
fn pairs(task: &Task<'_>, bodies: &[Body], lines: &[Vec<DVec2>], across: usize) -> Vec<Pair> {
    let reach = LANES_OF_INTEREST * task.params.lane;
    let area = |b: &Body, margin: f64| {
        let mut area = Rect::default();
        area.min[across] = b.at - margin;
        area.max[across] = b.at + margin;
        area.min[1 - across] = b.span[0] - END_TO_END / 2.0;
        area.max[1 - across] = b.span[1] + END_TO_END / 2.0;
        area
    };
    let areas: Vec<Rect> = bodies.iter().map(|b| area(b, 0.0)).collect();
    let index = SpatialIndex::of(&areas);
    let beside = |a: usize| -> Vec<Pair> {
        let found = index.query(area(&bodies[a], reach)).into_iter().map(|b| b as usize);
        let counts = |b: &usize| *b > a && !(bodies[a].is_fixed() && bodies[*b].is_fixed());
        found.filter(counts).map(|b| Pair { a, b, gap: None }).collect()
    };
    let mut pairs: Vec<Pair> = (0..bodies.len()).into_par_iter().flat_map_iter(beside).collect();
    pairs.extend(chained(bodies, lines, across));
    pairs
}

/// Consecutive parallel pieces of an edge.
fn chained(bodies: &[Body], lines: &[Vec<DVec2>], across: usize) -> Vec<Pair> {
    let mut number: Vec<Vec<usize>> = lines.iter().map(|l| vec![usize::MAX; l.len() - 1]).collect();
    for (body, b) in bodies.iter().enumerate() {
        for (edge, place) in &b.pieces {
            number[*edge][*place] = body;
        }
    }
    let mut pairs = Vec::new();
    for (edge, bodies_of) in number.iter().enumerate() {
        for place in 2..bodies_of.len() {
            let (a, b) = (bodies_of[place - 2], bodies_of[place]);
            if a != usize::MAX && b != usize::MAX && a != b {
                let distance = (lines[edge][place][across] - lines[edge][place - 2][across]).abs();
                pairs.push(Pair { a: a.min(b), b: a.max(b), gap: Some(distance) });
            }
        }
    }
    pairs
}

/// Bodies that hang together, with their pairs.
struct Component {
    bodies: Vec<usize>,
    pairs: Vec<Pair>,
}

fn components(n_bodies: usize, pairs: &[Pair]) -> Vec<Component> {
    let mut leader: Vec<usize> = (0..n_bodies).collect();
    for pair in pairs {
        let (a, b) = (root(&mut leader, pair.a), root(&mut leader, pair.b));
        leader[a.max(b)] = a.min(b);
    }
    let mut place = vec![usize::MAX; n_bodies];
    let mut components: Vec<Component> = Vec::new();
    for body in 0..n_bodies {
        let root = root(&mut leader, body);
        if place[root] == usize::MAX {
            place[root] = components.len();
            components.push(Component { bodies: Vec::new(), pairs: Vec::new() });
        }
        components[place[root]].bodies.push(body);
    }
    for pair in pairs {
        let root = root(&mut leader, pair.a);
        components[place[root]].pairs.push(*pair);
    }
    components
}

fn root(leader: &mut [usize], mut body: usize) -> usize {
    while leader[body] != body {
        leader[body] = leader[leader[body]];
        body = leader[body];
    }
    body
}

/// The new coordinates of a component's bodies.
fn solve(
    task: &Task<'_>,
    all: &[Body],
    lines: &[Vec<DVec2>],
    component: &Component,
) -> Vec<(usize, f64)> {
    let order = order(all, lines, component);
    let rank: BTreeMap<usize, usize> = order.iter().copied().zip(0..).collect();
    let ranked: Vec<(usize, usize, Option<f64>)> = component
        .pairs
        .iter()
        .map(|p| (rank[&p.a].min(rank[&p.b]), rank[&p.a].max(rank[&p.b]), p.gap))
        .collect();
    let bodies: Vec<&Body> = order.iter().map(|b| &all[*b]).collect();
    let spacing = spacing(task, &bodies, &ranked);
    let points: Vec<Point> =
        bodies.iter().map(|b| Point { wish: b.wish, bounds: b.free }).collect();
    let margins: Vec<[f64; 2]> = bodies
        .iter()
        .zip(&spacing)
        .map(|(b, s)| b.is_stub.map(|is_stub| if is_stub { 0.0 } else { s.margin }))
        .collect();
    let gaps: Vec<Gap> = ranked
        .iter()
        .map(|(left, right, gap)| {
            let lane = spacing[*left].lane.min(spacing[*right].lane);
            Gap { left: *left, right: *right, gap: gap.map_or(lane, |g| g.min(lane)) }
        })
        .collect();
    let solved = separate_softly(&points, &margins, &gaps);
    solved.map(|at| order.into_iter().zip(at).collect()).unwrap_or_default()
}

/// Distances that a body asks for.
struct Spacing {
    /// To its neighbours.
    lane: f64,
    /// To its walls.
    margin: f64,
}

/// A full lane and the full clearance where they fit; else the channel is divided evenly.
fn spacing(
    task: &Task<'_>,
    bodies: &[&Body],
    ranked: &[(usize, usize, Option<f64>)],
) -> Vec<Spacing> {
    let n = bodies.len();
    let mut beside: Vec<(usize, usize)> = ranked
        .iter()
        .filter(|(l, r, gap)| gap.is_none() && share_channel(bodies[*l], bodies[*r]))
        .map(|(l, r, _)| (*l, *r))
        .collect();
    let (mut before, mut after) = (vec![0_usize; n], vec![0_usize; n]);
    beside.sort_unstable();
    for (l, r) in &beside {
        before[*r] = before[*r].max(before[*l] + 1);
    }
    beside.sort_unstable_by_key(|(l, r)| (*r, *l));
    for (l, r) in beside.iter().rev() {
        after[*l] = after[*l].max(after[*r] + 1);
    }
    let (full_lane, clearance) = (task.params.lane, task.params.clearance);
    let of = |i: usize| {
        if bodies[i].is_fixed() {
            return Spacing { lane: full_lane, margin: 0.0 };
        }
        let n_lanes = (before[i] + after[i] + 1) as f64;
        let width = bodies[i].free[1] - bodies[i].free[0];
        let lane = full_lane.min(width / (n_lanes + 1.0));
        let n_walls = bodies[i].is_stub.iter().filter(|is_stub| !**is_stub).count() as f64;
        let margin = clearance.min((width - (n_lanes - 1.0) * lane) / n_walls.max(1.0)).max(0.0);
        Spacing { lane, margin }
    };
    (0..n).map(of).collect()
}

fn share_channel(a: &Body, b: &Body) -> bool {
    !a.is_fixed() && !b.is_fixed() && a.free[0] < b.free[1] && b.free[0] < a.free[1]
}

/// The bodies by coordinate; those on top of each other so that they cross least.
fn order(all: &[Body], lines: &[Vec<DVec2>], component: &Component) -> Vec<usize> {
    let mut sorted = component.bodies.clone();
    sorted.sort_by(|a, b| all[*a].at.total_cmp(&all[*b].at).then(a.cmp(b)));
    let mut votes: Vec<(usize, usize, i32)> = Vec::new();
    for pair in component.pairs.iter().filter(|p| p.gap.is_none()) {
        if (all[pair.a].at - all[pair.b].at).abs() < ON_TOP {
            votes.push((pair.a, pair.b, vote(&all[pair.a], &all[pair.b], lines)));
        }
    }
    if votes.is_empty() {
        return sorted;
    }
    let mut by_body: BTreeMap<usize, Vec<(usize, usize, i32)>> = BTreeMap::new();
    for vote in votes {
        by_body.entry(vote.0).or_default().push(vote);
    }
    let mut ordered = Vec::with_capacity(sorted.len());
    let mut start = 0;
    for place in 1..=sorted.len() {
        let breaks =
            place == sorted.len() || all[sorted[place]].at - all[sorted[place - 1]].at >= ON_TOP;
        if breaks {
            let cluster = &sorted[start..place];
            let votes = cluster.iter().filter_map(|body| by_body.get(body)).flatten();
            ordered.extend(settle(cluster, votes));
            start = place;
        }
    }
    ordered
}

/// Positive where `b` should come after `a`.
fn vote(a: &Body, b: &Body, lines: &[Vec<DVec2>]) -> i32 {
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

/// Takes, again and again, the body that the fewest others should come before: greedy, exact where there is no conflict.
fn settle<'a>(
    cluster: &[usize],
    votes: impl Iterator<Item = &'a (usize, usize, i32)>,
) -> Vec<usize> {
    let places: BTreeMap<usize, usize> = cluster.iter().copied().zip(0..).collect();
    let mut before: Vec<Vec<(usize, i32)>> = vec![Vec::new(); cluster.len()];
    let mut waiting = vec![0_i32; cluster.len()];
    for (a, b, vote) in votes.filter(|v| v.2 != 0) {
        if let (Some(&a), Some(&b)) = (places.get(a), places.get(b)) {
            let (first, second) = if *vote > 0 { (a, b) } else { (b, a) };
            before[first].push((second, vote.abs()));
            waiting[second] += vote.abs();
        }
    }
    let mut left: Vec<usize> = (0..cluster.len()).collect();
    let mut settled = Vec::with_capacity(cluster.len());
    while let Some(next) = (0..left.len()).min_by_key(|i| (waiting[left[*i]], left[*i])) {
        let body = left.remove(next);
        for (later, weight) in &before[body] {
            waiting[*later] -= weight;
        }
        settled.push(cluster[body]);
    }
    settled
}
