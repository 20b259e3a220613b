//! Few colours for many: one palette for a whole clip, and dithering that stands still.
//!
//! The colours that cover much (grounds, panels, lines) are taken as they are, so that plain areas stay plain; what is left
//! goes through Wu's quantiser (crate `quantette`, in Oklab). A colour between two of the palette is drawn as a pattern of
//! both, by the place of the pixel alone ([`THRESHOLDS`]): the same colour at the same place is the same in every frame, so
//! that nothing flickers and nothing has to be stored for what does not change.

use quantette::{PaletteSize, Pipeline, deps::palette::Srgb};

/// Colours of a palette; one number is kept for pixels that stay as they are.
const MOST: usize = 255;

/// Colours that are taken as they are.
const MOST_EXACT: usize = 128;

/// Of all pixels, what a colour has to cover to be taken as it is: one in so many.
const EXACT_SHARE: usize = 4000;

/// Pixels that a palette is made from; more only take longer.
const MOST_SAMPLED: usize = 4 << 20;

/// Entries of the memory for what colours have come to; a power of two.
const N_KEPT: usize = 1 << 15;

/// Two colours further apart than this are seen apart, so that a pattern of them is worse than either; see [`distance`].
const COARSEST_PATTERN: u32 = 10_000;

/// A colour, red, green and blue.
type Rgb = [u8; 3];

/// The colours of a clip.
#[derive(Debug)]
pub(super) struct Colors {
    palette: Vec<Rgb>,
}

/// What is drawn for a colour: of each 64 pixels so many in the second of two.
#[derive(Clone, Copy)]
struct Pattern {
    first: u8,
    second: u8,
    share: u8,
}

impl Colors {
    /// Colours for pictures such as `samples`, RGBA.
    pub(super) fn of(samples: &[Vec<u8>]) -> Self {
        let mut counted = counted(samples);
        if counted.len() <= MOST {
            return Self { palette: counted.into_iter().map(|(color, _)| color).collect() };
        }
        let n_pixels: usize = counted.iter().map(|(_, n)| n).sum();
        // Stable, so that colours as frequent as each other stay in their order.
        counted.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        let covers = |&&(_, n): &&(Rgb, usize)| n * EXACT_SHARE >= n_pixels;
        let n_exact = counted.iter().take(MOST_EXACT).take_while(covers).count();
        let mut palette: Vec<Rgb> = counted[..n_exact].iter().map(|&(color, _)| color).collect();
        palette.extend(quantised(&counted[n_exact..], MOST - n_exact));
        palette.sort_unstable();
        palette.dedup();
        Self { palette }
    }

    /// As GIF wants it.
    pub(super) fn palette(&self) -> Vec<u8> {
        // With a colour for the number that is kept, so that every number in the file has one.
        self.palette.iter().chain(&[[0; 3]]).flatten().copied().collect()
    }

    /// The number that no colour has.
    pub(super) fn unused(&self) -> u8 {
        u8::try_from(self.palette.len()).unwrap_or(u8::MAX)
    }

    /// The number of a colour for each pixel of an RGBA picture of this width.
    pub(super) fn indices(&self, rgba: &[u8], width: usize) -> Vec<u8> {
        let mut kept: Vec<Option<(Rgb, Pattern)>> = vec![None; N_KEPT];
        let mut indices = Vec::with_capacity(rgba.len() / 4);
        for (y, row) in rgba.chunks_exact(4 * width.max(1)).enumerate() {
            for (x, pixel) in row.chunks_exact(4).enumerate() {
                let color = [pixel[0], pixel[1], pixel[2]];
                let slot = &mut kept[slot(color)];
                let pattern = match *slot {
                    Some((known, pattern)) if known == color => pattern,
                    _ => slot.insert((color, self.pattern(color))).1,
                };
                let is_second = THRESHOLDS[y % 8][x % 8] < pattern.share;
                indices.push(if is_second { pattern.second } else { pattern.first });
            }
        }
        indices
    }

    /// What is drawn for `color`: the nearest of the palette and the one on the other side of it, so that their mean comes
    /// near to it.
    fn pattern(&self, color: Rgb) -> Pattern {
        let first = self.nearest(color.map(i32::from));
        let near = self.palette[usize::from(first)];
        if near == color {
            return Pattern { first, second: first, share: 0 };
        }
        let beyond = [0, 1, 2].map(|i| 2 * i32::from(color[i]) - i32::from(near[i]));
        let second = self.nearest(beyond);
        let far = self.palette[usize::from(second)];
        let apart = distance(near.map(i32::from), far.map(i32::from));
        if second == first || apart > COARSEST_PATTERN {
            return Pattern { first, second: first, share: 0 };
        }
        let along = |i: usize| {
            let step = i32::from(far[i]) - i32::from(near[i]);
            (step * (i32::from(color[i]) - i32::from(near[i])), step * step)
        };
        let (dot, length) = (0..3).map(along).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        let share = (64 * dot / length.max(1)).clamp(0, 32);
        Pattern { first, second, share: u8::try_from(share).unwrap_or(0) }
    }

    /// The first of the nearest colours of the palette.
    fn nearest(&self, color: [i32; 3]) -> u8 {
        let distances = self.palette.iter().map(|known| distance(known.map(i32::from), color));
        let nearest = distances.enumerate().min_by_key(|&(_, distance)| distance);
        nearest.and_then(|(i, _)| u8::try_from(i).ok()).unwrap_or(0)
    }
}

/// How different two colours look: squares of the differences, green the most and blue the least.
fn distance(a: [i32; 3], b: [i32; 3]) -> u32 {
    let [r, g, b] = [0, 1, 2].map(|i| (a[i] - b[i]).pow(2).unsigned_abs());
    3 * r + 5 * g + 2 * b
}

/// Where a colour is remembered.
fn slot(color: Rgb) -> usize {
    let number = u32::from_be_bytes([0, color[0], color[1], color[2]]);
    // Neighbours in colour are spread: the golden ratio's bits are in no step with anything.
    (number.wrapping_mul(0x9e37_79b1) >> 17) as usize % N_KEPT
}

/// All colours of `samples` with the number of their pixels, by colour.
fn counted(samples: &[Vec<u8>]) -> Vec<(Rgb, usize)> {
    let n_pixels: usize = samples.iter().map(|sample| sample.len() / 4).sum();
    // An odd number, so that not always the same columns are left out.
    let step = (n_pixels / MOST_SAMPLED) | 1;
    let pixels = samples.iter().flat_map(|sample| sample.chunks_exact(4).step_by(step));
    let mut colors: Vec<Rgb> = pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    colors.sort_unstable();
    colors.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
}

/// At most `n_colors` colours for `counted`.
fn quantised(counted: &[(Rgb, usize)], n_colors: usize) -> Vec<Rgb> {
    // What covers little still counts: icons and the dots on edges are small, and what one looks at.
    let times = |n: usize| n.isqrt().clamp(1, 64);
    let weighed = counted
        .iter()
        .flat_map(|&([r, g, b], n)| std::iter::repeat_n(Srgb::new(r, g, b), times(n)));
    let colors: Vec<Srgb<u8>> = weighed.collect();
    let size = PaletteSize::try_from(n_colors).unwrap_or(PaletteSize::MAX);
    let Ok(input) = Pipeline::new().palette_size(size).input_slice(&colors) else {
        return Vec::new();
    };
    input.output_srgb8_palette().iter().map(|c| [c.red, c.green, c.blue]).collect()
}

/// Bayer's order of 64 pixels: those next to each other are far apart in it.
const THRESHOLDS: [[u8; 8]; 8] = [
    [0, 32, 8, 40, 2, 34, 10, 42],
    [48, 16, 56, 24, 50, 18, 58, 26],
    [12, 44, 4, 36, 14, 46, 6, 38],
    [60, 28, 52, 20, 62, 30, 54, 22],
    [3, 35, 11, 43, 1, 33, 9, 41],
    [51, 19, 59, 27, 49, 17, 57, 25],
    [15, 47, 7, 39, 13, 45, 5, 37],
    [63, 31, 55, 23, 61, 29, 53, 21],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// All colours of a soft gradient, with a plain ground below.
    fn gradient() -> Vec<u8> {
        let ground = [[40, 42, 54, 255]; 64 * 64];
        let shade = |i: u32| {
            let [_, _, high, low] = i.to_be_bytes();
            [high.wrapping_mul(7), low, 255 - low, 255]
        };
        (0..64 * 64).map(shade).chain(ground).flatten().collect()
    }

    #[test]
    fn few_colours_stay_as_they_are() {
        let picture: Vec<u8> = (0..200_u8).flat_map(|i| [i, 7, 255 - i, 255]).collect();
        let colors = Colors::of(std::slice::from_ref(&picture));
        let indices = colors.indices(&picture, 20);
        let drawn = indices.iter().map(|&i| colors.palette[usize::from(i)]);
        assert!(drawn.eq((0..200).map(|i| [i, 7, 255 - i])));
        assert!(!indices.contains(&colors.unused()));
    }

    #[test]
    fn plain_areas_stay_plain_and_gradients_keep_their_mean() {
        let picture = gradient();
        let colors = Colors::of(std::slice::from_ref(&picture));
        assert!(colors.palette.len() <= MOST);
        let indices = colors.indices(&picture, 64);
        let drawn: Vec<Rgb> = indices.iter().map(|&i| colors.palette[usize::from(i)]).collect();
        assert!(drawn[64 * 64..].iter().all(|&color| color == [40, 42, 54]));
        for block in 0..8 {
            let rows = block * 8 * 64..(block + 1) * 8 * 64;
            let mean = |of: &dyn Fn(usize) -> u8| {
                rows.clone().map(|i| i64::from(of(i))).sum::<i64>() / 512
            };
            for channel in 0..3 {
                let found = mean(&|i| drawn[i][channel]);
                let expected = mean(&|i| picture[4 * i + channel]);
                assert!((found - expected).abs() <= 10, "{block}: {found} for {expected}");
            }
        }
    }

    #[test]
    fn a_colour_between_two_is_a_pattern_of_both_by_place_alone() {
        let colors = Colors { palette: vec![[0, 0, 0], [30, 30, 30]] };
        let grey = [10, 10, 10, 255].repeat(64);
        let indices = colors.indices(&grey, 8);
        let n_light = indices.iter().filter(|&&i| i == 1).count();
        assert_eq!(n_light, 21, "as many as make its mean");
        assert_eq!(colors.indices(&grey, 8), indices);
        let far = Colors { palette: vec![[0, 0, 0], [255, 255, 255]] };
        assert!(far.indices(&[100, 100, 100, 255].repeat(64), 8).iter().all(|&i| i == 0));
    }
}
