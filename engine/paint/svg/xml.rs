use std::fmt::Write as _;

use kurbo::{BezPath, PathEl, Point, Rect};
use peniko::Color;
use xmlwriter::{Indent, XmlWriter};

/// Writes XML that is well-formed whatever the texts hold.
pub(super) struct Xml {
    writer: XmlWriter,
}

impl Xml {
    pub(super) fn new() -> Self {
        let options = xmlwriter::Options { indent: Indent::Spaces(1), ..Default::default() };
        Self { writer: XmlWriter::new(options) }
    }

    pub(super) fn start(&mut self, name: &str) {
        self.writer.start_element(name);
    }

    pub(super) fn end(&mut self) {
        self.writer.end_element();
    }

    pub(super) fn finish(self) -> String {
        self.writer.end_document()
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.writer.write_attribute(name, &escaped(value));
    }

    pub(super) fn number(&mut self, name: &str, value: f64) {
        self.writer.write_attribute(name, &number(value));
    }

    pub(super) fn rect(&mut self, rect: &Rect) {
        self.number("x", rect.x0);
        self.number("y", rect.y0);
        self.number("width", rect.width());
        self.number("height", rect.height());
    }

    /// Writes `name` (`fill`, `stroke`, `stop`) with its opacity.
    pub(super) fn color(&mut self, name: &str, color: Color) {
        let rgba = color.to_rgba8();
        let colored = if matches!(name, "stop" | "flood") { "-color" } else { "" };
        let value = format!("#{:02x}{:02x}{:02x}", rgba.r, rgba.g, rgba.b);
        self.writer.write_attribute(&format!("{name}{colored}"), &value);
        let alpha = f64::from(color.components[3].clamp(0.0, 1.0));
        if alpha < 1.0 {
            self.number(&format!("{name}-opacity"), alpha);
        }
    }

    /// Text of the element just started; white space in it counts.
    pub(super) fn text(&mut self, text: &str) {
        self.writer.set_preserve_whitespaces(true);
        self.writer.write_text(&escaped(text));
    }

    /// Ends an element that holds text, and goes back to one element a line.
    pub(super) fn end_text(&mut self) {
        self.writer.end_element();
        self.writer.set_preserve_whitespaces(false);
    }
}

/// `text` with XML's own characters as entities, and without those that XML 1.0 has no place for.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A number to three decimals: a thousandth of a px cannot be seen at any zoom a screen has.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `path` as the attribute `d` writes it.
pub(super) fn path_data(path: &BezPath) -> String {
    let mut data = String::new();
    let mut put = |command: char, points: &[Point]| {
        data.push(command);
        for (i, point) in points.iter().enumerate() {
            let gap = if i > 0 { " " } else { "" };
            let _ = write!(data, "{gap}{} {}", number(point.x), number(point.y));
        }
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => put('M', &[p]),
            PathEl::LineTo(p) => put('L', &[p]),
            PathEl::QuadTo(a, p) => put('Q', &[a, p]),
            PathEl::CurveTo(a, b, p) => put('C', &[a, b, p]),
            PathEl::ClosePath => put('Z', &[]),
        }
    }
    data
}

/// `bytes` as data URIs hold them (RFC 4648, section 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i)) as usize & 63];
            out.push(if i <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_base64() {
        for (bytes, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn writes_short_numbers() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0001, "0"),
            (1.5, "1.5"),
            (100.0, "100"),
            (2.0 / 3.0, "0.667"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn leaves_out_what_xml_cannot_hold() {
        assert_eq!(escaped("a\0b\u{1b}<c>&\"d\"\u{ffff}"), "ab&lt;c&gt;&amp;&quot;d&quot;");
    }
}
