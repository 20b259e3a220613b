//! Cuts the text of commands into words: blanks separate them, `;` and line breaks separate commands, quotes hold a
//! word together, `->` is a word of its own.

use crate::syntax::Span;

/// A word and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Without its quotes.
    pub(super) text: String,
    /// Where it stands, its quotes included.
    pub(super) span: Span,
    /// Whether it stood in quotes.
    pub(super) quoted: bool,
}

/// The words of each command in `text`; what is empty is left out.
pub(super) fn commands(text: &str) -> Vec<Vec<Word>> {
    let mut commands = vec![Vec::new()];
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            ';' | '\n' => {
                commands.push(Vec::new());
                at += 1;
            }
            c if c.is_whitespace() => at += c.len_utf8(),
            _ => {
                let word = if c == '"' { quoted(text, at) } else { plain(text, at) };
                at = word.span.end;
                commands.last_mut().unwrap_or(&mut Vec::new()).push(word);
            }
        }
    }
    commands.retain(|words| !words.is_empty());
    commands
}

/// A word up to the next blank, separator, quote or arrow.
fn plain(text: &str, start: usize) -> Word {
    let rest = &text[start..];
    let ends = |c: char| c.is_whitespace() || matches!(c, ';' | '"');
    let blank = rest.find(ends).unwrap_or(rest.len());
    let length = match rest[..blank].find(ARROW) {
        Some(0) => ARROW.len(),
        Some(arrow) => arrow,
        None => blank,
    };
    let span = Span::new(start, start + length);
    Word { text: text[span.range()].to_owned(), span, quoted: false }
}

/// Between the ends of a path.
pub(super) const ARROW: &str = "->";

/// A word in quotes, in which `\` takes away the meaning of the character after it; the end of the text closes it.
fn quoted(text: &str, start: usize) -> Word {
    let mut word = String::new();
    let mut end = text.len();
    let mut chars = text[start + 1..].char_indices();
    while let Some((place, c)) = chars.next() {
        match c {
            '"' => {
                end = start + 1 + place + 1;
                break;
            }
            '\\' => word.extend(chars.next().map(|(_, c)| if c == 'n' { '\n' } else { c })),
            c => word.push(c),
        }
    }
    Word { text: word, span: Span::new(start, end), quoted: true }
}

/// `text` in quotes, as [`commands`] reads it.
pub(super) fn quote(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_blanks_separators_and_arrows() {
        let check = |text: &str, expected: &[&[&str]]| {
            let found = commands(text);
            let words: Vec<Vec<&str>> =
                found.iter().map(|c| c.iter().map(|w| w.text.as_str()).collect()).collect();
            assert_eq!(words, expected, "{text}");
            for word in found.iter().flatten().filter(|word| !word.quoted) {
                assert_eq!(&text[word.span.range()], word.text, "{text}");
            }
        };
        check("", &[]);
        check(" ;; \n ", &[]);
        check("zoom  in", &[&["zoom", "in"]]);
        check("fit; pan 1 -2\nquit", &[&["fit"], &["pan", "1", "-2"], &["quit"]]);
        check("trace kong->stripe -> s3", &[&["trace", "kong", "->", "stripe", "->", "s3"]]);
        check("search \"a; b\" c", &[&["search", "a; b", "c"]]);
        check(r#"type "a\"\\\n""#, &[&["type", "a\"\\\n"]]);
        check("type \"open", &[&["type", "open"]]);
        check("type \"\\", &[&["type", ""]]);
        check("hover é\u{a0}ü", &[&["hover", "é", "ü"]]);
    }

    #[test]
    fn what_is_quoted_is_read_back() {
        for text in ["", "a b", "\"", "\\", "a;b\nc", "ü"] {
            let found = commands(&quote(text));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0][0].text, text);
        }
    }
}
