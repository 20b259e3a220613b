//! What lies over the picture of a diagram while something is pointed at.

use kurbo::RoundedRect;

use crate::diagram::Diagram;
use crate::explore::Subject;
use crate::graph::{EdgeId, End, EndAt, NodeId};
use crate::layout::Rect;
use crate::scene::{self, Element, Mark, Pen, Scene, Shape, Theme};

/// Width of the outline round what is pointed at, px.
const OUTLINE: f64 = 2.5;
/// Width of the outline round what is joined to it, px.
const NEIGHBOUR: f64 = 1.5;
/// Between a box and its outline, px.
const GAP: f64 = 2.0;
/// Corner radius of an outline, px.
const RADIUS: f64 = 12.0;
/// How much wider than itself an edge is drawn, px.
const WIDER: f64 = 1.5;

/// The highlight of `subject` over `scene`, the picture of `diagram`: a node with its edges and their other ends, an
/// edge with its ends, or a group.
pub(super) fn highlight(
    diagram: &Diagram,
    scene: &Scene,
    theme: &Theme,
    subject: Subject,
) -> Scene {
    let edges = edges_of(diagram, subject);
    let mut marks = vec![];
    for element in &scene.elements {
        if let scene::Subject::Edge(edge) = element.subject
            && edges.contains(&edge)
        {
            marks.extend(element.marks.iter().map(|mark| brightened(mark, theme)));
        }
    }
    for edge in &edges {
        let edge = &diagram.graph.edges[edge.index()];
        for end in [&edge.from, &edge.to].into_iter().filter(|end| !is(end, subject)) {
            marks.push(outline(box_of(diagram, end.at), theme, NEIGHBOUR));
        }
    }
    match subject {
        Subject::Node(node) => {
            marks.push(outline(diagram.layout.nodes[node.index()], theme, OUTLINE))
        }
        Subject::Group(group) => {
            marks.push(outline(diagram.layout.groups[group.index()], theme, OUTLINE));
        }
        Subject::Edge(_) => {}
    }
    let bounds = marks.iter().map(Mark::bounds).reduce(|a, b| a.union(b)).unwrap_or_default();
    let element = Element {
        subject: scene::Subject::Diagram,
        id: String::new(),
        class: "highlight",
        bounds,
        marks,
        opacity: 1.0,
    };
    Scene { bounds, ground: theme.ground, elements: vec![element], title: None, description: None }
}

/// The edges that light up with `subject`, in the order of the text.
fn edges_of(diagram: &Diagram, subject: Subject) -> Vec<EdgeId> {
    let ids = (0_u32..).map(EdgeId).zip(&diagram.graph.edges);
    ids.filter(|(id, edge)| match subject {
        Subject::Edge(it) => it == *id,
        Subject::Node(node) => joins(&edge.from, node) || joins(&edge.to, node),
        Subject::Group(_) => false,
    })
    .map(|(id, _)| id)
    .collect()
}

fn joins(end: &End, node: NodeId) -> bool {
    end.at == EndAt::Node(node)
}

fn is(end: &End, subject: Subject) -> bool {
    match (end.at, subject) {
        (EndAt::Node(node), Subject::Node(it)) => node == it,
        (EndAt::Group(group), Subject::Group(it)) => group == it,
        _ => false,
    }
}

fn box_of(diagram: &Diagram, at: EndAt) -> Rect {
    match at {
        EndAt::Node(node) => diagram.layout.nodes[node.index()],
        EndAt::Group(group) => diagram.layout.groups[group.index()],
    }
}

fn outline(r: Rect, theme: &Theme, width: f64) -> Mark {
    let rect = kurbo::Rect::new(r.min.x, r.min.y, r.max.x, r.max.y).inflate(GAP, GAP);
    let radius = RADIUS.min(rect.width() / 2.0);
    let shape = Shape::RoundedRect(RoundedRect::from_rect(rect, radius));
    let pen = Pen { width, color: theme.accent, dashes: Vec::new(), round: false };
    Mark::Stroke { shape, pen }
}

/// A mark of an edge in the colour of what is pointed at; its label stays as it is.
fn brightened(mark: &Mark, theme: &Theme) -> Mark {
    match mark {
        Mark::Stroke { shape, pen } => Mark::Stroke {
            shape: shape.clone(),
            pen: Pen { color: theme.accent, width: pen.width + WIDER, ..pen.clone() },
        },
        other => other.clone(),
    }
}
