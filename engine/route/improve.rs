//! A better way for an edge in a drawing whose lines all lie where they will be drawn.
//!
//! Once lines have lanes of their own, what crosses what is known exactly. An edge then gets a grid with a line on
//! either side of each lane near its present route, and with the lines of that route itself: so it can change places
//! with its neighbours, and what it would gain is told without doubt. It moves only for a gain that shows.

use glam::DVec2;

use crate::layout::Rect;

use super::Task;
use super::field::Field;
use super::grid::{Grid, WALL};
use super::path::{self, Scratch, room_ahead, surcharge};
use super::terminal::Terminal;
use super::ticks::length;
use super::traffic::Traffic;

/// How far from its present route an edge may look for a better one: px, and a share of the route's extent.
const REACH: f64 = 60.0;
const REACH_SHARE: f64 = 0.125;

/// What a move must gain at least, px of length.
const LEAST_GAIN: f64 = 8.0;

/// A better route for `edge` than `points`, if there is one. A route that does not begin and end at the edge's ports is
/// worth nothing.
pub(crate) fn improve(
    task: &Task<'_>,
    edge: usize,
    points: &[DVec2],
    traffic: &Traffic,
    scratch: &mut Scratch,
) -> Option<Vec<DVec2>> {
    let ends = &task.terminals[edge];
    let ports = ends.map(|e| e.port());
    let both = Rect { min: ports[0].min(ports[1]), max: ports[0].max(ports[1]) };
    let bounds = points.iter().fold(both, |b, p| Rect { min: b.min.min(*p), max: b.max.max(*p) });
    let window = bounds.inflate(REACH + bounds.size().max_element() * REACH_SHARE);
    let field = Field::gather(&task.hierarchy, ends, window, 0);
    let is_stale = points[0] != ports[0] || points[points.len() - 1] != ports[1];
    let launches = launches(task, &field, ends, if is_stale { &[] } else { points });
    let Scratch { grid, prices, search, wanted } = scratch;
    wanted.clear();
    for corner in &points[1..points.len() - 1] {
        wanted.exact[0].push(corner.x);
        wanted.exact[1].push(corner.y);
    }
    traffic.lanes(task, edge, points, wanted);
    grid.lay(&field, ends, &launches, surcharge(task, edge), wanted, &task.params);
    grid.start_prices(prices);
    traffic.price_exactly(task, edge, grid, prices);
    let bend = length(task.params.bend);
    let now = if is_stale { None } else { price(grid, prices, points, &launches, bend) };
    let limit = now.map_or(u32::MAX, |now| now.saturating_sub(length(LEAST_GAIN)));
    search.find(grid, prices, bend, limit)?;
    path::points(grid, &search.path, ends)
}

/// Where the line may turn first: no further from its ends than it does now.
fn launches(task: &Task<'_>, field: &Field, ends: &[Terminal; 2], points: &[DVec2]) -> [DVec2; 2] {
    let straight = |k: usize| match (k, points) {
        (0, [_, b, _, ..]) | (1, [.., _, b, _]) => {
            let axis = ends[k].axis();
            ((b[axis] - ends[k].ahead(0.0)[axis]) * ends[k].outward()).max(0.0)
        }
        _ => f64::INFINITY,
    };
    [0, 1].map(|k| ends[k].ahead(room_ahead(field, &ends[k], &task.params).min(straight(k))))
}

/// What the route `points` costs on `grid`, from launch to launch; `None` where it does not run on free lines.
fn price(
    grid: &Grid,
    prices: &[Vec<u32>; 2],
    points: &[DVec2],
    launches: &[DVec2; 2],
    bend: u32,
) -> Option<u32> {
    let last = points.len() - 1;
    let mut sum = bend.saturating_mul(u32::try_from(last - 1).ok()?);
    let mut from = grid.vertex_at(launches[0])?;
    for corner in points[1..last].iter().chain([&launches[1]]) {
        let to = grid.vertex_at(*corner)?;
        let (low, high, width) = (from.min(to), from.max(to), grid.width());
        let (axis, stride) = if low / width == high / width { (0, 1) } else { (1, width) };
        for vertex in (low..high).step_by(stride) {
            let price = prices[axis][vertex];
            if price >= WALL {
                return None;
            }
            sum = sum.saturating_add(price);
        }
        from = to;
    }
    Some(sum)
}
