use std::fs;
use std::path::Path;

use kurbo::{Point, Rect};
use peniko::Color;

use super::*;
use crate::scene::MARGIN;

/// An empty scene whose drawing is `width` by `height`, the scene's own margin not counted.
fn scene(width: f64, height: f64) -> Scene {
    Scene {
        bounds: Rect::new(100.0, 200.0, 100.0 + width, 200.0 + height).inflate(MARGIN, MARGIN),
        ground: Color::BLACK,
        elements: Vec::new(),
        title: None,
        description: None,
        flow: None,
    }
}

fn options(frame: Frame, margin: f64) -> Options {
    Options { frame, margin, ..Options::default() }
}

#[test]
fn scales_multiply_the_drawing_with_its_margin() {
    let check = |scale: f64, margin: f64, expected: (u16, u16)| {
        let view = view(&scene(200.0, 100.0), &options(Frame::Scale(scale), margin)).unwrap();
        assert_eq!((view.width, view.height), expected, "scale {scale}, margin {margin}");
    };
    check(1.0, 0.0, (200, 100));
    check(1.0, 24.0, (248, 148));
    check(2.0, 10.0, (440, 240));
    check(0.333, 0.0, (67, 34));
    check(1e-9, 0.0, (1, 1));
}

#[test]
fn sizes_fit_and_centre_the_drawing() {
    let check = |size: (u32, u32), scale: f64| {
        let scene = scene(200.0, 100.0);
        let view = view(&scene, &options(Frame::Size(size.0, size.1), 0.0)).unwrap();
        assert_eq!((u32::from(view.width), u32::from(view.height)), size);
        assert!((view.picture_from_world.as_coeffs()[0] - scale).abs() < 1e-9, "{size:?}");
        let middle = view.picture_from_world * scene.bounds.center();
        let expected = Point::new(f64::from(size.0) / 2.0, f64::from(size.1) / 2.0);
        assert!((middle - expected).hypot() < 1e-6, "{middle:?} is not the middle of {size:?}");
    };
    check((400, 200), 2.0);
    check((400, 900), 2.0);
    check((900, 200), 2.0);
    check((1, 1), 0.005);
}

#[test]
fn impossible_pictures_are_refused() {
    let check = |frame: Frame, expected: &str| {
        let error = png(&scene(200.0, 100.0), &options(frame, 0.0)).unwrap_err().to_string();
        assert!(error.contains(expected), "{frame:?}: {error}");
    };
    for scale in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
        check(Frame::Scale(scale), "makes no picture");
    }
    check(Frame::Size(0, 10), "shows nothing");
    check(Frame::Size(400_001, 1), "too large");
    check(Frame::Size(400_000, 400_000), "too large");
    check(Frame::Scale(1e6), "200000000x100000000 px is too large");
}

#[test]
fn the_largest_scale_can_be_made_and_one_a_little_larger_cannot() {
    for (width, height) in [(10.0, 10.0), (1e6, 10.0), (3.0, 1e5), (4e4, 4e4)] {
        let scene = scene(width, height);
        let largest = largest_scale(&scene, MARGIN);
        let fits = |by: f64| view(&scene, &options(Frame::Scale(largest * by), MARGIN)).is_ok();
        assert!(fits(1.0) && !fits(1.01), "{width}x{height}: {largest}");
    }
}

#[test]
fn large_pictures_are_drawn_in_strips_and_show_the_same() {
    let dot = crate::scene::Shape::Circle(kurbo::Circle::new((60_100.0, 3.0), 2.5));
    let marks = vec![crate::scene::Mark::Fill { shape: dot, color: Color::WHITE }];
    let element = crate::scene::Element::new(crate::scene::Subject::Diagram, "", "dot", marks);
    let bounds = Rect::new(0.0, 0.0, 70_000.0, 6.0).inflate(MARGIN, MARGIN);
    let scene = Scene { bounds, elements: vec![element], ..scene(1.0, 1.0) };
    let decoded = |options: &Options| {
        let bytes = png(&scene, options).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info.width, info.height, pixels)
    };
    let (width, height, wide) = decoded(&options(Frame::Scale(1.0), 0.0));
    assert_eq!((width, height), (70_000, 6));
    let part = Scene {
        bounds: Rect::new(60_000.0, 0.0, 60_200.0, 6.0).inflate(MARGIN, MARGIN),
        ..scene.clone()
    };
    let bytes = png(&part, &options(Frame::Scale(1.0), 0.0)).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut near = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut near).unwrap();
    for y in 0..6 {
        let row = &wide[3 * (y * 70_000 + 60_000)..][..600];
        // So far from the corner single precision rounds a little otherwise.
        let same = row.iter().zip(&near[600 * y..]).all(|(a, b)| a.abs_diff(*b) <= 2);
        assert!(same, "row {y}");
    }
    assert!(wide.iter().any(|&byte| byte > 200), "the dot is there");
    let (_, height, _) = decoded(&options(Frame::Size(8, 70_000), 0.0));
    assert_eq!(height, 70_000);
    let stopped =
        write_png(&scene, &options(Frame::Scale(1.0), 0.0), &mut Vec::new(), &mut || false);
    assert!(matches!(stopped, Err(Error::Interrupted)), "{stopped:?}");
}

#[test]
fn strange_scenes_still_make_a_picture() {
    for bounds in [Rect::ZERO, Rect::new(5.0, 5.0, 4.0, 4.0), Rect::new(f64::NAN, 0.0, 1.0, 1.0)] {
        let scene = Scene { bounds, ..scene(1.0, 1.0) };
        let view = view(&scene, &options(Frame::Size(16, 9), 0.0)).unwrap();
        assert!(view.picture_from_world.is_finite(), "{bounds:?}");
    }
}

#[test]
fn formats_are_told_by_the_name() {
    let check = |name: &str, expected: Option<Format>| {
        assert_eq!(Format::from_path(Path::new(name)), expected, "{name}");
    };
    check("a.png", Some(Format::Png));
    check("b/a.b.SVG", Some(Format::Svg));
    check("a.gif", None);
    check("png", None);
    check(".svg", None);
}

#[test]
fn pngs_say_what_they_are() {
    let scene = Scene { title: Some("Sch\u{f6}n".to_owned()), ..scene(20.0, 10.0) };
    let bytes = png(&scene, &options(Frame::Scale(2.0), 0.0)).unwrap();
    let reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let info = reader.info();
    assert_eq!((info.width, info.height), (40, 20));
    assert!(info.srgb.is_some());
    assert_eq!(info.pixel_dims.map(|d| (d.xppu, d.yppu)), Some((7559, 7559)));
    assert_eq!(info.utf8_text[0].get_text().unwrap(), "Sch\u{f6}n");
}

#[test]
fn files_are_replaced_and_nothing_is_left_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    for content in [&b"first"[..], b"second", b""] {
        save(&path, content).unwrap();
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let error = save(&folder.path().join("no/a.bin"), b"x").unwrap_err().to_string();
    assert!(error.contains("make the folder first"), "{error}");
    assert!(save(folder.path(), b"x").unwrap_err().to_string().contains("name a file in"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_permissions_kept_and_devices_written_to() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("a"), folder.path().join("link"));
    save(&path, b"old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    save(&link, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    save(Path::new("/dev/null"), b"gone").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    assert!(save(&path, b"x").unwrap_err().to_string().contains("permissions"));
}
