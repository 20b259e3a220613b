//! Scenes to files: PNG through the CPU painter, SVG and PDF through painters of their own.
//!
//! [`view`] turns what the caller asks for (a scale or a size) into the part of the world that a picture shows; the
//! painter draws it; [`png()`] packs the pixels. [`save`] puts a file in place whole or not at all. What moves is in [`movie`].

mod file;
mod frame;
pub mod movie;
mod png;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use kurbo::{Rect, Size};

pub use self::png::{png, write_png};
pub use file::{Aside, at, save};
pub use frame::{Frame, LONGEST_SIDE, MOST_DRAWN, MOST_PIXELS, Options, largest_scale, view};

use crate::paint::{pdf, svg};
use crate::scene::Scene;

/// `scene` as an SVG document, text as text.
///
/// # Errors
/// [`Error::Size`] where the scale is no number above zero.
pub fn svg(scene: &Scene, options: &Options) -> Result<Vec<u8>, Error> {
    let fit = frame::fit(scene, options)?;
    // What a PNG of the same frame shows: more of the world where the frame has other proportions.
    let shown = Size::new(fit.width / fit.scale, fit.height / fit.scale);
    let scene =
        Scene { bounds: Rect::from_center_size(fit.world.center(), shown), ..scene.clone() };
    let size = Some((fit.width, fit.height));
    let (ground, detail, flow) = (options.ground, options.detail, options.flow);
    let density = frame::density(fit.width);
    let options = svg::Options { size, ground, detail, density, flow, embed_fonts: false };
    Ok(svg::write(&scene, &options).into_bytes())
}

/// `scene` as a PDF of one page, text as text.
///
/// # Errors
/// [`Error::Size`] where the scale is no number above zero, [`Error::Pdf`] where the document cannot be put together.
pub fn pdf(scene: &Scene, options: &Options) -> Result<Vec<u8>, Error> {
    Ok(pdf::write(&[page(scene, options)?])?)
}

/// The page of a PDF that shows what a PNG of the same `options` does, for documents of several ([`pdf::write`]).
///
/// # Errors
/// [`Error::Size`] where the scale is no number above zero.
pub fn page<'p>(scene: &'p Scene, options: &Options) -> Result<pdf::Page<'p>, Error> {
    let fit = frame::fit(scene, options)?;
    let shown = Size::new(fit.width / fit.scale, fit.height / fit.scale);
    let seen = Rect::from_center_size(fit.world.center(), shown);
    let (ground, detail) = (options.ground, options.detail);
    Ok(pdf::Page { scene, seen, scale: fit.scale, ground, detail, below: None })
}

/// The kinds of file that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pixels.
    Png,
    /// Shapes and text.
    Svg,
    /// A page for readers and printers.
    Pdf,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The picture asked for cannot be made.
    #[error("{0}")]
    Size(String),
    /// The pixels could not be packed.
    #[error("the picture could not be packed as PNG: {0}")]
    Encode(#[from] ::png::EncodingError),
    /// The document could not be put together.
    #[error(transparent)]
    Pdf(#[from] pdf::Error),
    /// The moving picture asked for cannot be made.
    #[error("{0}")]
    Movie(String),
    /// Bytes could not be written; where they were to go the caller knows.
    #[error("cannot be written ({0})")]
    Stream(#[from] std::io::Error),
    /// The person who asked for it called it off.
    #[error("interrupted; nothing was kept")]
    Interrupted,
    /// The file could not be written.
    #[error("{}: cannot be written ({cause}); {next}", path.display())]
    Write {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: std::io::Error,
        /// What to do about it.
        next: &'static str,
    },
}

impl Format {
    /// The format that the extension of `path` names, in any case.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "png" => Some(Self::Png),
            "svg" => Some(Self::Svg),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}
