//! What a person has made of the picture: what is pointed at, and what is selected.

use super::highlight::{glow, highlight, select};
use super::{Scene, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::Aspect;

/// Puts `aspect` on `scene`, the plain picture of `diagram`.
pub fn dress(scene: &mut Scene, diagram: &Diagram, theme: &Theme, aspect: &Aspect) {
    if let Some(subject) = aspect.lit {
        highlight(scene, diagram, theme, subject.into());
    }
    let selected: Vec<Subject> = aspect.view.selection.iter().map(|s| (*s).into()).collect();
    for element in &mut scene.elements {
        let is_body = matches!(element.class, "edge" | "service" | "junction" | "group");
        if is_body && selected.contains(&element.subject) {
            element.opacity = 1.0;
            match element.subject {
                Subject::Edge(_) => glow(element, diagram, theme),
                _ => select(element, diagram, theme),
            }
        }
    }
}
