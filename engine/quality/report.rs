use std::collections::BTreeSet;

use glam::DVec2;
use serde::Serialize;

use crate::graph::{Graph, NodeKind};
use crate::layout::{Layout, Rect};
use crate::route::Routes;

use super::boxes::{TOLERANCE, overlap};
use super::index::Index;
use super::placement::{self, Placement};
use super::study::Study;
use super::{Findings, passages};

/// Measures everything about the drawing of `graph`.
///
/// Boxes or routes that are missing are not measured.
#[must_use]
pub fn report(graph: &Graph, layout: &Layout, routes: &Routes, texts: &Texts) -> Report {
    let study = Study::new(graph, layout, routes);
    let findings = Findings::of(&study);
    let mut report = Report::default();
    count(&study, &findings, &mut report);
    judge_boxes(&study, &findings, texts, &mut report);
    judge_lines(&study, &findings, &mut report);
    judge_sides(&findings, &mut report);
    judge_labels(&study, &findings, texts, &mut report);
    size_up(&study, &findings, texts, &mut report);
    report.placement = placement::placement(&study);
    report
}

/// Where the text stands that is not on edges, and what the text of the diagram promised; the layout knows neither.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// One a node: the box of its label; rows may be missing.
    pub nodes: Vec<Option<Rect>>,
    /// One a group: the box of its title; rows may be missing.
    pub groups: Vec<Option<Rect>>,
    /// Services, junctions, groups and edges that the text declares.
    pub declared: [usize; 4],
    /// Icons that nobody has.
    pub missing_icons: usize,
}

/// Everything that is measured about a drawing, under the names of the reference script `metrics.py`, which defines
/// them (`--help`). Serialised, it is that script's object, with [`Placement`] beside.
///
/// Lengths are px, areas px²; shares go from 0 to 1 and are `None` where there is nothing to have a share of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Services drawn.
    pub services: usize,
    /// Junctions drawn.
    pub junctions: usize,
    /// Groups drawn.
    pub groups: usize,
    /// Edges drawn.
    pub edges: usize,
    /// Services and junctions that the text declares and that are not drawn; below zero where more are drawn.
    pub missing_nodes: isize,
    /// The same for groups.
    pub missing_groups: isize,
    /// The same for edges.
    pub missing_edges: isize,
    /// Edges whose line is no longer than 1 px.
    pub edges_without_points: usize,
    /// Icons that are asked for and that no pack has.
    pub missing_icons: usize,
    /// Pairs of services whose boxes overlap.
    pub service_overlaps: usize,
    /// Pairs of services whose boxes, labels included, overlap.
    pub service_overlaps_with_labels: usize,
    /// Pairs of a junction and a service whose boxes overlap.
    pub junction_in_service: usize,
    /// Pairs of junctions that cannot be told apart: middles nearer than 4 px.
    pub junction_overlaps: usize,
    /// Nodes that stick out of their group.
    pub services_outside_group: usize,
    /// Pairs of a node and a group it does not lie in whose boxes overlap.
    pub nodes_in_foreign_group: usize,
    /// Nodes of these pairs, each once.
    pub nodes_in_foreign_group_nodes: usize,
    /// Pairs of groups, none inside the other by name, whose boxes overlap.
    pub group_overlaps: usize,
    /// The area that these share, over that of the drawing.
    pub group_overlap_area: f64,
    /// Groups that stick out of the group round them.
    pub subgroup_outside_parent: usize,
    /// Groups whose box is no wider or no higher than 1 px.
    pub empty_or_missing_group_boxes: usize,
    /// Points where two lines cross.
    pub edge_crossings: usize,
    /// Pairs of edges that cross.
    pub crossing_pairs: usize,
    /// Pairs of edges that run on top of each other for more than 6 px.
    pub edge_overlap_pairs: usize,
    /// Length that these run on top of each other.
    pub edge_overlap_length: f64,
    /// Pairs of an edge and a service that it is not joined to but runs through.
    pub edges_through_services: usize,
    /// Edges of these pairs, each once.
    pub edges_through_services_edges: usize,
    /// Edges that run through the middle of a service they are joined to.
    pub edges_through_own_node: usize,
    /// Pairs of an edge and the label of a service that it is not joined to but runs through.
    pub edges_through_labels: usize,
    /// Pairs of an edge and a group, round neither of its ends, that it enters.
    pub edges_through_foreign_groups: usize,
    /// Pieces of lines that are neither horizontal nor vertical.
    pub diagonal_segments: usize,
    /// Their length over that of all lines.
    pub diagonal_length_fraction: f64,
    /// Corners of all lines.
    pub bends: usize,
    /// Corners of a line, in the mean.
    pub bends_per_edge: f64,
    /// Ends for which a side is asked.
    pub port_ends: usize,
    /// Share of these whose line leaves on that side, outward.
    pub port_leave_ok: Option<f64>,
    /// Share of these whose partner's middle lies on that side.
    pub partner_side_ok: Option<f64>,
    /// Share of these whose partner lies wholly beyond that side.
    pub partner_side_clear: Option<f64>,
    /// Share of these whose partner lies wholly beyond and within 45 degrees of straight ahead.
    pub partner_side_cone: Option<f64>,
    /// Share of the edges that ask at both ends and have the partner on the asked side at both.
    pub edges_both_sides_ok: Option<f64>,
    /// Share of the edges between facing sides whose ends stand in one row or column, in the right order.
    pub straight_ok: Option<f64>,
    /// Labels on edges.
    pub edge_labels: usize,
    /// Pairs of such a label and a service, any other text or another edge's line that overlap.
    pub edge_label_overlaps: usize,
    /// Pairs of node labels that overlap.
    pub label_label_overlaps: usize,
    /// Pairs of a node's label and another service that overlap.
    pub label_service_overlaps: usize,
    /// Width of all that is drawn.
    pub width: f64,
    /// Height of all that is drawn.
    pub height: f64,
    /// Width times height.
    pub area: f64,
    /// Width over height.
    pub aspect: Option<f64>,
    /// From corner to corner.
    pub diagonal: f64,
    /// Area of all services over that of the drawing.
    pub service_area_fraction: f64,
    /// Length of a line, in the mean.
    pub mean_edge_length: f64,
    /// The same over the diagonal.
    pub mean_edge_length_over_diagonal: f64,
    /// Length of all lines.
    pub total_edge_length: f64,
    /// Length of the longest line.
    pub max_edge_length: f64,
    /// Length of a line over the distance of its ends, in the mean.
    pub mean_detour: f64,
    /// Length of a line in widths of a service, both in the mean.
    pub mean_edge_widths: Option<f64>,
    /// Length of the longest line in widths of a service in the mean.
    pub max_edge_widths: Option<f64>,
    /// Where things stand, as the other script measures it.
    pub placement: Placement,
}

fn count(study: &Study<'_>, findings: &Findings, report: &mut Report) {
    let is_service = |kind: NodeKind| kind == NodeKind::Service;
    let n_nodes = study.graph.nodes.len();
    report.services = study.graph.nodes.iter().filter(|n| is_service(n.kind)).count();
    report.junctions = n_nodes - report.services;
    report.groups = study.graph.groups.len();
    report.edges = study.graph.edges.len();
    report.edges_without_points = findings.courses.n_empty;
}

fn judge_boxes(study: &Study<'_>, findings: &Findings, texts: &Texts, report: &mut Report) {
    let (quality, boxes) = (&findings.quality, &findings.boxes);
    let [services, junctions, groups, edges] = texts.declared;
    report.missing_nodes = lacking(services + junctions, study.graph.nodes.len());
    report.missing_groups = lacking(groups, report.groups);
    report.missing_edges = lacking(edges, report.edges);
    report.missing_icons = texts.missing_icons;
    report.service_overlaps = quality.service_overlaps;
    let whole =
        |(node, body): (usize, Rect)| text(&texts.nodes, node).map_or(body, |t| body.union(&t));
    let services: Vec<Rect> = services_of(study).map(whole).collect();
    report.service_overlaps_with_labels = n_overlaps(&services);
    report.junction_in_service = quality.junctions_in_services;
    report.junction_overlaps = n_junctions_in_one_place(study);
    report.services_outside_group = quality.nodes_outside_group;
    report.nodes_in_foreign_group = quality.nodes_in_foreign_group;
    report.nodes_in_foreign_group_nodes = n_first(&boxes.foreign);
    report.group_overlaps = quality.group_overlaps;
    report.subgroup_outside_parent = quality.groups_outside_parent;
    let is_empty = |area: &&Rect| area.size().min_element() <= TOLERANCE;
    report.empty_or_missing_group_boxes = study.layout.groups.iter().filter(is_empty).count();
}

fn judge_lines(study: &Study<'_>, findings: &Findings, report: &mut Report) {
    let (quality, courses) = (&findings.quality, &findings.courses);
    report.edge_crossings = quality.crossings;
    report.crossing_pairs = findings.meetings.n_crossing_pairs();
    report.edge_overlap_pairs = quality.overlap_pairs;
    report.edge_overlap_length = quality.overlap_length;
    report.edges_through_services = quality.edges_through_services;
    report.edges_through_services_edges = n_first(&findings.passages.services);
    report.edges_through_own_node = quality.edges_through_own_node;
    report.edges_through_foreign_groups = quality.edges_through_foreign_groups;
    report.diagonal_segments = quality.diagonal_segments;
    report.diagonal_length_fraction = over(courses.diagonal_length, courses.length);
    report.bends = quality.bends;
    report.bends_per_edge = over(quality.bends as f64, study.graph.edges.len() as f64);
}

fn judge_sides(findings: &Findings, report: &mut Report) {
    let sides = &findings.sides;
    report.port_ends = sides.ends;
    report.port_leave_ok = share(sides.drawn, sides.ends);
    report.partner_side_ok = share(sides.kept, sides.ends);
    report.partner_side_clear = share(sides.clear, sides.ends);
    report.partner_side_cone = share(sides.cone, sides.ends);
    report.edges_both_sides_ok = share(sides.pairs_kept, sides.pairs);
    report.straight_ok = share(sides.straight, sides.facing);
}

fn judge_labels(study: &Study<'_>, findings: &Findings, texts: &Texts, report: &mut Report) {
    let nodes: Vec<(usize, Rect)> = told(&texts.nodes);
    let boxes: Vec<Rect> = nodes.iter().map(|(_, area)| *area).collect();
    let titles = told(&texts.groups).into_iter().map(|(_, area)| area);
    let all: Vec<Rect> = boxes.iter().copied().chain(titles).collect();
    let plates = &findings.plates;
    let of_services: Vec<(usize, Rect)> = nodes
        .iter()
        .copied()
        .filter(|(node, _)| study.graph.nodes[*node].kind == NodeKind::Service)
        .collect();
    report.edges_through_labels = passages::through_labels(study, &of_services);
    report.edge_labels = study.routes.edges.iter().filter(|route| route.label.is_some()).count();
    report.edge_label_overlaps = plates.on_services
        + plates.on_plates
        + plates.on_lines
        + super::labels::on_texts(study, &all);
    report.label_label_overlaps = n_overlaps(&boxes);
    for (node, label) in &nodes {
        study.nodes.visit(label, |other| {
            let is_other = other != *node && study.graph.nodes[other].kind == NodeKind::Service;
            let is_on = is_other && overlap(label, &study.layout.nodes[other], TOLERANCE);
            report.label_service_overlaps += usize::from(is_on);
        });
    }
}

fn size_up(study: &Study<'_>, findings: &Findings, texts: &Texts, report: &mut Report) {
    let courses = &findings.courses;
    let size = extent(study, texts).map_or(DVec2::ZERO, |extent| extent.size());
    (report.width, report.height) = (size.x, size.y);
    report.area = (size.x * size.y).max(1e-9);
    report.aspect = (size.y > 0.0).then(|| size.x / size.y);
    report.diagonal = size.length();
    report.group_overlap_area = findings.boxes.group_overlap_area / report.area;
    let (mut services_area, mut widths) = (0.0, 0.0);
    for (_, body) in services_of(study) {
        services_area += body.size().x * body.size().y;
        widths += body.size().x;
    }
    report.service_area_fraction = services_area / report.area;
    report.mean_edge_length = over(courses.length, study.graph.edges.len() as f64);
    report.mean_edge_length_over_diagonal = over(report.mean_edge_length, report.diagonal);
    report.total_edge_length = courses.length;
    report.max_edge_length = courses.longest;
    report.mean_detour = courses.detour;
    let width = (widths > 0.0).then(|| widths / report.services as f64);
    report.mean_edge_widths = width.map(|width| report.mean_edge_length / width);
    report.max_edge_widths = width.map(|width| report.max_edge_length / width);
}

/// The box round all that is drawn; `None` where nothing is.
fn extent(study: &Study<'_>, texts: &Texts) -> Option<Rect> {
    let routes = &study.routes.edges;
    let points = routes.iter().flat_map(|route| &route.points);
    let plates = routes.iter().filter_map(|route| route.label);
    let boxes = study.layout.nodes.iter().chain(&study.layout.groups).copied();
    let labels = texts.nodes.iter().chain(&texts.groups).filter_map(|label| *label);
    let points = points.map(|&point| Rect { min: point, max: point });
    boxes.chain(labels).chain(plates).chain(points).reduce(|a, b| a.union(&b))
}

/// Services, by number, with their boxes.
fn services_of<'s>(study: &'s Study<'_>) -> impl Iterator<Item = (usize, Rect)> + 's {
    let boxes = study.graph.nodes.iter().zip(&study.layout.nodes).enumerate();
    boxes
        .filter(|(_, (node, _))| node.kind == NodeKind::Service)
        .map(|(number, (_, area))| (number, *area))
}

fn text(texts: &[Option<Rect>], number: usize) -> Option<Rect> {
    texts.get(number).copied().flatten()
}

/// Those that are there, with their numbers.
fn told(texts: &[Option<Rect>]) -> Vec<(usize, Rect)> {
    texts.iter().enumerate().filter_map(|(number, area)| Some((number, (*area)?))).collect()
}

/// How many pairs of `boxes` overlap.
fn n_overlaps(boxes: &[Rect]) -> usize {
    let index = Index::of(boxes);
    let mut n_pairs = 0;
    for (a, area) in boxes.iter().enumerate() {
        index.visit(area, |b| {
            n_pairs += usize::from(b > a && overlap(area, &boxes[b], TOLERANCE));
        });
    }
    n_pairs
}

fn n_junctions_in_one_place(study: &Study<'_>) -> usize {
    const APART: f64 = 4.0;
    let nodes = study.graph.nodes.iter().zip(&study.layout.nodes);
    let middles: Vec<DVec2> = nodes
        .filter(|(node, _)| node.kind == NodeKind::Junction)
        .map(|(_, area)| area.center())
        .collect();
    let points: Vec<Rect> = middles.iter().map(|&at| Rect { min: at, max: at }).collect();
    let index = Index::of(&points);
    let mut n_pairs = 0;
    for (a, at) in middles.iter().enumerate() {
        index.visit(&points[a].inflate(APART), |b| {
            n_pairs += usize::from(b > a && at.distance(middles[b]) < APART);
        });
    }
    n_pairs
}

/// How many different first members the pairs have.
fn n_first(pairs: &[(usize, usize)]) -> usize {
    pairs.iter().map(|(first, _)| *first).collect::<BTreeSet<_>>().len()
}

fn lacking(declared: usize, drawn: usize) -> isize {
    declared.cast_signed() - drawn.cast_signed()
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// `a / b`; zero where there is nothing to divide by.
fn over(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
