//! Pictures of small diagrams, laid out by hand so that they show the drawing and nothing else.
//!
//! Golden pictures stand in `tests/golden`; `BLESS=1 cargo test --test pictures` accepts what is drawn now. They are
//! compared with a tolerance: no channel may differ by more than 40, and all of them by less than 0.25 on average,
//! because curves are rounded differently where the processor has other vector instructions.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
#![expect(clippy::cast_possible_truncation, reason = "places in pictures are small")]

use std::fs;
use std::path::Path;

use glam::DVec2;
use kurbo::{Affine, Rect as Bounds};
use peniko::Color;
use veduta::diagram::{Diagram, Resources};
use veduta::explore::State;
use veduta::icons::Icons;
use veduta::layout::Rect;
use veduta::paint::Picture;
use veduta::paint::View;
use veduta::paint::raster::Painter;
use veduta::paint::svg;
use veduta::route::Route;
use veduta::scene::{Mark, Scene, Span, Subject, Theme, build, highlight};
use veduta::text::Fonts;

/// A diagram without its own layout: everything is put in its place by [`Drawing::at`] and its kin.
struct Drawing {
    diagram: Diagram,
}

impl Drawing {
    fn new(body: &str) -> Self {
        let text = if body.starts_with("---") {
            body.to_owned()
        } else {
            format!("architecture-beta\n{body}")
        };
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let mut diagram = Diagram::new(&text, &mut resources);
        for route in &mut diagram.routes.edges {
            *route = Route::default();
        }
        Self { diagram }
    }

    /// Puts the middle of node `id` at a place.
    fn at(mut self, id: &str, x: f64, y: f64) -> Self {
        let node_idx = self.diagram.graph.nodes.iter().position(|n| n.id == id).unwrap();
        let size = self.diagram.sizes.nodes[node_idx];
        self.diagram.layout.nodes[node_idx] = Rect::from_center_size(DVec2::new(x, y), size);
        self
    }

    fn panel(mut self, id: &str, min: (f64, f64), max: (f64, f64)) -> Self {
        let group_idx = self.diagram.graph.groups.iter().position(|g| g.id == id).unwrap();
        self.diagram.layout.groups[group_idx] = Rect { min: min.into(), max: max.into() };
        self
    }

    fn route(mut self, edge_idx: usize, points: &[(f64, f64)]) -> Self {
        self.diagram.routes.edges[edge_idx].points = points.iter().map(|&p| p.into()).collect();
        self
    }

    fn scene(mut self, theme: &Theme) -> Scene {
        let layout = &mut self.diagram.layout;
        let all = layout.nodes.iter().chain(&layout.groups).copied();
        layout.bounds = all.reduce(|a, b| a.union(&b)).unwrap_or_default();
        build(&self.diagram, &State::default(), theme)
    }
}

fn paint(scene: &Scene, scale: f64) -> Picture {
    Painter::with_threads(0).paint(scene, &View::at_scale(scene, scale))
}

fn tile() -> Drawing {
    Drawing::new("service a(logos:kafka-icon)[Event bus]\nservice b(mdi:truck-delivery)[Shipping and returns of goods]")
        .at("a", 80.0, 80.0)
        .at("b", 240.0, 80.0)
}

fn nested() -> Drawing {
    Drawing::new(
        "group outer(cloud)[Outer]\ngroup inner(logos:redis)[Inner] in outer\ngroup empty[Empty] in outer\n\
         service a(database)[Store] in inner",
    )
    .at("a", 120.0, 150.0)
    .panel("outer", (20.0, 20.0), (340.0, 246.0))
    .panel("inner", (48.0, 72.0), (192.0, 222.0))
    .panel("empty", (212.0, 72.0), (316.0, 222.0))
}

fn edges() -> Drawing {
    Drawing::new(
        "service a[A]\nservice b[B]\nservice c[C]\nservice d[D]\njunction j\njunction k\n\
         a:R --> L:b\na:B -- T:c\nb:B -[often]- T:d\nc:R -- L:j\nj:R --> L:d\nj:T -- B:k\nk:L -- R:a\n",
    )
    .at("a", 70.0, 60.0)
    .at("b", 330.0, 60.0)
    .at("c", 70.0, 220.0)
    .at("d", 330.0, 220.0)
    .at("j", 200.0, 220.0)
    .at("k", 200.0, 140.0)
    .route(0, &[(118.0, 60.0), (282.0, 60.0)])
    .route(1, &[(70.0, 80.0), (70.0, 200.0)])
    .route(2, &[(330.0, 80.0), (330.0, 110.0), (240.0, 110.0), (240.0, 180.0), (330.0, 180.0), (330.0, 200.0)])
    .route(3, &[(118.0, 220.0), (196.0, 220.0)])
    .route(4, &[(204.0, 220.0), (282.0, 220.0)])
    .route(5, &[(200.0, 216.0), (200.0, 144.0)])
    .route(6, &[(196.0, 140.0), (150.0, 140.0), (150.0, 40.0), (118.0, 40.0)])
}

fn crossing() -> Drawing {
    Drawing::new(
        "service a[A]\nservice b[B]\nservice c[C]\nservice d[D]\na:R --> L:b\nc:B <--> T:d",
    )
    .at("a", 60.0, 120.0)
    .at("b", 260.0, 120.0)
    .at("c", 160.0, 40.0)
    .at("d", 160.0, 200.0)
    .route(0, &[(108.0, 120.0), (212.0, 120.0)])
    .route(1, &[(160.0, 60.0), (160.0, 180.0)])
}

fn stand_ins() -> Drawing {
    Drawing::new(
        "service a(acme:qx-vv)[Nobody's icon]\nservice b \"SQL\"[Text]\nservice c[Label only]",
    )
    .at("a", 80.0, 80.0)
    .at("b", 220.0, 80.0)
    .at("c", 350.0, 80.0)
}

fn classic() -> Drawing {
    Drawing::new(
        "---\nconfig:\n  look: classic\n---\narchitecture-beta\ngroup g(cloud)[Group]\n\
         service a(server)[Server] in g\nservice b[Bare] in g\na:R --> L:b",
    )
    .at("a", 80.0, 100.0)
    .at("b", 240.0, 100.0)
    .panel("g", (10.0, 10.0), (310.0, 180.0))
    .route(0, &[(120.0, 90.0), (200.0, 90.0)])
}

fn by_hand() -> Drawing {
    Drawing::new(
        "---\nconfig:\n  look: handDrawn\n---\narchitecture-beta\ngroup g(cloud)[Group]\n\
         service a(logos:kafka-icon)[Event bus] in g\nservice b(database)[Store]\njunction j\n\
         a:R -[often]-> L:b\na:B -- L:j\nj:R --> B:b\nj:B -- T:e\ngroup e[Empty]",
    )
    .at("a", 90.0, 100.0)
    .at("b", 320.0, 100.0)
    .at("j", 230.0, 190.0)
    .panel("g", (10.0, 10.0), (170.0, 170.0))
    .panel("e", (180.0, 220.0), (290.0, 290.0))
    .route(0, &[(138.0, 100.0), (272.0, 100.0)])
    .route(1, &[(90.0, 148.0), (90.0, 190.0), (226.0, 190.0)])
    .route(2, &[(234.0, 190.0), (320.0, 190.0), (320.0, 148.0)])
    .route(3, &[(230.0, 194.0), (230.0, 220.0)])
}

#[test]
fn golden_tile() {
    golden("tile-dark", &tile().scene(&Theme::dark()));
    golden("tile-light", &tile().scene(&Theme::light()));
}

#[test]
fn golden_nested() {
    golden("nested-dark", &nested().scene(&Theme::dark()));
    golden("nested-light", &nested().scene(&Theme::light()));
}

#[test]
fn golden_edges() {
    golden("edges-light", &edges().scene(&Theme::light()));
    golden("crossing-dark", &crossing().scene(&Theme::dark()));
}

#[test]
fn golden_stand_ins() {
    golden("stand-ins-light", &stand_ins().scene(&Theme::light()));
}

#[test]
fn golden_classic() {
    golden("classic-light", &classic().scene(&Theme::named("default").unwrap()));
}

#[test]
fn golden_by_hand() {
    golden("hand-light", &by_hand().scene(&Theme::light()));
    golden("hand-dark", &by_hand().scene(&Theme::dark()));
}

#[test]
fn golden_highlight() {
    let diagram = crossing().diagram;
    let node = diagram.graph.nodes.iter().position(|n| n.id == "b").unwrap();
    let subject = Subject::Node(veduta::graph::NodeId(u32::try_from(node).unwrap()));
    let mut scene = crossing().scene(&Theme::dark());
    highlight(&mut scene, &diagram, &Theme::dark(), subject);
    golden("highlight-dark", &scene);
}

#[track_caller]
fn golden(name: &str, scene: &Scene) {
    let picture = paint(scene, 1.0);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.png"));
    if std::env::var_os("BLESS").is_some() {
        let png = encode(&picture);
        assert!(png.len() < 32 * 1024, "{name} is too large for the repository");
        fs::write(&path, png).unwrap();
        return;
    }
    let expected = decode(&path);
    assert_eq!(
        (picture.width, picture.height),
        (expected.width, expected.height),
        "size of {name}"
    );
    let far = picture.data.iter().zip(&expected.data).map(|(a, b)| a.abs_diff(*b));
    let worst = far.clone().max().unwrap();
    let mean = far.map(f64::from).sum::<f64>() / picture.data.len() as f64;
    if worst > 40 || mean >= 0.25 {
        let seen = std::env::temp_dir().join(format!("veduta-{name}.png"));
        fs::write(&seen, encode(&picture)).unwrap();
        panic!("{name} differs by up to {worst}, {mean:.3} on average; see {}", seen.display());
    }
}

fn encode(picture: &Picture) -> Vec<u8> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(&picture.to_unpremultiplied()).unwrap();
    png
}

fn decode(path: &Path) -> Picture {
    let file = fs::File::open(path)
        .unwrap_or_else(|e| panic!("{}: {e}; accept with BLESS=1", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    Picture { width: info.width, height: info.height, data }
}

fn pixel(scene: &Scene, picture: &Picture, x: f64, y: f64) -> [u8; 4] {
    let column = (x - scene.bounds.x0) as usize;
    let row = (y - scene.bounds.y0) as usize;
    let at = (row * picture.width as usize + column) * 4;
    picture.data[at..at + 4].try_into().unwrap()
}

#[track_caller]
fn check_pixels(scene: &Scene, expected: &[(f64, f64, Color)]) {
    let picture = paint(scene, 1.0);
    for &(x, y, color) in expected {
        let (found, color) = (pixel(scene, &picture, x, y), color.to_rgba8().to_u8_array());
        let far = found.iter().zip(color).any(|(a, b)| a.abs_diff(b) > 3);
        assert!(!far, "at {x},{y}: {found:?}, not {color:?}");
    }
}

#[test]
fn arrows_end_before_the_tile_and_lines_at_it() {
    let theme = Theme::dark();
    check_pixels(
        &crossing().scene(&theme),
        &[
            (150.0, 120.0, theme.edge),
            (204.0, 120.0, theme.arrow),
            (204.0, 121.0, theme.arrow),
            (202.0, 126.0, theme.ground),
            // Where a line leaves that has an arrowhead at its other end, it keeps a gap.
            (109.0, 120.0, theme.ground),
            (120.0, 120.0, theme.edge),
        ],
    );
}

#[test]
fn edges_reach_bare_icons() {
    let head = "---\nconfig:\n  look: classic\n---\narchitecture-beta\n";
    let names =
        "service a(server)[A name that is wide]\nservice b(server)[B]\nservice c(server)[C]\n";
    let scene = Drawing::new(&format!("{head}{names}a:R -- L:b\nc:T -- B:b\n"))
        .at("a", 100.0, 80.0)
        .at("b", 300.0, 80.0)
        .at("c", 300.0, 260.0)
        .route(0, &[(160.0, 60.0), (250.0, 60.0)])
        .route(1, &[(300.0, 200.0), (300.0, 140.0)])
        .scene(&Theme::light());
    let (edge, ground) = (Theme::light().edge, Theme::light().ground);
    // The icons are 80 px wide; below, the name of `b` has one line where that of `a` has two.
    check_pixels(&scene, &[(142.0, 60.0, edge), (258.0, 60.0, edge)]);
    check_pixels(&scene, &[(300.0, 132.0, edge), (300.0, 125.0, ground), (142.0, 100.0, ground)]);
}

#[test]
fn the_edge_drawn_later_is_bridged() {
    let theme = Theme::dark();
    check_pixels(
        &crossing().scene(&theme),
        &[
            (160.0, 120.0, theme.edge),
            (160.0, 117.0, theme.ground),
            (160.0, 123.0, theme.ground),
            (160.0, 113.0, theme.edge),
            (160.0, 127.0, theme.edge),
        ],
    );
}

#[test]
fn junctions_are_dots_only_where_three_meet() {
    let theme = Theme::light();
    check_pixels(
        &edges().scene(&theme),
        &[
            (200.0, 220.0, theme.edge),
            (201.0, 221.0, theme.edge),
            // Two edges meet here at a right angle: a rounded bend, so that its outer corner is bare.
            (200.0, 139.0, theme.ground),
            (192.0, 140.0, theme.edge),
            (200.0, 148.0, theme.edge),
        ],
    );
}

#[test]
fn panels_are_tinted_by_depth() {
    let theme = Theme { group_border_width: Some(2.0), ..Theme::light() };
    check_pixels(
        &nested().scene(&theme),
        &[
            (10.0, 10.0, theme.ground),
            (200.0, 60.0, theme.panel(0)),
            (56.0, 214.0, theme.panel(1)),
            (200.0, 20.5, theme.group_border),
        ],
    );
}

/// Everything an element paints lies in its bounds, and all of them in the scene's.
#[test]
fn bounds_enclose_all_ink() {
    let mut scenes: Vec<Scene> =
        [tile(), nested(), edges(), crossing(), stand_ins(), classic(), by_hand()]
            .into_iter()
            .map(|drawing| drawing.scene(&Theme::light()))
            .collect();
    let text = include_str!("../scenes/multi-cloud.mmd");
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(text, &mut resources);
    let mut all = build(&diagram, &State::default(), &Theme::dark());
    highlight(&mut all, &diagram, &Theme::dark(), Subject::Node(veduta::graph::NodeId(10)));
    scenes.push(all);
    let mut painter = Painter::with_threads(0);
    for scene in &scenes {
        for element in &scene.elements {
            let name = format!("{} {}", element.class, element.id);
            let bounds = element.bounds;
            let is_near = element.seen.opacity(1.0) > 0.0;
            let is_inside = scene.bounds.union(bounds) == scene.bounds;
            assert!(is_inside || !is_near, "{name} is outside the scene");
            let seen = bounds.inflate(16.0, 16.0);
            // Told to be everywhere, it is painted however wrong its bounds are.
            let mut alone = element.clone();
            alone.bounds = seen;
            let scene = Scene { bounds: seen, elements: vec![alone], ..scene.clone() };
            let view = View { ground: Some(Color::TRANSPARENT), ..View::at_scale(&scene, 1.0) };
            let ink = ink(&painter.paint(&scene, &view), view.picture_from_world);
            if let Some(ink) = ink {
                assert!(
                    bounds.inflate(1.0, 1.0).union(ink) == bounds.inflate(1.0, 1.0),
                    "{name}: ink {ink:?}, bounds {bounds:?}"
                );
            }
        }
    }
}

/// Round all pixels that can be seen, world px.
fn ink(picture: &Picture, picture_from_world: Affine) -> Option<Bounds> {
    let width = picture.width as usize;
    let inked = picture.data.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] > 2);
    let pixels = inked.map(|(i, _)| {
        let (x, y) = ((i % width) as f64, (i / width) as f64);
        Bounds::new(x, y, x + 1.0, y + 1.0)
    });
    let all = pixels.reduce(|a, b| a.union(b))?;
    Some(picture_from_world.inverse().transform_rect_bbox(all))
}

#[test]
fn svg_holds_every_name_as_text() {
    for drawing in [tile(), nested(), edges(), stand_ins(), classic()] {
        let scene = drawing.scene(&Theme::light());
        let text = svg::write(&scene, &svg::Options::default());
        let document = usvg::roxmltree::Document::parse(&text).unwrap();
        let written: String = document.descendants().filter_map(|n| n.text()).collect();
        let written: String = written.split_whitespace().collect();
        for name in scene.elements.iter().filter(|e| e.class == "service").map(|e| &e.id) {
            assert!(
                document
                    .descendants()
                    .any(|n| n.attribute("id") == Some(&format!("service-{name}")))
            );
        }
        for label in ["Event", "goods", "Outer", "Inner", "often", "QV", "SQL", "Server"] {
            let shown = scene
                .elements
                .iter()
                .any(|e| format!("{:?}", e.marks).contains(&format!("\"{label}\"")));
            assert!(!shown || written.contains(label), "{label} is not in the SVG");
        }
    }
}

#[test]
fn a_diagram_with_nothing_in_it_is_a_picture() {
    for body in ["", "group g", "group g\ngroup h in g", "junction j", "service s\ns:R -- L:s"] {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let diagram = Diagram::new(&format!("architecture-beta\n{body}"), &mut resources);
        let scene = build(&diagram, &State::default(), &Theme::light());
        let picture = paint(&scene, 1.0);
        assert!(
            picture.width >= 48 && picture.height >= 48,
            "{body:?}: {} x {}",
            picture.width,
            picture.height
        );
    }
}

/// The shapes of one element, as text.
fn shapes_of(scene: &Scene, class: &str, id: &str) -> String {
    let element = scene.elements.iter().find(|e| e.class == class && *e.id == *id).unwrap();
    let is_shape = |mark: &&Mark| matches!(mark, Mark::Fill { .. } | Mark::Stroke { .. });
    element.marks.iter().filter(is_shape).map(|mark| format!("{mark:?}\n")).collect()
}

#[test]
fn strokes_by_hand_stay_where_they_are() {
    let drawn = |seed: &str, more: &str| {
        let head = format!("---\nconfig:\n  look: handDrawn\n{seed}---\narchitecture-beta\n{more}");
        Drawing::new(&format!("{head}service a[A]\nservice b[B]\na:R --> L:b\n"))
            .at("a", 60.0, 120.0)
            .at("b", 260.0, 120.0)
    };
    let edge = [(108.0, 120.0), (212.0, 120.0)];
    let plain = drawn("", "").route(0, &edge).scene(&Theme::light());
    let check = |seed: &str, more: &str, edge_idx: usize, same: bool| {
        let other = drawn(seed, more).route(edge_idx, &edge).scene(&Theme::light());
        for (class, id) in [("service", "a"), ("service", "b"), ("edge", "a-b"), ("arrow", "a-b")] {
            let found = shapes_of(&other, class, id) == shapes_of(&plain, class, id);
            assert_eq!(found, same, "{class} {id} with {seed:?} and {more:?}");
        }
        assert_ne!(shapes_of(&other, "service", "a"), shapes_of(&other, "service", "b"));
    };
    check("", "", 0, true);
    check("", "group g\nservice z[Z] in g\nz:R --> L:a\n", 1, true);
    check("  handDrawnSeed: 0\n", "", 0, true);
    check("  handDrawnSeed: 7\n", "", 0, false);
}

#[test]
fn small_text_stays_in_files_only() {
    let mut scene = tile().scene(&Theme::dark());
    // At every scale, and without the larger names that there are for small ones.
    scene.elements.retain(|element| element.class == "service");
    scene.elements.iter_mut().for_each(|element| element.seen = Span::ALWAYS);
    let mut nameless = scene.clone();
    for element in &mut nameless.elements {
        std::sync::Arc::make_mut(&mut element.marks)
            .retain(|mark| !matches!(mark, Mark::Text { .. }));
    }
    let check = |scale: f64, least_text: f64, named: bool| {
        let view = View { least_text, ..View::at_scale(&scene, scale) };
        let paint = |scene| Painter::with_threads(0).paint(scene, &view).data;
        assert_eq!(paint(&scene) != paint(&nameless), named, "{scale} {least_text}");
    };
    check(0.35, View::ON_SCREEN, false);
    check(0.35, View::IN_FILE, true);
    check(0.2, View::IN_FILE, false);
    check(1.0, View::ON_SCREEN, true);
}
