//! Diagnostics as a person reads them: severity and code, place, the line with a mark under it, and how to mend it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::syntax::{Diagnostic, LineIndex, Severity, Span, floor_boundary};

/// Bytes of a line that are shown on each side of the mark; a line may be 10 MB long.
const SHOWN: usize = 120;

/// The `diagnostics` of `text`, which was read from `path`, as lines for a terminal; with escape codes if `color`.
///
/// Empty if there are none. Ends without a line break.
pub(crate) fn render(path: &str, text: &str, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let index = LineIndex::new(text);
    let one = |diagnostic: &Diagnostic| {
        renderer.render(&[report(path, text, &index, diagnostic)]).trim_end().to_owned()
    };
    diagnostics.iter().map(one).collect::<Vec<String>>().join("\n\n")
}

fn report<'r>(
    path: &'r str,
    text: &'r str,
    index: &LineIndex<'_>,
    diagnostic: &'r Diagnostic,
) -> Group<'r> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let (line, column) = index.line_column(diagnostic.span.start);
    let (shown, mark) = excerpt(text, index.line(line), diagnostic.span);
    let is_cut = shown.starts_with('…');
    let snippet = Snippet::source(shown)
        .line_start(line)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(mark));
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    // The crate counts the column in what it is given, so where the line's beginning is cut it has to be told.
    let group = if is_cut {
        let origin = Origin::path(path).line(line).char_column(column);
        title.element(origin).element(snippet)
    } else {
        title.element(snippet.path(path))
    };
    match &diagnostic.hint {
        Some(hint) => group.element(Level::HELP.message(hint.as_str())),
        None => group,
    }
}

/// What of the line at `line` is shown, and where in that the mark stands; of a span over several lines only the first.
fn excerpt(text: &str, line: Span, span: Span) -> (String, Range<usize>) {
    let start = floor_boundary(text, span.start.clamp(line.start, line.end));
    let end = floor_boundary(text, span.end.clamp(start, line.end));
    let end = floor_boundary(text, end.min(start + SHOWN));
    let from = floor_boundary(text, line.start.max(start.saturating_sub(SHOWN)));
    let to = floor_boundary(text, line.end.min(end + SHOWN));
    let before = if from > line.start { "…" } else { "" };
    let after = if to < line.end { "…" } else { "" };
    let shown = format!("{before}{}{after}", &text[from..to]);
    let shift = |byte: usize| byte - from + before.len();
    (shown, shift(start)..shift(end))
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::{graph, syntax};

    fn rendered(text: &str) -> String {
        let (document, mut diagnostics) = syntax::parse(text);
        diagnostics.extend(graph::resolve(&document).1);
        render("cloud.mmd", text, &diagnostics, false)
    }

    #[test]
    fn shows_place_line_mark_and_hint() {
        let shown = rendered("architecture-beta\n  service auth(cloud)[Ä]\n  authh:R --> L:auth\n");
        let expected = "\
error[unknown-id]: there is no service, junction or group `authh`
 --> cloud.mmd:3:3
  |
3 |   authh:R --> L:auth
  |   ^^^^^
  |
  = help: did you mean `auth`?";
        assert_eq!(shown, expected);
    }

    #[test]
    fn frontmatter_counts_and_columns_are_characters() {
        let shown = rendered("---\ntitle: X\n---\narchitecture-beta\nservice ä(cloud)[ÄÖ] x\n");
        assert!(shown.contains("cloud.mmd:5:22"), "{shown}");
        assert!(shown.contains("cloud.mmd:5:9"), "{shown}");
    }

    #[test]
    fn a_very_long_line_is_cut() {
        let text = format!(
            "architecture-beta\nservice a[{}] ??? {}\n",
            "ä".repeat(50_000),
            "y".repeat(50_000)
        );
        let shown = rendered(&text);
        assert!(shown.len() < 2000, "{} bytes", shown.len());
        assert!(shown.contains(":2:50013"), "{shown}");
        assert!(shown.contains("???"), "{shown}");
    }

    #[test]
    fn odd_texts_are_shown() {
        for text in
            ["", "\0", "\u{feff}", "architecture-beta\nservice \0\u{1b}[31m\n", "x\r\ry\u{202e}"]
        {
            assert!(rendered(text).contains("error"), "{text:?}");
        }
    }

    #[test]
    fn no_diagnostics_show_nothing() {
        assert_eq!(rendered("architecture-beta\n"), "");
    }
}
