//! A diagram with some of its groups drawn as one tile each, or with other pins.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use glam::DVec2;

use super::{Diagram, Labels, Options, Pins, Resources, TileText, Watch, draw_up, measure};
use crate::graph::{EndAt, Fold, Folded, Graph, GroupId, NodeId};
use crate::icons;
use crate::layout::{Layout, Prior, Rect, Sizes};
use crate::route::{Route, Routes};

/// How far the tiles below a folded group's look out from under it, px.
pub(crate) const STACK: f64 = 8.0;

impl Diagram {
    /// The same diagram with `groups` drawn as one tile each, and edges that lead into them bundled: what leads from one
    /// thing to the same tile is one line with the number of edges on it. `None` where `watch` has called it off.
    ///
    /// Who stands left of and above whom is as in `self`, and what is left closes up. It depends on nothing else, so
    /// folding and unfolding come back to the same picture by whatever way. Every id stays what it is; [`Diagram::fold`]
    /// tells what is hidden. `self` has nothing folded.
    #[must_use]
    pub fn folded(
        &self,
        groups: BTreeSet<GroupId>,
        resources: &mut Resources,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Option<Self> {
        let fold = Fold::new(&self.graph, groups);
        if fold.is_empty() {
            return Some(self.clone());
        }
        let mut labels = self.labels.clone();
        labels.tiles = self.tile_texts(&fold, resources);
        self.count_bundles(&fold, &mut labels, resources);
        let folded = fold.apply(&self.graph);
        let shown = shown_labels(&folded, &labels);
        let mut sizes = measure(&folded.graph, &shown, &self.style);
        self.keep_sizes(&folded, &mut sizes);
        let prior = self.stood(&folded);
        let drawn = draw_up(&folded.graph, &sizes, &self.style, prior, options, watch)?;
        let (layout, routes) = self.in_full(&fold, &folded, &drawn);
        Some(Self { labels, layout, routes, fold, ..self.clone() })
    }

    /// The same diagram with `pins` in place of its own: what was nowhere told to stand stands where it stood, as far as
    /// there is room. `None` where `watch` has called it off. `self` has nothing folded.
    #[must_use]
    pub fn pinned(&self, pins: &Pins, options: &Options, watch: &mut Watch<'_>) -> Option<Self> {
        if *pins == self.pins {
            return Some(self.clone());
        }
        let options = Options { pins: pins.clone(), ..options.clone() };
        let mut prior = Prior::from(&self.layout);
        self.let_loose(&mut prior, pins);
        let (graph, sizes) = (&self.graph, &self.sizes);
        let (layout, routes) = draw_up(graph, sizes, &self.style, prior, &options, watch)?;
        Some(Self { layout, routes, pins: options.pins, ..self.clone() })
    }

    /// What was pinned and is no longer finds its place anew.
    fn let_loose(&self, prior: &mut Prior, pins: &Pins) {
        let (before, now) = (self.pins.of(&self.graph), pins.of(&self.graph));
        let is_loose = |before: &[Option<DVec2>], now: &[Option<DVec2>], place: usize| {
            let pin = |pins: &[Option<DVec2>]| pins.get(place).copied().flatten();
            pin(before).is_some() && pin(now).is_none()
        };
        for (place, node) in prior.nodes.iter_mut().enumerate() {
            *node = node.filter(|_| !is_loose(&before.nodes, &now.nodes, place));
        }
        for (place, group) in prior.groups.iter_mut().enumerate() {
            *group = group.filter(|_| !is_loose(&before.groups, &now.groups, place));
        }
    }

    fn tile_texts(&self, fold: &Fold, resources: &mut Resources) -> BTreeMap<GroupId, TileText> {
        let fonts = &mut resources.fonts;
        let tiles = fold.groups().iter().filter(|group| fold.is_tile(**group));
        let text = |&group: &GroupId| {
            let of = &self.graph.groups[group.index()];
            let title = fonts.shape(of.title.as_ref().unwrap_or(&of.id), &self.style.tile_text());
            let count = Fold::n_services(&self.graph, group).to_string();
            let count = fonts.shape(&count, &self.style.count_text());
            let missing = self.marks.groups[group.index()].as_ref().filter(|m| m.icon.is_none());
            let monogram = missing.map(|mark| {
                fonts.shape(&icons::monogram(&mark.asked).0, &self.style.node_monogram())
            });
            (group, TileText { title, count, monogram })
        };
        tiles.map(text).collect()
    }

    /// A bundle has the number of its edges in place of their labels.
    fn count_bundles(&self, fold: &Fold, labels: &mut Labels, resources: &mut Resources) {
        for (edge, bundle) in fold.bundles() {
            let text = format!("×{}", bundle.len());
            let label = resources.fonts.shape(&text, &self.style.edge_text());
            labels.edges[edge.index()] = Some(label);
        }
    }

    /// Services are as large as ever, although what made them so may be hidden; tiles are as high as services, and the stack.
    fn keep_sizes(&self, folded: &Folded, sizes: &mut Sizes) {
        let height = self.sizes.nodes.iter().map(|size| size.y).fold(0.0, f64::max);
        for (end, size) in folded.nodes.iter().zip(&mut sizes.nodes) {
            match end {
                EndAt::Node(node) => *size = self.sizes.nodes[node.index()],
                EndAt::Group(_) => size.y = size.y.max(height) + STACK,
            }
        }
    }

    /// Where what is left stood.
    fn stood(&self, folded: &Folded) -> Prior {
        let layout = &self.layout;
        let node = |end: &EndAt| match end {
            EndAt::Node(node) => Some(layout.nodes[node.index()]),
            EndAt::Group(group) => Some(layout.groups[group.index()]),
        };
        Prior {
            nodes: folded.nodes.iter().map(node).collect(),
            groups: folded.groups.iter().map(|g| Some(layout.groups[g.index()])).collect(),
            closes_up: true,
        }
    }

    /// `drawn`, which is of what is left, for all that there is.
    fn in_full(
        &self,
        fold: &Fold,
        folded: &Folded,
        (placed, routed): &(Layout, Routes),
    ) -> (Layout, Routes) {
        let nowhere = Rect { min: DVec2::ZERO, max: DVec2::ZERO };
        let mut layout = Layout {
            nodes: vec![nowhere; self.graph.nodes.len()],
            groups: vec![nowhere; self.graph.groups.len()],
            bounds: placed.bounds,
        };
        for (end, rect) in folded.nodes.iter().zip(&placed.nodes) {
            match end {
                EndAt::Node(node) => layout.nodes[node.index()] = *rect,
                EndAt::Group(group) => layout.groups[group.index()] = *rect,
            }
        }
        for (group, rect) in folded.groups.iter().zip(&placed.groups) {
            layout.groups[group.index()] = *rect;
        }
        put_hidden(&mut layout, &self.graph, fold);
        let mut edges = vec![Route::default(); self.graph.edges.len()];
        for (edge, route) in folded.edges.iter().zip(&routed.edges) {
            edges[edge.index()].clone_from(route);
        }
        (layout, Routes { edges })
    }
}

/// What is hidden is in the middle of its tile.
fn put_hidden(layout: &mut Layout, graph: &Graph, fold: &Fold) {
    let middle = |layout: &Layout, tile: GroupId| {
        let center = layout.groups[tile.index()].center();
        Rect { min: center, max: center }
    };
    for (node, id) in graph.nodes.iter().enumerate().zip(0..).map(|((place, _), id)| (place, id)) {
        if let Some(tile) = fold.hides_node(NodeId(id)) {
            layout.nodes[node] = middle(layout, tile);
        }
    }
    for (group, id) in (0..graph.groups.len()).zip(0..) {
        if let Some(tile) = fold.hides_group(GroupId(id)) {
            layout.groups[group] = middle(layout, tile);
        }
    }
}

/// Labels for what is left, tiles being services.
fn shown_labels(folded: &Folded, labels: &Labels) -> Labels {
    let of_node = |end: &EndAt| match end {
        EndAt::Node(node) => Arc::clone(&labels.nodes[node.index()]),
        EndAt::Group(group) => {
            labels.tiles.get(group).map_or_else(Arc::default, |tile| Arc::clone(&tile.title))
        }
    };
    Labels {
        nodes: folded.nodes.iter().map(of_node).collect(),
        groups: folded.groups.iter().map(|g| Arc::clone(&labels.groups[g.index()])).collect(),
        edges: folded.edges.iter().map(|edge| labels.edges[edge.index()].clone()).collect(),
        ..Labels::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::EdgeId;
    use crate::icons::Icons;
    use crate::text::Fonts;

    fn resources() -> Resources {
        Resources { fonts: Fonts::bundled(), icons: Icons::bundled() }
    }

    fn folded(whole: &Diagram, groups: &[u32], resources: &mut Resources) -> Diagram {
        let groups = groups.iter().map(|&group| GroupId(group)).collect();
        let (options, mut watch) = (Options::default(), Watch::default());
        whole.folded(groups, resources, &options, &mut watch).unwrap()
    }

    /// The boxes that are drawn, by the group round them.
    fn boxes(diagram: &Diagram) -> BTreeMap<Option<GroupId>, Vec<(EndAt, Rect)>> {
        let Diagram { graph, layout, fold, .. } = diagram;
        let mut boxes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (node, id) in graph.nodes.iter().zip(0..) {
            let end = EndAt::Node(NodeId(id));
            if fold.end(end) == end {
                boxes.entry(node.group).or_default().push((end, layout.nodes[id as usize]));
            }
        }
        for (group, id) in graph.groups.iter().zip(0..) {
            let end = EndAt::Group(GroupId(id));
            if fold.end(end) == end {
                boxes.entry(group.parent).or_default().push((end, layout.groups[id as usize]));
            }
        }
        boxes
    }

    fn check_drawing(diagram: &Diagram, what: &str) {
        for (round, inside) in boxes(diagram) {
            for (place, (end, rect)) in inside.iter().enumerate() {
                if let Some(group) = round {
                    let outer = diagram.layout.groups[group.index()];
                    assert!(outer.contains(rect), "{what}: {end:?} sticks out");
                }
                for (other, beside) in &inside[..place] {
                    assert!(!rect.overlaps(beside), "{what}: {end:?} is on {other:?}");
                }
            }
        }
        for (edge, route) in diagram.routes.edges.iter().enumerate() {
            let id = EdgeId(u32::try_from(edge).unwrap());
            let is_drawn = diagram.fold.carrier(id) == Some(id);
            assert_eq!(route.points.len() >= 2, is_drawn, "{what}: {id:?}");
        }
    }

    #[test]
    fn a_folded_drawing_is_sound_in_the_old_order_and_comes_back() {
        let mut resources = resources();
        for (n, seed) in [(30, 1), (60, 2), (120, 3)] {
            let text = crate::generate::text(crate::generate::Kind::Clustered, n, seed);
            let whole = Diagram::new(&text, &mut resources);
            let n_groups = u32::try_from(whole.graph.groups.len()).unwrap();
            let sets: [Vec<u32>; 4] = [
                vec![0],
                (0..n_groups).step_by(2).collect(),
                vec![1, n_groups - 1],
                (0..n_groups).collect(),
            ];
            for groups in sets {
                let what = format!("{n} services, {groups:?}");
                let drawn = folded(&whole, &groups, &mut resources);
                check_drawing(&drawn, &what);
                check_order(&whole, &drawn, &what);
                let again = folded(&whole, &groups, &mut resources);
                assert_eq!(
                    (&again.layout, &again.routes),
                    (&drawn.layout, &drawn.routes),
                    "{what}"
                );
            }
            let none = folded(&whole, &[], &mut resources);
            assert_eq!((&none.layout, &none.routes), (&whole.layout, &whole.routes));
        }
    }

    /// Whoever stood wholly left of and level with somebody, or above him, does not stand on the other side of him.
    fn check_order(old: &Diagram, new: &Diagram, what: &str) {
        let stood = |end: EndAt| match end {
            EndAt::Node(node) => old.layout.nodes[node.index()],
            EndAt::Group(group) => old.layout.groups[group.index()],
        };
        let is_before = |axis: usize, a: &Rect, b: &Rect| {
            let other = 1 - axis;
            let level = a.min[other] < b.max[other] && b.min[other] < a.max[other];
            level && a.max[axis] <= b.min[axis]
        };
        for inside in boxes(new).into_values() {
            for ((a, now), (b, beside)) in
                inside.iter().flat_map(|a| inside.iter().map(move |b| (a, b)))
            {
                for axis in (0..2).filter(|&axis| is_before(axis, &stood(*a), &stood(*b))) {
                    assert!(now.max[axis] <= beside.min[axis], "{what}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn a_tile_says_how_much_is_in_it_and_a_bundle_how_many_it_is() {
        let mut resources = resources();
        let text = "architecture-beta
  group store(database)[Store]
  service a(server)[A]
  service b(disk)[B] in store
  service c(disk)[C] in store
  a:R --> L:b
  a:B -[writes]-> T:c
";
        let whole = Diagram::new(text, &mut resources);
        let drawn = folded(&whole, &[0], &mut resources);
        let n_glyphs = |label: &crate::text::Label| -> usize {
            label.lines.iter().flat_map(|line| &line.runs).map(|run| run.glyphs.len()).sum()
        };
        let tile = &drawn.labels.tiles[&GroupId(0)];
        assert_eq!((n_glyphs(&tile.title), n_glyphs(&tile.count)), (5, 1));
        let labels: Vec<_> =
            drawn.labels.edges.iter().map(|l| l.as_deref().map(n_glyphs)).collect();
        assert_eq!(labels, [Some(2), Some(6)], "`×2`, and the label that no line is drawn for");
        assert!(drawn.routes.edges[0].label.is_some() && drawn.routes.edges[1].points.is_empty());
        assert!(drawn.layout.bounds.size().x < whole.layout.bounds.size().x, "it closes up");
        let hidden = drawn.layout.nodes[1];
        assert_eq!((hidden.min, hidden.max), (drawn.layout.groups[0].center(), hidden.min));
    }
}
