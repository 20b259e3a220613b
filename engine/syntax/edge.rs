//! Edges: `a{group}:R <-[label]-> L:b{group}`.
//!
//! Mermaid demands both sides; here either may be missing. Forms that people write and that mean nothing else (`--->`,
//! `a:R{group}`, `b:L` on the right, `a -- label --> b`) are errors with the right form as the hint, and are read.

use super::reader::{Reader, Reported, excerpt};
use super::{Diagnostic, Edge, EndRef, Side, Span, Spanned, Statement};

/// What stands between the ends.
#[derive(Debug, Default)]
struct Arrow {
    at_from: bool,
    at_to: bool,
    label: Option<Spanned<String>>,
}

impl<'t> Reader<'t> {
    /// An edge whose left-hand end begins with `id`, which has been read.
    pub(super) fn edge(&mut self, id: Span) -> Result<(), Reported> {
        let mut from = self.left_end(id);
        let mut arrow = self.arrow(id)?;
        let mut to = self.right_end()?;
        if arrow.label.is_none() && to.side.is_none() && self.is_arrow_ahead() {
            self.label_between_arrows(&mut arrow, &mut to)?;
        }
        from.arrow = arrow.at_from;
        to.arrow = arrow.at_to;
        let span = self.since(id.start);
        if from.side.is_none() || to.side.is_none() {
            let message = "an edge without a side at each end; Mermaid 12.3 refuses this";
            self.report(Diagnostic::note("portable-side", span, message));
        }
        self.document.statements.push(Statement::Edge(Edge { from, to, label: arrow.label, span }));
        self.skip_blanks();
        if self.is_arrow_ahead() || self.peek() == Some(b':') {
            let rest = self.rest_of_line();
            let error =
                Diagnostic::error("edge-chain", rest, "an edge has two ends; it cannot go on here");
            return Err(self.report(error.hint("write each edge in a line of its own")));
        }
        Ok(())
    }

    fn left_end(&mut self, id: Span) -> EndRef {
        let mut end =
            EndRef { id: self.spanned(id), side: None, group: self.group_mark(), arrow: false };
        self.skip_blanks();
        if self.eat(":") {
            self.skip_blanks();
            end.side = self.left_side();
        } else {
            let start = self.at;
            let in_parentheses = self.eat("(");
            end.side = self.bare_side(start, if in_parentheses { "" } else { "missing-colon" });
        }
        let mark = self.group_mark();
        if let Some(span) = mark {
            let error = Diagnostic::error(
                "misplaced-group-mark",
                span,
                "`{group}` stands after the id, before the colon",
            );
            self.report(error.hint(format!("write `{}{{group}}:…`", end.id.value)));
            end.group = end.group.or(mark);
        }
        end
    }

    /// The side after the colon of a left-hand end.
    fn left_side(&mut self) -> Option<Spanned<Side>> {
        let start = self.at;
        if let Some(side) = self.side_letter() {
            return Some(side);
        }
        if matches!(self.peek(), Some(b'-' | b'<' | b'>') | None) || self.at_line_end() {
            let span = Span::new(start - 1, start);
            let error = Diagnostic::error("missing-side", span, "the colon is followed by no side");
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

    /// A side of the language's first proposal, without a colon; told under `code` unless that is empty.
    fn bare_side(&mut self, start: usize, code: &'static str) -> Option<Spanned<Side>> {
        let side = self.side_letter()?;
        if !code.is_empty() {
            let error = Diagnostic::error(
                code,
                self.since(start),
                "a colon stands between an id and its side",
            );
            self.report(error.hint("write `a:R --> L:b`"));
        }
        Some(side)
    }

    /// `{group}`, if it comes next.
    fn group_mark(&mut self) -> Option<Span> {
        self.skip_blanks();
        let start = self.at;
        if self.eat("{group}") {
            return Some(self.since(start));
        }
        let inner = self.rest().strip_prefix('{')?;
        let close = inner.find(['}', '\n', '\r']).filter(|&at| inner.as_bytes()[at] == b'}')?;
        self.at += close + 2;
        let span = self.since(start);
        let message = format!("`{}` is no end mark", excerpt(self.slice(span)));
        self.report(Diagnostic::error("bad-group-mark", span, message).hint("write `{group}`"));
        (inner[..close].trim().eq_ignore_ascii_case("group")).then_some(span)
    }

    fn is_arrow_ahead(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t']).trim_start_matches(['<', '>']);
        rest.starts_with("--") || rest.starts_with("-[") || rest.starts_with("==")
    }

    /// The line between the ends. `id` is the left-hand one, for the message where there is none.
    fn arrow(&mut self, id: Span) -> Result<Arrow, Reported> {
        self.skip_blanks();
        let start = self.at;
        let mut arrow = Arrow { at_from: self.arrow_head(), ..Arrow::default() };
        self.skip_blanks();
        let dashes = self.dashes();
        match dashes {
            "-" | "--" => {
                self.skip_blanks();
                if self.peek() == Some(b'[') {
                    self.label_in_arrow(&mut arrow, start, dashes == "-");
                } else if dashes == "-" {
                    self.bad_arrow(start, &mut arrow);
                } else {
                    arrow.at_to = self.arrow_head();
                }
            }
            "" if !matches!(self.peek(), Some(b'=' | b'.' | b'~')) => return Err(self.no_arrow(id)),
            _ => self.bad_arrow(start, &mut arrow),
        }
        self.piped_label(&mut arrow);
        Ok(arrow)
    }

    fn arrow_head(&mut self) -> bool {
        let found = matches!(self.peek(), Some(b'<' | b'>'));
        self.at += usize::from(found);
        found
    }

    fn dashes(&mut self) -> &'t str {
        let start = self.at;
        while self.peek() == Some(b'-') {
            self.at += 1;
        }
        self.slice(self.since(start))
    }

    /// `-[x]-` and, for Veduta only, `--[x]--`; the first dashes have been read.
    fn label_in_arrow(&mut self, arrow: &mut Arrow, start: usize, is_single: bool) {
        arrow.label = self.title();
        self.skip_blanks();
        let dashes = self.dashes().len();
        self.skip_blanks();
        arrow.at_to = self.arrow_head();
        let span = self.since(start);
        if dashes == 0 {
            let error = Diagnostic::error("bad-arrow", span, "the label is not followed by a dash");
            self.report(error.hint("write `a:R -[label]-> L:b`"));
        } else if !is_single || dashes > 1 {
            let message = "a label between double dashes; Mermaid 12.3 refuses this";
            let note = Diagnostic::note("portable-edge-label", span, message);
            self.report(note.hint("write `-[label]-`"));
        }
    }

    /// `-->|x|`, for Veduta only.
    fn piped_label(&mut self, arrow: &mut Arrow) {
        self.skip_blanks();
        let Some(inner) = self.rest().strip_prefix('|') else { return };
        let close = inner.find(['|', '\n', '\r']).filter(|&at| inner.as_bytes()[at] == b'|');
        let Some(close) = close else { return };
        let span = Span::new(self.at, self.at + close + 2);
        self.at = span.end;
        let message = "a label between bars; Mermaid 12.3 refuses this";
        let label = super::label::unquote(&inner[..close]);
        let note = Diagnostic::note("portable-edge-label", span, message);
        self.report(note.hint(format!("write `-[{}]-`", excerpt(&label))));
        arrow.label = Some(Spanned { value: label, span: Span::new(span.start + 1, span.end - 1) });
    }

    /// An arrow of another language (`--->`, `==>`, `-.->`), read for its heads.
    fn bad_arrow(&mut self, start: usize, arrow: &mut Arrow) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(['-', '=', '.', '~', '<', '>']).len();
        let span = self.since(start);
        let text = self.slice(span);
        arrow.at_to = text.trim_end().ends_with(['<', '>']);
        let message = format!("`{}` is no arrow", excerpt(text.trim_end()));
        let meant = match (arrow.at_from, arrow.at_to) {
            (false, false) => "--",
            (false, true) => "-->",
            (true, false) => "<--",
            (true, true) => "<-->",
        };
        self.report(Diagnostic::error("bad-arrow", span, message).hint(format!("write `{meant}`")));
    }

    fn no_arrow(&mut self, id: Span) -> Reported {
        let text = self.slice(id);
        let span = if self.at_line_end() { id } else { self.rest_of_line() };
        let error = Diagnostic::error(
            "missing-arrow",
            span,
            "an edge needs an arrow: `--`, `-->`, `<--` or `<-->`",
        );
        let hint = match text.split_once("--") {
            Some((a, b)) => {
                format!("write blanks round the arrow: `{} -- {}`", excerpt(a), excerpt(b))
            }
            None => format!("write `{}:R --> L:other`", excerpt(text)),
        };
        self.report(error.hint(hint))
    }

    fn right_end(&mut self) -> Result<EndRef, Reported> {
        self.skip_blanks();
        let mut side = self.right_side();
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
        self.declaration_in_edge();
        Ok(EndRef { id: self.spanned(id), side, group, arrow: false })
    }

    /// The side before the id of a right-hand end, its colon included.
    fn right_side(&mut self) -> Option<Spanned<Side>> {
        let start = self.at;
        let word = self.side_letter().map(|side| side.span).or_else(|| self.id_span());
        self.skip_blanks();
        let Some(word) = word else {
            // `--> :b`
            if self.eat(":") {
                let span = Span::new(self.at - 1, self.at);
                let error = Diagnostic::error("missing-side", span, "the colon follows no side");
                self.report(error.hint("write `L:b`, or leave out the colon"));
            }
            return None;
        };
        let after_word = self.at;
        self.at = start;
        let side = self.side_letter();
        self.at = after_word;
        match self.peek() {
            Some(b':') if side.is_some() => {
                self.at += 1;
                side
            }
            Some(b':') if !self.is_side_after_colon() => {
                self.at += 1;
                self.bad_side(word)
            }
            // `a L--R b`, `a (L--R) b`
            Some(b')') if side.is_some() => {
                self.at += 1;
                let span = self.since(start);
                let error = Diagnostic::error(
                    "missing-colon",
                    span,
                    "sides stand beside the ids, with a colon",
                );
                self.report(error.hint("write `a:R --> L:b`"));
                side
            }
            Some(b)
                if side.is_some()
                    && after_word > word.end
                    && super::reader::is_id_char(char::from(b)) =>
            {
                self.at = start;
                self.bare_side(start, "missing-colon")
            }
            _ => {
                self.at = start;
                None
            }
        }
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
    fn declaration_in_edge(&mut self) {
        self.skip_blanks();
        if !matches!(self.peek(), Some(b'[' | b'(')) {
            return;
        }
        let start = self.at;
        let line = self.rest_of_line();
        let text = self.slice(line);
        let end = text.rfind([')', ']']).map_or(line.end, |at| start + at + 1);
        self.at = end;
        let span = self.since(start);
        let error = Diagnostic::error("declaration-in-edge", span, "an edge only names its ends");
        self.report(error.hint(format!(
            "declare it in a line of its own: `service id{}`",
            excerpt(self.slice(span))
        )));
    }

    /// `a -- text --> b`: what was read as the right-hand end is the label.
    fn label_between_arrows(&mut self, arrow: &mut Arrow, to: &mut EndRef) -> Result<(), Reported> {
        let label = to.id.clone();
        let first_has_head = arrow.at_to;
        if first_has_head {
            return Ok(());
        }
        let second = self.arrow(label.span)?;
        *to = self.right_end()?;
        let message = "a label does not stand between two arrows";
        let error = Diagnostic::error("label-between-arrows", label.span, message);
        self.report(error.hint(format!("write `-[{}]-`", excerpt(&label.value))));
        arrow.at_to = second.at_to;
        arrow.label = Some(label);
        Ok(())
    }
}
