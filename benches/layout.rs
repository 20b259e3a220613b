//! Placement: the reference diagram, and made-up ones of 100, 1,000 and 10,000 services.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use veduta::layout::{Effort, Params, layout};

mod drafts;

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    // The sizes are wanted, and whoever asks for them gets a drawing with them.
    for (name, diagram) in drafts::all() {
        for (effort, word) in [(Effort::Draft, "draft"), (Effort::Normal, "normal")] {
            let params = Params { effort, ..Params::default() };
            group.bench_with_input(BenchmarkId::new(word, &name), &diagram, |bencher, diagram| {
                bencher.iter(|| layout(black_box(&diagram.graph), &diagram.sizes, &params));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
