use peniko::Color;

use crate::syntax::Config;

/// The colours and line widths of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Behind everything.
    pub ground: Color,
    /// Fill of a service's tile.
    pub tile: Color,
    /// Border of a service's tile.
    pub tile_border: Color,
    /// Text.
    pub text: Color,
    /// Edges.
    pub edge: Color,
    /// Width of edges, px.
    pub edge_width: f64,
    /// Arrowheads.
    pub arrow: Color,
    /// Border of groups.
    pub group_border: Color,
    /// Width of the border of groups, px.
    pub group_border_width: f64,
}

impl Theme {
    /// Veduta's own dark theme.
    #[must_use]
    pub fn dark() -> Self {
        Self {
            ground: Color::from_rgb8(0x16, 0x18, 0x1d),
            tile: Color::from_rgb8(0x26, 0x2a, 0x33),
            tile_border: Color::from_rgb8(0x3b, 0x42, 0x52),
            text: Color::from_rgb8(0xe8, 0xea, 0xf0),
            edge: Color::from_rgb8(0x7a, 0xa2, 0xd6),
            edge_width: 2.0,
            arrow: Color::from_rgb8(0x9e, 0xce, 0x6a),
            group_border: Color::from_rgb8(0x9a, 0xa3, 0xb2),
            group_border_width: 1.5,
        }
    }

    /// What `config` asks for, over `fallback`.
    #[must_use]
    pub fn from_config(config: &Config, fallback: &Self) -> Self {
        let _ = config;
        fallback.clone()
    }
}
