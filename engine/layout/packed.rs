//! Boxes in rows, for a first picture: nothing is searched, edges are not looked at, and it takes no time to speak of.

use glam::DVec2;

use super::{Layout, Params, Rect, Sizes};
use crate::graph::{Graph, GroupId};

/// What stands in one container.
#[derive(Clone, Default)]
struct Content {
    groups: Vec<usize>,
    nodes: Vec<usize>,
}

/// Every child in its group and no two siblings on each other, in rows in the order of the text, groups before services.
///
/// # Panics
///
/// If `sizes` has fewer rows than `graph`.
#[must_use]
pub fn packed(graph: &Graph, sizes: &Sizes, params: &Params) -> Layout {
    let mut contents = vec![Content::default(); graph.groups.len() + 1];
    let slot = |group: Option<GroupId>| group.map_or(graph.groups.len(), |group| group.index());
    for (idx, group) in graph.groups.iter().enumerate() {
        contents[slot(group.parent)].groups.push(idx);
    }
    for (idx, node) in graph.nodes.iter().enumerate() {
        contents[slot(node.group)].nodes.push(idx);
    }
    let mut packing = Packing {
        sizes,
        params,
        contents,
        layout: Layout {
            nodes: vec![Rect::default(); graph.nodes.len()],
            groups: vec![Rect::default(); graph.groups.len()],
            bounds: Rect::default(),
        },
    };
    let outermost = graph.groups.len();
    let size = packing.pack(outermost);
    packing.place(outermost, DVec2::ZERO);
    packing.layout.bounds = Rect::from_min_size(DVec2::ZERO, size);
    packing.layout
}

/// Boxes are first placed in their containers, and then with them.
struct Packing<'a> {
    sizes: &'a Sizes,
    params: &'a Params,
    contents: Vec<Content>,
    layout: Layout,
}

impl Packing<'_> {
    /// Places what is in a container, from that one's origin; tells how large it is inside its padding.
    fn pack(&mut self, container: usize) -> DVec2 {
        let Content { groups, nodes } = self.contents[container].clone();
        let mut boxes = Vec::new();
        for &group in &groups {
            let inside = self.pack(group);
            boxes.push(self.around(group, inside));
        }
        // Sizes are rounded up to even whole px, as in every layout.
        boxes.extend(nodes.iter().map(|&node| (self.sizes.nodes[node] / 2.0).ceil() * 2.0));
        let gap = self.params.separation;
        let (places, whole) = rows(&boxes, gap, self.params.aspect);
        let (for_groups, for_nodes) = places.split_at(groups.len());
        let boxed = |at: &DVec2, size: &DVec2| Rect::from_min_size(*at, *size);
        for ((group, at), size) in groups.iter().zip(for_groups).zip(&boxes) {
            self.layout.groups[*group] = boxed(at, size);
        }
        for ((node, at), size) in nodes.iter().zip(for_nodes).zip(&boxes[groups.len()..]) {
            self.layout.nodes[*node] = boxed(at, size);
        }
        whole
    }

    /// The size of a group with this much inside.
    fn around(&self, group: usize, inside: DVec2) -> DVec2 {
        let Params { padding, strip, .. } = *self.params;
        let title = self.sizes.group_titles[group];
        let strip = if title.x > 0.0 { strip } else { 0.0 };
        let content = inside + DVec2::new(2.0 * padding, 2.0 * padding + strip);
        content.max(DVec2::new(title.x + 2.0 * padding, 0.0)).ceil()
    }

    /// Moves what is in a container to `origin`.
    fn place(&mut self, container: usize, origin: DVec2) {
        let Content { groups, nodes } = self.contents[container].clone();
        for node in nodes {
            let area = &mut self.layout.nodes[node];
            (area.min, area.max) = (area.min + origin, area.max + origin);
        }
        for group in groups {
            let area = &mut self.layout.groups[group];
            (area.min, area.max) = (area.min + origin, area.max + origin);
            let Params { padding, strip, .. } = *self.params;
            let strip = if self.sizes.group_titles[group].x > 0.0 { strip } else { 0.0 };
            let inner = area.min + DVec2::new(padding, padding + strip);
            self.place(group, inner);
        }
    }
}

/// Where boxes stand in rows that together are about so many times as wide as high, and how large all is.
fn rows(boxes: &[DVec2], gap: f64, aspect: f64) -> (Vec<DVec2>, DVec2) {
    let area: f64 = boxes.iter().map(|size| (size.x + gap) * (size.y + gap)).sum();
    let width = (area * aspect).sqrt();
    let (mut at, mut height, mut whole) = (DVec2::ZERO, 0.0_f64, DVec2::ZERO);
    let mut places = Vec::new();
    for size in boxes {
        if at.x > 0.0 && at.x + size.x > width {
            at = DVec2::new(0.0, at.y + height + gap);
            height = 0.0;
        }
        places.push(at);
        whole = whole.max(at + *size);
        at.x += size.x + gap;
        height = height.max(size.y);
    }
    (places, whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{graph, syntax};

    #[test]
    fn all_lie_in_their_groups_and_none_on_another() {
        for (text, n_services) in [("", 0), ("service a[A]", 1)]
            .map(|(text, n)| (format!("architecture-beta\n{text}"), n))
            .into_iter()
            .chain([(crate::generate::text(crate::generate::Kind::Clustered, 200, 1), 200)])
        {
            let (graph, _) = graph::resolve(&syntax::parse(&text).0);
            assert!(graph.nodes.len() >= n_services, "{n_services}");
            let sizes = Sizes {
                nodes: vec![DVec2::new(91.0, 96.0); graph.nodes.len()],
                group_titles: vec![DVec2::new(50.0, 28.0); graph.groups.len()],
                edge_labels: vec![DVec2::ZERO; graph.edges.len()],
            };
            let layout = packed(&graph, &sizes, &Params::default());
            let parents = graph.nodes.iter().map(|node| node.group).zip(&layout.nodes);
            let groups = graph.groups.iter().map(|group| group.parent).zip(&layout.groups);
            let all: Vec<(Option<GroupId>, &Rect)> = parents.chain(groups).collect();
            for (n, (parent, area)) in all.iter().enumerate() {
                let round = parent.map_or(layout.bounds, |parent| layout.groups[parent.index()]);
                assert!(area.min.cmpge(round.min).all() && area.max.cmple(round.max).all());
                let siblings = all[..n].iter().filter(|(other, _)| other == parent);
                for (_, other) in siblings {
                    let apart = area.min.cmpge(other.max).any() || other.min.cmpge(area.max).any();
                    assert!(apart, "{area:?} on {other:?}");
                }
            }
        }
    }
}
