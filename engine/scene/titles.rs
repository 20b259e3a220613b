//! Titles of groups at the size of the screen: as large as can be read however small the picture is, and in sight as long
//! as anything of their group is, as the headers of sections are in a long list.

use std::cmp::Reverse;
use std::sync::Arc;

use glam::DVec2;
use kurbo::{Point, Rect, RoundedRect, Size};
use peniko::Color;

use super::{Element, Mark, Scene, Shape, Span, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::{Level, Levels};
use crate::graph::GroupId;

/// Titles are no smaller and no larger than this, logical px (`interaction.md` 3.5).
pub(super) const LEAST: f64 = 12.0;
const MOST: f64 = 22.0;

/// Where a group is too narrow for that, its title may be so small, logical px.
const NARROW: f64 = 7.5;

/// From the rim of the window or of its group to a title, logical px.
const INSET: f64 = 8.0;

/// Side of an icon and the gap behind it, ems of the title.
const ICON: f64 = 1.2;
const ICON_GAP: f64 = 0.5;

/// On the map a name may be so much wider than its group: a little over the rim is better than none.
const OVER_RIM: f64 = 1.3;

/// A group less high than so many times its title has none: that would hide what is in it.
const ROOMY: f64 = 2.3;

/// Between titles, logical px.
const GAP: f64 = 2.0;

/// Opacity of what keeps a title clear of what is behind it.
const PLATE: f32 = 0.88;

/// On the map: the size of a name, heights of its group.
const ON_MAP: f64 = 0.2;

/// What titles depend on, the diagram and its colours apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Titles {
    /// The part of the world that is seen and free of panels, world px.
    pub seen: Rect,
    /// Logical px a world px.
    pub scale: f64,
    /// The scale that decides on the level, see [`Levels`]; the same where nobody has turned the dial of detail.
    pub detail: f64,
    /// So many times as large as on a screen that one sits before.
    pub larger: f64,
}

/// The icons of groups, as a scene has them beside the titles.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// For each group the box of its icon and what is drawn there.
    icons: Vec<Option<(Rect, Vec<Mark>)>>,
}

impl Headings {
    /// Those of the groups of `diagram`, whose picture is `scene`.
    #[must_use]
    pub fn of(scene: &Scene, diagram: &Diagram) -> Self {
        let mut icons = vec![None; diagram.graph.groups.len()];
        for element in scene.elements.iter().filter(|element| element.class == "group-title") {
            // Behind the plate and before the name.
            let marks = element.marks.get(1..element.marks.len().saturating_sub(1));
            let boxes = marks.into_iter().flatten().map(Mark::bounds);
            if let (Subject::Group(group), Some(bounds)) =
                (element.subject, boxes.reduce(|a, b| a.union(b)))
            {
                let side = bounds.width().max(bounds.height());
                let square = Rect::from_center_size(bounds.center(), (side, side));
                icons[group.index()] = marks.map(|marks| (square, marks.to_vec()));
            }
        }
        Self { icons }
    }
}

/// The titles of the groups of `diagram` that are in sight, none on another: outer ones first, then those of larger groups.
/// In world px.
#[must_use]
pub fn titles(
    diagram: &Diagram,
    theme: &Theme,
    headings: &Headings,
    asked: &Titles,
) -> Vec<Element> {
    let groups = &diagram.graph.groups;
    let panel = |idx: usize| rect(&diagram.layout.groups[idx]);
    let depth = |idx: usize| diagram.graph.enclosing(groups[idx].parent).count();
    let is_hidden = |idx: usize| diagram.fold.hides_group(id_of(idx)).is_some();
    let shown = (0..groups.len()).filter(|&idx| !is_hidden(idx));
    let in_sight = shown.filter(|&idx| panel(idx).overlaps(asked.seen));
    let mut order: Vec<(usize, Reverse<i64>, usize)> =
        in_sight.map(|idx| (depth(idx), Reverse(whole(panel(idx).area())), idx)).collect();
    order.sort_unstable();
    let levels = Levels::of(diagram);
    let mut sheet = Sheet { diagram, theme, headings, asked, levels, taken: Vec::new() };
    let drawn = order.into_iter().flat_map(|(depth, _, idx)| sheet.titles_of(idx, depth));
    drawn.collect()
}

/// Puts such titles into `scene`, the picture of `diagram`, in place of its own where those would be smaller, and as faint
/// as they are.
pub fn retitle(scene: &mut Scene, diagram: &Diagram, theme: &Theme, asked: &Titles) {
    let own = scene.elements.iter().find(|element| element.class == "group-title");
    if own.is_none_or(|own| own.seen.from * asked.larger <= asked.scale) {
        return;
    }
    let headings = Headings::of(scene, diagram);
    let mut seen = vec![1.0; diagram.graph.groups.len()];
    scene.elements.retain(|element| match (element.class, element.subject) {
        ("group-title", Subject::Group(group)) => {
            seen[group.index()] = element.opacity;
            false
        }
        _ => true,
    });
    let titles =
        titles(diagram, theme, &headings, asked).into_iter().map(|title| match title.subject {
            Subject::Group(group) => {
                Element { opacity: title.opacity * seen[group.index()], ..title }
            }
            _ => title,
        });
    scene.elements.extend(titles);
}

/// Where titles are written.
struct Sheet<'a> {
    diagram: &'a Diagram,
    theme: &'a Theme,
    headings: &'a Headings,
    asked: &'a Titles,
    levels: Levels,
    taken: Vec<Rect>,
}

impl Sheet<'_> {
    /// That of a group at the corner, and in the middle on the map; both while one goes over into the other.
    fn titles_of(&mut self, idx: usize, depth: usize) -> Vec<Element> {
        let districts = self.levels.begin(Level::Districts);
        let at_corner = Span::from(districts).opacity(self.asked.detail);
        let on_map = Span::to(districts).opacity(self.asked.detail);
        let mut drawn = Vec::new();
        // A folded group has its title on its tile.
        if at_corner > 0.0 && !self.diagram.fold.is_tile(id_of(idx)) {
            drawn.extend(self.at_corner(idx, depth, at_corner));
        }
        if on_map > 0.0 && depth == 0 {
            drawn.extend(self.on_map(idx, on_map));
        }
        drawn
    }

    fn at_corner(&mut self, idx: usize, depth: usize, opacity: f32) -> Option<Element> {
        let Self { diagram, theme, asked, .. } = *self;
        let panel = rect(&diagram.layout.groups[idx]);
        let label = &diagram.labels.groups[idx];
        let em = label.em();
        let room =
            panel.width() - 2.0 * INSET.min(panel.width() * asked.scale * 0.06) / asked.scale;
        if label.width <= 0.0 {
            return None;
        }
        let wished = (em * asked.scale).clamp(LEAST * asked.larger, MOST * asked.larger);
        let (width, size) = self.fitted(idx, wished, room * asked.scale)?;
        let size = size / asked.scale;
        let strip = diagram.style.strip;
        let height = size * 1.3;
        let at = diagram
            .style
            .group_title_rect(&diagram.layout.groups[idx], DVec2::new(width * size, strip));
        if panel.height() < height * ROOMY {
            return None;
        }
        let natural = Point::new(at.min.x, panel.y0 + 2.0 + ((strip - height) / 2.0).max(0.0));
        let place = self.free_place(panel, natural, Size::new(width * size, height))?;
        self.taken.push(place);
        let plate = self.plate(place, theme.panel(depth));
        let mut marks = vec![plate];
        marks.extend(self.written(idx, place, size, theme.text));
        Some(self.element(idx, marks, opacity))
    }

    /// Where a title of this size stands that would like to be at `natural`: in sight, in its panel, and on no other.
    fn free_place(&self, panel: Rect, natural: Point, size: Size) -> Option<Rect> {
        let px = 1.0 / self.asked.scale;
        let seen = self.asked.seen.inflate(-INSET * px, -INSET * px);
        let last = Point::new(panel.x1 - size.width - 2.0 * px, panel.y1 - size.height - 2.0 * px);
        let x = natural.x.max(seen.x0).min(last.x).max(panel.x0);
        let mut place =
            Rect::from_origin_size((x, natural.y.max(seen.y0).min(last.y.max(panel.y0))), size);
        // Only what has left its own place lies on other things.
        if natural.x < seen.x0 || natural.y < seen.y0 {
            place = self.beside_services(panel, place).unwrap_or(place);
        }
        for _ in 0..8 {
            let air = place.inflate(GAP * px, GAP * px / 2.0);
            let Some(other) = self.taken.iter().find(|taken| taken.overlaps(air)) else {
                return place.overlaps(seen).then_some(place);
            };
            let y = other.y1 + GAP * px;
            if y > last.y {
                return None;
            }
            place = Rect::from_origin_size((place.x0, y), size);
        }
        None
    }

    /// The next place to the right of `place`, in sight and in `panel`, that is on no service; `None` where there is none.
    fn beside_services(&self, panel: Rect, place: Rect) -> Option<Rect> {
        let px = 1.0 / self.asked.scale;
        let band = Rect { x0: panel.x0, x1: panel.x1, ..place.inflate(0.0, GAP * px) };
        let bodies = self.diagram.layout.nodes.iter().map(rect);
        let in_way: Vec<Rect> = bodies.filter(|body| body.overlaps(band)).collect();
        let last = panel.x1.min(self.asked.seen.x1) - place.width() - INSET * px;
        let mut x: Vec<f64> = in_way.iter().map(|body| body.x1 + 2.0 * INSET * px).collect();
        x.push(place.x0);
        x.retain(|x| (place.x0..=last).contains(x));
        x.sort_by(f64::total_cmp);
        let at = |x: f64| Rect::from_origin_size((x, place.y0), place.size());
        let is_free = |place: &Rect| {
            let air = place.inflate(4.0 * px, 0.0);
            !in_way.iter().chain(&self.taken).any(|other| other.overlaps(air))
        };
        x.into_iter().map(at).find(is_free)
    }

    /// In the middle: icon and name, and below them how many services there are.
    fn on_map(&mut self, idx: usize, opacity: f32) -> Option<Element> {
        let Self { diagram, theme, asked, .. } = *self;
        let panel = rect(&diagram.layout.groups[idx]);
        let label = &diagram.labels.groups[idx];
        if label.width <= 0.0 {
            return None;
        }
        let px = 1.0 / asked.scale;
        let wished = (panel.height() * asked.scale * ON_MAP)
            .clamp(LEAST * asked.larger, MOST * asked.larger);
        let (width, size) = self.fitted(idx, wished, panel.width() * asked.scale * OVER_RIM)?;
        let size = size * px;
        let name = Size::new(width * size, size * 1.3);
        let count = diagram.labels.counts.get(idx).and_then(Option::as_ref);
        let count = count.map(|count| count.resized((0.72 * size).max(NARROW * px) / count.em()));
        let count = count.filter(|count| panel.height() > name.height + count.height * 1.6);
        let below = count.as_ref().map_or(0.0, |count| count.height * 1.25);
        let whole = Size::new(
            name.width.max(count.as_ref().map_or(0.0, |count| count.width)),
            name.height + below,
        );
        let block = Rect::from_center_size(panel.center(), whole);
        if !block.overlaps(asked.seen) || self.taken.iter().any(|taken| taken.overlaps(block)) {
            return None;
        }
        self.taken.push(block);
        let place = Rect::from_origin_size((panel.center().x - name.width / 2.0, block.y0), name);
        let mut marks = vec![self.plate(block, theme.panel(4))];
        marks.extend(self.written(idx, place, size, theme.text));
        if let Some(count) = count {
            let at = Point::new(panel.center().x - count.width / 2.0, block.y1 - count.height);
            marks.push(Mark::Text {
                label: Arc::new(count),
                at,
                color: theme.text.multiply_alpha(0.8),
            });
        }
        Some(self.element(idx, marks, opacity))
    }

    /// How wide a title is, ems, and how large, logical px, that may be so large and so wide: without its icon where that
    /// makes it larger; `None` where nothing can be read.
    fn fitted(&self, idx: usize, wished: f64, room: f64) -> Option<(f64, f64)> {
        let label = &self.diagram.labels.groups[idx];
        let name = label.width / label.em();
        let has_icon = self.headings.icons.get(idx).is_some_and(Option::is_some);
        let whole = if has_icon { name + ICON + ICON_GAP } else { name };
        [whole, name].into_iter().find_map(|width| {
            let size = wished.min(room / width);
            (size >= NARROW.min(wished)).then_some((width, size))
        })
    }

    /// Icon and name on one line in `place`.
    fn written(&self, idx: usize, place: Rect, size: f64, color: Color) -> Vec<Mark> {
        let diagram = self.diagram;
        let label = &diagram.labels.groups[idx];
        let factor = size / label.em();
        let mut marks = Vec::new();
        let icon = self.headings.icons.get(idx).and_then(Option::as_ref);
        if let Some((from, icon)) = icon.filter(|_| place.width() > label.width * factor + size) {
            let center = Point::new(place.x0 + ICON * size / 2.0, place.center().y);
            let to = Rect::from_center_size(center, (ICON * size, ICON * size));
            marks.extend(icon.iter().map(|mark| mark.fitted(*from, to)));
        }
        let label = label.resized(factor);
        let at = Point::new(place.x1 - label.width, place.center().y - label.height / 2.0);
        marks.push(Mark::Text { label: Arc::new(label), at, color });
        marks
    }

    fn plate(&self, place: Rect, color: Color) -> Mark {
        let px = 1.0 / self.asked.scale;
        let rect = place.inflate(4.0 * px, px);
        let shape = Shape::RoundedRect(RoundedRect::from_rect(rect, 4.0 * px));
        Mark::Fill { shape, color: color.with_alpha(PLATE) }
    }

    fn element(&self, idx: usize, marks: Vec<Mark>, opacity: f32) -> Element {
        let group = id_of(idx);
        let id = &self.diagram.graph.groups[idx].id;
        let title = Element::new(Subject::Group(group), id, "group-title", marks);
        Element { opacity, ..title }
    }
}

fn id_of(idx: usize) -> GroupId {
    GroupId(u32::try_from(idx).unwrap_or(u32::MAX))
}

fn rect(rect: &crate::layout::Rect) -> Rect {
    Rect::new(rect.min.x, rect.min.y, rect.max.x, rect.max.y)
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which keeps the order")]
fn whole(area: f64) -> i64 {
    area as i64
}
