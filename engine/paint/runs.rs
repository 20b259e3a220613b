//! Which elements a view shows, and how much of them: neighbours that are equally faint are faint together, as one layer,
//! so that what lies on one another among them does not shine through, and so that a layer is not made for each.

use super::{View, shown, shows};
use crate::scene::{Element, Scene, Span};

/// Elements next to each other that are seen with the same opacity, back to front.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// Above 0, to 1.
    pub(crate) opacity: f32,
    pub(crate) elements: Vec<&'a Element>,
}

/// What `view` shows of `scene`, back to front.
pub(crate) fn runs<'a>(scene: &'a Scene, view: &View) -> Vec<Run<'a>> {
    let (seen, scale) = (shown(view), view.level_scale());
    let mut runs: Vec<Run<'a>> = Vec::new();
    // Neighbours mostly have the same span.
    let (mut span, mut faded) = (Span::ALWAYS, 1.0);
    for element in &scene.elements {
        if element.seen != span {
            (span, faded) = (element.seen, element.seen.opacity(scale));
        }
        if faded <= 0.0 || !shows(&seen, element) {
            continue;
        }
        let opacity = faded * element.opacity;
        match runs.last_mut() {
            Some(run) if run.opacity == opacity => run.elements.push(element),
            _ => runs.push(Run { opacity, elements: vec![element] }),
        }
    }
    runs
}
