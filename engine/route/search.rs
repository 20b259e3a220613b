//! The cheapest path on a [`Grid`]: A* over crossings of lines and the axis of travel.
//!
//! A state is a vertex and the axis the line runs along there; turning costs a bend. The estimate is the distance along
//! the axes and the bends that are needed at least, so that the first path found is a cheapest one. Ties are broken by
//! the number of the state.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use glam::DVec2;

use super::grid::Grid;

/// Where a path begins or ends: a vertex, and the axis of travel there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    /// Vertex of the grid.
    pub(crate) vertex: usize,
    /// 0 travels along x, 1 along y.
    pub(crate) axis: usize,
}

/// Reused between searches, so that none allocates.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    cost: Vec<f64>,
    came_from: Vec<usize>,
    /// Estimated total as ordered bits, then the state.
    open: BinaryHeap<Reverse<(u64, usize)>>,
}

/// Vertices from `start` to `goal`, or `None` where walls part them.
pub(crate) fn cheapest_path(
    grid: &Grid,
    start: Stop,
    goal: Stop,
    bend: f64,
    scratch: &mut Scratch,
) -> Option<Vec<usize>> {
    let [width, height] = grid.size();
    let Scratch { cost, came_from, open } = scratch;
    cost.clear();
    cost.resize(2 * width * height, f64::INFINITY);
    came_from.clear();
    came_from.resize(2 * width * height, usize::MAX);
    open.clear();
    let end = grid.point(goal.vertex);
    let total = |cost: f64, state: usize| {
        (cost + estimate(grid.point(state / 2), state % 2, end, goal.axis, bend)).to_bits()
    };
    let (first, last) = (2 * start.vertex + start.axis, 2 * goal.vertex + goal.axis);
    cost[first] = 0.0;
    open.push(Reverse((total(0.0, first), first)));
    while let Some(Reverse((bits, state))) = open.pop() {
        let so_far = cost[state];
        if bits > total(so_far, state) {
            continue;
        }
        if state == last {
            return Some(walk_back(came_from, first, last));
        }
        for (next, price) in steps(grid, state, bend).into_iter().flatten() {
            if so_far + price < cost[next] {
                cost[next] = so_far + price;
                came_from[next] = state;
                open.push(Reverse((total(cost[next], next), next)));
            }
        }
    }
    None
}

/// The states next to `state` with the price of going there.
fn steps(grid: &Grid, state: usize, bend: f64) -> [Option<(usize, f64)>; 3] {
    let [width, height] = grid.size();
    let (vertex, axis) = (state / 2, state % 2);
    let (stride, place, end) =
        if axis == 0 { (1, vertex % width, width) } else { (width, vertex / width, height) };
    let prices = &grid.prices[axis];
    let forward = (place + 1 < end).then(|| (2 * (vertex + stride) + axis, prices[vertex]));
    let backward = (place > 0).then(|| (2 * (vertex - stride) + axis, prices[vertex - stride]));
    [forward, backward, Some((state ^ 1, bend))]
}

fn estimate(at: DVec2, axis: usize, end: DVec2, end_axis: usize, bend: f64) -> f64 {
    let away = (end - at).abs();
    let n_bends = if axis != end_axis {
        1.0
    } else if away[1 - axis] > 1e-9 {
        2.0
    } else {
        0.0
    };
    away.x + away.y + n_bends * bend
}

fn walk_back(came_from: &[usize], first: usize, last: usize) -> Vec<usize> {
    let mut path = vec![last / 2];
    let mut state = last;
    while state != first {
        state = came_from[state];
        if path.last() != Some(&(state / 2)) {
            path.push(state / 2);
        }
    }
    path.reverse();
    path
}
