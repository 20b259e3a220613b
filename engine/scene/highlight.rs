//! What is pointed at stands out: it and what it is joined to stay as they are and glow, the rest fades. Nothing moves
//! or changes its size, and panels of groups stay, because they are the ground that everything stands on.

use std::sync::Arc;

use kurbo::{Rect, RoundedRect, Vec2};
use peniko::Color;

use super::{Element, Mark, Pen, Scene, Shape, Subject, Theme};
use crate::diagram::Diagram;
use crate::graph::{Edge, EdgeId, End, EndAt, Fold, Graph, GroupId, NodeId, NodeKind, narrow};

/// How much is left of what is not meant.
const FADED: f32 = 0.35;

/// How far the glow reaches beyond what glows, px.
const GLOW: f64 = 1.5;

/// From what is selected to the frame round it, px.
const CLEAR: f64 = 4.0;

/// Makes `subject` stand out in `scene`, the picture of `diagram`.
pub fn highlight(scene: &mut Scene, diagram: &Diagram, theme: &Theme, subject: Subject) {
    let mut elements: Vec<&mut Element> = scene.elements.iter_mut().collect();
    highlight_these(&mut elements, diagram, theme, subject);
}

/// The same in a part of a scene.
pub(super) fn highlight_these(
    elements: &mut [&mut Element],
    diagram: &Diagram,
    theme: &Theme,
    subject: Subject,
) {
    let Some(mut lit) = Lit::by(&diagram.graph, subject) else { return };
    lit.fold(&diagram.fold);
    for element in elements.iter_mut() {
        if !lit.holds(element) {
            element.opacity *= FADED;
        } else if lit.glows(element, subject, &diagram.fold) {
            glow(element, diagram, theme);
        }
    }
}

/// What stands out, a bit for each thing.
struct Lit {
    nodes: Vec<bool>,
    groups: Vec<bool>,
    edges: Vec<bool>,
}

impl Lit {
    /// What `subject` brings with it: a node its edges and their other ends, an edge its ends, a group all that is in
    /// it and the edges from there. `None` for the diagram as a whole.
    fn by(graph: &Graph, subject: Subject) -> Option<Self> {
        let mut lit = Self {
            nodes: vec![false; graph.nodes.len()],
            groups: vec![false; graph.groups.len()],
            edges: vec![false; graph.edges.len()],
        };
        match subject {
            Subject::Diagram => return None,
            Subject::Node(node) => *lit.nodes.get_mut(node.index())? = true,
            Subject::Group(group) => *lit.groups.get_mut(group.index())? = true,
            Subject::Edge(edge) => *lit.edges.get_mut(edge.index())? = true,
        }
        lit.fill_groups(graph);
        let ends = |edge: &Edge| [edge.from, edge.to];
        for (edge_idx, edge) in graph.edges.iter().enumerate() {
            lit.edges[edge_idx] |= ends(edge).iter().any(|end| lit.has(end));
        }
        // In two steps, so that light goes one edge far and no further.
        for (edge_idx, edge) in graph.edges.iter().enumerate() {
            if lit.edges[edge_idx] {
                ends(edge).iter().for_each(|end| lit.light(end));
            }
        }
        lit.name_parents(graph);
        Some(lit)
    }

    fn fill_groups(&mut self, graph: &Graph) {
        let inside = |groups: &[bool], parent: Option<GroupId>| {
            let round = std::iter::successors(parent, |g| graph.groups[g.index()].parent);
            round.take(graph.groups.len()).any(|group| groups[group.index()])
        };
        let groups = self.groups.clone();
        for (group_idx, group) in graph.groups.iter().enumerate() {
            self.groups[group_idx] |= inside(&groups, group.parent);
        }
        for (node_idx, node) in graph.nodes.iter().enumerate() {
            self.nodes[node_idx] |= inside(&groups, node.group);
        }
    }

    /// The groups round what is lit keep their names.
    fn name_parents(&mut self, graph: &Graph) {
        let lit = graph.nodes.iter().zip(&self.nodes).filter(|(_, lit)| **lit);
        for (node, _) in lit {
            let round = std::iter::successors(node.group, |g| graph.groups[g.index()].parent);
            round.take(graph.groups.len()).for_each(|group| self.groups[group.index()] = true);
        }
    }

    /// A tile and a bundle are lit by what they stand for.
    fn fold(&mut self, fold: &Fold) {
        for node_idx in (0..self.nodes.len()).filter(|&node_idx| self.nodes[node_idx]) {
            if let Some(tile) = fold.hides_node(NodeId(narrow(node_idx))) {
                self.groups[tile.index()] = true;
            }
        }
        for edge_idx in 0..self.edges.len() {
            if let Some(carrier) = fold.carrier(EdgeId(narrow(edge_idx))) {
                self.edges[carrier.index()] |= self.edges[edge_idx];
            }
        }
    }

    fn has(&self, end: &End) -> bool {
        match end.at {
            EndAt::Node(node) => self.nodes[node.index()],
            EndAt::Group(group) => self.groups[group.index()],
        }
    }

    fn light(&mut self, end: &End) {
        match end.at {
            EndAt::Node(node) => self.nodes[node.index()] = true,
            EndAt::Group(group) => self.groups[group.index()] = true,
        }
    }

    fn holds(&self, element: &Element) -> bool {
        match element.subject {
            Subject::Diagram => true,
            Subject::Node(node) => self.nodes[node.index()],
            Subject::Edge(edge) => self.edges[edge.index()],
            Subject::Group(group) => {
                matches!(element.class, "group" | "area") || self.groups[group.index()]
            }
        }
    }

    /// What is meant glows, and the edges that make the connection.
    fn glows(&self, element: &Element, subject: Subject, fold: &Fold) -> bool {
        match element.class {
            "edge" | "course" => !matches!(subject, Subject::Group(group) if !fold.is_tile(group)),
            "service" | "bare" | "dot" | "junction" | "group" | "area" | "tile" => {
                element.subject == subject
            }
            _ => false,
        }
    }
}

/// Makes `element` glow in the theme's accent.
pub(super) fn glow(element: &mut Element, diagram: &Diagram, theme: &Theme) {
    light(element, diagram, theme.accent);
}

/// Makes `element` glow in this colour.
pub(super) fn light(element: &mut Element, diagram: &Diagram, color: Color) {
    let marks = match body(element.subject, diagram) {
        Some((body, radius)) => ring(body, radius, color),
        None => halo(element, color),
    };
    put_below(element, marks);
}

/// Draws a frame round `element`, clear of it, as round what is selected.
pub(super) fn select(element: &mut Element, diagram: &Diagram, theme: &Theme) {
    let Some((body, radius)) = body(element.subject, diagram) else { return };
    let outer = RoundedRect::from_rect(body.inflate(CLEAR, CLEAR), radius + CLEAR);
    let pen = Pen { width: 2.5, color: theme.accent, dashes: Vec::new(), round: false };
    put_below(element, vec![Mark::Stroke { shape: Shape::RoundedRect(outer), pen }]);
}

pub(super) fn put_below(element: &mut Element, marks: Vec<Mark>) {
    for mark in &marks {
        element.bounds = element.bounds.union(mark.bounds());
    }
    Arc::make_mut(&mut element.marks).splice(0..0, marks);
}

/// The box of a node or group and how round its corners are, px.
pub(super) fn body(subject: Subject, diagram: &Diagram) -> Option<(Rect, f64)> {
    let (body, radius) = match subject {
        Subject::Node(node) => {
            let body = diagram.layout.nodes[node.index()];
            let radius = match diagram.graph.nodes[node.index()].kind {
                NodeKind::Service => 10.0,
                NodeKind::Junction => body.size().x / 2.0,
            };
            (body, radius)
        }
        Subject::Group(group) => {
            let radius = if diagram.fold.is_tile(group) { 10.0 } else { 14.0 };
            (diagram.layout.groups[group.index()], radius)
        }
        Subject::Edge(_) | Subject::Diagram => return None,
    };
    Some((Rect::new(body.min.x, body.min.y, body.max.x, body.max.y), radius))
}

/// A soft light behind a box, and a line round it.
fn ring(body: Rect, radius: f64, color: Color) -> Vec<Mark> {
    let outer = RoundedRect::from_rect(body.inflate(GLOW, GLOW), radius + GLOW);
    vec![
        Mark::Shadow {
            rect: outer,
            offset: Vec2::ZERO,
            sigma: 2.0 * GLOW,
            color: color.multiply_alpha(0.6),
        },
        Mark::Fill { shape: Shape::RoundedRect(outer), color },
    ]
}

/// A wider, paler line below each line.
fn halo(element: &Element, color: Color) -> Vec<Mark> {
    let strokes = element.marks.iter().filter_map(|mark| match mark {
        Mark::Stroke { shape, pen } => Some((shape, pen)),
        _ => None,
    });
    strokes
        .map(|(shape, pen)| Mark::Stroke {
            shape: shape.clone(),
            pen: Pen {
                width: pen.width + 2.0 * GLOW,
                color: color.multiply_alpha(0.5),
                ..pen.clone()
            },
        })
        .collect()
}
