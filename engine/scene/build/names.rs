//! Names of services where they are shown so small that their own labels could not be read: the same labels larger, in
//! steps of the scale. What would stand in the way of others is left out, the less connected first.

use std::cmp::Reverse;
use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};

use super::{Parts, element, rect};
use crate::diagram::Look;
use crate::graph::{NodeId, NodeKind};
use crate::scene::levels::Level;
use crate::scene::{Element, Mark, Span, Subject};
use crate::text::Label;

/// The labels of services are good enough from this size on, logical px on the screen.
const READABLE: f64 = 9.0;

/// A step covers the scales up to so many times its least.
const STEP: f64 = 1.32;

/// Size of type at the least scale of a step, logical px.
const SIZE: f64 = 8.4;

/// What is tried where a name has no room, times [`SIZE`]; names that are wider than their tile begin with the second.
const SMALLER: [f64; 3] = [1.0, 0.88, 0.77];

/// Services with so many edges are named a level early.
const HUB: usize = 6;

/// Room round a name, in sizes of its type.
const AIR: Vec2 = Vec2::new(0.25, 0.0);

/// A name may be so much wider than its tile before it is broken.
const OVERHANG: f64 = 1.06;

/// Beside such names an icon is so much smaller than usual, and so far from the top of the tile, in sides of an icon.
const SMALL_ICON: (f64, f64) = (0.84, 0.1);

impl Parts<'_> {
    /// From this scale on services carry their own labels.
    pub(super) fn readable_from(&self) -> f64 {
        READABLE / self.diagram.style.font_size.max(1.0)
    }

    /// Names for all scales below [`Parts::readable_from`], down to where hubs are only dots.
    pub(super) fn names(&self) -> Vec<Element> {
        let order = self.by_degree();
        let mut names = Vec::new();
        let mut end = self.readable_from();
        let least = self.levels.begin(Level::Districts);
        while end > least {
            let span = Span::new((end / STEP).max(least), end).sharp();
            names.extend(self.names_in(span, &order));
            end /= STEP;
        }
        names
    }

    /// Services with a name, those with most edges first, and how many edges each has.
    fn by_degree(&self) -> Vec<(usize, usize)> {
        let degrees = self.degrees();
        let nodes = self.diagram.graph.nodes.iter().enumerate();
        let named = nodes.filter(|(_, node)| node.kind == NodeKind::Service);
        let mut order: Vec<_> = named.map(|(idx, _)| (idx, degrees[idx])).collect();
        order.sort_by_key(|&(idx, degree)| (Reverse(degree), idx));
        order
    }

    fn names_in(&self, span: Span, order: &[(usize, usize)]) -> Vec<Element> {
        let standard = self.levels.begin(Level::Standard);
        let hubs_only = span.from < standard * 0.98;
        let mut ground = Ground::new(rect(&self.diagram.layout.bounds), self.levels.tile * 3.0);
        if !hubs_only {
            for (node, body) in self.diagram.graph.nodes.iter().zip(&self.diagram.layout.nodes) {
                if node.kind == NodeKind::Service {
                    ground.take(rect(body));
                }
            }
        }
        let named = order.iter().filter(|(_, degree)| !hubs_only || *degree >= HUB);
        named.filter_map(|&(idx, _)| self.name(idx, span, &mut ground)).collect()
    }

    fn name(&self, node_idx: usize, span: Span, ground: &mut Ground) -> Option<Element> {
        let diagram = self.diagram;
        let label = &diagram.labels.nodes[node_idx];
        let body = rect(&diagram.layout.nodes[node_idx]);
        let em = label.em();
        if em <= 0.0 {
            return None;
        }
        let broken = label.in_two_lines();
        let size = SIZE / span.from;
        let fits = |label: &Label, size: f64| label.width * size / em <= body.width() * OVERHANG;
        let narrower = |size: f64| {
            let whole = fits(label, size) || broken.is_none();
            if whole { label } else { broken.as_ref().unwrap_or(label) }
        };
        let first = usize::from(!fits(narrower(size), size));
        let (label, plate) = SMALLER[first..].iter().find_map(|smaller| {
            let size = size * smaller;
            let label = narrower(size).resized(size / em);
            let plate = self.place(node_idx, body, &label);
            ground.is_free(plate, body).then_some((label, plate))
        })?;
        ground.take(plate);
        let at = plate.center() - Vec2::new(label.width, label.height) / 2.0;
        let classic = diagram.style.look == Look::Classic;
        let color = if classic { self.theme.text } else { self.theme.tile_text };
        let id = NodeId(u32::try_from(node_idx).unwrap_or(u32::MAX));
        let text = Mark::Text { label: Arc::new(label), at, color };
        let node = &diagram.graph.nodes[node_idx];
        Some(Element { seen: span, ..element(Subject::Node(id), &node.id, "name", vec![text]) })
    }

    /// Where the icon of a service stands while its name is larger than usual.
    pub(super) fn small_icon(&self, node_idx: usize) -> Rect {
        let style = &self.diagram.style;
        let body = &self.diagram.layout.nodes[node_idx];
        let icon = rect(&style.icon_rect(body));
        if style.look == Look::Classic {
            return icon;
        }
        let (side, top) = (icon.width() * SMALL_ICON.0, icon.width() * SMALL_ICON.1);
        let middle = Point::new(icon.center().x, body.min.y + top + side / 2.0);
        Rect::from_center_size(middle, (side, side))
    }

    /// Where a name goes: below the icon, from the lower part of the tile downwards.
    fn place(&self, node_idx: usize, body: Rect, label: &Label) -> Rect {
        let em = label.em();
        let size = Vec2::new(label.width, label.height) + 2.0 * em * AIR;
        let icon = self.small_icon(node_idx);
        let has_mark = crate::diagram::has_mark(&self.diagram.graph.nodes[node_idx]);
        let center = if has_mark {
            // In the middle of what is left below the icon; what is higher than that grows downwards.
            let left = (body.y1 - icon.y1 - size.y).max(0.0);
            icon.y1 + left / 2.0 + size.y / 2.0
        } else {
            body.center().y
        };
        Rect::from_center_size((body.center().x, center), (size.x, size.y))
    }
}

/// What room is taken, in cells.
struct Ground {
    bounds: Rect,
    cell: f64,
    n_columns: usize,
    cells: Vec<Vec<Rect>>,
}

impl Ground {
    fn new(bounds: Rect, cell: f64) -> Self {
        /// More cells than this are no help.
        const MOST: f64 = 100_000.0;
        let cell = cell.max((bounds.area() / MOST).sqrt()).max(1.0);
        let count = |length: f64| (length / cell).floor().max(0.0) as usize + 1;
        let (n_columns, n_rows) = (count(bounds.width()), count(bounds.height()));
        Self { bounds, cell, n_columns, cells: vec![Vec::new(); n_columns * n_rows] }
    }

    fn cells_of(&self, area: Rect) -> impl Iterator<Item = usize> + use<> {
        let n_rows = self.cells.len() / self.n_columns;
        let place = |at: f64, start: f64, n: usize| {
            (((at - start) / self.cell).max(0.0) as usize).min(n - 1)
        };
        let columns = place(area.x0, self.bounds.x0, self.n_columns)
            ..=place(area.x1, self.bounds.x0, self.n_columns);
        let rows = place(area.y0, self.bounds.y0, n_rows)..=place(area.y1, self.bounds.y0, n_rows);
        let n_columns = self.n_columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * n_columns + column))
    }

    fn take(&mut self, area: Rect) {
        for cell in self.cells_of(area) {
            self.cells[cell].push(area);
        }
    }

    /// Whether nothing of `area` is taken, but by `own`.
    fn is_free(&self, area: Rect, own: Rect) -> bool {
        let is_clear = |taken: &Rect| *taken == own || !taken.overlaps(area);
        self.cells_of(area).all(|cell| self.cells[cell].iter().all(is_clear))
    }
}
