//! Draws what is known of one thing.

use kurbo::{Point, Rect};

use super::chrome::Chrome;
use super::signs::Toward;
use super::worker::Loaded;
use crate::explore::{Fact, FactKind, HEAD, State, Subject, facts};
use crate::scene::{Scene, Theme};
use crate::syntax::{LineIndex, Span};

/// Between the frame and what is in it, logical px.
const PADDING: f64 = 16.0;

impl Chrome {
    /// The inspector; `name` is that of the file.
    pub(super) fn inspector(
        &mut self,
        loaded: &Loaded,
        name: &str,
        state: &State,
        theme: &Theme,
    ) -> Scene {
        let frame = state.inspector_frame();
        let hot = state.chrome.hot;
        let mut sketch = self.sketch(theme);
        let soft = sketch.soft();
        sketch.panel(frame);
        let head = Rect { y1: frame.y0 + HEAD, ..frame };
        let close = Rect { x0: frame.x1 - HEAD, ..head };
        sketch.bold("Inspector", 14.0, frame.x0 + PADDING, head, theme.tile_text);
        sketch.hot(close, hot, 8.0);
        sketch.cross(close, soft);
        sketch.fill(Rect { y0: head.y1 - 1.0, ..head }, 0.0, theme.tile_border.with_alpha(0.6));
        let lines = facts(state, &loaded.diagram);
        if lines.is_empty() {
            let area = Rect { y0: head.y1, y1: head.y1 + HEAD, ..frame };
            let text = "Click a service, a group or an edge";
            sketch.line(text, 12.0, frame.x0 + PADDING, area, soft);
        }
        let is_seen = |fact: &&Fact| fact.area.y0 >= head.y1 - 0.5 && fact.area.y1 <= frame.y1;
        for fact in lines.iter().filter(is_seen) {
            let area = Rect { x0: frame.x0 + PADDING, x1: frame.x1 - PADDING, ..fact.area };
            sketch.hot(fact.area.inset((-8.0, 0.0)), hot, 6.0);
            match fact.kind {
                FactKind::Title => {
                    let label = sketch.label(&fact.text, 15.0, 700.0, area.width(), 2);
                    let y = area.center().y - label.height / 2.0;
                    sketch.write(label, Point::new(area.x0, y), theme.tile_text);
                }
                FactKind::Text => {
                    sketch.line(&fact.text, 12.0, area.x0, area, soft);
                    sketch.line(&fact.detail, 12.0, area.x0 + 56.0, area, theme.tile_text);
                }
                FactKind::Head => {
                    let area = Rect { y0: area.y0 + 8.0, ..area };
                    let width = sketch.bold(&fact.text, 11.0, area.x0, area, soft);
                    sketch.line(&fact.detail, 11.0, area.x0 + width + 8.0, area, soft);
                }
                FactKind::Link => {
                    let width = sketch.width(&fact.detail, 11.0).min(area.width() / 2.0);
                    let room = Rect { x1: area.x1 - width - 14.0, ..area };
                    sketch.line(&fact.text, 13.0, area.x0, room, theme.tile_text);
                    let end = Rect { x0: area.x1 - width - 10.0, x1: area.x1 - 4.0, ..area };
                    sketch.line(&fact.detail, 11.0, end.x0, end, soft);
                    if hot == Some(fact.area.inset((-8.0, 0.0))) && fact.detail.is_empty() {
                        let at = Rect { x0: area.x1 - 12.0, ..area };
                        sketch.chevron(at, Toward::Right, soft);
                    }
                }
                FactKind::Source => {
                    let (place, line) = source(loaded, name, state.inspected());
                    let upper = Rect { y1: area.center().y, ..area };
                    let lower = Rect { y0: area.center().y - 2.0, y1: area.y1 - 4.0, ..area };
                    let accent = sketch.accent();
                    sketch.line(&place, 12.0, area.x0, upper, accent);
                    sketch.line(&line, 11.0, area.x0, lower, soft);
                }
            }
        }
        let all = lines.last().map_or(0.0, |fact| fact.area.y1) - head.y1
            + state.chrome.inspector.map_or(0.0, |inspector| inspector.top);
        let body = Rect { y0: head.y1, y1: frame.y1 - 8.0, ..frame };
        sketch.scroll_bar(body, all, state.chrome.inspector.map_or(0.0, |i| i.top));
        sketch.finish(state.viewport)
    }
}

/// Where `subject` is written, and the line there.
fn source(loaded: &Loaded, name: &str, subject: Option<Subject>) -> (String, String) {
    let graph = &loaded.diagram.graph;
    let span: Span = match subject {
        Some(Subject::Node(node)) => graph.nodes[node.index()].span,
        Some(Subject::Group(group)) => graph.groups[group.index()].span,
        Some(Subject::Edge(edge)) => graph.edges[edge.index()].span,
        None => return (String::new(), String::new()),
    };
    let index = LineIndex::new(&loaded.text);
    let (number, _) = index.line_column(span.start);
    let line = loaded.text.get(index.line(number).range()).unwrap_or("");
    (format!("{name}:{number}"), line.trim().to_owned())
}
