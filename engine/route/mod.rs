//! A path for every edge: orthogonal, round everything it is not joined to, with few bends and crossings.
//!
//! 1. `terminal`: what each end touches and on which side; `ports`: where on that side, fanned out so that lines need
//!    not cross, and straight where two ports face each other.
//! 2. `path`: each edge is routed on a sparse grid of its own (`grid`) between the few boxes it can see (`field`):
//!    the children of the groups round its ends, up to the smallest group round both. A* (`search`) weighs length,
//!    bends, crossings and shared lanes.
//! 3. Rounds of negotiation: every edge is routed again against the lines of all others (`traffic`), in batches whose
//!    size depends on the number of edges only. A batch is routed in parallel and takes effect at once.
//! 4. `nudge`: lines that share a channel are ordered so that they cross least, and moved into lanes.
//! 5. `labels`: a place for each label on its line.
//!
//! After M. Wybrow, K. Marriott, P. Stuckey, "Orthogonal connector routing", Graph Drawing 2009, and, for the rounds,
//! L. `McMurchie`, C. Ebeling, "`PathFinder`: a negotiation-based performance-driven router for FPGAs", 1995.
//! The cost grows with the number of edges times what each sees, not with the size of the drawing.

mod field;
mod grid;
mod hierarchy;
pub(crate) mod index;
mod labels;
mod lines;
mod nudge;
mod order;
mod path;
mod ports;
mod queue;
mod search;
mod separate;
mod terminal;
mod ticks;
mod traffic;

#[cfg(test)]
mod tests;

use glam::DVec2;
use rayon::prelude::*;

use crate::graph::Graph;
use crate::layout::{Layout, Rect, Sizes};

use hierarchy::Hierarchy;
use ports::{Ports, fan_of_route, fan_to_partner};
use grid::Grid;
use path::Scratch;
use terminal::Terminal;
use traffic::Traffic;

/// Routes all edges of `graph` through `layout`.
///
/// Every route is orthogonal, leaves and enters on the side asked for (else on the side that faces the partner), passes
/// through no service, junction or group that it is not joined to, and keeps `params.clearance` where there is room.
/// Where a layout leaves no way at all (boxes that overlap or touch), the route of that edge ignores everything but its
/// own two ends. Never fails; the same for any number of threads.
#[must_use]
pub fn route(graph: &Graph, layout: &Layout, sizes: &Sizes, params: &Params) -> Routes {
    let mut task = Task::new(graph, layout, sizes, params);
    let mut ports = Ports::new(&task);
    ports.place(&mut task, fan_to_partner);
    task.ports = ports;
    let mut second = 1;
    let mut effort = Effort::of(graph.edges.len());
    if let Ok(v) = std::env::var("RR") { let v: Vec<usize> = v.split(',').map(|x| x.parse().unwrap_or(0)).collect(); effort = Effort { n_rounds: v[0], reorders: v[1] > 0, n_refinements: v[2] }; second = v[1]; }
    let mut laid = grids(&task);
    let mut lines = negotiate(&task, &laid, Vec::new(), effort.n_rounds);
    if effort.reorders && task.ports.can_reorder() {
        let mut ports = std::mem::take(&mut task.ports);
        ports.place(&mut task, |task, edge, k| fan_of_route(task, &lines[edge], edge, k));
        task.ports = ports;
        laid = grids(&task);
        lines = negotiate(&task, &laid, if std::env::var("KEEP").is_ok() {lines} else {Vec::new()}, second);
    }
    lines = nudge::nudge(&task, lines);
    for turn in 0..effort.n_refinements {
        let mut stale = vec![false; lines.len()];
        let again: usize = std::env::var("AGAIN").ok().and_then(|v| v.parse().ok()).unwrap_or(9);
        if turn >= again {
        let mut ports = std::mem::take(&mut task.ports);
        ports.place(&mut task, |task, edge, k| fan_of_route(task, &lines[edge], edge, k));
        task.ports = ports;
        for (edge, points) in lines.iter().enumerate() {
            let ends = task.terminals[edge].map(|t| t.port());
            stale[edge] = points[0] != ends[0] || points[points.len() - 1] != ends[1];
        }
        if std::env::var("TELL").is_ok() { eprintln!("stale {}", stale.iter().filter(|s| **s).count()); }
        }
        if std::env::var("OLD").is_ok() { lines = nudge::nudge(&task, negotiate(&task, &laid, lines, 1)); continue; }
        let mut traffic = Traffic::new(&task);
        for (edge, points) in lines.iter().enumerate() {
            traffic.insert(edge, points);
        }
        let mut order: Vec<(usize, usize)> = lines.iter().enumerate().map(|(e, p)| (traffic.crossings(e, p), e)).filter(|(n, e)| *n > 0 || stale[*e]).collect();
        if std::env::var("MOST").is_ok() { order.sort_by_key(|(n, e)| (std::cmp::Reverse(*n), *e)); }
        let (mut tried, mut done) = (order.len(), 0);
        let mut scratch = Scratch::default();
        for pass in 0..2 {
        for (_, edge) in order.iter().copied() {
            if stale[edge] != (pass == 0) { continue; }
            if let Some(points) = path::improve(&task, edge, &lines[edge], &traffic, &mut scratch) {
                done += 1;
                traffic.remove(edge, &lines[edge]);
                traffic.insert(edge, &points);
                lines[edge] = points;
            } else if stale[edge] { let p = path::find(&task, edge, &traffic, None, &mut scratch); traffic.remove(edge, &lines[edge]);
                traffic.insert(edge, &p); lines[edge] = p; }
        } }
        if std::env::var("TELL").is_ok() { let total: usize = lines.iter().enumerate().map(|(e, p)| traffic.crossings(e, p)).sum(); eprintln!("tried {tried} improved {done} crossings {}", total / 2); }
        lines = nudge::nudge(&task, lines);
        if std::env::var("TELL").is_ok() { let mut traffic = Traffic::new(&task);
        for (edge, points) in lines.iter().enumerate() {
            traffic.insert(edge, points);
        }
 let total: usize = lines.iter().enumerate().map(|(e, p)| traffic.crossings(e, p)).sum(); eprintln!("after nudge {}", total / 2); }

    }
    let plates = labels::place(&task, &lines, &sizes.edge_labels);
    let edges =
        lines.into_iter().zip(plates).map(|(points, label)| Route { points, label }).collect();
    Routes { edges }
}

/// A path for each edge of a graph, in the order of [`Graph::edges`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    /// One an edge.
    pub edges: Vec<Route>,
}

/// The path of one edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Corners from the first end to the second, px; neighbours differ in exactly one coordinate; at least two.
    pub points: Vec<DVec2>,
    /// The plate of its label.
    pub label: Option<Rect>,
}

/// How routes are to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Between a line and a tile it is not joined to, px.
    pub clearance: f64,
    /// Between parallel lines, px.
    pub lane: f64,
    /// Length of the straight piece before a tile, px.
    pub stub: f64,
    /// The detour that one bend is worth, px.
    pub bend: f64,
    /// The detour that one crossing is worth, px.
    pub crossing: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self { clearance: 12.0, lane: 10.0, stub: 14.0, bend: 60.0, crossing: 400.0 }
    }
}

/// All that the steps of the stage share.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) hierarchy: Hierarchy,
    pub(crate) terminals: Vec<[Terminal; 2]>,
    pub(crate) ports: Ports,
    /// Edges that share a port share a trunk.
    pub(crate) merge: bool,
    pub(crate) params: Params,
}

impl<'a> Task<'a> {
    fn new(graph: &'a Graph, layout: &Layout, sizes: &Sizes, params: &Params) -> Self {
        let hierarchy = Hierarchy::new(graph, layout, sizes);
        Self {
            graph,
            terminals: terminal::terminals(graph, &hierarchy),
            hierarchy,
            ports: Ports::default(),
            merge: graph.hints.merge_edges == Some(true),
            params: params.clone(),
        }
    }

    /// Whether two edges share a trunk.
    pub(crate) fn are_mates(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.ports.trunks[a], self.ports.trunks[b]);
        a.iter().flatten().any(|t| b.contains(&Some(*t)))
    }
}

/// How much work is done, by the number of edges alone: many crossings are worth the time only while it is short.
#[derive(Clone, Copy, Debug)]
struct Effort {
    /// Times that every edge is routed.
    n_rounds: usize,
    /// Ports are ordered by the routes found, and everything is routed anew.
    reorders: bool,
    /// Times that every edge is routed once more after the lines have their lanes, which tell crossings exactly.
    n_refinements: usize,
}

impl Effort {
    fn of(n_edges: usize) -> Self {
        match n_edges {
            0..=500 => Self { n_rounds: 1, reorders: true, n_refinements: 2 },
            501..=4_000 => Self { n_rounds: 1, reorders: true, n_refinements: 2 },
            4_001..=40_000 => Self { n_rounds: 2, reorders: false, n_refinements: 0 },
            _ => Self { n_rounds: 1, reorders: false, n_refinements: 0 },
        }
    }
}

/// Edges that are routed at the same time, not seeing each other: one at a time in small diagrams, a 128th in large ones.
fn batch_size(n_edges: usize) -> usize {
    if n_edges < 4_000 { 1 } else { (n_edges / 128).clamp(1, 1024) }
}

/// Routes all edges `n_rounds` times, the shortest first, each against what the others are at that moment.
fn negotiate(task: &Task<'_>, grids: &[Grid], mut lines: Vec<Vec<DVec2>>, n_rounds: usize) -> Vec<Vec<DVec2>> {
    let n_edges = task.terminals.len();
    let mut traffic = Traffic::new(task);
    lines.resize(n_edges, Vec::new());
    for (edge, points) in lines.iter().enumerate() {
        traffic.insert(edge, points);
    }
    let mut by_length: Vec<(f64, usize)> = task.terminals.iter().map(distance).zip(0..).collect();
    by_length.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut scratch = Scratch::default();
    for _ in 0..n_rounds {
        for batch in by_length.chunks(batch_size(n_edges)) {
            let search = |scratch: &mut Scratch, (_, edge): &(f64, usize)| {
                path::find(task, *edge, &traffic, grids.get(*edge), scratch)
            };
            let found: Vec<Vec<DVec2>> = if batch.len() == 1 {
                vec![search(&mut scratch, &batch[0])]
            } else {
                batch.par_iter().map_init(Scratch::default, search).collect()
            };
            for ((_, edge), points) in batch.iter().zip(found) {
                traffic.remove(*edge, &lines[*edge]);
                traffic.insert(*edge, &points);
                lines[*edge] = points;
            }
        }
    }
    lines
}

/// Grids are kept for so many edges, at most; with more they take more memory than laying them again takes time.
const MOST_GRIDS: usize = 4_000;

/// The grid of every edge, or none at all.
fn grids(task: &Task<'_>) -> Vec<Grid> {
    let n_edges = task.terminals.len();
    if n_edges > MOST_GRIDS { return Vec::new(); }
    (0..n_edges).map(|edge| path::grid(task, edge)).collect()
}

fn distance([a, b]: &[Terminal; 2]) -> f64 {
    let away = (a.port() - b.port()).abs();
    away.x + away.y
}
