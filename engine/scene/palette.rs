//! The colours of the bundled themes.

use peniko::Color;

use super::color::mix;
use super::theme::{Theme, shadow};

/// Colours as `0xrrggbb`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    ground: u32,
    tile: u32,
    tile_border: u32,
    text: u32,
    edge: u32,
    arrow: u32,
    group_border: u32,
    /// What panels are tinted with.
    panel: u32,
    muted: Option<u32>,
    accent: u32,
}

pub(super) const DARK: Palette = Palette {
    ground: 0x16181d,
    tile: 0x262a33,
    tile_border: 0x3b4252,
    text: 0xe8eaf0,
    edge: 0x7aa2d6,
    arrow: 0x9ece6a,
    group_border: 0x6f788c,
    panel: 0x9aa3b2,
    muted: Some(0x9aa3b2),
    accent: 0xe0af68,
};

pub(super) const LIGHT: Palette = Palette {
    ground: 0xfbfbfd,
    tile: 0xffffff,
    tile_border: 0xcfd4de,
    text: 0x1c2230,
    edge: 0x3f6fb5,
    arrow: 0x2f8f4e,
    group_border: 0x7c859a,
    panel: 0x5d6678,
    muted: Some(0x5d6678),
    accent: 0xb7791f,
};

/// The themes of Mermaid 12.3 by name, in its colours: `background`, `mainBkg`, `nodeBorder`, `textColor`,
/// `archEdgeColor`, `archEdgeArrowColor` and `archGroupBorderColor`, as Mermaid computes them where nothing else is set.
///
/// What tints the panels is ours, for Mermaid fills no group: the border's colour, or the hue it was thinned from where
/// a panel of it could not be told from the ground.
pub(super) const NAMED: [(&str, Palette); 9] = [
    (
        "default",
        Palette {
            ground: 0xffffff,
            tile: 0xececff,
            tile_border: 0x9370db,
            text: 0x333333,
            edge: 0x333333,
            arrow: 0x333333,
            group_border: 0xc7c7f1,
            panel: 0x9370db,
            muted: None,
            accent: 0xb7791f,
        },
    ),
    (
        "base",
        Palette {
            ground: 0xf4f4f4,
            tile: 0xfff4dd,
            tile_border: 0xeeddbb,
            text: 0x333333,
            edge: 0x777777,
            arrow: 0x777777,
            group_border: 0x000000,
            panel: 0x000000,
            muted: None,
            accent: 0x9a6414,
        },
    ),
    (
        "dark",
        Palette {
            ground: 0x333333,
            tile: 0x1f2020,
            tile_border: 0xcccccc,
            text: 0xcccccc,
            edge: 0xd3d3d3,
            arrow: 0xd3d3d3,
            group_border: 0xcccccc,
            panel: 0xcccccc,
            muted: None,
            accent: 0xe0af68,
        },
    ),
    (
        "forest",
        Palette {
            ground: 0xffffff,
            tile: 0xcde498,
            tile_border: 0x13540c,
            text: 0x000000,
            edge: 0x000000,
            arrow: 0x000000,
            group_border: 0xabb594,
            panel: 0x13540c,
            muted: None,
            accent: 0xb7791f,
        },
    ),
    (
        "neutral",
        Palette {
            ground: 0xffffff,
            tile: 0xeeeeee,
            tile_border: 0x999999,
            text: 0x000000,
            edge: 0x666666,
            arrow: 0x666666,
            group_border: 0xd4d4d4,
            panel: 0x707070,
            muted: None,
            accent: 0xb7791f,
        },
    ),
    (
        "neo",
        Palette {
            ground: 0xffffff,
            tile: 0xffffff,
            tile_border: 0x000000,
            text: 0x333333,
            edge: 0x000000,
            arrow: 0x000000,
            group_border: 0xb3b3b3,
            panel: 0x8c8c8c,
            muted: None,
            accent: 0xb7791f,
        },
    ),
    (
        "neo-dark",
        Palette {
            ground: 0x333333,
            tile: 0x2a2020,
            tile_border: 0xcccccc,
            text: 0xcccccc,
            edge: 0xcccccc,
            arrow: 0xcccccc,
            group_border: 0xcccccc,
            panel: 0xcccccc,
            muted: None,
            accent: 0xe0af68,
        },
    ),
    (
        "redux",
        Palette {
            ground: 0xffffff,
            tile: 0xffffff,
            tile_border: 0x28253d,
            text: 0x28253d,
            edge: 0x000000,
            arrow: 0x000000,
            group_border: 0x171717,
            panel: 0x171717,
            muted: None,
            accent: 0xb7791f,
        },
    ),
    (
        "redux-dark",
        Palette {
            ground: 0x333333,
            tile: 0x111113,
            tile_border: 0xffffff,
            text: 0xcccccc,
            edge: 0xcccccc,
            arrow: 0xcccccc,
            group_border: 0xcccccc,
            panel: 0xcccccc,
            muted: None,
            accent: 0xe0af68,
        },
    ),
];

/// Further names of palettes in [`NAMED`]: Mermaid tells them apart by colours that architecture diagrams do not use.
pub(super) const ALIASES: &[(&str, &str)] =
    &[("redux-color", "redux"), ("redux-dark-color", "redux-dark")];

impl Palette {
    pub(super) fn theme(&self) -> Theme {
        let (ground, text) = (rgb(self.ground), rgb(self.text));
        Theme {
            ground,
            tile: rgb(self.tile),
            tile_border: rgb(self.tile_border),
            tile_text: text,
            text,
            muted: self.muted.map_or_else(|| mix(text, ground, 0.3), rgb),
            edge: rgb(self.edge),
            edge_width: None,
            arrow: rgb(self.arrow),
            group_border: rgb(self.group_border),
            panel_tint: rgb(self.panel),
            group_border_width: None,
            accent: rgb(self.accent),
            shadow: shadow(ground),
        }
    }
}

fn rgb(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color::from_rgb8(r, g, b)
}
