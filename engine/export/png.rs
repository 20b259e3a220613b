use std::io::Write;
use std::ops::Range;

use ::png::{
    BitDepth, ColorType, Compression, Encoder, PixelDimensions, SrgbRenderingIntent, Unit,
};

use super::frame::Whole;
use super::{Error, Options};
use crate::paint::{Picture, raster};
use crate::scene::Scene;

/// `scene` as a PNG file: sRGB, RGB on an opaque ground and else RGBA, its density such that the picture has
/// its natural size in a document.
///
/// # Errors
/// As [`write_png`].
pub fn png(scene: &Scene, options: &Options) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    write_png(scene, options, &mut bytes, &mut || true)?;
    Ok(bytes)
}

/// Writes the PNG file of [`png()`] into `out`. A large picture is drawn in strips, so that memory stays bounded whatever its size.
///
/// # Errors
/// [`Error::Size`] where `options` ask for no or for too large a picture ([`LONGEST_SIDE`], [`MOST_DRAWN`]), [`Error::Encode`]
/// where packing or writing fails, [`Error::Interrupted`] where `goes_on`, asked before each strip, says no.
///
/// [`LONGEST_SIDE`]: super::LONGEST_SIDE
/// [`MOST_DRAWN`]: super::MOST_DRAWN
pub fn write_png(
    scene: &Scene,
    options: &Options,
    out: &mut dyn Write,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<(), Error> {
    let whole = Whole::of(scene, options)?;
    let is_opaque = options.ground.unwrap_or(scene.ground).components[3] >= 1.0;
    let mut encoder = Encoder::new(out, whole.width, whole.height);
    encoder.set_color(if is_opaque { ColorType::Rgb } else { ColorType::Rgba });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    encoder.set_pixel_dims(density(whole.scale()));
    if let Some(title) = &scene.title {
        encoder.add_itxt_chunk("Title".to_owned(), title.clone())?;
    }
    if let Some(description) = &scene.description {
        encoder.add_itxt_chunk("Description".to_owned(), description.clone())?;
    }
    let mut writer = encoder.write_header()?;
    let mut painter = raster::Painter::new();
    if let Some(view) = whole.in_one() {
        let (pixels, _) = straight(painter.paint(scene, &view).data, is_opaque);
        writer.write_image_data(&pixels)?;
        return Ok(writer.finish()?);
    }
    let mut stream = writer.stream_writer_with_size(STREAMED)?;
    for rows in whole.strips() {
        if !goes_on() {
            return Err(Error::Interrupted);
        }
        let strip = strip(&whole, rows, scene, &mut painter);
        stream.write_all(&straight(strip, is_opaque).0)?;
    }
    stream.finish()?;
    Ok(writer.finish()?)
}

/// Bytes of compressed pixels that are written at a time.
const STREAMED: usize = 1 << 20;

/// The pixels of some rows of a picture that may be wider than the painter can paint at a time.
fn strip(whole: &Whole, rows: Range<u32>, scene: &Scene, painter: &mut raster::Painter) -> Vec<u8> {
    let stride = whole.width as usize * 4;
    let mut strip = vec![0; stride * rows.len()];
    for columns in whole.columns() {
        let start = columns.start as usize * 4;
        let piece = painter.paint(scene, &whole.piece(columns, rows.clone()));
        let width = piece.width as usize * 4;
        for (into, from) in strip.chunks_exact_mut(stride).zip(piece.data.chunks_exact(width)) {
            into[start..start + width].copy_from_slice(from);
        }
    }
    strip
}

/// `picture` as a PNG file, nothing said of it; RGB if it is opaque, else RGBA.
pub(super) fn packed(picture: Picture, is_opaque: bool) -> Result<Vec<u8>, Error> {
    let (pixels, color) = straight(picture.data, is_opaque);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// Pixels a metre: 96 an inch at scale 1, as CSS has it.
fn density(scale: f64) -> Option<PixelDimensions> {
    let per_metre = (scale * 96.0 / 0.0254).round();
    if !(1.0..=f64::from(u32::MAX)).contains(&per_metre) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number within the range of u32"
    )]
    let per_metre = per_metre as u32;
    Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter })
}

/// Premultiplied RGBA to what PNG holds: colours independent of alpha, and no alpha at all on an opaque ground.
///
/// There the painter's rounding leaves an alpha of 254 here and there, which means nothing.
fn straight(mut rgba: Vec<u8>, is_opaque: bool) -> (Vec<u8>, ColorType) {
    if is_opaque {
        let n_pixels = rgba.len() / 4;
        for i in 0..n_pixels {
            rgba.copy_within(4 * i..4 * i + 3, 3 * i);
        }
        rgba.truncate(3 * n_pixels);
        return (rgba, ColorType::Rgb);
    }
    for pixel in rgba.chunks_exact_mut(4) {
        unpremultiply(pixel);
    }
    (rgba, ColorType::Rgba)
}

pub(super) fn unpremultiply(pixel: &mut [u8]) {
    let alpha = u32::from(pixel[3]);
    if alpha == 0 || alpha == 255 {
        return;
    }
    for channel in &mut pixel[..3] {
        let value = (u32::from(*channel) * 255 + alpha / 2) / alpha;
        *channel = u8::try_from(value).unwrap_or(u8::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::{ColorType, straight};

    #[test]
    fn opaque_pictures_lose_their_alpha() {
        let (pixels, color) = straight(vec![1, 2, 3, 255, 4, 5, 6, 254], true);
        assert_eq!((pixels, color), (vec![1, 2, 3, 4, 5, 6], ColorType::Rgb));
    }

    #[test]
    fn colours_are_divided_by_alpha() {
        let check = |premultiplied: [u8; 4], expected: [u8; 4]| {
            let (pixels, color) = straight(premultiplied.to_vec(), false);
            assert_eq!((pixels.as_slice(), color), (&expected[..], ColorType::Rgba));
        };
        check([0, 0, 0, 0], [0, 0, 0, 0]);
        check([64, 128, 0, 128], [128, 255, 0, 128]);
        check([1, 0, 1, 1], [255, 0, 255, 1]);
        check([200, 0, 0, 100], [255, 0, 0, 100]);
    }
}
