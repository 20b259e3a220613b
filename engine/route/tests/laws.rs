//! What holds for every layout.

use proptest::prelude::*;

use super::super::*;
use super::nest::Nest;
use crate::graph::{EndAt, Side};
use crate::quality::measure;

fn route_nest(nest: &Nest) -> Routes {
    route(&nest.graph, &nest.layout, &nest.sizes, &Params::default())
}

/// Every route is orthogonal and leaves its end boxes on the sides asked for.
fn check_shape(nest: &Nest, routes: &Routes) -> Result<(), TestCaseError> {
    prop_assert_eq!(routes.edges.len(), nest.graph.edges.len());
    for (edge, route) in nest.graph.edges.iter().zip(&routes.edges) {
        prop_assert!(route.points.len() >= 2, "{:?}: {:?}", edge, route);
        let mut last = DVec2::ZERO;
        for w in route.points.windows(2) {
            let step = w[1] - w[0];
            prop_assert!(step.is_finite(), "{:?}: {:?}", edge, route);
            prop_assert!((step.x == 0.0) != (step.y == 0.0), "{:?}: {:?}", edge, route);
            prop_assert!(step.dot(last) == 0.0, "turns back {:?}: {:?}", edge, route);
            last = step;
        }
        prop_assert_eq!(route.label.is_some(), edge.label.is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn routes_keep_out_of_everything(seed: u64, n_nodes in 2_usize..40, n_edges in 1_usize..50) {
        let nest = Nest::new(seed, n_nodes, n_edges);
        let routes = route_nest(&nest);
        check_shape(&nest, &routes)?;
        let quality = measure(&nest.graph, &nest.layout, &routes);
        prop_assert_eq!(quality.edges_through_services, 0);
        prop_assert_eq!(quality.edges_through_foreign_groups, 0);
        prop_assert_eq!(quality.edges_through_own_node, 0);
        prop_assert_eq!(quality.diagonal_segments, 0);
        let missed = quality.port_ends - quality.ports_kept;
        prop_assert!(missed <= n_inner_ends(&nest), "{} of {} ends", missed, quality.port_ends);
    }

    #[test]
    fn curved_edges_take_the_same_ways_and_straight_ones_none(seed: u64, n_nodes in 2_usize..20, n_edges in 1_usize..30) {
        let nest = Nest::new(seed, n_nodes, n_edges);
        let styled = |style| {
            route(&nest.graph, &nest.layout, &nest.sizes, &Params { style, ..Params::default() })
        };
        prop_assert_eq!(styled(EdgeStyle::Curved), route_nest(&nest));
        let straight = styled(EdgeStyle::Straight);
        for (edge, route) in nest.graph.edges.iter().zip(&straight.edges) {
            let points = &route.points;
            prop_assert!(points.iter().all(|p| p.is_finite()), "{:?}", route);
            prop_assert_eq!(route.label.is_some(), edge.label.is_some());
            let is_loop = edge.from.at == edge.to.at;
            prop_assert!(points.len() <= if is_loop { 6 } else { 4 }, "{:?}: {:?}", edge, route);
            // Nowhere else do they begin and end.
            let routed = &styled(EdgeStyle::Orthogonal);
            let axis_of = |end: &crate::graph::End| end.side.map(|side| usize::from(matches!(side, Side::Top | Side::Bottom)));
            let index = nest.graph.edges.iter().position(|other| std::ptr::eq(other, edge)).unwrap();
            let other = &routed.edges[index].points;
            for (end, a, b) in [(&edge.from, points[0], other[0]), (&edge.to, points[points.len() - 1], other[other.len() - 1])] {
                if let Some(axis) = axis_of(end) {
                    prop_assert_eq!(a[axis], b[axis], "{:?}", end);
                }
            }
        }
    }

    #[test]
    fn any_boxes_give_sound_routes(seed: u64, boxes in prop::collection::vec(any::<[f64; 4]>(), 60)) {
        let mut nest = Nest::new(seed, 12, 20);
        let all = nest.layout.nodes.iter_mut().chain(&mut nest.layout.groups);
        for (area, [x, y, w, h]) in all.zip(boxes) {
            let wrap = |v: f64| if v.is_finite() { v % 1000.0 } else { v };
            *area = Rect::from_min_size(DVec2::new(wrap(x), wrap(y)), DVec2::new(wrap(w).abs(), wrap(h).abs()));
        }
        let routes = route_nest(&nest);
        check_shape(&nest, &routes)?;
    }

}

#[test]
fn threads_change_nothing() {
    for (seed, n_nodes, n_edges) in [(1, 60, 150), (2, 300, 520), (3, 30, 60)] {
        let nest = Nest::new(seed, n_nodes, n_edges);
        let with = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
            pool.install(|| route_nest(&nest))
        };
        let one = with(1);
        assert_eq!(one, with(2));
        assert_eq!(one, with(8));
    }
}

/// Ends at a group from within: their line goes inward, which the metric does not know.
fn n_inner_ends(nest: &Nest) -> usize {
    let task = Task::new(&nest.graph, &nest.layout, &nest.sizes, &Params::default());
    let is_inner = |e: &Terminal| e.inner;
    task.terminals.iter().flatten().filter(|e| is_inner(e)).count()
}

#[test]
fn empty_graphs_have_no_routes() {
    let routes =
        route(&Graph::default(), &Layout::default(), &Sizes::default(), &Params::default());
    assert_eq!(routes, Routes::default());
}

#[test]
fn a_loop_leaves_and_enters_the_sides_asked_for() {
    for a in [Side::Left, Side::Right, Side::Top, Side::Bottom] {
        for b in [Side::Left, Side::Right, Side::Top, Side::Bottom] {
            let mut nest = Nest::new(1, 6, 1);
            nest.graph.edges[0].to = nest.graph.edges[0].from;
            nest.graph.edges[0].from.at = EndAt::Node(crate::graph::NodeId(0));
            nest.graph.edges[0].to.at = EndAt::Node(crate::graph::NodeId(0));
            (nest.graph.edges[0].from.side, nest.graph.edges[0].to.side) = (Some(a), Some(b));
            let quality = measure(&nest.graph, &nest.layout, &route_nest(&nest));
            assert_eq!((quality.ports_kept, quality.edges_through_own_node), (2, 0), "{a:?} {b:?}");
        }
    }
}
