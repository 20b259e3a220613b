//! Tells what the marks of this picture mean.

use kurbo::{BezPath, Point, Rect, RoundedRect, Size, Vec2};
use peniko::Color;

use super::chrome::{Chrome, Sketch};
use crate::diagram::Diagram;
use crate::explore::{Course, GAP, State};
use crate::graph::NodeKind;
use crate::scene::color::mix;
use crate::scene::{ALARM, CUT, Mark, Motif, Pen, Scales, Scene, Shape, Theme, trace_color};

/// A kind of mark.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Edge,
    Arrow,
    Junction,
    Group,
    Folded,
    Bundle,
    Selected,
    Found,
    Focus,
    /// What moves along the edges.
    Flow(Motif),
    /// In words alone.
    Words,
    /// So many hops away, in this colour.
    Hop(u32, Color),
    Cut,
}

/// Height of a line, and room for the sample, logical px.
const LINE: f64 = 24.0;
const SAMPLE: f64 = 44.0;
const TYPE: f64 = 12.0;
const PADDING: f64 = 14.0;
/// So many steps of a trace are told.
const MOST_HOPS: u32 = 4;

impl Chrome {
    /// What occurs in this picture, and what it means; clear of what is `taken`, where that leaves room.
    pub(super) fn legend(
        &mut self,
        diagram: &Diagram,
        state: &State,
        scales: Option<Scales>,
        taken: &[Rect],
        theme: &Theme,
    ) -> Scene {
        // What moves is told unasked, since nobody could know what it means.
        let mut lines = flow_lines(diagram, state, scales);
        if state.chrome.legend {
            lines.extend(marks(diagram, state, theme));
        }
        let mut sketch = self.sketch(theme);
        let widest = lines.iter().map(|(_, text)| sketch.width(text, TYPE)).fold(60.0, f64::max);
        let free = state.free_area();
        let width = (widest + SAMPLE + 2.0 * PADDING).min(free.width() - 2.0 * GAP);
        let height = lines.len() as f64 * LINE + 2.0 * PADDING + LINE;
        let frame = free_corner(free, Size::new(width, height), taken);
        sketch.panel(frame);
        let soft = sketch.soft();
        let head = Rect { y0: frame.y0 + 8.0, y1: frame.y0 + 8.0 + LINE, ..frame };
        sketch.bold("Legend", 13.0, frame.x0 + PADDING, head, theme.tile_text);
        let mut at = Rect { y0: head.y1 + 4.0, y1: head.y1 + 4.0 + LINE, ..frame };
        for (sign, text) in lines {
            let sample = Rect { x0: at.x0 + PADDING, x1: at.x0 + PADDING + 28.0, ..at };
            draw(&mut sketch, sign, sample, theme);
            let room = Rect { x1: frame.x1 - 6.0, ..at };
            sketch.line(&text, TYPE, at.x0 + PADDING + SAMPLE - 4.0, room, soft);
            at = at + Vec2::new(0.0, LINE);
        }
        sketch.finish(state.viewport)
    }
}

/// Where something of this size stands in `free`: in a corner, or beside one, where it covers nothing that is `taken`; else in
/// the first of them.
fn free_corner(free: Rect, size: Size, taken: &[Rect]) -> Rect {
    /// Beside a corner means so far from it, logical px.
    const BESIDE: f64 = 224.0;
    let left = |by: f64| free.x0 + GAP + by;
    let right = |by: f64| free.x1 - GAP - size.width - by;
    // Below the path.
    let high = free.y0 + 60.0;
    let low = (free.y1 - GAP - size.height).max(high);
    let places = [0.0, BESIDE]
        .into_iter()
        .flat_map(|by| [(left(by), low), (right(by), low), (left(by), high), (right(by), high)]);
    let places: Vec<Rect> = places.map(|place| Rect::from_origin_size(place, size)).collect();
    let is_free = |place: &&Rect| !taken.iter().any(|taken| taken.overlaps(**place));
    places.iter().find(is_free).copied().unwrap_or(places[0])
}

/// What moves, and what it tells (`interaction.md` 3.6).
fn flow_lines(diagram: &Diagram, state: &State, scales: Option<Scales>) -> Vec<(Sign, String)> {
    if !state.flow.is_shown {
        return Vec::new();
    }
    let edges = &diagram.graph.edges;
    let is_led = |edge: &crate::graph::Edge| edge.from.arrow || edge.to.arrow;
    let mut lines = Vec::new();
    if edges.iter().any(is_led) {
        lines.push((Sign::Flow(Motif::Comet), "moves the way the arrow points".to_owned()));
    }
    if edges.iter().any(|edge| !is_led(edge)) {
        lines.push((Sign::Flow(Motif::Breath), "joined, either way".to_owned()));
    }
    let Some(Scales { rate, latency_ms, has_errors }) = scales else {
        lines.push((Sign::Words, "illustrative, no data".to_owned()));
        return lines;
    };
    if let Some((low, high)) = rate {
        let text = format!("sparse to dense: {} to {} calls a second", brief(low), brief(high));
        lines.push((Sign::Words, text));
    }
    if let Some((low, high)) = latency_ms {
        lines.push((Sign::Words, format!("slow to fast: {} to {} ms", brief(high), brief(low))));
    }
    if has_errors {
        lines.push((Sign::Flow(Motif::Diamond), "calls that failed".to_owned()));
    }
    lines.push((Sign::Words, "log scale, 5th to 95th percentile".to_owned()));
    lines
}

/// A number in three digits.
fn brief(number: f64) -> String {
    match number {
        n if n >= 1e6 => format!("{:.3} M", n / 1e6),
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n => format!("{n:.2}"),
    }
}

fn marks(diagram: &Diagram, state: &State, theme: &Theme) -> Vec<(Sign, String)> {
    let (graph, view) = (&diagram.graph, &state.view);
    let ends = || graph.edges.iter().flat_map(|edge| [edge.from, edge.to]);
    let mut lines: Vec<(Sign, &str)> = Vec::new();
    let mut add = |occurs: bool, sign: Sign, text: &'static str| {
        if occurs {
            lines.push((sign, text));
        }
    };
    let is_joined = graph.edges.iter().any(|edge| edge.from.arrow == edge.to.arrow);
    add(is_joined, Sign::Edge, "joined, either way");
    add(ends().any(|end| end.arrow), Sign::Arrow, "leads to, depends on");
    let junctions = graph.nodes.iter().any(|node| node.kind == NodeKind::Junction);
    add(junctions, Sign::Junction, "edges meet");
    add(!graph.groups.is_empty(), Sign::Group, "group");
    add(!diagram.fold.is_empty(), Sign::Folded, "collapsed group, with its count");
    add(diagram.fold.bundles().any(|(_, of)| of.len() > 1), Sign::Bundle, "several edges in one");
    add(!view.selection.is_empty(), Sign::Selected, "selected");
    let is_found = state.search.as_ref().is_some_and(|search| search.asks_for_things());
    add(is_found, Sign::Found, "found");
    add(view.focus.is_some(), Sign::Focus, "dimmed: out of focus");
    let mut lines: Vec<(Sign, String)> =
        lines.into_iter().map(|(sign, text)| (sign, text.to_owned())).collect();
    if let Some(trace) = &view.trace {
        let hop = |depth| Sign::Hop(depth, trace_color(trace, theme, depth));
        lines.push((hop(0), "where the trace begins".to_owned()));
        for depth in 1..=trace.traced.depth().min(MOST_HOPS) {
            let more = if depth == MOST_HOPS { " and more" } else { "" };
            let noun = if depth == 1 { "hop" } else { "hops" };
            lines.push((hop(depth), format!("{depth} {noun}{more} away")));
        }
        if matches!(trace.course, Course::Failure { .. }) {
            lines.push((Sign::Cut, "single point of failure".to_owned()));
        }
    }
    lines
}

fn draw(sketch: &mut Sketch<'_>, sign: Sign, area: Rect, theme: &Theme) {
    let middle = area.center();
    let (left, right) = (Point::new(area.x0, middle.y), Point::new(area.x1, middle.y));
    let tile = Rect::from_center_size(middle, (20.0, 14.0));
    match sign {
        Sign::Edge => line(sketch, left, right, 2.0, theme.edge),
        Sign::Flow(motif) => {
            line(sketch, left, right, 2.0, theme.edge);
            let ink = if theme.is_dark() { Color::WHITE } else { Color::BLACK };
            let ink = if motif == Motif::Diamond { ALARM } else { mix(theme.edge, ink, 0.45) };
            if motif == Motif::Comet {
                line(sketch, middle - Vec2::new(8.0, 0.0), middle, 3.0, ink.with_alpha(0.5));
            }
            if motif == Motif::Diamond {
                diamond(sketch, middle, 5.0, ink);
            } else {
                sketch.disc(middle + Vec2::new(2.0, 0.0), 4.0, ink);
            }
        }
        Sign::Words => {}
        Sign::Bundle => line(sketch, left, right, 4.0, theme.edge),
        Sign::Arrow => {
            line(sketch, left, right - Vec2::new(8.0, 0.0), 2.0, theme.edge);
            let mut head = BezPath::new();
            head.move_to(right);
            head.line_to(right - Vec2::new(10.0, 4.5));
            head.line_to(right - Vec2::new(10.0, -4.5));
            head.close_path();
            sketch.mark(Mark::Fill { shape: Shape::Path(head), color: theme.arrow });
        }
        Sign::Junction => {
            line(sketch, left, right, 2.0, theme.edge);
            sketch.disc(middle, 4.0, theme.edge);
        }
        Sign::Group => frame(sketch, area.inset((0.0, -4.0)), 5.0, 1.5, theme.group_border),
        Sign::Folded => {
            let behind = tile + Vec2::new(3.0, -3.0);
            frame(sketch, behind, 3.0, 1.5, theme.tile_border);
            sketch.fill(tile, 3.0, theme.tile.with_alpha(1.0));
            frame(sketch, tile, 3.0, 1.5, theme.tile_border);
        }
        Sign::Selected => {
            frame(sketch, tile.inset(2.0), 5.0, 2.0, theme.accent);
            sketch.fill(tile.inset(-2.0), 3.0, theme.tile_border);
        }
        Sign::Found => {
            sketch.fill(tile.inset(2.0), 5.0, theme.accent);
            sketch.fill(tile, 3.0, theme.tile.with_alpha(1.0));
        }
        Sign::Focus => sketch.fill(tile, 3.0, theme.tile_text.with_alpha(0.15)),
        Sign::Hop(depth, color) => {
            sketch.fill(tile.inset(1.5), 4.0, color);
            sketch.fill(tile.inset(-0.5), 3.0, theme.tile.with_alpha(1.0));
            for dot in 0..depth {
                let at = tile.center() + Vec2::new(6.0 - 4.0 * f64::from(dot), 0.0);
                sketch.disc(at, 1.5, color);
            }
        }
        Sign::Cut => {
            diamond(sketch, middle, 6.0, CUT);
        }
    }
}

fn diamond(sketch: &mut Sketch<'_>, middle: Point, half: f64, color: Color) {
    let mut path = BezPath::new();
    path.move_to(middle - Vec2::new(0.0, half));
    path.line_to(middle + Vec2::new(half, 0.0));
    path.line_to(middle + Vec2::new(0.0, half));
    path.line_to(middle - Vec2::new(half, 0.0));
    path.close_path();
    sketch.mark(Mark::Fill { shape: Shape::Path(path), color });
}

fn line(sketch: &mut Sketch<'_>, from: Point, to: Point, width: f64, color: Color) {
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(to);
    let pen = Pen { width, color, dashes: Vec::new(), round: true };
    sketch.mark(Mark::Stroke { shape: Shape::Path(path), pen });
}

fn frame(sketch: &mut Sketch<'_>, area: Rect, radius: f64, width: f64, color: Color) {
    let shape = Shape::RoundedRect(RoundedRect::from_rect(area, radius));
    let pen = Pen { width, color, dashes: Vec::new(), round: false };
    sketch.mark(Mark::Stroke { shape, pen });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_covers_nothing_where_there_is_room() {
        let free = Rect::new(0.0, 0.0, 1000.0, 700.0);
        let size = Size::new(200.0, 300.0);
        let tag = |x: f64, y: f64| Rect::from_origin_size((x, y), (80.0, 24.0));
        let check = |taken: &[Rect], expected: (f64, f64)| {
            let found = free_corner(free, size, taken).origin();
            assert_eq!((found.x, found.y), expected, "{taken:?}");
        };
        let (left, right, low, high) = (8.0, 792.0, 392.0, 60.0);
        check(&[], (left, low));
        check(&[tag(4.0, 500.0)], (right, low));
        check(&[tag(4.0, 500.0), tag(900.0, 600.0)], (left, high));
        let three = [tag(4.0, 500.0), tag(900.0, 600.0), tag(4.0, 100.0)];
        check(&three, (right, high));
        check(&[&three[..], &[tag(900.0, 100.0)]].concat(), (232.0, low));
        let everywhere = Rect::new(0.0, 0.0, 1000.0, 700.0);
        check(&[everywhere], (left, low));
    }
}
