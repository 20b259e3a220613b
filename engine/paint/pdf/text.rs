//! Text, glyph by glyph where the layout has put them, in fonts that go into the file as far as they are used.

use std::collections::BTreeMap;

use krilla::geom::Point as PdfPoint;
use krilla::paint::Stroke;
use krilla::text::{Font, GlyphId, KrillaGlyph, Tag};
use kurbo::{Affine, Point, Vec2};
use peniko::Color;

use super::super::narrow;
use super::{Painter, convert};
use crate::text::{Label, Run};

/// Fonts of a document, each at the weights it is used in; `None` where one cannot be read.
#[derive(Debug, Default)]
pub(super) struct Typefaces {
    known: BTreeMap<(u64, u32, u32), Option<Font>>,
}

impl Typefaces {
    fn of(&mut self, run: &Run) -> Option<Font> {
        let weight = if run.coords.is_empty() { 0.0 } else { run.weight };
        let key = (run.font.data.id(), run.font.index, weight.to_bits());
        let read = || {
            let data = run.font.data.data().to_vec();
            if run.coords.is_empty() {
                return Font::new(data.into(), run.font.index);
            }
            Font::new_variable(data.into(), run.font.index, &[(Tag::new(b"wght"), weight)])
        };
        self.known.entry(key).or_insert_with(read).clone()
    }
}

impl Painter<'_, '_> {
    pub(super) fn text(&mut self, label: &Label, at: Point, color: Color) {
        for line in &label.lines {
            for run in &line.runs {
                let origin = at.to_vec2() + Vec2::new(0.0, line.baseline);
                // Screen and paper have y down, so that what leans to the right has its top at smaller y.
                let slant = run.skew.map_or(0.0, |d| libm::tan(f64::from(d).to_radians()));
                let place = Affine::translate(origin) * Affine::skew(-slant, 0.0);
                self.placed(place, |painter| painter.run(run, color));
            }
        }
    }

    fn run(&mut self, run: &Run, color: Color) {
        /// Strokes this thick make a regular face look bold, em.
        const EMBOLDEN: f32 = 1.0 / 32.0;
        let (Some(font), Some(first)) = (self.faces.of(run), run.glyphs.first()) else { return };
        self.surface.set_fill(Some(convert::filled(color)));
        self.surface.set_stroke(run.embolden.then(|| Stroke {
            paint: convert::plain(color).into(),
            width: run.size * EMBOLDEN,
            opacity: convert::share(color.components[3]),
            ..Stroke::default()
        }));
        let start = PdfPoint::from_xy(first.x, 0.0);
        self.surface.draw_glyphs(start, &glyphs(run), font, &run.text, run.size, false);
    }
}

/// The glyphs of `run`, each with what it stands for where that can be told.
fn glyphs(run: &Run) -> Vec<KrillaGlyph> {
    let size = run.size.max(f32::MIN_POSITIVE);
    let steps = run.glyphs.windows(2).map(|pair| pair[1].x - pair[0].x);
    let total: f32 = steps.clone().sum();
    let usual = if run.glyphs.len() > 1 {
        total / narrow((run.glyphs.len() - 1) as f64)
    } else {
        size / 2.0
    };
    let ranges = ranges(run);
    let advances = steps.chain([usual]);
    let glyphs = run.glyphs.iter().zip(advances).zip(ranges);
    glyphs
        .map(|((glyph, advance), range)| {
            let id = GlyphId::new(glyph.id);
            KrillaGlyph::new(id, advance / size, 0.0, -glyph.y / size, 0.0, range, None)
        })
        .collect()
}

/// The bytes of the text that each glyph stands for: a character each where there are as many, else all of it.
fn ranges(run: &Run) -> Vec<std::ops::Range<usize>> {
    let starts: Vec<usize> = run.text.char_indices().map(|(start, _)| start).collect();
    let is_plain = starts.len() == run.glyphs.len() && run.text.is_ascii();
    (0..run.glyphs.len())
        .map(|i| match is_plain {
            true => starts[i]..starts.get(i + 1).copied().unwrap_or(run.text.len()),
            false => 0..run.text.len(),
        })
        .collect()
}
