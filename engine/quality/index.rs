//! Finds the boxes near a place, whatever their sizes and however they nest.
//!
//! A packed tree: boxes are sorted by size, then along a Z-curve through their middles, and every eight neighbours get
//! a box round them, level by level. Sorting by size first keeps a few long lines from stretching the boxes round many
//! short ones. After I. Kamel, C. Faloutsos, "On packing R-trees", CIKM 1993.

use glam::DVec2;

use crate::layout::Rect;

/// Boxes by place, each told by its number in the list it was built from.
#[derive(Debug)]
pub(super) struct Index {
    /// The numbers of the boxes of the first level.
    pub(super) order: Vec<usize>,
    /// The boxes themselves, then ever fewer round them.
    levels: Vec<Vec<Rect>>,
}

/// Boxes that share one on the level above.
const FAN: usize = 8;

impl Index {
    pub(super) fn of(boxes: &[Rect]) -> Self {
        let bounds = boxes.iter().copied().reduce(|a, b| a.union(&b)).unwrap_or_default();
        let mut keys: Vec<(u64, usize)> =
            boxes.iter().zip(0..).map(|(area, number)| (key(area, &bounds), number)).collect();
        keys.sort_unstable();
        let order: Vec<usize> = keys.into_iter().map(|(_, number)| number).collect();
        let mut levels = vec![order.iter().map(|&number| boxes[number]).collect::<Vec<_>>()];
        while let Some(below) = levels.last().filter(|level| level.len() > FAN) {
            let round = |chunk: &[Rect]| chunk[1..].iter().fold(chunk[0], |a, b| a.union(b));
            levels.push(below.chunks(FAN).map(round).collect());
        }
        Self { order, levels }
    }

    /// Calls `tell` once for each box that `window` touches, in an order that depends on the boxes only.
    pub(super) fn visit(&self, window: &Rect, mut tell: impl FnMut(usize)) {
        let top = self.levels.len() - 1;
        self.descend(top, 0..self.levels[top].len(), window, &mut tell);
    }

    fn descend(
        &self,
        level: usize,
        places: std::ops::Range<usize>,
        window: &Rect,
        tell: &mut impl FnMut(usize),
    ) {
        for place in places {
            let area = &self.levels[level][place];
            if !(area.min.cmple(window.max).all() && window.min.cmple(area.max).all()) {
                continue;
            }
            if level == 0 {
                tell(self.order[place]);
            } else {
                let end = ((place + 1) * FAN).min(self.levels[level - 1].len());
                self.descend(level - 1, place * FAN..end, window, tell);
            }
        }
    }
}

/// Boxes of like size and place have like keys.
fn key(area: &Rect, bounds: &Rect) -> u64 {
    let size = area.size();
    let place = (area.center() - bounds.min) / bounds.size().max(DVec2::ONE);
    let class = magnitude(size.x) * 64 + magnitude(size.y);
    class << 32 | spread(place.x) | spread(place.y) << 1
}

/// The power of two that `length`, px, reaches; 0 below one.
fn magnitude(length: f64) -> u64 {
    // The exponent's bits: exact, and the same on every machine.
    (length.clamp(1.0, 1e15).to_bits() >> 52) - 1023
}

/// Sixteen bits of a share from 0 to 1, with a gap after each.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rough place is enough, and `as` saturates"
)]
fn spread(share: f64) -> u64 {
    let mut bits = u64::from((share * 65_535.0) as u16);
    for (shift, mask) in [(8, 0x00ff_00ff), (4, 0x0f0f_0f0f), (2, 0x3333_3333), (1, 0x5555_5555)] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Boxes of many sizes at scattered places, and a window: what the tree finds is what touches.
    #[test]
    fn finds_what_touches() {
        let mut state = 1_u64;
        let mut next = |below: f64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / 16_777_216.0 * below
        };
        for n_boxes in [0, 1, 8, 9, 300] {
            let mut any = |largest: f64| {
                let corner = DVec2::new(next(1000.0), next(1000.0));
                Rect::from_min_size(corner, DVec2::new(next(largest), next(largest)))
            };
            let boxes: Vec<Rect> =
                (0..n_boxes).map(|i| any(if i % 7 == 0 { 900.0 } else { 20.0 })).collect();
            let index = Index::of(&boxes);
            for _ in 0..20 {
                let window = any(300.0);
                let mut found = Vec::new();
                index.visit(&window, |number| found.push(number));
                found.sort_unstable();
                let touches = |area: &Rect| {
                    area.min.cmple(window.max).all() && window.min.cmple(area.max).all()
                };
                let expected: Vec<usize> =
                    (0..n_boxes).filter(|&number| touches(&boxes[number])).collect();
                assert_eq!(found, expected, "{n_boxes} boxes, {window:?}");
            }
        }
    }
}
