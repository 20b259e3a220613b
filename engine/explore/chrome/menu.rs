//! A menu of commands, where somebody asked for it.

use kurbo::{Point, Rect, Size};

use super::outline::going_to;
use super::titles::{at, title_of, width_of};
use super::{GAP, Request};
use crate::diagram::Diagram;
use crate::explore::{
    Ask, Command, Copied, Folding, Follow, Hops, Keys, Name, Purpose, State, Subject, Turn, hit,
};
use crate::graph::{EndAt, GroupId, NodeId, NodeKind};
use crate::layout::Effort;

/// A menu that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// Where it was asked for, logical px.
    pub at: Point,
    /// What it is about.
    pub title: String,
    /// What there is to choose from.
    pub items: Vec<Item>,
    /// The one that keys act on.
    pub chosen: Option<usize>,
}

/// A line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it does.
    pub title: String,
    /// The keys that do so too.
    pub keys: String,
    /// It.
    pub command: Command,
}

/// Where a menu stands, logical px.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuFrame {
    /// All of it.
    pub frame: Rect,
    /// Its title.
    pub head: Rect,
    /// The items that are seen, each with its number.
    pub rows: Vec<(usize, Rect)>,
}

/// Height of a row, logical px.
const ROW: f64 = 30.0;
/// Size of the type, logical px.
const TYPE: f64 = 13.0;
/// Beside the text, logical px.
const PADDING: f64 = 14.0;
/// Above and below the rows, logical px.
const EDGE: f64 = 6.0;
/// Its width at least and at most, logical px.
const WIDTHS: (f64, f64) = (200.0, 380.0);
/// More items are scrolled through.
const MOST_ROWS: usize = 14;

impl MenuFrame {
    /// Where `menu` stands in a window of this size: at where it was asked for, and wholly inside.
    #[must_use]
    pub fn new(menu: &Menu, viewport: Size) -> Self {
        let width = |item: &Item| {
            let keys = width_of(&item.keys, TYPE);
            width_of(&item.title, TYPE) + if keys > 0.0 { keys + 24.0 } else { 0.0 }
        };
        let widest = menu.items.iter().map(width).fold(width_of(&menu.title, TYPE), f64::max);
        let room = (viewport.width - 2.0 * GAP).max(80.0);
        let width = (widest + 2.0 * PADDING).clamp(WIDTHS.0, WIDTHS.1).min(room);
        let fits = |n: usize| (n as f64 + 1.0) * ROW + 2.0 * EDGE <= viewport.height - 2.0 * GAP;
        let n_rows = (1..=MOST_ROWS).take_while(|n| fits(*n)).count().min(menu.items.len());
        let size = Size::new(width, (n_rows as f64 + 1.0) * ROW + 2.0 * EDGE);
        let x = menu.at.x.min(viewport.width - GAP - size.width).max(GAP);
        let y = menu.at.y.min(viewport.height - GAP - size.height).max(GAP);
        let frame = Rect::from_origin_size((x, y), size);
        let head = Rect { y1: frame.y0 + EDGE + ROW, ..frame };
        let first = (menu.chosen.unwrap_or(0) + 1).saturating_sub(n_rows);
        let row = |place: usize| {
            let y = head.y1 + place as f64 * ROW;
            (first + place, Rect::new(frame.x0 + EDGE, y, frame.x1 - EDGE, y + ROW))
        };
        Self { frame, head, rows: (0..n_rows).map(row).collect() }
    }
}

/// Where a menu is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// `menu`: for what is selected.
    Selection,
    /// `menu X Y`: for what is there, logical px.
    At(Point),
    /// `menu NAME`.
    On(Name),
}

/// Opens the menu of what is at `place`.
pub(super) fn open(state: &mut State, place: &Place, diagram: &Diagram, time: f64) {
    let subject = match place {
        Place::At(at) => crate::explore::update::met_at(state, *at, Some(diagram), time),
        Place::Selection => state.meant(&[], diagram).last().copied(),
        Place::On(name) => name.find(diagram),
    };
    let at = match (place, subject) {
        (Place::At(at), _) => *at,
        (_, Some(subject)) => {
            let to_screen = state.camera.at(time).affine(state.viewport);
            to_screen * hit::bounds(diagram, subject).center()
        }
        (_, None) => state.free_area().center(),
    };
    let title = subject.map_or_else(
        || diagram.graph.title.clone().unwrap_or_else(|| "Diagram".to_owned()),
        |subject| title_of(&diagram.graph, subject),
    );
    let items = items(state, subject, diagram);
    let chosen = (!matches!(place, Place::At(_))).then_some(0);
    state.chrome.menu = Some(Menu { at, title, items, chosen });
}

/// What can be done with `subject`, or with the whole.
fn items(state: &State, subject: Option<Subject>, diagram: &Diagram) -> Vec<Item> {
    let item = |title: &str, command: Command| item(&state.keys, title, command);
    let Some(subject) = subject else { return on_canvas(state) };
    let name = Name::of(subject, diagram);
    let one = || vec![name.clone()];
    let mut items = match subject {
        Subject::Node(_) => {
            let mut items = vec![
                item(
                    "Show upstream",
                    Command::Trace { follow: Follow::Up, hops: Hops::All, names: one() },
                ),
                item(
                    "Show downstream",
                    Command::Trace { follow: Follow::Down, hops: Hops::All, names: one() },
                ),
                item("What fails with it", Command::Fail(one())),
            ];
            let mut others = state.view.selection.iter().filter(|other| **other != subject);
            if let Some(other) = others.next_back() {
                let from = Name::of(*other, diagram);
                let title = format!("Path from {}", title_of(&diagram.graph, *other));
                items.push(item(&title, Command::TracePath(vec![from, name.clone()])));
            }
            items.push(item("Go there", Command::Focus(one())));
            items
        }
        Subject::Group(group) => {
            let fold = if state.view.folded.contains(&group) {
                item("Expand", Command::Fold { folding: Folding::Expand, names: one() })
            } else {
                item("Collapse", Command::Fold { folding: Folding::Collapse, names: one() })
            };
            vec![item("Look into it", Command::Focus(one())), fold]
        }
        Subject::Edge(edge) => {
            let edge = &diagram.graph.edges[edge.index()];
            let visit =
                |end: EndAt| Command::Chrome(Request::Visit(vec![Name::of(at(end), diagram)]));
            let both = [edge.from.at, edge.to.at].map(|end| Name::of(at(end), diagram));
            let to = |end: EndAt| format!("Go to {}", title_of(&diagram.graph, at(end)));
            vec![
                item(&to(edge.from.at), visit(edge.from.at)),
                item(&to(edge.to.at), visit(edge.to.at)),
                item("Trace it", Command::TracePath(both.to_vec())),
            ]
        }
    };
    items.push(item("Inspect", Command::Chrome(Request::Inspect(one()))));
    if !matches!(subject, Subject::Edge(_)) {
        items.push(item("Show in outline", Command::Chrome(Request::Reveal(one()))));
        items.push(item("Isolate", Command::Isolate(one())));
    }
    items.push(item("Hide", Command::Hide(one())));
    if state.view.selection == [subject] {
        items.push(item("Copy its id", Command::Ask(Ask::Copy(Copied::Id))));
    }
    items.push(item("Open in editor", Command::Chrome(Request::Edit(one()))));
    items
}

fn on_canvas(state: &State) -> Vec<Item> {
    let item = |title: &str, command: Command| item(&state.keys, title, command);
    let mut items = vec![
        item("Show everything", Command::Fit),
        item("Find", Command::Search(Purpose::Find, String::new())),
        item("Commands", Command::Search(Purpose::Command, String::new())),
    ];
    if state.view.focus.is_some() {
        items.push(item("To the group round it", Command::Up));
    }
    if !state.view.hidden.is_empty() {
        items.push(item("Show what is hidden", Command::ShowAll));
    }
    let show = |title: &str, request: Request| item(title, Command::Chrome(request));
    items.push(show("Outline", Request::Outline(None)));
    items.push(show("Inspector", Request::Inspector(None)));
    items.push(show("Minimap", Request::Minimap(None)));
    items.push(show("Legend", Request::Legend));
    items.push(show("Layout", Request::Layout));
    items.push(item("Open a file", Command::Ask(Ask::Open(None))));
    items.push(item("Export", Command::Ask(Ask::Export(None))));
    items.push(show("Dark or light", Request::Theme(None)));
    items.push(item("Keys", Command::Help));
    items
}

/// Opens the ways to lay the diagram out otherwise.
pub(super) fn open_layout(state: &mut State) {
    let item = |title: &str, command: Command| item(&state.keys, title, command);
    let laid_out = |effort: Option<Effort>| Command::Ask(Ask::Layout(effort));
    let mut items = vec![
        item("Afresh", laid_out(None)),
        item("As well as it gets", laid_out(Some(Effort::Best))),
        item("As usual", laid_out(Some(Effort::Normal))),
        item("At once", laid_out(Some(Effort::Draft))),
    ];
    if !state.view.selection.is_empty() {
        items.push(item("Let what is selected stand freely", Command::Unpin(Vec::new())));
    }
    items.push(item("Let everything stand freely", Command::UnpinAll));
    let at = state.free_area().center();
    state.chrome.menu = Some(Menu { at, title: "Layout".to_owned(), items, chosen: Some(0) });
}

/// An item with the keys of its command, whatever that names.
fn item(keys: &Keys, title: &str, command: Command) -> Item {
    let text = command.to_string();
    let names: Vec<String> = command.names().iter().map(|name| format!(" {name}")).collect();
    let bare = text.strip_suffix(&names.concat()).unwrap_or(&text);
    let bare = match &command {
        Command::Fold { .. } => "toggle",
        Command::TracePath(_) => "trace path",
        Command::Chrome(Request::Inspect(_)) => "inspector",
        Command::Chrome(Request::Reveal(_)) => "outline",
        _ => bare,
    };
    let row = keys.rows().iter().find(|row| row.command == bare);
    let keys = row.and_then(|row| row.keys.first()).cloned().unwrap_or_default();
    Item { title: title.to_owned(), keys, command }
}

/// Opens a list of what lies beside `name`, in the same group.
pub(super) fn open_siblings(state: &mut State, name: &Name, diagram: &Diagram, time: f64) {
    let Some(subject) = name.find(diagram) else { return };
    let graph = &diagram.graph;
    let siblings: Vec<Subject> = match subject {
        Subject::Group(group) => {
            let parent = graph.groups[group.index()].parent;
            let all = graph.groups.iter().zip(0..).filter(|(group, _)| group.parent == parent);
            all.map(|(_, id)| Subject::Group(GroupId(id))).collect()
        }
        Subject::Node(node) => {
            let group = graph.nodes[node.index()].group;
            let all = graph.nodes.iter().zip(0..);
            let beside = all.filter(|(n, _)| n.group == group && n.kind == NodeKind::Service);
            beside.map(|(_, id)| Subject::Node(NodeId(id))).collect()
        }
        Subject::Edge(_) => return,
    };
    let of_crumb = state.crumbs(diagram, time);
    let crumb = of_crumb.iter().find(|crumb| crumb.subject == Some(subject));
    let at = crumb
        .map_or(Point::new(GAP, 2.0 * GAP), |crumb| Point::new(crumb.area.x0, crumb.area.y1 + 4.0));
    let item = |other: &Subject| Item {
        title: title_of(graph, *other),
        keys: if *other == subject { "✓".to_owned() } else { String::new() },
        command: going_to(*other, diagram),
    };
    let chosen = siblings.iter().position(|other| *other == subject);
    let title = "Beside it".to_owned();
    let items = siblings.iter().map(item).collect();
    state.chrome.menu = Some(Menu { at, title, items, chosen });
}

/// Chooses the next item, or the one before, round the ends.
pub(in crate::explore) fn choose_in_menu(state: &mut State, turn: Turn) {
    let Some(menu) = &mut state.chrome.menu else { return };
    let n = menu.items.len().max(1);
    menu.chosen = Some(match (menu.chosen, turn) {
        (None, Turn::Next) => 0,
        (Some(chosen), Turn::Next) => (chosen + 1) % n,
        (None, Turn::Previous) => n - 1,
        (Some(chosen), Turn::Previous) => (chosen + n - 1) % n,
    });
}
