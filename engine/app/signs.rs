//! Small signs that no font has to bring.

use kurbo::{BezPath, Circle, Point, Rect, Vec2};
use peniko::Color;

use super::chrome::Sketch;
use crate::scene::{Mark, Pen, Shape};

/// Width of their lines, logical px.
const LINE: f64 = 1.5;

/// Which way a chevron points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    Up,
    Down,
    Right,
}

impl Sketch<'_> {
    /// Three lines.
    pub(super) fn burger(&mut self, area: Rect, color: Color) {
        let middle = area.center();
        for row in [-5.0, 0.0, 5.0] {
            let line = Rect::from_center_size(middle + Vec2::new(0.0, row), (18.0, 2.0));
            self.fill(line, 1.0, color);
        }
    }

    /// A cross.
    pub(super) fn cross(&mut self, area: Rect, color: Color) {
        let middle = area.center();
        let mut path = BezPath::new();
        for (x, y) in [(4.0, 4.0), (4.0, -4.0)] {
            path.move_to(middle - Vec2::new(x, y));
            path.line_to(middle + Vec2::new(x, y));
        }
        self.line_along(path, color);
    }

    /// An angle.
    pub(super) fn chevron(&mut self, area: Rect, toward: Toward, color: Color) {
        let middle = area.center();
        let points = match toward {
            Toward::Down => [(-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)],
            Toward::Up => [(-4.0, 2.0), (0.0, -2.0), (4.0, 2.0)],
            Toward::Right => [(-2.0, -4.0), (2.0, 0.0), (-2.0, 4.0)],
        };
        let [a, b, c] = points.map(|(x, y)| middle + Vec2::new(x, y));
        let mut path = BezPath::new();
        path.move_to(a);
        path.line_to(b);
        path.line_to(c);
        self.line_along(path, color);
    }

    /// An eye, open or struck through.
    pub(super) fn eye(&mut self, area: Rect, is_open: bool, color: Color) {
        let middle = area.center();
        let (left, right) = (middle - Vec2::new(7.0, 0.0), middle + Vec2::new(7.0, 0.0));
        let mut path = BezPath::new();
        path.move_to(left);
        path.quad_to(middle - Vec2::new(0.0, 9.0), right);
        path.quad_to(middle + Vec2::new(0.0, 9.0), left);
        if !is_open {
            path.move_to(middle + Vec2::new(-6.0, 5.0));
            path.line_to(middle + Vec2::new(6.0, -5.0));
        }
        self.line_along(path, color);
        if is_open {
            self.disc(middle, 2.0, color);
        }
    }

    /// A filled disc.
    pub(super) fn disc(&mut self, middle: Point, radius: f64, color: Color) {
        let shape = Shape::Circle(Circle::new(middle, radius));
        self.mark(Mark::Fill { shape, color });
    }

    fn line_along(&mut self, path: BezPath, color: Color) {
        let pen = Pen { width: LINE, color, dashes: Vec::new(), round: true };
        self.mark(Mark::Stroke { shape: Shape::Path(path), pen });
    }
}
