//! What has become of the things of a diagram in another reading of its text.

use std::collections::{BTreeMap, VecDeque};

use super::{Name, Subject};
use crate::diagram::Diagram;
use crate::graph::{Edge, EdgeId, EndAt, Graph, GroupId, NodeId};

/// Things of one diagram in another.
#[derive(Clone, Debug)]
pub enum Kept {
    /// Both have the same things.
    All,
    /// Each in the order of their numbers.
    Some {
        /// Services and junctions.
        nodes: Vec<Option<Subject>>,
        /// Groups.
        groups: Vec<Option<Subject>>,
        /// Edges.
        edges: Vec<Option<Subject>>,
    },
}

impl Kept {
    /// Things are known again by their ids, edges by those of their ends: of several between the same two the first is the
    /// first again.
    #[must_use]
    pub fn new(old: &Diagram, new: &Diagram) -> Self {
        let place = |subject: Subject| Name::of(subject, old).find(new);
        let nodes = (0..old.graph.nodes.len()).zip(0..).map(|(_, id)| Subject::Node(NodeId(id)));
        let groups =
            (0..old.graph.groups.len()).zip(0..).map(|(_, id)| Subject::Group(GroupId(id)));
        let mut later: BTreeMap<[&str; 2], VecDeque<EdgeId>> = BTreeMap::new();
        for (edge, id) in new.graph.edges.iter().zip(0..) {
            later.entry(ends(&new.graph, edge)).or_default().push_back(EdgeId(id));
        }
        let mut edge =
            |edge: &Edge| later.get_mut(&ends(&old.graph, edge))?.pop_front().map(Subject::Edge);
        Self::Some {
            nodes: nodes.map(place).collect(),
            groups: groups.map(place).collect(),
            edges: old.graph.edges.iter().map(&mut edge).collect(),
        }
    }

    /// What `subject` is now; `None` where it is gone.
    #[must_use]
    pub fn find(&self, subject: Subject) -> Option<Subject> {
        let Self::Some { nodes, groups, edges } = self else { return Some(subject) };
        let found = match subject {
            Subject::Node(node) => nodes.get(node.index()),
            Subject::Group(group) => groups.get(group.index()),
            Subject::Edge(edge) => edges.get(edge.index()),
        };
        found.copied().flatten()
    }
}

fn ends<'g>(graph: &'g Graph, edge: &Edge) -> [&'g str; 2] {
    [edge.from.at, edge.to.at].map(|end| match end {
        EndAt::Node(node) => graph.nodes[node.index()].id.as_str(),
        EndAt::Group(group) => graph.groups[group.index()].id.as_str(),
    })
}
