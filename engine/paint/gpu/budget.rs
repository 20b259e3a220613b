//! Adds up what a frame needs of vello's buffers.
//!
//! vello 0.11 allocates buffers of fixed sizes (`vello_encoding::BufferSizes::new`): 2^18 words for bins and the draw
//! info before them, 2^21 tiles, lines and segments each, 2^23 words of per-tile commands. The stages write past none
//! of them but drop what does not fit. The sums here are estimates from above, and the limits leave a quarter free.

use kurbo::Rect;

/// Side of a tile, picture px.
const TILE: f64 = 16.0;
/// Side of a bin, picture px.
const BIN: f64 = 256.0;
/// Words of draw info an object needs at most, gradients and blurs apart, which are few.
const INFO_WORDS: f64 = 4.0;
/// Words of commands a tile of an object takes.
const COMMAND_WORDS: f64 = 6.0;
/// How much of a buffer may be planned for: estimates are no promises.
const SHARE: f64 = 0.75;

/// What one mark asks for, wherever it is seen from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Part {
    /// Round its ink, scene px.
    pub(super) bounds: Rect,
    /// Draw objects.
    pub(super) n_objects: u32,
    /// Whether every object covers a share of the bounds, as glyphs do, and not all of it.
    pub(super) spread: bool,
    /// Straight pieces of outlines.
    pub(super) n_lines: u32,
    /// Curved pieces of outlines.
    pub(super) n_curves: u32,
    /// Length of a curve, scene px.
    pub(super) curve: f64,
}

/// What a frame asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Need {
    bin_words: f64,
    tiles: f64,
    lines: f64,
    segments: f64,
}

impl Need {
    /// Adds `part`, whose box is `bounds` in a picture of `picture`'s size at `scale`.
    pub(super) fn add(&mut self, part: &Part, bounds: Rect, picture: Rect, scale: f64) {
        let n_objects = f64::from(part.n_objects);
        // Half a px of every curve's length is one line at least; longer ones need by the square root of it.
        let per_curve = 2.0 + 1.2 * (part.curve * scale).max(0.0).sqrt();
        let lines = f64::from(part.n_lines) + f64::from(part.n_curves) * per_curve;
        self.lines += lines;
        self.bin_words += n_objects * INFO_WORDS;

        let seen = bounds.intersect(picture);
        if bounds.overlaps(picture) {
            let cells = |side: f64| ((seen.width() / side + 1.0), (seen.height() / side + 1.0));
            let (columns, rows) = cells(TILE);
            let (bin_columns, bin_rows) = cells(BIN);
            let n_full = if part.spread { 1.0 } else { n_objects };
            self.tiles += n_full * columns * rows + n_objects;
            self.bin_words += n_full * bin_columns * bin_rows + n_objects;
            self.segments += lines + n_full * 2.0 * (columns + rows);
        }
    }

    /// Whether vello's buffers hold it.
    pub(super) fn fits(&self) -> bool {
        let share = |size: u32| f64::from(size) * SHARE;
        self.bin_words <= share(1 << 18)
            && self.tiles <= share(1 << 21)
            && self.lines <= share(1 << 21)
            && self.segments <= share(1 << 21)
            && self.tiles * COMMAND_WORDS <= share(1 << 23)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: Rect = Rect::new(0.0, 0.0, 1920.0, 1080.0);

    fn need(n_parts: u32, bounds: Rect) -> Need {
        let part = Part { bounds, n_objects: 1, n_lines: 4, ..Part::default() };
        let mut need = Need::default();
        (0..n_parts).for_each(|_| need.add(&part, bounds, PICTURE, 1.0));
        need
    }

    #[test]
    fn thousands_of_small_boxes_fit_and_hundred_thousands_do_not() {
        let small = Rect::new(10.0, 10.0, 40.0, 30.0);
        assert!(need(10_000, small).fits());
        assert!(!need(100_000, small).fits());
    }

    #[test]
    fn boxes_as_large_as_the_view_fill_the_tiles_sooner() {
        assert!(need(50, PICTURE).fits());
        assert!(!need(1_000, PICTURE).fits());
        assert!(need(1_000, PICTURE + kurbo::Vec2::new(5_000.0, 0.0)).fits());
    }
}
