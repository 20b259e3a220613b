//! The bracketed and quoted parts of a statement: `(icon)`, `[title]`, `"text"`.

use std::borrow::Cow;

use super::entity;
use super::reader::{Reader, Reported, excerpt, is_id_char};
use super::{Diagnostic, Span, Spanned};

/// How far a title without quotes may run over line breaks; beyond it the bracket is taken to be unclosed.
const LONGEST_BROKEN_TITLE: usize = 1000;

impl Reader<'_> {
    /// `[title]`, if one comes next; a bad one is told and, where possible, read all the same.
    pub(super) fn title(&mut self) -> Option<Spanned<String>> {
        self.skip_blanks();
        if self.peek() != Some(b'[') {
            return None;
        }
        let mut title = self.quoted_title().or_else(|| self.bare_title())?;
        self.note_markup(&title);
        if let Cow::Owned(decoded) = entity::decode(&title.value)
            && decoded != title.value
        {
            let message = "Mermaid 12.3 shows an entity as it is written here";
            self.report(Diagnostic::note("portable-entity", title.span, message));
            title.value = decoded;
        }
        Some(title)
    }

    /// Tells if Mermaid shows less of the title than stands there.
    fn note_markup(&mut self, title: &Spanned<String>) {
        if let Some(lost) = lost_in_mermaid(&title.value) {
            let message = format!("Mermaid 12.3 shows nothing in place of {lost} in a title");
            self.report(Diagnostic::note("portable-title-markup", title.span, message));
        }
    }

    /// `["…"]` or `['…']`; may hold brackets and line breaks.
    fn quoted_title(&mut self) -> Option<Spanned<String>> {
        let start = self.at;
        let quote = self.peek_at(1).filter(|b| matches!(b, b'"' | b'\''))?;
        let close = self.find_quote(start + 2, quote)?;
        if close + 1 >= self.end || self.text.as_bytes()[close + 1] != b']' {
            return None;
        }
        self.at = close + 2;
        let value = unescape(&self.text[start + 2..close]);
        Some(Spanned { value: value.trim().to_owned(), span: Span::new(start + 1, close + 1) })
    }

    /// `[…]` without brackets inside.
    fn bare_title(&mut self) -> Option<Spanned<String>> {
        let start = self.at;
        let bytes = &self.text.as_bytes()[..self.end];
        let stop = |b: &u8| matches!(b, b'[' | b']' | b'\n' | b'\r');
        let len = bytes[start + 1..].iter().position(stop).unwrap_or(bytes.len() - start - 1);
        let inner = Span::new(start + 1, start + 1 + len);
        match bytes.get(inner.end) {
            Some(b']') => {
                self.at = inner.end + 1;
                if inner.start == inner.end {
                    let error =
                        Diagnostic::error("empty-title", self.since(start), "the title is empty");
                    self.report(error.hint("leave the brackets out, or write `[ ]` for no text"));
                    return None;
                }
                Some(Spanned { value: unquote(self.slice(inner)), span: inner })
            }
            Some(b'[') => self.title_with_brackets(start),
            _ => self.broken_title(start).or_else(|| self.unclosed_title(start)),
        }
    }

    /// `[a[b]c]`, which needs quotes; read to the bracket that closes it.
    fn title_with_brackets(&mut self, start: usize) -> Option<Spanned<String>> {
        let line = self.rest_of_line();
        let line = self.slice(line);
        let mut depth = 0_usize;
        let close = line.bytes().position(|b| {
            match b {
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some(close) = close else { return self.unclosed_title(start) };
        let inner = Span::new(start + 1, start + close);
        self.at = inner.end + 1;
        let value = unquote(self.slice(inner));
        let error = Diagnostic::error(
            "bracket-in-title",
            inner,
            "a title without quotes cannot hold brackets",
        );
        self.report(error.hint(format!("write `[\"{}\"]`", excerpt(&value))));
        Some(Spanned { value, span: inner })
    }

    /// `[a` line break `b]`, which Mermaid takes only in quotes.
    fn broken_title(&mut self, start: usize) -> Option<Spanned<String>> {
        let rest = &self.rest().as_bytes()[1..];
        let stop = |b: &u8| matches!(b, b'[' | b']');
        let len = rest.iter().take(LONGEST_BROKEN_TITLE).position(stop)?;
        if rest[len] != b']' {
            return None;
        }
        let inner = Span::new(start + 1, start + 1 + len);
        let lines: Vec<&str> = self.slice(inner).split(['\n', '\r']).map(str::trim).collect();
        self.at = inner.end + 1;
        let message = "a line break in a title without quotes; Mermaid 12.3 refuses this";
        let warning = Diagnostic::warning("portable-title", inner, message);
        self.report(warning.hint("put the title in quotes: `[\"…\"]`"));
        let words: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        Some(Spanned { value: unquote(&words.join(" ")), span: inner })
    }

    fn unclosed_title(&mut self, start: usize) -> Option<Spanned<String>> {
        let line = self.rest_of_line();
        let text = self.slice(line);
        // Where the line ends in `in group`, that is hardly part of the title.
        let end = text.rfind(" in ").filter(|&at| text[at + 4..].chars().all(is_id_char));
        self.at = line.start + end.unwrap_or(text.len());
        let inner = self.since(start + 1);
        let error = Diagnostic::error(
            "unclosed-title",
            Span::new(start, start + 1),
            "this title is not closed",
        );
        self.report(error.hint("end it with `]`"));
        let value = unquote(self.slice(inner));
        (!value.is_empty()).then_some(Spanned { value, span: inner })
    }

    /// `(icon)`, if one comes next; a bad one is told and read as far as it makes sense.
    pub(super) fn icon(&mut self) -> Option<Spanned<String>> {
        self.skip_blanks();
        let start = self.at;
        if self.peek() != Some(b'(') {
            return None;
        }
        let bytes = &self.text.as_bytes()[start + 1..self.end];
        let is_stop = |b: &u8| matches!(b, b'(' | b')' | b'[' | b'\n' | b'\r');
        let len = bytes.iter().position(is_stop).unwrap_or(bytes.len());
        let inner = Span::new(start + 1, start + 1 + len);
        if bytes.get(len) != Some(&b')') {
            return self.unclosed_icon(inner);
        }
        self.at = inner.end + 1;
        let written = self.slice(inner);
        if !written.is_empty() && written.bytes().all(is_icon_byte) {
            return Some(self.spanned(inner));
        }
        let meant = unquote(written);
        let error = Diagnostic::error("bad-icon", self.since(start), bad_icon_message(written));
        let is_name = !meant.is_empty() && meant.bytes().all(is_icon_byte);
        self.report(
            error.hint(match (is_name, meant.is_empty()) {
                (true, _) => format!("write `({meant})`"),
                (_, true) => "leave the parentheses out, or name an icon: `(server)`".to_owned(),
                _ => "an icon's name has letters, digits, `-`, `_` and `:` only: `(logos:aws-s3)`"
                    .to_owned(),
            }),
        );
        (!meant.is_empty()).then_some(Spanned { value: meant, span: inner })
    }

    /// `(icon` without the parenthesis that closes it; `rest` is what follows up to a bracket or the line's end.
    fn unclosed_icon(&mut self, rest: Span) -> Option<Spanned<String>> {
        let text = self.slice(rest);
        let len = text.find([' ', '\t']).unwrap_or(text.len());
        self.at = rest.start + len;
        let open = Span::new(rest.start - 1, rest.start);
        let error = Diagnostic::error("unclosed-icon", open, "this icon is not closed");
        self.report(error.hint("end it with `)`"));
        (len > 0).then(|| self.spanned(Span::new(rest.start, self.at)))
    }

    /// `"text"` or `'text'`, if one comes next.
    pub(super) fn string(&mut self) -> Result<Option<Spanned<String>>, Reported> {
        self.skip_blanks();
        let start = self.at;
        let Some(quote) = self.peek().filter(|b| matches!(b, b'"' | b'\'')) else {
            return Ok(None);
        };
        let Some(close) = self.find_quote(start + 1, quote) else {
            let span = Span::new(start, start + 1);
            let error = Diagnostic::error("unclosed-string", span, "this quote is not closed");
            let mark = char::from(quote);
            return Err(self.report(error.hint(format!("end the text with `{mark}`"))));
        };
        self.at = close + 1;
        let inner = Span::new(start + 1, close);
        Ok(Some(Spanned { value: unescape(self.slice(inner)), span: self.since(start) }))
    }
}

/// What Mermaid's Markdown reader takes out of a title and then forgets.
fn lost_in_mermaid(title: &str) -> Option<&'static str> {
    let is_pair = |mark: &str| title.match_indices(mark).nth(1).is_some();
    if title.contains("://") || title.contains("www.") {
        Some("an address")
    } else if title.contains('`') && is_pair("`") {
        Some("code between backticks")
    } else if title.contains('~') && is_pair("~~") {
        Some("text that is struck out")
    } else if title.contains("](") {
        Some("a link")
    } else if title.contains('@') && title.split_whitespace().any(is_mail_address) {
        Some("a mail address")
    } else {
        None
    }
}

fn is_mail_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        let is_name =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
        name.ends_with(|c: char| c.is_ascii_alphanumeric())
            && host.split('.').count() > 1
            && host.split('.').all(|part| is_name(&part.replace('-', "")))
    })
}

/// Whether an icon's name may hold this byte in Mermaid.
pub(super) fn is_icon_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':')
}

fn bad_icon_message(written: &str) -> String {
    let name = excerpt(written);
    if written.trim().is_empty() {
        "the icon has no name".to_owned()
    } else if written.starts_with(['"', '\'']) {
        format!("an icon's name stands without quotes: `{name}`")
    } else {
        format!("`{name}` is no icon's name")
    }
}

/// Trimmed, and without the quotes round it if there are any.
pub(super) fn unquote(raw: &str) -> String {
    let trimmed = raw.trim();
    let inner = ['"', '\'']
        .into_iter()
        .find_map(|quote| trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)));
    inner.map_or_else(|| trimmed.to_owned(), |inner| unescape(inner).trim().to_owned())
}

/// `\"` and `\'` become the quote, line breaks become `\n`; every other backslash is text.
fn unescape(inner: &str) -> String {
    if !inner.contains(['\\', '\r']) {
        return inner.to_owned();
    }
    inner.replace("\\\"", "\"").replace("\\'", "'").replace("\r\n", "\n").replace('\r', "\n")
}
