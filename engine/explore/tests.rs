//! Scripts of commands, as a person or a tour would give them.

use kurbo::{Point, Rect, Size, Vec2};

use super::*;
use crate::diagram::{Diagram, Resources};
use crate::icons::Icons;
use crate::text::Fonts;

const TEXT: &str = "architecture-beta
    group outer(cloud)[Outer]
    group inner(cloud)[Inner] in outer
    service a(server)[A] in inner
    service b(database)[B] in outer
    junction j in outer
    a:R --> L:b
    b:B -- T:j
";

fn diagram() -> Diagram {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(TEXT, &mut resources);
    assert_eq!((diagram.graph.nodes.len(), diagram.graph.edges.len()), (3, 2));
    diagram
}

/// The state after `script`, a command a line, the time in seconds before it.
fn play(diagram: Option<&Diagram>, script: &str) -> State {
    let mut state = State::default();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (time, command) = line.split_once(' ').unwrap();
        let command: Command = command.parse().unwrap();
        update(&mut state, &command, diagram, time.parse().unwrap());
    }
    state
}

fn bounds(diagram: &Diagram) -> Rect {
    let bounds = diagram.layout.bounds;
    Rect::new(bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y)
}

fn middle(r: crate::layout::Rect) -> Point {
    Point::new(r.center().x, r.center().y)
}

#[test]
fn the_first_size_fits_and_an_untouched_view_stays_fitted() {
    let diagram = diagram();
    let check = |script: &str, fitted: bool| {
        let state = play(Some(&diagram), script);
        assert_eq!(state.fitted, fitted, "{script}");
        let seen =
            state.camera.target().affine(state.viewport).transform_rect_bbox(bounds(&diagram));
        let inside = state.viewport.to_rect().union(seen) == state.viewport.to_rect();
        assert_eq!(inside, fitted, "{script}: {seen:?}");
    };
    check("0 resize 800 600", true);
    check("0 resize 800 600\n1 resize 100 100", true);
    check("0 resize 800 600\n1 zoom 40", false);
    check("0 resize 800 600\n1 zoom 40\n2 resize 300 200", false);
    check("0 resize 800 600\n1 zoom 40\n2 fit", true);
    check("0 resize 800 600\n1 zoom 40\n2 fit\n3 resize 100 90", true);
}

#[test]
fn a_title_is_fitted_too() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let text = "architecture-beta\n    title A title that is far longer than its one service\n    service a(server)[A]\n";
    let diagram = Diagram::new(text, &mut resources);
    let title = diagram.labels.title.clone().unwrap();
    let state = play(Some(&diagram), "0 resize 800 600");
    let corner = bounds(&diagram).origin();
    let drawn =
        Rect::new(corner.x, corner.y - 24.0 - title.height, corner.x + title.width, corner.y);
    let seen = state.camera.target().affine(state.viewport).transform_rect_bbox(drawn);
    assert!(state.viewport.to_rect().contains_rect(seen), "{seen:?}");
}

#[test]
fn whatever_is_asked_before_there_is_a_diagram_does_no_harm() {
    let state = play(
        None,
        "0 resize 800 600\n1 zoom in\n1 pan 5 5\n1 fit\n1 point 3 3\n1 hover a\n2 fullscreen\n2 scale 1",
    );
    assert!(state.fullscreen);
    assert_eq!(state.hover.subject(), None);
}

#[test]
fn zoom_ends_at_a_quarter_of_the_fit_and_at_64() {
    let diagram = diagram();
    let fitted = play(Some(&diagram), "0 resize 300 200").camera.target().zoom;
    let zoom = |command: &str| {
        let script = format!("0 resize 300 200\n1 {command}\n2 {command}");
        play(Some(&diagram), &script).camera.target().zoom
    };
    let check = |command: &str, expected: f64| {
        assert!((zoom(command) / expected - 1.0).abs() < 1e-9, "{command}: {}", zoom(command));
    };
    check("zoom 1000", 64.0);
    check("pinch 1000 at 5 5", 64.0);
    check("zoom 0.001", fitted.min(1.0) / 4.0);
    check("scale 1", 1.0);
    check("scale 9999", 64.0);
}

#[test]
fn what_is_under_the_pointer_is_the_thing_on_top() {
    let diagram = diagram();
    let check = |at: Point, expected: &str| {
        let found = subject_at(&diagram, at, 6.0).map(|subject| match subject {
            Subject::Node(node) => diagram.graph.nodes[node.index()].id.clone(),
            Subject::Group(group) => diagram.graph.groups[group.index()].id.clone(),
            Subject::Edge(edge) => format!("edge {}", edge.0),
        });
        assert_eq!(found.as_deref().unwrap_or("nothing"), expected, "at {at:?}");
    };
    let layout = &diagram.layout;
    check(middle(layout.nodes[0]), "a");
    check(middle(layout.nodes[1]), "b");
    check(middle(layout.nodes[2]), "j");
    check(middle(layout.nodes[2]) + Vec2::new(0.0, 9.0), "j");
    let corner = |group: usize| {
        let min = layout.groups[group].min;
        Point::new(min.x + 2.0, min.y + 2.0)
    };
    check(corner(0), "outer");
    check(corner(1), "inner");
    check(Point::new(layout.bounds.min.x - 500.0, 0.0), "nothing");
    let on_edge = diagram.routes.edges[0].points.windows(2).map(|pair| pair[0].midpoint(pair[1]));
    let free =
        on_edge.map(|p| Point::new(p.x, p.y)).find(|p| {
            diagram.layout.nodes.iter().all(|r| {
                !Rect::new(r.min.x, r.min.y, r.max.x, r.max.y).inflate(8.0, 8.0).contains(*p)
            })
        });
    check(free.unwrap() + Vec2::new(3.0, 3.0), "edge 0");
}

#[test]
fn names_light_up_at_once_and_unknown_ones_put_out() {
    let diagram = diagram();
    let check = |name: &str, expected: Option<Subject>| {
        let state = play(Some(&diagram), &format!("0 resize 800 600\n1 hover a\n2 hover {name}"));
        assert_eq!(state.hover.lit(2.0), expected, "{name}");
    };
    check("b", Some(Subject::Node(NodeId(1))));
    check("inner", Some(Subject::Group(GroupId(1))));
    check("edge 1", Some(Subject::Edge(EdgeId(1))));
    check("edge 2", None);
    check("edge x", None);
    check("nobody", None);
    check("", None);
}

#[test]
fn a_pointer_in_a_group_means_it_only_at_its_edge_or_title() {
    let diagram = diagram();
    let outer = diagram.layout.groups[0];
    let hover = |at: Point| {
        let mut state = State::default();
        update(&mut state, &Command::Resize(Size::new(800.0, 600.0)), Some(&diagram), 0.0);
        let on_screen = state.camera.at(0.0).screen_from_world(at, state.viewport);
        update(&mut state, &Command::Point(Some(on_screen)), Some(&diagram), 1.0);
        state.hover.subject()
    };
    let group = Some(Subject::Group(GroupId(0)));
    assert_eq!(hover(Point::new(outer.min.x + 1.0, outer.center().y)), group);
    assert_eq!(hover(Point::new(outer.min.x + 9.0, outer.min.y + 9.0)), group);
    let (x, y) = (outer.max.x - 12.0, outer.max.y - 12.0);
    assert_eq!(hover(Point::new(x, y)), None);
}

#[test]
fn escape_leaves_what_was_entered_last_and_never_quits() {
    let mut state = play(None, "0 fullscreen\n0 overlay");
    for expected in [(true, false), (false, false), (false, false)] {
        assert_eq!(update(&mut state, &Command::Escape, None, 1.0), None);
        assert_eq!((state.fullscreen, state.overlay), expected);
    }
    assert_eq!(update(&mut state, &Command::Quit, None, 1.0), Some(Effect::Quit));
    assert_eq!(update(&mut state, &Command::Reload, None, 1.0), Some(Effect::Reload));
}

#[test]
fn glides_add_up_while_keys_repeat() {
    let diagram = diagram();
    let state =
        play(Some(&diagram), "0 resize 800 600\n1 scale 1\n5 glide -96 0\n5.03 glide -96 0");
    let still = play(Some(&diagram), "0 resize 800 600\n1 scale 1");
    let moved = state.camera.target().center - still.camera.target().center;
    assert!((moved - Vec2::new(192.0, 0.0)).hypot2() < 1e-12, "{moved:?}");
    assert!(!state.camera.is_moving(6.0));
}
