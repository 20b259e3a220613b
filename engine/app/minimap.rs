//! Draws the whole in small.

use std::collections::BTreeSet;

use kurbo::{BezPath, Point, Rect, RoundedRect, Shape as _, Size};
use peniko::Color;

use super::chrome::Chrome;
use crate::diagram::Diagram;
use crate::explore::{Minimap, State, Subject, bounds};
use crate::graph::{GroupId, NodeId, NodeKind};
use crate::scene::{Mark, Pen, Scene, Shape, Theme};

/// Side of the dot of a service, logical px.
const DOT: f64 = 3.0;

impl Chrome {
    /// The minimap, with what is seen at `time`, s, framed.
    pub(super) fn minimap(
        &mut self,
        minimap: Minimap,
        diagram: &Diagram,
        state: &State,
        time: f64,
        theme: &Theme,
    ) -> Scene {
        let mut sketch = self.sketch(theme);
        sketch.panel(minimap.frame);
        let place = |subject| minimap.map.transform_rect_bbox(bounds(diagram, subject));
        for subject in groups(diagram, state) {
            let area = place(subject);
            if area.width() < 2.0 {
                continue;
            }
            sketch.fill(area, 2.0, theme.group_border.with_alpha(0.12));
            let pen = pen(0.75, theme.group_border.with_alpha(0.5));
            let shape = Shape::RoundedRect(RoundedRect::from_rect(area, 2.0));
            sketch.mark(Mark::Stroke { shape, pen });
        }
        sketch.mark(dots(nodes(diagram, state).map(place), sketch.soft()));
        let hits = state.search.as_ref().map(|search| search.found().collect::<Vec<_>>());
        let hits = hits.unwrap_or_default();
        let marked = hits.iter().chain(&state.view.selection);
        let marked = marked.map(|subject| {
            let area = place(*subject);
            Rect::from_center_size(area.center(), (area.width().max(5.0), area.height().max(5.0)))
        });
        sketch.mark(dots(marked, theme.accent));
        let accent = sketch.accent();
        let seen = minimap.map.transform_rect_bbox(state.seen(state.camera.at(time)));
        let seen = seen.intersect(minimap.frame.inset(-2.0));
        if seen.width() > 0.0 && seen.height() > 0.0 {
            sketch.fill(seen, 2.0, theme.accent.with_alpha(0.10));
            let shape = Shape::RoundedRect(RoundedRect::from_rect(seen, 2.0));
            sketch.mark(Mark::Stroke { shape, pen: pen(1.5, accent) });
        }
        sketch.finish(state.viewport)
    }
}

fn pen(width: f64, color: Color) -> Pen {
    Pen { width, color, dashes: Vec::new(), round: false }
}

fn groups<'a>(diagram: &'a Diagram, state: &'a State) -> impl Iterator<Item = Subject> + 'a {
    let all = diagram.graph.groups.iter().zip(0..).map(|(_, id)| GroupId(id));
    let drawn = all.filter(|group| diagram.fold.hides_group(*group).is_none());
    let subjects = drawn.map(Subject::Group);
    subjects.filter(|subject| !state.view.hides(&diagram.graph, *subject))
}

fn nodes<'a>(diagram: &'a Diagram, state: &'a State) -> impl Iterator<Item = Subject> + 'a {
    let all = diagram.graph.nodes.iter().zip(0..);
    let services = all.filter(|(node, _)| node.kind == NodeKind::Service);
    let drawn = services.map(|(_, id)| NodeId(id));
    let drawn = drawn.filter(|node| diagram.fold.hides_node(*node).is_none());
    let subjects = drawn.map(Subject::Node);
    subjects.filter(|subject| !state.view.hides(&diagram.graph, *subject))
}

/// One mark of all of them: of those that fall on one spot only one is drawn, so that thousands cost no more than the
/// minimap has px.
fn dots(areas: impl Iterator<Item = Rect>, color: Color) -> Mark {
    let mut taken = BTreeSet::new();
    let mut path = BezPath::new();
    for area in areas {
        let size = Size::new(area.width().max(DOT), area.height().max(DOT));
        let dot = Rect::from_center_size(area.center(), size);
        let Point { x, y } = dot.center();
        #[expect(clippy::cast_possible_truncation, reason = "logical px of a small panel")]
        let cell = ((x / 2.0) as i32, (y / 2.0) as i32);
        if taken.insert(cell) {
            path.extend(dot.path_elements(0.1));
        }
    }
    Mark::Fill { shape: Shape::Path(path), color }
}
