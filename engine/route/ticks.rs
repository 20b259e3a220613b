//! Places as whole numbers: sums of them do not depend on their order, and they are half as large as px in `f64`.

use glam::DVec2;

use crate::layout::Rect;

/// Ticks a px. Ports stand on ticks; other lines are moved to the nearest one.
pub(crate) const PER_PX: f64 = 16.0;

/// Places further out than this, in ticks, are drawn in: 2^27 ticks are 8 million px.
const FARTHEST: f64 = 134_217_728.0;

/// The tick nearest to `px`.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
pub(crate) fn ticks(px: f64) -> i32 {
    let shifted = (px * PER_PX).clamp(-FARTHEST, FARTHEST) + (FARTHEST + 0.5);
    (shifted as i64 - FARTHEST as i64) as i32
}

/// A length in ticks; that of a negative one is 0.
pub(crate) fn length(px: f64) -> u32 {
    u32::try_from(ticks(px)).unwrap_or(0)
}

/// `at` in px.
pub(crate) fn px(at: i32) -> f64 {
    f64::from(at) / PER_PX
}

/// `px` on the nearest tick.
pub(crate) fn on_tick(at: f64) -> f64 {
    (at * PER_PX).round() / PER_PX
}

/// An axis-parallel box in ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TickRect {
    /// Top left corner.
    pub(crate) min: [i32; 2],
    /// Bottom right corner.
    pub(crate) max: [i32; 2],
}

impl TickRect {
    /// The box with the opposite corners `a` and `b`.
    pub(crate) fn round(a: DVec2, b: DVec2) -> Self {
        Self::from(&Rect { min: a.min(b), max: a.max(b) })
    }

    /// The axis that it is longer along.
    pub(crate) fn axis(&self) -> usize {
        usize::from(self.max[1] - self.min[1] > self.max[0] - self.min[0])
    }

    /// Grown by `by` on every side.
    pub(crate) fn inflate(&self, by: i32) -> Self {
        Self { min: self.min.map(|v| v - by), max: self.max.map(|v| v + by) }
    }
}

impl From<&Rect> for TickRect {
    fn from(r: &Rect) -> Self {
        Self { min: [ticks(r.min.x), ticks(r.min.y)], max: [ticks(r.max.x), ticks(r.max.y)] }
    }
}
