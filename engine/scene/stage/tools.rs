//! What whoever presents points and draws with.

use kurbo::{Affine, Arc, BezPath, Point, Rect, Shape as _};
use peniko::Color;

use super::super::{Pen, Shape};
use super::brush::Brush;
use super::disc;
use crate::explore::{Present, TRAIL_SECS, Tool, unit};

/// The colour of light and ink: seen on dark and on light.
const LIGHT: Color = Color::from_rgb8(0xff, 0x3b, 0x5c);

/// Strokes of ink, which stay with the diagram.
pub(super) fn ink(brush: &mut Brush<'_>, present: &Present, to_screen: Affine) {
    let width = 5.0 * unit(brush.viewport);
    for stroke in &present.ink {
        let path = smooth(stroke.iter().map(|at| to_screen * *at));
        let pen = Pen { width, color: LIGHT, dashes: Vec::new(), round: true };
        brush.stroke(Shape::Path(path), pen);
    }
}

/// A line through `points` without corners.
fn smooth(points: impl Iterator<Item = Point>) -> BezPath {
    let points: Vec<Point> = points.collect();
    let mut path = BezPath::new();
    let [first, .., last] = points.as_slice() else { return path };
    path.move_to(*first);
    for pair in points.windows(2).skip(1) {
        path.quad_to(pair[0], pair[0].midpoint(pair[1]));
    }
    path.line_to(*last);
    path
}

/// Darkens all but what is round the pointer.
pub(super) fn spotlight(brush: &mut Brush<'_>, present: &Present, pointer: Option<Point>) {
    let Some(at) = pointer.filter(|_| present.tool == Some(Tool::Spotlight)) else { return };
    for (grown, alpha) in [(0.0, 0.35), (8.0, 0.35), (18.0, 0.3)] {
        let mut path = brush.viewport.to_rect().inflate(1.0, 1.0).to_path(0.1);
        // Drawn the other way round, it is a hole.
        let hole = Arc::new(
            at,
            (present.radius + grown, present.radius + grown),
            0.0,
            -std::f64::consts::TAU,
            0.0,
        );
        path.extend(hole.to_path(0.1));
        path.close_path();
        brush.shape(Shape::Path(path), Color::BLACK.with_alpha(alpha));
    }
}

/// A point of light, and where it was.
pub(super) fn laser(brush: &mut Brush<'_>, present: &Present, pointer: Option<Point>, time: f64) {
    let Some(at) = pointer.filter(|_| present.tool == Some(Tool::Laser)) else { return };
    let unit = unit(brush.viewport);
    for pair in present.trail.windows(2) {
        let left = ((pair[1].1 + TRAIL_SECS - time) / TRAIL_SECS).clamp(0.0, 1.0);
        if left <= 0.0 {
            continue;
        }
        let mut path = BezPath::new();
        path.move_to(pair[0].0);
        path.line_to(pair[1].0);
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let color = LIGHT.with_alpha(0.75 * left as f32);
        let width = (2.0 + 6.0 * left) * unit;
        brush.stroke(Shape::Path(path), Pen { width, color, dashes: Vec::new(), round: true });
    }
    brush.shape(disc(at, 16.0 * unit), LIGHT.with_alpha(0.28));
    brush.shape(disc(at, 7.0 * unit), LIGHT);
    brush.shape(disc(at, 2.5 * unit), Color::WHITE);
}

/// All steps at a glance.
pub(super) fn grid(brush: &mut Brush<'_>, present: &Present) {
    let Some(chosen) = present.grid else { return };
    let (theme, viewport, unit) = (brush.theme, brush.viewport, unit(brush.viewport));
    brush.cover(theme.ground.with_alpha(0.94));
    for (place, cell) in present.cells(viewport).into_iter().enumerate() {
        let step = &present.tour.steps[place];
        brush.panel(cell, 12.0 * unit);
        let color = match (place == chosen, place == present.place) {
            (true, _) => Some((theme.accent, 4.0)),
            (false, true) => Some((theme.muted, 2.0)),
            (false, false) => None,
        };
        if let Some((color, width)) = color {
            let pen = Pen { width: width * unit, color, dashes: Vec::new(), round: false };
            brush.frame(cell, 12.0 * unit, pen);
        }
        let inner = cell.inset(-16.0 * unit);
        let section = step.section.and_then(|section| present.tour.sections.get(section));
        let head = match section {
            Some(section) => format!("{}  ·  {section}", place + 1),
            None => (place + 1).to_string(),
        };
        let lines = [
            (head, 15.0, 400.0, theme.muted, 1),
            (step.title().to_owned(), 22.0, 700.0, theme.tile_text, 2),
            (step.say.text.clone(), 15.0, 400.0, theme.tile_text, 4),
        ];
        write_down(brush, inner, &lines, unit);
    }
}

/// Lines one below the other, as many as there is room for.
fn write_down(
    brush: &mut Brush<'_>,
    area: Rect,
    lines: &[(String, f64, f32, Color, usize)],
    unit: f64,
) {
    let mut y = area.y0;
    for (text, size, weight, color, most) in lines.iter().filter(|line| !line.0.is_empty()) {
        let size = size * unit;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "few lines")]
        let room = ((area.y1 - y) / (size * 1.4)).max(0.0) as usize;
        if room == 0 {
            return;
        }
        let label = brush.label(text, size, *weight, area.width(), room.min(*most));
        let height = label.height;
        brush.write(label, Point::new(area.x0, y), *color);
        y += height + 6.0 * unit;
    }
}
