//! Tours: a diagram told step by step.
//!
//! [`read`] reads the file beside the diagram (`NAME.tour.yaml`), [`read_comments`] the `%% @step` lines of the diagram's
//! own text. In the text a step states only what it changes; a [`Tour`] holds whole steps, so that any of them can be
//! gone to directly. [`Tour::commands`] says a step in the vocabulary of [`Command`](super::Command), [`check`] what of
//! a tour the diagram does not have, [`legibility`] which names would be too small on a screen, [`plan_groups`] and
//! [`plan_path`] make tours, and [`write()`] prints one.

mod check;
mod comments;
mod fields;
mod film;
mod legible;
mod plan;
mod read;
mod record;
mod select;
mod stand;
mod write;

#[cfg(test)]
mod tests;

use kurbo::Size;

use super::{Pose, View};
use crate::diagram::Diagram;
use crate::syntax::Span;

pub use check::{CODES, check};
pub use comments::read_comments;
pub use film::{Film, Timing};
pub use legible::{LEAST_LABEL, PROJECTOR, Shortfall, legibility};
pub use plan::{plan_groups, plan_path};
pub use read::read;
pub use record::step_here;
pub use select::Selector;
pub use write::{append, write};

pub(super) use stand::{detail_for, drawn, pose_of, view_of};

/// A diagram told step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tour {
    /// What it is called.
    pub title: Option<String>,
    /// The names of its sections.
    pub sections: Vec<String>,
    /// Its steps, each whole.
    pub steps: Vec<TourStep>,
}

/// One step, with all that holds during it.
#[derive(Clone, Debug, PartialEq)]
pub struct TourStep {
    /// What other steps and commands call it.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// Which section it is in.
    pub section: Option<usize>,
    /// Where it stands in the text.
    pub span: Span,
    /// What the audience reads.
    pub say: Say,
    /// What only the presenter reads.
    pub notes: String,
    /// How long a tour that plays by itself stays, s; without it as long as reading takes.
    pub pause: Option<f64>,
    /// What can be gone to instead of the next step.
    pub alternatives: Vec<Alternative>,
    /// Whether only alternatives lead here.
    pub is_aside: bool,
    /// The step after it, where that is not the next one.
    pub goto: Option<Goto>,
    /// What is seen.
    pub stand: Stand,
}

/// Another way to go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// What it is called.
    pub text: String,
    /// The place of its step.
    pub to: usize,
}

/// A step that is gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goto {
    /// The place of the step.
    pub to: usize,
    /// Where the text says so.
    pub span: Span,
}

/// What the audience reads during a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Say {
    /// Markdown; empty for nothing.
    pub text: String,
    /// In place of it, from where the trace has reached this on.
    pub by_hop: Vec<(Pick, String)>,
}

/// What is seen during a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stand {
    /// Where the camera looks; without it at what the step is about.
    pub view: Option<Aim>,
    /// Which level of the diagram is seen, 0 to 4; without it the one that the zoom tells.
    pub level: Option<u8>,
    /// So many levels more, -2 to 2.
    pub detail: i8,
    /// The group that is looked into, or what is flown to.
    pub focus: Vec<Pick>,
    /// What has a frame round it.
    pub highlight: Vec<Pick>,
    /// The groups that are one tile each.
    pub collapse: Vec<Pick>,
    /// Those of them that are not.
    pub expand: Vec<Pick>,
    /// Nothing else is drawn.
    pub isolate: Vec<Pick>,
    /// What is not drawn.
    pub hide: Vec<Pick>,
    /// What is traced.
    pub trace: Option<Traced>,
    /// How the light of a trace goes on.
    pub pace: Gait,
    /// What the camera does meanwhile.
    pub camera: Filming,
    /// What is marked.
    pub marks: Vec<MarkOn>,
    /// Whether the edges flow, where the step says so.
    pub flow: Option<bool>,
    /// Where the text stands.
    pub text: Corner,
    /// How the camera gets here.
    pub fly: Fly,
    /// How much is left of what is out of focus, 0 to 1.
    pub dim: Option<f32>,
}

/// A selector and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// It.
    pub selector: Selector,
    /// Where.
    pub span: Span,
}

/// Where the camera looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// At the whole.
    Whole,
    /// At these.
    At(Vec<Pick>),
    /// At this point of the drawing, px, at this zoom.
    Pose {
        /// To the right.
        x: f64,
        /// Down.
        y: f64,
        /// Logical px a px of the drawing.
        zoom: f64,
    },
}

/// What is traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Traced {
    /// The way from one to the next.
    Path(Vec<Pick>),
    /// What depends on these.
    Impact(Vec<Pick>),
}

/// How the light of a trace goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Gait {
    /// As when exploring.
    #[default]
    Usual,
    /// A hop in so many seconds.
    Every(f64),
    /// A hop for each step on.
    Click,
}

/// What the camera does during a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filming {
    /// Shows all of it.
    #[default]
    FitTrace,
    /// Goes along.
    Follow,
    /// Stays.
    Hold,
}

/// Something marked with a sign and a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkOn {
    /// The sign.
    pub kind: MarkKind,
    /// On what.
    pub on: Pick,
    /// The words; may be empty.
    pub text: String,
}

/// A sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkKind {
    /// A ring round it.
    #[default]
    Ring,
    /// A cross through it.
    Cross,
}

/// Where text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Corner {
    /// At the bottom left.
    #[default]
    BottomLeft,
    /// At the bottom, in the middle.
    Bottom,
    /// At the bottom right.
    BottomRight,
    /// At the top left.
    TopLeft,
    /// At the top, in the middle.
    Top,
    /// At the top right.
    TopRight,
}

/// How the camera gets to a step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Fly {
    /// As long as the way asks for.
    #[default]
    Auto,
    /// At once.
    Cut,
    /// In so many seconds.
    Secs(f64),
}

/// What `step` makes of `diagram`, the camera apart.
#[must_use]
pub fn view_in(step: &TourStep, diagram: &Diagram) -> View {
    view_of(step, diagram)
}

/// Where the camera stands in `step`, as `diagram` is drawn, in a window of this size.
#[must_use]
pub fn pose_in(step: &TourStep, diagram: &Diagram, viewport: Size) -> Pose {
    let card = super::card_of(step, viewport).map(|card| card.frame);
    pose_of(step, diagram, 0, viewport, card)
}

impl Tour {
    /// The step that follows the one at `place` when nobody chooses otherwise.
    #[must_use]
    pub fn after(&self, place: usize) -> Option<usize> {
        let step = self.steps.get(place)?;
        let next = (place + 1..self.steps.len()).find(|next| !self.steps[*next].is_aside);
        step.goto.as_ref().map(|goto| goto.to).or(next)
    }

    /// The step before the one at `place` in the text, asides left out.
    #[must_use]
    pub fn before(&self, place: usize) -> Option<usize> {
        (0..place.min(self.steps.len())).rev().find(|before| !self.steps[*before].is_aside)
    }

    /// The place of the step that `name` is, an id or a number from 1.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Option<usize> {
        let number =
            || name.parse::<usize>().ok()?.checked_sub(1).filter(|p| *p < self.steps.len());
        self.steps.iter().position(|step| step.id == name).or_else(number)
    }
}

impl TourStep {
    /// What people call it: its name, else its id.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}
