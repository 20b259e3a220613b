//! A step as commands, as a view, and as a place for the camera: pure functions of the step and the diagram.

use std::collections::BTreeMap;

use kurbo::{Point, Rect, Size, Vec2};

use super::{Aim, Filming, Pick, Tour, TourStep, Traced};
use crate::diagram::Diagram;
use crate::explore::camera::{Pose, fit};
use crate::explore::update::whole;
use crate::explore::{
    Command, Course, Folding, Level, Levels, Name, Playing, State, Subject, View, hit, trace,
    update,
};
use crate::graph::{EdgeId, EndAt, GroupId, NodeId, narrow};

/// Fitting never makes names larger than this on a screen 1080 px high, logical px (`interaction.md` 3.4).
const LARGEST_LABEL: f64 = 28.0;
/// The height of a usual projector, logical px.
const USUAL_HEIGHT: f64 = 1080.0;
/// What is shown is kept so far from a text, logical px.
const CLEAR: f64 = 16.0;

impl Tour {
    /// The commands that bring any state to the step at `place`, in order; none where there is no such step.
    ///
    /// What the step names and `diagram` does not have is left out. How fast light goes along a trace, what is read and
    /// what is marked are not the state's; [`Film`](super::Film) has them.
    #[must_use]
    pub fn commands(&self, place: usize, diagram: &Diagram) -> Vec<Command> {
        let Some(step) = self.steps.get(place) else { return Vec::new() };
        let mut commands = vec![
            Command::ShowAll,
            Command::Fold { folding: Folding::ExpandAll, names: Vec::new() },
            Command::TraceOff,
            Command::Select(Vec::new()),
            Command::Fit,
        ];
        commands.extend(setting(step, diagram));
        let flow = step.stand.flow.map(|flows| Playing::Flow(Some(flows)));
        commands.extend(flow.map(Command::Playing));
        commands.extend(looking(step, diagram));
        commands
    }
}

/// The commands for all but the camera.
fn setting(step: &TourStep, diagram: &Diagram) -> Vec<Command> {
    let stand = &step.stand;
    let mut commands = Vec::new();
    let open = subjects(&stand.expand, diagram);
    let mut folded = groups(&subjects(&stand.collapse, diagram));
    folded.retain(|group| !open.contains(&Subject::Group(*group)));
    let folded: Vec<Name> =
        folded.into_iter().map(|group| Name::of(Subject::Group(group), diagram)).collect();
    if !folded.is_empty() {
        commands.push(Command::Fold { folding: Folding::Collapse, names: folded });
    }
    let named = |picks: &[Pick]| names(&subjects(picks, diagram), diagram);
    let mut push = |names: Vec<Name>, make: fn(Vec<Name>) -> Command| {
        commands.extend((!names.is_empty()).then(|| make(names)));
    };
    push(named(&stand.isolate), Command::Isolate);
    push(named(&stand.hide), Command::Hide);
    match &stand.trace {
        Some(Traced::Path(stops)) if stops_of(stops, diagram).len() > 1 => {
            push(stops_of(stops, diagram), Command::TracePath);
        }
        Some(Traced::Impact(of)) => push(named(of), Command::Fail),
        Some(Traced::Path(_)) | None => {}
    }
    push(named(&stand.focus), Command::Focus);
    push(named(&stand.highlight), Command::Select);
    let detail = Command::Detail(stand.detail);
    commands.push(detail);
    commands
}

/// The commands for the camera.
fn looking(step: &TourStep, diagram: &Diagram) -> Vec<Command> {
    if let Some(Aim::Pose { x, y, zoom }) = step.stand.view {
        return vec![Command::Look(Pose { center: Point::new(x, y), zoom })];
    }
    match aimed_at(step, diagram, 0) {
        Some(subjects) => vec![Command::FitTo(names(&subjects, diagram))],
        // `fit` would end the focus.
        None if !step.stand.focus.is_empty() => {
            let graph = &diagram.graph;
            let all = (0..graph.groups.len()).map(|place| GroupId(narrow(place)));
            let outer = all.filter(|group| graph.groups[group.index()].parent.is_none());
            let outer: Vec<Subject> = outer.map(Subject::Group).collect();
            vec![Command::FitTo(names(&outer, diagram))]
        }
        None => vec![Command::Fit],
    }
}

/// What a step makes of `diagram`, the camera apart.
pub(crate) fn view_of(step: &TourStep, diagram: &Diagram) -> View {
    let viewport = Size::new(1920.0, 1080.0);
    let mut state = State { viewport, ..State::default() };
    for command in setting(step, diagram) {
        update(&mut state, &command, Some(diagram), 0.0);
    }
    state.view.dim = step.stand.dim;
    state.view
}

/// Where the camera stands in a step, `hop` hops along its trace, in a viewport of this size with a text over `card`.
pub(crate) fn pose_of(
    step: &TourStep,
    diagram: &Diagram,
    hop: u32,
    viewport: Size,
    card: Option<Rect>,
) -> Pose {
    if let Some(Aim::Pose { x, y, zoom }) = step.stand.view {
        // It is meant for a usual screen, and shows the same part of the drawing on any.
        let zoom = zoom * viewport.height / USUAL_HEIGHT;
        return Pose { center: Point::new(x, y), zoom };
    }
    let (bounds, boxes) = match aimed_at(step, diagram, hop) {
        Some(subjects) => {
            let boxes: Vec<Rect> =
                subjects.iter().map(|subject| hit::bounds(diagram, *subject)).collect();
            let bounds = boxes.iter().copied().reduce(|a, b| a.union(b));
            (bounds.unwrap_or_else(|| whole(diagram)), boxes)
        }
        None => (whole(diagram), outermost(diagram)),
    };
    fit_beside(bounds, &boxes, viewport, card, largest_zoom(diagram, viewport))
}

/// The boxes of all that lies in no group.
fn outermost(diagram: &Diagram) -> Vec<Rect> {
    let graph = &diagram.graph;
    let groups = graph.groups.iter().zip(0..).filter(|(group, _)| group.parent.is_none());
    let nodes = graph.nodes.iter().zip(0..).filter(|(node, _)| node.group.is_none());
    let groups = groups.map(|(_, id)| Subject::Group(GroupId(id)));
    let all = groups.chain(nodes.map(|(_, id)| Subject::Node(NodeId(id))));
    all.map(|subject| hit::bounds(diagram, subject)).collect()
}

/// The largest zoom that a step is shown at.
pub(crate) fn largest_zoom(diagram: &Diagram, viewport: Size) -> f64 {
    let label = LARGEST_LABEL * (viewport.height / USUAL_HEIGHT).max(0.5);
    label / diagram.style.font_size.max(1.0)
}

/// Shows all of `bounds`, as large as can be, with none of the `boxes` in it under `card`.
fn fit_beside(
    bounds: Rect,
    boxes: &[Rect],
    viewport: Size,
    card: Option<Rect>,
    max_zoom: f64,
) -> Pose {
    let window = viewport.to_rect();
    let within = |area: Rect| {
        let pose = fit(bounds, area.size(), max_zoom);
        let off = area.center() - window.center();
        Pose { center: pose.center - off / pose.zoom, ..pose }
    };
    let free = within(window);
    let Some(card) = card.map(|card| card.inflate(CLEAR, CLEAR)) else { return free };
    let to_screen = free.affine(viewport);
    let is_covered = |part: &Rect| to_screen.transform_rect_bbox(*part).overlaps(card);
    if !boxes.iter().any(is_covered) {
        return free;
    }
    if let Some(shifted) = shifted(free, bounds, boxes, viewport, card) {
        return shifted;
    }
    let areas = [
        Rect { y1: card.y0, ..window },
        Rect { y0: card.y1, ..window },
        Rect { x0: card.x1, ..window },
        Rect { x1: card.x0, ..window },
    ];
    let roomy = areas.into_iter().filter(|area| area.width() > 80.0 && area.height() > 80.0);
    // The first of those that are as large: the one that leaves the middle the middle.
    let best = roomy.rev().map(within).max_by(|a, b| a.zoom.total_cmp(&b.zoom));
    best.unwrap_or(free)
}

/// The pose `free` moved aside as little as keeps all `boxes` clear of `card`, if all of `bounds` stays in sight.
fn shifted(free: Pose, bounds: Rect, boxes: &[Rect], viewport: Size, card: Rect) -> Option<Pose> {
    let to_screen = free.affine(viewport);
    let on_screen: Vec<Rect> =
        boxes.iter().map(|part| to_screen.transform_rect_bbox(*part)).collect();
    let covered = on_screen.iter().filter(|part| part.overlaps(card)).copied();
    let covered = covered.reduce(|a, b| a.union(b))?;
    let all = to_screen.transform_rect_bbox(bounds);
    let room = viewport.to_rect().inset(-CLEAR);
    let ways = [
        Vec2::new(card.x1 - covered.x0, 0.0),
        Vec2::new(card.x0 - covered.x1, 0.0),
        Vec2::new(0.0, card.y1 - covered.y0),
        Vec2::new(0.0, card.y0 - covered.y1),
    ];
    let is_good = |by: &Vec2| {
        let is_clear = |part: &Rect| !(*part + *by * 1.001).overlaps(card);
        room.contains_rect(all + *by) && on_screen.iter().all(is_clear)
    };
    let best = ways.into_iter().filter(is_good).min_by(|a, b| a.hypot2().total_cmp(&b.hypot2()))?;
    Some(Pose { center: free.center - best / free.zoom, ..free })
}

/// What of `diagram` the camera is to show; `None` for the whole.
pub(super) fn aimed_at(step: &TourStep, diagram: &Diagram, hop: u32) -> Option<Vec<Subject>> {
    let stand = &step.stand;
    let found = match (&stand.view, &stand.trace) {
        (Some(Aim::Whole | Aim::Pose { .. }), _) => return None,
        (Some(Aim::At(picks)), _) => subjects(picks, diagram),
        (None, Some(traced)) if stand.camera != Filming::Hold => {
            along(traced, stand.camera, diagram, hop)
        }
        (None, _) => {
            let picks = [&stand.isolate, &stand.focus, &stand.highlight];
            let picks = picks.into_iter().find(|picks| !picks.is_empty())?;
            subjects(picks, diagram)
        }
    };
    let drawn: Vec<Subject> = found.into_iter().map(|subject| drawn(diagram, subject)).collect();
    (!drawn.is_empty()).then_some(drawn)
}

/// What a trace reaches; for a camera that follows it, what it reaches about now.
fn along(traced: &Traced, camera: Filming, diagram: &Diagram, hop: u32) -> Vec<Subject> {
    let Some(course) = course_of(traced, diagram) else { return Vec::new() };
    let found = trace::Traced::new(&course, &diagram.graph);
    let is_near = |depth: u32| camera != Filming::Follow || (depth + 1 >= hop && depth <= hop + 1);
    let nodes = found.nodes.iter().enumerate().filter_map(|(place, depth)| {
        depth.filter(|depth| is_near(*depth)).map(|_| Subject::Node(NodeId(narrow(place))))
    });
    let groups = found.groups.iter().enumerate().filter_map(|(place, depth)| {
        depth.filter(|depth| is_near(*depth)).map(|_| Subject::Group(GroupId(narrow(place))))
    });
    nodes.chain(groups).collect()
}

/// What a step traces, in the words of traces.
pub(super) fn course_of(traced: &Traced, diagram: &Diagram) -> Option<Course> {
    match traced {
        Traced::Path(stops) => {
            let stops: Vec<Subject> =
                stops_of(stops, diagram).iter().filter_map(|name| name.find(diagram)).collect();
            (stops.len() > 1).then_some(Course::Path { stops, nth: 0 })
        }
        Traced::Impact(of) => {
            let of = subjects(of, diagram);
            (!of.is_empty()).then_some(Course::Failure { of })
        }
    }
}

/// The stops of a way, in their order, those left out that are not there.
fn stops_of(stops: &[Pick], diagram: &Diagram) -> Vec<Name> {
    let found = stops.iter().flat_map(|stop| stop.selector.find(diagram));
    found.map(|subject| Name::of(subject, diagram)).collect()
}

/// What `picks` mean, each once, in their order.
pub(super) fn subjects(picks: &[Pick], diagram: &Diagram) -> Vec<Subject> {
    let mut found: Vec<Subject> = Vec::new();
    for subject in picks.iter().flat_map(|pick| pick.selector.find(diagram)) {
        if !found.contains(&subject) {
            found.push(subject);
        }
    }
    found
}

fn groups(subjects: &[Subject]) -> Vec<GroupId> {
    let group = |subject: &Subject| match subject {
        Subject::Group(group) => Some(*group),
        Subject::Node(_) | Subject::Edge(_) => None,
    };
    subjects.iter().filter_map(group).collect()
}

fn names(subjects: &[Subject], diagram: &Diagram) -> Vec<Name> {
    subjects.iter().map(|subject| Name::of(*subject, diagram)).collect()
}

/// What is drawn for `subject`: the tile that it is in, the bundle that it runs in.
pub(crate) fn drawn(diagram: &Diagram, subject: Subject) -> Subject {
    let end = |end: EndAt| match diagram.fold.end(end) {
        EndAt::Node(node) => Subject::Node(node),
        EndAt::Group(group) => Subject::Group(group),
    };
    match subject {
        Subject::Node(node) => end(EndAt::Node(node)),
        Subject::Group(group) => end(EndAt::Group(group)),
        Subject::Edge(edge) => match diagram.fold.carrier(edge) {
            Some(EdgeId(carrier)) => Subject::Edge(EdgeId(carrier)),
            None => end(diagram.graph.edges[edge.index()].from.at),
        },
    }
}

/// The dial of detail that shows `level` at `zoom`, as near as it gets.
pub(crate) fn detail_for(level: u8, zoom: f64, diagram: &Diagram) -> i8 {
    const ALL: [Level; 5] =
        [Level::Map, Level::Districts, Level::Standard, Level::Detail, Level::Card];
    let levels = Levels::of(diagram);
    let place = |detail: i8| {
        let shown = levels.at(zoom * Levels::dialled(detail));
        ALL.iter().position(|level| *level == shown).unwrap_or(0)
    };
    let off: BTreeMap<(usize, u8), i8> = (-2..=2)
        .map(|detail: i8| ((place(detail).abs_diff(level.into()), detail.unsigned_abs()), detail))
        .collect();
    off.first_key_value().map_or(0, |(_, detail)| *detail)
}
