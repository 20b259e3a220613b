//! Edges: `a{group}:R <-[label]-> L:b{group}`.
//!
//! Mermaid demands both sides; here either may be missing. Forms that people write and that mean nothing else (`--->`,
//! `a:R{group}`, `b:L` on the right, `a -- label --> b`) are errors with the right form as the hint, and are read.

use super::reader::{Reader, Reported, excerpt};
use super::{Diagnostic, Edge, EndRef, GroupMark, Severity, Side, Span, Spanned, Statement};

/// What the ends of one edge have in common, so that it is told once.
#[derive(Debug, Default)]
struct Form {
    lacks_colon: bool,
}

impl Reader<'_> {
    /// An edge whose left-hand end begins with `id`, which has been read.
    pub(super) fn edge(&mut self, id: Span) -> Result<(), Reported> {
        let n_findings = self.diagnostics.len();
        let mut form = Form::default();
        let mut from = self.left_end(id, &mut form);
        let arrow = self.arrow(id)?;
        let mut to = self.right_end(&mut form)?;
        from.arrow = arrow.at_from;
        to.arrow = arrow.at_to;
        let edge = Edge { from, to, label: arrow.label, span: self.since(id.start) };
        let is_clean = self.diagnostics[n_findings..].iter().all(|d| d.severity != Severity::Error);
        if form.lacks_colon {
            let message = "a colon stands between an id and its side";
            let error = Diagnostic::error("missing-colon", edge.span, message);
            self.report(error.hint(format!("write `{}`", as_written(&edge))));
        } else if is_clean && (edge.from.side.is_none() || edge.to.side.is_none()) {
            let message = "an edge without a side at each end; Mermaid 12.3 refuses this";
            self.report(Diagnostic::note("portable-side", edge.span, message));
        }
        self.document.statements.push(Statement::Edge(edge));
        self.end_of_edge()
    }

    /// Tells if the line goes on as if the edge had more than two ends.
    fn end_of_edge(&mut self) -> Result<(), Reported> {
        self.skip_blanks();
        if !self.is_arrow_ahead() && self.peek() != Some(b':') {
            return Ok(());
        }
        let rest = self.rest_of_line();
        let error =
            Diagnostic::error("edge-chain", rest, "an edge has two ends; it cannot go on here");
        Err(self.report(error.hint("write each edge in a line of its own")))
    }

    fn left_end(&mut self, id: Span, form: &mut Form) -> EndRef {
        let mut end =
            EndRef { id: self.spanned(id), side: None, group: self.group_mark(), arrow: false };
        self.skip_blanks();
        let colon = self.at;
        if self.eat(":") {
            self.skip_blanks();
            end.side = self.left_side(Span::new(colon, colon + 1));
        } else {
            // `a R--L b` and `a (R--L) b`, the language's first proposals.
            self.eat("(");
            end.side = self.side_letter();
            form.lacks_colon = end.side.is_some();
        }
        if let Some(mark) = self.group_mark() {
            let message = "`{group}` stands after the id, before the colon";
            let error = Diagnostic::error("misplaced-group-mark", mark.span, message);
            let text = self.slice(mark.span);
            self.report(error.hint(format!(
                "write `{}{}:…`",
                excerpt(&end.id.value),
                excerpt(text)
            )));
            end.group = end.group.or(Some(mark));
        }
        end
    }

    /// The side after the colon of a left-hand end.
    fn left_side(&mut self, colon: Span) -> Option<Spanned<Side>> {
        if let Some(side) = self.side_letter() {
            return Some(side);
        }
        if matches!(self.peek(), Some(b'-' | b'<' | b'>') | None) || self.at_line_end() {
            let error =
                Diagnostic::error("missing-side", colon, "the colon is followed by no side");
            self.report(error.hint("write `:L`, `:R`, `:T` or `:B`, or leave out the colon"));
            return None;
        }
        let word = self.id_span()?;
        self.bad_side(word)
    }

    /// Tells that `word` is no side; the side that it probably means.
    fn bad_side(&mut self, word: Span) -> Option<Spanned<Side>> {
        let text = self.slice(word);
        let meant = match text.to_ascii_lowercase().as_str() {
            "l" | "left" => Some(Side::Left),
            "r" | "right" => Some(Side::Right),
            "t" | "top" => Some(Side::Top),
            "b" | "bottom" => Some(Side::Bottom),
            _ => None,
        };
        let message = format!("`{}` is no side", excerpt(text));
        let error = Diagnostic::error("bad-side", word, message);
        let letter = meant.and_then(|_| text.chars().next()).map(|c| c.to_ascii_uppercase());
        self.report(error.hint(match letter {
            Some(letter) => format!("write `{letter}`"),
            None => "a side is `L`, `R`, `T` or `B`".to_owned(),
        }));
        meant.map(|value| Spanned { value, span: word })
    }

    /// `L`, `R`, `T` or `B` with no further letter after it.
    fn side_letter(&mut self) -> Option<Spanned<Side>> {
        let value = match self.peek()? {
            b'L' => Side::Left,
            b'R' => Side::Right,
            b'T' => Side::Top,
            b'B' => Side::Bottom,
            _ => return None,
        };
        if self.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | 0x80..))
        {
            return None;
        }
        self.at += 1;
        Some(Spanned { value, span: Span::new(self.at - 1, self.at) })
    }

    /// `{group}` or `{group:ID}`, if it comes next.
    fn group_mark(&mut self) -> Option<GroupMark> {
        self.skip_blanks();
        let start = self.at;
        if self.eat("{group}") {
            return Some(GroupMark { name: None, span: self.since(start) });
        }
        if self.eat("{group:") {
            if let Some(mark) = self.named_mark(start) {
                return Some(mark);
            }
            self.at = start;
        }
        let inner = self.rest().strip_prefix('{')?;
        let close = inner.find(['}', '\n', '\r']).filter(|&at| inner.as_bytes()[at] == b'}')?;
        self.at += close + 2;
        let span = self.since(start);
        let message = format!("`{}` is no end mark", excerpt(self.slice(span)));
        self.report(Diagnostic::error("bad-group-mark", span, message).hint("write `{group}`"));
        let is_meant = inner[..close].trim().eq_ignore_ascii_case("group");
        is_meant.then_some(GroupMark { name: None, span })
    }

    /// The rest of a mark `{group:ID}` that began at `start`.
    fn named_mark(&mut self, start: usize) -> Option<GroupMark> {
        self.skip_spaces();
        let id = self.id_span()?;
        self.skip_spaces();
        if !self.eat("}") {
            return None;
        }
        let span = self.since(start);
        let message = "a mark that names its group; Mermaid 12.3 refuses this";
        let note = Diagnostic::note("portable-group-mark", span, message);
        self.report(note.hint("for Mermaid write `{group}`, which ends at the innermost group"));
        Some(GroupMark { name: Some(self.spanned(id)), span })
    }

    fn right_end(&mut self, form: &mut Form) -> Result<EndRef, Reported> {
        self.skip_blanks();
        let mut side = self.right_side(form);
        self.skip_blanks();
        let Some(id) = self.id_span() else {
            let line = self.rest_of_line();
            let error = Diagnostic::error("missing-end", line, "the edge has no right-hand end");
            return Err(self.report(error.hint("write `a:R --> L:b`")));
        };
        let mut group = self.group_mark();
        self.skip_blanks();
        if side.is_none() && self.peek() == Some(b':') {
            side = self.reversed_side(id);
            group = group.or_else(|| self.group_mark());
        }
        self.declaration_in_edge(id);
        Ok(EndRef { id: self.spanned(id), side, group, arrow: false })
    }

    /// The side before the id of a right-hand end, its colon included; where there is none, the cursor stays.
    fn right_side(&mut self, form: &mut Form) -> Option<Spanned<Side>> {
        let start = self.at;
        if let Some(side) = self.side_letter() {
            let after = self.at;
            self.skip_spaces();
            let is_id_ahead = self.rest().chars().next().is_some_and(super::reader::is_id_char);
            // `R b` and `R) b`, the language's first proposals.
            if self.eat(":") {
                return Some(side);
            } else if self.eat(")") || (is_id_ahead && self.at > after) {
                form.lacks_colon = true;
                return Some(side);
            }
        } else if self.eat(":") {
            let span = self.since(start);
            let error = Diagnostic::error("missing-side", span, "the colon follows no side");
            self.report(error.hint("write `L:b`, or leave out the colon"));
            return None;
        } else if let Some(word) = self.id_span() {
            self.skip_spaces();
            if self.peek() == Some(b':') && !self.is_side_after_colon() {
                self.at += 1;
                return self.bad_side(word);
            }
        }
        self.at = start;
        None
    }

    /// Whether what follows the colon ahead is a side and no id: `--> b:L`.
    fn is_side_after_colon(&self) -> bool {
        let rest = self.rest()[1..].trim_start_matches([' ', '\t']);
        let mut chars = rest.chars();
        matches!(chars.next(), Some('L' | 'R' | 'T' | 'B'))
            && chars.next().is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ';'))
    }

    /// `b:L` in place of `L:b` on the right.
    fn reversed_side(&mut self, id: Span) -> Option<Spanned<Side>> {
        if !self.is_side_after_colon() {
            return None;
        }
        self.at += 1;
        self.skip_blanks();
        let side = self.side_letter()?;
        let span = Span::new(id.start, self.at);
        let letter = self.slice(side.span);
        let name = excerpt(self.slice(id));
        let error = Diagnostic::error(
            "reversed-end",
            span,
            "on the right of an arrow the side stands before the id",
        );
        self.report(error.hint(format!("write `{letter}:{name}`")));
        Some(side)
    }

    /// `--> L:b(icon)[Title]`: the end is declared where it may only be named.
    fn declaration_in_edge(&mut self, id: Span) {
        self.skip_blanks();
        let start = self.at;
        if !matches!(self.peek(), Some(b'[' | b'(')) {
            return;
        }
        let line = self.rest_of_line();
        let text = self.slice(line);
        let text = text.split([';', '%']).next().unwrap_or_default().trim_end();
        self.at = start + text.len();
        let error = Diagnostic::error(
            "declaration-in-edge",
            self.since(start),
            "an edge only names its ends",
        );
        let line = format!("service {}{text}", self.slice(id));
        self.report(error.hint(format!("declare it in a line of its own: `{}`", excerpt(&line))));
    }
}

/// The edge as Mermaid takes it.
fn as_written(edge: &Edge) -> String {
    let letter = |end: &EndRef| end.side.as_ref().map_or('…', |side| side.value.letter());
    let mark = |end: &EndRef| end.group.as_ref().map_or("", |_| "{group}");
    let head = |end: &EndRef, head| if end.arrow { head } else { "" };
    let (from, to) = (&edge.from, &edge.to);
    let line = edge
        .label
        .as_ref()
        .map_or("--".to_owned(), |label| format!("-[{}]-", excerpt(&label.value)));
    format!(
        "{}{}:{} {}{line}{} {}:{}{}",
        excerpt(&from.id.value),
        mark(from),
        letter(from),
        head(from, "<"),
        head(to, ">"),
        letter(to),
        excerpt(&to.id.value),
        mark(to),
    )
}
