//! Places nodes and groups.
//!
//! A diagram is a tree of containers. From the inside out, each container's members are arranged alone: forces
//! ([`force`](self)) find where they want to be, a search over *orders* (who is left of and above whom) improves on
//! that by counting crossings and wrong sides, and an exact step turns the order into the best positions. Many members
//! are first put into clusters of what hangs together, which are containers that do not show. Small diagrams are then
//! searched and solved once more as a whole, since most edges of a real system leave their group.
//!
//! Whatever the input: every child lies in its group below the title strip, and no two siblings overlap, because
//! positions only ever come from orders that keep all siblings apart. The same input gives the same positions, to the
//! bit, on every machine and for any number of threads: random streams are keyed by container, parallel steps fill
//! their own slots, and the amount of work is fixed, never timed.

mod after;
mod asks;
mod circles;
mod clusters;
mod exact;
mod force;
mod geometry;
mod insert;
mod judge;
mod kernel;
mod order;
mod packed;
mod place;
mod precedence;
mod prior;
mod problem;
mod random;
mod search;
mod shove;
mod simplex;
mod simulation;
#[cfg(test)]
mod tests;
mod tree;
mod wishes;

use glam::DVec2;

use crate::graph::Graph;

pub use circles::{Circle, circles};
pub use geometry::Rect;
pub use packed::packed;
pub use prior::{Pins, Prior};
pub use simulation::{Phase, Progress, Simulation};

/// Boxes of everything, y down, px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// One box a node: its size rounded up to even whole px.
    pub nodes: Vec<Rect>,
    /// One box a group.
    pub groups: Vec<Rect>,
    /// Round all of them; starts at the origin.
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
    /// Between a group's border and its content, px; at least 0.
    pub padding: f64,
    /// Least distance between neighbours, px; at least 0.
    pub separation: f64,
    /// Height of a group's title strip, px; reserved above the content of groups that have a title.
    pub strip: f64,
    /// Width over height that the drawing should come near to; above 0.
    pub aspect: f64,
    /// For everything random.
    pub seed: u64,
    /// How much work to do.
    pub effort: Effort,
    /// Where things stood before an edit; by default nothing did.
    pub prior: Prior,
    /// What is to stand where it is told to; by default nothing is.
    pub pins: Pins,
}

/// How much work to put into placement: fixed amounts, never time limits, so that the same text gives the same drawing.
/// Beyond some hundred items `Normal` and `Best` are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// A first picture, at once.
    Draft,
    /// What a reader need not wait for.
    #[default]
    Normal,
    /// As good as it gets, for pictures that stay.
    Best,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            padding: 24.0,
            separation: 48.0,
            strip: 28.0,
            aspect: 2.0,
            seed: 1,
            effort: Effort::Normal,
            prior: Prior::default(),
            pins: Pins::default(),
        }
    }
}

/// Places everything in `graph`.
///
/// `sizes` has one row for each node, group and edge of `graph`.
///
/// Cost: about k² for each container of k members (k log k beyond some hundred), and, where `params.effort` says so, for
/// diagrams of up to some hundred items a fixed number of joint moves on top.
///
/// # Panics
///
/// If `sizes` has fewer rows than `graph`.
#[must_use]
pub fn layout(graph: &Graph, sizes: &Sizes, params: &Params) -> Layout {
    candidates(graph, sizes, params).swap_remove(0)
}

/// Several ways to place everything in `graph`, the one that promises most first; at least one.
///
/// All of them keep the guarantee; which is best shows only when the edges are routed.
///
/// # Panics
///
/// If `sizes` has fewer rows than `graph`.
#[must_use]
pub fn candidates(graph: &Graph, sizes: &Sizes, params: &Params) -> Vec<Layout> {
    Simulation::new(graph, sizes, params).finish()
}
