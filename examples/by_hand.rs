//! The layout engine as a library: a graph that comes from no text, placed, routed and measured, without a window, fonts
//! or icons.
//!
//! ```sh
//! cargo run --example by_hand
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use glam::DVec2;
use veduta::graph::{Graph, NodeKind, Side};
use veduta::layout::{self, Effort, Sizes, layout};
use veduta::quality;
use veduta::route::{self, route};

fn main() {
    let mut graph = Graph::default();
    let shop = graph.add_group("shop", None);
    let web = graph.add_node("web", NodeKind::Service, Some(shop));
    let orders = graph.add_node("orders", NodeKind::Service, Some(shop));
    let store = graph.add_node("store", NodeKind::Service, None);
    graph.add_edge((web.into(), Side::Right), (orders.into(), Side::Left));
    graph.add_edge((orders.into(), Side::Bottom), (store.into(), Side::Top));

    // How large things are is yours to say, in px: one row for each node, group (its title) and edge (its label).
    let sizes = Sizes {
        nodes: vec![DVec2::new(120.0, 80.0); graph.nodes.len()],
        group_titles: vec![DVec2::new(60.0, 28.0); graph.groups.len()],
        edge_labels: vec![DVec2::ZERO; graph.edges.len()],
    };
    let params = layout::Params { effort: Effort::Best, ..layout::Params::default() };
    let placed = layout(&graph, &sizes, &params);
    let routes = route(&graph, &placed, &sizes, &route::Params::default());

    for (node, at) in graph.nodes.iter().zip(&placed.nodes) {
        println!("{:<8} from {} to {}", node.id, at.min, at.max);
    }
    for (group, at) in graph.groups.iter().zip(&placed.groups) {
        println!("{:<8} from {} to {}", group.id, at.min, at.max);
    }
    for route in &routes.edges {
        let corners: Vec<String> = route.points.iter().map(DVec2::to_string).collect();
        println!("{}", corners.join(" "));
    }
    let quality = quality::measure(&graph, &placed, &routes);
    println!("{} crossings, {} bends", quality.crossings, quality.bends);
}
