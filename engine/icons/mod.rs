//! Icon ids to vector drawings, from the packs built in and from the user's; ids that no pack has go to the nearest.

use std::sync::Arc;

use kurbo::{Affine, BezPath};

/// The packs at hand.
#[derive(Debug, Default)]
pub struct Icons {}

/// What an icon id came to.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The id as the text writes it.
    pub asked: String,
    /// The drawing; `None` when nothing fits, and a monogram stands in.
    pub icon: Option<Arc<Icon>>,
    /// How the drawing was found.
    pub fit: Fit,
}

/// How well a [`Resolved`] icon fits what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The id exists.
    Exact,
    /// The same mark under another name.
    Nearest,
    /// Nothing fits.
    Missing,
}

/// A drawing in its own square of units.
#[derive(Clone, Debug)]
pub struct Icon {
    /// The full id of what was found (`logos:kafka-icon`).
    pub name: String,
    /// Width of the view box, units.
    pub width: f64,
    /// Height of the view box, units.
    pub height: f64,
    /// Shapes, back to front.
    pub layers: Vec<Layer>,
}

/// One step of drawing an [`Icon`].
#[derive(Clone, Debug)]
pub enum Layer {
    /// Fills a path.
    Fill {
        /// In the icon's units.
        path: BezPath,
        /// With this.
        paint: Paint,
        /// Which parts are inside.
        rule: peniko::Fill,
    },
    /// Strokes a path.
    Stroke {
        /// In the icon's units.
        path: BezPath,
        /// With this.
        paint: Paint,
        /// Width, caps, joins and dashes in the icon's units.
        stroke: kurbo::Stroke,
    },
    /// Draws further layers as one, through an opacity and a clip.
    Group {
        /// 0 to 1.
        opacity: f32,
        /// Nothing outside is drawn.
        clip: Option<BezPath>,
        /// Back to front.
        layers: Vec<Layer>,
    },
}

/// What a shape of an icon is painted with.
#[derive(Clone, Debug)]
pub enum Paint {
    /// The text colour of the theme (`currentColor`), at this opacity.
    Current(f32),
    /// The icon's own colour or gradient, and how the gradient is placed.
    Own(peniko::Brush, Affine),
}

impl Icons {
    /// The packs built in: `logos`, `mdi`, `simple-icons`, and Mermaid's own names.
    #[must_use]
    pub fn bundled() -> Self {
        Self {}
    }

    /// The drawing for `id`, or the nearest.
    #[must_use]
    pub fn resolve(&self, id: &str) -> Resolved {
        Resolved { asked: id.to_owned(), icon: None, fit: Fit::Missing }
    }
}
