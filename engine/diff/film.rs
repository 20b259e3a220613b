use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};
use peniko::Color;

use super::marks::{self, Sign, When};
use super::{Changes, pairs, shift};
use crate::diagram::Diagram;
use crate::explore::{Kept, State};
use crate::scene::color::narrow;
use crate::scene::{
    self, Element, Headings, Kinship, MARGIN, Mark, Morph, Scene, Subject, Theme, Titles,
};
use crate::text::{Fonts, Label, TextAlign, TextStyle};

/// One version of a diagram that turns into the next, with marks on what differs and a legend below.
#[derive(Debug)]
pub struct Film {
    morph: Morph,
    marks: Vec<(Element, When)>,
    titled: [Titled; 2],
    theme: Theme,
    /// Round all that is ever seen, px.
    pub(super) bounds: Rect,
}

/// A version whose groups have titles.
#[derive(Debug)]
struct Titled {
    diagram: Diagram,
    headings: Headings,
    /// How far it is moved to lie on the later version.
    by: Vec2,
}

/// What the versions are called in the picture.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'n> {
    /// The earlier.
    pub before: &'n str,
    /// The later.
    pub after: &'n str,
}

/// The earlier version stands for so long, s.
const HOLD_BEFORE: f64 = 1.4;
/// It takes so long to turn into the later, s.
const MORPH: f64 = 1.6;
/// And that stands for so long, s.
const HOLD_AFTER: f64 = 2.5;

impl Film {
    /// How long it takes, s.
    pub const SECS: f64 = HOLD_BEFORE + MORPH + HOLD_AFTER;

    /// From `old` to `new`, which differ by `changes`.
    #[must_use]
    pub fn new(
        old: &Diagram,
        new: &Diagram,
        changes: &Changes,
        theme: &Theme,
        naming: Naming<'_>,
        fonts: &mut Fonts,
    ) -> Self {
        let kept = Kept::new(old, new);
        let moved = shift(old, new, &pairs(old, &kept));
        let by = Vec2::new(moved.x, moved.y);
        let plain = |diagram: &Diagram| Arc::new(scene::build(diagram, &State::default(), theme));
        let (from, to) = (plain(old), plain(new));
        let drawn = (from.bounds + by).union(to.bounds);
        let kinship = Kinship {
            kept: &|subject| kept.find(subject_of(subject)?).map(Subject::from),
            goes: &|_| None,
            comes: &|_| None,
            shift: by,
        };
        let titled = |diagram: &Diagram, scene: &Scene, by: Vec2| Titled {
            diagram: diagram.clone(),
            headings: Headings::of(scene, diagram),
            by,
        };
        let titled = [titled(old, &from, by), titled(new, &to, Vec2::ZERO)];
        let morph = Morph::new(from, to, &kinship);
        let mut marks = marks::of(changes, old, new, by, theme);
        let (legend, bounds) = legend(drawn, changes, theme, naming, fonts);
        marks.extend(legend);
        Self { morph, marks, titled, theme: theme.clone(), bounds }
    }

    /// The picture `time` seconds after its beginning, of what is seen at `scale`; at its end for what lies behind that.
    #[must_use]
    pub fn at(&self, time: f64, scale: f64) -> Scene {
        let linear = ((time - HOLD_BEFORE) / MORPH).clamp(0.0, 1.0);
        let share = linear * linear * (3.0 - 2.0 * linear);
        let everywhere = Rect::new(-1e9, -1e9, 1e9, 1e9);
        let mut scene = self.morph.at(share, everywhere, scale);
        // Those of the drawing are too small to be read in most films.
        scene.elements.retain(|element| element.class != "group-title");
        let shares = [1.0 - share, share];
        let titles = self.titled.iter().zip(shares).filter(|(_, share)| *share > 0.0);
        scene
            .elements
            .extend(titles.flat_map(|(titled, share)| titled.titles(&self.theme, scale, share)));
        for (mark, when) in &self.marks {
            let opacity = mark.opacity * when.opacity(share);
            if opacity > 0.0 {
                scene.elements.push(Element { opacity, ..mark.clone() });
            }
        }
        scene.bounds = self.bounds;
        scene
    }
}

impl Titled {
    /// Its titles at `scale`, of which this share is seen.
    fn titles(&self, theme: &Theme, scale: f64, share: f64) -> impl Iterator<Item = Element> {
        let seen = Rect::new(-1e9, -1e9, 1e9, 1e9);
        let asked = Titles { seen, scale, detail: scale, larger: 1.0 };
        let titles = scene::titles(&self.diagram, theme, &self.headings, &asked);
        titles.into_iter().map(move |title| {
            let moved = |mark: &Mark| mark.fitted(title.bounds, title.bounds + self.by);
            let marks: Vec<Mark> = title.marks.iter().map(moved).collect();
            let opacity = title.opacity * narrow(share);
            Element { opacity, bounds: title.bounds + self.by, marks: marks.into(), ..title }
        })
    }
}

fn subject_of(subject: Subject) -> Option<crate::explore::Subject> {
    match subject {
        Subject::Diagram => None,
        Subject::Group(group) => Some(crate::explore::Subject::Group(group)),
        Subject::Edge(edge) => Some(crate::explore::Subject::Edge(edge)),
        Subject::Node(node) => Some(crate::explore::Subject::Node(node)),
    }
}

/// The line below the drawing that says what is shown and what the signs mean, and the bounds with it.
fn legend(
    drawn: Rect,
    changes: &Changes,
    theme: &Theme,
    naming: Naming<'_>,
    fonts: &mut Fonts,
) -> (Vec<(Element, When)>, Rect) {
    // As large a part of the picture whatever the size of that.
    let unit = (drawn.width() / 1100.0).clamp(0.8, 12.0);
    let mut shape = |text: &str, weight: f32| fonts.shape(text, &style(13.0 * unit, weight));
    let text = |label: &Arc<Label>, at: Point, color: Color| Mark::Text {
        label: Arc::clone(label),
        at,
        color,
    };
    let element = |marks: Vec<Mark>| Element::new(Subject::Diagram, "legend", "legend", marks);
    let left = drawn.x0 + MARGIN;
    let mut at = Point::new(left, drawn.y1);
    let (before, after) = (shape(naming.before, 600.0), shape(naming.after, 600.0));
    let mut marks = vec![
        (element(vec![text(&before, at, theme.text)]), When::Before),
        (element(vec![text(&after, at, theme.text)]), When::After),
    ];
    let mut right = left + before.width.max(after.width);
    at.y += before.height.max(after.height) + 6.0 * unit;
    let entries = entries(changes);
    let none = [(None, "nothing differs".to_owned())];
    for (sign, told) in if entries.is_empty() { none.to_vec() } else { entries } {
        let label = shape(&told, 400.0);
        let radius = 8.0 * unit;
        let width = 2.0 * radius + 6.0 * unit + label.width;
        if at.x > left && at.x + width > drawn.x1 - MARGIN {
            at = Point::new(left, at.y + label.height + 6.0 * unit);
        }
        let mut entry = Vec::new();
        if let Some(sign) = sign {
            let middle = Point::new(at.x + radius, at.y + label.height / 2.0);
            entry.extend(marks::badge(sign, middle, radius, theme));
        }
        let start = Point::new(at.x + 2.0 * radius + 6.0 * unit, at.y);
        entry.push(text(&label, start, theme.text));
        marks.push((element(entry), When::Always));
        at.x += width + 18.0 * unit;
        right = right.max(at.x);
    }
    let bottom = at.y + 13.0 * unit * 1.4;
    let bounds = Rect::new(drawn.x0, drawn.y0, drawn.x1.max(right), bottom + MARGIN);
    (marks, bounds.expand())
}

/// What each sign that occurs means, and how often it does.
fn entries(changes: &Changes) -> Vec<(Option<Sign>, String)> {
    let all = [
        (Sign::Added, changes.added.len(), "added"),
        (Sign::Removed, changes.removed.len(), "removed"),
        (Sign::Moved, changes.moved.len() + changes.regrouped.len(), "moved"),
        (Sign::Rerouted, changes.rerouted.len(), "runs elsewhere"),
        (Sign::Renamed, changes.renamed.len(), "renamed"),
    ];
    let some = all.into_iter().filter(|(_, n, _)| *n > 0);
    some.map(|(sign, n, word)| (Some(sign), format!("{n} {word}"))).collect()
}

fn style(size: f64, weight: f32) -> TextStyle {
    let family = String::new();
    TextStyle { family, size, weight, max_width: None, max_lines: 1, align: TextAlign::Start }
}
