//! Shapes and measures labels; `JetBrains Mono` is built in, other families come from the system as a fallback.
//!
//! A label goes through four steps. [`markup`] finds what of the text is bold, emphasised or a line break. Each line asked for is shaped
//! once, on one endless line, which gives the advance of every cluster and the places where words end ([`measure`](shape)). [`wrap`]
//! decides from these numbers where lines end. Each line is then shaped by itself, so that ligatures, kerning and the order
//! of mixed scripts are right at its ends, and becomes runs of positioned glyphs. Parley does the shaping and picks fonts: those asked for
//! that exist, the one built in, and for scripts that both lack the system's.

mod families;
mod markup;
mod resize;
mod shape;
mod wrap;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

/// Height of a line, in ems: room for accents and descenders, and air between lines.
pub const LINE_HEIGHT: f64 = 1.3;

/// Labels kept; when there are more, all are forgotten. A diagram of 2,000 services has some 4,000.
const MAX_KEPT: usize = 8192;

/// The fonts at hand; shaping needs it mutable because it caches.
pub struct Fonts {
    context: parley::FontContext,
    scratch: parley::LayoutContext<markup::Face>,
    kept: BTreeMap<LabelKey, Arc<Label>>,
    has_system: bool,
}

/// What a label depends on: its text, then its style (floats by their bits).
type LabelKey = (String, String, [u64; 3], usize, bool);
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
        Self::new(false)
    }

    /// What is built in, then the system's fonts for other families and scripts; without fontconfig, only what is built in.
    #[must_use]
    pub fn with_system() -> Self {
        Self::new(true)
    }

    fn new(has_system: bool) -> Self {
        Self {
            context: families::context(has_system),
            scratch: parley::LayoutContext::new(),
            kept: BTreeMap::new(),
            has_system,
        }
    }

    /// Shapes `text`, which may hold `**bold**`, `*emphasis*` and `<br>`.
    ///
    /// Lines are broken at words and balanced; a text without visible characters has no lines and no size. The same text and style
    /// give the same label.
    #[must_use]
    pub fn shape(&mut self, text: &str, style: &TextStyle) -> Arc<Label> {
        let key = key(text, style);
        if let Some(label) = self.kept.get(&key) {
            return Arc::clone(label);
        }
        let label = Arc::new(shape::label(&mut self.context, &mut self.scratch, text, style));
        if self.kept.len() >= MAX_KEPT {
            self.kept.clear();
        }
        self.kept.insert(key, Arc::clone(&label));
        label
    }

    /// The families built in.
    #[must_use]
    pub fn built_in(&self) -> &'static [&'static str] {
        &[families::BUILT_IN]
    }

    /// Number of families that come from the system; `None` where they were not asked for.
    #[must_use]
    pub fn n_system_families(&mut self) -> Option<usize> {
        let n_families = self
            .context
            .collection
            .family_names()
            .filter(|name| *name != families::BUILT_IN)
            .count();
        self.has_system.then_some(n_families)
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::bundled()
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts")
            .field("has_system", &self.has_system)
            .field("kept", &self.kept.len())
            .finish_non_exhaustive()
    }
}

fn key(text: &str, style: &TextStyle) -> LabelKey {
    let TextStyle { family, size, weight, max_width, max_lines, align } = style;
    let numbers =
        [size.to_bits(), u64::from(weight.to_bits()), max_width.map_or(u64::MAX, f64::to_bits)];
    (text.to_owned(), family.clone(), numbers, *max_lines, *align == TextAlign::Center)
}
