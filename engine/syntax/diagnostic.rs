use std::ops::Range;

/// A half-open range of bytes in the file, frontmatter and fences counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; at least `start`.
    pub end: usize,
}

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Only a matter of portability or style: the text means what it says here.
    Note,
    /// Accepted, but probably not what was meant.
    Warning,
    /// The statement, or part of it, was not understood or contradicts another.
    Error,
}

/// One finding about the text: what, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable short name, kebab-case (`unknown-id`); codes that begin with `portable-` tell what Mermaid refuses,
    /// ignores or draws differently.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line that names the cause.
    pub message: String,
    /// Where in the file.
    pub span: Span,
    /// How to mend it, where that can be guessed.
    pub hint: Option<String>,
}

impl Span {
    /// The span from `start` to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same bytes as a range to index a text with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Diagnostic {
    /// A statement that was not understood or contradicts another.
    pub(crate) fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), span, hint: None }
    }

    /// Something that is accepted but probably not meant.
    pub(crate) fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// A remark on portability or style.
    pub(crate) fn note(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, span, message) }
    }

    /// The same finding with a way to mend it.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same finding with `hint` where there is one.
    pub(crate) fn maybe_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }

    /// Whether it tells of a difference to Mermaid only.
    #[must_use]
    pub fn is_portability(&self) -> bool {
        self.code.starts_with("portable-")
    }
}
