//! Pictures that move: frames, drawn by whoever knows how, to one file or many.
//!
//! A [`Clip`] is a source of frames, each drawn for itself. [`write()`] draws them by as many threads as there are, a few at a
//! time and so that memory stays bounded ([`frames`]), and hands them in order to one encoder. Whatever can be done for a
//! frame alone, or from the frame before it, is done in those threads; only the writing is in order, so that the bytes are
//! the same for any number of threads. A clip that repeats goes on with its first frame after its last, which therefore is
//! no copy of it.

mod apng;
mod changed;
mod colors;
mod ffmpeg;
mod footage;
mod frames;
mod gif;
mod painters;
mod sequence;
mod y4m;

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use ffmpeg::has_ffmpeg;
pub use footage::{Footage, n_frames};
pub use painters::Painters;
pub use sequence::Pattern;

use super::Error;
use super::file::{Aside, at};
use super::png::unpremultiply;
use crate::paint::Picture;

/// Frames one after the other.
pub struct Clip<'c> {
    /// Width of every frame, px; at least 1.
    pub width: u32,
    /// Height of every frame, px; at least 1.
    pub height: u32,
    /// Frames a second, 1 to [`MOST_FPS`].
    pub fps: u32,
    /// How many there are; at least 1. Frame k shows the time k / fps, s.
    pub n_frames: usize,
    /// Whether the first frame goes on from the last, again and again, where a format can say so; else it is shown once.
    pub repeat: bool,
    /// Whether no frame has anything transparent in it.
    pub opaque: bool,
    /// Draws the frame of this number, in the size of the clip; called by several threads, in any order.
    pub draw: &'c (dyn Fn(usize) -> Result<Picture, Error> + Sync),
}

/// More frames a second than any screen shows.
pub const MOST_FPS: u32 = 240;

/// The kinds of file that a clip can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// A PNG a frame, numbered.
    Frames,
    /// PNG with motion: every colour as it is.
    Apng,
    /// 255 colours, but shown everywhere.
    Gif,
    /// Frames without compression, for other programs.
    Y4m,
    /// Video, through ffmpeg.
    Mp4,
    /// Video, through ffmpeg.
    Webm,
}

/// Told how many frames are done; whether to go on.
pub type Watch<'w> = dyn FnMut(usize) -> bool + 'w;

/// Where the bytes go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file; for [`Motion::Frames`] a pattern of names, as [`Pattern`] reads it.
    File(PathBuf),
    /// Standard output.
    Stdout,
}

/// Writes `clip` to `target`, which gets all of it or nothing.
///
/// # Errors
/// [`Error::Movie`] where the clip or the target are nothing for the format, [`Error::Write`] where a file cannot be written,
/// [`Error::Interrupted`] where `watch` says so, and what drawing a frame fails with. What was begun is then removed, of a
/// sequence all frames of this run; only what went to standard output has gone.
pub fn write(
    clip: &Clip<'_>,
    motion: Motion,
    target: &Target,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    check(clip)?;
    match (motion, target) {
        (Motion::Frames, Target::File(path)) => sequence::write(clip, &Pattern::of(path)?, watch),
        (Motion::Mp4 | Motion::Webm, Target::File(path)) => {
            ffmpeg::write(clip, motion, path, watch)
        }
        (Motion::Frames, Target::Stdout) => Err(Error::Movie(
            "numbered frames need names; give a pattern, say `-o frame_%05d.png`".to_owned(),
        )),
        (Motion::Mp4 | Motion::Webm, Target::Stdout) => Err(Error::Movie(
            "a video is not written from its beginning to its end, so that it cannot go to a pipe; give a file, or \
             `--format y4m`"
                .to_owned(),
        )),
        (Motion::Apng | Motion::Gif | Motion::Y4m, Target::File(path)) => {
            let mut aside = Aside::create(path)?;
            encode(clip, motion, &mut aside, watch).map_err(|error| at(path, error))?;
            aside.finish()
        }
        (Motion::Apng | Motion::Gif | Motion::Y4m, Target::Stdout) => {
            let stdout = io::stdout();
            encode(clip, motion, &mut stdout.lock(), watch)
                .map_err(|error| at(Path::new("standard output"), error))
        }
    }
}

/// Writes `clip` into `out`.
fn encode(
    clip: &Clip<'_>,
    motion: Motion,
    out: &mut dyn Write,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    match motion {
        Motion::Apng => apng::write(clip, out, watch),
        Motion::Gif => gif::write(clip, out, watch),
        _ => y4m::write(clip, out, watch),
    }?;
    Ok(out.flush()?)
}

fn check(clip: &Clip<'_>) -> Result<(), Error> {
    if clip.n_frames == 0 || !(1..=MOST_FPS).contains(&clip.fps) {
        return Err(Error::Movie(format!(
            "{} frames at {} a second show nothing; give a `--duration` above 0 and `--fps` from 1 to {MOST_FPS}",
            clip.n_frames, clip.fps
        )));
    }
    Ok(())
}

/// The pixels of a frame, colours independent of alpha.
fn straight(picture: Picture, opaque: bool) -> Vec<u8> {
    let mut pixels = picture.data;
    for pixel in pixels.chunks_exact_mut(4) {
        if opaque {
            // The painter's rounding leaves 254 here and there, which means nothing.
            pixel[3] = 255;
        } else {
            unpremultiply(pixel);
        }
    }
    pixels
}

impl Motion {
    /// The format that `path` names by its extension, in any case, or by a pattern for numbers.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "png" if Pattern::of(path).is_ok() => Some(Self::Frames),
            "apng" => Some(Self::Apng),
            "gif" => Some(Self::Gif),
            "y4m" => Some(Self::Y4m),
            "mp4" => Some(Self::Mp4),
            "webm" => Some(Self::Webm),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Clip<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clip")
            .field("size", &(self.width, self.height))
            .field("fps", &self.fps)
            .field("n_frames", &self.n_frames)
            .finish_non_exhaustive()
    }
}
