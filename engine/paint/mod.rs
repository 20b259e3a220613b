//! Draws a [`Scene`]: four siblings that do not know each other.
//!
//! What they must agree on stands here, so that the same scene is the same picture whoever draws it: which elements a
//! view shows ([`shows`]), how a line thinner than a pixel is drawn ([`Line`]), when text is too small to be read
//! ([`text_opacity`]) and how an icon is fitted into its box ([`fit`]).

mod flow;
#[cfg(feature = "window")]
pub mod gpu;
pub mod pdf;
mod picture;
pub mod raster;
mod runs;
pub mod svg;

pub(crate) use crate::scene::color::narrow;
use kurbo::{Affine, Rect};
use peniko::Color;

use crate::icons::Icon;
use crate::scene::{Element, Pen, Scene};

pub use flow::{MOST_PARTICLES, Moment, loop_secs};
pub use picture::Picture;
pub(crate) use runs::runs;

/// Which part of a scene is seen, and how large.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// World px to picture px.
    pub picture_from_world: Affine,
    /// Width of the picture, px; 1 to 65,535.
    pub width: u16,
    /// Height of the picture, px; 1 to 65,535.
    pub height: u16,
    /// What is behind everything; `None` is the scene's own ground.
    pub ground: Option<Color>,
    /// Text up to this high is not drawn, and 2 px above it is quite opaque; picture px.
    pub least_text: f64,
    /// What is seen is what [`Span`](crate::scene::Span)s say for this times the scale: 1 but for screens of high density,
    /// where a px is small, and for those who want to see more or less.
    pub detail: f64,
    /// Picture px to a px of the screen that the picture is for: what moves is as large and as fast as that asks.
    pub density: f64,
    /// Of what moves along the edges this moment is seen; `None` is nothing of it.
    pub flow: Option<Moment>,
}

impl View {
    /// [`View::least_text`] on a screen, where one can zoom in: no grey dust. With more than this the reference diagram,
    /// fitted into a window of 1280 by 800 (names 6.4 px high), shows no name at all.
    pub const ON_SCREEN: f64 = 4.5;

    /// [`View::least_text`] of a picture in a file: a name that takes pains to read is better than none.
    pub const IN_FILE: f64 = 3.0;

    /// The whole of `scene`, centred in a picture of `width` by `height` px and as large as it fits.
    #[must_use]
    pub fn fit(scene: &Scene, width: u16, height: u16) -> Self {
        let (w, h) = (f64::from(width), f64::from(height));
        let scale =
            (w / scene.bounds.width().max(1.0)).min(h / scene.bounds.height().max(1.0)).max(1e-9);
        let to = kurbo::Vec2::new(w / 2.0, h / 2.0) - scene.bounds.center().to_vec2() * scale;
        let picture_from_world = Affine::translate(to) * Affine::scale(scale);
        Self {
            picture_from_world,
            width,
            height,
            ground: None,
            least_text: Self::ON_SCREEN,
            detail: 1.0,
            density: 1.0,
            flow: None,
        }
    }

    /// The whole of `scene`, at `scale` picture px a world px; the picture is as large as that asks, up to 65,535 px.
    #[must_use]
    pub fn at_scale(scene: &Scene, scale: f64) -> Self {
        let length = |world: f64| picture_length(world * scale);
        let origin = scene.bounds.origin().to_vec2();
        Self {
            picture_from_world: Affine::scale(scale) * Affine::translate(-origin),
            width: length(scene.bounds.width()),
            height: length(scene.bounds.height()),
            ground: None,
            least_text: Self::ON_SCREEN,
            detail: 1.0,
            density: 1.0,
            flow: None,
        }
    }

    /// Picture px a world px.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.picture_from_world.determinant().abs().sqrt()
    }

    /// The scale that decides on what is seen.
    #[must_use]
    pub fn level_scale(&self) -> f64 {
        self.scale() * self.detail
    }

    /// The part of the world that is seen, px.
    #[must_use]
    pub fn world(&self) -> Rect {
        let picture = Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height));
        self.picture_from_world.inverse().transform_rect_bbox(picture)
    }
}

/// Lengths of a picture are whole px, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u16"
)]
fn picture_length(px: f64) -> u16 {
    px.ceil().clamp(1.0, 65_535.0) as u16
}

/// What of the world `view` shows, with a pixel to spare for anti-aliasing and for lines that are widened to a pixel.
/// Elements whose bounds miss it are not drawn.
pub(crate) fn shown(view: &View) -> Rect {
    let pixel = 1.0 / view.scale().max(1e-9);
    view.world().inflate(pixel, pixel)
}

/// Whether `element` can be seen in the part of the world that [`shown`] gives.
pub(crate) fn shows(shown: &Rect, element: &Element) -> bool {
    element.opacity > 0.0 && overlaps(shown, &element.bounds)
}

/// Whether two boxes have a point in common, be it on their rims.
pub(crate) fn overlaps(a: &Rect, b: &Rect) -> bool {
    b.x0 <= a.x1 && b.x1 >= a.x0 && b.y0 <= a.y1 && b.y1 >= a.y0
}

/// How a [`Pen`] is drawn at a scale.
///
/// Lines thinner than a pixel are drawn a pixel wide and paler by as much: painters lose thinner ones
/// (measured: at 0.2 px `vello_cpu` nearly drops them). Dashes too short to be told apart become a paler solid line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Line {
    /// World px.
    pub(crate) width: f64,
    /// To be multiplied with the pen's own.
    pub(crate) alpha: f32,
    /// Whether dashes can be told apart.
    pub(crate) dashed: bool,
}

impl Line {
    /// How `pen` is drawn where a world px is `scale` picture px.
    #[must_use]
    pub(crate) fn of(pen: &Pen, scale: f64) -> Self {
        /// Shorter patterns blur to grey, px.
        const SHORTEST_PATTERN: f64 = 3.0;
        let px = pen.width * scale;
        let (width, thin) = if px < 1.0 { (1.0 / scale, px) } else { (pen.width, 1.0) };
        let pattern: f64 = pen.dashes.iter().sum();
        let dashed = pattern * scale >= SHORTEST_PATTERN;
        let ink: f64 = pen.dashes.iter().step_by(2).sum();
        let grey = if dashed || pattern <= 0.0 { 1.0 } else { ink / pattern };
        Self { width, alpha: narrow(thin * grey), dashed }
    }
}

/// From nothing to quite opaque, text grows by this, picture px.
pub(crate) const TEXT_FADE: f64 = 2.0;

/// How much of text `px` high is seen, where up to `least` ([`View::least_text`]) nothing is.
pub(crate) fn text_opacity(px: f64, least: f64) -> f32 {
    narrow(((px - least) / TEXT_FADE).clamp(0.0, 1.0))
}

/// Places `icon`'s view box in the middle of `rect`, as large as it fits with its proportions kept.
pub(crate) fn fit(icon: &Icon, rect: &Rect) -> Affine {
    let scale = (rect.width() / icon.width.max(1e-9)).min(rect.height() / icon.height.max(1e-9));
    let size = kurbo::Vec2::new(icon.width, icon.height) * scale;
    Affine::translate(rect.center().to_vec2() - size / 2.0) * Affine::scale(scale)
}
