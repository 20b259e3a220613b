//! The sparse grid that one edge is routed on: few lines, each where a good path could run.
//!
//! Lines lie through both launch points, in the middle of each channel between two facing boxes, and at a clearance
//! beside each box. Every piece between two neighbouring crossings of lines has its price: its length, more near boxes,
//! along borders, through titles, along and across the lines of other edges; infinite through walls.
//! After M. Wybrow, K. Marriott, P. Stuckey, "Orthogonal connector routing", GD 2009, with prices in place of its
//! shortest-path order.

use glam::DVec2;

use crate::layout::Rect;

use super::Params;
use super::field::Field;

/// Lines, and the price of each piece of them.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// Coordinates of the vertical lines (x) and of the horizontal ones (y), ascending, px.
    pub(crate) lines: [Vec<f64>; 2],
    /// By axis and [`Self::vertex`]: the price to the next vertex along that axis, px.
    pub(crate) prices: [Vec<f64>; 2],
}

/// Prices of crossings, kept as their changes from line to line so that each crossed line costs the same however long.
#[derive(Debug)]
pub(crate) struct Charges {
    changes: [Vec<f64>; 2],
}

/// Lines nearer than this to another one add nothing, px.
const SAME_LINE: f64 = 3.0;

/// Lines per axis, at most; further ones are thinned out evenly.
const MOST_LINES: usize = 128;

/// Price per px for running inside the clearance of a box.
const PRICE_NEAR_WALL: f64 = 1.5;

/// Price per px for running along a group's border, and how near counts, px.
const PRICE_ON_BORDER: f64 = 1.5;
const BORDER_WIDTH: f64 = 8.0;

/// Price per px for running through a group's title.
const PRICE_IN_TITLE: f64 = 8.0;

impl Grid {
    /// Lays the lines for `field` through the points `through`, and prices what stands still.
    pub(crate) fn new(field: &Field, through: &[DVec2; 2], params: &Params) -> Self {
        let mut grid =
            Self { lines: [0, 1].map(|a| lines(field, through, a, params)), ..Self::default() };
        let [width, height] = grid.size();
        grid.prices = [vec![0.0; width * height], vec![0.0; width * height]];
        for axis in [0, 1] {
            let steps: Vec<f64> = grid.lines[axis].windows(2).map(|w| w[1] - w[0]).collect();
            for v in 0..width * height {
                let place = if axis == 0 { v % width } else { v / width };
                grid.prices[axis][v] = steps.get(place).copied().unwrap_or(f64::INFINITY);
            }
        }
        for wall in &field.walls {
            grid.surcharge(&wall.inflate(params.clearance), PRICE_NEAR_WALL);
            grid.block(wall);
        }
        for title in &field.titles {
            grid.surcharge(title, PRICE_IN_TITLE);
        }
        for border in &field.borders {
            for strip in strips(border) {
                grid.surcharge(&strip, PRICE_ON_BORDER);
            }
        }
        grid
    }

    /// Number of vertical and of horizontal lines.
    pub(crate) fn size(&self) -> [usize; 2] {
        [self.lines[0].len(), self.lines[1].len()]
    }

    /// The number of the crossing of vertical line `column` with horizontal line `row`.
    pub(crate) fn vertex(&self, column: usize, row: usize) -> usize {
        row * self.lines[0].len() + column
    }

    /// Where a vertex lies.
    pub(crate) fn point(&self, vertex: usize) -> DVec2 {
        let width = self.lines[0].len();
        DVec2::new(self.lines[0][vertex % width], self.lines[1][vertex / width])
    }

    /// The vertex at `point`, where lines were laid through it.
    pub(crate) fn vertex_at(&self, point: DVec2) -> Option<usize> {
        let place = |axis: usize| {
            let lines: &[f64] = &self.lines[axis];
            let place = lines.partition_point(|l| *l < point[axis] - 1e-9);
            lines.get(place).filter(|l| (**l - point[axis]).abs() < 1e-6).map(|_| place)
        };
        Some(self.vertex(place(0)?, place(1)?))
    }

    /// Nothing passes through the inside of `wall`.
    pub(crate) fn block(&mut self, wall: &Rect) {
        self.for_pieces(wall, |price, _| *price = f64::INFINITY);
    }

    /// Nothing passes along the straight piece from `a` to `b`.
    pub(crate) fn block_piece(&mut self, a: DVec2, b: DVec2) {
        let piece = Rect { min: a.min(b), max: a.max(b) };
        let axis = usize::from(piece.size().y > piece.size().x);
        self.for_pieces_along(axis, &piece.inflate(1e-6), |price, length| {
            if length > 1e-5 {
                *price = f64::INFINITY;
            }
        });
    }

    /// Adds `rate` per px everywhere.
    pub(crate) fn surcharge_all(&mut self, rate: f64) {
        for price in self.prices.iter_mut().flatten() {
            *price *= 1.0 + rate;
        }
    }

    /// Sees to it that no piece costs less than its length, on which the search relies.
    pub(crate) fn raise_to_length(&mut self) {
        let [width, height] = self.size();
        for axis in [0, 1] {
            for v in 0..width * height {
                let place = if axis == 0 { v % width } else { v / width };
                if let [a, b, ..] = self.lines[axis][place..] {
                    let price = &mut self.prices[axis][v];
                    *price = price.max(b - a);
                }
            }
        }
    }

    /// Adds `rate` per px within `zone`.
    fn surcharge(&mut self, zone: &Rect, rate: f64) {
        self.for_pieces(zone, |price, length| *price += rate * length);
    }

    /// Adds `rate` per px to pieces along `axis` that lie within `tolerance` of the line `from` to `to`.
    pub(crate) fn surcharge_along(&mut self, line: &Rect, axis: usize, tolerance: f64, rate: f64) {
        let mut zone = *line;
        zone.min[1 - axis] -= tolerance;
        zone.max[1 - axis] += tolerance;
        self.for_pieces_along(axis, &zone, |price, length| *price += rate * length);
    }

    /// Adds `price` to what crosses the straight `line` that runs along `axis`; half of it to each side of a grid line
    /// that lies right on it, so that turning onto the line costs half and crossing it all. Counts only when
    /// [`Self::add_charges`] is called.
    pub(crate) fn charge_crossing(
        &self,
        charges: &mut Charges,
        line: &Rect,
        axis: usize,
        price: f64,
    ) {
        let across = 1 - axis;
        let at = line.min[across];
        let lines = &self.lines[across];
        let after = lines.partition_point(|l| *l < at - 1e-6);
        if after >= lines.len() {
            return;
        }
        let is_on = lines[after] - at < 1e-6;
        let share = if is_on { price / 2.0 } else { price };
        let from = self.lines[axis].partition_point(|l| *l <= line.min[axis] + 1e-6);
        let to = self.lines[axis].partition_point(|l| *l < line.max[axis] - 1e-6);
        if from >= to {
            return;
        }
        let stride = self.lines[axis].len() + 1;
        let before = after.checked_sub(1);
        for place in before.into_iter().chain(is_on.then_some(after)) {
            charges.changes[across][place * stride + from] += share;
            charges.changes[across][place * stride + to] -= share;
        }
    }

    /// A sum to collect charges in.
    pub(crate) fn no_charges(&self) -> Charges {
        let [width, height] = self.size();
        Charges { changes: [vec![0.0; width * (height + 1)], vec![0.0; height * (width + 1)]] }
    }

    /// Adds what has been charged to the prices.
    pub(crate) fn add_charges(&mut self, charges: &Charges) {
        for across in [0, 1] {
            let n_lines = self.lines[1 - across].len();
            for (place, changes) in charges.changes[across].chunks_exact(n_lines + 1).enumerate() {
                let mut sum = 0.0;
                for (line, change) in changes[..n_lines].iter().enumerate() {
                    sum += change;
                    if sum > 1e-6 {
                        *self.price_at(across, place, line) += sum;
                    }
                }
            }
        }
    }

    fn price_at(&mut self, axis: usize, place: usize, line: usize) -> &mut f64 {
        let v = if axis == 0 { self.vertex(place, line) } else { self.vertex(line, place) };
        &mut self.prices[axis][v]
    }

    fn for_pieces(&mut self, zone: &Rect, mut act: impl FnMut(&mut f64, f64)) {
        self.for_pieces_along(0, zone, &mut act);
        self.for_pieces_along(1, zone, &mut act);
    }

    /// Calls `act` with the price of each piece along `axis` that lies in the inside of `zone`, and with the length inside.
    fn for_pieces_along(&mut self, axis: usize, zone: &Rect, mut act: impl FnMut(&mut f64, f64)) {
        let across = 1 - axis;
        let (low, high) = (zone.min[axis], zone.max[axis]);
        let lines = &self.lines[across];
        let first = lines.partition_point(|l| *l <= zone.min[across] + 1e-9);
        let last = lines.partition_point(|l| *l < zone.max[across] - 1e-9);
        let start = self.lines[axis].partition_point(|l| *l <= low + 1e-9).saturating_sub(1);
        let mut place = start;
        while place + 1 < self.lines[axis].len() && self.lines[axis][place] < high - 1e-9 {
            let inside = self.lines[axis][place + 1].min(high) - self.lines[axis][place].max(low);
            if inside > 1e-9 {
                for line in first..last {
                    act(self.price_at(axis, place, line), inside);
                }
            }
            place += 1;
        }
    }
}

/// The four strips along a border.
fn strips(border: &Rect) -> [Rect; 4] {
    let outer = border.inflate(BORDER_WIDTH);
    let inner = border.inflate(-BORDER_WIDTH);
    let mut strips = [outer; 4];
    strips[0].max.x = inner.min.x;
    strips[1].min.x = inner.max.x;
    strips[2].max.y = inner.min.y;
    strips[3].min.y = inner.max.y;
    strips
}

/// The coordinates along `axis` at which lines are laid.
fn lines(field: &Field, through: &[DVec2; 2], axis: usize, params: &Params) -> Vec<f64> {
    let mut needed: Vec<f64> = through.iter().map(|p| p[axis]).collect();
    needed.sort_by(f64::total_cmp);
    needed.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let mut useful = useful_lines(field, axis, params);
    useful.retain(|l| *l > field.region.min[axis] && *l < field.region.max[axis]);
    useful.sort_by(f64::total_cmp);
    let mut kept: Vec<f64> = Vec::new();
    for line in useful {
        let is_new = |other: &f64| (line - other).abs() >= SAME_LINE;
        if needed.iter().all(is_new) && kept.last().is_none_or(is_new) {
            kept.push(line);
        }
    }
    if kept.len() > MOST_LINES {
        let n = kept.len();
        kept = (0..MOST_LINES).map(|i| kept[i * n / MOST_LINES]).collect();
    }
    kept.extend(needed);
    kept.sort_by(f64::total_cmp);
    kept
}

/// Channel middles and clearances.
fn useful_lines(field: &Field, axis: usize, params: &Params) -> Vec<f64> {
    let mut lines = Vec::new();
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let clear = params.clearance + params.lane / 2.0;
    for (number, wall) in field.walls.iter().enumerate() {
        let (before, after) = facing_walls(field, number, axis);
        for (border, gap, sign) in [(wall.min[axis], before, -1.0), (wall.max[axis], after, 1.0)] {
            if gap < 3.0 * clear {
                lines.push(border + sign * gap / 2.0);
            } else {
                lines.push(border + sign * clear);
            }
        }
        low = low.min(wall.min[axis]);
        high = high.max(wall.max[axis]);
    }
    for border in field.borders.iter() {
        low = low.min(border.min[axis]);
        high = high.max(border.max[axis]);
        for (at, sign) in [(border.min[axis], 1.0), (border.max[axis], -1.0)] {
            lines.push(at + sign * clear);
            lines.push(at - sign * clear);
        }
    }
    lines.extend([low - 2.0 * clear, high + 2.0 * clear]);
    lines.extend([field.region.min[axis] + clear, field.region.max[axis] - clear]);
    lines
}

/// Distance from a wall's two borders to the next wall or group border in each direction.
fn facing_walls(field: &Field, number: usize, axis: usize) -> (f64, f64) {
    let wall = &field.walls[number];
    let across = 1 - axis;
    let (mut before, mut after) = (f64::INFINITY, f64::INFINITY);
    for other in &field.walls {
        if other.min[across] < wall.max[across] && other.max[across] > wall.min[across] {
            let (ahead, behind) =
                (other.min[axis] - wall.max[axis], wall.min[axis] - other.max[axis]);
            if ahead > 0.0 {
                after = after.min(ahead);
            }
            if behind > 0.0 {
                before = before.min(behind);
            }
        }
    }
    for border in &field.borders {
        for at in [border.min[axis], border.max[axis]] {
            let (ahead, behind) = (at - wall.max[axis], wall.min[axis] - at);
            if ahead > 0.0 {
                after = after.min(ahead);
            }
            if behind > 0.0 {
                before = before.min(behind);
            }
        }
    }
    (before, after)
}
