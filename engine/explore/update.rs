use kurbo::{Insets, Point, Rect, Size, Vec2};

use super::camera::{Pose, ZoomRange, fit};
use super::dragging::grip_at;
use super::folding::Landing;
use super::history::{Direction, Moment};
use super::hit::{self, is_at_edge, rect, subject_at};
use super::structure::restrict;
use super::trace::trace;
use super::view::is_journey;
use super::{
    Ask, BUTTON, Camera, Command, Edit, GAP, Level, Levels, Name, Pace, Panel, Scheme, Show, State,
    Subject, Walk, Way, chrome, dragging, folding, present, search, structure, walk,
};
use crate::diagram::Diagram;
use crate::graph::{EdgeId, EndAt, NodeId};

/// A glide takes so long, s: short, because keys repeat.
const GLIDE_SECS: f64 = 0.18;
/// The largest zoom (`interaction.md` 3.4).
const MAX_ZOOM: f64 = 64.0;
/// The smallest zoom is the fitted one over this (`interaction.md` 3.4).
const OVERVIEW: f64 = 4.0;
/// Fitting never makes labels larger than this, logical px (`interaction.md` 3.4).
const LARGEST_FITTED_LABEL: f64 = 28.0;
/// Between the diagram's title and the drawing, world px: as `scene` draws it.
const TITLE_GAP: f64 = 24.0;
/// Thin things are met so far from the pointer, logical px.
const HOVER_SLACK: f64 = 6.0;
/// A step moves the picture so far, logical px.
const STEP: f64 = 96.0;
/// A page is so much of the viewport: the rest is seen again, for orientation.
const PAGE: f64 = 0.85;
/// A window so high leaves room for the path above what is fitted, logical px.
const ROOMY: f64 = 480.0;
/// Opening an empty place enlarges by this.
const OPENING_ZOOM: f64 = 2.0;

/// What a command asks of the world outside the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read the file again.
    Reload,
    /// Open an editor where the text has this byte.
    Edit(usize),
    /// Draw in these colours; without any dark where it is light, and light where it is dark.
    Theme(Option<Scheme>),
    /// Write down what is pinned.
    Save,
    /// Close the window.
    Quit,
    /// Do something outside of the window.
    Ask(Ask),
    /// Open the window for the presenter, or close it.
    Presenter,
    /// Write down what is seen as a step of the tour.
    Record,
}

/// Carries out `command` at `time`, s. `diagram` is `None` while there is nothing to be seen yet.
///
/// This is the only function that changes a [`State`], [`adopt`](super::adopt) apart; what lies outside of it is returned as an [`Effect`].
pub fn update(
    state: &mut State,
    command: &Command,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    let (before, panel) = (Moment::of(state), state.search.is_some());
    let known = chrome::Before::of(state);
    let effect = carry_out(state, command, diagram, time);
    present::notice(state, command, &before, time);
    if state.reduced_motion && state.camera.arrive(time) {
        state.jumped = Some(time);
    }
    chrome::comment(state, &known, command, diagram, time);
    let closes = panel && *command == Command::Escape;
    if is_undone(command) && !closes {
        state.history.note(before, &Moment::of(state), is_journey(command), time);
    }
    chrome::settle(state, diagram, time);
    if let Command::Hover(_) = command {
        return effect;
    }
    if state.pointer.is_some() || matches!(command, Command::Point(_)) {
        let is_covered = state.present.is_some()
            || state.pointer.is_some_and(|at| chrome::covers(state, at, diagram, time));
        let subject = if is_covered { None } else { under_pointer(state, diagram, time) };
        state.hover.point(subject, time);
        let grip = state.pointer.filter(|_| !is_covered).zip(diagram);
        state.grip = grip.and_then(|(at, diagram)| grip_at(state, at, diagram, time));
    }
    effect
}

fn carry_out(
    state: &mut State,
    command: &Command,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    match command {
        Command::Zoom { .. }
        | Command::Pinch { .. }
        | Command::Pan(_)
        | Command::Scale(_)
        | Command::Glide(_)
        | Command::Throw(_)
        | Command::Go(_)
        | Command::Page(_) => move_camera(state, command, diagram, time),
        Command::Walk(step) => {
            let is_taken = diagram.is_some_and(|diagram| walk::walk(state, *step, diagram, time));
            if let (false, Walk::To(way)) = (is_taken, *step) {
                move_camera(state, &Command::Go(way), diagram, time);
            }
        }
        Command::Fit => {
            state.view.focus = None;
            show_all(state, diagram, Some(time));
        }
        Command::FitTo(_) | Command::Area(_) => go_to(state, command, diagram, time),
        Command::Look(pose) => {
            state.fitted = false;
            state.camera = Camera::resting(*pose);
        }
        Command::Resize(size) => {
            resize(state, *size, diagram);
            present::resize(state, diagram, time);
        }
        Command::Point(at) => state.pointer = *at,
        Command::Drop => dragging::let_go(state, time),
        Command::Save => return Some(Effect::Save),
        Command::Band(band) => state.band = *band,
        Command::Hover(name) => {
            let found = name.as_ref().zip(diagram).and_then(|(name, diagram)| name.find(diagram));
            state.hover.set(found, time);
        }
        Command::Click { at, .. } | Command::Open { at, .. }
            if state.present.is_some()
                || state.chrome.menu.is_some()
                || chrome::covers(state, *at, diagram, time) =>
        {
            return click_over(state, *at, diagram, time);
        }
        Command::Open { at, back } => open(state, *at, *back, diagram, time),
        Command::Click { .. } | Command::Select(_) | Command::SelectAll | Command::SelectIn(_) => {
            if let (Command::Click { .. }, Some(outline)) = (command, &mut state.chrome.outline) {
                outline.has_keyboard = false;
            }
            select(state, command, diagram, time);
        }
        Command::Search(..)
        | Command::Edit(_)
        | Command::Compose(_)
        | Command::Choose(_)
        | Command::Match(_)
        | Command::Accept => return use_panel(state, command, diagram, time),
        Command::Undo => travel(state, Direction::Past, diagram, time),
        Command::Redo => travel(state, Direction::Future, diagram, time),
        Command::Back => return_to(state, Direction::Past, diagram, time),
        Command::Forward => return_to(state, Direction::Future, diagram, time),
        Command::Escape if state.chrome.menu.is_some() => state.chrome.menu = None,
        Command::Escape if state.search.is_some() => search::cancel(state, diagram, time),
        Command::Escape => escape(state, diagram, time),
        Command::Chrome(request) => return chrome::carry_out(state, request, diagram, time),
        Command::Reload => return Some(Effect::Reload),
        Command::Playing(asked) => state.flow.obey(*asked, state.reduced_motion, time),
        Command::Ask(ask) => return Some(Effect::Ask(ask.clone())),
        Command::Quit => return Some(Effect::Quit),
        Command::Show(show) => return present::carry_out(state, show, diagram, time),
        _ => {
            switch(state, command);
            if let Some(diagram) = diagram {
                change(state, command, diagram, time);
            }
        }
    }
    None
}

/// Turns something on or off that needs no diagram.
fn switch(state: &mut State, command: &Command) {
    match command {
        Command::Help => state.help = !state.help,
        Command::Fullscreen => state.fullscreen = !state.fullscreen,
        Command::Overlay => state.overlay = !state.overlay,
        Command::Detail(levels) => state.view.detail = *levels,
        Command::Motion { reduced } => state.reduced_motion = *reduced,
        _ => {}
    }
}

/// A click while one presents, or on a panel.
fn click_over(
    state: &mut State,
    at: Point,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    let command = match state.present.is_some() && state.chrome.menu.is_none() {
        true => Some(present::click(state, at)),
        false => chrome::click(state, at, diagram, time),
    };
    match command {
        Some(command) => command.and_then(|command| update(state, &command, diagram, time)),
        None => click_in_search(state, at, diagram, time),
    }
}

/// Carries out what makes something else of a diagram that is there.
fn change(state: &mut State, command: &Command, diagram: &Diagram, time: f64) {
    match command {
        Command::Trace { .. }
        | Command::TracePath(_)
        | Command::TraceNext
        | Command::TraceOff
        | Command::Fail(_) => trace(state, command, diagram, time),
        Command::Focus(_)
        | Command::Up
        | Command::Hide(_)
        | Command::Isolate(_)
        | Command::ShowAll => restrict(state, command, diagram, time),
        Command::Fold { folding, names } => folding::fold(state, *folding, names, diagram, time),
        _ => put(state, command, diagram, time),
    }
}

/// Searches and gives commands in the panel.
fn use_panel(
    state: &mut State,
    command: &Command,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    match command {
        Command::Edit(Edit::Type(text)) if state.search.is_none() => {
            if let Some(diagram) = diagram {
                chrome::look_for(state, text, diagram, time);
            }
        }
        Command::Choose(turn) if state.chrome.menu.is_some() => {
            chrome::choose_in_menu(state, *turn);
        }
        Command::Choose(turn) if present::chooses(state) => present::choose(state, *turn),
        Command::Choose(turn) if state.search.is_none() => chrome::choose_row(state, *turn),
        Command::Accept if state.chrome.menu.is_some() || state.search.is_none() => {
            let command = chrome::accept(state, diagram);
            return command.and_then(|command| update(state, &command, diagram, time));
        }
        Command::Search(purpose, text) => search::open(state, *purpose, text, diagram, time),
        Command::Edit(edit) => search::edit(state, edit, diagram, time),
        Command::Compose(text) => {
            if let Some(search) = &mut state.search {
                search.composing.clone_from(text);
            }
        }
        Command::Choose(turn) => search::choose(state, *turn, diagram, time),
        Command::Match(turn) => search::next_match(state, *turn, diagram, time),
        _ => {
            let command = search::accept(state, diagram, time);
            return command.and_then(|command| update(state, &command, diagram, time));
        }
    }
    None
}

/// Puts things elsewhere.
fn put(state: &mut State, command: &Command, diagram: &Diagram, time: f64) {
    match command {
        Command::Grab(at) => dragging::grab(state, *at, diagram, time),
        Command::Drag(at) => dragging::drag(state, *at, diagram, time),
        Command::Pin { name, at } => {
            if let Some(subject) = name.find(diagram) {
                dragging::pin(state, subject, at.to_vec2(), diagram);
            }
        }
        Command::Unpin(names) => dragging::unpin(state, names, false, diagram),
        Command::UnpinAll => dragging::unpin(state, &[], true, diagram),
        _ => {}
    }
}

/// Whether what `command` changes can be taken back.
fn is_undone(command: &Command) -> bool {
    if let Command::Chrome(request) = command {
        return request.is_undone();
    }
    !matches!(
        command,
        Command::Undo
            | Command::Redo
            | Command::Back
            | Command::Forward
            | Command::Resize(_)
            // Undone as one, with the last.
            | Command::Grab(_)
            | Command::Drag(_)
            | Command::Drop
            // The panel keeps what was before it by itself.
            | Command::Search(..)
            | Command::Edit(_)
            | Command::Choose(_)
            | Command::Accept
            // One goes back and forth in a tour by its own keys.
            | Command::Show(_)
    )
}

/// Leaves what was entered last: one thing a press (`interaction.md` 3.1).
fn escape(state: &mut State, diagram: Option<&Diagram>, time: f64) {
    if state.drag.is_some() {
        dragging::give_up(state);
    } else if state.help {
        state.help = false;
    } else if state.band.is_some() {
        state.band = None;
    } else if state.chrome.outline.as_ref().is_some_and(|outline| outline.has_keyboard) {
        state.chrome.outline = None;
    } else if state.chrome.sheet.is_some() {
        state.chrome.sheet = None;
    } else if state.overlay {
        state.overlay = false;
    } else if present::escape(state) {
        // A rung of its own.
    } else if state.present.is_some() {
        present::begin_or_end(state, &Show::End, diagram, time);
    } else if state.view.trace.is_some() {
        state.view.trace = None;
    } else if !state.view.hidden.is_empty() {
        state.view.hidden.clear();
    } else if let (Some(_), Some(diagram)) = (state.view.focus, diagram) {
        structure::up(state, diagram, time);
    } else if !state.view.selection.is_empty() {
        state.view.selection.clear();
    } else {
        state.fullscreen = false;
    }
}

/// The moves by hand; whoever makes one has taken the camera from the fit.
fn move_camera(state: &mut State, command: &Command, diagram: Option<&Diagram>, time: f64) {
    let range = zoom_range(state.viewport, diagram);
    let middle = state.viewport.to_rect().center();
    state.fitted = false;
    match *command {
        Command::Zoom { factor, at } => {
            state.camera.zoom(factor, at.unwrap_or(middle) - middle, range, time);
        }
        Command::Pinch { factor, at } => state.camera.pinch(factor, at - middle, range, time),
        Command::Scale(zoom) => state.camera.zoom_to(zoom, Vec2::ZERO, range, time),
        Command::Pan(by) => state.camera.pan(by, time),
        Command::Glide(by) => glide(state, by, time),
        Command::Throw(velocity) => state.camera.throw(velocity, time),
        Command::Go(way) => glide(state, -toward(way) * STEP, time),
        Command::Page(way) => {
            let page = toward(way);
            let by = Vec2::new(page.x * state.viewport.width, page.y * state.viewport.height);
            glide(state, -by * PAGE, time);
        }
        _ => {}
    }
}

fn glide(state: &mut State, by: Vec2, time: f64) {
    let goal = state.camera.target();
    let goal = Pose { center: goal.center - by / goal.zoom, ..goal };
    state.camera.glide(goal, GLIDE_SECS, time);
}

fn toward(way: Way) -> Vec2 {
    match way {
        Way::Left => Vec2::new(-1.0, 0.0),
        Way::Right => Vec2::new(1.0, 0.0),
        Way::Up => Vec2::new(0.0, -1.0),
        Way::Down => Vec2::new(0.0, 1.0),
    }
}

/// Fits the diagram: in a flight that starts at the time given, else at once.
pub(super) fn show_all(state: &mut State, diagram: Option<&Diagram>, flight: Option<f64>) {
    state.fitted = true;
    let Some(diagram) = diagram else { return };
    let pose = fit_free(state, whole(diagram), largest_fitted(diagram));
    match flight {
        Some(time) => state.camera.fly(pose, state.viewport, Pace::EXPLORE, time),
        None => state.camera = Camera::resting(pose),
    }
}

/// Flies to a part of the diagram.
fn go_to(state: &mut State, command: &Command, diagram: Option<&Diagram>, time: f64) {
    let Some(diagram) = diagram else { return };
    if let Command::FitTo(names) = command {
        let meant = state.meant(names, diagram);
        if folding::reveal(state, &meant, false, diagram) {
            return;
        }
    }
    let pose = match command {
        Command::Area(area) => area_pose(state, *area, diagram, time),
        Command::FitTo(names) => pose_of(state, names, diagram),
        _ => None,
    };
    if let Some(pose) = pose {
        fly_to(state, pose, time);
    }
}

fn fly_to(state: &mut State, pose: Pose, time: f64) {
    state.fitted = false;
    state.camera.fly(pose, state.viewport, Pace::EXPLORE, time);
}

/// What is inside `area` of the screen fills it.
fn area_pose(state: &State, area: Rect, diagram: &Diagram, time: f64) -> Option<Pose> {
    if area.width() < 1.0 || area.height() < 1.0 {
        return None;
    }
    let (pose, viewport) = (state.camera.at(time), state.viewport);
    let range = zoom_range(viewport, Some(diagram));
    let scale = (viewport.width / area.width()).min(viewport.height / area.height());
    let zoom = (pose.zoom * scale).clamp(range.min, range.max);
    Some(Pose { center: pose.world_from_screen(area.center(), viewport), zoom })
}

/// The pose that shows what is named, else the selection; `None` for nothing.
fn pose_of(state: &State, names: &[Name], diagram: &Diagram) -> Option<Pose> {
    let boxes = state.meant(names, diagram).into_iter().map(|s| hit::bounds(diagram, s));
    let bounds = boxes.reduce(|a, b| a.union(b))?;
    Some(fit_free(state, bounds, largest_fitted(diagram)))
}

fn open(state: &mut State, at: Point, back: bool, diagram: Option<&Diagram>, time: f64) {
    match (diagram, met_at(state, at, diagram, time)) {
        (Some(diagram), Some(Subject::Edge(edge))) => {
            let world = state.camera.at(time).world_from_screen(at, state.viewport);
            let [near, far] = ends_from(diagram, edge, world);
            fly_to_middle(state, diagram, if back { near } else { far }, time);
        }
        (Some(diagram), Some(Subject::Group(group))) if diagram.fold.is_tile(group) => {
            state.view.folded.remove(&group);
        }
        (Some(diagram), Some(subject)) if !back => {
            structure::focus(state, &[subject], diagram, time);
        }
        _ => {
            let factor = if back { 1.0 / OPENING_ZOOM } else { OPENING_ZOOM };
            move_camera(state, &Command::Zoom { factor, at: Some(at) }, diagram, time);
        }
    }
}

/// What `edge` joins, the nearer to `at` first; of two as near as each other the one that it comes from.
fn ends_from(diagram: &Diagram, edge: EdgeId, at: Point) -> [Subject; 2] {
    let ends = diagram.fold.ends(&diagram.graph, edge).map(|end| subject_of(end.at));
    let points = &diagram.routes.edges[edge.index()].points;
    let [first, last] = [points.first(), points.last()]
        .map(|point| point.map_or(0.0, |point| (Point::new(point.x, point.y) - at).hypot2()));
    if first <= last { ends } else { [ends[1], ends[0]] }
}

/// Flies so that `bounds` is seen as large as is sensible.
pub(super) fn fly_to_bounds(state: &mut State, diagram: &Diagram, bounds: Rect, time: f64) {
    fly_to(state, fit_free(state, bounds, largest_fitted(diagram)), time);
}

fn subject_of(end: EndAt) -> Subject {
    match end {
        EndAt::Node(node) => Subject::Node(node),
        EndAt::Group(group) => Subject::Group(group),
    }
}

/// Flies to `subject` at the zoom that there is, and selects it.
fn fly_to_middle(state: &mut State, diagram: &Diagram, subject: Subject, time: f64) {
    let zoom = state.camera.target().zoom;
    fly_to(state, Pose { center: hit::bounds(diagram, subject).center(), zoom }, time);
    state.view.select([subject]);
}

fn select(state: &mut State, command: &Command, diagram: Option<&Diagram>, time: f64) {
    let Some(diagram) = diagram else { return };
    match command {
        Command::Click { at, add } => match (met_at(state, *at, Some(diagram), time), add) {
            (Some(subject), true) => state.view.toggle(subject),
            (None, true) => {}
            (met, false) => state.view.select(met),
        },
        Command::Select(names) => {
            state.view.select(names.iter().filter_map(|name| name.find(diagram)));
        }
        Command::SelectAll => {
            let all = in_sight(state, diagram, all_nodes(diagram));
            state.view.select(all);
        }
        Command::SelectIn(area) => {
            let to_screen = state.camera.at(time).affine(state.viewport);
            let is_in = |subject: &Subject| {
                area.contains_rect(to_screen.transform_rect_bbox(hit::bounds(diagram, *subject)))
            };
            let framed = all_nodes(diagram).into_iter().filter(is_in).collect();
            let framed = in_sight(state, diagram, framed);
            state.view.select(framed);
        }
        _ => {}
    }
}

/// A click into the panel for searching: on a hit it accepts that.
fn click_in_search(
    state: &mut State,
    at: Point,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Effect> {
    let number = row_at(state, at).flatten()?;
    let command = search::pick(state, number, diagram, time);
    command.and_then(|command| update(state, &command, diagram, time))
}

/// What of an open panel is at `at`: the number of a hit, or none where it is another part of it.
fn row_at(state: &State, at: Point) -> Option<Option<usize>> {
    let panel = Panel::new(state.search.as_ref()?, state.viewport);
    panel.frame.contains(at).then(|| panel.row_at(at))
}

fn all_nodes(diagram: &Diagram) -> Vec<Subject> {
    diagram.graph.nodes.iter().zip(0..).map(|(_, node)| Subject::Node(NodeId(node))).collect()
}

/// Those of `subjects` that are looked at.
fn in_sight(state: &State, diagram: &Diagram, subjects: Vec<Subject>) -> Vec<Subject> {
    let (view, graph) = (&state.view, &diagram.graph);
    let is_seen = |s: &Subject| {
        let is_folded =
            matches!(s, Subject::Node(node) if diagram.fold.hides_node(*node).is_some());
        view.focuses(graph, *s) && !view.hides(graph, *s) && !is_folded
    };
    subjects.into_iter().filter(is_seen).collect()
}

/// Undo and redo.
fn travel(state: &mut State, direction: Direction, diagram: Option<&Diagram>, time: f64) {
    let now = Moment::of(state);
    if let Some(moment) = state.history.change(now, direction) {
        let is_refolded = moment.view.folded != state.view.folded;
        state.view = moment.view.clone();
        if is_refolded {
            // Its place is one in the picture that is still to come.
            let pose = Landing::Pose(moment.pose);
            state.landing = Some(if moment.fitted { Landing::All } else { pose });
            return;
        }
        arrive(state, &moment, diagram, time);
    }
}

/// Back and forward.
fn return_to(state: &mut State, direction: Direction, diagram: Option<&Diagram>, time: f64) {
    let now = Moment::of(state);
    if let Some(moment) = state.history.place(now, direction) {
        state.view.focus = moment.view.focus;
        if moment.view.folded != state.view.folded {
            // The place was one in another picture; what was in focus there is in this one too.
            return return_to_focus(state, diagram, time);
        }
        arrive(state, &moment, diagram, time);
    }
}

fn return_to_focus(state: &mut State, diagram: Option<&Diagram>, time: f64) {
    match (state.view.focus, diagram) {
        (Some(group), Some(diagram)) => {
            structure::focus(state, &[Subject::Group(group)], diagram, time);
        }
        _ => show_all(state, diagram, Some(time)),
    }
}

/// The pose that shows something that was found, with enough round it to see where it is.
pub(super) fn preview_of(state: &State, diagram: &Diagram, bounds: Rect) -> Pose {
    /// Of its own size, on each side.
    const ROUND: f64 = 1.5;
    let round =
        bounds.inflate(bounds.width().min(400.0) * ROUND, bounds.height().min(400.0) * ROUND);
    fit_free(state, round, largest_fitted(diagram))
}

/// Goes to where `moment` was.
pub(super) fn arrive(state: &mut State, moment: &Moment, diagram: Option<&Diagram>, time: f64) {
    if moment.fitted {
        show_all(state, diagram, Some(time));
    } else if moment.pose == state.camera.target() {
        state.fitted = false;
    } else {
        fly_to(state, moment.pose, time);
    }
}

fn resize(state: &mut State, size: Size, diagram: Option<&Diagram>) {
    let first = state.viewport == Size::ZERO;
    state.viewport = size;
    if first || state.fitted {
        show_all(state, diagram, None);
    }
}

/// Shows all of `bounds` in the part of the window that no panel covers.
fn fit_free(state: &State, bounds: Rect, max_zoom: f64) -> Pose {
    let inset = state.chrome.inset;
    let pose = fit_within(state, inset, bounds, max_zoom);
    // The path stands at the top; mostly there is room enough above the drawing anyway.
    let path = Insets { y0: inset.y0 + BUTTON + GAP, ..inset };
    let top = pose.screen_from_world(bounds.origin(), state.viewport).y;
    // A small window has no room to give away.
    let is_clear = top >= path.y0 || state.viewport.height < ROOMY;
    if is_clear { pose } else { fit_within(state, path, bounds, max_zoom) }
}

fn fit_within(state: &State, inset: Insets, bounds: Rect, max_zoom: f64) -> Pose {
    let room = Size::new(
        (state.viewport.width - inset.x_value()).max(1.0),
        (state.viewport.height - inset.y_value()).max(1.0),
    );
    let pose = fit(bounds, room, max_zoom);
    let off = Vec2::new(inset.x0 - inset.x1, inset.y0 - inset.y1) / 2.0;
    Pose { center: pose.center - off / pose.zoom, ..pose }
}

fn fitted(viewport: Size, diagram: &Diagram) -> Pose {
    fit(whole(diagram), viewport, largest_fitted(diagram))
}

/// Round the drawing and its title, world px.
pub(super) fn whole(diagram: &Diagram) -> Rect {
    let mut bounds = rect(&diagram.layout.bounds);
    if let Some(title) = diagram.labels.title.as_ref().filter(|title| title.width > 0.0) {
        // It is drawn above the top left corner.
        bounds.y0 -= TITLE_GAP + title.height;
        bounds.x1 = bounds.x1.max(bounds.x0 + title.width);
    }
    bounds
}

/// The largest zoom that fitting goes to.
fn largest_fitted(diagram: &Diagram) -> f64 {
    LARGEST_FITTED_LABEL / diagram.style.font_size.max(1.0)
}

fn zoom_range(viewport: Size, diagram: Option<&Diagram>) -> ZoomRange {
    let fitted = diagram.map_or(1.0, |diagram| fitted(viewport, diagram).zoom);
    ZoomRange { min: fitted.min(1.0) / OVERVIEW, max: MAX_ZOOM }
}

fn under_pointer(state: &State, diagram: Option<&Diagram>, time: f64) -> Option<Subject> {
    met_at(state, state.pointer?, diagram, time)
}

/// Whether the diagram is shown so small that only its outermost groups are seen.
fn is_map(state: &State, diagram: &Diagram, zoom: f64) -> bool {
    zoom * Levels::dialled(state.view.detail) < Levels::of(diagram).begin(Level::Districts)
}

/// What somebody means who points at `at` on the screen.
pub(super) fn met_at(
    state: &State,
    at: Point,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Subject> {
    let pose = state.camera.at(time);
    let world = pose.world_from_screen(at, state.viewport);
    let (diagram, slack) = (diagram?, HOVER_SLACK / pose.zoom);
    if is_map(state, diagram, pose.zoom) {
        // Nothing else can be seen.
        return hit::outermost_at(diagram, world);
    }
    // A pointer is nearly always in some group; only one at its edge or title means it.
    let met = subject_at(diagram, world, slack);
    let met = met.filter(|subject| !state.view.hides(&diagram.graph, *subject));
    met.filter(|subject| match subject {
        Subject::Group(group) if diagram.fold.is_tile(*group) => true,
        Subject::Group(group) => is_at_edge(diagram, *group, world, slack),
        Subject::Edge(_) | Subject::Node(_) => true,
    })
}
