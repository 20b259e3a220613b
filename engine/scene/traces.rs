//! A trace: what it has reached glows, the less the further away it is, with a dot for each hop; the rest is dimmed.

use std::sync::Arc;

use kurbo::{BezPath, Circle, Point, Rect};
use peniko::Color;

use super::dress::{is_body, is_tile, subject_of};
use super::highlight::{body, light, put_below};
use super::{Element, Mark, Pen, Shape, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::{Course, Trace};
use crate::graph::{GroupId, NodeKind};

/// How much is left of what a trace does not reach (`interaction.md` 3.1).
const DIMMED: f32 = 0.15;
/// Of panels more is left: they are the ground that everything stands on.
const DIMMED_PANEL: f32 = 0.4;
/// How much weaker the glow is with each hop, and how weak at most.
const FADING: f32 = 0.85;
const FAINTEST: f32 = 0.35;
/// What fails, on any ground.
pub const ALARM: Color = Color::from_rgb8(0xff, 0x6b, 0x6b);
/// What much depends on.
pub const CUT: Color = Color::from_rgb8(0xff, 0xb8, 0x6c);

/// What shines `depth` hops from where `trace` begins.
#[must_use]
pub fn trace_color(trace: &Trace, theme: &Theme, depth: u32) -> Color {
    let fails = matches!(trace.course, Course::Failure { .. });
    let color = if fails { ALARM } else { theme.accent };
    color.multiply_alpha(libm::powf(FADING, depth as f32).max(FAINTEST))
}

/// Shows `trace` as far as `reach` hops in `scene`.
pub(super) fn show_trace(
    elements: &mut [&mut Element],
    diagram: &Diagram,
    theme: &Theme,
    trace: &Trace,
    reach: u32,
) {
    let fails = matches!(trace.course, Course::Failure { .. });
    let color = if fails { ALARM } else { theme.accent };
    let named = named_groups(diagram, trace, reach);
    let traced = match diagram.fold.is_empty() {
        true => Arc::clone(&trace.traced),
        false => Arc::new(trace.traced.folded(&diagram.fold)),
    };
    for element in elements.iter_mut() {
        let depth = subject_of(element).and_then(|subject| traced.depth_of(subject));
        match (depth.filter(|depth| *depth <= reach), element.subject) {
            (Some(depth), _) if is_body(element.class) => {
                light(element, diagram, trace_color(trace, theme, depth));
                show_depth(element, diagram, color, depth, fails);
            }
            (Some(_), _) | (None, Subject::Diagram) => {}
            (None, Subject::Group(_)) if is_tile(element.class) => element.opacity *= DIMMED,
            (None, Subject::Group(group)) if named[group.index()] => {}
            (None, Subject::Group(_)) if matches!(element.class, "group" | "area") => {
                element.opacity *= DIMMED_PANEL;
            }
            (None, _) => element.opacity *= DIMMED,
        }
        if subject_of(element).is_some_and(|subject| trace.traced.cuts.contains(&subject))
            && is_body(element.class)
        {
            mark_cut(element, diagram);
        }
    }
}

/// The groups round what is reached keep their names, a bit for each.
fn named_groups(diagram: &Diagram, trace: &Trace, reach: u32) -> Vec<bool> {
    let graph = &diagram.graph;
    let mut named = vec![false; graph.groups.len()];
    let depths = trace.traced.nodes.iter().zip(&graph.nodes);
    for (_, node) in depths.filter(|(depth, _)| depth.is_some_and(|depth| depth <= reach)) {
        graph.enclosing(node.group).for_each(|GroupId(group)| named[group as usize] = true);
    }
    named
}

/// A dot for each hop above the box's right corner: the colour alone would tell it to few. What fails itself is struck
/// out.
fn show_depth(element: &mut Element, diagram: &Diagram, color: Color, depth: u32, fails: bool) {
    const DOT: f64 = 2.5;
    const PITCH: f64 = 7.0;
    let Some((body, _)) = body(element.subject, diagram) else { return };
    if is_small(element, diagram) {
        return;
    }
    if depth == 0 && fails {
        return put_above(element, cross(body));
    }
    let n_dots = depth.min(9);
    let dot = |place: u32| {
        let center = Point::new(body.x1 - 8.0 - PITCH * f64::from(place), body.y0 - 7.0);
        Mark::Fill { shape: Shape::Circle(Circle::new(center, DOT)), color }
    };
    put_above(element, (0..n_dots).map(dot).collect());
}

fn is_small(element: &Element, diagram: &Diagram) -> bool {
    match element.subject {
        Subject::Node(node) => diagram.graph.nodes[node.index()].kind == NodeKind::Junction,
        _ => true,
    }
}

fn cross(body: Rect) -> Vec<Mark> {
    let mut path = BezPath::new();
    path.move_to((body.x0, body.y0));
    path.line_to((body.x1, body.y1));
    path.move_to((body.x1, body.y0));
    path.line_to((body.x0, body.y1));
    let pen = Pen { width: 3.0, color: ALARM, dashes: Vec::new(), round: true };
    vec![Mark::Stroke { shape: Shape::Path(path), pen }]
}

/// A diamond at the upper left corner: without it the diagram would fall apart.
fn mark_cut(element: &mut Element, diagram: &Diagram) {
    let Some((body, _)) = body(element.subject, diagram) else { return };
    let half = if is_small(element, diagram) { 5.0 } else { 7.0 };
    let center = if is_small(element, diagram) { body.center() } else { body.origin() };
    let mut path = BezPath::new();
    path.move_to(center - (half, 0.0));
    path.line_to(center - (0.0, half));
    path.line_to(center + (half, 0.0));
    path.line_to(center + (0.0, half));
    path.close_path();
    element.opacity = element.opacity.max(0.6);
    put_above(element, vec![Mark::Fill { shape: Shape::Path(path), color: CUT }]);
}

fn put_above(element: &mut Element, marks: Vec<Mark>) {
    let n_before = element.marks.len();
    put_below(element, marks);
    let n_new = element.marks.len() - n_before;
    Arc::make_mut(&mut element.marks).rotate_left(n_new);
}
