//! Placement: the reference diagram, and generated nests of 100 and 1,000 services.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use veduta::diagram::{Diagram, Resources};
use veduta::icons::Icons;
use veduta::layout::{Params, layout};
use veduta::text::Fonts;

/// Text of a diagram with `n` services in groups of eight, eight such groups in a group; edges run to near and far
/// services by a fixed pattern.
fn generated(n: usize) -> String {
    let mut text = String::from("architecture-beta\n");
    for i in 0..n.div_ceil(64) {
        text += &format!("group outer{i}[Outer {i}]\n");
    }
    for i in 0..n.div_ceil(8) {
        text += &format!("group inner{i}[Inner {i}] in outer{}\n", i / 8);
    }
    for i in 0..n {
        text += &format!("service s{i}(server)[Service {i}] in inner{}\n", i / 8);
    }
    for i in 1..n {
        let sides = [("R", "L"), ("B", "T"), ("L", "R")][i % 3];
        text += &format!("s{}:{} --> {}:s{i}\n", i - 1 - (i * 7 % 5).min(i - 1), sides.0, sides.1);
        if i % 9 == 0 {
            text += &format!("s{}:R --> L:s{i}\n", i * 31 % n);
        }
    }
    text
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(10);
    let reference = include_str!("../scenes/multi-cloud.mmd").to_owned();
    for (name, text) in
        [("multi-cloud", reference), ("100", generated(100)), ("1000", generated(1000))]
    {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let diagram = Diagram::new(&text, &mut resources);
        group.bench_with_input(BenchmarkId::from_parameter(name), &diagram, |bencher, diagram| {
            bencher.iter(|| layout(black_box(&diagram.graph), &diagram.sizes, &Params::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
