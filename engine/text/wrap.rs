//! Where lines end.
//!
//! Lines are filled greedily, which gives the fewest; then the width is narrowed as far as their number allows (bisection), so that
//! lines come out about equally long and no short word is left alone. A word is broken only where it alone is wider than a line,
//! after a hyphen, slash, underscore or dot or before a capital where it has one, else anywhere between clusters.

use std::ops::Range;

/// What may happen after a [`Piece`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// A line may end here at a pinch.
    Emergency,
    /// A word that is too long is best broken here.
    Joint,
    /// A word ends.
    Word,
}

/// The smallest part of a text that is never broken: a letter with its marks.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// px.
    pub(super) advance: f64,
    /// Blanks at the end of a line have no width.
    pub(super) is_blank: bool,
    pub(super) after: Break,
}

/// Steps of the bisection; a 4096th of the width is far below a pixel.
const N_STEPS: usize = 12;

/// Widths come from sums of floats: a line as wide as the limit must fit.
const SLACK: f64 = 1e-3;

/// Ranges of pieces, one a line; the lines are about equally wide.
pub(super) fn balanced(pieces: &[Piece], max_width: Option<f64>) -> Vec<Range<usize>> {
    let Some(max_width) = max_width else { return filled(pieces, f64::INFINITY).lines };
    let widest = filled(pieces, max_width);
    if widest.lines.len() < 2 {
        return widest.lines;
    }
    let (mut too_narrow, mut fits) = (0.0, max_width);
    let mut best = widest;
    for _ in 0..N_STEPS {
        let width = (too_narrow + fits) / 2.0;
        let narrower = filled(pieces, width);
        if narrower.lines.len() <= best.lines.len()
            && narrower.n_joints <= best.n_joints
            && narrower.n_torn <= best.n_torn
        {
            fits = width;
            best = narrower;
        } else {
            too_narrow = width;
        }
    }
    best.lines
}

/// Ranges of pieces, one a line, each as long as fits.
pub(super) fn greedy(pieces: &[Piece], max_width: Option<f64>) -> Vec<Range<usize>> {
    filled(pieces, max_width.unwrap_or(f64::INFINITY)).lines
}

/// Lines of at most some width.
struct Filled {
    lines: Vec<Range<usize>>,
    /// Words broken where they have a joint.
    n_joints: usize,
    /// Words broken where they have none.
    n_torn: usize,
}

fn filled(pieces: &[Piece], max_width: f64) -> Filled {
    let mut out = Filled { lines: Vec::new(), n_joints: 0, n_torn: 0 };
    let mut start = 0;
    while start < pieces.len() {
        let end = line_end(pieces, start, max_width);
        let after = if end == pieces.len() { Break::Word } else { pieces[end - 1].after };
        out.n_joints += usize::from(after == Break::Joint);
        out.n_torn += usize::from(after == Break::Emergency);
        out.lines.push(start..end);
        start = end;
    }
    out
}

/// The end of the longest line from `start` that fits; at least one piece.
fn line_end(pieces: &[Piece], start: usize, max_width: f64) -> usize {
    let mut width = 0.0;
    let (mut word_end, mut joint) = (None, None);
    for (offset, piece) in pieces[start..].iter().enumerate() {
        let at = start + offset;
        width += piece.advance;
        if !piece.is_blank && width > max_width + SLACK && at > start {
            return word_end.or(joint).unwrap_or(at);
        }
        match piece.after {
            Break::Word => word_end = Some(at + 1),
            Break::Joint => joint = Some(at + 1),
            Break::Emergency => {}
        }
    }
    pieces.len()
}

/// How many of the pieces from `start` fit in front of an ellipsis.
pub(super) fn cut(pieces: &[Piece], max_width: f64) -> usize {
    let mut width = 0.0;
    let fits = |piece: &&Piece| {
        width += piece.advance;
        width <= max_width + SLACK
    };
    let n_fitting = pieces.iter().take_while(fits).count();
    let n_blanks = pieces[..n_fitting].iter().rev().take_while(|piece| piece.is_blank).count();
    n_fitting - n_blanks
}

/// What may happen between two characters inside a word.
pub(super) fn inside_word(before: char, after: char) -> Break {
    let is_joint = matches!(before, '-' | '/' | '_' | '.' | ':' | '@' | '?' | '&' | '=' | '+')
        && !matches!(after, '-' | '/' | '_' | '.');
    let is_hump = before.is_lowercase() && after.is_uppercase();
    if is_joint || is_hump { Break::Joint } else { Break::Emergency }
}
