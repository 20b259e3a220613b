use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _, Stroke, Vec2};
use peniko::{BlendMode, Brush, Color, Fill};

use super::super::{Line, TEXT_FADE, fit, text_opacity};
use super::budget::Part;
use crate::icons::{Icon, Layer, Paint};
use crate::scene::{Element, Mark, Pen, Shape};
use crate::text::{Label, Run};

/// Shadows blurred by less than this cannot be told from the edge of their box, picture px.
const SHARPEST_SHADOW: f64 = 0.35;
/// Curves in the outline of a letter, on average.
const GLYPH_CURVES: u32 = 24;

/// `elements` in vello's own form, for a view where a world px is `scale` picture px; with their opacity, or as if each
/// were opaque.
pub(super) fn elements(
    elements: &[&Element],
    scale: f64,
    least_text: f64,
    own_opacity: bool,
) -> vello::Scene {
    let mut encoder = Encoder { frame: vello::Scene::new(), scale, least_text };
    for element in elements {
        encoder.element(element, own_opacity);
    }
    encoder.frame
}

/// The scale from which on `mark` is encoded the same way whatever the scale.
pub(super) fn settled_from(mark: &Mark, least_text: f64) -> f64 {
    let full_text = least_text + TEXT_FADE;
    /// Where dashes are told apart at the latest, picture px: [`Line::of`] decides.
    const LONGEST_GREY_PATTERN: f64 = 3.0;
    let least = |px: f64, world: f64| if world > 0.0 { px / world } else { 0.0 };
    match mark {
        Mark::Fill { .. } | Mark::Icon { .. } => 0.0,
        Mark::Stroke { pen, .. } => {
            least(1.0, pen.width).max(least(LONGEST_GREY_PATTERN, pen.dashes.iter().sum()))
        }
        Mark::Shadow { sigma, .. } => least(SHARPEST_SHADOW, *sigma),
        Mark::Plate { text_size, .. } => least(full_text, *text_size),
        Mark::Text { label, .. } => {
            let sizes =
                label.lines.iter().flat_map(|line| &line.runs).map(|run| f64::from(run.size));
            sizes.map(|size| least(full_text, size)).fold(0.0, f64::max)
        }
    }
}

struct Encoder {
    frame: vello::Scene,
    /// Picture px a world px.
    scale: f64,
    /// As [`View::least_text`].
    least_text: f64,
}

impl Encoder {
    fn element(&mut self, element: &Element, own_opacity: bool) {
        let layered = own_opacity && element.opacity < 1.0;
        if layered {
            let bounds = &element.bounds;
            self.push_layer(element.opacity, Affine::IDENTITY, bounds);
        }
        element.marks.iter().for_each(|mark| self.mark(mark));
        if layered {
            self.frame.pop_layer();
        }
    }

    fn push_layer(&mut self, opacity: f32, transform: Affine, clip: &impl kurbo::Shape) {
        self.frame.push_layer(Fill::NonZero, BlendMode::default(), opacity, transform, clip);
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Fill { shape, color } => self.fill(shape, *color),
            Mark::Stroke { shape, pen } => match shape {
                Shape::RoundedRect(rect) => self.stroke(rect, pen),
                Shape::Circle(circle) => self.stroke(circle, pen),
                Shape::Path(path) => self.stroke(path, pen),
            },
            Mark::Shadow { rect, offset, sigma, color } => {
                if sigma * self.scale >= SHARPEST_SHADOW {
                    let radii = rect.radii();
                    let radius = radii.as_single_radius().unwrap_or(radii.top_left);
                    let rect = rect.rect() + *offset;
                    self.frame.draw_blurred_rounded_rect(
                        Affine::IDENTITY,
                        rect,
                        *color,
                        radius,
                        *sigma,
                    );
                }
            }
            Mark::Plate { shape, color, text_size } => {
                let opacity = text_opacity(text_size * self.scale, self.least_text);
                if opacity > 0.0 {
                    self.fill(shape, color.multiply_alpha(opacity));
                }
            }
            Mark::Text { label, at, color } => self.text(label, *at, *color),
            Mark::Icon { icon, rect, color } => self.layers(&icon.layers, fit(icon, rect), *color),
        }
    }

    fn fill(&mut self, shape: &Shape, color: Color) {
        let (rule, place) = (Fill::NonZero, Affine::IDENTITY);
        match shape {
            Shape::RoundedRect(rect) => self.frame.fill(rule, place, color, None, rect),
            Shape::Circle(circle) => self.frame.fill(rule, place, color, None, circle),
            Shape::Path(path) => self.frame.fill(rule, place, color, None, path),
        }
    }

    fn stroke(&mut self, shape: &impl kurbo::Shape, pen: &Pen) {
        let line = Line::of(pen, self.scale);
        let cap = if pen.round { kurbo::Cap::Round } else { kurbo::Cap::Butt };
        let stroke = Stroke::new(line.width).with_caps(cap).with_join(kurbo::Join::Round);
        let stroke =
            if line.dashed { stroke.with_dashes(0.0, pen.dashes.iter().copied()) } else { stroke };
        let color = pen.color.multiply_alpha(line.alpha);
        self.frame.stroke(&stroke, Affine::IDENTITY, color, None, shape);
    }

    fn text(&mut self, label: &Label, at: Point, color: Color) {
        for line in &label.lines {
            let origin = Affine::translate(at.to_vec2() + Vec2::new(0.0, line.baseline));
            for run in &line.runs {
                let opacity = text_opacity(f64::from(run.size) * self.scale, self.least_text);
                if opacity > 0.0 {
                    self.run(run, origin, color.multiply_alpha(opacity));
                }
            }
        }
    }

    fn run(&mut self, run: &Run, origin: Affine, color: Color) {
        /// Strokes this thick make a regular face look bold, em.
        const EMBOLDEN: f64 = 1.0 / 32.0;
        let glyphs =
            || run.glyphs.iter().map(|glyph| vello::Glyph { id: glyph.id, x: glyph.x, y: glyph.y });
        let slant =
            run.skew.map(|degrees| Affine::skew(libm::tan(f64::from(degrees).to_radians()), 0.0));
        let mut draw = |style: peniko::StyleRef<'_>| {
            self.frame
                .draw_glyphs(&run.font)
                .transform(origin)
                .glyph_transform(slant)
                .font_size(run.size)
                .hint(false)
                .normalized_coords(&run.coords)
                .brush(color)
                .draw(style, glyphs());
        };
        draw(Fill::NonZero.into());
        if run.embolden {
            let stroke = Stroke::new(f64::from(run.size) * EMBOLDEN);
            draw((&stroke).into());
        }
    }

    fn layers(&mut self, layers: &[Layer], transform: Affine, current: Color) {
        for layer in layers {
            match layer {
                Layer::Fill { path, paint, rule } => {
                    let (brush, placed) = brush(paint, current);
                    self.frame.fill(*rule, transform, &brush, placed, path);
                }
                Layer::Stroke { path, paint, stroke } => {
                    let (brush, placed) = brush(paint, current);
                    self.frame.stroke(stroke, transform, &brush, placed, path);
                }
                Layer::Group { opacity, clip, layers } => {
                    self.group(*opacity, clip.as_ref(), layers, transform, current);
                }
            }
        }
    }

    fn group(
        &mut self,
        opacity: f32,
        clip: Option<&BezPath>,
        layers: &[Layer],
        transform: Affine,
        current: Color,
    ) {
        match clip {
            Some(clip) => self.push_layer(opacity, transform, clip),
            // vello's layers have a clip always: here one that clips nothing of the icon.
            None if opacity < 1.0 => self.push_layer(opacity, transform, &ink(layers)),
            None => return self.layers(layers, transform, current),
        }
        self.layers(layers, transform, current);
        self.frame.pop_layer();
    }
}

fn brush(paint: &Paint, current: Color) -> (Brush, Option<Affine>) {
    match paint {
        Paint::Current(opacity) => (current.multiply_alpha(*opacity).into(), None),
        Paint::Own(Brush::Solid(color), _) => ((*color).into(), None),
        Paint::Own(Brush::Gradient(gradient), placed) => (gradient.clone().into(), Some(*placed)),
        // Icons hold no pixel images; the text's colour at least shows the shape.
        Paint::Own(Brush::Image(_), _) => (current.into(), None),
    }
}

/// Round all that `layers` draw, in the icon's units.
fn ink(layers: &[Layer]) -> Rect {
    let bounds = layers.iter().map(|layer| match layer {
        Layer::Fill { path, .. } => path.bounding_box(),
        Layer::Stroke { path, stroke, .. } => {
            path.bounding_box().inflate(stroke.width * 2.0, stroke.width * 2.0)
        }
        Layer::Group { layers, .. } => ink(layers),
    });
    bounds.reduce(|a, b| a.union(b)).unwrap_or_default()
}

/// What `mark` asks of the buffers.
pub(super) fn part(mark: &Mark) -> Part {
    let bounds = mark.bounds();
    let whole = Part { bounds, n_objects: 1, ..Part::default() };
    match mark {
        Mark::Fill { shape, .. } | Mark::Plate { shape, .. } => outline(whole, shape, 1),
        // Both sides of a line, and a round join at each corner.
        Mark::Stroke { shape, pen } if pen.dashes.is_empty() => outline(whole, shape, 3),
        Mark::Stroke { shape, pen } => {
            let part = outline(whole, shape, 3);
            let n_dashes =
                (bounds.width() + bounds.height()) / pen.dashes.iter().sum::<f64>().max(0.1);
            Part { n_lines: part.n_lines.saturating_add(count(n_dashes * 8.0)), ..part }
        }
        Mark::Shadow { .. } => Part { n_lines: 4, ..whole },
        Mark::Text { label, .. } => {
            let runs = || label.lines.iter().flat_map(|line| &line.runs);
            let n_glyphs = runs().map(|run| run.glyphs.len()).sum::<usize>();
            let n_glyphs = u32::try_from(n_glyphs).unwrap_or(u32::MAX);
            let size = runs().map(|run| f64::from(run.size)).fold(0.0, f64::max);
            Part {
                n_objects: n_glyphs,
                spread: true,
                n_curves: n_glyphs.saturating_mul(GLYPH_CURVES),
                curve: size / 4.0,
                ..whole
            }
        }
        Mark::Icon { icon, .. } => icon_part(icon, whole),
    }
}

fn outline(part: Part, shape: &Shape, times: u32) -> Part {
    let (n_lines, n_curves, curve) = match shape {
        Shape::RoundedRect(rect) => (4, 4, rect.radii().top_left),
        Shape::Circle(circle) => (0, 4, circle.radius),
        Shape::Path(path) => {
            let n_curves = count_curves(path);
            let longest = (part.bounds.width() + part.bounds.height()) / f64::from(n_curves.max(1));
            (u32::try_from(path.elements().len()).unwrap_or(u32::MAX) - n_curves, n_curves, longest)
        }
    };
    Part {
        n_lines: n_lines.saturating_mul(times),
        n_curves: n_curves.saturating_mul(times),
        curve,
        ..part
    }
}

fn icon_part(icon: &Icon, part: Part) -> Part {
    fn add(layers: &[Layer], part: &mut Part) {
        for layer in layers {
            part.n_objects += 1;
            match layer {
                Layer::Fill { path, .. } | Layer::Stroke { path, .. } => {
                    let n_elements = u32::try_from(path.elements().len()).unwrap_or(u32::MAX);
                    part.n_curves = part.n_curves.saturating_add(n_elements);
                }
                Layer::Group { layers, .. } => add(layers, part),
            }
        }
    }
    let mut part = Part { n_objects: 0, curve: part.bounds.width() / 8.0, ..part };
    add(&icon.layers, &mut part);
    part
}

fn count_curves(path: &BezPath) -> u32 {
    let curves =
        path.elements().iter().filter(|el| matches!(el, PathEl::QuadTo(..) | PathEl::CurveTo(..)));
    u32::try_from(curves.count()).unwrap_or(u32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is right for a count"
)]
fn count(n: f64) -> u32 {
    n as u32
}
