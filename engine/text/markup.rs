//! What of a label's text is markup: `**bold**`, `*emphasis*`, `_(emphasis)_`, line breaks and entities. All else stays as written.
//!
//! Mermaid lets Markdown loose on labels and loses URLs, mail addresses and `code`; here a star is markup only where it cannot well
//! be anything else: pairs of stars, the first after a blank and before a letter, the second the other way round. Names are full of
//! underscores, so that a pair of single ones is emphasis only round brackets or several words: `_(React SPA)_`.

/// A piece of one line in one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) face: Face,
}

/// What markup asks for, on top of the label's style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
}

/// The lines that the text asks for, each of spans with text in them; blanks collapse, empty lines stay.
pub(super) fn parse(text: &str) -> Vec<Vec<Span>> {
    let text = with_line_breaks(text);
    let mut spans = Vec::new();
    emphasis(&text, Face::default(), &mut spans);
    let mut lines = vec![Vec::new()];
    for span in spans {
        for (part_idx, part) in span.text.split('\n').enumerate() {
            if part_idx > 0 {
                lines.push(Vec::new());
            }
            lines
                .last_mut()
                .into_iter()
                .for_each(|line| line.push(Span { text: decode(part), face: span.face }));
        }
    }
    let mut lines: Vec<_> = lines.into_iter().map(tidy).collect();
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    let n_empty = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..n_empty);
    lines
}

/// `<br>`, `<br/>`, `<br />` and raw line ends become `\n`.
fn with_line_breaks(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        match break_len(tag) {
            Some(len) => {
                out.push('\n');
                rest = &tag[len..];
            }
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out.replace("\r\n", "\n").replace('\r', "\n")
}

/// Length of the `br` tag at the start of `text`.
fn break_len(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('<')?;
    let name = rest.get(..2).filter(|name| name.eq_ignore_ascii_case("br"))?;
    let rest = rest[name.len()..].trim_start_matches(' ');
    let rest = rest.strip_prefix('/').unwrap_or(rest).strip_prefix('>')?;
    Some(text.len() - rest.len())
}

/// Splits at stars and underscores that are markup.
fn emphasis(text: &str, face: Face, out: &mut Vec<Span>) {
    let mut plain_start = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['*', '_', '`']) {
        at += found;
        if text[at..].starts_with('`') {
            at += code_len(&text[at..]);
            continue;
        }
        let star = if text[at..].starts_with('_') { '_' } else { '*' };
        let n_stars = stars(&text[at..], star);
        let Some(len) = pair_len(text, at, star, n_stars) else {
            at += n_stars;
            continue;
        };
        push(&text[plain_start..at], face, out);
        let inner = Face {
            is_bold: face.is_bold || n_stars >= 2,
            is_italic: face.is_italic || n_stars != 2,
        };
        emphasis(&text[at + n_stars..at + len - n_stars], inner, out);
        at += len;
        plain_start = at;
    }
    push(&text[plain_start..], face, out);
}

fn push(text: &str, face: Face, out: &mut Vec<Span>) {
    if !text.is_empty() {
        out.push(Span { text: text.to_owned(), face });
    }
}

/// Length of the quoted code at the start of `text`, or of its first backtick where there is no second.
fn code_len(text: &str) -> usize {
    text[1..].find('`').map_or(1, |end| end + 2)
}

fn stars(text: &str, star: char) -> usize {
    text.chars().take_while(|c| *c == star).count()
}

/// Length from the stars at `at` to the end of the same number of stars that close them.
fn pair_len(text: &str, at: usize, star: char, n_stars: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    let after = text[at + n_stars..].chars().next()?;
    let most = if star == '_' { 1 } else { 3 };
    let opens = n_stars <= most && before.is_none_or(is_outside) && is_inside(after);
    let mut end = at + n_stars;
    while let Some(found) = text[end..].find(star).filter(|_| opens) {
        let close = end + found;
        let n_closing = stars(&text[close..], star);
        end = close + n_closing;
        let before = text[..close].chars().next_back()?;
        let is_closed = !before.is_whitespace()
            && !matches!(before, '/' | '.')
            && text[end..].chars().next().is_none_or(is_outside);
        let inner = &text[at + n_stars..close];
        let is_phrase = star == '*'
            || inner.contains([' ', '(', '[', '"']) && !text[end..].starts_with(['(', '[']);
        if n_closing == n_stars && is_closed && is_phrase {
            return Some(end - at);
        }
    }
    None
}

/// What may stand outside of a pair of stars.
fn is_outside(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | ')'
                | '['
                | ']'
                | '"'
                | '\''
                | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '.'
                | '*'
                | '\u{2013}'
                | '\u{2014}'
        )
}

/// What a pair of stars may begin with.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '(' | '[' | '"' | '\'' | '*' | '`')
}

/// Entities: `&amp;`, `#quot;` (Mermaid's way), `&#35;`, `#35;`. What is none stays.
fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['&', '#']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match entity(from) {
            Some((meant, len)) => {
                out.push(meant);
                rest = &from[len..];
            }
            None => {
                out.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    out + rest
}

/// The character that the entity at the start of `text` means, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    // The longest name known is four letters, the longest number seven digits.
    let end = text.bytes().take(11).position(|byte| byte == b';')?;
    let name = text[..end].trim_start_matches('&').trim_start_matches('#');
    let meant = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ if !text[..end].contains('#') => return None,
        _ => {
            let hex = name.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hex.unwrap_or_else(|| name.parse()).ok()?).filter(|c| !c.is_control())?
        }
    };
    Some((meant, end + 1))
}

/// Blanks at the ends go, those within become one; other control characters go.
fn tidy(spans: Vec<Span>) -> Vec<Span> {
    let mut last_is_blank = true;
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        let mut text = String::new();
        for c in
            span.text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control())
        {
            if c != ' ' || !last_is_blank {
                text.push(c);
            }
            last_is_blank = c == ' ';
        }
        out.push(Span { text, ..span });
    }
    while let Some(last) = out.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        out.pop();
    }
    out.retain(|span| !span.text.is_empty());
    out
}
