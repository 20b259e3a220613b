//! From one picture to the next: what is in both moves and changes its shape, the rest comes and goes.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{
    BezPath, Circle, ParamCurve as _, ParamCurveArclen as _, PathEl, PathSeg, Point, Rect,
    RoundedRect, Shape as _, Vec2,
};
use peniko::Color;

use super::color::narrow;
use super::{Element, Mark, Pen, Scene, Shape, Subject};
use crate::text::Label;

/// Lines whose corners do not match are drawn through so many points on the way.
const N_SAMPLES: u32 = 48;

/// What goes is gone, and what comes begins to show, at this share of the way.
const HANDOVER: f64 = 0.6;

/// What two pictures have to do with each other. Places of the earlier are moved into the world of the later first.
pub struct Kinship<'k> {
    /// What a thing of the earlier picture is in the later.
    pub kept: &'k dyn Fn(Subject) -> Option<Subject>,
    /// Where what is not in the later picture goes, there.
    pub goes: &'k dyn Fn(Subject) -> Option<Point>,
    /// Where what was not in the earlier picture comes from, there.
    pub comes: &'k dyn Fn(Subject) -> Option<Point>,
    /// How far the world has moved from the earlier to the later picture, px.
    pub shift: Vec2,
}

/// Two pictures, and what of the one is what in the other.
#[derive(Debug)]
pub struct Morph {
    from: Arc<Scene>,
    to: Arc<Scene>,
    shift: Vec2,
    parts: Vec<Part>,
}

/// What becomes of an element.
#[derive(Debug)]
struct Part {
    /// Its place in the earlier picture, and in the later.
    from: Option<usize>,
    to: Option<usize>,
    /// Where it goes or comes from, in the later picture's world.
    away: Option<Point>,
}

impl std::fmt::Debug for Kinship<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kinship").field("shift", &self.shift).finish_non_exhaustive()
    }
}

impl Morph {
    /// On the way from `from` to `to`.
    #[must_use]
    pub fn new(from: Arc<Scene>, to: Arc<Scene>, kinship: &Kinship<'_>) -> Self {
        let mut known: BTreeMap<(&str, Subject, u64), usize> = BTreeMap::new();
        for (place, element) in to.elements.iter().enumerate() {
            known.entry(key(role(element.class), element, element.subject)).or_insert(place);
        }
        let mut before: Vec<Option<usize>> = vec![None; to.elements.len()];
        let mut gone = Vec::new();
        for (place, element) in from.elements.iter().enumerate() {
            let kept = match element.subject {
                Subject::Diagram => Some(Subject::Diagram),
                subject => (kinship.kept)(subject),
            };
            let now =
                kept.and_then(|subject| known.remove(&key(role(element.class), element, subject)));
            match now {
                Some(now) => before[now] = Some(place),
                None => gone.push(place),
            }
        }
        let mut parts: Vec<Part> = Vec::new();
        for (place, before) in before.into_iter().enumerate() {
            let is_new = before.is_none();
            let away = is_new.then(|| (kinship.comes)(to.elements[place].subject)).flatten();
            let away = away.map(|at| at + kinship.shift);
            parts.push(Part { from: before, to: Some(place), away });
        }
        for place in gone {
            let away = (kinship.goes)(from.elements[place].subject);
            parts.push(Part { from: Some(place), to: None, away });
        }
        let layer = |part: &Part| {
            let element = part.to.map(|place| &to.elements[place]);
            let element = element.or(part.from.map(|place| &from.elements[place]));
            element.map_or(0, |element| layer(role(element.class)))
        };
        parts.sort_by_key(layer);
        Self { shift: kinship.shift, parts, from, to }
    }

    /// Whether it ends at `scene`.
    #[must_use]
    pub fn ends_at(&self, scene: &Arc<Scene>) -> bool {
        Arc::ptr_eq(&self.to, scene)
    }

    /// Goes to `scene` instead, which shows the same things in the same places as the one so far.
    pub fn end_at(&mut self, scene: Arc<Scene>) {
        let mut known: BTreeMap<(&str, Subject, u64), usize> = BTreeMap::new();
        for (place, element) in scene.elements.iter().enumerate() {
            known.entry(key(element.class, element, element.subject)).or_insert(place);
        }
        for part in &mut self.parts {
            let element = part.to.map(|place| &self.to.elements[place]);
            part.to = element.and_then(|e| known.remove(&key(e.class, e, e.subject)));
        }
        self.parts.retain(|part| part.from.is_some() || part.to.is_some());
        self.to = scene;
    }

    /// The picture at this share of the way, 0 to 1; of what lies outside of `seen`, world px of the later picture, or is
    /// not seen at `scale`, there may be nothing.
    #[must_use]
    pub fn at(&self, share: f64, seen: Rect, scale: f64) -> Scene {
        let share = share.clamp(0.0, 1.0);
        let is_near = |part: &&Part| {
            let from = part.from.map(|place| self.from.elements[place].seen);
            let to = part.to.map(|place| self.to.elements[place].seen);
            [from, to].into_iter().flatten().any(|span| span.opacity(scale) > 0.0)
        };
        let near = self.parts.iter().filter(is_near);
        let elements = near.filter_map(|part| self.part(part, share, seen));
        Scene { elements: elements.collect(), ..self.frame() }
    }

    /// The later picture without what is in it.
    fn frame(&self) -> Scene {
        let Scene { bounds, ground, title, description, .. } = &*self.to;
        Scene {
            bounds: bounds.union(self.from.bounds + self.shift),
            ground: *ground,
            elements: Vec::new(),
            title: title.clone(),
            description: description.clone(),
            flow: None,
        }
    }

    fn part(&self, part: &Part, share: f64, seen: Rect) -> Option<Element> {
        let meets = |rect: Rect| {
            rect.x0 <= seen.x1 && rect.x1 >= seen.x0 && rect.y0 <= seen.y1 && rect.y1 >= seen.y0
        };
        let from = part.from.map(|place| &self.from.elements[place]);
        let to = part.to.map(|place| &self.to.elements[place]);
        let boxes =
            [from.map(|element| element.bounds + self.shift), to.map(|element| element.bounds)];
        let round = boxes.into_iter().flatten().reduce(|a, b| a.union(b))?;
        if !meets(round) {
            return None;
        }
        Some(match (from, to) {
            (Some(from), Some(to)) => between(from, to, self.shift, share),
            (Some(from), None) => {
                let home = from.bounds.center() + self.shift;
                let by = part.away.map_or(Vec2::ZERO, |away| (away - home) * share);
                faded(from, self.shift + by, 1.0 - share / HANDOVER)
            }
            (None, Some(to)) => {
                let by = part
                    .away
                    .map_or(Vec2::ZERO, |away| (away - to.bounds.center()) * (1.0 - share));
                faded(to, by, (share - 1.0 + HANDOVER) / HANDOVER)
            }
            (None, None) => return None,
        })
    }
}

/// What tells elements from each other: of the names of a service there are several, each for other scales.
fn key<'a>(role: &'a str, element: &Element, subject: Subject) -> (&'a str, Subject, u64) {
    let scale = if element.class == "name" { element.seen.to.to_bits() } else { 0 };
    (role, subject, scale)
}

/// A panel and the tile that it folds to are the same thing.
fn role(class: &str) -> &str {
    match class {
        "tile" => "group",
        "tile-title" => "group-title",
        class => class,
    }
}

/// What is drawn over what on the way.
fn layer(role: &str) -> u32 {
    match role {
        "group" => 0,
        "area" => 1,
        "course" | "bundle" => 2,
        "edge" => 3,
        "arrow" => 4,
        "group-title" => 5,
        "junction" | "dot" => 6,
        "bare" | "service" => 7,
        "name" | "tile-icon" => 8,
        "edge-label" => 9,
        _ => 10,
    }
}

fn faded(element: &Element, by: Vec2, opacity: f64) -> Element {
    Element {
        bounds: element.bounds + by,
        marks: Arc::new(element.marks.iter().map(|mark| moved(mark, by)).collect()),
        opacity: element.opacity * narrow(opacity.clamp(0.0, 1.0)),
        ..element.clone()
    }
}

/// `from`, moved by `shift`, on its way to `to`.
fn between(from: &Element, to: &Element, shift: Vec2, share: f64) -> Element {
    let mut marks = Vec::new();
    let by = to.bounds.center() - from.bounds.center();
    let mut left: Vec<Option<&Mark>> = from.marks.iter().map(Some).collect();
    for mark in to.marks.iter() {
        let twin = left.iter().position(|other| other.is_some_and(|other| is_alike(other, mark)));
        match twin.and_then(|place| left[place].take()) {
            Some(twin) => blend(twin, mark, shift, share, &mut marks),
            None => {
                let way = (shift - by) * (1.0 - share);
                marks.extend(pale(&moved(mark, way), share));
            }
        }
    }
    // Below all else: what comes covers what goes.
    let gone: Vec<Mark> = left
        .into_iter()
        .flatten()
        .filter_map(|mark| pale(&moved(mark, shift + (by - shift) * share), 1.0 - share / HANDOVER))
        .collect();
    marks.splice(0..0, gone);
    let bounds = marks.iter().map(Mark::bounds).reduce(|a, b| a.union(b)).unwrap_or(to.bounds);
    let opacity = from.opacity + (to.opacity - from.opacity) * narrow(share);
    Element { marks: Arc::new(marks), bounds, opacity, ..to.clone() }
}

/// Whether the one can turn into the other.
fn is_alike(a: &Mark, b: &Mark) -> bool {
    match (a, b) {
        (Mark::Fill { shape: a, .. }, Mark::Fill { shape: b, .. })
        | (Mark::Plate { shape: a, .. }, Mark::Plate { shape: b, .. }) => is_like_shaped(a, b),
        (Mark::Stroke { shape: a, .. }, Mark::Stroke { shape: b, .. }) => {
            is_like_shaped(a, b) || matches!((a, b), (Shape::Path(_), Shape::Path(_)))
        }
        (Mark::Shadow { .. }, Mark::Shadow { .. })
        | (Mark::Text { .. }, Mark::Text { .. })
        | (Mark::Icon { .. }, Mark::Icon { .. }) => true,
        _ => false,
    }
}

/// Whether corner goes to corner.
fn is_like_shaped(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::RoundedRect(_), Shape::RoundedRect(_)) | (Shape::Circle(_), Shape::Circle(_)) => {
            true
        }
        (Shape::Path(a), Shape::Path(b)) => {
            let verbs = |path: &BezPath| {
                path.elements().iter().map(std::mem::discriminant).collect::<Vec<_>>()
            };
            verbs(a) == verbs(b)
        }
        _ => false,
    }
}

/// Adds to `marks` what is between two that are alike.
fn blend(from: &Mark, to: &Mark, shift: Vec2, share: f64, marks: &mut Vec<Mark>) {
    let color = |a: &Color, b: &Color| mixed(*a, *b, share);
    let blended = match (from, to) {
        (Mark::Fill { shape: a, color: c }, Mark::Fill { shape: b, color: d }) => {
            Mark::Fill { shape: shaped(a, b, shift, share), color: color(c, d) }
        }
        (Mark::Stroke { shape: a, pen: p }, Mark::Stroke { shape: b, pen: q }) => {
            let width = p.width + (q.width - p.width) * share;
            let pen = Pen { width, color: color(&p.color, &q.color), ..q.clone() };
            Mark::Stroke { shape: shaped(a, b, shift, share), pen }
        }
        (Mark::Plate { shape: a, color: c, .. }, Mark::Plate { shape: b, color: d, text_size }) => {
            let (shape, color) = (shaped(a, b, shift, share), color(c, d));
            Mark::Plate { shape, color, text_size: *text_size }
        }
        (Mark::Shadow { rect: a, .. }, Mark::Shadow { rect: b, offset, sigma, color }) => {
            let rect = rounded(a, b, shift, share);
            Mark::Shadow { rect, offset: *offset, sigma: *sigma, color: *color }
        }
        (Mark::Icon { rect: a, .. }, Mark::Icon { icon, rect: b, color }) => {
            let rect = between_rects(*a + shift, *b, share);
            Mark::Icon { icon: Arc::clone(icon), rect, color: *color }
        }
        (Mark::Text { label: a, at: p, color: c }, Mark::Text { label: b, at: q, color: d }) => {
            if Arc::ptr_eq(a, b) || is_same_text(a, b) {
                let at = (*p + shift).lerp(*q, share);
                Mark::Text { label: Arc::clone(b), at, color: color(c, d) }
            } else {
                // Two texts, of which one comes where the other goes, round the same middle.
                let middle = |label: &Label| Vec2::new(label.width, label.height) / 2.0;
                let center = (*p + shift + middle(a)).lerp(*q + middle(b), share);
                let old = Mark::Text { label: Arc::clone(a), at: center - middle(a), color: *c };
                marks.extend(pale(&old, 1.0 - share / HANDOVER));
                let new = Mark::Text { label: Arc::clone(b), at: center - middle(b), color: *d };
                let Some(new) = pale(&new, (share - 1.0 + HANDOVER) / HANDOVER) else { return };
                new
            }
        }
        (_, to) => to.clone(),
    };
    marks.push(blended);
}

fn is_same_text(a: &Label, b: &Label) -> bool {
    let glyphs = |label: &Label| -> Vec<(u32, f32)> {
        let runs = label.lines.iter().flat_map(|line| &line.runs);
        runs.flat_map(|run| run.glyphs.iter().map(|glyph| (glyph.id, run.size))).collect()
    };
    (a.width, a.height) == (b.width, b.height) && glyphs(a) == glyphs(b)
}

fn mixed(from: Color, to: Color, share: f64) -> Color {
    let mut mixed = to;
    for (channel, before) in mixed.components.iter_mut().zip(from.components) {
        *channel = before + (*channel - before) * narrow(share);
    }
    mixed
}

/// `mark` with this much of it left; icons have no paler form and are whole from the middle on.
fn pale(mark: &Mark, opacity: f64) -> Option<Mark> {
    if opacity <= 0.0 {
        return None;
    }
    let alpha = narrow(opacity.min(1.0));
    let mut mark = mark.clone();
    match &mut mark {
        Mark::Fill { color, .. }
        | Mark::Shadow { color, .. }
        | Mark::Plate { color, .. }
        | Mark::Text { color, .. } => *color = color.multiply_alpha(alpha),
        Mark::Stroke { pen, .. } => pen.color = pen.color.multiply_alpha(alpha),
        Mark::Icon { .. } if opacity < 0.5 => return None,
        Mark::Icon { .. } => {}
    }
    Some(mark)
}

fn moved(mark: &Mark, by: Vec2) -> Mark {
    let shift = |shape: &Shape| match shape {
        Shape::RoundedRect(rect) => Shape::RoundedRect(*rect + by),
        Shape::Circle(circle) => Shape::Circle(*circle + by),
        Shape::Path(path) => Shape::Path(kurbo::Affine::translate(by) * path.clone()),
    };
    let mut mark = mark.clone();
    match &mut mark {
        Mark::Fill { shape, .. } | Mark::Stroke { shape, .. } | Mark::Plate { shape, .. } => {
            *shape = shift(shape);
        }
        Mark::Shadow { rect, .. } => *rect = *rect + by,
        Mark::Text { at, .. } => *at += by,
        Mark::Icon { rect, .. } => *rect = *rect + by,
    }
    mark
}

fn between_rects(a: Rect, b: Rect, share: f64) -> Rect {
    let side = |a: f64, b: f64| a + (b - a) * share;
    Rect::new(side(a.x0, b.x0), side(a.y0, b.y0), side(a.x1, b.x1), side(a.y1, b.y1))
}

fn rounded(a: &RoundedRect, b: &RoundedRect, shift: Vec2, share: f64) -> RoundedRect {
    let radius = |rect: &RoundedRect| rect.radii().top_left;
    let rect = between_rects(a.rect() + shift, b.rect(), share);
    RoundedRect::from_rect(rect, radius(a) + (radius(b) - radius(a)) * share)
}

fn shaped(a: &Shape, b: &Shape, shift: Vec2, share: f64) -> Shape {
    match (a, b) {
        (Shape::RoundedRect(a), Shape::RoundedRect(b)) => {
            Shape::RoundedRect(rounded(a, b, shift, share))
        }
        (Shape::Circle(a), Shape::Circle(b)) => {
            let center = (a.center + shift).lerp(b.center, share);
            Shape::Circle(Circle::new(center, a.radius + (b.radius - a.radius) * share))
        }
        (Shape::Path(p), Shape::Path(q)) if is_like_shaped(a, b) => {
            Shape::Path(corner_to_corner(p, q, shift, share))
        }
        (Shape::Path(p), Shape::Path(q)) => {
            let points = sampled(p).into_iter().zip(sampled(q));
            let mut path = BezPath::new();
            for (place, (p, q)) in points.enumerate() {
                let at = (p + shift).lerp(q, share);
                if place == 0 { path.move_to(at) } else { path.line_to(at) }
            }
            Shape::Path(path)
        }
        (_, b) => b.clone(),
    }
}

fn corner_to_corner(a: &BezPath, b: &BezPath, shift: Vec2, share: f64) -> BezPath {
    let on = |a: Point, b: Point| (a + shift).lerp(b, share);
    let pairs = a.elements().iter().zip(b.elements());
    pairs
        .map(|pair| match pair {
            (PathEl::MoveTo(a), PathEl::MoveTo(b)) => PathEl::MoveTo(on(*a, *b)),
            (PathEl::LineTo(a), PathEl::LineTo(b)) => PathEl::LineTo(on(*a, *b)),
            (PathEl::QuadTo(a, c), PathEl::QuadTo(b, d)) => PathEl::QuadTo(on(*a, *b), on(*c, *d)),
            (PathEl::CurveTo(a, c, e), PathEl::CurveTo(b, d, f)) => {
                PathEl::CurveTo(on(*a, *b), on(*c, *d), on(*e, *f))
            }
            (_, other) => *other,
        })
        .collect()
}

/// Points along `path`, at equal distances as its pieces are long; gaps count as nothing.
fn sampled(path: &BezPath) -> Vec<Point> {
    /// Finer than can be seen while it moves, px.
    const ACCURACY: f64 = 0.5;
    let pieces: Vec<(PathSeg, f64)> =
        path.segments().map(|piece| (piece, piece.arclen(ACCURACY))).collect();
    let whole: f64 = pieces.iter().map(|(_, length)| length).sum();
    let mut points = Vec::new();
    let (mut place, mut before) = (0, 0.0);
    for sample in 0..N_SAMPLES {
        let at = whole * f64::from(sample) / f64::from(N_SAMPLES - 1);
        while place + 1 < pieces.len() && before + pieces[place].1 < at {
            before += pieces[place].1;
            place += 1;
        }
        let Some((piece, length)) = pieces.get(place) else {
            points.push(path.bounding_box().center());
            continue;
        };
        let t = if *length > 0.0 { ((at - before) / length).clamp(0.0, 1.0) } else { 0.0 };
        points.push(piece.eval(t));
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{GroupId, NodeId};

    fn rect_of(place: f64, size: f64) -> Rect {
        Rect::new(place, place, place + size, place + size)
    }

    fn element(subject: Subject, class: &'static str, rect: Rect) -> Element {
        let shape = Shape::RoundedRect(RoundedRect::from_rect(rect, 4.0));
        let marks = vec![Mark::Fill { shape, color: Color::WHITE }];
        Element::new(subject, "", class, marks)
    }

    fn scene(elements: Vec<Element>) -> Arc<Scene> {
        let bounds = rect_of(0.0, 100.0);
        let ground = Color::BLACK;
        Arc::new(Scene { bounds, ground, elements, title: None, description: None, flow: None })
    }

    const NODE: Subject = Subject::Node(NodeId(0));
    const GROUP: Subject = Subject::Group(GroupId(0));
    const EVERYWHERE: Rect = Rect::new(-1e9, -1e9, 1e9, 1e9);

    fn morph(from: &Arc<Scene>, to: &Arc<Scene>, shift: Vec2) -> Morph {
        let kinship = Kinship {
            kept: &Some,
            goes: &|_| Some(Point::new(50.0, 50.0)),
            comes: &|_| None,
            shift,
        };
        Morph::new(Arc::clone(from), Arc::clone(to), &kinship)
    }

    #[test]
    fn what_is_in_both_moves_and_grows_from_where_it_is_seen() {
        let from = scene(vec![element(NODE, "service", rect_of(0.0, 10.0))]);
        let to = scene(vec![element(NODE, "service", rect_of(40.0, 20.0))]);
        let morph = morph(&from, &to, Vec2::new(4.0, 0.0));
        let check = |share: f64, expected: Rect| {
            let seen = morph.at(share, EVERYWHERE, 1.0);
            let Mark::Fill { shape, .. } = &seen.elements[0].marks[0] else { panic!("no box") };
            assert_eq!(shape.bounds(), expected, "{share}");
        };
        check(0.0, Rect::new(4.0, 0.0, 14.0, 10.0));
        check(0.5, Rect::new(22.0, 20.0, 37.0, 35.0));
        check(1.0, rect_of(40.0, 20.0));
    }

    #[test]
    fn a_panel_becomes_its_tile_and_what_was_in_it_goes_there() {
        let panel = element(GROUP, "group", rect_of(0.0, 100.0));
        let from = scene(vec![panel, element(NODE, "service", rect_of(10.0, 10.0))]);
        let to = scene(vec![element(GROUP, "tile", rect_of(40.0, 20.0))]);
        let morph = morph(&from, &to, Vec2::ZERO);
        let classes = |share: f64| {
            let seen = morph.at(share, EVERYWHERE, 1.0);
            let shown = seen.elements.iter().filter(|element| element.opacity > 0.0);
            shown.map(|element| element.class).collect::<Vec<_>>()
        };
        assert_eq!(classes(0.0), ["tile", "service"]);
        assert_eq!(classes(1.0), ["tile"]);
        let service = &morph.at(0.5, EVERYWHERE, 1.0).elements[1];
        assert!(service.bounds.center().distance(Point::new(32.5, 32.5)) < 1e-9);
        assert!((service.opacity - (1.0 - 0.5 / 0.6)).abs() < 1e-6);
        assert_eq!(morph.at(0.5, rect_of(500.0, 10.0), 1.0).elements.len(), 0, "out of sight");
    }

    #[test]
    fn lines_with_other_corners_go_over_evenly() {
        let line = |points: &[(f64, f64)]| {
            let mut path = BezPath::new();
            path.move_to(points[0]);
            points[1..].iter().for_each(|point| path.line_to(*point));
            path
        };
        let straight = line(&[(0.0, 0.0), (100.0, 0.0)]);
        let bent = line(&[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0)]);
        let check = |share: f64, middle: Point, n_points: usize| {
            let (a, b) = (Shape::Path(straight.clone()), Shape::Path(bent.clone()));
            let Shape::Path(path) = shaped(&a, &b, Vec2::ZERO, share) else { panic!("no path") };
            assert_eq!(path.elements().len(), n_points);
            let half = sampled(&path)[N_SAMPLES as usize / 2];
            assert!(half.distance(middle) < 2.0, "{share}: {half:?}");
        };
        check(0.0, Point::new(50.0, 0.0), N_SAMPLES as usize);
        check(1.0, Point::new(50.0, 0.0), N_SAMPLES as usize);
        let same = shaped(&Shape::Path(bent.clone()), &Shape::Path(bent.clone()), Vec2::ZERO, 0.3);
        assert!(matches!(same, Shape::Path(path) if path == bent));
    }

    #[test]
    fn another_end_of_the_same_things_is_taken_on() {
        let from = scene(vec![element(NODE, "service", rect_of(0.0, 10.0))]);
        let plain = scene(vec![element(NODE, "service", rect_of(40.0, 10.0))]);
        let mut morph = morph(&from, &plain, Vec2::ZERO);
        let mut pale = element(NODE, "service", rect_of(40.0, 10.0));
        pale.opacity = 0.5;
        let pale = scene(vec![element(GROUP, "group", rect_of(0.0, 9.0)), pale]);
        assert!(morph.ends_at(&plain) && !morph.ends_at(&pale));
        morph.end_at(Arc::clone(&pale));
        assert!(morph.ends_at(&pale));
        assert!((morph.at(1.0, EVERYWHERE, 1.0).elements[0].opacity - 0.5).abs() < 1e-6);
    }
}
