use peniko::Color;

use super::color::legible;
use super::theme::{Part, Theme};
use crate::syntax::{Config, Diagnostic, Spanned};

/// A note on each colour of `config` that cannot be told well enough from what it stands on; it is drawn all the same.
///
/// Of what a theme of Mermaid brings with it nothing is said: it is not the diagram's choice.
#[must_use]
pub fn contrast_notes(config: &Config) -> Vec<Diagnostic> {
    let theme = Theme::from_config(config, &Theme::dark());
    let note = |part: Part, contrast: f64| {
        let (what, keys, ground) = naming(part);
        let mut asked = keys.iter().filter_map(|key| config.theme_variables.get_key_value(*key));
        let (key, value): (&String, &Spanned<String>) = asked.next()?;
        let message = format!(
            "{what} contrast by {contrast:.1}:1 with {ground}; {}:1 is easy to see",
            part.least()
        );
        let better = legible(theme.color_of(part), &theme.grounds_of(part), part.least());
        let hint = better.map(|color| format!("`{key}: \"{}\"` would do", hex(color)));
        Some(Diagnostic::note("low-contrast", value.span, message).maybe_hint(hint))
    };
    theme.shortfalls().into_iter().filter_map(|s| note(s.part, s.contrast)).collect()
}

/// What a part is called, the theme variables that colour it or what it stands on, the nearest first, and its ground.
fn naming(part: Part) -> (&'static str, &'static [&'static str], &'static str) {
    const GROUND: &str = "the background or a group";
    match part {
        Part::Text => ("titles and labels", &["textColor", "primaryTextColor"], GROUND),
        Part::TileText => ("names", &["primaryTextColor", "textColor"], "the tile they stand on"),
        Part::Edge => ("edges", &["archEdgeColor", "lineColor"], GROUND),
        Part::Arrow => ("arrowheads", &["archEdgeArrowColor", "lineColor"], GROUND),
        Part::GroupBorder => {
            ("borders of groups", &["archGroupBorderColor", "primaryBorderColor"], GROUND)
        }
    }
}

fn hex(color: Color) -> String {
    let rgba = color.to_rgba8();
    format!("#{:02x}{:02x}{:02x}", rgba.r, rgba.g, rgba.b)
}

#[cfg(test)]
mod tests {
    use super::super::color::{contrast, parse};
    use super::*;
    use crate::syntax;

    fn notes(config: &str) -> Vec<(String, String, Option<String>)> {
        let text = format!("---\nconfig: {config}\n---\narchitecture-beta\n");
        let (document, _) = syntax::parse(&text);
        let told = |note: Diagnostic| (text[note.span.range()].to_owned(), note.message, note.hint);
        contrast_notes(&document.config).into_iter().map(told).collect()
    }

    #[test]
    fn a_shortfall_of_the_diagrams_own_is_told() {
        let check = |config: &str, expected: &[(&str, &str)]| {
            let found = notes(config);
            assert_eq!(found.len(), expected.len(), "{config}: {found:?}");
            for ((marked, message, hint), (at, begins)) in found.iter().zip(expected) {
                assert_eq!(marked.trim_matches('"'), *at, "{config}");
                assert!(message.starts_with(begins), "{message} does not begin with {begins}");
                assert!(hint.as_ref().is_some_and(|hint| hint.contains("would do")), "{hint:?}");
            }
        };
        check("{}", &[]);
        check("{theme: default}", &[]);
        check("{themeVariables: {background: \"#ffffff\"}}", &[]);
        check("{themeVariables: {archEdgeColor: \"no colour\"}}", &[]);
        check(
            "{theme: base, themeVariables: {archEdgeColor: \"#eeeeee\", textColor: \"#222222\"}}",
            &[("#eeeeee", "edges contrast by 1.")],
        );
        check(
            "{themeVariables: {background: \"#282a36\", primaryTextColor: \"#44475a\"}}",
            &[("#44475a", "titles and labels contrast by 1."), ("#44475a", "names contrast by")],
        );
        check(
            "{theme: neutral, themeVariables: {lineColor: \"#f0f0f0\"}}",
            &[("#f0f0f0", "edges"), ("#f0f0f0", "arrowheads")],
        );
    }

    #[test]
    fn what_the_hint_proposes_is_enough() {
        let found = notes("{theme: neutral, themeVariables: {archGroupBorderColor: \"#dddddd\"}}");
        let hint = found[0].2.as_ref().unwrap();
        let (_, rest) = hint.split_once('#').unwrap();
        let color = parse(&format!("#{}", &rest[..6])).unwrap();
        assert!(contrast(color, parse("white").unwrap()) >= 3.0, "{hint}");
    }
}
