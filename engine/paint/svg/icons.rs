use std::sync::Arc;

use kurbo::{Affine, BezPath, Cap, Join, Rect, Stroke};
use peniko::{Brush, Color, Extend, Fill, Gradient, GradientKind};

use super::xml::{Xml, number, path_data};
use crate::icons::{Icon, Layer, Paint};
use crate::scene::{Mark, Scene};

/// The icons of a scene, each once.
#[derive(Debug)]
pub(super) struct Symbols<'a> {
    icons: Vec<&'a Arc<Icon>>,
}

impl<'a> Symbols<'a> {
    pub(super) fn of(scene: &'a Scene) -> Self {
        let mut icons: Vec<&Arc<Icon>> = Vec::new();
        for mark in scene.elements.iter().flat_map(|element| element.marks.iter()) {
            if let Mark::Icon { icon, .. } = mark
                && !icons.iter().any(|known| Arc::ptr_eq(known, icon))
            {
                icons.push(icon);
            }
        }
        Self { icons }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.icons.is_empty()
    }

    /// Writes all definitions.
    pub(super) fn write(&self, xml: &mut Xml) {
        for (symbol_idx, icon) in self.icons.iter().enumerate() {
            xml.start("symbol");
            xml.attribute("id", &format!("icon-{symbol_idx}"));
            xml.attribute(
                "viewBox",
                &format!("0 0 {} {}", number(icon.width), number(icon.height)),
            );
            let mut body = Body { xml, symbol_idx, n_definitions: 0 };
            body.layers(&icon.layers);
            xml.end();
        }
    }

    /// Places one icon.
    pub(super) fn place(&self, xml: &mut Xml, icon: &Arc<Icon>, rect: &Rect, current: Color) {
        let Some(symbol_idx) = self.icons.iter().position(|known| Arc::ptr_eq(known, icon)) else {
            return;
        };
        xml.start("use");
        // The older of two names for the same thing is the one that every reader knows.
        xml.attribute("xlink:href", &format!("#icon-{symbol_idx}"));
        xml.rect(rect);
        let rgba = current.to_rgba8();
        xml.attribute("color", &format!("#{:02x}{:02x}{:02x}", rgba.r, rgba.g, rgba.b));
        xml.end();
    }
}

/// Writes what is in a symbol.
struct Body<'a> {
    xml: &'a mut Xml,
    symbol_idx: usize,
    n_definitions: usize,
}

impl Body<'_> {
    fn layers(&mut self, layers: &[Layer]) {
        for layer in layers {
            match layer {
                Layer::Fill { path, paint, rule } => self.fill(path, paint, *rule),
                Layer::Stroke { path, paint, stroke } => self.stroke(path, paint, stroke),
                Layer::Group { opacity, clip, layers } => {
                    self.group(*opacity, clip.as_ref(), layers);
                }
            }
        }
    }

    fn fill(&mut self, path: &BezPath, paint: &Paint, rule: Fill) {
        let gradient = self.gradient_of(paint);
        self.xml.start("path");
        self.xml.attribute("d", &path_data(path));
        self.paint("fill", paint, gradient);
        if rule == Fill::EvenOdd {
            self.xml.attribute("fill-rule", "evenodd");
        }
        self.xml.end();
    }

    fn stroke(&mut self, path: &BezPath, paint: &Paint, stroke: &Stroke) {
        let gradient = self.gradient_of(paint);
        self.xml.start("path");
        self.xml.attribute("d", &path_data(path));
        self.xml.attribute("fill", "none");
        self.paint("stroke", paint, gradient);
        self.xml.number("stroke-width", stroke.width);
        let cap = match stroke.start_cap {
            Cap::Butt => "butt",
            Cap::Square => "square",
            Cap::Round => "round",
        };
        let join = match stroke.join {
            Join::Bevel => "bevel",
            Join::Miter => "miter",
            Join::Round => "round",
        };
        self.xml.attribute("stroke-linecap", cap);
        self.xml.attribute("stroke-linejoin", join);
        self.xml.number("stroke-miterlimit", stroke.miter_limit);
        if !stroke.dash_pattern.is_empty() {
            let dashes: Vec<String> = stroke.dash_pattern.iter().map(|&d| number(d)).collect();
            self.xml.attribute("stroke-dasharray", &dashes.join(" "));
            self.xml.number("stroke-dashoffset", stroke.dash_offset);
        }
        self.xml.end();
    }

    fn group(&mut self, opacity: f32, clip: Option<&BezPath>, layers: &[Layer]) {
        let clip_id = clip.map(|path| {
            let id = self.next_id();
            self.xml.start("clipPath");
            self.xml.attribute("id", &id);
            self.xml.start("path");
            self.xml.attribute("d", &path_data(path));
            self.xml.end();
            self.xml.end();
            id
        });
        self.xml.start("g");
        if opacity < 1.0 {
            self.xml.number("opacity", f64::from(opacity));
        }
        if let Some(id) = clip_id {
            self.xml.attribute("clip-path", &format!("url(#{id})"));
        }
        self.layers(layers);
        self.xml.end();
    }

    fn paint(&mut self, name: &str, paint: &Paint, gradient: Option<String>) {
        match (paint, gradient) {
            (_, Some(id)) => self.xml.attribute(name, &format!("url(#{id})")),
            (Paint::Own(Brush::Solid(color), _), None) => self.xml.color(name, *color),
            (Paint::Own(Brush::Gradient(gradient), _), None) => {
                self.xml.color(name, mean(gradient));
            }
            (Paint::Current(opacity), None) => {
                self.xml.attribute(name, "currentColor");
                if *opacity < 1.0 {
                    self.xml.number(&format!("{name}-opacity"), f64::from(*opacity));
                }
            }
            (Paint::Own(Brush::Image(_), _), None) => self.xml.attribute(name, "currentColor"),
        }
    }

    /// Defines the gradient of `paint` if it is one that SVG knows, and names it.
    fn gradient_of(&mut self, paint: &Paint) -> Option<String> {
        let Paint::Own(Brush::Gradient(gradient), placed) = paint else { return None };
        let id = match &gradient.kind {
            GradientKind::Linear(line) => {
                let id = self.start_gradient("linearGradient");
                for (name, value) in [
                    ("x1", line.start.x),
                    ("y1", line.start.y),
                    ("x2", line.end.x),
                    ("y2", line.end.y),
                ] {
                    self.xml.number(name, value);
                }
                id
            }
            GradientKind::Radial(circles) => {
                let id = self.start_gradient("radialGradient");
                for (name, value) in [
                    ("cx", circles.end_center.x),
                    ("cy", circles.end_center.y),
                    ("r", f64::from(circles.end_radius)),
                    ("fx", circles.start_center.x),
                    ("fy", circles.start_center.y),
                ] {
                    self.xml.number(name, value);
                }
                id
            }
            GradientKind::Sweep(_) => return None,
        };
        self.stops(gradient, *placed);
        self.xml.end();
        Some(id)
    }

    fn start_gradient(&mut self, element: &str) -> String {
        let id = self.next_id();
        self.xml.start(element);
        self.xml.attribute("id", &id);
        self.xml.attribute("gradientUnits", "userSpaceOnUse");
        id
    }

    fn stops(&mut self, gradient: &Gradient, placed: Affine) {
        if placed != Affine::IDENTITY {
            let numbers = placed.as_coeffs().map(|c| format!("{c:.6}"));
            self.xml.attribute("gradientTransform", &format!("matrix({})", numbers.join(" ")));
        }
        match gradient.extend {
            Extend::Pad => {}
            Extend::Repeat => self.xml.attribute("spreadMethod", "repeat"),
            Extend::Reflect => self.xml.attribute("spreadMethod", "reflect"),
        }
        for stop in gradient.stops.iter() {
            self.xml.start("stop");
            self.xml.number("offset", f64::from(stop.offset));
            self.xml.color("stop", stop.color.to_alpha_color::<peniko::color::Srgb>());
            self.xml.end();
        }
    }

    fn next_id(&mut self) -> String {
        self.n_definitions += 1;
        format!("icon-{}-{}", self.symbol_idx, self.n_definitions)
    }
}

/// The mean of a gradient's stops.
fn mean(gradient: &Gradient) -> Color {
    let mut sum = [0.0_f32; 4];
    let mut n_stops = 0.0_f32;
    for stop in gradient.stops.iter() {
        let color = stop.color.to_alpha_color::<peniko::color::Srgb>();
        n_stops += 1.0;
        for (sum, channel) in sum.iter_mut().zip(color.components) {
            *sum += channel;
        }
    }
    Color::new(sum.map(|channel| channel / n_stops.max(1.0)))
}
