use std::sync::Arc;

use kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Vec2};
use peniko::{Brush, Color, Fill};

use super::*;
use crate::icons::{Icon, Layer, Paint};
use crate::scene::{Element, Mark, Pen, Shape, Subject};

const RED: Color = Color::from_rgb8(255, 0, 0);

fn element(bounds: Rect, marks: Vec<Mark>) -> Element {
    Element { bounds, ..Element::new(Subject::Diagram, "", "test", marks) }
}

fn scene(marks: Vec<Mark>) -> Scene {
    let bounds = Rect::new(0.0, 0.0, 64.0, 48.0);
    Scene {
        bounds,
        ground: Color::WHITE,
        elements: vec![element(bounds, marks)],
        title: None,
        description: None,
        flow: None,
    }
}

fn view(scale: f64) -> View {
    let picture_from_world = Affine::scale(scale);
    View {
        picture_from_world,
        width: 64,
        height: 48,
        ground: None,
        least_text: View::ON_SCREEN,
        detail: 1.0,
        density: 1.0,
        flow: None,
    }
}

fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Shape {
    Shape::RoundedRect(RoundedRect::new(x0, y0, x1, y1, 0.0))
}

fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let at = ((y * picture.width + x) * 4) as usize;
    picture.data[at..at + 4].try_into().unwrap()
}

fn paint(scene: &Scene, view: &View) -> Picture {
    Painter::with_threads(0).paint(scene, view)
}

#[track_caller]
fn check(scene: &Scene, view: &View, expected: &[(u32, u32, [u8; 4])]) {
    let picture = paint(scene, view);
    for &(x, y, color) in expected {
        let found = pixel(&picture, x, y);
        let far = found.iter().zip(color).any(|(a, b)| a.abs_diff(b) > 2);
        assert!(!far, "pixel {x},{y} is {found:?}, not {color:?}");
    }
}

const WHITE: [u8; 4] = [255, 255, 255, 255];

/// A picture of a real diagram, with what moves in it.
fn moving() -> Scene {
    use crate::diagram::{Diagram, Resources};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenes/multi-cloud.mmd");
    let text = std::fs::read_to_string(path).unwrap();
    let mut resources =
        Resources { fonts: crate::text::Fonts::bundled(), icons: crate::icons::Icons::default() };
    let diagram = Diagram::new(&text, &mut resources);
    let theme = crate::scene::Theme::dark();
    let mut scene = crate::scene::build(&diagram, &crate::explore::State::default(), &theme);
    let traffic = crate::scene::Traffic::illustrative(&diagram.graph);
    scene.flow = Some(Arc::new(crate::scene::flow(&scene, &diagram, &theme, &traffic)));
    scene
}

#[test]
fn a_loop_of_frames_continues_into_itself_to_the_pixel() {
    let scene = moving();
    let flow = scene.flow.clone().unwrap();
    for (width, is_shared) in [(640, false), (300, false), (640, true)] {
        let still = View::fit(&scene, width, width / 2);
        let at = |time| {
            let flow = Some(crate::paint::Moment { time, is_shared });
            Painter::new().paint(&scene, &View { flow, ..still.clone() })
        };
        let secs = crate::paint::loop_secs(&flow, is_shared);
        assert!(at(0.0) == at(secs), "at {width} the loop does not end where it began");
        assert!(at(secs * 0.25) == at(secs * 5.25), "at {width} the fifth loop is another");
        assert!(at(0.0) != at(secs * 0.25), "at {width} nothing moves");
        assert!(at(0.0) != Painter::new().paint(&scene, &still), "at {width} nothing is shown");
    }
}

#[test]
fn fills_cover_their_pixels() {
    let fill = |shape| scene(vec![Mark::Fill { shape, color: RED }]);
    let half = [255, 128, 128, 255];
    check(
        &fill(rect(8.0, 8.0, 20.5, 20.0)),
        &view(1.0),
        &[(7, 9, WHITE), (8, 9, [255, 0, 0, 255]), (20, 9, half), (21, 9, WHITE)],
    );
    check(
        &fill(Shape::Circle(Circle::new((20.0, 20.0), 8.0))),
        &view(1.0),
        &[(20, 20, [255, 0, 0, 255]), (13, 13, WHITE), (20, 11, WHITE), (20, 13, [255, 0, 0, 255])],
    );
    check(
        &fill(rect(8.0, 8.0, 20.0, 20.0)),
        &view(2.0),
        &[(15, 15, WHITE), (16, 16, [255, 0, 0, 255])],
    );
}

#[test]
fn the_ground_may_be_another_or_none() {
    let on = |ground| View { ground, ..view(1.0) };
    let empty = scene(Vec::new());
    check(&empty, &on(None), &[(0, 0, WHITE)]);
    check(&empty, &on(Some(RED)), &[(63, 47, [255, 0, 0, 255])]);
    check(&empty, &on(Some(Color::TRANSPARENT)), &[(5, 5, [0, 0, 0, 0])]);
}

#[test]
fn opacity_is_of_the_whole_element() {
    let shape = rect(0.0, 0.0, 64.0, 48.0);
    let twice = || {
        vec![
            Mark::Fill { shape: shape.clone(), color: RED },
            Mark::Fill { shape: shape.clone(), color: RED },
        ]
    };
    for marks in [twice(), vec![Mark::Fill { shape: shape.clone(), color: RED }]] {
        let mut scene = scene(marks);
        scene.elements[0].opacity = 0.5;
        check(&scene, &view(1.0), &[(9, 9, [255, 128, 128, 255])]);
    }
}

#[test]
fn thin_lines_keep_their_ink() {
    let mut path = BezPath::new();
    path.move_to((0.0, 20.5));
    path.line_to((64.0, 20.5));
    let ink = |width: f64, scale: f64| -> u32 {
        let pen = Pen { width, color: Color::BLACK, dashes: Vec::new(), round: false };
        let picture = paint(
            &scene(vec![Mark::Stroke { shape: Shape::Path(path.clone()), pen }]),
            &view(scale),
        );
        (0..48).map(|y| 255 - u32::from(pixel(&picture, 4, y)[0])).sum()
    };
    for (width, scale) in [(2.0, 1.0), (1.0, 1.0), (0.5, 1.0), (0.2, 1.0), (2.0, 0.1)] {
        let (found, expected) = (f64::from(ink(width, scale)), width * scale * 255.0);
        assert!(
            (found - expected).abs() < 4.0,
            "{width} px at {scale}: ink {found}, not {expected}"
        );
    }
}

#[test]
fn dashes_are_drawn_while_they_can_be_told_apart() {
    let mut path = BezPath::new();
    path.move_to((0.0, 10.0));
    path.line_to((64.0, 10.0));
    let pen = Pen { width: 4.0, color: Color::BLACK, dashes: vec![8.0, 8.0], round: false };
    let dashed = scene(vec![Mark::Stroke { shape: Shape::Path(path), pen }]);
    check(
        &dashed,
        &view(1.0),
        &[(4, 10, [0, 0, 0, 255]), (12, 10, WHITE), (20, 10, [0, 0, 0, 255])],
    );
    let small = paint(&dashed, &view(0.15));
    assert_eq!(pixel(&small, 1, 1), pixel(&small, 2, 1), "too small to tell dashes apart");
}

#[test]
fn shadows_are_soft() {
    let rect = RoundedRect::new(20.0, 10.0, 44.0, 30.0, 4.0);
    let shadow =
        Mark::Shadow { rect, offset: Vec2::new(0.0, 4.0), sigma: 3.0, color: Color::BLACK };
    let picture = paint(&scene(vec![shadow]), &view(1.0));
    let grey = |x, y| pixel(&picture, x, y)[0];
    assert!(grey(32, 24) < 20, "dark in the middle");
    assert!(grey(32, 33) > grey(32, 30) && grey(32, 33) < 250, "fading at the rim");
    assert!(grey(32, 33) < grey(32, 10), "moved down");
    assert_eq!(grey(4, 4), 255, "nothing far away");
}

fn icon(width: f64, height: f64, paint: Paint) -> Arc<Icon> {
    let path = Rect::new(0.0, 0.0, width, height).to_path(0.1);
    let fill = Layer::Fill { path: path.clone(), paint, rule: Fill::NonZero };
    let clip = Rect::new(0.0, 0.0, width / 2.0, height).to_path(0.1);
    let layers = vec![Layer::Group { opacity: 1.0, clip: Some(clip), layers: vec![fill] }];
    Arc::new(Icon { name: String::new(), width, height, layers })
}

#[test]
fn icons_are_fitted_with_their_proportions() {
    let rect = Rect::new(10.0, 10.0, 30.0, 30.0);
    let wide = |paint| scene(vec![Mark::Icon { icon: icon(40.0, 20.0, paint), rect, color: RED }]);
    let blue = Paint::Own(Brush::Solid(Color::from_rgb8(0, 0, 255)), Affine::IDENTITY);
    let (inside, clipped, above) = ((15, 20), (25, 20), (15, 13));
    for (paint, color) in [(Paint::Current(1.0), [255, 0, 0, 255]), (blue, [0, 0, 255, 255])] {
        check(
            &wide(paint),
            &view(1.0),
            &[
                (inside.0, inside.1, color),
                (clipped.0, clipped.1, WHITE),
                (above.0, above.1, WHITE),
            ],
        );
    }
}

#[test]
fn what_is_out_of_sight_is_left_out() {
    // Bounds say that it cannot be seen, so that what lies there must not be drawn at all.
    let mut scene = scene(vec![Mark::Fill { shape: rect(0.0, 0.0, 64.0, 48.0), color: RED }]);
    scene.elements[0].bounds = Rect::new(100.0, 0.0, 120.0, 48.0);
    check(&scene, &view(1.0), &[(9, 9, WHITE)]);
    check(&scene, &view(0.5), &[(9, 9, [255, 0, 0, 255])]);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let mut elements = Vec::new();
    for i in 0..60 {
        let (x, y) = (f64::from(i % 10) * 6.3, f64::from(i / 10) * 8.1);
        let tile = RoundedRect::new(x, y, x + 9.0, y + 7.0, 2.0);
        let pen = Pen { width: 0.7, color: RED, dashes: Vec::new(), round: true };
        let shape = Shape::RoundedRect(tile);
        let color = Color::from_rgba8(0, 90, 200, 120);
        let marks = vec![
            Mark::Shadow {
                rect: tile,
                offset: Vec2::new(0.0, 1.0),
                sigma: 1.0,
                color: Color::BLACK,
            },
            Mark::Fill { shape: shape.clone(), color },
            Mark::Stroke { shape, pen },
        ];
        let mut element = element(tile.rect().inflate(4.0, 4.0), marks);
        element.opacity = if i % 7 == 0 { 0.4 } else { 1.0 };
        elements.push(element);
    }
    let scene = Scene { elements, ..scene(Vec::new()) };
    let view = View { width: 640, height: 480, ..view(7.7) };
    let alone = paint(&scene, &view);
    for n_threads in [1, 2, 4] {
        let mut painter = Painter::with_threads(n_threads);
        for round in 0..2 {
            assert!(painter.paint(&scene, &view) == alone, "{n_threads} threads, round {round}");
        }
    }
}

#[test]
fn a_painter_can_be_used_again_at_another_size() {
    let scene = scene(vec![Mark::Fill { shape: rect(8.0, 8.0, 20.0, 20.0), color: RED }]);
    let mut painter = Painter::with_threads(1);
    let mut picture = Picture::default();
    for (width, height) in [(64, 48), (10, 90), (64, 48)] {
        let view = View { width, height, ..view(1.0) };
        painter.paint_into(&scene, &view, &mut picture);
        assert_eq!(picture, paint(&scene, &view));
    }
}

#[test]
fn undoes_the_multiplication_by_alpha() {
    let data = vec![128, 0, 64, 128, 10, 20, 30, 255, 0, 0, 0, 0];
    let picture = Picture { width: 3, height: 1, data };
    assert_eq!(picture.to_unpremultiplied(), [255, 0, 128, 128, 10, 20, 30, 255, 0, 0, 0, 0]);
}

#[test]
fn views_show_the_whole_scene() {
    let mut scene = scene(Vec::new());
    scene.bounds = Rect::new(100.0, 50.0, 300.0, 150.0);
    let check = |view: &View, expected: Rect| {
        assert!((view.world().x0 - expected.x0).abs() < 1e-6, "{view:?}");
        assert!((view.world().y1 - expected.y1).abs() < 1e-6, "{view:?}");
    };
    check(&View::fit(&scene, 400, 400), Rect::new(100.0, 0.0, 300.0, 200.0));
    check(&View::at_scale(&scene, 2.0), scene.bounds);
    assert_eq!(View::at_scale(&scene, 2.0).width, 400);
    let corner = View::at_scale(&scene, 2.0).picture_from_world * Point::new(300.0, 150.0);
    assert_eq!(corner, Point::new(400.0, 200.0));
}
