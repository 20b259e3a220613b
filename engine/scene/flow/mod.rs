//! What moves along the edges, as data: painters evaluate it at a time.
//!
//! A [`Stream`] is an endless row of particles on the way of one line. Where they are is a pure function of the time: after
//! [`Flow::secs`] every stream has gone on by a whole number of spacings, so that a film of that length continues into itself,
//! and pausing, going back, the window and exported frames agree. Distances between particles and their speed are in px
//! of the screen, so that zooming does not change the rhythm.

mod traffic;

use std::sync::Arc;

use kurbo::{BezPath, ParamCurve as _, PathEl, Point};
use peniko::Color;

pub use traffic::{Load, Scales, Traffic};

/// All that moves in a picture.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// One for each line that something moves along, and for each direction.
    pub streams: Vec<Stream>,
    /// After so long everything is as it was, s; above zero where there are streams.
    pub secs: f64,
}

/// What moves along one line.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The line's place among the elements of the scene: the stream is as faint as that, and seen at the same scales.
    pub element: usize,
    /// The way.
    pub way: Arc<Way>,
    /// Px of the screen a second.
    pub speed: f64,
    /// By so many spacings it goes on in [`Flow::secs`]; at least 1.
    pub per_loop: u32,
    /// Where the first particle is at time 0, in spacings: 0 to 1.
    pub phase: f64,
    /// What a particle looks like.
    pub motif: Motif,
    /// Its colour.
    pub color: Color,
    /// Width of the line, world px.
    pub width: f64,
    /// Where on the way nothing is shown, because a label lies there: distances from its start, world px.
    pub hidden: Option<(f64, f64)>,
}

/// A line in straight pieces, world px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    points: Vec<Point>,
    /// How far each point is from the first, along the line.
    reach: Vec<f64>,
}

/// What a particle looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motif {
    /// A dot with a tail: something is on its way.
    Comet,
    /// A diamond: something that failed is on its way.
    Diamond,
    /// A bar across the line: a message that waits in queues.
    Bar,
    /// A short piece of line, for pictures in which dots would be too many.
    Dash,
    /// A mark that points the way and stands still.
    Chevron,
    /// A dot that stands still and swells: joined, without a direction.
    Breath,
}

impl Motif {
    /// All of them; a motif's place here is its number in `shaders/flow.wgsl`.
    pub const ALL: [Self; 6] =
        [Self::Comet, Self::Diamond, Self::Bar, Self::Dash, Self::Chevron, Self::Breath];

    /// Whether particles of this kind stay in their places.
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(self, Self::Chevron | Self::Breath)
    }

    /// Its place in [`Motif::ALL`].
    #[must_use]
    pub fn number(self) -> u32 {
        Self::ALL.iter().zip(0..).find_map(|(motif, n)| (*motif == self).then_some(n)).unwrap_or(0)
    }
}

impl Flow {
    /// The share of the loop that is over at `time`, s: 0 to 1, and again from 0 after [`Flow::secs`]; for times before 0
    /// as well.
    #[must_use]
    pub fn turn(&self, time: f64) -> f64 {
        /// Steps of a loop: so fine that none is seen, so coarse that rounding does not tell the end of one loop from the
        /// beginning of the next.
        const STEPS: f64 = (1_u64 << 32) as f64;
        if self.secs <= 0.0 {
            return 0.0;
        }
        (time / self.secs * STEPS).round().rem_euclid(STEPS) / STEPS
    }
}

impl Stream {
    /// From one particle to the next, px of the screen.
    #[must_use]
    pub fn spacing(&self, flow: &Flow) -> f64 {
        self.speed * flow.secs / f64::from(self.per_loop.max(1))
    }
}

/// Curves may stray so far from their pieces, world px.
const TOLERANCE: f64 = 0.25;

impl Way {
    /// Along `path`, whose parts follow each other; what lies between parts is gone over straight.
    #[must_use]
    pub fn along(path: &BezPath) -> Self {
        let mut points: Vec<Point> = Vec::new();
        kurbo::flatten(path, TOLERANCE, |piece| match piece {
            PathEl::MoveTo(point) | PathEl::LineTo(point) if points.last() != Some(&point) => {
                points.push(point);
            }
            _ => {}
        });
        Self::through(points)
    }

    /// From corner to corner.
    #[must_use]
    pub fn through(points: Vec<Point>) -> Self {
        let mut reach = Vec::with_capacity(points.len());
        let mut so_far = 0.0;
        for (n, point) in points.iter().enumerate() {
            so_far += if n == 0 { 0.0 } else { point.distance(points[n - 1]) };
            reach.push(so_far);
        }
        Self { points, reach }
    }

    /// The same in the other direction.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self::through(self.points.iter().rev().copied().collect())
    }

    /// Its corners, with the distance of each from the first along the line.
    pub fn corners(&self) -> impl ExactSizeIterator<Item = (Point, f64)> + '_ {
        self.points.iter().copied().zip(self.reach.iter().copied())
    }

    /// World px.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.reach.last().copied().unwrap_or(0.0)
    }

    /// The point so far from the start, world px; before the start and beyond the end it is that.
    #[must_use]
    pub fn at(&self, distance: f64) -> Point {
        let next = self.reach.partition_point(|reach| *reach <= distance);
        match (self.points.get(next.wrapping_sub(1)), self.points.get(next)) {
            (Some(from), Some(to)) => {
                let (start, end) = (self.reach[next - 1], self.reach[next]);
                kurbo::Line::new(*from, *to).eval((distance - start) / (end - start).max(1e-12))
            }
            (Some(last), None) => *last,
            (None, first) => first.copied().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_ends_where_it_began() {
        let flow = Flow { streams: Vec::new(), secs: 28.0 / 9.0 };
        for time in [0.0, 0.4, 1.7, -0.9] {
            let apart = (flow.turn(time) - flow.turn(time + flow.secs)).abs();
            assert!(apart.min(1.0 - apart) < 1e-12, "at {time}");
        }
        assert_eq!(flow.turn(flow.secs), 0.0);
        assert_eq!(flow.turn(-1e-18), 0.0);
        assert_eq!(Flow::default().turn(3.0), 0.0);
    }

    #[test]
    fn a_way_is_gone_along_by_its_length() {
        let way = Way::through(
            vec![(0.0, 0.0), (10.0, 0.0), (10.0, 5.0)].into_iter().map(Point::from).collect(),
        );
        for (distance, expected) in [
            (-1.0, (0.0, 0.0)),
            (0.0, (0.0, 0.0)),
            (4.0, (4.0, 0.0)),
            (10.0, (10.0, 0.0)),
            (12.0, (10.0, 2.0)),
            (15.0, (10.0, 5.0)),
            (99.0, (10.0, 5.0)),
        ] {
            assert_eq!(way.at(distance), Point::from(expected), "at {distance}");
        }
        assert_eq!(way.reversed().at(5.0), Point::new(10.0, 0.0));
        assert_eq!(Way::default().at(3.0), Point::ZERO);
    }
}
