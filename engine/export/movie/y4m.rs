//! Frames without compression: YUV4MPEG2, which every program for video reads.
//!
//! Brightness is full, colours have half the width and height (4:2:0), by the numbers of BT.709 in the range that video
//! has: what players show everywhere.

use std::io::Write;

use super::{Clip, Watch, frames};
use crate::export::Error;
use crate::paint::Picture;

/// Writes `clip` into `out`.
pub(super) fn write(
    clip: &Clip<'_>,
    out: &mut dyn Write,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let Clip { width, height, fps, .. } = clip;
    writeln!(out, "YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED")?;
    frames::each(
        clip,
        watch,
        |picture| Ok(planes(&picture)),
        |_, planes| {
            out.write_all(b"FRAME\n")?;
            Ok(out.write_all(&planes)?)
        },
    )
}

/// Brightness of all pixels, then the two differences of colour, each the mean of up to four pixels.
fn planes(picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let pixel = |x: usize, y: usize| {
        let at = 4 * (y * width + x);
        [0, 1, 2].map(|i| i32::from(picture.data[at + i]))
    };
    let mut planes = Vec::with_capacity(width * height * 3 / 2 + width + height);
    planes.extend(picture.data.chunks_exact(4).map(|p| {
        let [r, g, b] = [p[0], p[1], p[2]].map(i32::from);
        sixteen_bits(LUMA, [r, g, b], 16, 1)
    }));
    for weights in [BLUE, RED] {
        for y in (0..height).step_by(2) {
            for x in (0..width).step_by(2) {
                // At odd sides the last pixels stand for those that are not there.
                let (right, below) = ((x + 1).min(width - 1), (y + 1).min(height - 1));
                let four = [pixel(x, y), pixel(right, y), pixel(x, below), pixel(right, below)];
                let sum = four.into_iter().fold([0; 3], |a, b| [0, 1, 2].map(|i| a[i] + b[i]));
                planes.push(sixteen_bits(weights, sum, 128, 4));
            }
        }
    }
    planes
}

/// BT.709's weights of red, green and blue, in 65,536ths and for the range of video: 219 steps of brightness.
const LUMA: [i32; 3] = [11_966, 40_254, 4_064];

/// The same for the difference to blue, 224 steps.
const BLUE: [i32; 3] = [-6_596, -22_189, 28_785];

/// And to red.
const RED: [i32; 3] = [28_785, -26_145, -2_640];

/// A weighed sum of `n` pixels as one byte, `zero` for black.
fn sixteen_bits(weights: [i32; 3], color: [i32; 3], zero: i32, n: i32) -> u8 {
    let sum: i32 = (0..3).map(|i| weights[i] * color[i]).sum();
    let value = (sum / n + (zero << 16) + (1 << 15)) >> 16;
    u8::try_from(value.clamp(0, 255)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_the_numbers_of_the_standard() {
        let check = |rgb: [u8; 3], expected: [u8; 3]| {
            for (width, height) in [(2, 2), (3, 1), (1, 1)] {
                let n_pixels = (width * height) as usize;
                let data = [rgb[0], rgb[1], rgb[2], 255].repeat(n_pixels);
                let found = planes(&Picture { width, height, data });
                let n_chroma = (width.div_ceil(2) * height.div_ceil(2)) as usize;
                assert_eq!(found.len(), n_pixels + 2 * n_chroma, "{width}x{height}");
                let [y, b, r] = [found[0], found[n_pixels], found[n_pixels + n_chroma]];
                assert_eq!([y, b, r], expected, "{rgb:?}");
            }
        };
        // From the tables of ITU-R BT.709-6.
        check([0, 0, 0], [16, 128, 128]);
        check([255, 255, 255], [235, 128, 128]);
        check([255, 0, 0], [63, 102, 240]);
        check([0, 0, 255], [32, 240, 118]);
        check([0, 255, 0], [173, 42, 26]);
    }
}
