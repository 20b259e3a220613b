//! Prometheus' text format: series whose labels tell who calls whom, as service meshes and tracing back ends export them.
//!
//! Counters are totals, not rates: they are taken as they are, since only their proportions show. The format is that of
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>.

use std::collections::BTreeMap;

use super::{Fault, Measure, Metrics, Of, Record};

/// Labels that name who calls, the better before the worse.
const SOURCES: [&str; 9] = [
    "source",
    "source_workload",
    "source_service",
    "source_app",
    "client",
    "src",
    "from",
    "caller",
    "source_canonical_service",
];

/// Labels that name who is called.
const TARGETS: [&str; 9] = [
    "destination",
    "destination_workload",
    "destination_service",
    "destination_app",
    "server",
    "dst",
    "to",
    "callee",
    "destination_canonical_service",
];

/// What the series of one pair add up to.
#[derive(Default)]
struct Sums {
    calls: f64,
    has_calls: bool,
    failed: f64,
    has_failed: bool,
    ms: f64,
    n_ms: f64,
    line: usize,
}

/// One line.
struct Sample<'t> {
    name: &'t str,
    labels: Vec<(&'t str, String)>,
    value: f64,
}

pub(super) fn read(text: &str) -> Result<Metrics, Fault> {
    let mut pairs: BTreeMap<(String, String), Sums> = BTreeMap::new();
    let mut metrics = Metrics::default();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let sample = sample(line).ok_or_else(|| Fault {
            line: number,
            message: "this is no series: write `name{label=\"value\"} number`".to_owned(),
        })?;
        let label = |names: &[&str]| {
            let found = names.iter().find_map(|name| sample.labels.iter().find(|(l, _)| l == name));
            found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
        };
        let (Some(from), Some(to)) = (label(&SOURCES), label(&TARGETS)) else {
            note(&mut metrics.ignored, sample.name);
            continue;
        };
        let sums = pairs.entry((from, to)).or_default();
        if sums.line == 0 {
            sums.line = number;
        }
        if !sums.add(&sample) {
            note(&mut metrics.ignored, sample.name);
        }
    }
    let record = |((from, to), sums): ((String, String), Sums)| {
        let (measure, line) = (sums.measure(), sums.line);
        Record { of: Of::Edge(from, to), measure, line }
    };
    let known = pairs.into_iter().map(record).filter(|r| r.measure != Measure::default());
    metrics.records.extend(known);
    Ok(metrics)
}

fn note(ignored: &mut Vec<String>, name: &str) {
    if !ignored.iter().any(|known| known == name) {
        ignored.push(name.to_owned());
    }
}

impl Sums {
    /// Adds what `sample` tells; whether that is anything.
    fn add(&mut self, sample: &Sample<'_>) -> bool {
        let (name, value) = (sample.name, sample.value.max(0.0));
        let stem = name.strip_suffix("_sum").or(name.strip_suffix("_count")).unwrap_or(name);
        let is_time = ["duration", "latency", "seconds", "milliseconds"]
            .iter()
            .any(|word| stem.contains(word));
        let factor =
            if stem.contains("millisecond") || stem.ends_with("_ms") { 1.0 } else { 1000.0 };
        let is_error = |(label, value): &(&str, String)| {
            matches!(*label, "response_code" | "status" | "status_code" | "code" | "grpc_status")
                && value.starts_with('5')
        };
        if name.ends_with("_bucket") {
            return false;
        } else if is_time && name.ends_with("_sum") {
            self.ms += value * factor;
        } else if is_time && name.ends_with("_count") {
            self.n_ms += value;
        } else if is_time {
            (self.ms, self.n_ms) = (self.ms + value * factor, self.n_ms + 1.0);
        } else if name.contains("fail") || name.contains("error") {
            (self.failed, self.has_failed) = (self.failed + value, true);
        } else if ["request", "call", "rate", "rps", "message"]
            .iter()
            .any(|word| name.contains(word))
        {
            (self.calls, self.has_calls) = (self.calls + value, true);
            if sample.labels.iter().any(is_error) {
                (self.failed, self.has_failed) = (self.failed + value, true);
            }
        } else {
            return false;
        }
        true
    }

    fn measure(&self) -> Measure {
        let has_time = self.n_ms > 0.0;
        let share = (self.failed / self.calls.max(1e-12)).clamp(0.0, 1.0);
        Measure {
            rate: self.has_calls.then_some(self.calls),
            latency_ms: has_time.then(|| self.ms / self.n_ms),
            errors: (self.has_calls && self.has_failed).then_some(share),
            used: None,
        }
    }
}

fn sample(line: &str) -> Option<Sample<'_>> {
    let end = line.find(['{', ' ', '\t'])?;
    let (name, rest) = line.split_at(end);
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(inner) => labels(inner)?,
        None => (Vec::new(), rest),
    };
    let value = rest.split_whitespace().next()?.parse::<f64>().ok()?;
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c));
    is_name.then_some(Sample { name, labels, value: if value.is_finite() { value } else { 0.0 } })
}

/// The labels up to the brace that ends them, and what is behind it.
fn labels(mut rest: &str) -> Option<(Vec<(&str, String)>, &str)> {
    let mut labels = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', ',', '\t']);
        if let Some(behind) = rest.strip_prefix('}') {
            return Some((labels, behind));
        }
        let (name, behind) = rest.split_once('=')?;
        let mut value = String::new();
        let inner = behind.trim_start().strip_prefix('"')?;
        let mut chars = inner.char_indices();
        let end = loop {
            match chars.next()? {
                (at, '"') => break at,
                (_, '\\') => match chars.next()?.1 {
                    'n' => value.push('\n'),
                    other => value.push(other),
                },
                (_, other) => value.push(other),
            }
        };
        labels.push((name.trim(), value));
        rest = &inner[end + 1..];
    }
}
