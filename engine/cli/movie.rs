//! Diagrams that move, to files.

use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::clock::Clock;
use crate::export::movie::{self, Clip, Footage, Motion, Target};
use crate::export::{self, Error, Frame, Options};
use crate::scene::Scene;

use super::motion::Duration;
use super::{Exit, args, export as still, interrupt, say};

/// Writes the picture of `scene` as it moves.
pub(super) fn run(args: &args::Export, motion: Motion, scene: &Scene, options: &Options) -> Exit {
    let secs = match args.motion.duration {
        Duration::Loop => None,
        Duration::Seconds(seconds) => Some(seconds),
    };
    match Footage::new(scene, options, args.motion.fps, secs) {
        Ok(footage) => footage.with_clip(|clip| write(clip, motion, &args.output)),
        Err(error) => still::refuse(&error),
    }
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
