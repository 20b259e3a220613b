//! Who lies in whom: the tree of groups with the boxes of everything, made safe to work with.
//!
//! The drawing itself is the root of the tree; it has the number after the last group's.

use crate::graph::{EndAt, Graph};
use crate::layout::{Layout, Rect, Sizes};

use super::index::SpatialIndex;

/// A node or a group, by its place in the graph's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Item {
    /// A service or junction.
    Node(usize),
    /// A group.
    Group(usize),
}

/// The tree of groups, with boxes.
#[derive(Debug)]
pub(crate) struct Hierarchy {
    /// One a node.
    pub(crate) nodes: Vec<Rect>,
    /// One a group, and a last one for the whole drawing.
    pub(crate) groups: Vec<Rect>,
    /// The strip that a group's icon and title stand in; one a group.
    pub(crate) titles: Vec<Option<Rect>>,
    /// Container of each node.
    node_parents: Vec<usize>,
    /// Container of each group and of the root, which is its own.
    group_parents: Vec<usize>,
    depths: Vec<u32>,
    children: Vec<Children>,
}

#[derive(Debug, Default)]
struct Children {
    items: Vec<Item>,
    /// Only where a scan of all would be slow.
    index: Option<SpatialIndex>,
}

/// Groups with more children get an index.
const INDEXED_FROM: usize = 64;

impl Hierarchy {
    /// Reads the tree; boxes that are missing or not finite become empty ones, a group in a circle of parents a child of
    /// the root.
    pub(crate) fn new(graph: &Graph, layout: &Layout, sizes: &Sizes) -> Self {
        let root = graph.groups.len();
        let node_parents =
            graph.nodes.iter().map(|n| n.group.map_or(root, |g| g.index().min(root))).collect();
        let group_parents = parents_of_groups(graph);
        let mut hierarchy = Self {
            nodes: boxes(&layout.nodes, graph.nodes.len()),
            groups: boxes(&layout.groups, root),
            titles: Vec::new(),
            depths: depths(&group_parents),
            children: Vec::new(),
            node_parents,
            group_parents,
        };
        hierarchy.groups.push(hierarchy.bounds());
        hierarchy.titles = (0..root).map(|g| title(&hierarchy.groups[g], sizes, g)).collect();
        hierarchy.children = hierarchy.gather_children();
        hierarchy
    }

    /// The number of the whole drawing.
    pub(crate) fn root(&self) -> usize {
        self.groups.len() - 1
    }

    /// The box of `item`.
    pub(crate) fn area(&self, item: Item) -> Rect {
        match item {
            Item::Node(node) => self.nodes[node],
            Item::Group(group) => self.groups[group],
        }
    }

    /// The group that `item` lies in.
    pub(crate) fn parent(&self, item: Item) -> usize {
        match item {
            Item::Node(node) => self.node_parents[node],
            Item::Group(group) => self.group_parents[group],
        }
    }

    /// `group`, its container, and so on to the root.
    pub(crate) fn upward(&self, group: usize) -> impl Iterator<Item = usize> {
        let root = self.root();
        std::iter::successors(Some(group), move |g| (*g != root).then(|| self.group_parents[*g]))
    }

    /// The smallest group round both `a` and `b`, which may be one of them.
    pub(crate) fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.depths[a] >= self.depths[b] {
                a = self.group_parents[a];
            } else {
                b = self.group_parents[b];
            }
        }
        a
    }

    /// Whether `item` lies in `group`, at any depth.
    pub(crate) fn lies_in(&self, item: Item, group: usize) -> bool {
        self.upward(self.parent(item)).any(|g| g == group)
    }

    /// Calls `tell` for the children of `group` that touch `window`, in a fixed order.
    pub(crate) fn visit_children(
        &self,
        group: usize,
        window: Rect,
        mut tell: impl FnMut(Item, Rect),
    ) {
        let Children { items, index } = &self.children[group];
        if let Some(index) = index {
            for number in index.query(window) {
                let item = items[number as usize];
                tell(item, self.area(item));
            }
        } else {
            for item in items {
                let area = self.area(*item);
                if area.min.cmple(window.max).all() && window.min.cmple(area.max).all() {
                    tell(*item, area);
                }
            }
        }
    }

    fn bounds(&self) -> Rect {
        let all = self.nodes.iter().chain(&self.groups).copied();
        all.reduce(|a, b| a.union(&b)).unwrap_or_default()
    }

    fn gather_children(&self) -> Vec<Children> {
        let mut all: Vec<Children> = self.groups.iter().map(|_| Children::default()).collect();
        let groups = (0..self.root()).map(Item::Group);
        for item in groups.chain((0..self.nodes.len()).map(Item::Node)) {
            all[self.parent(item)].items.push(item);
        }
        for children in all.iter_mut().filter(|c| c.items.len() > INDEXED_FROM) {
            let areas: Vec<Rect> = children.items.iter().map(|i| self.area(*i)).collect();
            children.index = Some(SpatialIndex::of(&areas));
        }
        all
    }
}

impl From<EndAt> for Item {
    fn from(at: EndAt) -> Self {
        match at {
            EndAt::Node(node) => Self::Node(node.index()),
            EndAt::Group(group) => Self::Group(group.index()),
        }
    }
}

fn boxes(given: &[Rect], n: usize) -> Vec<Rect> {
    let safe = |r: &Rect| {
        let finite = r.min.is_finite() && r.max.is_finite();
        if finite { Rect { min: r.min.min(r.max), max: r.min.max(r.max) } } else { Rect::default() }
    };
    let mut boxes: Vec<Rect> = given.iter().take(n).map(safe).collect();
    boxes.resize(n, Rect::default());
    boxes
}

fn parents_of_groups(graph: &Graph) -> Vec<usize> {
    let root = graph.groups.len();
    let mut parents: Vec<usize> =
        graph.groups.iter().map(|g| g.parent.map_or(root, |p| p.index().min(root))).collect();
    parents.push(root);
    for group in 0..root {
        let mut above = group;
        for _ in 0..=root {
            above = parents[above];
        }
        if above != root {
            parents[group] = root;
        }
    }
    parents
}

fn depths(parents: &[usize]) -> Vec<u32> {
    let root = parents.len() - 1;
    let depth = |group: usize| {
        let mut above = group;
        let mut depth = 0;
        while above != root {
            above = parents[above];
            depth += 1;
        }
        depth
    };
    (0..parents.len()).map(depth).collect()
}

fn title(group: &Rect, sizes: &Sizes, number: usize) -> Option<Rect> {
    let size = sizes
        .group_titles
        .get(number)
        .copied()
        .filter(|s| s.is_finite() && s.min_element() > 0.0)?;
    let size = size + glam::DVec2::new(TITLE_INSET, -TITLE_DESCENT);
    Some(Rect::from_min_size(group.min, size.max(glam::DVec2::ZERO).min(group.size())))
}

/// Nothing of a title stands this far above the lower end of its strip, px: text of 14 in a strip of 28.
const TITLE_DESCENT: f64 = 6.0;

/// From a group's left border to its title, px: `look.md` sets titles 12 in, and lines stay 4 clear of their end.
const TITLE_INSET: f64 = 16.0;
