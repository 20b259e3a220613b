//! Measures a laid-out diagram: what overlaps, what crosses, what runs through what.
//!
//! The definitions are those of the project's reference script for drawings: one pixel is nothing, borders that touch
//! do not overlap, a crossing is where two lines properly cross, and two lines overlap where they run on top of each
//! other for more than six pixels. Everything is found by place, so that ten thousand edges take a fraction of a second.

mod edges;
mod nodes;
mod sides;

#[cfg(test)]
mod tests;

use crate::graph::Graph;
use crate::layout::Layout;
use crate::route::Routes;

/// Measures the drawing of `graph`.
///
/// Boxes or routes that are missing count as empty ones. The cost grows with the number of things that lie near each
/// other.
#[must_use]
pub fn measure(graph: &Graph, layout: &Layout, routes: &Routes) -> Quality {
    let mut quality = Quality::default();
    nodes::measure(graph, layout, &mut quality);
    edges::measure(graph, layout, routes, &mut quality);
    sides::measure(graph, layout, &mut quality);
    quality
}

/// How good a drawing is. Counts should be zero, shares one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    /// Pairs of services whose boxes overlap.
    pub service_overlaps: usize,
    /// Pairs of a junction and a service whose boxes overlap.
    pub junctions_in_services: usize,
    /// Nodes that stick out of their group.
    pub nodes_outside_group: usize,
    /// Pairs of a node and a group it does not lie in whose boxes overlap.
    pub nodes_in_foreign_group: usize,
    /// Pairs of groups, none inside the other by name, whose boxes overlap.
    pub group_overlaps: usize,
    /// Groups that stick out of the group round them.
    pub groups_outside_parent: usize,
    /// Points where two routes cross.
    pub crossings: usize,
    /// Pairs of routes that run on top of each other for more than 6 px.
    pub overlap_pairs: usize,
    /// Length that these run on top of each other, px.
    pub overlap_length: f64,
    /// Pairs of a route and a service it is not joined to that it passes through.
    pub edges_through_services: usize,
    /// Routes that pass through the middle of their own service.
    pub edges_through_own_node: usize,
    /// Pairs of a route and a group, round neither of its ends, that it enters.
    pub edges_through_foreign_groups: usize,
    /// Pieces of routes that are neither horizontal nor vertical.
    pub diagonal_segments: usize,
    /// Corners of all routes.
    pub bends: usize,
    /// Pairs of an edge label and a service, another label or another edge's route that overlap.
    pub label_overlaps: usize,
    /// Ends for which a side is asked.
    pub port_ends: usize,
    /// Of these, the ends whose line really ends on that side and goes outward.
    pub ports_kept: usize,
    /// Of these, the ends whose partner's middle lies on that side.
    pub sides_kept: usize,
    /// Length of all routes, px.
    pub total_length: f64,
}

impl Quality {
    /// One number to choose between drawings of the same graph by: less is better, in px of edge length.
    ///
    /// The prices say what a reader minds: a partner on the wrong side breaks what the author asked for, a crossing
    /// has to be looked through, a corner has to be followed.
    #[must_use]
    pub fn price(&self) -> f64 {
        let times = |count: usize, price: f64| count as f64 * price;
        times(self.port_ends - self.sides_kept, 1500.0)
            + times(self.edges_through_services + self.edges_through_foreign_groups, 2000.0)
            + times(self.label_overlaps, 500.0)
            + times(self.crossings, 400.0)
            + times(self.bends, 60.0)
            + self.total_length
    }
}
