//! Where one is: the groups round what is looked at, from the outside in.

use kurbo::{Point, Rect, Size};

use super::GAP;
use super::titles::{title_of, width_of};
use crate::diagram::Diagram;
use crate::explore::{State, Subject};
use crate::graph::GroupId;

/// A part of the path, logical px.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    /// What it says.
    pub text: String,
    /// What it stands for; `None` for the diagram, and for what there is no room for.
    pub subject: Option<Subject>,
    /// Where it stands.
    pub area: Rect,
    /// What opens the list of its siblings.
    pub siblings: Option<Rect>,
}

/// Size of their type, logical px.
pub(super) const TYPE: f64 = 13.0;
/// Their height, logical px.
const HEIGHT: f64 = 32.0;
/// Beside a name, logical px.
const PADDING: f64 = 8.0;
/// What opens the siblings, logical px.
const KNOB: f64 = 20.0;
/// A name is cut off beyond so many letters.
const LONGEST: usize = 28;
/// In place of what there is no room for.
const ELLIPSIS: &str = "…";

impl State {
    /// The path of what is pointed at, selected or in focus, as it stands at `time`, s.
    #[must_use]
    pub fn crumbs(&self, diagram: &Diagram, time: f64) -> Vec<Crumb> {
        let free = self.free_area();
        let left = free.x0 + GAP + PADDING;
        let room = self.button_frame().x0 - GAP - left;
        let mut parts = self.path(diagram, time);
        let widths = |parts: &[(String, Option<Subject>)]| parts.iter().map(width).sum::<f64>();
        // The whole and the innermost tell most.
        while widths(&parts) > room && parts.len() > 2 {
            if parts[1].0 == ELLIPSIS && parts.len() == 3 {
                break;
            }
            let next = if parts[1].0 == ELLIPSIS { 2 } else { 1 };
            parts.remove(next);
            if next == 1 && parts.len() > 1 {
                parts.insert(1, (ELLIPSIS.to_owned(), None));
            }
        }
        let corner = Point::new(left, GAP + (super::BUTTON - HEIGHT) / 2.0);
        stand(parts, corner, room)
    }

    /// What the crumbs say, from the outside in, and what each stands for.
    fn path(&self, diagram: &Diagram, time: f64) -> Vec<(String, Option<Subject>)> {
        let graph = &diagram.graph;
        let view = &self.view;
        let told = self.hover.lit(time).or(view.selection.last().copied());
        let told = told.or(view.focus.map(Subject::Group));
        let group = match told {
            Some(Subject::Node(node)) => graph.nodes[node.index()].group,
            Some(Subject::Group(group)) => Some(group),
            Some(Subject::Edge(_)) | None => view.focus,
        };
        let mut groups: Vec<GroupId> = graph.enclosing(group).collect();
        groups.reverse();
        let whole = graph.title.clone().unwrap_or_else(|| "System".to_owned());
        let mut parts = vec![(cut(&whole), None)];
        let n_groups = groups.len();
        for (place, group) in groups.into_iter().enumerate() {
            let subject = Subject::Group(group);
            let mut text = cut(&title_of(graph, subject));
            if place + 1 == n_groups && told == Some(subject) {
                let n = crate::graph::Fold::n_services(graph, group);
                text = format!("{text} ({n})");
            }
            parts.push((text, Some(subject)));
        }
        if let Some(subject @ (Subject::Node(_) | Subject::Edge(_))) = told {
            let title = title_of(graph, subject);
            parts.push((
                if matches!(subject, Subject::Edge(_)) { title } else { cut(&title) },
                told,
            ));
        }
        parts
    }
}

/// What is longer ends in an ellipsis.
fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn width((text, subject): &(String, Option<Subject>)) -> f64 {
    width_of(text, TYPE) + 2.0 * PADDING + if has_siblings(*subject) { KNOB } else { 0.0 }
}

fn has_siblings(subject: Option<Subject>) -> bool {
    matches!(subject, Some(Subject::Group(_) | Subject::Node(_)))
}

/// Puts the parts side by side.
fn stand(parts: Vec<(String, Option<Subject>)>, corner: Point, room: f64) -> Vec<Crumb> {
    let mut x = corner.x;
    let end = corner.x + room;
    let mut crumbs = Vec::new();
    for part in parts {
        let left = end - x;
        if left < 4.0 * PADDING {
            break;
        }
        let all = Rect::from_origin_size((x, corner.y), Size::new(width(&part).min(left), HEIGHT));
        let knob = if has_siblings(part.1) { KNOB } else { 0.0 };
        let siblings =
            (knob > 0.0 && all.width() > 2.0 * KNOB).then_some(Rect { x0: all.x1 - knob, ..all });
        let area = Rect { x1: siblings.map_or(all.x1, |knob| knob.x0), ..all };
        x = all.x1;
        crumbs.push(Crumb { text: part.0, subject: part.1, area, siblings });
    }
    crumbs
}
