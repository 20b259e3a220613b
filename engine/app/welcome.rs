//! What is shown while no file is open: a small diagram to try things on, and how to open another.

use kurbo::Rect;

use super::chrome::Chrome;
use crate::explore::State;
use crate::scene::{Scene, Theme};

/// What is shown behind.
pub(super) const SAMPLE: &str = include_str!("sample.mmd");

/// How much is left of that.
const SAMPLE_SHARE: f32 = 0.4;
/// Width of what stands at the left of a line, logical px.
const KEYS: f64 = 150.0;
/// Size of the type, logical px.
const TYPE: f64 = 12.5;

impl Chrome {
    /// Fades the sample, and says how to open a file.
    pub(super) fn welcome(&mut self, state: &State, theme: &Theme) -> Scene {
        let viewport = state.viewport;
        let mut sketch = self.sketch(theme);
        sketch.fill(viewport.to_rect(), 0.0, theme.ground.with_alpha(1.0 - SAMPLE_SHARE));
        let Some(frame) = state.welcome_frame() else { return sketch.finish(viewport) };
        sketch.panel(frame.frame);
        let title = sketch.label("Open a diagram", 18.0, 700.0, frame.title.width(), 1);
        sketch.write(title, frame.title.origin(), theme.tile_text);
        let (soft, hot) = (sketch.soft(), state.chrome.hot);
        for offer in &frame.offers {
            let row = offer.area;
            sketch.hot(row, hot, 6.0);
            let width = sketch.width(&offer.what, TYPE) + 16.0;
            let chip = Rect { x1: row.x0 + width, ..row };
            sketch.fill(chip, 6.0, theme.tile_text.with_alpha(0.09));
            sketch.line(&offer.what, TYPE, row.x0 + 8.0, chip, theme.tile_text);
            sketch.line(&offer.about, TYPE, (row.x0 + KEYS).max(chip.x1 + 12.0), row, soft);
        }
        if let Some(head) = frame.head {
            sketch.bold("Open again", TYPE, head.x0, head, theme.tile_text);
        }
        for file in &frame.recent {
            let row = file.area;
            sketch.hot(row, hot, 6.0);
            let end = sketch.line(&file.what, TYPE, row.x0 + 8.0, row, theme.tile_text);
            sketch.line(&file.about, 11.0, (row.x0 + KEYS).max(row.x0 + end + 20.0), row, soft);
        }
        sketch.finish(viewport)
    }
}
