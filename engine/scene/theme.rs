use peniko::Color;

use super::color::{contrast, legible, luminance, mix, most_legible, parse};
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
    /// Width of edges, px; `None` leaves it to the look.
    pub edge_width: Option<f64>,
    /// Arrowheads.
    pub arrow: Color,
    /// Border of groups.
    pub group_border: Color,
    /// What the panels of groups are tinted with; see [`Theme::panel`].
    pub panel_tint: Color,
    /// Width of the border of groups, px; `None` leaves it to the look.
    pub group_border_width: Option<f64>,
    /// What is pointed at or chosen.
    pub accent: Color,
    /// Shadows of tiles.
    pub shadow: Color,
}

/// A part of the drawing that is hard to see; see [`Theme::shortfalls`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortfall {
    /// Which.
    pub part: Part,
    /// Its least contrast, 1 to 21.
    pub contrast: f64,
}

/// A part of the drawing that has a colour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Text on the ground and on groups.
    Text,
    /// Text on tiles.
    TileText,
    /// Edges.
    Edge,
    /// Arrowheads.
    Arrow,
    /// Borders of groups.
    GroupBorder,
}

impl Part {
    /// The contrast it should have, 1 to 21.
    #[must_use]
    pub fn least(self) -> f64 {
        match self {
            Self::Text | Self::TileText => 4.5,
            Self::Edge | Self::Arrow | Self::GroupBorder => 3.0,
        }
    }
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
        let alias = palette::ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = alias.map_or(name, |(_, name)| name);
        palette::NAMED.iter().find(|(n, _)| *n == name).map(|(_, palette)| palette.theme())
    }

    /// Names that [`Theme::named`] knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let aliases = palette::ALIASES.iter().map(|(alias, _)| *alias);
        palette::NAMED.iter().map(|(name, _)| *name).chain(aliases)
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
    /// tint.
    #[must_use]
    pub fn panel(&self, depth: usize) -> Color {
        let levels = u8::try_from(depth.min(12)).unwrap_or(12);
        mix(self.ground.with_alpha(1.0), self.panel_tint, 0.05 + 0.03 * f32::from(levels))
    }

    /// What cannot be told well enough from what it stands on: text below 4.5:1, lines below 3:1 (WCAG 2.2, success
    /// criteria 1.4.3 and 1.4.11), on the ground and on panels up to three deep. Empty for Veduta's own themes;
    /// Mermaid draws the borders of groups paler than that in four of its own, and they are drawn so.
    #[must_use]
    pub fn shortfalls(&self) -> Vec<Shortfall> {
        let all = [Part::Text, Part::TileText, Part::Edge, Part::Arrow, Part::GroupBorder];
        let shortfall = |part: Part| {
            let color = self.color_of(part);
            let contrasts = self.grounds_of(part).into_iter().map(|ground| contrast(color, ground));
            Shortfall { part, contrast: contrasts.fold(f64::INFINITY, f64::min) }
        };
        all.into_iter().map(shortfall).filter(|s| s.contrast < s.part.least()).collect()
    }

    /// The same with stronger contrasts, for who needs them: text at least 7:1, lines and borders 4.5:1, against all that they
    /// may stand on; as near to the colours that there were as can be.
    #[must_use]
    pub fn strengthened(&self) -> Self {
        const TEXT: f64 = 7.0;
        const LINE: f64 = 4.5;
        let strong = |color: Color, grounds: &[Color], least: f64| {
            legible(color, grounds, least)
                .unwrap_or_else(|| most_legible(grounds[0], &[Color::BLACK, Color::WHITE]))
        };
        let grounds = self.grounds_of(Part::Text);
        let round_tiles = [self.tile, self.ground];
        Self {
            text: strong(self.text, &grounds, TEXT),
            tile_text: strong(self.tile_text, &[self.tile], TEXT),
            muted: strong(self.muted, &[self.tile, self.ground], TEXT),
            tile_border: strong(self.tile_border, &round_tiles, LINE),
            edge: strong(self.edge, &grounds, LINE),
            arrow: strong(self.arrow, &grounds, LINE),
            group_border: strong(self.group_border, &grounds, LINE),
            ..self.clone()
        }
    }

    /// The colour of `part`.
    pub(super) fn color_of(&self, part: Part) -> Color {
        match part {
            Part::Text => self.text,
            Part::TileText => self.tile_text,
            Part::Edge => self.edge,
            Part::Arrow => self.arrow,
            Part::GroupBorder => self.group_border,
        }
    }

    /// What `part` may stand on.
    pub(super) fn grounds_of(&self, part: Part) -> Vec<Color> {
        match part {
            Part::TileText => vec![self.tile],
            Part::Text | Part::Edge | Part::Arrow | Part::GroupBorder => {
                vec![self.ground, self.panel(0), self.panel(1), self.panel(2)]
            }
        }
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
            set(&mut self.panel_tint, &["primaryBorderColor"]);
        }
        set(&mut self.edge, &["archEdgeColor"]);
        set(&mut self.arrow, &["archEdgeArrowColor"]);
        set(&mut self.group_border, &["archGroupBorderColor"]);
        set(&mut self.panel_tint, &["archGroupBorderColor"]);
        set(&mut self.text, &["textColor", "primaryTextColor"]);
        set(&mut self.tile_text, &["primaryTextColor", "textColor"]);
        let speaks = |keys: &[&str]| keys.iter().any(|key| asked.color(key).is_some());
        if !speaks(&["textColor", "primaryTextColor"]) {
            self.choose_text();
        }
        // Lines the diagram says nothing of must be seen on its ground.
        if speaks(&["background"]) {
            let grounds = [self.ground, self.panel(2)];
            for (line, key, source) in [
                (&mut self.edge, "archEdgeColor", "lineColor"),
                (&mut self.arrow, "archEdgeArrowColor", "lineColor"),
                (&mut self.group_border, "archGroupBorderColor", "primaryBorderColor"),
            ] {
                if !(speaks(&[key]) || derives && speaks(&[source])) {
                    *line = legible(*line, &grounds, 3.0).unwrap_or(*line);
                }
            }
        }
        self.edge_width = asked.length("archEdgeWidth").or(self.edge_width);
        self.group_border_width = asked.length("archGroupBorderWidth").or(self.group_border_width);
        self.shadow = shadow(self.ground);
        if speaks(&["textColor", "primaryTextColor", "background"]) {
            self.muted = mix(self.text, self.ground.with_alpha(1.0), 0.3);
        }
    }

    /// Text the diagram says nothing of must be legible on grounds that it does speak of.
    fn choose_text(&mut self) {
        let own = [palette::DARK.theme().text, palette::LIGHT.theme().text];
        for (text, ground) in [(&mut self.text, self.ground), (&mut self.tile_text, self.tile)] {
            let mut choices = [*text, own[0], own[1]].into_iter();
            *text = choices
                .find(|&choice| contrast(choice, ground) >= 4.5)
                .unwrap_or_else(|| most_legible(ground, &[Color::BLACK, Color::WHITE]));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Spanned;

    fn config(theme: Option<&str>, variables: &[(&str, &str)]) -> Config {
        let spanned = |value: &str| Spanned { value: value.to_owned(), ..Spanned::default() };
        Config {
            theme: theme.map(spanned),
            theme_variables: variables.iter().map(|&(k, v)| (k.to_owned(), spanned(v))).collect(),
            ..Config::default()
        }
    }

    #[test]
    fn a_strengthened_theme_keeps_its_promise() {
        let named = Theme::names().filter_map(Theme::named);
        for theme in named.chain([Theme::dark(), Theme::light()]) {
            let strong = theme.strengthened();
            for part in [Part::Text, Part::TileText, Part::Edge, Part::Arrow, Part::GroupBorder] {
                let is_text = matches!(part, Part::Text | Part::TileText);
                let color = strong.color_of(part);
                for ground in strong.grounds_of(part) {
                    let best = contrast(Color::BLACK, ground).max(contrast(Color::WHITE, ground));
                    let least = if is_text { 7.0_f64.min(best) } else { 4.5 };
                    let found = contrast(color, ground);
                    assert!(found >= least - 1e-6, "{part:?} {color:?} on {ground:?}: {found}");
                }
            }
            assert_eq!(strong.strengthened(), strong, "it is strong enough");
        }
    }

    #[test]
    fn every_bundled_theme_can_be_read() {
        let named = Theme::names().map(|name| (name, Theme::named(name).unwrap()));
        let own = [("own dark", Theme::dark()), ("own light", Theme::light())];
        for (name, theme) in named.chain(own) {
            let pale = ["default", "forest", "neutral", "neo"].contains(&name);
            let short: Vec<Part> = theme.shortfalls().iter().map(|s| s.part).collect();
            assert_eq!(short, if pale { vec![Part::GroupBorder] } else { vec![] }, "{name}");
            assert!(contrast(theme.muted, theme.ground) >= 4.5, "muted text of {name}");
            assert!(contrast(theme.accent, theme.ground) >= 3.0, "accent of {name}");
        }
    }

    /// What Mermaid 12.3.0's own `getThemeVariables()` returned for each theme, by name: ground, tile, tile's border,
    /// text, edge, arrow, border of groups.
    #[test]
    fn mermaids_themes_have_mermaids_colours() {
        let check = |name: &str, expected: [&str; 7]| {
            let theme = Theme::from_config(&config(Some(name), &[]), &Theme::dark());
            let Theme { ground, tile, tile_border, text, edge, arrow, group_border, .. } = theme;
            let found = [ground, tile, tile_border, text, edge, arrow, group_border];
            assert_eq!(found, expected.map(|text| parse(text).unwrap()), "{name}");
            assert_eq!((theme.tile_text, theme.edge_width), (theme.text, None), "{name}");
        };
        check("base", ["#f4f4f4", "#fff4dd", "#eeddbb", "#333", "#777", "#777", "#000"]);
        check("dark", ["#333", "#1f2020", "#ccc", "#ccc", "lightgrey", "lightgrey", "#cccccc"]);
        check("default", ["white", "#ececff", "#9370db", "#333", "#333", "#333", "#c7c7f1"]);
        check("forest", ["white", "#cde498", "#13540c", "#000", "#000", "#000", "#abb594"]);
        check("neutral", ["#fff", "#eee", "#999", "#000", "#666", "#666", "#d4d4d4"]);
        check("neo", ["#fff", "#fff", "#000", "#333", "#000", "#000", "#b3b3b3"]);
        check("neo-dark", ["#333", "#2a2020", "#ccc", "#ccc", "#ccc", "#ccc", "#ccc"]);
        for redux in ["redux", "redux-color"] {
            check(redux, ["#fff", "#fff", "#28253d", "#28253d", "#000", "#000", "#171717"]);
        }
        for redux in ["redux-dark", "redux-dark-color"] {
            check(redux, ["#333", "#111113", "#fff", "#ccc", "#ccc", "#ccc", "#ccc"]);
        }
    }

    /// Each theme variable changes what it names and no more, whatever the theme.
    #[test]
    fn each_theme_variable_overrides_its_colour() {
        type Read = fn(&Theme) -> Color;
        let cases: &[(&str, &[Read])] = &[
            ("background", &[|t| t.ground]),
            ("primaryColor", &[|t| t.tile]),
            ("mainBkg", &[|t| t.tile]),
            ("primaryBorderColor", &[|t| t.tile_border]),
            ("nodeBorder", &[|t| t.tile_border]),
            ("primaryTextColor", &[|t| t.text, |t| t.tile_text]),
            ("textColor", &[|t| t.text, |t| t.tile_text]),
            ("archEdgeColor", &[|t| t.edge]),
            ("archEdgeArrowColor", &[|t| t.arrow]),
            ("archGroupBorderColor", &[|t| t.group_border, |t| t.panel_tint]),
        ];
        let color = parse("#5a7d9a").unwrap();
        for name in Theme::names() {
            for (key, reads) in cases {
                let asked = config(Some(name), &[(key, "#5a7d9a")]);
                let theme = Theme::from_config(&asked, &Theme::dark());
                assert!(reads.iter().all(|read| read(&theme) == color), "{key} in {name}");
            }
            let asked = config(Some(name), &[("archEdgeColor", "#5a7d9a")]);
            let theme = Theme::from_config(&asked, &Theme::dark());
            let unchanged = Theme { edge: theme.edge, ..Theme::named(name).unwrap() };
            assert_eq!(theme, unchanged, "{name} changes with archEdgeColor");
        }
    }

    #[test]
    fn shortfalls_are_told() {
        let asked = config(
            None,
            &[("background", "#282a36"), ("archEdgeColor", "#44475a"), ("textColor", "#6272a4")],
        );
        let theme = Theme::from_config(&asked, &Theme::dark());
        let parts: Vec<Part> = theme.shortfalls().iter().map(|shortfall| shortfall.part).collect();
        assert_eq!(parts, [Part::Text, Part::TileText, Part::Edge]);
        assert!((theme.shortfalls()[2].contrast - 1.3).abs() < 0.3);
    }

    #[test]
    fn the_diagram_has_the_last_word() {
        let dracula = config(
            Some("base"),
            &[
                ("background", "#282a36"),
                ("primaryColor", "#44475a"),
                ("primaryTextColor", "#f8f8f2"),
                ("primaryBorderColor", "#6272a4"),
                ("lineColor", "#6272a4"),
                ("archEdgeColor", "#8be9fd"),
                ("archEdgeArrowColor", "#50fa7b"),
                ("archEdgeWidth", "2"),
                ("archGroupBorderColor", "#bd93f9"),
                ("archGroupBorderWidth", "3px"),
            ],
        );
        let theme = Theme::from_config(&dracula, &Theme::light());
        let hex = |text: &str| parse(text).unwrap();
        assert_eq!(theme.ground, hex("#282a36"));
        assert_eq!((theme.tile, theme.tile_border), (hex("#44475a"), hex("#6272a4")));
        assert_eq!((theme.text, theme.tile_text), (hex("#f8f8f2"), hex("#f8f8f2")));
        assert_eq!((theme.edge, theme.arrow), (hex("#8be9fd"), hex("#50fa7b")));
        assert_eq!(theme.group_border, hex("#bd93f9"));
        assert_eq!((theme.edge_width, theme.group_border_width), (Some(2.0), Some(3.0)));
    }

    #[test]
    fn what_is_not_asked_for_comes_from_the_fallback_or_the_named_theme() {
        let check = |theme: Option<&str>, expected: Theme| {
            assert_eq!(
                Theme::from_config(&config(theme, &[]), &Theme::dark()),
                expected,
                "{theme:?}"
            );
        };
        check(None, Theme::dark());
        check(Some("no such theme"), Theme::dark());
        check(Some("forest"), Theme::named("forest").unwrap());
    }

    #[test]
    fn the_line_colour_is_for_edges_except_in_base() {
        let edge = |theme: &str| {
            Theme::from_config(&config(Some(theme), &[("lineColor", "#ff0000")]), &Theme::dark())
                .edge
        };
        assert_eq!(edge("default"), parse("#f00").unwrap());
        assert_eq!(edge("base"), Theme::named("base").unwrap().edge);
    }

    #[test]
    fn what_the_diagram_leaves_to_us_suits_what_it_asks_for() {
        for ground in ["#ffffff", "#f4e8d0", "#777777", "#202020", "#000"] {
            for tile in ["#ffffff", "#3344aa", "black"] {
                let asked = config(None, &[("background", ground), ("primaryColor", tile)]);
                for fallback in [Theme::dark(), Theme::light()] {
                    let theme = Theme::from_config(&asked, &fallback);
                    assert!(contrast(theme.text, theme.ground) >= 4.5, "text on {ground}");
                    assert!(contrast(theme.tile_text, theme.tile) >= 4.5, "text on {tile}");
                }
            }
        }
    }

    #[test]
    fn nonsense_is_passed_over() {
        let asked = config(
            None,
            &[
                ("background", "no colour"),
                ("archEdgeWidth", "wide"),
                ("archGroupBorderWidth", "1e9"),
            ],
        );
        let theme = Theme::from_config(&asked, &Theme::dark());
        assert_eq!(theme, Theme { group_border_width: Some(32.0), ..Theme::dark() });
    }
}
