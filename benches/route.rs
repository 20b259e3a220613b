//! How long routing takes, by the number of services on a nested grid.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use glam::DVec2;
use veduta::graph::{Edge, End, EndAt, Graph, Group, GroupId, Node, NodeId, NodeKind, Side};
use veduta::layout::{Layout, Rect, Sizes};
use veduta::route::{Params, route};
use veduta::syntax::Span;

fn routes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("route");
    group.sample_size(10);
    for n_nodes in [100, 1_000, 10_000] {
        let (graph, layout, sizes) = nested_grid(n_nodes);
        group.bench_function(BenchmarkId::from_parameter(n_nodes), |bencher| {
            bencher.iter(|| route(&graph, &layout, &sizes, &Params::default()));
        });
    }
    group.finish();
}

/// `n_nodes` services in groups of nine, these in groups of nine, and so on; three edges for every two nodes, most of
/// them to a neighbour in number.
fn nested_grid(n_nodes: usize) -> (Graph, Layout, Sizes) {
    let mut graph = Graph::default();
    let mut layout = Layout::default();
    let mut level = 0;
    while 9_usize.pow(level) < n_nodes {
        level += 1;
    }
    let mut left = n_nodes;
    let size = fill(&mut graph, &mut layout, None, DVec2::ZERO, level, &mut left);
    layout.bounds = Rect::from_min_size(DVec2::ZERO, size);
    let mut random = 7_u64;
    let mut below = |n: usize| {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((random >> 33) % n as u64).unwrap_or(0)
    };
    for k in 0..3 * n_nodes / 2 {
        let a = below(n_nodes);
        let b = if k % 8 == 0 { below(n_nodes) } else { (a + 1 + below(12)) % n_nodes };
        let mut end = |n: usize| {
            let side = [Side::Left, Side::Right, Side::Top, Side::Bottom][below(4)];
            let at = EndAt::Node(NodeId(u32::try_from(n).unwrap_or(0)));
            End { at, side: Some(side), arrow: true, border: None }
        };
        let (from, to) = (end(a), end(b));
        graph.edges.push(Edge { from, to, label: None, span: Span::default() });
    }
    let titles = vec![DVec2::new(60.0, 28.0); graph.groups.len()];
    let sizes = Sizes { nodes: Vec::new(), group_titles: titles, edge_labels: Vec::new() };
    (graph, layout, sizes)
}

fn fill(
    graph: &mut Graph,
    layout: &mut Layout,
    group: Option<GroupId>,
    at: DVec2,
    level: u32,
    left: &mut usize,
) -> DVec2 {
    let mut size = DVec2::ZERO;
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for place in 0..9 {
        if *left == 0 {
            break;
        }
        let corner = at + DVec2::new(x, y);
        let child = if level <= 1 {
            node(graph, layout, group, corner, left)
        } else {
            nest(graph, layout, group, corner, level, left)
        };
        size = size.max(DVec2::new(x, y) + child);
        row = row.max(child.y);
        x += child.x + 48.0;
        if place % 3 == 2 {
            (x, y, row) = (0.0, y + row + 48.0, 0.0);
        }
    }
    size
}

fn node(
    graph: &mut Graph,
    layout: &mut Layout,
    group: Option<GroupId>,
    at: DVec2,
    left: &mut usize,
) -> DVec2 {
    *left -= 1;
    let size = DVec2::new(104.0 + 8.0 * (graph.nodes.len() % 4) as f64, 92.0);
    graph.nodes.push(Node {
        id: format!("n{left}"),
        kind: NodeKind::Service,
        title: None,
        icon: None,
        icon_text: None,
        group,
        span: Span::default(),
    });
    layout.nodes.push(Rect::from_min_size(at, size));
    size
}

fn nest(
    graph: &mut Graph,
    layout: &mut Layout,
    parent: Option<GroupId>,
    at: DVec2,
    level: u32,
    left: &mut usize,
) -> DVec2 {
    let id = GroupId(u32::try_from(graph.groups.len()).unwrap_or(0));
    let name = format!("g{}", id.0);
    graph.groups.push(Group { id: name, title: None, icon: None, parent, span: Span::default() });
    layout.groups.push(Rect::default());
    let inner = fill(graph, layout, Some(id), at + DVec2::new(24.0, 52.0), level - 1, left);
    let size = inner + DVec2::new(48.0, 76.0);
    layout.groups[id.index()] = Rect::from_min_size(at, size);
    size
}

criterion_group!(benches, routes);
criterion_main!(benches);
