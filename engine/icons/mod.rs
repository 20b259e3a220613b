//! Icon ids to vector drawings, from the packs built in and from the user's; ids that no pack has go to the nearest.
//!
//! An id is `pack:name`. It is looked up as written, in the user's packs, then in those built in (`logos`, `mdi`, `simple-icons`), then
//! among Mermaid's own names, which have no pack. What is still not found goes through [`resolve`]'s search for the same mark under
//! another name, and where that fails a monogram stands in ([`monogram`]). Drawings are SVG; `convert` turns them into layers of paths.
//! The packs are one file in the program, of which only the index and the blocks of the icons in use are ever inflated (`store`).
//!
//! [`resolve`]: Icons::resolve

mod builtin;
mod convert;
mod monogram;
mod names;
mod pack;
mod resolve;
mod store;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use kurbo::{Affine, BezPath};

pub use monogram::monogram;
pub use pack::{PackError, pack};

/// The packs built in, as `examples/pack_icons.rs` made them; see `data/README.md`.
const BUNDLED: &[u8] = include_bytes!("data/packs.bin");

/// Effort of deflate for packs read at run time: they are read back at once, and only kept in memory.
const QUICK: u8 = 1;

/// The packs at hand.
///
/// Looking up takes `&self` from any number of threads; what has been read is kept. The default has no packs but still knows
/// Mermaid's own names.
#[derive(Debug, Default)]
pub struct Icons {
    /// The user's first, the last added before the others.
    stores: Vec<store::Store>,
    builtin: builtin::Builtin,
}

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

/// A drawing in its own units, from (0, 0) to (`width`, `height`); a few stick out a little.
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
        /// Nothing outside is drawn; filled by the non-zero rule.
        clip: Option<BezPath>,
        /// Back to front.
        layers: Vec<Self>,
    },
}

/// What a shape of an icon is painted with.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a box would cost more than the few hundred bytes a layer"
)]
pub enum Paint {
    /// The text colour of the theme (`currentColor`), at this opacity.
    Current(f32),
    /// The icon's own colour or gradient, and how the gradient is placed.
    Own(peniko::Brush, Affine),
}

impl Icons {
    /// The packs built in: `logos`, `mdi`, `simple-icons`, and Mermaid's own names.
    ///
    /// Costs nothing until the first look-up, which reads the index (some milliseconds).
    #[must_use]
    pub fn bundled() -> Self {
        Self { stores: vec![store::Store::lazy(BUNDLED)], builtin: builtin::Builtin::default() }
    }

    /// The packs in a file that [`pack`] wrote, and Mermaid's own names.
    ///
    /// # Errors
    ///
    /// Where `packed` is damaged.
    pub fn from_packed(packed: Vec<u8>) -> Result<Self, PackError> {
        Ok(Self {
            stores: vec![store::Store::checked(packed)?],
            builtin: builtin::Builtin::default(),
        })
    }

    /// Adds a pack of the user's, an Iconify JSON text; it wins over those there are, also where the name is theirs.
    ///
    /// # Errors
    ///
    /// Where `json` is no Iconify JSON.
    pub fn add_pack(&mut self, json: &str) -> Result<(), PackError> {
        let store = store::Store::checked(pack(&[json], QUICK)?)?;
        self.stores.insert(0, store);
        Ok(())
    }

    /// The drawing for `id`, or the nearest.
    ///
    /// Deterministic; each drawing is converted once and then shared, so that equal icons are equal pointers.
    #[must_use]
    pub fn resolve(&self, id: &str) -> Resolved {
        let (icon, fit) = resolve::resolve(self, id);
        Resolved { asked: id.to_owned(), icon, fit }
    }

    /// The drawing of exactly this id, whatever its shape: no nearest, and a word mark stays one.
    #[must_use]
    pub fn icon(&self, id: &str) -> Option<Arc<Icon>> {
        resolve::as_written(self, id)
    }

    /// Full ids of all icons that can be asked for, without those that their makers hide: Mermaid's own, then pack by pack, each in byte
    /// order.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let packs = self.stores.iter().flat_map(store::Store::packs);
        let packed = packs.flat_map(|pack| {
            let shown = pack.names().enumerate().filter(|(name_idx, _)| !pack.is_hidden(*name_idx));
            shown.map(move |(_, name)| format!("{}:{name}", pack.prefix))
        });
        builtin::NAMES.iter().map(|name| (*name).to_owned()).chain(packed)
    }

    /// Those of [`names`](Self::names) whose name holds `word`, whatever its case.
    pub fn search(&self, word: &str) -> impl Iterator<Item = String> {
        let word = word.trim().to_ascii_lowercase();
        self.names()
            .filter(move |id| id.rsplit(':').next().is_some_and(|name| name.contains(&word)))
    }

    /// The packs at hand: prefix and number of names.
    pub fn packs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.stores
            .iter()
            .flat_map(store::Store::packs)
            .map(|pack| (pack.prefix.as_str(), pack.names().count()))
    }
}
