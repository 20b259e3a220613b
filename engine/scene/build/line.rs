//! Orthogonal lines with rounded corners and gaps.

use kurbo::{BezPath, CubicBez, Point, Vec2};

/// Radius of an edge's corners, px; less where pieces are short.
pub(super) const RADIUS: f64 = 8.0;

/// The same for wide turns: any wider, and lines would touch what their corners keep a clearance of 12 px from.
pub(super) const WIDE: f64 = 40.0;

/// A quarter of a circle as a Bezier curve: its handles are this long, in radii.
const QUARTER: f64 = 0.552_284_75;

/// A line of straight pieces.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// Its corners; neighbours differ.
    pub(super) points: Vec<Point>,
    /// How its corners are rounded.
    pub(super) turns: Turns,
}

/// How corners are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Turns {
    /// By quarters of small circles.
    #[default]
    Tight,
    /// By quarters of wide ellipses, which take of each piece what there is.
    Wide,
}

/// Part of a straight piece that is not drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    /// Which piece: from this corner to the next.
    pub(super) piece: usize,
    /// From here, px from the piece's start.
    pub(super) from: f64,
    /// To here, px from the piece's start.
    pub(super) to: f64,
}

impl Line {
    /// The line through `points`, without points that are there twice or where it goes straight on.
    pub(super) fn through(points: impl IntoIterator<Item = Point>) -> Self {
        let mut kept: Vec<Point> = Vec::new();
        for point in points {
            if kept.last().is_some_and(|last| last.distance(point) < 1e-6) {
                continue;
            }
            if let [.., a, b] = kept[..]
                && direction(a, b).dot(direction(b, point)) > 1.0 - 1e-9
            {
                kept.pop();
            }
            kept.push(point);
        }
        Self { points: kept, turns: Turns::Tight }
    }

    /// The same line the other way round.
    pub(super) fn reverse(&mut self) {
        self.points.reverse();
    }

    /// Takes `length` off its end, at most what the last piece has; returns what was taken.
    pub(super) fn shorten(&mut self, length: f64) -> f64 {
        let [.., before, end] = self.points[..] else { return 0.0 };
        let taken = length.min(before.distance(end) - 1e-3).max(0.0);
        if let Some(last) = self.points.last_mut() {
            *last = end - direction(before, end) * taken;
        }
        taken
    }

    /// Where it points at its end; zero for a single point.
    pub(super) fn heading(&self) -> Vec2 {
        match self.points[..] {
            [.., before, end] => direction(before, end),
            _ => Vec2::ZERO,
        }
    }

    /// Where piece `piece_idx` points.
    pub(super) fn heading_of(&self, piece_idx: usize) -> Vec2 {
        direction(self.points[piece_idx], self.points[piece_idx + 1])
    }

    /// Length of its last piece.
    pub(super) fn last_piece(&self) -> f64 {
        match self.points[..] {
            [.., before, end] => before.distance(end),
            _ => 0.0,
        }
    }

    /// The radii of the turn at corner `corner_idx`, along the piece before it and the piece after it: a piece that has
    /// corners at both ends is shared between them.
    pub(super) fn radii(&self, corner_idx: usize) -> [f64; 2] {
        let points = &self.points;
        if corner_idx == 0 || corner_idx + 1 >= points.len() {
            return [0.0; 2];
        }
        let (before, here, after) =
            (points[corner_idx - 1], points[corner_idx], points[corner_idx + 1]);
        if direction(before, here).dot(direction(here, after)).abs() > 0.5 {
            return [0.0; 2];
        }
        let share = |at_end: bool, length: f64| if at_end { length } else { length / 2.0 };
        let first = share(corner_idx == 1, before.distance(here));
        let last = share(corner_idx + 2 == points.len(), here.distance(after));
        match self.turns {
            Turns::Tight => [RADIUS.min(first).min(last); 2],
            Turns::Wide => [WIDE.min(first), WIDE.min(last)],
        }
    }

    /// The straight part of piece `piece_idx`, px from the piece's start.
    pub(super) fn straight(&self, piece_idx: usize) -> (f64, f64) {
        let length = self.points[piece_idx].distance(self.points[piece_idx + 1]);
        (self.radii(piece_idx)[1], length - self.radii(piece_idx + 1)[0])
    }

    /// Its pieces: both corners of each.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (Point, Point)> {
        self.points.windows(2).map(|pair| (pair[0], pair[1]))
    }

    /// The drawn line: corners rounded, `gaps` (in order along the line) left out.
    pub(super) fn path(&self, gaps: &[Gap]) -> BezPath {
        let mut path = BezPath::new();
        let Some(&first) = self.points.first() else { return path };
        path.move_to(first);
        let mut gaps = gaps.iter().peekable();
        for (piece_idx, (from, to)) in self.pieces().enumerate() {
            let along = direction(from, to);
            while let Some(gap) = gaps.next_if(|gap| gap.piece == piece_idx) {
                path.line_to(from + along * gap.from);
                path.move_to(from + along * gap.to);
            }
            let radii = self.radii(piece_idx + 1);
            path.line_to(to - along * radii[0]);
            if radii[0] > 0.0 && radii[1] > 0.0 {
                let turn = quarter(to, along, direction(to, self.points[piece_idx + 2]), radii);
                path.curve_to(turn.p1, turn.p2, turn.p3);
            }
        }
        path
    }
}

/// The turn at `corner` from heading `along` to heading `on`.
pub(super) fn quarter(corner: Point, along: Vec2, on: Vec2, radii: [f64; 2]) -> CubicBez {
    let (from, to) = (corner - along * radii[0], corner + on * radii[1]);
    let handles = radii.map(|radius| radius * QUARTER);
    CubicBez::new(from, from + along * handles[0], to - on * handles[1], to)
}

/// The unit vector from `from` to `to`; zero where they are one.
pub(super) fn direction(from: Point, to: Point) -> Vec2 {
    let way = to - from;
    let length = way.hypot();
    if length > 0.0 { way / length } else { Vec2::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Line {
        Line::through(points.iter().map(|&p| p.into()))
    }

    #[test]
    fn drops_points_that_say_nothing() {
        let check = |points: &[(f64, f64)], expected: &[(f64, f64)]| {
            let expected: Vec<Point> = expected.iter().map(|&p| p.into()).collect();
            assert_eq!(line(points).points, expected, "{points:?}");
        };
        check(&[], &[]);
        check(&[(0.0, 0.0), (0.0, 0.0)], &[(0.0, 0.0)]);
        check(&[(0.0, 0.0), (5.0, 0.0), (9.0, 0.0)], &[(0.0, 0.0), (9.0, 0.0)]);
        check(
            &[(0.0, 0.0), (9.0, 0.0), (9.0, 0.0), (9.0, 4.0)],
            &[(0.0, 0.0), (9.0, 0.0), (9.0, 4.0)],
        );
    }

    #[test]
    fn corners_never_overshoot() {
        let check = |points: &[(f64, f64)], expected: &[f64]| {
            let line = line(points);
            let radii: Vec<f64> = (1..line.points.len() - 1).map(|i| line.radii(i)[0]).collect();
            assert_eq!(radii, expected, "{points:?}");
            for piece_idx in 0..line.points.len() - 1 {
                let (from, to) = line.straight(piece_idx);
                assert!(from <= to, "turns of {points:?} meet on piece {piece_idx}");
            }
        };
        check(&[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0)], &[8.0]);
        check(&[(0.0, 0.0), (5.0, 0.0), (5.0, 50.0)], &[5.0]);
        check(&[(0.0, 0.0), (50.0, 0.0), (50.0, 6.0), (90.0, 6.0)], &[3.0, 3.0]);
        check(&[(0.0, 0.0), (50.0, 0.0), (20.0, 0.0)], &[0.0]);
    }

    #[test]
    fn wide_turns_take_what_there_is() {
        let check = |points: &[(f64, f64)], expected: &[[f64; 2]]| {
            let line = Line { turns: Turns::Wide, ..line(points) };
            let radii: Vec<_> = (1..line.points.len() - 1).map(|i| line.radii(i)).collect();
            assert_eq!(radii, expected, "{points:?}");
        };
        check(&[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0)], &[[40.0, 40.0]]);
        check(&[(0.0, 0.0), (5.0, 0.0), (5.0, 50.0)], &[[5.0, 40.0]]);
        let jog = [(0.0, 0.0), (50.0, 0.0), (50.0, 6.0), (90.0, 6.0)];
        check(&jog, &[[40.0, 3.0], [3.0, 40.0]]);
        check(&[(0.0, 0.0), (50.0, 0.0), (20.0, 0.0)], &[[0.0; 2]]);
    }

    #[test]
    fn gaps_interrupt_the_path() {
        let line = line(&[(0.0, 0.0), (100.0, 0.0)]);
        let gap = Gap { piece: 0, from: 40.0, to: 50.0 };
        assert_eq!(line.path(&[gap]).to_svg(), "M0,0 L40,0 M50,0 L100,0");
    }
}
