//! Measuring drawings: briefly, as for a choice between them, and fully.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use veduta::diagram::Diagram;
use veduta::quality;

mod drafts;

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("quality");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (name, diagram) in drafts::all() {
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
