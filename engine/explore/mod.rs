//! What the person is doing, and the only function that changes it.
//!
//! Raw input comes in as [`Event`]s in logical px; an [`Input`] recognises gestures and keys in them and says what they
//! ask for as [`Command`]s; scripts and recorded sessions hold the same commands as text. [`update`] carries a command
//! out on the [`State`]. Everything that moves is a pure function of absolute time in seconds: [`Camera::at`] tells where
//! the camera is at any moment, past or to come.
//!
//! Screen positions are in logical px from the window's top left corner, y down; the world is the diagram's px.

mod adopt;
mod ask;
mod bindings;
mod camera;
mod chrome;
mod command;
mod dragging;
mod event;
mod filter;
mod find;
mod flight;
mod folding;
mod history;
mod hit;
mod hover;
mod input;
mod kept;
mod keys;
mod levels;
mod name;
mod order;
mod panel;
mod playback;
mod present;
mod pulls;
mod read;
mod retell;
mod script;
mod search;
mod show;
mod showing;
mod structure;
mod stubs;
pub mod tour;
mod trace;
mod update;
mod view;
mod walk;
mod web;
mod words;

use std::sync::Arc;

use kurbo::{Point, Rect, Size};

use crate::graph::{EdgeId, GroupId, NodeId};

pub use adopt::adopt;
pub use ask::{Ask, Copied, Tab};
pub use bindings::{BINDINGS, Binding, GESTURES, PRESENTING, Topic, pressed};
pub use camera::{Camera, MARGIN, Pose, ZoomRange, fit};
pub use chrome::{
    BUTTON, CardLine, Chrome, Crumb, Fact, FactKind, Finding, GAP, Gravity, HEAD, Inspector, Item,
    Menu, MenuFrame, Minimap, Offer, Outline, OutlineFrame, OutlineRow, Place, Request, STATUS,
    Scheme, Setting, Sheet, Spot, Toast, Welcome, WelcomeFrame, card, facts, say, tell_findings,
    title_of, width_of,
};
pub use command::{Command, Edit, NotACommand, Turn, Way};
pub use dragging::Drag;
pub use event::{Button, Event, Key, Modifiers, TouchPhase};
pub use find::{Hit, Target};
pub use flight::Pace;
pub use folding::{Folding, Landing, refold};
pub use history::History;
pub use hit::{bounds, subject_at};
pub use hover::Hover;
pub use input::{Cursor, Input};
pub use kept::Kept;
pub use keys::{KeyRow, Keys};
pub use levels::{Level, Levels};
pub use name::Name;
pub use order::reading_order;
pub use panel::Panel;
pub use playback::{Playback, Playing};
pub use present::{Card, NAME_SECS, Present, TRAIL_SECS, adopt_tour, card_of, marked, unit};
pub use read::{Entry, VOCABULARY};
pub use script::{CODES, Step, script, session, session_line, unknown_names};
pub use search::{Purpose, Search};
pub use show::{Blank, Show, Tool};
pub use stubs::Stub;
pub use trace::{Course, Hops, Trace, Traced};
pub use update::{Effect, update};
pub use view::{Aspect, View};
pub use walk::{Fork, Walk};
pub use web::Follow;

#[cfg(test)]
mod tests;

/// What the person is doing with the diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Which part of the world is seen.
    pub camera: Camera,
    /// The window's inside, logical px; zero until the first `resize`.
    pub viewport: Size,
    /// Whether the camera still shows the whole diagram because nobody has moved it: it then follows the window's size.
    pub fitted: bool,
    /// Where the pointer is, logical px; `None` outside the window.
    pub pointer: Option<Point>,
    /// What is pointed at, and what stands out because of it.
    pub hover: Hover,
    /// What the person has made of the diagram.
    pub view: View,
    /// The panel that is open.
    pub search: Option<Search>,
    /// What was found last, for going from one to the next.
    pub found: Vec<Subject>,
    /// The commands that were given in the panel, the latest last.
    pub recent: Vec<Command>,
    /// The last step along an edge that had several to choose from.
    pub fork: Option<Fork>,
    /// Whether things are at once where they go to, as some people need it.
    pub reduced_motion: bool,
    /// When the picture jumped last because of that, s.
    pub jumped: Option<f64>,
    /// What the keys do.
    pub keys: Arc<Keys>,
    /// What can be taken back.
    pub history: History,
    /// Where the camera goes in the picture that is being made.
    pub landing: Option<Landing>,
    /// What is open beside the diagram.
    pub chrome: Chrome,
    /// What is being dragged to another place.
    pub drag: Option<Drag>,
    /// What would be, if a hand took hold where the pointer is.
    pub grip: Option<Subject>,
    /// The frame that is being drawn up, logical px.
    pub band: Option<Rect>,
    /// The tour in the file beside the diagram, or in its text.
    pub tour: Option<Arc<tour::Tour>>,
    /// A presentation under way.
    pub present: Option<Present>,
    /// The id of the step at which the last one was left.
    pub left_at: Option<String>,
    /// What moves along the edges.
    pub flow: Playback,
    /// Whether the window fills the screen.
    pub fullscreen: bool,
    /// Whether the keys are shown.
    pub help: bool,
    /// Whether the overlay with frame times is shown.
    pub overlay: bool,
}

/// A thing of the diagram that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A group.
    Group(GroupId),
    /// An edge.
    Edge(EdgeId),
    /// A service or junction.
    Node(NodeId),
}
