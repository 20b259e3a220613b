//! Text to [`Document`] and [`Diagnostic`]s; never fails.
//!
//! The language is Mermaid's `architecture-beta`, with a little more. Reading goes in four steps:
//!
//! 1. `source` (with `markdown`) finds where in the file the diagram lies (byte order mark, frontmatter, Markdown fence). From here on
//!    every position is one in the file, so a diagnostic's line is the line the author sees.
//! 2. `statement`, `declaration`, `edge`, `arrow` and `words` read one statement after the other with the cursor of `reader`; `label` reads the
//!    parts in brackets and quotes. A statement that goes wrong is told once and costs itself only; where it is clear
//!    what was meant, it is read all the same.
//! 3. `settings` flattens frontmatter and directives, `config` merges them by Mermaid's precedence.
//! 4. The diagnostics are put in the order of the text.
//!
//! `format` prints a text back: it has the statements read one by one and writes each in its canonical form.
//!
//! What Mermaid 12.3 refuses is an error, unless Veduta means to accept it: then it is a finding whose code begins with
//! `portable-`. Names are not looked up here; [`crate::graph`] does that.

mod arrow;
mod codes;
mod config;
mod declaration;
mod diagnostic;
mod document;
mod edge;
mod entity;
mod format;
mod label;
mod line_index;
mod markdown;
mod nearest;
mod parts;
mod reader;
mod settings;
mod source;
mod statement;
mod words;
mod yaml;

#[cfg(test)]
pub(crate) mod cases;
#[cfg(test)]
mod tests;

pub use codes::{codes, explain};
pub use diagnostic::{Diagnostic, Severity, Span};
pub use document::{
    Align, AlignAxis, Architecture, BorderLine, Config, Direction, Document, Edge, EdgeStyle,
    ElkHints, EndRef, Group, GroupBorder, GroupMark, Junction, Service, Side, Spanned, Statement,
};
pub use format::format;
pub use line_index::LineIndex;
pub use parts::{Part, only, parts};

pub(crate) use line_index::floor_boundary;
pub(crate) use nearest::nearest;
pub(crate) use reader::excerpt;
pub(crate) use yaml::{Yaml, YamlKey, YamlValue, yaml};

/// Reads `text`; what could be understood is in the document, what could not is told by the diagnostics.
///
/// Of a Markdown text it reads the first architecture diagram. The diagnostics stand in the order of the text, and every
/// span lies in it on character boundaries. Takes time proportional to the text's length.
#[must_use]
pub fn parse(text: &str) -> (Document, Vec<Diagnostic>) {
    let mut absence = Vec::new();
    let sources = source::locate(text, &mut absence);
    let Some(&first) = sources.first() else { return (Document::default(), absence) };
    let (document, mut diagnostics) = read(text, first);
    diagnostics.extend(absence);
    diagnostics.extend(source::note_further(&sources));
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    (document, diagnostics)
}

/// Reads every architecture diagram of `text`, in its order, as [`parse`] reads the first; a Markdown text may hold several.
///
/// Where there is none, one empty document, with the diagnostic that says so.
#[must_use]
pub fn parse_all(text: &str) -> Vec<(Document, Vec<Diagnostic>)> {
    let mut absence = Vec::new();
    let sources = source::locate(text, &mut absence);
    let mut all: Vec<_> = sources.iter().map(|&source| read(text, source)).collect();
    if all.is_empty() {
        all.push((Document::default(), Vec::new()));
    }
    all[0].1.splice(..0, absence);
    all
}

fn read(text: &str, source: source::Source) -> (Document, Vec<Diagnostic>) {
    let mut reader = reader::Reader::new(text, source.body);
    reader.diagram(source.header != source::Header::Missing);
    let mut merge = config::Merge::default();
    if let Some(frontmatter) = source.frontmatter {
        merge.frontmatter(text, frontmatter);
    }
    for &directive in &reader.directives {
        merge.directive(text, directive);
    }
    let mut document = reader.document;
    let (config, title, more) = merge.finish();
    document.config = config;
    document.title = document.title.or(title);
    let mut diagnostics = reader.diagnostics;
    diagnostics.extend(size_note(text, source.body));
    diagnostics.extend(more);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    (document, diagnostics)
}

/// Tells if the diagram is larger than Mermaid takes by default.
fn size_note(text: &str, body: Span) -> Option<Diagnostic> {
    const MERMAIDS_LIMIT: usize = 50_000;
    let is_larger = body.end - body.start > MERMAIDS_LIMIT
        && text[body.range()].chars().nth(MERMAIDS_LIMIT).is_some();
    is_larger.then(|| {
        let message = "a text of more than 50,000 characters; Mermaid 12.3 refuses this by default";
        Diagnostic::note("portable-size", Span::new(body.start, body.start), message)
    })
}
