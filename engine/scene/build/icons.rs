//! Icons as the eye wants them: of even weight, centred by their ink, and never lost on their ground.

use std::cmp::Ordering;
use std::sync::Arc;

use kurbo::{Rect, RoundedRect, Vec2};
use peniko::Color;
use peniko::color::{AlphaColor, Oklch, Srgb};

use super::Parts;
use super::ink::Ink;
use crate::diagram::Look;
use crate::icons::{Icon, Layer, Paint, Resolved, monogram};
use crate::scene::color::most_legible;
use crate::scene::{Mark, Shape};
use crate::text::Label;

/// A mark of which less than this share can be seen is helped: a lost word or stripe is a lost quarter.
const SEEN: f64 = 0.75;

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
        let placed = |icon: &Arc<Icon>, space: Rect| match self.diagram.style.look {
            Look::Classic => Mark::Icon { icon: Arc::clone(icon), rect: space, color: current },
            Look::Neo | Look::HandDrawn => placed(icon, &ink, space, current),
        };
        if ink.is_lost_grey(ground) {
            return vec![placed(&Arc::new(recolored(icon)), space)];
        }
        let bare = ink.share_seen(ground);
        let plate = best_plate(&ink);
        if bare >= SEEN || ink.share_seen(plate) <= bare {
            return vec![placed(icon, space)];
        }
        let shape = Shape::RoundedRect(RoundedRect::from_rect(space, space.width() * 0.18));
        let inner = Rect::from_center_size(space.center(), space.size() * ON_PLATE);
        vec![Mark::Fill { shape, color: plate }, placed(icon, inner)]
    }
}

/// On which more is seen; the one that stands out more where it is the same.
fn best_plate(ink: &Ink) -> Color {
    let (light, dark) = (ink.share_seen(LIGHT_PLATE), ink.share_seen(DARK_PLATE));
    match light.total_cmp(&dark) {
        Ordering::Greater => LIGHT_PLATE,
        Ordering::Less => DARK_PLATE,
        Ordering::Equal => most_legible(ink.mean(), &[LIGHT_PLATE, DARK_PLATE]),
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
