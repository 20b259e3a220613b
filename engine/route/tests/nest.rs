//! Random nested layouts that keep what the layout stage promises, and little else.

use glam::DVec2;

use crate::graph::{Edge, End, EndAt, Graph, Group, GroupId, Node, NodeId, NodeKind, Side};
use crate::layout::{Layout, Rect, Sizes};
use crate::syntax::Span;

/// A graph with a layout that fits it.
#[derive(Debug)]
pub(super) struct Nest {
    pub(super) graph: Graph,
    pub(super) layout: Layout,
    pub(super) sizes: Sizes,
    random: u64,
}

impl Nest {
    /// About `n_nodes` nodes in groups up to three deep, and `n_edges` edges of every kind.
    pub(super) fn new(seed: u64, n_nodes: usize, n_edges: usize) -> Self {
        let mut nest = Self {
            graph: Graph::default(),
            layout: Layout::default(),
            sizes: Sizes::default(),
            random: seed,
        };
        let size = nest.fill(None, DVec2::ZERO, n_nodes, 0);
        nest.layout.bounds = Rect::from_min_size(DVec2::ZERO, size);
        nest.graph.hints.merge_edges = Some(nest.below(2) == 0);
        for _ in 0..n_edges {
            let edge = nest.edge();
            let label = DVec2::new(40.0, 16.0) * f64::from(u8::from(edge.label.is_some()));
            nest.sizes.edge_labels.push(label);
            nest.graph.edges.push(edge);
        }
        nest
    }

    /// splitmix64
    fn below(&mut self, n: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }

    fn between(&mut self, low: usize, high: usize) -> f64 {
        (low + self.below(high - low + 1)) as f64
    }

    /// Places children in rows from `at` on; returns the size they take.
    fn fill(&mut self, group: Option<GroupId>, at: DVec2, n_nodes: usize, depth: usize) -> DVec2 {
        let columns = self.between(2, 5);
        let (mut used, mut place, mut row, mut size) = (0, DVec2::ZERO, 0.0_f64, DVec2::ZERO);
        let mut column = 0.0;
        while used < n_nodes {
            let share = 1 + self.below((n_nodes - used).min(12));
            let child = if depth < 3 && share > 2 && self.below(3) > 0 {
                used += share;
                self.group(group, at + place, share, depth)
            } else {
                used += 1;
                self.node(group, at + place)
            };
            size = size.max(place + child);
            row = row.max(child.y);
            place.x += child.x + self.between(24, 72);
            column += 1.0;
            if column >= columns {
                place = DVec2::new(0.0, place.y + row + self.between(24, 72));
                (row, column) = (0.0, 0.0);
            }
        }
        size
    }

    fn group(&mut self, parent: Option<GroupId>, at: DVec2, n_nodes: usize, depth: usize) -> DVec2 {
        let id = GroupId(u32::try_from(self.graph.groups.len()).unwrap());
        self.graph.groups.push(Group {
            id: format!("g{}", id.0),
            title: None,
            icon: None,
            parent,
            span: Span::default(),
        });
        self.layout.groups.push(Rect::default());
        self.sizes.group_titles.push(DVec2::new(60.0, 28.0));
        let inner = self.fill(Some(id), at + DVec2::new(24.0, 52.0), n_nodes, depth + 1);
        let size = (inner + DVec2::new(48.0, 76.0)).max(DVec2::new(100.0, 60.0));
        self.layout.groups[id.index()] = Rect::from_min_size(at, size);
        size
    }

    fn node(&mut self, group: Option<GroupId>, at: DVec2) -> DVec2 {
        let is_junction = self.below(8) == 0;
        let kind = if is_junction { NodeKind::Junction } else { NodeKind::Service };
        let size = if is_junction {
            DVec2::splat(8.0)
        } else {
            DVec2::new(self.between(80, 144), self.between(80, 110))
        };
        self.graph.nodes.push(Node {
            id: format!("n{}", self.graph.nodes.len()),
            kind,
            title: None,
            icon: None,
            icon_text: None,
            group,
            span: Span::default(),
        });
        self.layout.nodes.push(Rect::from_min_size(at, size));
        self.sizes.nodes.push(size);
        size
    }

    fn edge(&mut self) -> Edge {
        let label = (self.below(4) == 0).then(|| "label".to_owned());
        Edge { from: self.end(), to: self.end(), label, span: Span::default() }
    }

    fn end(&mut self) -> End {
        const SIDES: [Option<Side>; 5] =
            [None, Some(Side::Left), Some(Side::Right), Some(Side::Top), Some(Side::Bottom)];
        let side = SIDES[self.below(5)];
        let n_groups = self.graph.groups.len();
        if n_groups > 0 && self.below(10) == 0 {
            let group = GroupId(u32::try_from(self.below(n_groups)).unwrap());
            return End { at: EndAt::Group(group), side, arrow: true, border: None };
        }
        let node = self.below(self.graph.nodes.len());
        let border = if self.below(8) == 0 { self.graph.nodes[node].group } else { None };
        End { at: EndAt::Node(NodeId(u32::try_from(node).unwrap())), side, arrow: true, border }
    }
}
