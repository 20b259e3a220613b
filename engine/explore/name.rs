use std::fmt;

use super::Subject;
use super::words::quote;
use crate::diagram::Diagram;
use crate::graph::{EdgeId, GroupId, NodeId};
use crate::syntax::nearest;

/// How a [`Command`](super::Command) names a thing of the diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// `ID`: a service or junction, else a group, with this id.
    Thing(String),
    /// `group ID`: a group, whatever else has its id.
    Group(String),
    /// `edge NUMBER`: an edge, counted from 0 in the order of the text.
    Edge(u32),
}

impl Name {
    /// What it means in `diagram`.
    #[must_use]
    pub fn find(&self, diagram: &Diagram) -> Option<Subject> {
        let graph = &diagram.graph;
        let node = |id: &str| graph.nodes.iter().zip(0..).find(|(node, _)| node.id == id);
        let group = |id: &str| graph.groups.iter().zip(0..).find(|(group, _)| group.id == id);
        let as_group = |id: &str| group(id).map(|(_, place)| Subject::Group(GroupId(place)));
        match self {
            Self::Thing(id) => {
                node(id).map(|(_, place)| Subject::Node(NodeId(place))).or_else(|| as_group(id))
            }
            Self::Group(id) => as_group(id),
            Self::Edge(number) => {
                graph.edges.get(*number as usize).map(|_| Subject::Edge(EdgeId(*number)))
            }
        }
    }

    /// The name of `subject` in `diagram`.
    #[must_use]
    pub fn of(subject: Subject, diagram: &Diagram) -> Self {
        let graph = &diagram.graph;
        match subject {
            Subject::Node(node) => Self::Thing(graph.nodes[node.index()].id.clone()),
            Subject::Edge(edge) => Self::Edge(edge.0),
            Subject::Group(group) => {
                let id = graph.groups[group.index()].id.clone();
                let is_taken = graph.nodes.iter().any(|node| node.id == id);
                if is_taken { Self::Group(id) } else { Self::Thing(id) }
            }
        }
    }

    /// What was probably meant, where `diagram` has nothing of this name.
    #[must_use]
    pub fn guess(&self, diagram: &Diagram) -> Option<String> {
        let graph = &diagram.graph;
        let nodes = graph.nodes.iter().map(|node| node.id.as_str());
        let groups = graph.groups.iter().map(|group| group.id.as_str());
        match self {
            Self::Thing(id) => nearest(id, nodes.chain(groups)).map(str::to_owned),
            Self::Group(id) => nearest(id, groups).map(|id| format!("group {id}")),
            Self::Edge(_) => None,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // In quotes it is read as an id whatever it looks like.
            Self::Thing(id)
                if matches!(
                    id.as_str(),
                    "edge" | "group" | "all" | "in" | "selection" | "next" | "off" | "path"
                ) =>
            {
                f.write_str(&quote(id))
            }
            Self::Thing(id) => f.write_str(id),
            Self::Group(id) => write!(f, "group {id}"),
            Self::Edge(number) => write!(f, "edge {number}"),
        }
    }
}
