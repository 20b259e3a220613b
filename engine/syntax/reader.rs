//! The cursor that the statements are read with: blanks, comments, words, and what is collected on the way.
//!
//! There is no token list. What a character means depends on where it stands (`L` is a side after a colon and the
//! beginning of an id elsewhere), so each statement asks for what it expects next. Nothing here recurses, and no search
//! for a closing mark is made twice in vain, so that reading takes linear time whatever the text.

use super::{Diagnostic, Document, Span, Spanned};

/// A cursor in the text, and what has been read so far.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    /// The whole file, so that every position is one in the file.
    pub(super) text: &'t str,
    /// Where the cursor stands; always a character boundary.
    pub(super) at: usize,
    /// One past the last byte of the diagram.
    pub(super) end: usize,
    pub(super) document: Document,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// `%%{ … }%%` in source order.
    pub(super) directives: Vec<Span>,
    /// Closing marks that a search has shown to be absent from here on.
    absent: Absent,
    /// From where the end of a line was last looked for to that end, so that many statements in one line are cheap.
    line: Span,
    /// The blanks and comments that were last skipped.
    blanks: Span,
}

#[derive(Debug, Default)]
struct Absent {
    directive_end: bool,
    double_quote: bool,
    single_quote: bool,
    brace: bool,
    rule: bool,
}

/// A statement, or part of one, was not understood, and that has been told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, body: Span) -> Self {
        Self {
            text,
            at: body.start,
            end: body.end,
            document: Document::default(),
            diagnostics: Vec::new(),
            directives: Vec::new(),
            absent: Absent::default(),
            line: Span::new(1, 0),
            blanks: Span::new(body.start, body.start),
        }
    }

    /// What lies ahead.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    /// The next byte; `None` at the end.
    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    /// The byte `ahead` of the next.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        let at = self.at + ahead;
        if at < self.end { Some(self.text.as_bytes()[at]) } else { None }
    }

    /// Moves past `token` if it comes next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.text.as_bytes()[self.at..self.end].starts_with(token.as_bytes());
        if found {
            self.at += token.len();
        }
        found
    }

    /// Whether the line or the text ends here.
    pub(super) fn at_line_end(&self) -> bool {
        matches!(self.peek(), None | Some(b'\n' | b'\r'))
    }

    /// Moves past blanks, comments and directives that stand in this line (a directive may span several).
    pub(super) fn skip_blanks(&mut self) {
        let start = self.at;
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'%') if self.peek_at(1) == Some(b'%') => self.skip_comment(),
                Some(0x0B | 0x0C | 0x80..) if self.skip_odd_blank() => {}
                _ => break,
            }
        }
        if self.at > start {
            let start = if start == self.blanks.end { self.blanks.start } else { start };
            self.blanks = Span::new(start, self.at);
        }
    }

    /// Moves past blanks and tabs only, which leaves no trace, so that the cursor may be set back.
    pub(super) fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Moves past a blank that Mermaid does not know, with a note.
    fn skip_odd_blank(&mut self) -> bool {
        let Some(c) = self.rest().chars().next().filter(|&c| is_odd_blank(c)) else { return false };
        let span = Span::new(self.at, self.at + c.len_utf8());
        self.at = span.end;
        let again = self.diagnostics.iter().rev().take(4).any(|d| d.code == "portable-blank");
        if !again {
            let message =
                format!("U+{:04X} is no blank to Mermaid 12.3, which refuses it", u32::from(c));
            let note = Diagnostic::note("portable-blank", span, message);
            self.diagnostics.push(note.hint("replace it with an ordinary blank"));
        }
        true
    }

    fn skip_comment(&mut self) {
        let start = self.at;
        if self.peek_at(2) == Some(b'{') && !self.absent.directive_end {
            match self.text[start..self.end].find("}%%") {
                Some(len) => {
                    self.at = start + len + 3;
                    self.directives.push(Span::new(start, self.at));
                    return;
                }
                None => self.absent.directive_end = true,
            }
        }
        if self.peek_at(2) == Some(b'{') {
            let span = Span::new(start, start + 3);
            let message = "this directive is not closed and has no effect";
            let warning = Diagnostic::warning("unclosed-directive", span, message);
            self.diagnostics.push(warning.hint("end it with `}%%`"));
        }
        self.skip_line();
        self.document.comments.push(Span::new(start, self.at));
    }

    /// Moves to the end of the line.
    pub(super) fn skip_line(&mut self) {
        let bytes = &self.text.as_bytes()[self.at..self.end];
        let len = bytes.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(bytes.len());
        self.at += len;
    }

    /// Moves past line breaks, blanks and comments to the next statement.
    pub(super) fn skip_lines(&mut self) {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b'\n') => self.at += 1,
                Some(b'\r') => self.skip_carriage_return(),
                _ => return,
            }
        }
    }

    fn skip_carriage_return(&mut self) {
        self.at += 1;
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
    }

    /// The byte where `quote` stands next in `from..`, escapes skipped.
    pub(super) fn find_quote(&mut self, from: usize, quote: u8) -> Option<usize> {
        let absent = match quote {
            b'"' => &mut self.absent.double_quote,
            _ => &mut self.absent.single_quote,
        };
        if *absent {
            return None;
        }
        let bytes = &self.text.as_bytes()[..self.end];
        let mut at = from;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 2,
                b if b == quote => return Some(at),
                _ => at += 1,
            }
        }
        *absent = true;
        None
    }

    /// The byte where `}` stands next.
    pub(super) fn find_brace(&mut self) -> Option<usize> {
        if self.absent.brace {
            return None;
        }
        let found = self.rest().find('}').map(|len| self.at + len);
        self.absent.brace = found.is_none();
        found
    }

    /// Where the line `---` that closes a block begins, if there is one.
    pub(super) fn find_rule(&mut self) -> Option<usize> {
        if self.absent.rule {
            return None;
        }
        let rest = self.rest();
        let is_rule = |&(at, _): &(usize, &str)| {
            rest[..at].trim_end_matches(is_blank).ends_with(['\n', '\r'])
                && rest[at + 3..].chars().next().is_none_or(char::is_whitespace)
        };
        let found = rest.match_indices("---").find(is_rule).map(|(at, _)| self.at + at);
        self.absent.rule = found.is_none();
        found
    }

    /// Moves past an id and returns where it stands; `None` if none comes next.
    ///
    /// Mermaid's ids are `\w([-\w]*\w)?` in ASCII; here letters of any script and inner dots are taken too.
    pub(super) fn id_span(&mut self) -> Option<Span> {
        let start = self.at;
        let mut end = start;
        for (offset, c) in self.rest().char_indices() {
            if is_id_char(c) {
                end = start + offset + c.len_utf8();
            } else if end == start || !matches!(c, '-' | '.') {
                break;
            }
        }
        self.at = end;
        (end > start).then(|| Span::new(start, end))
    }

    /// The text of `span` as a value.
    pub(super) fn spanned(&self, span: Span) -> Spanned<String> {
        Spanned { value: self.text[span.range()].to_owned(), span }
    }

    pub(super) fn slice(&self, span: Span) -> &'t str {
        &self.text[span.range()]
    }

    /// From `start` to the cursor, blanks and comments before the cursor left out.
    pub(super) fn since(&self, start: usize) -> Span {
        let is_after_blanks = self.at == self.blanks.end && self.blanks.start >= start;
        Span::new(start, if is_after_blanks { self.blanks.start } else { self.at })
    }

    /// From the cursor to the end of the line, blanks at its end left out.
    pub(super) fn rest_of_line(&mut self) -> Span {
        if !(self.line.start..=self.line.end).contains(&self.at) {
            let rest = self.rest();
            let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
            self.line = Span::new(self.at, self.at + rest[..len].trim_end().len());
        }
        Span::new(self.at, self.line.end)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.diagnostics.push(diagnostic);
        Reported
    }
}

/// Whether `c` may stand in an id, dots and hyphens apart: letters, digits and marks of any script, emoji, `_`.
pub(super) fn is_id_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // Punctuation, arrows and blanks outside ASCII are never meant as part of a name.
    let is_punctuation = matches!(c,
        '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{200C}' | '\u{200E}'..='\u{206F}' | '\u{2190}'..='\u{21FF}'
        | '\u{3000}'..='\u{303F}' | '\u{FEFF}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}');
    c.is_alphanumeric() || !(is_punctuation || c.is_whitespace() || c.is_control())
}

/// Whether `c` may stand between the parts of a statement.
fn is_blank(c: char) -> bool {
    is_odd_blank(c) && !matches!(c, '\n' | '\r')
}

/// Whether `c` is white: a blank to the eye, a line break, or nothing at all.
fn is_odd_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// `text`, cut to what fits into a message, line breaks told as such.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace(['\n', '\r', '\t', '\0'], " ")
}
