use kurbo::{Affine, Rect, Vec2};
use peniko::Color;

use super::Error;
use crate::paint::{Moment, View};
use crate::scene::{MARGIN, Scene};

/// The view of the whole `scene`, with its margin, that `options` ask for.
///
/// # Errors
/// [`Error::Size`] where a side would be under 1 or over 65,535 px, the picture over [`MOST_PIXELS`], or the scale is no
/// number above zero.
pub fn view(scene: &Scene, options: &Options) -> Result<View, Error> {
    let fit = fit(scene, options)?;
    let (width, height) = checked(fit.width.ceil(), fit.height.ceil())?;
    let middle = Vec2::new(f64::from(width) / 2.0, f64::from(height) / 2.0);
    let picture_from_world = Affine::translate(middle)
        * Affine::scale(fit.scale)
        * Affine::translate(-fit.world.center().to_vec2());
    let (ground, least_text, detail) = (options.ground, View::IN_FILE, options.detail);
    let (density, flow) = (density(fit.width), options.flow);
    Ok(View { picture_from_world, width, height, ground, least_text, detail, density, flow })
}

/// Px of a picture this wide to one of a screen that shows the whole of it: what moves is to be as large in a film of any
/// size.
pub(super) fn density(width: f64) -> f64 {
    /// A usual window, px of the screen.
    const SCREEN: f64 = 1280.0;
    (width / SCREEN).max(0.6)
}

/// How the world goes into a picture, before any limit of a format.
pub(super) struct Fit {
    /// What of the world is to be seen; the picture may show more of it on two sides.
    pub(super) world: Rect,
    /// Picture px a world px.
    pub(super) scale: f64,
    /// Of the picture, px.
    pub(super) width: f64,
    /// Of the picture, px.
    pub(super) height: f64,
}

/// Fits `scene` with its margin into the frame of `options`.
pub(super) fn fit(scene: &Scene, options: &Options) -> Result<Fit, Error> {
    let world = with_margin(scene, options.margin);
    match options.frame {
        Frame::Scale(scale) if !scale.is_finite() || scale <= 0.0 => Err(Error::Size(format!(
            "a scale of {scale} makes no picture; give a number above 0, say `--scale 2`"
        ))),
        Frame::Scale(scale) => {
            let side = |length: f64| (length * scale).max(1.0);
            Ok(Fit { world, scale, width: side(world.width()), height: side(world.height()) })
        }
        Frame::Size(width, height) => {
            let (width, height) = (f64::from(width), f64::from(height));
            let scale = (width / world.width()).min(height / world.height());
            Ok(Fit { world, scale, width, height })
        }
    }
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
    /// What is seen is what would be at this times the scale, as [`View::detail`] says.
    pub detail: f64,
    /// Of what moves along the edges this moment is seen; `None` is nothing of it.
    pub flow: Option<Moment>,
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
        Self { frame: Frame::Scale(2.0), margin: MARGIN, ground: None, detail: 1.0, flow: None }
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

/// Sides that a picture can have, from whole numbers.
fn checked(width: f64, height: f64) -> Result<(u16, u16), Error> {
    if width < 1.0 || height < 1.0 {
        return Err(Error::Size(format!(
            "a picture of {width}x{height} px shows nothing; give both sides, say `--size 1920x1080`"
        )));
    }
    let largest = f64::from(u16::MAX);
    if width > largest || height > largest || width * height > MOST_PIXELS as f64 {
        return Err(Error::Size(format!(
            "a picture of {width:.0}x{height:.0} px is too large: at most {largest} px a side and \
             {MOST_PIXELS} px in all; give a smaller --size or --scale, or write SVG"
        )));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole numbers within the range of u16, as checked above"
    )]
    let sides = (width as u16, height as u16);
    Ok(sides)
}
