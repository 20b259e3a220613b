use std::fmt;

use kurbo::Point;

use super::menu::{self, Place};
use super::{Setting, findings, inspector, minimap, outline};
use crate::diagram::Diagram;
use crate::explore::search::go_to;
use crate::explore::update::Effect;
use crate::explore::{Name, State, Subject, Turn, update};

/// What a person asks of what is shown beside the diagram.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// `minimap`, `minimap auto|on|off`: shows it or not; without a word the other of what it is.
    Minimap(Option<Setting>),
    /// `minimap X Y`: brings the place in the minimap at this point of the window into the middle.
    Steer(Point),
    /// `outline`, `outline on|off`: the tree of groups and services.
    Outline(Option<bool>),
    /// `outline NAME`: opens it at this.
    Reveal(Vec<Name>),
    /// `branch open|close [NAME]`: shows the members of a group in the outline, or not.
    Branch {
        /// Whether they are to be shown.
        open: bool,
        /// The group; without one that of the chosen row.
        names: Vec<Name>,
    },
    /// `scroll Y`: moves the panel under the pointer by so many logical px.
    Scroll(f64),
    /// `inspector`, `inspector on|off`: what is known of what is selected.
    Inspector(Option<bool>),
    /// `inspect NAME`: selects it and tells what is known of it.
    Inspect(Vec<Name>),
    /// `visit NAME`: selects it and goes there.
    Visit(Vec<Name>),
    /// `show NAME…`: these are hidden no more.
    Show(Vec<Name>),
    /// `edit [NAME]`: opens an editor where it is written.
    Edit(Vec<Name>),
    /// `menu`, `menu X Y`, `menu NAME`: what can be done with what is selected, with what is there, with this.
    Menu(Place),
    /// `layout`: the ways to lay the diagram out otherwise.
    Layout,
    /// `siblings NAME`: what lies beside it.
    Siblings(Name),
    /// `legend`: what the marks mean, on and off.
    Legend,
    /// `theme`, `theme dark|light|own`: these colours; without a word dark where it is light, and light where it is dark.
    Theme(Option<Scheme>),
    /// `diagnostics`: tells what there is to be said about the text, on and off.
    Diagnostics,
    /// `diagnostics next|previous`: tells the next of it, or the one before.
    Diagnostic(Turn),
}

/// Colours to draw in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Veduta's dark ones.
    Dark,
    /// Veduta's light ones.
    Light,
    /// Those that the diagram asks for.
    Own,
}

impl Request {
    /// The things of the diagram that it names.
    pub(in crate::explore) fn names(&self) -> &[Name] {
        match self {
            Self::Reveal(names)
            | Self::Branch { names, .. }
            | Self::Inspect(names)
            | Self::Visit(names)
            | Self::Show(names)
            | Self::Edit(names) => names,
            Self::Menu(Place::On(name)) | Self::Siblings(name) => std::slice::from_ref(name),
            _ => &[],
        }
    }

    /// Whether what it changes can be taken back.
    pub(in crate::explore) fn is_undone(&self) -> bool {
        matches!(self, Self::Steer(_) | Self::Inspect(_) | Self::Visit(_) | Self::Show(_))
    }

    /// The request that `word` and what follows it are; `names` reads names from the place told on.
    pub(in crate::explore) fn read(
        word: &str,
        texts: &[&str],
        names: impl Fn() -> Option<Vec<Name>>,
    ) -> Option<Self> {
        let point = || match texts {
            [x, y] => Some(Point::new(number(x)?, number(y)?)),
            _ => None,
        };
        Some(match (word, texts) {
            ("minimap", []) => Self::Minimap(None),
            ("minimap", ["auto"]) => Self::Minimap(Some(Setting::Auto)),
            ("minimap", ["on"]) => Self::Minimap(Some(Setting::On)),
            ("minimap", ["off"]) => Self::Minimap(Some(Setting::Off)),
            ("minimap", _) => Self::Steer(point()?),
            ("outline", []) => Self::Outline(None),
            ("outline", ["on"]) => Self::Outline(Some(true)),
            ("outline", ["off"]) => Self::Outline(Some(false)),
            ("outline", _) => Self::Reveal(names()?),
            ("scroll", [by]) => Self::Scroll(number(by)?),
            ("inspector", []) => Self::Inspector(None),
            ("inspector", ["on"]) => Self::Inspector(Some(true)),
            ("inspector", ["off"]) => Self::Inspector(Some(false)),
            ("inspect", [_, ..]) => Self::Inspect(names()?),
            ("visit", [_, ..]) => Self::Visit(names()?),
            ("show", [_, ..]) => Self::Show(names()?),
            ("edit", _) => Self::Edit(names()?),
            ("menu", []) => Self::Menu(Place::Selection),
            ("menu", [_, _]) if point().is_some() => Self::Menu(Place::At(point()?)),
            ("menu", _) => Self::Menu(Place::On(one(names()?)?)),
            ("layout", []) => Self::Layout,
            ("siblings", _) => Self::Siblings(one(names()?)?),
            ("legend", []) => Self::Legend,
            ("theme", []) => Self::Theme(None),
            ("theme", ["dark"]) => Self::Theme(Some(Scheme::Dark)),
            ("theme", ["light"]) => Self::Theme(Some(Scheme::Light)),
            ("theme", ["own"]) => Self::Theme(Some(Scheme::Own)),
            ("diagnostics", []) => Self::Diagnostics,
            ("diagnostics", ["next"]) => Self::Diagnostic(Turn::Next),
            ("diagnostics", ["previous"]) => Self::Diagnostic(Turn::Previous),
            _ => return None,
        })
    }

    /// `branch open|close` with the names behind.
    pub(in crate::explore) fn read_branch(texts: &[&str], names: Vec<Name>) -> Option<Self> {
        match texts.first() {
            Some(&"open") => Some(Self::Branch { open: true, names }),
            Some(&"close") => Some(Self::Branch { open: false, names }),
            _ => None,
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}

fn one(names: Vec<Name>) -> Option<Name> {
    <[Name; 1]>::try_from(names).ok().map(|[name]| name)
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let switch = |on: &Option<bool>| match on {
            None => "",
            Some(true) => " on",
            Some(false) => " off",
        };
        match self {
            Self::Minimap(None) => f.write_str("minimap"),
            Self::Minimap(Some(setting)) => write!(f, "minimap {setting}"),
            Self::Steer(at) => write!(f, "minimap {} {}", at.x, at.y),
            Self::Outline(on) => write!(f, "outline{}", switch(on)),
            Self::Reveal(_) => f.write_str("outline"),
            Self::Branch { open, .. } => {
                write!(f, "branch {}", if *open { "open" } else { "close" })
            }
            Self::Scroll(by) => write!(f, "scroll {by}"),
            Self::Inspector(on) => write!(f, "inspector{}", switch(on)),
            Self::Inspect(_) => f.write_str("inspect"),
            Self::Visit(_) => f.write_str("visit"),
            Self::Show(_) => f.write_str("show"),
            Self::Edit(_) => f.write_str("edit"),
            Self::Menu(Place::At(at)) => write!(f, "menu {} {}", at.x, at.y),
            Self::Menu(_) => f.write_str("menu"),
            Self::Layout => f.write_str("layout"),
            Self::Siblings(_) => f.write_str("siblings"),
            Self::Legend => f.write_str("legend"),
            Self::Theme(None) => f.write_str("theme"),
            Self::Theme(Some(Scheme::Dark)) => f.write_str("theme dark"),
            Self::Theme(Some(Scheme::Light)) => f.write_str("theme light"),
            Self::Theme(Some(Scheme::Own)) => f.write_str("theme own"),
            Self::Diagnostics => f.write_str("diagnostics"),
            Self::Diagnostic(turn) => write!(f, "diagnostics {turn}"),
        }?;
        self.names().iter().try_for_each(|name| write!(f, " {name}"))
    }
}

/// Carries `request` out.
pub(in crate::explore) fn carry_out(
    state: &mut State,
    request: &Request,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    match (request, diagram) {
        (Request::Minimap(setting), _) => {
            let other = if state.chrome.minimap_shown { Setting::Off } else { Setting::On };
            state.chrome.minimap = setting.unwrap_or(other);
        }
        (Request::Outline(on), _) => outline::toggle(state, *on, diagram),
        (Request::Inspector(on), _) => inspector::toggle(state, *on),
        (Request::Legend, _) => state.chrome.legend = !state.chrome.legend,
        (Request::Theme(scheme), _) => return Some(Effect::Theme(*scheme)),
        (Request::Diagnostics, _) => findings::toggle(state),
        (Request::Diagnostic(turn), _) => {
            let command = findings::step(state, *turn, diagram);
            return command.and_then(|command| update(state, &command, diagram, time));
        }
        (_, Some(diagram)) => return with_diagram(state, request, diagram, time),
        (_, None) => {}
    }
    None
}

fn with_diagram(
    state: &mut State,
    request: &Request,
    diagram: &Diagram,
    time: f64,
) -> Option<Effect> {
    let meant = |state: &State| state.meant(request.names(), diagram);
    match request {
        Request::Steer(at) => minimap::steer(state, *at, diagram, time),
        Request::Reveal(_) => {
            let subjects = meant(state);
            outline::toggle(state, Some(true), Some(diagram));
            state.view.select(subjects);
        }
        Request::Branch { open, names } => outline::branch(state, *open, names, diagram),
        Request::Scroll(by) => {
            let at = state.pointer?;
            if state.chrome.outline.is_some() && state.outline_frame().contains(at) {
                outline::scroll(state, *by);
            } else {
                inspector::scroll(state, *by, diagram);
            }
        }
        Request::Inspect(_) => {
            let subjects = meant(state);
            inspector::toggle(state, Some(true));
            state.view.select(subjects);
        }
        Request::Visit(_) => {
            let subjects = meant(state);
            if let Some(subject) = subjects.last().copied() {
                state.view.select(subjects);
                go_to(state, diagram, subject, time);
            }
        }
        Request::Show(names) => {
            let shown: Vec<Subject> = names.iter().filter_map(|name| name.find(diagram)).collect();
            shown.into_iter().for_each(|subject| show(state, subject, diagram));
        }
        Request::Edit(_) => {
            let subject = meant(state).last().copied();
            return subject.map(|subject| Effect::Edit(start_of(subject, diagram)));
        }
        Request::Menu(place) => menu::open(state, place, diagram, time),
        Request::Layout => menu::open_layout(state),
        Request::Siblings(name) => menu::open_siblings(state, name, diagram, time),
        _ => {}
    }
    None
}

/// `subject` is hidden no more, nor are the groups round it.
fn show(state: &mut State, subject: Subject, diagram: &Diagram) {
    let graph = &diagram.graph;
    let hidden = &mut state.view.hidden;
    hidden.remove(&subject);
    let group = match subject {
        Subject::Node(node) => graph.nodes[node.index()].group,
        Subject::Group(group) => Some(group),
        Subject::Edge(_) => None,
    };
    for group in graph.enclosing(group) {
        hidden.remove(&Subject::Group(group));
    }
    if let Subject::Group(group) = subject {
        // All that is in it too, else it would be an empty box.
        hidden.retain(|inner| match inner {
            Subject::Node(node) => !graph.lies_in(graph.nodes[node.index()].group, group),
            Subject::Group(inner) => !graph.lies_in(Some(*inner), group),
            Subject::Edge(_) => true,
        });
    }
}

/// The first byte of its statement.
fn start_of(subject: Subject, diagram: &Diagram) -> usize {
    let graph = &diagram.graph;
    match subject {
        Subject::Node(node) => graph.nodes[node.index()].span.start,
        Subject::Group(group) => graph.groups[group.index()].span.start,
        Subject::Edge(edge) => graph.edges[edge.index()].span.start,
    }
}
