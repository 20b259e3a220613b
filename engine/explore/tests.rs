//! Scripts of commands, as a person or a tour would give them.

use kurbo::{Point, Rect, Size, Vec2};

use super::*;
use crate::diagram::{Diagram, Options, Resources, Watch};
use crate::icons::Icons;
use crate::text::Fonts;

mod folding;
mod keymap;

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

const SHOP: &str = "architecture-beta
    group cloud(cloud)[Cloud]
    group k8s(logos:kubernetes)[Kubernetes] in cloud
    service api(logos:kong)[Kong Gateway] in k8s
    service pay(mdi:credit-card)[Payment] in k8s
    service stripe(logos:stripe)[Stripe]
    service gate(server)[Gate API]
    junction hub in k8s
    api:R --> L:hub
    hub:R --> L:pay
    pay:R --> L:stripe
    gate:R --> L:hub
";

#[test]
fn a_search_finds_names_icons_and_places_and_keeps_to_conditions() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(SHOP, &mut resources);
    let check = |text: &str, expected: &str| {
        let state = play(Some(&diagram), &format!("0 resize 800 600\n1 search {text}"));
        let found: Vec<String> =
            state.search.unwrap().found().map(|s| Name::of(s, &diagram).to_string()).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    };
    check("", "");
    check("stripe", "stripe");
    check("strp", "stripe");
    check("kong", "api");
    check("credit", "pay");
    check("kubernetes", "k8s api pay hub");
    check("kube pay", "pay");
    check("xyzzy", "");
    check("deg>2", "hub");
    check("in=0 kind:service", "api gate");
    check("icon:logos:*", "api stripe k8s");
    check("group:k8s", "api pay hub");
    check("group:cloud !kind:group", "api pay hub");
    check("group:Kub* !kind:junction", "api pay");
    check("~api", "api gate");
    check("~api !kong", "gate");
    check("deg>=1 gate", "gate api");
}

#[test]
fn a_search_is_shown_accepted_or_given_up() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(SHOP, &mut resources);
    let at = |script: &str| play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
    let selection = |state: &State| -> String {
        let names = state.view.selection.iter().map(|s| Name::of(*s, &diagram).to_string());
        names.collect::<Vec<_>>().join(" ")
    };
    let start = at("").camera.target();
    let looking = at("1 search stripe");
    assert_eq!(looking.camera.at(1.1), start, "nothing moves while somebody types");
    assert_ne!(looking.camera.target(), start);
    assert_eq!(looking.aspect(1.0).hits.map(|hits| hits.len()), Some(1));
    let accepted = at("1 search stripe\n2 accept");
    assert_eq!((selection(&accepted).as_str(), accepted.search.is_some()), ("stripe", false));
    assert_eq!(accepted.camera.target(), looking.camera.target());
    let given_up = at("1 search stripe\n2 escape");
    assert_eq!((given_up.camera.target(), given_up.fitted), (start, true));
    let back = at("1 search stripe\n2 accept\n5 back");
    assert_eq!((back.camera.target(), selection(&back).as_str()), (start, "stripe"));
    let undone = at("1 search stripe\n2 accept\n5 undo");
    assert_eq!((undone.camera.target(), selection(&undone).as_str()), (start, ""));
    for (script, expected) in [
        ("1 search group:k8s\n2 choose next\n3 accept", "pay"),
        ("1 search group:k8s\n2 choose previous\n3 accept", "group:"),
        ("1 search group:k8s\n2 accept\n3 match next", "pay"),
        ("1 search group:k8s\n2 accept\n3 match next\n4 match next\n5 match next", "api"),
        ("1 search group:k8s\n2 accept\n3 match previous", "hub"),
        ("1 match next", ""),
        (
            "1 search\n2 type strpe\n3 caret back\n4 erase back\n5 erase word\n6 type x\n7 accept",
            "",
        ),
        (
            "1 search\n2 type xst\n3 caret start\n4 erase forward\n5 caret end\n6 type ripe\n7 accept",
            "stripe",
        ),
        ("1 search xyzzy\n2 accept", ""),
    ] {
        let found = selection(&at(script));
        if expected != "group:" {
            assert_eq!(found, expected, "{script}");
        }
    }
}

#[test]
fn the_palette_gives_commands() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(SHOP, &mut resources);
    let at = |script: &str| play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
    assert!(at("1 palette full screen\n2 accept").fullscreen);
    assert!(at("1 search\n2 type >full screen\n3 accept").fullscreen);
    assert_eq!(
        at("1 palette trace api -> stripe\n2 accept").view.trace.unwrap().traced.n_nodes(),
        4
    );
    let more = at("1 palette against arrows NAME\n2 accept").search.unwrap();
    assert_eq!(more.text, "upstream ");
    let refused = at("1 palette xyzzy\n2 accept").search.unwrap();
    assert!(refused.complaint.unwrap().contains("no command `xyzzy`"));
    let again = at("1 palette full screen\n2 accept\n3 palette").search.unwrap();
    assert_eq!(again.hits[0].title, "fullscreen");
    let mut state = at("1 palette quit");
    assert_eq!(update(&mut state, &Command::Accept, Some(&diagram), 2.0), Some(Effect::Quit));
    let keys = at("1 palette full screen").search.unwrap().hits;
    assert_eq!(keys[0].detail, "F11");
}

#[test]
fn a_click_on_a_hit_accepts_it() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(SHOP, &mut resources);
    let mut state = play(Some(&diagram), "0 resize 800 600\n1 search group:k8s");
    let panel = Panel::new(state.search.as_ref().unwrap(), state.viewport);
    let at = panel.field.center();
    update(&mut state, &Command::Click { at, add: false }, Some(&diagram), 2.0);
    assert!(state.search.is_some(), "the field is no hit");
    let at = panel.rows[1].1.center();
    update(&mut state, &Command::Click { at, add: false }, Some(&diagram), 2.0);
    assert_eq!(state.view.selection, [Subject::Node(NodeId(1))]);
}

#[test]
fn focus_goes_into_groups_and_out_again() {
    let diagram = diagram();
    let check = |script: &str, focus: Option<u32>, fitted: bool| {
        let state = play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
        assert_eq!((state.view.focus, state.fitted), (focus.map(GroupId), fitted), "{script}");
    };
    check("1 focus inner", Some(1), false);
    check("1 select inner\n2 focus", Some(1), false);
    check("1 focus a", None, false);
    check("1 focus nobody", None, true);
    check("1 focus", None, true);
    check("1 focus inner\n2 up", Some(0), false);
    check("1 focus inner\n2 up\n3 up", None, true);
    check("1 focus inner\n2 up\n3 up\n4 up", None, true);
    check("1 focus inner\n2 escape", Some(0), false);
    check("1 focus inner\n2 fit", None, true);
    check("1 focus outer\n2 focus inner\n3 back", Some(0), false);
    check("1 focus outer\n2 focus inner\n3 back\n4 back\n5 forward", Some(0), false);
    check("1 focus outer\n2 undo", None, true);
    let state = play(Some(&diagram), "0 resize 800 600\n1 focus inner\n2 select all");
    assert_eq!(state.view.selection, [Subject::Node(NodeId(0))], "only what is looked at");
}

#[test]
fn what_is_hidden_is_with_all_that_hangs_on_it() {
    let diagram = diagram();
    let check = |script: &str, expected: &str| {
        let state = play(Some(&diagram), &format!("0 resize 800 600\n{script}"));
        let graph = &diagram.graph;
        let nodes = (0..3).map(|id| Subject::Node(NodeId(id)));
        let groups = (0..2).map(|id| Subject::Group(GroupId(id)));
        let edges = (0..2).map(|id| Subject::Edge(EdgeId(id)));
        let seen = nodes.chain(groups).chain(edges).filter(|s| !state.view.hides(graph, *s));
        let names: Vec<String> = seen.map(|s| Name::of(s, &diagram).to_string()).collect();
        assert_eq!(names.join(" "), expected, "{script}");
        let scene = crate::scene::build(&diagram, &state, &crate::scene::Theme::dark());
        let drawn = scene.elements.iter().filter(|e| e.class == "edge" && e.opacity > 0.0);
        assert_eq!(drawn.count(), expected.matches("edge").count(), "{script}");
    };
    let all = "a b j outer inner edge 0 edge 1";
    check("", all);
    check("1 hide a", "b j outer inner edge 1");
    check("1 hide inner", "b j outer edge 1");
    check("1 hide outer", "");
    check("1 hide edge 0", "a b j outer inner edge 1");
    check("1 isolate a b", "a b outer inner edge 0");
    check("1 isolate inner", "a outer inner");
    check("1 isolate edge 1", "b j outer edge 1");
    check("1 isolate nobody", all);
    check("1 hide a\n2 show all", all);
    check("1 hide a\n2 escape", all);
    check("1 hide a\n2 undo", all);
    check("1 select a b\n2 hide", "j outer inner");
}

#[test]
fn neighbours_out_of_sight_stand_at_the_rim() {
    let diagram = diagram();
    let state = play(Some(&diagram), "0 resize 800 600\n1 focus inner\n2 scale 5");
    let stubs = state.stubs(&diagram, f64::INFINITY);
    assert_eq!(
        stubs.iter().map(|stub| stub.subject).collect::<Vec<_>>(),
        [Subject::Node(NodeId(1))]
    );
    assert!(state.viewport.to_rect().contains(stubs[0].at), "{stubs:?}");
    let whole = play(Some(&diagram), "0 resize 800 600\n1 focus inner\n2 scale 0.1");
    assert_eq!(whole.stubs(&diagram, f64::INFINITY), [], "all are seen");
    let none = play(Some(&diagram), "0 resize 800 600\n2 zoom 8");
    assert_eq!(none.stubs(&diagram, f64::INFINITY), [], "nothing is in focus");
}

#[test]
fn what_has_kept_its_name_is_kept_when_the_text_is_read_again() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let old = diagram();
    let mut adopted = |text: &str, script: &str| {
        let new = Diagram::new(text, &mut resources);
        let mut state = play(Some(&old), &format!("0 resize 800 600\n{script}"));
        adopt(&mut state, &old, &new, 9.0);
        // Whatever it holds is in the new diagram.
        let _ = crate::scene::build(&new, &state, &crate::scene::Theme::dark());
        let name = |s: &Subject| Name::of(*s, &new).to_string();
        let selection: Vec<String> = state.view.selection.iter().map(name).collect();
        let focus = state.view.focus.map(|group| name(&Subject::Group(group)));
        let n_traced = state.view.trace.map(|trace| trace.traced.n_nodes());
        (selection.join(" "), focus, state.view.hidden.len(), n_traced)
    };
    let less = "architecture-beta\n    service b(database)[B]\n";
    let script = "1 focus inner\n2 hide j a\n3 trace 1 b\n4 select a b edge 1\n5 search a";
    let none = || ("b".to_owned(), None, 0, Some(1));
    assert_eq!(adopted(less, script), none());
    assert_eq!(adopted(TEXT, script), ("a b".to_owned(), Some("inner".to_owned()), 2, Some(3)));
    assert_eq!(adopted("architecture-beta\n", script), (String::new(), None, 0, None));
}

#[test]
fn what_is_in_the_middle_stays_there_when_the_drawing_grows() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let old = diagram();
    let mut check = |text: &str, id: &str| {
        let new = Diagram::new(text, &mut resources);
        let mut state = play(Some(&old), "0 resize 800 600\n1 zoom in");
        let place = |of: &Diagram| {
            let node = of.graph.nodes.iter().position(|node| node.id == id).unwrap();
            let middle = of.layout.nodes[node].center();
            Point::new(middle.x, middle.y)
        };
        state.camera = Camera::resting(Pose { center: place(&old), ..state.camera.target() });
        adopt(&mut state, &old, &new, 9.0);
        let off = state.camera.at(9.0).center - place(&new);
        assert!(off.hypot() < 1e-6, "{id}: {off:?}");
    };
    let left = format!("{TEXT}    service z(cloud)[Z]\n    z:R --> L:a\n");
    check(&left, "a");
    check(&left, "b");
    check(TEXT, "j");
}

#[test]
fn with_less_motion_the_camera_is_there_at_once() {
    let diagram = diagram();
    let check = |script: &str, jumps: bool| {
        let mut state = play(Some(&diagram), "0 resize 800 600\n0 motion reduced");
        update(&mut state, &script.parse().unwrap(), Some(&diagram), 5.0);
        assert_eq!(state.jumped.is_some(), jumps, "{script}");
        assert!(!jumps || !state.camera.is_moving(5.0), "{script}");
        let flown = play(Some(&diagram), &format!("0 resize 800 600\n5 {script}"));
        assert_eq!(state.camera.target(), flown.camera.target(), "{script}");
    };
    check("fit a", true);
    check("focus inner", true);
    check("page left", true);
    check("search b", true);
    check("zoom in", false);
    check("pan 10 0", false);
    check("look 5 6 2", false);
    let state = play(Some(&diagram), "0 motion reduced\n0 motion full\n0 resize 800 600\n5 fit a");
    assert!(state.camera.is_moving(5.1) && state.jumped.is_none());
}
