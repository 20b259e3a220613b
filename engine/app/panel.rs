//! The panel for searching and for commands, drawn in our own scene so that any painter can paint it.

use kurbo::{Rect, Size, Vec2};
use peniko::Color;

use super::chrome::{Chrome, Sketch};
use crate::explore::{Panel, Purpose, Search};
use crate::scene::{Scene, Theme};

/// Between the frame and what is in it, logical px.
const INSET: f64 = 16.0;
/// Sizes of type, logical px.
const FIELD_TYPE: f64 = 15.0;
const ROW_TYPE: f64 = 13.0;
const FOOT_TYPE: f64 = 11.0;

impl Chrome {
    /// The open panel.
    pub(super) fn search(&mut self, search: &Search, viewport: Size, theme: &Theme) -> Scene {
        let panel = Panel::new(search, viewport);
        let mut sketch = self.sketch(theme);
        sketch.panel(panel.frame);
        field(&mut sketch, search, panel.field, theme);
        for (number, row) in &panel.rows {
            hit(&mut sketch, search, *number, *row, theme);
        }
        foot(&mut sketch, search, panel.foot);
        sketch.finish(viewport)
    }
}

fn field(sketch: &mut Sketch<'_>, search: &Search, field: Rect, theme: &Theme) {
    const CARET: f64 = 1.5;
    let sign = match search.purpose {
        Purpose::Find => "/",
        Purpose::Command => ">",
    };
    let mut x = field.x0 + INSET;
    let color = sketch.accent();
    x += line(sketch, sign, FIELD_TYPE, x, field, color) + 10.0;
    let (before, after) = search.text.split_at(search.caret);
    if search.text.is_empty() && search.composing.is_empty() {
        let hint = match search.purpose {
            Purpose::Find => "a name, an icon, a group, or group:k8s deg>3 icon:logos:* ~api",
            Purpose::Command => "a command",
        };
        let soft = sketch.soft();
        line(sketch, hint, FIELD_TYPE, x + 4.0, field, soft);
    }
    x += line(sketch, before, FIELD_TYPE, x, field, theme.tile_text);
    let composing = line(sketch, &search.composing, FIELD_TYPE, x, field, theme.tile_text);
    if composing > 0.0 {
        let y = field.center().y + FIELD_TYPE * 0.65;
        sketch.fill(Rect::new(x, y, x + composing, y + 1.0), 0.0, theme.tile_text);
    }
    x += composing;
    let caret = Rect::new(x, field.y0 + 12.0, x + CARET, field.y1 - 12.0);
    sketch.fill(caret, 0.0, theme.tile_text);
    line(sketch, after, FIELD_TYPE, x + CARET, field, theme.tile_text);
}

fn hit(sketch: &mut Sketch<'_>, search: &Search, number: usize, row: Rect, theme: &Theme) {
    let Some(hit) = search.hits.get(number) else { return };
    let is_chosen = number == search.chosen;
    let soft = if is_chosen { sketch.soft_on_chosen() } else { sketch.soft() };
    if is_chosen {
        let bar = row.inset((-6.0, -1.0));
        sketch.chosen(bar);
        sketch.fill(Rect::new(bar.x0, bar.y0 + 5.0, bar.x0 + 3.0, bar.y1 - 5.0), 1.5, theme.accent);
    }
    // What it is called comes first; where it is stands at the right where there is room.
    let room = row.width() - 2.0 * INSET;
    let title = sketch.label(&hit.title, ROW_TYPE, 400.0, room, 1);
    let left = room - title.width - 20.0;
    let y = row.center().y - title.height / 2.0;
    sketch.write(title, row.origin() + Vec2::new(INSET, y - row.y0), theme.tile_text);
    if left > 60.0 {
        let detail = sketch.label(&hit.detail, ROW_TYPE - 1.0, 400.0, left, 1);
        let x = row.x1 - INSET - detail.width;
        let y = row.center().y - detail.height / 2.0;
        sketch.write(detail, (x, y).into(), soft);
    }
}

fn foot(sketch: &mut Sketch<'_>, search: &Search, foot: Rect) {
    let (text, color) = match (&search.complaint, search.purpose) {
        (Some(complaint), _) => (complaint.clone(), sketch.alarm()),
        (None, purpose) => (help(search, purpose), sketch.soft()),
    };
    line(sketch, &text, FOOT_TYPE, foot.x0 + INSET, foot, color);
}

fn help(search: &Search, purpose: Purpose) -> String {
    let n_hits = search.hits.len();
    let found = match (n_hits, search.text.is_empty()) {
        (_, true) => String::new(),
        (0, _) => "nothing found  ·  ".to_owned(),
        (_, _) => format!("{} of {n_hits}  ·  ", search.chosen + 1),
    };
    let enter = match purpose {
        Purpose::Find => "Enter: go there  ·  Esc: back to where you were  ·  > commands",
        Purpose::Command => "Enter: do it  ·  Esc: close",
    };
    format!("{found}↑↓: choose  ·  {enter}")
}

/// Writes one line in the middle of `area`'s height from `x` on; how wide it is.
fn line(sketch: &mut Sketch<'_>, text: &str, size: f64, x: f64, area: Rect, color: Color) -> f64 {
    let room = area.x1 - x - 4.0;
    if text.is_empty() || room < size {
        return 0.0;
    }
    // Blanks at the end are no width to the shaper, but the caret stands behind them.
    let label = sketch.label(text, size, 400.0, room, 1);
    let n_blanks = text.chars().rev().take_while(|c| *c == ' ').count();
    let width = label.width + n_blanks as f64 * size * BLANK;
    let y = area.center().y - label.height / 2.0;
    sketch.write(label, (x, y).into(), color);
    width
}

/// Width of a blank of the built-in type, em.
const BLANK: f64 = 0.6;
