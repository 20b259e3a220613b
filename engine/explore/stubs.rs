//! Where edges leave the window for neighbours that the group in focus has outside.

use kurbo::{Point, Rect};

use super::{State, Subject};
use crate::diagram::Diagram;
use crate::graph::{End, EndAt};

/// A neighbour that is not seen, at the window's rim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stub {
    /// The neighbour.
    pub subject: Subject,
    /// Where the edge to it leaves the window, logical px.
    pub at: Point,
}

/// From the window's edge to the rim, logical px.
const RIM: f64 = 10.0;
/// What stands at the bottom, logical px.
const FOOT: f64 = 28.0;

impl State {
    /// The neighbours of the group in focus that are out of sight at `time`, s, each once; none without a focus.
    #[must_use]
    pub fn stubs(&self, diagram: &Diagram, time: f64) -> Vec<Stub> {
        let mut stubs: Vec<Stub> = Vec::new();
        if self.view.focus.is_none() {
            return stubs;
        }
        let graph = &diagram.graph;
        let to_screen = self.camera.at(time).affine(self.viewport);
        let window = self.viewport.to_rect();
        let rim = Rect::new(RIM, RIM, window.x1 - RIM, window.y1 - FOOT);
        for (edge, route) in graph.edges.iter().zip(&diagram.routes.edges) {
            let is_in = |end: &End| self.view.focuses(graph, subject_of(end));
            let points = route.points.iter().map(|p| to_screen * Point::new(p.x, p.y));
            let mut points: Vec<Point> = points.collect();
            let outside = match (is_in(&edge.from), is_in(&edge.to)) {
                (true, false) => subject_of(&edge.to),
                (false, true) => {
                    points.reverse();
                    subject_of(&edge.from)
                }
                _ => continue,
            };
            let is_known = stubs.iter().any(|stub| stub.subject == outside);
            if !is_known
                && !self.view.hides(graph, outside)
                && let Some(at) = leaving(&points, rim)
            {
                stubs.push(Stub { subject: outside, at });
            }
        }
        stubs
    }
}

fn subject_of(end: &End) -> Subject {
    match end.at {
        EndAt::Node(node) => Subject::Node(node),
        EndAt::Group(group) => Subject::Group(group),
    }
}

/// Where a line that begins in `rim` leaves it for good; `None` where it ends in it, or begins outside.
fn leaving(points: &[Point], rim: Rect) -> Option<Point> {
    if rim.contains(*points.last()?) || !rim.contains(*points.first()?) {
        return None;
    }
    let last_inside = points.iter().rposition(|point| rim.contains(*point))?;
    let (from, to) = (points[last_inside], *points.get(last_inside + 1)?);
    let share = |from: f64, to: f64, low: f64, high: f64| {
        if to > high {
            (high - from) / (to - from)
        } else if to < low {
            (low - from) / (to - from)
        } else {
            1.0
        }
    };
    let along = share(from.x, to.x, rim.x0, rim.x1).min(share(from.y, to.y, rim.y0, rim.y1));
    Some(from.lerp(to, along))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leaves_where_it_crosses_the_rim_last() {
        let rim = Rect::new(0.0, 0.0, 100.0, 100.0);
        let check = |points: &[(f64, f64)], expected: Option<(f64, f64)>| {
            let points: Vec<Point> = points.iter().map(|p| Point::from(*p)).collect();
            assert_eq!(leaving(&points, rim), expected.map(Point::from), "{points:?}");
        };
        check(&[(50.0, 50.0), (150.0, 50.0)], Some((100.0, 50.0)));
        check(&[(50.0, 50.0), (50.0, 60.0), (50.0, -40.0)], Some((50.0, 0.0)));
        check(&[(50.0, 50.0), (200.0, 50.0), (50.0, 40.0), (-50.0, 40.0)], Some((0.0, 40.0)));
        check(&[(50.0, 50.0), (60.0, 50.0)], None);
        check(&[(500.0, 50.0), (60.0, 50.0), (-10.0, 50.0)], None);
        check(&[], None);
    }
}
