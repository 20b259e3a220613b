//! What moves is the same on the GPU, and its shader is sound.

use std::sync::Arc;

use kurbo::{BezPath, Point, Rect};
use peniko::Color;

use super::tests::{apart, painter, pen, scene, view};
use super::*;
use crate::paint::raster;
use crate::scene::{Element, Mark, Motif, Shape, Stream, Subject, Way};

#[test]
fn the_shader_is_sound_and_its_layouts_are_what_the_program_writes() {
    use wgpu::naga;
    let source = include_str!("../../../shaders/flow.wgsl");
    let module = naga::front::wgsl::parse_str(source).unwrap_or_else(|e| panic!("{e}"));
    let flags = naga::valid::ValidationFlags::all();
    let mut validator = naga::valid::Validator::new(flags, naga::valid::Capabilities::empty());
    validator.validate(&module).unwrap_or_else(|e| panic!("{e:?}"));
    for (name, expected) in [("Frame", 48), ("Stream", 64)] {
        let found = module.types.iter().find(|(_, of)| of.name.as_deref() == Some(name));
        let found = found.map(|(_, of)| of.inner.size(module.to_ctx()));
        assert_eq!(found, Some(expected), "{name}");
    }
    for (motif, name) in
        Motif::ALL.iter().zip(["COMET", "DIAMOND", "BAR", "DASH", "CHEVRON", "BREATH"])
    {
        let line = format!("const {name} = {}u;", motif.number());
        assert!(source.contains(&line), "{line}");
        assert_eq!(name.to_lowercase(), format!("{motif:?}").to_lowercase());
    }
}

/// A row for each motif, with a corner, in a picture of 160 by 96.
fn moving() -> Scene {
    let mut elements = Vec::new();
    let mut streams = Vec::new();
    for (n, motif) in Motif::ALL.into_iter().enumerate() {
        let y = 8.0 + 14.0 * n as f64;
        let points = vec![Point::new(4.0, y), Point::new(150.0, y), Point::new(150.0, y + 10.0)];
        let mut path = BezPath::new();
        path.move_to(points[0]);
        points[1..].iter().for_each(|point| path.line_to(*point));
        let marks = vec![Mark::Stroke { shape: Shape::Path(path), pen: pen(2.0, &[]) }];
        elements.push(Element::new(Subject::Diagram, "", "edge", marks));
        streams.push(Stream {
            element: n,
            way: Arc::new(Way::through(points)),
            speed: 20.0,
            per_loop: 2,
            phase: 0.13 * n as f64,
            motif,
            color: Color::from_rgb8(0xff, 0xb8, 0x20 * u8::try_from(n).unwrap()),
            width: 2.0,
            hidden: (n == 0).then_some((60.0, 80.0)),
        });
    }
    let flow = Some(Arc::new(Flow { streams, secs: 4.0 }));
    Scene { bounds: Rect::new(0.0, 0.0, 160.0, 96.0), flow, ..scene(elements) }
}

#[test]
fn what_moves_is_the_same_on_gpu_and_cpu() {
    let Some(mut gpu) = painter(false) else { return };
    let scene = moving();
    let still = raster::Painter::new().paint(&scene, &view(160, 96, 1.0));
    for (time, is_shared) in [(0.0, false), (0.9, false), (3.2, true)] {
        let flow = Some(crate::paint::Moment { time, is_shared });
        let view = View { flow, ..view(160, 96, 1.0) };
        let on_gpu = gpu.picture(&scene, &view).unwrap();
        let on_cpu = raster::Painter::new().paint(&scene, &view);
        let (mean, worst) = apart(&on_gpu, &on_cpu);
        eprintln!("at {time}: {mean:.2} on average, {worst:.1} at most");
        assert!(mean < 1.0 && worst < 16.0, "at {time}: {mean} on average, {worst} at most");
        assert!(apart(&on_gpu, &still).1 > 40.0, "at {time} nothing moves");
    }
    // A later moment of the same frame.
    let flow = scene.flow.clone().unwrap();
    let at = |time| View {
        flow: Some(crate::paint::Moment { time, is_shared: false }),
        ..view(160, 96, 1.0)
    };
    gpu.picture(&scene, &at(0.0)).unwrap();
    gpu.paint_moment(&flow, &at(1.7));
    let (mean, worst) =
        apart(&gpu.read_back().unwrap(), &raster::Painter::new().paint(&scene, &at(1.7)));
    assert!(mean < 1.0 && worst < 16.0, "{mean} on average, {worst} at most");
}
