//! What is selected, found, traced or pointed at is seen a level earlier than its neighbours (`interaction.md` 3.5): where
//! these are dots, or too small to be named, it has its tile and its name.

use std::collections::BTreeSet;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Point, Rect, RoundedRect, Size};
use peniko::Color;

use super::chrome::{Chrome, Sketch};
use super::worker::Loaded;
use crate::explore::{self, Aspect, Level, Levels, Subject};
use crate::graph::{EdgeId, NodeId, NodeKind, narrow};
use crate::scene::{Mark, Pen, Scene, Shape, Theme, trace_color};
use crate::text::Label;

/// Its tile is no smaller than this, logical px: where the neighbours' tiles begin.
const LEAST: f64 = 16.0;
/// Size of its name, logical px.
const TYPE: f64 = 11.0;
/// The labels of services are good enough from this size on, logical px.
const READABLE: f64 = 9.0;
/// More would hide all else.
const MOST: usize = 120;

/// Something to be raised.
struct Raised {
    node: NodeId,
    color: Color,
}

impl Chrome {
    /// What is raised and in sight, where it needs to be; `to_screen` takes world px to logical ones, and `detail` times as much
    /// is seen as the scale tells.
    pub(super) fn raised(
        &mut self,
        loaded: &Loaded,
        aspect: &Aspect,
        to_screen: Affine,
        viewport: Size,
        detail: f64,
    ) -> Option<Scene> {
        let (diagram, theme) = (&loaded.diagram, &loaded.theme);
        let scale = to_screen.determinant().sqrt() * detail;
        if scale >= READABLE / diagram.style.font_size.max(1.0) {
            return None;
        }
        let levels = Levels::of(diagram);
        let raised = raised(loaded, aspect);
        if raised.is_empty() {
            return None;
        }
        let looks: Vec<_> = raised.iter().map(|r| self.look_of(loaded, r.node)).collect();
        let mut sketch = self.sketch(theme);
        if levels.at(scale) == Level::Map {
            lines(&mut sketch, loaded, aspect, to_screen);
        }
        let seen = viewport.to_rect();
        let mut taken: Vec<Rect> = Vec::new();
        let mut names = Vec::new();
        for (Raised { node, color }, look) in raised.iter().zip(looks) {
            let body =
                to_screen.transform_rect_bbox(explore::bounds(diagram, Subject::Node(*node)));
            if !body.overlaps(seen) {
                continue;
            }
            let label = &diagram.labels.nodes[node.index()];
            let is_small = body.height() < LEAST;
            let is_named = !is_small && look.is_named(scale);
            let name = (label.em() > 0.0 && !is_named).then(|| label.resized(TYPE / label.em()));
            let tile =
                if is_small { Rect::from_center_size(body.center(), (LEAST, LEAST)) } else { body };
            let place = name.as_ref().map_or(tile, |name| place(tile, name));
            let whole = tile.union(place);
            if taken.iter().any(|taken| taken.overlaps(whole)) {
                if is_small {
                    sketch.fill(Rect::from_center_size(body.center(), (6.0, 6.0)), 3.0, *color);
                }
                continue;
            }
            taken.push(whole);
            if is_small {
                small_tile(&mut sketch, tile, *color, theme);
                let to = tile.inset(-LEAST * 0.16);
                look.icon.iter().for_each(|mark| sketch.mark(mark.fitted(look.place, to)));
            }
            names.extend(name.map(|name| (name, place)));
        }
        for (name, place) in names {
            sketch.fill(place, 4.0, theme.tile.with_alpha(0.94));
            let at = place.center() - kurbo::Vec2::new(name.width, name.height) / 2.0;
            sketch.mark(Mark::Text { label: Arc::new(name), at, color: theme.tile_text });
        }
        Some(sketch.finish(viewport))
    }
}

/// What is selected, pointed at, found and traced, in this order, each once.
fn raised(loaded: &Loaded, aspect: &Aspect) -> Vec<Raised> {
    let (diagram, theme) = (&loaded.diagram, &loaded.theme);
    let view = &aspect.view;
    let hits = aspect.hits.iter().flatten();
    let chosen = view.selection.iter().chain(aspect.lit.as_ref()).chain(hits);
    let chosen = chosen.filter_map(|subject| match subject {
        Subject::Node(node) => Some((*node, theme.accent)),
        Subject::Group(_) | Subject::Edge(_) => None,
    });
    let mut traced: Vec<(u32, NodeId)> = Vec::new();
    if let Some(trace) = &view.trace {
        let depths = trace.traced.nodes.iter().enumerate();
        traced = depths
            .filter_map(|(idx, depth)| Some(((*depth)?, NodeId(narrow(idx)))))
            .filter(|(depth, _)| *depth <= aspect.reach)
            .collect();
        traced.sort_unstable();
    }
    let colored = |(depth, node): (u32, NodeId)| {
        let trace = view.trace.as_ref();
        (node, trace.map_or(theme.accent, |trace| trace_color(trace, theme, depth)))
    };
    let mut known = BTreeSet::new();
    let is_shown = |node: NodeId| {
        diagram.graph.nodes[node.index()].kind == NodeKind::Service
            && diagram.fold.hides_node(node).is_none()
            && !view.hides(&diagram.graph, Subject::Node(node))
    };
    chosen
        .chain(traced.into_iter().map(colored))
        .filter(|(node, _)| is_shown(*node) && known.insert(*node))
        .map(|(node, color)| Raised { node, color })
        .take(MOST)
        .collect()
}

/// The edges of a trace, and those that are selected, where no edge is seen by itself.
fn lines(sketch: &mut Sketch<'_>, loaded: &Loaded, aspect: &Aspect, to_screen: Affine) {
    let (diagram, theme) = (&loaded.diagram, &loaded.theme);
    let selected = aspect.view.selection.iter().chain(aspect.lit.as_ref());
    let selected = selected.filter_map(|subject| match subject {
        Subject::Edge(edge) => Some((*edge, theme.accent)),
        Subject::Node(_) | Subject::Group(_) => None,
    });
    let trace = aspect.view.trace.as_ref();
    let traced = trace.into_iter().flat_map(|trace| {
        let depths = trace.traced.edges.iter().enumerate();
        let reached = depths.filter_map(|(idx, depth)| depth.map(|depth| (idx, depth)));
        let reached = reached.filter(|(_, depth)| *depth <= aspect.reach);
        reached.map(|(idx, depth)| (EdgeId(narrow(idx)), trace_color(trace, theme, depth)))
    });
    for (edge, color) in traced.chain(selected) {
        let Some(carrier) = diagram.fold.carrier(edge) else { continue };
        let mut path = BezPath::new();
        for (n, point) in diagram.routes.edges[carrier.index()].points.iter().enumerate() {
            let at = to_screen * Point::new(point.x, point.y);
            if n == 0 { path.move_to(at) } else { path.line_to(at) }
        }
        let pen = Pen { width: 2.0, color, dashes: Vec::new(), round: true };
        sketch.stroke(Shape::Path(path), pen);
    }
}

fn small_tile(sketch: &mut Sketch<'_>, tile: Rect, color: Color, theme: &Theme) {
    sketch.fill(tile, 4.0, theme.tile.with_alpha(1.0));
    let shape = Shape::RoundedRect(RoundedRect::from_rect(tile, 4.0));
    sketch.stroke(shape, Pen { width: 1.5, color, dashes: Vec::new(), round: false });
}

/// Where the name goes: on the lower part of a tile that has room for it, else below.
fn place(tile: Rect, name: &Label) -> Rect {
    let size = Size::new(name.width + 8.0, name.height + 2.0);
    let y =
        if tile.height() > 2.2 * size.height { tile.y1 - size.height - 1.0 } else { tile.y1 + 2.0 };
    Rect::from_origin_size((tile.center().x - size.width / 2.0, y), size)
}
