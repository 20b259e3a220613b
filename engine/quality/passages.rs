//! What lines run through: services, their labels, groups they have no end in.

use rayon::prelude::*;

use crate::graph::{Edge, EndAt, NodeKind};
use crate::layout::Rect;

use super::index::Index;
use super::study::{Piece, Study};

/// Pieces that one thread looks at in one go.
const CHUNK: usize = 4096;

/// Edge and what its line runs through, each pair once.
#[derive(Debug, Default)]
pub(super) struct Passages {
    /// Services that the edge is not joined to.
    pub(super) services: Vec<(usize, usize)>,
    /// Services that it is joined to, through the middle.
    pub(super) own: Vec<(usize, usize)>,
    /// Groups round neither of its ends.
    pub(super) groups: Vec<(usize, usize)>,
}

/// Finds all of them.
pub(super) fn passages(study: &Study<'_>) -> Passages {
    let chunks = study.lines.pieces.par_chunks(CHUNK).map(|pieces| {
        let mut found = Passages::default();
        for piece in pieces {
            through_services(study, piece, &mut found);
            through_groups(study, piece, &mut found);
        }
        found
    });
    let mut all = Passages::default();
    for found in chunks.collect::<Vec<_>>() {
        all.services.extend(found.services);
        all.own.extend(found.own);
        all.groups.extend(found.groups);
    }
    for pairs in [&mut all.services, &mut all.own, &mut all.groups] {
        pairs.sort_unstable();
        pairs.dedup();
    }
    all
}

/// How many pairs there are of a line and the label of a node that it is not joined to but runs through.
///
/// `labels` holds each label with its node.
pub(super) fn through_labels(study: &Study<'_>, labels: &[(usize, Rect)]) -> usize {
    let boxes: Vec<Rect> = labels.iter().map(|(_, area)| area.inflate(-2.0)).collect();
    let index = Index::of(&boxes);
    let mut found = Vec::new();
    for piece in &study.lines.pieces {
        let edge = &study.graph.edges[piece.edge];
        index.visit(&piece.bounds(), |label| {
            let node = labels[label].0;
            if !is_end(edge, node) && piece.passes(&boxes[label]) {
                found.push((piece.edge, node));
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    found.len()
}

fn through_services(study: &Study<'_>, piece: &Piece, found: &mut Passages) {
    let edge = &study.graph.edges[piece.edge];
    study.nodes.visit(&piece.bounds(), |node| {
        if study.graph.nodes[node].kind == NodeKind::Junction {
            return;
        }
        let area = study.layout.nodes[node];
        if !is_end(edge, node) {
            if piece.passes(&area.inflate(-2.0)) {
                found.services.push((piece.edge, node));
            }
            return;
        }
        let quarter = area.size() / 4.0;
        let middle = Rect { min: area.min + quarter, max: area.max - quarter };
        if piece.passes(&middle) {
            found.own.push((piece.edge, node));
        }
    });
}

fn through_groups(study: &Study<'_>, piece: &Piece, found: &mut Passages) {
    let edge = &study.graph.edges[piece.edge];
    let homes = [study.group_of(edge.from.at), study.group_of(edge.to.at)];
    study.groups.visit(&piece.bounds(), |group| {
        let is_round = homes.iter().any(|home| study.nest.holds(group, *home));
        if !is_round && piece.passes(&study.layout.groups[group].inflate(-1.0)) {
            found.groups.push((piece.edge, group));
        }
    });
}

fn is_end(edge: &Edge, node: usize) -> bool {
    [edge.from.at, edge.to.at].iter().any(|at| matches!(at, EndAt::Node(n) if n.index() == node))
}
