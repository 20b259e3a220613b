use kurbo::{Point, Rect, RoundedRect};

use super::{Element, Mark, Pen, Scene, Shape, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::State;
use crate::graph::{GroupId, NodeId};

/// The picture of `diagram` as `state` wants it seen, in the colours of `theme`. Throw-away stub.
#[must_use]
pub fn build(diagram: &Diagram, _state: &State, theme: &Theme) -> Scene {
    let rect = |r: &crate::layout::Rect| Rect::new(r.min.x, r.min.y, r.max.x, r.max.y);
    let mut elements = Vec::new();
    for (i, r) in diagram.layout.groups.iter().enumerate() {
        let shape = Shape::RoundedRect(RoundedRect::from_rect(rect(r), 14.0));
        let pen = Pen {
            width: theme.group_border_width,
            color: theme.group_border,
            dashes: Vec::new(),
            round: false,
        };
        elements.push(Element {
            subject: Subject::Group(GroupId(i as u32)),
            id: diagram.graph.groups[i].id.clone(),
            class: "group",
            bounds: rect(r).inflate(2.0, 2.0),
            marks: vec![Mark::Stroke { shape, pen }],
            opacity: 1.0,
        });
    }
    for (i, r) in diagram.layout.nodes.iter().enumerate() {
        let shape = Shape::RoundedRect(RoundedRect::from_rect(rect(r), 10.0));
        elements.push(Element {
            subject: Subject::Node(NodeId(i as u32)),
            id: diagram.graph.nodes[i].id.clone(),
            class: "service",
            bounds: rect(r).inflate(2.0, 2.0),
            marks: vec![
                Mark::Fill { shape, color: theme.tile },
                Mark::Text {
                    label: diagram.labels.nodes[i].clone(),
                    at: Point::new(r.min.x, r.max.y - 20.0),
                    color: theme.text,
                },
            ],
            opacity: 1.0,
        });
    }
    Scene {
        bounds: rect(&diagram.layout.bounds),
        ground: theme.ground,
        elements,
        title: None,
        description: None,
    }
}
