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
fn clicks_select_and_escape_lets_go() {
    let diagram = diagram();
    let middle_of = |node: usize| {
        let state = play(Some(&diagram), "0 resize 800 600");
        let at = middle(diagram.layout.nodes[node]);
        let at = state.camera.at(0.0).screen_from_world(at, state.viewport);
        format!("{} {}", at.x, at.y)
    };
    let (a, b) = (middle_of(0), middle_of(1));
    let check = |script: &str, expected: &[u32]| {
        let state = play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
        let expected: Vec<Subject> = expected.iter().map(|n| Subject::Node(NodeId(*n))).collect();
        assert_eq!(state.view.selection, expected, "{script}");
    };
    check(&format!("1 click {a}"), &[0]);
    check(&format!("1 click {a}\n2 click {b}"), &[1]);
    check(&format!("1 click {a}\n2 click {b} add"), &[0, 1]);
    check(&format!("1 click {a}\n2 click {a} add"), &[]);
    check(&format!("1 click {a}\n2 click 0 0 add"), &[0]);
    check(&format!("1 click {a}\n2 click 0 0"), &[]);
    check("1 select b a b", &[1, 0]);
    check("1 select b\n2 escape", &[]);
    check("1 select all", &[0, 1, 2]);
    check("1 select in 0 0 800 600", &[0, 1, 2]);
    check("1 select in 0 0 5 5", &[]);
    check("1 select a\n2 undo", &[]);
    check("1 select a\n2 select b\n3 undo\n4 undo\n5 redo", &[0]);
    check("1 select a\n2 undo\n3 select b\n4 redo", &[1]);
}

#[test]
fn undo_takes_a_movement_back_as_one_and_back_returns_to_places() {
    let diagram = diagram();
    let check = |script: &str, same_as: &str| {
        let at = |script: &str| {
            let state = play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
            let pose = state.camera.target();
            (pose.center.round(), (pose.zoom * 1e6).round())
        };
        assert_eq!(at(script), at(same_as), "{script}");
    };
    check("1 pan 5 5\n1.5 pan 5 5\n2.2 zoom 2\n9 undo", "");
    check("1 pan 5 5\n8 pan 5 5\n9 undo", "1 pan 5 5");
    check("1 pan 5 5\n8 pan 5 5\n9 undo\n10 undo\n11 redo", "1 pan 5 5");
    check("1 pan 5 5\n9 undo\n10 undo\n11 undo", "");
    check("1 fit a\n9 back", "");
    check("1 fit a\n5 fit b\n6 pan 9 9\n9 back", "1 fit a");
    check("1 fit a\n5 fit b\n9 back\n10 forward", "1 fit b");
    check("1 fit a\n5 fit b\n9 back\n10 back\n11 forward", "1 fit a");
    check("1 select a\n2 fit selection", "1 fit a");
    check("1 fit nobody", "");
    check("1 area 0 0 0 0", "");
    check("1 area 0 0 800 600", "");
    check("1 area 200 150 600 450", "1 zoom 2");
}

#[test]
fn opening_goes_to_what_is_there() {
    let diagram = diagram();
    let start = play(Some(&diagram), "0 resize 800 600");
    let seen = |world: Point| start.camera.at(0.0).screen_from_world(world, start.viewport);
    let route = &diagram.routes.edges[1].points;
    let on_edge = route[0].midpoint(route[1]);
    let (on_edge, on_a) =
        (seen(Point::new(on_edge.x, on_edge.y)), seen(middle(diagram.layout.nodes[0])));
    let center = |command: String| {
        play(Some(&diagram), &format!("0 resize 800 600\n1 {command}")).camera.target().center
    };
    let near = |a: Point, b: Point| assert!((a - b).hypot2() < 1e-9, "{a:?} is not {b:?}");
    near(center(format!("open {} {}", on_a.x, on_a.y)), middle(diagram.layout.nodes[0]));
    near(center(format!("open {} {}", on_edge.x, on_edge.y)), middle(diagram.layout.nodes[2]));
    near(center(format!("open {} {} back", on_edge.x, on_edge.y)), middle(diagram.layout.nodes[1]));
    let zoom = play(Some(&diagram), "0 resize 800 600\n1 open 0 0").camera.target().zoom;
    assert!((zoom / start.camera.target().zoom - 2.0).abs() < 1e-9);
}

#[test]
fn scripts_that_name_what_is_not_there_are_told() {
    let diagram = diagram();
    let check = |text: &str, expected: &[(&str, Option<&str>)]| {
        let (steps, faults) = script(text);
        assert_eq!(faults, [], "{text}");
        let unknown = unknown_names(text, &steps, &diagram);
        let found: Vec<_> =
            unknown.iter().map(|d| (&text[d.span.range()], d.hint.as_deref())).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("select a b; fit inner; hover edge 1", &[]);
    check("fit; select a innner", &[("innner", Some("did you mean `inner`?"))]);
    check("hover edge 2", &[("edge 2", None)]);
    check("select group outre", &[("group outre", Some("did you mean `group outer`?"))]);
    check("select group a", &[("group a", None)]);
}

#[test]
fn names_are_those_that_find_again() {
    let diagram = diagram();
    for subject in [Subject::Node(NodeId(2)), Subject::Group(GroupId(1)), Subject::Edge(EdgeId(1))]
    {
        assert_eq!(Name::of(subject, &diagram).find(&diagram), Some(subject));
    }
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

/// Two chains that meet in the middle, a way round, a group that is an end itself, and a line without arrows.
const CHAINS: &str = "architecture-beta
    group g(cloud)[G]
    service a(server)[A]
    service b(server)[B]
    service c(server)[C] in g
    service d(server)[D] in g
    service e(server)[E]
    service f(server)[F]
    service h(server)[H]
    a:R --> L:b
    b:R --> L:c
    a:B --> T:e
    e:R --> B:c
    c:R --> L:d
    f:R -- L:d
    h:R --> L:g
";

#[test]
fn traces_reach_as_far_as_they_are_told_to() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(CHAINS, &mut resources);
    let check = |script: &str, expected: &str| {
        let state = play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
        let Some(trace) = &state.view.trace else {
            return assert_eq!("none", expected, "{script}");
        };
        let nodes = diagram.graph.nodes.iter().map(|node| &node.id).zip(&trace.traced.nodes);
        let groups = diagram.graph.groups.iter().map(|group| &group.id).zip(&trace.traced.groups);
        let edges = (0..).map(|e: u32| e.to_string()).zip(&trace.traced.edges);
        let shown = |id: &str, depth: &Option<u32>| depth.map(|depth| format!("{id}{depth}"));
        let mut found: Vec<String> =
            nodes.chain(groups).filter_map(|(id, depth)| shown(id, depth)).collect();
        found.extend(edges.filter_map(|(id, depth)| shown(&format!("-{id}:"), depth)));
        assert_eq!(found.join(" "), expected, "{script}");
    };
    check("1 trace 1 b", "a1 b0 c1 -0:1 -1:1");
    check("1 downstream a", "a0 b1 e1 -0:1 -2:1");
    check("1 downstream a\n2 downstream a", "a0 b1 c2 e1 -0:1 -1:2 -2:1 -3:2");
    check("1 downstream 9 b", "b0 c1 d2 f3 -1:1 -4:2 -5:3");
    check("1 downstream all b", "b0 c1 d2 f3 -1:1 -4:2 -5:3");
    check("1 upstream all c", "a2 b1 c0 e1 -0:2 -1:1 -2:2 -3:1");
    check("1 upstream 1 g", "b1 c0 d0 e1 f1 h1 g0 -1:1 -3:1 -4:1 -5:1 -6:1");
    check("1 downstream all h", "h0 g1 -6:1");
    check("1 select b\n2 upstream\n3 select a\n4 upstream", "a0");
    check("1 upstream", "none");
    check("1 hover b\n2 upstream", "a1 b0 -0:1");
    check("1 upstream nobody", "none");
    check("1 trace 1 b\n2 trace off", "none");
    check("1 trace 1 b\n2 select a\n3 escape", "none");
    check("1 trace 1 b\n2 trace off\n3 undo", "a1 b0 c1 -0:1 -1:1");
    check("1 trace a -> d", "a0 b1 c2 d3 -0:1 -1:2 -4:3");
    check("1 trace a -> d\n2 trace next", "a0 c2 d3 e1 -2:1 -3:2 -4:3");
    check("1 trace a -> d\n2 trace next\n3 trace next", "a0 b1 c2 d3 -0:1 -1:2 -4:3");
    check("1 select a d\n2 trace path\n3 trace path", "a0 c2 d3 e1 -2:1 -3:2 -4:3");
    check("1 select a\n2 trace path", "none");
    check("1 trace a -> e -> d", "a0 c2 d3 e1 -2:1 -3:2 -4:3");
    check("1 trace d -> b", "b2 c1 d0 -1:2 -4:1");
    check("1 trace a -> h", "");
    check("1 fail c", "a2 b1 c0 e1 -0:2 -1:1 -2:2 -3:1");
    check("1 trace next", "none");
}

#[test]
fn light_goes_from_hop_to_hop() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(CHAINS, &mut resources);
    let state = play(Some(&diagram), "0 resize 800 600\n1 downstream all a");
    let reach = |time: f64| state.aspect(time).reach;
    assert_eq!([1.0, 1.1, 1.2, 1.4, 9.0].map(reach), [0, 0, 1, 2, 4]);
    assert_eq!(reach(f64::INFINITY), 4);
    assert!((state.next_change(1.2).unwrap() - 1.36).abs() < 1e-9);
    assert_eq!(state.next_change(9.0), None);
}

#[test]
fn a_failure_shows_what_holds_the_diagram_together() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(CHAINS, &mut resources);
    let state = play(Some(&diagram), "0 resize 800 600\n1 fail d");
    let cuts = &state.view.trace.as_ref().unwrap().traced.cuts;
    let ids: Vec<String> = cuts.iter().map(|s| Name::of(*s, &diagram).to_string()).collect();
    assert_eq!(ids, ["c", "d"]);
}
