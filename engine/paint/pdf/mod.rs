//! Writes scenes as the pages of a PDF: shapes as shapes, text as text in its own fonts, so that it can be searched and copied.
//!
//! A page is as large as what it shows, at 96 px an inch. What PDF lacks is replaced by its nearest likeness: a soft shadow
//! by boxes over each other ([`marks`]), a sweep gradient by its mean colour. Like SVG, lines and text are not thinned out, since
//! whoever reads the file may enlarge it; but what is left out or shown from afar only is so by the size it is written with.

mod convert;
mod icons;
mod marks;
mod text;

use std::sync::Arc;

use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use kurbo::{Affine, Point, Rect};
use peniko::Color;

use crate::scene::{Mark, Scene};
use crate::text::Label;
use text::Typefaces;

/// A page of a document.
#[derive(Clone, Debug)]
pub struct Page<'p> {
    /// What is drawn.
    pub scene: &'p Scene,
    /// What of it is seen, world px.
    pub seen: Rect,
    /// px of the page a world px.
    pub scale: f64,
    /// What is behind everything; `None` is the scene's own ground, a transparent colour leaves it out.
    pub ground: Option<Color>,
    /// What is drawn is what is seen at this times the scale, as [`View::detail`](super::View::detail) says.
    pub detail: f64,
    /// What stands under the picture, in px of the page, and its colour.
    pub below: Option<(Arc<Label>, Color)>,
}

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PDF could not be put together: {0}")]
pub struct Error(String);

/// Points an inch over px an inch.
const POINTS: f64 = 72.0 / 96.0;

/// Readers show no larger page, points.
const LONGEST_SIDE: f64 = 14_400.0;

/// Round the text below a picture, px.
const GAP: f64 = 24.0;

/// The document of these pages. It has the title and the description of the first.
///
/// # Errors
/// [`Error`] where a font cannot be put into the file.
pub fn write(pages: &[Page<'_>]) -> Result<Vec<u8>, Error> {
    // Without tags there is nothing for tagging to do.
    let settings = SerializeSettings { enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut metadata = Metadata::new().creator("Veduta".to_owned());
    if let Some(Page { scene, .. }) = pages.first() {
        metadata = metadata.title(scene.title.clone().unwrap_or_default());
        metadata = metadata.description(scene.description.clone().unwrap_or_default());
    }
    document.set_metadata(metadata);
    let mut faces = Typefaces::default();
    for page in pages {
        add(&mut document, page, &mut faces)?;
    }
    document.finish().map_err(|error| Error(format!("{error:?}")))
}

fn add(document: &mut Document, page: &Page<'_>, faces: &mut Typefaces) -> Result<(), Error> {
    let (width, height) = (page.seen.width() * page.scale, page.seen.height() * page.scale);
    let strip = page.below.as_ref().map_or(0.0, |(label, _)| label.height + 2.0 * GAP);
    let whole = height + strip;
    let points = POINTS.min(LONGEST_SIDE / width.max(whole).max(1.0));
    let side = |length: f64| super::narrow((length * points).max(1.0));
    let settings = PageSettings::from_wh(side(width), side(whole))
        .ok_or_else(|| Error(format!("no page is {width} by {whole} px")))?;
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    surface.push_transform(&convert::transform(Affine::scale(points)));
    let mut painter = Painter { surface: &mut surface, faces };
    let ground = page.ground.unwrap_or(page.scene.ground);
    painter.fill_rect(Rect::new(0.0, 0.0, width, whole), ground);
    painter.clipped(Rect::new(0.0, 0.0, width, height), |painter| painter.scene(page));
    if let Some((label, color)) = &page.below {
        painter.text(label, Point::new(GAP, height + GAP), *color);
    }
    surface.pop();
    surface.finish();
    sheet.finish();
    Ok(())
}

/// Draws onto a page.
struct Painter<'a, 's> {
    surface: &'a mut Surface<'s>,
    faces: &'a mut Typefaces,
}

impl Painter<'_, '_> {
    fn scene(&mut self, page: &Page<'_>) {
        let from_world =
            Affine::scale(page.scale) * Affine::translate(-page.seen.origin().to_vec2());
        self.placed(from_world, |painter| {
            for element in &page.scene.elements {
                let opacity = element.opacity * element.seen.opacity(page.scale * page.detail);
                if opacity > 0.0 && super::overlaps(&page.seen, &element.bounds) {
                    painter.faint(opacity, |painter| {
                        element.marks.iter().for_each(|mark| painter.mark(mark));
                    });
                }
            }
        });
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Fill { shape, color } | Mark::Plate { shape, color, .. } => {
                self.fill(shape, *color);
            }
            Mark::Stroke { shape, pen } => self.stroke(shape, pen),
            Mark::Shadow { rect, offset, sigma, color } => {
                self.shadow(*rect, *offset, *sigma, *color);
            }
            Mark::Text { label, at, color } => self.text(label, *at, *color),
            Mark::Icon { icon, rect, color } => self.icon(icon, rect, *color),
        }
    }

    /// Draws in a place of its own.
    fn placed(&mut self, place: Affine, draw: impl FnOnce(&mut Self)) {
        let transform = convert::transform(place);
        self.surface.push_transform(&transform);
        draw(self);
        self.surface.pop();
    }

    /// Draws as one, through an opacity.
    fn faint(&mut self, opacity: f32, draw: impl FnOnce(&mut Self)) {
        if opacity >= 1.0 {
            return draw(self);
        }
        self.surface.push_opacity(convert::share(opacity));
        draw(self);
        self.surface.pop();
    }
}

#[cfg(test)]
mod tests;
