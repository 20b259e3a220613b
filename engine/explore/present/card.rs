//! The text of a step: how large it is, and where it stands.

use kurbo::{Rect, Size};

use crate::explore::tour::{Corner, TourStep};

/// Size of the text on a screen 1080 px high, logical px: to be read from the last row.
const TEXT: f64 = 26.0;
/// Of a line, ems.
const LINE: f64 = 1.36;
/// How wide a letter is, ems: all are as wide in the font that it is set in.
const LETTER: f64 = 0.6;
/// Between the rim and the text, ems.
const PAD: f64 = 0.9;
/// From the card to the rim of the window, ems.
const MARGIN: f64 = 1.2;
/// Width of the text, letters.
const WIDEST: f64 = 52.0;

/// Where the text of a step stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Round all of it, logical px.
    pub frame: Rect,
    /// Where the text is, logical px.
    pub text: Rect,
    /// Size of the text, logical px.
    pub em: f64,
    /// Where each choice stands, logical px.
    pub choices: Vec<Rect>,
}

/// How large things are that lie over a presentation, 1 on a screen 1080 px high.
#[must_use]
pub fn unit(viewport: Size) -> f64 {
    (viewport.height / 1080.0).min(viewport.width / 1600.0).max(0.55)
}

/// The card of `step` in a window of this size; `None` where it has nothing to say. The same for all that it says one
/// after the other, so that it does not move about.
#[must_use]
pub fn card_of(step: &TourStep, viewport: Size) -> Option<Card> {
    let texts = step.say.by_hop.iter().map(|(_, text)| text.as_str()).chain([&*step.say.text]);
    let em = TEXT * unit(viewport);
    let letters = ((viewport.width * 0.9 / em - 2.0 * PAD - 2.0 * MARGIN) / LETTER).min(WIDEST);
    let n_letters = letters.floor().max(12.0);
    let lines: Vec<Vec<usize>> =
        texts.filter(|text| !text.is_empty()).map(|text| balanced(text, n_letters)).collect();
    let n_lines = lines.iter().map(Vec::len).max().unwrap_or(0);
    let n_choices = step.alternatives.len();
    if n_lines + n_choices == 0 {
        return None;
    }
    let choices = step.alternatives.iter().map(|alternative| alternative.text.chars().count() + 5);
    let longest = lines.iter().flatten().copied().chain(choices).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "few letters")]
    let (longest, n_lines, n_choices) = (longest as f64, n_lines as f64, n_choices as f64);
    let gap = if n_lines > 0.0 && n_choices > 0.0 { 0.5 } else { 0.0 };
    let row = LINE * 1.25;
    let width = (longest.min(n_letters) + 0.5) * LETTER * em + 2.0 * PAD * em;
    let height = (n_lines * LINE + gap + n_choices * row + 2.0 * PAD * 0.8) * em;
    let frame = placed(step.stand.text, Size::new(width, height), viewport, MARGIN * em);
    let text = frame.inset((-PAD * em, -PAD * 0.8 * em));
    let first = text.y0 + (n_lines * LINE + gap) * em;
    #[expect(clippy::cast_precision_loss, reason = "few choices")]
    let choice = |place: usize| {
        let y0 = first + place as f64 * row * em;
        Rect::new(text.x0, y0, text.x1, y0 + row * em)
    };
    let choices = (0..step.alternatives.len()).map(choice).collect();
    Some(Card { frame, text, em, choices })
}

fn placed(corner: Corner, size: Size, viewport: Size, margin: f64) -> Rect {
    let (right, bottom) =
        (viewport.width - margin - size.width, viewport.height - margin - size.height);
    let middle = (viewport.width - size.width) / 2.0;
    let (x, y) = match corner {
        Corner::BottomLeft => (margin, bottom),
        Corner::Bottom => (middle, bottom),
        Corner::BottomRight => (right, bottom),
        Corner::TopLeft => (margin, margin),
        Corner::Top => (middle, margin),
        Corner::TopRight => (right, margin),
    };
    Rect::from_origin_size((x, y), size)
}

/// How many letters each line of `text` has, wrapped at `most` at the latest and in lines that are about as long.
fn balanced(text: &str, most: f64) -> Vec<usize> {
    let widest = wrapped(text, most);
    let longest = widest.iter().copied().max().unwrap_or(0);
    let narrower = (longest / 2..longest).map(|most| {
        #[expect(clippy::cast_precision_loss, reason = "few letters")]
        wrapped(text, most as f64)
    });
    let mut narrower = narrower;
    narrower.find(|lines| lines.len() == widest.len()).unwrap_or(widest)
}

/// How many letters each line of `text` has, wrapped at `most`.
fn wrapped(text: &str, most: f64) -> Vec<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number"
    )]
    let most = most as usize;
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut length = 0;
        for word in line.split_whitespace() {
            // Stars are markup and not drawn.
            let n = word.chars().filter(|c| !matches!(c, '*')).count();
            if length > 0 && length + 1 + n > most {
                lines.push(length);
                length = 0;
            }
            length += n + usize::from(length > 0);
        }
        lines.push(length);
    }
    lines
}
