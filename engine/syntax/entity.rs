//! Entities in titles: `&amp;`, `#quot;`, `#35;`.
//!
//! Mermaid writes `#name;` for `&name;` because `&` is special in some of its languages; in architecture diagrams it then
//! forgets to turn them into characters. Here they become what they stand for.

use std::borrow::Cow;

/// `text` with each entity replaced by its character; anything that is none stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(';') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '#']) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let mark = if rest.starts_with("&#") { 2 } else { 1 };
        let name_len = rest[mark..].bytes().take(LONGEST).position(|b| b == b';');
        let character = name_len.and_then(|len| character(&rest[mark..mark + len]));
        let len = match (character, name_len) {
            (Some(character), Some(len)) => {
                decoded.push(character);
                mark + len + 1
            }
            _ => {
                decoded.push_str(&rest[..1]);
                1
            }
        };
        rest = &rest[len..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// No entity here has a longer name.
const LONGEST: usize = 9;

fn character(name: &str) -> Option<char> {
    let code = match name.strip_prefix(['x', 'X']) {
        Some(hex) if !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
            u32::from_str_radix(hex, 16).ok()
        }
        _ if name.bytes().all(|b| b.is_ascii_digit()) => name.parse().ok(),
        _ => None,
    };
    match code {
        Some(code) => char::from_u32(code).filter(|c| !c.is_control()),
        None => NAMES.iter().find(|(known, _)| *known == name).map(|&(_, character)| character),
    }
}

/// The entities that occur in titles; HTML has two thousand more.
const NAMES: [(&str, char); 34] = [
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("check", '✓'),
    ("colon", ':'),
    ("comma", ','),
    ("copy", '©'),
    ("cross", '✗'),
    ("darr", '↓'),
    ("deg", '°'),
    ("euro", '€'),
    ("ge", '≥'),
    ("gt", '>'),
    ("harr", '↔'),
    ("hearts", '♥'),
    ("hellip", '…'),
    ("infin", '∞'),
    ("larr", '←'),
    ("lbrack", '['),
    ("le", '≤'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("num", '#'),
    ("period", '.'),
    ("quot", '"'),
    ("rarr", '→'),
    ("rbrack", ']'),
    ("reg", '®'),
    ("semi", ';'),
    ("times", '×'),
    ("trade", '™'),
];

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn entities_become_characters() {
        let check = |text: &str, expected: &str| assert_eq!(decode(text), expected, "{text}");
        check("a", "a");
        check("&amp;", "&");
        check("#quot;x#quot;", "\"x\"");
        check("#35;1 &#x2014; &#8212; #x41;", "#1 — — A");
        check("R&D; C#; a & b; #nope; #0; #xD800; #;", "R&D; C#; a & b; #nope; #0; #xD800; #;");
        check("&amp;amp;", "&amp;");
        check("##amp;é;&", "#&é;&");
        check("#99999999999;", "#99999999999;");
    }
}
