//! Holds that all that is written on the window's panels can be read, in every theme there is: at least 4.5:1 (WCAG 2.2, 1.4.3).

use std::sync::Arc;

use kurbo::{Point, Rect, Size};
use peniko::Color;

use super::chrome::Chrome;
use super::guide::Said;
use super::problem::Problem;
use super::strip::Tab;
use super::worker::{Loaded, Stage};
use crate::diagram::{Diagram, Resources};
use crate::explore::{self, Command, Finding, State, Welcome, update};
use crate::icons::Icons;
use crate::scene::color::{contrast, mix};
use crate::scene::{Mark, Scene, Theme};
use crate::text::Fonts;

const TEXT: &str = "architecture-beta
    group cloud(cloud)[Cloud]
    group k8s(logos:kubernetes)[Kubernetes] in cloud
    service api(logos:kong)[Kong Gateway] in k8s
    service pay(mdi:credit-card)[Payment] in k8s
    service stripe(logos:stripe)[Stripe]
    api:R --> L:pay
    pay:R --> L:stripe
    stripe:B --> T:nobody
";

const SIZE: Size = Size::new(1280.0, 800.0);

fn loaded(theme: &Theme) -> Loaded {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Arc::new(Diagram::new(TEXT, &mut resources));
    let loaded = Loaded::new(Arc::clone(&diagram), diagram, theme.clone());
    Loaded { text: TEXT.to_owned(), ..loaded }
}

fn state(diagram: &Diagram, script: &str) -> State {
    let mut state = State::default();
    let findings = Finding::all(TEXT, &diagram.diagnostics, Some(&diagram.graph));
    explore::tell_findings(&mut state, findings);
    let (steps, faults) = explore::script(script);
    assert_eq!(faults, [], "{script}");
    update(&mut state, &Command::Resize(SIZE), Some(diagram), 0.0);
    for step in steps {
        update(&mut state, &step.command, Some(diagram), 1.0);
    }
    state
}

/// Every panel, with what it is called.
fn panels(theme: &Theme) -> Vec<(&'static str, Scene)> {
    let loaded = loaded(theme);
    let diagram = &*loaded.diagram;
    let mut chrome = Chrome::new();
    let mut panels = Vec::new();
    let open = state(
        diagram,
        "select pay; outline on; inspector on; legend; trace 2; minimap on; diagnostics",
    );
    let outline = open.chrome.outline.clone().unwrap();
    panels.push(("outline", chrome.outline(&outline, diagram, &open, theme)));
    panels.push(("inspector", chrome.inspector(&loaded, "a.mmd", &open, theme)));
    panels.push(("legend", chrome.legend(diagram, &open, None, &[], theme)));
    panels.push((
        "path",
        chrome.crumbs(&open.crumbs(diagram, 9.0), open.button_frame(), &open, theme),
    ));
    let finding = open.chrome.findings[0].clone();
    panels.push(("finding", chrome.finding(&finding, 0, "a.mmd", &open, theme)));
    for said in [Said::Calmly("explore"), Said::InAlarm("wrong")] {
        panels.push(("status", chrome.status(said, "54 edges", &open, theme)));
    }
    let mut refused = state(diagram, "palette");
    for command in ["type xyzzy", "accept"] {
        update(&mut refused, &command.parse().unwrap(), Some(diagram), 2.0);
    }
    panels.push(("search", chrome.search(&refused.search.unwrap(), SIZE, theme)));
    for script in ["search pay", "search", "palette", "palette nothing like it", "search xyzzy"] {
        let search = state(diagram, script).search.unwrap();
        panels.push(("search", chrome.search(&search, SIZE, theme)));
    }
    let menu = state(diagram, "menu pay; choose next").chrome.menu.unwrap();
    panels.push(("menu", chrome.menu(&menu, None, SIZE, theme)));
    panels.push(("keys", chrome.help(&open, theme)));
    panels.push(("overlay", chrome.overlay("frame 1", SIZE, theme)));
    let focused = state(diagram, "focus k8s; scale 5");
    panels.push(("rim", chrome.stubs(&focused.stubs(diagram, 99.0), &focused, theme)));
    let mut told = state(diagram, "");
    explore::say(&mut told, "something", 1.0);
    panels.extend(chrome.toasts(Some("wrong"), &told, 1.0, theme).map(|scene| ("toasts", scene)));
    panels.push(("loading", chrome.loading("a.mmd", Stage::Reading, 1.0, SIZE, theme)));
    panels.push(("problem", chrome.problem(&Problem::nothing_open(), SIZE, theme)));
    let mut empty = state(diagram, "");
    empty.chrome.welcome = Some(Welcome { can_drop: true, recent: vec!["/home/me/a.mmd".into()] });
    panels.push(("welcome", chrome.welcome(&empty, theme)));
    let tab = |name: &str, is_wrong| Tab { name: name.to_owned(), is_wrong };
    panels.push((
        "tabs",
        chrome.strip(&[tab("a.mmd", false), tab("b.mmd", true)], 0, SIZE.width, theme),
    ));
    panels
}

/// What is written with less contrast than it should have: where, and how much.
fn illegible(scene: &Scene, theme: &Theme) -> Vec<(Rect, f64)> {
    let mut fills: Vec<(Rect, Color)> = Vec::new();
    let mut found = Vec::new();
    let over = |ground: Color, ink: Color| mix(ground, ink, ink.components[3]).with_alpha(1.0);
    let behind = |fills: &[(Rect, Color)], at: Point| {
        let here = fills.iter().filter(|(area, _)| area.contains(at));
        here.fold(theme.ground.with_alpha(1.0), |ground, (_, color)| over(ground, *color))
    };
    for mark in scene.elements.iter().flat_map(|element| element.marks.iter()) {
        match mark {
            Mark::Fill { shape, color } => fills.push((shape.bounds(), *color)),
            Mark::Text { label, at, color } if label.width > 0.0 => {
                let area = Rect::from_origin_size(*at, (label.width, label.height));
                let ground = behind(&fills, area.center());
                let seen = contrast(over(ground, *color), ground);
                found.extend((seen < 4.5).then_some((area, seen)));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn all_that_is_written_on_panels_can_be_read() {
    let named = Theme::names().filter_map(|name| Some((name, Theme::named(name)?)));
    let own = [("dark", Theme::dark()), ("light", Theme::light())];
    let mut faults = Vec::new();
    for (name, theme) in named.chain(own) {
        for (panel, scene) in panels(&theme) {
            let n_texts = scene.elements.iter().flat_map(|element| element.marks.iter());
            let n_texts = n_texts.filter(|mark| matches!(mark, Mark::Text { .. })).count();
            assert!(n_texts > 0, "nothing is written on {panel}");
            for (area, seen) in illegible(&scene, &theme) {
                faults.push(format!("{name}: {panel} at {:.0} {:.0}: {seen:.2}", area.x0, area.y0));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_cannot_be_read_is_found() {
    let theme = Theme { tile_text: Theme::dark().tile, ..Theme::dark() };
    let scene = Chrome::new().overlay("frame 1", SIZE, &theme);
    assert_eq!(illegible(&scene, &theme).len(), 1);
}
