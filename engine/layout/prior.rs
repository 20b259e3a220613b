use glam::DVec2;

use super::{Layout, Rect};
use crate::graph::Graph;

/// Nothing in any drawing is further from anything else, px.
const FAR: f64 = 1e8;

/// Where things stood before an edit, so that whoever knows the drawing finds them again.
///
/// What has an earlier box keeps its place among those beside it that have one too; what has none is put where its edges
/// want it, and the others make room. Where most of a diagram has none it is laid out as if nothing had been before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prior {
    /// One a node, px from the drawing's corner; where there are fewer the rest has none.
    pub nodes: Vec<Option<Rect>>,
    /// One a group, likewise.
    pub groups: Vec<Option<Rect>>,
    /// Whether only the order is kept: for a drawing of which parts were taken out, which is to close up.
    pub closes_up: bool,
}

/// Where things are to stand whatever their edges want.
///
/// A pin is the top left corner, px from the top left corner of the group that holds the node or group, or of the drawing.
/// It holds as closely as containment and the distances between neighbours allow, those two going first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// One a node; where there are fewer the rest is free.
    pub nodes: Vec<Option<DVec2>>,
    /// One a group, likewise.
    pub groups: Vec<Option<DVec2>>,
}

/// Everything where a layout has it.
impl From<&Layout> for Prior {
    fn from(layout: &Layout) -> Self {
        let all = |rects: &[Rect]| rects.iter().copied().map(Some).collect();
        Self { nodes: all(&layout.nodes), groups: all(&layout.groups), closes_up: false }
    }
}

impl Prior {
    /// Whether enough of `graph` stood before to start from.
    pub(super) fn covers(&self, graph: &Graph) -> bool {
        let n_nodes = graph.nodes.len();
        let known = self.nodes.iter().take(n_nodes).flatten().count();
        known > 0 && 2 * known >= n_nodes
    }

    /// One an item: nodes, then groups. Boxes that no drawing has are left out.
    pub(super) fn items(&self, graph: &Graph) -> Vec<Option<Rect>> {
        let mut items = in_order(&self.nodes, graph.nodes.len(), &self.groups, graph.groups.len());
        let is_near = |at: DVec2| at.abs().cmplt(DVec2::splat(FAR)).all();
        for item in &mut items {
            let is_box = |rect: &Rect| {
                is_near(rect.min) && is_near(rect.max) && rect.min.cmple(rect.max).all()
            };
            *item = item.filter(is_box);
        }
        items
    }
}

impl Pins {
    pub(super) fn is_empty(&self) -> bool {
        !self.nodes.iter().chain(&self.groups).any(Option::is_some)
    }

    /// One an item: nodes, then groups. Places that no drawing has are left out.
    pub(super) fn items(&self, graph: &Graph) -> Vec<Option<DVec2>> {
        let mut items = in_order(&self.nodes, graph.nodes.len(), &self.groups, graph.groups.len());
        for item in &mut items {
            *item = item.filter(|at| at.abs().cmplt(DVec2::splat(FAR)).all());
        }
        items
    }
}

fn in_order<T: Copy>(
    nodes: &[Option<T>],
    n_nodes: usize,
    groups: &[Option<T>],
    n_groups: usize,
) -> Vec<Option<T>> {
    let row = |rows: &[Option<T>], i: usize| rows.get(i).copied().flatten();
    let nodes = (0..n_nodes).map(|i| row(nodes, i));
    nodes.chain((0..n_groups).map(|i| row(groups, i))).collect()
}
