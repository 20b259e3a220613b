//! Draws a [`Scene`](crate::scene::Scene): three siblings that do not know each other.

#[cfg(feature = "window")]
pub mod gpu;
pub mod raster;
pub mod svg;

use kurbo::Affine;
use peniko::Color;

/// Which part of a scene is seen, and how large.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// World px to picture px.
    pub picture_from_world: Affine,
    /// Width of the picture, px; 1 to 65,535.
    pub width: u16,
    /// Height of the picture, px; 1 to 65,535.
    pub height: u16,
    /// What is behind everything; `None` is the scene's own ground.
    pub ground: Option<Color>,
}
