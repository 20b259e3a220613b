//! The figures about a drawing, as a table for a person and as JSON for programs.

use std::fmt::Write;

use serde_json::Value;

use crate::quality::Report;

/// The report as an object: the figures by name, and an object `placement` with those of the second script.
pub(super) fn json(report: &Report) -> Value {
    // A struct of numbers can always be written.
    serde_json::to_value(report).unwrap_or_default()
}

/// The report as lines: name, figure, what it is.
pub(super) fn table(name: &str, report: &Report) -> String {
    let values = json(report);
    let mut out = format!("{name}: {}\n", counts(&values));
    for (heading, rows) in SECTIONS {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\n{heading}");
        for (name, words) in *rows {
            let _ = writeln!(out, "  {name:<30}{:>12}  {words}", figure(find(&values, name)));
        }
    }
    out
}

/// How much is drawn, in one line.
pub(super) fn counts(values: &Value) -> String {
    let count = |name: &&str| {
        let n = values[*name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
        super::diagnostics::counted(n, name.trim_end_matches('s'))
    };
    COUNTS.iter().map(count).collect::<Vec<_>>().join(", ")
}

/// What matters most, in one line; faults by name where there are any.
pub(super) fn summary(values: &Value) -> String {
    let shown = |(name, words): &(&str, &str)| format!("{words} {}", figure(find(values, name)));
    let mut parts: Vec<String> = SUMMARY.iter().map(shown).collect();
    let faults = FAULTS.iter().filter(|name| find(values, name).as_f64().is_some_and(|n| n > 0.0));
    parts.extend(faults.map(|name| format!("{name} {}", figure(find(values, name)))));
    parts.join(", ")
}

/// What a diagram consists of.
pub(super) const COUNTS: &[&str] = &["services", "junctions", "groups", "edges"];

/// What no drawing should have any of. Merged edges run on top of each other as they should, so that is none.
pub(super) const FAULTS: &[&str] = &[
    "missing_nodes",
    "missing_groups",
    "missing_edges",
    "edges_without_points",
    "service_overlaps",
    "service_overlaps_with_labels",
    "junction_in_service",
    "junction_overlaps",
    "services_outside_group",
    "nodes_in_foreign_group",
    "group_overlaps",
    "subgroup_outside_parent",
    "empty_or_missing_group_boxes",
    "edges_through_services",
    "edges_through_own_node",
    "edges_through_foreign_groups",
    "edges_through_labels",
    "edge_label_overlaps",
    "label_label_overlaps",
    "label_service_overlaps",
];

/// Other figures of which less is better.
pub(super) const LESS_IS_BETTER: &[&str] = &[
    "edge_overlap_pairs",
    "edge_overlap_length",
    "diagonal_segments",
    "edge_crossings",
    "bends",
    "total_edge_length",
    "max_edge_length",
    "mean_detour",
    "area",
    "placement.stress",
];

/// Figures of which more is better.
pub(super) const MORE_IS_BETTER: &[&str] = &[
    "port_leave_ok",
    "partner_side_ok",
    "partner_side_clear",
    "partner_side_cone",
    "edges_both_sides_ok",
    "straight_ok",
];

const SUMMARY: &[(&str, &str)] = &[
    ("edge_crossings", "crossings"),
    ("bends", "bends"),
    ("edges_both_sides_ok", "both sides"),
    ("port_leave_ok", "leave"),
    ("straight_ok", "straight"),
    ("mean_edge_widths", "mean length, widths"),
    ("width", "width"),
    ("height", "height"),
    ("placement.stress", "stress"),
];

/// The figure called `name`; those of the placement have it before their names, with a dot.
pub(super) fn find<'v>(values: &'v Value, name: &str) -> &'v Value {
    match name.split_once('.') {
        Some((part, name)) => &values[part][name],
        None => &values[name],
    }
}

/// A number as a person reads it; a dash for none.
fn figure(value: &Value) -> String {
    match (value.as_i64(), value.as_f64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(number)) if number.abs() >= 1000.0 => format!("{number:.0}"),
        (None, Some(number)) if number.abs() >= 10.0 => format!("{number:.1}"),
        (None, Some(number)) => format!("{number:.3}"),
        (None, None) => "-".to_owned(),
    }
}

/// Figures under one heading: name and what it is.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

const SECTIONS: &[Section] = &[
    (
        "Faults: should be 0",
        &[
            ("missing_nodes", "services and junctions declared, not drawn"),
            ("missing_groups", "groups declared, not drawn"),
            ("missing_edges", "edges declared, not drawn"),
            ("missing_icons", "icons that no pack has"),
            ("edges_without_points", "edges without a line"),
            ("service_overlaps", "pairs of services on each other"),
            ("service_overlaps_with_labels", "the same, labels included"),
            ("junction_in_service", "pairs of a junction and a service on each other"),
            ("junction_overlaps", "pairs of junctions in one place"),
            ("services_outside_group", "nodes that stick out of their group"),
            ("nodes_in_foreign_group", "pairs of a node and a foreign group on each other"),
            ("group_overlaps", "pairs of unrelated groups on each other"),
            ("subgroup_outside_parent", "groups that stick out of the group round them"),
            ("empty_or_missing_group_boxes", "groups without width or height"),
            ("edges_through_services", "pairs of an edge and a foreign service it runs through"),
            ("edges_through_own_node", "edges through the middle of their own service"),
            ("edges_through_foreign_groups", "pairs of an edge and a foreign group it enters"),
            ("edges_through_labels", "pairs of an edge and a foreign service's label it crosses"),
            (
                "edge_overlap_pairs",
                "pairs of edges on top of each other for more than 6 px (merged ones too)",
            ),
            ("edge_overlap_length", "how far, px"),
            ("edge_label_overlaps", "pairs of an edge label and what it lies on"),
            ("label_label_overlaps", "pairs of node labels on each other"),
            ("label_service_overlaps", "pairs of a node label and another service"),
            ("diagonal_segments", "pieces neither horizontal nor vertical"),
        ],
    ),
    (
        "Sides asked for: should be 1",
        &[
            ("port_ends", "ends that ask for a side (a count)"),
            ("port_leave_ok", "of these, line leaves on that side"),
            ("partner_side_ok", "partner's middle lies on that side"),
            ("partner_side_clear", "partner lies wholly beyond that side"),
            ("partner_side_cone", "and within 45 degrees of straight ahead"),
            ("edges_both_sides_ok", "edges whose partners lie as asked at both ends"),
            ("straight_ok", "edges between facing sides that a straight line can join"),
        ],
    ),
    (
        "Lines: the less the better",
        &[
            ("edge_crossings", "crossings"),
            ("crossing_pairs", "pairs of edges that cross"),
            ("bends", "corners"),
            ("bends_per_edge", "corners of an edge"),
            ("total_edge_length", "length of all, px"),
            ("mean_edge_length", "length of an edge, px"),
            ("mean_edge_widths", "length of an edge in widths of a service"),
            ("max_edge_widths", "length of the longest in widths of a service"),
            ("mean_detour", "length over the distance of the ends"),
        ],
    ),
    (
        "Size",
        &[
            ("width", "px"),
            ("height", "px"),
            ("area", "px²"),
            ("aspect", "width over height"),
            ("service_area_fraction", "share of the area that is services"),
        ],
    ),
    (
        "Placement, in units of 80 px; large graphs are sampled",
        &[
            ("placement.node_ov", "pairs of nodes on each other"),
            ("placement.contain_v", "nodes outside their group or in a foreign one"),
            ("placement.grp_out", "groups that stick out of the group round them"),
            ("placement.sib_ov", "pairs of groups in one group on each other"),
            ("placement.cross_c", "crossings of straight lines between middles"),
            ("placement.cross_r", "crossings of lines that share no end"),
            ("placement.thru_c", "straight lines through foreign nodes"),
            ("placement.thru_r", "lines through foreign nodes"),
            ("placement.thru_grp_r", "lines through foreign groups"),
            ("placement.port_half", "share of partners beyond the asked side"),
            ("placement.port_cone", "and mostly straight ahead"),
            ("placement.port_drawn", "share of lines that begin on the asked side"),
            ("placement.stress", "distance on paper against steps; 0 is proportional"),
            ("placement.len_mean", "distance between the ends of an edge"),
            ("placement.len_cv", "its spread over its mean"),
            ("placement.drawn_len", "length of an edge"),
            ("placement.area_eff", "share of the area that is nodes"),
            ("placement.aspect", "width over height, without labels and lines"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_figure() {
        let values = json(&Report::default());
        let rows = SECTIONS.iter().flat_map(|(_, rows)| *rows).chain(SUMMARY).map(|(name, _)| name);
        let lists = [COUNTS, FAULTS, LESS_IS_BETTER, MORE_IS_BETTER];
        for name in rows.chain(lists.into_iter().flatten()) {
            let (object, key) = match name.split_once('.') {
                Some((part, key)) => (&values[part], key),
                None => (&values, *name),
            };
            assert!(object.as_object().is_some_and(|o| o.contains_key(key)), "no {name}");
        }
    }
}
