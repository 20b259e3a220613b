//! Draws a menu, the path, and the button for the palette.

use kurbo::{Rect, Size};

use super::chrome::Chrome;
use super::signs::Toward;
use crate::explore::{Crumb, Menu, MenuFrame, State};
use crate::scene::{Scene, Theme};

/// Size of the type, logical px: that which the places were made for.
const TYPE: f64 = 13.0;
/// Beside the text of an item, logical px.
const PADDING: f64 = 8.0;

impl Chrome {
    /// A menu that is open.
    pub(super) fn menu(
        &mut self,
        menu: &Menu,
        hot: Option<Rect>,
        viewport: Size,
        theme: &Theme,
    ) -> Scene {
        let place = MenuFrame::new(menu, viewport);
        let mut sketch = self.sketch(theme);
        let soft = sketch.soft();
        sketch.panel(place.frame);
        let left = place.frame.x0 + 6.0 + PADDING;
        let head = Rect { y0: place.frame.y0 + 4.0, x1: place.frame.x1 - 14.0, ..place.head };
        sketch.bold(&menu.title, TYPE - 1.0, left, head, soft);
        let rule = Rect::new(place.frame.x0, head.y1 - 1.0, place.frame.x1, head.y1);
        sketch.fill(rule, 0.0, theme.tile_border.with_alpha(0.6));
        for (number, row) in &place.rows {
            let Some(item) = menu.items.get(*number) else { continue };
            let is_chosen = menu.chosen == Some(*number);
            let soft = if is_chosen { sketch.soft_on_chosen() } else { soft };
            if is_chosen {
                sketch.chosen(*row);
            }
            sketch.hot(*row, hot, 6.0);
            let keys = sketch.width(&item.keys, TYPE - 1.0);
            let room = Rect { x1: row.x1 - PADDING - keys - 10.0, ..*row };
            sketch.line(&item.title, TYPE, left, room, theme.tile_text);
            let end = Rect { x1: row.x1, ..*row };
            sketch.line(&item.keys, TYPE - 1.0, row.x1 - PADDING - keys, end, soft);
        }
        sketch.finish(viewport)
    }

    /// Where one is, at the top left, and the button for the palette at the top right.
    pub(super) fn crumbs(
        &mut self,
        crumbs: &[Crumb],
        button: Rect,
        state: &State,
        theme: &Theme,
    ) -> Scene {
        let hot = state.chrome.hot;
        let mut sketch = self.sketch(theme);
        let soft = sketch.soft();
        let ends = crumbs.first().zip(crumbs.last());
        if let Some((first, last)) = ends {
            let end = last.siblings.map_or(last.area.x1, |knob| knob.x1);
            sketch.low_panel(Rect { x1: end, ..first.area });
        }
        let n_crumbs = crumbs.len();
        for (place, crumb) in crumbs.iter().enumerate() {
            sketch.hot(crumb.area, hot, 6.0);
            let is_last = place + 1 == n_crumbs;
            let color = if is_last { theme.tile_text } else { soft };
            let left = crumb.area.x0 + PADDING;
            if is_last {
                sketch.bold(&crumb.text, TYPE, left, crumb.area, color);
            } else {
                sketch.line(&crumb.text, TYPE, left, crumb.area, color);
            }
            if let Some(knob) = crumb.siblings {
                sketch.hot(knob, hot, 6.0);
                sketch.chevron(knob, Toward::Down, soft);
            } else if !is_last {
                let end = Rect { x0: crumb.area.x1 - 4.0, x1: crumb.area.x1 + 4.0, ..crumb.area };
                sketch.chevron(end, Toward::Right, soft);
            }
        }
        sketch.low_panel(button);
        sketch.hot(button, hot, 10.0);
        sketch.burger(button, theme.tile_text);
        sketch.finish(state.viewport)
    }
}
