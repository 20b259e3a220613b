//! Where an edge can end: which box it touches, on which side, and within which part of that side.

use glam::DVec2;

use crate::graph::{Edge, End, EndAt, Graph, NodeKind, Side};
use crate::layout::Rect;

use super::hierarchy::{Hierarchy, Item};

/// One end of an edge, resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Terminal {
    /// What the line touches.
    pub(crate) item: Item,
    /// Its box.
    pub(crate) area: Rect,
    /// On which side.
    pub(crate) side: Side,
    /// The line comes from within: `item` is a group and the partner lies in it.
    pub(crate) inner: bool,
    /// The group that the line runs in where it ends.
    pub(crate) container: usize,
    /// Where along the side the line may end, least and greatest coordinate, px.
    pub(crate) range: [f64; 2],
    /// Where along the side it ends, px.
    pub(crate) along: f64,
    /// Its line ends in the middle of the box, not on its border: a junction.
    pub(crate) is_joint: bool,
}

/// Share of a side's length that may carry lines, in the middle of the side.
const USABLE: f64 = 0.6;

/// Corners of a group are round; lines keep this distance from them, px (radius 14 in `look.md`, and a bit).
const GROUP_CORNER: f64 = 18.0;

impl Terminal {
    /// The axis that the line's last piece runs along: 0 is x, 1 is y.
    pub(crate) fn axis(&self) -> usize {
        axis(self.side)
    }

    /// 1.0 where the line leaves towards greater coordinates, -1.0 where it leaves towards smaller ones.
    pub(crate) fn outward(&self) -> f64 {
        if self.inner { -sign(self.side) } else { sign(self.side) }
    }

    /// The end point of the line.
    pub(crate) fn port(&self) -> DVec2 {
        let axis = self.axis();
        let mut port = self.area.center();
        port[1 - axis] = self.along;
        if !self.is_joint {
            port[axis] =
                if sign(self.side) > 0.0 { self.area.max[axis] } else { self.area.min[axis] };
        }
        port
    }

    /// The point of the line at `distance` from its end.
    pub(crate) fn ahead(&self, distance: f64) -> DVec2 {
        let mut point = self.port();
        let border = if sign(self.side) > 0.0 { self.area.max } else { self.area.min };
        point[self.axis()] = border[self.axis()] + distance * self.outward();
        point
    }

    /// The middle of the usable part.
    pub(crate) fn middle(&self) -> f64 {
        f64::midpoint(self.range[0], self.range[1])
    }
}

/// The axis that lines through `side` run along: 0 is x, 1 is y.
pub(crate) fn axis(side: Side) -> usize {
    match side {
        Side::Left | Side::Right => 0,
        Side::Top | Side::Bottom => 1,
    }
}

/// 1.0 for the sides with the greater coordinate, -1.0 for the others.
pub(crate) fn sign(side: Side) -> f64 {
    match side {
        Side::Right | Side::Bottom => 1.0,
        Side::Left | Side::Top => -1.0,
    }
}

/// Both ends of every edge; each in the middle of its side or, at a group, in line with the partner.
pub(crate) fn terminals(graph: &Graph, hierarchy: &Hierarchy) -> Vec<[Terminal; 2]> {
    graph.edges.iter().map(|edge| pair(graph, hierarchy, edge)).collect()
}

/// What an end touches, before its side is known.
#[derive(Clone, Copy)]
struct Touch {
    item: Item,
    area: Rect,
    inner: bool,
    /// The box that the line should be in line with: a group's member for the modifier `{group}`.
    inside: Option<Rect>,
}

fn pair(graph: &Graph, hierarchy: &Hierarchy, edge: &Edge) -> [Terminal; 2] {
    let touches = [touch(hierarchy, &edge.from, &edge.to), touch(hierarchy, &edge.to, &edge.from)];
    let sides = choose_sides(&touches, [edge.from.side, edge.to.side]);
    [0, 1].map(|k| terminal(graph, hierarchy, touches[k], touches[1 - k].area, sides[k]))
}

fn touch(hierarchy: &Hierarchy, end: &End, partner: &End) -> Touch {
    let (item, other) = (Item::from(end.at), Item::from(partner.at));
    let whole = |item| Touch { item, area: hierarchy.area(item), inner: false, inside: None };
    match (end.at, end.border) {
        (EndAt::Node(_), Some(group)) if group.index() < hierarchy.root() => {
            let group_item = Item::Group(group.index());
            if other == group_item || hierarchy.lies_in(other, group.index()) {
                return whole(item);
            }
            Touch { inside: Some(hierarchy.area(item)), ..whole(group_item) }
        }
        (EndAt::Group(group), _) => {
            Touch { inner: other != item && hierarchy.lies_in(other, group.index()), ..whole(item) }
        }
        (EndAt::Node(_), _) => whole(item),
    }
}

fn choose_sides(touches: &[Touch; 2], asked: [Option<Side>; 2]) -> [Side; 2] {
    let [a, b] = touches;
    if a.item == b.item {
        return match asked {
            [Some(a), Some(b)] => [a, b],
            [Some(a), None] => [a, next(a)],
            [None, Some(b)] => [next(b), b],
            [None, None] => [Side::Right, Side::Bottom],
        };
    }
    if a.inner || b.inner {
        let (group, member) = if a.inner { (a, b) } else { (b, a) };
        let side = asked[0].or(asked[1]).unwrap_or_else(|| nearest_side(&group.area, &member.area));
        return asked.map(|s| s.unwrap_or(side));
    }
    let [from, to] = [
        asked[0].unwrap_or_else(|| facing(&a.area, &b.area)),
        asked[1].unwrap_or_else(|| facing(&b.area, &a.area)),
    ];
    [from, to]
}

fn next(side: Side) -> Side {
    match side {
        Side::Right => Side::Bottom,
        Side::Bottom => Side::Left,
        Side::Left => Side::Top,
        Side::Top => Side::Right,
    }
}

const SIDES: [Side; 4] = [Side::Right, Side::Bottom, Side::Left, Side::Top];

/// The side of `me` that looks at `other`: the one with the widest gap between.
fn facing(me: &Rect, other: &Rect) -> Side {
    best(|side| match side {
        Side::Right => other.min.x - me.max.x,
        Side::Left => me.min.x - other.max.x,
        Side::Bottom => other.min.y - me.max.y,
        Side::Top => me.min.y - other.max.y,
    })
}

/// The side of `group` that its member is nearest to.
fn nearest_side(group: &Rect, member: &Rect) -> Side {
    best(|side| match side {
        Side::Right => member.max.x - group.max.x,
        Side::Left => group.min.x - member.min.x,
        Side::Bottom => member.max.y - group.max.y,
        Side::Top => group.min.y - member.min.y,
    })
}

fn best(score: impl Fn(Side) -> f64) -> Side {
    SIDES.into_iter().reduce(|a, b| if score(b) > score(a) { b } else { a }).unwrap_or(Side::Right)
}

fn terminal(
    graph: &Graph,
    hierarchy: &Hierarchy,
    touch: Touch,
    partner: Rect,
    side: Side,
) -> Terminal {
    let Touch { item, area, inner, inside } = touch;
    let is_joint = matches!(item, Item::Node(n) if graph.nodes[n].kind == NodeKind::Junction);
    let container = match item {
        Item::Group(group) if inner => group,
        Item::Node(_) | Item::Group(_) => hierarchy.parent(item),
    };
    let across = 1 - axis(side);
    let middle = area.center()[across];
    let half = match item {
        Item::Node(_) if is_joint => 0.0,
        Item::Node(_) => area.size()[across] * USABLE / 2.0,
        Item::Group(_) => (area.size()[across] / 2.0 - GROUP_CORNER).max(0.0),
    };
    let mut range = [middle - half, middle + half];
    if let Some(inside) = inside {
        let half = inside.size()[across] * USABLE / 2.0;
        range = [-half, half].map(|by| (inside.center()[across] + by).clamp(range[0], range[1]));
    }
    let wanted = match item {
        Item::Group(_) if inside.is_none() => partner.center()[across],
        Item::Node(_) | Item::Group(_) => f64::midpoint(range[0], range[1]),
    };
    let along = wanted.clamp(range[0], range[1]);
    Terminal { item, area, side, inner, container, range, along, is_joint }
}
