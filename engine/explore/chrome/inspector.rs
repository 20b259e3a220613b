//! What is known of one thing, in a drawer.

use kurbo::Rect;

use super::titles::{at, title_of};
use super::{GAP, HEAD, Request};
use crate::diagram::Diagram;
use crate::explore::{Command, Name, State, Subject};
use crate::graph::{EdgeId, End, EndAt, Fold, Graph, NodeKind, Side};

/// An inspector that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inspector {
    /// How far what it tells is scrolled up, logical px.
    pub top: f64,
    /// What it tells of.
    of: Option<Subject>,
}

/// A line of the inspector.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What kind of line it is.
    pub kind: FactKind,
    /// At the left.
    pub text: String,
    /// At the right, or below.
    pub detail: String,
    /// What a click on it gives.
    pub command: Option<Command>,
    /// Where it stands, logical px.
    pub area: Rect,
}

/// What a [`Fact`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// What the thing is called.
    Title,
    /// A word, and what it is.
    Text,
    /// What the lines below are.
    Head,
    /// Something to go to.
    Link,
    /// The line of the text; whoever has the text puts it in.
    Source,
}

impl FactKind {
    /// Logical px.
    fn height(self) -> f64 {
        match self {
            Self::Title => 48.0,
            Self::Text => 22.0,
            Self::Head => 34.0,
            Self::Link => 30.0,
            Self::Source => 52.0,
        }
    }
}

impl State {
    /// What the inspector tells of.
    #[must_use]
    pub fn inspected(&self) -> Option<Subject> {
        self.view.selection.last().copied().or(self.view.focus.map(Subject::Group))
    }
}

/// Opens it, or closes it.
pub(super) fn toggle(state: &mut State, on: Option<bool>) {
    let is_on = on.unwrap_or(state.chrome.inspector.is_none());
    let was = state.chrome.inspector;
    state.chrome.inspector = is_on.then(|| was.unwrap_or_default());
    if is_on && state.is_narrow() {
        state.chrome.outline = None;
    }
}

/// Begins at the top for each thing.
pub(super) fn follow(state: &mut State) {
    let of = state.inspected();
    if let Some(inspector) = state.chrome.inspector.as_mut().filter(|i| i.of != of) {
        *inspector = Inspector { top: 0.0, of };
    }
}

/// Moves the lines by so many px.
pub(super) fn scroll(state: &mut State, by: f64, diagram: &Diagram) {
    let frame = state.inspector_frame();
    let lines = facts(state, diagram);
    let Some(inspector) = &mut state.chrome.inspector else { return };
    let end = lines.last().map_or(0.0, |fact| fact.area.y1) + inspector.top;
    let most = (end - (frame.y1 - GAP)).max(0.0);
    inspector.top = (inspector.top + by).clamp(0.0, most);
}

/// The lines of the inspector, seen or not.
#[must_use]
pub fn facts(state: &State, diagram: &Diagram) -> Vec<Fact> {
    let Some(inspector) = state.chrome.inspector else { return Vec::new() };
    let Some(subject) = state.inspected() else { return Vec::new() };
    let mut lines = Lines { diagram, facts: Vec::new() };
    lines.name(subject);
    lines.ways(subject);
    lines.source(subject);
    let frame = state.inspector_frame();
    let mut y = frame.y0 + HEAD - inspector.top;
    for fact in &mut lines.facts {
        let height = fact.kind.height();
        fact.area = Rect::new(frame.x0, y, frame.x1, y + height);
        y += height;
    }
    lines.facts
}

struct Lines<'a> {
    diagram: &'a Diagram,
    facts: Vec<Fact>,
}

impl Lines<'_> {
    fn add(&mut self, kind: FactKind, text: &str, detail: String, command: Option<Command>) {
        let (text, area) = (text.to_owned(), Rect::ZERO);
        self.facts.push(Fact { kind, text, detail, command, area });
    }

    fn text(&mut self, what: &str, is: Option<String>) {
        if let Some(is) = is {
            self.add(FactKind::Text, what, is, None);
        }
    }

    /// What it is called, what it is, and where.
    fn name(&mut self, subject: Subject) {
        let graph = &self.diagram.graph;
        self.add(FactKind::Title, &title_of(graph, subject), String::new(), None);
        let round = match subject {
            Subject::Node(node) => {
                let node = &graph.nodes[node.index()];
                let kind = match node.kind {
                    NodeKind::Service => "service",
                    NodeKind::Junction => "junction",
                };
                self.text("kind", Some(kind.to_owned()));
                self.text("id", Some(node.id.clone()));
                self.text("icon", node.icon.clone());
                node.group
            }
            Subject::Group(group) => {
                let n = Fold::n_services(graph, group);
                self.text("kind", Some(format!("group of {n}")));
                let group = &graph.groups[group.index()];
                self.text("id", Some(group.id.clone()));
                self.text("icon", group.icon.clone());
                group.parent
            }
            Subject::Edge(edge) => {
                self.text("kind", Some("edge".to_owned()));
                self.text("label", graph.edges[edge.index()].label.clone());
                return self.ends(edge);
            }
        };
        if let Some(group) = round {
            let name = Name::of(Subject::Group(group), self.diagram);
            self.add(FactKind::Head, "Inside", String::new(), None);
            let mut titles: Vec<String> = graph
                .enclosing(Some(group))
                .map(|group| title_of(graph, Subject::Group(group)))
                .collect();
            titles.reverse();
            let command = Some(Command::Focus(vec![name]));
            self.add(FactKind::Link, &titles.join(" › "), String::new(), command);
        }
    }

    fn ends(&mut self, edge: EdgeId) {
        let edge = &self.diagram.graph.edges[edge.index()];
        for (what, end) in [("From", &edge.from), ("To", &edge.to)] {
            self.add(FactKind::Head, what, String::new(), None);
            self.link(at(end.at), end.side, "");
        }
    }

    /// What leads to it, from it, and what is merely joined, by the sides that the edges are at.
    fn ways(&mut self, subject: Subject) {
        let graph = &self.diagram.graph;
        if matches!(subject, Subject::Edge(_)) {
            return;
        }
        let crossing = graph.edges.iter().filter_map(|edge| {
            let label = edge.label.as_deref().unwrap_or("");
            match (is_in(graph, &edge.from, subject), is_in(graph, &edge.to, subject)) {
                (true, false) => Some((&edge.from, &edge.to, label)),
                (false, true) => Some((&edge.to, &edge.from, label)),
                _ => None,
            }
        });
        let crossing: Vec<_> = crossing.collect();
        let kinds = [("In", (true, false)), ("Out", (false, true))];
        for (what, arrows) in kinds {
            self.list(what, &crossing, |here, there| (here.arrow, there.arrow) == arrows);
        }
        self.list("Joined", &crossing, |here, there| here.arrow == there.arrow);
    }

    fn list(
        &mut self,
        what: &str,
        crossing: &[(&End, &End, &str)],
        is_meant: impl Fn(&End, &End) -> bool,
    ) {
        let meant = crossing.iter().filter(|(here, there, _)| is_meant(here, there));
        let mut meant: Vec<_> = meant.collect();
        if meant.is_empty() {
            return;
        }
        meant.sort_by_key(|(here, _, _)| here.side.map_or(4, order));
        self.add(FactKind::Head, what, meant.len().to_string(), None);
        for (here, there, label) in meant {
            self.link(at(there.at), here.side, label);
        }
    }

    fn link(&mut self, to: Subject, side: Option<Side>, label: &str) {
        let sign = match side {
            Some(Side::Left) => "←",
            Some(Side::Right) => "→",
            Some(Side::Top) => "↑",
            Some(Side::Bottom) => "↓",
            None => "·",
        };
        let text = format!("{sign} {}", title_of(&self.diagram.graph, to));
        let name = Name::of(to, self.diagram);
        let command = Command::Chrome(Request::Visit(vec![name]));
        self.add(FactKind::Link, &text, label.to_owned(), Some(command));
    }

    fn source(&mut self, subject: Subject) {
        let name = Name::of(subject, self.diagram);
        self.add(FactKind::Head, "Text", String::new(), None);
        let command = Command::Chrome(Request::Edit(vec![name]));
        self.add(FactKind::Source, "", String::new(), Some(command));
    }
}

pub(super) fn order(side: Side) -> u8 {
    match side {
        Side::Left => 0,
        Side::Top => 1,
        Side::Right => 2,
        Side::Bottom => 3,
    }
}

/// Whether `end` is `subject` or lies in it.
fn is_in(graph: &Graph, end: &End, subject: Subject) -> bool {
    match (subject, end.at) {
        (Subject::Node(node), EndAt::Node(end)) => node == end,
        (Subject::Group(group), EndAt::Node(end)) => {
            graph.lies_in(graph.nodes[end.index()].group, group)
        }
        (Subject::Group(group), EndAt::Group(end)) => graph.lies_in(Some(end), group),
        _ => false,
    }
}
