//! Placement: the reference diagram, and made-up ones of 100, 1,000 and 10,000 services.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use veduta::diagram::{Diagram, Options, Resources, Watch};
use veduta::generate::{self, Kind};
use veduta::icons::Icons;
use veduta::layout::{Effort, Params, layout};
use veduta::text::Fonts;

fn bench(criterion: &mut Criterion) {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    let reference = include_str!("../scenes/multi-cloud.mmd").to_owned();
    let texts =
        [100, 1_000, 10_000].map(|n| (n.to_string(), generate::text(Kind::Clustered, n, 1)));
    for (name, text) in std::iter::once(("multi-cloud".to_owned(), reference)).chain(texts) {
        // The sizes are wanted, and whoever asks for them gets a drawing with them.
        let options = Options { effort: Effort::Draft, ..Options::default() };
        let diagram = Diagram::watched(&text, &mut resources, &options, &mut Watch::default());
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
