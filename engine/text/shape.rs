//! From text and style to a label: measure, break, shape each line, place it.

use std::ops::Range;

use parley::style::{FontFeatures, FontStyle, FontWeight, StyleProperty};
use parley::{
    FontContext, FontFamily, FontFamilyName, GlyphRun, Layout, LayoutContext, PositionedLayoutItem,
};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::markup::{self, Face, Span};
use super::wrap::{self, Break, Piece};
use super::{Glyph, LINE_HEIGHT, Label, Line, Run, TextAlign, TextStyle, families};

/// Weight of `**bold**` in a style that is lighter, CSS.
const BOLD: f32 = 700.0;

/// Where the scripts begin whose letters change with their neighbours; before them are Latin, Greek and Cyrillic.
const FIRST_JOINED: char = '\u{590}';

/// Stands where text was cut.
const ELLIPSIS: &str = "\u{2026}";

/// Shapes all of a label.
pub(super) fn label(
    fonts: &mut FontContext,
    scratch: &mut LayoutContext<Face>,
    text: &str,
    style: &TextStyle,
) -> Label {
    let families = families::families(&mut fonts.collection, &style.family);
    let mut setter = Setter { fonts, scratch, families, style };
    let lines = setter.lines(markup::parse(text));
    let shaped: Vec<_> = lines.iter().map(|spans| setter.shaped(spans)).collect();
    setter.placed(&lines, &shaped)
}

/// What it takes to shape a line.
struct Setter<'a> {
    fonts: &'a mut FontContext,
    scratch: &'a mut LayoutContext<Face>,
    families: Vec<FontFamilyName<'static>>,
    style: &'a TextStyle,
}

impl Setter<'_> {
    /// Breaks the lines asked for into lines that fit, at most as many as the style allows.
    fn lines(&mut self, asked: Vec<Vec<Span>>) -> Vec<Vec<Span>> {
        let mut lines = Vec::new();
        let n_asked = asked.len();
        for (asked_idx, spans) in asked.into_iter().enumerate() {
            let pieces = self.pieces(&spans);
            let ranges = wrap::balanced(&pieces, self.style.max_width);
            let room = self.style.max_lines.max(1) - lines.len();
            let is_cut = ranges.len() > room || (ranges.len() == room && asked_idx + 1 < n_asked);
            if is_cut {
                // Cut lines are filled, not balanced: as much of the text as there is room for.
                lines.extend(self.cut_lines(&spans, &pieces, room));
                return lines;
            }
            if ranges.is_empty() {
                lines.push(Vec::new());
            }
            lines
                .extend(ranges.into_iter().map(|range| sliced(&spans, text_range(&pieces, range))));
        }
        lines
    }

    /// The first `room` lines, the last with an ellipsis.
    fn cut_lines(&mut self, spans: &[Span], pieces: &[Piece], room: usize) -> Vec<Vec<Span>> {
        let ranges = wrap::greedy(pieces, self.style.max_width);
        let mut lines: Vec<_> = ranges
            .iter()
            .take(room)
            .map(|range| sliced(spans, text_range(pieces, range.clone())))
            .collect();
        let start = ranges.get(room.saturating_sub(1)).map_or(0, |range| range.start);
        let ellipsis = Span { text: ELLIPSIS.to_owned(), face: Face::default() };
        let ellipsis_width: f64 =
            self.pieces(std::slice::from_ref(&ellipsis)).iter().map(|piece| piece.advance).sum();
        let width = self.style.max_width.map_or(f64::INFINITY, |width| width - ellipsis_width);
        let n_kept = wrap::cut(&pieces[start..], width);
        let mut last = sliced(spans, text_range(pieces, start..start + n_kept));
        match last.last_mut() {
            Some(span) => span.text.push_str(ELLIPSIS),
            None => last.push(ellipsis),
        }
        lines.pop();
        lines.push(last);
        lines
    }

    /// Advances of all clusters on one endless line, in reading order, and what may happen after each.
    fn pieces(&mut self, spans: &[Span]) -> Vec<Piece> {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let mut layout = self.shaped(spans);
        let mut pieces: Vec<_> =
            clusters(&layout).map(|(range, advance)| piece(&text, range, advance)).collect();
        pieces.sort_by_key(|piece| piece.range.start);
        // Broken at no width at all, lines end wherever Unicode allows one to end.
        layout.break_all_lines(Some(0.0));
        for line in layout.lines() {
            let end = line.text_range().end;
            let at = pieces.partition_point(|piece| piece.range.end < end);
            if let Some(piece) =
                pieces.get_mut(at).filter(|piece| piece.range.end == end && ends_word(&text, end))
            {
                piece.after = Break::Word;
            }
        }
        pieces
    }

    /// Shapes spans on one line.
    fn shaped(&mut self, spans: &[Span]) -> Layout<Face> {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let mut builder = self.scratch.ranged_builder(self.fonts, &text, 1.0, false);
        builder.push_default(FontFamily::List(self.families.as_slice().into()));
        builder.push_default(StyleProperty::FontSize(single(self.style.size)));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(self.style.weight)));
        // Titles are read as written: in the font built in, `--` and `->` would become one sign. Joined scripts need theirs.
        let as_written = || FontFeatures::from("\"calt\" 0");
        if text.chars().all(|c| c < FIRST_JOINED) {
            builder.push_default(as_written());
        } else {
            for range in ascii_words(&text) {
                builder.push(as_written(), range);
            }
        }
        let mut start = 0;
        for span in spans {
            let range = start..start + span.text.len();
            start = range.end;
            builder.push(StyleProperty::Brush(span.face), range.clone());
            if span.face.is_bold {
                builder.push(
                    StyleProperty::FontWeight(FontWeight::new(self.style.weight.max(BOLD))),
                    range.clone(),
                );
            }
            if span.face.is_italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), range);
            }
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(None);
        layout
    }

    /// Puts shaped lines under each other.
    fn placed(&self, texts: &[Vec<Span>], shaped: &[Layout<Face>]) -> Label {
        let line_height = self.style.size * LINE_HEIGHT;
        let width = shaped.iter().map(|layout| f64::from(layout.width())).fold(0.0, f64::max);
        let mut label = Label { width, height: 0.0, lines: Vec::new() };
        for (layout, spans) in shaped.iter().zip(texts) {
            let line_width = f64::from(layout.width());
            let x = match self.style.align {
                TextAlign::Start => 0.0,
                TextAlign::Center => (width - line_width) / 2.0,
            };
            let metrics = layout.root_span_metrics();
            let (ascent, descent) = metrics.map_or((1.0, 0.3), |metrics| {
                (f64::from(metrics.ascent), f64::from(metrics.descent))
            });
            let baseline = label.height + (line_height - ascent - descent) / 2.0 + ascent;
            let text: String = spans.iter().map(|span| span.text.as_str()).collect();
            let runs = runs(layout, &text, x, self.style);
            label.lines.push(Line { x, baseline, width: line_width, runs });
            label.height += line_height;
        }
        label
    }
}

/// The parts of `text` that are ASCII without blanks.
fn ascii_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    text.as_bytes().chunk_by(|a, b| a.is_ascii_graphic() == b.is_ascii_graphic()).filter_map(
        move |chunk| {
            let start = end;
            end += chunk.len();
            chunk[0].is_ascii_graphic().then_some(start..end)
        },
    )
}

/// Runs of a layout of one line, in visual order.
fn runs(layout: &Layout<Face>, text: &str, x: f64, style: &TextStyle) -> Vec<Run> {
    let items = layout.lines().flat_map(|line| line.items().collect::<Vec<_>>());
    let glyph_runs = items.filter_map(|item| match item {
        PositionedLayoutItem::GlyphRun(run) => Some(run),
        PositionedLayoutItem::InlineBox(_) => None,
    });
    glyph_runs
        .map(|run| placed_run(&run, text, x, style))
        .filter(|run| !run.glyphs.is_empty())
        .collect()
}

fn placed_run(glyphs: &GlyphRun<'_, Face>, text: &str, x: f64, style: &TextStyle) -> Run {
    let run = glyphs.run();
    let face = glyphs.style().brush;
    let of_style = run.clusters().filter(|cluster| cluster.style_index() == glyphs.style_index());
    let shown: String = of_style.filter_map(|cluster| text.get(cluster.text_range())).collect();
    let left = single(x);
    let place = |glyph: parley::layout::Glyph| Glyph {
        id: glyph.id,
        x: glyph.x + left,
        y: glyph.y - glyphs.baseline(),
    };
    Run {
        family: family_name(run.font()),
        text: shown,
        font: run.font().clone(),
        size: run.font_size(),
        weight: if face.is_bold { style.weight.max(BOLD) } else { style.weight },
        italic: face.is_italic,
        coords: run.normalized_coords().iter().map(|coord| coord.to_bits()).collect(),
        skew: run.synthesis().skew(),
        embolden: run.synthesis().embolden(),
        x: x + f64::from(glyphs.offset()),
        glyphs: glyphs.positioned_glyphs().map(place).collect(),
    }
}

/// The family's name as the font itself gives it; empty where it has none.
fn family_name(font: &parley::FontData) -> String {
    let Ok(font) = FontRef::from_index(font.data.as_ref(), font.index) else {
        return String::new();
    };
    let named = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
    named(StringId::TYPOGRAPHIC_FAMILY_NAME)
        .or_else(|| named(StringId::FAMILY_NAME))
        .unwrap_or_default()
}

/// Bytes and advance of all clusters.
fn clusters(layout: &Layout<Face>) -> impl Iterator<Item = (Range<usize>, f64)> {
    let runs = layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>());
    runs.flat_map(|run| {
        run.clusters()
            .map(|cluster| (cluster.text_range(), f64::from(cluster.advance())))
            .collect::<Vec<_>>()
    })
}

fn piece(text: &str, range: Range<usize>, advance: f64) -> Piece {
    let own = text.get(range.clone()).unwrap_or_default();
    let (last, next) =
        (own.chars().next_back(), text.get(range.end..).and_then(|rest| rest.chars().next()));
    let after =
        last.zip(next).map_or(Break::Emergency, |(last, next)| wrap::inside_word(last, next));
    Piece { range, advance, is_blank: own == " ", after }
}

/// Whether a break that Unicode allows at `at` is one between words: after a blank, or in a script that has none.
fn ends_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    before.is_some_and(|c| c == ' ' || !c.is_ascii()) || after.is_some_and(|c| !c.is_ascii())
}

/// Bytes of a line's text, without the blanks at its end.
fn text_range(pieces: &[Piece], line: Range<usize>) -> Range<usize> {
    let pieces = &pieces[line];
    let n_blanks = pieces.iter().rev().take_while(|piece| piece.is_blank).count();
    match &pieces[..pieces.len() - n_blanks] {
        [first, .., last] => first.range.start..last.range.end,
        [only] => only.range.clone(),
        [] => 0..0,
    }
}

/// The part of the spans that lies in `range` of their text.
fn sliced(spans: &[Span], range: Range<usize>) -> Vec<Span> {
    let mut start = 0;
    let mut out = Vec::new();
    for span in spans {
        let (from, to) = (range.start.max(start) - start, range.end.max(start) - start);
        start += span.text.len();
        let part =
            span.text.get(from.min(span.text.len())..to.min(span.text.len())).unwrap_or_default();
        if !part.is_empty() {
            out.push(Span { text: part.to_owned(), face: span.face });
        }
    }
    out
}

/// Positions within a label are far below 2^24 px: nothing that shows is lost.
#[expect(clippy::cast_possible_truncation, reason = "glyph positions are f32 in every renderer")]
fn single(value: f64) -> f32 {
    value as f32
}
