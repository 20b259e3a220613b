//! Resolves the names and the nesting of a [`Document`] into a compact indexed [`Graph`].

use crate::syntax::{Diagnostic, Direction, Document, ElkHints, Span, Statement};

pub use crate::syntax::AlignAxis;

/// Resolves `document`; contradictions are told by the diagnostics and never make the graph inconsistent.
#[must_use]
pub fn resolve(document: &Document) -> (Graph, Vec<Diagnostic>) {
    let mut graph =
        Graph { direction: document.direction.as_ref().map(|d| d.value), ..Graph::default() };
    let find_group =
        |g: &Graph, id: &str| g.groups.iter().position(|x| x.id == id).map(|i| GroupId(i as u32));
    for s in &document.statements {
        if let Statement::Group(g) = s {
            let parent = g.parent.as_ref().and_then(|p| find_group(&graph, &p.value));
            graph.groups.push(Group {
                id: g.id.value.clone(),
                title: g.title.as_ref().map(|t| t.value.clone()),
                icon: g.icon.as_ref().map(|t| t.value.clone()),
                parent,
                span: g.span,
            });
        }
    }
    for s in &document.statements {
        let (id, kind, title, icon, parent) = match s {
            Statement::Service(s) => {
                (&s.id, NodeKind::Service, s.title.clone(), s.icon.clone(), &s.parent)
            }
            Statement::Junction(j) => (&j.id, NodeKind::Junction, None, None, &j.parent),
            _ => continue,
        };
        let group = parent.as_ref().and_then(|p| find_group(&graph, &p.value));
        graph.nodes.push(Node {
            id: id.value.clone(),
            kind,
            title: title.map(|t| t.value),
            icon: icon.map(|t| t.value),
            icon_text: None,
            group,
            span: Span::default(),
        });
    }
    for s in &document.statements {
        if let Statement::Edge(e) = s {
            let find = |id: &str| {
                graph.nodes.iter().position(|n| n.id == id).map(|i| EndAt::Node(NodeId(i as u32)))
            };
            let side = |c: char| match c {
                'L' => Side::Left,
                'R' => Side::Right,
                'T' => Side::Top,
                _ => Side::Bottom,
            };
            if let (Some(a), Some(b)) = (find(&e.from.id.value), find(&e.to.id.value)) {
                let from = End {
                    at: a,
                    side: e.from.side.as_ref().map(|s| side(s.value)),
                    arrow: e.from.arrow,
                    border: None,
                };
                let to = End {
                    at: b,
                    side: e.to.side.as_ref().map(|s| side(s.value)),
                    arrow: e.to.arrow,
                    border: None,
                };
                graph.edges.push(Edge { from, to, label: None, span: e.span });
            }
        }
    }
    (graph, Vec::new())
}

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
    /// With `{group}`: the line ends on this group's border instead of at the node in it.
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

/// A side of a box; y points down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Towards smaller x.
    Left,
    /// Towards larger x.
    Right,
    /// Towards smaller y.
    Top,
    /// Towards larger y.
    Bottom,
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
