//! The bits of routes that run in one group, in square buckets by place.

use crate::layout::Rect;

use super::ticks::TickRect;

/// A bit of a route. It runs from `from` up to, not including, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bit {
    /// Coordinate across, ticks.
    pub(crate) at: i32,
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// The edge, whether the piece ends at a port, and the axis it runs along.
    pub(crate) tag: u32,
}

impl Bit {
    pub(crate) fn edge(self) -> usize {
        (self.tag >> 2) as usize
    }

    pub(crate) fn is_fixed(self) -> bool {
        self.tag & 2 != 0
    }

    pub(crate) fn axis(self) -> usize {
        (self.tag & 1) as usize
    }
}

/// The bits in one group, in buckets by place.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) area: TickRect,
    /// Side of a bucket: this power of two, ticks.
    shift: u32,
    /// Columns and rows.
    n_cells: [i32; 2],
    cells: Vec<Vec<Bit>>,
}

/// Side of a bucket, at least: this power of two, in ticks; 2^12 are 256 px.
const SMALLEST_CELL: u32 = 12;

impl Ground {
    /// For the lines of about `n_edges` edges.
    pub(crate) fn new(area: &Rect, n_edges: usize) -> Self {
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
    pub(crate) fn for_cells(&mut self, bit: Bit, mut act: impl FnMut(&mut Vec<Bit>, Bit)) {
        let axis = bit.axis();
        let (first, last) = (self.place(bit.from, axis), self.place(bit.to - 1, axis));
        let beside = self.place(bit.at, 1 - axis);
        let mut from = bit.from;
        for place in first..=last {
            let border = self.area.min[axis] + ((place + 1) << self.shift);
            let to = if place == last { bit.to } else { border };
            let at = if axis == 0 { [place, beside] } else { [beside, place] };
            act(
                &mut self.cells[(at[1] * self.n_cells[0] + at[0]) as usize],
                Bit { from, to, ..bit },
            );
            from = to;
        }
    }

    /// Calls `tell` for each bit that touches `window`.
    pub(crate) fn visit(&self, window: &TickRect, mut tell: impl FnMut(Bit)) {
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
