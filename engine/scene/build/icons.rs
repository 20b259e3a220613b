//! Icons as the eye wants them: of even weight, centred by their ink, and never lost on their ground.

use std::sync::Arc;

use kurbo::{Rect, RoundedRect, Shape as _, Vec2};
use peniko::color::{AlphaColor, Oklab, Oklch, Srgb};
use peniko::{Brush, Color};

use super::Parts;
use crate::icons::{Icon, Layer, Paint, Resolved, monogram};
use crate::scene::color::{contrast, mix, most_legible};
use crate::scene::{Mark, Shape};
use crate::text::Label;

/// Ink that contrasts less than this with its ground is as good as not there, unless its hue tells them apart.
const VANISHES: f64 = 2.0;

/// Colours further apart than this in Oklab (Ottosson 2020) can be told apart at equal brightness.
const SAME_HUE: f32 = 0.19;

/// A mark of which less than this share can be seen is helped.
const SEEN: f64 = 0.3;

/// The ink of a square mark fills this much of its box; narrow ones may fill it all, so that all weigh the same.
const FULL: f64 = 0.9;

/// The icon on a plate, as a share of its box.
const ON_PLATE: f64 = 0.76;

const LIGHT_PLATE: Color = Color::from_rgb8(0xf4, 0xf5, 0xf8);
const DARK_PLATE: Color = Color::from_rgb8(0x1c, 0x22, 0x30);

impl Parts<'_> {
    /// Draws an icon into `space` on `ground`; `current` is the colour of those that have none of their own.
    /// `letters` stand in for an icon nobody has.
    pub(super) fn icon_marks(
        &self,
        resolved: &Resolved,
        letters: Option<&Arc<Label>>,
        space: Rect,
        ground: Color,
        current: Color,
    ) -> Vec<Mark> {
        let Some(icon) = resolved.icon.as_ref() else {
            return chip(&resolved.asked, letters, space);
        };
        let ink = Ink::of(icon, current);
        if ink.share_seen(ground) >= SEEN {
            return vec![placed(icon, &ink, space, current)];
        }
        if ink.is_one_grey() {
            return vec![placed(&Arc::new(recolored(icon)), &ink, space, current)];
        }
        let plate = most_legible(ink.color(), &[LIGHT_PLATE, DARK_PLATE]);
        let shape = Shape::RoundedRect(RoundedRect::from_rect(space, space.width() * 0.18));
        let inner = Rect::from_center_size(space.center(), space.size() * ON_PLATE);
        vec![Mark::Fill { shape, color: plate }, placed(icon, &ink, inner, current)]
    }
}

/// Stands in for an icon nobody has: its first letters on a chip in a colour that is the name's own.
fn chip(name: &str, letters: Option<&Arc<Label>>, space: Rect) -> Vec<Mark> {
    let (_, hue) = monogram(name);
    // Lightness at which white letters keep 4.5:1 at every hue.
    let color = AlphaColor::<Oklch>::new([0.52, 0.11, f32::from(hue), 1.0]).convert::<Srgb>();
    let shape = Shape::RoundedRect(RoundedRect::from_rect(space, space.width() * 0.22));
    let mut marks = vec![Mark::Fill { shape, color }];
    if let Some(letters) = letters {
        let at = space.center() - Vec2::new(letters.width, letters.height) / 2.0;
        marks.push(Mark::Text { label: Arc::clone(letters), at, color: Color::WHITE });
    }
    marks
}

/// `icon` in the text's colour alone.
fn recolored(icon: &Icon) -> Icon {
    Icon { layers: icon.layers.iter().map(in_current).collect(), ..icon.clone() }
}

fn in_current(layer: &Layer) -> Layer {
    match layer.clone() {
        Layer::Fill { path, rule, .. } => Layer::Fill { path, paint: Paint::Current(1.0), rule },
        Layer::Stroke { path, stroke, .. } => {
            Layer::Stroke { path, paint: Paint::Current(1.0), stroke }
        }
        Layer::Group { opacity, clip, layers } => {
            Layer::Group { opacity, clip, layers: layers.iter().map(in_current).collect() }
        }
    }
}

/// `icon` in `space`, its ink in the middle; its view box may reach beyond, but has nothing there.
fn placed(icon: &Arc<Icon>, ink: &Ink, space: Rect, current: Color) -> Mark {
    let (width, height) = (ink.bounds.width().max(1e-6), ink.bounds.height().max(1e-6));
    let (wide, high) = (space.width(), space.height());
    let scale = (wide / width)
        .min(high / height)
        .min((FULL * FULL * wide * high / (width * height)).sqrt());
    let center = (ink.bounds.center().to_vec2()) * scale;
    let origin = space.center() - center;
    let rect = Rect::from_origin_size(origin, (icon.width * scale, icon.height * scale));
    Mark::Icon { icon: Arc::clone(icon), rect, color: current }
}

/// What an icon puts on its ground.
struct Ink {
    /// Round all of it, in the icon's units.
    bounds: Rect,
    /// Colours, and how much area each has.
    areas: Vec<(Color, f64)>,
}

impl Ink {
    fn of(icon: &Icon, current: Color) -> Self {
        let mut ink = Self { bounds: Rect::ZERO, areas: Vec::new() };
        let mut bounds = None;
        ink.gather(&icon.layers, current, 1.0, None, &mut bounds);
        let view_box = Rect::new(0.0, 0.0, icon.width, icon.height);
        let inside = bounds.unwrap_or(view_box).intersect(view_box);
        ink.bounds = if inside.area() > 0.0 { inside } else { view_box };
        ink
    }

    fn gather(
        &mut self,
        layers: &[Layer],
        current: Color,
        opacity: f32,
        clip: Option<Rect>,
        bounds: &mut Option<Rect>,
    ) {
        for layer in layers {
            let (reach, area, paint) = match layer {
                Layer::Fill { path, paint, .. } => (path.bounding_box(), path.area().abs(), paint),
                Layer::Stroke { path, paint, stroke } => {
                    let half = stroke.width / 2.0;
                    let reach = path.bounding_box().inflate(half, half);
                    (reach, path.perimeter(0.1) * stroke.width, paint)
                }
                Layer::Group { opacity: own, clip: own_clip, layers } => {
                    let own_clip = own_clip.as_ref().map(|path| path.bounding_box());
                    let both = match (clip, own_clip) {
                        (Some(a), Some(b)) => Some(a.intersect(b)),
                        (a, b) => a.or(b),
                    };
                    self.gather(layers, current, opacity * own, both, bounds);
                    continue;
                }
            };
            let reach = clip.map_or(reach, |clip| reach.intersect(clip));
            *bounds = Some(bounds.map_or(reach, |all| all.union(reach)));
            let color = average(paint, current).multiply_alpha(opacity);
            self.areas.push((color, area.min(reach.area())));
        }
    }

    /// Which share of it contrasts with `ground`.
    fn share_seen(&self, ground: Color) -> f64 {
        let (mut seen, mut all) = (0.0, 0.0);
        for &(color, area) in &self.areas {
            all += area;
            if differs(over(color, ground), ground) {
                seen += area;
            }
        }
        if all > 0.0 { seen / all } else { 1.0 }
    }

    /// Whether all of it is of one colour that is no hue.
    fn is_one_grey(&self) -> bool {
        let mean = self.color();
        let [_, a, b, _] = mean.convert::<Oklab>().components;
        a.abs().max(b.abs()) < 0.03
            && self.areas.iter().all(|&(color, _)| apart(color, mean) < 0.08)
    }

    /// What it looks like from afar.
    fn color(&self) -> Color {
        let mut sum = [0.0_f64; 3];
        let mut all = 0.0;
        for (color, area) in &self.areas {
            let weight = area * f64::from(color.components[3]);
            all += weight;
            for (sum, channel) in sum.iter_mut().zip(color.components) {
                *sum += weight * f64::from(channel);
            }
        }
        let [r, g, b] = sum.map(|channel| crate::paint::narrow(channel / f64::max(all, 1e-12)));
        Color::new([r, g, b, 1.0])
    }
}

fn differs(ink: Color, ground: Color) -> bool {
    contrast(ink, ground) >= VANISHES || apart(ink, ground) >= SAME_HUE
}

/// How far apart two colours are in Oklab, 0 to 1.
fn apart(a: Color, b: Color) -> f32 {
    let (a, b) = (a.convert::<Oklab>().components, b.convert::<Oklab>().components);
    let squares = (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i]));
    squares.sum::<f32>().sqrt()
}

fn over(color: Color, ground: Color) -> Color {
    mix(ground, color, color.components[3])
}

fn average(paint: &Paint, current: Color) -> Color {
    match paint {
        Paint::Current(opacity) => current.multiply_alpha(*opacity),
        Paint::Own(Brush::Solid(color), _) => *color,
        Paint::Own(Brush::Gradient(gradient), _) => {
            let stops = &gradient.stops;
            let mut sum = [0.0_f32; 4];
            for stop in stops.iter() {
                let color = stop.color.to_alpha_color::<Srgb>();
                for (sum, channel) in sum.iter_mut().zip(color.components) {
                    *sum += channel;
                }
            }
            let n_stops = crate::paint::narrow(stops.len().max(1) as f64);
            Color::new(sum.map(|channel| channel / n_stops))
        }
        Paint::Own(Brush::Image(_), _) => current,
    }
}
