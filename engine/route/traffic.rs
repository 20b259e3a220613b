//! The pieces of all routes by place, for pricing what crosses and what runs along them.

use glam::DVec2;

use crate::layout::Rect;

use super::Params;
use super::grid::Grid;
use super::index::SpatialIndex;

/// The straight pieces of the routes drawn so far.
#[derive(Debug)]
pub(crate) struct Traffic {
    index: SpatialIndex,
}

/// Pieces nearer than this run on top of each other, px.
const SAME_LANE: f64 = 3.0;

/// Price per px for running on top of another line. Lines in a channel are moved apart later; what is tied to a port
/// cannot be.
const PRICE_SHARED: f64 = 0.12;
const PRICE_SHARED_FIXED: f64 = 4.0;

/// What edges of one trunk save per px by running together.
pub(crate) const TRUNK_REBATE: f64 = 0.08;

impl Traffic {
    /// No traffic yet, in a drawing within `bounds`.
    pub(crate) fn new(bounds: Rect, n_edges: usize) -> Self {
        Self { index: SpatialIndex::new(bounds, 4 * n_edges) }
    }

    /// Adds the pieces of an edge's route.
    pub(crate) fn insert(&mut self, edge: usize, points: &[DVec2]) {
        for (area, number) in pieces(edge, points) {
            self.index.insert(area, number);
        }
    }

    /// Takes away the pieces of an edge's route.
    pub(crate) fn remove(&mut self, edge: usize, points: &[DVec2]) {
        for (area, number) in pieces(edge, points) {
            self.index.remove(area, number);
        }
    }

    /// Prices the pieces of `grid` for `edge` by the traffic there; `is_mate` tells the edges of its trunks.
    pub(crate) fn price(
        &self,
        grid: &mut Grid,
        edge: usize,
        is_mate: impl Fn(usize) -> bool,
        params: &Params,
    ) {
        let (Some(low), Some(high)) = (corner(grid, <[f64]>::first), corner(grid, <[f64]>::last))
        else {
            return;
        };
        let mut found = Vec::new();
        self.index.visit(Rect { min: low, max: high }, |number, area| found.push((number, *area)));
        found.sort_by_key(|(number, _)| *number);
        let mut charges = grid.no_charges();
        for (number, area) in found {
            let other = (number / 2) as usize;
            if other == edge {
                continue;
            }
            let axis = usize::from(area.size().y > area.size().x);
            grid.charge_crossing(&mut charges, &area, axis, params.crossing);
            if is_mate(other) {
                grid.surcharge_along(&area, axis, 0.5, -TRUNK_REBATE);
            } else {
                let is_fixed = number % 2 == 1;
                let rate = if is_fixed { PRICE_SHARED_FIXED } else { PRICE_SHARED };
                grid.surcharge_along(&area, axis, SAME_LANE, rate);
            }
        }
        grid.add_charges(&charges);
        grid.raise_to_length();
    }
}

fn corner(grid: &Grid, pick: impl Fn(&[f64]) -> Option<&f64>) -> Option<DVec2> {
    Some(DVec2::new(*pick(&grid.lines[0])?, *pick(&grid.lines[1])?))
}

/// Each piece with the number of its edge, doubled, and 1 more where it ends at a port.
fn pieces(edge: usize, points: &[DVec2]) -> impl Iterator<Item = (Rect, u32)> {
    let last = points.len().saturating_sub(2);
    points.windows(2).enumerate().map(move |(place, pair)| {
        let area = Rect { min: pair[0].min(pair[1]), max: pair[0].max(pair[1]) };
        let is_fixed = place == 0 || place == last;
        let number = u32::try_from(2 * edge + usize::from(is_fixed)).unwrap_or(u32::MAX);
        (area, number)
    })
}
