//! Fenced blocks of Markdown: ```` ```mermaid ````, `~~~mermaid` and Azure's `:::mermaid`.

use super::Span;
use super::source::next_line;

/// A fenced block of Markdown.
pub(super) struct Fence {
    /// The opening line.
    pub(super) opening: Span,
    pub(super) content: Span,
    pub(super) is_mermaid: bool,
}

/// The fenced blocks of a Markdown text, one after the other.
pub(super) struct Fences<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl Iterator for Fences<'_> {
    type Item = Fence;

    fn next(&mut self) -> Option<Fence> {
        let end = self.text.len();
        while self.at < end {
            let start = self.at;
            self.at = next_line(self.text, Span::new(start, end));
            let line = self.text[start..self.at].trim();
            let Some((mark, len)) = fence_mark(line) else { continue };
            let info = line[len..].trim_start_matches([' ', '{', '.']).to_ascii_lowercase();
            let content_start = self.at;
            let content_end = self.skip_to_closing(mark, len);
            return Some(Fence {
                opening: Span::new(start, start + self.text[start..content_start].trim_end().len()),
                content: Span::new(content_start, content_end),
                is_mermaid: info.starts_with("mermaid"),
            });
        }
        None
    }
}

impl Fences<'_> {
    /// Moves past the closing fence and returns where its line begins.
    fn skip_to_closing(&mut self, mark: char, len: usize) -> usize {
        let end = self.text.len();
        while self.at < end {
            let start = self.at;
            self.at = next_line(self.text, Span::new(start, end));
            let line = self.text[start..self.at].trim();
            if line.len() >= len && line.chars().all(|c| c == mark) {
                return start;
            }
        }
        end
    }
}

/// The blanks that `line` begins with.
pub(super) fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Which character opens a fence on this line, and how often.
pub(super) fn fence_mark(line: &str) -> Option<(char, usize)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~' | ':'))?;
    let len = line.len() - line.trim_start_matches(mark).len();
    let info = &line[len..];
    let opens = len >= 3 && !info.contains(mark) && (mark != ':' || !info.trim().is_empty());
    opens.then_some((mark, len))
}
