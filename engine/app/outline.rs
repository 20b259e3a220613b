//! Draws the outline.

use kurbo::Rect;

use super::chrome::Chrome;
use super::signs::Toward;
use crate::diagram::Diagram;
use crate::explore::{HEAD, Outline, OutlineFrame, State, Subject, title_of};
use crate::scene::{Scene, Theme};

/// Size of the type of a row, and of a number, logical px.
const TYPE: f64 = 13.0;
const SMALL: f64 = 11.0;

impl Chrome {
    /// The outline: of its rows only those that are seen.
    pub(super) fn outline(
        &mut self,
        outline: &Outline,
        diagram: &Diagram,
        state: &State,
        theme: &Theme,
    ) -> Scene {
        let place = OutlineFrame::new(state, outline);
        let hot = state.chrome.hot;
        let mut sketch = self.sketch(theme);
        let soft = sketch.soft();
        sketch.panel(place.frame);
        let head = Rect { y1: place.frame.y0 + HEAD, ..place.frame };
        let title = match outline.typed.is_empty() || !outline.has_keyboard {
            true => "Outline".to_owned(),
            false => format!("Outline: {}", outline.typed),
        };
        let room = Rect { x1: place.close.x0, ..head };
        sketch.bold(&title, 14.0, head.x0 + 16.0, room, theme.tile_text);
        sketch.hot(place.close, hot, 8.0);
        sketch.cross(place.close, soft);
        sketch.fill(Rect { y0: head.y1 - 1.0, ..head }, 0.0, theme.tile_border.with_alpha(0.6));
        for (number, area) in &place.rows {
            let row = outline.rows[*number];
            let is_selected = state.view.selection.contains(&row.subject);
            let is_focus = state.view.focus.map(Subject::Group) == Some(row.subject);
            let bar = area.inset((-8.0, 0.0));
            if is_selected || is_focus {
                sketch.fill(bar, 6.0, theme.accent.with_alpha(0.22));
            }
            sketch.hot(bar, hot, 6.0);
            if *number == outline.chosen && outline.has_keyboard {
                sketch.ring(bar, 6.0);
            }
            let is_hidden = state.view.hides(&diagram.graph, row.subject);
            let (knob, eye) = (OutlineFrame::knob(*area, row.depth), OutlineFrame::eye(*area));
            if let Subject::Group(group) = row.subject {
                sketch.hot(knob, hot, 4.0);
                let is_open = outline.open.contains(&group);
                if row.has_members {
                    let toward = if is_open { Toward::Down } else { Toward::Right };
                    sketch.chevron(knob, toward, soft);
                }
            } else {
                sketch.disc(knob.center(), 2.5, soft);
            }
            let mut end = eye.x0;
            if row.n_services > 0 {
                let n = row.n_services.to_string();
                let width = sketch.width(&n, SMALL);
                end -= width + 6.0;
                sketch.line(&n, SMALL, end, Rect { x1: eye.x0, ..*area }, soft);
            }
            let title = title_of(&diagram.graph, row.subject);
            let color = if is_hidden { soft } else { theme.tile_text };
            let room = Rect { x1: end - 6.0, ..*area };
            if row.has_members {
                sketch.bold(&title, TYPE, knob.x1 + 4.0, room, color);
            } else {
                sketch.line(&title, TYPE, knob.x1 + 4.0, room, color);
            }
            let is_near = hot == Some(bar) || hot == Some(eye) || hot == Some(knob);
            if is_near || is_hidden {
                sketch.hot(eye, hot, 4.0);
                sketch.eye(eye, !is_hidden, soft);
            }
        }
        sketch.scroll_bar(place.body, outline.rows.len() as f64 * 28.0, outline.top);
        sketch.finish(state.viewport)
    }
}
