//! Where lines cross, and where they run on top of each other.

use glam::DVec2;
use rayon::prelude::*;

use super::study::{NEAR, Piece, Study};

/// Crossings nearer than this to an end that both edges share do not count, px.
const SHARED_END: f64 = 3.0;

/// Shared lengths up to this do not count, px.
const SHORT_OVERLAP: f64 = 6.0;

/// Pieces that one thread looks at in one go.
const CHUNK: usize = 4096;

/// All meetings of the lines of two edges.
#[derive(Debug, Default)]
pub(super) struct Meetings {
    /// The two edges of each crossing.
    pub(super) crossings: Vec<(usize, usize)>,
    /// The two pieces of each overlap, and how long it is, px.
    overlaps: Vec<(usize, usize, f64)>,
}

/// Finds all of them.
pub(super) fn meetings(study: &Study<'_>) -> Meetings {
    let chunks = study.lines.index.order.par_chunks(CHUNK).map(|pieces| {
        let mut found = Meetings::default();
        for &piece in pieces {
            meet(study, piece, &mut found);
        }
        found
    });
    let mut all = Meetings::default();
    for found in chunks.collect::<Vec<_>>() {
        all.crossings.extend(found.crossings);
        all.overlaps.extend(found.overlaps);
    }
    all
}

/// All meetings of one piece with later ones.
fn meet(study: &Study<'_>, a: usize, found: &mut Meetings) {
    let pieces = &study.lines.pieces;
    let piece = &pieces[a];
    study.lines.index.visit(&piece.bounds().inflate(NEAR), |b| {
        let other = &pieces[b];
        if b <= a || piece.edge == other.edge {
            return;
        }
        if let Some(at) = crossing(piece, other) {
            if !is_at_shared_end(study, piece.edge, other.edge, at) {
                found.crossings.push((piece.edge, other.edge));
            }
        } else {
            let length = shared_length(piece, other);
            if length > 0.0 {
                found.overlaps.push((a, b, length));
            }
        }
    });
}

impl Meetings {
    /// How many pairs of edges run on top of each other, and how far in all, px.
    pub(super) fn overlaps(&self, pieces: &[Piece]) -> (usize, f64) {
        let of_edges = |&(a, b, length): &(usize, usize, f64)| {
            ((pieces[a].edge, pieces[b].edge), (a, b), length)
        };
        let mut overlaps: Vec<_> = self.overlaps.iter().map(of_edges).collect();
        overlaps.sort_unstable_by_key(|(edges, pieces, _)| (*edges, *pieces));
        let lengths = overlaps
            .chunk_by(|a, b| a.0 == b.0)
            .map(|pair| pair.iter().map(|(.., length)| length).sum::<f64>())
            .filter(|length| *length > SHORT_OVERLAP);
        lengths.fold((0, 0.0), |(count, sum), length| (count + 1, sum + length))
    }

    /// How many pairs of edges cross, be it once or often.
    pub(super) fn n_crossing_pairs(&self) -> usize {
        let mut pairs = self.crossings.clone();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.len()
    }
}

/// Whether `at` lies where both edges end at the same thing.
fn is_at_shared_end(study: &Study<'_>, a: usize, b: usize, at: DVec2) -> bool {
    let ends = |e: usize| {
        let points = study.lines.points(e);
        let edge = &study.graph.edges[e];
        [(edge.from.at, points.first()), (edge.to.at, points.last())]
    };
    let is_near = |point: Option<&DVec2>| point.is_some_and(|p| p.distance(at) <= SHARED_END);
    let (ends_a, ends_b) = (ends(a), ends(b));
    let mut pairs = ends_a.iter().flat_map(|a| ends_b.iter().map(move |b| (a, b)));
    pairs.any(|(a, b)| a.0 == b.0 && (is_near(a.1) || is_near(b.1)))
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

/// The length that two pieces run side by side, nowhere more than 1 px apart, px.
fn shared_length(a: &Piece, b: &Piece) -> f64 {
    let along = (a.to - a.from) / a.length();
    let place = |p: DVec2| ((p - a.from).dot(along), (p - a.from).perp_dot(along).abs());
    let (mut first, mut last) = (place(b.from), place(b.to));
    if first.0 > last.0 {
        (first, last) = (last, first);
    }
    let (low, high) = (first.0.max(0.0), last.0.min(a.length()));
    let off = |at: f64| {
        let run = last.0 - first.0;
        if run < 1e-9 { first.1 } else { first.1 + (last.1 - first.1) * (at - first.0) / run }
    };
    if high <= low || off(low).max(off(high)) > 1.0 { 0.0 } else { high - low }
}
