//! Going from step to step.

use std::sync::Arc;

use kurbo::{Point, Rect, Size};

use super::{Card, Present, TRAIL_SECS, card_of, cell_at, paced};
use crate::diagram::Diagram;
use crate::explore::folding::Landing;
use crate::explore::history::Moment;
use crate::explore::tour::{self, Filming, Fly, Gait, Tour, plan_groups, pose_of, view_of};
use crate::explore::{Camera, Command, Effect, Pace, Playing, Pose, Show, State, Tool, Turn};

/// Carries out what somebody who presents asks for.
pub(in crate::explore) fn carry_out(
    state: &mut State,
    show: &Show,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    match show {
        Show::Begin | Show::Here | Show::End => begin_or_end(state, show, diagram, time),
        Show::Presenter => return Some(Effect::Presenter),
        Show::Record => return Some(Effect::Record),
        Show::Push(pose) => push(state, *pose, time),
        _ if state.present.is_none() => {
            // Somebody who asks for a step wants to see it.
            if let Show::Step(_) | Show::First | Show::Last = show {
                begin_or_end(state, &Show::Begin, diagram, time);
                go(state, show, diagram, time);
            }
        }
        Show::Next
        | Show::Previous
        | Show::Skip
        | Show::First
        | Show::Last
        | Show::Step(_)
        | Show::Alternative(_)
        | Show::Hop => go(state, show, diagram, time),
        _ => use_tool(state, show, time),
    }
    None
}

/// Begins a presentation, or ends it.
pub(in crate::explore) fn begin_or_end(
    state: &mut State,
    show: &Show,
    diagram: Option<&Diagram>,
    time: f64,
) {
    if let (Some(present), Show::End | Show::Begin) = (&state.present, show) {
        state.left_at = present.step().map(|step| step.id.clone());
        state.fullscreen = present.was_fullscreen;
        state.present = None;
        state.landing = None;
        return;
    }
    let (Some(diagram), false) = (diagram, matches!(show, Show::End)) else { return };
    let tour = match &state.tour {
        Some(tour) if !tour.steps.is_empty() => Arc::clone(tour),
        _ => Arc::new(plan_groups(diagram)),
    };
    let kept = state.left_at.as_ref().and_then(|id| tour.place_of(id));
    let place = match show {
        Show::Here => nearest_step(state, &tour, diagram, time),
        _ => kept.unwrap_or(0),
    };
    if state.present.is_none() {
        state.present = Some(Present::new(tour, state.fullscreen, time));
    }
    close_all(state);
    state.fullscreen = true;
    go_to(state, place, Some(diagram), true, time);
}

/// Nothing stands beside the diagram in a presentation.
fn close_all(state: &mut State) {
    let chrome = &mut state.chrome;
    (chrome.outline, chrome.inspector, chrome.menu, chrome.sheet) = (None, None, None, None);
    (state.search, state.help, state.band, state.drag) = (None, false, None, None);
    state.hover = crate::explore::Hover::default();
    chrome.toasts.clear();
}

/// The step whose place is most like the one that is seen.
fn nearest_step(state: &State, tour: &Tour, diagram: &Diagram, time: f64) -> usize {
    let seen = |pose: Pose| Rect::from_center_size(pose.center, state.viewport / pose.zoom);
    let here = seen(state.camera.at(time));
    let likeness = |place: usize| {
        let step = &tour.steps[place];
        let there = seen(pose_of(step, diagram, 0, state.viewport, None));
        let shared = here.intersect(there);
        let shared = if here.overlaps(there) { shared.area() } else { 0.0 };
        let focus = (view_of(step, diagram).focus == state.view.focus) as u8;
        shared / (here.area() + there.area() - shared).max(1e-9) + 0.1 * f64::from(focus)
    };
    let all = (0..tour.steps.len()).filter(|place| !tour.steps[*place].is_aside);
    // The first of several that are alike.
    all.rev().max_by(|a, b| likeness(*a).total_cmp(&likeness(*b))).unwrap_or(0)
}

fn go(state: &mut State, show: &Show, diagram: Option<&Diagram>, time: f64) {
    let Some(present) = &mut state.present else { return };
    present.blank = None;
    let (place, depth) = (present.place, state.view.trace.as_ref().map_or(0, |t| t.traced.depth()));
    let by_click = present.step().is_some_and(|step| step.stand.pace == Gait::Click);
    let tour = Arc::clone(&present.tour);
    match show {
        // The next key flies back, wherever somebody has gone to.
        Show::Next | Show::Previous | Show::Skip if present.is_unhooked => {
            go_to(state, place, diagram, *show != Show::Skip, time);
        }
        Show::Hop => hop(state, 1, diagram, time),
        Show::Next if by_click && present.hop < depth => hop(state, 1, diagram, time),
        Show::Previous if by_click && present.hop > 0 => hop(state, -1, diagram, time),
        Show::Next | Show::Skip => match tour.after(place) {
            Some(next) => go_to(state, next, diagram, *show == Show::Next, time),
            None => present.is_auto = false,
        },
        Show::Previous => {
            if let Some(before) = came_from(&tour, place) {
                go_to(state, before, diagram, true, time);
                if let Some(present) = &state.present
                    && present.step().is_some_and(|step| step.stand.pace == Gait::Click)
                {
                    hop(state, i64::from(u32::MAX), diagram, time);
                }
            }
        }
        Show::First => go_to(state, 0, diagram, true, time),
        Show::Last => {
            let last = (0..tour.steps.len()).rev().find(|place| !tour.steps[*place].is_aside);
            go_to(state, last.unwrap_or(0), diagram, true, time);
        }
        Show::Step(name) => match tour.place_of(name) {
            Some(place) => go_to(state, place, diagram, true, time),
            None => super::super::say(state, &format!("There is no step {name}"), time),
        },
        Show::Alternative(number) => {
            let chosen = usize::try_from(*number).ok().and_then(|n| n.checked_sub(1));
            let step = tour.steps.get(place);
            let to =
                chosen.and_then(|n| step?.alternatives.get(n)).map(|alternative| alternative.to);
            if let Some(to) = to {
                go_to(state, to, diagram, true, time);
            }
        }
        _ => {}
    }
}

/// The step that leads to the one at `place`: where that is an aside, the one that offers it.
fn came_from(tour: &Tour, place: usize) -> Option<usize> {
    let leads = |step: &tour::TourStep| step.goto.as_ref().is_some_and(|goto| goto.to == place);
    let before = tour.before(place);
    let is_reached = before.is_some_and(|before| tour.after(before) == Some(place));
    let other = tour.steps[..place.min(tour.steps.len())].iter().rposition(leads);
    if is_reached { before } else { other.or(before) }
}

/// Goes to the step at `place`, in a flight or at once.
pub(crate) fn go_to(
    state: &mut State,
    place: usize,
    diagram: Option<&Diagram>,
    flies: bool,
    time: f64,
) {
    let Some(present) = &mut state.present else { return };
    present.place = place.min(present.tour.steps.len().saturating_sub(1));
    (present.hop, present.since, present.lands) = (0, time, time);
    (present.is_unhooked, present.grid) = (false, None);
    present.digits.clear();
    present.is_drawing = false;
    let tour = Arc::clone(&present.tour);
    let Some((step, diagram)) = tour.steps.get(present.place).zip(diagram) else { return };
    let before = state.view.trace.take();
    let view = view_of(step, diagram);
    let is_refolded = view.folded != *diagram.fold.groups();
    let pins = state.view.pins.take();
    state.view = crate::explore::View { pins, ..view };
    // Light that has come somewhere stays there while the tour talks about it.
    if let (Some(before), Some(now)) = (before, &mut state.view.trace)
        && before.course == now.course
        && step.stand.pace != Gait::Click
    {
        *now = before;
    } else if let Some(trace) = state.view.trace.take() {
        state.view.trace = Some(paced(trace, step.stand.pace, 0, f64::INFINITY));
    }
    note_hops(state, step, diagram);
    if let Some(flows) = step.stand.flow {
        state.flow.obey(Playing::Flow(Some(flows)), state.reduced_motion, time);
    }
    if is_refolded {
        state.landing = Some(Landing::Step { flies });
        return;
    }
    state.landing = None;
    back_home(state, diagram, flies, time);
}

/// What is said from where on along the trace.
fn note_hops(state: &mut State, step: &tour::TourStep, diagram: &Diagram) {
    let trace = state.view.trace.as_ref();
    let depth = |pick: &tour::Pick| {
        let found = pick.selector.find(diagram);
        let depths = found.iter().filter_map(|subject| trace?.traced.depth_of(*subject));
        depths.min()
    };
    let mut by_hop: Vec<(u32, String)> = step
        .say
        .by_hop
        .iter()
        .filter_map(|(pick, text)| Some((depth(pick)?, text.clone())))
        .collect();
    by_hop.sort_by_key(|(depth, _)| *depth);
    if let Some(present) = &mut state.present {
        present.by_hop = by_hop;
    }
}

/// Takes the camera to where the step that is presented wants it in this drawing.
pub(in crate::explore) fn back_home(state: &mut State, diagram: &Diagram, flies: bool, time: f64) {
    let viewport = state.viewport;
    let Some(present) = &mut state.present else { return };
    let tour = Arc::clone(&present.tour);
    let Some(step) = tour.steps.get(present.place) else { return };
    let pose = pose_of(step, diagram, present.hop, viewport, frame_of(step, viewport));
    if let Some(level) = step.stand.level {
        state.view.detail = tour::detail_for(level, pose.zoom, diagram);
    }
    state.fitted = false;
    let pace = match step.stand.fly {
        Fly::Auto => Some(Pace::PRESENT),
        Fly::Secs(secs) => Some(Pace { min: secs, max: secs }),
        Fly::Cut => None,
    };
    match pace.filter(|_| flies && state.camera.target() != pose) {
        Some(pace) => state.camera.fly(pose, viewport, pace, time),
        None => state.camera = Camera::resting(pose),
    }
    if state.reduced_motion && state.camera.arrive(time) {
        state.jumped = Some(time);
    }
    present.lands = state.camera.lands(time);
    // Light sets out when the camera is there.
    if let Some(trace) = state.view.trace.take() {
        let waits = trace.lights_at(0) == f64::INFINITY;
        let trace =
            if waits { paced(trace, step.stand.pace, present.hop, present.lands) } else { trace };
        state.view.trace = Some(trace);
    }
}

fn frame_of(step: &tour::TourStep, viewport: Size) -> Option<Rect> {
    card_of(step, viewport).map(|card: Card| card.frame)
}

/// Goes so many hops further along the trace, or back.
fn hop(state: &mut State, by: i64, diagram: Option<&Diagram>, time: f64) {
    let viewport = state.viewport;
    let Some((present, trace)) = state.present.as_mut().zip(state.view.trace.as_mut()) else {
        return;
    };
    let most = i64::from(trace.traced.depth());
    present.hop = u32::try_from((i64::from(present.hop) + by).clamp(0, most)).unwrap_or(0);
    let tour = Arc::clone(&present.tour);
    let Some(step) = tour.steps.get(present.place) else { return };
    if step.stand.pace == Gait::Click {
        *trace = trace.clone().lit(present.hop);
    }
    if let (Filming::Follow, Some(diagram)) = (step.stand.camera, diagram) {
        let pose = pose_of(step, diagram, present.hop, viewport, frame_of(step, viewport));
        state.camera.fly(pose, viewport, Pace::PRESENT, time);
        if state.reduced_motion {
            state.camera.arrive(time);
        }
    }
}

/// As it is once all has come to rest.
pub(crate) fn light_all(state: &mut State) {
    state.camera.arrive(0.0);
    if let Some(trace) = state.view.trace.take() {
        let depth = trace.traced.depth();
        state.view.trace = Some(trace.lit(depth));
    }
}

fn push(state: &mut State, pose: Pose, time: f64) {
    state.fitted = false;
    state.camera.fly(pose, state.viewport, Pace::PRESENT, time);
    if let Some(present) = &mut state.present {
        present.is_unhooked = true;
    }
}

fn use_tool(state: &mut State, show: &Show, time: f64) {
    let (camera, viewport) = (state.camera, state.viewport);
    let Some(present) = &mut state.present else { return };
    match show {
        Show::Blank(blank) => {
            present.blank = if present.blank.is_some() { None } else { Some(*blank) };
        }
        Show::Tool(tool) => {
            present.tool = if present.tool == Some(*tool) { None } else { Some(*tool) };
            present.trail.clear();
            present.pointed = time;
        }
        Show::Radius(radius) => present.radius = radius.clamp(20.0, 2000.0),
        Show::Stroke(at) => {
            let at = at.map(|at| camera.at(time).world_from_screen(at, viewport));
            match at {
                None => present.is_drawing = false,
                Some(at) if present.is_drawing => {
                    present.ink.last_mut().into_iter().for_each(|stroke| stroke.push(at));
                }
                Some(at) => {
                    present.ink.push(vec![at]);
                    present.is_drawing = true;
                }
            }
        }
        Show::Wipe => present.ink.clear(),
        Show::Grid => {
            present.grid = if present.grid.is_some() { None } else { Some(present.place) };
        }
        Show::Digits(digits) => present.digits.clone_from(digits),
        Show::Auto => {
            present.is_auto = !present.is_auto;
            // It stays as long as if one had just come.
            present.lands = present.lands.max(time);
        }
        _ => {}
    }
}

/// A click: chooses where there is something to choose, else goes on.
pub(in crate::explore) fn click(state: &State, at: Point) -> Option<Command> {
    let present = state.present.as_ref()?;
    if let Some(place) = cell_at(present, state.viewport, at) {
        return Some(Command::Show(Show::Step(present.tour.steps[place].id.clone())));
    }
    if present.grid.is_some() {
        return Some(Command::Show(Show::Grid));
    }
    let card = present.step().and_then(|step| card_of(step, state.viewport));
    let chosen = card.and_then(|card| card.choices.iter().position(|row| row.contains(at)));
    Some(Command::Show(match chosen.and_then(|place| u32::try_from(place + 1).ok()) {
        Some(number) => Show::Alternative(number),
        None if present.tool == Some(Tool::Ink) => return None,
        None => Show::Next,
    }))
}

/// In a window of another size the step is shown as that wants it.
pub(in crate::explore) fn resize(state: &mut State, diagram: Option<&Diagram>, time: f64) {
    let is_there = state.present.as_ref().is_some_and(|present| !present.is_unhooked);
    if let (true, None, Some(diagram)) = (is_there, &state.landing, diagram) {
        back_home(state, diagram, false, time);
    }
}

/// Takes another reading of the tour, `None` where there is no file; a presentation stays at its step.
pub fn adopt_tour(
    state: &mut State,
    tour: Option<Arc<Tour>>,
    diagram: Option<&Diagram>,
    time: f64,
) {
    state.tour.clone_from(&tour);
    let Some(present) = &mut state.present else { return };
    let planned = || diagram.map(plan_groups).map(Arc::new);
    let Some(tour) = tour.filter(|tour| !tour.steps.is_empty()).or_else(planned) else { return };
    let id = present.step().map(|step| step.id.clone()).unwrap_or_default();
    let place = tour.place_of(&id).unwrap_or(present.place);
    present.tour = tour;
    let (since, unhooked) = (present.since, present.is_unhooked);
    if unhooked {
        present.place = place.min(present.tour.steps.len().saturating_sub(1));
        return;
    }
    go_to(state, place, diagram, true, time);
    if let Some(present) = &mut state.present {
        present.since = since;
    }
}

/// What any command means for a presentation: whoever moves away or changes something has left the step, and the pointer
/// leaves light behind.
pub(in crate::explore) fn notice(state: &mut State, command: &Command, before: &Moment, time: f64) {
    let (pose, pointer) = (state.camera.target(), state.pointer);
    let is_changed = pose != before.pose || state.view != before.view;
    let Some(present) = &mut state.present else { return };
    match command {
        // The window asks again what is under a pointer that rests.
        Command::Point(_) if present.pointed_at == pointer => {}
        Command::Point(_) => {
            (present.pointed, present.pointed_at) = (time, pointer);
            present.trail.retain(|(_, at)| time < at + TRAIL_SECS);
            if let (Some(at), Some(Tool::Laser)) = (pointer, present.tool) {
                present.trail.push((at, time));
            }
        }
        Command::Show(_) | Command::Resize(_) | Command::Motion { .. } => {}
        // What these stand for has had its own say.
        Command::Click { .. } | Command::Open { .. } | Command::Accept => {}
        _ => present.is_unhooked |= is_changed,
    }
}

/// Puts away what lies over a presentation: one thing a press. Whether there was any.
pub(in crate::explore) fn escape(state: &mut State) -> bool {
    let Some(present) = &mut state.present else { return false };
    let is_open = present.grid.take().is_some();
    let is_typed = !std::mem::take(&mut present.digits).is_empty();
    is_open || is_typed
}

/// Whether one of all steps is being chosen.
pub(in crate::explore) fn chooses(state: &State) -> bool {
    state.search.is_none() && state.present.as_ref().is_some_and(|present| present.grid.is_some())
}

/// Another of all steps.
pub(in crate::explore) fn choose(state: &mut State, turn: Turn) {
    let Some(present) = &mut state.present else { return };
    let n = present.tour.steps.len().max(1);
    present.grid = present.grid.map(|chosen| match turn {
        Turn::Next => (chosen + 1) % n,
        Turn::Previous => (chosen + n - 1) % n,
    });
}
