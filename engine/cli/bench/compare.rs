//! What is worse than in an earlier run, and what is better.

use serde::Serialize;

use crate::cli::metrics;

use super::record::{Record, Spread, Suite};

/// Less than this is noise, whatever its share, ms.
const NOISE: f64 = 1.0;

/// Figures that differ by less than this share are the same: they were written and read as decimals.
const SAME: f64 = 1e-9;

/// The name of the row for all stages together.
const TOTAL: &str = "total";

/// How two runs differ.
#[derive(Debug, Default, Serialize)]
pub(super) struct Comparison {
    /// Records of both runs that were compared.
    pub(super) n_compared: usize,
    pub(super) worse: Vec<Change>,
    pub(super) better: Vec<Change>,
    /// What was not compared, and why.
    pub(super) notes: Vec<String>,
}

/// One figure that has changed.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    /// Input and setting.
    pub(super) record: String,
    /// Its name, and its unit where it has one.
    pub(super) figure: String,
    pub(super) before: f64,
    pub(super) after: f64,
}

/// Compares what `suite` measured with the same inputs and settings in `base`; a time or a size that grows or shrinks
/// by a larger share than `threshold` has changed.
pub(super) fn compare(base: &Suite, suite: &Suite, threshold: f64) -> Comparison {
    let mut found = Comparison::default();
    for after in &suite.records {
        let is_same = |before: &&Record| {
            (&before.input, &before.effort, before.threads)
                == (&after.input, &after.effort, after.threads)
        };
        let Some(before) = base.records.iter().find(is_same) else {
            found.notes.push(format!("{}: not in the earlier run", after.name()));
            continue;
        };
        if metrics::COUNTS.iter().any(|name| before.figure(name) != after.figure(name)) {
            found.notes.push(format!("{}: the diagram has changed, not compared", after.name()));
            continue;
        }
        found.n_compared += 1;
        figures(before, after, &mut found);
        times(before, after, threshold, &mut found);
        memory(before, after, threshold, &mut found);
    }
    found
}

impl Comparison {
    /// Files a change under worse or better: `excess` tells by how much it is worse.
    fn file(&mut self, record: &Record, figure: String, [before, after]: [f64; 2], excess: f64) {
        let change = Change { record: record.name(), figure, before, after };
        if excess > 0.0 { self.worse.push(change) } else { self.better.push(change) }
    }
}

/// The figures of a drawing are the same each time, so any change counts.
fn figures(before: &Record, after: &Record, found: &mut Comparison) {
    let less = metrics::FAULTS.iter().chain(metrics::LESS_IS_BETTER).map(|name| (name, 1.0));
    let more = metrics::MORE_IS_BETTER.iter().map(|name| (name, -1.0));
    for (name, sign) in less.chain(more) {
        let (Some(old), Some(new)) = (before.figure(name), after.figure(name)) else { continue };
        if (new - old).abs() > SAME * old.abs().max(1.0) {
            found.file(after, (*name).to_owned(), [old, new], (new - old) * sign);
        }
    }
}

/// Stages by processor time, which other programs disturb least; all of them together by the wall's clock too.
fn times(before: &Record, after: &Record, threshold: f64, found: &mut Comparison) {
    for new in after.stages.iter().chain(&after.frames) {
        let mut known = before.stages.iter().chain(&before.frames);
        let Some(old) = known.find(|old| old.name == new.name) else { continue };
        let cpu = old.cpu_ms.zip(new.cpu_ms).map(|pair| ("CPU", pair));
        let wall = Some(("wall", (old.wall_ms, new.wall_ms)));
        let wall = wall.filter(|_| cpu.is_none() || new.name == TOTAL);
        for (clock, (old, new_times)) in cpu.into_iter().chain(wall) {
            if has_changed(&old, &new_times, threshold) {
                let [old, new_time] = [old.median, new_times.median];
                let figure = format!("{}, ms {clock}", new.name);
                found.file(after, figure, [old, new_time], new_time - old);
            }
        }
    }
}

/// Whether the median and the best of all runs have both moved, the same way and by more than the threshold.
fn has_changed(old: &Spread, new: &Spread, threshold: f64) -> bool {
    let is_slower = |old: f64, new: f64| new > old * (1.0 + threshold) && new > old + NOISE;
    let pairs = [(old.median, new.median), (old.min, new.min)];
    pairs.iter().all(|(old, new)| is_slower(*old, *new))
        || pairs.iter().all(|(old, new)| is_slower(*new, *old))
}

fn memory(before: &Record, after: &Record, threshold: f64, found: &mut Comparison) {
    let (Some(old), Some(new)) = (before.peak_bytes, after.peak_bytes) else { return };
    let [old, new] = [old, new].map(|bytes| bytes as f64 / f64::from(1 << 20));
    // Of a small program the allocator's habits are a large share.
    const NOISE_MIB: f64 = 8.0;
    if (new - old).abs() > NOISE_MIB.max(old * threshold) {
        found.file(after, "peak memory, MiB".to_owned(), [old, new], new - old);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::cli::bench::record::Stage;

    /// A suite of one record with these figures, times and memory.
    fn suite(figures: serde_json::Value, times: [f64; 2], mib: u64) -> Suite {
        let mut suite = Suite::new();
        let [median, min] = times;
        let spread = Spread { median, mad: 0.0, min, max: median, p99: median };
        let stage = Stage { name: "layout".to_owned(), wall_ms: spread, cpu_ms: Some(spread) };
        suite.records.push(Record {
            input: "a.mmd".to_owned(),
            effort: "normal".to_owned(),
            threads: 2,
            runs: 3,
            stages: vec![stage],
            peak_bytes: Some(mib << 20),
            frames: Vec::new(),
            frames_peak_bytes: None,
            fingerprint: String::new(),
            metrics: figures,
        });
        suite
    }

    #[test]
    fn worse_and_better_are_told_apart() {
        let figures = json!({"services": 3, "edge_crossings": 5, "straight_ok": 0.5, "bends": 7});
        let base = suite(figures.clone(), [100.0, 90.0], 100);
        let check = |new: &Suite, worse: &[&str], better: &[&str]| {
            let found = compare(&base, new, 0.1);
            let names = |changes: &[Change]| -> Vec<String> {
                changes.iter().map(|change| change.figure.clone()).collect()
            };
            assert_eq!(names(&found.worse), worse, "worse");
            assert_eq!(names(&found.better), better, "better");
            found
        };
        check(&base, &[], &[]);
        let changed = json!({"services": 3, "edge_crossings": 6, "straight_ok": 0.75, "bends": 7});
        check(&suite(changed, [105.0, 95.0], 101), &["edge_crossings"], &["straight_ok"]);
        let fewer = json!({"services": 3, "edge_crossings": 5, "straight_ok": 0.4, "bends": 6});
        check(&suite(fewer, [100.0, 90.0], 100), &["straight_ok"], &["bends"]);
        check(&suite(figures.clone(), [120.0, 110.0], 100), &["layout, ms CPU"], &[]);
        // Slower in the median only, as on a machine with other things to do.
        check(&suite(figures.clone(), [150.0, 90.0], 100), &[], &[]);
        check(&suite(figures.clone(), [80.0, 70.0], 100), &[], &["layout, ms CPU"]);
        check(&suite(figures.clone(), [100.0, 90.0], 120), &["peak memory, MiB"], &[]);
        let other = json!({"services": 4, "edge_crossings": 50});
        let found = check(&suite(other, [100.0, 90.0], 100), &[], &[]);
        assert_eq!((found.n_compared, found.notes.len()), (0, 1));
        let mut more_threads = suite(figures, [100.0, 90.0], 100);
        more_threads.records[0].threads = 8;
        assert_eq!(check(&more_threads, &[], &[]).n_compared, 0);
    }
}
