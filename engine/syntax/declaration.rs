//! Declarations: `group`, `service` and `junction`.

use super::reader::{Reader, Reported, excerpt};
use super::words;
use super::{Diagnostic, Group, Junction, Service, Span, Spanned, Statement};

/// What a declaration may be followed by, for the hint at text that is too much.
const DECLARATION: &str = "a declaration reads `service id(icon)[Title] in group`";

impl Reader<'_> {
    /// The id that a declaration introduces.
    fn declared_id(&mut self, what: &str) -> Result<Spanned<String>, Reported> {
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
        let note = Diagnostic::note("portable-id", span, message);
        self.report(note.hint(match portable_id(id) {
            Some(portable) => format!("for Mermaid call it `{}`", excerpt(&portable)),
            None => "for Mermaid give it a name of letters from a to z".to_owned(),
        }));
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

    /// What follows `group`.
    pub(super) fn group(&mut self, start: usize) -> Result<(), Reported> {
        let id = self.declared_id("group")?;
        let mut icon = self.icon();
        let title = self.title();
        self.late_icon(&mut icon);
        let (parent, outcome) = keep(self.parent());
        let span = self.since(start);
        self.document.statements.push(Statement::Group(Group {
            id,
            icon,
            title,
            parent,
            border: None,
            span,
        }));
        outcome
    }

    /// What follows `service`; `icon` is given when the statement's word names one (`database x`).
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

    /// What follows `junction`.
    pub(super) fn junction(&mut self, start: usize) -> Result<(), Reported> {
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
}

/// An id like `id` that Mermaid takes; `None` where too little of it would be left.
fn portable_id(id: &str) -> Option<String> {
    if !id.is_ascii() {
        return None;
    }
    let plain = id.replace('.', "_");
    let mut letters = plain.chars();
    Some(match letters.next()? {
        first @ ('L' | 'R' | 'T' | 'B') => {
            format!("{}{}", first.to_ascii_lowercase(), letters.as_str())
        }
        _ if plain.starts_with("title") => format!("the_{plain}"),
        _ => plain,
    })
}

/// What was read if it was, and whether something has been told.
fn keep<T>(read: Result<Option<T>, Reported>) -> (Option<T>, Result<(), Reported>) {
    match read {
        Ok(value) => (value, Ok(())),
        Err(reported) => (None, Err(reported)),
    }
}
