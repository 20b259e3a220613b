//! How an icon's colours stand on a ground: what the scene asks before it puts a plate under it.

use kurbo::{BezPath, Point, Rect, Shape};
use peniko::{Brush, Color};

use super::{Icon, Layer, Paint};

/// Points a side of the grid on which [`Icon::faint_share`] looks at what is seen: a line of a 24th of the icon is met.
const N_SAMPLES: u32 = 24;

/// A shape of an icon as it shows.
struct Spot {
    outline: BezPath,
    bounds: Rect,
    rule: peniko::Fill,
    /// Relative luminance; `None` for the text colour.
    light: Option<f64>,
    /// Mean opacity, groups' included.
    alpha: f64,
    /// Square units.
    area: f64,
}

impl Icon {
    /// Whether it is drawn in the text colour (`currentColor`) alone.
    #[must_use]
    pub fn is_monochrome(&self) -> bool {
        self.spots().iter().all(|spot| spot.light.is_none())
    }

    /// Mean relative luminance (WCAG 2.2) of its own colours, 0 black to 1 white, weighted by the area they fill.
    ///
    /// `None` where all of it takes the text colour. Shapes that lie over others count with them. Walks the whole drawing: keep
    /// the result.
    #[must_use]
    pub fn luminance(&self) -> Option<f32> {
        let weigh = |sum: (f64, f64), spot: &Spot| {
            let area = spot.area * spot.alpha;
            spot.light.map_or(sum, |light| (sum.0 + light * area, sum.1 + area))
        };
        let (light, area) = self.spots().iter().fold((0.0, 0.0), weigh);
        ratio(light, area)
    }

    /// Share (0 to 1) of what is seen of it that stands out less than `contrast` to 1 (WCAG 2.2) from a ground of this relative
    /// luminance, looked up on a grid.
    ///
    /// Tells a mark of which a part would vanish, such as the black letters under a coloured drawing, where
    /// [`luminance`](Self::luminance) is the mean of both. The text colour never vanishes. Costs some milliseconds where a colour of
    /// the drawing is faint, little elsewhere: keep the result.
    #[must_use]
    pub fn faint_share(&self, ground: f32, contrast: f32) -> f32 {
        let ground = f64::from(ground);
        let is_faint = |spot: &Spot| {
            spot.light.is_some_and(|light| {
                (light.max(ground) + 0.05) / (light.min(ground) + 0.05) < f64::from(contrast)
            })
        };
        let spots = self.spots();
        if !spots.iter().any(is_faint) {
            return 0.0;
        }
        let seen: Vec<&Spot> = self
            .grid()
            .filter_map(|point| spots.iter().rev().find(|spot| spot.shows_at(point)))
            .collect();
        let n_faint = seen.iter().filter(|spot| is_faint(spot)).count();
        ratio(count(n_faint), count(seen.len())).unwrap_or(0.0)
    }

    /// Points spread over the whole drawing.
    fn grid(&self) -> impl Iterator<Item = Point> {
        let at = |idx: u32, length: f64| (f64::from(idx) + 0.5) * length / f64::from(N_SAMPLES);
        (0..N_SAMPLES * N_SAMPLES).map(move |idx| {
            Point::new(at(idx % N_SAMPLES, self.width), at(idx / N_SAMPLES, self.height))
        })
    }

    fn spots(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        self.layers.iter().for_each(|layer| add_spots(layer, 1.0, self.width, &mut spots));
        spots
    }
}

impl Spot {
    /// Whether the point is in the shape and what lies under is not seen.
    fn shows_at(&self, point: Point) -> bool {
        if self.alpha < 0.5 || !self.bounds.contains(point) {
            return false;
        }
        let winding = self.outline.winding(point);
        match self.rule {
            peniko::Fill::NonZero => winding != 0,
            peniko::Fill::EvenOdd => winding % 2 != 0,
        }
    }
}

fn count(n_points: usize) -> f64 {
    f64::from(u32::try_from(n_points).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_possible_truncation, reason = "shares from 0 to 1")]
fn ratio(part: f64, whole: f64) -> Option<f32> {
    (whole > 0.0).then(|| (part / whole) as f32)
}

fn add_spots(layer: &Layer, opacity: f64, width: f64, out: &mut Vec<Spot>) {
    let (outline, paint, rule) = match layer {
        Layer::Group { opacity: own, layers, .. } => {
            layers.iter().for_each(|layer| add_spots(layer, opacity * f64::from(*own), width, out));
            return;
        }
        Layer::Fill { path, paint, rule } => (path.clone(), paint, *rule),
        Layer::Stroke { path, paint, stroke } => {
            let outline =
                kurbo::stroke(path.iter(), stroke, &kurbo::StrokeOpts::default(), width / 256.0);
            (outline, paint, peniko::Fill::NonZero)
        }
    };
    let (light, alpha) = match paint {
        Paint::Current(alpha) => (None, f64::from(*alpha)),
        Paint::Own(Brush::Solid(color), _) => luminance(*color),
        Paint::Own(Brush::Gradient(gradient), _) => {
            let colors = gradient.stops.iter().map(|stop| luminance(stop.color.to_alpha_color()));
            let (light, alpha) = colors.fold((0.0, 0.0), |sum, (light, alpha)| {
                (sum.0 + light.unwrap_or(0.0), sum.1 + alpha)
            });
            let n_stops = count(gradient.stops.len().max(1));
            (Some(light / n_stops), alpha / n_stops)
        }
        Paint::Own(Brush::Image(_), _) => return,
    };
    let area = outline.area().abs();
    out.push(Spot {
        bounds: outline.bounding_box(),
        outline,
        rule,
        light,
        alpha: alpha * opacity,
        area,
    });
}

/// Relative luminance (WCAG 2.2) and alpha.
fn luminance(color: Color) -> (Option<f64>, f64) {
    let linear = |component: f32| {
        let component = f64::from(component);
        if component <= 0.04045 {
            component / 12.92
        } else {
            libm::pow((component + 0.055) / 1.055, 2.4)
        }
    };
    let [red, green, blue, alpha] = color.components;
    (Some(0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)), f64::from(alpha))
}
