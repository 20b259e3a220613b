//! Frames of the window on made-up diagrams, from the state to what a GPU is given: a walk of 200 through each.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use veduta::app::{Rehearsal, walk};

mod drafts;

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frames");
    group.sample_size(10);
    for (name, diagram) in drafts::all() {
        let mut rehearsal = Rehearsal::new(diagram);
        let walk = walk();
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| {
                for (time, command) in &walk {
                    rehearsal.obey(command, *time);
                    rehearsal.dress(*time);
                    black_box(rehearsal.encode());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
