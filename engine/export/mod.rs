//! Scenes to files: PNG through the CPU painter, SVG through the SVG painter.
//!
//! [`view`] turns what the caller asks for (a scale or a size) into the part of the world that a picture shows; the
//! painter draws it; [`png()`] packs the pixels. [`save`] puts a file in place whole or not at all.

mod file;
mod frame;
mod png;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use kurbo::{Rect, Size};

pub use self::png::png;
pub use file::save;
pub use frame::{Frame, MOST_PIXELS, Options, largest_scale, view};

use crate::paint::svg;
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

/// The kinds of file that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pixels.
    Png,
    /// Shapes and text.
    Svg,
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
            _ => None,
        }
    }
}
