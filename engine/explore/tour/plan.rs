//! Tours made by themselves, with names that can be read on a projector.

use super::stand::pose_of;
use super::{Aim, LEAST_LABEL, PROJECTOR, Pick, Say, Selector, Stand, Tour, TourStep, Traced};
use crate::diagram::Diagram;
use crate::explore::{Name, Subject, hit, present, reading_order};
use crate::graph::{EndAt, GroupId, NodeId, NodeKind};
use crate::syntax::Span;

/// A tour over the groups: the whole, then each outermost group, in parts where it is too large to be read at once.
#[must_use]
pub fn plan_groups(diagram: &Diagram) -> Tour {
    let graph = &diagram.graph;
    let title = graph.title.clone();
    let mut tour = Tour { title, sections: Vec::new(), steps: vec![overview(diagram)] };
    for subject in reading_order(diagram) {
        match subject {
            Subject::Group(group) if graph.groups[group.index()].parent.is_none() => {
                tour.sections.push(title_of(diagram, subject));
                let section = tour.sections.len() - 1;
                let steps = over_group(diagram, group, section);
                tour.steps.extend(steps);
            }
            _ => {}
        }
    }
    let loose: Vec<NodeId> = services(diagram, |group| group.is_none());
    let parts = parts(diagram, &loose, &|_| {});
    tour.steps.extend(parts.iter().map(|part| step_of(diagram, part, None, None)));
    tour.steps.extend((tour.steps.len() > 2).then(|| closing(diagram)));
    name_apart(&mut tour);
    tour
}

/// A tour along the shortest way from `from` to `to`; `None` where there is none.
#[must_use]
pub fn plan_path(diagram: &Diagram, from: &Name, to: &Name) -> Option<Tour> {
    let stops = Selector::Path(from.clone(), to.clone());
    let n_found = stops.find(diagram).len();
    if n_found < 2 {
        return None;
    }
    let way = way(diagram, from, to);
    let ends = [from, to].map(|name| name.find(diagram).map(|s| title_of(diagram, s)));
    let [a, b] = ends.map(Option::unwrap_or_default);
    let mut whole = blank("way");
    whole.name = Some(format!("{a} to {b}"));
    whole.stand.trace = Some(Traced::Path(vec![pick(from), pick(to)]));
    whole.say.text =
        format!("The way from **{a}** to **{b}**: {} hops.", way.len().saturating_sub(1));
    let mut tour = Tour {
        title: whole.name.clone(),
        sections: Vec::new(),
        steps: vec![overview(diagram), whole.clone()],
    };
    let legs = legs(diagram, &way);
    if legs.len() > 1 || !is_legible(&whole, diagram) {
        for leg in legs {
            let names: Vec<String> = leg
                .iter()
                .filter(|s| is_named(diagram, **s))
                .map(|s| title_of(diagram, *s))
                .collect();
            let mut step = blank("leg");
            step.stand.trace = whole.stand.trace.clone();
            step.stand.view =
                Some(Aim::At(leg.iter().map(|s| pick(&Name::of(*s, diagram))).collect()));
            step.name = Some(names.join(", "));
            step.say.text = format!("**{}**", names.join("** → **"));
            tour.steps.push(step);
        }
    }
    name_apart(&mut tour);
    Some(tour)
}

/// What the shortest way goes through, in its order.
fn way(diagram: &Diagram, from: &Name, to: &Name) -> Vec<Subject> {
    let traced = Traced::Path(vec![pick(from), pick(to)]);
    let Some(course) = super::stand::course_of(&traced, diagram) else { return Vec::new() };
    let found = crate::explore::Traced::new(&course, &diagram.graph);
    let nodes = found.nodes.iter().zip(0..).map(|(d, id)| (*d, Subject::Node(NodeId(id))));
    let groups = found.groups.iter().zip(0..).map(|(d, id)| (*d, Subject::Group(GroupId(id))));
    let mut way: Vec<(u32, Subject)> =
        nodes.chain(groups).filter_map(|(depth, subject)| Some((depth?, subject))).collect();
    way.sort();
    way.into_iter().map(|(_, subject)| subject).collect()
}

/// The way in as few parts as can be read, each beginning with the end of the one before.
fn legs(diagram: &Diagram, way: &[Subject]) -> Vec<Vec<Subject>> {
    let mut legs: Vec<Vec<Subject>> = Vec::new();
    let mut leg: Vec<Subject> = Vec::new();
    for subject in way {
        let longer: Vec<Subject> = leg.iter().copied().chain([*subject]).collect();
        if leg.len() > 1 && !is_legible(&looking_at(diagram, &longer), diagram) {
            let joint = *leg.last().unwrap_or(subject);
            legs.push(std::mem::replace(&mut leg, vec![joint, *subject]));
        } else {
            leg = longer;
        }
    }
    legs.extend((!leg.is_empty()).then_some(leg));
    legs
}

fn looking_at(diagram: &Diagram, subjects: &[Subject]) -> TourStep {
    let mut step = blank("");
    let picks = subjects.iter().map(|subject| pick(&Name::of(*subject, diagram)));
    step.stand.view = Some(Aim::At(picks.collect()));
    // Text takes room, and how much depends on the names.
    step.say.text = subjects.iter().map(|s| title_of(diagram, *s)).collect::<Vec<_>>().join(" → ");
    step
}

fn overview(diagram: &Diagram) -> TourStep {
    let mut step = blank("all");
    let outer = diagram.graph.groups.iter().filter(|group| group.parent.is_none()).count();
    let services = diagram.graph.nodes.iter().filter(|n| n.kind == NodeKind::Service).count();
    step.name = Some(diagram.graph.title.clone().unwrap_or_else(|| "The whole".to_owned()));
    step.stand.view = Some(Aim::Whole);
    step.say.text = match outer {
        0 => format!("{services} services."),
        _ => format!("{services} services in {outer} groups."),
    };
    step
}

fn closing(diagram: &Diagram) -> TourStep {
    let mut step = overview(diagram);
    step.id = "end".to_owned();
    step.say.text = String::new();
    step
}

/// The steps for one group: itself where it can be read, else each group in it, and what is left in parts.
fn over_group(diagram: &Diagram, group: GroupId, section: usize) -> Vec<TourStep> {
    let all = services(diagram, |inner| diagram.graph.lies_in(inner, group));
    let step = step_of(diagram, &all, Some(group), Some(section));
    if is_legible(&step, diagram) || all.len() < 2 {
        return vec![step];
    }
    let graph = &diagram.graph;
    let mut steps = vec![];
    let order = reading_order(diagram);
    for subject in order {
        if let Subject::Group(inner) = subject
            && graph.groups[inner.index()].parent == Some(group)
        {
            steps.extend(over_group(diagram, inner, section));
        }
    }
    let own = services(diagram, |inner| inner == Some(group));
    let parts = parts(diagram, &own, &|step| step.stand.focus = focus(diagram, group));
    let n = parts.len();
    for (number, part) in parts.iter().enumerate() {
        let mut step = step_of(diagram, part, Some(group), Some(section));
        step.stand.view = Some(Aim::At(picks(diagram, part)));
        if n > 1 || !steps.is_empty() {
            step.name = Some(format!("{} ({} of {n})", step.title(), number + 1));
        }
        steps.push(step);
    }
    steps
}

/// `nodes` in parts that can be read: halves of halves, cut across the longer side.
fn parts(diagram: &Diagram, nodes: &[NodeId], dress: &dyn Fn(&mut TourStep)) -> Vec<Vec<NodeId>> {
    if nodes.is_empty() {
        return Vec::new();
    }
    let mut step = step_of(diagram, nodes, None, None);
    dress(&mut step);
    step.stand.view = Some(Aim::At(picks(diagram, nodes)));
    if nodes.len() == 1 || is_legible(&step, diagram) {
        return vec![nodes.to_vec()];
    }
    let place = |node: &NodeId| hit::bounds(diagram, Subject::Node(*node)).center();
    let boxes = nodes.iter().map(|node| hit::bounds(diagram, Subject::Node(*node)));
    let bounds = boxes.reduce(|a, b| a.union(b)).unwrap_or_default();
    let mut sorted = nodes.to_vec();
    sorted.sort_by(|a, b| {
        let (a, b) = (place(a), place(b));
        if bounds.width() > bounds.height() * 16.0 / 9.0 {
            a.x.total_cmp(&b.x)
        } else {
            a.y.total_cmp(&b.y)
        }
    });
    let (first, second) = sorted.split_at(sorted.len() / 2);
    let halves = [first, second];
    halves.into_iter().flat_map(|half| parts(diagram, half, dress)).collect()
}

fn step_of(
    diagram: &Diagram,
    nodes: &[NodeId],
    group: Option<GroupId>,
    section: Option<usize>,
) -> TourStep {
    let graph = &diagram.graph;
    let id = match (group, nodes.first()) {
        (Some(group), _) => graph.groups[group.index()].id.clone(),
        (None, Some(node)) => graph.nodes[node.index()].id.clone(),
        (None, None) => "part".to_owned(),
    };
    let mut step = blank(&id);
    step.section = section;
    let names: Vec<String> = nodes.iter().map(|n| title_of(diagram, Subject::Node(*n))).collect();
    let list = names.join(", ");
    match group {
        Some(group) => {
            let title = title_of(diagram, Subject::Group(group));
            step.stand.focus = focus(diagram, group);
            step.say.text = format!("**{title}**: {list}.");
            step.name = Some(title);
        }
        None => {
            step.stand.view = Some(Aim::At(picks(diagram, nodes)));
            step.say.text = format!("{list}.");
            step.name = names.first().cloned();
        }
    }
    step
}

fn is_legible(step: &TourStep, diagram: &Diagram) -> bool {
    let card = present::card_of(step, PROJECTOR).map(|card| card.frame);
    let pose = pose_of(step, diagram, 0, PROJECTOR, card);
    diagram.style.font_size * pose.zoom >= LEAST_LABEL
}

/// The services in those groups that are meant, in reading order.
fn services(diagram: &Diagram, is_meant: impl Fn(Option<GroupId>) -> bool) -> Vec<NodeId> {
    let graph = &diagram.graph;
    let node = |subject: Subject| match subject {
        Subject::Node(node) => Some(node),
        Subject::Group(_) | Subject::Edge(_) => None,
    };
    let all = reading_order(diagram).into_iter().filter_map(node);
    let named = all.filter(|node| is_named(diagram, Subject::Node(*node)));
    named.filter(|node| is_meant(graph.nodes[node.index()].group)).collect()
}

fn is_named(diagram: &Diagram, subject: Subject) -> bool {
    match subject {
        Subject::Node(node) => diagram.graph.nodes[node.index()].kind == NodeKind::Service,
        Subject::Group(_) => true,
        Subject::Edge(_) => false,
    }
}

fn title_of(diagram: &Diagram, subject: Subject) -> String {
    let graph = &diagram.graph;
    let (title, id) = match subject {
        Subject::Node(node) => (&graph.nodes[node.index()].title, &graph.nodes[node.index()].id),
        Subject::Group(group) => {
            (&graph.groups[group.index()].title, &graph.groups[group.index()].id)
        }
        Subject::Edge(edge) => {
            let end = graph.edges[edge.index()].from.at;
            return title_of(
                diagram,
                match end {
                    EndAt::Node(node) => Subject::Node(node),
                    EndAt::Group(group) => Subject::Group(group),
                },
            );
        }
    };
    title.clone().unwrap_or_else(|| id.clone())
}

fn focus(diagram: &Diagram, group: GroupId) -> Vec<Pick> {
    vec![pick(&Name::of(Subject::Group(group), diagram))]
}

fn picks(diagram: &Diagram, nodes: &[NodeId]) -> Vec<Pick> {
    nodes.iter().map(|node| pick(&Name::of(Subject::Node(*node), diagram))).collect()
}

fn pick(name: &Name) -> Pick {
    Pick { selector: Selector::One(name.clone()), span: Span::default() }
}

/// A step with nothing in it.
pub(super) fn blank(id: &str) -> TourStep {
    TourStep {
        id: id.to_owned(),
        name: None,
        section: None,
        span: Span::default(),
        say: Say::default(),
        notes: String::new(),
        pause: None,
        alternatives: Vec::new(),
        is_aside: false,
        goto: None,
        stand: Stand::default(),
    }
}

/// No two steps have one id.
fn name_apart(tour: &mut Tour) {
    for place in 0..tour.steps.len() {
        let id = tour.steps[place].id.clone();
        let taken = |id: &str| tour.steps[..place].iter().any(|step| step.id == id);
        if taken(&id) {
            let free = (2..).map(|n| format!("{id}-{n}")).find(|id| !taken(id));
            tour.steps[place].id = free.unwrap_or(id);
        }
    }
}
