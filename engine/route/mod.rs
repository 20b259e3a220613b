//! A path for every edge: orthogonal, round everything it is not joined to, with few bends and crossings.
//!
//! 1. `terminal`: what each end touches and on which side; `ports`: where on that side, fanned out so that lines need
//!    not cross, and straight where two ports face each other.
//! 2. `path`: each edge is routed on a sparse grid of its own (`grid`) between the few boxes it can see (`field`):
//!    the children of the groups round its ends, up to the smallest group round both. A* (`search`) weighs length,
//!    bends, crossings and shared lanes.
//! 3. Rounds of negotiation: every edge is routed again against the lines of all others (`traffic`), in batches whose
//!    size depends on the number of edges only. A batch is routed in parallel and takes effect at once.
//! 4. `nudge`: lines that share a channel are ordered so that they cross least, and moved into lanes.
//! 5. `labels`: a place for each label on its line.
//!
//! After M. Wybrow, K. Marriott, P. Stuckey, "Orthogonal connector routing", Graph Drawing 2009, and, for the rounds,
//! L. `McMurchie`, C. Ebeling, "`PathFinder`: a negotiation-based performance-driven router for FPGAs", 1995.
//! The cost grows with the number of edges times what each sees, not with the size of the drawing.

mod field;
mod grid;
mod ground;
mod hierarchy;
mod improve;
pub(crate) mod index;
mod labels;
mod lines;
mod nudge;
mod order;
mod path;
mod ports;
mod queue;
mod rounds;
mod search;
mod separate;
mod straight;
mod terminal;
mod ticks;
mod toll;
mod traffic;

#[cfg(test)]
mod tests;

use glam::DVec2;

use crate::graph::{EdgeStyle, Graph};
use crate::layout::{Effort, Layout, Rect, Sizes};

use hierarchy::Hierarchy;
use ports::{FanKey, Ports, fan_of_route, fan_to_partner};
use terminal::Terminal;

/// Routes all edges of `graph` through `layout`.
///
/// Every route is orthogonal unless `params.style` says otherwise, leaves and enters on the side asked for (else on the side that faces the partner), passes
/// through no service, junction or group that it is not joined to, and keeps `params.clearance` where there is room.
/// Where a layout leaves no way at all (boxes that overlap or touch), the route of that edge ignores everything but its
/// own two ends. Never fails; the same for any number of threads.
#[must_use]
pub fn route(graph: &Graph, layout: &Layout, sizes: &Sizes, params: &Params) -> Routes {
    route_unless(&|| false, graph, layout, sizes, params).unwrap_or_default()
}

/// As [`route`], or `None` soon after `is_stopped` says so: it is asked between any two edges, or batches of them, and
/// while lines are moved apart, on any thread.
#[must_use]
pub fn route_unless(
    is_stopped: &(dyn Fn() -> bool + Sync),
    graph: &Graph,
    layout: &Layout,
    sizes: &Sizes,
    params: &Params,
) -> Option<Routes> {
    let mut task = Task::new(graph, layout, sizes, params);
    task.place_ports(fan_to_partner);
    let lines = match params.style {
        EdgeStyle::Straight => straight::draw(&task),
        EdgeStyle::Orthogonal | EdgeStyle::Curved => negotiate(&mut task, is_stopped)?,
    };
    let plates = labels::place(&task, &lines, &sizes.edge_labels);
    let edges =
        lines.into_iter().zip(plates).map(|(points, label)| Route { points, label }).collect();
    Some(Routes { edges })
}

/// Orthogonal lines that keep out of each other's way.
fn negotiate(
    task: &mut Task<'_>,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Option<rounds::Corners> {
    let work = Work::of(task.params.effort, task.terminals.len());
    let mut lines = rounds::draw(task, is_stopped)?;
    if work.redraws && task.ports.can_reorder() {
        task.place_ports(|task, edge, k| fan_of_route(task, &lines[edge], edge, k));
        lines = rounds::draw(task, is_stopped)?;
    }
    lines = nudge::nudge(task, lines, is_stopped)?;
    for _ in 0..work.n_refinements {
        task.place_ports(|task, edge, k| fan_of_route(task, &lines[edge], edge, k));
        rounds::refine(task, &mut lines, is_stopped)?;
        lines = nudge::nudge(task, lines, is_stopped)?;
    }
    Some(lines)
}

/// A path for each edge of a graph, in the order of [`Graph::edges`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    /// One an edge.
    pub edges: Vec<Route>,
}

/// The path of one edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Corners from the first end to the second, px; at least two. Neighbours differ in exactly one coordinate, but for
    /// [`EdgeStyle::Straight`].
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
    /// The detour that one bend is worth, px.
    pub bend: f64,
    /// The detour that one crossing is worth, px.
    pub crossing: f64,
    /// How edges run; curved ones have the corners of orthogonal ones, and are for the drawing to bend.
    pub style: EdgeStyle,
    /// How much work to do: a draft is neither drawn twice nor refined, so that lines may lie on each other in tight places.
    pub effort: Effort,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            clearance: 12.0,
            lane: 10.0,
            stub: 14.0,
            bend: 60.0,
            crossing: 400.0,
            style: EdgeStyle::Orthogonal,
            effort: Effort::Normal,
        }
    }
}

/// All that the steps of the stage share.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) hierarchy: Hierarchy,
    pub(crate) terminals: Vec<[Terminal; 2]>,
    pub(crate) ports: Ports,
    /// Edges that share a port share a trunk.
    pub(crate) merge: bool,
    pub(crate) params: Params,
}

impl<'a> Task<'a> {
    fn new(graph: &'a Graph, layout: &Layout, sizes: &Sizes, params: &Params) -> Self {
        let hierarchy = Hierarchy::new(graph, layout, sizes);
        let mut task = Self {
            graph,
            terminals: terminal::terminals(graph, &hierarchy),
            hierarchy,
            ports: Ports::default(),
            merge: graph.hints.merge_edges == Some(true),
            params: params.clone(),
        };
        task.ports = Ports::new(&task);
        task
    }

    /// Gives all ends their places, in the order of `key` on each side.
    fn place_ports(&mut self, key: impl Fn(&Task<'_>, usize, usize) -> FanKey) {
        let mut ports = std::mem::take(&mut self.ports);
        ports.place(self, key);
        self.ports = ports;
    }

    /// Whether two edges share a trunk.
    pub(crate) fn are_mates(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.ports.trunks[a], self.ports.trunks[b]);
        a.iter().flatten().any(|t| b.contains(&Some(*t)))
    }
}

/// How much work is done, by the effort and the number of edges alone: many crossings are worth the time only while it is short.
#[derive(Clone, Copy, Debug)]
struct Work {
    /// Ports are ordered by the routes found, and everything is routed anew.
    redraws: bool,
    /// Times that what crosses is routed once more after the lines have their lanes, which tell crossings exactly.
    n_refinements: usize,
}

impl Work {
    fn of(effort: Effort, n_edges: usize) -> Self {
        match n_edges {
            _ if effort == Effort::Draft => Self { redraws: false, n_refinements: 0 },
            0..=4_000 if effort == Effort::Best => Self { redraws: true, n_refinements: 6 },
            0..=4_000 => Self { redraws: true, n_refinements: 2 },
            4_001..=40_000 => Self { redraws: true, n_refinements: 1 },
            _ => Self { redraws: false, n_refinements: 0 },
        }
    }
}
