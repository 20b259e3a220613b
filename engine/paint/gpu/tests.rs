//! The same scene is the same picture on the GPU. On software Vulkan only something small is compared, because vello
//! takes seconds there; `VEDUTA_REQUIRE_GPU=1` compares whole scenes, and is an error without a real GPU.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Stroke, Vec2};
use peniko::{Brush, Color, Fill, Gradient};

use super::*;
use crate::diagram::{Diagram, Resources};
use crate::explore::State;
use crate::icons::{self, Icon, Icons, Paint};
use crate::paint::raster;
use crate::scene::{self, Element, Mark, Pen, Shape, Subject, Theme};
use crate::text::{Fonts, TextAlign, TextStyle};

const GROUND: Color = Color::from_rgb8(0x28, 0x2a, 0x36);
const INK: Color = Color::from_rgb8(0x8b, 0xe9, 0xfd);

fn element(marks: Vec<Mark>, opacity: f32) -> Element {
    Element { opacity, ..Element::new(Subject::Diagram, "", "test", marks) }
}

pub(super) fn scene(elements: Vec<Element>) -> Scene {
    let bounds = elements.iter().map(|e| e.bounds).reduce(|a, b| a.union(b)).unwrap_or_default();
    Scene { bounds, ground: GROUND, elements, title: None, description: None, flow: None }
}

pub(super) fn pen(width: f64, dashes: &[f64]) -> Pen {
    Pen { width, color: INK, dashes: dashes.to_vec(), round: false }
}

fn tile(x: f64, y: f64) -> RoundedRect {
    RoundedRect::new(x, y, x + 36.0, y + 24.0, 6.0)
}

/// One mark of every kind in 128 by 64 px.
fn everything() -> Scene {
    let shadow = Mark::Shadow {
        rect: tile(4.0, 4.0),
        offset: Vec2::new(0.0, 2.0),
        sigma: 3.0,
        color: Color::BLACK.with_alpha(0.6),
    };
    let fill = Mark::Fill {
        shape: Shape::RoundedRect(tile(4.0, 4.0)),
        color: Color::from_rgb8(0x44, 0x47, 0x5a),
    };
    let outline = Mark::Stroke { shape: Shape::RoundedRect(tile(4.0, 4.0)), pen: pen(1.5, &[]) };
    let mut path = BezPath::new();
    path.move_to((44.0, 8.0));
    path.line_to((60.0, 8.0));
    path.quad_to((66.0, 8.0), (66.0, 14.0));
    path.line_to((66.0, 30.0));
    let line = Mark::Stroke { shape: Shape::Path(path.clone()), pen: pen(2.0, &[]) };
    let thin =
        Mark::Stroke { shape: Shape::Circle(Circle::new((84.0, 16.0), 11.0)), pen: pen(0.4, &[]) };
    let dashed = Mark::Stroke {
        shape: Shape::Circle(Circle::new((110.0, 16.0), 12.0)),
        pen: pen(2.0, &[6.0, 4.0]),
    };
    let disc = Mark::Fill { shape: Shape::Circle(Circle::new((110.0, 16.0), 6.0)), color: INK };
    scene(vec![
        element(vec![shadow, fill, outline], 1.0),
        element(vec![line, thin, dashed], 1.0),
        element(vec![disc], 0.4),
        element(vec![text("Kafka"), icon()], 1.0),
        element(
            vec![
                Mark::Fill { shape: Shape::RoundedRect(tile(88.0, 36.0)), color: INK },
                text_at("dim", 92.0),
            ],
            0.35,
        ),
    ])
}

fn text(words: &str) -> Mark {
    text_at(words, 4.0)
}

fn text_at(words: &str, x: f64) -> Mark {
    let style = TextStyle {
        family: "JetBrains Mono".to_owned(),
        size: 13.0,
        weight: 400.0,
        max_width: None,
        max_lines: 1,
        align: TextAlign::Start,
    };
    let label = Fonts::bundled().shape(words, &style);
    Mark::Text { label, at: Point::new(x, 40.0), color: Color::WHITE }
}

/// A gradient, an even-odd hole, a stroke, and a clipped group with an opacity.
fn icon() -> Mark {
    let ring = Rect::new(0.0, 0.0, 20.0, 20.0).to_path(0.1);
    let mut holed = ring.clone();
    holed.extend(Rect::new(5.0, 5.0, 15.0, 15.0).to_path(0.1));
    let gradient = Gradient::new_linear((0.0, 0.0), (20.0, 20.0))
        .with_stops([Color::from_rgb8(0xff, 0x55, 0x55), Color::from_rgb8(0x50, 0xfa, 0x7b)]);
    let clip = Circle::new((30.0, 10.0), 9.0).to_path(0.1);
    let layers = vec![
        icons::Layer::Fill {
            path: holed,
            paint: Paint::Own(Brush::Gradient(gradient), Affine::IDENTITY),
            rule: Fill::EvenOdd,
        },
        icons::Layer::Group {
            opacity: 0.5,
            clip: Some(clip),
            layers: vec![
                icons::Layer::Fill {
                    path: Rect::new(20.0, 0.0, 32.0, 20.0).to_path(0.1),
                    paint: Paint::Current(1.0),
                    rule: Fill::NonZero,
                },
                icons::Layer::Stroke {
                    path: Circle::new((30.0, 10.0), 6.0).to_path(0.1),
                    paint: Paint::Current(0.8),
                    stroke: Stroke::new(3.0),
                },
            ],
        },
    ];
    let icon = Icon { name: "test:icon".to_owned(), width: 40.0, height: 20.0, layers };
    Mark::Icon {
        icon: Arc::new(icon),
        rect: Rect::new(46.0, 38.0, 82.0, 58.0),
        color: Color::WHITE,
    }
}

pub(super) fn view(width: u16, height: u16, scale: f64) -> View {
    View {
        picture_from_world: Affine::scale(scale),
        width,
        height,
        ground: None,
        least_text: View::ON_SCREEN,
        detail: 1.0,
        density: 1.0,
        flow: None,
    }
}

/// `None`, said loudly, where there is no adapter for this test.
pub(super) fn painter(real: bool) -> Option<Painter> {
    let required = std::env::var("VEDUTA_REQUIRE_GPU").is_ok_and(|value| value == "1");
    let found = Gpu::find(&instance(None), None).map(|(gpu, _)| gpu);
    let found = match found {
        Ok(gpu) if real && gpu.is_software() => Err(format!("{} is software", gpu.adapter.name)),
        Ok(gpu) => Ok(gpu),
        Err(error) => Err(error.to_string()),
    };
    match found {
        Ok(gpu) => Some(Painter::new(gpu).unwrap()),
        Err(cause) => {
            assert!(!required, "{cause}, and VEDUTA_REQUIRE_GPU=1");
            eprintln!("SKIPPED: {cause}, so the GPU painter was NOT tested");
            None
        }
    }
}

/// How far apart two pictures are, in squares of 4 px averaged, 0 to 255: the painters smooth edges differently, by up
/// to 148 in single pixels (`rendering.md`). The mean and the worst.
pub(super) fn apart(a: &Picture, b: &Picture) -> (f64, f64) {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let squares = |picture: &Picture| {
        let (width, height) = (picture.width as usize, picture.height as usize);
        let mut squares = Vec::new();
        for y in (0..height - 3).step_by(4) {
            for x in (0..width - 3).step_by(4) {
                for channel in 0..4 {
                    let places = (0..16).map(|i| ((y + i / 4) * width + x + i % 4) * 4 + channel);
                    squares.push(places.map(|p| f64::from(picture.data[p])).sum::<f64>() / 16.0);
                }
            }
        }
        squares
    };
    let apart: Vec<f64> = squares(a).iter().zip(squares(b)).map(|(a, b)| (a - b).abs()).collect();
    (apart.iter().sum::<f64>() / apart.len() as f64, apart.iter().copied().fold(0.0, f64::max))
}

#[test]
fn every_mark_is_the_same_on_gpu_and_cpu() {
    let Some(mut gpu) = painter(false) else { return };
    let scene = everything();
    let view = view(128, 64, 1.0);
    let on_gpu = gpu.picture(&scene, &view).unwrap();
    let on_cpu = raster::Painter::new().paint(&scene, &view);
    let (mean, worst) = apart(&on_gpu, &on_cpu);
    eprintln!("every mark: {mean:.2} on average, {worst:.1} at most");
    assert!(mean < 1.5 && worst < 16.0, "{mean} on average, {worst} at most");
    let blank = raster::Painter::new().paint(&self::scene(Vec::new()), &view);
    assert!(apart(&on_gpu, &blank).0 > 8.0, "nothing was drawn");
}

#[test]
fn whole_scenes_are_the_same_on_a_real_gpu() {
    let Some(mut gpu) = painter(true) else { return };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenes/multi-cloud.mmd");
    let text = std::fs::read_to_string(path).unwrap();
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(&text, &mut resources);
    for theme in [
        Theme::dark(),
        Theme::light(),
        Theme::from_config(&diagram.document.config, &Theme::dark()),
    ] {
        let scene = scene::build(&diagram, &State::default(), &theme);
        for (width, height) in [(1920, 1080), (640, 360)] {
            let view = View::fit(&scene, width, height);
            let on_gpu = gpu.picture(&scene, &view).unwrap();
            let on_cpu = raster::Painter::new().paint(&scene, &view);
            let (mean, worst) = apart(&on_gpu, &on_cpu);
            eprintln!("{width}x{height}: {mean:.2} on average, {worst:.1} at most");
            assert!(
                mean < 1.5 && worst < 24.0,
                "{width}x{height}: {mean} on average, {worst} at most"
            );
        }
    }
}

#[test]
fn only_thin_lines_and_small_text_need_another_encoding() {
    let thick = scene(vec![element(
        vec![Mark::Stroke {
            shape: Shape::Circle(Circle::new((0.0, 0.0), 9.0)),
            pen: pen(2.0, &[]),
        }],
        1.0,
    )]);
    let check = |scene: &Scene, made: f64, wanted: f64, expected: bool| {
        let mut encoded = Encoded::of(Arc::new(scene.clone()));
        encoded.prepare(&view(1920, 1080, made), 0.05);
        let n_encoded = encoded.prepare(&view(1920, 1080, wanted), 0.05).n_encoded;
        assert_eq!(n_encoded == 0, expected, "made for {made}, wanted for {wanted}");
    };
    check(&thick, 1.0, 64.0, true);
    check(&thick, 64.0, 0.5, true);
    check(&thick, 0.5, 0.4, false);
    check(&thick, 0.4, 0.41, true);
    let text = scene(vec![element(vec![text("a")], 1.0)]);
    check(&text, 1.0, 2.0, true);
    check(&text, 1.0, 0.4, false);
    check(&scene(Vec::new()), 1.0, 0.001, true);
}

/// What a frame of `n` tiles in a grid, seen at `scale`, needs.
fn need(n: u32, scale: f64) -> budget::Need {
    let tiles = (0..n).map(|i| {
        let (x, y) = (f64::from(i % 400) * 50.0, f64::from(i / 400) * 40.0);
        element(vec![Mark::Fill { shape: Shape::RoundedRect(tile(x, y)), color: INK }], 1.0)
    });
    let encoded = Encoded::new(&scene(tiles.collect()), scale);
    let mut need = budget::Need::default();
    let picture = Rect::new(0.0, 0.0, 1920.0, 1080.0);
    let place = Affine::scale(scale);
    encoded.append_to(&mut vello::Scene::new(), place, scale, picture, &mut need);
    need
}

#[test]
fn what_is_out_of_view_costs_nothing_and_too_much_is_refused() {
    assert!(need(1_000, 0.1).fits());
    assert!(need(200_000, 1.0).fits(), "a corner of a large scene");
    assert!(!need(200_000, 0.01).fits(), "all of it");
}

/// A grid of 40 by 25 tiles, 50 by 40 px apart.
fn grid() -> Scene {
    let tiles = (0..1_000).map(|i| {
        let (x, y) = (f64::from(i % 40) * 50.0, f64::from(i / 40) * 40.0);
        element(vec![Mark::Fill { shape: Shape::RoundedRect(tile(x, y)), color: INK }], 1.0)
    });
    scene(tiles.collect())
}

/// What is in a frame of `scene`, once it is prepared.
fn drawn(encoded: &mut Encoded, view: &View) -> (usize, usize) {
    let n_encoded = encoded.prepare(view, 0.1).n_encoded;
    let layer = Layer {
        scene: encoded,
        picture_from_scene: view.picture_from_world,
        level: view.level_scale(),
    };
    (n_encoded, Composer::default().compose(&[layer], view).unwrap().n_drawn)
}

#[test]
fn what_is_in_view_is_encoded_once_and_the_rest_not_at_all() {
    let mut encoded = Encoded::of(Arc::new(grid()));
    let (n_encoded, n_drawn) = drawn(&mut encoded, &view(200, 100, 1.0));
    assert!((15..=256).contains(&n_drawn), "{n_drawn} drawn of what 15 tiles are in view");
    assert_eq!(n_encoded, n_drawn);
    assert_eq!(drawn(&mut encoded, &view(200, 100, 1.0)), (0, n_drawn));
    let (n_encoded, n_drawn) = drawn(&mut encoded, &view(2000, 1000, 1.0));
    assert!(n_drawn == 1000 && n_encoded < 1000, "{n_encoded} of {n_drawn}");
}

#[test]
fn what_another_level_shows_is_not_drawn() {
    let mut scene = grid();
    scene.elements.iter_mut().for_each(|element| element.seen = scene::Span::from(0.5));
    let mut encoded = Encoded::of(Arc::new(scene));
    assert_eq!(drawn(&mut encoded, &view(2000, 1000, 0.1)), (0, 0));
    assert_eq!(drawn(&mut encoded, &view(2000, 1000, 1.0)).1, 1000);
    let dialled = View { detail: 0.1, ..view(2000, 1000, 1.0) };
    assert_eq!(drawn(&mut encoded, &dialled).1, 0);
}

/// Only what looks different is encoded anew, and what is equally faint is not.
#[test]
fn a_dressed_scene_is_encoded_where_it_differs() {
    let plain = Arc::new(grid());
    let view = view(2000, 1000, 1.0);
    let check = |change: &dyn Fn(&mut Scene), at_most: usize, n_drawn: usize| {
        let mut encoded = Encoded::of(Arc::clone(&plain));
        drawn(&mut encoded, &view);
        let mut dressed = Scene::clone(&plain);
        change(&mut dressed);
        encoded.show(&Arc::new(dressed));
        let (n_encoded, n_now) = drawn(&mut encoded, &view);
        assert!(n_encoded <= at_most && n_now == n_drawn, "{n_encoded} encoded, {n_now} drawn");
        encoded.show(&plain);
        assert!(drawn(&mut encoded, &view).0 <= at_most);
    };
    check(&|_| {}, 0, 1000);
    check(&|scene| scene.elements.iter_mut().for_each(|e| e.opacity = 0.3), 0, 1000);
    check(&|scene| scene.elements.iter_mut().for_each(|e| e.opacity = 0.0), 0, 0);
    check(&|scene| scene.elements[500].opacity = 0.3, 128, 1000);
    let glow = |scene: &mut Scene| Arc::make_mut(&mut scene.elements[7].marks).reverse();
    check(&glow, 128, 1000);
}

/// Zooming fast through much, each frame encodes a bounded part, and at rest it is soon all right.
#[test]
fn encoding_may_lag_behind_a_fast_zoom_but_not_for_long() {
    let lines = (0..4_000).map(|i| {
        let (x, y) = (f64::from(i % 80) * 10.0, f64::from(i / 80) * 10.0);
        let circle = Circle::new((x, y), 4.0);
        element(vec![Mark::Stroke { shape: Shape::Circle(circle), pen: pen(0.5, &[]) }], 1.0)
    });
    let mut encoded = Encoded::of(Arc::new(scene(lines.collect())));
    assert_eq!(drawn(&mut encoded, &view(900, 600, 1.0)), (4000, 4000));
    let work = encoded.prepare(&view(900, 600, 0.8), 0.1);
    assert!(work.is_lagging && (1..2000).contains(&work.n_encoded), "{work:?}");
    let mut n_frames = 1;
    while encoded.prepare(&view(900, 600, 0.8), 0.001).is_lagging {
        n_frames += 1;
        assert!(n_frames < 20, "it never gets there");
    }
    assert_eq!(encoded.prepare(&view(900, 600, 0.8), 0.001).n_encoded, 0);
    // Off by so much that it could be seen: all at once.
    assert_eq!(encoded.prepare(&view(900, 600, 0.3), 0.1).n_encoded, 4000);
}
