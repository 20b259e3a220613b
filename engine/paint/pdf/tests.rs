use super::*;
use crate::diagram::{Diagram, Resources};
use crate::explore::State;
use crate::icons::Icons;
use crate::scene::{self, Theme};
use crate::text::{Fonts, TextAlign, TextStyle};

const TEXT: &str = "---\ntitle: Shop\n---\narchitecture-beta\n  accTitle: A shop\n  accDescr: What it is made of\n  \
                    group g(cloud)[Inside]\n  service a(logos:kafka-icon)[Queue] in g\n  \
                    service b(database)[B\u{e4}r] in g\n  a:R --> L:b\n";

fn drawn() -> Scene {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(TEXT, &mut resources);
    scene::build(&diagram, &State::default(), &Theme::dark())
}

fn page(scene: &Scene) -> Page<'_> {
    Page { scene, seen: scene.bounds, scale: 1.0, ground: None, detail: 1.0, below: None }
}

/// How often `needle` stands in `bytes`.
fn n_times(bytes: &[u8], needle: &str) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle.as_bytes()).count()
}

#[test]
fn a_document_says_what_it_is_and_holds_its_fonts() {
    let scene = drawn();
    let bytes = write(&[page(&scene)]).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    for needle in ["A shop", "What it is made of", "/FontFile", "JetBrainsMono", "/ToUnicode"] {
        assert!(n_times(&bytes, needle) > 0, "no {needle}");
    }
    assert!(bytes.len() < 200_000, "only the glyphs in use are in it: {}", bytes.len());
    assert_eq!(write(&[page(&scene)]).unwrap(), bytes, "the same bytes each time");
}

#[test]
fn pages_have_the_size_of_what_they_show_and_of_the_text_below() {
    let scene = drawn();
    let style = TextStyle {
        family: String::new(),
        size: 16.0,
        weight: 400.0,
        max_width: None,
        max_lines: 3,
        align: TextAlign::Start,
    };
    let label = Fonts::bundled().shape("What it says", &style);
    let seen = Rect::new(0.0, 0.0, 400.0, 300.0);
    let plain = Page { seen, ..page(&scene) };
    let double = Page { scale: 2.0, ..plain.clone() };
    let told = Page { below: Some((Arc::clone(&label), Color::WHITE)), ..plain.clone() };
    let huge = Page { scale: 1000.0, ..plain.clone() };
    let bytes = write(&[plain, double, told, huge]).unwrap();
    let check = |width: f64, height: f64| {
        let number =
            |n: f64| format!("{n:.4}").trim_end_matches('0').trim_end_matches('.').to_owned();
        let mediabox = format!("[0 0 {} {}]", number(width), number(height));
        assert!(n_times(&bytes, &mediabox) > 0, "no page of {mediabox}");
    };
    check(300.0, 225.0);
    check(600.0, 450.0);
    check(300.0, 225.0 + 0.75 * (label.height + 2.0 * GAP));
    check(14_400.0, 10_800.0);
}

#[test]
fn strange_scenes_still_make_a_document() {
    for bounds in [Rect::ZERO, Rect::new(0.0, 0.0, 1e9, 1.0)] {
        let scene = Scene { bounds, ..drawn() };
        assert!(write(&[page(&scene)]).is_ok(), "{bounds:?}");
    }
    assert!(write(&[]).is_ok() || write(&[]).is_err(), "no pages are no reason to panic");
}
