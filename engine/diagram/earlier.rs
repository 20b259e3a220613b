//! What is left of an earlier drawing after its text was edited.

use std::collections::{BTreeMap, BTreeSet};

use glam::DVec2;
use serde::Deserialize;

use super::Diagram;
use super::json::Names;
use crate::graph::{EndAt, Graph, GroupId, Side};
use crate::layout::{Prior, Rect};

/// An earlier drawing of a text that has been edited since, to lay the new one out from.
///
/// Things are known again by their ids. A renamed service is a new one; a group that was renamed, or drawn round services
/// that stood together, is known by what is in it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Earlier {
    nodes: Vec<Item>,
    groups: Vec<Item>,
    edges: Vec<Line>,
}

/// Why a text is no earlier drawing.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    /// Not the JSON of a drawing.
    #[error("this is not what `veduta layout --json` prints ({0}); make it anew")]
    Form(#[source] serde_json::Error),
    /// A box with a side that no drawing has.
    #[error("`{0}` has a box that no drawing has; make the file anew with `veduta layout --json`")]
    Box(String),
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Item {
    id: String,
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    /// The group it lies in.
    #[serde(default, alias = "group", alias = "parent")]
    holder: Option<String>,
}

/// An edge: both ends, and the sides asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Line {
    from: String,
    to: String,
    #[serde(rename = "fromSide")]
    from_side: Option<String>,
    #[serde(rename = "toSide")]
    to_side: Option<String>,
}

/// Larger coordinates are no drawing's, px.
const LARGEST: f64 = 1e7;

impl Earlier {
    /// The drawing in `diagram`.
    #[must_use]
    pub fn of(diagram: &Diagram) -> Self {
        let Diagram { graph, layout, .. } = diagram;
        let names = Names::of(graph);
        let holder = |group: Option<GroupId>| group.map(|g| names.groups[g.index()].clone());
        let nodes = graph.nodes.iter().zip(&names.nodes).zip(&layout.nodes);
        let groups = graph.groups.iter().zip(&names.groups).zip(&layout.groups);
        Self {
            nodes: nodes.map(|((n, id), rect)| Item::new(id, rect, holder(n.group))).collect(),
            groups: groups.map(|((g, id), rect)| Item::new(id, rect, holder(g.parent))).collect(),
            edges: lines(graph, &names),
        }
    }

    /// The drawing that [`Diagram::to_json`] printed.
    ///
    /// # Errors
    ///
    /// If `text` is anything else.
    pub fn from_json(text: &str) -> Result<Self, EarlierError> {
        let earlier: Self = serde_json::from_str(text).map_err(EarlierError::Form)?;
        match earlier.nodes.iter().chain(&earlier.groups).find(|item| !item.is_sound()) {
            Some(item) => Err(EarlierError::Box(item.id.clone())),
            None => Ok(earlier),
        }
    }

    /// Where what is in `graph` stood.
    pub(super) fn prior(&self, graph: &Graph) -> Prior {
        let names = Names::of(graph);
        let homes = Homes::new(self, graph, &names);
        let mut prior = Prior {
            nodes: vec![None; graph.nodes.len()],
            groups: vec![None; graph.groups.len()],
            closes_up: false,
        };
        for (i, node) in graph.nodes.iter().enumerate() {
            let stayed = |old: &&Item| homes.is_in(node.group, homes.container(old));
            let old = homes.nodes.get(names.nodes[i].as_str()).map(|&old| &self.nodes[old]);
            prior.nodes[i] = old.filter(stayed).map(Item::rect);
        }
        let is_new: Vec<bool> =
            names.nodes.iter().map(|id| !homes.nodes.contains_key(id.as_str())).collect();
        for i in self.uprooted(graph, &names, &is_new) {
            prior.nodes[i] = None;
        }
        for (i, group) in graph.groups.iter().enumerate() {
            let within = |rect: Rect, old: usize| homes.is_in(group.parent, old).then_some(rect);
            prior.groups[i] = match homes.of[i] {
                Home::Same(old) => {
                    let old = &self.groups[old];
                    within(old.rect(), homes.container(old))
                }
                Home::Within(old) => homes.hull(self, &prior, i).and_then(|r| within(r, old)),
                Home::None => None,
            };
        }
        prior
    }

    /// Nodes whose edges are all new: whoever draws or turns the first edge of a service wants it to count. Of two that one
    /// new edge joins only the one that was not there may find a place, else the second leave its own.
    fn uprooted(&self, graph: &Graph, names: &Names, is_new: &[bool]) -> Vec<usize> {
        let before: BTreeSet<&Line> = self.edges.iter().collect();
        let lines = lines(graph, names);
        let (mut new, mut kept) =
            (vec![Vec::new(); graph.nodes.len()], vec![false; graph.nodes.len()]);
        for (line, edge) in lines.iter().zip(&graph.edges) {
            let (a, b) = (edge.from.at, edge.to.at);
            for (end, other) in [(b, a), (a, b)] {
                let EndAt::Node(node) = end else { continue };
                if before.contains(line) {
                    kept[node.index()] = true;
                } else {
                    new[node.index()].push(other);
                }
            }
        }
        let mut uprooted = is_new.to_vec();
        for node in (0..graph.nodes.len()).rev().filter(|&node| !is_new[node]) {
            let is_uprooted =
                |other: &EndAt| matches!(other, EndAt::Node(n) if uprooted[n.index()]);
            let is_free = !kept[node] && !new[node].is_empty();
            uprooted[node] = is_free && !new[node].iter().any(is_uprooted);
        }
        (0..graph.nodes.len()).filter(|&node| uprooted[node]).collect()
    }
}

impl Item {
    fn new(id: &str, rect: &Rect, holder: Option<String>) -> Self {
        let size = rect.size();
        Self { id: id.to_owned(), x: rect.min.x, y: rect.min.y, w: size.x, h: size.y, holder }
    }

    fn rect(&self) -> Rect {
        Rect::from_min_size(DVec2::new(self.x, self.y), DVec2::new(self.w, self.h))
    }

    fn is_sound(&self) -> bool {
        let is_length = |length: f64| (0.0..LARGEST).contains(&length);
        self.x.abs() < LARGEST && self.y.abs() < LARGEST && is_length(self.w) && is_length(self.h)
    }
}

fn lines(graph: &Graph, names: &Names) -> Vec<Line> {
    let side = |side: Option<Side>| side.map(|side| side.letter().to_string());
    let line = |edge: &crate::graph::Edge| Line {
        from: names.of_end(edge.from.at).to_owned(),
        to: names.of_end(edge.to.at).to_owned(),
        from_side: side(edge.from.side),
        to_side: side(edge.to.side),
    };
    graph.edges.iter().map(line).collect()
}

/// What a group of the new text was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// This group, perhaps of another name.
    Same(usize),
    /// Things that stood together in this container.
    Within(usize),
    /// It was not there.
    None,
}

/// Which earlier container each group is. Earlier containers are groups by number; the number after the last is the
/// drawing itself.
struct Homes<'e> {
    nodes: BTreeMap<&'e str, usize>,
    groups: BTreeMap<&'e str, usize>,
    /// One a group of the new text.
    of: Vec<Home>,
    /// The nodes and the groups in each group of the new text.
    content: Vec<[Vec<usize>; 2]>,
}

impl<'e> Homes<'e> {
    fn new(earlier: &'e Earlier, graph: &Graph, names: &Names) -> Self {
        let by_id = |items: &'e [Item]| {
            items.iter().map(|item| item.id.as_str()).zip(0..).collect::<BTreeMap<_, _>>()
        };
        let mut homes = Self {
            nodes: by_id(&earlier.nodes),
            groups: by_id(&earlier.groups),
            of: vec![Home::None; graph.groups.len()],
            content: content(graph),
        };
        let mut is_taken = vec![false; earlier.groups.len()];
        for (home, name) in homes.of.iter_mut().zip(&names.groups) {
            if let Some(&old) = homes.groups.get(name.as_str()) {
                *home = Home::Same(old);
                is_taken[old] = true;
            }
        }
        for group in innermost_first(graph) {
            if homes.of[group] == Home::None {
                homes.of[group] = homes.adopt(earlier, names, group, &mut is_taken);
            }
        }
        homes
    }

    /// What a group of an unknown name was, told by where most of its content stood.
    fn adopt(&self, earlier: &Earlier, names: &Names, group: usize, is_taken: &mut [bool]) -> Home {
        let [nodes, inner] = &self.content[group];
        let nodes = nodes
            .iter()
            .filter_map(|&i| self.nodes.get(names.nodes[i].as_str()))
            .map(|&old| self.container(&earlier.nodes[old]));
        let inner = inner.iter().filter_map(|&i| match self.of[i] {
            Home::Same(old) => Some(self.container(&earlier.groups[old])),
            Home::Within(old) => Some(old),
            Home::None => None,
        });
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for old in nodes.chain(inner) {
            *votes.entry(old).or_default() += 1;
        }
        let Some((&old, _)) = votes.iter().rev().max_by_key(|(_, n)| **n) else {
            return Home::None;
        };
        match is_taken.get_mut(old) {
            Some(taken) if !*taken => {
                *taken = true;
                Home::Same(old)
            }
            _ => Home::Within(old),
        }
    }

    /// The container that held `item`.
    fn container(&self, item: &Item) -> usize {
        let holder = item.holder.as_deref().and_then(|holder| self.groups.get(holder));
        holder.copied().unwrap_or(self.groups.len())
    }

    /// Whether the container of the new text is the earlier one `old`.
    fn is_in(&self, group: Option<GroupId>, old: usize) -> bool {
        match group.map(|group| self.of[group.index()]) {
            None => old == self.groups.len(),
            Some(Home::Same(own) | Home::Within(own)) => own == old,
            Some(Home::None) => false,
        }
    }

    /// Round everything in `group` that stood before.
    fn hull(&self, earlier: &Earlier, prior: &Prior, group: usize) -> Option<Rect> {
        let [nodes, inner] = &self.content[group];
        let inner = inner.iter().filter_map(|&i| match self.of[i] {
            Home::Same(old) => Some(earlier.groups[old].rect()),
            Home::Within(_) | Home::None => None,
        });
        let nodes = nodes.iter().filter_map(|&node| prior.nodes[node]);
        nodes.chain(inner).reduce(|a, b| a.union(&b))
    }
}

/// The nodes and the groups in each group.
fn content(graph: &Graph) -> Vec<[Vec<usize>; 2]> {
    let mut content = vec![[Vec::new(), Vec::new()]; graph.groups.len()];
    let nodes = graph.nodes.iter().map(|node| (0, node.group)).zip(0..);
    let groups = graph.groups.iter().map(|group| (1, group.parent)).zip(0..);
    for ((kind, holder), i) in nodes.chain(groups) {
        if let Some(holder) = holder {
            content[holder.index()][kind].push(i);
        }
    }
    content
}

/// All groups, each after those in it.
fn innermost_first(graph: &Graph) -> Vec<usize> {
    let mut depths: Vec<Option<usize>> = vec![None; graph.groups.len()];
    for start in 0..graph.groups.len() {
        let mut way = Vec::new();
        let mut next = Some(start);
        while let Some(group) = next.filter(|&group| depths[group].is_none()) {
            way.push(group);
            next = graph.groups[group].parent.map(GroupId::index);
        }
        let least = next.and_then(|group| depths[group]).map_or(0, |depth| depth + 1);
        for (depth, group) in (least..).zip(way.into_iter().rev()) {
            depths[group] = Some(depth);
        }
    }
    let mut order: Vec<usize> = (0..graph.groups.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(depths[group]));
    order
}
