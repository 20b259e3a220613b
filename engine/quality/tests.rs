use glam::DVec2;

use super::*;
use crate::graph::{Edge, End, EndAt, Group, GroupId, Node, NodeId, NodeKind, Side};
use crate::layout::Rect;
use crate::route::Route;
use crate::syntax::Span;

/// From, to, their sides, corners.
type Line<'a> = (usize, usize, Side, Side, &'a [[f64; 2]]);

/// Services `a` to `d` as (x, y, group or not), 80 by 80; one group at (-40, -40) of 360 by 160, and an empty one.
fn drawing(lines: &[Line<'_>]) -> (Graph, Layout, Routes) {
    let places = [(0.0, 0.0, true), (200.0, 0.0, true), (400.0, 0.0, false), (0.0, 300.0, false)];
    let (mut graph, mut layout, mut routes) =
        (Graph::default(), Layout::default(), Routes::default());
    for (x, y, is_member) in places {
        graph.nodes.push(Node {
            id: String::new(),
            kind: NodeKind::Service,
            title: None,
            icon: None,
            icon_text: None,
            group: is_member.then_some(GroupId(0)),
            span: Span::default(),
        });
        layout.nodes.push(Rect::from_min_size(DVec2::new(x, y), DVec2::splat(80.0)));
    }
    for (x, y, w, h) in [(-40.0, -40.0, 360.0, 160.0), (100.0, 300.0, 50.0, 50.0)] {
        let id = String::new();
        graph.groups.push(Group {
            id,
            title: None,
            icon: None,
            parent: None,
            span: Span::default(),
        });
        layout.groups.push(Rect::from_min_size(DVec2::new(x, y), DVec2::new(w, h)));
    }
    for (a, b, from, to, points) in lines {
        let end = |n: usize, side| {
            let at = EndAt::Node(NodeId(u32::try_from(n).unwrap()));
            End { at, side: Some(side), arrow: false, border: None }
        };
        let (from, to) = (end(*a, *from), end(*b, *to));
        graph.edges.push(Edge { from, to, label: None, span: Span::default() });
        let points = points.iter().map(|p| DVec2::from_array(*p)).collect();
        routes.edges.push(Route { points, label: None });
    }
    (graph, layout, routes)
}

fn measured(lines: &[Line<'_>]) -> Quality {
    let (graph, layout, routes) = drawing(lines);
    measure(&graph, &layout, &routes)
}

use Side::{Bottom, Left, Right, Top};

#[test]
fn a_straight_line_has_no_fault() {
    let quality = measured(&[(0, 1, Right, Left, &[[80.0, 40.0], [200.0, 40.0]])]);
    let expected = Quality {
        port_ends: 2,
        ports_kept: 2,
        sides_kept: 2,
        facing: 1,
        straight: 1,
        total_length: 120.0,
        ..Quality::default()
    };
    assert_eq!(quality, expected);
}

#[test]
fn lines_through_things_count() {
    let through = measured(&[(0, 2, Right, Left, &[[80.0, 40.0], [400.0, 40.0]])]);
    assert_eq!((through.edges_through_services, through.edges_through_foreign_groups), (1, 0));
    let own = measured(&[(0, 1, Left, Left, &[[0.0, 40.0], [200.0, 40.0]])]);
    assert_eq!((own.edges_through_own_node, own.ports_kept), (1, 1));
    let foreign =
        measured(&[(3, 2, Right, Bottom, &[[80.0, 340.0], [440.0, 340.0], [440.0, 80.0]])]);
    assert_eq!(
        (foreign.edges_through_foreign_groups, foreign.bends, foreign.ports_kept),
        (1, 1, 2)
    );
}

#[test]
fn crossings_and_overlaps_count() {
    let across: &[[f64; 2]] = &[[440.0, 80.0], [440.0, 200.0], [40.0, 200.0], [40.0, 300.0]];
    let down: &[[f64; 2]] = &[[240.0, 80.0], [240.0, 340.0], [80.0, 340.0]];
    let crossed = measured(&[(2, 3, Bottom, Top, across), (1, 3, Bottom, Right, down)]);
    assert_eq!((crossed.crossings, crossed.overlap_pairs), (1, 0));
    let beside: &[[f64; 2]] = &[[240.0, 80.0], [240.0, 200.5], [40.0, 200.5], [40.0, 300.0]];
    let shared = measured(&[(2, 3, Bottom, Top, across), (1, 3, Bottom, Top, beside)]);
    assert_eq!((shared.overlap_pairs, shared.overlap_length), (1, 299.5));
}

#[test]
fn boxes_that_overlap_or_stick_out_count() {
    let (graph, mut layout, routes) = drawing(&[]);
    layout.nodes[2] = Rect::from_min_size(DVec2::new(240.0, 40.0), DVec2::splat(80.0));
    layout.nodes[0] = Rect::from_min_size(DVec2::new(-60.0, 0.0), DVec2::splat(80.0));
    layout.groups[1] = Rect::from_min_size(DVec2::new(300.0, 100.0), DVec2::splat(50.0));
    let expected = Quality {
        service_overlaps: 1,
        nodes_outside_group: 1,
        nodes_in_foreign_group: 2,
        group_overlaps: 1,
        ..Quality::default()
    };
    assert_eq!(measure(&graph, &layout, &routes), expected);
}

#[test]
fn labels_on_things_count() {
    let (graph, layout, mut routes) = drawing(&[
        (0, 1, Right, Left, &[[80.0, 40.0], [200.0, 40.0]]),
        (0, 3, Bottom, Top, &[[40.0, 80.0], [40.0, 300.0]]),
    ]);
    for (place, expected) in
        [((140.0, 40.0), 0), ((90.0, 40.0), 1), ((40.0, 90.0), 2), ((140.0, 200.0), 0)]
    {
        let plate = Rect::from_center_size(DVec2::from(place), DVec2::new(40.0, 30.0));
        routes.edges[0].label = Some(plate);
        assert_eq!(measure(&graph, &layout, &routes).label_overlaps, expected, "{place:?}");
    }
}

/// The report of a drawing with what `change` makes of the boxes of its labels.
fn reported(lines: &[Line<'_>], change: impl FnOnce(&mut Texts)) -> Report {
    let (graph, layout, routes) = drawing(lines);
    let mut texts = Texts { declared: [4, 0, 2, lines.len()], ..Texts::default() };
    change(&mut texts);
    report(&graph, &layout, &routes, &texts)
}

#[test]
fn a_report_tells_size_length_and_shares() {
    let none = reported(&[], |_| {});
    assert_eq!((none.services, none.groups, none.edges), (4, 2, 0));
    assert_eq!((none.port_leave_ok, none.straight_ok, none.placement.stress), (None, None, None));
    assert_eq!((none.mean_detour, none.placement.drawn_len), (0.0, None));
    assert_eq!((none.width, none.height), (520.0, 420.0));
    let round: &[[f64; 2]] = &[[80.0, 340.0], [440.0, 340.0], [440.0, 80.0]];
    let straight: &[[f64; 2]] = &[[80.0, 40.0], [200.0, 40.0]];
    let two = reported(&[(3, 2, Right, Bottom, round), (0, 1, Right, Left, straight)], |texts| {
        texts.declared[3] = 5;
    });
    assert_eq!((two.missing_edges, two.missing_nodes, two.bends), (3, 0, 1));
    assert_eq!((two.total_edge_length, two.max_edge_length), (740.0, 620.0));
    assert_eq!((two.mean_edge_widths, two.max_edge_widths), (Some(4.625), Some(7.75)));
    assert_eq!((two.edges_both_sides_ok, two.straight_ok), (Some(1.0), Some(1.0)));
    assert_eq!((two.partner_side_clear, two.partner_side_cone), (Some(1.0), Some(0.75)));
    assert_eq!((two.placement.port_half, two.placement.port_cone), (Some(1.0), Some(0.75)));
    assert_eq!((two.placement.port_drawn, two.placement.drawn_len), (Some(1.0), Some(4.625)));
    assert_eq!((two.placement.thru_grp_r, two.edges_through_foreign_groups), (1, 1));
}

#[test]
fn a_report_knows_the_labels() {
    let line: &[[f64; 2]] = &[[80.0, 40.0], [200.0, 40.0]];
    let place =
        |x: f64, y: f64| Some(Rect::from_min_size(DVec2::new(x, y), DVec2::new(40.0, 20.0)));
    let check = |labels: [Option<Rect>; 4], expected: [usize; 4]| {
        let report = reported(&[(0, 1, Right, Left, line)], |texts| texts.nodes = labels.to_vec());
        let found = [
            report.edges_through_labels,
            report.label_label_overlaps,
            report.label_service_overlaps,
            report.service_overlaps_with_labels,
        ];
        assert_eq!(found, expected, "{labels:?}");
    };
    check([None; 4], [0; 4]);
    check([None, None, place(120.0, 30.0), None], [1, 0, 0, 1]);
    check([place(120.0, 30.0), None, place(130.0, 90.0), None], [0, 0, 0, 2]);
    check([None, None, place(100.0, 90.0), place(130.0, 100.0)], [0, 1, 0, 2]);
    check([None, None, None, place(220.0, 70.0)], [0, 0, 1, 2]);
}

/// A row with equal steps is drawn without stress; one that goes back to its start is not.
#[test]
fn stress_follows_the_edges() {
    let lines: &[Line<'_>] = &[(0, 1, Right, Left, &[]), (1, 2, Right, Left, &[])];
    let row = reported(lines, |_| {}).placement;
    assert!(row.stress.is_some_and(|stress| stress < 1e-12), "{:?}", row.stress);
    assert_eq!((row.bends, row.port_drawn, row.len_cv), (None, None, Some(0.0)));
    let bent = reported(&[lines[0], (1, 3, Bottom, Top, &[])], |_| {}).placement;
    assert!(bent.stress.is_some_and(|stress| stress > 0.02), "{:?}", bent.stress);
}

/// A thousand groups in each other, and a node in the innermost.
#[test]
fn deep_nests_are_measured() {
    let (mut graph, mut layout, routes) = drawing(&[]);
    graph.groups.clear();
    layout.groups.clear();
    graph.nodes.truncate(1);
    layout.nodes.truncate(1);
    for depth in 0..1000_u32 {
        let (id, title, icon) = (String::new(), None, None);
        let parent = depth.checked_sub(1).map(GroupId);
        graph.groups.push(Group { id, title, icon, parent, span: Span::default() });
        layout.groups.push(layout.nodes[0].inflate(f64::from(2000 - depth)));
    }
    graph.nodes[0].group = Some(GroupId(999));
    assert_eq!(measure(&graph, &layout, &routes), Quality::default());
    graph.nodes[0].group = Some(GroupId(499));
    let quality = measure(&graph, &layout, &routes);
    assert_eq!((quality.nodes_in_foreign_group, quality.group_overlaps), (500, 0));
}
