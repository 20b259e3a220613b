//! Video, through the program `ffmpeg` where there is one.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{Clip, Motion, Watch, y4m};
use crate::export::Error;
use crate::export::file::Aside;

/// Whether there is an ffmpeg to make videos with.
#[must_use]
pub fn has_ffmpeg() -> bool {
    let mut command = Command::new("ffmpeg");
    command.arg("-version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Writes `clip` to `path`.
pub(super) fn write(
    clip: &Clip<'_>,
    motion: Motion,
    path: &Path,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    if !has_ffmpeg() {
        return Err(Error::Movie(without_ffmpeg(motion, path)));
    }
    let aside = Aside::create(path)?;
    let mut child = start(motion, aside.until_then())?;
    let mut stdin = child.stdin.take().ok_or_else(|| told(""))?;
    let fed = y4m::write(clip, &mut stdin, watch);
    if matches!(fed, Err(Error::Interrupted)) {
        // Nothing is kept of it.
        let _ = child.kill();
    }
    drop(stdin);
    let said = finished(child);
    match (fed, said) {
        (Ok(()), said) => said?,
        // When ffmpeg gives up, the pipe to it breaks: it says why.
        (Err(Error::Stream(_)), Err(said)) => return Err(said),
        (Err(error), _) => return Err(error),
    }
    aside.finish()
}

fn start(motion: Motion, path: &Path) -> Result<Child, Error> {
    let mut command = Command::new("ffmpeg");
    command.args("-hide_banner -loglevel error -y -f yuv4mpegpipe -i -".split(' '));
    command.args(options(motion).split(' ')).arg(path);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().map_err(|cause| told(&cause.to_string()))
}

/// What ffmpeg is told to make. Sides are made even, as players want them; nothing of the time or the machine goes in.
fn options(motion: Motion) -> &'static str {
    match motion {
        Motion::Webm => {
            "-map_metadata -1 -fflags +bitexact -flags:v +bitexact -vf pad=ceil(iw/2)*2:ceil(ih/2)*2 \
             -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv -c:v libvpx-vp9 -crf 24 -b:v 0 \
             -row-mt 1 -pix_fmt yuv420p -f webm"
        }
        _ => {
            "-map_metadata -1 -fflags +bitexact -flags:v +bitexact -vf pad=ceil(iw/2)*2:ceil(ih/2)*2 \
             -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv -c:v libx264 -crf 18 \
             -preset medium -pix_fmt yuv420p -movflags +faststart -f mp4"
        }
    }
}

/// Waits for `child`, and tells what it says where it fails.
fn finished(mut child: Child) -> Result<(), Error> {
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        let _ = stderr.read_to_string(&mut said);
    }
    let status = child.wait().map_err(|cause| told(&cause.to_string()))?;
    if status.success() { Ok(()) } else { Err(told(said.trim())) }
}

fn told(what: &str) -> Error {
    let last = what.lines().last().unwrap_or_default();
    Error::Movie(format!(
        "ffmpeg made no video: {last}; write APNG or GIF, or `--format y4m` for another program"
    ))
}

fn without_ffmpeg(motion: Motion, path: &Path) -> String {
    let codec = if motion == Motion::Webm { "libvpx-vp9" } else { "libx264" };
    format!(
        "videos are made by ffmpeg, and none is installed; install it, write .apng or .gif, or make the video where there is \
         one: `veduta export FILE … --format y4m -o - | ffmpeg -i - -c:v {codec} -pix_fmt yuv420p {}`",
        path.display()
    )
}
