use kurbo::{Point, Size, Vec2};

use super::camera::{Pose, ZoomRange, fit};
use super::hit::{is_at_edge, rect, subject_at};
use super::{Camera, Command, State, Subject};
use crate::diagram::Diagram;
use crate::graph::{EdgeId, GroupId, NodeId};

/// A flight takes so long, s.
const FLIGHT_SECS: f64 = 0.35;
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

/// What a command asks of the world outside the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read the file again.
    Reload,
    /// Close the window.
    Quit,
}

/// Carries out `command` at `time`, s. `diagram` is `None` while there is nothing to be seen yet.
///
/// This is the only function that changes a [`State`]; what lies outside of it is returned as an [`Effect`].
pub fn update(
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
        | Command::Glide(_) => {
            move_camera(state, command, diagram, time);
        }
        Command::Fit => show_all(state, diagram, Some(time)),
        Command::Resize(size) => resize(state, *size, diagram),
        Command::Point(at) => state.pointer = *at,
        Command::Hover(name) => {
            let found = name.as_ref().zip(diagram).and_then(|(name, diagram)| named(diagram, name));
            state.hover.set(found, time);
            return None;
        }
        Command::Fullscreen => state.fullscreen = !state.fullscreen,
        Command::Escape if state.overlay => state.overlay = false,
        Command::Escape => state.fullscreen = false,
        Command::Overlay => state.overlay = !state.overlay,
        Command::Reload => return Some(Effect::Reload),
        Command::Quit => return Some(Effect::Quit),
    }
    if state.pointer.is_some() || matches!(command, Command::Point(_)) {
        let subject = under_pointer(state, diagram, time);
        state.hover.point(subject, time);
    }
    None
}

/// The moves by hand; whoever makes one has taken the camera from the fit.
fn move_camera(state: &mut State, command: &Command, diagram: Option<&Diagram>, time: f64) {
    let range = zoom_range(state.viewport, diagram);
    let middle = Point::new(state.viewport.width / 2.0, state.viewport.height / 2.0);
    state.fitted = false;
    match *command {
        Command::Zoom { factor, at } => {
            state.camera.zoom(factor, at.unwrap_or(middle) - middle, range, time);
        }
        Command::Pinch { factor, at } => state.camera.pinch(factor, at - middle, range, time),
        Command::Scale(zoom) => {
            let factor = zoom / state.camera.target().zoom;
            state.camera.zoom(factor, Vec2::ZERO, range, time);
        }
        Command::Pan(by) => state.camera.pan(by, time),
        Command::Glide(by) => {
            let goal = state.camera.target();
            let goal = Pose { center: goal.center - by / goal.zoom, ..goal };
            state.camera.fly(goal, GLIDE_SECS, time);
        }
        _ => {}
    }
}

/// Fits the diagram: in a flight that starts at the time given, else at once.
fn show_all(state: &mut State, diagram: Option<&Diagram>, flight: Option<f64>) {
    state.fitted = true;
    let Some(diagram) = diagram else { return };
    let pose = fitted(state.viewport, diagram);
    match flight {
        Some(time) => state.camera.fly(pose, FLIGHT_SECS, time),
        None => state.camera = Camera::resting(pose),
    }
}

fn resize(state: &mut State, size: Size, diagram: Option<&Diagram>) {
    let first = state.viewport == Size::ZERO;
    state.viewport = size;
    if first || state.fitted {
        show_all(state, diagram, None);
    }
}

fn fitted(viewport: Size, diagram: &Diagram) -> Pose {
    let mut bounds = rect(&diagram.layout.bounds);
    if let Some(title) = diagram.labels.title.as_ref().filter(|title| title.width > 0.0) {
        // It is drawn above the top left corner.
        bounds.y0 -= TITLE_GAP + title.height;
        bounds.x1 = bounds.x1.max(bounds.x0 + title.width);
    }
    fit(bounds, viewport, LARGEST_FITTED_LABEL / diagram.style.font_size.max(1.0))
}

fn zoom_range(viewport: Size, diagram: Option<&Diagram>) -> ZoomRange {
    let fitted = diagram.map_or(1.0, |diagram| fitted(viewport, diagram).zoom);
    ZoomRange { min: fitted.min(1.0) / OVERVIEW, max: MAX_ZOOM }
}

fn under_pointer(state: &State, diagram: Option<&Diagram>, time: f64) -> Option<Subject> {
    let pose = state.camera.at(time);
    let world = pose.world_from_screen(state.pointer?, state.viewport);
    let (diagram, slack) = (diagram?, HOVER_SLACK / pose.zoom);
    // A pointer is nearly always in some group; only one at its edge or title means it.
    subject_at(diagram, world, slack).filter(|subject| match subject {
        Subject::Group(group) => is_at_edge(diagram, *group, world, slack),
        Subject::Edge(_) | Subject::Node(_) => true,
    })
}

/// A service, junction or group by its id, an edge by `edge NUMBER`.
fn named(diagram: &Diagram, name: &str) -> Option<Subject> {
    let graph = &diagram.graph;
    if let Some(number) = name.strip_prefix("edge ") {
        let edge: u32 = number.parse().ok()?;
        return graph.edges.get(edge as usize).map(|_| Subject::Edge(EdgeId(edge)));
    }
    let node = graph.nodes.iter().zip(0..).find(|(node, _)| node.id == name);
    let group = || graph.groups.iter().zip(0..).find(|(group, _)| group.id == name);
    node.map(|(_, id)| Subject::Node(NodeId(id)))
        .or_else(|| group().map(|(_, id)| Subject::Group(GroupId(id))))
}
