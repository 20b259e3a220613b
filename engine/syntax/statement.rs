//! The statements: each is read up to the end of its line; a bad one is told and costs itself only.

use super::reader::{Reader, Reported, excerpt};
use super::words::{self, Keyword};
use super::{
    Align, AlignAxis, BorderLine, Diagnostic, Direction, Group, GroupBorder, Span, Spanned,
    Statement,
};

impl Reader<'_> {
    /// Reads the header, if there is one, and every statement.
    pub(super) fn diagram(&mut self, has_header: bool) {
        self.skip_lines();
        if has_header {
            self.header();
        }
        self.skip_lines();
        while self.next_statement() {
            self.skip_lines();
        }
    }

    /// Reads the statement that stands here and the rest of its line; whether there was one.
    pub(super) fn next_statement(&mut self) -> bool {
        if self.at >= self.end {
            return false;
        }
        let start = self.at;
        let outcome = self.statement();
        if outcome.is_err() {
            self.skip_line();
        } else {
            self.end_of_statement();
        }
        debug_assert!(self.at > start, "a statement takes at least one byte");
        true
    }

    /// Reads the header, which stands here.
    pub(super) fn header(&mut self) {
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
        if is_color(text) {
            self.style_behind(line);
        } else if text.starts_with('#') {
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

    /// A colour behind a statement: the border of a group, else nothing.
    fn style_behind(&mut self, line: Span) {
        let text = self.slice(line);
        let border = border(text);
        let between = |group: &Group| self.text.get(group.span.end..line.start).unwrap_or("?");
        let last = self.document.statements.last_mut();
        // `direction` and titles are no statements; a group before them has nothing to do with this.
        let group = last.and_then(|last| match last {
            Statement::Group(group) if between(group).trim().is_empty() => Some(group),
            _ => None,
        });
        let is_understood = group.is_some() && border.is_some();
        let (message, hint) = match (group, border) {
            (Some(group), Some(border)) => {
                group.border = Some(border);
                group.span.end = line.start + text.trim_end().len();
                ("the border of this group; Mermaid 12.3 refuses this", "for Mermaid leave it out")
            }
            (Some(_), None) => (
                "this sets nothing; Mermaid 12.3 refuses it",
                "write a colour, and `{solid}`, `{dashed}` or `{dotted}` if you like: `#00A4A6{dashed}`",
            ),
            (None, _) => (
                "this sets nothing: only groups have a border of their own; Mermaid 12.3 refuses it",
                "set a colour for all, such as `themeVariables: archEdgeColor`",
            ),
        };
        if !is_understood {
            self.document.comments.push(line);
        }
        self.report(Diagnostic::warning("portable-style", line, message).hint(hint));
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

/// The border that `text` says, `#00A4A6` or `#00A4A6{dotted}`.
fn border(text: &str) -> Option<GroupBorder> {
    let (color, line) = match text.trim_end().split_once('{') {
        None => (text.trim_end(), None),
        Some((color, rest)) => {
            let line = match rest.strip_suffix('}')?.trim() {
                "solid" => BorderLine::Solid,
                "dashed" => BorderLine::Dashed,
                "dotted" => BorderLine::Dotted,
                _ => return None,
            };
            (color.trim_end(), Some(line))
        }
    };
    Some(GroupBorder { color: color.to_owned(), line })
}

/// Whether `text` begins with a colour such as `#00A4A6`, as people write it behind a group whose border they want to colour.
fn is_color(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('#') else { return false };
    let n_digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    let after = rest[n_digits..].trim_start();
    matches!(n_digits, 3 | 6) && (after.is_empty() || after.starts_with('{'))
}
