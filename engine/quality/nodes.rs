//! Overlap and containment of boxes.

use crate::graph::{Graph, GroupId, NodeKind};
use crate::layout::{Layout, Rect};
use crate::route::index::SpatialIndex;

use super::Quality;

/// Less than this is nothing, px.
pub(super) const TOLERANCE: f64 = 1.0;

/// Counts what overlaps and what sticks out.
pub(super) fn measure(graph: &Graph, layout: &Layout, quality: &mut Quality) {
    let nodes = SpatialIndex::of(&layout.nodes);
    for (a, area) in layout.nodes.iter().enumerate() {
        for b in nodes.query(*area).into_iter().map(|b| b as usize).filter(|b| *b > a) {
            if !overlap(area, &layout.nodes[b]) {
                continue;
            }
            match (graph.nodes[a].kind, graph.nodes[b].kind) {
                (NodeKind::Service, NodeKind::Service) => quality.service_overlaps += 1,
                (NodeKind::Junction, NodeKind::Junction) => {}
                _ => quality.junctions_in_services += 1,
            }
        }
    }
    for (node, area) in graph.nodes.iter().zip(&layout.nodes) {
        let group = node.group.and_then(|g| layout.groups.get(g.index()));
        quality.nodes_outside_group += usize::from(group.is_some_and(|g| sticks_out(area, g)));
    }
    for (g, area) in layout.groups.iter().enumerate() {
        let parent = graph.groups[g].parent.and_then(|p| layout.groups.get(p.index()));
        quality.groups_outside_parent += usize::from(parent.is_some_and(|p| sticks_out(area, p)));
        for n in nodes.query(*area).into_iter().map(|n| n as usize) {
            let is_member = lies_in(graph, graph.nodes[n].group, g);
            let foreign = !is_member && overlap(area, &layout.nodes[n]);
            quality.nodes_in_foreign_group += usize::from(foreign);
        }
    }
    count_group_overlaps(graph, layout, quality);
}

fn count_group_overlaps(graph: &Graph, layout: &Layout, quality: &mut Quality) {
    let groups = SpatialIndex::of(&layout.groups);
    for (a, area) in layout.groups.iter().enumerate() {
        for b in groups.query(*area).into_iter().map(|b| b as usize).filter(|b| *b > a) {
            let (parent_a, parent_b) = (graph.groups[a].parent, graph.groups[b].parent);
            let is_related = lies_in(graph, parent_a, b) || lies_in(graph, parent_b, a);
            quality.group_overlaps += usize::from(!is_related && overlap(area, &layout.groups[b]));
        }
    }
}

/// Whether `group` is `start` or lies round it.
pub(super) fn lies_in(graph: &Graph, start: Option<GroupId>, group: usize) -> bool {
    let up = |g: &GroupId| graph.groups.get(g.index()).and_then(|g| g.parent);
    std::iter::successors(start, up).take(graph.groups.len() + 1).any(|g| g.index() == group)
}

/// Whether the insides of two boxes share more than the tolerance on both axes.
fn overlap(a: &Rect, b: &Rect) -> bool {
    (a.max.min(b.max) - a.min.max(b.min)).cmpgt(glam::DVec2::splat(TOLERANCE)).all()
}

fn sticks_out(inner: &Rect, outer: &Rect) -> bool {
    !outer.inflate(TOLERANCE).contains(inner)
}
