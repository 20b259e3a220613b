//! The tabs above the picture, one for each file that is open; none are shown for a single one.

use kurbo::{Point, Rect, Size, Vec2};

use super::chrome::{ALARM, Chrome};
use crate::explore::Event;
use crate::scene::{Scene, Theme};

/// Height of the tabs, logical px: a target that a finger meets.
pub(super) const STRIP: f64 = 32.0;
/// A tab is not wider, logical px.
const WIDEST: f64 = 220.0;

/// What a tab says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tab {
    /// The name of what is open.
    pub(super) name: String,
    /// Whether something is wrong with it.
    pub(super) is_wrong: bool,
}

impl Chrome {
    /// The tabs, `active` being the one that is shown, in a window so wide; drawn above y = 0.
    pub(super) fn strip(
        &mut self,
        tabs: &[Tab],
        active: usize,
        width: f64,
        theme: &Theme,
    ) -> Scene {
        const INSET: f64 = 12.0;
        const DOT: f64 = 8.0;
        let mut sketch = self.sketch(theme);
        let soft = sketch.soft();
        let strip = Rect::new(0.0, -STRIP, width, 0.0);
        sketch.fill(strip, 0.0, theme.tile.with_alpha(1.0));
        sketch.fill(Rect { y0: -1.0, ..strip }, 0.0, theme.tile_border.with_alpha(0.6));
        for (place, tab) in tabs.iter().enumerate() {
            let cell = cell(place, tabs.len(), width);
            let is_active = place == active;
            if is_active {
                sketch.fill(cell, 0.0, theme.ground.with_alpha(1.0));
                sketch.fill(Rect { y1: cell.y0 + 3.0, ..cell }, 0.0, theme.accent);
            } else if place + 1 != active {
                let line = Rect::new(cell.x1 - 1.0, cell.y0 + 8.0, cell.x1, cell.y1 - 8.0);
                sketch.fill(line, 0.0, theme.tile_border.with_alpha(0.6));
            }
            let mut x = cell.x0 + INSET;
            if tab.is_wrong {
                let dot = Rect::from_center_size((x + DOT / 2.0, cell.center().y), (DOT, DOT));
                sketch.fill(dot, DOT / 2.0, ALARM);
                x += DOT + 6.0;
            }
            let room = cell.x1 - INSET - x;
            if room > 16.0 {
                let label = sketch.label(&tab.name, 12.0, 400.0, room, 1);
                let at = Point::new(x, cell.center().y - label.height / 2.0);
                sketch.write(label, at, if is_active { theme.text } else { soft });
            }
        }
        let mut scene = sketch.finish(Size::new(width, STRIP));
        scene.bounds = strip;
        scene.elements.iter_mut().for_each(|element| element.bounds = strip);
        scene
    }
}

/// Where the tab with this place among `n` stands.
fn cell(place: usize, n: usize, width: f64) -> Rect {
    let each = (width / n.max(1) as f64).min(WIDEST);
    let x = place as f64 * each;
    Rect::new(x.round(), -STRIP, (x + each).round(), 0.0)
}

/// The tab of `n` at this x in a window so wide.
pub(super) fn tab_at(x: f64, n: usize, width: f64) -> Option<usize> {
    (0..n).find(|place| (cell(*place, n, width).x0..cell(*place, n, width).x1).contains(&x))
}

/// `event` as it looks from below tabs that are so high.
pub(super) fn from_below(event: Event, height: f64) -> Event {
    let up = Vec2::new(0.0, height);
    match event {
        Event::Resized(size) => {
            Event::Resized(Size::new(size.width, (size.height - height).max(0.0)))
        }
        Event::Moved(at) => Event::Moved(at - up),
        Event::Touched { finger, phase, at } => Event::Touched { finger, phase, at: at - up },
        event => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_stand_side_by_side_and_become_narrow() {
        let check = |x: f64, n: usize, width: f64, expected: Option<usize>| {
            assert_eq!(tab_at(x, n, width), expected, "{x} of {n} in {width}");
        };
        check(0.0, 2, 1000.0, Some(0));
        check(219.0, 2, 1000.0, Some(0));
        check(221.0, 2, 1000.0, Some(1));
        check(441.0, 2, 1000.0, None);
        check(99.0, 10, 100.0, Some(9));
        check(5.0, 0, 100.0, None);
    }

    #[test]
    fn the_picture_begins_below_the_tabs() {
        let moved = Event::Moved(Point::new(5.0, 40.0));
        assert_eq!(from_below(moved, STRIP), Event::Moved(Point::new(5.0, 8.0)));
        let resized = Event::Resized(Size::new(100.0, 80.0));
        assert_eq!(from_below(resized, STRIP), Event::Resized(Size::new(100.0, 48.0)));
        assert_eq!(from_below(Event::Unfocused, STRIP), Event::Unfocused);
    }
}
