//! The pieces of all routes by place, for pricing what crosses and what runs along them.
//!
//! An edge meets only what runs in the groups that are open to it; whatever happens inside a closed group is behind a
//! wall. So each group has buckets of its own, and every bit of a route stands once: in the innermost group round it
//! that is open to its edge, in the bucket it lies in. A piece that leaves a group or a bucket is cut there.

use glam::DVec2;

use crate::layout::Rect;

use super::Task;
use super::field::open_groups;
use super::grid::{Grid, raise, share};
use super::ground::{Bit, Ground};
use super::lines::Wanted;
use super::ticks::{TickRect, length, px, ticks};
use super::toll::{along, charge_crossing};

/// The straight pieces of the routes drawn so far.
#[derive(Debug)]
pub(crate) struct Traffic {
    /// One a group, the root last.
    grounds: Vec<Ground>,
    /// By edge: the groups that are open to it, from each end upward.
    open: Vec<Vec<u32>>,
}

/// Pieces nearer than this run on top of each other, px.
const SAME_LANE: f64 = 3.0;

/// What running on top of another line adds, in 16ths of the length: while lines in a channel are yet to be moved apart,
/// and where they are not.
const RATE_SHARED: u32 = 2;
const RATE_ON_TOP: u32 = 64;

/// What edges of one trunk save by running together, in 16ths of the length.
pub(crate) const TRUNK_REBATE: u32 = 1;

/// The whole drawing and what lies round it.
const EVERYTHING: TickRect = TickRect { min: [i32::MIN / 4; 2], max: [i32::MAX / 4; 2] };

/// Pieces this near are on one line, in ticks: half a px.
const ON_TOP: i32 = 8;

/// How far beside a route the lanes of others count, px: those it could change places with.
const NEAR: f64 = 40.0;

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

    /// Raises `prices` of the pieces of `grid` for `edge` by the traffic there, which will be moved into lanes later.
    pub(crate) fn price(
        &self,
        task: &Task<'_>,
        edge: usize,
        grid: &Grid,
        prices: &mut [Vec<u32>; 2],
    ) {
        let lane = ticks(SAME_LANE);
        self.price_by(task, edge, grid, prices, |bit| {
            (lane, if bit.is_fixed() { RATE_ON_TOP } else { RATE_SHARED })
        });
    }

    /// As [`Self::price`], for traffic that has its lanes: running on top of another line is as bad everywhere.
    pub(crate) fn price_exactly(
        &self,
        task: &Task<'_>,
        edge: usize,
        grid: &Grid,
        prices: &mut [Vec<u32>; 2],
    ) {
        self.price_by(task, edge, grid, prices, |_| (ON_TOP, RATE_ON_TOP));
    }

    /// `sharing` tells for a bit how near to it a piece runs on top of it, in ticks, and at what rate that costs.
    fn price_by(
        &self,
        task: &Task<'_>,
        edge: usize,
        grid: &Grid,
        prices: &mut [Vec<u32>; 2],
        sharing: impl Fn(Bit) -> (i32, u32),
    ) {
        let Some(window) = grid.lines.bounds() else { return };
        let crossing = length(task.params.crossing);
        self.visit(edge, &window, |bit| {
            charge_crossing(grid, prices, bit, crossing);
            if task.are_mates(edge, bit.edge()) {
                along(grid, prices, bit, ON_TOP, |price, length| {
                    let rebate = share(length, TRUNK_REBATE);
                    *price = price.saturating_sub(rebate).max(length);
                });
            } else {
                let (reach, rate) = sharing(bit);
                along(grid, prices, bit, reach, |price, length| raise(price, share(length, rate)));
            }
        });
    }

    /// Adds to `wanted` the lanes near the route `points` of `edge`; those of its trunk as lines to run on.
    pub(crate) fn lanes(
        &self,
        task: &Task<'_>,
        edge: usize,
        points: &[DVec2],
        wanted: &mut Wanted,
    ) {
        for w in points.windows(2) {
            let near = TickRect::round(w[0], w[1]).inflate(ticks(NEAR));
            self.visit(edge, &near, |bit| {
                let across = 1 - bit.axis();
                if task.are_mates(edge, bit.edge()) {
                    wanted.exact[across].push(px(bit.at));
                } else {
                    wanted.lanes[across].push(bit.at);
                }
            });
        }
    }

    /// How often the route `points` of `edge` crosses others.
    pub(crate) fn crossings(&self, edge: usize, points: &[DVec2]) -> usize {
        let mut n_crossings = 0;
        for w in points.windows(2) {
            let piece = TickRect::round(w[0], w[1]);
            let (axis, across) = (piece.axis(), 1 - piece.axis());
            self.visit(edge, &piece, |bit| {
                let is_inside = bit.at > piece.min[axis] && bit.at < piece.max[axis];
                let covers = bit.from <= piece.min[across] && bit.to > piece.min[across];
                n_crossings += usize::from(bit.axis() == across && is_inside && covers);
            });
        }
        n_crossings
    }

    /// Calls `tell` for the bits of other edges in `window` that `edge` can meet.
    fn visit(&self, edge: usize, window: &TickRect, mut tell: impl FnMut(Bit)) {
        for group in &self.open[edge] {
            self.grounds[*group as usize].visit(window, |bit| {
                if bit.edge() != edge {
                    tell(bit);
                }
            });
        }
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
            if bit.at < area.min[1 - axis]
                || bit.at > area.max[1 - axis]
                || area.max[axis] <= bit.from
            {
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
