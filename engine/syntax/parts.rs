//! The diagrams of a Markdown text, each for itself.

use super::Span;
use super::markdown::Fences;
use super::source::{locate, next_line};

/// One of several diagrams in a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The heading above it, without its signs; `None` where there is none, or where another diagram stands below the same.
    pub heading: Option<String>,
    /// From the line that opens its fence to the one that closes it.
    pub span: Span,
}

/// The diagrams in `text`, in its order, where it is Markdown that holds two or more; else none.
#[must_use]
pub fn parts(text: &str) -> Vec<Part> {
    let sources = locate(text, &mut Vec::new());
    if sources.len() < 2 {
        return Vec::new();
    }
    let mut before = None;
    let part = |source: super::source::Source| {
        let opening = source.fence?;
        let end = next_line(text, Span::new(source.region.end, text.len()));
        let found = heading(text, opening.start);
        let heading = found.filter(|(at, _)| before.replace(*at) != Some(*at));
        let heading = heading.map(|(_, heading)| heading);
        Some(Part { heading, span: Span::new(opening.start, end) })
    };
    sources.into_iter().filter_map(part).collect()
}

/// `text` with nothing but line breaks left outside of `part`: lines keep their numbers.
#[must_use]
pub fn only(text: &str, part: &Part) -> String {
    let breaks = |text: &str| text.chars().filter(|c| *c == '\n').collect::<String>();
    let (before, rest) = text.split_at(part.span.start);
    let (inside, after) = rest.split_at(part.span.end - part.span.start);
    breaks(before) + inside + &breaks(after)
}

/// The last heading above `at`, where it begins and what it says; what stands in a fence is none.
fn heading(text: &str, at: usize) -> Option<(usize, String)> {
    let fences: Vec<Span> = Fences { text, at: 0 }
        .map(|fence| Span::new(fence.opening.start, fence.content.end))
        .take_while(|fence| fence.start < at)
        .collect();
    let mut found = None;
    let mut start = 0;
    while start < at {
        let next = next_line(text, Span::new(start, text.len()));
        let line = text[start..next].trim();
        let says = line.trim_start_matches('#');
        let is_heading = says.len() < line.len() && says.starts_with([' ', '\t']);
        let is_fenced = fences.iter().any(|fence| fence.range().contains(&start));
        if is_heading && !is_fenced {
            found = Some((start, says.trim().trim_end_matches('#').trim().to_owned()));
        }
        start = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_fences_are_parts_with_the_headings_above_them() {
        let check = |text: &str, expected: &[Option<&str>]| {
            let found = parts(text);
            let headings: Vec<_> = found.iter().map(|part| part.heading.as_deref()).collect();
            assert_eq!(headings, expected, "{text}");
            for part in &found {
                let alone = only(text, part);
                assert_eq!(alone.matches('\n').count(), text.matches('\n').count());
                assert_eq!(parts(&alone), [], "one is left");
                assert!(crate::syntax::parse(&alone).0.statements.len() == 1, "{alone}");
            }
        };
        let fence =
            |id: &str| format!("```mermaid\narchitecture-beta\nservice {id}(server)[{id}]\n```\n");
        check("", &[]);
        check("architecture-beta\nservice a(x)[A]\n", &[]);
        check(&format!("# One\n{}", fence("a")), &[]);
        let two = format!("# One #\n{}\n## Ünder\r\ntext\n{}", fence("a"), fence("b"));
        check(&two, &[Some("One"), Some("Ünder")]);
        check(&format!("{}{}", fence("a"), fence("b")), &[None, None]);
        let same = format!("# One\n{}{}", fence("a"), fence("b"));
        check(&same, &[Some("One"), None]);
        let other =
            format!("# A\n```sh\n# no heading\n```\n{}~~~\n~~~\n#no\n{}", fence("a"), fence("b"));
        check(&other, &[Some("A"), None]);
    }
}
