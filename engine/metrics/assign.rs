//! Names in measures to things in a diagram.

use std::collections::{BTreeMap, VecDeque};

use super::{Measure, Metrics, Of};
use crate::graph::{EdgeId, EndAt, Graph, GroupId, NodeId, NodeKind};
use crate::syntax::nearest;

/// What was measured, on the things of a diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assigned {
    /// By edge, in source order; what is not measured is all `None`.
    pub edges: Vec<Measure>,
    /// By service and junction, in source order.
    pub nodes: Vec<Measure>,
    /// What is in no place of the diagram.
    pub unmatched: Vec<Unmatched>,
    /// How many records have found their place.
    pub n_matched: usize,
}

/// A record without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// What it is of.
    pub of: Of,
    /// Where it is written, counted from 1; 0 where it is a sum.
    pub line: usize,
    /// Why.
    pub reason: String,
    /// What may have been meant: names of the file, and the ids they could stand for.
    pub proposals: Vec<(String, String)>,
}

/// Finds the places in `graph` of all that `metrics` tells.
#[must_use]
pub fn assign(metrics: &Metrics, graph: &Graph) -> Assigned {
    let names = Names::of(graph, &metrics.map);
    let mut assigned = Assigned {
        edges: vec![Measure::default(); graph.edges.len()],
        nodes: vec![Measure::default(); graph.nodes.len()],
        ..Assigned::default()
    };
    for record in &metrics.records {
        let found = match &record.of {
            Of::Node(name) => names.find(name).map(|end| (vec![end], Vec::new())),
            Of::Edge(from, to) => both(&names, from, to).and_then(|(from, to)| {
                way(graph, from, to)
                    .map(|edges| (Vec::new(), edges))
                    .ok_or_else(|| ("no edge leads from one to the other".to_owned(), Vec::new()))
            }),
        };
        match found {
            Ok((nodes, edges)) => {
                assigned.n_matched += 1;
                for end in nodes {
                    if let EndAt::Node(node) = end {
                        join(&mut assigned.nodes[node.index()], &record.measure);
                    }
                }
                edges.iter().for_each(|e| join(&mut assigned.edges[e.index()], &record.measure));
            }
            Err((reason, proposals)) => assigned.unmatched.push(Unmatched {
                of: record.of.clone(),
                line: record.line,
                reason,
                proposals,
            }),
        }
    }
    assigned
}

/// What a name may be, or why it is nothing and what may be meant.
type Found<T> = Result<T, (String, Vec<(String, String)>)>;

fn both(names: &Names<'_>, from: &str, to: &str) -> Found<(EndAt, EndAt)> {
    match (names.find(from), names.find(to)) {
        (Ok(from), Ok(to)) => Ok((from, to)),
        (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => Err(fault),
        (Err((reason, mut proposals)), Err((_, others))) => {
            proposals.extend(others);
            let reason = reason.replace("is nothing", "and what it calls are nothing");
            Err((reason, proposals))
        }
    }
}

/// Amounts add up; of the others the worst is told.
fn join(into: &mut Measure, more: &Measure) {
    let total = into.rate.unwrap_or(0.0) + more.rate.unwrap_or(0.0);
    let share = |measure: &Measure| Some((measure.errors?, measure.rate.unwrap_or(1.0)));
    into.errors = match (share(into), share(more)) {
        (Some((a, n)), Some((b, m))) if n + m > 0.0 => Some((a * n + b * m) / (n + m)),
        (one, other) => one.or(other).map(|(errors, _)| errors),
    };
    let worse = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    into.rate = (into.rate.is_some() || more.rate.is_some()).then_some(total);
    into.latency_ms = worse(into.latency_ms, more.latency_ms);
    into.used = worse(into.used, more.used);
}

/// The edges from one thing to another: those that join them, else the shortest way through junctions, with the arrows
/// if there is one, else in any direction. `None` without a way.
fn way(graph: &Graph, from: EndAt, to: EndAt) -> Option<Vec<EdgeId>> {
    let direct = |edge: &crate::graph::Edge| {
        (edge.from.at, edge.to.at) == (from, to)
            || ((edge.to.at, edge.from.at) == (from, to) && (edge.from.arrow || !edge.to.arrow))
    };
    let ids = |idx: usize| EdgeId(u32::try_from(idx).unwrap_or(u32::MAX));
    let all: Vec<EdgeId> = (graph.edges.iter().enumerate())
        .filter(|(_, edge)| direct(edge))
        .map(|(idx, _)| ids(idx))
        .collect();
    if !all.is_empty() {
        return Some(all);
    }
    through_junctions(graph, from, to, true).or_else(|| through_junctions(graph, from, to, false))
}

fn through_junctions(
    graph: &Graph,
    from: EndAt,
    to: EndAt,
    with_arrows: bool,
) -> Option<Vec<EdgeId>> {
    let mut came: BTreeMap<EndAt, (EdgeId, EndAt)> = BTreeMap::new();
    let mut next = VecDeque::from([from]);
    while let Some(at) = next.pop_front() {
        if at == to && at != from {
            let mut way = Vec::new();
            let mut end = at;
            while end != from {
                let (edge, before) = came[&end];
                way.push(edge);
                end = before;
            }
            way.reverse();
            return Some(way);
        }
        let is_junction = |end: EndAt| {
            matches!(end, EndAt::Node(node)
            if graph.nodes[node.index()].kind == NodeKind::Junction)
        };
        if at != from && !is_junction(at) {
            continue;
        }
        for (edge, idx) in graph.edges.iter().zip(0..) {
            // An edge without arrows leads both ways; one with an arrow the way that points.
            let forth = edge.to.arrow || !edge.from.arrow || !with_arrows;
            let back = edge.from.arrow || !edge.to.arrow || !with_arrows;
            let steps = [(edge.from.at, edge.to.at, forth), (edge.to.at, edge.from.at, back)];
            for (start, end, leads) in steps {
                if start == at && leads && end != from && !came.contains_key(&end) {
                    came.insert(end, (EdgeId(idx), at));
                    next.push_back(end);
                }
            }
        }
    }
    None
}

/// What names there are.
struct Names<'g> {
    map: BTreeMap<&'g str, &'g str>,
    ids: BTreeMap<&'g str, EndAt>,
    /// Ids and labels without what people write in different ways; `None` where several things are called so.
    plain: BTreeMap<String, Option<EndAt>>,
}

impl<'g> Names<'g> {
    fn of(graph: &'g Graph, map: &'g [(String, String)]) -> Self {
        let map = map.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let mut ids: BTreeMap<&str, EndAt> = BTreeMap::new();
        let mut plain: BTreeMap<String, Option<EndAt>> = BTreeMap::new();
        let nodes =
            graph.nodes.iter().zip(0..).map(|(node, idx)| {
                (node.id.as_str(), node.title.as_deref(), EndAt::Node(NodeId(idx)))
            });
        let groups = graph.groups.iter().zip(0..).map(|(group, idx)| {
            (group.id.as_str(), group.title.as_deref(), EndAt::Group(GroupId(idx)))
        });
        for (id, label, end) in nodes.chain(groups) {
            ids.entry(id).or_insert(end);
            for name in [Some(id), label].into_iter().flatten() {
                let slot = plain.entry(bare(name)).or_insert(Some(end));
                if *slot != Some(end) {
                    *slot = None;
                }
            }
        }
        Self { map, ids, plain }
    }

    fn find(&self, name: &str) -> Found<EndAt> {
        let id = self.map.get(name).copied().unwrap_or(name);
        let known = self.ids.get(id).copied().or_else(|| *self.plain.get(&bare(id))?);
        known.ok_or_else(|| {
            let meant = nearest(id, self.ids.keys().copied()).map(str::to_owned);
            let meant = meant.or_else(|| self.containing(id));
            let proposals = meant.map(|meant| (name.to_owned(), meant)).into_iter().collect();
            (format!("`{name}` is nothing in the diagram"), proposals)
        })
    }

    /// The id that a longer name is about, such as `payment` for `payment-service-v2`; the longest of several.
    fn containing(&self, name: &str) -> Option<String> {
        let name = bare(name);
        let part = |id: &&&str| {
            let id = bare(id);
            id.len() > 2 && (name.contains(&id) || (name.len() > 2 && id.contains(&name)))
        };
        self.ids.keys().filter(part).max_by_key(|id| id.len()).map(|id| (*id).to_owned())
    }
}

/// Without capitals, blanks and signs.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
