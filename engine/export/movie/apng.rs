//! PNG with motion: every frame after the first holds the part that changed, and nothing where a pixel of it did not.

use std::io::Write;

use ::png::chunk::{ChunkType, IDAT, acTL, fcTL, fdAT};
use ::png::{BitDepth, ColorType, Compression, Encoder, SrgbRenderingIntent};

use super::changed::{Area, area};
use super::{Clip, Watch, frames, straight};
use crate::export::Error;

/// Bytes of a pixel.
const DEPTH: usize = 4;

/// A frame, compressed.
struct Packed {
    area: Area,
    /// What PNG calls blending: whether the pixels are laid over the frame before, rather than in its place.
    over: bool,
    /// As in a PNG.
    data: Vec<u8>,
}

/// Writes `clip` into `out`.
pub(super) fn write(
    clip: &Clip<'_>,
    out: &mut dyn Write,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let mut encoder = Encoder::new(out, clip.width, clip.height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let mut writer = encoder.write_header()?;
    let n_frames = u32::try_from(clip.n_frames).unwrap_or(u32::MAX);
    let n_plays = u32::from(!clip.repeat);
    writer.write_chunk(acTL, &[n_frames.to_be_bytes(), n_plays.to_be_bytes()].concat())?;
    let width = clip.width as usize;
    let mut n_chunks = 0_u32;
    frames::changes(
        clip,
        watch,
        |picture| Ok(straight(picture, clip.opaque)),
        |before, pixels| pack(before, pixels, width, clip.opaque),
        |_, packed| {
            writer.write_chunk(fcTL, &control(&packed, clip.fps, n_chunks))?;
            n_chunks += 1;
            if n_chunks == 1 {
                writer.write_chunk(IDAT, &packed.data)?;
                return Ok(());
            }
            writer.write_chunk(fdAT, &[&n_chunks.to_be_bytes()[..], &packed.data].concat())?;
            n_chunks += 1;
            Ok(())
        },
    )?;
    Ok(writer.finish()?)
}

/// The frame of `pixels` as what has to be drawn over the one `before`.
fn pack(
    before: Option<&Vec<u8>>,
    pixels: &[u8],
    width: usize,
    opaque: bool,
) -> Result<Packed, Error> {
    let Some(before) = before else {
        let area = Area { columns: 0..width, rows: 0..pixels.len() / (width * DEPTH) };
        return Ok(Packed { data: compressed(&area, pixels)?, area, over: false });
    };
    let area = area(before, pixels, width, DEPTH);
    let mut changed = Vec::with_capacity(area.width() * area.height() * DEPTH);
    let rows = area.rows_of(before, width, DEPTH).zip(area.rows_of(pixels, width, DEPTH));
    for (before, row) in rows {
        changed.extend_from_slice(row);
        // Where nothing is transparent, nothing can stand for what stays: long runs of it take no room.
        if opaque {
            let start = changed.len() - row.len();
            let pairs = changed[start..].chunks_exact_mut(DEPTH).zip(before.chunks_exact(DEPTH));
            pairs.filter(|(new, old)| new == old).for_each(|(new, _)| new.fill(0));
        }
    }
    Ok(Packed { data: compressed(&area, &changed)?, area, over: opaque })
}

/// The pixels of `area` as PNG holds them.
fn compressed(area: &Area, pixels: &[u8]) -> Result<Vec<u8>, Error> {
    let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, side(area.width()), side(area.height()));
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(data_of(&file))
}

/// What the chunks `IDAT` of a PNG hold.
fn data_of(file: &[u8]) -> Vec<u8> {
    /// Bytes of the mark at the beginning of every PNG.
    const SIGNATURE: usize = 8;
    let mut data = Vec::with_capacity(file.len());
    let mut rest = file.get(SIGNATURE..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        // A name, the content, and a sum of four bytes.
        let (Some(name), Some(content)) = (after.get(..4), after.get(4..4 + length)) else { break };
        if ChunkType([name[0], name[1], name[2], name[3]]) == IDAT {
            data.extend_from_slice(content);
        }
        rest = after.get(length + 8..).unwrap_or_default();
    }
    data
}

/// The chunk that says where and how long a frame is shown.
fn control(packed: &Packed, fps: u32, sequence_number: u32) -> Vec<u8> {
    let Area { columns, rows } = &packed.area;
    let numbers = [columns.len(), rows.len(), columns.start, rows.start];
    let mut bytes = sequence_number.to_be_bytes().to_vec();
    for number in numbers {
        bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    }
    bytes.extend(1_u16.to_be_bytes());
    bytes.extend(u16::try_from(fps).unwrap_or(u16::MAX).to_be_bytes());
    // Left as it is for the next frame.
    bytes.extend([0, u8::from(packed.over)]);
    bytes
}
