//! Signs on what differs: a ring or a band in a colour, and always a badge as well, so that colour is never the only cue.

use kurbo::{BezPath, Circle, Line, Point, Rect, RoundedRect, Vec2};
use peniko::Color;

use super::{Changes, Thing, place};
use crate::diagram::Diagram;
use crate::explore::Subject;
use crate::graph::EdgeId;
use crate::scene::{Element, Mark, Pen, Shape, Theme, color};

/// What is told of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// `+`
    Added,
    /// `−`
    Removed,
    /// `→`
    Moved,
    /// `~`
    Rerouted,
    /// `≠`
    Renamed,
}

/// When a mark is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// From beginning to end.
    Always,
    /// At the beginning only.
    Before,
    /// Less and less, but never quite gone.
    Fading,
    /// In the end.
    After,
}

impl When {
    /// How much is seen of a mark when the way to the later version is gone to this share.
    pub(super) fn opacity(self, share: f64) -> f32 {
        /// What is gone is still told in the end.
        const LEFT: f64 = 0.35;
        color::narrow(match self {
            Self::Always => 1.0,
            Self::Before => 1.0 - share,
            Self::Fading => 1.0 - (1.0 - LEFT) * share,
            Self::After => share,
        })
    }
}

/// Radius of a badge, px.
const BADGE: f64 = 10.0;
/// Width of rings, px, and how far they are from what they are round.
const RING: f64 = 3.5;
const GAP: f64 = 4.0;
/// Width of the band along an edge, px.
const BAND: f64 = 8.0;

/// All marks for `changes`, in the world of the later version, in which the earlier has moved by `shift`.
pub(super) fn of(
    changes: &Changes,
    old: &Diagram,
    new: &Diagram,
    shift: Vec2,
    theme: &Theme,
) -> Vec<(Element, When)> {
    let before = Version { diagram: old, shift, theme };
    let after = Version { diagram: new, shift: Vec2::ZERO, theme };
    let mut marks = Vec::new();
    let mut add = |thing: &Thing, found: Option<Vec<Mark>>, when: When| {
        let Some(found) = found else { return };
        let class = "change";
        marks.push((Element::new(thing.subject.into(), &thing.id, class, found), when));
    };
    for thing in &changes.removed {
        add(thing, before.marked(thing.subject, Sign::Removed, true), When::Fading);
    }
    for thing in &changes.rerouted {
        add(thing, after.marked(thing.subject, Sign::Rerouted, false), When::Always);
    }
    for moved in &changes.moved {
        add(&moved.thing, after.arrow(&before, moved.was, moved.thing.subject), When::After);
    }
    for regrouped in &changes.regrouped {
        add(
            &regrouped.thing,
            after.marked(regrouped.thing.subject, Sign::Moved, false),
            When::After,
        );
    }
    for renamed in &changes.renamed {
        add(&renamed.thing, after.marked(renamed.thing.subject, Sign::Renamed, false), When::After);
    }
    for thing in &changes.added {
        add(thing, after.marked(thing.subject, Sign::Added, false), When::After);
    }
    marks
}

/// One of the two versions.
struct Version<'v> {
    diagram: &'v Diagram,
    shift: Vec2,
    theme: &'v Theme,
}

impl Version<'_> {
    fn rect(&self, subject: Subject) -> Option<Rect> {
        let rect = place(subject, self.diagram)?;
        Some(Rect::new(rect.min.x, rect.min.y, rect.max.x, rect.max.y) + self.shift)
    }

    /// A ring round a thing or a band along an edge, with a badge; dashed for what is gone.
    fn marked(&self, subject: Subject, sign: Sign, dashed: bool) -> Option<Vec<Mark>> {
        if let Subject::Edge(edge) = subject {
            return self.band(edge, sign, dashed);
        }
        let round = self.rect(subject)?.inflate(GAP, GAP);
        let color = sign.color(self.theme);
        let shape = Shape::RoundedRect(RoundedRect::from_rect(round, 8.0));
        let mut marks = Vec::new();
        if !matches!(subject, Subject::Group(_)) {
            let wash = color.multiply_alpha(0.12);
            marks.push(Mark::Fill { shape: shape.clone(), color: wash });
        }
        marks.push(Mark::Stroke { shape, pen: pen(color, RING, dashed) });
        marks.extend(badge(sign, Point::new(round.x1, round.y0), BADGE, self.theme));
        Some(marks)
    }

    fn band(&self, edge: EdgeId, sign: Sign, dashed: bool) -> Option<Vec<Mark>> {
        let route = self.diagram.routes.edges.get(edge.index())?;
        let points: Vec<Point> =
            route.points.iter().map(|point| Point::new(point.x, point.y) + self.shift).collect();
        let (first, rest) = points.split_first()?;
        let mut path = BezPath::new();
        path.move_to(*first);
        rest.iter().for_each(|point| path.line_to(*point));
        let color = sign.color(self.theme).multiply_alpha(0.5);
        let mut marks =
            vec![Mark::Stroke { shape: Shape::Path(path), pen: pen(color, BAND, dashed) }];
        marks.extend(badge(sign, middle(&points), BADGE, self.theme));
        Some(marks)
    }

    /// An arrow from where a thing stood to where it stands, with a dashed box where it stood.
    fn arrow(&self, before: &Self, was: Subject, now: Subject) -> Option<Vec<Mark>> {
        let (from, to) = (before.rect(was)?, self.rect(now)?);
        let color = Sign::Moved.color(self.theme);
        let ghost = Shape::RoundedRect(RoundedRect::from_rect(from, 8.0));
        let mut marks =
            vec![Mark::Stroke { shape: ghost, pen: pen(color.multiply_alpha(0.6), 1.5, true) }];
        // A group stands where its corner is: its middle moves with every change of its size.
        let is_group = matches!(now, Subject::Group(_));
        let anchor = |rect: Rect| if is_group { rect.origin() } else { rect.center() };
        let (start, end) = (anchor(from), anchor(to));
        let way = Line::new(start, end);
        let heading = (end - start).normalize();
        let mut head = BezPath::new();
        let side = Vec2::new(-heading.y, heading.x);
        head.move_to(end);
        head.line_to(end - heading * 14.0 + side * 7.0);
        head.line_to(end - heading * 14.0 - side * 7.0);
        head.close_path();
        let mut line = BezPath::new();
        line.move_to(start);
        line.line_to(end - heading * 12.0);
        marks.push(Mark::Stroke { shape: Shape::Path(line), pen: pen(color, 3.0, false) });
        marks.push(Mark::Fill { shape: Shape::Path(head), color });
        marks.extend(badge(Sign::Moved, way.midpoint(), BADGE, self.theme));
        Some(marks)
    }
}

/// The middle of a line in straight pieces.
fn middle(points: &[Point]) -> Point {
    let lengths: Vec<f64> = points.windows(2).map(|pair| pair[0].distance(pair[1])).collect();
    let mut left = lengths.iter().sum::<f64>() / 2.0;
    for (pair, length) in points.windows(2).zip(lengths) {
        if left <= length {
            return pair[0].lerp(pair[1], left / length.max(1e-9));
        }
        left -= length;
    }
    points.last().copied().unwrap_or_default()
}

/// A disc with a sign on it, round `center`.
pub(super) fn badge(sign: Sign, center: Point, radius: f64, theme: &Theme) -> Vec<Mark> {
    let color = sign.color(theme);
    let ink = color::most_legible(color, &[Color::BLACK, Color::WHITE]);
    let disc = |radius: f64| Shape::Circle(Circle::new(center, radius));
    let strokes = sign.strokes().into_iter().map(|points| {
        let mut path = BezPath::new();
        for (i, (x, y)) in points.iter().enumerate() {
            let at = center + Vec2::new(*x, *y) * radius;
            if i == 0 { path.move_to(at) } else { path.line_to(at) }
        }
        Mark::Stroke { shape: Shape::Path(path), pen: pen(ink, 0.22 * radius, false) }
    });
    let mut marks = vec![
        Mark::Fill { shape: disc(1.15 * radius), color: theme.ground.with_alpha(1.0) },
        Mark::Fill { shape: disc(radius), color },
    ];
    marks.extend(strokes);
    marks
}

fn pen(color: Color, width: f64, dashed: bool) -> Pen {
    let dashes = if dashed { vec![2.5 * width, 2.0 * width] } else { Vec::new() };
    Pen { width, color, dashes, round: true }
}

impl Sign {
    /// Clear on grounds as dark or light as that of `theme`.
    fn color(self, theme: &Theme) -> Color {
        let is_dark = color::luminance(theme.ground) < 0.3;
        let rgb = |number: u32| {
            let [_, r, g, b] = number.to_be_bytes();
            Color::from_rgb8(r, g, b)
        };
        rgb(match (self, is_dark) {
            (Self::Added, true) => 0x4a_de_80,
            (Self::Added, false) => 0x15_80_3d,
            (Self::Removed, true) => 0xf8_71_71,
            (Self::Removed, false) => 0xb9_1c_1c,
            (Self::Moved, true) => 0x60_a5_fa,
            (Self::Moved, false) => 0x1d_4e_d8,
            (Self::Rerouted, true) => 0xfb_bf_24,
            (Self::Rerouted, false) => 0xb4_53_09,
            (Self::Renamed, true) => 0xe8_79_f9,
            (Self::Renamed, false) => 0x86_19_8f,
        })
    }

    /// Its lines, in radii of the badge.
    fn strokes(self) -> Vec<Vec<(f64, f64)>> {
        let across = vec![(-0.5, 0.0), (0.5, 0.0)];
        match self {
            Self::Added => vec![across, vec![(0.0, -0.5), (0.0, 0.5)]],
            Self::Removed => vec![across],
            Self::Moved => vec![across, vec![(0.1, -0.4), (0.5, 0.0), (0.1, 0.4)]],
            Self::Rerouted => {
                vec![vec![(-0.55, 0.15), (-0.3, -0.2), (0.0, 0.0), (0.3, 0.2), (0.55, -0.15)]]
            }
            Self::Renamed => vec![
                vec![(-0.5, -0.2), (0.5, -0.2)],
                vec![(-0.5, 0.2), (0.5, 0.2)],
                vec![(-0.25, 0.5), (0.25, -0.5)],
            ],
        }
    }
}
