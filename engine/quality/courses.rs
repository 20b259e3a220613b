//! How long the lines are and how they bend.

use glam::DVec2;

use super::study::{Lines, Piece};

/// Sums over all lines.
#[derive(Debug, Default)]
pub(super) struct Courses {
    /// Corners, and turns on the spot.
    pub(super) bends: usize,
    /// Pieces that are neither horizontal nor vertical.
    pub(super) diagonals: usize,
    /// Length of these, px.
    pub(super) diagonal_length: f64,
    /// Length of all lines, px.
    pub(super) length: f64,
    /// Length of the longest, px.
    pub(super) longest: f64,
    /// Mean of length over the straight distance of the ends, of lines longer than 1 px.
    pub(super) detour: f64,
    /// Lines that have no length.
    pub(super) n_empty: usize,
}

/// A turn by more than this is a bend: the cosine of 5 degrees.
const STRAIGHT: f64 = 0.996_194_698_091_745_5;

/// Adds up all of them.
pub(super) fn courses(lines: &Lines) -> Courses {
    let mut found = Courses::default();
    for piece in lines.pieces.iter().filter(|piece| is_diagonal(piece)) {
        found.diagonals += 1;
        found.diagonal_length += piece.length();
    }
    let (mut n_long, mut detours) = (0_usize, 0.0);
    for edge in 0..lines.len() {
        let points = lines.points(edge);
        let length = lines.length(edge);
        found.bends += n_bends(points);
        found.length += length;
        found.longest = found.longest.max(length);
        if length <= 1.0 {
            found.n_empty += 1;
        } else if let [first, .., last] = points {
            n_long += 1;
            detours += length / first.distance(*last).max(1.0);
        }
    }
    found.detour = if n_long > 0 { detours / n_long as f64 } else { 0.0 };
    found
}

fn is_diagonal(piece: &Piece) -> bool {
    let step = (piece.to - piece.from).abs();
    piece.length() > 2.0 && step.x > 1.0 && step.y > 1.0
}

fn n_bends(points: &[DVec2]) -> usize {
    let turns = points.windows(3).filter(|w| {
        let (a, b) = (w[1] - w[0], w[2] - w[1]);
        a.dot(b) < STRAIGHT * a.length() * b.length()
    });
    turns.count()
}
