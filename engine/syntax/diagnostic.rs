/// A half-open range of bytes in the file, frontmatter and fences counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; at least `start`.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
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
    /// Stable short name, kebab-case (`unknown-id`).
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
