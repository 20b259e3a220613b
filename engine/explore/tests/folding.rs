//! Groups folded, and things dragged.

use super::*;

const NESTED: &str = "architecture-beta
    group cloud(cloud)[Cloud]
    group data(database)[Data] in cloud
    group sql(database)[SQL] in data
    group web(internet)[Web]
    service db(database)[DB] in sql
    service log(disk)[Log] in data
    service api(server)[API] in cloud
    service page(server)[Page] in web
    page:R --> L:api
    api:R --> L:db
    api:B --> T:log
";

/// Plays `script` on `whole`; after each command the picture follows with what is folded.
fn play_folding(whole: &Diagram, script: &str) -> (State, Diagram) {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let (mut state, mut seen) = (State::default(), whole.clone());
    for line in script.lines().map(str::trim) {
        let (time, command) = line.split_once(' ').unwrap();
        let time: f64 = time.parse().unwrap();
        update(&mut state, &command.parse().unwrap(), Some(&seen), time);
        if state.view.folded != *seen.fold.groups() {
            let (options, mut watch) = (Options::default(), Watch::default());
            let folded = state.view.folded.clone();
            let next = whole.folded(folded, &mut resources, &options, &mut watch).unwrap();
            let old = std::mem::replace(&mut seen, next);
            refold(&mut state, &old, &seen, time);
        }
    }
    (state, seen)
}

fn nested() -> Diagram {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    Diagram::new(NESTED, &mut resources)
}

#[test]
fn groups_are_collapsed_and_expanded() {
    let whole = nested();
    let check = |script: &str, folded: &str, selected: &str| {
        let (state, _) = play_folding(&whole, &format!("0 resize 800 600\n{script}"));
        let name = |subject| Name::of(subject, &whole).to_string();
        let groups = state.view.folded.iter().map(|group| name(Subject::Group(*group)));
        assert_eq!(groups.collect::<Vec<_>>().join(" "), folded, "{script}");
        let selection = state.view.selection.iter().map(|s| name(*s));
        assert_eq!(selection.collect::<Vec<_>>().join(" "), selected, "{script}");
    };
    check("1 collapse data", "data", "");
    check("1 collapse db", "sql", "");
    check("1 select db\n2 toggle", "sql", "sql");
    check("1 select db\n2 toggle\n3 toggle", "", "sql");
    check("1 toggle", "", "");
    check("1 hover log\n2 toggle", "data", "");
    check("1 collapse siblings web", "cloud", "");
    check("1 collapse all", "cloud data sql web", "");
    check("1 collapse all\n2 expand level", "data sql", "");
    check("1 collapse all\n2 expand level\n3 expand level", "sql", "");
    check("1 collapse all\n2 expand all", "", "");
    check("1 collapse data web\n2 expand web", "data", "");
    check("1 collapse data\n2 undo", "", "");
    check("1 collapse data\n2 undo\n3 redo", "data", "");
    check("1 collapse sql\n2 collapse data\n3 back", "data sql", "");
    check("1 collapse nobody", "", "");
    // Whoever asks for what is hidden gets to see it.
    check("1 collapse all\n2 focus db", "web", "");
    check("1 collapse all\n2 focus data", "sql web", "");
    check("1 collapse all\n2 fit data", "data sql web", "");
    check("1 collapse all\n2 search log\n3 accept", "sql web", "log");
}

#[test]
fn what_is_toggled_stays_where_it_is_on_the_screen() {
    let whole = nested();
    let check = |before: &str, toggle: &str, group: usize| {
        let (state, seen) = play_folding(&whole, &format!("0 resize 800 600\n{before}"));
        let at = |state: &State, diagram: &Diagram| {
            let min = diagram.layout.groups[group].min;
            let pose = state.camera.at(9.0);
            pose.screen_from_world(Point::new(min.x, min.y), state.viewport)
        };
        let stood = at(&state, &seen);
        let script = format!("0 resize 800 600\n{before}\n9 {toggle}");
        let (state, seen) = play_folding(&whole, &script);
        let moved = at(&state, &seen) - stood;
        assert!(moved.hypot() < 1e-6, "{before}, {toggle}: {moved:?}");
    };
    check("1 zoom 2", "collapse data", 1);
    check("1 zoom 2", "collapse web", 3);
    check("1 collapse data\n2 zoom 1.5", "expand data", 1);
    check("1 select data", "toggle", 1);
    let (state, seen) = play_folding(&whole, "0 resize 800 600\n1 collapse data\n2 expand data");
    let first = play_folding(&whole, "0 resize 800 600").0;
    assert_eq!(state.camera.target(), first.camera.target(), "there and back");
    assert_eq!(seen.layout, whole.layout);
    let (state, seen) = play_folding(&whole, "0 resize 800 600\n1 collapse all");
    let all = bounds(&seen);
    let shown = state.camera.target().affine(state.viewport).transform_rect_bbox(all);
    assert!(state.fitted && state.viewport.to_rect().contains_rect(shown), "{shown:?}");
}

#[test]
fn what_is_looked_at_stays_where_it_is_when_something_else_is_folded() {
    let whole = nested();
    // Where the corner of the third group, which is in focus, is seen.
    let corner = |script: &str| {
        let (state, seen) = play_folding(&whole, &format!("0 resize 800 600\n{script}"));
        let min = seen.layout.groups[3].min;
        state.camera.at(99.0).screen_from_world(Point::new(min.x, min.y), state.viewport)
    };
    let check = |before: &str, after: &str| {
        let (was, is) = (corner(before), corner(&format!("{before}\n{after}")));
        assert!((was - is).hypot() < 1e-6, "{before}, then {after}: {was:?}, then {is:?}");
    };
    check("1 focus web", "9 collapse data");
    check("1 focus web", "9 collapse cloud");
    check("1 focus web\n9 collapse cloud", "18 expand cloud");
    check("1 focus web\n9 zoom 1.5 at 400 300", "18 collapse sql");
}

#[test]
fn a_tile_is_met_as_a_whole_and_opens_again() {
    let whole = nested();
    let (mut state, seen) = play_folding(&whole, "0 resize 800 600\n1 collapse data");
    let tile = middle(seen.layout.groups[1]);
    let at = state.camera.at(9.0).screen_from_world(tile, state.viewport);
    update(&mut state, &Command::Click { at, add: false }, Some(&seen), 9.0);
    assert_eq!(state.view.selection, [Subject::Group(GroupId(1))]);
    update(&mut state, &"select all".parse().unwrap(), Some(&seen), 9.0);
    assert_eq!(state.view.selection.len(), 2, "what is in a tile is not selected");
    update(&mut state, &Command::Open { at, back: false }, Some(&seen), 9.0);
    assert!(state.view.folded.is_empty() && state.view.focus.is_none());
}

#[test]
fn a_trace_lights_the_tile_and_the_bundle() {
    let whole = nested();
    let (state, seen) =
        play_folding(&whole, "0 resize 800 600\n1 collapse data\n2 downstream all page");
    let traced = state.view.trace.unwrap().traced.folded(&seen.fold);
    assert_eq!(traced.depth_of(Subject::Group(GroupId(1))), Some(2));
    assert_eq!(traced.depth_of(Subject::Edge(EdgeId(1))), Some(2));
}

#[test]
fn what_is_dragged_is_pinned_and_undone_as_one() {
    let whole = nested();
    let start = play_folding(&whole, "0 resize 800 600\n1 fit web").0;
    let on = |id: usize| {
        let at = middle(whole.layout.nodes[id]);
        start.camera.at(9.0).screen_from_world(at, start.viewport)
    };
    let (page, zoom) = (on(3), start.camera.at(9.0).zoom);
    let places = |state: &State| -> Vec<Option<glam::DVec2>> {
        let pins = state.view.pins.clone().unwrap_or_default();
        let mut drawn = whole.clone();
        drawn = drawn.pinned(&pins, &Options::default(), &mut Watch::default()).unwrap();
        whole
            .layout
            .nodes
            .iter()
            .zip(&drawn.layout.nodes)
            .map(|(a, b)| (a != b).then_some(b.min))
            .collect()
    };
    let check = |script: &str, is_moved: bool, holds: bool| {
        let state = play_folding(&whole, &format!("0 resize 800 600\n1 fit web\n{script}")).0;
        assert_eq!(places(&state)[3].is_some(), is_moved, "{script}");
        assert_eq!(state.drag.is_some(), holds, "{script}");
    };
    let to = page + Vec2::new(60.0, 30.0) * zoom;
    let drag = format!("9 grab {} {}\n9 drag {} {}", page.x, page.y, to.x, to.y);
    check(&format!("9 grab {} {}", page.x, page.y), false, true);
    check(&drag, true, true);
    check(&format!("{drag}\n9 escape"), false, false);
    check(&format!("{drag}\n9 drop"), true, false);
    check(&format!("{drag}\n9 drag {} {}\n9 drop\n9 undo", to.x + 5.0, to.y), false, false);
    check(&format!("{drag}\n9 drop\n9 undo\n9 redo"), true, false);
    check(&format!("{drag}\n9 drop\n9 unpin page"), false, false);
    check(&format!("{drag}\n9 drop\n9 unpin all"), false, false);
    check("9 pin page at 200 100", true, false);
    check("9 grab 1 1\n9 drag 90 90\n9 drop", false, false);
    check(&format!("9 scale 0.05\n12 grab {} {}\n12 drag 9 9", page.x, page.y), false, false);
}
