//! What the reference script for placements, `placement.py`, measures: sampled where a graph is large, as it samples.

use glam::DVec2;
use rayon::prelude::*;
use serde::Serialize;

use crate::graph::{Edge, EndAt, Node, Side};
use crate::layout::Rect;

use super::boxes::overlap;
use super::index::Index;
use super::sides::{border, direction};
use super::stress::stress;
use super::study::{Piece, Study};

/// Less than this is nothing, px.
const NOTHING: f64 = 0.5;

/// The width of a service in the generated graphs, which the script takes as its unit of length, px.
const UNIT: f64 = 80.0;

/// Graphs of more nodes are sampled, where every node is tested.
const MOST_NODES: usize = 12_000;

/// Nodes in such a sample.
const NODE_SAMPLE: usize = 2000;

/// Graphs of more edges are sampled, where every edge is tested against all others.
const MOST_EDGES: usize = 3000;

/// Graphs with more pairs of an edge and a node are sampled, where these are tested.
const MOST_PAIRS: usize = 10_000_000;

/// Edges in such samples.
const EDGE_SAMPLE: usize = 400;

/// How things stand, under the names of the reference script `placement.py`, which defines them.
///
/// An end on a group counts with the group's box. Lengths are in units of 80 px, as in the script, but where it says
/// otherwise. What has nothing to be measured on is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Placement {
    /// Pairs of nodes whose boxes overlap.
    pub node_ov: usize,
    /// Nodes that stick out of their own group.
    pub own_out: usize,
    /// Nodes that overlap a group they do not lie in; scaled up from 2,000 nodes where there are more than 12,000.
    pub foreign_in: usize,
    /// The sum of the two before.
    pub contain_v: usize,
    /// Groups that stick out of the group round them.
    pub grp_out: usize,
    /// Pairs of groups in the same group that overlap.
    pub sib_ov: usize,
    /// Crossings of straight lines from middle to middle, of edges that share no end; scaled up from 400 edges where
    /// there are more than 3,000.
    pub cross_c: usize,
    /// Crossings of the lines as drawn, of edges that share no end; sampled likewise.
    pub cross_r: usize,
    /// The same an edge.
    pub cross_r_pe: Option<f64>,
    /// Pairs of a node and an edge whose straight line from middle to middle runs through it; scaled up from 400 edges
    /// where there are more than ten million pairs.
    pub thru_c: usize,
    /// The same for the lines as drawn; sampled likewise.
    pub thru_r: usize,
    /// Pairs of an edge and a group, round neither of its ends, that its line enters; sampled likewise.
    pub thru_grp_r: usize,
    /// Share of the ends with a side whose partner's middle lies beyond that side of their own box.
    pub port_half: Option<f64>,
    /// Share of these for which, besides, the asked axis has the greater distance.
    pub port_cone: Option<f64>,
    /// Share of these whose line begins on the asked side of the box.
    pub port_drawn: Option<f64>,
    /// Distances on paper against steps along edges, from 50 nodes: 0 is proportional.
    pub stress: Option<f64>,
    /// Spread of the distances between the ends of an edge, over their mean.
    pub len_cv: Option<f64>,
    /// Their mean.
    pub len_mean: Option<f64>,
    /// Corners of a line, in the mean.
    pub bends: Option<f64>,
    /// Length of a line, in the mean.
    pub drawn_len: Option<f64>,
    /// The area of all nodes over that of the box round nodes and groups.
    pub area_eff: Option<f64>,
    /// Width of that box over its height.
    pub aspect: Option<f64>,
}

/// Measures all of it.
pub(super) fn placement(study: &Study<'_>) -> Placement {
    let mut found = Placement::default();
    nodes(study, &mut found);
    groups(study, &mut found);
    let course = Courses::of(study);
    crossings(study, &course, &mut found);
    passages(study, &course, &mut found);
    ports(study, &course, &mut found);
    found.stress = stress(study);
    lengths(study, &course, &mut found);
    extent(study, &mut found);
    found
}

/// What the script draws of each edge: its line, or where it has none a straight one between the asked sides.
struct Courses {
    pieces: Vec<Piece>,
    starts: Vec<usize>,
    /// Whether there is a line.
    given: Vec<bool>,
    /// The straight lines from middle to middle.
    direct: Vec<Piece>,
}

impl Courses {
    fn of(study: &Study<'_>) -> Self {
        let (mut pieces, mut starts) = (Vec::new(), vec![0]);
        let (mut given, mut direct) = (Vec::new(), Vec::new());
        for (number, edge) in study.graph.edges.iter().enumerate() {
            let [from, to] = ends(study, edge);
            direct.push(Piece { edge: number, from: from.center(), to: to.center() });
            let points = study.routes.edges.get(number).map_or(&[][..], |route| &route.points);
            given.push(points.len() >= 2);
            if points.len() >= 2 {
                pieces.extend(points.windows(2).map(|w| Piece {
                    edge: number,
                    from: w[0],
                    to: w[1],
                }));
            } else {
                let (from, to) = (anchor(&from, edge.from.side), anchor(&to, edge.to.side));
                pieces.push(Piece { edge: number, from, to });
            }
            starts.push(pieces.len());
        }
        Self { pieces, starts, given, direct }
    }

    fn pieces_of(&self, edge: usize) -> &[Piece] {
        &self.pieces[self.starts[edge]..self.starts[edge + 1]]
    }
}

/// The boxes of both ends of an edge; an empty one for what has none.
fn ends(study: &Study<'_>, edge: &Edge) -> [Rect; 2] {
    [edge.from.at, edge.to.at].map(|at| study.area(at).copied().unwrap_or_default())
}

fn anchor(area: &Rect, side: Option<Side>) -> DVec2 {
    let mut at = area.center();
    if let Some(side) = side {
        at[direction(side).0] = border(area, side);
    }
    at
}

fn nodes(study: &Study<'_>, found: &mut Placement) {
    let boxes = &study.layout.nodes;
    let sample = sample(boxes.len(), MOST_NODES, NODE_SAMPLE);
    let (mut n_pairs, mut n_foreign) = (0, 0);
    for &node in &sample {
        let area = &boxes[node];
        study.nodes.visit(area, |other| {
            n_pairs += usize::from(other != node && overlap(area, &boxes[other], NOTHING));
        });
        let home = study.graph.nodes[node].group;
        let mut is_foreign = false;
        study.groups.visit(area, |group| {
            let far = !study.nest.holds(group, home);
            is_foreign |= far && overlap(area, &study.layout.groups[group], NOTHING);
        });
        n_foreign += usize::from(is_foreign);
    }
    found.node_ov = scaled(n_pairs, boxes.len(), 2 * sample.len());
    found.foreign_in = scaled(n_foreign, boxes.len(), sample.len());
    let is_out = |(node, area): &(&Node, &Rect)| {
        let home = node.group.and_then(|group| study.layout.groups.get(group.index()));
        home.is_some_and(|home| !home.inflate(NOTHING).contains(area))
    };
    found.own_out = study.graph.nodes.iter().zip(boxes).filter(is_out).count();
    found.contain_v = found.own_out + found.foreign_in;
}

fn groups(study: &Study<'_>, found: &mut Placement) {
    let boxes = &study.layout.groups;
    let parent = |group: usize| study.graph.groups[group].parent;
    for (group, area) in boxes.iter().enumerate() {
        let round = parent(group).and_then(|parent| boxes.get(parent.index()));
        let is_out = round.is_some_and(|round| !round.inflate(NOTHING).contains(area));
        found.grp_out += usize::from(is_out);
        study.groups.visit(area, |other| {
            let is_sibling = other > group && parent(other) == parent(group);
            let is_on = is_sibling && overlap(area, &boxes[other], NOTHING);
            found.sib_ov += usize::from(is_on);
        });
    }
}

fn crossings(study: &Study<'_>, courses: &Courses, found: &mut Placement) {
    let n_edges = study.graph.edges.len();
    let sample = sample(n_edges, MOST_EDGES, EDGE_SAMPLE);
    let count = |pieces: &[Piece], of: &(dyn Fn(usize) -> Vec<Piece> + Sync)| {
        let index = index_of(pieces);
        let n_crossings = |&edge: &usize| {
            let mut n_crossings = 0;
            for piece in of(edge) {
                index.visit(&piece.bounds(), |other| {
                    let other = &pieces[other];
                    let meet = !share_an_end(study, edge, other.edge) && cross(&piece, other);
                    n_crossings += usize::from(meet);
                });
            }
            n_crossings
        };
        let counts: Vec<usize> = sample.par_iter().map(n_crossings).collect();
        scaled(counts.iter().sum(), n_edges, 2 * sample.len())
    };
    found.cross_c = count(&courses.direct, &|edge| vec![courses.direct[edge]]);
    found.cross_r = count(&courses.pieces, &|edge| courses.pieces_of(edge).to_vec());
    found.cross_r_pe = (n_edges > 0).then(|| found.cross_r as f64 / n_edges as f64);
}

fn passages(study: &Study<'_>, courses: &Courses, found: &mut Placement) {
    let n_edges = study.graph.edges.len();
    let sample = sample_pairs(n_edges, n_edges * study.layout.nodes.len());
    let counts = |&edge: &usize| {
        let direct = [courses.direct[edge]];
        let drawn = courses.pieces_of(edge);
        [
            nodes_under(study, edge, &direct),
            nodes_under(study, edge, drawn),
            groups_under(study, edge, drawn),
        ]
    };
    let mut sums = [0; 3];
    for counts in sample.par_iter().map(counts).collect::<Vec<_>>() {
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    [found.thru_c, found.thru_r, found.thru_grp_r] =
        sums.map(|sum| scaled(sum, n_edges, sample.len()));
}

/// How many nodes that `edge` is not joined to these pieces of it run through.
fn nodes_under(study: &Study<'_>, edge: usize, pieces: &[Piece]) -> usize {
    let edge = &study.graph.edges[edge];
    n_under(&study.nodes, &study.layout.nodes, pieces, |node| {
        [edge.from.at, edge.to.at]
            .iter()
            .all(|at| !matches!(at, EndAt::Node(n) if n.index() == node))
    })
}

/// How many groups round neither end of `edge` these pieces of it enter.
fn groups_under(study: &Study<'_>, edge: usize, pieces: &[Piece]) -> usize {
    let edge = &study.graph.edges[edge];
    let homes = [edge.from.at, edge.to.at].map(|at| study.group_of(at));
    n_under(&study.groups, &study.layout.groups, pieces, |group| {
        !homes.iter().any(|home| study.nest.holds(group, *home))
    })
}

fn n_under(
    index: &Index,
    boxes: &[Rect],
    pieces: &[Piece],
    counts: impl Fn(usize) -> bool,
) -> usize {
    let mut under = Vec::new();
    for piece in pieces {
        index.visit(&piece.bounds(), |number| {
            if counts(number) && piece.passes(&boxes[number].inflate(-1.0)) {
                under.push(number);
            }
        });
    }
    under.sort_unstable();
    under.dedup();
    under.len()
}

fn ports(study: &Study<'_>, courses: &Courses, found: &mut Placement) {
    let (mut n_ends, mut half, mut cone, mut n_given, mut drawn) = (0, 0, 0, 0, 0);
    for (number, edge) in study.graph.edges.iter().enumerate() {
        let [from, to] = ends(study, edge);
        let line = courses.pieces_of(number);
        let (first, last) = (line[0].from, line[line.len() - 1].to);
        for (end, mine, partner, port) in [(edge.from, from, to, first), (edge.to, to, from, last)]
        {
            let Some(side) = end.side else { continue };
            let (axis, sign) = direction(side);
            let off = (partner.center() - mine.center()).abs();
            let is_beyond = (partner.center()[axis] - border(&mine, side)) * sign > 0.0;
            // At 45 degrees the horizontal axis counts as the greater.
            let is_ahead = if axis == 0 { off.x >= off.y } else { off.y > off.x };
            n_ends += 1;
            half += usize::from(is_beyond);
            cone += usize::from(is_beyond && is_ahead);
            if courses.given[number] {
                n_given += 1;
                drawn += usize::from(is_on_side(&mine, side, port));
            }
        }
    }
    let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    found.port_half = share(half, n_ends);
    found.port_cone = share(cone, n_ends);
    found.port_drawn = share(drawn, n_given);
}

fn is_on_side(area: &Rect, side: Side, port: DVec2) -> bool {
    const NEAR: f64 = 2.0;
    let (axis, across) = (direction(side).0, 1 - direction(side).0);
    let beside = area.min[across] - NEAR <= port[across] && port[across] <= area.max[across] + NEAR;
    beside && (port[axis] - border(area, side)).abs() <= NEAR
}

fn lengths(study: &Study<'_>, courses: &Courses, found: &mut Placement) {
    let n_edges = courses.direct.len();
    if n_edges == 0 {
        return;
    }
    let direct: Vec<f64> = courses.direct.iter().map(Piece::length).collect();
    let mean = direct.iter().sum::<f64>() / n_edges as f64;
    let variance = direct.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / n_edges as f64;
    found.len_cv = (mean > 0.0).then(|| variance.sqrt() / mean);
    found.len_mean = Some(mean / UNIT);
    let corners = study.routes.edges.iter().map(|route| route.points.len()).filter(|n| *n >= 2);
    let (n_lines, n_corners) = corners.fold((0, 0), |(n, sum), points| (n + 1, sum + points - 2));
    found.bends = (n_lines > 0).then(|| n_corners as f64 / f64::from(n_lines));
    let drawn = courses.pieces.iter().map(Piece::length).sum::<f64>();
    found.drawn_len = Some(drawn / (UNIT * n_edges as f64));
}

fn extent(study: &Study<'_>, found: &mut Placement) {
    let boxes = study.layout.nodes.iter().chain(&study.layout.groups).copied();
    let Some(size) = boxes.reduce(|a, b| a.union(&b)).map(|round| round.size()) else { return };
    let area = |area: &Rect| area.size().x * area.size().y;
    let nodes: f64 = study.layout.nodes.iter().map(area).sum();
    found.area_eff = (size.x * size.y > 0.0).then(|| nodes / (size.x * size.y));
    found.aspect = (size.y > 0.0).then(|| size.x / size.y);
}

fn index_of(pieces: &[Piece]) -> Index {
    Index::of(&pieces.iter().map(Piece::bounds).collect::<Vec<_>>())
}

fn share_an_end(study: &Study<'_>, a: usize, b: usize) -> bool {
    let (a, b) = (&study.graph.edges[a], &study.graph.edges[b]);
    [a.from.at, a.to.at].iter().any(|at| *at == b.from.at || *at == b.to.at)
}

/// Whether each of two pieces has the other's ends on different sides.
fn cross(a: &Piece, b: &Piece) -> bool {
    let side = |p: &Piece, at: DVec2| (p.to - p.from).perp_dot(at - p.from);
    let differ = |x: f64, y: f64| (x > 1e-6 && y < -1e-6) || (x < -1e-6 && y > 1e-6);
    differ(side(b, a.from), side(b, a.to)) && differ(side(a, b.from), side(a, b.to))
}

/// All numbers below `n`, or where there are more than `most` only `size` of them.
fn sample(n: usize, most: usize, size: usize) -> Vec<usize> {
    if n <= most { (0..n).collect() } else { even(n, size) }
}

fn sample_pairs(n_edges: usize, n_pairs: usize) -> Vec<usize> {
    if n_pairs <= MOST_PAIRS { (0..n_edges).collect() } else { even(n_edges, EDGE_SAMPLE) }
}

/// `size` numbers below `n`, evenly spaced, the first and the last among them; all where there are no more.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounding down is what is asked for, and the numbers are not below zero"
)]
pub(super) fn even(n: usize, size: usize) -> Vec<usize> {
    if n <= size {
        return (0..n).collect();
    }
    let step = (n - 1) as f64 / (size - 1) as f64;
    let mut numbers: Vec<usize> = (0..size).map(|i| (i as f64 * step) as usize).collect();
    numbers[size - 1] = n - 1;
    numbers
}

/// What `hits` among `sample` members tell of `all`, rounded, halves to even.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are whole and not below zero"
)]
fn scaled(hits: usize, all: usize, sample: usize) -> usize {
    if sample == 0 {
        return 0;
    }
    ((hits as f64 * all as f64) / sample as f64).round_ties_even() as usize
}
