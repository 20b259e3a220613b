//! Resolves the names and the nesting of a [`Document`](crate::syntax::Document) into a compact indexed [`Graph`].
//!
//! Whatever the document says, the graph is consistent: every parent exists, no group lies in itself, every edge end
//! exists, every align has two different members or more. What contradicts that is told and left out (`resolve` says
//! what is done in which case). All look-ups go through ordered maps, and nothing recurses on the nesting, so ten
//! thousand groups in each other or two hundred thousand edges take no more than sorting them would.

mod align;
mod build;
mod fold;
mod names;
mod nesting;
mod resolve;

#[cfg(test)]
mod tests;

pub use fold::Fold;
pub(crate) use fold::Folded;
pub(crate) use resolve::narrow;
pub use resolve::resolve;

#[cfg(test)]
pub(crate) use tests::check_consistent;

use std::collections::BTreeMap;

use crate::syntax::{Direction, ElkHints, Span};

pub use crate::syntax::{AlignAxis, BorderLine, EdgeStyle, GroupBorder, Side};

/// Names a node by its place in [`Graph::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Names a group by its place in [`Graph::groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// Names an edge by its place in [`Graph::edges`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub u32);

/// A diagram with every name resolved: parents exist, have no cycles, and every edge end exists.
///
/// Groups and nodes stand in source order. A group's parent may stand after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// Services and junctions.
    pub nodes: Vec<Node>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Edges; several may join one pair, and an edge may join a node with itself.
    pub edges: Vec<Edge>,
    /// Borders that groups have of their own.
    pub borders: BTreeMap<GroupId, GroupBorder>,
    /// Rows and columns the author asked for.
    pub aligns: Vec<Align>,
    /// The way the diagram should read.
    pub direction: Option<Direction>,
    /// Title to be drawn.
    pub title: Option<String>,
    /// Name for assistive technology.
    pub acc_title: Option<String>,
    /// Description for assistive technology.
    pub acc_descr: Option<String>,
    /// Hints to the layout.
    pub hints: ElkHints,
}

/// A service or junction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name in the text.
    pub id: String,
    /// Service or junction.
    pub kind: NodeKind,
    /// Title; `None` draws the id.
    pub title: Option<String>,
    /// Icon id as written.
    pub icon: Option<String>,
    /// Text in place of an icon.
    pub icon_text: Option<String>,
    /// The enclosing group.
    pub group: Option<GroupId>,
    /// Its statement.
    pub span: Span,
}

/// What a [`Node`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A box with icon and title.
    Service,
    /// A point where edges meet.
    Junction,
}

/// A box round nodes and further groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name in the text.
    pub id: String,
    /// Title; `None` draws the id.
    pub title: Option<String>,
    /// Icon id as written.
    pub icon: Option<String>,
    /// The enclosing group.
    pub parent: Option<GroupId>,
    /// Its statement.
    pub span: Span,
}

/// A line between two ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it leaves.
    pub from: End,
    /// Where it enters.
    pub to: End,
    /// Text on it.
    pub label: Option<String>,
    /// Its statement.
    pub span: Span,
}

/// One end of an [`Edge`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// What it is joined to.
    pub at: EndAt,
    /// The side asked for; `None` leaves it to the layout.
    pub side: Option<Side>,
    /// Whether an arrowhead stands here.
    pub arrow: bool,
    /// With `{group}` or `{group:ID}`: the line ends on the border of this group round the node instead of at the node.
    pub border: Option<GroupId>,
}

/// What an edge end is joined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndAt {
    /// A service or junction.
    Node(NodeId),
    /// A group's border.
    Group(GroupId),
}

/// A row or column the author asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Align {
    /// Row or column.
    pub axis: AlignAxis,
    /// The members in order; at least two, all different.
    pub nodes: Vec<NodeId>,
    /// Its statement.
    pub span: Span,
}

impl Graph {
    /// Whether `group` is `outer` or lies in it, at any depth; `None`, the diagram itself, lies in nothing.
    #[must_use]
    pub fn lies_in(&self, group: Option<GroupId>, outer: GroupId) -> bool {
        self.enclosing(group).any(|group| group == outer)
    }

    /// `group` and the groups round it, from the inside out.
    pub fn enclosing(&self, group: Option<GroupId>) -> impl Iterator<Item = GroupId> + '_ {
        let round = std::iter::successors(group, |group| self.groups[group.index()].parent);
        round.take(self.groups.len())
    }
}

impl NodeId {
    /// Its place in a table that has one row a node.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl GroupId {
    /// Its place in a table that has one row a group.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    /// Its place in a table that has one row an edge.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
