//! Where two frames differ.

use std::ops::Range;

/// A part of a frame, px.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) columns: Range<usize>,
    pub(super) rows: Range<usize>,
}

impl Area {
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    /// The pixels of the area in a frame `width` pixels wide with `depth` bytes each, row by row.
    pub(super) fn rows_of<'p>(
        &self,
        pixels: &'p [u8],
        width: usize,
        depth: usize,
    ) -> impl Iterator<Item = &'p [u8]> {
        let (columns, rows) = (self.columns.clone(), self.rows.clone());
        rows.map(move |row| {
            let start = row * width;
            &pixels[(start + columns.start) * depth..(start + columns.end) * depth]
        })
    }
}

/// The smallest area outside of which `a` and `b`, frames of `width` pixels of `depth` bytes, are the same. Where they are so
/// everywhere it is the first pixel: formats know no frame without any.
pub(super) fn area(a: &[u8], b: &[u8], width: usize, depth: usize) -> Area {
    let stride = (width * depth).max(1);
    let nothing = Range { start: usize::MAX, end: 0 };
    let (mut rows, mut bytes) = (nothing.clone(), nothing);
    for (row, (a, b)) in a.chunks(stride).zip(b.chunks(stride)).enumerate() {
        let first = a.iter().zip(b).position(|(a, b)| a != b);
        let last = a.iter().zip(b).rposition(|(a, b)| a != b);
        let (Some(first), Some(last)) = (first, last) else { continue };
        rows = rows.start.min(row)..row + 1;
        bytes = bytes.start.min(first)..bytes.end.max(last + 1);
    }
    if rows.is_empty() {
        return Area { columns: 0..1, rows: 0..1 };
    }
    Area { columns: bytes.start / depth..bytes.end.div_ceil(depth), rows }
}

#[cfg(test)]
mod tests {
    use super::area;

    #[test]
    fn the_area_holds_all_that_changed_and_no_more() {
        let check = |changed: &[(usize, usize)], columns: (usize, usize), rows: (usize, usize)| {
            for depth in [1, 4] {
                let before = vec![7; 6 * 5 * depth];
                let mut after = before.clone();
                for (x, y) in changed {
                    after[(y * 6 + x) * depth + depth - 1] = 9;
                }
                let found = area(&before, &after, 6, depth);
                assert_eq!((found.columns, found.rows), (columns.0..columns.1, rows.0..rows.1));
            }
        };
        check(&[], (0, 1), (0, 1));
        check(&[(2, 3)], (2, 3), (3, 4));
        check(&[(5, 4)], (5, 6), (4, 5));
        check(&[(0, 0), (5, 4)], (0, 6), (0, 5));
        check(&[(4, 1), (1, 3), (2, 2)], (1, 5), (1, 4));
        check(&[(2, 1), (3, 1), (5, 3)], (2, 6), (1, 4));
    }
}
