use std::fmt::Write as _;

use super::{
    BorderLine, Edge, End, EndAt, Graph, Group, GroupBorder, GroupId, NodeKind, Side, resolve,
};
use crate::syntax::{AlignAxis, cases, parse};

#[test]
fn cases() {
    cases::check_file("engine/graph/cases.txt", |text| {
        let (document, mut diagnostics) = parse(text);
        let (graph, more) = resolve(&document);
        check_consistent(&graph);
        diagnostics.extend(more);
        shown(&graph) + &cases::show(text, &diagnostics)
    });
}

/// A graph in the words of the language.
fn shown(graph: &Graph) -> String {
    let mut out = String::new();
    let title =
        |title: &Option<String>| title.as_ref().map(|t| format!("[{t}]")).unwrap_or_default();
    let parent = |group: Option<GroupId>| {
        group.map(|g| format!(" in {}", graph.groups[g.index()].id)).unwrap_or_default()
    };
    for group in &graph.groups {
        let _ = writeln!(out, "group {}{}{}", group.id, title(&group.title), parent(group.parent));
    }
    for node in &graph.nodes {
        let kind = match node.kind {
            NodeKind::Service => "service",
            NodeKind::Junction => "junction",
        };
        let _ = writeln!(out, "{kind} {}{}{}", node.id, title(&node.title), parent(node.group));
    }
    for edge in &graph.edges {
        let label = title(&edge.label);
        let (tail, head) =
            (if edge.from.arrow { "<" } else { "" }, if edge.to.arrow { ">" } else { "" });
        let _ = writeln!(
            out,
            "edge {} {tail}-{label}-{head} {}",
            end(graph, edge.from),
            end(graph, edge.to)
        );
    }
    for align in &graph.aligns {
        let axis = match align.axis {
            AlignAxis::Row => "row",
            AlignAxis::Column => "column",
        };
        let members: Vec<&str> =
            align.nodes.iter().map(|n| graph.nodes[n.index()].id.as_str()).collect();
        let _ = writeln!(out, "align {axis} {}", members.join(" "));
    }
    out
}

fn end(graph: &Graph, end: End) -> String {
    let name = match end.at {
        EndAt::Node(node) => graph.nodes[node.index()].id.clone(),
        EndAt::Group(group) => format!("group {}", graph.groups[group.index()].id),
    };
    let side = match end.side {
        Some(Side::Left) => "L:",
        Some(Side::Right) => "R:",
        Some(Side::Top) => "T:",
        Some(Side::Bottom) => "B:",
        None => "",
    };
    let border =
        end.border.map(|g| format!("{{{}}}", graph.groups[g.index()].id)).unwrap_or_default();
    format!("{side}{name}{border}")
}

/// Asserts what the stages after this one rely on.
pub(crate) fn check_consistent(graph: &Graph) {
    let n_groups = graph.groups.len();
    let mut ids: Vec<&str> = graph.groups.iter().map(|g| g.id.as_str()).collect();
    ids.extend(graph.nodes.iter().map(|n| n.id.as_str()));
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "two of one id: {ids:?}");
    for group in &graph.groups {
        assert!(group.parent.is_none_or(|parent| parent.index() < n_groups), "a parent exists");
        let above = std::iter::successors(Some(group), |g: &&Group| {
            g.parent.map(|p| &graph.groups[p.index()])
        });
        assert!(above.take(n_groups + 1).count() <= n_groups, "{} lies in itself", group.id);
    }
    for node in &graph.nodes {
        assert!(node.group.is_none_or(|group| group.index() < n_groups), "a group exists");
    }
    for Edge { from, to, .. } in &graph.edges {
        for end in [from, to] {
            let is_there = match end.at {
                EndAt::Node(node) => {
                    let own = graph.nodes[node.index()].group;
                    let mut round = std::iter::successors(own, |g| graph.groups[g.index()].parent);
                    end.border.is_none_or(|border| round.any(|group| group == border))
                }
                EndAt::Group(group) => group.index() < n_groups && end.border.is_none(),
            };
            assert!(is_there, "an edge ends at what exists: {end:?}");
        }
    }
    for align in &graph.aligns {
        let mut nodes = align.nodes.clone();
        nodes.sort_unstable();
        nodes.dedup();
        assert!(nodes.len() == align.nodes.len() && nodes.len() >= 2, "{align:?}");
    }
}

#[test]
fn deep_nesting_and_many_edges_are_resolved() {
    let mut text = "architecture-beta\ngroup g0\n".to_owned();
    for n in 1..10_000 {
        let _ = writeln!(text, "group g{n} in g{}", n - 1);
    }
    for n in 0..200_000 {
        let _ = writeln!(text, "g{}:R --> L:g{}", n % 10_000, n / 20);
    }
    let (document, _) = parse(&text);
    let (graph, diagnostics) = resolve(&document);
    assert_eq!((graph.groups.len(), graph.edges.len()), (10_000, 200_000));
    assert!(diagnostics.iter().all(crate::syntax::Diagnostic::is_portability));
}

#[test]
fn a_ring_of_groups_is_cut_once() {
    let mut text = "architecture-beta\n".to_owned();
    for n in 0..10_000 {
        let _ = writeln!(text, "group g{n} in g{}", (n + 1) % 10_000);
    }
    let (graph, diagnostics) = resolve(&parse(&text).0);
    assert_eq!(diagnostics.iter().filter(|d| d.code == "parent-cycle").count(), 1);
    assert_eq!(graph.groups.iter().filter(|g| g.parent.is_none()).count(), 1);
    assert_eq!(graph.groups[0].parent, None);
}

#[test]
fn groups_have_the_borders_that_stand_behind_them() {
    let text = "architecture-beta\ngroup a #00A4A6{dotted}\ngroup b in a #abc\ngroup c\ndirection LR #abcdef\n";
    let (graph, _) = resolve(&parse(text).0);
    let border = |color: &str, line| GroupBorder { color: color.to_owned(), line };
    let expected = [
        (GroupId(0), border("#00A4A6", Some(BorderLine::Dotted))),
        (GroupId(1), border("#abc", None)),
    ];
    assert_eq!(graph.borders.into_iter().collect::<Vec<_>>(), expected);
}
