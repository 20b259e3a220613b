//! What is seen from afar: dots for services, lines without turns for edges, tinted areas for the outermost groups, and
//! a bundle for all edges between two of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{BezPath, Point, Rect, RoundedRect};
use peniko::Color;
use peniko::color::Oklab;

use super::ink::Ink;
use super::line::{Line, Turns};
use super::{Parts, element, rect};
use crate::explore::Level;
use crate::graph::{EdgeId, EndAt, GroupId, NodeId, NodeKind};
use crate::icons::Icon;
use crate::scene::color::{contrast, mix};
use crate::scene::{Element, Mark, Pen, Shape, Span, Subject};

/// A bundle of one edge is so wide, and with each doubling of their number so much wider, heights of a service.
const BUNDLE: f64 = 0.4;
const BUNDLE_DOUBLING: f64 = 0.3;

/// Lines from afar are so many times as wide as from near: they would be too faint to be seen.
const COURSE: f64 = 2.5;

/// How much of an icon's colour a dot has.
const TINT: f32 = 0.8;

/// Icons of less colour than this tell nothing by it (chroma of Oklab).
const GREY: f32 = 0.04;

/// A dot must be told from its group at least so well (WCAG contrast).
const SEEN: f64 = 1.6;

/// The outermost thing an end of an edge lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    Group(GroupId),
    Node(NodeId),
}

impl Parts<'_> {
    /// Whether a node is seen even on the map, because it is in no group that could stand for it.
    pub(super) fn stands_alone(&self, node_idx: usize) -> bool {
        self.diagram.graph.nodes[node_idx].group.is_none()
    }

    /// Services as dots.
    pub(super) fn dots(&self) -> Vec<Element> {
        let nodes = self.diagram.graph.nodes.iter().enumerate();
        let services = nodes.filter(|(_, node)| node.kind == NodeKind::Service);
        let services = services.filter(|(node_idx, _)| self.is_shown(*node_idx));
        let mut colors = Colors::default();
        let dot = |(node_idx, node): (usize, &crate::graph::Node)| {
            let body = rect(&self.diagram.layout.nodes[node_idx]);
            let icon = self.diagram.marks.nodes[node_idx].as_ref().and_then(|m| m.icon.as_ref());
            let color = self.dot_color(icon.map(|icon| colors.of(icon, self.theme.tile_text)));
            let radius = body.height() * 0.22;
            let shape = Shape::RoundedRect(RoundedRect::from_rect(body, radius));
            let fill = Mark::Fill { shape, color };
            let id = NodeId(u32::try_from(node_idx).unwrap_or(u32::MAX));
            let first = if self.stands_alone(node_idx) { Level::Map } else { Level::Districts };
            let seen = super::between(self.levels, first, Level::Standard);
            Element { seen, ..element(Subject::Node(id), &node.id, "dot", vec![fill]) }
        };
        services.map(dot).collect()
    }

    fn dot_color(&self, icon: Option<Color>) -> Color {
        let theme = self.theme;
        let plain = mix(theme.tile, theme.tile_text, 0.35);
        let has_hue = |color: &Color| {
            let [_, a, b, _] = color.convert::<Oklab>().components;
            a * a + b * b > GREY * GREY
        };
        let color = icon.filter(has_hue).map_or(plain, |icon| mix(plain, icon, TINT));
        let ground = theme.panel(1);
        let mut tones = [0.0, 0.25, 0.5].map(|share| mix(color, theme.text, share)).into_iter();
        tones.find(|tone| contrast(*tone, ground) >= SEEN).unwrap_or(color).with_alpha(1.0)
    }

    /// Edges as lines from corner to corner.
    pub(super) fn courses(&self) -> Vec<Element> {
        let color = mix(self.theme.edge, self.theme.panel(1), 0.25);
        let course = |edge_idx: usize| {
            let mut path = BezPath::new();
            for (n, point) in self.diagram.routes.edges[edge_idx].points.iter().enumerate() {
                let at = Point::new(point.x, point.y);
                if n == 0 { path.move_to(at) } else { path.line_to(at) }
            }
            let pen =
                Pen { width: self.edge_width() * COURSE, color, dashes: Vec::new(), round: false };
            let marks = vec![Mark::Stroke { shape: Shape::Path(path), pen }];
            let roots = self.ends(edge_idx).map(|end| self.root(end.at));
            let alone = roots.iter().all(|root| matches!(root, Root::Node(_)));
            let first = if alone { Level::Map } else { Level::Districts };
            let seen = super::between(self.levels, first, Level::Standard);
            let subject = Subject::Edge(EdgeId(u32::try_from(edge_idx).unwrap_or(u32::MAX)));
            Element { seen, ..element(subject, &self.edge_name(edge_idx), "course", marks) }
        };
        self.drawn_edges().map(course).collect()
    }

    /// The outermost groups, tinted more than their panels are.
    pub(super) fn areas(&self) -> Vec<Element> {
        let groups = self.diagram.graph.groups.iter().enumerate();
        let outermost =
            groups.filter(|(group_idx, group)| group.parent.is_none() && self.is_open(*group_idx));
        outermost
            .map(|(group_idx, group)| {
                let panel = rect(&self.diagram.layout.groups[group_idx]);
                let shape = Shape::RoundedRect(super::groups::rounded(panel));
                let fill = Mark::Fill { shape: shape.clone(), color: self.theme.panel(4) };
                let width = self.levels.tile * 0.12;
                let pen =
                    Pen { width, color: self.theme.group_border, dashes: Vec::new(), round: false };
                let marks = vec![fill, Mark::Stroke { shape, pen }];
                let id = GroupId(u32::try_from(group_idx).unwrap_or(u32::MAX));
                let seen = Span::to(self.levels.begin(Level::Districts));
                Element { seen, ..element(Subject::Group(id), &group.id, "area", marks) }
            })
            .collect()
    }

    /// One line for all edges between two of the outermost groups, or such a group and a service outside: the way of the
    /// shortest of them, the wider the more they are.
    pub(super) fn bundles(&self) -> Vec<Element> {
        self.bundled().iter().filter_map(|edges| self.bundle(edges)).collect()
    }

    /// The edges of each bundle.
    pub(super) fn bundled(&self) -> Vec<Vec<usize>> {
        let mut bundles: BTreeMap<[Root; 2], Vec<usize>> = BTreeMap::new();
        for edge_idx in self.drawn_edges() {
            let mut roots = self.ends(edge_idx).map(|end| self.root(end.at));
            roots.sort_unstable();
            let is_between = roots[0] != roots[1] && matches!(roots[0], Root::Group(_));
            if is_between {
                bundles.entry(roots).or_default().push(edge_idx);
            }
        }
        bundles.into_values().collect()
    }

    fn bundle(&self, edges: &[usize]) -> Option<Element> {
        let ways = edges.iter().map(|&edge_idx| (self.between_roots(edge_idx), edge_idx));
        let length = |way: &[Point]| way.windows(2).map(|w| w[0].distance(w[1])).sum::<f64>();
        let shortest = ways.min_by(|a, b| length(&a.0).total_cmp(&length(&b.0)))?;
        let (way, edge_idx) = shortest;
        let line = Line { turns: Turns::Wide, ..Line::through(way) };
        let doublings = libm::log2(self.n_edges(edges) as f64);
        let width = self.levels.tile * (BUNDLE + BUNDLE_DOUBLING * doublings);
        let color = self.theme.edge;
        let pen = Pen { width, color, dashes: Vec::new(), round: false };
        let marks = vec![Mark::Stroke { shape: Shape::Path(line.path(&[])), pen }];
        let seen = Span::to(self.levels.begin(Level::Districts));
        // Many edges are no one edge: nothing that is done to one is to be seen on it.
        let name = self.edge_name(edge_idx);
        Some(Element { seen, ..element(Subject::Diagram, &name, "bundle", marks) })
    }

    /// The part of an edge's way that lies outside of the outermost groups at its ends.
    fn between_roots(&self, edge_idx: usize) -> Vec<Point> {
        let [from, to] = self.ends(edge_idx);
        let points = &self.diagram.routes.edges[edge_idx].points;
        let mut way: Vec<Point> = points.iter().map(|p| Point::new(p.x, p.y)).collect();
        for end in [to.at, from.at] {
            // In two turns, so that the way is cut at both of its ends and runs as before.
            way.reverse();
            if let Root::Group(group) = self.root(end) {
                let panel = rect(&self.diagram.layout.groups[group.index()]);
                leave(&mut way, panel);
            }
        }
        way
    }

    fn drawn_edges(&self) -> impl Iterator<Item = usize> {
        (0..self.diagram.graph.edges.len()).filter(|edge_idx| self.is_drawn(*edge_idx))
    }

    /// How many edges these and those that they stand for are.
    fn n_edges(&self, edges: &[usize]) -> usize {
        let id = |edge_idx: &usize| EdgeId(u32::try_from(*edge_idx).unwrap_or(u32::MAX));
        let n_edges = |edge: &usize| self.diagram.fold.bundle_of(id(edge)).len().max(1);
        edges.iter().map(n_edges).sum()
    }

    pub(super) fn root(&self, end: EndAt) -> Root {
        let graph = &self.diagram.graph;
        let (own, group) = match end {
            EndAt::Node(node) => (Root::Node(node), graph.nodes[node.index()].group),
            EndAt::Group(group) => (Root::Group(group), Some(group)),
        };
        graph.enclosing(group).last().map_or(own, Root::Group)
    }
}

/// Takes off what of the beginning of `way` lies in `panel`.
fn leave(way: &mut Vec<Point>, panel: Rect) {
    let Some(last_inside) = way.iter().rposition(|point| panel.contains(*point)) else { return };
    let Some(&outside) = way.get(last_inside + 1) else { return };
    let inside = way[last_inside];
    let share = |from: f64, to: f64, low: f64, high: f64| {
        let limit = if to > high { high } else { low };
        if to > high || to < low { (limit - from) / (to - from) } else { 1.0 }
    };
    let t = share(inside.x, outside.x, panel.x0, panel.x1)
        .min(share(inside.y, outside.y, panel.y0, panel.y1));
    way[last_inside] = inside.lerp(outside, t.clamp(0.0, 1.0));
    way.drain(..last_inside);
}

/// What icons look like from afar, each looked at once.
#[derive(Default)]
struct Colors(BTreeMap<String, Color>);

impl Colors {
    fn of(&mut self, icon: &Arc<Icon>, current: Color) -> Color {
        let known = self.0.get(&icon.name).copied();
        known.unwrap_or_else(|| {
            let color = Ink::of(icon, current).mean();
            self.0.insert(icon.name.clone(), color);
            color
        })
    }
}
