//! What a person has made of the picture: what is pointed at, selected and traced.

use std::collections::BTreeSet;

use super::highlight::{glow, highlight_these, select};
use super::traces::show_trace;
use super::{Element, Scene, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::{self, Aspect, View};
use crate::graph::{EdgeId, EndAt};

/// Puts `aspect` on `scene`, the plain picture of `diagram`.
pub fn dress(scene: &mut Scene, diagram: &Diagram, theme: &Theme, aspect: &Aspect) {
    let mut elements: Vec<&mut Element> = scene.elements.iter_mut().collect();
    dress_these(&mut elements, diagram, theme, aspect);
}

/// The same for a part of the elements: the others stay as they are.
pub fn dress_these(
    elements: &mut [&mut Element],
    diagram: &Diagram,
    theme: &Theme,
    aspect: &Aspect,
) {
    show(elements, diagram, theme, aspect);
    hide(elements, diagram, &aspect.view);
}

fn show(elements: &mut [&mut Element], diagram: &Diagram, theme: &Theme, aspect: &Aspect) {
    restrict(elements, diagram, &aspect.view);
    let lit = aspect.lit.map(Subject::from);
    if let Some(hits) = &aspect.hits {
        return show_hits(elements, diagram, theme, hits);
    }
    match (&aspect.view.trace, lit) {
        (Some(trace), _) => show_trace(elements, diagram, theme, trace, aspect.reach),
        (None, Some(subject)) => highlight_these(elements, diagram, theme, subject),
        (None, None) => {}
    }
    let selected: BTreeSet<Subject> = aspect.view.selection.iter().map(|s| (*s).into()).collect();
    if selected.is_empty() && (aspect.view.trace.is_none() || lit.is_none()) {
        return;
    }
    for element in elements.iter_mut().filter(|element| is_body(element.class)) {
        let is_edge = matches!(element.subject, Subject::Edge(_));
        let is_selected = selected.contains(&element.subject);
        // In a trace what is pointed at does not change what is seen of the rest.
        let is_pointed_at = aspect.view.trace.is_some() && lit == Some(element.subject);
        if is_selected || is_pointed_at {
            element.opacity = 1.0;
        }
        if is_pointed_at || (is_selected && is_edge) {
            glow(element, diagram, theme);
        }
        if is_selected && !is_edge {
            select(element, diagram, theme);
        }
    }
}

/// How much is left of what is out of focus (`interaction.md` 3.1), and of the neighbours there.
const OUT_OF_FOCUS: f32 = 0.15;
const NEIGHBOUR: f32 = 0.5;

/// Hides what is hidden. It stays in its place, so that painters know the rest again.
fn hide(elements: &mut [&mut Element], diagram: &Diagram, view: &View) {
    if view.hidden.is_empty() {
        return;
    }
    for element in elements.iter_mut() {
        if subject_of(element).is_some_and(|subject| hides(diagram, view, subject)) {
            element.opacity = 0.0;
        }
    }
}

/// Dims what is out of focus.
fn restrict(elements: &mut [&mut Element], diagram: &Diagram, view: &View) {
    let graph = &diagram.graph;
    let Some(focus) = view.focus else { return };
    let neighbours = neighbours(diagram, view);
    for element in elements.iter_mut() {
        let Some(subject) = subject_of(element) else { continue };
        let is_round = matches!(subject, explore::Subject::Group(group)
            if graph.lies_in(Some(focus), group));
        if is_round || view.focuses(graph, subject) {
            continue;
        }
        let is_near = neighbours.contains(&subject);
        let out = view.dim.unwrap_or(OUT_OF_FOCUS);
        element.opacity *= if is_near { NEIGHBOUR.max(out) } else { out };
    }
}

/// What is joined to the group in focus.
fn neighbours(diagram: &Diagram, view: &View) -> BTreeSet<explore::Subject> {
    let graph = &diagram.graph;
    let edges = graph.edges.iter().zip(0..);
    let crossing = edges.filter(|(_, id)| view.focuses(graph, explore::Subject::Edge(EdgeId(*id))));
    let ends = crossing.flat_map(|(edge, _)| [edge.from.at, edge.to.at]);
    ends.map(|end| match end {
        EndAt::Node(node) => explore::Subject::Node(node),
        EndAt::Group(group) => explore::Subject::Group(group),
    })
    .collect()
}

/// What `element` shows of the diagram; `None` for its title.
pub(super) fn subject_of(element: &Element) -> Option<explore::Subject> {
    match element.subject {
        Subject::Diagram => None,
        Subject::Group(group) => Some(explore::Subject::Group(group)),
        Subject::Edge(edge) => Some(explore::Subject::Edge(edge)),
        Subject::Node(node) => Some(explore::Subject::Node(node)),
    }
}

/// What is drawn for `subject`.
fn seen(diagram: &Diagram, subject: explore::Subject) -> explore::Subject {
    let end = |end: EndAt| match diagram.fold.end(end) {
        EndAt::Node(node) => explore::Subject::Node(node),
        EndAt::Group(group) => explore::Subject::Group(group),
    };
    match subject {
        explore::Subject::Node(node) => end(EndAt::Node(node)),
        explore::Subject::Group(group) => end(EndAt::Group(group)),
        explore::Subject::Edge(edge) => match diagram.fold.carrier(edge) {
            Some(carrier) => explore::Subject::Edge(carrier),
            None => end(diagram.graph.edges[edge.index()].from.at),
        },
    }
}

/// Whether all that is drawn as `subject` is hidden.
fn hides(diagram: &Diagram, view: &View, subject: explore::Subject) -> bool {
    let hides = |subject| view.hides(&diagram.graph, subject);
    match subject {
        explore::Subject::Edge(edge) => match diagram.fold.bundle_of(edge) {
            [] => hides(subject),
            bundle => bundle.iter().all(|edge| hides(explore::Subject::Edge(*edge))),
        },
        subject => hides(subject),
    }
}

/// How much is left of what a search does not find (`interaction.md` 3.2).
const NOT_FOUND: f32 = 0.25;

/// What was found glows, the rest fades; panels stay, and so do the names of groups that something is found in.
fn show_hits(
    elements: &mut [&mut Element],
    diagram: &Diagram,
    theme: &Theme,
    hits: &[explore::Subject],
) {
    let found: BTreeSet<Subject> = hits.iter().map(|hit| seen(diagram, *hit).into()).collect();
    for element in elements.iter_mut() {
        let is_found = found.contains(&element.subject);
        if is_found && is_body(element.class) {
            glow(element, diagram, theme);
        } else if !is_found && !matches!(element.class, "group" | "area" | "group-title" | "title")
        {
            element.opacity *= NOT_FOUND;
        }
    }
}

/// Whether elements of this class are the things themselves, and not their titles and labels.
pub(super) fn is_body(class: &str) -> bool {
    matches!(
        class,
        "edge" | "course" | "service" | "bare" | "dot" | "junction" | "group" | "area" | "tile"
    )
}

/// Whether elements of this class are parts of a folded group.
pub(super) fn is_tile(class: &str) -> bool {
    matches!(class, "tile" | "tile-title" | "tile-icon")
}
