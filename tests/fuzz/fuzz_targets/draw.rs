//! Any short text, through all stages to a picture that other programs can read.

#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::{Corpus, fuzz_target};
use veduta::diagram::{Diagram, Resources};
use veduta::explore::State;
use veduta::icons::Icons;
use veduta::paint::svg;
use veduta::scene::{self, Mark, Shape, Theme};
use veduta::text::Fonts;
use veduta::{graph, syntax};

/// Longer texts take long to draw and have nothing new in them.
const MOST_BYTES: usize = 4096;

/// Things and edges of the largest diagram that is drawn: some hundred drawings a second.
const MOST_THINGS: usize = 12;

thread_local! {
    static RESOURCES: RefCell<Resources> =
        RefCell::new(Resources { fonts: Fonts::bundled(), icons: Icons::bundled() });
}

fuzz_target!(|text: &str| -> Corpus {
    if text.len() > MOST_BYTES {
        return Corpus::Reject;
    }
    let (graph, _) = graph::resolve(&syntax::parse(text).0);
    if graph.nodes.len() + graph.groups.len() + graph.edges.len() > MOST_THINGS {
        return Corpus::Reject;
    }
    let diagram = RESOURCES.with_borrow_mut(|resources| Diagram::new(text, resources));
    let theme = Theme::from_config(&diagram.document.config, &Theme::dark());
    let picture = scene::build(&diagram, &State::default(), &theme);
    check(&picture);
    let svg = svg::write(&picture, &svg::Options::default());
    assert!(svg.trim_end().ends_with("</svg>"), "an SVG that does not end");
    Corpus::Keep
});

fn check(picture: &scene::Scene) {
    assert!(picture.bounds.is_finite(), "a picture without end");
    for element in &picture.elements {
        assert!(element.bounds.is_finite(), "{} {} has no end", element.class, element.id);
        let inside = picture.bounds.union(element.bounds) == picture.bounds;
        assert!(inside, "{} {} is outside the picture", element.class, element.id);
        for mark in &element.marks {
            if let Mark::Stroke { shape: Shape::Path(path), .. } = mark {
                assert!(path.is_finite(), "{} {} is no line", element.class, element.id);
            }
        }
    }
}
