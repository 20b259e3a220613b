//! Routing, by the number of services: made-up diagrams, placed as a draft.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use veduta::diagram::{Diagram, Options, Resources, Watch};
use veduta::generate::{self, Kind};
use veduta::icons::Icons;
use veduta::layout::Effort;
use veduta::route::{Params, route};
use veduta::text::Fonts;

fn bench(criterion: &mut Criterion) {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let mut group = criterion.benchmark_group("route");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for n_services in [100, 1_000, 10_000] {
        let text = generate::text(Kind::Clustered, n_services, 1);
        let options = Options { effort: Effort::Draft, ..Options::default() };
        let diagram = Diagram::watched(&text, &mut resources, &options, &mut Watch::default());
        let Diagram { graph, layout, sizes, .. } = &diagram;
        group.bench_function(BenchmarkId::from_parameter(n_services), |bencher| {
            bencher.iter(|| route(black_box(graph), layout, sizes, &Params::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
