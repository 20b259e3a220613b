//! The pieces of all routes by place, for pricing what crosses and what runs along them.
//!
//! An edge meets only what runs in the groups that are open to it; whatever happens inside a closed group is behind a
//! wall. So each group has buckets of its own, and every bit of a route stands once: in the innermost group round it
//! that is open to its edge, in the bucket it lies in. A piece that leaves a group or a bucket is cut there.

use glam::DVec2;

use crate::layout::Rect;

use super::field::open_groups;
use super::Task;
use super::grid::{Grid, for_pieces, raise, share};
use super::hierarchy::Hierarchy;
use super::ticks::{TickRect, length, ticks};
/// The straight pieces of the routes drawn so far.
#[derive(Debug)]
pub(crate) struct Traffic {
    /// One a group, the root last.
    grounds: Vec<Ground>,
    /// By edge: the groups that are open to it, from each end upward.
    open: Vec<Vec<u32>>,
}

/// A bit of a route. It runs from `from` up to, not including, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bit {
    /// Coordinate across, ticks.
    at: i32,
    from: i32,
    to: i32,
    /// The edge, whether the piece ends at a port, and the axis it runs along.
    tag: u32,
}

impl Bit {
    fn edge(self) -> usize {
        (self.tag >> 2) as usize
    }

    fn is_fixed(self) -> bool {
        self.tag & 2 != 0
    }

    fn axis(self) -> usize {
        (self.tag & 1) as usize
    }
}

/// The bits in one group, in buckets by place.
#[derive(Debug)]
struct Ground {
    area: TickRect,
    /// Side of a bucket: this power of two, ticks.
    shift: u32,
    /// Columns and rows.
    n_cells: [i32; 2],
    cells: Vec<Vec<Bit>>,
}

/// Pieces nearer than this run on top of each other, px.
const SAME_LANE: f64 = 3.0;

/// What running on top of another line adds, in 16ths of the length. Lines in a channel are moved apart later; what is
/// tied to a port cannot be.
const RATE_SHARED: u32 = 2;
const RATE_SHARED_FIXED: u32 = 64;

/// What edges of one trunk save by running together, in 16ths of the length.
pub(crate) const TRUNK_REBATE: u32 = 1;

/// The whole drawing and what lies round it.
const EVERYTHING: TickRect = TickRect { min: [i32::MIN / 4; 2], max: [i32::MAX / 4; 2] };

/// Half a px, in ticks.
const HALF: i32 = 8;

/// Side of a bucket, at least: this power of two, in ticks; 2^12 are 256 px.
const SMALLEST_CELL: u32 = 12;

impl Traffic {
    /// No traffic yet.
    pub(crate) fn new(task: &Task<'_>) -> Self {
        let hierarchy = &task.hierarchy;
        let open: Vec<Vec<u32>> = task
            .terminals
            .iter()
            .map(|ends| {
                let common = hierarchy.common(ends[0].container, ends[1].container);
                let open = open_groups(hierarchy, ends, common);
                open.into_iter().filter_map(|g| u32::try_from(g).ok()).collect()
            })
            .collect();
        let mut n_edges = vec![0_usize; hierarchy.groups.len()];
        for group in open.iter().flatten() {
            n_edges[*group as usize] += 1;
        }
        let of = |(area, n): (&Rect, &usize)| Ground::new(area, *n);
        Self { grounds: hierarchy.groups.iter().zip(&n_edges).map(of).collect(), open }
    }

    /// Adds the pieces of an edge's route.
    pub(crate) fn insert(&mut self, edge: usize, points: &[DVec2]) {
        self.for_bits(edge, points, |ground, bit| {
            ground.for_cells(bit, |cell, bit| cell.push(bit));
        });
    }

    /// Takes away the pieces of an edge's route.
    pub(crate) fn remove(&mut self, edge: usize, points: &[DVec2]) {
        self.for_bits(edge, points, |ground, bit| {
            ground.for_cells(bit, |cell, bit| {
                if let Some(place) = cell.iter().position(|b| *b == bit) {
                    cell.swap_remove(place);
                }
            });
        });
    }

    /// Raises `prices` of the pieces of `grid` for `edge` by the traffic there.
    pub(crate) fn price(
        &self,
        task: &Task<'_>,
        edge: usize,
        grid: &Grid,
        prices: &mut [Vec<u32>; 2],
        exact: bool,
    ) {
        let bounds = |axis: usize| Some((*grid.lines.ticks[axis].first()?, *grid.lines.ticks[axis].last()?));
        let (Some((left, right)), Some((top, bottom))) = (bounds(0), bounds(1)) else { return };
        let window = TickRect { min: [left, top], max: [right, bottom] };
        let crossing = length(task.params.crossing);
        let lane = ticks(SAME_LANE);
        for group in &self.open[edge] {
            self.grounds[*group as usize].visit(&window, |bit| {
                if bit.edge() == edge {
                    return;
                }
                charge_crossing(grid, prices, bit, crossing);
                if task.are_mates(edge, bit.edge()) {
                    along(grid, prices, bit, HALF, |price, length| {
                        *price = price.saturating_sub(share(length, TRUNK_REBATE)).max(length);
                    });
                } else {
                    let rate = if bit.is_fixed() || exact { RATE_SHARED_FIXED } else { RATE_SHARED };
                    along(grid, prices, bit, if exact { 12 } else { lane }, |price, length| raise(price, share(length, rate)));
                }
            });
        }
    }

    pub(crate) fn lanes(&self, task: &Task<'_>, edge: usize, field: &super::field::Field, wanted: &mut super::lines::Wanted, points: &[DVec2]) {
        let window = TickRect::from(&field.region);
        let near: i32 = std::env::var("NEAR").ok().and_then(|v| v.parse().ok()).unwrap_or(80) * 16;
        let own: Vec<TickRect> = points.windows(2).map(|w| TickRect::round(w[0], w[1]).inflate(near)).collect();
        for group in &self.open[edge] {
            self.grounds[*group as usize].visit(&window, |bit| {
                if bit.edge() == edge {
                } else if task.are_mates(edge, bit.edge()) {
                    wanted.exact[1 - bit.axis()].push(super::ticks::px(bit.at));
                } else if own.iter().any(|o| { let a = bit.axis(); bit.at >= o.min[1 - a] && bit.at <= o.max[1 - a] && bit.to > o.min[a] && bit.from <= o.max[a] }) {
                    wanted.lanes[1 - bit.axis()].push(bit.at);
                }
            });
        }
    }

    pub(crate) fn on_top(&self, edge: usize, points: &[DVec2]) -> usize {
        let mut n = 0;
        for w in points.windows(2) {
            let piece = TickRect::round(w[0], w[1]);
            let axis = piece.axis();
            for group in &self.open[edge] {
                self.grounds[*group as usize].visit(&piece.inflate(8), |bit| {
                    let on = bit.axis() == axis && bit.edge() != edge
                        && bit.from.max(piece.min[axis]) < bit.to.min(piece.max[axis]);
                    n += usize::from(on);
                });
            }
        }
        n
    }

    /// How often `points` crosses other lines.
    pub(crate) fn crossings(&self, edge: usize, points: &[DVec2]) -> usize {
        let mut n = 0;
        for w in points.windows(2) {
            let piece = TickRect::round(w[0], w[1]);
            let axis = piece.axis();
            for group in &self.open[edge] {
                self.grounds[*group as usize].visit(&piece, |bit| {
                    let crosses = bit.axis() != axis && bit.edge() != edge
                        && bit.at > piece.min[axis] && bit.at < piece.max[axis]
                        && bit.from <= piece.min[1 - axis] && bit.to > piece.min[1 - axis];
                    n += usize::from(crosses);
                });
            }
        }
        n
    }

    /// Cuts a route at the borders of the groups that are open to its edge, and calls `act` for each bit.
    fn for_bits(&mut self, edge: usize, points: &[DVec2], mut act: impl FnMut(&mut Ground, Bit)) {
        let last = points.len().saturating_sub(2);
        for (place, w) in points.windows(2).enumerate() {
            let piece = TickRect::round(w[0], w[1]);
            let axis = piece.axis();
            let is_fixed = place == 0 || place == last;
            let Ok(tag) = u32::try_from(edge << 2 | usize::from(is_fixed) << 1 | axis) else {
                continue;
            };
            let at = piece.min[1 - axis];
            let mut rest = Bit { at, from: piece.min[axis] + 1, to: piece.max[axis], tag };
            while rest.from < rest.to {
                let Some((home, end)) = self.home(edge, rest) else { break };
                act(&mut self.grounds[home], Bit { to: end, ..rest });
                rest.from = end;
            }
        }
    }

    /// The innermost open group round the beginning of `bit`, else the widest one, and how far that holds.
    fn home(&self, edge: usize, bit: Bit) -> Option<(usize, i32)> {
        let (axis, mut end) = (bit.axis(), bit.to);
        let (mut innermost, mut widest) = (None, None);
        for group in self.open[edge].iter().map(|g| *g as usize) {
            let is_root = group + 1 == self.grounds.len();
            let area = if is_root { EVERYTHING } else { self.grounds[group].area };
            let entry = (area.max[axis] - area.min[axis], group, area.max[axis]);
            widest = widest.max(Some(entry));
            if bit.at < area.min[1 - axis] || bit.at > area.max[1 - axis] || area.max[axis] <= bit.from {
                continue;
            }
            if area.min[axis] > bit.from {
                end = end.min(area.min[axis]);
            } else if innermost.is_none_or(|inner| entry < inner) {
                innermost = Some(entry);
            }
        }
        match innermost {
            Some((_, group, border)) => Some((group, end.min(border))),
            None => widest.map(|(_, group, _)| (group, end)),
        }
    }
}

impl Ground {
    /// For the lines of about `n_edges` edges.
    fn new(area: &Rect, n_edges: usize) -> Self {
        let area = TickRect::from(area);
        let mut shift = SMALLEST_CELL;
        let n_along = |axis: usize, shift: u32| ((area.max[axis] - area.min[axis]) >> shift) + 1;
        while n_along(0, shift) as usize * n_along(1, shift) as usize > n_edges / 2 + 1 {
            shift += 1;
        }
        let n_cells = [n_along(0, shift), n_along(1, shift)];
        Self { area, shift, n_cells, cells: vec![Vec::new(); (n_cells[0] * n_cells[1]) as usize] }
    }

    fn place(&self, at: i32, axis: usize) -> i32 {
        ((at - self.area.min[axis]) >> self.shift).clamp(0, self.n_cells[axis] - 1)
    }

    /// Cuts `bit` at the borders of buckets.
    fn for_cells(&mut self, bit: Bit, mut act: impl FnMut(&mut Vec<Bit>, Bit)) {
        let axis = bit.axis();
        let (first, last) = (self.place(bit.from, axis), self.place(bit.to - 1, axis));
        let beside = self.place(bit.at, 1 - axis);
        let mut from = bit.from;
        for place in first..=last {
            let border = self.area.min[axis] + ((place + 1) << self.shift);
            let to = if place == last { bit.to } else { border };
            let at = if axis == 0 { [place, beside] } else { [beside, place] };
            act(&mut self.cells[(at[1] * self.n_cells[0] + at[0]) as usize], Bit { from, to, ..bit });
            from = to;
        }
    }

    /// Calls `tell` for each bit that touches `window`.
    fn visit(&self, window: &TickRect, mut tell: impl FnMut(Bit)) {
        let range = |axis| self.place(window.min[axis], axis)..=self.place(window.max[axis], axis);
        for row in range(1) {
            for column in range(0) {
                for bit in &self.cells[(row * self.n_cells[0] + column) as usize] {
                    let axis = bit.axis();
                    let touches = bit.at >= window.min[1 - axis]
                        && bit.at <= window.max[1 - axis]
                        && bit.to > window.min[axis]
                        && bit.from <= window.max[axis];
                    if touches {
                        tell(*bit);
                    }
                }
            }
        }
    }
}

/// Makes each piece that crosses `bit` dearer by `price`, half by half on both sides of a grid line that lies right on it,
/// so that turning onto the line costs half and crossing it all.
fn charge_crossing(grid: &Grid, prices: &mut [Vec<u32>; 2], bit: Bit, price: u32) {
    let (axis, across) = (bit.axis(), 1 - bit.axis());
    let (along, beside) = (&grid.lines.ticks[axis], &grid.lines.ticks[across]);
    let after = beside.partition_point(|l| *l < bit.at);
    let Some(next) = beside.get(after) else { return };
    let is_on = *next == bit.at;
    let price = if is_on { price / 2 } else { price };
    let first = along.partition_point(|l| *l < bit.from);
    let n_lines = along[first..].iter().take_while(|l| **l < bit.to).count();
    let width = grid.width();
    let places = [after.checked_sub(1), is_on.then_some(after)];
    for place in places.into_iter().flatten() {
        if axis == 0 {
            let row = &mut prices[1][place * width + first..][..n_lines];
            row.iter_mut().for_each(|p| raise(p, price));
        } else if n_lines > 0 {
            let column = prices[0][first * width + place..].iter_mut().step_by(width);
            column.take(n_lines).for_each(|p| raise(p, price));
        }
    }
}

/// Calls `act` with the price of each piece that runs within `reach` of `bit`, and the length that both run.
fn along(
    grid: &Grid,
    prices: &mut [Vec<u32>; 2],
    bit: Bit,
    reach: i32,
    act: impl FnMut(&mut u32, u32),
) {
    let axis = bit.axis();
    let mut zone = TickRect::default();
    (zone.min[axis], zone.max[axis]) = (bit.from - 1, bit.to);
    (zone.min[1 - axis], zone.max[1 - axis]) = (bit.at - reach, bit.at + reach);
    for_pieces(&grid.lines, &mut prices[axis], axis, &zone, act);
}
