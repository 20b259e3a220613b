//! One edge's path: launch, search on its own grid, landing.

use glam::DVec2;

use crate::layout::Rect;

use super::field::Field;
use super::grid::{Grid, WALL};
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
    grid: Grid,
    prices: [Vec<u32>; 2],
    search: Search,
}

/// Finds the way for `edge` among `traffic`: as cheap as can be within the walls, else as if there were none. `known` is
/// the grid that [`grid`] laid for it before, where there is one.
pub(crate) fn find(
    task: &Task<'_>,
    edge: usize,
    traffic: &Traffic,
    known: Option<&Grid>,
    scratch: &mut Scratch,
) -> Vec<DVec2> {
    let ends = &task.terminals[edge];
    for attempt in 0..WINDOWS.len() {
        let Scratch { grid, prices, search } = scratch;
        let grid = match known {
            Some(known) if attempt == 0 => known,
            _ => {
                lay(task, edge, attempt, grid, &mut Wanted::default());
                grid
            }
        };
        for (prices, fixed) in prices.iter_mut().zip(&grid.prices) {
            prices.clone_from(fixed);
        }
        traffic.price(task, edge, grid, prices, false);
        if let Some(points) = path(grid, prices, ends, task.params.bend, search) {
            return points;
        }
    }
    without_walls(ends, &task.params, scratch)
}

/// A better way for `edge` than `points` among `traffic`, whose lines all lie where they will be drawn.
pub(crate) fn improve(
    task: &Task<'_>,
    edge: usize,
    points: &[DVec2],
    traffic: &Traffic,
    scratch: &mut Scratch,
) -> Option<Vec<DVec2>> {
    let ends = &task.terminals[edge];
    let Scratch { grid, prices, search } = scratch;
    let ports = ends.map(|e| e.port());
    let between = points.iter().fold(Rect { min: ports[0], max: ports[0] }, |b, p| Rect { min: b.min.min(*p), max: b.max.max(*p) });
    let mut wanted = Wanted::default();
    for p in &points[1..points.len() - 1] {
        wanted.exact[0].push(p.x);
        wanted.exact[1].push(p.y);
    }
    let spare = 60.0 + between.size().max_element() / 8.0;
    let field = Field::gather(&task.hierarchy, ends, between.inflate(spare), 0);
    traffic.lanes(task, edge, &field, &mut wanted, points);
    let launches = ends.map(|e| launch(&field, &e, &task.params));
    let is_in_trunk = task.ports.trunks[edge] != [None, None];
    let surcharge = if is_in_trunk { TRUNK_REBATE } else { 0 };
    grid.lay(&field, ends, &launches, surcharge, &mut wanted, &task.params);
    for (prices, fixed) in prices.iter_mut().zip(&grid.prices) {
        prices.clone_from(fixed);
    }
    traffic.price(task, edge, grid, prices, true);
    let bend = length(task.params.bend);
    let is_stale = points[0] != ports[0] || points[points.len() - 1] != ports[1];
    let now = if is_stale { None } else { price_of(grid, prices, points, &launches, bend) };
    let least = search.find(grid, prices, bend)?;
    if std::env::var("TELL").is_ok() { eprintln!("S {} {} {} {} {} {} {}", grid.width(), grid.height(), search.n, wanted.lanes[0].len(), wanted.lanes[1].len(), now.unwrap_or(0) / 16, least / 16); }
    if now.is_some_and(|now| least + IMPROVEMENT >= now) {
        return None;
    }
    let mut points = vec![ports[0]];
    points.extend(search.path.iter().map(|v| grid.point(*v)));
    points.push(ports[1]);
    let points = tidy(&points);
    (points.len() > 1 && is_sound(&points, ends)).then_some(points)
}

const IMPROVEMENT: u32 = 128;

/// What the route `points` costs on `grid`, from launch to launch; `None` where it does not run on its lines.
fn price_of(grid: &Grid, prices: &[Vec<u32>; 2], points: &[DVec2], launches: &[DVec2; 2], bend: u32) -> Option<u32> {
    let mut corners = points.to_vec();
    let n = corners.len();
    corners[0] = launches[0];
    corners[n - 1] = launches[1];
    let vertices: Option<Vec<usize>> = corners.iter().map(|p| grid.vertex_at(*p)).collect();
    let vertices = vertices?;
    let width = grid.width();
    let mut sum = (n as u32 - 2) * bend;
    for w in vertices.windows(2) {
        let (a, b) = (w[0].min(w[1]), w[0].max(w[1]));
        if a / width == b / width {
            for v in a..b { if prices[0][v] >= WALL { return None; } sum += prices[0][v]; }
        } else {
            for v in (a..b).step_by(width) { if prices[1][v] >= WALL { return None; } sum += prices[1][v]; }
        }
    }
    Some(sum)
}

/// The grid that the first attempt to route `edge` searches.
pub(crate) fn grid(task: &Task<'_>, edge: usize) -> Grid {
    let mut grid = Grid::default();
    lay(task, edge, 0, &mut grid, &mut Wanted::default());
    grid
}

fn lay(task: &Task<'_>, edge: usize, attempt: usize, grid: &mut Grid, wanted: &mut Wanted) {
    let ends = &task.terminals[edge];
    let ports = ends.map(|e| e.port());
    let between = Rect { min: ports[0].min(ports[1]), max: ports[0].max(ports[1]) };
    let spare = WINDOWS[attempt] + between.size().max_element() / 4.0;
    let field = Field::gather(&task.hierarchy, ends, between.inflate(spare), attempt);
    let launches = ends.map(|e| launch(&field, &e, &task.params));
    let is_in_trunk = task.ports.trunks[edge] != [None, None];
    let surcharge = if is_in_trunk { TRUNK_REBATE } else { 0 };
    grid.lay(&field, ends, &launches, surcharge, wanted, &task.params);
}

/// Where the line has left its box: a stub ahead, or half the way to the next wall where that is nearer.
fn launch(field: &Field, end: &Terminal, params: &Params) -> DVec2 {
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
    end.ahead(params.stub.min(room / 2.0))
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
        if let Some(points) = path(grid, &grid.prices, ends, params.bend, search) {
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

fn path(
    grid: &Grid,
    prices: &[Vec<u32>; 2],
    ends: &[Terminal; 2],
    bend: f64,
    search: &mut Search,
) -> Option<Vec<DVec2>> {
    let [a, b] = ends.map(|e| e.port());
    search.find(grid, prices, length(bend))?;
    let mut points = vec![a];
    points.extend(search.path.iter().map(|v| grid.point(*v)));
    points.push(b);
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
