use std::collections::BTreeMap;

use kurbo::{Point, RoundedRect, Vec2};
use peniko::Color;

use super::xml::{Xml, base64, number, path_data};
use crate::scene::{Mark, Pen, Scene, Shape};
use crate::text::{Label, Line, Run};

/// Writes any mark but an icon.
pub(super) fn write(xml: &mut Xml, mark: &Mark) {
    match mark {
        Mark::Fill { shape: drawn, color } | Mark::Plate { shape: drawn, color, .. } => {
            shape(xml, drawn);
            xml.color("fill", *color);
            xml.end();
        }
        Mark::Stroke { shape: drawn, pen: with } => {
            shape(xml, drawn);
            xml.attribute("fill", "none");
            pen(xml, with);
            xml.end();
        }
        Mark::Shadow { rect, offset, sigma, color } => shadow(xml, rect, *offset, *sigma, *color),
        Mark::Text { label, at, color } => text(xml, label, *at, *color),
        Mark::Icon { .. } => {}
    }
}

/// The blurs that shadows of `scene` need, in thousandths of a px, each once.
pub(super) fn sigmas(scene: &Scene) -> Vec<f64> {
    let mut sigmas: Vec<f64> = marks(scene)
        .filter_map(|mark| match mark {
            Mark::Shadow { sigma, .. } => Some(*sigma),
            _ => None,
        })
        .collect();
    sigmas.sort_by(f64::total_cmp);
    sigmas.dedup_by(|a, b| number(*a) == number(*b));
    sigmas
}

/// The filter that [`shadow`] refers to.
pub(super) fn blur(xml: &mut Xml, sigma: f64) {
    xml.start("filter");
    xml.attribute("id", &blur_id(sigma));
    for (name, value) in [("x", "-30%"), ("y", "-30%"), ("width", "160%"), ("height", "160%")] {
        xml.attribute(name, value);
    }
    xml.attribute("color-interpolation-filters", "sRGB");
    xml.start("feGaussianBlur");
    xml.number("stdDeviation", sigma);
    xml.end();
    xml.end();
}

/// Puts every font that `scene` uses into the file.
pub(super) fn font_faces(xml: &mut Xml, scene: &Scene) {
    let mut faces: BTreeMap<(String, String, bool), &Run> = BTreeMap::new();
    for run in marks(scene).filter_map(label).flat_map(|l| &l.lines).flat_map(|line| &line.runs) {
        let weight = if run.coords.is_empty() {
            number(f64::from(run.weight))
        } else {
            "100 900".to_owned()
        };
        faces.entry((run.family.clone(), weight, run.italic)).or_insert(run);
    }
    if faces.is_empty() {
        return;
    }
    xml.start("style");
    let rules = faces.iter().map(|((family, weight, italic), run)| {
        let style = if *italic { "italic" } else { "normal" };
        let family: String = family.chars().filter(|c| !"\"'\\{}".contains(*c)).collect();
        let data = base64(run.font.data.as_ref());
        format!(
            "@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; \
             src: url(data:font/ttf;base64,{data}); }}"
        )
    });
    xml.text(&rules.collect::<Vec<_>>().join(" "));
    xml.end_text();
}

fn marks(scene: &Scene) -> impl Iterator<Item = &Mark> {
    scene.elements.iter().flat_map(|element| element.marks.iter())
}

fn label(mark: &Mark) -> Option<&Label> {
    match mark {
        Mark::Text { label, .. } => Some(label),
        _ => None,
    }
}

/// Starts the element of a shape; its paint is still to be written.
fn shape(xml: &mut Xml, shape: &Shape) {
    match shape {
        Shape::RoundedRect(rect) => rounded_rect(xml, rect),
        Shape::Circle(circle) => {
            xml.start("circle");
            xml.number("cx", circle.center.x);
            xml.number("cy", circle.center.y);
            xml.number("r", circle.radius);
        }
        Shape::Path(path) => {
            xml.start("path");
            xml.attribute("d", &path_data(path));
        }
    }
}

fn rounded_rect(xml: &mut Xml, rect: &RoundedRect) {
    xml.start("rect");
    xml.rect(&rect.rect());
    let radius = rect.radii().as_single_radius().unwrap_or(rect.radii().top_left);
    if radius > 0.0 {
        xml.number("rx", radius);
    }
}

fn pen(xml: &mut Xml, pen: &Pen) {
    xml.color("stroke", pen.color);
    xml.number("stroke-width", pen.width);
    xml.attribute("stroke-linejoin", "round");
    if pen.round {
        xml.attribute("stroke-linecap", "round");
    }
    if !pen.dashes.is_empty() {
        let dashes: Vec<String> = pen.dashes.iter().map(|&dash| number(dash)).collect();
        xml.attribute("stroke-dasharray", &dashes.join(" "));
    }
}

fn shadow(xml: &mut Xml, rect: &RoundedRect, offset: Vec2, sigma: f64, color: Color) {
    let radius = rect.radii().as_single_radius().unwrap_or(rect.radii().top_left);
    rounded_rect(xml, &RoundedRect::from_rect(rect.rect() + offset, radius));
    xml.color("fill", color);
    xml.attribute("filter", &format!("url(#{})", blur_id(sigma)));
    xml.end();
}

fn blur_id(sigma: f64) -> String {
    format!("blur-{}", number(sigma))
}

fn text(xml: &mut Xml, label: &Label, at: Point, color: Color) {
    if label.lines.iter().all(|line| line.runs.is_empty()) {
        return;
    }
    xml.start("text");
    xml.color("fill", color);
    // Spaces that the layout kept must show, and those at a line's end do no harm: each line starts at its own place.
    xml.attribute("style", "white-space: pre");
    xml.attribute("xml:space", "preserve");
    for line in &label.lines {
        for (run_idx, run) in line.runs.iter().enumerate() {
            tspan(xml, run, at + Vec2::new(run.x, line.baseline), width(line, run_idx));
        }
    }
    xml.end_text();
}

/// The advance width of a run, px.
fn width(line: &Line, run_idx: usize) -> f64 {
    let end = line.runs.get(run_idx + 1).map_or(line.x + line.width, |next| next.x);
    end - line.runs[run_idx].x
}

fn tspan(xml: &mut Xml, run: &Run, at: Point, width: f64) {
    xml.start("tspan");
    xml.number("x", at.x);
    xml.number("y", at.y);
    xml.attribute("font-family", &families(&run.family));
    xml.number("font-size", f64::from(run.size));
    if (run.weight - 400.0).abs() > 0.5 {
        xml.number("font-weight", f64::from(run.weight));
    }
    if run.italic || run.skew.is_some() {
        xml.attribute("font-style", "italic");
    }
    // Where the font is not at hand, another still ends where this one would.
    if width > 0.0 && run.text.trim() == run.text && run.text.chars().count() > 1 {
        xml.number("textLength", width);
    }
    xml.text(&run.text);
    xml.end();
}

/// The family and what may stand in for it.
fn families(family: &str) -> String {
    let name: String = family.chars().filter(|c| !"\"'\\".contains(*c)).collect();
    let kind = if name.to_lowercase().contains("mono") { "monospace" } else { "sans-serif" };
    if name.is_empty() { kind.to_owned() } else { format!("'{name}', {kind}") }
}
