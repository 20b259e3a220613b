//! Going from one thing to the next by keyboard.

use kurbo::{Point, Rect, Vec2};

use super::camera::Pose;
use super::order::reading_order;
use super::{State, Subject, Turn, Way, hit, structure};
use crate::diagram::Diagram;
use crate::graph::{EdgeId, End, EndAt, NodeId, NodeKind, Side};

/// A step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// To the next service in reading order, or to the one before; round the ends.
    Read(Turn),
    /// Along the edge on that side, else to the nearest thing that way.
    To(Way),
    /// Where the last step along an edge had several to choose from, along another.
    Other,
}

/// The last step along an edge, for taking another one instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    from: Subject,
    way: Way,
    /// Which of the edges was taken.
    place: usize,
    /// Where it led.
    to: Subject,
}

/// What is selected is kept so far from the window's edge, logical px: clear of the status bar and of the path.
const CLEAR: f64 = 48.0;
/// Bringing it there takes so long, s: short, because keys repeat.
const BRING_SECS: f64 = 0.18;

/// Takes a step. Whether there was one to take: not where nothing is selected that it could start from.
pub(super) fn walk(state: &mut State, step: Walk, diagram: &Diagram, time: f64) -> bool {
    let selected = state.view.selection.last().copied();
    let fork = state.fork.take().filter(|fork| Some(fork.to) == selected);
    let found = match (step, selected) {
        (Walk::Read(turn), selected) => read_on(state, diagram, selected, turn),
        (Walk::To(_), None) => return false,
        (Walk::To(way), Some(Subject::Edge(edge))) => Some(end_toward(diagram, edge, way)),
        (Walk::To(way), Some(from)) => {
            along(state, diagram, from, way, 0).or_else(|| nearest(state, diagram, from, way))
        }
        (Walk::Other, _) => {
            fork.and_then(|fork| along(state, diagram, fork.from, fork.way, fork.place + 1))
        }
    };
    if let Some(subject) = found {
        state.view.select([subject]);
        bring_into_sight(state, diagram, subject, time);
    }
    true
}

/// Selects the group round what is selected, up to the one in focus; then to the group round that.
pub(super) fn up(state: &mut State, diagram: &Diagram, time: f64) {
    let graph = &diagram.graph;
    let round = match state.view.selection.as_slice() {
        [Subject::Node(node)] => graph.nodes[node.index()].group,
        [Subject::Group(group)] => graph.groups[group.index()].parent,
        _ => None,
    };
    match round.filter(|_| state.view.focus.is_none() || round != state.view.focus) {
        Some(group) => {
            state.view.select([Subject::Group(group)]);
            bring_into_sight(state, diagram, Subject::Group(group), time);
        }
        None => structure::up(state, diagram, time),
    }
}

impl State {
    /// Whether the last step of a walk went `way` and there are other edges on that side to take instead.
    #[must_use]
    pub fn can_take_other(&self, way: Way) -> bool {
        let selected = self.view.selection.last().copied();
        self.fork.is_some_and(|fork| fork.way == way && Some(fork.to) == selected)
    }

    fn shows(&self, diagram: &Diagram, subject: Subject) -> bool {
        let (view, graph) = (&self.view, &diagram.graph);
        let is_folded = match subject {
            Subject::Node(node) => diagram.fold.hides_node(node).is_some(),
            Subject::Group(group) => diagram.fold.hides_group(group).is_some(),
            Subject::Edge(edge) => diagram.fold.carrier(edge).is_none(),
        };
        !is_folded && view.focuses(graph, subject) && !view.hides(graph, subject)
    }
}

fn read_on(state: &State, diagram: &Diagram, from: Option<Subject>, turn: Turn) -> Option<Subject> {
    let from = from.map(|from| match from {
        Subject::Edge(edge) => subject_of(&diagram.graph.edges[edge.index()].from),
        from => from,
    });
    let order = reading_order(diagram);
    let at = order.iter().position(|subject| Some(*subject) == from);
    let is_stop = |subject: &Subject| {
        let is_stop = match *subject {
            Subject::Node(node) => diagram.graph.nodes[node.index()].kind == NodeKind::Service,
            Subject::Group(group) => diagram.fold.is_tile(group),
            Subject::Edge(_) => false,
        };
        is_stop && state.shows(diagram, *subject)
    };
    let (before, after) = match (at, turn) {
        (Some(at), Turn::Next) => (&order[..at], &order[at + 1..]),
        (Some(at), Turn::Previous) => (&order[..at], &order[at..]),
        (None, _) => (&order[..0], &order[..]),
    };
    match turn {
        Turn::Next => after.iter().chain(before).copied().find(is_stop),
        Turn::Previous => before.iter().rev().chain(after.iter().rev()).copied().find(is_stop),
    }
}

/// Along the edge number `place` on that side of `from`, counted round; the ones that are to be met first come first.
fn along(
    state: &mut State,
    diagram: &Diagram,
    from: Subject,
    way: Way,
    place: usize,
) -> Option<Subject> {
    let all = neighbours(state, diagram, from, way);
    let place = place % all.len().max(1);
    let to = *all.get(place)?;
    state.fork = (all.len() > 1).then_some(Fork { from, way, place, to });
    Some(to)
}

/// What the edges on that side of `from` lead to, each once, in the order in which the edges stand there.
fn neighbours(state: &State, diagram: &Diagram, from: Subject, way: Way) -> Vec<Subject> {
    let mut found: Vec<(Point, Subject)> = Vec::new();
    for (route, id) in diagram.routes.edges.iter().zip(0..) {
        if diagram.fold.carrier(EdgeId(id)) != Some(EdgeId(id)) {
            continue;
        }
        let [a, b] = diagram.fold.ends(&diagram.graph, EdgeId(id));
        let (Some(first), Some(last)) = (route.points.first(), route.points.last()) else {
            continue;
        };
        let ends = [(a, b, first), (b, a, last)];
        for (near, far, at) in ends {
            let (at, to) = (Point::new(at.x, at.y), subject_of(&far));
            let is_there = subject_of(&near) == from && side_of(diagram, &near, at) == way;
            // An edge may lead out of the focus, and the walk with it.
            if is_there && to != from && !state.view.hides(&diagram.graph, to) {
                found.push((at, to));
            }
        }
    }
    found.sort_by(|(a, _), (b, _)| across(*a, way).total_cmp(&across(*b, way)));
    let mut subjects: Vec<Subject> = Vec::new();
    for (_, subject) in found {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    subjects
}

/// The side of its thing that an edge's end stands on: as the text asks, else as it is drawn.
fn side_of(diagram: &Diagram, end: &End, at: Point) -> Way {
    match end.side {
        Some(Side::Left) => return Way::Left,
        Some(Side::Right) => return Way::Right,
        Some(Side::Top) => return Way::Up,
        Some(Side::Bottom) => return Way::Down,
        None => {}
    }
    let r = hit::bounds(diagram, subject_of(end));
    let distances = [
        ((at.x - r.x0).abs(), Way::Left),
        ((at.x - r.x1).abs(), Way::Right),
        ((at.y - r.y0).abs(), Way::Up),
        ((at.y - r.y1).abs(), Way::Down),
    ];
    let nearest = distances.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or(Way::Right, |(_, way)| way)
}

/// The nearest thing of the same kind that way, seen from `from`; what is off to the side counts as further.
fn nearest(state: &State, diagram: &Diagram, from: Subject, way: Way) -> Option<Subject> {
    /// Going sideways is so much worse than going on.
    const ASIDE: f64 = 2.0;
    let here = hit::bounds(diagram, from).center();
    let cost = |subject: Subject| {
        let by = hit::bounds(diagram, subject).center() - here;
        let (on, aside) = match way {
            Way::Left => (-by.x, by.y),
            Way::Right => (by.x, by.y),
            Way::Up => (-by.y, by.x),
            Way::Down => (by.y, by.x),
        };
        // Within the quarter that lies that way.
        (on > 0.0 && aside.abs() <= on * 2.0).then_some(on + ASIDE * aside.abs())
    };
    let candidates = reading_order(diagram).into_iter().filter(|subject| {
        *subject != from && is_like(diagram, from, *subject) && state.shows(diagram, *subject)
    });
    let costs = candidates.filter_map(|subject| cost(subject).map(|cost| (cost, subject)));
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, subject)| subject)
}

/// From a group one goes to groups that are neither in it nor round it, from anything else to services and junctions.
fn is_like(diagram: &Diagram, from: Subject, to: Subject) -> bool {
    match (from, to) {
        (Subject::Group(a), Subject::Group(b)) => {
            let graph = &diagram.graph;
            !graph.lies_in(Some(a), b) && !graph.lies_in(Some(b), a)
        }
        (Subject::Group(_), _) | (_, Subject::Group(_) | Subject::Edge(_)) => false,
        (_, Subject::Node(NodeId(_))) => true,
    }
}

/// The end of `edge` that lies further that way.
fn end_toward(diagram: &Diagram, edge: EdgeId, way: Way) -> Subject {
    let edge = &diagram.graph.edges[edge.index()];
    let [from, to] = [edge.from, edge.to].map(|end| subject_of(&end));
    let [a, b] = [from, to].map(|subject| hit::bounds(diagram, subject).center());
    let is_from = match way {
        Way::Left => a.x < b.x,
        Way::Right => a.x > b.x,
        Way::Up => a.y < b.y,
        Way::Down => a.y > b.y,
    };
    if is_from { from } else { to }
}

fn across(at: Point, way: Way) -> f64 {
    match way {
        Way::Left | Way::Right => at.y,
        Way::Up | Way::Down => at.x,
    }
}

fn subject_of(end: &End) -> Subject {
    match end.at {
        EndAt::Node(node) => Subject::Node(node),
        EndAt::Group(group) => Subject::Group(group),
    }
}

/// Moves the picture as little as it takes to have all of `subject` in the window; its middle where it is too large.
pub(super) fn bring_into_sight(state: &mut State, diagram: &Diagram, subject: Subject, time: f64) {
    let goal = state.camera.target();
    let to_screen = goal.affine(state.viewport);
    let on_screen = to_screen.transform_rect_bbox(hit::bounds(diagram, subject));
    let window = state.viewport.to_rect().inset(-CLEAR);
    let by = Vec2::new(
        shift((on_screen.x0, on_screen.x1), (window.x0, window.x1)),
        shift((on_screen.y0, on_screen.y1), (window.y0, window.y1)),
    );
    if by != Vec2::ZERO && is_sane(window) {
        state.fitted = false;
        let goal = Pose { center: goal.center - by / goal.zoom, ..goal };
        state.camera.glide(goal, BRING_SECS, time);
    }
}

fn is_sane(window: Rect) -> bool {
    window.width() > 0.0 && window.height() > 0.0
}

/// How far what reaches from `a` to `b` must go to lie between `low` and `high`.
fn shift((a, b): (f64, f64), (low, high): (f64, f64)) -> f64 {
    if b - a > high - low {
        // It is too large; it stays as long as its middle is in sight.
        let middle = (a + b) / 2.0;
        if (low..=high).contains(&middle) { 0.0 } else { (low + high) / 2.0 - middle }
    } else {
        (low - a).max(0.0) - (b - high).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use kurbo::Size;

    use super::*;
    use crate::diagram::Resources;
    use crate::explore::{Name, update};
    use crate::icons::Icons;
    use crate::text::Fonts;

    const TEXT: &str = "architecture-beta
        group g(cloud)[G]
        group h(cloud)[H] in g
        service a(server)[A] in h
        service b(server)[B] in h
        service c(server)[C] in g
        service d(server)[D]
        junction j
        a:R --> L:b
        b:R --> L:c
        b:B --> T:d
        b:B --> T:j
        align row d j
    ";

    fn diagram() -> Diagram {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        Diagram::new(TEXT, &mut resources)
    }

    fn play(diagram: &Diagram, script: &str) -> State {
        let mut state = State::default();
        let (steps, faults) = crate::explore::script(&format!("resize 900 700; {script}"));
        assert_eq!(faults, [], "{script}");
        for (step, time) in steps.iter().zip(0_u32..) {
            update(&mut state, &step.command, Some(diagram), f64::from(time) * 10.0);
        }
        state
    }

    fn selected(diagram: &Diagram, state: &State) -> String {
        let names = state.view.selection.iter().map(|s| Name::of(*s, diagram).to_string());
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tab_reads_services_and_arrows_follow_edges() {
        let diagram = diagram();
        let check = |script: &str, expected: &str| {
            let state = play(&diagram, script);
            assert_eq!(selected(&diagram, &state), expected, "{script}");
        };
        check("walk next", "a");
        check("walk next; walk next", "b");
        check("select c; walk next; walk next", "a");
        check("walk previous", "d");
        check("select a; walk previous", "d");
        check("select g; walk next", "a");
        check("select edge 1; walk next", "c");
        check("focus h; select b; walk next", "a");
        check("hide a; walk next", "b");

        check("select a; walk right", "b");
        check("select a; walk right; walk right", "c");
        check("select b; walk left", "a");
        // Several at one side: the first, then the other, then round.
        let first = selected(&diagram, &play(&diagram, "select b; walk down"));
        let other = selected(&diagram, &play(&diagram, "select b; walk down; walk other"));
        assert!(["d j", "j d"].contains(&format!("{first} {other}").as_str()), "{first} {other}");
        check("select b; walk down; walk other; walk other", &first);
        check("select b; walk down; select a; walk other", "a");
        check("select b; walk other", "b");
        check("select b; hide d; walk down", "j");
        // Where no edge leads, what stands nearest that way.
        check("select d; walk right", if is_left(&diagram, "d", "j") { "j" } else { "c" });
        check("select edge 0; walk right", "b");
        check("select edge 0; walk left", "a");
        check("walk left", "");
    }

    fn is_left(diagram: &Diagram, a: &str, b: &str) -> bool {
        let x = |id: &str| {
            let subject = Name::Thing(id.to_owned()).find(diagram).unwrap();
            hit::bounds(diagram, subject).center().x
        };
        x(a) < x(b)
    }

    #[test]
    fn up_goes_through_the_groups_and_out_of_the_focus() {
        let diagram = diagram();
        let check = |script: &str, expected: &str, focus: Option<&str>| {
            let state = play(&diagram, script);
            let found = state.view.focus.map(|g| Name::of(Subject::Group(g), &diagram).to_string());
            assert_eq!(selected(&diagram, &state), expected, "{script}");
            assert_eq!(found.as_deref(), focus, "{script}");
        };
        check("select a; up", "h", None);
        check("select a; up; up", "g", None);
        check("select a; up; up; up", "g", None);
        check("select a; up; focus", "", Some("h"));
        check("focus g; select a; up", "h", Some("g"));
        check("focus h; select a; up", "a", Some("g"));
        check("focus h; up; up", "", None);
    }

    #[test]
    fn without_a_selection_arrows_pan_and_with_one_it_stays_in_sight() {
        let diagram = diagram();
        let at = |script: &str| play(&diagram, script).camera.target();
        let still = at("scale 1");
        assert_eq!(at("scale 1; walk left").center.x, at("scale 1; go left").center.x);
        assert!(at("scale 1; walk left").center.x < still.center.x);
        for script in ["scale 6; walk next", "scale 6; walk previous", "scale 20; walk previous"] {
            let state = play(&diagram, script);
            let subject = *state.view.selection.last().unwrap();
            let to_screen = state.camera.target().affine(Size::new(900.0, 700.0));
            let seen = to_screen.transform_rect_bbox(hit::bounds(&diagram, subject));
            let window = Rect::new(0.0, 0.0, 900.0, 700.0);
            assert!(window.contains(seen.center()), "{script}: {seen:?}");
            assert!(!state.fitted, "{script}");
        }
        // What is in sight already moves nothing.
        assert_eq!(at("walk next"), at("select a"));
    }
}
