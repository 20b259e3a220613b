//! Presenting a tour: where one is in it, and what lies over the picture meanwhile.

mod card;
mod going;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kurbo::{Point, Rect, Size};

use super::tour::{Filming, Gait, Tour, TourStep};
use super::{Blank, Command, Show, State, Subject, Tool, Trace, trace};
use crate::diagram::Diagram;

pub use card::{Card, card_of, unit};
pub use going::adopt_tour;
pub(super) use going::{
    back_home, begin_or_end, carry_out, choose, chooses, click, escape, notice, resize,
};
pub(crate) use going::{go_to, light_all};

/// The name of a step is shown so long after it was gone to, s (`interaction.md` 3.3).
pub const NAME_SECS: f64 = 1.5;
/// What a laser leaves behind dies away in this time, s (`interaction.md` 3.2).
pub const TRAIL_SECS: f64 = 1.0;
/// A pointer that rests is hidden after this, s.
const POINTER_SECS: f64 = 2.0;
/// How far a spotlight reaches at first, logical px.
const RADIUS: f64 = 160.0;
/// Something that fades is drawn again so often, s.
const FADE_FRAME: f64 = 1.0 / 30.0;

/// A presentation under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    /// What is presented.
    pub tour: Arc<Tour>,
    /// The place of the step that is shown.
    pub place: usize,
    /// How many hops of its trace are lit, or followed by the camera, where that goes step by step.
    pub hop: u32,
    /// What is said from how many hops on, in that order.
    pub by_hop: Vec<(u32, String)>,
    /// When it was gone to, s.
    pub since: f64,
    /// When the camera is there, s.
    pub lands: f64,
    /// Whether somebody has moved away from it by hand.
    pub is_unhooked: bool,
    /// What covers everything.
    pub blank: Option<Blank>,
    /// What the pointer is.
    pub tool: Option<Tool>,
    /// How far a spotlight reaches, logical px.
    pub radius: f64,
    /// Where the laser was and when: logical px, s.
    pub trail: Vec<(Point, f64)>,
    /// What was drawn, world px.
    pub ink: Vec<Vec<Point>>,
    /// Whether the pen is down.
    pub is_drawing: bool,
    /// Whether all steps are shown at a glance, and which is chosen there.
    pub grid: Option<usize>,
    /// The number of a step as far as it is typed.
    pub digits: String,
    /// Whether it goes on by itself.
    pub is_auto: bool,
    /// Whether it began in a window that filled the screen.
    pub was_fullscreen: bool,
    /// When it began, s.
    pub begun: f64,
    /// When the pointer moved last, s.
    pub pointed: f64,
    /// Where to, logical px.
    pub pointed_at: Option<Point>,
}

impl Present {
    fn new(tour: Arc<Tour>, was_fullscreen: bool, time: f64) -> Self {
        Self {
            tour,
            place: 0,
            hop: 0,
            by_hop: Vec::new(),
            since: time,
            lands: time,
            is_unhooked: false,
            blank: None,
            tool: None,
            radius: RADIUS,
            trail: Vec::new(),
            ink: Vec::new(),
            is_drawing: false,
            grid: None,
            digits: String::new(),
            is_auto: false,
            was_fullscreen,
            begun: time,
            pointed: time,
            pointed_at: None,
        }
    }

    /// One that plays by itself.
    pub(super) fn film(tour: Arc<Tour>) -> Self {
        Self { is_auto: true, ..Self::new(tour, true, 0.0) }
    }

    /// The step that is shown.
    #[must_use]
    pub fn step(&self) -> Option<&TourStep> {
        self.tour.steps.get(self.place)
    }

    /// How much of the name of the step is seen at `time`, 0 to 1.
    #[must_use]
    pub fn name_share(&self, time: f64) -> f64 {
        /// It fades in this time, s.
        const FADE: f64 = 0.3;
        ((self.since + NAME_SECS - time) / FADE).clamp(0.0, 1.0)
    }

    /// Whether the pointer is to be seen at `time`.
    #[must_use]
    pub fn shows_pointer(&self, time: f64) -> bool {
        let is_light = matches!(self.tool, Some(Tool::Laser | Tool::Spotlight));
        !is_light && (self.tool == Some(Tool::Ink) || time < self.pointed + POINTER_SECS)
    }

    /// The cells of the overview of all steps in a window of this size, logical px.
    #[must_use]
    pub fn cells(&self, viewport: Size) -> Vec<Rect> {
        const GAP: f64 = 16.0;
        let n = self.tour.steps.len().max(1);
        let n_columns = (1..=n).find(|columns| columns * columns * 3 >= n * 4).unwrap_or(n).max(2);
        let n_rows = n.div_ceil(n_columns);
        let area = viewport.to_rect().inset(-unit(viewport) * 60.0);
        #[expect(clippy::cast_precision_loss, reason = "few steps")]
        let (columns, rows) = (n_columns as f64, n_rows as f64);
        let width = (area.width() - GAP * (columns - 1.0)) / columns;
        let height = ((area.height() - GAP * (rows - 1.0)) / rows).min(width * 0.6);
        let top = area.center().y - (height * rows + GAP * (rows - 1.0)) / 2.0;
        let cell = |place: usize| {
            #[expect(clippy::cast_precision_loss, reason = "few steps")]
            let (column, row) = ((place % n_columns) as f64, (place / n_columns) as f64);
            let at = Point::new(area.x0 + column * (width + GAP), top + row * (height + GAP));
            Rect::from_origin_size(at, (width.max(1.0), height.max(1.0)))
        };
        (0..self.tour.steps.len()).map(cell).collect()
    }
}

impl State {
    /// What happens next by itself in a presentation, after `time`, s.
    #[must_use]
    pub fn due(&self, time: f64) -> Option<(f64, Command)> {
        let present = self.present.as_ref()?;
        let trace = self.view.trace.as_ref();
        if present.is_unhooked || self.landing.is_some() {
            return None;
        }
        let hop = next_hop(present, trace).map(|at| (at, Command::Show(Show::Hop)));
        let leaves = present.is_auto && present.tour.after(present.place).is_some();
        let leave = leaves.then(|| (leaves_at(present, trace), Command::Show(Show::Next)));
        let next = [hop, leave].into_iter().flatten().reduce(|a, b| if b.0 < a.0 { b } else { a });
        next.map(|(at, command)| (at.max(time), command))
    }

    /// When what lies over a presentation changes next by itself, s.
    #[must_use]
    pub(super) fn next_of_show(&self, time: f64) -> Option<f64> {
        let present = self.present.as_ref()?;
        let fades = present.since + NAME_SECS;
        let name = (time < fades).then(|| {
            if present.name_share(time) < 1.0 {
                time + FADE_FRAME
            } else {
                (fades - 0.3).max(time + FADE_FRAME)
            }
        });
        let is_trailing = present.trail.iter().any(|(_, at)| time < at + TRAIL_SECS);
        let trail = is_trailing.then_some(time + FADE_FRAME);
        let hides = present.pointed + POINTER_SECS;
        let pointer = (time < hides).then_some(hides);
        [name, trail, pointer].into_iter().flatten().reduce(f64::min)
    }

    /// What the audience reads at `time`, s; empty for nothing.
    #[must_use]
    pub fn said(&self, time: f64) -> &str {
        let Some(present) = &self.present else { return "" };
        let reach = self.view.trace.as_ref().map_or(0, |trace| trace.reach(time));
        let reached = present.by_hop.iter().rfind(|(depth, _)| *depth <= reach);
        let text = present.step().map_or("", |step| step.say.text.as_str());
        reached.map_or(text, |(_, text)| text.as_str())
    }

    /// How many times as large the titles of groups are as on a screen that one sits before: in a presentation they are
    /// read from the last row.
    #[must_use]
    pub fn titles_larger(&self) -> f64 {
        if self.present.is_some() { (1.5 * unit(self.viewport)).max(1.0) } else { 1.0 }
    }

    /// Whether somebody presents.
    #[must_use]
    pub fn is_presenting(&self) -> bool {
        self.present.is_some()
    }
}

/// When the camera goes one hop further, or light where the clock does what a person would, s.
fn next_hop(present: &Present, trace: Option<&Trace>) -> Option<f64> {
    let (stand, trace) = (&present.step()?.stand, trace?);
    if present.hop >= trace.traced.depth() {
        return None;
    }
    match (stand.pace, stand.camera) {
        (Gait::Click, _) if present.is_auto => {
            Some(present.lands + CLICK_SECS * f64::from(present.hop + 1))
        }
        (Gait::Click, _) => None,
        (_, Filming::Follow) => Some(trace.lights_at(present.hop + 1)),
        _ => None,
    }
}

/// A hop that waits for a key takes so long where nobody is there to press it, s.
const CLICK_SECS: f64 = 1.2;

/// When a tour that plays by itself leaves the step that is shown, s.
pub(super) fn leaves_at(present: &Present, trace: Option<&Trace>) -> f64 {
    let Some(step) = present.step() else { return present.lands };
    let lit = trace.map_or(present.lands, |trace| match step.stand.pace {
        Gait::Click => present.lands + CLICK_SECS * f64::from(trace.traced.depth()),
        Gait::Usual | Gait::Every(_) => trace.lights_at(trace.traced.depth()),
    });
    let read = match step.pause {
        Some(pause) => return (present.lands + pause).max(if trace.is_some() { lit } else { 0.0 }),
        None => reading_secs(step),
    };
    (present.lands + read).max(lit + 1.0)
}

/// How long it takes to read what a step says, s.
fn reading_secs(step: &TourStep) -> f64 {
    /// People read aloud in their heads.
    const WORD_SECS: f64 = 0.33;
    let of = |text: &str| text.split_whitespace().count();
    let n_words =
        of(&step.say.text) + step.say.by_hop.iter().map(|(_, text)| of(text)).sum::<usize>();
    #[expect(clippy::cast_precision_loss, reason = "few words")]
    let secs = 1.5 + WORD_SECS * n_words as f64;
    secs.clamp(2.5, 20.0)
}

/// What is at `at` of the overview.
fn cell_at(present: &Present, viewport: Size, at: Point) -> Option<usize> {
    present.grid?;
    present.cells(viewport).iter().position(|cell| cell.contains(at))
}

/// The same trace with another pace.
fn paced(trace: Trace, stand_pace: Gait, hop: u32, begins: f64) -> Trace {
    match stand_pace {
        Gait::Usual => trace.at_pace(trace::HOP_SECS, begins),
        Gait::Every(secs) => trace.at_pace(secs.max(0.01), begins),
        Gait::Click => trace.lit(hop),
    }
}

/// What a step marks, with the signs and the words.
pub fn marked<'s>(
    step: &'s TourStep,
    diagram: &Diagram,
) -> Vec<(Subject, &'s super::tour::MarkOn)> {
    let all = step.stand.marks.iter();
    all.flat_map(|mark| {
        let found = mark.on.selector.find(diagram);
        found.into_iter().map(move |subject| (super::tour::drawn(diagram, subject), mark))
    })
    .collect()
}
