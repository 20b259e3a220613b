//! Where the lines of a grid lie.

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

/// Lines that are wanted besides those beside boxes, by axis.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Lines are laid exactly here, px.
    pub(crate) exact: [Vec<f64>; 2],
    /// Lines of other edges, ticks: one is laid on either side of each, none on it.
    pub(crate) lanes: [Vec<i32>; 2],
}

/// Lines nearer than this to another one add nothing, px.
const SAME_LINE: f64 = 3.0;

/// Places that differ by less are one, px.
pub(crate) const SAME_PLACE: f64 = 1e-6;

/// Lines per axis, at most; further ones are thinned out evenly.
const MOST_LINES: usize = 128;

impl Wanted {
    /// Wants nothing any more.
    pub(crate) fn clear(&mut self) {
        self.exact.iter_mut().for_each(Vec::clear);
        self.lanes.iter_mut().for_each(Vec::clear);
    }

    fn tidy(&mut self, axis: usize) {
        self.lanes[axis].sort_unstable();
        self.lanes[axis].dedup();
        self.exact[axis].sort_by(f64::total_cmp);
        self.exact[axis].dedup_by(|a, b| (*a - *b).abs() < SAME_PLACE);
    }
}

impl Lines {
    /// Lays lines where `wanted`, and wherever else in `field` a path could run well.
    pub(crate) fn lay(&mut self, field: &Field, wanted: &mut Wanted, params: &Params) {
        let walls: Vec<TickRect> = field.walls.iter().map(TickRect::from).collect();
        let borders: Vec<TickRect> = field.borders.iter().map(TickRect::from).collect();
        let mut useful = Vec::with_capacity(2 * walls.len() + 4 * borders.len() + 4);
        for axis in [0, 1] {
            useful.clear();
            let region = [field.region.min[axis], field.region.max[axis]].map(ticks);
            add_useful(&mut useful, &walls, &borders, region, axis, params);
            wanted.tidy(axis);
            let (lanes, exact) = (&wanted.lanes[axis], &wanted.exact[axis]);
            add_between(&mut useful, lanes, ticks(params.lane / 2.0));
            useful.retain(|l| *l > region[0] && *l < region[1]);
            useful.sort_unstable();
            thin_out(&mut useful, lanes, exact);
            self.merge(axis, &useful, exact);
        }
    }

    /// From the first to the last line on either axis; `None` where there are none.
    pub(crate) fn bounds(&self) -> Option<TickRect> {
        let [x, y] = &self.ticks;
        Some(TickRect { min: [*x.first()?, *y.first()?], max: [*x.last()?, *y.last()?] })
    }

    fn merge(&mut self, axis: usize, useful: &[i32], exact: &[f64]) {
        let (places, all) = (&mut self.exact[axis], &mut self.ticks[axis]);
        places.clear();
        all.clear();
        let mut next = exact.iter().map(|place| (*place, ticks(*place))).peekable();
        for line in useful {
            while let Some((place, tick)) = next.next_if(|n| n.1 <= *line) {
                places.push(place);
                all.push(tick);
            }
            places.push(px(*line));
            all.push(*line);
        }
        for (place, tick) in next {
            places.push(place);
            all.push(tick);
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
fn room_beside(
    wall: &TickRect,
    walls: &[TickRect],
    borders: &[TickRect],
    axis: usize,
) -> (i32, i32) {
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

/// A line on either side of each lane, or one in the middle where lanes are near.
fn add_between(lines: &mut Vec<i32>, lanes: &[i32], beside: i32) {
    lines.extend(lanes.first().map(|first| first - beside));
    for w in lanes.windows(2) {
        if w[1] - w[0] > 4 * beside {
            lines.extend([w[0] + beside, w[1] - beside]);
        } else {
            lines.push(i32::midpoint(w[0], w[1]));
        }
    }
    lines.extend(lanes.last().map(|last| last + beside));
}

/// Leaves out lines that are near another one with no lane between, and such as lie on a lane or an exact place.
fn thin_out(useful: &mut Vec<i32>, lanes: &[i32], exact: &[f64]) {
    let apart = ticks(SAME_LINE);
    let mut last = i32::MIN / 2;
    let mut kept_after = 0;
    let is_parted = |a: i32, b: i32| lanes.iter().any(|lane| a.min(b) < *lane && *lane < a.max(b));
    let near_exact = |line: i32| {
        let exact = exact.iter().map(|e| ticks(*e));
        let mut near = exact.filter(|e| (line - e).abs() < apart);
        near.any(|e| !is_parted(e, line))
    };
    useful.retain(|line| {
        let after = lanes.partition_point(|lane| lane < line);
        let is_new = *line - last >= apart || after > kept_after;
        let keep = is_new && lanes.get(after) != Some(line) && !near_exact(*line);
        if keep {
            (last, kept_after) = (*line, after);
        }
        keep
    });
    if useful.len() > MOST_LINES {
        let n = useful.len();
        (0..MOST_LINES).for_each(|i| useful[i] = useful[i * n / MOST_LINES]);
        useful.truncate(MOST_LINES);
    }
}
