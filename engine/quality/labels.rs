//! What the plates of edge labels lie on.

use crate::graph::NodeKind;
use crate::layout::Rect;

use super::boxes::overlap;
use super::index::Index;
use super::study::Study;

/// Pairs of a plate, less 1 px on each side, and what it lies on.
#[derive(Debug, Default)]
pub(super) struct Plates {
    pub(super) on_services: usize,
    pub(super) on_junctions: usize,
    pub(super) on_plates: usize,
    /// Lines of other edges.
    pub(super) on_lines: usize,
}

/// Counts what all plates lie on.
pub(super) fn plates(study: &Study<'_>) -> Plates {
    let plates = areas(study);
    let boxes: Vec<Rect> = plates.iter().map(|(_, area)| *area).collect();
    let index = Index::of(&boxes);
    let mut found = Plates::default();
    for (number, (edge, plate)) in plates.iter().enumerate() {
        study.nodes.visit(plate, |node| {
            if study.layout.nodes[node].overlaps(plate) {
                match study.graph.nodes[node].kind {
                    NodeKind::Service => found.on_services += 1,
                    NodeKind::Junction => found.on_junctions += 1,
                }
            }
        });
        index.visit(&plate.inflate(1.0), |other| {
            // The later of two counts with its full size, as the reference script has it.
            let whole = boxes[other].inflate(1.0);
            found.on_plates += usize::from(other < number && plate.overlaps(&whole));
        });
        found.on_lines += lines_under(study, *edge, plate);
    }
    found
}

/// How many pairs there are of a plate and one of `texts` that it lies on.
pub(super) fn on_texts(study: &Study<'_>, texts: &[Rect]) -> usize {
    let index = Index::of(texts);
    let mut n_pairs = 0;
    for (_, plate) in areas(study) {
        index.visit(&plate, |text| n_pairs += usize::from(overlap(&plate, &texts[text], 0.0)));
    }
    n_pairs
}

/// Each edge that has a label, and its plate less 1 px on each side.
fn areas(study: &Study<'_>) -> Vec<(usize, Rect)> {
    let routes = study.routes.edges.iter().enumerate();
    routes.filter_map(|(edge, route)| Some((edge, route.label?.inflate(-1.0)))).collect()
}

fn lines_under(study: &Study<'_>, own: usize, plate: &Rect) -> usize {
    let mut under = Vec::new();
    study.lines.index.visit(plate, |piece| {
        let piece = &study.lines.pieces[piece];
        if piece.edge != own && piece.passes(plate) {
            under.push(piece.edge);
        }
    });
    under.sort_unstable();
    under.dedup();
    under.len()
}
