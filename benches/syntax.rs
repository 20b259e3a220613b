//! How fast text becomes a document, a document a graph, and a text its canonical form.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use veduta::generate::{self, Kind};
use veduta::{graph, syntax};

const MULTI_CLOUD: &str = include_str!("../scenes/multi-cloud.mmd");

/// Parsing and formatting must be linear: the bytes a second of all three should be alike.
fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("syntax");
    let texts = [
        ("multi-cloud", MULTI_CLOUD.to_owned()),
        ("multi-cloud-200", repeated(200)),
        ("multi-cloud-2000", repeated(2000)),
        ("clustered-100", generate::text(Kind::Clustered, 100, 1)),
        ("clustered-1000", generate::text(Kind::Clustered, 1_000, 1)),
        ("clustered-10000", generate::text(Kind::Clustered, 10_000, 1)),
    ];
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("parse", name), text, |bencher, text| {
            bencher.iter(|| syntax::parse(black_box(text)));
        });
        // Where a text is not in form it is read three times, once to write and twice to compare.
        group.bench_with_input(BenchmarkId::new("format", name), text, |bencher, text| {
            bencher.iter(|| syntax::format(black_box(text)));
        });
    }
    group.finish();
}

/// Resolving sorts the names, so it takes a little more than linear time.
fn resolve(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("graph");
    let texts = [
        ("multi-cloud", MULTI_CLOUD.to_owned()),
        ("clustered-100", generate::text(Kind::Clustered, 100, 1)),
        ("clustered-1000", generate::text(Kind::Clustered, 1_000, 1)),
        ("clustered-10000", generate::text(Kind::Clustered, 10_000, 1)),
        ("nested-10000", nested(10_000)),
        ("edges-200000", many_edges(1000, 200_000)),
    ];
    for (name, text) in &texts {
        let (document, _) = syntax::parse(text);
        group.throughput(Throughput::Elements(document.statements.len() as u64));
        group.bench_with_input(
            BenchmarkId::new("resolve", name),
            &document,
            |bencher, document| {
                bencher.iter(|| graph::resolve(black_box(document)));
            },
        );
    }
    group.finish();
}

/// The body of multi-cloud `n` times under one header.
fn repeated(n: usize) -> String {
    let header = "architecture-beta\n";
    let body = MULTI_CLOUD.find(header).map_or("", |at| &MULTI_CLOUD[at + header.len()..]);
    format!("{header}{}", body.repeat(n))
}

fn nested(depth: usize) -> String {
    let mut text = "architecture-beta\ngroup g0\n".to_owned();
    for n in 1..depth {
        let _ = writeln!(text, "group g{n} in g{}", n - 1);
    }
    text
}

fn many_edges(n_services: usize, n_edges: usize) -> String {
    let mut text = "architecture-beta\n".to_owned();
    for n in 0..n_services {
        let _ = writeln!(text, "service s{n}(server)[Service {n}]");
    }
    for n in 0..n_edges {
        let _ = writeln!(
            text,
            "s{}:R --> L:s{}",
            n % n_services,
            (n * 7 + n / n_services) % n_services
        );
    }
    text
}

criterion_group!(benches, parse, resolve);
criterion_main!(benches);
