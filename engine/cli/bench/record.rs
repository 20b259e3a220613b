//! What is measured, as it stands in the JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::meter::{self, Lap};

/// All that one call of the program measured.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Suite {
    /// The program's version.
    pub(super) veduta: String,
    /// `release` or `debug`.
    pub(super) build: String,
    /// Threads that the machine runs at once.
    pub(super) cores: usize,
    /// Threads that wanted to run when the measuring began, in the mean of a minute.
    pub(super) load: Option<f64>,
    /// One for each input, effort and number of threads.
    pub(super) records: Vec<Record>,
}

/// What was measured on one input in one setting.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// The file, or `kind:N:SEED`.
    pub(super) input: String,
    pub(super) effort: String,
    pub(super) threads: usize,
    /// How often it was drawn.
    pub(super) runs: u32,
    pub(super) stages: Vec<Stage>,
    /// Frames of the window, where these were asked for.
    #[serde(default)]
    pub(super) frames: Vec<Stage>,
    /// The most memory in use meanwhile.
    #[serde(default)]
    pub(super) frames_peak_bytes: Option<u64>,
    /// The most memory in use while it was drawn, that of the program included.
    pub(super) peak_bytes: Option<u64>,
    /// Stands for all positions: equal if and, most likely, only if these are.
    pub(super) fingerprint: String,
    /// What `veduta layout --metrics --json` prints.
    pub(super) metrics: Value,
}

/// The times of one stage, or of several together.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) wall_ms: Spread,
    /// Of all threads together.
    pub(super) cpu_ms: Option<Spread>,
}

/// What several runs took, ms.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Spread {
    pub(super) median: f64,
    /// The median distance from the median.
    pub(super) mad: f64,
    pub(super) min: f64,
    pub(super) max: f64,
    /// No more than one in a hundred is above this; in runs of older versions it is not there.
    #[serde(default)]
    pub(super) p99: f64,
}

impl Suite {
    /// One without records, of this program on this machine.
    pub(super) fn new() -> Self {
        let build = if cfg!(debug_assertions) { "debug" } else { "release" };
        Self {
            veduta: env!("CARGO_PKG_VERSION").to_owned(),
            build: build.to_owned(),
            cores: std::thread::available_parallelism().map_or(1, Into::into),
            load: meter::load(),
            records: Vec::new(),
        }
    }

    /// Two records that differ in the number of threads only, and yet gave different drawings.
    pub(super) fn disagreement(&self) -> Option<(&Record, &Record)> {
        self.records.iter().enumerate().find_map(|(number, record)| {
            let same =
                |other: &&Record| other.input == record.input && other.effort == record.effort;
            let other = self.records[..number].iter().find(same)?;
            (other.fingerprint != record.fingerprint).then_some((other, record))
        })
    }
}

impl Record {
    /// Input and setting in one line.
    pub(super) fn name(&self) -> String {
        let s = if self.threads == 1 { "" } else { "s" };
        format!("{}, effort {}, {} thread{s}", self.input, self.effort, self.threads)
    }

    /// The figure called `name`; those of the placement have `placement.` before their names.
    pub(super) fn figure(&self, name: &str) -> Option<f64> {
        crate::cli::metrics::find(&self.metrics, name).as_f64()
    }
}

impl Stage {
    /// One out of the laps of all runs, of which there is one at least.
    pub(super) fn new(name: &str, laps: &[Lap]) -> Self {
        let wall: Vec<f64> = laps.iter().map(|lap| lap.wall).collect();
        let cpu: Option<Vec<f64>> = laps.iter().map(|lap| lap.cpu).collect();
        let cpu_ms = cpu.map(Spread::of);
        Self { name: name.to_owned(), wall_ms: Spread::of(wall), cpu_ms }
    }
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        let median = median(&mut values);
        let (min, max) = (values.first().copied(), values.last().copied());
        let mut distances: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
        let mad = self::median(&mut distances);
        let p99 = values.get((values.len() * 99).div_ceil(100).saturating_sub(1)).copied();
        let [min, max, p99] = [min, max, p99].map(Option::unwrap_or_default);
        Self { median, mad, min, max, p99 }
    }
}

/// The middle of the values, which are sorted on the way; zero of none.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_are_medians_and_distances_from_them() {
        let check = |values: &[f64], expected: [f64; 5]| {
            let spread = Spread::of(values.to_vec());
            let Spread { median, mad, min, max, p99 } = spread;
            assert_eq!([median, mad, min, max, p99], expected, "{values:?}");
        };
        check(&[3.0], [3.0, 0.0, 3.0, 3.0, 3.0]);
        check(&[5.0, 1.0, 2.0], [2.0, 1.0, 1.0, 5.0, 5.0]);
        check(&[4.0, 1.0, 2.0, 100.0], [3.0, 1.5, 1.0, 100.0, 100.0]);
        check(&[], [0.0; 5]);
        let many: Vec<f64> = (1..=200).map(f64::from).collect();
        check(&many, [100.5, 50.0, 1.0, 200.0, 198.0]);
    }
}
