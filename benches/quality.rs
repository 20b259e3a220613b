//! Measuring drawings: briefly, as for a choice between them, and fully.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use veduta::diagram::{Diagram, Options, Resources, Watch};
use veduta::generate::{self, Kind};
use veduta::icons::Icons;
use veduta::layout::Effort;
use veduta::quality;
use veduta::text::Fonts;

fn bench(criterion: &mut Criterion) {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let mut group = criterion.benchmark_group("quality");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let reference = include_str!("../scenes/multi-cloud.mmd").to_owned();
    let texts =
        [100, 1_000, 10_000].map(|n| (n.to_string(), generate::text(Kind::Clustered, n, 1)));
    for (name, text) in std::iter::once(("multi-cloud".to_owned(), reference)).chain(texts) {
        let options = Options { effort: Effort::Draft, ..Options::default() };
        let diagram = Diagram::watched(&text, &mut resources, &options, &mut Watch::default());
        group.bench_function(BenchmarkId::new("measure", &name), |bencher| {
            let Diagram { graph, layout, routes, .. } = &diagram;
            bencher.iter(|| quality::measure(black_box(graph), layout, routes));
        });
        group.bench_function(BenchmarkId::new("report", &name), |bencher| {
            bencher.iter(|| black_box(&diagram).report());
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
