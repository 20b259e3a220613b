//! Building the scene of the reference diagram, and painting it on the CPU at 1920x1080: the whole, and at 4x.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use kurbo::Affine;
use veduta::diagram::{Diagram, Resources};
use veduta::explore::State;
use veduta::icons::Icons;
use veduta::paint::Picture;
use veduta::paint::View;
use veduta::paint::raster::Painter;
use veduta::paint::svg;
use veduta::scene::{Scene, Theme, build};
use veduta::text::Fonts;

mod drafts;

fn bench(criterion: &mut Criterion) {
    let text = include_str!("../scenes/multi-cloud.mmd");
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(text, &mut resources);
    let theme = Theme::from_config(&diagram.document.config, &Theme::dark());
    let state = State::default();

    let mut group = criterion.benchmark_group("scene");
    group.bench_function("multi-cloud", |b| {
        b.iter(|| black_box(build(black_box(&diagram), &state, &theme)));
    });
    for (name, diagram) in drafts::all().skip(1) {
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| black_box(build(black_box(&diagram), &state, &theme)));
        });
    }
    group.finish();

    let scene = build(&diagram, &state, &theme);
    let mut group = criterion.benchmark_group("paint");
    group.sample_size(20);
    for (name, view) in [("fit", View::fit(&scene, 1920, 1080)), ("4x", close(&scene))] {
        for n_threads in [0, 1] {
            let mut painter = Painter::with_threads(n_threads);
            let mut picture = Picture::default();
            let id = BenchmarkId::new(name, format!("{n_threads} threads"));
            group.bench_function(id, |b| {
                b.iter(|| painter.paint_into(black_box(&scene), &view, &mut picture));
            });
        }
    }
    group.bench_function("svg", |b| {
        b.iter(|| black_box(svg::write(black_box(&scene), &svg::Options::default())));
    });
    group.finish();
}

/// The middle of `scene` at four times the size of the whole.
fn close(scene: &Scene) -> View {
    let fit = View::fit(scene, 1920, 1080);
    let middle = kurbo::Vec2::new(960.0, 540.0);
    let zoom = Affine::translate(middle) * Affine::scale(4.0) * Affine::translate(-middle);
    View { picture_from_world: zoom * fit.picture_from_world, ..fit }
}

criterion_group!(benches, bench);
criterion_main!(benches);
