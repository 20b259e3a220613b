//! What frames of the window cost, measured without one.

use crate::app::{Rehearsal, walk};
use crate::diagram::Diagram;
use crate::explore::Command;
use crate::paint::gpu::Work;

use super::meter::{self, Lap, Meter};
use super::record::Stage;

/// What was measured of the frames of one diagram.
pub(super) struct Frames {
    /// Getting the picture ready, then for a GPU, both together, and on the CPU.
    pub(super) stages: Vec<Stage>,
    /// The most memory in use meanwhile.
    pub(super) peak_bytes: Option<u64>,
}

/// Walks through `diagram`, once for a GPU and once on the CPU.
pub(super) fn measure(diagram: Diagram) -> Frames {
    meter::reset_peak();
    let meter = Meter::start();
    let begun = meter.now();
    let mut rehearsal = Rehearsal::new(diagram);
    let scene = begun.until(&meter.now());
    let (mut dress, mut encode, mut frame, mut paint) = (vec![], vec![], vec![], vec![]);
    for (time, command) in walk() {
        let start = meter.now();
        rehearsal.obey(&command, time);
        rehearsal.dress(time);
        let dressed = meter.now();
        let work = rehearsal.encode();
        let encoded = meter.now();
        dress.push(start.until(&dressed));
        encode.push(dressed.until(&encoded));
        frame.push(start.until(&encoded));
        tell(frame.len() - 1, start.until(&dressed), dressed.until(&encoded), work, &command);
    }
    let peak_bytes = meter::peak_bytes();
    for (time, command) in walk() {
        rehearsal.obey(&command, time);
        rehearsal.dress(time);
        let start = meter.now();
        rehearsal.paint();
        paint.push(start.until(&meter.now()));
    }
    let stage = |name: &str, laps: &[Lap]| Stage::new(name, laps);
    let stages = vec![
        stage("scene", &[scene]),
        stage("dress", &dress),
        stage("encode", &encode),
        stage("frame", &frame),
        stage("on CPU", &paint),
    ];
    Frames { stages, peak_bytes }
}

/// Tells a frame to who looks for the slow ones (`-vv`).
fn tell(number: usize, dress: Lap, encode: Lap, work: Work, command: &Command) {
    let ms = |lap: Lap| lap.cpu.unwrap_or(lap.wall);
    tracing::debug!(
        "frame {number}: dress {:.1} ms, encode {:.1} ms, {} elements encoded, {} drawn, after `{command}`",
        ms(dress),
        ms(encode),
        work.n_encoded,
        work.n_drawn,
    );
}
