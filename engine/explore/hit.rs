use glam::DVec2;
use kurbo::{Point, Rect};

use super::Subject;
use crate::diagram::Diagram;
use crate::graph::{EdgeId, EndAt, GroupId, NodeId, NodeKind};
use crate::layout;

/// What of `diagram` is at `point`, world px: a service before a junction before an edge before the innermost group.
/// Thin things are met within `slack` world px.
#[must_use]
pub fn subject_at(diagram: &Diagram, point: Point, slack: f64) -> Option<Subject> {
    node_at(diagram, point, NodeKind::Service, 0.0)
        .or_else(|| node_at(diagram, point, NodeKind::Junction, slack))
        .or_else(|| edge_at(diagram, point, slack))
        .or_else(|| group_at(diagram, point))
}

/// The node of this kind whose box, grown by `slack`, holds `point`; the one with the nearest middle where several do.
fn node_at(diagram: &Diagram, point: Point, kind: NodeKind, slack: f64) -> Option<Subject> {
    let near = diagram.nodes_near(DVec2::new(point.x, point.y), slack).into_iter();
    let shown = near.filter(|&id| diagram.fold.hides_node(NodeId(id)).is_none());
    shown
        .filter(|&id| diagram.graph.nodes[id as usize].kind == kind)
        .map(|id| (rect(&diagram.layout.nodes[id as usize]), id))
        .filter(|(r, _)| r.inflate(slack, slack).contains(point))
        .min_by(|(a, _), (b, _)| {
            distance(a.center(), point).total_cmp(&distance(b.center(), point))
        })
        .map(|(_, id)| Subject::Node(NodeId(id)))
}

/// The nearest edge within `slack` of `point`; its label's plate counts as itself.
fn edge_at(diagram: &Diagram, point: Point, slack: f64) -> Option<Subject> {
    let near = diagram.edges_near(DVec2::new(point.x, point.y), slack).into_iter();
    near.map(|id| (&diagram.routes.edges[id as usize], id))
        .map(|(route, id)| {
            let on_plate = route.label.is_some_and(|plate| rect(&plate).contains(point));
            let corners = || route.points.iter().map(|p| Point::new(p.x, p.y));
            let to_line = corners().zip(corners().skip(1)).map(|(a, b)| to_segment(point, a, b));
            (if on_plate { 0.0 } else { to_line.fold(f64::INFINITY, f64::min) }, id)
        })
        .filter(|(distance, _)| *distance <= slack)
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, id)| Subject::Edge(EdgeId(id)))
}

/// The smallest group that holds `point`: groups are nested, so it is the innermost.
fn group_at(diagram: &Diagram, point: Point) -> Option<Subject> {
    let boxes = diagram.layout.groups.iter().zip(0_u32..);
    boxes
        .map(|(r, id)| (rect(r), id))
        .filter(|(r, _)| r.contains(point))
        .min_by(|(a, _), (b, _)| a.area().total_cmp(&b.area()))
        .map(|(_, id)| Subject::Group(GroupId(id)))
}

/// The outermost group that holds `point`, or the service or junction there that is in none.
pub(super) fn outermost_at(diagram: &Diagram, point: Point) -> Option<Subject> {
    let outermost = |group| diagram.graph.enclosing(Some(group)).last();
    match subject_at(diagram, point, 0.0)? {
        Subject::Node(node) if diagram.graph.nodes[node.index()].group.is_none() => {
            Some(Subject::Node(node))
        }
        _ => match group_at(diagram, point)? {
            Subject::Group(group) => outermost(group).map(Subject::Group),
            Subject::Edge(_) | Subject::Node(_) => None,
        },
    }
}

/// Whether `point` is within `slack` of the border of `group`, or in its title strip.
pub(super) fn is_at_edge(diagram: &Diagram, group: GroupId, point: Point, slack: f64) -> bool {
    let r = diagram.layout.groups[group.index()];
    let strip = diagram.style.strip.max(slack);
    let inner = Rect::new(r.min.x + slack, r.min.y + strip, r.max.x - slack, r.max.y - slack);
    !inner.contains(point)
}

/// Round `subject`, or the tile that hides it, world px.
#[must_use]
pub fn bounds(diagram: &Diagram, subject: Subject) -> Rect {
    let end = |end: EndAt| match diagram.fold.end(end) {
        EndAt::Node(node) => rect(&diagram.layout.nodes[node.index()]),
        EndAt::Group(group) => rect(&diagram.layout.groups[group.index()]),
    };
    match subject {
        Subject::Node(node) => end(EndAt::Node(node)),
        Subject::Group(group) => end(EndAt::Group(group)),
        Subject::Edge(edge) => {
            let Some(drawn) = diagram.fold.carrier(edge) else {
                return end(diagram.graph.edges[edge.index()].from.at);
            };
            let points = &diagram.routes.edges[drawn.index()].points;
            let corners = points.iter().map(|p| Point::new(p.x, p.y));
            let boxes = corners.map(|corner| Rect::from_points(corner, corner));
            boxes.reduce(|a, b| a.union(b)).unwrap_or_default()
        }
    }
}

/// A box of the layout as the type that windows and scenes are made with.
pub(super) fn rect(r: &layout::Rect) -> Rect {
    Rect::new(r.min.x, r.min.y, r.max.x, r.max.y)
}

fn to_segment(point: Point, a: Point, b: Point) -> f64 {
    let along = b - a;
    let length_squared = along.hypot2();
    let share = if length_squared > 0.0 {
        ((point - a).dot(along) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    distance(point, a + along * share)
}

fn distance(a: Point, b: Point) -> f64 {
    (a - b).hypot2().sqrt()
}
