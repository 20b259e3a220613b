//! What the window shows beside the diagram and can be clicked at: where it stands, and which command a click gives.
//!
//! Every panel is a [`Sheet`]: a frame that covers what is below it, and [`Spot`]s in it. A spot gives a [`Command`], so
//! that a click does nothing that keys and scripts cannot do. The window draws with the same geometry.

mod card;
mod comment;
mod crumbs;
mod findings;
mod inspector;
mod menu;
mod minimap;
mod outline;
mod request;
mod spots;
mod titles;
mod welcome;

use std::sync::Arc;

use kurbo::{Insets, Point, Rect, Size};

use super::{Command, State};
use crate::diagram::Diagram;

pub use card::{CardLine, card};
pub use crumbs::Crumb;
pub use findings::{Finding, Gravity, tell_findings};
pub use inspector::{Fact, FactKind, Inspector, facts};
pub use menu::{Item, Menu, MenuFrame, Place};
pub use minimap::{Minimap, Setting};
pub use outline::{Outline, OutlineFrame, OutlineRow};
pub use request::{Request, Scheme};
pub use spots::{Sheet, Spot};
pub use titles::{title_of, width_of};
pub use welcome::{Offer, Welcome, WelcomeFrame};

pub(super) use comment::{Before, comment};
pub(super) use menu::choose_in_menu;
pub(super) use outline::{NOTCH, adopt, choose as choose_row, look_for};
pub(super) use request::carry_out;
pub(super) use spots::{click, covers, settle};

#[cfg(test)]
mod tests;

/// Height of the status bar, logical px.
pub const STATUS: f64 = 24.0;
/// Between panels, and from panels to the window's edge, logical px.
pub const GAP: f64 = 8.0;
/// Side of the button that opens the palette, logical px: enough for a finger.
pub const BUTTON: f64 = 44.0;
/// Width of a drawer at the side, logical px.
const DRAWER: f64 = 288.0;
/// Height of the sheet with the diagnostics, logical px.
const SHEET: f64 = 128.0;
/// Height of the head of a drawer, logical px.
pub const HEAD: f64 = 44.0;
/// A toast is shown for so long, s (`interaction.md` 3.3).
const TOAST_SECS: f64 = 3.0;
/// So many toasts are shown at a time.
const MOST_TOASTS: usize = 3;

/// What is open beside the diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chrome {
    /// When the minimap is shown.
    pub minimap: Setting,
    /// Whether it is shown now.
    pub minimap_shown: bool,
    /// The tree of groups and services.
    pub outline: Option<Outline>,
    /// What is known of a thing.
    pub inspector: Option<Inspector>,
    /// What is offered while no file is open.
    pub welcome: Option<Welcome>,
    /// A menu.
    pub menu: Option<Menu>,
    /// Whether it is told what the marks mean.
    pub legend: bool,
    /// Which of the findings is told in the sheet at the bottom.
    pub sheet: Option<usize>,
    /// What is to be said about the text, the worst first.
    pub findings: Arc<Vec<Finding>>,
    /// What was said, the latest last.
    pub toasts: Vec<Toast>,
    /// What panels take of the window on each side, logical px.
    pub inset: Insets,
    /// The spot that the pointer is at, logical px.
    pub hot: Option<Rect>,
}

/// One line that is said and goes away by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// It.
    pub text: String,
    /// When it was said, s.
    pub since: f64,
}

impl Chrome {
    /// Says `text` at `time`, s.
    pub(super) fn toast(&mut self, text: String, time: f64) {
        self.toasts.retain(|toast| toast.is_shown(time) && toast.text != text);
        self.toasts.push(Toast { text, since: time });
        if self.toasts.len() > MOST_TOASTS {
            self.toasts.remove(0);
        }
    }

    /// Whether letters go to the outline rather than being keys.
    #[must_use]
    pub fn has_keyboard(&self) -> bool {
        self.menu.is_some() || self.outline.as_ref().is_some_and(|outline| outline.has_keyboard)
    }
}

/// What the item of the menu or the row of the outline gives that is chosen.
pub(super) fn accept(state: &mut State, diagram: Option<&Diagram>) -> Option<Command> {
    if let Some(menu) = state.chrome.menu.take() {
        return menu.items.get(menu.chosen?).map(|item| item.command.clone());
    }
    outline::accept(state, diagram?)
}

impl Toast {
    /// Whether it is to be seen at `time`, s.
    #[must_use]
    pub fn is_shown(&self, time: f64) -> bool {
        time < self.since + TOAST_SECS
    }
}

/// Says `text` to the person in `state`, from `time`, s, on.
pub fn say(state: &mut State, text: &str, time: f64) {
    state.chrome.toast(text.to_owned(), time);
}

impl State {
    /// When a toast goes away next, s.
    #[must_use]
    pub fn next_toast(&self, time: f64) -> Option<f64> {
        let shown = self.chrome.toasts.iter().filter(|toast| toast.is_shown(time));
        shown.map(|toast| toast.since + TOAST_SECS).reduce(f64::min)
    }

    /// The part of the window that no panel at a side covers, logical px.
    #[must_use]
    pub fn free_area(&self) -> Rect {
        let Size { width, height } = self.viewport;
        let inset = self.chrome.inset;
        Rect::new(inset.x0, inset.y0, width - inset.x1, (height - inset.y1).min(self.floor()))
    }

    /// The upper edge of the status bar, logical px; the window's lower edge where there is none.
    pub(super) fn floor(&self) -> f64 {
        let has_status = !self.fullscreen && self.present.is_none();
        self.viewport.height - if has_status { STATUS } else { 0.0 }
    }

    /// Where the outline stands, logical px.
    fn outline_frame(&self) -> Rect {
        Rect::new(GAP, GAP, GAP + self.drawer(), self.floor() - GAP)
    }

    /// Where the inspector stands, logical px.
    #[must_use]
    pub fn inspector_frame(&self) -> Rect {
        let right = self.viewport.width - GAP;
        Rect::new(right - self.drawer(), GAP, right, self.floor() - GAP)
    }

    /// Where the diagnostics are told, logical px.
    #[must_use]
    pub fn sheet_frame(&self) -> Rect {
        let free = self.free_area();
        let floor = self.floor() - GAP;
        Rect::new(free.x0 + GAP, floor - SHEET, (free.x1 - GAP).max(free.x0 + 80.0), floor)
    }

    /// Where the button for the palette stands, logical px.
    #[must_use]
    pub fn button_frame(&self) -> Rect {
        let corner = Point::new(self.free_area().x1 - GAP - BUTTON, GAP);
        Rect::from_origin_size(corner, (BUTTON, BUTTON))
    }

    fn drawer(&self) -> f64 {
        DRAWER.min(self.viewport.width - 2.0 * GAP)
    }

    /// Whether both drawers leave the diagram too little room.
    pub(super) fn is_narrow(&self) -> bool {
        self.viewport.width < 2.0 * DRAWER + 320.0
    }

    /// What panels take on each side, logical px.
    fn inset(&self) -> Insets {
        let chrome = &self.chrome;
        let side = self.drawer() + GAP;
        let taken = |is_open: bool, by: f64| if is_open { by } else { 0.0 };
        Insets::new(
            taken(chrome.outline.is_some(), side),
            0.0,
            taken(chrome.inspector.is_some(), side),
            taken(chrome.sheet.is_some(), self.viewport.height - self.floor() + SHEET + GAP),
        )
    }
}
