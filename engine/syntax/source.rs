//! Finds where in a file the diagrams lie: behind a byte order mark and frontmatter, or in Markdown fences.
//!
//! A piece of text is a diagram if its first word, frontmatter, comments and directives skipped, begins with
//! `architecture`. The whole file is tried first, then each Mermaid fence in turn. What is neither gets one diagnostic
//! that says what it seems to be. Every byte is looked at a constant number of times.

use super::markdown::{Fences, fence_mark};
use super::{Diagnostic, Span};

/// Where the parts of a diagram lie in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// All of it: the file, or what stands in a fence.
    pub(super) region: Span,
    /// The line that opens the fence round it, indent included, in Markdown.
    pub(super) fence: Option<Span>,
    /// The frontmatter, if there is one.
    pub(super) frontmatter: Option<Frontmatter>,
    /// Comments, directives, header and statements.
    pub(super) body: Span,
    /// What the body begins with.
    pub(super) header: Header,
}

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// `architecture-beta` or `architecture`.
    Known,
    /// Something near it that has the line for itself, such as `Architecture`; it may also be a heading in prose.
    Misspelled,
    Missing,
}

/// The block between two lines `---`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frontmatter {
    /// What stands between the two lines.
    pub(super) yaml: Span,
    /// The opening line.
    pub(super) opening: Span,
    /// Whether the closing line is there.
    pub(super) closed: bool,
}

/// The diagrams in `text`: one that takes the whole file, or one a Markdown fence, in the order of the text.
///
/// Where there is none, a diagnostic says so. A text of statements without a header is a diagram all the same.
pub(super) fn locate(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Source> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole = diagram_in(text, Span::new(start, text.len()));
    if whole.header == Header::Known {
        return vec![whole];
    }
    let mut first_fence = None;
    let mut fenced = Vec::new();
    for fence in (Fences { text, at: start }).filter(|fence| fence.is_mermaid) {
        let source = Source { fence: Some(fence.opening), ..diagram_in(text, fence.content) };
        first_fence.get_or_insert((fence.opening, first_word(text, source.body)));
        if source.header != Header::Missing {
            fenced.push(source);
        }
    }
    match (fenced.is_empty(), whole.header) {
        (false, _) => fenced,
        (true, Header::Missing) => {
            explain_absence(text, whole, first_fence, diagnostics).into_iter().collect()
        }
        (true, _) => vec![whole],
    }
}

/// Tells that of several diagrams only the first is read.
pub(super) fn note_further(sources: &[Source]) -> Option<Diagnostic> {
    let second = sources.get(1)?.fence?;
    let n = sources.len() - 1;
    let plural = if n == 1 { "" } else { "s" };
    Some(Diagnostic::note(
        "further-diagrams",
        second,
        format!("{n} further architecture diagram{plural} in this file; the first one is shown"),
    ))
}

/// `%%{ … }%%` skipped, comments skipped: the first word of `span`.
fn first_word(text: &str, span: Span) -> Span {
    let at = skip_trivia(text, span);
    let rest = &text[at..span.end];
    let len = rest.find(|c: char| c.is_whitespace() || "([{:;".contains(c)).unwrap_or(rest.len());
    Span::new(at, at + len)
}

/// Takes `span` apart as if it were a diagram.
fn diagram_in(text: &str, span: Span) -> Source {
    let (frontmatter, body) = split_frontmatter(text, span);
    let header = header(&text[first_word(text, body).start..body.end]);
    Source { region: span, fence: None, frontmatter, body, header }
}

/// What `rest` begins with.
///
/// A header that is not `architecture-beta` must have the line for itself, which keeps prose that begins with
/// "Architecture of …" from being taken for a diagram.
fn header(rest: &str) -> Header {
    if rest.starts_with("architecture-beta") {
        return Header::Known;
    }
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let word = line.split([' ', '\t', ':', '%']).next().unwrap_or_default();
    let after = line[word.len()..].trim_matches([' ', '\t', ':']);
    let is_alone = after.is_empty() || after.starts_with("%%");
    let is_near = word.get(..HEADER.len()).is_some_and(|head| head.eq_ignore_ascii_case(HEADER));
    match (word == HEADER, is_near) {
        (true, _) if is_alone => Header::Known,
        (_, true) if is_alone => Header::Misspelled,
        _ => Header::Missing,
    }
}

const HEADER: &str = "architecture";

/// First byte in `span` that is no blank, comment or directive.
fn skip_trivia(text: &str, span: Span) -> usize {
    let mut at = span.start;
    // After one search in vain there is no need for another; many open directives would take quadratic time.
    let mut may_close = true;
    loop {
        let rest = &text[at..span.end];
        let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        at += blanks;
        let rest = &rest[blanks..];
        let inner = rest.strip_prefix("%%{").filter(|_| may_close);
        if let Some(inner) = inner {
            match inner.find("}%%") {
                Some(len) => at += len + 6,
                None => may_close = false,
            }
        } else if rest.starts_with("%%") {
            at = next_line(text, Span::new(at, span.end));
        } else {
            return at;
        }
    }
}

/// First byte of the line after the one that `span` begins in.
pub(super) fn next_line(text: &str, span: Span) -> usize {
    let bytes = &text.as_bytes()[span.range()];
    match bytes.iter().position(|&b| b == b'\n' || b == b'\r') {
        Some(at) if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') => span.start + at + 2,
        Some(at) => span.start + at + 1,
        None => span.end,
    }
}

/// First byte of the line that `span` ends in, or of `span`.
pub(super) fn line_start(text: &str, span: Span) -> usize {
    text[span.range()].rfind(['\n', '\r']).map_or(span.start, |at| span.start + at + 1)
}

/// The frontmatter at the start of `span`, and what follows it.
///
/// The closing line must be indented as the opening one. If it is missing, the frontmatter ends before the header.
fn split_frontmatter(text: &str, span: Span) -> (Option<Frontmatter>, Span) {
    let rest = &text[span.range()];
    let start = span.start + (rest.len() - rest.trim_start().len());
    let line = line_start(text, Span::new(span.start, start));
    let indent = &text[line..start];
    let Some(opening) = rule_at(text, line, span.end, indent) else {
        return (None, span);
    };
    let yaml_start = next_line(text, Span::new(start, span.end));
    let mut header = None;
    let mut at = yaml_start;
    while at < span.end {
        let next = next_line(text, Span::new(at, span.end));
        if rule_at(text, at, span.end, indent).is_some() {
            let yaml = Span::new(yaml_start, at);
            let front = Frontmatter { yaml, opening, closed: true };
            return (Some(front), Span::new(next, span.end));
        }
        if header.is_none() && text[at..next].trim_start().starts_with("architecture") {
            header = Some(at);
        }
        at = next;
    }
    let end = header.unwrap_or(span.end);
    let front = Frontmatter { yaml: Span::new(yaml_start, end), opening, closed: false };
    (Some(front), Span::new(end, span.end))
}

/// The line at `at`, if it is `indent`, `---` and blanks.
fn rule_at(text: &str, at: usize, end: usize, indent: &str) -> Option<Span> {
    let rest = text[at..end].strip_prefix(indent)?;
    let after = rest.strip_prefix("---")?;
    let blanks = after.trim_start_matches([' ', '\t']);
    let is_whole_line = blanks.is_empty() || blanks.starts_with(['\n', '\r']);
    let start = at + indent.len();
    is_whole_line.then(|| Span::new(start, start + 3))
}

/// Says why nothing is drawn; where the text has statements but no header, they are read all the same.
fn explain_absence(
    text: &str,
    source: Source,
    first_fence: Option<(Span, Span)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Source> {
    const HINT: &str = "an architecture diagram begins with the line `architecture-beta`";
    let word = first_word(text, source.body);
    let name = &text[word.range()];
    if let Some((opening, inner)) = first_fence {
        let inner = &text[inner.range()];
        let seen = if is_other_diagram(inner) {
            format!(" (the first is a `{inner}`)")
        } else {
            String::new()
        };
        let message =
            format!("no Mermaid fence in this Markdown text holds an architecture diagram{seen}");
        diagnostics.push(Diagnostic::error("no-architecture-fence", opening, message).hint(HINT));
        return None;
    }
    if is_other_diagram(name) {
        let message =
            format!("this is a `{name}` diagram; so far Veduta reads architecture diagrams only");
        diagnostics.push(Diagnostic::error("other-diagram", word, message).hint(HINT));
        return None;
    }
    if text[source.body.range()].lines().any(is_declaration) {
        let message = "the header `architecture-beta` is missing";
        diagnostics.push(Diagnostic::error("missing-header", word, message).hint(HINT));
        return Some(source);
    }
    let (code, message) = if word.start == source.body.end {
        ("empty-text", describe_empty(text, source))
    } else if text[word.start..].starts_with(['{', '[', '<']) {
        ("not-a-diagram", "this looks like JSON or XML, and is no architecture diagram")
    } else if text.lines().any(|line| line.starts_with("# ") || fence_mark(line.trim()).is_some()) {
        (
            "no-architecture-fence",
            "this Markdown text has no ```mermaid fence with an architecture diagram",
        )
    } else {
        ("not-a-diagram", "this is no architecture diagram")
    };
    diagnostics.push(Diagnostic::error(code, word, message).hint(HINT));
    None
}

/// What there is in a text without a word of a diagram.
fn describe_empty(text: &str, source: Source) -> &'static str {
    match source.frontmatter {
        Some(Frontmatter { closed: true, .. }) => {
            "there is no diagram in this text, only frontmatter"
        }
        Some(_) => {
            "there is no diagram in this text, only frontmatter that no second line `---` closes"
        }
        None if text.contains("%%") => "there is no diagram in this text, only comments",
        None => "there is no diagram in this text: it is empty",
    }
}

/// Whether a line declares something in the way that architecture diagrams do.
fn is_declaration(line: &str) -> bool {
    let mut words = line.split_whitespace();
    matches!(words.next(), Some("service" | "group" | "junction"))
        && words.next().is_some_and(|id| id.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        && line.contains(['(', '['])
}

/// Whether a Mermaid text that begins with `word` is a diagram of another type.
fn is_other_diagram(word: &str) -> bool {
    const TYPES: [&str; 34] = [
        "block",
        "block-beta",
        "C4Component",
        "C4Container",
        "C4Context",
        "C4Deployment",
        "C4Dynamic",
        "classDiagram",
        "classDiagram-v2",
        "digraph",
        "erDiagram",
        "flowchart",
        "flowchart-elk",
        "gantt",
        "gitGraph",
        "graph",
        "journey",
        "kanban",
        "mindmap",
        "packet",
        "packet-beta",
        "pie",
        "quadrantChart",
        "radar-beta",
        "requirementDiagram",
        "sankey",
        "sankey-beta",
        "sequenceDiagram",
        "stateDiagram",
        "stateDiagram-v2",
        "timeline",
        "treemap-beta",
        "xychart-beta",
        "zenuml",
    ];
    TYPES.contains(&word)
}
