//! The statements: each is read up to the end of its line; a bad one is told and costs itself only.

use super::reader::{Reader, Reported, excerpt};
use super::words::{self, Keyword};
use super::{
    Align, AlignAxis, Diagnostic, Direction, Group, Junction, Service, Span, Spanned, Statement,
};

/// What a declaration may be followed by, for the hint at text that is too much.
const DECLARATION: &str = "a declaration reads `service id(icon)[Title] in group`";

impl Reader<'_> {
    /// Reads the header, if there is one, and every statement.
    pub(super) fn diagram(&mut self, has_header: bool) {
        self.skip_lines();
        if has_header {
            self.header();
        }
        loop {
            self.skip_lines();
            if self.at >= self.end {
                return;
            }
            let start = self.at;
            let outcome = self.statement();
            if outcome.is_err() {
                self.skip_line();
            } else {
                self.end_of_statement();
            }
            debug_assert!(self.at > start, "a statement takes at least one byte");
        }
    }

    fn header(&mut self) {
        let start = self.at;
        if self.eat("architecture-beta") {
            return;
        }
        let bytes = &self.text.as_bytes()[start..self.end];
        let is_end = |b: &u8| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        self.at += bytes.iter().position(is_end).unwrap_or(bytes.len());
        let span = self.since(start);
        let word = self.slice(span);
        let diagnostic = if word == "architecture" {
            let message = "`architecture` without `-beta`; Mermaid 12.3 refuses this";
            Diagnostic::note("portable-header", span, message)
        } else {
            let message = format!("the header is `architecture-beta`, not `{}`", excerpt(word));
            Diagnostic::error("misspelled-header", span, message)
        };
        self.report(diagnostic.hint("write `architecture-beta`"));
    }

    fn statement(&mut self) -> Result<(), Reported> {
        let start = self.at;
        let Some(word) = self.id_span() else { return self.no_statement() };
        let text = self.slice(word);
        let keyword = words::keyword(text);
        if self.is_edge_ahead(keyword) {
            return self.edge(word);
        }
        match keyword {
            Some(keyword) => self.keyword_statement(keyword, start),
            None => self.unknown_statement(word),
        }
    }

    /// Reads what follows `keyword`, which began at `start`.
    pub(super) fn keyword_statement(
        &mut self,
        keyword: Keyword,
        start: usize,
    ) -> Result<(), Reported> {
        match keyword {
            Keyword::Group => self.group(start),
            Keyword::Service => self.service(start, None),
            Keyword::Junction => self.junction(start),
            Keyword::Align => self.align(start),
            Keyword::Title => self.diagram_title(start),
            Keyword::AccTitle => self.acc_title(start),
            Keyword::AccDescr => self.acc_descr(start),
            Keyword::Direction => self.direction(start),
        }
    }

    /// What stands here begins with no word.
    fn no_statement(&mut self) -> Result<(), Reported> {
        let line = self.rest_of_line();
        let text = self.slice(line);
        if text.starts_with("---") && text.trim_end() == "---" {
            return self.stray_frontmatter(line);
        }
        if text.starts_with('#') {
            return Err(self.hash_comment(line));
        }
        let error = Diagnostic::error(
            "unexpected-text",
            line,
            format!("`{}` begins no statement", excerpt(text)),
        );
        let hint = match text.as_bytes().first() {
            Some(b'/') if text.starts_with("//") => "a comment begins with `%%`",
            Some(b'{' | b'}') => "groups have no braces: write `in GROUP` after each member",
            Some(b':') => "leave out the colon",
            Some(b'-') => "an id does not begin with `-`",
            _ => words::STATEMENTS,
        };
        Err(self.report(error.hint(hint)))
    }

    /// A YAML block in the body, which Mermaid skips wherever it stands.
    fn stray_frontmatter(&mut self, opening: Span) -> Result<(), Reported> {
        self.at = opening.end;
        let Some(close) = self.find_rule() else {
            let error = Diagnostic::error("unexpected-text", opening, "`---` begins no statement");
            return Err(self.report(error.hint(words::STATEMENTS)));
        };
        self.at = close + 3;
        let message = "frontmatter has no effect here; it belongs at the start of the text";
        self.report(Diagnostic::warning("stray-frontmatter", opening, message));
        Ok(())
    }

    fn hash_comment(&mut self, line: Span) -> Reported {
        self.document.comments.push(line);
        let message = "a comment that begins with `#`; Mermaid 12.3 refuses this";
        let warning = Diagnostic::warning("portable-comment", line, message);
        self.report(warning.hint("write `%%` in place of `#`"))
    }

    /// After a statement: nothing but blanks and a comment may follow in its line.
    fn end_of_statement(&mut self) {
        self.skip_blanks();
        if self.at_line_end() {
            return;
        }
        let line = self.rest_of_line();
        let text = self.slice(line);
        if text.starts_with('#') {
            self.hash_comment(line);
        } else if text.starts_with(';') {
            let span = Span::new(self.at, self.at + 1);
            let error = Diagnostic::error("semicolon", span, "statements are not separated by `;`");
            self.report(error.hint("begin a new line"));
            self.at += 1;
            return;
        } else {
            let message = format!("`{}` is too much after this statement", excerpt(text));
            let error = Diagnostic::error("unexpected-text", line, message);
            self.report(error.hint(match text.as_bytes().first() {
                Some(b'{') => "groups have no braces: write `in GROUP` after each member",
                Some(b'/') if text.starts_with("//") => "a comment begins with `%%`",
                Some(b'"' | b'\'') => "a title stands in brackets: `[Title]`",
                Some(b'-') => "an id does not end with `-`",
                _ => "an id is one word, and a line holds one statement",
            }));
        }
        self.skip_line();
    }

    /// The id that a declaration introduces.
    pub(super) fn declared_id(&mut self, what: &str) -> Result<Spanned<String>, Reported> {
        self.skip_blanks();
        let Some(span) = self.id_span() else {
            let line = self.rest_of_line();
            let span = if line.start == line.end {
                line
            } else {
                Span::new(line.start, line.start + self.char_len())
            };
            let error = Diagnostic::error("missing-id", span, format!("this {what} has no id"));
            return Err(self.report(error.hint(format!("write `{what} some-id`"))));
        };
        self.note_id(span);
        Ok(self.spanned(span))
    }

    fn char_len(&self) -> usize {
        self.rest().chars().next().map_or(0, char::len_utf8)
    }

    /// Tells if Mermaid does not take the id that is declared at `span`.
    fn note_id(&mut self, span: Span) {
        let id = self.slice(span);
        let reason = if words::is_reserved(id) {
            let message = format!("`{id}` is a word of the language and cannot be an id");
            let error = Diagnostic::error("reserved-id", span, message);
            self.report(error.hint(format!("choose another id, such as `{id}1`")));
            return;
        } else if id.starts_with(['L', 'R', 'T', 'B']) {
            "begins with L, R, T or B"
        } else if id.starts_with("title") {
            "begins with `title`"
        } else if !id.is_ascii() {
            "has letters outside ASCII"
        } else if id.contains('.') {
            "has a dot"
        } else {
            return;
        };
        let message = format!("the id `{}` {reason}; Mermaid 12.3 refuses this", excerpt(id));
        self.report(Diagnostic::note("portable-id", span, message));
    }

    /// `in group`, if it comes next.
    fn parent(&mut self) -> Result<Option<Spanned<String>>, Reported> {
        self.skip_blanks();
        let start = self.at;
        if self.id_span().is_none_or(|word| self.slice(word) != "in") {
            self.at = start;
            return Ok(None);
        }
        self.skip_blanks();
        match self.id_span() {
            Some(span) => Ok(Some(self.spanned(span))),
            None => {
                let span = Span::new(start, start + 2);
                let error = Diagnostic::error("missing-parent", span, "`in` names no group");
                Err(self.report(error.hint("write `in GROUP`")))
            }
        }
    }

    fn group(&mut self, start: usize) -> Result<(), Reported> {
        let id = self.declared_id("group")?;
        let mut icon = self.icon();
        let title = self.title();
        self.late_icon(&mut icon);
        let (parent, outcome) = keep(self.parent());
        let span = self.since(start);
        self.document.statements.push(Statement::Group(Group { id, icon, title, parent, span }));
        outcome
    }

    /// `icon` is given when the statement's word names one (`database x`).
    pub(super) fn service(
        &mut self,
        start: usize,
        icon: Option<Spanned<String>>,
    ) -> Result<(), Reported> {
        let id = self.declared_id("service")?;
        let (mut icon_text, mut outcome) = keep(self.string());
        let mut icon = self.icon().or(icon);
        if let (Some(_), Some(icon)) = (&icon_text, &icon) {
            let message = "a service has an icon or a text in its place, not both";
            let error = Diagnostic::error("icon-and-text", icon.span, message);
            self.report(error.hint(DECLARATION));
        }
        if icon.as_ref().is_some_and(|icon| icon.value.contains(' ')) {
            // `service x("some text")`, the form of the first releases.
            icon_text = icon_text.or(icon.take());
        }
        let title = self.title();
        self.late_icon(&mut icon);
        let mut parent = None;
        if outcome.is_ok() {
            (parent, outcome) = keep(self.parent());
        }
        let span = self.since(start);
        let service = Service { id, icon, icon_text, title, parent, span };
        self.document.statements.push(Statement::Service(service));
        outcome
    }

    /// An icon after the title, where Mermaid does not take it.
    fn late_icon(&mut self, icon: &mut Option<Spanned<String>>) {
        let Some(late) = self.icon() else { return };
        let error =
            Diagnostic::error("icon-after-title", late.span, "the icon stands after the title");
        self.report(error.hint(DECLARATION));
        icon.get_or_insert(late);
    }

    fn junction(&mut self, start: usize) -> Result<(), Reported> {
        let id = self.declared_id("junction")?;
        let from = self.at;
        let (icon, title) = (self.icon(), self.title());
        if icon.is_some() || title.is_some() {
            let message = format!("the junction `{}` can have no icon and no title", id.value);
            let span = Span::new(from, self.at);
            let error = Diagnostic::error("junction-label", span, message);
            self.report(error.hint("write `service` in place of `junction`, or leave them out"));
        }
        let (parent, outcome) = keep(self.parent());
        let span = self.since(start);
        self.document.statements.push(Statement::Junction(Junction { id, parent, span }));
        outcome
    }

    fn align(&mut self, start: usize) -> Result<(), Reported> {
        self.skip_blanks();
        let word = self.id_span().unwrap_or(Span::new(self.at, self.at));
        let axis = match self.slice(word) {
            "row" => AlignAxis::Row,
            "column" => AlignAxis::Column,
            _ => {
                let error =
                    Diagnostic::error("align-axis", word, "`align` needs `row` or `column`");
                return Err(
                    self.report(error.hint("write `align row a b c` or `align column a b c`"))
                );
            }
        };
        let mut members = Vec::new();
        loop {
            self.skip_blanks();
            if self.peek() == Some(b',') {
                let span = Span::new(self.at, self.at + 1);
                let error = Diagnostic::error(
                    "align-comma",
                    span,
                    "members of `align` are separated by blanks",
                );
                self.report(error.hint("leave out the comma"));
                self.at += 1;
            } else if let Some(member) = self.id_span() {
                members.push(self.spanned(member));
            } else {
                break;
            }
        }
        let span = self.since(start);
        if members.len() < 2 {
            let error =
                Diagnostic::error("align-too-few", span, "`align` needs at least two members");
            self.report(error.hint("write `align row a b`"));
        }
        self.document.statements.push(Statement::Align(Align { axis, members, span }));
        Ok(())
    }

    fn direction(&mut self, start: usize) -> Result<(), Reported> {
        self.skip_blanks();
        let word = self.id_span().unwrap_or(Span::new(self.at, self.at));
        let (value, exact) = match self.slice(word) {
            "LR" => (Direction::LeftRight, true),
            "TB" | "TD" => (Direction::TopBottom, true),
            "RL" => (Direction::LeftRight, false),
            "BT" => (Direction::TopBottom, false),
            other => {
                let message = format!("`{}` is no direction", excerpt(other));
                let error = Diagnostic::error("bad-direction", word, message);
                return Err(self.report(error.hint("write `direction LR` or `direction TB`")));
            }
        };
        if !exact {
            let message = "a diagram cannot read backwards; only the axis is taken";
            let warning = Diagnostic::warning("bad-direction", word, message);
            self.report(warning.hint("write `direction LR` or `direction TB`"));
        }
        let message = "`direction` is a word of Veduta; Mermaid 12.3 refuses it";
        self.report(Diagnostic::note("portable-direction", self.since(start), message));
        self.document.direction = Some(Spanned { value, span: word });
        Ok(())
    }
}

/// What was read if it was, and whether something has been told.
fn keep<T>(read: Result<Option<T>, Reported>) -> (Option<T>, Result<(), Reported>) {
    match read {
        Ok(value) => (value, Ok(())),
        Err(reported) => (None, Err(reported)),
    }
}
