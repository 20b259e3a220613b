use kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Stroke, Vec2};
use peniko::{Brush, Color, Fill};
use vello_cpu::{RenderContext, Resources};

use super::super::{Line, View, fit, narrow, runs, text_opacity};
use crate::icons::{Icon, Layer, Paint};
use crate::scene::{Element, Mark, Pen, Scene, Shape};
use crate::text::{Label, Run};

/// Hands all of `scene` that `view` shows to `context`, back to front; how many elements these are.
pub(super) fn encode(
    scene: &Scene,
    view: &View,
    context: &mut RenderContext,
    resources: &mut Resources,
) -> usize {
    let mut brush = Encoder {
        context,
        resources,
        world: view.picture_from_world,
        scale: view.scale(),
        least_text: view.least_text,
    };
    let mut n_drawn = 0;
    for run in runs(scene, view) {
        brush.run_of(&run.elements, run.opacity);
        n_drawn += run.elements.len();
    }
    n_drawn
}

struct Encoder<'a> {
    context: &'a mut RenderContext,
    resources: &'a mut Resources,
    /// World px to picture px.
    world: Affine,
    /// Picture px a world px.
    scale: f64,
    /// As [`View::least_text`].
    least_text: f64,
}

/// Curves may stray this far from the true ones, world px at 100 %; the renderer's own flattening is finer.
const TOLERANCE: f64 = 0.01;

/// Shadows blurred by less than this cannot be told from the edge of their box, picture px.
const SHARPEST_SHADOW: f64 = 0.35;

impl Encoder<'_> {
    fn run_of(&mut self, elements: &[&Element], opacity: f32) {
        let marks = elements.iter().flat_map(|element| element.marks.iter());
        match (opacity < 1.0, elements) {
            (true, [element]) if element.marks.len() == 1 => {
                marks.for_each(|mark| self.mark(mark, opacity));
            }
            (true, _) => {
                self.context.set_transform(Affine::IDENTITY);
                self.context.push_opacity_layer(opacity);
                marks.for_each(|mark| self.mark(mark, 1.0));
                self.context.pop_layer();
            }
            (false, _) => marks.for_each(|mark| self.mark(mark, 1.0)),
        }
    }

    fn mark(&mut self, mark: &Mark, alpha: f32) {
        self.context.set_transform(self.world);
        match mark {
            Mark::Fill { shape, color } => self.fill(shape, color.multiply_alpha(alpha)),
            Mark::Stroke { shape, pen } => self.stroke(shape, pen, alpha),
            Mark::Shadow { rect, offset, sigma, color } => {
                self.shadow(rect, *offset, *sigma, color.multiply_alpha(alpha));
            }
            Mark::Plate { shape, color, text_size } => {
                let opacity = alpha * text_opacity(text_size * self.scale, self.least_text);
                if opacity > 0.0 {
                    self.fill(shape, color.multiply_alpha(opacity));
                }
            }
            Mark::Text { label, at, color } => {
                self.text(label, *at, color.multiply_alpha(alpha));
            }
            Mark::Icon { icon, rect, color } => self.icon(icon, rect, *color, alpha),
        }
    }

    fn fill(&mut self, shape: &Shape, color: Color) {
        self.context.set_paint(color);
        self.context.set_fill_rule(Fill::NonZero);
        match shape {
            Shape::RoundedRect(rect) => self.rounded_rect(rect),
            Shape::Circle(circle) => self.context.fill_path(&circle_path(circle)),
            Shape::Path(path) => self.context.fill_path(path),
        }
    }

    fn rounded_rect(&mut self, rect: &RoundedRect) {
        if rect.radii().as_single_radius() == Some(0.0) {
            self.context.fill_rect(&rect.rect());
        } else {
            self.context.fill_path(&rect.to_path(TOLERANCE));
        }
    }

    fn stroke(&mut self, shape: &Shape, pen: &Pen, alpha: f32) {
        let line = Line::of(pen, self.scale);
        let cap = if pen.round { kurbo::Cap::Round } else { kurbo::Cap::Butt };
        let stroke = Stroke::new(line.width).with_caps(cap).with_join(kurbo::Join::Round);
        let stroke =
            if line.dashed { stroke.with_dashes(0.0, pen.dashes.iter().copied()) } else { stroke };
        self.context.set_stroke(stroke);
        self.context.set_paint(pen.color.multiply_alpha(line.alpha * alpha));
        match shape {
            Shape::RoundedRect(rect) => self.context.stroke_path(&rect.to_path(TOLERANCE)),
            Shape::Circle(circle) => self.context.stroke_path(&circle_path(circle)),
            Shape::Path(path) => self.context.stroke_path(path),
        }
    }

    fn shadow(&mut self, rect: &RoundedRect, offset: Vec2, sigma: f64, color: Color) {
        if sigma * self.scale < SHARPEST_SHADOW {
            return;
        }
        self.context.set_paint(color);
        let radius = rect.radii().as_single_radius().unwrap_or(rect.radii().top_left);
        self.context.fill_blurred_rounded_rect(
            &(rect.rect() + offset),
            narrow(radius),
            narrow(sigma),
            false,
        );
    }

    fn text(&mut self, label: &Label, at: Point, color: Color) {
        for line in &label.lines {
            let origin =
                self.world * Affine::translate(at.to_vec2() + Vec2::new(0.0, line.baseline));
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
        self.context.set_transform(origin);
        self.context.set_paint(color);
        self.glyphs(run, false);
        if run.embolden {
            self.context.set_stroke(Stroke::new(f64::from(run.size) * EMBOLDEN));
            self.glyphs(run, true);
        }
    }

    fn glyphs(&mut self, run: &Run, outline: bool) {
        let glyphs = run.glyphs.iter().map(|glyph| vello_cpu::Glyph {
            id: glyph.id,
            x: glyph.x,
            y: glyph.y,
        });
        let mut builder = self
            .context
            .glyph_run(self.resources, &run.font)
            .font_size(run.size)
            .hint(false)
            .normalized_coords(&run.coords);
        if let Some(degrees) = run.skew {
            let slant = libm::tan(f64::from(degrees).to_radians());
            builder = builder.glyph_transform(Affine::skew(slant, 0.0));
        }
        // A glyph that cannot be drawn stays blank; the rest of the run is drawn all the same.
        let _ = if outline { builder.stroke_glyphs(glyphs) } else { builder.fill_glyphs(glyphs) };
    }

    fn icon(&mut self, icon: &Icon, rect: &Rect, current: Color, alpha: f32) {
        let transform = self.world * fit(icon, rect);
        if alpha < 1.0 {
            self.context.push_opacity_layer(alpha);
        }
        self.layers(&icon.layers, transform, current);
        if alpha < 1.0 {
            self.context.pop_layer();
        }
    }

    fn layers(&mut self, layers: &[Layer], transform: Affine, current: Color) {
        for layer in layers {
            self.context.set_transform(transform);
            match layer {
                Layer::Fill { path, paint, rule } => {
                    self.paint(paint, current);
                    self.context.set_fill_rule(*rule);
                    self.context.fill_path(path);
                }
                Layer::Stroke { path, paint, stroke } => {
                    self.paint(paint, current);
                    self.context.set_stroke(stroke.clone());
                    self.context.stroke_path(path);
                }
                Layer::Group { opacity, clip, layers } => {
                    self.group(*opacity, clip.as_ref(), layers, transform, current);
                }
            }
            self.context.reset_paint_transform();
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
        self.context.set_fill_rule(Fill::NonZero);
        let layered = opacity < 1.0;
        if layered {
            self.context.push_layer(clip, None, Some(opacity), None, None);
        } else if let Some(clip) = clip {
            self.context.push_clip_path(clip);
        }
        self.layers(layers, transform, current);
        if layered {
            self.context.pop_layer();
        } else if clip.is_some() {
            self.context.pop_clip();
        }
    }

    fn paint(&mut self, paint: &Paint, current: Color) {
        match paint {
            Paint::Current(opacity) => self.context.set_paint(current.multiply_alpha(*opacity)),
            Paint::Own(Brush::Solid(color), _) => self.context.set_paint(*color),
            Paint::Own(Brush::Gradient(gradient), placed) => {
                self.context.set_paint(gradient.clone());
                self.context.set_paint_transform(*placed);
            }
            // Icons hold no pixel images; the text's colour at least shows the shape.
            Paint::Own(Brush::Image(_), _) => self.context.set_paint(current),
        }
    }
}

fn circle_path(circle: &Circle) -> BezPath {
    circle.to_path(TOLERANCE)
}
