//! What two versions of a diagram have to do with each other: what came, went, moved, runs elsewhere or is called otherwise; and
//! a [`Film`] that shows it.
//!
//! Things are known again as a window knows them after an edit ([`Kept`]): by their ids, edges by those of their ends. The
//! later version is to be laid out from the earlier, so that what moved did so because of the edit; how far the drawing as a
//! whole has moved does not count.

mod film;
mod marks;
#[cfg(test)]
mod tests;

use glam::DVec2;
use serde::Serialize;

pub use film::{Film, Naming};

use crate::diagram::Diagram;
use crate::explore::{Kept, Subject};
use crate::graph::{EdgeId, EndAt, GroupId, NodeId, NodeKind};
use crate::layout::Rect;

/// What differs between two versions of a diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// What is there only now, in the order of the later text: groups, services and junctions, edges.
    pub added: Vec<Thing>,
    /// What was there only before, in the order of the earlier text.
    pub removed: Vec<Thing>,
    /// What has another title, icon or label, or other arrows.
    pub renamed: Vec<Renamed>,
    /// What lies in another group.
    pub regrouped: Vec<Regrouped>,
    /// What stands on the other side of something in its group than before.
    pub moved: Vec<Moved>,
    /// Edges that take other turns though neither end has moved.
    pub rerouted: Vec<Thing>,
}

/// Something of a diagram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thing {
    /// `group`, `service`, `junction` or `edge`.
    pub kind: &'static str,
    /// Its id; of an edge those of its ends, `a -> b`.
    pub id: String,
    /// What is drawn for it, in the version that it is in: the later where it is in both.
    #[serde(skip)]
    pub subject: Subject,
}

/// Something that is called otherwise now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// What.
    #[serde(flatten)]
    pub thing: Thing,
    /// How it was called.
    pub before: String,
    /// How it is called.
    pub after: String,
}

/// Something that lies in another group now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Regrouped {
    /// What.
    #[serde(flatten)]
    pub thing: Thing,
    /// The group that it was in; `None` is in none.
    pub before: Option<String>,
    /// The group that it is in.
    pub after: Option<String>,
}

/// Something that stands elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// What.
    #[serde(flatten)]
    pub thing: Thing,
    /// How far, px, to the right.
    pub dx: f64,
    /// And down.
    pub dy: f64,
    /// What it was in the earlier version.
    #[serde(skip)]
    pub was: Subject,
}

/// Pieces of a line that are no longer only lead to another lane, px.
const SHORT_STEP: f64 = 30.0;

impl Changes {
    /// From `old` to `new`.
    #[must_use]
    pub fn between(old: &Diagram, new: &Diagram) -> Self {
        let kept = Kept::new(old, new);
        let pairs = pairs(old, &kept);
        let mut changes = Self {
            added: subjects(new)
                .into_iter()
                .filter(|subject| !pairs.iter().any(|(_, now)| now == subject))
                .map(|subject| thing(subject, new))
                .collect(),
            removed: subjects(old)
                .into_iter()
                .filter(|subject| kept.find(*subject).is_none())
                .map(|subject| thing(subject, old))
                .collect(),
            ..Self::default()
        };
        for &(was, now) in &pairs {
            changes.compare(was, now, old, new);
        }
        changes.tell_moved(&pairs, old, new);
        for &(was, now) in &pairs {
            if let (Subject::Edge(a), Subject::Edge(b)) = (was, now)
                && !changes.end_moved(b, new)
                && turns(old, a) != turns(new, b)
            {
                changes.rerouted.push(thing(now, new));
            }
        }
        changes
    }

    /// Whether both versions are drawn the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn compare(&mut self, was: Subject, now: Subject, old: &Diagram, new: &Diagram) {
        let (before, after) = (called(was, old), called(now, new));
        if before != after {
            self.renamed.push(Renamed { thing: thing(now, new), before, after });
        }
        let (before, after) = (holder(was, old), holder(now, new));
        if before != after {
            self.regrouped.push(Regrouped { thing: thing(now, new), before, after });
        }
    }

    /// Tells what has changed sides with something beside it: of the two that which has moved further. What only makes room for
    /// something new has not.
    fn tell_moved(&mut self, pairs: &[(Subject, Subject)], old: &Diagram, new: &Diagram) {
        let shift = shift(old, new, pairs);
        let steps: Vec<Step> = pairs
            .iter()
            .filter(|(_, now)| !self.regrouped.iter().any(|other| other.thing.subject == *now))
            .filter_map(|&(was, now)| {
                let (from, to) = (place(was, old)?, place(now, new)?);
                let by = to.center() - from.center() - shift;
                Some(Step { was, now, home: holder(now, new), from, to, by })
            })
            .collect();
        let mut has_moved = vec![false; steps.len()];
        for (i, a) in steps.iter().enumerate() {
            for (j, b) in steps.iter().enumerate().skip(i + 1) {
                if a.home == b.home && a.passes(b) {
                    has_moved[if a.by.length() >= b.by.length() { i } else { j }] = true;
                }
            }
        }
        for (step, _) in steps.iter().zip(has_moved).filter(|(_, moved)| *moved) {
            let (dx, dy) = (step.by.x.round(), step.by.y.round());
            self.moved.push(Moved { thing: thing(step.now, new), dx, dy, was: step.was });
        }
    }

    /// Whether an end of the edge stands elsewhere, so that the edge has to run another way.
    fn end_moved(&self, edge: EdgeId, new: &Diagram) -> bool {
        let edge = &new.graph.edges[edge.index()];
        [edge.from.at, edge.to.at].into_iter().map(subject_of).any(|end| {
            self.moved.iter().any(|moved| moved.thing.subject == end)
                || self.regrouped.iter().any(|regrouped| regrouped.thing.subject == end)
        })
    }
}

/// Everything in a diagram: groups, services and junctions, edges.
fn subjects(diagram: &Diagram) -> Vec<Subject> {
    let graph = &diagram.graph;
    let groups = graph.groups.iter().zip(0..).map(|(_, place)| Subject::Group(GroupId(place)));
    let nodes = graph.nodes.iter().zip(0..).map(|(_, place)| Subject::Node(NodeId(place)));
    let edges = graph.edges.iter().zip(0..).map(|(_, place)| Subject::Edge(EdgeId(place)));
    groups.chain(nodes).chain(edges).collect()
}

/// What is in both versions: as what in the earlier, and in the later. What has become another kind of thing is not.
fn pairs(old: &Diagram, kept: &Kept) -> Vec<(Subject, Subject)> {
    let is_alike = |(was, now): &(Subject, Subject)| {
        std::mem::discriminant(was) == std::mem::discriminant(now)
    };
    let found = subjects(old).into_iter().filter_map(|was| Some((was, kept.find(was)?)));
    found.filter(is_alike).collect()
}

/// How far the drawing as a whole has moved: as far as the middle one of all that is in both, in each direction.
pub(crate) fn shift(old: &Diagram, new: &Diagram, pairs: &[(Subject, Subject)]) -> DVec2 {
    let steps = pairs.iter().filter_map(|&(was, now)| match (was, now) {
        (Subject::Node(_), Subject::Node(_)) => {
            Some(place(now, new)?.center() - place(was, old)?.center())
        }
        _ => None,
    });
    let steps: Vec<DVec2> = steps.collect();
    let middle = |of: fn(&DVec2) -> f64| {
        let mut numbers: Vec<f64> = steps.iter().map(of).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
    };
    DVec2::new(middle(|step| step.x), middle(|step| step.y))
}

fn thing(subject: Subject, diagram: &Diagram) -> Thing {
    let graph = &diagram.graph;
    let (kind, id) = match subject {
        Subject::Group(group) => ("group", graph.groups[group.index()].id.clone()),
        Subject::Node(node) => {
            let node = &graph.nodes[node.index()];
            let kind = if node.kind == NodeKind::Service { "service" } else { "junction" };
            (kind, node.id.clone())
        }
        Subject::Edge(edge) => {
            let edge = &graph.edges[edge.index()];
            let arrow = match (edge.from.arrow, edge.to.arrow) {
                (false, false) => "--",
                (true, false) => "<-",
                (false, true) => "->",
                (true, true) => "<->",
            };
            let [from, to] = [edge.from.at, edge.to.at].map(|end| id_of(end, diagram));
            ("edge", format!("{from} {arrow} {to}"))
        }
    };
    Thing { kind, id, subject }
}

fn id_of(end: EndAt, diagram: &Diagram) -> &str {
    match end {
        EndAt::Node(node) => &diagram.graph.nodes[node.index()].id,
        EndAt::Group(group) => &diagram.graph.groups[group.index()].id,
    }
}

fn subject_of(end: EndAt) -> Subject {
    match end {
        EndAt::Node(node) => Subject::Node(node),
        EndAt::Group(group) => Subject::Group(group),
    }
}

/// What is written and drawn for a thing beside its place.
fn called(subject: Subject, diagram: &Diagram) -> String {
    let graph = &diagram.graph;
    let (title, mark) = match subject {
        Subject::Group(group) => {
            let group = &graph.groups[group.index()];
            (group.title.as_ref().unwrap_or(&group.id).clone(), group.icon.clone())
        }
        Subject::Node(node) => {
            let node = &graph.nodes[node.index()];
            let mark = node.icon.clone().or_else(|| node.icon_text.clone());
            (node.title.as_ref().unwrap_or(&node.id).clone(), mark)
        }
        Subject::Edge(edge) => {
            let label = graph.edges[edge.index()].label.clone();
            (thing(subject, diagram).id, label)
        }
    };
    mark.map_or_else(|| title.clone(), |mark| format!("{title} ({mark})"))
}

fn holder(subject: Subject, diagram: &Diagram) -> Option<String> {
    let graph = &diagram.graph;
    let holder = match subject {
        Subject::Group(group) => graph.groups[group.index()].parent,
        Subject::Node(node) => graph.nodes[node.index()].group,
        Subject::Edge(_) => None,
    };
    holder.map(|group| graph.groups[group.index()].id.clone())
}

/// The box of what is no edge.
fn place(subject: Subject, diagram: &Diagram) -> Option<Rect> {
    match subject {
        Subject::Group(group) => diagram.layout.groups.get(group.index()).copied(),
        Subject::Node(node) => diagram.layout.nodes.get(node.index()).copied(),
        Subject::Edge(_) => None,
    }
}

/// Something that is in both versions, of one group.
struct Step {
    was: Subject,
    now: Subject,
    /// The group that it is in.
    home: Option<String>,
    from: Rect,
    to: Rect,
    /// How far it has moved, that of the drawing as a whole not counted.
    by: DVec2,
}

impl Step {
    /// Whether it has changed sides with `other`.
    fn passes(&self, other: &Self) -> bool {
        /// `-1` before, `1` behind, `0` level with it.
        fn side(a: (f64, f64), b: (f64, f64)) -> i8 {
            i8::from(a.0 >= b.1) - i8::from(b.0 >= a.1)
        }
        let across = |a: &Rect, b: &Rect| side((a.min.x, a.max.x), (b.min.x, b.max.x));
        let down = |a: &Rect, b: &Rect| side((a.min.y, a.max.y), (b.min.y, b.max.y));
        let is_passed = |side: &dyn Fn(&Rect, &Rect) -> i8| {
            side(&self.from, &other.from) * side(&self.to, &other.to) < 0
        };
        is_passed(&across) || is_passed(&down)
    }
}

/// Which ways an edge goes, one after the other: right, left, down or up. Short steps aside are no way of their own.
fn turns(diagram: &Diagram, edge: EdgeId) -> Vec<(bool, bool)> {
    let Some(route) = diagram.routes.edges.get(edge.index()) else { return Vec::new() };
    let steps = route.points.windows(2).map(|pair| pair[1] - pair[0]);
    let long = steps.filter(|step| step.length() > SHORT_STEP);
    let mut turns: Vec<(bool, bool)> = long
        .map(|step| {
            let is_flat = step.x.abs() > step.y.abs();
            (is_flat, if is_flat { step.x > 0.0 } else { step.y > 0.0 })
        })
        .collect();
    turns.dedup();
    turns
}
