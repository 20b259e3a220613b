use std::sync::Arc;

use kurbo::{Affine, BezPath, Circle, Point, RoundedRect, Shape as _, Vec2};
use peniko::{Brush, Fill, Gradient};
use usvg::roxmltree::Document;

use super::*;
use crate::icons::{Icon, Layer, Paint};
use crate::scene::{Pen, Shape, Subject};
use crate::text::{Label, Line, Run};

fn element(id: &str, marks: Vec<Mark>) -> Element {
    let bounds = Rect::new(0.0, 0.0, 100.0, 100.0);
    Element { bounds, opacity: 0.5, ..Element::new(Subject::Diagram, id, "service", marks) }
}

fn scene(elements: Vec<Element>) -> Scene {
    Scene {
        bounds: Rect::new(-10.0, -10.0, 110.0, 110.0),
        ground: Color::from_rgb8(1, 2, 3),
        elements,
        title: Some("Clouds & \"more\" <b>".to_owned()),
        description: Some("line one\nline two \u{1b}[0m".to_owned()),
        flow: None,
    }
}

fn label(text: &str) -> Arc<Label> {
    let run = Run {
        text: text.to_owned(),
        family: "Some 'Mono'".to_owned(),
        font: peniko::FontData::new(peniko::Blob::new(Arc::new(b"no font".to_vec())), 0),
        size: 12.0,
        weight: 600.0,
        italic: true,
        coords: Vec::new(),
        skew: None,
        embolden: false,
        x: 1.0,
        glyphs: Vec::new(),
    };
    let line = Line { x: 1.0, baseline: 10.0, width: 40.0, runs: vec![run] };
    Arc::new(Label { width: 42.0, height: 14.0, lines: vec![line] })
}

fn icon() -> Arc<Icon> {
    let square: BezPath = Rect::new(2.0, 2.0, 22.0, 22.0).to_path(0.1);
    let gradient = Gradient::new_linear((0.0, 0.0), (24.0, 0.0))
        .with_stops([Color::from_rgb8(255, 0, 0), Color::from_rgba8(0, 0, 255, 128)].as_slice());
    let sweep = Gradient::new_sweep((12.0, 12.0), 0.0, 6.0)
        .with_stops([Color::BLACK, Color::WHITE].as_slice());
    let own = |brush: Brush| Paint::Own(brush, Affine::scale(0.5));
    let fill = |paint| Layer::Fill { path: square.clone(), paint, rule: Fill::EvenOdd };
    let layers = vec![
        fill(Paint::Current(0.5)),
        fill(own(Brush::Gradient(sweep))),
        Layer::Group {
            opacity: 0.5,
            clip: Some(square.clone()),
            layers: vec![fill(own(Brush::Gradient(gradient)))],
        },
        Layer::Stroke {
            path: square.clone(),
            paint: Paint::Own(Brush::Solid(Color::WHITE), Affine::IDENTITY),
            stroke: kurbo::Stroke::new(2.0).with_dashes(1.0, [3.0, 2.0]),
        },
    ];
    Arc::new(Icon { name: "test:icon".to_owned(), width: 24.0, height: 24.0, layers })
}

fn everything() -> Scene {
    let tile = RoundedRect::new(0.0, 0.0, 96.0, 96.0, 10.0);
    let shape = Shape::RoundedRect(tile);
    let icon = icon();
    let color = Color::WHITE;
    let at = |x: f64| Rect::new(x, 10.0, x + 30.0, 40.0);
    let pen = Pen { width: 2.0, color, dashes: vec![8.0, 8.0], round: true };
    let marks = vec![
        Mark::Shadow { rect: tile, offset: Vec2::new(0.0, 2.0), sigma: 3.0, color: Color::BLACK },
        Mark::Fill { shape: shape.clone(), color },
        Mark::Fill { shape: Shape::Circle(Circle::new((5.0, 5.0), 4.0)), color },
        Mark::Stroke { shape, pen },
        Mark::Text { label: label("a < b && \u{0}c"), at: Point::new(8.0, 60.0), color },
        Mark::Icon { icon: icon.clone(), rect: at(10.0), color },
        Mark::Icon { icon, rect: at(50.0), color },
    ];
    scene(vec![element("a b\"<", marks.clone()), element("a b\"<", marks)])
}

#[test]
fn is_well_formed_whatever_the_texts_hold() {
    let svg = write(&everything(), &Options { embed_fonts: true, ..Options::default() });
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("viewBox"), Some("-10 -10 120 120"));
    let texts = |name: &str| -> Vec<&str> {
        let found =
            document.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", name)));
        found.filter_map(|n| n.text()).collect()
    };
    assert_eq!(texts("title"), ["Clouds & \"more\" <b>"]);
    assert_eq!(texts("desc"), ["line one line two [0m"]);
    assert_eq!(texts("tspan"), ["a < b && c"; 2]);
    assert!(
        texts("style")[0].contains("url(data:font/ttf;base64,bm8gZm9udA==)"),
        "no font in the file"
    );
}

#[test]
fn ids_are_unique_and_every_reference_is_defined() {
    let svg = write(&everything(), &Options::default());
    let document = Document::parse(&svg).unwrap();
    let mut ids = BTreeSet::new();
    for id in document.descendants().filter_map(|n| n.attribute("id")) {
        assert!(ids.insert(id), "{id} is there twice");
    }
    for attribute in document.descendants().flat_map(|n| n.attributes().collect::<Vec<_>>()) {
        let value = attribute.value();
        let local = value.strip_prefix("url(#").and_then(|v| v.strip_suffix(')'));
        if let Some(id) = local.or(value.strip_prefix('#').filter(|_| attribute.name() == "href")) {
            assert!(ids.contains(id), "{value} is nowhere");
        }
    }
    let n_symbols = document
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "symbol")))
        .count();
    assert_eq!(n_symbols, 1, "an icon used twice is written once");
}

#[test]
fn ground_and_size_are_as_asked() {
    let check = |options: &Options, ground: Option<&str>, size: (&str, &str)| {
        let svg = write(&scene(Vec::new()), options);
        let document = Document::parse(&svg).unwrap();
        let rect = document.descendants().find(|n| n.attribute("class") == Some("ground"));
        assert_eq!(rect.and_then(|n| n.attribute("fill")), ground);
        let root = document.root_element();
        assert_eq!(
            (root.attribute("width"), root.attribute("height")),
            (Some(size.0), Some(size.1))
        );
    };
    check(&Options::default(), Some("#010203"), ("120", "120"));
    check(
        &Options {
            ground: Some(Color::TRANSPARENT),
            size: Some((60.0, 61.5)),
            ..Options::default()
        },
        None,
        ("60", "61.5"),
    );
    check(
        &Options { ground: Some(Color::WHITE), ..Options::default() },
        Some("#ffffff"),
        ("120", "120"),
    );
}

#[test]
fn usvg_reads_it() {
    let svg = write(&everything(), &Options::default());
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
    assert_eq!((tree.size().width(), tree.size().height()), (120.0, 120.0));
    assert!(tree.root().has_children(), "nothing is drawn");
}
