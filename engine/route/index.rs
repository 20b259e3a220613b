//! Finds the boxes near a place: a uniform grid of buckets over the drawing.
//!
//! A box stands in every bucket it touches. So that a box is told once and no memory of what was told is needed, it is
//! told only from the bucket that holds the top left corner of its intersection with the window asked for.

use glam::DVec2;

use crate::layout::Rect;

/// Boxes by place, each with a number that the owner gives.
#[derive(Debug)]
pub(crate) struct SpatialIndex {
    origin: DVec2,
    cell: DVec2,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<(Rect, u32)>>,
}

/// Side of a bucket, px, at least: about the size of a tile with its gap.
const SMALLEST_CELL: f64 = 96.0;

/// Buckets along an axis, at most: 1,024 x 1,024 empty vectors are 24 MiB.
const MOST_CELLS: f64 = 1024.0;

impl SpatialIndex {
    /// An empty index over `bounds` for about `n_expected` boxes; boxes outside are found too, only slower.
    pub(crate) fn new(bounds: Rect, n_expected: usize) -> Self {
        let size = bounds.size().max(DVec2::ONE);
        let target = (4.0 * n_expected as f64).max(16.0);
        let even = (size.x * size.y / target).sqrt();
        let cell = (size / MOST_CELLS).max(DVec2::splat(even.max(SMALLEST_CELL)));
        let (columns, rows) = (whole(size.x / cell.x) + 1, whole(size.y / cell.y) + 1);
        Self { origin: bounds.min, cell, columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    /// An index of `boxes`, numbered by their place in the list.
    pub(crate) fn of(boxes: &[Rect]) -> Self {
        let bounds = boxes.iter().copied().reduce(|a, b| a.union(&b)).unwrap_or_default();
        let mut index = Self::new(bounds, boxes.len());
        for (number, area) in (0_u32..).zip(boxes) {
            index.insert(*area, number);
        }
        index
    }

    /// Adds a box.
    pub(crate) fn insert(&mut self, area: Rect, number: u32) {
        self.for_cells(area, |cell| cell.push((area, number)));
    }

    /// Calls `tell` once for each box that touches `window`.
    pub(crate) fn visit(&self, window: Rect, mut tell: impl FnMut(u32, &Rect)) {
        let ((left, right), (top, bottom)) = self.range(window);
        for row in top..=bottom {
            for column in left..=right {
                for (area, number) in &self.cells[row * self.columns + column] {
                    let touches =
                        area.min.cmple(window.max).all() && window.min.cmple(area.max).all();
                    if touches && self.cell_of(area.min.max(window.min)) == (column, row) {
                        tell(*number, area);
                    }
                }
            }
        }
    }

    /// The numbers of the boxes that touch `window`, ascending.
    pub(crate) fn query(&self, window: Rect) -> Vec<u32> {
        let mut found = Vec::new();
        self.visit(window, |number, _| found.push(number));
        found.sort_unstable();
        found
    }

    fn for_cells(&mut self, area: Rect, mut act: impl FnMut(&mut Vec<(Rect, u32)>)) {
        let ((left, right), (top, bottom)) = self.range(area);
        for row in top..=bottom {
            for column in left..=right {
                act(&mut self.cells[row * self.columns + column]);
            }
        }
    }

    fn range(&self, area: Rect) -> ((usize, usize), (usize, usize)) {
        let ((left, top), (right, bottom)) = (self.cell_of(area.min), self.cell_of(area.max));
        ((left, right), (top, bottom))
    }

    fn cell_of(&self, at: DVec2) -> (usize, usize) {
        let place = (at - self.origin) / self.cell;
        (whole(place.x).min(self.columns - 1), whole(place.y).min(self.rows - 1))
    }
}

/// `value` without its fraction; 0 for what is negative or no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounding down is what is asked for, and `as` saturates"
)]
fn whole(value: f64) -> usize {
    value.min(1e9) as usize
}
