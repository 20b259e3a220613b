//! A path for every edge.

use glam::DVec2;

use crate::graph::{EndAt, Graph, Side};
use crate::layout::{Layout, Rect, Sizes};

/// A path for each edge of a graph, in the order of [`Graph::edges`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    /// One an edge.
    pub edges: Vec<Route>,
}

/// The path of one edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Corners from the first end to the second, px; neighbours differ in exactly one coordinate; at least two.
    pub points: Vec<DVec2>,
    /// The plate of its label.
    pub label: Option<Rect>,
}

/// How routes are to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Between a line and a tile it is not joined to, px.
    pub clearance: f64,
    /// Between parallel lines, px.
    pub lane: f64,
    /// Length of the straight piece before a tile, px.
    pub stub: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self { clearance: 12.0, lane: 10.0, stub: 14.0 }
    }
}

/// Routes all edges of `graph` through `layout`. Throw-away stub.
#[must_use]
pub fn route(graph: &Graph, layout: &Layout, _sizes: &Sizes, _params: &Params) -> Routes {
    let of = |at: EndAt| match at {
        EndAt::Node(n) => layout.nodes[n.index()],
        EndAt::Group(g) => layout.groups[g.index()],
    };
    let port = |r: Rect, side: Option<Side>| match side {
        Some(Side::Left) => DVec2::new(r.min.x, r.center().y),
        Some(Side::Right) | None => DVec2::new(r.max.x, r.center().y),
        Some(Side::Top) => DVec2::new(r.center().x, r.min.y),
        Some(Side::Bottom) => DVec2::new(r.center().x, r.max.y),
    };
    let edges = graph
        .edges
        .iter()
        .map(|e| {
            let (a, b) = (port(of(e.from.at), e.from.side), port(of(e.to.at), e.to.side));
            let m = (a.x + b.x) / 2.0;
            Route { points: vec![a, DVec2::new(m, a.y), DVec2::new(m, b.y), b], label: None }
        })
        .collect();
    Routes { edges }
}
