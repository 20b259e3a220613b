//! What a person has made of the picture: what is pointed at, selected and traced.

use super::highlight::{glow, highlight, select};
use super::traces::show_trace;
use super::{Scene, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::Aspect;

/// Puts `aspect` on `scene`, the plain picture of `diagram`.
pub fn dress(scene: &mut Scene, diagram: &Diagram, theme: &Theme, aspect: &Aspect) {
    let lit = aspect.lit.map(Subject::from);
    match (&aspect.view.trace, lit) {
        (Some(trace), _) => show_trace(scene, diagram, theme, trace, aspect.reach),
        (None, Some(subject)) => highlight(scene, diagram, theme, subject),
        (None, None) => {}
    }
    let selected: Vec<Subject> = aspect.view.selection.iter().map(|s| (*s).into()).collect();
    for element in scene.elements.iter_mut().filter(|element| is_body(element.class)) {
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

/// Whether elements of this class are the things themselves, and not their titles and labels.
pub(super) fn is_body(class: &str) -> bool {
    matches!(class, "edge" | "service" | "junction" | "group")
}
