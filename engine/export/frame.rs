use std::ops::Range;

use kurbo::{Affine, Rect, Vec2};
use peniko::Color;

use super::Error;
use crate::paint::{Moment, View};
use crate::scene::{MARGIN, Scene};

/// The view of the whole `scene`, with its margin, that `options` ask for.
///
/// # Errors
/// [`Error::Size`] where a side would be under 1 or over 65,280 px, the picture over [`MOST_PIXELS`], or the scale is no
/// number above zero.
pub fn view(scene: &Scene, options: &Options) -> Result<View, Error> {
    let fit = fit(scene, options)?;
    let (width, height) = (fit.width.ceil(), fit.height.ceil());
    let (width, height) = within(width, height, f64::from(LONGEST_PAINTED), MOST_PIXELS)?;
    Ok(placed(&fit, width, height, options))
}

/// The view of a picture of this size; its sides are cut to what a view can have.
fn placed(fit: &Fit, width: u32, height: u32, options: &Options) -> View {
    let middle = Vec2::new(f64::from(width) / 2.0, f64::from(height) / 2.0);
    let picture_from_world = Affine::translate(middle)
        * Affine::scale(fit.scale)
        * Affine::translate(-fit.world.center().to_vec2());
    let (ground, least_text, detail) = (options.ground, View::IN_FILE, options.detail);
    let (density, flow) = (density(fit.width), options.flow);
    let [width, height] = [width, height].map(|side| u16::try_from(side).unwrap_or(u16::MAX));
    View { picture_from_world, width, height, ground, least_text, detail, density, flow }
}

/// Px of a picture this wide to one of a screen that shows the whole of it: what moves is to be as large in a film of any
/// size.
pub(super) fn density(width: f64) -> f64 {
    /// A usual window, px of the screen.
    const SCREEN: f64 = 1280.0;
    (width / SCREEN).max(0.6)
}

/// A picture that may be too large to be painted at a time.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Of its left upper corner; its sides are cut to what a view can have.
    view: View,
}

/// The longest side that the painter paints at a time, px. It rounds sides up to whole tiles within 16 bits, and fails for the last of
/// those numbers.
const LONGEST_PAINTED: u16 = 65_280;

/// Pixels that are painted at a time: 128 MiB of them.
const AT_A_TIME: u64 = 1 << 25;

impl Whole {
    pub(super) fn of(scene: &Scene, options: &Options) -> Result<Self, Error> {
        let fit = fit(scene, options)?;
        let (width, height) = (fit.width.ceil(), fit.height.ceil());
        let (width, height) = within(width, height, f64::from(LONGEST_SIDE), MOST_DRAWN)?;
        let view = placed(&fit, width, height, options);
        Ok(Self { width, height, view })
    }

    /// Picture px a world px.
    pub(super) fn scale(&self) -> f64 {
        self.view.scale()
    }

    /// The view of all of it, where that can be painted at a time.
    pub(super) fn in_one(&self) -> Option<View> {
        let is_small = u64::from(self.width) * u64::from(self.height) <= AT_A_TIME;
        let fits = self.width.max(self.height) <= u32::from(LONGEST_PAINTED);
        (is_small && fits).then(|| self.view.clone())
    }

    /// Its rows, as many as are painted at a time.
    pub(super) fn strips(&self) -> impl Iterator<Item = Range<u32>> {
        let step = AT_A_TIME / u64::from(self.width);
        pieces(self.height, u32::try_from(step).unwrap_or(u32::MAX))
    }

    /// Its columns, as many as a view can have.
    pub(super) fn columns(&self) -> impl Iterator<Item = Range<u32>> {
        pieces(self.width, u32::MAX)
    }

    /// The view of a part of it.
    pub(super) fn piece(&self, columns: Range<u32>, rows: Range<u32>) -> View {
        let corner = Vec2::new(f64::from(columns.start), f64::from(rows.start));
        let side = |range: Range<u32>| u16::try_from(range.len()).unwrap_or(u16::MAX);
        View {
            picture_from_world: Affine::translate(-corner) * self.view.picture_from_world,
            width: side(columns),
            height: side(rows),
            ..self.view.clone()
        }
    }
}

/// `length` in pieces of at most `step`, and no more than a side of a view.
fn pieces(length: u32, step: u32) -> impl Iterator<Item = Range<u32>> {
    let step = step.clamp(1, u32::from(LONGEST_PAINTED));
    (0..length)
        .step_by(step as usize)
        .map(move |start| start..length.min(start.saturating_add(step)))
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
    let by_side = f64::from(LONGEST_PAINTED) / world.width().max(world.height());
    let by_area = (MOST_PIXELS as f64 / world.area()).sqrt();
    // A little less, because sides are rounded up to whole px.
    by_side.min(by_area) * 0.999
}

/// The longest side of a PNG, px: 40 m of paper at 254 px an inch. A larger number is a slip.
pub const LONGEST_SIDE: u32 = 400_000;

/// Pixels of the largest PNG, which is drawn in strips: so many take some minutes.
pub const MOST_DRAWN: u64 = 1 << 33;

/// Pixels of the largest picture that is drawn at a time, and of the largest frame of a film: 512 MiB of them, half the memory of a small machine.
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

/// Sides that a picture can have, from whole numbers: each to `longest`, and not more than `most` pixels.
fn within(width: f64, height: f64, longest: f64, most: u64) -> Result<(u32, u32), Error> {
    if width < 1.0 || height < 1.0 {
        return Err(Error::Size(format!(
            "a picture of {width}x{height} px shows nothing; give both sides, say `--size 1920x1080`"
        )));
    }
    if width > longest || height > longest || width * height > most as f64 {
        return Err(Error::Size(format!(
            "a picture of {width:.0}x{height:.0} px is too large: at most {longest} px a side and {most} px in all; give a \
             smaller --size or --scale, or write SVG or PDF"
        )));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole numbers within the range of u32, as checked above"
    )]
    let sides = (width as u32, height as u32);
    Ok(sides)
}
