//! Texts of made-up diagrams of any size, for measuring.
//!
//! Both kinds are those of the project's reference scripts, to the letter: `tidy` of `generate.py`, `clustered` of
//! `generate_graph.py` as `graph_to_mmd.py` writes it. The same kind, number and seed give the same text everywhere, so
//! figures can be compared between machines, versions and programs.

mod clustered;
mod random;
mod tidy;

/// A kind of made-up diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chains in subnets in regions, and a fifth more edges between random services with sides that face each other.
    Tidy,
    /// Groups three deep of four to twelve services, edges mostly inside one group and between hubs, sides mostly as
    /// a hidden plan of the whole has them: what real systems look like.
    Clustered,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Tidy, Self::Clustered];

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tidy => "tidy",
            Self::Clustered => "clustered",
        }
    }
}

/// The text of a diagram of `kind` with `n_services`.
///
/// Junctions come on top, one for a region or for every third group.
#[must_use]
pub fn text(kind: Kind, n_services: usize, seed: u64) -> String {
    match kind {
        Kind::Tidy => tidy::text(n_services, seed),
        Kind::Clustered => clustered::text(n_services, seed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{graph, syntax};

    #[test]
    fn texts_are_read_without_a_complaint_and_have_what_was_asked_for() {
        for kind in Kind::ALL {
            for n_services in [0, 1, 2, 5, 30, 400] {
                let text = text(kind, n_services, 1);
                let (document, mut diagnostics) = syntax::parse(&text);
                let (graph, more) = graph::resolve(&document);
                diagnostics.extend(more);
                diagnostics.retain(|d| d.severity != syntax::Severity::Note);
                assert!(diagnostics.is_empty(), "{kind:?} {n_services}: {diagnostics:?}");
                let is_service = |n: &&graph::Node| n.kind == graph::NodeKind::Service;
                let found = graph.nodes.iter().filter(is_service).count();
                assert_eq!(found, n_services, "{kind:?}");
                assert!(n_services < 30 || graph.edges.len() >= n_services, "{kind:?} has edges");
            }
        }
    }

    #[test]
    fn seeds_differ_and_repeat() {
        for kind in Kind::ALL {
            assert_eq!(text(kind, 100, 7), text(kind, 100, 7));
            assert_ne!(text(kind, 100, 7), text(kind, 100, 8));
        }
    }
}
