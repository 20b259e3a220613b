use super::resolve::narrow;
use super::{Edge, EdgeId, End, EndAt, Graph, Group, GroupId, Node, NodeId, NodeKind, Side};
use crate::syntax::Span;

/// For graphs that do not come from a text.
impl Graph {
    /// Adds a group, inside `parent` where one is given.
    ///
    /// # Panics
    ///
    /// If `parent` is not a group of this graph.
    pub fn add_group(&mut self, id: &str, parent: Option<GroupId>) -> GroupId {
        self.assert_group(parent);
        let (id, span) = (id.to_owned(), Span::default());
        self.groups.push(Group { id, title: None, icon: None, parent, span });
        GroupId(narrow(self.groups.len() - 1))
    }

    /// Adds a service or junction, inside `group` where one is given.
    ///
    /// # Panics
    ///
    /// If `group` is not a group of this graph.
    pub fn add_node(&mut self, id: &str, kind: NodeKind, group: Option<GroupId>) -> NodeId {
        self.assert_group(group);
        let (id, span) = (id.to_owned(), Span::default());
        self.nodes.push(Node { id, kind, title: None, icon: None, icon_text: None, group, span });
        NodeId(narrow(self.nodes.len() - 1))
    }

    /// Adds an edge with an arrowhead at `to`, from and to a side each of a node or group.
    ///
    /// # Panics
    ///
    /// If an end is not in this graph.
    pub fn add_edge(&mut self, from: (EndAt, Side), to: (EndAt, Side)) -> EdgeId {
        let end = |(at, side): (EndAt, Side), arrow| {
            let exists = match at {
                EndAt::Node(node) => node.index() < self.nodes.len(),
                EndAt::Group(group) => group.index() < self.groups.len(),
            };
            assert!(exists, "{at:?} is not in this graph");
            End { at, side: Some(side), arrow, border: None }
        };
        let (from, to) = (end(from, false), end(to, true));
        self.edges.push(Edge { from, to, label: None, span: Span::default() });
        EdgeId(narrow(self.edges.len() - 1))
    }

    fn assert_group(&self, group: Option<GroupId>) {
        let exists = group.is_none_or(|group| group.index() < self.groups.len());
        assert!(exists, "{group:?} is not in this graph");
    }
}

impl From<NodeId> for EndAt {
    fn from(node: NodeId) -> Self {
        Self::Node(node)
    }
}

impl From<GroupId> for EndAt {
    fn from(group: GroupId) -> Self {
        Self::Group(group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::check_consistent;

    #[test]
    fn what_is_built_by_hand_is_consistent() {
        let mut graph = Graph::default();
        let outer = graph.add_group("outer", None);
        let inner = graph.add_group("inner", Some(outer));
        let a = graph.add_node("a", NodeKind::Service, Some(inner));
        let b = graph.add_node("b", NodeKind::Junction, None);
        graph.add_edge((a.into(), Side::Right), (b.into(), Side::Left));
        let last = graph.add_edge((outer.into(), Side::Top), (a.into(), Side::Top));
        check_consistent(&graph);
        assert_eq!((last, graph.edges[1].from.at), (EdgeId(1), EndAt::Group(outer)));
    }

    #[test]
    #[should_panic(expected = "is not in this graph")]
    fn strangers_are_refused() {
        let mut graph = Graph::default();
        let a = graph.add_node("a", NodeKind::Service, None);
        graph.add_edge((a.into(), Side::Right), (NodeId(7).into(), Side::Left));
    }
}
