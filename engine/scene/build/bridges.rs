//! Where edges cross, the one drawn later is interrupted, so that it reads as passing below a bridge.
//!
//! Crossings are found by a sweep from left to right (Bentley and Ottmann 1979, for orthogonal lines): horizontal
//! pieces enter and leave a set ordered by height, and each vertical piece asks that set for what lies within its
//! reach. With n pieces and k crossings that takes O((n + k) log n).

use std::collections::BTreeSet;

use kurbo::Vec2;

use super::line::{Gap, Line};

/// Between the crossed line and what is left of the crossing one, px.
const CLEAR: f64 = 3.0;

/// With more crossings than this, gaps no longer tell who crosses whom, and are left out.
const MOST: usize = 4000;

/// Shorter bits between two gaps are left out, px.
const SHORTEST_BIT: f64 = 2.0;

/// For each line, the gaps to leave, in order along it. Lines are `width` px wide, later ones are drawn above, and
/// the first and last `ends` px of each line (by line) are never interrupted.
///
/// The later line has the gap, unless it turns there: a gap in a turn looks like two ends, so the earlier has it then.
pub(super) fn gaps(lines: &[Line], width: f64, ends: &[(f64, f64)]) -> Vec<Vec<Gap>> {
    let mut gaps = vec![Vec::new(); lines.len()];
    let Some(crossings) = crossings(lines) else { return gaps };
    let half = width / 2.0 + CLEAR;
    for (one, other) in crossings {
        if one.line == other.line {
            continue;
        }
        let (lower, upper) = if one.line < other.line { (one, other) } else { (other, one) };
        for (cut, kept) in [(upper, lower), (lower, upper)] {
            let Some(shift) = shift(&lines[kept.line], kept) else { continue };
            let line = &lines[cut.line];
            let at = cut.at + shift.dot(line.heading_of(cut.piece));
            let gap = Gap { piece: cut.piece, from: at - half, to: at + half };
            let (from, to) = free(line, cut.piece, ends[cut.line]);
            if gap.from >= from && gap.to <= to {
                gaps[cut.line].push(gap);
                break;
            }
        }
    }
    gaps.into_iter().map(merged).collect()
}

/// How far the drawn line is from its sharp corners at `place`, px: not at all where it is straight; `None` where it
/// turns so close by that it runs along what it crosses.
fn shift(line: &Line, place: Place) -> Option<Vec2> {
    let (start, end) = line.straight(place.piece);
    let length = line.points[place.piece].distance(line.points[place.piece + 1]);
    let (corner_idx, side, left, aside) = if place.at < start {
        (place.piece, 1, place.at, -line.heading_of(place.piece - 1))
    } else if place.at > end {
        (place.piece + 1, 0, length - place.at, line.heading_of(place.piece + 1))
    } else {
        return Some(Vec2::ZERO);
    };
    let radii = line.radii(corner_idx);
    let (along, across) = (radii[side], radii[1 - side]);
    let leg = (along - left) / along;
    (left >= CLEAR).then(|| aside * across * (1.0 - (1.0 - leg * leg).max(0.0).sqrt()))
}

/// Between which places of a piece a gap may lie, px from its start: where it is straight, and clear of arrowheads.
fn free(line: &Line, piece_idx: usize, ends: (f64, f64)) -> (f64, f64) {
    let (mut from, mut to) = line.straight(piece_idx);
    if piece_idx == 0 {
        from += ends.0;
    }
    if piece_idx + 2 == line.points.len() {
        to -= ends.1;
    }
    (from, to)
}

/// Puts the gaps of a line in order and joins those that (nearly) meet.
fn merged(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_by(|a, b| a.piece.cmp(&b.piece).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Gap> = Vec::new();
    for gap in gaps {
        match joined.last_mut() {
            Some(last) if last.piece == gap.piece && gap.from <= last.to + SHORTEST_BIT => {
                last.to = last.to.max(gap.to);
            }
            _ => joined.push(gap),
        }
    }
    joined
}

/// Where on a line a crossing lies.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    line: usize,
    piece: usize,
    /// px from the piece's start.
    at: f64,
}

/// A straight piece, by the axis it runs along.
#[derive(Clone, Copy, Debug)]
struct Piece {
    line: usize,
    piece: usize,
    /// Where it starts and ends along its axis.
    from: f64,
    to: f64,
    /// Where it stands across its axis.
    across: f64,
}

/// All places where a horizontal and a vertical piece cross inside both; `None` if there are too many.
fn crossings(lines: &[Line]) -> Option<Vec<(Place, Place)>> {
    let (horizontal, vertical) = split(lines);
    let mut events: Vec<(f64, u8, usize)> = Vec::new();
    for (i, piece) in horizontal.iter().enumerate() {
        events.push((piece.from.min(piece.to), 2, i));
        events.push((piece.from.max(piece.to), 0, i));
    }
    events.extend(vertical.iter().enumerate().map(|(i, piece)| (piece.across, 1, i)));
    // What ends at a vertical piece, or starts there, touches it and does not cross it.
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut open: BTreeSet<(Height, usize)> = BTreeSet::new();
    let mut found = Vec::new();
    for (_, kind, i) in events {
        match kind {
            2 => _ = open.insert((Height(horizontal[i].across), i)),
            0 => _ = open.remove(&(Height(horizontal[i].across), i)),
            _ => {
                let down = &vertical[i];
                let (top, bottom) = (down.from.min(down.to), down.from.max(down.to));
                let reach = (Height(top), usize::MAX)..(Height(bottom), 0);
                if top < bottom {
                    for &(Height(y), j) in open.range(reach) {
                        found.push((horizontal[j].place(down.across), down.place(y)));
                    }
                }
            }
        }
        if found.len() > MOST {
            return None;
        }
    }
    Some(found)
}

fn split(lines: &[Line]) -> (Vec<Piece>, Vec<Piece>) {
    let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
    for (line_idx, line) in lines.iter().enumerate() {
        for (piece_idx, (a, b)) in line.pieces().enumerate() {
            let piece =
                |from, to, across| Piece { line: line_idx, piece: piece_idx, from, to, across };
            if (a.y - b.y).abs() < 1e-6 {
                horizontal.push(piece(a.x, b.x, a.y));
            } else if (a.x - b.x).abs() < 1e-6 {
                vertical.push(piece(a.y, b.y, a.x));
            }
        }
    }
    (horizontal, vertical)
}

impl Piece {
    fn place(&self, along: f64) -> Place {
        Place { line: self.line, piece: self.piece, at: (along - self.from).abs() }
    }
}

/// A number with a total order.
#[derive(Clone, Copy, Debug)]
struct Height(f64);

impl PartialEq for Height {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Height {}

impl PartialOrd for Height {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Height {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&[(f64, f64)]], expected: &[&[(usize, f64, f64)]]) {
        let built: Vec<Line> =
            lines.iter().map(|points| Line::through(points.iter().map(|&p| p.into()))).collect();
        let found: Vec<Vec<(usize, f64, f64)>> = gaps(&built, 2.0, &vec![(0.0, 0.0); lines.len()])
            .iter()
            .map(|gaps| gaps.iter().map(|gap| (gap.piece, gap.from, gap.to)).collect())
            .collect();
        assert_eq!(found, expected, "{lines:?}");
    }

    #[test]
    fn the_later_line_is_interrupted() {
        let across: &[(f64, f64)] = &[(0.0, 50.0), (100.0, 50.0)];
        let down: &[(f64, f64)] = &[(30.0, 0.0), (30.0, 100.0)];
        let up: &[(f64, f64)] = &[(30.0, 100.0), (30.0, 0.0)];
        check(&[across, down], &[&[], &[(0, 46.0, 54.0)]]);
        check(&[down, across], &[&[], &[(0, 26.0, 34.0)]]);
        check(&[across, up], &[&[], &[(0, 46.0, 54.0)]]);
    }

    #[test]
    fn lines_that_only_touch_are_left_alone() {
        let across: &[(f64, f64)] = &[(0.0, 50.0), (100.0, 50.0)];
        check(&[across, &[(30.0, 50.0), (30.0, 100.0)]], &[&[], &[]]);
        check(&[across, &[(100.0, 0.0), (100.0, 100.0)]], &[&[], &[]]);
        check(&[across, across], &[&[], &[]]);
    }

    #[test]
    fn a_line_that_turns_is_left_alone() {
        let bend: &[(f64, f64)] = &[(0.0, 50.0), (40.0, 50.0), (40.0, 100.0)];
        let down = |x: f64| [(x, 0.0), (x, 100.0)];
        let early: &[(f64, f64)] = &down(20.0);
        check(&[early, bend], &[&[], &[(0, 16.0, 24.0)]]);
        // 4 px before the corner of a turn with radius 8, the line has left the sharp one by 8 - sqrt(8² - 4²).
        let at = 50.0 + 8.0 - 48.0_f64.sqrt();
        let near: &[(f64, f64)] = &down(36.0);
        let gap: &[(usize, f64, f64)] = &[(0, at - 4.0, at + 4.0)];
        check(&[near, bend], &[gap, &[]]);
        check(&[bend, near], &[&[], gap]);
        // Still closer it runs along what it crosses.
        let touching: &[(f64, f64)] = &down(38.0);
        check(&[touching, bend], &[&[], &[]]);
        // Two that turn at the same place cannot be helped.
        let other: &[(f64, f64)] = &[(36.0, 0.0), (36.0, 54.0), (0.0, 54.0)];
        check(&[other, bend], &[&[], &[]]);
    }

    #[test]
    fn near_gaps_are_one() {
        let down = |x: f64| [(x, 0.0), (x, 100.0)];
        let (a, b) = (down(30.0), down(39.0));
        check(&[&a, &b, &[(0.0, 50.0), (90.0, 50.0)]], &[&[], &[], &[(0, 26.0, 43.0)]]);
    }

    #[test]
    fn too_many_crossings_are_none() {
        let across = (0..70).map(|i| [(0.0, f64::from(i) * 20.0), (1400.0, f64::from(i) * 20.0)]);
        let down = (0..70).map(|i| [(f64::from(i) * 20.0, -1.0), (f64::from(i) * 20.0, 1390.0)]);
        let all: Vec<[(f64, f64); 2]> = across.chain(down).collect();
        let lines: Vec<&[(f64, f64)]> = all.iter().map(|line| &line[..]).collect();
        check(&lines, &vec![&[] as &[(usize, f64, f64)]; 140]);
    }
}
