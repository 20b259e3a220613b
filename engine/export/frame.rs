use kurbo::{Affine, Rect, Vec2};
use peniko::Color;

use super::Error;
use crate::paint::View;
use crate::scene::{MARGIN, Scene};

/// The view of the whole `scene`, with its margin, that `options` ask for.
///
/// # Errors
/// [`Error::Size`] where a side would be under 1 or over 65,535 px, the picture over [`MOST_PIXELS`], or the scale is no
/// number above zero.
pub fn view(scene: &Scene, options: &Options) -> Result<View, Error> {
    let world = with_margin(scene, options.margin);
    let (scale, width, height) = match options.frame {
        Frame::Scale(scale) => scaled(&world, scale)?,
        Frame::Size(width, height) => {
            let scale = (f64::from(width) / world.width()).min(f64::from(height) / world.height());
            (scale, width, height)
        }
    };
    let (width, height) = checked(width, height)?;
    let middle = Vec2::new(f64::from(width) / 2.0, f64::from(height) / 2.0);
    let picture_from_world = Affine::translate(middle)
        * Affine::scale(scale)
        * Affine::translate(-world.center().to_vec2());
    Ok(View { picture_from_world, width, height, ground: options.ground })
}

/// The largest scale at which a picture of the whole `scene` can be made.
#[must_use]
pub fn largest_scale(scene: &Scene, margin: f64) -> f64 {
    let world = with_margin(scene, margin);
    let by_side = f64::from(u16::MAX) / world.width().max(world.height());
    let by_area = (MOST_PIXELS as f64 / world.area()).sqrt();
    // A little less, because sides are rounded up to whole px.
    by_side.min(by_area) * 0.999
}

/// Pixels of the largest picture: 512 MiB of them, half the memory of a small machine.
pub const MOST_PIXELS: u64 = 1 << 27;

/// Which picture of a scene is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How large.
    pub frame: Frame,
    /// World px round the drawing, in place of the scene's own [`MARGIN`].
    pub margin: f64,
    /// Behind everything; `None` is the scene's own ground.
    pub ground: Option<Color>,
}

/// How large a picture is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Frame {
    /// As large as the drawing, this many picture px a world px.
    Scale(f64),
    /// This many px wide and high; the drawing is fitted into it, centred.
    Size(u32, u32),
}

impl Default for Options {
    /// Twice the world's size, so that it is sharp on screens of high density; the scene's own margin.
    fn default() -> Self {
        Self { frame: Frame::Scale(2.0), margin: MARGIN, ground: None }
    }
}

/// The part of the world that is shown; at least one px in both directions, whatever the scene.
fn with_margin(scene: &Scene, margin: f64) -> Rect {
    let bounds = if scene.bounds.is_finite() { scene.bounds } else { Rect::ZERO };
    let margin = if margin.is_finite() { margin.max(0.0) } else { 0.0 };
    // The scene's bounds have a margin of their own, which is replaced.
    let grown = bounds.abs().inflate(margin - MARGIN, margin - MARGIN);
    let lack = |length: f64| (1.0 - length).max(0.0) / 2.0;
    grown.inflate(lack(grown.width()), lack(grown.height()))
}

fn scaled(world: &Rect, scale: f64) -> Result<(f64, u32, u32), Error> {
    if !scale.is_finite() || scale <= 0.0 {
        return Err(Error::Size(format!(
            "a scale of {scale} makes no picture; give a number above 0, say `--scale 2`"
        )));
    }
    let side = |length: f64| {
        let px = (length * scale).ceil().clamp(1.0, f64::from(u32::MAX));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number within the range of u32"
        )]
        let px = px as u32;
        px
    };
    Ok((scale, side(world.width()), side(world.height())))
}

fn checked(width: u32, height: u32) -> Result<(u16, u16), Error> {
    let too_large = || {
        Error::Size(format!(
            "a picture of {width}x{height} px is too large: at most 65535 px a side and {MOST_PIXELS} px in all; \
             give a smaller --size or --scale, or write SVG"
        ))
    };
    if width == 0 || height == 0 {
        return Err(Error::Size(format!(
            "a picture of {width}x{height} px shows nothing; give both sides, say `--size 1920x1080`"
        )));
    }
    let sides = (u16::try_from(width), u16::try_from(height));
    let (Ok(width), Ok(height)) = sides else { return Err(too_large()) };
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(too_large());
    }
    Ok((width, height))
}
