use std::collections::BTreeSet;
use std::sync::Arc;

use kurbo::Size;

use super::*;
use crate::diagram::{Diagram, Options, Resources, Watch};
use crate::explore::{self, Command, Name, Present, State, update};
use crate::graph::GroupId;
use crate::icons::Icons;
use crate::text::Fonts;

const VIEWPORT: Size = Size::new(1920.0, 1080.0);

fn resources() -> Resources {
    Resources { fonts: Fonts::bundled(), icons: Icons::bundled() }
}

fn multi_cloud() -> Diagram {
    let text = include_str!("../../../scenes/multi-cloud.mmd");
    Diagram::new(text, &mut resources())
}

fn small() -> Diagram {
    let text = "architecture-beta\ngroup g(cloud)[G]\ngroup h(cloud)[H]\nservice a(x)[A] in g\n\
        service b(x)[B] in g\nservice c(x)[C] in h\nservice d(x)[D]\nservice e(x)[E]\na:R --> L:b\nb:R --> L:c\nc:R --> L:d\na:B --> T:d";
    Diagram::new(text, &mut resources())
}

/// The diagram with these groups folded.
fn folded(whole: &Diagram, groups: &BTreeSet<GroupId>) -> Option<Arc<Diagram>> {
    let mut watch = Watch::default();
    let options = Options::default();
    let folded = whole.folded(groups.clone(), &mut resources(), &options, &mut watch);
    folded.map(Arc::new)
}

/// What is seen in a step, in few words.
fn shown(stand: &Stand) -> String {
    let list = |picks: &[Pick]| {
        picks.iter().map(|pick| pick.selector.to_string()).collect::<Vec<_>>().join(",")
    };
    let mut words = Vec::new();
    match &stand.view {
        Some(Aim::Whole) => words.push("fit".to_owned()),
        Some(Aim::At(picks)) => words.push(format!("fit({})", list(picks))),
        Some(Aim::Pose { x, y, zoom }) => words.push(format!("at {x} {y} {zoom}")),
        None => {}
    }
    let lists = [
        ("focus", &stand.focus),
        ("highlight", &stand.highlight),
        ("collapse", &stand.collapse),
        ("expand", &stand.expand),
        ("isolate", &stand.isolate),
        ("hide", &stand.hide),
    ];
    words.extend(lists.iter().filter(|l| !l.1.is_empty()).map(|(n, p)| format!("{n}={}", list(p))));
    match &stand.trace {
        Some(Traced::Path(stops)) => words.push(format!("trace={}", list(stops))),
        Some(Traced::Impact(of)) => words.push(format!("impact={}", list(of))),
        None => {}
    }
    words.extend(stand.marks.iter().map(|mark| format!("{:?}={}", mark.kind, mark.on.selector)));
    words.join(" ")
}

#[test]
fn a_step_states_what_it_changes() {
    let check = |text: &str, expected: &[&str]| {
        let (tour, faults) = read(text);
        assert_eq!(faults, [], "{text}");
        let found: Vec<String> = tour.steps.iter().map(|step| shown(&step.stand)).collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "steps: [{view: fit}, {highlight: a}, {highlight: ~}]",
        &["fit", "fit highlight=a", "fit"],
    );
    check(
        "steps: [{collapse: [g, h]}, {expand: h}, {collapse: ~}]",
        &["collapse=g,h", "collapse=g,h expand=h", ""],
    );
    check("steps: [{hide: \"a, b\"}, {isolate: g/*}]", &["hide=a,b", "isolate=g/* hide=a,b"]);
    // What a step is about takes the place of what the step before was about.
    check(
        "steps: [{focus: g, highlight: a}, {trace: a -> b->c}, {impact: c, mark: d}, {trace: ~}]",
        &["focus=g highlight=a", "trace=a,b,c", "impact=c Ring=d", ""],
    );
    check("steps: [{view: fit}, {focus: g}, {view: ~}]", &["fit", "focus=g", "focus=g"]);
    check("steps: [{view: 'fit(up(a, 2), deg>5)'}]", &["fit(up(a, 2),deg>5)"]);
    check("steps: [{view: {x: 1, y: -2.5, zoom: 2}}]", &["at 1 -2.5 2"]);
    check(
        "defaults: {collapse: g}\nsteps: [{collapse: ~}, {collapse: h}, {collapse: ~}]",
        &["collapse=g", "collapse=h", "collapse=g"],
    );
    check(
        "sections:\n- name: A\n  steps: [{hide: a}]\n- {name: B, steps: [{focus: g}]}",
        &["hide=a", "focus=g hide=a"],
    );
    check("{\"tour\": 1, \"steps\": [{\"focus\": \"g\"}]}", &["focus=g"]);
    check("steps: [{mark: {kind: cross, on: [a, b], text: gone}}]", &["Cross=a Cross=b"]);
}

#[test]
fn the_other_fields_are_read() {
    let text = "title: T\ndefaults: {fly: 700ms, text: top, dim: 0.3, flow: on}\nsteps:\n- {id: one, name: One, say: ' Hi ', notes: n, pause: 4s, pace: click, camera: follow}\n- {alt: no, goto: one}\n- {id: two, alt: yes}\n- {id: three, say: {a: x, b: y}, level: 2, detail: -1, goto: four, fly: none}\n- {id: five}\n- {id: four}";
    let (tour, faults) = read(text);
    assert_eq!(faults, []);
    assert_eq!(tour.title.as_deref(), Some("T"));
    let [one, two, three, ..] = &tour.steps[..] else { panic!("too few steps") };
    assert_eq!(
        (one.title(), one.say.text.as_str(), one.notes.as_str(), one.pause),
        ("One", "Hi", "n", Some(4.0))
    );
    assert_eq!((one.stand.pace, one.stand.camera), (Gait::Click, Filming::Follow));
    assert_eq!(
        (one.stand.fly, one.stand.text, one.stand.dim, one.stand.flow),
        (Fly::Secs(0.7), Corner::Top, Some(0.3), Some(true))
    );
    let choices: Vec<_> = one.alternatives.iter().map(|a| (a.text.as_str(), a.to)).collect();
    assert_eq!(choices, [("no", 0), ("yes", 1)]);
    assert!(two.is_aside && !three.is_aside);
    assert_eq!(three.say.by_hop.len(), 2);
    assert_eq!((three.stand.level, three.stand.detail, three.stand.fly), (Some(2), -1, Fly::Cut));
    assert_eq!(
        (tour.after(0), tour.after(2), tour.after(3), tour.after(4)),
        (Some(2), Some(4), Some(4), None)
    );
    assert_eq!(
        (tour.before(2), tour.place_of("two"), tour.place_of("4"), tour.place_of("x")),
        (Some(0), Some(1), Some(3), None)
    );
}

#[test]
fn what_is_wrong_has_its_place_and_a_way_out() {
    let check = |text: &str, code: &str, marked: &str, needle: &str| {
        let (_, faults) = read(text);
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        let fault = &faults[0];
        assert_eq!(&text[fault.span.range()], marked, "{text}");
        let said = format!("{} {}", fault.message, fault.hint.clone().unwrap_or_default());
        assert!(said.contains(needle), "{text}: {said}");
        assert_eq!(fault.code, code, "{text}");
        assert!(CODES.iter().any(|(known, _)| *known == code), "{code}");
    };
    check("", "bad-tour", "", "empty");
    check("steps: [", "bad-tour", "", "no YAML");
    check("steps: []", "bad-tour", "steps: []", "no steps");
    check("tour: 2\nsteps: [{}]", "bad-tour", "2", "version 2");
    check("steps: [{fokus: g}]", "unknown-field", "fokus", "did you mean `focus`?");
    check("stepz: [{}]\nsteps: [{}]", "unknown-field", "stepz", "did you mean `steps`?");
    check("steps: [{pause: soon}]", "bad-tour", "soon", "`4s` or `700ms`");
    check("steps: [{view: fot}]", "bad-tour", "fot", "fit(ID");
    check("steps: [{view: {x: 1}}]", "bad-tour", "{x: 1}", "x, y and zoom");
    check("steps: [{trace: a}]", "bad-tour", "a", "two stops");
    check("steps: [{trace: a -> up(b)}]", "bad-tour", "up(b)", "with arrows");
    check("steps: [{highlight: 'up(a'}]", "bad-tour", "up(a", "`)` at its end");
    check("steps: [{highlight: [a, 'under(b)']}]", "bad-tour", "under(b)", "between(A, B)");
    check("steps: [{level: 9}]", "bad-tour", "9", "from 0 to 4");
    check("steps: [{camera: folow}]", "bad-tour", "folow", "did you mean `follow`?");
    check("steps: [{id: a}, {id: a}]", "bad-tour", "a", "already");
    check("steps: [{id: start, goto: stat}]", "unknown-step", "stat", "did you mean `start`?");
    check("steps: [{id: a}, {id: b, goto: a}]", "goto-cycle", "a", "no end");
    check("steps: [{id: a, goto: a}]", "goto-cycle", "a", "no end");
    check("steps: [{alt: x}]", "bad-tour", "{alt: x}", "behind the step");
    check("steps: [{say: [a]}]", "bad-tour", "[a]", "no text");
    check("steps: [{mark: {kind: ring}}]", "bad-tour", "{kind: ring}", "on something");
    check("steps: nothing", "bad-tour", "nothing", "not a step");
}

#[test]
fn comments_of_the_text_are_a_tour_too() {
    let check = |text: &str, expected: &[(&str, &str, &str)]| {
        let (tour, faults) = read_comments(text).unwrap();
        assert_eq!(faults, [], "{text}");
        let found: Vec<_> = tour
            .steps
            .iter()
            .map(|step| (step.id.clone(), shown(&step.stand), step.say.text.clone()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "architecture-beta\n  %% @step gate focus=g highlight=a,b say=\"Here it \\\"is\\\".\"\n%% @step way trace=a -> b->c\n",
        &[("gate", "focus=g highlight=a,b", "Here it \"is\"."), ("way", "trace=a,b,c", "")],
    );
    check("%%@step a view=fit(up(a, 2)) hide=~", &[("a", "fit(up(a, 2))", "")]);
    assert_eq!(read_comments("%% step a\nservice a(x)[@step]\n"), None);
    let text = "%% @section Ways\n%% @step a\n%% @tour All of it\n%% @step b fokus=g";
    let (tour, faults) = read_comments(text).unwrap();
    assert_eq!(
        (tour.title.as_deref(), tour.sections.as_slice()),
        (Some("All of it"), &["Ways".to_owned()][..])
    );
    assert_eq!(tour.steps[0].section, Some(0));
    assert_eq!(&text[faults[0].span.range()], "fokus");
}

#[test]
fn selectors_find_what_they_say() {
    let diagram = small();
    let check = |text: &str, expected: &str| {
        let selector = Selector::parse(text).unwrap();
        let found = selector.find(&diagram);
        let names: Vec<String> = found.iter().map(|s| Name::of(*s, &diagram).to_string()).collect();
        assert_eq!(names.join(" "), expected, "{text}");
        assert_eq!(Selector::parse(&selector.to_string()), Ok(selector), "{text}");
    };
    check("a", "a");
    check("group g", "g");
    check("edge 1", "edge 1");
    check("g/*", "a b");
    check("nobody", "");
    check("deg>1", "a b c d");
    check("in=2", "d");
    check("between(a, g)", "edge 0 a b");
    check("between(g, h)", "edge 1 b c");
    check("path(a, c)", "edge 0 edge 1 a b c");
    check("up(c, 1)", "b c");
    check("up(c)", "a b c");
    check("down(b)", "b c d");
    check("down(c, 1)", "c d");
}

#[test]
fn what_the_diagram_does_not_have_is_told_where_it_stands() {
    let diagram = small();
    let check = |text: &str, expected: &[(&str, &str)]| {
        let (tour, faults) = read(text);
        assert_eq!(faults, [], "{text}");
        let faults = check(&tour, &diagram);
        let found: Vec<(&str, String)> = faults
            .iter()
            .map(|f| {
                (
                    &text[f.span.range()],
                    format!("{} {}", f.message, f.hint.clone().unwrap_or_default()),
                )
            })
            .collect();
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for ((place, said), (at, needle)) in found.iter().zip(expected) {
            assert_eq!(place, at, "{text}");
            assert!(said.contains(needle), "{text}: {said}");
        }
    };
    check("steps: [{focus: g}, {highlight: [a, d]}, {trace: a -> c}]", &[]);
    check("steps: [{focus: gg}, {say: x}]", &[("gg", "did you mean `g`?")]);
    check("steps: [{highlight: [a, bb, c]}]", &[("bb", "no `bb`")]);
    check("steps: [{trace: a -> zzz}]", &[("zzz", "no `zzz`")]);
    check("steps: [{highlight: 'path(d, e)'}]", &[("path(d, e)", "no way leads")]);
    check("steps: [{highlight: 'deg>99'}]", &[("deg>99", "finds nothing")]);
    check("steps: [{collapse: a}]", &[("a", "only groups")]);
    check("steps: [{say: {q: x}, mark: qq}]", &[("q", "no `q`"), ("qq", "no `qq`")]);
}

/// A state that presents `tour`, in which nothing moves any more.
fn walked(tour: &Arc<Tour>, whole: &Diagram, places: &[usize]) -> (State, Arc<Diagram>) {
    let mut state = State { viewport: VIEWPORT, tour: Some(Arc::clone(tour)), ..State::default() };
    let mut diagram = Arc::new(whole.clone());
    let mut time = 0.0;
    let steps =
        places.iter().map(|place| Command::Show(explore::Show::Step((place + 1).to_string())));
    for command in [Command::Fit, Command::Show(explore::Show::Begin)].into_iter().chain(steps) {
        update(&mut state, &command, Some(&diagram), time);
        time += 100.0;
        if state.view.folded != *diagram.fold.groups() {
            let next = folded(whole, &state.view.folded).unwrap();
            explore::refold(&mut state, &diagram, &next, time);
            diagram = next;
            time += 100.0;
        }
    }
    (state, diagram)
}

#[test]
fn a_step_is_the_same_however_it_was_come_to() {
    let text = "steps:\n- {id: all, view: fit}\n- {id: g, focus: gateway, highlight: [kong, envoy]}\n- {collapse: [data, obs], level: 2}\n- {id: way, trace: kong -> istio -> payment -> stripe, pace: 300ms}\n- {impact: stripe, hide: security, mark: {on: payment}}\n- {isolate: [k8s, async], collapse: ~, detail: 1}\n- {view: 'fit(up(payment, 1))', trace: ~, isolate: ~, dim: 0.4}\n- {view: {x: 100, y: 50, zoom: 2}, hide: ~}\n- {id: end, view: fit}";
    let (tour, faults) = read(text);
    assert_eq!(faults, []);
    let (tour, whole) = (Arc::new(tour), multi_cloud());
    let all: Vec<usize> = (0..tour.steps.len()).collect();
    let mut seen = Vec::new();
    for place in 0..tour.steps.len() {
        let (walked_to, _) = walked(&tour, &whole, &all[..=place]);
        let back: Vec<usize> = all[place..].iter().rev().copied().collect();
        let ways = [walked(&tour, &whole, &[place]).0, walked(&tour, &whole, &back).0];
        for jumped in ways {
            let aspect = |state: &State| state.aspect(1e9);
            assert_eq!(aspect(&walked_to).reach, aspect(&jumped).reach, "step {place}");
            let traced = |state: &State| state.view.trace.as_ref().map(|t| t.traced.clone());
            assert_eq!(traced(&walked_to), traced(&jumped), "step {place}");
            let plain = |state: &State| View { trace: None, ..state.view.clone() };
            assert_eq!(plain(&walked_to), plain(&jumped), "step {place}");
            assert_eq!(walked_to.camera.target(), jumped.camera.target(), "step {place}");
        }
        let (pose, view) = (walked_to.camera.target(), walked_to.view.clone());
        seen.push((pose.center.x, pose.center.y, view.folded.len(), view.hidden.len()));
    }
    seen.dedup();
    assert!(seen.len() >= 6, "the steps are alike: {seen:?}");
}

#[test]
fn the_commands_of_a_step_make_the_same_view() {
    let whole = multi_cloud();
    let (tour, _) = read(
        "steps: [{view: fit}, {focus: gateway, highlight: kong}, {trace: kong -> stripe}, {impact: stripe, hide: obs}, {isolate: data}]",
    );
    for (place, step) in tour.steps.iter().enumerate() {
        let mut state = State { viewport: VIEWPORT, ..State::default() };
        for command in tour.commands(place, &whole) {
            let text = command.to_string();
            let read: Command = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(read, command);
            update(&mut state, &command, Some(&whole), 0.0);
        }
        let expected = view_of(step, &whole);
        let found = View { dim: expected.dim, ..state.view.clone() };
        assert_eq!(found, expected, "step {place}");
    }
}

#[test]
fn a_tour_that_is_written_is_read_back() {
    let text = "title: All\nsections:\n- name: \"One: two\"\n  steps:\n  - {id: a, view: fit, say: \"Say **it**: \\\"now\\\".\\nTwice\", notes: n, text: top}\n  - {id: b, focus: g, highlight: [a, 'up(b, 2)'], collapse: [h]}\n- name: Two\n  steps:\n  - {id: c, trace: a -> b -> c, pace: click, camera: follow, say: {a: x, b: 'y: z'}}\n  - {id: d, impact: d, mark: {kind: cross, on: a, text: gone}, pause: 4.5s}\n  - {id: e, trace: ~, collapse: ~, view: 'fit(a, b)', level: 1, fly: none}\n  - {id: f, hide: a, isolate: g/*, view: {x: 1, y: 2, zoom: 0.5}}";
    let (tour, faults) = read(text);
    assert_eq!(faults, []);
    let written = write(&tour, Some("x.mmd"));
    let (again, faults) = read(&written);
    assert_eq!(faults, [], "{written}");
    let plain = |tour: &Tour| {
        let steps = tour.steps.iter().map(|step| {
            format!(
                "{} {:?} {} {:?} {:?} {}",
                step.id,
                step.section,
                step.say.text,
                step.notes,
                step.pause,
                shown(&step.stand)
            ) + &format!("{:?} {:?} {:?}", step.stand.pace, step.stand.level, step.stand.fly)
        });
        steps.collect::<Vec<_>>()
    };
    assert_eq!(plain(&again), plain(&tour), "{written}");
}

#[test]
fn a_recorded_step_is_put_behind_the_last_and_nothing_else_changes() {
    let check = |text: &str, expected: &str| {
        let (tour, _) = read("steps: [{id: new, focus: g}]");
        let found = append(text, &tour.steps[0], None);
        assert_eq!(found, expected, "{text}");
        let (again, faults) = read(&found);
        assert_eq!(faults, [], "{found}");
        assert_eq!(again.steps.last().map(|step| shown(&step.stand)).as_deref(), Some("focus=g"));
    };
    check(
        "",
        "tour: 1\nsections:\n  - name: Overview\n    steps:\n      - id: new\n        focus: g\n",
    );
    check(
        "# mine\nsteps:\n- id: a # why\n  view: fit\n# the end\n",
        "# mine\nsteps:\n- id: a # why\n  view: fit\n- id: new\n  focus: g\n# the end\n",
    );
    check(
        "sections:\n  - name: A\n    steps:\n      - id: new\n        say: |\n          two\n\n          lines",
        "sections:\n  - name: A\n    steps:\n      - id: new\n        say: |\n          two\n\n          lines\n      - id: new-2\n        focus: g\n",
    );
    check("steps:\n- id: a\ntitle: T\n", "steps:\n- id: a\n- id: new\n  focus: g\ntitle: T\n");
}

#[test]
fn planned_tours_can_be_read_on_a_projector() {
    let whole = multi_cloud();
    let path = |a: &str, b: &str| {
        plan_path(&whole, &Name::Thing(a.to_owned()), &Name::Thing(b.to_owned()))
    };
    for tour in [plan_groups(&whole), path("kong", "stripe").unwrap()] {
        assert!(tour.steps.len() > 3, "{tour:?}");
        assert_eq!(check(&tour, &whole), []);
        let (again, faults) = read(&write(&tour, None));
        assert_eq!((again.steps.len(), faults), (tour.steps.len(), Vec::new()));
        for (place, step) in tour.steps.iter().enumerate() {
            let is_part = step.id != "all" && step.id != "way" && step.id != "end";
            let shortfall = legibility(&tour, place, &whole);
            assert!(!is_part || shortfall.is_none(), "{}: {shortfall:?}", step.id);
        }
    }
    assert_eq!(path("stripe", "linkerdd"), None);
    assert_eq!(path("cassandra", "kong"), None);
    let said: String = plan_groups(&whole).steps.iter().map(|step| step.say.text.clone()).collect();
    for node in &whole.graph.nodes {
        if let Some(title) = &node.title {
            assert!(said.contains(title.as_str()), "{title} is in no step");
        }
    }
}

#[test]
fn small_names_are_told() {
    let whole = multi_cloud();
    let (tour, _) = read(
        "steps: [{view: fit}, {focus: gateway}, {view: fit, highlight: [kong]}, {view: 'fit(edge, external)'}]",
    );
    let found: Vec<bool> =
        (0..tour.steps.len()).map(|place| legibility(&tour, place, &whole).is_some()).collect();
    assert_eq!(found, [false, false, true, true]);
}

#[test]
fn a_tour_plays_by_itself_and_is_a_function_of_time() {
    let (tour, _) = read(
        "steps:\n- {view: fit, say: Hello., pause: 2s}\n- {focus: gateway, say: There.}\n- {collapse: [data], trace: kong -> payment, pace: 500ms, camera: follow}\n- {view: fit, collapse: ~, trace: ~, pause: 1s}",
    );
    let (tour, whole) = (Arc::new(tour), Arc::new(multi_cloud()));
    let film = || {
        let base = Arc::clone(&whole);
        Film::new(Arc::clone(&tour), Arc::clone(&whole), VIEWPORT, move |g| folded(&base, g))
    };
    let mut play = film();
    let timings = play.timings();
    assert_eq!(timings.iter().map(|t| t.place).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert!(
        timings.windows(2).all(|w| w[0].end == w[1].start && w[0].lands < w[0].end),
        "{timings:?}"
    );
    assert_eq!(timings[0].end, 2.0);
    let length = timings[3].end;
    let times: Vec<f64> = (0..40).map(|i| f64::from(i) * length / 39.0).collect();
    let forward: Vec<_> = times.iter().map(|t| play.at(*t).0.camera.at(*t)).collect();
    // Frames may be asked for in any order, and by others.
    let mut other = film();
    for (time, pose) in times.iter().zip(&forward).rev() {
        assert_eq!(other.at(*time).0.camera.at(*time), *pose, "{time}");
    }
    let place = |play: &mut Film<'_>, time: f64| {
        play.at(time).0.present.as_ref().map_or(99, |present: &Present| present.place)
    };
    assert_eq!(place(&mut play, timings[2].start + 0.1), 2);
    assert_eq!(place(&mut play, length + 100.0), 3);
    let (state, diagram) = play.still(2);
    assert_eq!(diagram.fold.groups().len(), 1);
    assert_eq!(state.aspect(0.0).reach, state.view.trace.as_ref().unwrap().traced.depth());
}

#[test]
fn what_is_seen_is_recorded_in_ids() {
    let whole = multi_cloud();
    let check = |commands: &[&str], expected: &str| {
        let mut state = State::default();
        for command in ["resize 1920 1080"].iter().chain(commands) {
            update(&mut state, &command.parse().unwrap(), Some(&whole), 0.0);
        }
        assert_eq!(shown(&step_here(&state, &whole).stand), expected, "{commands:?}");
    };
    check(&["fit"], "fit");
    check(&["focus gateway"], "focus=gateway");
    check(&["select kong stripe", "hide obs"], "fit highlight=kong,stripe hide=obs");
    check(&["trace kong -> stripe"], "fit trace=kong,stripe");
    check(&["fail stripe", "fit k8s"], "fit(k8s) impact=stripe");
    // What was asked for is not kept; all that is in sight then is.
    check(&["fit kong envoy"], "fit(kong,envoy,graphql,gatewayHub,istio)");
}
