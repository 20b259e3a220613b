//! Shaped labels at other sizes and in two lines, without shaping them again: glyphs are not hinted, so that everything
//! in a label is proportional to its size.

use std::ops::Range;

use super::{Glyph, Label, Line, Run};

/// Height of a line of a [resized](Label::resized) label, ems: small labels have no room for air.
const TIGHT: f64 = 1.12;

impl Label {
    /// The same label `factor` times as large.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let line = |line: &Line| Line {
            x: line.x * factor,
            baseline: line.baseline * factor,
            width: line.width * factor,
            runs: line.runs.iter().map(|run| run.resized(factor)).collect(),
        };
        Self {
            width: self.width * factor,
            height: self.height * factor,
            lines: self.lines.iter().map(line).collect(),
        }
    }

    /// The same label `factor` times as large, its lines close together.
    #[must_use]
    pub fn resized(&self, factor: f64) -> Self {
        let em = self.em() * factor;
        let pitch = em * TIGHT;
        let lines: Vec<Line> = (0_u32..)
            .zip(&self.lines)
            .map(|(n, line)| line.resized(factor, em, pitch, n))
            .collect();
        Self { width: self.width * factor, height: pitch * lines.len() as f64, lines }
    }

    /// The same label on two lines, each in the middle, where it has one and that can be told apart at a blank.
    #[must_use]
    pub fn in_two_lines(&self) -> Option<Self> {
        self.cut(middle_blank)
    }

    /// The same where a word is joined of two, as in `TimescaleDB` and `api-gateway`.
    #[must_use]
    pub fn in_two_words(&self) -> Option<Self> {
        self.cut(middle_joint)
    }

    fn cut(&self, gap: impl Fn(&str) -> Option<Range<usize>>) -> Option<Self> {
        let [line] = self.lines.as_slice() else { return None };
        let [run] = line.runs.as_slice() else { return None };
        let gap = gap(&run.text)?;
        let [n_before, n_gap] =
            [&run.text[..gap.start], &run.text[gap.clone()]].map(|text| text.chars().count());
        if run.glyphs.len() != run.text.chars().count() {
            return None;
        }
        let first = part(run, &run.text[..gap.start], &run.glyphs[..n_before]);
        let second = part(run, &run.text[gap.end..], &run.glyphs[n_before + n_gap..]);
        let widths = [&first, &second].map(|run| advance(run, line.width / run_len(&line.runs[0])));
        let width = widths[0].max(widths[1]);
        let lines = [first, second].into_iter().zip(widths).zip(0_u32..).map(|((run, own), n)| {
            let x = (width - own) / 2.0;
            let baseline = line.baseline + f64::from(n) * self.height;
            Line { x, baseline, width: own, runs: vec![moved(run, x)] }
        });
        Some(Self { width, height: self.height * 2.0, lines: lines.collect() })
    }

    /// The largest em in it, px; zero of nothing.
    #[must_use]
    pub fn em(&self) -> f64 {
        let runs = self.lines.iter().flat_map(|line| &line.runs);
        f64::from(runs.map(|run| run.size).fold(0.0, f32::max))
    }
}

impl Line {
    fn resized(&self, factor: f64, em: f64, pitch: f64, number: u32) -> Self {
        // Where a baseline stands in a line that is as high as its em and a little more.
        let baseline = pitch * f64::from(number) + em * 0.88;
        let runs = self.runs.iter().map(|run| run.resized(factor)).collect();
        Self { x: self.x * factor, baseline, width: self.width * factor, runs }
    }
}

impl Run {
    fn resized(&self, factor: f64) -> Self {
        let by = narrow(factor);
        let glyphs = self.glyphs.iter().map(|g| Glyph { id: g.id, x: g.x * by, y: g.y * by });
        Self { size: self.size * by, x: self.x * factor, glyphs: glyphs.collect(), ..self.clone() }
    }
}

/// The blank nearest to the middle, with something on both sides.
fn middle_blank(text: &str) -> Option<Range<usize>> {
    let middle = text.len() / 2;
    let blanks = text.match_indices(' ').map(|(place, _)| place);
    blanks
        .filter(|&place| place > 0 && place + 1 < text.len())
        .min_by_key(|&place| (place.abs_diff(middle), place))
        .map(|place| place..place + 1)
}

/// Where one word becomes another nearest to the middle, with two letters at least on both sides: behind a hyphen or the like,
/// or before a capital letter that follows a small one. Nothing is left out there.
fn middle_joint(text: &str) -> Option<Range<usize>> {
    let middle = text.len() / 2;
    let pairs = text.char_indices().zip(text.char_indices().skip(1));
    let joints = pairs.filter(|((_, a), (_, b))| {
        matches!(a, '-' | '_' | '/' | '.') || (a.is_lowercase() && b.is_uppercase())
    });
    let is_roomy = |place: &usize| {
        let (before, behind) = text.split_at(*place);
        before.chars().count() >= 2 && behind.chars().count() >= 2
    };
    let places = joints.map(|(_, (place, _))| place).filter(is_roomy);
    let nearest = places.min_by_key(|&place| (place.abs_diff(middle), place))?;
    Some(nearest..nearest)
}

fn part(run: &Run, text: &str, glyphs: &[Glyph]) -> Run {
    Run { text: text.to_owned(), glyphs: glyphs.to_vec(), ..run.clone() }
}

fn run_len(run: &Run) -> f64 {
    run.glyphs.len().max(1) as f64
}

/// How wide a part is: from its first glyph to its last, and that one's advance, for which the mean stands.
fn advance(run: &Run, mean: f64) -> f64 {
    let (Some(first), Some(last)) = (run.glyphs.first(), run.glyphs.last()) else { return 0.0 };
    f64::from(last.x - first.x) + mean
}

/// The run with its first glyph at `x`.
fn moved(run: Run, x: f64) -> Run {
    let by = run.glyphs.first().map_or(0.0, |first| first.x) - narrow(x);
    let glyphs = run.glyphs.iter().map(|g| Glyph { x: g.x - by, ..*g }).collect();
    Run { x, glyphs, ..run }
}

#[expect(clippy::cast_possible_truncation, reason = "glyphs are placed in single precision")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use crate::text::{Fonts, TextAlign, TextStyle};

    fn style() -> TextStyle {
        TextStyle {
            family: "JetBrains Mono".to_owned(),
            size: 12.0,
            weight: 400.0,
            max_width: None,
            max_lines: 1,
            align: TextAlign::Center,
        }
    }

    #[test]
    fn a_resized_label_is_as_if_shaped_so() {
        let mut fonts = Fonts::bundled();
        for (text, factor) in [("Payment", 2.0), ("API Gateway", 0.5), ("", 3.0)] {
            let resized = fonts.shape(text, &style()).resized(factor);
            let shaped = fonts.shape(text, &TextStyle { size: 12.0 * factor, ..style() });
            assert!((resized.width - shaped.width).abs() < 1e-3, "{text}");
            assert_eq!(resized.em(), shaped.em(), "{text}");
            let glyphs = |label: &crate::text::Label| -> Vec<u32> {
                let runs = label.lines.iter().flat_map(|line| &line.runs);
                runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.id).collect()
            };
            assert_eq!(glyphs(&resized), glyphs(&shaped), "{text}");
        }
    }

    #[test]
    fn a_label_is_broken_at_the_blank_in_its_middle() {
        let mut fonts = Fonts::bundled();
        let mut check = |text: &str, expected: Option<[&str; 2]>| {
            let label = fonts.shape(text, &style());
            let broken = label.in_two_lines().or_else(|| label.in_two_words());
            let words = broken.as_ref().map(|label| {
                let words = label.lines.iter().map(|line| line.runs[0].text.as_str());
                words.collect::<Vec<_>>()
            });
            assert_eq!(words, expected.map(|words| words.to_vec()), "{text}");
            let Some(label) = broken else { return };
            for line in &label.lines {
                let run = &line.runs[0];
                let first = f64::from(run.glyphs[0].x);
                assert!((first - line.x).abs() < 1e-3, "{text}: {first} is not {}", line.x);
                let expected = 7.2 * run.glyphs.len() as f64;
                assert!((line.width - expected).abs() < 0.1, "{text}: {} wide", line.width);
            }
        };
        check("Kong Gateway", Some(["Kong", "Gateway"]));
        check("a b c d", Some(["a b", "c d"]));
        check("Prometheus", None);
        check("TimescaleDB", Some(["Timescale", "DB"]));
        check("api-gateway", Some(["api-", "gateway"]));
        check("K8s", None);
        check("eBay", None);
        check("", None);
    }
}
