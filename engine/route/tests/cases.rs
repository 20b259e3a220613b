//! Small drawings with the routes they must get.

use std::fmt::Write as _;

use super::super::*;
use crate::graph::{Edge, End, EndAt, Group, GroupId, Node, NodeId, NodeKind, Side};
use crate::syntax::Span;

/// Routes `edges` between `boxes` and compares the corners.
///
/// A box is `name x y width height [in group]`; a name in capitals is a group, one with a star a junction. An edge is
/// `a:R L:b`, a side `_` is left open, `a{}` ends at the border of the group of `a`.
fn check(boxes: &str, edges: &str, expected: &str) {
    let (graph, layout, sizes) = drawing(boxes, edges);
    let routes = route(&graph, &layout, &sizes, &Params::default());
    let mut text = String::new();
    for route in &routes.edges {
        let points: Vec<String> = route.points.iter().map(|p| format!("{},{}", p.x, p.y)).collect();
        writeln!(text, "{}", points.join(" ")).unwrap();
    }
    let lines: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(text.trim(), lines.join("\n"), "{boxes}\n{edges}");
}

fn drawing(boxes: &str, edges: &str) -> (Graph, Layout, Sizes) {
    let (mut graph, mut layout) = (Graph::default(), Layout::default());
    for line in boxes.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [x, y, w, h] = [1, 2, 3, 4].map(|k| words[k].parse::<f64>().unwrap());
        let area = Rect::from_min_size(DVec2::new(x, y), DVec2::new(w, h));
        let (id, span) = (words[0].to_owned(), Span::default());
        let find = |name: &&str| graph.groups.iter().position(|g| g.id == **name);
        let parent = words.get(6).and_then(find).map(|g| GroupId(u32::try_from(g).unwrap()));
        if id.chars().all(char::is_uppercase) {
            graph.groups.push(Group { id, title: None, icon: None, parent, span });
            layout.groups.push(area);
        } else {
            let kind = if id.contains('*') { NodeKind::Junction } else { NodeKind::Service };
            graph.nodes.push(Node {
                id,
                kind,
                title: None,
                icon: None,
                icon_text: None,
                group: parent,
                span,
            });
            layout.nodes.push(area);
        }
    }
    for line in edges.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (from, to) = line.split_once(' ').unwrap();
        let (a, s) = from.split_once(':').unwrap();
        let (t, b) = to.split_once(':').unwrap();
        let (from, to) = (end(&graph, a, s), end(&graph, b, t));
        graph.edges.push(Edge { from, to, label: None, span: Span::default() });
    }
    (graph, layout, Sizes::default())
}

fn end(graph: &Graph, name: &str, side: &str) -> End {
    let side = match side {
        "L" => Some(Side::Left),
        "R" => Some(Side::Right),
        "T" => Some(Side::Top),
        "B" => Some(Side::Bottom),
        _ => None,
    };
    let (plain, at_border) = name.strip_suffix("{}").map_or((name, false), |n| (n, true));
    let node = graph.nodes.iter().position(|n| n.id == plain);
    let group = graph.groups.iter().position(|g| g.id == plain);
    let at = match (node, group) {
        (Some(node), _) => EndAt::Node(NodeId(u32::try_from(node).unwrap())),
        (None, group) => EndAt::Group(GroupId(u32::try_from(group.unwrap()).unwrap())),
    };
    let border = node.filter(|_| at_border).and_then(|n| graph.nodes[n].group);
    End { at, side, arrow: true, border }
}

#[test]
fn facing_boxes_get_a_straight_line() {
    check("a 0 0 100 100\nb 200 0 100 100", "a:R L:b", "100,50 200,50");
    check("a 0 0 100 100\nb 200 0 100 100", "b:L R:a", "200,50 100,50");
    check("a 0 0 100 100\nb 0 200 100 100", "a:B T:b", "50,100 50,200");
    check("a 0 0 100 100\nb 200 0 100 100", "a:_ _:b", "100,50 200,50");
    check("a 0 0 100 100\nb 0 200 100 100", "a:_ _:b", "50,100 50,200");
}

#[test]
fn boxes_a_little_out_of_line_still_get_one() {
    check("a 0 0 100 100\nb 200 20 100 100", "a:R L:b", "100,60 200,60");
    check("a 0 0 100 100\nj* 200 62 8 8", "a:R L:j*", "100,66 204,66");
}

#[test]
fn offset_boxes_meet_in_the_middle_of_their_channel() {
    check("a 0 0 100 100\nb 200 150 100 100", "a:R L:b", "100,50 150,50 150,200 200,200");
    check("a 0 0 100 100\nb 150 200 100 100", "a:R T:b", "100,50 200,50 200,200");
}

#[test]
fn several_lines_between_two_boxes_run_side_by_side() {
    check(
        "a 0 0 100 100\nb 200 0 100 100",
        "a:R L:b\na:R L:b\nb:L R:a",
        "
        100,35 200,35
        100,50 200,50
        200,65 100,65",
    );
}

#[test]
fn what_stands_between_is_gone_round() {
    let boxes = "a 0 0 100 100\nwall 200 0 100 100\nb 400 0 100 100";
    let (graph, layout, sizes) = drawing(boxes, "a:R L:b");
    let routes = route(&graph, &layout, &sizes, &Params::default());
    let points = &routes.edges[0].points;
    assert_eq!(
        (points.first(), points.last()),
        (Some(&DVec2::new(100.0, 50.0)), Some(&DVec2::new(400.0, 50.0)))
    );
    assert_eq!(points.len(), 6, "{points:?}");
    let beside = points.iter().all(|p| p.x < 188.1 || p.x > 311.9 || p.y < -11.9 || p.y > 111.9);
    assert!(beside, "closer than the clearance: {points:?}");
}

#[test]
fn groups_end_lines_at_their_border() {
    let boxes = "G 200 0 200 200\na 0 50 100 100\nb 250 50 100 100 in G";
    check(boxes, "a:R L:G", "100,100 200,100");
    check(boxes, "a:R L:b{}", "100,100 200,100");
    check(boxes, "a:R L:b", "100,100 250,100");
    check(boxes, "b:R R:G", "350,100 400,100");
}

#[test]
fn lines_at_a_junction_join_in_its_middle() {
    check(
        "a 0 0 100 100\nj* 196 46 8 8\nb 300 0 100 100",
        "a:R L:j*\nj*:R L:b",
        "
        100,50 200,50
        200,50 300,50",
    );
}

/// Places a label of `size` on the only edge of a drawing and compares its plate.
fn check_label(boxes: &str, edge: &str, arrow: bool, size: (f64, f64), expected: [f64; 4]) {
    let (mut graph, layout, mut sizes) = drawing(boxes, edge);
    (graph.edges[0].from.arrow, graph.edges[0].to.arrow) = (false, arrow);
    graph.edges[0].label = Some("label".to_owned());
    sizes.edge_labels = vec![size.into()];
    let routes = route(&graph, &layout, &sizes, &Params::default());
    let plate = routes.edges[0].label.unwrap();
    let found = [plate.min.x, plate.min.y, plate.max.x, plate.max.y].map(f64::round);
    assert_eq!(found, expected, "{edge} {size:?}");
}

#[test]
fn a_label_covers_as_little_as_it_can() {
    let pair = "a 0 0 96 96\nb 144 0 96 96";
    let far = "a 0 0 96 96\nb 296 0 96 96";
    check_label(far, "a:R L:b", true, (40.0, 16.0), [176.0, 40.0, 216.0, 56.0]);
    // Room enough between the tiles, if barely.
    check_label(pair, "a:R L:b", false, (42.0, 16.0), [99.0, 40.0, 141.0, 56.0]);
    // A little over both tiles rather than far over one.
    check_label(pair, "a:R L:b", false, (90.0, 16.0), [75.0, 40.0, 165.0, 56.0]);
    // The arrowhead tells more than the rim of a tile.
    check_label(pair, "a:R L:b", true, (42.0, 16.0), [89.0, 40.0, 131.0, 56.0]);
}
