use crate::graph::{EndAt, Graph, GroupId, NodeId};

/// The nesting of a graph as arrays.
///
/// *Items* are what is placed: nodes first, then groups. *Containers* hold items: container `g` is group `g`, the
/// last container is the drawing itself.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// Number of nodes; the item of group `g` is `n_nodes + g`.
    pub(crate) n_nodes: usize,
    /// The container that holds each item.
    pub(crate) parent: Vec<usize>,
    /// The items that each container holds, nodes first, in source order.
    pub(crate) children: Vec<Vec<usize>>,
    /// All containers, each after the containers inside it.
    pub(crate) bottom_up: Vec<usize>,
    /// How many containers are round each container.
    pub(crate) depth: Vec<usize>,
}

impl Tree {
    pub(crate) fn new(graph: &Graph) -> Self {
        let (n_nodes, root) = (graph.nodes.len(), graph.groups.len());
        let container = |group: Option<GroupId>| group.map_or(root, GroupId::index);
        let of_nodes = graph.nodes.iter().map(|node| container(node.group));
        let parent: Vec<usize> =
            of_nodes.chain(graph.groups.iter().map(|group| container(group.parent))).collect();
        let mut children = vec![Vec::new(); root + 1];
        for (item, &container) in parent.iter().enumerate() {
            children[container].push(item);
        }
        let mut tree =
            Self { n_nodes, parent, children, bottom_up: Vec::new(), depth: vec![0; root + 1] };
        tree.sort(root);
        tree
    }

    /// Fills `bottom_up` and `depth`, without recursion: nesting may be thousands deep.
    fn sort(&mut self, root: usize) {
        let mut top_down = vec![root];
        let mut next = 0;
        while next < top_down.len() {
            let container = top_down[next];
            next += 1;
            for &item in &self.children[container] {
                if let Some(inner) = self.container(item) {
                    self.depth[inner] = self.depth[container] + 1;
                    top_down.push(inner);
                }
            }
        }
        top_down.reverse();
        self.bottom_up = top_down;
    }

    pub(crate) fn root(&self) -> usize {
        self.children.len() - 1
    }

    pub(crate) fn n_items(&self) -> usize {
        self.parent.len()
    }

    /// The container that `item` is, if it is a group.
    pub(crate) fn container(&self, item: usize) -> Option<usize> {
        item.checked_sub(self.n_nodes)
    }

    /// The item that `container` is, if it is a group.
    pub(crate) fn item(&self, container: usize) -> Option<usize> {
        (container != self.root()).then_some(self.n_nodes + container)
    }

    pub(crate) fn item_of(&self, at: EndAt) -> usize {
        match at {
            EndAt::Node(NodeId(node)) => node as usize,
            EndAt::Group(group) => self.n_nodes + group.index(),
        }
    }

    /// The place of `item` among the members of its container.
    pub(crate) fn slot(&self, item: usize) -> usize {
        // Children are in ascending order.
        self.children[self.parent[item]].partition_point(|&other| other < item)
    }

    /// The innermost container round both `a` and `b`, and the items in it that hold them.
    ///
    /// `None` if one holds the other or both are the same.
    pub(crate) fn fork(&self, a: usize, b: usize) -> Option<Fork> {
        let (mut a, mut b) = (a, b);
        while self.parent[a] != self.parent[b] {
            let (up_a, up_b) = (self.parent[a], self.parent[b]);
            if self.depth[up_a] >= self.depth[up_b] {
                a = self.item(up_a)?;
            } else {
                b = self.item(up_b)?;
            }
        }
        (a != b).then_some(Fork { container: self.parent[a], a, b })
    }
}

/// Where the ways from two items to the root meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fork {
    pub(crate) container: usize,
    pub(crate) a: usize,
    pub(crate) b: usize,
}
