//! Text to [`Document`] and [`Diagnostic`]s; never fails.

mod diagnostic;
mod document;

pub use diagnostic::{Diagnostic, Severity, Span};
pub use document::{
    Align, AlignAxis, Architecture, Config, Direction, Document, Edge, ElkHints, EndRef, Group,
    Junction, Service, Spanned, Statement,
};

/// Reads `text`; what could be understood is in the document, what could not is told by the diagnostics.
#[must_use]
pub fn parse(text: &str) -> (Document, Vec<Diagnostic>) {
    stub::parse(text)
}

mod stub;
