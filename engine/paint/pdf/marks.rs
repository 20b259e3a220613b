//! Shapes: filled, outlined, blurred.

use krilla::paint::{LineCap, LineJoin, Stroke, StrokeDash};
use kurbo::{BezPath, Rect, RoundedRect, Shape as _, Vec2};
use peniko::Color;

use super::super::narrow;
use super::{Painter, convert};
use crate::scene::{Pen, Shape};

/// Curves may stray this far from the true ones, px.
const TOLERANCE: f64 = 0.01;

/// Boxes over each other that make a shadow: with half as many their rims are seen.
const N_LAYERS: u32 = 12;

/// Standard deviations to each side of the box's rim over which a shadow fades.
const REACH: f64 = 1.9;

impl Painter<'_, '_> {
    pub(super) fn fill_rect(&mut self, rect: Rect, color: Color) {
        self.fill_path(&rect.to_path(TOLERANCE), color);
    }

    pub(super) fn fill(&mut self, shape: &Shape, color: Color) {
        self.fill_path(&path_of(shape), color);
    }

    fn fill_path(&mut self, path: &BezPath, color: Color) {
        let Some(path) = convert::path(path).filter(|_| color.components[3] > 0.0) else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(convert::filled(color)));
        self.surface.draw_path(&path);
    }

    pub(super) fn stroke(&mut self, shape: &Shape, pen: &Pen) {
        let Some(path) = convert::path(&path_of(shape)) else { return };
        let array: Vec<f32> = pen.dashes.iter().map(|&dash| narrow(dash)).collect();
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: convert::plain(pen.color).into(),
            width: narrow(pen.width),
            miter_limit: 4.0,
            line_cap: if pen.round { LineCap::Round } else { LineCap::Butt },
            line_join: LineJoin::Round,
            opacity: convert::share(pen.color.components[3]),
            dash: (!array.is_empty()).then_some(StrokeDash { array, offset: 0.0 }),
        }));
        self.surface.draw_path(&path);
    }

    /// Draws boxes over each other, the largest first, so that what shines through adds up to a blurred one.
    pub(super) fn shadow(&mut self, rect: RoundedRect, offset: Vec2, sigma: f64, color: Color) {
        let radius = rect.radii().as_single_radius().unwrap_or(rect.radii().top_left);
        let rect = rect.rect() + offset;
        let mut covered = 0.0;
        for layer in 0..N_LAYERS {
            // From outside to inside, in the middle of a layer's width.
            let way = (f64::from(layer) + 0.5) / f64::from(N_LAYERS);
            let out = REACH * (1.0 - 2.0 * way);
            let wanted = f64::from(color.components[3]) * share_inside(-out);
            let alpha = (wanted - covered) / (1.0 - covered).max(1e-6);
            covered = wanted;
            let grown = rect.inflate(out * sigma, out * sigma);
            if grown.width() <= 0.0 || grown.height() <= 0.0 {
                break;
            }
            let rounded = RoundedRect::from_rect(grown, (radius + (out + REACH) * sigma).max(0.0));
            self.fill_path(&rounded.to_path(TOLERANCE), color.with_alpha(narrow(alpha)));
        }
    }

    /// Draws, but nothing outside of `rect`.
    pub(super) fn clipped(&mut self, rect: Rect, draw: impl FnOnce(&mut Self)) {
        let Some(path) = convert::path(&rect.to_path(TOLERANCE)) else { return };
        self.surface.push_clip_path(&path, &convert::rule(peniko::Fill::NonZero));
        draw(self);
        self.surface.pop();
    }
}

/// How much of a shadow there is this many standard deviations inside the rim of what throws it: the normal distribution.
fn share_inside(deviations: f64) -> f64 {
    0.5 * (1.0 + libm::erf(deviations / std::f64::consts::SQRT_2))
}

fn path_of(shape: &Shape) -> BezPath {
    match shape {
        Shape::RoundedRect(rect) if rect.radii().as_single_radius() == Some(0.0) => {
            rect.rect().to_path(TOLERANCE)
        }
        Shape::RoundedRect(rect) => rect.to_path(TOLERANCE),
        Shape::Circle(circle) => circle.to_path(TOLERANCE),
        Shape::Path(path) => path.clone(),
    }
}
