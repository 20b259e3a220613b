//! Our numbers, colours and paths as those of the crate that writes PDF.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Paint};
use kurbo::{Affine, BezPath, PathEl};
use peniko::Color;

use super::super::narrow;

pub(super) fn transform(affine: Affine) -> Transform {
    let [a, b, c, d, e, f] = affine.as_coeffs().map(narrow);
    Transform::from_row(a, b, c, d, e, f)
}

/// `value` as a share, 0 to 1.
pub(super) fn share(value: f32) -> NormalizedF32 {
    NormalizedF32::new(value.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

/// `color` without its opacity.
pub(super) fn plain(color: Color) -> rgb::Color {
    let rgba = color.to_rgba8();
    rgb::Color::new(rgba.r, rgba.g, rgba.b)
}

pub(super) fn filled(color: Color) -> Fill {
    let paint: Paint = plain(color).into();
    Fill { paint, opacity: share(color.components[3]), rule: FillRule::NonZero }
}

pub(super) fn rule(rule: peniko::Fill) -> FillRule {
    match rule {
        peniko::Fill::NonZero => FillRule::NonZero,
        peniko::Fill::EvenOdd => FillRule::EvenOdd,
    }
}

/// `None` where nothing is to be seen of it.
pub(super) fn path(path: &BezPath) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => builder.move_to(narrow(p.x), narrow(p.y)),
            PathEl::LineTo(p) => builder.line_to(narrow(p.x), narrow(p.y)),
            PathEl::QuadTo(a, p) => {
                builder.quad_to(narrow(a.x), narrow(a.y), narrow(p.x), narrow(p.y));
            }
            PathEl::CurveTo(a, b, p) => {
                let [ax, ay, bx, by] = [a.x, a.y, b.x, b.y].map(narrow);
                builder.cubic_to(ax, ay, bx, by, narrow(p.x), narrow(p.y));
            }
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}
