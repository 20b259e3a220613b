//! What of a tour is not in the diagram.

use super::{Aim, Pick, Selector, Tour, TourStep, Traced};
use crate::diagram::Diagram;
use crate::explore::Name;
use crate::graph::NodeKind;
use crate::syntax::Diagnostic;

/// What steps of `tour` mean that `diagram` does not have: ids that are unknown, selectors that find nothing, and what is
/// to be folded or focused and is no group.
#[must_use]
pub fn check(tour: &Tour, diagram: &Diagram) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for step in &tour.steps {
        for pick in picks(step) {
            faults.extend(unknown(pick, diagram));
        }
        for pick in &step.stand.collapse {
            faults.extend(no_group(pick, diagram));
        }
    }
    // A field that lasts is told where it is stated, once.
    faults.sort_by_key(|fault| fault.span);
    faults.dedup();
    faults
}

fn picks(step: &TourStep) -> Vec<&Pick> {
    let stand = &step.stand;
    let mut all: Vec<&Pick> = Vec::new();
    for picks in [
        &stand.focus,
        &stand.highlight,
        &stand.collapse,
        &stand.expand,
        &stand.isolate,
        &stand.hide,
    ] {
        all.extend(picks);
    }
    match &stand.trace {
        Some(Traced::Path(picks) | Traced::Impact(picks)) => all.extend(picks),
        None => {}
    }
    if let Some(Aim::At(picks)) = &stand.view {
        all.extend(picks);
    }
    all.extend(stand.marks.iter().map(|mark| &mark.on));
    all.extend(step.say.by_hop.iter().map(|(pick, _)| pick));
    all
}

fn unknown(pick: &Pick, diagram: &Diagram) -> Vec<Diagnostic> {
    let missing: Vec<Diagnostic> = pick
        .selector
        .names()
        .into_iter()
        .filter(|name| name.find(diagram).is_none())
        .map(|name| {
            let guess = name.guess(diagram).map(|near| format!("did you mean `{near}`?"));
            let message = format!("the diagram has no `{}`", bare(&name));
            Diagnostic::error("unknown-name", pick.span, message).maybe_hint(guess)
        })
        .collect();
    if missing.is_empty() && pick.selector.find(diagram).is_empty() {
        let message = match &pick.selector {
            Selector::Path(a, b) => format!("no way leads from `{}` to `{}`", bare(a), bare(b)),
            selector => format!("`{selector}` finds nothing in the diagram"),
        };
        return vec![Diagnostic::warning("finds-nothing", pick.span, message)];
    }
    missing
}

fn no_group(pick: &Pick, diagram: &Diagram) -> Option<Diagnostic> {
    let Selector::One(name) = &pick.selector else { return None };
    let Some(crate::explore::Subject::Node(node)) = name.find(diagram) else { return None };
    let kind = match diagram.graph.nodes[node.index()].kind {
        NodeKind::Service => "a service",
        NodeKind::Junction => "a junction",
    };
    let message = format!("`{}` is {kind}, and only groups are collapsed", bare(name));
    Some(Diagnostic::error("bad-tour", pick.span, message))
}

fn bare(name: &Name) -> String {
    match name {
        Name::Thing(id) | Name::Group(id) => id.clone(),
        Name::Edge(number) => format!("edge {number}"),
    }
}

/// The codes of what can be wrong with tours, each with what it means and what to do about it.
#[rustfmt::skip]
pub const CODES: &[(&str, &str)] = &[
    ("bad-tour", "A tour is YAML: `steps:` and below it steps, each a mapping such as `- {id: gate, focus: gateway, say: Here.}`. \
        README.md lists the fields, and scenes/multi-cloud.tour.yaml shows them."),
    ("unknown-field", "A step, a section or the tour has no such field. README.md lists them."),
    ("unknown-step", "`goto` names a step by its `id`, and no step has this one."),
    ("goto-cycle", "`goto` leads back to where it stands, so that the tour would never come to an end. Lead on, or offer the way \
        back as a choice: `alt: once more` with the same `goto`."),
    ("finds-nothing", "A selector is well written and finds nothing in this diagram, so that the step does without it."),
    ("illegible", "At 1920x1080 names that this step is about are smaller than 18 px. Show less of the diagram at a time, collapse what \
        does not matter, or have `veduta tour plan` split it."),
];
