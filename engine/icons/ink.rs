//! How an icon's colours stand on a ground: what the scene asks before it puts a plate under it.

use kurbo::Shape;
use peniko::{Brush, Color};

use super::{Icon, Layer, Paint};

impl Icon {
    /// Whether it is drawn in the text colour (`currentColor`) alone.
    #[must_use]
    pub fn is_monochrome(&self) -> bool {
        self.ink().1 <= 0.0
    }

    /// Mean relative luminance (WCAG 2.2) of its own colours, 0 black to 1 white, weighted by the area they fill.
    ///
    /// `None` where all of it takes the text colour. Shapes that lie over others count with them. Walks the whole drawing: keep
    /// the result.
    #[must_use]
    pub fn luminance(&self) -> Option<f32> {
        let (light, area) = self.ink();
        #[expect(clippy::cast_possible_truncation, reason = "a share from 0 to 1")]
        (area > 0.0).then(|| (light / area) as f32)
    }

    /// Luminance times area, and area, of what has a colour of its own.
    fn ink(&self) -> (f64, f64) {
        ink_of(&self.layers)
    }
}

fn ink_of(layers: &[Layer]) -> (f64, f64) {
    layers.iter().map(layer_ink).fold((0.0, 0.0), |sum, ink| (sum.0 + ink.0, sum.1 + ink.1))
}

fn layer_ink(layer: &Layer) -> (f64, f64) {
    let (paint, area) = match layer {
        Layer::Group { opacity, layers, .. } => {
            let (light, area) = ink_of(layers);
            return (light * f64::from(*opacity), area * f64::from(*opacity));
        }
        Layer::Fill { path, paint, .. } => (paint, path.area().abs()),
        Layer::Stroke { path, paint, stroke } => {
            (paint, path.perimeter(stroke.width) * stroke.width)
        }
    };
    let Paint::Own(brush, _) = paint else { return (0.0, 0.0) };
    let (light, alpha) = match brush {
        Brush::Solid(color) => luminance(*color),
        Brush::Gradient(gradient) => {
            let n_stops = f64::from(u32::try_from(gradient.stops.len().max(1)).unwrap_or(u32::MAX));
            let colors = gradient.stops.iter().map(|stop| luminance(stop.color.to_alpha_color()));
            let (light, alpha) = colors.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (light / n_stops, alpha / n_stops)
        }
        Brush::Image(_) => (0.0, 0.0),
    };
    (light * alpha * area, alpha * area)
}

/// Relative luminance (WCAG 2.2) and alpha.
fn luminance(color: Color) -> (f64, f64) {
    let linear = |component: f32| {
        let component = f64::from(component);
        if component <= 0.04045 {
            component / 12.92
        } else {
            libm::pow((component + 0.055) / 1.055, 2.4)
        }
    };
    let [red, green, blue, alpha] = color.components;
    (0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue), f64::from(alpha))
}
