//! Writes a scene as SVG 1.1 with text as text: it can be searched, selected, styled and read aloud.
//!
//! Each element of the scene is a `<g>` with its kind as class; a symbol holds each icon once. What SVG 1.1 lacks is
//! replaced by its nearest likeness (a sweep gradient by its mean colour). Lines and text are not thinned out, since whoever
//! shows the file may enlarge it; but what is left out or shown from afar only is so by the size it is written with.

mod flow;
mod icons;
mod marks;
mod xml;

use std::collections::BTreeSet;

use kurbo::Rect;
use peniko::Color;

use super::{Moment, View};
use crate::scene::{Element, Mark, Scene};
use icons::Symbols;
use xml::{Xml, number};

/// How the file is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Width and height, px; `None` is the scene's own size. Whoever shows the file may scale it either way.
    pub size: Option<(f64, f64)>,
    /// What is behind everything; `None` is the scene's own ground, a transparent colour leaves it out.
    pub ground: Option<Color>,
    /// Whether the fonts are put into the file, so that it looks the same where they are not installed. Adds some
    /// 300 kB a font.
    pub embed_fonts: bool,
    /// What is written is what is seen at this times the scale, as [`View::detail`](super::View::detail) says.
    pub detail: f64,
    /// As [`View::density`](super::View::density).
    pub density: f64,
    /// What moves does so from this moment on; `None` leaves it out.
    pub flow: Option<Moment>,
}

impl Default for Options {
    fn default() -> Self {
        Self { size: None, ground: None, embed_fonts: false, detail: 1.0, density: 1.0, flow: None }
    }
}

/// `scene` as the text of an SVG file.
#[must_use]
pub fn write(scene: &Scene, options: &Options) -> String {
    let whole = scene;
    let scene = &seen(scene, options);
    let symbols = Symbols::of(scene);
    let mut xml = Xml::new();
    start(&mut xml, scene, options);
    definitions(&mut xml, scene, &symbols, options);
    let ground = options.ground.unwrap_or(scene.ground);
    if ground.components[3] > 0.0 {
        xml.start("rect");
        xml.attribute("class", "ground");
        xml.rect(&scene.bounds);
        xml.color("fill", ground);
        xml.end();
    }
    let mut names = BTreeSet::new();
    // What moves lies on the lines, and below all that stands on them.
    let is_line =
        |element: &Element| matches!(element.class, "edge" | "arrow" | "course" | "bundle");
    let last_line = scene.elements.iter().rposition(is_line);
    for (place, element) in scene.elements.iter().enumerate() {
        group(&mut xml, element, &symbols, &mut names);
        if let (Some(flow), Some(moment), true) =
            (&whole.flow, options.flow, last_line == Some(place))
        {
            flow::write(&mut xml, flow, whole, &view(whole, options), moment);
        }
    }
    xml.finish()
}

/// How the whole of `scene` is seen.
fn view(scene: &Scene, options: &Options) -> View {
    let scale = scale(scene, options);
    let view = View::at_scale(scene, scale);
    View { detail: options.detail, density: options.density, ..view }
}

fn scale(scene: &Scene, options: &Options) -> f64 {
    options.size.map_or(1.0, |(width, _)| width / scene.bounds.width().max(1e-9))
}

/// What of `scene` is seen at the scale that it is written with, as faint as it is there.
fn seen(scene: &Scene, options: &Options) -> Scene {
    let scale = scale(scene, options);
    let faded = |element: &Element| {
        let opacity = element.opacity * element.seen.opacity(scale * options.detail);
        (opacity > 0.0).then(|| Element { opacity, ..element.clone() })
    };
    Scene { elements: scene.elements.iter().filter_map(faded).collect(), ..scene.clone() }
}

fn start(xml: &mut Xml, scene: &Scene, options: &Options) {
    let Rect { x0, y0, .. } = scene.bounds;
    let (width, height) = (scene.bounds.width(), scene.bounds.height());
    let size = options.size.unwrap_or((width, height));
    xml.start("svg");
    xml.attribute("xmlns", "http://www.w3.org/2000/svg");
    xml.attribute("xmlns:xlink", "http://www.w3.org/1999/xlink");
    let numbers = [x0, y0, width, height].map(number);
    xml.attribute("viewBox", &numbers.join(" "));
    xml.number("width", size.0);
    xml.number("height", size.1);
    xml.attribute("role", "img");
    let named = [(&scene.title, "veduta-title"), (&scene.description, "veduta-description")];
    let ids: Vec<&str> =
        named.iter().filter(|(text, _)| text.is_some()).map(|&(_, id)| id).collect();
    if !ids.is_empty() {
        xml.attribute("aria-labelledby", &ids.join(" "));
    }
    for ((text, id), name) in named.into_iter().zip(["title", "desc"]) {
        if let Some(text) = text {
            xml.start(name);
            xml.attribute("id", id);
            xml.text(text);
            xml.end_text();
        }
    }
}

fn definitions(xml: &mut Xml, scene: &Scene, symbols: &Symbols<'_>, options: &Options) {
    let sigmas = marks::sigmas(scene);
    if sigmas.is_empty() && symbols.is_empty() && !options.embed_fonts {
        return;
    }
    xml.start("defs");
    if options.embed_fonts {
        marks::font_faces(xml, scene);
    }
    for sigma in sigmas {
        marks::blur(xml, sigma);
    }
    symbols.write(xml);
    xml.end();
}

fn group(xml: &mut Xml, element: &Element, symbols: &Symbols<'_>, names: &mut BTreeSet<String>) {
    xml.start("g");
    xml.attribute("id", &unique(element, names));
    xml.attribute("class", element.class);
    if element.opacity < 1.0 {
        xml.number("opacity", f64::from(element.opacity));
    }
    for mark in element.marks.iter() {
        match mark {
            Mark::Icon { icon, rect, color } => symbols.place(xml, icon, rect, *color),
            other => marks::write(xml, other),
        }
    }
    xml.end();
}

/// A name for `element` that no other has: its kind and id, numbered from the second on.
fn unique(element: &Element, names: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let base: String = format!("{}-{}", element.class, element.id).chars().map(plain).collect();
    let numbered = (2..).map(|n: u32| format!("{base}-{n}"));
    let name = std::iter::once(base.clone()).chain(numbered).find(|name| !names.contains(name));
    let name = name.unwrap_or(base);
    names.insert(name.clone());
    name
}

#[cfg(test)]
mod tests;
