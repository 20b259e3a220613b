//! Where edges leave the window for neighbours that the group in focus has outside.

use kurbo::{Point, Rect, Size, Vec2};

use super::{State, Subject, title_of, width_of};
use crate::diagram::Diagram;
use crate::graph::{End, EndAt};

/// A neighbour that is not seen, at the window's rim.
#[derive(Clone, Debug, PartialEq)]
pub struct Stub {
    /// The neighbour.
    pub subject: Subject,
    /// Where the edge to it leaves the window, logical px.
    pub at: Point,
    /// What it is called.
    pub title: String,
    /// Where its name stands, logical px.
    pub tag: Rect,
}

/// From the window's edge to the rim, logical px.
const RIM: f64 = 10.0;
/// Size of the type of a name, and the width it is cut at, logical px.
const TYPE: f64 = 11.5;
const WIDEST: f64 = 200.0;
/// Round a name, logical px.
const PADDING: Size = Size::new(9.0, 5.0);
/// More are not shown.
const MOST: usize = 40;

impl State {
    /// The neighbours of the group in focus that are out of sight at `time`, s, each once; none without a focus. Those whose
    /// name would cover that of another stand beside it, or are left out.
    #[must_use]
    pub fn stubs(&self, diagram: &Diagram, time: f64) -> Vec<Stub> {
        let mut stubs: Vec<Stub> = Vec::new();
        let mut known: Vec<Subject> = Vec::new();
        if self.view.focus.is_none() {
            return stubs;
        }
        let graph = &diagram.graph;
        let to_screen = self.camera.at(time).affine(self.viewport);
        let free = self.free_area();
        let rim = Rect::new(free.x0 + RIM, free.y0 + RIM, free.x1 - RIM, free.y1 - RIM);
        let mut taken = vec![self.button_frame()];
        taken.extend(self.crumbs(diagram, time).iter().map(|crumb| crumb.area));
        taken.extend(self.minimap_frame());
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
            if known.contains(&outside) || self.view.hides(graph, outside) || stubs.len() >= MOST {
                continue;
            }
            let Some(at) = leaving(&points, rim) else { continue };
            known.push(outside);
            let title = title_of(graph, outside);
            let size = Size::new(
                width_of(&title, TYPE).min(WIDEST) + 2.0 * PADDING.width,
                1.3 * TYPE + 2.0 * PADDING.height,
            );
            if let Some(tag) = free_place(at, size, rim.inflate(6.0, 6.0), &taken) {
                taken.push(tag);
                stubs.push(Stub { subject: outside, at, title, tag });
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

/// A place for a tag of this size near `at` in `window`, clear of those that are taken.
fn free_place(at: Point, size: Size, window: Rect, taken: &[Rect]) -> Option<Rect> {
    let clamp = |tag: Rect| {
        let x = tag.x0.min(window.x1 - size.width).max(window.x0);
        let y = tag.y0.min(window.y1 - size.height).max(window.y0);
        Rect::from_origin_size((x, y), size)
    };
    let shifts = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0];
    let along_side = shifts.map(|n| Vec2::new(0.0, n * (size.height + 4.0)));
    let along_top = shifts.map(|n| Vec2::new(n * (size.width + 4.0), 0.0));
    let places = along_side.into_iter().chain(along_top);
    places
        .map(|shift| clamp(Rect::from_center_size(at + shift, size)))
        .find(|tag| taken.iter().all(|other| !tag.overlaps(*other)))
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
