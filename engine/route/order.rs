//! Which of two lines that run on top of each other should lie on which side, so that they do not cross needlessly.
//!
//! Both lines are followed from the shared piece, first one way and then the other, round all corners that they share,
//! to where they part. The one that turns off to a side should lie on that side of the other; a relation "lies to the
//! left as seen when walking" stays true round corners, so that every shared piece of two lines gets the same answer.

use glam::DVec2;

/// Corners nearer than this are the same, px.
const SAME: f64 = 0.5;

/// A piece of a line: the line's corners and the place of the piece's first one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PieceOf<'a> {
    /// Corners of the line.
    pub(crate) points: &'a [DVec2],
    /// The piece runs from this corner to the next.
    pub(crate) place: usize,
}

/// Whether `b` should have the greater (positive) or smaller (negative) coordinate across the pieces, 0 where it does
/// not matter. Both pieces run on top of each other.
pub(crate) fn preference(a: PieceOf<'_>, b: PieceOf<'_>) -> i32 {
    let ahead = a.points[a.place + 1] - a.points[a.place];
    let same_way = ahead.dot(b.points[b.place + 1] - b.points[b.place]) > 0.0;
    let forward = part(Walker::new(a, true), Walker::new(b, same_way));
    let backward = part(Walker::new(a, false), Walker::new(b, !same_way));
    let both = forward - backward;
    let left = if both != 0 { both } else { forward };
    // Left of a walk along +x is +y here, left of a walk along +y is -x.
    let is_positive = if ahead.x == 0.0 { ahead.y < 0.0 } else { ahead.x > 0.0 };
    if is_positive { left } else { -left }
}

/// 1 where `b` should lie to the left of `a` as they part ahead, -1 to the right, 0 where both end.
fn part(mut a: Walker<'_>, mut b: Walker<'_>) -> i32 {
    loop {
        let (Some(way), Some(end_a), Some(end_b)) = (a.way(), a.end(), b.end()) else { return 0 };
        let lead = (end_a - end_b).dot(way);
        if lead > SAME {
            return b.turn();
        }
        if lead < -SAME {
            return -a.turn();
        }
        let (turn_a, turn_b) = (a.turn(), b.turn());
        if turn_a == 0 || turn_b == 0 {
            return 0;
        }
        if turn_a != turn_b {
            return turn_b;
        }
        a.step();
        b.step();
    }
}

/// Goes along a line, piece by piece.
#[derive(Clone, Copy)]
struct Walker<'a> {
    points: &'a [DVec2],
    /// The corners of the current piece.
    from: usize,
    to: Option<usize>,
    forward: bool,
}

impl<'a> Walker<'a> {
    fn new(piece: PieceOf<'a>, forward: bool) -> Self {
        let (first, last) = (piece.place, piece.place + 1);
        let (from, to) = if forward { (first, last) } else { (last, first) };
        Self { points: piece.points, from, to: Some(to), forward }
    }

    fn end(&self) -> Option<DVec2> {
        self.to.map(|to| self.points[to])
    }

    fn way(&self) -> Option<DVec2> {
        Some((self.end()? - self.points[self.from]).normalize_or_zero())
    }

    fn next(&self) -> Option<usize> {
        let to = self.to?;
        if self.forward {
            Some(to + 1).filter(|n| *n < self.points.len())
        } else {
            to.checked_sub(1)
        }
    }

    /// 1 for a turn to the left at the end of the piece, -1 to the right, 0 where the line ends.
    fn turn(&self) -> i32 {
        let (Some(way), Some(end), Some(next)) = (self.way(), self.end(), self.next()) else {
            return 0;
        };
        let turn = way.perp_dot(self.points[next] - end);
        i32::from(turn > 0.0) - i32::from(turn < 0.0)
    }

    fn step(&mut self) {
        if let (Some(to), next) = (self.to, self.next()) {
            self.from = to;
            self.to = next;
        }
    }
}
