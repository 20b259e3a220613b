//! GIF: one palette for the whole clip, and frames that hold only the pixels that changed.

use std::io::Write;

use ::gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};

use super::changed::area;
use super::colors::Colors;
use super::{Clip, Watch, frames};
use crate::export::Error;

/// Most viewers show a frame that is to stay for less than 20 ms for 100.
const MOST_FPS: u32 = 50;

/// Frames that the palette is made from.
const N_SAMPLES: usize = 8;

/// Writes `clip` into `out`.
pub(super) fn write(
    clip: &Clip<'_>,
    out: &mut dyn Write,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let (width, height) = check(clip)?;
    let colors = sampled(clip, watch)?;
    let mut encoder = Encoder::new(out, width, height, &colors.palette()).map_err(failed)?;
    let repeat = if clip.repeat { Repeat::Infinite } else { Repeat::Finite(0) };
    encoder.set_repeat(repeat).map_err(failed)?;
    frames::changes(
        clip,
        watch,
        |picture| Ok(colors.indices(&picture.data, usize::from(width))),
        |before, indices| Ok(pack(before, indices, width, colors.unused())),
        |frame_idx, mut frame| {
            frame.delay = delay(frame_idx, clip.fps);
            encoder.write_lzw_pre_encoded_frame(&frame).map_err(failed)
        },
    )?;
    encoder.into_inner().map_err(failed)?;
    Ok(())
}

/// The sides of a clip that GIF can hold.
fn check(clip: &Clip<'_>) -> Result<(u16, u16), Error> {
    if clip.fps > MOST_FPS {
        return Err(Error::Movie(format!(
            "a GIF shows at most {MOST_FPS} frames a second, not {}; give `--fps {MOST_FPS}` or less, or write APNG",
            clip.fps
        )));
    }
    if !clip.opaque {
        return Err(Error::Movie(
            "a GIF knows no soft edges, so that it wants a ground; give `--background` a colour, or write APNG"
                .to_owned(),
        ));
    }
    let side = |length: u32| {
        u16::try_from(length)
            .ok()
            .ok_or_else(|| Error::Size(format!("{length} px are more than a GIF can have")))
    };
    Ok((side(clip.width)?, side(clip.height)?))
}

/// Colours for the clip, from some of its frames.
fn sampled(clip: &Clip<'_>, watch: &mut Watch<'_>) -> Result<Colors, Error> {
    let n_samples = clip.n_frames.min(N_SAMPLES);
    let sample = |i: usize| (clip.draw)(i * clip.n_frames / n_samples);
    let few = Clip { n_frames: n_samples, draw: &sample, ..*clip };
    let mut samples = Vec::new();
    frames::each(
        &few,
        &mut |_| watch(0),
        |picture| Ok(picture.data),
        |_, pixels| {
            samples.push(pixels);
            Ok(())
        },
    )?;
    Ok(Colors::of(&samples))
}

/// The frame that has to be drawn over the one `before`, compressed.
fn pack(before: Option<&Vec<u8>>, indices: &[u8], width: u16, unused: u8) -> Frame<'static> {
    let columns = usize::from(width);
    let side = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
    let mut frame = match before {
        None => {
            let height = side(indices.len() / columns);
            Frame { width, height, buffer: indices.to_vec().into(), ..Frame::default() }
        }
        Some(before) => {
            let area = area(before, indices, columns, 1);
            let rows = area.rows_of(before, columns, 1).zip(area.rows_of(indices, columns, 1));
            let pixels = rows.flat_map(|(old, new)| old.iter().zip(new));
            let changed: Vec<u8> =
                pixels.map(|(old, new)| if old == new { unused } else { *new }).collect();
            Frame {
                left: side(area.columns.start),
                top: side(area.rows.start),
                width: side(area.width()),
                height: side(area.height()),
                buffer: changed.into(),
                transparent: Some(unused),
                ..Frame::default()
            }
        }
    };
    frame.dispose = DisposalMethod::Keep;
    frame.make_lzw_pre_encoded();
    frame
}

/// How long a frame is shown, hundredths of a second: rounded so that no error adds up.
fn delay(frame_idx: usize, fps: u32) -> u16 {
    let begins = |frame_idx: usize| {
        let hundredths = 100 * frame_idx as u64;
        (hundredths + u64::from(fps / 2)) / u64::from(fps)
    };
    u16::try_from(begins(frame_idx + 1) - begins(frame_idx)).unwrap_or(u16::MAX)
}

fn failed(error: EncodingError) -> Error {
    match error {
        EncodingError::Io(cause) => Error::Stream(cause),
        other => Error::Movie(format!("the GIF could not be packed: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn delays_add_up() {
        for fps in [1, 7, 24, 30, 50] {
            let n_frames = 3 * fps as usize;
            let total: u64 = (0..n_frames).map(|i| u64::from(delay(i, fps))).sum();
            assert_eq!(total, 300, "{fps}");
        }
        assert_eq!([0, 1, 2].map(|i| delay(i, 30)), [3, 4, 3]);
    }
}
