//! Arithmetic on colours: contrast as WCAG 2.2 defines it, mixing, and reading CSS.

use peniko::Color;
use peniko::color::{Srgb, parse_color};

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"); their alpha is not looked at.
#[must_use]
pub fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// How bright a colour is to the eye, 0 to 1 (WCAG 2.2, "relative luminance"); its alpha is not looked at.
#[must_use]
pub fn luminance(color: Color) -> f64 {
    let [r, g, b, _] = color.components.map(|channel| linear(f64::from(channel)));
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// `ground` with `ink` over it at `share` (0 to 1); opaque where `ground` is.
#[must_use]
pub fn mix(ground: Color, ink: Color, share: f32) -> Color {
    let mut components = ground.components;
    for (channel, target) in components.iter_mut().zip(ink.components).take(3) {
        *channel += (target - *channel) * share;
    }
    Color::new(components)
}

/// Of `choices` the one that stands out most from `ground`; the earlier of equals, black of none.
#[must_use]
pub fn most_legible(ground: Color, choices: &[Color]) -> Color {
    let mut best = choices.first().copied().unwrap_or(Color::BLACK);
    for &choice in choices {
        if contrast(choice, ground) > contrast(best, ground) {
            best = choice;
        }
    }
    best
}

/// The first colour on the way from `color` to black or white that contrasts with all of `grounds` by at least `least`;
/// `None` if none does.
#[must_use]
pub fn legible(color: Color, grounds: &[Color], least: f64) -> Option<Color> {
    const STEP: f32 = 0.125;
    let seen = |ink: &Color| grounds.iter().all(|&ground| contrast(*ink, ground) >= least);
    let far = most_legible(*grounds.first()?, &[Color::BLACK, Color::WHITE]);
    let mut steps = (0_u8..=8).map(|n| mix(color, far, STEP * f32::from(n)));
    steps.find(seen)
}

/// The colour that CSS writes as `text`, such as `#282a36`, `navy` or `hsl(240, 60%, 86%)`.
#[must_use]
pub fn parse(text: &str) -> Option<Color> {
    // CSS does not tell capitals from small letters, and knows both spellings of grey.
    let text = text.trim().to_ascii_lowercase().replace("grey", "gray");
    parse_color(&text).ok().map(|color| color.to_alpha_color::<Srgb>())
}

/// Painters take colours, opacities and type in single precision.
#[expect(clippy::cast_possible_truncation, reason = "what is lost cannot be seen")]
pub(crate) fn narrow(value: f64) -> f32 {
    value as f32
}

fn linear(channel: f64) -> f64 {
    if channel <= 0.040_45 { channel / 12.92 } else { libm::pow((channel + 0.055) / 1.055, 2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_wcag() {
        let check = |a: &str, b: &str, expected: f64| {
            let found = contrast(parse(a).unwrap(), parse(b).unwrap());
            assert!((found - expected).abs() < 0.01, "{a} on {b}: {found}, not {expected}");
        };
        check("black", "white", 21.0);
        check("#777", "#fff", 4.48);
        check("#fff", "#777777", 4.48);
        check("rgb(0, 128, 0)", "white", 5.14);
        check("#123456", "#123456", 1.0);
    }

    #[test]
    fn reads_css() {
        for (text, expected) in [
            ("#282a36", Some([0x28, 0x2a, 0x36, 0xff])),
            (" #fff ", Some([255, 255, 255, 255])),
            ("navy", Some([0, 0, 128, 255])),
            ("LightGrey", Some([0xd3, 0xd3, 0xd3, 0xff])),
            ("darkslategrey", Some([0x2f, 0x4f, 0x4f, 0xff])),
            ("#FFF", Some([255, 255, 255, 255])),
            ("hsl(240, 100%, 50%)", Some([0, 0, 255, 255])),
            ("rgba(255, 0, 0, 0.5)", Some([255, 0, 0, 128])),
            ("transparent", Some([0, 0, 0, 0])),
            ("no colour", None),
            ("", None),
        ] {
            let found = parse(text).map(|color| color.to_rgba8().to_u8_array());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn mixes() {
        let half = mix(Color::BLACK, Color::WHITE, 0.5).to_rgba8();
        assert_eq!([half.r, half.g, half.b, half.a], [128, 128, 128, 255]);
        assert_eq!(most_legible(Color::WHITE, &[Color::WHITE, Color::BLACK]), Color::BLACK);
    }
}
