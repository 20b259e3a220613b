//! Whether the sides that the author asked for are kept: by the line, and by where the partner stands.

use glam::DVec2;

use crate::graph::{End, EndAt, NodeKind, Side};
use crate::layout::Rect;

use super::boxes::TOLERANCE;
use super::study::Study;

/// Counts over the ends and edges that ask for sides and have a line.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// Ends that ask for a side.
    pub(super) ends: usize,
    /// Of these, those whose line leaves on that side, outward.
    pub(super) drawn: usize,
    /// Whose partner's middle lies on that side of their own middle.
    pub(super) kept: usize,
    /// Whose partner lies wholly beyond that side.
    pub(super) clear: usize,
    /// Whose partner lies wholly beyond, and its middle within 45 degrees of straight ahead.
    pub(super) cone: usize,
    /// Edges that ask at both ends.
    pub(super) pairs: usize,
    /// Of these, those whose partners' middles lie as asked at both ends.
    pub(super) pairs_kept: usize,
    /// Edges that ask for sides that face each other.
    pub(super) facing: usize,
    /// Of these, those that a straight line can join: the middles in one row or column, and in the right order.
    pub(super) straight: usize,
}

/// Middles this near to one row or column are in it, px.
const IN_LINE: f64 = 2.0;

/// A line may begin so far from the border, px.
const ON_BORDER: f64 = 3.0;

/// Counts all of them.
pub(super) fn sides(study: &Study<'_>) -> Sides {
    let mut found = Sides::default();
    for (number, edge) in study.graph.edges.iter().enumerate() {
        let points = study.lines.points(number);
        let (Some(from), Some(to)) = (study.area(edge.from.at), study.area(edge.to.at)) else {
            continue;
        };
        let [Some(first), Some(last)] = [points.first(), points.last()] else { continue };
        let (second, before) = match points {
            [_, second, ..] => (*second, points[points.len() - 2]),
            _ => (*first, *last),
        };
        let kept = [
            one_end(study, (&edge.from, from), to, [*first, second], &mut found),
            one_end(study, (&edge.to, to), from, [*last, before], &mut found),
        ];
        let is_kept = kept == [Some(true); 2];
        found.pairs += usize::from(kept.iter().all(Option::is_some));
        found.pairs_kept += usize::from(is_kept);
        if let Some(axis) = facing(edge.from.side, edge.to.side) {
            let off = (from.center() - to.center())[1 - axis];
            found.facing += 1;
            found.straight += usize::from(is_kept && off.abs() <= IN_LINE);
        }
    }
    found
}

/// Whether the partner lies on the side that this end asks for, if it asks.
fn one_end(
    study: &Study<'_>,
    (end, mine): (&End, &Rect),
    partner: &Rect,
    line: [DVec2; 2],
    found: &mut Sides,
) -> Option<bool> {
    let side = end.side?;
    let (axis, sign) = direction(side);
    let off = (partner.center() - mine.center()) * sign;
    let is_kept = off[axis] > TOLERANCE;
    let is_clear = gap(mine, partner, side) >= -TOLERANCE;
    found.ends += 1;
    found.drawn += usize::from(is_drawn(study, end, mine, side, line));
    found.kept += usize::from(is_kept);
    found.clear += usize::from(is_clear);
    found.cone += usize::from(is_clear && off[1 - axis].abs() <= off[axis]);
    Some(is_kept)
}

/// Whether a line whose first two points these are leaves `mine` on `side`.
fn is_drawn(
    study: &Study<'_>,
    end: &End,
    mine: &Rect,
    side: Side,
    [port, next]: [DVec2; 2],
) -> bool {
    let (axis, sign) = direction(side);
    let out = (next - port)[axis] * sign;
    if matches!(end.at, EndAt::Node(n) if study.graph.nodes[n.index()].kind == NodeKind::Junction) {
        return out > 1e-3;
    }
    let beyond = (port[axis] - border(mine, side)) * sign;
    let leaves_a_group = end.border.is_some() || matches!(end.at, EndAt::Group(_));
    let on_border = if leaves_a_group { beyond >= -ON_BORDER } else { beyond.abs() <= ON_BORDER };
    let across = 1 - axis;
    let beside = port[across] >= mine.min[across] - ON_BORDER
        && port[across] <= mine.max[across] + ON_BORDER;
    on_border && beside && out >= -1e-3
}

/// The axis on which two sides face each other.
fn facing(a: Option<Side>, b: Option<Side>) -> Option<usize> {
    let ((axis_a, sign_a), (axis_b, sign_b)) = (direction(a?), direction(b?));
    (axis_a == axis_b && sign_a + sign_b == 0.0).then_some(axis_a)
}

/// The axis that a side lies on, and which way is out.
pub(super) fn direction(side: Side) -> (usize, f64) {
    match side {
        Side::Left => (0, -1.0),
        Side::Right => (0, 1.0),
        Side::Top => (1, -1.0),
        Side::Bottom => (1, 1.0),
    }
}

/// Where a side lies on its axis.
pub(super) fn border(area: &Rect, side: Side) -> f64 {
    match side {
        Side::Left => area.min.x,
        Side::Right => area.max.x,
        Side::Top => area.min.y,
        Side::Bottom => area.max.y,
    }
}

/// From a side of `mine` to the nearest of `partner`, px; negative where the partner is not wholly beyond.
fn gap(mine: &Rect, partner: &Rect, side: Side) -> f64 {
    match side {
        Side::Left => mine.min.x - partner.max.x,
        Side::Right => partner.min.x - mine.max.x,
        Side::Top => mine.min.y - partner.max.y,
        Side::Bottom => partner.min.y - mine.max.y,
    }
}
