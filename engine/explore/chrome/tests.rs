//! Scripts of commands and events, as a person would give them.

use kurbo::{Point, Rect, Size, Vec2};

use super::*;
use crate::diagram::Resources;
use crate::explore::{Button, Event, Input, Key, Name, Subject, adopt, update};
use crate::graph::{GroupId, NodeId};
use crate::icons::Icons;
use crate::syntax;
use crate::text::Fonts;

const SHOP: &str = "architecture-beta
    group cloud(cloud)[Cloud]
    group k8s(logos:kubernetes)[Kubernetes] in cloud
    group other(cloud)[Other] in cloud
    service api(logos:kong)[Kong Gateway] in k8s
    service pay(mdi:credit-card)[Payment] in k8s
    service stripe(logos:stripe)[Stripe]
    service mail(server)[Mail] in other
    api:R --> L:pay
    pay:R --> L:stripe
    mail:R -- L:stripe
    stripe:B --> T:nobody
    nobody:B --> T:api
";

fn diagram() -> Diagram {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    Diagram::new(SHOP, &mut resources)
}

/// The state after `script`, a command a line, the time in seconds before it, in a window of 1280 by 800.
fn play(diagram: &Diagram, script: &str) -> State {
    let mut state = State::default();
    for line in format!("0 resize 1280 800\n{script}").lines().map(str::trim) {
        let Some((time, command)) = line.split_once(' ') else { continue };
        let command: Command = command.parse().unwrap_or_else(|error| panic!("{error}"));
        update(&mut state, &command, Some(diagram), time.parse().unwrap());
    }
    state
}

fn selected(state: &State, diagram: &Diagram) -> String {
    let names = state.view.selection.iter().map(|s| Name::of(*s, diagram).to_string());
    names.collect::<Vec<_>>().join(" ")
}

/// Where a click gives `command`.
fn spot(state: &State, diagram: &Diagram, command: &str) -> Point {
    let sheets = state.sheets(Some(diagram), 99.0);
    let mut spots = sheets.iter().flat_map(|sheet| &sheet.spots);
    let spot = spots.find(|spot| spot.command.to_string() == command);
    spot.unwrap_or_else(|| panic!("nothing gives `{command}`: {sheets:#?}")).area.center()
}

/// Clicks at what gives `command`, as a hand does.
fn click_at(state: &mut State, diagram: &Diagram, command: &str) {
    let at = spot(state, diagram, command);
    act(
        state,
        diagram,
        99.0,
        &[Event::Moved(at), Event::Pressed(Button::Left), Event::Released(Button::Left)],
    );
}

/// Does what `events` ask for.
fn act(state: &mut State, diagram: &Diagram, time: f64, events: &[Event]) {
    let mut input = Input::default();
    input.read(&Event::Resized(state.viewport), state, time);
    for event in events {
        for command in input.read(event, state, time) {
            update(state, &command, Some(diagram), time);
        }
    }
}

fn keys(state: &mut State, diagram: &Diagram, keys: &[Key]) {
    for key in keys {
        act(state, diagram, 50.0, &[Event::KeyPressed(*key)]);
    }
}

#[test]
fn the_minimap_is_there_while_little_is_seen() {
    let diagram = diagram();
    let check = |script: &str, expected: bool| {
        let state = play(&diagram, script);
        assert_eq!(state.minimap_frame().is_some(), expected, "{script}");
    };
    check("", false);
    check("1 zoom 8", true);
    check("1 zoom 8\n2 fit", false);
    check("1 zoom 8\n2 resize 690 500", false);
    check("1 zoom 8\n2 minimap", false);
    check("1 zoom 8\n2 minimap\n3 minimap", true);
    check("1 minimap", true);
    check("1 minimap on\n2 minimap auto", false);
    check("1 zoom 8\n2 minimap off", false);
}

#[test]
fn a_hand_in_the_minimap_moves_the_camera() {
    let diagram = diagram();
    let mut state = play(&diagram, "1 zoom 8");
    let minimap = state.minimap(&diagram).unwrap();
    let middle = |state: &State| {
        let pose = state.camera.target();
        minimap.map * pose.world_from_screen(state.free_area().center(), state.viewport)
    };
    let (first, then) = (minimap.frame.center(), minimap.frame.center() + Vec2::new(30.0, 9.0));
    act(&mut state, &diagram, 5.0, &[Event::Moved(first), Event::Pressed(Button::Left)]);
    assert!((middle(&state) - first).hypot() < 1e-6, "a press goes there");
    let drag = [Event::Moved(first), Event::Pressed(Button::Left), Event::Moved(then)];
    act(&mut state, &diagram, 6.0, &drag);
    assert!((middle(&state) - then).hypot() < 1e-6, "a drag goes along");
    assert_eq!(state.view.selection, [], "and nothing is selected");
}

#[test]
fn panels_leave_the_diagram_the_rest_of_the_window() {
    let diagram = diagram();
    let check = |script: &str| {
        let state = play(&diagram, script);
        let bounds = diagram.layout.bounds;
        let bounds = Rect::new(bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y);
        let seen = state.camera.target().affine(state.viewport).transform_rect_bbox(bounds);
        assert!(state.fitted, "{script}");
        assert!(state.free_area().contains_rect(seen), "{script}: {seen:?}");
    };
    check("");
    check("1 outline");
    check("1 outline\n2 inspector");
    check("1 inspector\n2 zoom 4\n3 fit");
    check("1 outline\n2 outline");
    let state = play(&diagram, "1 outline\n2 focus k8s");
    let group = crate::explore::bounds(&diagram, Subject::Group(GroupId(1)));
    let seen = state.camera.target().affine(state.viewport).transform_rect_bbox(group);
    assert!(state.free_area().contains_rect(seen), "{seen:?}");
    let narrow = play(&diagram, "1 resize 700 500\n2 outline\n3 inspector");
    assert!(narrow.chrome.outline.is_none(), "there is no room for both");
}

fn rows(state: &State, diagram: &Diagram) -> String {
    let outline = state.chrome.outline.as_ref().unwrap();
    let row = |row: &OutlineRow| format!("{}{}", row.depth, Name::of(row.subject, diagram));
    outline.rows.iter().map(row).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_outline_lists_what_is_open() {
    let diagram = diagram();
    let check = |script: &str, expected: &str| {
        assert_eq!(rows(&play(&diagram, script), &diagram), expected, "{script}");
    };
    let all = "0cloud 1k8s 2api 2pay 1other 2mail 0stripe";
    check("1 outline", all);
    check("1 outline\n2 branch close k8s", "0cloud 1k8s 1other 2mail 0stripe");
    check("1 outline\n2 branch close cloud", "0cloud 0stripe");
    check("1 outline\n2 branch close cloud\n3 branch open cloud", all);
    check("1 outline\n2 branch close cloud\n3 select pay", all);
    check("1 outline\n2 branch close", "0cloud 0stripe");
    let counts = play(&diagram, "1 outline").chrome.outline.unwrap();
    let counts: Vec<u32> = counts.rows.iter().map(|row| row.n_services).collect();
    assert_eq!(counts, [3, 2, 0, 0, 1, 0, 0]);
}

#[test]
fn keys_and_letters_go_through_the_outline() {
    let diagram = diagram();
    let check = |pressed: &[Key], written: &str, expected: &str| {
        let mut state = play(&diagram, "1 outline");
        keys(&mut state, &diagram, pressed);
        if !written.is_empty() {
            act(&mut state, &diagram, 50.0, &[Event::Wrote(written.to_owned())]);
        }
        let outline = state.chrome.outline.as_ref().unwrap();
        let chosen = outline.rows[outline.chosen].subject;
        assert_eq!(Name::of(chosen, &diagram).to_string(), expected, "{pressed:?} {written}");
        keys(&mut state, &diagram, &[Key::Enter]);
        let went_to = match chosen {
            Subject::Group(group) => state.view.focus == Some(group),
            subject => state.view.selection == [subject],
        };
        assert!(went_to, "{pressed:?} {written}");
    };
    use Key::{ArrowDown, ArrowLeft, ArrowUp};
    check(&[], "", "cloud");
    check(&[ArrowDown, ArrowDown], "", "api");
    check(&[ArrowDown, ArrowUp, ArrowUp], "", "cloud");
    check(&[ArrowDown, ArrowDown, ArrowLeft], "", "k8s");
    check(&[], "str", "stripe");
    check(&[], "gate", "api");
    check(&[ArrowLeft], "pay", "pay");
    let mut state = play(&diagram, "1 outline");
    keys(&mut state, &diagram, &[Key::Escape]);
    assert!(state.chrome.outline.is_none());
    let mut state = play(&diagram, "1 outline");
    act(&mut state, &diagram, 50.0, &[Event::KeyPressed(Key::Character('m'))]);
    assert_eq!(state.chrome.minimap, Setting::Auto, "letters are written");
}

#[test]
fn clicks_in_the_outline_fold_hide_and_go() {
    let diagram = diagram();
    let mut state = play(&diagram, "1 outline");
    click_at(&mut state, &diagram, "branch close k8s");
    assert_eq!(rows(&state, &diagram), "0cloud 1k8s 1other 2mail 0stripe");
    click_at(&mut state, &diagram, "hide k8s");
    assert_eq!(state.view.hidden.len(), 1);
    click_at(&mut state, &diagram, "show k8s");
    assert!(state.view.hidden.is_empty());
    click_at(&mut state, &diagram, "focus other");
    assert_eq!(state.view.focus, Some(GroupId(2)));
    click_at(&mut state, &diagram, "visit stripe");
    assert_eq!(selected(&state, &diagram), "stripe");
    click_at(&mut state, &diagram, "outline off");
    assert!(state.chrome.outline.is_none());
}

#[test]
fn ten_thousand_rows_are_no_more_than_a_windowful() {
    let mut text = "architecture-beta\n".to_owned();
    for number in 0..10_000 {
        text += &format!("service s{number}(server)[S {number}]\n");
    }
    let (document, _) = syntax::parse(&text);
    let (graph, _) = crate::graph::resolve(&document);
    let all = Diagram { graph, ..diagram() };
    let mut state = State { viewport: Size::new(1280.0, 800.0), ..State::default() };
    state.chrome.outline = Some(Outline::new(&all));
    let frame = |state: &State| OutlineFrame::new(state, state.chrome.outline.as_ref().unwrap());
    assert!(frame(&state).rows.len() < 30);
    outline::scroll(&mut state, 1e9);
    let last = frame(&state).rows.last().map(|(number, _)| *number);
    assert_eq!(last, Some(9_999), "the end can be reached");
    outline::scroll(&mut state, -1e9);
    assert_eq!(frame(&state).rows[0].0, 0);
}

#[test]
fn a_wheel_over_the_outline_scrolls_it() {
    let diagram = diagram();
    let mut state = play(&diagram, "1 resize 800 170\n2 outline");
    let pose = state.camera.target();
    let at = state.outline_frame().center();
    act(&mut state, &diagram, 3.0, &[Event::Moved(at), Event::Wheel(Vec2::new(0.0, -1.0))]);
    assert!(state.chrome.outline.as_ref().unwrap().top > 0.0);
    assert_eq!(state.camera.target(), pose, "and nothing is zoomed");
}

#[test]
fn the_inspector_tells_what_leads_where() {
    let diagram = diagram();
    let check = |script: &str, expected: &[&str]| {
        let state = play(&diagram, &format!("1 inspector\n{script}"));
        let told: Vec<String> = facts(&state, &diagram)
            .iter()
            .map(|fact| format!("{} {}", fact.text, fact.detail).trim().to_owned())
            .collect();
        assert_eq!(told, expected, "{script}");
    };
    check("", &[]);
    check(
        "2 select pay",
        &[
            "Payment",
            "kind service",
            "id pay",
            "icon mdi:credit-card",
            "Inside",
            "Cloud › Kubernetes",
            "In 1",
            "← Kong Gateway",
            "Out 1",
            "→ Stripe",
            "Text",
            "",
        ],
    );
    check(
        "2 focus k8s",
        &[
            "Kubernetes",
            "kind group of 2",
            "id k8s",
            "icon logos:kubernetes",
            "Inside",
            "Cloud",
            "Out 1",
            "→ Stripe",
            "Text",
            "",
        ],
    );
    check(
        "2 select stripe",
        &[
            "Stripe",
            "kind service",
            "id stripe",
            "icon logos:stripe",
            "In 1",
            "← Payment",
            "Joined 1",
            "← Mail",
            "Text",
            "",
        ],
    );
    check(
        "2 select edge 1",
        &["Payment → Stripe", "kind edge", "From", "→ Payment", "To", "← Stripe", "Text", ""],
    );
    let mut state = play(&diagram, "1 inspector\n2 select pay");
    click_at(&mut state, &diagram, "visit stripe");
    assert_eq!(selected(&state, &diagram), "stripe");
}

#[test]
fn an_editor_is_asked_for_where_a_thing_is_written() {
    let diagram = diagram();
    let check = |script: &str, command: &str, expected: Option<&str>| {
        let mut state = play(&diagram, script);
        let effect = update(&mut state, &command.parse().unwrap(), Some(&diagram), 9.0);
        let rest = effect.map(|effect| match effect {
            crate::explore::Effect::Edit(byte) => &SHOP[byte..],
            other => panic!("{other:?}"),
        });
        assert_eq!(rest.and_then(|rest| rest.lines().next()), expected, "{command}");
    };
    check("", "edit pay", Some("service pay(mdi:credit-card)[Payment] in k8s"));
    check("", "edit edge 1", Some("pay:R --> L:stripe"));
    check("1 select k8s", "edit", Some("group k8s(logos:kubernetes)[Kubernetes] in cloud"));
    check("", "edit", None);
}

#[test]
fn a_menu_offers_what_can_be_done() {
    let diagram = diagram();
    let items = |script: &str| {
        let menu = play(&diagram, script).chrome.menu.unwrap();
        let items = menu.items.iter().map(|item| format!("{} [{}]", item.command, item.keys));
        (menu.title, items.collect::<Vec<_>>().join(", "))
    };
    let check = |script: &str, title: &str, some: &[&str]| {
        let (found, all) = items(script);
        assert_eq!(found, title, "{script}");
        some.iter().for_each(|item| assert!(all.contains(item), "{item}: {all}"));
    };
    check(
        "1 menu pay",
        "Payment",
        &["upstream all pay [Shift+U]", "hide pay [H]", "inspect pay [Y]"],
    );
    check("1 select api\n2 menu pay", "Payment", &["trace api -> pay [P]", "outline pay [O]"]);
    check("1 menu k8s", "Kubernetes", &["focus k8s [F]", "collapse k8s [C]", "isolate k8s [I]"]);
    check("1 collapse k8s\n2 menu k8s", "Kubernetes", &["expand k8s [C]"]);
    check(
        "1 menu edge 0",
        "Kong Gateway → Payment",
        &["visit api", "visit pay", "trace api -> pay"],
    );
    check("1 menu", "Diagram", &["fit [Home]", "palette [Ctrl+K]"]);
    check("1 select pay\n2 menu", "Payment", &["fail pay [G]"]);
    check("1 siblings k8s", "Beside it", &["focus k8s [✓]", "focus other"]);
}

#[test]
fn a_menu_is_walked_accepted_and_closed() {
    let diagram = diagram();
    use Key::{ArrowDown, ArrowUp, Enter, Escape};
    let mut state = play(&diagram, "1 menu pay");
    keys(&mut state, &diagram, &[ArrowDown, ArrowDown, ArrowUp, Enter]);
    assert!(state.chrome.menu.is_none());
    assert_eq!(state.view.trace.as_ref().unwrap().traced.n_nodes(), 3, "downstream of it");
    let mut state = play(&diagram, "1 select api\n2 menu pay");
    keys(&mut state, &diagram, &[Escape]);
    assert_eq!((state.chrome.menu.is_none(), selected(&state, &diagram).as_str()), (true, "api"));
    let mut state = play(&diagram, "1 menu pay");
    click_at(&mut state, &diagram, "hide pay");
    assert_eq!((state.chrome.menu.is_none(), state.view.hidden.len()), (true, 1));
    let mut state = play(&diagram, "1 select api\n2 menu pay");
    let beside = Point::new(20.0, 700.0);
    let click = [Event::Moved(beside), Event::Pressed(Button::Left), Event::Released(Button::Left)];
    act(&mut state, &diagram, 9.0, &click);
    assert_eq!((state.chrome.menu.is_none(), selected(&state, &diagram).as_str()), (true, "api"));
    let mut state = play(&diagram, "");
    let pose = state.camera.target();
    let middle = crate::explore::bounds(&diagram, Subject::Node(NodeId(1))).center();
    let at = pose.screen_from_world(middle, state.viewport);
    let right = [Event::Moved(at), Event::Pressed(Button::Right), Event::Released(Button::Right)];
    act(&mut state, &diagram, 9.0, &right);
    assert_eq!(state.chrome.menu.as_ref().unwrap().title, "Payment");
}

#[test]
fn menus_stand_wholly_in_the_window() {
    let diagram = diagram();
    for (width, height) in [(1280.0, 800.0), (700.0, 500.0), (300.0, 200.0)] {
        for at in [(1.0, 1.0), (width - 1.0, height - 1.0), (1.0, height - 1.0)] {
            let script = format!("1 resize {width} {height}\n2 menu pay");
            let mut menu = play(&diagram, &script).chrome.menu.unwrap();
            menu.at = at.into();
            let frame = MenuFrame::new(&menu, Size::new(width, height)).frame;
            assert!(Rect::new(0.0, 0.0, width, height).contains_rect(frame), "{frame:?}");
        }
    }
}

#[test]
fn what_comes_to_nothing_is_told_for_a_while() {
    let diagram = diagram();
    let check = |script: &str, expected: &str| {
        let state = play(&diagram, script);
        let said: Vec<&str> = state.chrome.toasts.iter().map(|t| t.text.as_str()).collect();
        assert_eq!(said.join("; "), expected, "{script}");
    };
    check("1 trace api -> pay", "");
    check("1 trace path", "Select two things to see the way between them");
    check("1 upstream", "Select or point at something first");
    check("1 trace 1 pay\n2 upstream nobody", "There is no nobody");
    check("1 select stripes", "There is no stripes; did you mean stripe?");
    check("1 match next", "Nothing has been searched for yet: press /");
    check("1 search group:k8s !kind:group\n2 accept\n3 match next", "");
    let twice = "1 search group:k8s !kind:group\n2 accept\n3 match next\n4 match next";
    check(twice, "From the last match to the first");
    check("1 match next\n9 fit", "");
    let state = play(&diagram, "1 match next");
    assert_eq!((state.next_toast(1.0), state.next_toast(9.0)), (Some(4.0), None));
}

#[test]
fn findings_are_gone_through_and_lead_to_what_they_are_about() {
    let diagram = diagram();
    let text = "architecture-beta\n  service a(server)[A]\n";
    let told = |line: &str, script: &str| {
        let mut state = play(&diagram, "");
        let findings = Finding::all(SHOP, &diagram.diagnostics, Some(&diagram.graph));
        assert!(findings[0].gravity == Gravity::Error && findings.len() > 1, "{findings:?}");
        tell_findings(&mut state, findings);
        for command in script.split("; ").filter(|command| !command.is_empty()) {
            update(&mut state, &command.parse().unwrap(), Some(&diagram), 5.0);
        }
        (state.chrome.sheet, state.badge().map(|(_, text)| text), line.to_owned())
    };
    let n = diagram.diagnostics.len();
    let check = |script: &str, expected: Option<usize>| {
        assert_eq!(told("", script).0, expected, "{script}");
    };
    check("", None);
    check("diagnostics", Some(0));
    check("diagnostics; diagnostics", None);
    check("diagnostics next; diagnostics next", Some(1));
    check("diagnostics previous", Some(n - 1));
    check("diagnostics previous; diagnostics next", Some(0));
    check("diagnostics; escape", None);
    assert_eq!(told("", "").1.as_deref(), Some("2 errors"));
    let finding = &Finding::all(SHOP, &diagram.diagnostics, Some(&diagram.graph))[0];
    assert_eq!(finding.place, Some((12, 20)), "{finding:?}");
    assert_eq!(finding.line.trim(), "stripe:B --> T:nobody");
    let span = syntax::Span::new(text.find("server").unwrap(), text.find(")").unwrap());
    let about = syntax::Diagnostic {
        code: "test",
        severity: syntax::Severity::Warning,
        message: "odd".to_owned(),
        span,
        hint: None,
    };
    let (graph, _) = crate::graph::resolve(&syntax::parse(text).0);
    let found = Finding::all(text, &[about], Some(&graph));
    assert_eq!(found[0].subject, Some(Subject::Node(NodeId(0))));
}

#[test]
fn the_path_leads_out_again() {
    let diagram = diagram();
    let check = |script: &str, expected: &str| {
        let state = play(&diagram, script);
        let crumbs = state.crumbs(&diagram, 99.0);
        let said: Vec<&str> = crumbs.iter().map(|crumb| crumb.text.as_str()).collect();
        assert_eq!(said.join(" › "), expected, "{script}");
        let room = Rect { x1: state.button_frame().x0, ..state.free_area() };
        for crumb in crumbs {
            assert!(room.contains_rect(crumb.area), "{script}: {crumb:?}");
        }
    };
    check("", "System");
    check("1 focus k8s", "System › Cloud › Kubernetes (2)");
    check("1 select pay", "System › Cloud › Kubernetes › Payment");
    check("1 hover stripe", "System › Stripe");
    check("1 focus k8s\n2 hover stripe", "System › Stripe");
    check("1 resize 330 300\n2 select pay", "System › … › Payment");
    let mut state = play(&diagram, "1 focus k8s");
    click_at(&mut state, &diagram, "focus cloud");
    assert_eq!(state.view.focus, Some(GroupId(0)));
    click_at(&mut state, &diagram, "fit");
    assert_eq!(state.view.focus, None);
    let mut state = play(&diagram, "1 focus k8s");
    click_at(&mut state, &diagram, "siblings k8s");
    click_at(&mut state, &diagram, "focus other");
    assert_eq!(state.view.focus, Some(GroupId(2)));
}

#[test]
fn the_button_opens_the_palette_and_stubs_lead_to_their_groups() {
    let diagram = diagram();
    let mut state = play(&diagram, "");
    click_at(&mut state, &diagram, "palette");
    assert!(state.search.is_some());
    let scales = (4..50).map(|scale| f64::from(scale) / 10.0);
    let mut states = scales.map(|scale| play(&diagram, &format!("1 focus k8s\n2 scale {scale}")));
    let mut state = states.find(|state| !state.stubs(&diagram, 99.0).is_empty()).unwrap();
    let stub = state.stubs(&diagram, 99.0)[0].clone();
    assert_eq!(stub.title, "Stripe");
    let at = stub.tag.center();
    act(
        &mut state,
        &diagram,
        99.0,
        &[Event::Moved(at), Event::Pressed(Button::Left), Event::Released(Button::Left)],
    );
    assert_eq!(selected(&state, &diagram), "stripe");
}

#[test]
fn what_is_under_a_panel_is_not_pointed_at() {
    let diagram = diagram();
    let mut state = play(&diagram, "1 outline\n2 zoom 6");
    for x in 0..280_u32 {
        let at = Point::new(f64::from(x) + 10.0, 400.0);
        update(&mut state, &Command::Point(Some(at)), Some(&diagram), 3.0);
        assert_eq!(state.hover.subject(), None, "{at:?}");
    }
    assert!(state.chrome.hot.is_none());
    let row = spot(&state, &diagram, "visit pay");
    update(&mut state, &Command::Point(Some(row)), Some(&diagram), 3.0);
    assert!(state.chrome.hot.is_some_and(|area| area.contains(row)));
}

#[test]
fn an_edit_keeps_the_outline_open_where_it_was() {
    let old = diagram();
    let text = SHOP.replace("service mail(server)[Mail] in other\n", "");
    let text = text.replace("mail:R -- L:stripe", "");
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let new = Diagram::new(&text, &mut resources);
    let mut state = play(&old, "1 outline\n2 branch close k8s\n3 menu pay");
    adopt(&mut state, &old, &new, 9.0);
    assert_eq!(rows(&state, &new), "0cloud 1k8s 1other 0stripe");
    assert!(state.chrome.menu.is_none());
}
