//! How much goes along each edge, and how fast.

use peniko::Color;

use super::Motif;
use crate::graph::{EndAt, Graph, NodeId, NodeKind};
use crate::metrics::Measure;

/// What goes along the edges of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// By edge, in source order.
    pub edges: Vec<Load>,
    /// What the measures are between; `None` where it is made up, to show directions.
    pub scales: Option<Scales>,
}

/// What is slow and fast, little and much, in one diagram: the 5th and 95th percentiles of what was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scales {
    /// Calls a second; `None` where no rate was measured.
    pub rate: Option<(f64, f64)>,
    /// How long calls take, ms; `None` where that was not measured.
    pub latency_ms: Option<(f64, f64)>,
    /// Whether any call failed.
    pub has_errors: bool,
}

/// What goes along one edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Particles to [`Load::STRETCH`] px of the screen; 0 is none.
    pub density: f64,
    /// Px of the screen a second.
    pub speed: f64,
    /// What they look like, where they have a direction.
    pub motif: Motif,
    /// In which colour, in place of one like the edge's.
    pub color: Option<Color>,
    /// The share of them that failed, 0 to 1.
    pub errors: f64,
}

impl Load {
    /// Without data there is one particle to so many px of the screen (`interaction.md` 3.6).
    pub const STRETCH: f64 = 140.0;
    /// Without data they go so fast, px of the screen a second (`interaction.md` 3.6).
    pub const SPEED: f64 = 90.0;

    /// Of which nothing is known.
    pub const PLAIN: Self =
        Self { density: 1.0, speed: Self::SPEED, motif: Motif::Comet, color: None, errors: 0.0 };
}

/// Particles to a stretch on the edge that least goes along, and on that with most.
const THINNEST: f64 = 0.5;
const DENSEST: f64 = 5.0;
/// Px of the screen a second where calls take longest, and where they are quickest.
const SLOWEST: f64 = 35.0;
const FASTEST: f64 = 220.0;

/// The 5th and 95th percentile; `None` of nothing.
fn percentiles(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length"
    )]
    let at = |share: f64| values[(share * last as f64).round() as usize];
    Some((at(0.05), at(0.95)))
}

/// Where `value` lies between two others on a logarithmic scale, 0 to 1; in the middle where these are the same.
fn on_scale(value: f64, (low, high): (f64, f64)) -> f64 {
    let span = libm::log(high / low);
    if span > 1e-9 { (libm::log(value.max(1e-12) / low) / span).clamp(0.0, 1.0) } else { 0.5 }
}

/// Rounds in which amounts go on through junctions: a chain of so many is followed to its end.
const ROUNDS: usize = 32;

impl Traffic {
    /// Made up: as much along each edge that leaves a service or group; what comes to a junction leaves it in equal shares.
    #[must_use]
    pub fn illustrative(graph: &Graph) -> Self {
        let known = vec![None; graph.edges.len()];
        let amounts = through_junctions(graph, &known, 1.0);
        let edges = amounts.into_iter().map(|density| Load { density, ..Load::PLAIN }).collect();
        Self { edges, scales: None }
    }

    /// As measured: much is dense and quick is fast, on a logarithmic scale between the 5th and the 95th percentile of this
    /// diagram, so that no outlier makes all others the same. What was not measured, and gets no share of what was, has nothing.
    #[must_use]
    pub fn measured(graph: &Graph, measures: &[Measure]) -> Self {
        let known: Vec<Option<f64>> = measures.iter().map(|measure| measure.rate).collect();
        let rates = through_junctions(graph, &known, 0.0);
        let rate = percentiles(rates.iter().copied().filter(|rate| *rate > 0.0));
        let times = measures.iter().filter_map(|measure| measure.latency_ms);
        let latency_ms = percentiles(times.filter(|ms| *ms > 0.0));
        let load = |(measure, amount): (&Measure, &f64)| {
            let density = match (rate, measure.rate) {
                (Some(scale), _) if *amount > 0.0 => {
                    let share = on_scale(*amount, scale);
                    THINNEST * libm::pow(DENSEST / THINNEST, share)
                }
                // It was measured, but not how often it is called.
                (_, None) if *measure != Measure::default() => 1.0,
                _ => 0.0,
            };
            let speed = latency_ms.zip(measure.latency_ms).map_or(Load::SPEED, |(scale, ms)| {
                SLOWEST * libm::pow(FASTEST / SLOWEST, 1.0 - on_scale(ms, scale))
            });
            Load { density, speed, errors: measure.errors.unwrap_or(0.0), ..Load::PLAIN }
        };
        let edges: Vec<Load> = measures.iter().zip(&rates).map(load).collect();
        let has_errors = edges.iter().any(|load| load.errors > 0.0);
        Self { edges, scales: Some(Scales { rate, latency_ms, has_errors }) }
    }
}

/// The amount on each edge: what is `known`, else `usual` where it leaves a service, else its share of what comes to the
/// junction that it leaves.
pub(super) fn through_junctions(graph: &Graph, known: &[Option<f64>], usual: f64) -> Vec<f64> {
    let junction = |at: EndAt| match at {
        EndAt::Node(node) if graph.nodes[node.index()].kind == NodeKind::Junction => Some(node),
        _ => None,
    };
    let ways: Vec<[Option<NodeId>; 2]> = graph
        .edges
        .iter()
        .map(|edge| {
            // Against its only arrow an edge is gone along backwards.
            let (from, to) = if edge.from.arrow && !edge.to.arrow {
                (edge.to, edge.from)
            } else {
                (edge.from, edge.to)
            };
            [junction(from.at), junction(to.at)]
        })
        .collect();
    let mut n_out = vec![0.0_f64; graph.nodes.len()];
    let mut has_in = vec![false; graph.nodes.len()];
    for [from, to] in &ways {
        from.iter().for_each(|node| n_out[node.index()] += 1.0);
        to.iter().for_each(|node| has_in[node.index()] = true);
    }
    let mut amounts: Vec<f64> = known.iter().map(|known| known.unwrap_or(usual)).collect();
    for _ in 0..ROUNDS {
        let mut comes = vec![0.0; graph.nodes.len()];
        for ([_, to], amount) in ways.iter().zip(&amounts) {
            to.iter().for_each(|node| comes[node.index()] += amount);
        }
        let mut changed = false;
        for (edge_idx, [from, _]) in ways.iter().enumerate() {
            let Some(node) = from.filter(|node| known[edge_idx].is_none() && has_in[node.index()])
            else {
                continue;
            };
            let share = comes[node.index()] / n_out[node.index()];
            changed |= (share - amounts[edge_idx]).abs() > 1e-9;
            amounts[edge_idx] = share;
        }
        if !changed {
            break;
        }
    }
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<f64> {
        let (document, _) = crate::syntax::parse(text);
        let (graph, _) = crate::graph::resolve(&document);
        Traffic::illustrative(&graph).edges.iter().map(|load| load.density).collect()
    }

    #[test]
    fn much_is_dense_and_quick_is_fast() {
        let text = "architecture-beta\nservice a[A]\nservice b[B]\nservice c[C]\nservice d[D]\njunction j\n\
            a:R --> L:b\nb:R --> L:c\nc:R --> L:d\nd:R --> L:j\nj:R --> L:a\n";
        let graph = crate::graph::resolve(&crate::syntax::parse(text).0).0;
        let measure = |rate: f64, ms: f64, errors: f64| Measure {
            rate: Some(rate),
            latency_ms: Some(ms),
            errors: Some(errors),
            used: None,
        };
        let measures = [
            measure(1.0, 1000.0, 0.0),
            measure(10.0, 100.0, 0.5),
            measure(100.0, 10.0, 0.0),
            measure(0.0, 10.0, 0.0),
            Measure::default(),
        ];
        let traffic = Traffic::measured(&graph, &measures);
        let [least, middle, most, none, behind] = traffic.edges[..] else { panic!("five edges") };
        assert!((least.density - THINNEST).abs() < 1e-9 && (most.density - DENSEST).abs() < 1e-9);
        assert!((middle.density / least.density - most.density / middle.density).abs() < 1e-9);
        assert_eq!((none.density, behind.density), (0.0, 0.0));
        assert!((least.speed - SLOWEST).abs() < 1e-9 && (most.speed - FASTEST).abs() < 1e-9);
        assert_eq!((middle.errors, most.errors), (0.5, 0.0));
        let scales = traffic.scales.unwrap();
        assert_eq!((scales.rate, scales.latency_ms), (Some((1.0, 100.0)), Some((10.0, 1000.0))));
        assert!(scales.has_errors);
        // One measure alone has no scale.
        let mut alone = vec![Measure::default(); 5];
        alone[0] = measure(7.0, 7.0, 0.0);
        let density = Traffic::measured(&graph, &alone).edges[0].density;
        assert!(THINNEST < density && density < DENSEST);
        assert_eq!(percentiles([].into_iter()), None);
    }

    #[test]
    fn junctions_split_and_merge_what_flows() {
        let check = |edges: &str, expected: &[f64]| {
            let services =
                "service a[A]\nservice b[B]\nservice c[C]\nservice d[D]\njunction j\njunction k\n";
            let found = amounts(&format!("architecture-beta\n{services}{edges}"));
            let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6);
            assert!(near && found.len() == expected.len(), "{edges}: {found:?}");
        };
        check("a:R --> L:b", &[1.0]);
        check("a:R --> L:j\nj:R --> L:b\nj:B --> T:c", &[1.0, 0.5, 0.5]);
        check("a:R --> L:j\nb:B --> T:j\nj:R --> L:c", &[1.0, 1.0, 2.0]);
        check("j:L <-- R:a\nj:R --> L:c\nj:B --> T:d", &[1.0, 0.5, 0.5]);
        check("a:R --> L:j\nj:R --> L:k\nk:R --> L:c\nk:B --> T:d", &[1.0, 1.0, 0.5, 0.5]);
        // Nothing comes to the junction.
        check("j:R --> L:b", &[1.0]);
    }
}
