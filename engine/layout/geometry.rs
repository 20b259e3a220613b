use glam::DVec2;

/// An axis-parallel box, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Top left corner.
    pub min: DVec2,
    /// Bottom right corner; nowhere less than `min`.
    pub max: DVec2,
}

impl Rect {
    /// The box with its top left corner at `min`.
    #[must_use]
    pub fn from_min_size(min: DVec2, size: DVec2) -> Self {
        Self { min, max: min + size }
    }

    /// The box round `center`.
    #[must_use]
    pub fn from_center_size(center: DVec2, size: DVec2) -> Self {
        Self { min: center - size / 2.0, max: center + size / 2.0 }
    }

    /// Its middle.
    #[must_use]
    pub fn center(&self) -> DVec2 {
        (self.min + self.max) / 2.0
    }

    /// Width and height.
    #[must_use]
    pub fn size(&self) -> DVec2 {
        self.max - self.min
    }

    /// The smallest box round both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// Grown by `by` on every side.
    #[must_use]
    pub fn inflate(&self, by: f64) -> Self {
        Self { min: self.min - by, max: self.max + by }
    }

    /// Moved by `by`.
    #[must_use]
    pub fn translate(&self, by: DVec2) -> Self {
        Self { min: self.min + by, max: self.max + by }
    }

    /// Whether the insides of both share a point.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.cmplt(other.max).all() && other.min.cmplt(self.max).all()
    }

    /// Whether `other` lies in it, borders counted as inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.min.cmple(other.min).all() && other.max.cmple(self.max).all()
    }
}

/// `value` in single precision, which lengths of drawings need no more than.
#[expect(clippy::cast_possible_truncation, reason = "rounding is what it is for")]
pub(super) fn single(value: f64) -> f32 {
    value as f32
}
