//! What stands between the ends of an edge: `--`, `-->`, `<-[label]-`.

use super::reader::{Reader, Reported, excerpt};
use super::{Diagnostic, Span, Spanned};

/// What stands between the ends.
#[derive(Debug, Default)]
pub(super) struct Arrow {
    pub(super) at_from: bool,
    pub(super) at_to: bool,
    pub(super) label: Option<Spanned<String>>,
}

impl<'t> Reader<'t> {
    /// Whether an arrow comes next.
    pub(super) fn is_arrow_ahead(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t']).trim_start_matches(['<', '>']);
        rest.starts_with("--") || rest.starts_with("-[") || rest.starts_with("==")
    }

    /// The line between the ends. `id` is the left-hand one, for the message where there is none.
    pub(super) fn arrow(&mut self, id: Span) -> Result<Arrow, Reported> {
        self.skip_blanks();
        let start = self.at;
        let mut arrow = Arrow { at_from: self.arrow_head(), ..Arrow::default() };
        self.skip_blanks();
        let dashes = self.dashes();
        self.skip_blanks();
        match (dashes, self.peek()) {
            ("-" | "--", Some(b'[')) => self.label_in_arrow(&mut arrow, start, dashes),
            ("--", _) if self.is_cross_ahead() => {
                self.at += 1;
                self.bad_arrow(start, &mut arrow);
            }
            ("--", _) => {
                arrow.at_to = self.arrow_head();
                self.label_between_arrows(&mut arrow);
            }
            ("", Some(b'=' | b'.' | b'~')) => self.bad_arrow(start, &mut arrow),
            ("", _) => return Err(self.no_arrow(id)),
            _ => self.bad_arrow(start, &mut arrow),
        }
        self.piped_label(&mut arrow);
        Ok(arrow)
    }

    /// Whether a flowchart's head comes next: `--x L:b`, `--o L:b`.
    fn is_cross_ahead(&self) -> bool {
        let mut rest = self.rest().bytes();
        let is_head = matches!(rest.next(), Some(b'x' | b'o'));
        let mut rest = rest.skip_while(|b| *b == b' ');
        is_head
            && matches!(rest.next(), Some(b'L' | b'R' | b'T' | b'B'))
            && rest.find(|b| *b != b' ') == Some(b':')
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
    fn label_in_arrow(&mut self, arrow: &mut Arrow, start: usize, opening: &str) {
        arrow.label = self.title();
        self.skip_blanks();
        let dashes = self.dashes().len();
        self.skip_blanks();
        arrow.at_to = self.arrow_head();
        let span = self.since(start);
        if dashes == 0 {
            let error = Diagnostic::error("bad-arrow", span, "the label is not followed by a dash");
            self.report(error.hint("write `a:R -[label]-> L:b`"));
        } else if opening.len() > 1 || dashes > 1 {
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

    /// `a -- text --> b`, as in flowcharts: the text is the label.
    fn label_between_arrows(&mut self, arrow: &mut Arrow) {
        if arrow.at_to {
            return;
        }
        self.skip_blanks();
        let line = self.rest_of_line();
        let text = self.slice(line);
        let Some(len) = text.find("--") else { return };
        let label = text[..len].trim_end_matches(['<', ' ', '\t']);
        if label.is_empty() || label.contains([':', '[', '{', '%', ';']) {
            return;
        }
        let span = Span::new(self.at, self.at + label.len());
        let message = "a label does not stand between two arrows";
        let error = Diagnostic::error("label-between-arrows", span, message);
        self.report(error.hint(format!("write `-[{}]-`", excerpt(label))));
        arrow.label = Some(self.spanned(span));
        self.at += len;
        self.dashes();
        arrow.at_to = self.arrow_head();
    }
}
