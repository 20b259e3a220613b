//! Draws what is said: lines that go away, lines that stay until something is mended, and the findings about the text.

use kurbo::{Point, Rect};

use super::chrome::{ALARM, Chrome, Sketch};
use super::signs::Toward;
use crate::explore::{Finding, GAP, Gravity, State};
use crate::scene::color::legible;
use crate::scene::{Scene, Theme};

/// Height of a line, logical px.
const HEIGHT: f64 = 34.0;
const TYPE: f64 = 12.5;
/// Beside the text, logical px.
const PADDING: f64 = 14.0;
/// The widest line, logical px.
const WIDEST: f64 = 560.0;

impl Chrome {
    /// What is said at `time`, s, from the bottom up; `lasting` is what is wrong until it is mended.
    pub(super) fn toasts(
        &mut self,
        lasting: Option<&str>,
        state: &State,
        time: f64,
        theme: &Theme,
    ) -> Option<Scene> {
        let shown = state.chrome.toasts.iter().filter(|toast| toast.is_shown(time));
        let lines: Vec<(&str, bool)> = lasting
            .map(|text| (text, true))
            .into_iter()
            .chain(shown.map(|toast| (toast.text.as_str(), false)))
            .collect();
        if lines.is_empty() {
            return None;
        }
        let mut sketch = self.sketch(theme);
        let free = state.free_area();
        // Beside the minimap there is less room.
        let beside = state.minimap_frame().map_or(0.0, |frame| frame.width() + 2.0 * GAP);
        let room = (free.width() - 2.0 * beside - 4.0 * GAP).clamp(160.0, WIDEST);
        let mut y = free.y1 - GAP;
        for (text, is_alarm) in lines {
            let dot = if is_alarm { 16.0 } else { 0.0 };
            let label = sketch.label(text, TYPE, 400.0, room - 2.0 * PADDING - dot, 1);
            let width = label.width + 2.0 * PADDING + dot;
            let x = (free.center().x - width / 2.0).round();
            let frame = Rect::new(x, y - HEIGHT, x + width, y);
            sketch.panel(frame);
            if is_alarm {
                sketch.disc(Point::new(x + PADDING + 4.0, frame.center().y), 4.0, ALARM);
            }
            let at = Point::new(x + PADDING + dot, frame.center().y - label.height / 2.0);
            sketch.write(label, at, theme.tile_text);
            y -= HEIGHT + GAP;
        }
        Some(sketch.finish(state.viewport))
    }

    /// One finding: where it is, what it is, the line with what is meant marked, and how to mend it.
    pub(super) fn finding(
        &mut self,
        finding: &Finding,
        place: usize,
        name: &str,
        state: &State,
        theme: &Theme,
    ) -> Scene {
        let frame = state.sheet_frame();
        let hot = state.chrome.hot;
        let mut sketch = self.sketch(theme);
        let soft = sketch.soft();
        sketch.panel(frame);
        let sign = gravity_color(finding.gravity, theme);
        let stripe = Rect::new(frame.x0, frame.y0 + 12.0, frame.x0 + 4.0, frame.y1 - 12.0);
        sketch.fill(stripe, 2.0, sign);
        let buttons = state.findings_buttons();
        for button in buttons {
            sketch.hot(button, hot, 6.0);
        }
        let [before, next, close] = buttons;
        sketch.chevron(before, Toward::Up, soft);
        sketch.chevron(next, Toward::Down, soft);
        sketch.cross(close, soft);
        let left = frame.x0 + 20.0;
        let count = format!("{} of {}", place + 1, state.chrome.findings.len());
        let count_x = before.x0 - sketch.width(&count, 11.0) - 8.0;
        let head = Rect { y0: frame.y0 + 4.0, y1: frame.y0 + 40.0, ..frame };
        sketch.line(&count, 11.0, count_x, Rect { x1: before.x0, ..head }, soft);
        let room = Rect { x1: count_x - 12.0, ..head };
        let at = finding.place.map(|(line, column)| format!("{name}:{line}:{column}"));
        let width = at.map_or(0.0, |at| sketch.bold(&at, 12.5, left, room, sign_text(sign, theme)));
        let gap = if width > 0.0 { 12.0 } else { 0.0 };
        sketch.line(&finding.message, 12.5, left + width + gap, room, theme.tile_text);
        let body = Rect { x0: left, x1: frame.x1 - 20.0, ..frame };
        excerpt(&mut sketch, finding, body, sign, theme);
        if let Some(hint) = &finding.hint {
            let foot = Rect { y0: frame.y1 - 32.0, y1: frame.y1 - 8.0, ..body };
            sketch.line(hint, 12.0, left, foot, soft);
        }
        sketch.finish(state.viewport)
    }
}

/// The line of the text, with a line under what is meant.
fn excerpt(
    sketch: &mut Sketch<'_>,
    finding: &Finding,
    body: Rect,
    sign: peniko::Color,
    theme: &Theme,
) {
    /// Of the type, em: all letters of it have one width.
    const ADVANCE: f64 = 0.6;
    const TYPE: f64 = 12.5;
    let Some((_, column)) = finding.place else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    let n_seen = (body.width() / (ADVANCE * TYPE)) as usize;
    // What is meant is seen, however far to the right it stands.
    let first = (column + finding.length.min(n_seen / 2)).saturating_sub(n_seen.max(8) - 4);
    let line: String = finding.line.chars().skip(first).take(n_seen).collect();
    let line = line.trim_end().replace(' ', "\u{a0}");
    let area = Rect { y0: body.y0 + 44.0, y1: body.y0 + 70.0, ..body };
    sketch.fill(area.inset((8.0, 2.0)), 4.0, theme.tile_border.with_alpha(0.25));
    sketch.line(&line, TYPE, body.x0, area, theme.tile_text);
    let start = body.x0 + (column - 1).saturating_sub(first) as f64 * ADVANCE * TYPE;
    let width = (finding.length as f64 * ADVANCE * TYPE).min(body.x1 - start);
    if width > 0.0 {
        let y = area.y1 - 5.0;
        sketch.fill(Rect::new(start, y, start + width, y + 2.0), 1.0, sign);
    }
}

/// What a finding is marked with.
pub(super) fn gravity_color(gravity: Gravity, theme: &Theme) -> peniko::Color {
    match gravity {
        Gravity::Error => ALARM,
        Gravity::Warning => theme.accent,
        Gravity::Note => theme.edge,
    }
}

fn sign_text(sign: peniko::Color, theme: &Theme) -> peniko::Color {
    legible(sign, &[theme.tile], 4.5).unwrap_or(theme.tile_text)
}
