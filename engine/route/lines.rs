//! Where the lines of a grid lie.

use glam::DVec2;

use super::Params;
use super::field::Field;
use super::ticks::{TickRect, px, ticks};

/// Coordinates of the vertical lines (x, first) and of the horizontal ones (y), ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// px.
    pub(crate) exact: [Vec<f64>; 2],
    /// The same, in ticks.
    pub(crate) ticks: [Vec<i32>; 2],
}

/// Lines nearer than this to another one add nothing, px.
const SAME_LINE: f64 = 3.0;

/// Places that differ by less are one, px.
pub(crate) const SAME_PLACE: f64 = 1e-6;

/// Lines per axis, at most; further ones are thinned out evenly.
const MOST_LINES: usize = 128;

impl Lines {
    /// Lays lines through the points `through` and wherever else in `field` a path could run well.
    pub(crate) fn lay(&mut self, field: &Field, through: &[DVec2; 2], params: &Params) {
        let walls: Vec<TickRect> = field.walls.iter().map(TickRect::from).collect();
        let borders: Vec<TickRect> = field.borders.iter().map(TickRect::from).collect();
        let mut useful = Vec::new();
        for axis in [0, 1] {
            useful.clear();
            let region = [field.region.min[axis], field.region.max[axis]].map(ticks);
            add_useful(&mut useful, &walls, &borders, region, axis, params);
            useful.retain(|l| *l > region[0] && *l < region[1]);
            useful.sort_unstable();
            let mut needed = through.map(|p| p[axis]);
            needed.sort_by(f64::total_cmp);
            self.merge(axis, &mut useful, needed);
        }
    }

    fn merge(&mut self, axis: usize, useful: &mut Vec<i32>, needed: [f64; 2]) {
        let needed_ticks = needed.map(ticks);
        let apart = ticks(SAME_LINE);
        let mut last = i32::MIN / 2;
        useful.retain(|line| {
            let is_new = line - last >= apart && needed_ticks.iter().all(|n| (line - n).abs() >= apart);
            if is_new {
                last = *line;
            }
            is_new
        });
        if useful.len() > MOST_LINES {
            let n = useful.len();
            (0..MOST_LINES).for_each(|i| useful[i] = useful[i * n / MOST_LINES]);
            useful.truncate(MOST_LINES);
        }
        let is_twice = needed[1] - needed[0] < SAME_PLACE;
        let needed = if is_twice { &needed[..1] } else { &needed[..] };
        let (exact, all) = (&mut self.exact[axis], &mut self.ticks[axis]);
        exact.clear();
        all.clear();
        let mut next = needed.iter().copied().peekable();
        for line in useful.iter().copied() {
            while let Some(place) = next.next_if(|n| ticks(*n) <= line) {
                exact.push(place);
                all.push(ticks(place));
            }
            exact.push(px(line));
            all.push(line);
        }
        for place in next {
            exact.push(place);
            all.push(ticks(place));
        }
    }
}

/// Channel middles and clearances.
fn add_useful(
    lines: &mut Vec<i32>,
    walls: &[TickRect],
    borders: &[TickRect],
    region: [i32; 2],
    axis: usize,
    params: &Params,
) {
    let clear = ticks(params.clearance + params.lane / 2.0);
    let (mut low, mut high) = (i32::MAX / 4, i32::MIN / 4);
    for wall in walls {
        let (before, after) = room_beside(wall, walls, borders, axis);
        for (border, room, sign) in [(wall.min[axis], before, -1), (wall.max[axis], after, 1)] {
            lines.push(border + sign * if room < 3 * clear { room / 2 } else { clear });
        }
        low = low.min(wall.min[axis]);
        high = high.max(wall.max[axis]);
    }
    for border in borders {
        low = low.min(border.min[axis]);
        high = high.max(border.max[axis]);
        for at in [border.min[axis], border.max[axis]] {
            lines.extend([at - clear, at + clear]);
        }
    }
    lines.extend([low - 2 * clear, high + 2 * clear]);
    lines.extend([region[0] + clear, region[1] - clear]);
}

/// Distance from a wall's two borders to the next wall or group border in each direction.
fn room_beside(wall: &TickRect, walls: &[TickRect], borders: &[TickRect], axis: usize) -> (i32, i32) {
    let across = 1 - axis;
    let (mut before, mut after) = (i32::MAX, i32::MAX);
    let mut meet = |low: i32, high: i32| {
        let (ahead, behind) = (low - wall.max[axis], wall.min[axis] - high);
        if ahead > 0 {
            after = after.min(ahead);
        }
        if behind > 0 {
            before = before.min(behind);
        }
    };
    for other in walls {
        if other.min[across] < wall.max[across] && other.max[across] > wall.min[across] {
            meet(other.min[axis], other.max[axis]);
        }
    }
    for border in borders {
        meet(border.min[axis], border.min[axis]);
        meet(border.max[axis], border.max[axis]);
    }
    (before, after)
}
