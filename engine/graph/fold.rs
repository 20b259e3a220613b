//! Groups drawn as one tile each: what is in them is not drawn, and what leads there from outside ends at the tile.

use std::collections::{BTreeMap, BTreeSet};

use super::resolve::narrow;
use super::{Align, Edge, EdgeId, End, EndAt, Graph, Group, GroupId, Node, NodeId, NodeKind};

/// Which groups of a graph are drawn as a tile, and what becomes of all that is in them.
///
/// Nothing changes its id: what is hidden keeps its place in the graph. By default nothing is folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fold {
    /// All folded groups; one that lies in another shows again when that is unfolded.
    groups: BTreeSet<GroupId>,
    /// For each node the tile that hides it.
    nodes: Vec<Option<GroupId>>,
    /// For each group the tile that hides it; a tile does not hide itself.
    inner: Vec<Option<GroupId>>,
    /// For each edge the one that is drawn for it; `None` inside of a tile.
    carriers: Vec<Option<EdgeId>>,
    /// What each drawn edge stands for, where that is more than itself, in source order.
    bundles: BTreeMap<EdgeId, Vec<EdgeId>>,
}

/// The graph that is left to be drawn, and what of it is what in the whole one.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    /// It; tiles are services behind all others.
    pub(crate) graph: Graph,
    /// For each of its nodes what that is.
    pub(crate) nodes: Vec<EndAt>,
    /// For each of its groups what that is.
    pub(crate) groups: Vec<GroupId>,
    /// For each of its edges what that is.
    pub(crate) edges: Vec<EdgeId>,
}

impl Fold {
    /// Folds these groups of `graph`.
    #[must_use]
    pub fn new(graph: &Graph, groups: BTreeSet<GroupId>) -> Self {
        if groups.is_empty() {
            return Self::default();
        }
        let outermost = |group: Option<GroupId>| {
            graph.enclosing(group).filter(|group| groups.contains(group)).last()
        };
        let nodes: Vec<_> = graph.nodes.iter().map(|node| outermost(node.group)).collect();
        let inner: Vec<_> = graph.groups.iter().map(|group| outermost(group.parent)).collect();
        let mut fold =
            Self { groups, nodes, inner, carriers: Vec::new(), bundles: BTreeMap::new() };
        fold.bundle(graph);
        fold
    }

    /// Edges with the same two ends of which one is a tile are drawn as one.
    fn bundle(&mut self, graph: &Graph) {
        let mut first: BTreeMap<[EndAt; 2], EdgeId> = BTreeMap::new();
        for (edge_idx, edge) in graph.edges.iter().enumerate() {
            let id = EdgeId(narrow(edge_idx));
            let (from, to) = (self.end(edge.from.at), self.end(edge.to.at));
            let is_inside = self.is_hidden_in(from, edge) || self.is_hidden_in(to, edge);
            if from == to && is_inside {
                self.carriers.push(None);
                continue;
            }
            let is_tile = |end: EndAt| matches!(end, EndAt::Group(group) if self.is_tile(group));
            if !is_tile(from) && !is_tile(to) {
                self.carriers.push(Some(id));
                continue;
            }
            let carrier = *first.entry([from.min(to), from.max(to)]).or_insert(id);
            self.carriers.push(Some(carrier));
            self.bundles.entry(carrier).or_default().push(id);
        }
        self.bundles.retain(|_, edges| edges.len() > 1);
    }

    /// Whether an end of `edge` at `end` is one that a tile has swallowed.
    fn is_hidden_in(&self, end: EndAt, edge: &Edge) -> bool {
        let EndAt::Group(tile) = end else { return false };
        self.is_tile(tile) && [edge.from.at, edge.to.at].iter().any(|at| *at != end)
    }

    /// Whether nothing is folded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// All folded groups, those too that lie in another.
    #[must_use]
    pub fn groups(&self) -> &BTreeSet<GroupId> {
        &self.groups
    }

    /// Whether `group` is drawn as a tile.
    #[must_use]
    pub fn is_tile(&self, group: GroupId) -> bool {
        self.groups.contains(&group) && self.hides_group(group).is_none()
    }

    /// The tile that hides `node`.
    #[must_use]
    pub fn hides_node(&self, node: NodeId) -> Option<GroupId> {
        self.nodes.get(node.index()).copied().flatten()
    }

    /// The tile that hides `group`; a tile does not hide itself.
    #[must_use]
    pub fn hides_group(&self, group: GroupId) -> Option<GroupId> {
        self.inner.get(group.index()).copied().flatten()
    }

    /// The edge that is drawn for `edge`, perhaps itself; `None` where a tile hides it.
    #[must_use]
    pub fn carrier(&self, edge: EdgeId) -> Option<EdgeId> {
        self.carriers.get(edge.index()).copied().unwrap_or(Some(edge))
    }

    /// All edges that are drawn as `edge`, where that is more than itself.
    #[must_use]
    pub fn bundle_of(&self, edge: EdgeId) -> &[EdgeId] {
        self.bundles.get(&edge).map_or(&[], Vec::as_slice)
    }

    /// All edges that stand for more than themselves, with those that they stand for.
    pub fn bundles(&self) -> impl Iterator<Item = (EdgeId, &[EdgeId])> {
        self.bundles.iter().map(|(edge, bundle)| (*edge, bundle.as_slice()))
    }

    /// What is drawn in place of `end`.
    #[must_use]
    pub fn end(&self, end: EndAt) -> EndAt {
        let tile = match end {
            EndAt::Node(node) => self.hides_node(node),
            EndAt::Group(group) => self.hides_group(group),
        };
        tile.map_or(end, EndAt::Group)
    }

    /// How many services lie in `group`, at any depth.
    #[must_use]
    pub fn n_services(graph: &Graph, group: GroupId) -> usize {
        let services = graph.nodes.iter().filter(|node| node.kind == NodeKind::Service);
        services.filter(|node| graph.lies_in(node.group, group)).count()
    }

    /// What is left of `graph`.
    pub(crate) fn apply(&self, graph: &Graph) -> Folded {
        let shown = |group: &GroupId| !self.is_tile(*group) && self.hides_group(*group).is_none();
        let groups: Vec<GroupId> =
            (0..narrow(graph.groups.len())).map(GroupId).filter(shown).collect();
        let mut group_of = vec![None; graph.groups.len()];
        for (place, group) in groups.iter().enumerate() {
            group_of[group.index()] = Some(GroupId(narrow(place)));
        }
        let nodes = self.drawn_nodes(graph);
        let places = Places::new(graph, &nodes, group_of);
        let edges: Vec<EdgeId> = (0..narrow(graph.edges.len()))
            .map(EdgeId)
            .filter(|edge| self.carrier(*edge) == Some(*edge))
            .collect();
        let folded = Graph {
            nodes: nodes.iter().map(|end| places.node(graph, *end)).collect(),
            groups: groups.iter().map(|group| places.group_at(graph, *group)).collect(),
            edges: edges.iter().map(|edge| self.edge(graph, *edge, &places)).collect(),
            borders: graph
                .borders
                .iter()
                .filter_map(|(group, border)| Some((places.groups[group.index()]?, border.clone())))
                .collect(),
            aligns: graph.aligns.iter().filter_map(|align| self.align(align, &places)).collect(),
            title: graph.title.clone(),
            acc_title: graph.acc_title.clone(),
            acc_descr: graph.acc_descr.clone(),
            direction: graph.direction,
            hints: graph.hints.clone(),
        };
        Folded { graph: folded, nodes, groups, edges }
    }

    /// The nodes that are drawn, then the tiles.
    fn drawn_nodes(&self, graph: &Graph) -> Vec<EndAt> {
        let nodes = (0..narrow(graph.nodes.len())).map(NodeId);
        let nodes = nodes.filter(|node| self.hides_node(*node).is_none()).map(EndAt::Node);
        let tiles = self.groups.iter().filter(|group| self.is_tile(**group));
        nodes.chain(tiles.map(|group| EndAt::Group(*group))).collect()
    }

    /// The ends of `edge` as it is drawn, for itself or for a bundle: an end at a tile has no side, because what asked for
    /// one is no longer there, and has an arrowhead where one of the bundle has.
    #[must_use]
    pub fn ends(&self, graph: &Graph, edge: EdgeId) -> [End; 2] {
        let own = &graph.edges[edge.index()];
        if self.is_empty() {
            return [own.from, own.to];
        }
        let bundle = self.bundle_of(edge);
        let all = if bundle.is_empty() { std::slice::from_ref(&edge) } else { bundle };
        [own.from, own.to].map(|end| {
            let at = self.end(end.at);
            let ends = all.iter().flat_map(|edge| {
                let edge = &graph.edges[edge.index()];
                [edge.from, edge.to]
            });
            let here = || ends.clone().filter(|end| self.end(end.at) == at);
            let is_tile = matches!(at, EndAt::Group(group) if self.is_tile(group));
            let is_agreed = here().all(|other| other.side == end.side);
            let is_shown = |border: &GroupId| {
                !is_tile && !self.is_tile(*border) && self.hides_group(*border).is_none()
            };
            End {
                at,
                side: end.side.filter(|_| is_agreed && !is_tile),
                arrow: here().any(|end| end.arrow),
                border: end.border.filter(is_shown),
            }
        })
    }

    fn edge(&self, graph: &Graph, id: EdgeId, places: &Places) -> Edge {
        let edge = &graph.edges[id.index()];
        let [from, to] = self.ends(graph, id).map(|end| End {
            at: places.end(end.at),
            border: end.border.and_then(|group| places.groups[group.index()]),
            ..end
        });
        let label = edge.label.clone().filter(|_| self.bundle_of(id).is_empty());
        Edge { from, to, label, span: edge.span }
    }

    /// What is left of a row or column; tiles take no part.
    fn align(&self, align: &Align, places: &Places) -> Option<Align> {
        let nodes = align.nodes.iter().filter(|node| self.hides_node(**node).is_none());
        let nodes: Vec<NodeId> = nodes.filter_map(|node| places.nodes[node.index()]).collect();
        (nodes.len() > 1).then(|| Align { nodes, ..align.clone() })
    }
}

/// Where things of the whole graph are in the folded one.
struct Places {
    nodes: Vec<Option<NodeId>>,
    groups: Vec<Option<GroupId>>,
    tiles: BTreeMap<GroupId, NodeId>,
}

impl Places {
    fn new(graph: &Graph, drawn: &[EndAt], groups: Vec<Option<GroupId>>) -> Self {
        let mut places =
            Self { nodes: vec![None; graph.nodes.len()], groups, tiles: BTreeMap::new() };
        for (place, end) in drawn.iter().enumerate() {
            let id = NodeId(narrow(place));
            match end {
                EndAt::Node(node) => places.nodes[node.index()] = Some(id),
                EndAt::Group(group) => _ = places.tiles.insert(*group, id),
            }
        }
        places
    }

    /// `end` is drawn, so it has a place.
    fn end(&self, end: EndAt) -> EndAt {
        match end {
            EndAt::Node(node) => EndAt::Node(self.nodes[node.index()].unwrap_or(NodeId(0))),
            EndAt::Group(group) => match (self.tiles.get(&group), self.groups[group.index()]) {
                (Some(tile), _) => EndAt::Node(*tile),
                (None, shown) => EndAt::Group(shown.unwrap_or(GroupId(0))),
            },
        }
    }

    fn node(&self, graph: &Graph, end: EndAt) -> Node {
        match end {
            EndAt::Node(node) => {
                let node = &graph.nodes[node.index()];
                let group = node.group.and_then(|group| self.groups[group.index()]);
                Node { group, ..node.clone() }
            }
            EndAt::Group(group) => {
                let group = &graph.groups[group.index()];
                Node {
                    id: group.id.clone(),
                    kind: NodeKind::Service,
                    title: group.title.clone(),
                    icon: group.icon.clone(),
                    icon_text: None,
                    group: group.parent.and_then(|parent| self.groups[parent.index()]),
                    span: group.span,
                }
            }
        }
    }

    fn group_at(&self, graph: &Graph, group: GroupId) -> Group {
        let group = &graph.groups[group.index()];
        let parent = group.parent.and_then(|parent| self.groups[parent.index()]);
        Group { parent, ..group.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{check_consistent, resolve};
    use crate::syntax;

    const TEXT: &str = "architecture-beta
  group all(cloud)[All]
  group data(database)[Data] in all
  group deep(disk)[Deep] in data
  service db(database)[DB] in data
  service log(disk)[Log] in deep
  service api(server)[API] in all
  service web(internet)[Web]
  junction hub in all
  web:R --> L:api
  api:R --> L:db
  db:T <-- T:api
  api:B -[audit]-> B:log
  db:R -- L:log
  hub:B --> T:db
  web:B --> L:log
  align row web api db
";

    fn graph() -> Graph {
        resolve(&syntax::parse(TEXT).0).0
    }

    fn fold(graph: &Graph, ids: &[&str]) -> Fold {
        let groups = graph.groups.iter().zip(0..).filter(|(group, _)| ids.contains(&&*group.id));
        Fold::new(graph, groups.map(|(_, id)| GroupId(id)).collect())
    }

    #[test]
    fn what_is_left_is_consistent_and_says_what_it_is() {
        let graph = graph();
        // Nodes, then groups, then for each edge that is left what it joins and how many it stands for.
        let check = |ids: &[&str], nodes: &str, groups: &str, edges: &[&str]| {
            let fold = fold(&graph, ids);
            let Folded { graph: left, edges: from, .. } = fold.apply(&graph);
            check_consistent(&left);
            let names = |all: Vec<&str>| all.join(" ");
            assert_eq!(names(left.nodes.iter().map(|n| &*n.id).collect()), nodes, "{ids:?}");
            assert_eq!(names(left.groups.iter().map(|g| &*g.id).collect()), groups, "{ids:?}");
            let told: Vec<String> = left
                .edges
                .iter()
                .zip(&from)
                .map(|(edge, id)| {
                    let end = |end: End| match end.at {
                        EndAt::Node(node) => left.nodes[node.index()].id.clone(),
                        EndAt::Group(group) => left.groups[group.index()].id.clone(),
                    };
                    let n_edges = fold.bundle_of(*id).len().max(1);
                    format!("{} {} {n_edges}", end(edge.from), end(edge.to))
                })
                .collect();
            assert_eq!(told, edges, "{ids:?}");
        };
        let all =
            ["web api 1", "api db 1", "db api 1", "api log 1", "db log 1", "hub db 1", "web log 1"];
        check(&[], "db log api web hub", "all data deep", &all);
        let inner = [
            "web api 1",
            "api db 1",
            "db api 1",
            "api deep 1",
            "db deep 1",
            "hub db 1",
            "web deep 1",
        ];
        check(&["deep"], "db api web hub deep", "all data", &inner);
        let data = ["web api 1", "api data 3", "hub data 1", "web data 1"];
        check(&["data"], "api web hub data", "all", &data);
        check(&["data", "deep"], "api web hub data", "all", &data);
        check(&["all"], "web all", "", &["web all 2"]);
        check(&["all", "data"], "web all", "", &["web all 2"]);
    }

    #[test]
    fn a_bundle_has_the_arrows_of_all_and_the_sides_on_which_they_agree() {
        let graph = graph();
        let left = fold(&graph, &["data"]).apply(&graph).graph;
        let bundle = &left.edges[1];
        assert_eq!((bundle.from.arrow, bundle.to.arrow), (false, true));
        assert_eq!((bundle.from.side, bundle.to.side, &bundle.label), (None, None, &None));
        let single = &left.edges[2];
        assert_eq!((single.from.side, single.to.side), (graph.edges[5].from.side, None));
        assert_eq!(left.aligns[0].nodes.len(), 2, "the tile takes no part in the row");
    }

    #[test]
    fn what_is_hidden_knows_where() {
        let graph = graph();
        let (data, deep) = (GroupId(1), GroupId(2));
        let fold = fold(&graph, &["data", "deep"]);
        assert!(fold.is_tile(data) && !fold.is_tile(deep));
        assert_eq!((fold.hides_node(NodeId(1)), fold.hides_node(NodeId(2))), (Some(data), None));
        assert_eq!((fold.hides_group(deep), fold.hides_group(data)), (Some(data), None));
        assert_eq!((fold.carrier(EdgeId(4)), fold.carrier(EdgeId(3))), (None, Some(EdgeId(1))));
        assert_eq!(Fold::default().carrier(EdgeId(9)), Some(EdgeId(9)));
        assert_eq!((Fold::n_services(&graph, data), Fold::n_services(&graph, GroupId(0))), (2, 3));
    }
}
