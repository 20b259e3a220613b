//! What is shown while no file is open: a small diagram to try things on, and how to open another.

use kurbo::{Point, Rect, Size, Vec2};

use super::chrome::Chrome;
use crate::explore::State;
use crate::scene::{Scene, Theme};

/// What is shown behind.
pub(super) const SAMPLE: &str = include_str!("sample.mmd");

/// How much is left of that.
const SAMPLE_SHARE: f32 = 0.4;
/// Between the panel's border and its text, and between lines, logical px.
const PADDING: f64 = 28.0;
const LINE: f64 = 34.0;
/// Width of the panel, and of what stands at the left of a line, logical px.
const WIDTH: f64 = 460.0;
const KEYS: f64 = 150.0;

/// What can be done, and what that does.
fn lines(can_drop: bool) -> Vec<(&'static str, &'static str)> {
    let mut lines = Vec::new();
    if can_drop {
        lines.push(("drop a file", "Mermaid, or Markdown with it"));
    }
    lines.push(("Ctrl+O", "choose a file"));
    lines.push(("Ctrl+V", "paste a diagram, or the path of one"));
    lines.push(("Ctrl+K", "every command"));
    lines.push(("?", "every key"));
    lines
}

impl Chrome {
    /// Fades the sample, and says how to open a file; not every display lets one be dropped.
    pub(super) fn welcome(&mut self, can_drop: bool, state: &State, theme: &Theme) -> Scene {
        let lines = lines(can_drop);
        let viewport = state.viewport;
        let mut sketch = self.sketch(theme);
        sketch.fill(viewport.to_rect(), 0.0, theme.ground.with_alpha(1.0 - SAMPLE_SHARE));
        let height = 2.0 * PADDING + 44.0 + lines.len() as f64 * LINE;
        let size = Size::new(WIDTH.min(viewport.width - 32.0), height);
        // Below the sample, which is wide and low.
        let corner = ((viewport.width - size.width) / 2.0, state.free_area().y1 - 20.0 - height);
        let frame = Rect::from_origin_size(corner, size).with_origin(Point::from(corner).round());
        sketch.panel(frame);
        let inner = frame.inset((-PADDING, -PADDING));
        let title = sketch.label("Open a diagram", 18.0, 700.0, inner.width(), 1);
        sketch.write(title, inner.origin(), theme.tile_text);
        let soft = sketch.soft();
        for (place, (keys, about)) in (0_u32..).zip(lines) {
            let corner = inner.origin() + Vec2::new(0.0, 44.0 + f64::from(place) * LINE);
            let row = Rect::from_origin_size(corner, (inner.width(), LINE - 6.0));
            let width = sketch.width(keys, 12.5) + 16.0;
            let chip = Rect { x1: row.x0 + width, ..row };
            sketch.fill(chip, 6.0, theme.tile_text.with_alpha(0.09));
            sketch.line(keys, 12.5, row.x0 + 8.0, chip, theme.tile_text);
            let start = Point::new(row.x0 + KEYS, row.y0).x.max(chip.x1 + 12.0);
            sketch.line(about, 12.5, start, row, soft);
        }
        sketch.finish(viewport)
    }
}
