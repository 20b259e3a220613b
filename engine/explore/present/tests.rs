use std::sync::Arc;

use kurbo::{Point, Size, Vec2};

use super::super::{Input, tour, update};
use super::*;
use crate::diagram::{Diagram, Resources};
use crate::explore::{Button, Event, Key, Modifiers};
use crate::icons::Icons;
use crate::text::Fonts;

const VIEWPORT: Size = Size::new(1920.0, 1080.0);

const TOUR: &str = "steps:\n- {id: all, view: fit, say: Hello.}\n- {id: g, focus: gateway, highlight: kong}\n\
    - {id: way, trace: kong -> payment, pace: click, say: {kong: one, istio: two}}\n- {alt: back, goto: all}\n- {alt: aside, id: aside}\n\
    - {id: end, trace: ~, view: fit}";

/// A window in which events are a tenth of a second apart.
struct Stage {
    input: Input,
    state: State,
    diagram: Diagram,
    time: f64,
}

impl Stage {
    fn new() -> Self {
        let text = include_str!("../../../scenes/multi-cloud.mmd");
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let diagram = Diagram::new(text, &mut resources);
        let (tour, faults) = tour::read(TOUR);
        assert_eq!(faults, []);
        let state = State { tour: Some(Arc::new(tour)), ..State::default() };
        let mut stage = Self { input: Input::default(), state, diagram, time: 0.0 };
        stage.event(&Event::Resized(VIEWPORT));
        stage
    }

    fn event(&mut self, event: &Event) {
        for command in self.input.read(event, &self.state, self.time) {
            update(&mut self.state, &command, Some(&self.diagram), self.time);
        }
        self.time += 0.1;
    }

    /// Presses keys as they are written, such as `PgDn Shift+F5`.
    fn keys(&mut self, keys: &str) {
        for chord in keys.split(' ') {
            let (key, modifiers) = crate::explore::pressed(chord).unwrap();
            self.event(&Event::Modified(modifiers));
            self.event(&Event::KeyPressed(key));
            self.event(&Event::KeyReleased(key));
        }
        self.event(&Event::Modified(Modifiers::default()));
        self.time += 10.0;
    }

    fn click(&mut self, at: Point) {
        self.event(&Event::Moved(at));
        self.event(&Event::Pressed(Button::Left));
        self.event(&Event::Released(Button::Left));
        self.time += 10.0;
    }

    fn present(&self) -> &Present {
        self.state.present.as_ref().unwrap()
    }

    /// The id of the step, with the hops of its trace; `-` where nobody presents.
    fn at(&self) -> String {
        let Some(present) = &self.state.present else { return "-".to_owned() };
        let hops = if present.hop > 0 { format!("+{}", present.hop) } else { String::new() };
        format!("{}{hops}", present.step().unwrap().id)
    }
}

#[test]
fn clickers_go_through_a_tour() {
    let check = |keys: &str, expected: &str| {
        let mut stage = Stage::new();
        stage.keys(keys);
        assert_eq!(stage.at(), expected, "{keys}");
    };
    check("F5", "all");
    for next in ["PgDn", "Right", "Down", "Space", "N", "Enter"] {
        check(&format!("F5 {next}"), "g");
    }
    for previous in ["PgUp", "Left", "Up", "Backspace", "P"] {
        check(&format!("F5 PgDn {previous}"), "all");
    }
    check("F5 PgUp", "all");
    check("F5 Shift+Right", "g");
    check("F5 PgDn PgDn", "way");
    // Where light waits for keys, each takes it one hop further.
    check("F5 PgDn PgDn PgDn PgDn", "way+2");
    check("F5 PgDn PgDn PgDn PgUp", "way");
    check("F5 3 Enter End", "end");
    check("F5 End PgUp", "way+4");
    check("F5 End PgDn", "end");
    check("F5 End Home", "all");
    check("F5 3 Enter", "way");
    check("F5 1 2 Backspace Enter", "all");
    check("F5 PgDn PgDn 2", "aside");
    check("F5 PgDn PgDn 1", "all");
    check("F5 Esc", "-");
    check("F5 F5", "-");
    // A clicker's button alternates between F5 and Esc, whatever the state.
    check("F5 PgDn Esc Esc F5", "g");
    check("F5 PgDn F5 F5 PgDn", "way");
    check("F5 O Right Enter", "g");
    check("F5 O Esc PgDn", "g");
}

#[test]
fn screens_go_black_and_white_and_tools_come_and_go() {
    let mut stage = Stage::new();
    stage.keys("F5 .");
    assert_eq!(stage.present().blank, Some(Blank::Black));
    stage.keys("B");
    assert_eq!(stage.present().blank, None);
    stage.keys("W");
    assert_eq!(stage.present().blank, Some(Blank::White));
    stage.keys("PgDn");
    assert_eq!(
        (stage.present().blank, stage.at().as_str()),
        (None, "g"),
        "a step is not shown in white"
    );
    stage.keys("K");
    assert_eq!(stage.present().tool, Some(Tool::Laser));
    stage.event(&Event::Moved(Point::new(10.0, 10.0)));
    stage.event(&Event::Moved(Point::new(20.0, 10.0)));
    assert_eq!(stage.present().trail.len(), 2);
    stage.time += 5.0;
    stage.event(&Event::Moved(Point::new(30.0, 10.0)));
    assert_eq!(stage.present().trail.len(), 1, "what is older than a second has died away");
    stage.keys("S");
    assert_eq!(stage.present().tool, Some(Tool::Spotlight));
    let before = stage.present().radius;
    stage.event(&Event::Wheel(Vec2::new(0.0, 2.0)));
    assert!(stage.present().radius > before && !stage.present().is_unhooked);
    stage.keys("X");
    for event in [
        Event::Pressed(Button::Left),
        Event::Moved(Point::new(60.0, 10.0)),
        Event::Moved(Point::new(60.0, 90.0)),
        Event::Released(Button::Left),
    ] {
        stage.event(&event);
    }
    assert_eq!(stage.present().ink.iter().map(Vec::len).collect::<Vec<_>>(), [3]);
    assert!(!stage.present().is_unhooked, "drawing does not move the picture");
    stage.keys("Delete X J");
    assert!(
        stage.present().ink.is_empty() && stage.present().tool.is_none() && stage.present().is_auto
    );
}

#[test]
fn whoever_moves_away_comes_back_with_the_next_key() {
    let mut stage = Stage::new();
    stage.keys("F5 PgDn");
    let home = stage.state.camera.target();
    stage.event(&Event::Wheel(Vec2::new(0.0, 3.0)));
    assert!(stage.present().is_unhooked);
    assert_ne!(stage.state.camera.target(), home);
    stage.keys("PgDn");
    assert_eq!((stage.at().as_str(), stage.state.camera.target()), ("g", home));
    assert!(!stage.present().is_unhooked);
    stage.keys("+ C");
    assert!(stage.present().is_unhooked);
    stage.keys("Shift+Right");
    assert_eq!(stage.at(), "g");
}

#[test]
fn leaving_stays_where_it_was() {
    let mut stage = Stage::new();
    stage.keys("F5 PgDn");
    assert!(stage.state.fullscreen);
    let there = (stage.state.camera.target(), stage.state.view.clone());
    stage.keys("Esc");
    assert!(!stage.state.fullscreen && stage.state.present.is_none());
    assert_eq!((stage.state.camera.target(), stage.state.view.clone()), there);
    stage.keys("F5");
    assert_eq!(stage.at(), "g");
    // From here: the step that shows what is seen.
    let mut stage = Stage::new();
    stage.keys("F11");
    update(&mut stage.state, &"focus gateway".parse().unwrap(), Some(&stage.diagram), stage.time);
    stage.time += 10.0;
    stage.keys("Shift+F5");
    assert_eq!(stage.at(), "g");
    stage.keys("Esc");
    assert!(stage.state.fullscreen, "it was so before");
}

#[test]
fn clicks_go_on_and_choose() {
    let mut stage = Stage::new();
    stage.keys("F5");
    stage.click(Point::new(900.0, 300.0));
    assert_eq!(stage.at(), "g");
    stage.keys("PgDn");
    let step = stage.present().step().unwrap().clone();
    let card = card_of(&step, VIEWPORT).unwrap();
    assert_eq!(card.choices.len(), 2);
    stage.click(card.choices[1].center());
    assert_eq!(stage.at(), "aside");
    stage.keys("O");
    let cell = stage.present().cells(VIEWPORT)[1].center();
    stage.click(cell);
    assert_eq!(stage.at(), "g");
}

#[test]
fn what_is_said_goes_with_the_light() {
    let mut stage = Stage::new();
    stage.keys("F5");
    assert_eq!(stage.state.said(stage.time), "Hello.");
    stage.keys("PgDn PgDn");
    assert_eq!(stage.state.said(stage.time), "one");
    stage.keys("PgDn PgDn PgDn");
    assert_eq!(stage.state.said(stage.time), "two");
}

#[test]
fn a_tour_that_has_changed_goes_on_at_the_same_step() {
    let mut stage = Stage::new();
    stage.keys("F5 PgDn");
    let (tour, _) = tour::read("steps: [{id: new, view: fit}, {id: all}, {id: g, focus: edge}]");
    adopt_tour(&mut stage.state, Some(Arc::new(tour)), Some(&stage.diagram), stage.time);
    assert_eq!((stage.at().as_str(), stage.present().place), ("g", 2));
    let focus = stage.state.view.focus.map(|g| stage.diagram.graph.groups[g.index()].id.clone());
    assert_eq!(focus.as_deref(), Some("edge"));
    adopt_tour(&mut stage.state, None, Some(&stage.diagram), stage.time);
    assert!(stage.present().tour.steps.len() > 5, "without a file there is a tour over the groups");
}

#[test]
fn nothing_that_is_meant_is_under_the_text() {
    let stage = Stage::new();
    let text = include_str!("../../../scenes/multi-cloud.tour.yaml");
    let (shipped, faults) = tour::read(text);
    assert_eq!((faults, tour::check(&shipped, &stage.diagram)), (Vec::new(), Vec::new()));
    for viewport in [VIEWPORT, Size::new(1280.0, 720.0), Size::new(1024.0, 768.0)] {
        for (place, step) in shipped.steps.iter().enumerate().filter(|(_, step)| !step.is_aside) {
            let mut state = State { viewport, fullscreen: true, ..State::default() };
            state.present = Some(Present::new(Arc::new(shipped.clone()), true, 0.0));
            go_to(&mut state, place, Some(&stage.diagram), false, 0.0);
            let card = card_of(step, viewport).unwrap().frame;
            assert!(viewport.to_rect().contains_rect(card), "{}: {card:?}", step.id);
            let to_screen = state.camera.target().affine(viewport);
            for subject in &state.view.selection {
                let body =
                    to_screen.transform_rect_bbox(crate::explore::bounds(&stage.diagram, *subject));
                assert!(!body.overlaps(card), "{} {viewport}: {subject:?}", step.id);
            }
        }
    }
}

#[test]
fn a_key_that_is_held_does_not_flicker() {
    let mut stage = Stage::new();
    stage.keys("F5");
    let key = Key::Character('k');
    for _ in 0..8 {
        stage.event(&Event::KeyPressed(key));
    }
    assert_eq!(stage.present().tool, Some(Tool::Laser));
    // It was held, and goes out with the key.
    stage.event(&Event::KeyReleased(key));
    assert_eq!(stage.present().tool, None);
}
