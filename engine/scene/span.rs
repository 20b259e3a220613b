//! At which scales an element is seen.

use super::color::narrow;

/// From nothing to wholly seen, and back, each takes so much of the scale, octaves: two elements of which one ends where
/// the other begins cross-fade over 0.35 octave (`interaction.md` 3.5).
const FADE: f64 = 0.175;

/// The scales at which an element is seen, px on the screen a world px: wholly from `from` to `to`, not at all a fade
/// below and above. What is seen is a function of the scale alone, so that windows and files agree, and so continuous that
/// no memory of the way there is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The least scale.
    pub from: f64,
    /// The greatest scale.
    pub to: f64,
    /// How much of the scale it takes from nothing to wholly seen, and back, octaves.
    pub fade: f64,
}

impl Span {
    /// Seen at every scale.
    pub const ALWAYS: Self = Self::new(0.0, f64::INFINITY);

    /// Seen at no scale.
    pub const NEVER: Self = Self::new(f64::INFINITY, 0.0);

    /// Seen from `from` to `to`.
    #[must_use]
    pub const fn new(from: f64, to: f64) -> Self {
        Self { from, to, fade: FADE }
    }

    /// The same, there at once and gone at once, at `to` already: where one and the same text goes over into one of another
    /// size, both together cannot be read.
    #[must_use]
    pub const fn sharp(self) -> Self {
        Self { fade: 0.0, ..self }
    }

    /// Seen from `from` on.
    #[must_use]
    pub const fn from(from: f64) -> Self {
        Self::new(from, f64::INFINITY)
    }

    /// Seen up to `to`.
    #[must_use]
    pub const fn to(to: f64) -> Self {
        Self::new(0.0, to)
    }

    /// How much is seen at `scale`, 0 to 1.
    #[must_use]
    pub fn opacity(self, scale: f64) -> f32 {
        let (below, above) = (self.from / scale, scale / self.to);
        if self.fade <= 0.0 {
            return if below <= 1.0 && above < 1.0 { 1.0 } else { 0.0 };
        }
        if below <= 1.0 && above <= 1.0 {
            return 1.0;
        }
        let beyond = libm::log2(below.max(above)) / self.fade;
        narrow((1.0 - beyond).clamp(0.0, 1.0))
    }

    /// Whether anything is seen at `scale`, or within `octaves` of it.
    #[must_use]
    pub fn is_near(self, scale: f64, octaves: f64) -> bool {
        let reach = libm::exp2(self.fade + octaves);
        let begins =
            if self.fade > 0.0 { self.from < scale * reach } else { self.from <= scale * reach };
        begins && self.to > scale / reach
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opacity_follows_the_scale() {
        let check = |span: Span, scale: f64, expected: f32| {
            let found = span.opacity(scale);
            assert!((found - expected).abs() < 1e-3, "{span:?} at {scale}: {found}");
            assert_eq!(span.is_near(scale, 0.0), found > 0.0, "{span:?} at {scale}");
        };
        let half = libm::exp2(FADE / 2.0);
        for scale in [1e-6, 1.0, 1e6] {
            check(Span::ALWAYS, scale, 1.0);
            check(Span::NEVER, scale, 0.0);
        }
        let span = Span::new(0.5, 2.0);
        for (scale, expected) in [
            (0.5, 1.0),
            (1.0, 1.0),
            (2.0, 1.0),
            (0.5 / half, 0.5),
            (2.0 * half, 0.5),
            (0.44, 0.0),
            (2.3, 0.0),
        ] {
            check(span, scale, expected);
        }
        check(Span::from(1.0), 1e9, 1.0);
        check(Span::from(1.0), 0.5, 0.0);
        check(Span::to(1.0), 1e-9, 1.0);
        check(Span::to(1.0), 2.0, 0.0);
    }

    #[test]
    fn of_two_sharp_ones_that_follow_on_one_another_one_is_seen() {
        let (lower, upper) = (Span::new(0.1, 0.3).sharp(), Span::from(0.3).sharp());
        for scale in [0.1, 0.2, 0.299_999, 0.3, 0.300_001, 7.0] {
            let seen = [lower, upper].map(|span| span.opacity(scale));
            assert_eq!(seen[0] + seen[1], 1.0, "{seen:?} at {scale}");
            for (span, seen) in [lower, upper].iter().zip(seen) {
                assert_eq!(span.is_near(scale, 0.0), seen > 0.0, "{span:?} at {scale}");
            }
        }
    }

    #[test]
    fn what_follows_on_one_another_is_never_thin_together() {
        let (lower, upper) = (Span::to(0.3), Span::from(0.3));
        for step in 0..200 {
            let scale = 0.2 * libm::exp2(f64::from(step) / 150.0);
            let seen = lower.opacity(scale).max(upper.opacity(scale));
            assert!(seen > 0.999, "{seen} at {scale}");
        }
    }
}
