//! What of an icon is seen on a ground, and where: its drawing sampled on a coarse grid.
//!
//! Layers are painted over each other as a painter would, row by row: where a row crosses a path's outline is sorted,
//! and what lies inside by the path's fill rule takes its colour. A black outline below a blue head thus counts only
//! where it shows. Gradients count with the mean of their stops.

use kurbo::{BezPath, PathEl, Point, Rect, Shape as _};
use peniko::color::{Oklab, Srgb};
use peniko::{Brush, Color, Fill};

use crate::icons::{Icon, Layer, Paint};
use crate::scene::color::{contrast, mix};

/// Rows and columns of the grid: enough to tell an icon's parts, and a tenth of a millisecond's work.
const N_CELLS: usize = 24;

/// Ink that contrasts less than this with its ground is as good as not there, unless its hue tells them apart.
const VANISHES: f64 = 1.6;

/// A grey mark can take another colour without loss, so what WCAG 2.2 (1.4.11) asks of graphics is asked of it.
const GREY_VANISHES: f64 = 3.0;

/// Thin lines nearer than this to their ground in Oklab vanish: they are blurred to half of it at their edges.
const THIN_VANISHES: f32 = 0.22;

/// Hues further apart than this in Oklab (Ottosson 2020) can be told apart at equal brightness.
const SAME_HUE: f32 = 0.05;

/// Cells with less ink than this are not looked at.
const LEAST: f32 = 0.25;

/// What an icon puts on its ground.
pub(super) struct Ink {
    /// Round all of it, in the icon's units, and within its view box.
    pub(super) bounds: Rect,
    /// The colours of the cells that have ink, and whether each is of a thin line rather than of an area.
    cells: Vec<(Color, bool)>,
}

impl Ink {
    /// The ink of `icon`, in which `current` is the colour of what has none of its own.
    pub(super) fn of(icon: &Icon, current: Color) -> Self {
        let view_box = Rect::new(0.0, 0.0, icon.width, icon.height);
        let mut bounds = None;
        reach(&icon.layers, None, &mut bounds);
        let inside = bounds.unwrap_or(view_box).intersect(view_box);
        let bounds = if inside.area() > 0.0 { inside } else { view_box };
        let mut grid = Grid::over(bounds);
        grid.paint(&icon.layers, current);
        Self { bounds, cells: grid.inked() }
    }

    /// Which share of it can be told from `ground`.
    pub(super) fn share_seen(&self, ground: Color) -> f64 {
        let is_seen = |&&(cell, thin): &&(Color, bool)| {
            let ink = over(ground, cell);
            if thin { apart(ink, ground) >= THIN_VANISHES } else { differs(ink, ground) }
        };
        let seen = self.cells.iter().filter(is_seen).count();
        if self.cells.is_empty() { 1.0 } else { seen as f64 / self.cells.len() as f64 }
    }

    /// Whether all of it is of one colour that is no hue, and near to `ground`.
    pub(super) fn is_lost_grey(&self, ground: Color) -> bool {
        !self.cells.is_empty()
            && self.is_one_grey()
            && contrast(self.mean(), ground) < GREY_VANISHES
    }

    fn is_one_grey(&self) -> bool {
        let mean = self.mean();
        let [_, a, b, _] = mean.convert::<Oklab>().components;
        a.abs().max(b.abs()) < 0.03 && self.cells.iter().all(|&(cell, _)| apart(cell, mean) < 0.08)
    }

    /// What it looks like from afar; opaque.
    pub(super) fn mean(&self) -> Color {
        let mut sum = [0.0_f32; 3];
        for (sum, i) in sum.iter_mut().zip(0..) {
            *sum = self.cells.iter().map(|(cell, _)| cell.components[i]).sum();
        }
        let n_cells = crate::scene::color::narrow(self.cells.len().max(1) as f64);
        let [r, g, b] = sum.map(|channel| channel / n_cells);
        Color::new([r, g, b, 1.0])
    }
}

/// Extends `bounds` by what `layers` cover within `clip`.
fn reach(layers: &[Layer], clip: Option<Rect>, bounds: &mut Option<Rect>) {
    for layer in layers {
        let covered = match layer {
            Layer::Fill { path, .. } => path.bounding_box(),
            Layer::Stroke { path, stroke, .. } => {
                path.bounding_box().inflate(stroke.width / 2.0, stroke.width / 2.0)
            }
            Layer::Group { clip: own, layers, .. } => {
                let own = own.as_ref().map(|path| path.bounding_box());
                let both = match (clip, own) {
                    (Some(a), Some(b)) => Some(a.intersect(b)),
                    (a, b) => a.or(b),
                };
                reach(layers, both, bounds);
                continue;
            }
        };
        let covered = clip.map_or(covered, |clip| covered.intersect(clip));
        *bounds = Some(bounds.map_or(covered, |all| all.union(covered)));
    }
}

/// A coarse picture of an icon.
struct Grid {
    bounds: Rect,
    /// Row by row.
    cells: Vec<Color>,
}

impl Grid {
    fn over(bounds: Rect) -> Self {
        Self { bounds, cells: vec![Color::TRANSPARENT; N_CELLS * N_CELLS] }
    }

    /// The colours of the cells with ink, and whether each is part of no square of four of them.
    fn inked(&self) -> Vec<(Color, bool)> {
        let has_ink = |idx: usize| self.cells[idx].components[3] >= LEAST;
        let mut solid = vec![false; self.cells.len()];
        for corner in 0..N_CELLS * (N_CELLS - 1) {
            let square = [corner, corner + 1, corner + N_CELLS, corner + N_CELLS + 1];
            if corner % N_CELLS + 1 < N_CELLS && square.into_iter().all(has_ink) {
                square.into_iter().for_each(|idx| solid[idx] = true);
            }
        }
        let inked = (0..self.cells.len()).filter(|&idx| has_ink(idx));
        inked.map(|idx| (self.cells[idx], !solid[idx])).collect()
    }

    fn paint(&mut self, layers: &[Layer], current: Color) {
        for layer in layers {
            match layer {
                Layer::Fill { path, paint, rule } => {
                    self.fill(path, *rule, average(paint, current));
                }
                Layer::Stroke { path, paint, stroke } => {
                    let tolerance = self.bounds.width() / 100.0;
                    let options = kurbo::StrokeOpts::default();
                    let outline = kurbo::stroke(path.iter(), stroke, &options, tolerance);
                    self.fill(&outline, Fill::NonZero, average(paint, current));
                }
                Layer::Group { opacity, clip, layers } => {
                    let mut inner = Self::over(self.bounds);
                    inner.paint(layers, current);
                    self.add(&inner, *opacity, clip.as_ref());
                }
            }
        }
    }

    fn fill(&mut self, path: &BezPath, rule: Fill, color: Color) {
        for cell_idx in self.inside(path, rule) {
            self.cells[cell_idx] = composed(self.cells[cell_idx], color);
        }
    }

    fn add(&mut self, inner: &Self, opacity: f32, clip: Option<&BezPath>) {
        let cells = match clip {
            Some(clip) => self.inside(clip, Fill::NonZero),
            None => (0..self.cells.len()).collect(),
        };
        for cell_idx in cells {
            let color = inner.cells[cell_idx].multiply_alpha(opacity);
            self.cells[cell_idx] = composed(self.cells[cell_idx], color);
        }
    }

    /// The cells whose middle lies inside `path`, in order.
    fn inside(&self, path: &BezPath, rule: Fill) -> Vec<usize> {
        let (wide, high) = (self.bounds.width(), self.bounds.height());
        let mut crossings: Vec<Vec<(f64, i32)>> = vec![Vec::new(); N_CELLS];
        let row_at = |y: f64| (y - self.bounds.y0) / high * N_CELLS as f64 - 0.5;
        let mut cross = |from: Point, to: Point| {
            let (top, bottom, turn) = if from.y <= to.y { (from, to, 1) } else { (to, from, -1) };
            for row in rows(row_at(top.y), row_at(bottom.y)) {
                let y = self.bounds.y0 + (row as f64 + 0.5) / N_CELLS as f64 * high;
                let share = (y - top.y) / (bottom.y - top.y);
                crossings[row].push((top.x + (bottom.x - top.x) * share, turn));
            }
        };
        edges(path, wide.max(high) / 100.0, &mut cross);
        let mut cells = Vec::new();
        for (row, mut crossed) in crossings.into_iter().enumerate() {
            crossed.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut crossed = crossed.into_iter().peekable();
            let mut winding = 0;
            for column in 0..N_CELLS {
                let x = self.bounds.x0 + (column as f64 + 0.5) / N_CELLS as f64 * wide;
                while let Some((_, turn)) = crossed.next_if(|&(at, _)| at <= x) {
                    winding += turn;
                }
                let inside = match rule {
                    Fill::NonZero => winding != 0,
                    Fill::EvenOdd => winding % 2 != 0,
                };
                if inside {
                    cells.push(row * N_CELLS + column);
                }
            }
        }
        cells
    }
}

/// The rows from `from` (counted) to `to` (not counted), within the grid.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the rows of the grid"
)]
fn rows(from: f64, to: f64) -> std::ops::Range<usize> {
    let row = |at: f64| at.ceil().clamp(0.0, N_CELLS as f64) as usize;
    row(from)..row(to)
}

/// Hands every straight edge of `path` to `cross`, curves flattened and open ends closed.
fn edges(path: &BezPath, tolerance: f64, cross: &mut impl FnMut(Point, Point)) {
    let (mut start, mut here) = (Point::ZERO, Point::ZERO);
    kurbo::flatten(path, tolerance, |element| match element {
        PathEl::MoveTo(point) => {
            cross(here, start);
            (start, here) = (point, point);
        }
        PathEl::LineTo(point) => {
            cross(here, point);
            here = point;
        }
        _ => {
            cross(here, start);
            here = start;
        }
    });
    cross(here, start);
}

/// `ink` over `ground`, either of which may be transparent.
fn composed(ground: Color, ink: Color) -> Color {
    let ([r, g, b, a], [ir, ig, ib, ia]) = (ground.components, ink.components);
    let alpha = ia + a * (1.0 - ia);
    if alpha <= 0.0 {
        return Color::TRANSPARENT;
    }
    let channel = |below: f32, above: f32| (above * ia + below * a * (1.0 - ia)) / alpha;
    Color::new([channel(r, ir), channel(g, ig), channel(b, ib), alpha])
}

fn over(ground: Color, ink: Color) -> Color {
    mix(ground, ink, ink.components[3])
}

fn differs(ink: Color, ground: Color) -> bool {
    let [_, a, b] = steps(ink, ground);
    contrast(ink, ground) >= VANISHES || (a * a + b * b).sqrt() >= SAME_HUE
}

/// How far apart two colours are in Oklab, 0 to 1.
fn apart(a: Color, b: Color) -> f32 {
    steps(a, b).iter().map(|step| step * step).sum::<f32>().sqrt()
}

/// How far apart two colours are in Oklab in lightness and in both directions of hue.
fn steps(a: Color, b: Color) -> [f32; 3] {
    let (a, b) = (a.convert::<Oklab>().components, b.convert::<Oklab>().components);
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn average(paint: &Paint, current: Color) -> Color {
    match paint {
        Paint::Current(opacity) => current.multiply_alpha(*opacity),
        Paint::Own(Brush::Solid(color), _) => *color,
        Paint::Own(Brush::Gradient(gradient), _) => {
            let stops = &gradient.stops;
            let mut sum = [0.0_f32; 4];
            for stop in stops.iter() {
                let color = stop.color.to_alpha_color::<Srgb>();
                for (sum, channel) in sum.iter_mut().zip(color.components) {
                    *sum += channel;
                }
            }
            let n_stops = crate::scene::color::narrow(stops.len().max(1) as f64);
            Color::new(sum.map(|channel| channel / n_stops))
        }
        Paint::Own(Brush::Image(_), _) => current,
    }
}

#[cfg(test)]
mod tests {
    use kurbo::{Affine, Circle};

    use super::*;

    fn fill(path: BezPath, color: Color) -> Layer {
        Layer::Fill {
            path,
            paint: Paint::Own(Brush::Solid(color), Affine::IDENTITY),
            rule: Fill::NonZero,
        }
    }

    fn disc(radius: f64, color: Color) -> Layer {
        fill(Circle::new((12.0, 12.0), radius).to_path(0.01), color)
    }

    fn ink(layers: Vec<Layer>) -> Ink {
        let icon = Icon { name: String::new(), width: 24.0, height: 24.0, layers };
        Ink::of(&icon, Color::WHITE)
    }

    const RED: Color = Color::from_rgb8(255, 0, 0);
    const NIGHT: Color = Color::from_rgb8(0x26, 0x2a, 0x33);

    #[test]
    fn only_what_shows_counts() {
        let check = |layers: Vec<Layer>, ground: Color, expected: f64| {
            let found = ink(layers).share_seen(ground);
            assert!((found - expected).abs() < 0.05, "{found}, not {expected}");
        };
        let black = || disc(10.0, Color::BLACK);
        check(vec![black()], NIGHT, 0.0);
        check(vec![black()], Color::WHITE, 1.0);
        check(vec![black(), disc(5.0, RED)], NIGHT, 0.25);
        check(vec![disc(5.0, RED), black()], NIGHT, 0.0);
        check(vec![disc(10.0, Color::from_rgb8(0x40, 0x53, 0xd6))], NIGHT, 1.0);
        check(Vec::new(), NIGHT, 1.0);
    }

    #[test]
    fn of_thin_lines_more_is_asked() {
        let teal = Color::from_rgb8(0x47, 0x84, 0x8f);
        let ring = |width: f64| {
            let path = Circle::new((12.0, 12.0), 9.0).to_path(0.01);
            let paint = Paint::Own(Brush::Solid(teal), Affine::IDENTITY);
            vec![Layer::Stroke { path, paint, stroke: kurbo::Stroke::new(width) }]
        };
        let seen = |layers: Vec<Layer>, ground: Color| ink(layers).share_seen(ground);
        let dusk = Color::from_rgb8(0x44, 0x47, 0x5a);
        assert!(seen(ring(0.9), dusk) < 0.5, "a line is lost where");
        assert!(seen(ring(6.0), dusk) > 0.95, "an area is not");
        assert!(seen(ring(0.9), Color::WHITE) > 0.95);
    }

    #[test]
    fn greys_are_told_from_colours() {
        assert!(ink(vec![disc(10.0, Color::from_rgb8(0x23, 0x1f, 0x20))]).is_one_grey());
        assert!(!ink(vec![disc(10.0, RED)]).is_one_grey());
        assert!(!ink(vec![disc(10.0, Color::BLACK), disc(5.0, Color::WHITE)]).is_one_grey());
    }

    #[test]
    fn bounds_stay_in_the_view_box_and_within_clips() {
        let square = |to: f64| Rect::new(4.0, 6.0, to, to).to_path(0.1);
        assert_eq!(ink(vec![fill(square(40.0), RED)]).bounds, Rect::new(4.0, 6.0, 24.0, 24.0));
        let clipped = Layer::Group {
            opacity: 1.0,
            clip: Some(square(10.0)),
            layers: vec![fill(square(20.0), RED)],
        };
        assert_eq!(ink(vec![clipped]).bounds, Rect::new(4.0, 6.0, 10.0, 10.0));
    }

    #[test]
    fn holes_are_holes() {
        let ring = format!(
            "{} {}",
            Circle::new((12.0, 12.0), 10.0).to_path(0.01).to_svg(),
            Circle::new((12.0, 12.0), 7.0).to_path(0.01).to_svg()
        );
        let path = BezPath::from_svg(&ring).unwrap();
        let count = |rule| {
            let paint = Paint::Current(1.0);
            ink(vec![Layer::Fill { path: path.clone(), paint, rule }]).cells.len()
        };
        assert!(count(Fill::EvenOdd) < count(Fill::NonZero) * 6 / 10);
    }
}
