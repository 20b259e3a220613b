//! `look: handDrawn`: shapes as a hand draws them, and the same hand every time.
//!
//! A hand misses corners a little, wavers along a line, and goes round a box twice. So each corner is moved by up to
//! [`REACH`], each line is a curve through points moved aside by up to [`BEND`], and closed outlines are drawn in two
//! rounds.
//! What moves them is a stream of numbers for each element, begun by its name and the diagram's `handDrawnSeed`: the same
//! text gives the same strokes, and an edit elsewhere leaves them alone. A box that is
//! moved keeps its strokes.
//!
//! `roughr`, the port of the library that Mermaid draws with, was weighed and left: it takes `rand`'s `StdRng`, whose
//! numbers may change with any release, and the platform's sine, so that its strokes are not the same everywhere.

use std::sync::Arc;

use kurbo::{BezPath, ParamCurve as _, PathEl, Point, Rect, RoundedRect, Shape as _, Vec2};

use crate::scene::{Element, Mark, Pen, Shape};

/// Corners are missed by up to this in both directions, px: to be seen, and far less than what lines keep clear.
pub(super) const REACH: f64 = 1.2;

/// A corner is missed by no more than this share of the line that leads there: what is small is drawn with care.
const CARE: f64 = 0.08;

/// Lines waver by up to this to both sides, px, and by no more than this share of their length.
const BEND: f64 = 0.8;
const STEADY: f64 = 0.025;

/// Lines waver about once in this length, px.
const WAVE: f64 = 90.0;

/// Waves of one line; the longest of drawings has fewer.
const MOST_WAVES: f64 = 1000.0;

/// Between the lines of a hachure, px.
const HACHURE_GAP: f64 = 7.0;

/// How far a hachure stays inside its outline, px.
const HACHURE_INSET: f64 = 3.0;

/// Curves may stray this far from the true ones, px.
const TOLERANCE: f64 = 0.01;

/// Draws all shapes of `elements` by hand; text and icons stay as they are.
pub(super) fn redraw(elements: &mut [Element], seed: u64) {
    for element in elements {
        let key = key(seed, element);
        for mark in Arc::make_mut(&mut element.marks) {
            redraw_mark(mark, key);
        }
        let bounds = element.marks.iter().map(Mark::bounds).reduce(|a, b| a.union(b));
        element.bounds = bounds.unwrap_or(element.bounds);
    }
}

/// Slanted lines that fill `outline`, to be redrawn by hand with the rest.
pub(super) fn hachure(outline: &RoundedRect) -> BezPath {
    let inside = outline.rect().inset(-HACHURE_INSET);
    let radius = outline.radii().top_left - HACHURE_INSET;
    let inner = RoundedRect::from_rect(inside, radius.max(0.0)).to_path(TOLERANCE);
    // One line for each place on the grid, so that neighbours are hatched alike.
    let step = HACHURE_GAP * std::f64::consts::SQRT_2;
    let mut sum = ((inside.x0 + inside.y0) / step).ceil() * step;
    let mut path = BezPath::new();
    while inside.width() > 0.0 && inside.height() > 0.0 && sum < inside.x1 + inside.y1 {
        if let Some((from, to)) = chord(&inner, inside, sum) {
            path.move_to(from);
            path.line_to(to);
        }
        sum += step;
    }
    path
}

/// Where the line of all points with `x + y = sum` enters and leaves `outline`, which lies in `inside`.
fn chord(outline: &BezPath, inside: Rect, sum: f64) -> Option<(Point, Point)> {
    let (left, right) = (inside.x0 - 1.0, inside.x1 + 1.0);
    let line = kurbo::Line::new((left, sum - left), (right, sum - right));
    let mut met: Vec<f64> = outline
        .segments()
        .flat_map(|segment| segment.intersect_line(line))
        .map(|crossing| crossing.line_t)
        .collect();
    met.sort_by(f64::total_cmp);
    let (first, last) = (*met.first()?, *met.last()?);
    let (from, to) = (line.eval(first), line.eval(last));
    (from.distance(to) > HACHURE_GAP).then_some((from, to))
}

fn redraw_mark(mark: &mut Mark, key: u64) {
    match mark {
        Mark::Fill { shape, .. } | Mark::Plate { shape, .. } => {
            *shape = Shape::Path(Hand::new(key, 0).draw(&path_of(shape)));
        }
        Mark::Stroke { shape, pen } => {
            let path = path_of(shape);
            let mut drawn = Hand::new(key, 0).draw(&path);
            if matches!(path.elements().last(), Some(PathEl::ClosePath)) {
                drawn.extend(Hand::new(key, 1).draw(&path));
            }
            *shape = Shape::Path(drawn);
            *pen = Pen { round: true, ..pen.clone() };
        }
        Mark::Shadow { .. } | Mark::Text { .. } | Mark::Icon { .. } => {}
    }
}

fn path_of(shape: &Shape) -> BezPath {
    match shape {
        Shape::RoundedRect(rect) => rect.to_path(TOLERANCE),
        Shape::Circle(circle) => circle.to_path(TOLERANCE),
        Shape::Path(path) => path.clone(),
    }
}

/// FNV-1a (Fowler, Noll, Vo 1991) over what names `element`.
fn key(seed: u64, element: &Element) -> u64 {
    let name = seed.to_le_bytes().into_iter().chain(element.class.bytes()).chain([0]);
    name.chain(element.id.bytes()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Draws one path.
struct Hand {
    state: u64,
    path: BezPath,
    /// Where the path is, and where the hand is.
    here: Point,
    drawn: Point,
    /// Where the pen was put down.
    began: Point,
}

impl Hand {
    /// The stream of `key`, as it is in round `round`.
    fn new(key: u64, round: u64) -> Self {
        let [here, drawn, began] = [Point::ZERO; 3];
        Self { state: key.wrapping_add(round), path: BezPath::new(), here, drawn, began }
    }

    fn draw(mut self, path: &BezPath) -> BezPath {
        let mut start = Point::ZERO;
        let elements = path.elements();
        for (i, element) in elements.iter().enumerate() {
            match *element {
                PathEl::MoveTo(to) => {
                    start = to;
                    let next = elements.get(i + 1).and_then(PathEl::end_point);
                    self.begin(to, next.map_or(0.0, |next| next.distance(to)));
                }
                PathEl::LineTo(to) => self.line(to),
                PathEl::QuadTo(a, to) => self.curve(a, a, to),
                PathEl::CurveTo(a, b, to) => self.curve(a, b, to),
                PathEl::ClosePath => self.close(start),
            }
        }
        self.path
    }

    /// Puts the pen down near `at`, to draw something of `length`.
    fn begin(&mut self, at: Point, length: f64) {
        self.here = at;
        self.drawn = self.near(at, length);
        self.began = self.drawn;
        self.path.move_to(self.drawn);
    }

    /// Comes round to where the pen was put down: an end that is missed is a flaw when every box has it at one corner.
    fn close(&mut self, start: Point) {
        self.line_ending(start, self.began);
        self.path.close_path();
    }

    fn line(&mut self, to: Point) {
        let end = self.near(to, self.here.distance(to));
        self.line_ending(to, end);
    }

    /// A line that aims at `to` and gets to `end`.
    fn line_ending(&mut self, to: Point, end: Point) {
        let way = to - self.here;
        let length = way.hypot();
        if length < 1e-6 {
            return self.path.line_to(end);
        }
        let aside = Vec2::new(-way.y, way.x) / length * BEND.min(STEADY * length);
        let n_waves = (length / WAVE).round().clamp(1.0, MOST_WAVES);
        let mut knots = vec![self.drawn];
        let mut wave = 0.5;
        while wave < n_waves {
            let along = (wave + 0.2 * self.swing()) / n_waves;
            knots.push(self.drawn.lerp(end, along) + aside * self.swing());
            wave += 1.0;
        }
        knots.push(end);
        self.spline(&knots);
        (self.here, self.drawn) = (to, end);
    }

    fn curve(&mut self, a: Point, b: Point, to: Point) {
        let end = self.near(to, self.here.distance(to));
        let (from_moved, to_moved) = (self.drawn - self.here, end - to);
        self.path.curve_to(a + from_moved, b + to_moved, end);
        (self.here, self.drawn) = (to, end);
    }

    /// A smooth curve through `knots` (Catmull and Rom 1974).
    fn spline(&mut self, knots: &[Point]) {
        let tangent = |i: usize| {
            let (before, after) = (i.saturating_sub(1), (i + 1).min(knots.len() - 1));
            (knots[after] - knots[before]) / (after - before).max(1) as f64
        };
        for i in 1..knots.len() {
            let (from, to) = (knots[i - 1], knots[i]);
            self.path.curve_to(from + tangent(i - 1) / 3.0, to - tangent(i) / 3.0, to);
        }
    }

    /// Where the hand gets to that aims at `point` over a way of `length`.
    fn near(&mut self, point: Point, length: f64) -> Point {
        let reach = REACH.min(CARE * length);
        point + Vec2::new(self.swing(), self.swing()) * reach
    }

    /// A number from -1 to 1 (`SplitMix64`: Steele, Lea, Flood 2014).
    fn swing(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use kurbo::ParamCurveNearest as _;

    use super::*;

    fn line(points: &[(f64, f64)]) -> BezPath {
        let mut path = BezPath::new();
        path.move_to(points[0]);
        points[1..].iter().for_each(|&point| path.line_to(point));
        path
    }

    /// The farthest that any point of `drawn` is from `meant`, px.
    fn astray(drawn: &BezPath, meant: &BezPath) -> f64 {
        let nearest = |point: Point| {
            let distances = meant.segments().map(|s| s.nearest(point, 1e-3).distance_sq);
            distances.fold(f64::INFINITY, f64::min).sqrt()
        };
        let along =
            |segment: kurbo::PathSeg| (0..=8).map(move |i| segment.eval(f64::from(i) / 8.0));
        drawn.segments().flat_map(along).map(nearest).fold(0.0, f64::max)
    }

    fn shapes() -> Vec<BezPath> {
        let tile = RoundedRect::new(10.0, 20.0, 106.0, 108.0, 10.0).to_path(TOLERANCE);
        let dot = kurbo::Circle::new((50.0, 50.0), 4.0).to_path(TOLERANCE);
        let edge = line(&[(0.0, 0.0), (700.0, 0.0), (700.0, 12.0), (900.0, 12.0)]);
        vec![tile, dot, edge, line(&[(0.0, 0.0), (0.0, 0.0)]), BezPath::new()]
    }

    #[test]
    fn a_hand_strays_but_not_far() {
        let far = REACH * std::f64::consts::SQRT_2 + BEND;
        for shape in shapes() {
            for key in 0..50 {
                let drawn = Hand::new(key, 0).draw(&shape);
                let off = astray(&drawn, &shape);
                assert!(off <= far, "{off} px off: {}", drawn.to_svg());
                assert_eq!(drawn, Hand::new(key, 0).draw(&shape), "the same hand twice");
            }
        }
        let [tile, dot, edge, ..] = &shapes()[..] else { unreachable!() };
        for (shape, least) in [(tile, 0.5), (dot, 0.1), (edge, 0.5)] {
            let drawn = [0, 1].map(|round| Hand::new(7, round).draw(shape));
            assert!(astray(&drawn[0], shape) > least, "drawn with a ruler: {}", shape.to_svg());
            assert_ne!(drawn[0], drawn[1], "two rounds alike");
        }
    }

    #[test]
    fn a_moved_shape_keeps_its_strokes() {
        let by = Vec2::new(120.0, -40.0);
        for shape in shapes() {
            let mut there = shape.clone();
            there.apply_affine(kurbo::Affine::translate(by));
            let mut drawn = Hand::new(3, 0).draw(&shape);
            drawn.apply_affine(kurbo::Affine::translate(by));
            assert!(astray(&Hand::new(3, 0).draw(&there), &drawn) < 0.01);
        }
    }

    #[test]
    fn a_hachure_stays_inside() {
        let check = |rect: RoundedRect, n_lines: usize| {
            let path = hachure(&rect);
            assert_eq!(path.segments().count(), n_lines, "{rect:?}");
            let inside = |segment: kurbo::PathSeg| {
                [segment.start(), segment.end()].iter().all(|&point| rect.contains(point))
            };
            assert!(path.segments().all(inside), "{}", path.to_svg());
        };
        check(RoundedRect::new(0.0, 0.0, 96.0, 88.0, 10.0), 16);
        check(RoundedRect::new(500.0, 0.0, 596.0, 20.0, 10.0), 10);
        check(RoundedRect::new(0.0, 0.0, 4.0, 4.0, 10.0), 0);
        check(RoundedRect::new(0.0, 0.0, 0.0, 0.0, 0.0), 0);
    }
}
