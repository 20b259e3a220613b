//! Overlap and containment of services, junctions and groups.

use crate::graph::NodeKind;
use crate::layout::Rect;

use super::study::Study;

/// Less than this is nothing, px.
pub(super) const TOLERANCE: f64 = 1.0;

/// What is wrong with where the boxes stand.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    pub(super) service_overlaps: usize,
    pub(super) junctions_in_services: usize,
    pub(super) nodes_outside_group: usize,
    pub(super) groups_outside_parent: usize,
    /// Node and group, each pair once.
    pub(super) foreign: Vec<(usize, usize)>,
    pub(super) group_overlaps: usize,
    /// px².
    pub(super) group_overlap_area: f64,
}

/// Counts what overlaps and what sticks out.
pub(super) fn boxes(study: &Study<'_>) -> Boxes {
    let mut found = Boxes::default();
    node_pairs(study, &mut found);
    containment(study, &mut found);
    for (node, area) in study.layout.nodes.iter().enumerate() {
        let home = study.graph.nodes.get(node).and_then(|node| node.group);
        study.groups.visit(area, |group| {
            let is_foreign = !study.nest.holds(group, home);
            if is_foreign && overlap(area, &study.layout.groups[group], TOLERANCE) {
                found.foreign.push((node, group));
            }
        });
    }
    group_pairs(study, &mut found);
    found
}

fn node_pairs(study: &Study<'_>, found: &mut Boxes) {
    let is_service = |node: usize| study.graph.nodes[node].kind == NodeKind::Service;
    let nodes = &study.layout.nodes;
    for (a, area) in nodes.iter().enumerate() {
        study.nodes.visit(area, |b| {
            if b > a && overlap(area, &nodes[b], TOLERANCE) {
                match (is_service(a), is_service(b)) {
                    (true, true) => found.service_overlaps += 1,
                    (false, false) => {}
                    _ => found.junctions_in_services += 1,
                }
            }
        });
    }
}

fn containment(study: &Study<'_>, found: &mut Boxes) {
    let groups = &study.layout.groups;
    for (node, area) in study.graph.nodes.iter().zip(&study.layout.nodes) {
        let home = node.group.and_then(|g| groups.get(g.index()));
        found.nodes_outside_group += usize::from(home.is_some_and(|home| sticks_out(area, home)));
    }
    for (group, area) in study.graph.groups.iter().zip(groups) {
        let parent = group.parent.and_then(|p| groups.get(p.index()));
        found.groups_outside_parent += usize::from(parent.is_some_and(|p| sticks_out(area, p)));
    }
}

fn group_pairs(study: &Study<'_>, found: &mut Boxes) {
    let groups = &study.layout.groups;
    let parent = |group: usize| study.graph.groups.get(group).and_then(|group| group.parent);
    for (a, area) in groups.iter().enumerate() {
        study.groups.visit(area, |b| {
            let is_related = study.nest.holds(b, parent(a)) || study.nest.holds(a, parent(b));
            if b > a && !is_related && overlap(area, &groups[b], TOLERANCE) {
                let shared = area.max.min(groups[b].max) - area.min.max(groups[b].min);
                found.group_overlaps += 1;
                found.group_overlap_area += shared.x * shared.y;
            }
        });
    }
}

/// Whether the insides of two boxes share more than `tolerance`, px, on both axes.
pub(super) fn overlap(a: &Rect, b: &Rect, tolerance: f64) -> bool {
    (a.max.min(b.max) - a.min.max(b.min)).cmpgt(glam::DVec2::splat(tolerance)).all()
}

fn sticks_out(inner: &Rect, outer: &Rect) -> bool {
    !outer.inflate(TOLERANCE).contains(inner)
}
