//! Orders the bodies of each channel and gives each its lane.

use glam::DVec2;
use rayon::prelude::*;

use super::super::Task;
use super::super::separate::{Gap, Point, separate_softly};
use super::super::ticks::on_tick;
use super::bodies::Body;
use super::neighbours::{Pair, neighbours};
use super::ranks::by_place;

/// Moves every body to its lane.
pub(super) fn assign(task: &Task<'_>, bodies: &[Body], lines: &mut [Vec<DVec2>], across: usize) {
    let order = by_place(bodies, lines);
    let pairs = neighbours(task, bodies, &order, lines, across);
    let channels = channels(&order, &pairs);
    let solve = |channel: &Channel| solve(task, bodies, channel);
    let solved: Vec<Vec<f64>> = if bodies.len() < FEW {
        channels.iter().map(solve).collect()
    } else {
        channels.par_iter().map(solve).collect()
    };
    for (channel, places) in channels.iter().zip(solved) {
        for (body, at) in channel.bodies.iter().zip(places) {
            for (edge, place) in &bodies[*body].pieces {
                lines[*edge][*place][across] = at;
                lines[*edge][place + 1][across] = at;
            }
        }
    }
}

/// So few bodies are not worth the trouble of sharing them between threads.
const FEW: usize = 2_000;

/// Bodies that hang together, by place, with their pairs as places in that list.
#[derive(Debug, Default)]
struct Channel {
    bodies: Vec<usize>,
    pairs: Vec<Pair>,
}

/// Splits bodies (`order` lists them by place, `pairs` names them by rank in it) into those that depend on each other.
fn channels(order: &[usize], pairs: &[Pair]) -> Vec<Channel> {
    let mut leader: Vec<usize> = (0..order.len()).collect();
    for pair in pairs {
        let (a, b) = (root(&mut leader, pair.left), root(&mut leader, pair.right));
        leader[a.max(b)] = a.min(b);
    }
    let mut channel_of = vec![usize::MAX; order.len()];
    let mut place_in = vec![0; order.len()];
    let mut channels: Vec<Channel> = Vec::new();
    for rank in 0..order.len() {
        let root = root(&mut leader, rank);
        if channel_of[root] == usize::MAX {
            channel_of[root] = channels.len();
            channels.push(Channel::default());
        }
        channel_of[rank] = channel_of[root];
        let channel = &mut channels[channel_of[rank]];
        place_in[rank] = channel.bodies.len();
        channel.bodies.push(order[rank]);
    }
    for pair in pairs {
        let (left, right) = (place_in[pair.left], place_in[pair.right]);
        channels[channel_of[pair.left]].pairs.push(Pair { left, right, ..*pair });
    }
    channels
}

fn root(leader: &mut [usize], mut body: usize) -> usize {
    while leader[body] != body {
        leader[body] = leader[leader[body]];
        body = leader[body];
    }
    body
}

/// The new coordinates of a channel's bodies; none where there is no room for them all.
fn solve(task: &Task<'_>, all: &[Body], channel: &Channel) -> Vec<f64> {
    let bodies: Vec<&Body> = channel.bodies.iter().map(|b| &all[*b]).collect();
    if bodies.iter().all(|b| b.is_fixed()) {
        return Vec::new();
    }
    let spacing = spacing(task, &bodies, &channel.pairs);
    let points: Vec<Point> =
        bodies.iter().map(|b| Point { wish: b.wish, bounds: b.free }).collect();
    let margins: Vec<[f64; 2]> = bodies
        .iter()
        .zip(&spacing)
        .map(|(b, s)| b.is_stub.map(|is_stub| if is_stub { 0.0 } else { s.margin }))
        .collect();
    let gap = |pair: &Pair| {
        let lane = spacing[pair.left].lane.min(spacing[pair.right].lane);
        Gap { left: pair.left, right: pair.right, gap: pair.gap.map_or(lane, |g| g.min(lane)) }
    };
    let gaps: Vec<Gap> = channel.pairs.iter().map(gap).collect();
    let places = separate_softly(&points, &margins, &gaps).unwrap_or_default();
    let settled = |(at, body): (f64, &&Body)| if body.is_fixed() { body.at } else { on_tick(at) };
    places.into_iter().zip(&bodies).map(settled).collect()
}

/// Distances that a body asks for.
struct Spacing {
    /// To its neighbours.
    lane: f64,
    /// To its walls.
    margin: f64,
}

/// A full lane and the full clearance where they fit; else the channel is divided evenly.
fn spacing(task: &Task<'_>, bodies: &[&Body], pairs: &[Pair]) -> Vec<Spacing> {
    let n = bodies.len();
    let (mut before, mut after) = (vec![0_usize; n], vec![0_usize; n]);
    let beside =
        |pair: &&Pair| pair.gap.is_none() && share_channel(bodies[pair.left], bodies[pair.right]);
    for pair in pairs.iter().filter(beside) {
        before[pair.right] = before[pair.right].max(before[pair.left] + 1);
    }
    for pair in pairs.iter().rev().filter(beside) {
        after[pair.left] = after[pair.left].max(after[pair.right] + 1);
    }
    let (full_lane, clearance) = (task.params.lane, task.params.clearance);
    let of = |i: usize| {
        if bodies[i].is_fixed() {
            return Spacing { lane: full_lane, margin: 0.0 };
        }
        let n_lanes = (before[i] + after[i] + 1) as f64;
        let width = bodies[i].free[1] - bodies[i].free[0];
        let n_walls = bodies[i].is_stub.iter().filter(|is_stub| !**is_stub).count() as f64;
        let lane = full_lane.min(width / (n_lanes - 1.0 + n_walls).max(1.0));
        let margin = clearance.min((width - (n_lanes - 1.0) * lane) / n_walls.max(1.0)).max(0.0);
        Spacing { lane, margin }
    };
    (0..n).map(of).collect()
}

fn share_channel(a: &Body, b: &Body) -> bool {
    !a.is_fixed() && !b.is_fixed() && a.free[0] < b.free[1] && b.free[0] < a.free[1]
}
