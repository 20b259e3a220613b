//! The pieces of all routes by place, for pricing what crosses and what runs along them.
//!
//! An edge meets only what runs in the groups that are open to it; whatever happens inside a closed group is behind a
//! wall. So each group has an index of its own, and a piece stands in that of the innermost group round it, or of every
//! group that it enters or leaves.

use glam::DVec2;

use crate::layout::Rect;

use super::field::open_groups;
use super::grid::Grid;
use super::hierarchy::{Hierarchy, Item};
use super::index::SpatialIndex;
use super::{Params, Task};

/// The straight pieces of the routes drawn so far.
#[derive(Debug)]
pub(crate) struct Traffic {
    /// One a group, the root last.
    indexes: Vec<SpatialIndex>,
    /// By edge: the groups that are open to it.
    open: Vec<Vec<usize>>,
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
    /// No traffic yet.
    pub(crate) fn new(task: &Task<'_>) -> Self {
        let hierarchy = &task.hierarchy;
        let open: Vec<Vec<usize>> = task
            .terminals
            .iter()
            .map(|ends| {
                let common = hierarchy.common(ends[0].container, ends[1].container);
                open_groups(hierarchy, ends, common)
            })
            .collect();
        let mut n_edges = vec![0; hierarchy.groups.len()];
        for group in open.iter().flatten() {
            n_edges[*group] += 1;
        }
        let of = |(area, n): (&Rect, &usize)| SpatialIndex::new(*area, 2 * n);
        Self { indexes: hierarchy.groups.iter().zip(&n_edges).map(of).collect(), open }
    }

    /// Adds the pieces of an edge's route.
    pub(crate) fn insert(&mut self, hierarchy: &Hierarchy, edge: usize, points: &[DVec2]) {
        for (area, number) in pieces(edge, points) {
            for group in homes(hierarchy, &self.open[edge], &area) {
                self.indexes[group].insert(area, number);
            }
        }
    }

    /// Takes away the pieces of an edge's route.
    pub(crate) fn remove(&mut self, hierarchy: &Hierarchy, edge: usize, points: &[DVec2]) {
        for (area, number) in pieces(edge, points) {
            for group in homes(hierarchy, &self.open[edge], &area) {
                self.indexes[group].remove(area, number);
            }
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
        for group in &self.open[edge] {
            let window = Rect { min: low, max: high };
            self.indexes[*group].visit(window, |number, area| found.push((number, *area)));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| by_corner(&a.1, &b.1)));
        found.dedup();
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

/// The groups among `open` whose own ground the piece touches: all it meets, but not those round a smaller one of them
/// that holds it whole. The widest one where it meets none.
fn homes(hierarchy: &Hierarchy, open: &[usize], piece: &Rect) -> Vec<usize> {
    let meets = |group: usize| {
        let area = hierarchy.groups[group];
        group == hierarchy.root()
            || (area.min.cmple(piece.max).all() && piece.min.cmple(area.max).all())
    };
    let is_inside = |group: usize| {
        let holds = |inner: &usize| {
            *inner != group
                && hierarchy.groups[*inner].contains(piece)
                && hierarchy.lies_in(Item::Group(*inner), group)
        };
        open.iter().any(holds)
    };
    let mut homes: Vec<usize> =
        open.iter().copied().filter(|g| meets(*g) && !is_inside(*g)).collect();
    if homes.is_empty() {
        homes.extend(open.last());
    }
    homes
}

fn by_corner(a: &Rect, b: &Rect) -> std::cmp::Ordering {
    let key = |r: &Rect| [r.min.x, r.min.y, r.max.x, r.max.y];
    let orders = key(a).into_iter().zip(key(b)).map(|(a, b)| a.total_cmp(&b));
    orders.into_iter().find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
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
