//! What the routes do: cross, overlap, pass through things, keep their sides.

use std::collections::BTreeMap;

use glam::DVec2;

use crate::graph::{Edge, End, EndAt, Graph, NodeKind, Side};
use crate::layout::{Layout, Rect};
use crate::route::index::SpatialIndex;
use crate::route::{Route, Routes};

use super::Quality;
use super::nodes::lies_in;

/// Crossings nearer than this to an end that both edges share do not count, px.
const SHARED_END: f64 = 3.0;

/// Shared lengths up to this do not count, px.
const SHORT_OVERLAP: f64 = 6.0;

/// One straight piece of a route.
#[derive(Clone, Copy)]
struct Piece {
    edge: usize,
    from: DVec2,
    to: DVec2,
}

impl Piece {
    fn bounds(&self) -> Rect {
        Rect { min: self.from.min(self.to), max: self.from.max(self.to) }
    }
}

/// Counts all about the edges.
pub(super) fn measure(graph: &Graph, layout: &Layout, routes: &Routes, quality: &mut Quality) {
    let pieces = pieces(routes);
    let bounds: Vec<Rect> = pieces.iter().map(|p| p.bounds().inflate(1.0)).collect();
    let index = SpatialIndex::of(&bounds);
    count_meetings(graph, routes, &pieces, &bounds, &index, quality);
    count_passages(graph, layout, &pieces, quality);
    count_label_overlaps(layout, routes, &pieces, &index, quality);
    for (edge, route) in graph.edges.iter().zip(&routes.edges) {
        measure_one(graph, layout, edge, route, quality);
    }
}

fn pieces(routes: &Routes) -> Vec<Piece> {
    let of = |(edge, route): (usize, &Route)| -> Vec<Piece> {
        let pairs = route.points.windows(2).filter(|w| w[0].distance(w[1]) > 1e-6);
        pairs.map(|w| Piece { edge, from: w[0], to: w[1] }).collect()
    };
    routes.edges.iter().enumerate().flat_map(of).collect()
}

fn count_meetings(
    graph: &Graph,
    routes: &Routes,
    pieces: &[Piece],
    bounds: &[Rect],
    index: &SpatialIndex,
    quality: &mut Quality,
) {
    let mut overlaps: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (a, piece) in pieces.iter().enumerate() {
        for b in index.query(bounds[a]).into_iter().map(|b| b as usize).filter(|b| *b > a) {
            let other = &pieces[b];
            if piece.edge == other.edge {
                continue;
            }
            if let Some(at) = crossing(piece, other) {
                let near = |p: &DVec2| p.distance(at) <= SHARED_END;
                let ends = shared_ends(graph, routes, piece.edge, other.edge);
                quality.crossings += usize::from(!ends.iter().any(near));
            } else {
                let length = shared_length(piece, other);
                if length > 0.0 {
                    let pair = (piece.edge.min(other.edge), piece.edge.max(other.edge));
                    *overlaps.entry(pair).or_default() += length;
                }
            }
        }
    }
    for length in overlaps.into_values().filter(|l| *l > SHORT_OVERLAP) {
        quality.overlap_pairs += 1;
        quality.overlap_length += length;
    }
}

/// Where both edges end at the same thing.
fn shared_ends(graph: &Graph, routes: &Routes, a: usize, b: usize) -> Vec<DVec2> {
    let ends = |e: usize| {
        let points = &routes.edges[e].points;
        let edge = &graph.edges[e];
        [(edge.from.at, points.first().copied()), (edge.to.at, points.last().copied())]
    };
    let (ends_a, ends_b) = (ends(a), ends(b));
    let is_shared =
        |at: &EndAt| ends_a.iter().any(|(x, _)| x == at) && ends_b.iter().any(|(x, _)| x == at);
    let all = ends_a.iter().chain(&ends_b);
    all.filter(|(at, _)| is_shared(at)).filter_map(|(_, point)| *point).collect()
}

/// Where the insides of two pieces cross, not where they touch.
fn crossing(a: &Piece, b: &Piece) -> Option<DVec2> {
    let (r, s) = (a.to - a.from, b.to - b.from);
    let (length_r, length_s) = (r.length(), s.length());
    let across = r.perp_dot(s);
    if across.abs() < 1e-6 * length_r * length_s {
        return None;
    }
    let t = (b.from - a.from).perp_dot(s) / across;
    let u = (b.from - a.from).perp_dot(r) / across;
    let (spare_t, spare_u) = (0.01 / length_r, 0.01 / length_s);
    let inside = |v: f64, spare: f64| spare < v && v < 1.0 - spare;
    (inside(t, spare_t) && inside(u, spare_u)).then(|| a.from + r * t)
}

/// The length that two pieces within 1 px of each other run side by side, px.
fn shared_length(a: &Piece, b: &Piece) -> f64 {
    let along = (a.to - a.from).normalize_or_zero();
    let places =
        [b.from, b.to].map(|p| ((p - a.from).dot(along), (p - a.from).perp_dot(along).abs()));
    if places.iter().any(|(_, off)| *off > 1.0) {
        return 0.0;
    }
    let (low, high) = (places[0].0.min(places[1].0), places[0].0.max(places[1].0));
    (high.min((a.to - a.from).length()) - low.max(0.0)).max(0.0)
}

fn count_passages(graph: &Graph, layout: &Layout, pieces: &[Piece], quality: &mut Quality) {
    let nodes = SpatialIndex::of(&layout.nodes);
    let groups = SpatialIndex::of(&layout.groups);
    let (mut services, mut own, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
    for piece in pieces {
        let edge = &graph.edges[piece.edge];
        for n in nodes.query(piece.bounds()).into_iter().map(|n| n as usize) {
            if graph.nodes[n].kind == NodeKind::Junction {
                continue;
            }
            let area = layout.nodes[n];
            if is_end(edge, n) {
                let quarter = area.size() / 4.0;
                let middle = Rect { min: area.min + quarter, max: area.max - quarter };
                own.extend(passes(piece, &middle).then_some((piece.edge, n)));
            } else {
                services.extend(passes(piece, &area.inflate(-2.0)).then_some((piece.edge, n)));
            }
        }
        for g in groups.query(piece.bounds()).into_iter().map(|g| g as usize) {
            let is_round = [edge.from, edge.to].iter().any(|end| is_round_end(graph, end, g));
            if !is_round && passes(piece, &layout.groups[g].inflate(-1.0)) {
                foreign.push((piece.edge, g));
            }
        }
    }
    quality.edges_through_services = n_distinct(services);
    quality.edges_through_own_node = n_distinct(own);
    quality.edges_through_foreign_groups = n_distinct(foreign);
}

fn n_distinct(mut pairs: Vec<(usize, usize)>) -> usize {
    pairs.sort_unstable();
    pairs.dedup();
    pairs.len()
}

fn is_end(edge: &Edge, node: usize) -> bool {
    [edge.from.at, edge.to.at].iter().any(|at| matches!(at, EndAt::Node(n) if n.index() == node))
}

fn is_round_end(graph: &Graph, end: &End, group: usize) -> bool {
    match end.at {
        EndAt::Node(node) => {
            let start = graph.nodes.get(node.index()).and_then(|n| n.group);
            lies_in(graph, start, group)
        }
        EndAt::Group(at) => lies_in(graph, Some(at), group),
    }
}

/// Whether a piece of positive length lies inside `area`.
fn passes(piece: &Piece, area: &Rect) -> bool {
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    let along = piece.to - piece.from;
    for axis in [0, 1] {
        let (low, high, at) = (area.min[axis], area.max[axis], piece.from[axis]);
        if low >= high {
            return false;
        }
        if along[axis].abs() < 1e-9 {
            if at <= low || at >= high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - at) / along[axis], (high - at) / along[axis]);
        start = start.max(a.min(b));
        end = end.min(a.max(b));
    }
    (end - start) * along.length() > 1e-6
}

fn count_label_overlaps(
    layout: &Layout,
    routes: &Routes,
    pieces: &[Piece],
    index: &SpatialIndex,
    quality: &mut Quality,
) {
    let nodes = SpatialIndex::of(&layout.nodes);
    let plates: Vec<(usize, Rect)> = routes
        .edges
        .iter()
        .enumerate()
        .filter_map(|(e, r)| Some((e, r.label?.inflate(-1.0))))
        .collect();
    let areas: Vec<Rect> = plates.iter().map(|(_, r)| *r).collect();
    let labels = SpatialIndex::of(&areas);
    for (number, (edge, plate)) in plates.iter().enumerate() {
        let on_nodes = nodes
            .query(*plate)
            .into_iter()
            .filter(|n| layout.nodes[*n as usize].overlaps(plate))
            .count();
        let on_labels = labels
            .query(*plate)
            .into_iter()
            .map(|l| l as usize)
            .filter(|l| *l > number && areas[*l].overlaps(plate))
            .count();
        let mut under: Vec<usize> = index
            .query(*plate)
            .into_iter()
            .map(|p| &pieces[p as usize])
            .filter(|p| p.edge != *edge && passes(p, plate))
            .map(|p| p.edge)
            .collect();
        under.dedup();
        quality.label_overlaps += on_nodes + on_labels + under.len();
    }
}

fn measure_one(graph: &Graph, layout: &Layout, edge: &Edge, route: &Route, quality: &mut Quality) {
    let points = &route.points;
    let steps: Vec<DVec2> = points.windows(2).map(|w| w[1] - w[0]).collect();
    for step in &steps {
        quality.total_length += step.length();
        let is_diagonal = step.x.abs() > 1.0 && step.y.abs() > 1.0;
        quality.diagonal_segments += usize::from(is_diagonal);
    }
    let turns = steps
        .windows(2)
        .filter(|w| w[0].perp_dot(w[1]).abs() > 0.087 * w[0].length() * w[1].length());
    quality.bends += turns.count();
    if let [first, .., last] = steps[..] {
        measure_end(graph, layout, &edge.from, points[0], first, quality);
        measure_end(graph, layout, &edge.to, points[points.len() - 1], -last, quality);
    } else if let [only] = steps[..] {
        measure_end(graph, layout, &edge.from, points[0], only, quality);
        measure_end(graph, layout, &edge.to, points[1], -only, quality);
    }
}

fn measure_end(
    graph: &Graph,
    layout: &Layout,
    end: &End,
    port: DVec2,
    step: DVec2,
    quality: &mut Quality,
) {
    let Some(side) = end.side else { return };
    quality.port_ends += 1;
    let (area, is_junction) = match end.at {
        EndAt::Node(n) => {
            (layout.nodes[n.index()], graph.nodes[n.index()].kind == NodeKind::Junction)
        }
        EndAt::Group(g) => (layout.groups[g.index()], false),
    };
    let (axis, sign, border) = match side {
        Side::Left => (0, -1.0, area.min.x),
        Side::Right => (0, 1.0, area.max.x),
        Side::Top => (1, -1.0, area.min.y),
        Side::Bottom => (1, 1.0, area.max.y),
    };
    let out = step[axis] * sign;
    let beyond = (port[axis] - border) * sign;
    let on_border = if end.border.is_some() { beyond >= -3.0 } else { beyond.abs() <= 3.0 };
    let across = 1 - axis;
    let beside = port[across] >= area.min[across] - 3.0 && port[across] <= area.max[across] + 3.0;
    let kept = if is_junction { out > 1e-3 } else { on_border && beside && out >= -1e-3 };
    quality.ports_kept += usize::from(kept);
}
