use super::clusters::clusters;
use crate::graph::{EndAt, Graph, GroupId, NodeId};

/// Two in one row or column hang together like two that so many edges join.
const ALIGNED: usize = 6;

/// The nesting of a graph as arrays.
///
/// *Items* are what is placed: nodes first, then groups, then clusters of a container that has too many members to be
/// arranged as one. *Containers* hold items: container `g` is group `g`, after the groups come the clusters, and the last
/// container is the drawing itself.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// Number of nodes; the item of group `g` is `n_nodes + g`.
    pub(crate) n_nodes: usize,
    /// Number of groups.
    pub(crate) n_groups: usize,
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
        Self::from_parents(n_nodes, root, parent)
    }

    /// The same, with the members of every container of more than `most` in clusters of up to `size`, and these in
    /// clusters again.
    pub(crate) fn clustered(graph: &Graph, most: usize, size: usize) -> Self {
        let plain = Self::new(graph);
        let root = plain.root();
        if plain.children.iter().all(|members| members.len() <= most) {
            return plain;
        }
        let links = plain.links(graph);
        let mut parent = plain.parent;
        for (container, mut members) in plain.children.into_iter().enumerate() {
            let mut links = links[container].clone();
            let mut is_large = members.len() > most;
            while is_large {
                let before = members.len();
                members = gather(&members, &mut links, size, plain.n_nodes, container, &mut parent);
                is_large = members.len() > size && members.len() < before;
            }
        }
        // The drawing itself comes last, whatever stands before it.
        let last = parent.len() - plain.n_nodes;
        let moved: Vec<usize> = parent
            .iter()
            .map(|&container| match container {
                container if container < root => container,
                container if container == root => last,
                cluster => cluster - 1,
            })
            .collect();
        Self::from_parents(plain.n_nodes, root, moved)
    }

    /// From the container of each item; containers that are not groups are clusters, the last one is the drawing.
    fn from_parents(n_nodes: usize, n_groups: usize, parent: Vec<usize>) -> Self {
        let root = parent.len() - n_nodes;
        let mut children = vec![Vec::new(); root + 1];
        for (item, &container) in parent.iter().enumerate() {
            children[container].push(item);
        }
        let (bottom_up, depth) = (Vec::new(), vec![0; root + 1]);
        let mut tree = Self { n_nodes, n_groups, parent, children, bottom_up, depth };
        tree.sort(root);
        tree
    }

    /// For each container the pairs of members that edges join, or rows and columns (which count for several).
    fn links(&self, graph: &Graph) -> Vec<Vec<[usize; 2]>> {
        let mut links = vec![Vec::new(); self.children.len()];
        let edges = graph.edges.iter().map(|edge| [edge.from.at, edge.to.at]);
        let aligned = graph.aligns.iter().flat_map(|align| align.nodes.windows(2));
        let aligned = aligned.map(|pair| [EndAt::Node(pair[0]), EndAt::Node(pair[1])]);
        let aligned = aligned.flat_map(|pair| std::iter::repeat_n(pair, ALIGNED));
        for ends in edges.chain(aligned) {
            let [a, b] = ends.map(|at| self.item_of(at));
            if let Some(fork) = self.fork(a, b) {
                links[fork.container].push([fork.a, fork.b]);
            }
        }
        links
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

/// Puts `members` of `container` into clusters, which become items of their own; returns what `container` then holds, and
/// has `links` join that. Containers are numbered here with the drawing before the clusters.
fn gather(
    members: &[usize],
    links: &mut [[usize; 2]],
    size: usize,
    n_nodes: usize,
    container: usize,
    parent: &mut Vec<usize>,
) -> Vec<usize> {
    let slot = |item: usize| members.partition_point(|&other| other < item);
    let slots: Vec<[usize; 2]> = links.iter().map(|link| link.map(slot)).collect();
    let cluster = clusters(members.len(), &slots, size);
    let n_clusters = cluster.iter().max().map_or(0, |last| last + 1);
    let mut n_members = vec![0; n_clusters];
    cluster.iter().for_each(|&cluster| n_members[cluster] += 1);
    // A member without company stays what it is.
    let mut item_of = vec![0; n_clusters];
    for (&member, &cluster) in members.iter().zip(&cluster) {
        if n_members[cluster] == 1 {
            item_of[cluster] = member;
        } else if item_of[cluster] == 0 {
            item_of[cluster] = parent.len();
            parent.push(container);
        }
    }
    for (&member, &cluster) in members.iter().zip(&cluster) {
        if n_members[cluster] > 1 {
            parent[member] = item_of[cluster] - n_nodes + 1;
        }
    }
    for (link, slots) in links.iter_mut().zip(slots) {
        *link = slots.map(|slot| item_of[cluster[slot]]);
    }
    item_of.sort_unstable();
    item_of
}

/// Where the ways from two items to the root meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fork {
    pub(crate) container: usize,
    pub(crate) a: usize,
    pub(crate) b: usize,
}
