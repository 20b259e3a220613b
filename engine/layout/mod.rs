//! Places nodes and groups.

use glam::DVec2;

use crate::graph::Graph;

/// Boxes of everything, y down, px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// One box a node.
    pub nodes: Vec<Rect>,
    /// One box a group.
    pub groups: Vec<Rect>,
    /// Round all of them.
    pub bounds: Rect,
}

/// What the layout needs to know of the drawing: how large things are, px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// One a node: its tile, or the dot of a junction.
    pub nodes: Vec<DVec2>,
    /// One a group: what stands in its title strip (icon and title); zero for none.
    pub group_titles: Vec<DVec2>,
    /// One an edge: its label's plate; zero for none.
    pub edge_labels: Vec<DVec2>,
}

/// How the layout is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Between a group's border and its content, px.
    pub padding: f64,
    /// Between neighbours, px.
    pub separation: f64,
    /// Height of a group's title strip, px; reserved above the content.
    pub strip: f64,
    /// Width over height that the drawing should come near to.
    pub aspect: f64,
    /// For everything random.
    pub seed: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self { padding: 24.0, separation: 48.0, strip: 28.0, aspect: 1.6, seed: 1 }
    }
}

/// An axis-parallel box.
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

/// Places everything in `graph`. Throw-away stub: rows in each group.
#[must_use]
pub fn layout(graph: &Graph, sizes: &Sizes, params: &Params) -> Layout {
    stub::layout(graph, sizes, params)
}

mod stub;
