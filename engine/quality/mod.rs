//! Measures a laid-out diagram: what overlaps, what crosses, what runs through what, how long and how large it is.
//!
//! Two depths: [`measure`] counts what the choice between drawings of one graph needs, in some tens of microseconds for
//! some fifty services; [`report`] tells everything. The definitions of the first part of a report are those of the
//! project's reference script for drawings, `metrics.py`: one pixel is nothing, borders that touch do not overlap, a
//! crossing is where two lines properly cross, and two lines overlap where they run on top of each other for more than
//! six pixels. Those of the second part, [`Placement`], are those of its script for placements of large graphs,
//! `placement.py`. `tests/metrics.rs` compares every figure with what the scripts say.
//!
//! Everything is found by place (`index`), so the cost is that of sorting, and of what there is to be found.

mod boxes;
mod courses;
mod index;
mod labels;
mod meetings;
mod passages;
mod placement;
mod report;
mod sides;
mod stress;
mod study;

#[cfg(test)]
mod tests;

use crate::graph::Graph;
use crate::layout::Layout;
use crate::route::Routes;

use study::Study;

pub use placement::Placement;
pub use report::{Report, Texts, report};

/// Measures the drawing of `graph`, no more than a choice between drawings needs.
///
/// Boxes or routes that are missing are not measured. The cost grows with the number of things that lie near each
/// other.
#[must_use]
pub fn measure(graph: &Graph, layout: &Layout, routes: &Routes) -> Quality {
    Findings::of(&Study::new(graph, layout, routes)).quality
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
    /// Pairs of an edge label and a service, a junction, another label or another edge's route that overlap.
    pub label_overlaps: usize,
    /// Ends for which a side is asked.
    pub port_ends: usize,
    /// Of these, the ends whose line really ends on that side and goes outward.
    pub ports_kept: usize,
    /// Of these, the ends whose partner's middle lies on that side.
    pub sides_kept: usize,
    /// Edges that ask for sides that face each other.
    pub facing: usize,
    /// Of these, the edges whose ends stand in one row or column and in the right order.
    pub straight: usize,
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
            + times(self.crossings, 600.0)
            + times(self.bends, 60.0)
            + self.total_length
    }
}

/// A quality, and what it was made of.
#[derive(Debug)]
struct Findings {
    quality: Quality,
    boxes: boxes::Boxes,
    meetings: meetings::Meetings,
    passages: passages::Passages,
    plates: labels::Plates,
    sides: sides::Sides,
    courses: courses::Courses,
}

impl Findings {
    fn of(study: &Study<'_>) -> Self {
        let boxes = boxes::boxes(study);
        let meetings = meetings::meetings(study);
        let passages = passages::passages(study);
        let plates = labels::plates(study);
        let sides = sides::sides(study);
        let courses = courses::courses(&study.lines);
        let (overlap_pairs, overlap_length) = meetings.overlaps(&study.lines.pieces);
        let quality = Quality {
            service_overlaps: boxes.service_overlaps,
            junctions_in_services: boxes.junctions_in_services,
            nodes_outside_group: boxes.nodes_outside_group,
            nodes_in_foreign_group: boxes.foreign.len(),
            group_overlaps: boxes.group_overlaps,
            groups_outside_parent: boxes.groups_outside_parent,
            crossings: meetings.crossings.len(),
            overlap_pairs,
            overlap_length,
            edges_through_services: passages.services.len(),
            edges_through_own_node: passages.own.len(),
            edges_through_foreign_groups: passages.groups.len(),
            diagonal_segments: courses.diagonals,
            bends: courses.bends,
            label_overlaps: plates.on_services
                + plates.on_junctions
                + plates.on_plates
                + plates.on_lines,
            port_ends: sides.ends,
            ports_kept: sides.drawn,
            sides_kept: sides.kept,
            facing: sides.facing,
            straight: sides.straight,
            total_length: courses.length,
        };
        Self { quality, boxes, meetings, passages, plates, sides, courses }
    }
}
