//! Diagrams that move, to files.

use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::clock::Clock;
use crate::export::movie::{self, Clip, Motion, Painters, Target};
use crate::export::{self, Error, Frame, Options};
use crate::paint::{self, Moment, View, raster};
use crate::scene::Scene;

use super::motion::Duration;
use super::{Exit, args, export as still, interrupt, say};

/// Writes the picture of `scene` as it moves.
pub(super) fn run(args: &args::Export, motion: Motion, scene: &Scene, options: &Options) -> Exit {
    let view = match export::view(scene, options) {
        Ok(view) => view,
        Err(error) => return still::refuse(&error),
    };
    let duration = match args.motion.duration {
        Duration::Loop => loop_secs(scene, &view),
        Duration::Seconds(seconds) => seconds,
    };
    let painters = Painters::default();
    let fps = args.motion.fps;
    let n_frames = n_frames(duration, fps);
    let opaque = view.ground.unwrap_or(scene.ground).components[3] >= 1.0;
    // Only what moves differs from frame to frame, and can be drawn over what stands where that covers all.
    let standing = opaque.then(|| painters.paint(scene, &View { flow: None, ..view.clone() }));
    let draw = |frame_idx: usize| {
        // By the number of frames, so that the last goes on to the first whatever the rate.
        let seconds = frame_idx as f64 * duration / n_frames as f64;
        let view = later(&view, seconds);
        let Some(mut picture) = standing.clone() else { return Ok(painters.paint(scene, &view)) };
        if let (Some(flow), Some(moment)) = (&scene.flow, view.flow) {
            raster::paint_flow(flow, scene, &view, moment, &mut picture);
        }
        Ok(picture)
    };
    let clip = Clip {
        width: view.width.into(),
        height: view.height.into(),
        fps,
        n_frames,
        repeat: true,
        opaque,
        draw: &draw,
    };
    write(&clip, motion, &args.output)
}

/// Writes `clip` to the file of this name, or to standard output where it is `-`, and says how far it is and what came of it.
pub(super) fn write(clip: &Clip<'_>, motion: Motion, output: &Path) -> Exit {
    let target = match output.as_os_str() == "-" {
        true => Target::Stdout,
        false => Target::File(output.to_owned()),
    };
    interrupt::listen();
    let clock = Clock::start();
    let bar = bar(clip.n_frames);
    let mut watch = |n_done: usize| {
        bar.set_position(n_done as u64);
        !interrupt::is_asked()
    };
    let written = movie::write(clip, motion, &target, &mut watch);
    bar.finish_and_clear();
    match written {
        Ok(()) => {
            let rate = clip.n_frames as f64 / clock.now().max(1e-3);
            say::plain(format_args!(
                "wrote {}: {} frames of {}x{} px, {:.2} s{}; drawn and packed at {rate:.0} a second",
                output.display(),
                clip.n_frames,
                clip.width,
                clip.height,
                clip.n_frames as f64 / f64::from(clip.fps),
                size_of(output),
            ));
            Exit::Done
        }
        // Whoever read has seen enough.
        Err(Error::Write { cause, .. })
            if target == Target::Stdout && cause.kind() == io::ErrorKind::BrokenPipe =>
        {
            Exit::Done
        }
        Err(error) => still::refuse(&error),
    }
}

/// The frame in which a moving picture is drawn where none is asked for: one px a unit, no larger than a usual screen.
pub(super) fn default_frame(margin: f64, scene: &Scene) -> Frame {
    /// Wide enough for any page; more takes long to draw and much room.
    const LONGEST_SIDE: f64 = 1920.0;
    let one = Options { frame: Frame::Scale(1.0), margin, ..Options::default() };
    let whole = export::view(scene, &one).map(|view| f64::from(view.width.max(view.height)));
    let fitting = LONGEST_SIDE / whole.unwrap_or(f64::from(u16::MAX));
    Frame::Scale(fitting.min(1.0).min(export::largest_scale(scene, margin)))
}

/// Whether `motion` may go where the arguments say; why not.
pub(super) fn check(motion: Motion, output: &Path) -> Result<(), String> {
    if output.as_os_str() == "-" && io::stdout().is_terminal() {
        return Err(format!(
            "a {motion:?} is nothing for a terminal; give a file with `-o`, or a pipe"
        ));
    }
    Ok(())
}

/// The view so many seconds after the moment of `view`.
fn later(view: &View, seconds: f64) -> View {
    let flow = view.flow.map(|moment| Moment { time: moment.time + seconds, ..moment });
    View { flow, ..view.clone() }
}

/// Seconds after which what moves in `scene` is where it was.
fn loop_secs(scene: &Scene, view: &View) -> f64 {
    /// Where nothing moves: long enough to be a film.
    const STILL: f64 = 1.0;
    let moves = scene.flow.as_ref().zip(view.flow).filter(|(flow, _)| !flow.streams.is_empty());
    moves.map_or(STILL, |(flow, moment)| paint::loop_secs(flow, moment.is_shared))
}

/// Frames of so many seconds, at least one.
pub(super) fn n_frames(duration: f64, fps: u32) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an hour at most")]
    let n_frames = (duration * f64::from(fps)).round() as usize;
    n_frames.max(1)
}

/// Tells how far it is, on a terminal.
fn bar(n_frames: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(n_frames as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} frames, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// How large the file is, to be told; of a pattern and of standard output nothing.
fn size_of(output: &Path) -> String {
    match std::fs::metadata(output) {
        Ok(file) if file.is_file() => format!(", {:.1} MB", file.len() as f64 / 1e6),
        _ => String::new(),
    }
}
