//! The tree of groups and services in a drawer.

use std::collections::BTreeSet;
use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};

use super::titles::title_of;
use super::{Chrome, HEAD};
use crate::diagram::Diagram;
use crate::explore::{Command, Name, Request, State, Subject, Turn};
use crate::graph::{Graph, GroupId, NodeId, NodeKind, narrow};

/// An outline that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// All rows there are, seen or not.
    pub rows: Arc<Vec<OutlineRow>>,
    /// The groups whose members have rows.
    pub open: BTreeSet<GroupId>,
    /// The row that keys act on.
    pub chosen: usize,
    /// How far the rows are scrolled up, logical px.
    pub top: f64,
    /// What was typed to find a row.
    pub typed: String,
    /// Whether keys go to it.
    pub has_keyboard: bool,
    /// When the last letter was typed, s.
    typed_at: f64,
    /// The last selection that it has followed.
    followed: Option<Subject>,
}

/// A row of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutlineRow {
    /// What it stands for.
    pub subject: Subject,
    /// How many groups it lies in.
    pub depth: u32,
    /// How many services are in it.
    pub n_services: u32,
    /// Whether something is in it.
    pub has_members: bool,
}

/// Where the parts of the outline stand, logical px.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineFrame {
    /// All of it.
    pub frame: Rect,
    /// What closes it.
    pub close: Rect,
    /// Where rows are seen.
    pub body: Rect,
    /// The rows that are seen, each with its number.
    pub rows: Vec<(usize, Rect)>,
}

/// Height of a row, logical px.
const ROW: f64 = 28.0;
/// How far a level is set in, logical px.
const STEP: f64 = 16.0;
/// Diagrams of so many things are shown with all groups open.
const FEW: usize = 120;
/// What is typed within this time belongs together, s.
const TYPING_SECS: f64 = 1.0;

impl Outline {
    pub(super) fn new(diagram: &Diagram) -> Self {
        let graph = &diagram.graph;
        let is_small = graph.nodes.len() + graph.groups.len() <= FEW;
        let all = (0..graph.groups.len()).map(|group| GroupId(narrow(group)));
        let open = if is_small { all.collect() } else { BTreeSet::new() };
        let mut outline = Self { open, has_keyboard: true, ..Self::default() };
        outline.list(graph);
        outline
    }

    /// Makes the rows anew: a walk down the groups that are open.
    fn list(&mut self, graph: &Graph) {
        let chosen = self.rows.get(self.chosen).map(|row| row.subject);
        let members = Members::new(graph);
        let mut rows = Vec::new();
        let mut left: Vec<(Subject, u32)> = members.of(None).rev().map(|s| (s, 0)).collect();
        while let Some((subject, depth)) = left.pop() {
            let mut row = OutlineRow { subject, depth, n_services: 0, has_members: false };
            if let Subject::Group(group) = subject {
                row.n_services = members.n_services[group.index()];
                row.has_members = members.of(Some(group)).next().is_some();
                if self.open.contains(&group) {
                    left.extend(members.of(Some(group)).rev().map(|s| (s, depth + 1)));
                }
            }
            rows.push(row);
        }
        self.chosen = rows.iter().position(|row| Some(row.subject) == chosen).unwrap_or(0);
        self.rows = Arc::new(rows);
    }

    /// Opens the groups round `subject` and goes to its row.
    fn reveal(&mut self, subject: Subject, graph: &Graph) {
        let group = match subject {
            Subject::Node(node) => graph.nodes[node.index()].group,
            Subject::Group(group) => graph.groups[group.index()].parent,
            Subject::Edge(_) => return,
        };
        let n_open = self.open.len();
        self.open.extend(graph.enclosing(group));
        if self.open.len() != n_open {
            self.list(graph);
        }
        if let Some(place) = self.rows.iter().position(|row| row.subject == subject) {
            self.chosen = place;
        }
    }
}

/// What lies directly in each group, groups first, in the order of the text.
struct Members {
    groups: Vec<Vec<Subject>>,
    outside: Vec<Subject>,
    /// In each group, however deep.
    n_services: Vec<u32>,
}

impl Members {
    fn new(graph: &Graph) -> Self {
        let n_groups = graph.groups.len();
        let mut members = Self {
            groups: vec![Vec::new(); n_groups],
            outside: Vec::new(),
            n_services: vec![0; n_groups],
        };
        for (group, id) in graph.groups.iter().zip(0..) {
            members.add(group.parent, Subject::Group(GroupId(id)));
        }
        let nodes = graph.nodes.iter().zip(0..);
        for (node, id) in nodes.filter(|(node, _)| node.kind == NodeKind::Service) {
            members.add(node.group, Subject::Node(NodeId(id)));
            for group in graph.enclosing(node.group) {
                members.n_services[group.index()] += 1;
            }
        }
        members
    }

    fn add(&mut self, parent: Option<GroupId>, subject: Subject) {
        match parent {
            Some(group) => self.groups[group.index()].push(subject),
            None => self.outside.push(subject),
        }
    }

    fn of(&self, group: Option<GroupId>) -> impl DoubleEndedIterator<Item = Subject> + '_ {
        group.map_or(&self.outside, |group| &self.groups[group.index()]).iter().copied()
    }
}

impl OutlineFrame {
    /// Where the parts of `outline` stand in the window of `state`.
    #[must_use]
    pub fn new(state: &State, outline: &Outline) -> Self {
        let frame = state.outline_frame();
        let body = Rect { y0: frame.y0 + HEAD, y1: frame.y1 - super::GAP, ..frame };
        let first = (outline.top / ROW).floor().max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let (first, n_rows) = (first as usize, (body.height() / ROW).ceil().max(0.0) as usize + 1);
        let row = |number: usize| {
            let y = body.y0 + number as f64 * ROW - outline.top;
            (number, Rect::new(body.x0, y, body.x1, y + ROW))
        };
        // A row that is cut in two would be drawn over the head.
        let whole = |(_, row): &(usize, Rect)| row.y0 >= body.y0 - 0.5 && row.y1 <= body.y1 + 0.5;
        let rows = (first..(first + n_rows).min(outline.rows.len())).map(row).filter(whole);
        let close = Rect::new(frame.x1 - HEAD, frame.y0, frame.x1, frame.y0 + HEAD);
        Self { frame, close, body, rows: rows.collect() }
    }

    /// The part of `row` that opens or closes its group, px.
    #[must_use]
    pub fn knob(row: Rect, depth: u32) -> Rect {
        // However deep it lies, something of its name is to be seen.
        let x = row.x0 + 8.0 + STEP * f64::from(depth.min(8));
        Rect::new(x, row.y0, x + 20.0, row.y1)
    }

    /// The part of `row` that hides what it stands for, px.
    #[must_use]
    pub fn eye(row: Rect) -> Rect {
        Rect::new(row.x1 - 36.0, row.y0, row.x1 - 8.0, row.y1)
    }
}

/// Opens it, or closes it.
pub(super) fn toggle(state: &mut State, on: Option<bool>, diagram: Option<&Diagram>) {
    let is_open = state.chrome.outline.is_some();
    state.chrome.outline = match (on.unwrap_or(!is_open), diagram) {
        (true, Some(_)) if is_open => state.chrome.outline.take(),
        (true, Some(diagram)) => Some(Outline::new(diagram)),
        _ => None,
    };
    if let Some(outline) = &mut state.chrome.outline {
        outline.has_keyboard = true;
        if state.is_narrow() {
            state.chrome.inspector = None;
        }
    }
}

/// Chooses the next row, or the one before.
pub(in crate::explore) fn choose(state: &mut State, turn: Turn) {
    let Some(outline) = &mut state.chrome.outline else { return };
    outline.chosen = match turn {
        Turn::Next => (outline.chosen + 1).min(outline.rows.len().saturating_sub(1)),
        Turn::Previous => outline.chosen.saturating_sub(1),
    };
    bring_into_sight(state);
}

/// What accepting the chosen row gives: into a group, to a service.
pub(super) fn accept(state: &State, diagram: &Diagram) -> Option<Command> {
    let outline = state.chrome.outline.as_ref()?;
    Some(going_to(outline.rows.get(outline.chosen)?.subject, diagram))
}

/// Into a group, and to anything else.
pub(super) fn going_to(subject: Subject, diagram: &Diagram) -> Command {
    let name = Name::of(subject, diagram);
    match subject {
        Subject::Group(_) => Command::Focus(vec![name]),
        Subject::Node(_) | Subject::Edge(_) => Command::Chrome(Request::Visit(vec![name])),
    }
}

/// Opens the group that is named, else the one that is chosen, or closes it; from a row that has nothing to close goes to
/// the group round it.
pub(super) fn branch(state: &mut State, open: bool, names: &[Name], diagram: &Diagram) {
    let Some(outline) = &mut state.chrome.outline else { return };
    let named = names.first().and_then(|name| name.find(diagram));
    let chosen = outline.rows.get(outline.chosen).map(|row| row.subject);
    let graph = &diagram.graph;
    let round = |subject: Subject| match subject {
        Subject::Node(node) => graph.nodes[node.index()].group,
        Subject::Group(group) => graph.groups[group.index()].parent,
        Subject::Edge(_) => None,
    };
    match (named.or(chosen), open) {
        (Some(Subject::Group(group)), true) => _ = outline.open.insert(group),
        (Some(Subject::Group(group)), false) if outline.open.contains(&group) => {
            outline.open.remove(&group);
        }
        (Some(subject), false) => {
            if let Some(group) = round(subject) {
                outline.reveal(Subject::Group(group), graph);
            }
        }
        _ => {}
    }
    outline.list(graph);
    bring_into_sight(state);
}

/// Goes to the next row whose name holds what is typed, one that begins with it first.
pub(in crate::explore) fn look_for(state: &mut State, text: &str, diagram: &Diagram, time: f64) {
    let Some(outline) = &mut state.chrome.outline else { return };
    if time - outline.typed_at > TYPING_SECS {
        outline.typed.clear();
    }
    outline.typed_at = time;
    outline.typed.push_str(&text.to_lowercase());
    let graph = &diagram.graph;
    let nodes = (0..graph.nodes.len()).map(|node| Subject::Node(NodeId(narrow(node))));
    let groups = (0..graph.groups.len()).map(|group| Subject::Group(GroupId(narrow(group))));
    let seen: Vec<Subject> = outline.rows.iter().map(|row| row.subject).collect();
    let all: Vec<Subject> = seen.into_iter().chain(groups).chain(nodes).collect();
    let title = |subject: &Subject| title_of(graph, *subject).to_lowercase();
    let begins = all.iter().find(|subject| title(subject).starts_with(&outline.typed));
    let holds = || all.iter().find(|subject| title(subject).contains(&outline.typed));
    if let Some(found) = begins.or_else(holds).copied() {
        outline.reveal(found, graph);
    }
    bring_into_sight(state);
}

/// Scrolls so that the chosen row is seen.
fn bring_into_sight(state: &mut State) {
    let height = state.outline_frame().height() - HEAD - super::GAP;
    let Some(outline) = &mut state.chrome.outline else { return };
    let y = outline.chosen as f64 * ROW;
    // Whole rows, so that none is cut.
    let last = ((y + ROW - height) / ROW).ceil() * ROW;
    outline.top = outline.top.min(y).max(last).max(0.0);
}

/// Moves the rows by so many px.
pub(super) fn scroll(state: &mut State, by: f64) {
    let height = state.outline_frame().height() - HEAD - super::GAP;
    let Some(outline) = &mut state.chrome.outline else { return };
    let all = outline.rows.len() as f64 * ROW;
    let most = ((all - height) / ROW).ceil().max(0.0) * ROW;
    let by = (by / ROW).round() * ROW;
    outline.top = (outline.top + by).clamp(0.0, most);
}

/// Goes along with what is selected.
pub(super) fn follow(state: &mut State, diagram: &Diagram) {
    let selected = state.view.selection.last().copied();
    let selected = selected.or(state.view.focus.map(Subject::Group));
    let Some(outline) = &mut state.chrome.outline else { return };
    if outline.followed == selected {
        return;
    }
    outline.followed = selected;
    if let Some(subject) = selected {
        outline.reveal(subject, &diagram.graph);
        bring_into_sight(state);
    }
}

impl Chrome {
    /// Whether a wheel at `at` scrolls a panel rather than the diagram.
    #[must_use]
    pub fn scrolls_at(&self, state: &State, at: Point) -> bool {
        let outline = self.outline.is_some() && state.outline_frame().contains(at);
        let inspector = self.inspector.is_some() && state.inspector_frame().contains(at);
        outline || inspector
    }
}

/// How far a wheel's notch scrolls, logical px.
pub(in crate::explore) const NOTCH: Vec2 = Vec2::new(0.0, 3.0 * ROW);

/// Takes the outline over to another reading of the text.
pub(in crate::explore) fn adopt(
    state: &mut State,
    kept: impl Fn(Subject) -> Option<Subject>,
    new: &Diagram,
) {
    let Some(outline) = &mut state.chrome.outline else { return };
    let open = outline.open.iter().filter_map(|group| match kept(Subject::Group(*group)) {
        Some(Subject::Group(group)) => Some(group),
        _ => None,
    });
    outline.open = open.collect();
    outline.followed = None;
    outline.rows = Arc::default();
    outline.list(&new.graph);
    bring_into_sight(state);
}
