use peniko::Color;

use super::color::{contrast, luminance, mix, most_legible, parse};
use super::palette;
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
    /// Text on tiles, and icons that have no colours of their own.
    pub tile_text: Color,
    /// Text on the ground and on groups.
    pub text: Color,
    /// Text of less weight.
    pub muted: Color,
    /// Edges.
    pub edge: Color,
    /// Width of edges, px.
    pub edge_width: f64,
    /// Arrowheads.
    pub arrow: Color,
    /// Border of groups; their panels are tinted with it.
    pub group_border: Color,
    /// Width of the border of groups, px; `None` leaves it to the look.
    pub group_border_width: Option<f64>,
    /// What is pointed at or chosen.
    pub accent: Color,
    /// Shadows of tiles.
    pub shadow: Color,
}

impl Theme {
    /// Veduta's own dark theme.
    #[must_use]
    pub fn dark() -> Self {
        palette::DARK.theme()
    }

    /// Veduta's own light theme.
    #[must_use]
    pub fn light() -> Self {
        palette::LIGHT.theme()
    }

    /// The theme that Mermaid knows as `name`, in Mermaid's colours.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        palette::NAMED.iter().find(|(n, _)| *n == name).map(|(_, palette)| palette.theme())
    }

    /// Names that [`Theme::named`] knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        palette::NAMED.iter().map(|(name, _)| *name)
    }

    /// What `config` asks for, over `fallback`.
    ///
    /// Colours the diagram asks for are taken as they are. Where it sets a ground and leaves the rest to us, the rest
    /// is chosen to be legible on that ground.
    #[must_use]
    pub fn from_config(config: &Config, fallback: &Self) -> Self {
        let asked = Asked { config };
        let named = config.theme.as_ref().and_then(|name| Self::named(&name.value));
        let mut theme = match (named, asked.color("background")) {
            (Some(named), _) => named,
            (None, Some(ground)) => Self::for_ground(ground, fallback),
            (None, None) => fallback.clone(),
        };
        theme.overlay(&asked);
        theme
    }

    /// The fill of a group's panel, `depth` groups further in than the outermost: each level a shade nearer to the
    /// border's colour.
    #[must_use]
    pub fn panel(&self, depth: usize) -> Color {
        let levels = u8::try_from(depth.min(12)).unwrap_or(12);
        mix(self.ground.with_alpha(1.0), self.group_border, 0.05 + 0.03 * f32::from(levels))
    }

    /// Whether the ground is dark.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        luminance(self.ground) < 0.18
    }

    fn for_ground(ground: Color, fallback: &Self) -> Self {
        let suits =
            contrast(fallback.text, ground) >= 4.5 && contrast(fallback.edge, ground) >= 3.0;
        match (suits, luminance(ground) < 0.18) {
            (true, _) => fallback.clone(),
            (false, true) => Self::dark(),
            (false, false) => Self::light(),
        }
    }

    fn overlay(&mut self, asked: &Asked<'_>) {
        let derives = asked.config.theme.as_ref().is_none_or(|theme| theme.value != "base");
        let set = |slot: &mut Color, keys: &[&str]| {
            if let Some(color) = keys.iter().find_map(|key| asked.color(key)) {
                *slot = color;
            }
        };
        set(&mut self.ground, &["background"]);
        set(&mut self.tile, &["primaryColor", "mainBkg"]);
        set(&mut self.tile_border, &["primaryBorderColor", "nodeBorder"]);
        if derives {
            set(&mut self.edge, &["lineColor"]);
            set(&mut self.arrow, &["lineColor"]);
            set(&mut self.group_border, &["primaryBorderColor"]);
        }
        set(&mut self.edge, &["archEdgeColor"]);
        set(&mut self.arrow, &["archEdgeArrowColor"]);
        set(&mut self.group_border, &["archGroupBorderColor"]);
        set(&mut self.text, &["textColor", "primaryTextColor"]);
        set(&mut self.tile_text, &["primaryTextColor", "textColor"]);
        let speaks = |keys: &[&str]| keys.iter().any(|key| asked.color(key).is_some());
        if !speaks(&["textColor", "primaryTextColor"]) {
            self.choose_text();
        }
        if let Some(width) = asked.length("archEdgeWidth") {
            self.edge_width = width;
        }
        self.group_border_width = asked.length("archGroupBorderWidth").or(self.group_border_width);
        self.shadow = shadow(self.ground);
        self.muted = mix(self.text, self.ground.with_alpha(1.0), 0.3);
    }

    /// Text the diagram says nothing of must be legible on grounds that it does speak of.
    fn choose_text(&mut self) {
        let choices = [self.text, palette::DARK.theme().text, palette::LIGHT.theme().text];
        for (text, ground) in [(&mut self.text, self.ground), (&mut self.tile_text, self.tile)] {
            if contrast(*text, ground) < 4.5 {
                *text = most_legible(ground, &choices);
            }
        }
    }
}

/// A shadow is no darker than its ground lets it be seen.
pub(super) fn shadow(ground: Color) -> Color {
    Color::BLACK.with_alpha(if luminance(ground) < 0.18 { 0.45 } else { 0.25 })
}

struct Asked<'a> {
    config: &'a Config,
}

impl Asked<'_> {
    fn color(&self, key: &str) -> Option<Color> {
        parse(&self.config.theme_variables.get(key)?.value)
    }

    /// A width as CSS writes it, with or without `px`; 0 to 32.
    fn length(&self, key: &str) -> Option<f64> {
        let text = self.config.theme_variables.get(key)?.value.trim();
        let width: f64 = text.strip_suffix("px").unwrap_or(text).trim().parse().ok()?;
        width.is_finite().then(|| width.clamp(0.0, 32.0))
    }
}
