//! Any bytes: reading never fails, and what is told of them stands in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use veduta::{graph, syntax};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (document, mut diagnostics) = syntax::parse(&text);
    let (graph, more) = graph::resolve(&document);
    diagnostics.extend(more);
    let lines = syntax::LineIndex::new(&text);
    for diagnostic in &diagnostics {
        assert!(text.get(diagnostic.span.range()).is_some(), "outside the text: {diagnostic:?}");
        assert!(syntax::explain(diagnostic.code).is_some(), "unexplained: {diagnostic:?}");
        let (line, column) = lines.line_column(diagnostic.span.start);
        assert!(line >= 1 && column >= 1, "nowhere: {diagnostic:?}");
    }
    for (group_idx, group) in graph.groups.iter().enumerate() {
        let round = std::iter::successors(group.parent, |g| graph.groups[g.index()].parent);
        let is_ring = round.take(graph.groups.len()).any(|g| g.index() == group_idx);
        assert!(!is_ring, "a group lies in itself");
    }
});
