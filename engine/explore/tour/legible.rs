//! Whether what a step is about can be read from the last row.

use kurbo::Size;

use super::stand::{aimed_at, drawn, pose_of, subjects, view_of};
use super::{Aim, Tour, TourStep};
use crate::diagram::Diagram;
use crate::explore::{Level, Levels, Subject, present};
use crate::graph::{NodeId, NodeKind, narrow};

/// The screen that names are to be read on, logical px.
pub const PROJECTOR: Size = Size::new(1920.0, 1080.0);
/// Names are to be so large there, logical px (`interaction.md` 3.4).
pub const LEAST_LABEL: f64 = 18.0;

/// A step with names that are too small.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// The place of the step.
    pub place: usize,
    /// How large names are, logical px.
    pub px: f64,
    /// Whether they are drawn at all.
    pub is_drawn: bool,
    /// The names.
    pub names: Vec<String>,
}

/// What names the step at `place` is about that would be too small on the [`PROJECTOR`]; `diagram` is drawn with the groups
/// folded that the step folds.
#[must_use]
pub fn legibility(tour: &Tour, place: usize, diagram: &Diagram) -> Option<Shortfall> {
    let step = tour.steps.get(place)?;
    let card = present::card_of(step, PROJECTOR).map(|card| card.frame);
    let pose = pose_of(step, diagram, 0, PROJECTOR, card);
    let px = diagram.style.font_size * pose.zoom;
    let view = view_of(step, diagram);
    let level = Levels::of(diagram).at(pose.zoom * Levels::dialled(view.detail));
    let is_drawn = level >= Level::Standard;
    if px >= LEAST_LABEL && is_drawn {
        return None;
    }
    let names: Vec<String> = about(step, diagram)
        .into_iter()
        .filter(|node| {
            let subject = Subject::Node(*node);
            drawn(diagram, subject) == subject && !view.hides(&diagram.graph, subject)
        })
        .map(|node| &diagram.graph.nodes[node.index()])
        .filter(|node| node.kind == NodeKind::Service)
        .map(|node| node.title.clone().unwrap_or_else(|| node.id.clone()))
        .collect();
    (!names.is_empty()).then_some(Shortfall { place, px, is_drawn, names })
}

/// The services and junctions that a step is about; none for one that shows the whole.
fn about(step: &TourStep, diagram: &Diagram) -> Vec<NodeId> {
    let stand = &step.stand;
    let mut meant = match &stand.view {
        Some(Aim::Whole | Aim::Pose { .. }) => Vec::new(),
        Some(Aim::At(_)) | None => aimed_at(step, diagram, 0).unwrap_or_default(),
    };
    meant.extend(subjects(&stand.highlight, diagram));
    let graph = &diagram.graph;
    let is_meant = |node: &NodeId| {
        meant.iter().any(|subject| match subject {
            Subject::Node(of) => of == node,
            Subject::Group(group) => graph.lies_in(graph.nodes[node.index()].group, *group),
            Subject::Edge(_) => false,
        })
    };
    (0..graph.nodes.len()).map(|place| NodeId(narrow(place))).filter(is_meant).collect()
}
