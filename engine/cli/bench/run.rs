use rayon::ThreadPoolBuilder;

use crate::cli::{Exit, args, metrics, say};
use crate::diagram::{self, Diagram, Options, Resources, Watch};
use crate::layout::Rect;

use super::case::Case;
use super::meter::{self, Lap, Meter, Moment};
use super::record::{Record, Stage};

/// Draws a case so many times in one setting; says so where the drawings differ.
pub(super) fn record(
    case: &Case,
    effort: args::Effort,
    n_threads: usize,
    args: &args::Bench,
    resources: &mut Resources,
) -> Result<Record, Exit> {
    let n_runs = args.repeat;
    let pool = ThreadPoolBuilder::new().num_threads(n_threads).build().map_err(|cause| {
        say::error(format_args!(
            "{n_threads} threads cannot be started ({cause}); give fewer with `--threads`"
        ));
        Exit::InputOutput
    })?;
    let options = Options { effort: effort.into(), pins: case.pins.clone(), ..Options::default() };
    let runs: Vec<Run> =
        pool.install(|| (0..n_runs).map(|_| Run::new(&case.text, &options, resources)).collect());
    let first = &runs[0];
    if runs.iter().any(|run| run.fingerprint != first.fingerprint) {
        say::error(format_args!(
            "{}: not the same drawing each time; this is a bug of ours, please report it with the diagram",
            case.name
        ));
        return Err(Exit::Regression);
    }
    let (frames, frames_peak_bytes) = frames(args, case, &options, &pool, resources);
    Ok(Record {
        input: case.name.clone(),
        effort: effort.name().to_owned(),
        threads: n_threads,
        runs: n_runs,
        stages: stages(&runs),
        frames,
        frames_peak_bytes,
        peak_bytes: runs.iter().filter_map(|run| run.peak_bytes).max(),
        fingerprint: format!("{:016x}", first.fingerprint),
        metrics: first.metrics.clone(),
    })
}

/// Frames of the window, where they are asked for, and the most memory in use meanwhile.
#[cfg(feature = "window")]
fn frames(
    args: &args::Bench,
    case: &Case,
    options: &Options,
    pool: &rayon::ThreadPool,
    resources: &mut Resources,
) -> (Vec<Stage>, Option<u64>) {
    if !args.frames {
        return (Vec::new(), None);
    }
    let draw = || Diagram::watched(&case.text, resources, options, &mut Watch::default());
    let frames = super::frames::measure(pool.install(draw));
    (frames.stages, frames.peak_bytes)
}

#[cfg(not(feature = "window"))]
fn frames(
    _: &args::Bench,
    _: &Case,
    _: &Options,
    _: &rayon::ThreadPool,
    _: &mut Resources,
) -> (Vec<Stage>, Option<u64>) {
    (Vec::new(), None)
}

/// One drawing: how long its stages took, and what came out.
struct Run {
    /// In the order of [`diagram::Stage::ALL`].
    laps: Vec<Lap>,
    /// Measuring the drawing, which is not part of making it.
    measuring: Lap,
    peak_bytes: Option<u64>,
    fingerprint: u64,
    metrics: serde_json::Value,
}

impl Run {
    fn new(text: &str, options: &Options, resources: &mut Resources) -> Self {
        let meter = Meter::start();
        meter::reset_peak();
        let mut begun: Vec<Moment> = Vec::new();
        let mut tell = |_| begun.push(meter.now());
        let diagram = Diagram::watched(text, resources, options, &mut Watch::new(&mut tell));
        let drawn = meter.now();
        begun.push(drawn);
        let peak_bytes = meter::peak_bytes();
        let before = meter.now();
        let report = diagram.report();
        let measuring = before.until(&meter.now());
        Self {
            laps: begun.windows(2).map(|w| w[0].until(&w[1])).collect(),
            measuring,
            peak_bytes,
            fingerprint: fingerprint(&diagram),
            metrics: metrics::json(&report),
        }
    }

    fn sum(&self, stages: std::ops::Range<usize>) -> Lap {
        self.laps[stages].iter().copied().reduce(|a, b| a + b).unwrap_or_default()
    }
}

/// All stages, then what belongs together: placement and routes, the whole way, and measuring.
fn stages(runs: &[Run]) -> Vec<Stage> {
    let all = diagram::Stage::ALL;
    let stage = |name: &str, lap: &dyn Fn(&Run) -> Lap| {
        Stage::new(name, &runs.iter().map(lap).collect::<Vec<Lap>>())
    };
    let mut stages: Vec<Stage> =
        all.iter().zip(0..).map(|(s, i)| stage(s.name(), &|run| run.laps[i])).collect();
    let place = all.iter().position(|s| *s == diagram::Stage::Place).unwrap_or_default();
    stages.push(stage("drawing", &|run| run.sum(place..all.len())));
    stages.push(stage("total", &|run| run.sum(0..all.len())));
    stages.push(stage("quality", &|run| run.measuring));
    stages
}

/// A number for all positions: FNV-1a over the bits of every coordinate.
fn fingerprint(diagram: &Diagram) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |number: f64| {
        for byte in number.to_bits().to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    let mut add_box = |area: &Rect| {
        for number in [area.min.x, area.min.y, area.max.x, area.max.y] {
            add(number);
        }
    };
    let labels = diagram.routes.edges.iter().filter_map(|route| route.label.as_ref());
    diagram.layout.nodes.iter().chain(&diagram.layout.groups).chain(labels).for_each(&mut add_box);
    for point in diagram.routes.edges.iter().flat_map(|route| &route.points) {
        add(point.x);
        add(point.y);
    }
    hash
}
