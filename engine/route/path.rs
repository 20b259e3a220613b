//! One edge's path: launch, search on its own grid, landing.

use glam::DVec2;

use crate::layout::Rect;

use super::field::Field;
use super::grid::Grid;
use super::lines::Wanted;
use super::search::Search;
use super::terminal::Terminal;
use super::ticks::length;
use super::traffic::{TRUNK_REBATE, Traffic};
use super::{Params, Task};

/// How far round its two ends an edge may look for a way, px; each next try only when there is none.
const WINDOWS: [f64; 3] = [240.0, 960.0, 1e7];

/// Reused between edges, so that the search itself allocates nothing.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) grid: Grid,
    pub(crate) prices: [Vec<u32>; 2],
    pub(crate) search: Search,
    pub(crate) wanted: Wanted,
}

/// Finds the way for `edge` among `traffic`: as cheap as can be within the walls, else as if there were none.
pub(crate) fn find(
    task: &Task<'_>,
    edge: usize,
    traffic: &Traffic,
    scratch: &mut Scratch,
) -> Vec<DVec2> {
    let ends = &task.terminals[edge];
    for attempt in 0..WINDOWS.len() {
        let Scratch { grid, prices, search, .. } = scratch;
        lay(task, edge, attempt, grid);
        grid.start_prices(prices);
        traffic.price(task, edge, grid, prices);
        let bend = length(task.params.bend);
        if search.find(grid, prices, bend, u32::MAX).is_some()
            && let Some(points) = points(grid, &search.path, ends)
        {
            return points;
        }
    }
    without_walls(ends, &task.params, scratch)
}

fn lay(task: &Task<'_>, edge: usize, attempt: usize, grid: &mut Grid) {
    let ends = &task.terminals[edge];
    let ports = ends.map(|e| e.port());
    let between = Rect { min: ports[0].min(ports[1]), max: ports[0].max(ports[1]) };
    let spare = WINDOWS[attempt] + between.size().max_element() / 4.0;
    let field = Field::gather(&task.hierarchy, ends, between.inflate(spare), attempt);
    let launches = ends.map(|e| e.ahead(room_ahead(&field, &e, &task.params)));
    grid.lay(&field, ends, &launches, surcharge(task, edge), &mut Wanted::default(), &task.params);
}

/// What every piece costs an edge above its length, in 16ths: edges in trunks save that by running together.
pub(crate) fn surcharge(task: &Task<'_>, edge: usize) -> u32 {
    if task.ports.trunks[edge] == [None, None] { 0 } else { TRUNK_REBATE }
}

/// How far a line runs straight until it has left its box: a stub, or half the way to the next wall where that is
/// nearer, px.
pub(crate) fn room_ahead(field: &Field, end: &Terminal, params: &Params) -> f64 {
    let (axis, across) = (end.axis(), 1 - end.axis());
    let border = end.ahead(0.0)[axis];
    let mut room = f64::INFINITY;
    for wall in &field.walls {
        if wall.min[across] < end.along + 1.0 && wall.max[across] > end.along - 1.0 {
            let face = if end.outward() > 0.0 { wall.min[axis] } else { wall.max[axis] };
            let distance = (face - border) * end.outward();
            if distance > -1e-6 {
                room = room.min(distance);
            }
        }
    }
    let edge = if end.outward() > 0.0 { field.region.max[axis] } else { field.region.min[axis] };
    room = room.min((edge - border) * end.outward()).max(0.0);
    params.stub.min(room / 2.0)
}

/// The documented last resort, for layouts that leave no way: a path that knows only its own two ends.
fn without_walls(ends: &[Terminal; 2], params: &Params, scratch: &mut Scratch) -> Vec<DVec2> {
    let round = ends[0].area.union(&ends[1].area);
    let region = round.inflate(8.0 * params.stub);
    let mut field = Field { walls: Vec::new(), borders: vec![round], titles: Vec::new(), region };
    field.walls.extend(ends.iter().filter(|e| !e.inner).map(|e| e.area));
    let Scratch { grid, search, .. } = scratch;
    for _ in 0..2 {
        let launches = ends.map(|e| e.ahead(params.stub));
        grid.lay(&field, ends, &launches, 0, &mut Wanted::default(), params);
        if search.find(grid, &grid.prices, length(params.bend), u32::MAX).is_some()
            && let Some(points) = points(grid, &search.path, ends)
        {
            return points;
        }
        field.walls.clear();
    }
    elbow(ends, params)
}

/// A path by rule alone: out of both ends, and round a corner that both can reach.
fn elbow(ends: &[Terminal; 2], params: &Params) -> Vec<DVec2> {
    let [a, b] = ends.map(|e| e.port());
    let [c, d] = ends.map(|e| e.ahead(2.0 * params.stub));
    let mut points = vec![a, c];
    points.push(if ends[0].axis() == 0 { DVec2::new(c.x, d.y) } else { DVec2::new(d.x, c.y) });
    points.extend([d, b]);
    let points = tidy(&points);
    if is_sound(&points, ends) { points } else { narrow_loop(&ends[0], params) }
}

/// For two ends at the same point, on the same side: out, a few pixels aside, and back.
fn narrow_loop(end: &Terminal, params: &Params) -> Vec<DVec2> {
    let (start, far) = (end.port(), end.ahead(params.stub));
    let mut aside = DVec2::ZERO;
    aside[1 - end.axis()] = LOOP_WIDTH;
    vec![start, far, far + aside, start + aside]
}

/// Width of a loop that ends where it begins, px: within a junction's dot.
const LOOP_WIDTH: f64 = 4.0;

/// The corners of the path along `vertices`, from port to port; `None` where it is not sound.
pub(crate) fn points(grid: &Grid, vertices: &[usize], ends: &[Terminal; 2]) -> Option<Vec<DVec2>> {
    let mut points = vec![ends[0].port()];
    points.extend(vertices.iter().map(|v| grid.point(*v)));
    points.push(ends[1].port());
    let points = tidy(&points);
    (points.len() > 1 && is_sound(&points, ends)).then_some(points)
}

/// Whether a path is orthogonal, never turns back on itself and leaves both ends outward.
pub(crate) fn is_sound(points: &[DVec2], ends: &[Terminal; 2]) -> bool {
    let n = points.len();
    if n < 2 {
        return false;
    }
    let steps: Vec<DVec2> = points.windows(2).map(|w| w[1] - w[0]).collect();
    let is_straight = |d: &DVec2| (d.x == 0.0) != (d.y == 0.0);
    let turns_back = |w: &[DVec2]| w[0].dot(w[1]) != 0.0;
    steps.iter().all(is_straight)
        && !steps.windows(2).any(turns_back)
        && steps[0][ends[0].axis()] * ends[0].outward() > 0.0
        && steps[n - 2][ends[1].axis()] * ends[1].outward() < 0.0
}

/// The same path with corners only, and without pieces of no length; coordinates that differ by rounding become one.
pub(crate) fn tidy(points: &[DVec2]) -> Vec<DVec2> {
    let mut kept: Vec<DVec2> = Vec::new();
    for point in points {
        let mut point = *point;
        if let Some(last) = kept.last() {
            for axis in [0, 1] {
                if (point[axis] - last[axis]).abs() < ROUNDING {
                    point[axis] = last[axis];
                }
            }
            if point == *last {
                continue;
            }
        }
        if let [.., a, b] = kept[..] {
            let (d, e) = (b - a, point - b);
            let goes_on = (0..2).any(|k| d[k] == 0.0 && e[k] == 0.0 && d[1 - k] * e[1 - k] > 0.0);
            if goes_on {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

/// Coordinates nearer than this are one, px.
const ROUNDING: f64 = 1e-6;
