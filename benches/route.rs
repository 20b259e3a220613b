//! Routing: the reference diagram, and made-up ones of 100, 1,000 and 10,000 services, placed as drafts.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use veduta::diagram::Diagram;
use veduta::route::{Params, route};

mod drafts;

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("route");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (name, diagram) in drafts::all() {
        let Diagram { graph, layout, sizes, .. } = &diagram;
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| route(black_box(graph), layout, sizes, &Params::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
