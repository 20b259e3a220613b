//! Icons: layers of paths with colours and gradients.

use krilla::num::NormalizedF32;
use krilla::paint::{
    Fill, LineCap, LineJoin, LinearGradient, Paint as PdfPaint, RadialGradient, SpreadMethod, Stop,
    Stroke, StrokeDash,
};
use kurbo::{Affine, Cap, Join, Rect};
use peniko::{Brush, Color, Extend, Gradient, GradientKind};

use super::super::{fit, narrow};
use super::{Painter, convert};
use crate::icons::{Icon, Layer, Paint};

impl Painter<'_, '_> {
    pub(super) fn icon(&mut self, icon: &Icon, rect: &Rect, current: Color) {
        self.placed(fit(icon, rect), |painter| painter.layers(&icon.layers, current));
    }

    fn layers(&mut self, layers: &[Layer], current: Color) {
        for layer in layers {
            match layer {
                Layer::Fill { path, paint, rule } => {
                    let Some(path) = convert::path(path) else { continue };
                    let (paint, opacity) = painted(paint, current);
                    let fill = Fill { paint, opacity, rule: convert::rule(*rule) };
                    self.surface.set_stroke(None);
                    self.surface.set_fill(Some(fill));
                    self.surface.draw_path(&path);
                }
                Layer::Stroke { path, paint, stroke } => {
                    let Some(path) = convert::path(path) else { continue };
                    self.surface.set_fill(None);
                    self.surface.set_stroke(Some(outline(stroke, painted(paint, current))));
                    self.surface.draw_path(&path);
                }
                Layer::Group { opacity, clip, layers } => {
                    let clip = clip.as_ref().and_then(convert::path);
                    if let Some(clip) = &clip {
                        self.surface.push_clip_path(clip, &convert::rule(peniko::Fill::NonZero));
                    }
                    self.faint(*opacity, |painter| painter.layers(layers, current));
                    if clip.is_some() {
                        self.surface.pop();
                    }
                }
            }
        }
    }
}

fn outline(stroke: &kurbo::Stroke, (paint, opacity): (PdfPaint, NormalizedF32)) -> Stroke {
    let array: Vec<f32> = stroke.dash_pattern.iter().map(|&dash| narrow(dash)).collect();
    Stroke {
        paint,
        opacity,
        width: narrow(stroke.width),
        miter_limit: narrow(stroke.miter_limit),
        line_cap: match stroke.start_cap {
            Cap::Butt => LineCap::Butt,
            Cap::Square => LineCap::Square,
            Cap::Round => LineCap::Round,
        },
        line_join: match stroke.join {
            Join::Bevel => LineJoin::Bevel,
            Join::Miter => LineJoin::Miter,
            Join::Round => LineJoin::Round,
        },
        dash: (!array.is_empty())
            .then_some(StrokeDash { array, offset: narrow(stroke.dash_offset) }),
    }
}

/// What is painted with, and how much of it is seen.
fn painted(paint: &Paint, current: Color) -> (PdfPaint, NormalizedF32) {
    let solid = |color: Color| (convert::plain(color).into(), convert::share(color.components[3]));
    match paint {
        Paint::Current(opacity) => solid(current.multiply_alpha(*opacity)),
        Paint::Own(Brush::Solid(color), _) => solid(*color),
        Paint::Own(Brush::Gradient(gradient), placed) => match shaded(gradient, *placed) {
            Some(paint) => (paint, NormalizedF32::ONE),
            None => solid(mean(gradient)),
        },
        // Icons hold no pixel images; the text's colour at least shows the shape.
        Paint::Own(Brush::Image(_), _) => solid(current),
    }
}

/// `gradient` where PDF knows its kind.
fn shaded(gradient: &Gradient, placed: Affine) -> Option<PdfPaint> {
    let transform = convert::transform(placed);
    let stops = stops(gradient);
    let spread_method = match gradient.extend {
        Extend::Pad => SpreadMethod::Pad,
        Extend::Repeat => SpreadMethod::Repeat,
        Extend::Reflect => SpreadMethod::Reflect,
    };
    match &gradient.kind {
        GradientKind::Linear(line) => {
            let [x1, y1, x2, y2] = [line.start.x, line.start.y, line.end.x, line.end.y].map(narrow);
            let anti_alias = false;
            let linear =
                LinearGradient { x1, y1, x2, y2, transform, spread_method, stops, anti_alias };
            Some(linear.into())
        }
        GradientKind::Radial(circles) => {
            let (start, end) = (circles.start_center, circles.end_center);
            let [fx, fy, cx, cy] = [start.x, start.y, end.x, end.y].map(narrow);
            Some(
                RadialGradient {
                    fx,
                    fy,
                    fr: circles.start_radius,
                    cx,
                    cy,
                    cr: circles.end_radius,
                    transform,
                    spread_method,
                    stops,
                    anti_alias: false,
                }
                .into(),
            )
        }
        GradientKind::Sweep(_) => None,
    }
}

fn stops(gradient: &Gradient) -> Vec<Stop> {
    let stop = |stop: &peniko::ColorStop| {
        let color = stop.color.to_alpha_color::<peniko::color::Srgb>();
        Stop {
            offset: convert::share(stop.offset),
            color: convert::plain(color).into(),
            opacity: convert::share(color.components[3]),
        }
    };
    gradient.stops.iter().map(stop).collect()
}

/// The mean of a gradient's stops.
fn mean(gradient: &Gradient) -> Color {
    let colors =
        gradient.stops.iter().map(|stop| stop.color.to_alpha_color::<peniko::color::Srgb>());
    let n_stops = narrow(gradient.stops.len().max(1) as f64);
    let sum =
        colors.fold([0.0_f32; 4], |sum, color| [0, 1, 2, 3].map(|i| sum[i] + color.components[i]));
    Color::new(sum.map(|channel| channel / n_stops))
}
