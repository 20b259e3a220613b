//! The ring round what is selected last, which is what the keyboard acts on: as wide on the screen at any zoom.

use kurbo::{Affine, BezPath, Point, RoundedRect, Shape as _, Size};
use peniko::Color;

use super::chrome::Chrome;
use crate::diagram::Diagram;
use crate::explore::{self, Subject};
use crate::scene::color::contrast;
use crate::scene::{Pen, Scene, Shape, Theme};

/// Width of the ring, logical px (`interaction.md` 3.9: at least 3).
const WIDTH: f64 = 3.0;
/// Between what is selected and the ring, logical px.
const CLEAR: f64 = 5.0;
/// Against what it stands on a ring has at least this contrast (WCAG 2.2, 1.4.11).
const LEAST_CONTRAST: f64 = 3.0;

impl Chrome {
    /// The ring round `subject`; `to_screen` takes world px to logical ones.
    pub(super) fn ring(
        &mut self,
        diagram: &Diagram,
        subject: Subject,
        to_screen: Affine,
        viewport: Size,
        theme: &Theme,
    ) -> Scene {
        let mut sketch = self.sketch(theme);
        let shape = match subject {
            Subject::Edge(edge) => {
                let drawn = diagram.fold.carrier(edge).unwrap_or(edge);
                let points = &diagram.routes.edges[drawn.index()].points;
                path(points.iter().map(|p| to_screen * Point::new(p.x, p.y)))
            }
            Subject::Node(_) | Subject::Group(_) => {
                let r = to_screen.transform_rect_bbox(explore::bounds(diagram, subject));
                let r = r.inflate(CLEAR, CLEAR);
                RoundedRect::from_rect(r, 10.0).to_path(0.1)
            }
        };
        let pen = Pen { width: WIDTH, color: color(theme), dashes: Vec::new(), round: true };
        sketch.stroke(Shape::Path(shape), pen);
        sketch.finish(viewport)
    }
}

fn path(mut points: impl Iterator<Item = Point>) -> BezPath {
    let mut path = BezPath::new();
    if let Some(first) = points.next() {
        path.move_to(first);
        points.for_each(|point| path.line_to(point));
    }
    path
}

/// The accent where it can be told from the ground and from tiles, else what can be told best.
fn color(theme: &Theme) -> Color {
    let least = |color: Color| contrast(color, theme.ground).min(contrast(color, theme.tile));
    let choices = [theme.accent, theme.tile_text, theme.text, Color::WHITE, Color::BLACK];
    let legible = choices.into_iter().find(|color| least(*color) >= LEAST_CONTRAST);
    let best = choices.into_iter().max_by(|a, b| least(*a).total_cmp(&least(*b)));
    legible.or(best).unwrap_or(theme.accent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_can_be_told_from_ground_and_tiles() {
        let grey = Theme { accent: Color::from_rgb8(0x30, 0x30, 0x38), ..Theme::dark() };
        for theme in [Theme::dark(), Theme::light(), grey] {
            let color = color(&theme);
            for neighbour in [theme.ground, theme.tile] {
                let found = contrast(color, neighbour);
                assert!(found >= LEAST_CONTRAST, "{color:?} on {neighbour:?}: {found}");
            }
        }
    }
}
