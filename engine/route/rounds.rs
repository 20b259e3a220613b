//! Who is routed when: each edge against what the others are at that moment, again and again.
//!
//! Edges take turns, the shortest first. In large diagrams a batch of them is routed at once, in parallel, and takes
//! effect together; its size depends on the number of edges alone, so that any number of threads gives the same.

use glam::DVec2;
use rayon::prelude::*;

use super::Task;
use super::improve::improve;
use super::path::{self, Scratch};
use super::terminal::Terminal;
use super::traffic::Traffic;

/// The corners of each edge's route.
pub(crate) type Corners = Vec<Vec<DVec2>>;

/// With so many edges one alone is routed at a time, and sees all others.
const MOST_ALONE: usize = 4_000;

/// Edges that are routed at the same time, not seeing each other.
fn batch_size(n_edges: usize) -> usize {
    if n_edges <= MOST_ALONE { 1 } else { (n_edges / 128).min(1024) }
}

/// Says when to give up.
pub(crate) type IsStopped<'s> = &'s (dyn Fn() -> bool + Sync);

/// Routes all edges, one after the other, into an empty drawing; `None` where it was stopped.
pub(crate) fn draw(task: &Task<'_>, is_stopped: IsStopped<'_>) -> Option<Corners> {
    let mut lines = vec![Vec::new(); task.terminals.len()];
    let mut traffic = Traffic::new(task);
    let turns = by_length(task);
    take_turns(is_stopped, &turns, &mut lines, &mut traffic, |edge, _, traffic, scratch| {
        Some(path::find(task, edge, traffic, scratch))
    })?;
    Some(lines)
}

/// Routes again what crosses anything, or does not end at its ports, where that makes it better; `None` where it was
/// stopped.
pub(crate) fn refine(
    task: &Task<'_>,
    lines: &mut Corners,
    is_stopped: IsStopped<'_>,
) -> Option<()> {
    let mut traffic = Traffic::new(task);
    for (edge, points) in lines.iter().enumerate() {
        traffic.insert(edge, points);
    }
    let is_stale = |edge: &usize| {
        let ports = task.terminals[*edge].map(|t| t.port());
        let points = &lines[*edge];
        points[0] != ports[0] || points[points.len() - 1] != ports[1]
    };
    let (stale, rest): (Vec<usize>, Vec<usize>) = (0..lines.len()).partition(is_stale);
    take_turns(is_stopped, &stale, lines, &mut traffic, |edge, points, traffic, scratch| {
        let better = improve(task, edge, points, traffic, scratch);
        Some(better.unwrap_or_else(|| path::find(task, edge, traffic, scratch)))
    })?;
    take_turns(is_stopped, &rest, lines, &mut traffic, |edge, points, traffic, scratch| {
        (traffic.crossings(edge, points) > 0)
            .then(|| improve(task, edge, points, traffic, scratch))
            .flatten()
    })
}

/// Lets each edge of `turns` change its route to what `search` finds for it; `None` where it was stopped before the last.
fn take_turns(
    is_stopped: IsStopped<'_>,
    turns: &[usize],
    lines: &mut Corners,
    traffic: &mut Traffic,
    search: impl Fn(usize, &[DVec2], &Traffic, &mut Scratch) -> Option<Vec<DVec2>> + Sync,
) -> Option<()> {
    let mut scratch = Scratch::default();
    for batch in turns.chunks(batch_size(lines.len())) {
        if is_stopped() {
            return None;
        }
        let of =
            |scratch: &mut Scratch, edge: &usize| search(*edge, &lines[*edge], traffic, scratch);
        let found: Vec<Option<Vec<DVec2>>> = if let [edge] = batch {
            vec![of(&mut scratch, edge)]
        } else {
            batch.par_iter().map_init(Scratch::default, of).collect()
        };
        for (edge, points) in batch.iter().zip(found) {
            if let Some(points) = points {
                traffic.remove(*edge, &lines[*edge]);
                traffic.insert(*edge, &points);
                lines[*edge] = points;
            }
        }
    }
    Some(())
}

fn by_length(task: &Task<'_>) -> Vec<usize> {
    let mut edges: Vec<(f64, usize)> = task.terminals.iter().map(distance).zip(0..).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    edges.into_iter().map(|(_, edge)| edge).collect()
}

fn distance([a, b]: &[Terminal; 2]) -> f64 {
    let away = (a.port() - b.port()).abs();
    away.x + away.y
}
