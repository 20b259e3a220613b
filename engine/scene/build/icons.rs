//! Icons as the eye wants them: of even weight, centred by their ink, and never lost on their ground.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
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
        let verdict = self.verdicts.of(icon, ground, current);
        let icon = verdict.recolored.as_ref().unwrap_or(icon);
        let placed = |space: Rect| match self.diagram.style.look {
            Look::Classic => Mark::Icon { icon: Arc::clone(icon), rect: space, color: current },
            Look::Neo | Look::HandDrawn => placed(icon, verdict.bounds, space, current),
        };
        let Some(color) = verdict.plate else { return vec![placed(space)] };
        let shape = Shape::RoundedRect(RoundedRect::from_rect(space, space.width() * 0.18));
        let inner = Rect::from_center_size(space.center(), space.size() * ON_PLATE);
        vec![Mark::Fill { shape, color }, placed(inner)]
    }
}

/// How an icon is to be drawn on a ground.
#[derive(Clone, Debug)]
struct Verdict {
    /// Round its ink, in its own units.
    bounds: Rect,
    /// The icon in the text's colour, where its own is lost on the ground.
    recolored: Option<Arc<Icon>>,
    /// What is put below it, where too little of it would be seen.
    plate: Option<Color>,
}

/// An icon, by its address, and the colours behind and of it.
type Question = (usize, [u8; 4], [u8; 4]);

/// The verdicts on all icons of a picture: each is looked at once, however many services have it.
#[derive(Debug, Default)]
pub(super) struct Verdicts(RefCell<BTreeMap<Question, Verdict>>);

impl Verdicts {
    fn of(&self, icon: &Arc<Icon>, ground: Color, current: Color) -> Verdict {
        let bytes = |color: Color| color.to_rgba8().to_u8_array();
        let question = (Arc::as_ptr(icon).addr(), bytes(ground), bytes(current));
        self.0
            .borrow_mut()
            .entry(question)
            .or_insert_with(|| Verdict::of(icon, ground, current))
            .clone()
    }
}

impl Verdict {
    fn of(icon: &Icon, ground: Color, current: Color) -> Self {
        let ink = Ink::of(icon, current);
        let lost = ink.is_lost_grey(ground);
        let bare = ink.share_seen(ground);
        let plate = best_plate(&ink);
        let needs_plate = !lost && bare < SEEN && ink.share_seen(plate) > bare;
        Self {
            bounds: ink.bounds,
            recolored: lost.then(|| Arc::new(recolored(icon))),
            plate: needs_plate.then_some(plate),
        }
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
fn placed(icon: &Arc<Icon>, ink: Rect, space: Rect, current: Color) -> Mark {
    let (width, height) = (ink.width().max(1e-6), ink.height().max(1e-6));
    let (wide, high) = (space.width(), space.height());
    let scale = (wide / width)
        .min(high / height)
        .min((FULL * FULL * wide * high / (width * height)).sqrt());
    let center = (ink.center().to_vec2()) * scale;
    let origin = space.center() - center;
    let rect = Rect::from_origin_size(origin, (icon.width * scale, icon.height * scale));
    Mark::Icon { icon: Arc::clone(icon), rect, color: current }
}
