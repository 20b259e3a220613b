//! How long labels and icons take: `cargo bench --bench assets`.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use veduta::icons::Icons;
use veduta::text::{Fonts, TextAlign, TextStyle};

const SCENE: &str = include_str!("../scenes/multi-cloud.mmd");

criterion_group!(benches, labels, icons);
criterion_main!(benches);

/// What stands between two characters on the lines of groups and services.
fn between(open: char, close: char) -> Vec<&'static str> {
    let lines = SCENE
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("service ") || line.starts_with("group "));
    lines.filter_map(|line| line.split_once(open)?.1.split(close).next()).collect()
}

fn labels(criterion: &mut Criterion) {
    let texts: Vec<String> = between('[', ']').into_iter().map(str::to_owned).collect();
    let style = TextStyle {
        family: "JetBrains Mono, monospace".to_owned(),
        size: 12.0,
        weight: 400.0,
        max_width: Some(96.0),
        max_lines: 3,
        align: TextAlign::Center,
    };
    let mut group = criterion.benchmark_group("text");
    group.bench_function("fonts built in", |bencher| bencher.iter(Fonts::bundled));
    let made_up = [100, 1_000, 10_000].map(|n| {
        let labels: Vec<String> = (0..n).map(|i| format!("Service {i} of {n}")).collect();
        (format!("{n} labels, fonts warm"), labels)
    });
    let reference = ("labels of multi-cloud, fonts warm".to_owned(), texts);
    for (name, texts) in std::iter::once(reference).chain(made_up) {
        group.bench_function(name, |bencher| {
            let warm = || {
                let mut fonts = Fonts::bundled();
                let _ = fonts.shape("warm", &style);
                fonts
            };
            let shape = |mut fonts: Fonts| {
                texts.iter().map(|text| fonts.shape(text, &style).width).sum::<f64>()
            };
            bencher.iter_batched(warm, shape, BatchSize::PerIteration);
        });
    }
}

fn icons(criterion: &mut Criterion) {
    let ids = between('(', ')');
    let resolve = |icons: &Icons| ids.iter().filter(|id| icons.resolve(id).icon.is_some()).count();
    let mut group = criterion.benchmark_group("icons");
    group.bench_function("icons of multi-cloud, cold", |bencher| {
        bencher.iter(|| resolve(black_box(&Icons::bundled())));
    });
    let warm = Icons::bundled();
    group.bench_function("icons of multi-cloud, warm", |bencher| {
        bencher.iter(|| resolve(black_box(&warm)));
    });
}
