//! Names of services where they are shown so small that their own labels could not be read: the same labels larger, in
//! steps of the scale. What would stand in the way of others is left out, the less connected first.

use std::cmp::Reverse;
use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};

use super::{Parts, element, rect};
use crate::diagram::{Look, has_mark};
use crate::explore::Level;
use crate::graph::{NodeId, NodeKind, narrow};
use crate::layout;
use crate::scene::{Element, Mark, Span, Subject};
use crate::text::Label;

/// The labels of services are good enough from this size on, logical px on the screen.
const READABLE: f64 = 9.0;

/// A step covers the scales up to so many times its least.
const STEP: f64 = 1.36;

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

    /// What has a name, what has most edges first.
    fn by_degree(&self) -> Vec<Named<'_>> {
        let (degrees, diagram) = (self.degrees(), self.diagram);
        let nodes = diagram.graph.nodes.iter().enumerate();
        let shown = nodes.filter(|(idx, n)| n.kind == NodeKind::Service && self.is_shown(*idx));
        let services = shown.map(|(idx, node)| Named {
            subject: Subject::Node(NodeId(narrow(idx))),
            id: &node.id,
            label: &diagram.labels.nodes[idx],
            body: rect(&diagram.layout.nodes[idx]),
            icon: has_mark(node).then(|| self.small_icon(&diagram.layout.nodes[idx])),
            degree: degrees[idx],
        });
        // A folded group holds enough to be named before others.
        let tiles = diagram.labels.tiles.iter().map(|(group, text)| Named {
            subject: Subject::Group(*group),
            id: &diagram.graph.groups[group.index()].id,
            label: &text.title,
            body: rect(&self.uppermost(*group)),
            icon: diagram.marks.groups[group.index()].as_ref().map(|_| self.tile_icon(*group)),
            degree: usize::MAX,
        });
        let mut order: Vec<Named<'_>> = tiles.chain(services).collect();
        order.sort_by_key(|named| Reverse(named.degree));
        order
    }

    fn names_in(&self, span: Span, order: &[Named<'_>]) -> Vec<Element> {
        let standard = self.levels.begin(Level::Standard);
        let hubs_only = span.from < standard * 0.98;
        let mut ground = Ground::new(rect(&self.diagram.layout.bounds), self.levels.tile * 3.0);
        if !hubs_only {
            order.iter().for_each(|named| ground.take(named.body));
        }
        let named = order.iter().filter(|named| !hubs_only || named.degree >= HUB);
        named.filter_map(|named| self.name(named, span, &mut ground)).collect()
    }

    fn name(&self, named: &Named<'_>, span: Span, ground: &mut Ground) -> Option<Element> {
        let Named { label, body, .. } = *named;
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
        let (label, place) = SMALLER[first..].iter().find_map(|smaller| {
            let size = size * smaller;
            let label = narrower(size).resized(size / em);
            let place = named.place(&label);
            ground.is_free(place, body).then_some((label, place))
        })?;
        ground.take(place);
        let at = place.center() - Vec2::new(label.width, label.height) / 2.0;
        let classic = self.diagram.style.look == Look::Classic;
        let color = if classic { self.theme.text } else { self.theme.tile_text };
        let text = Mark::Text { label: Arc::new(label), at, color };
        Some(Element { seen: span, ..element(named.subject, named.id, "name", vec![text]) })
    }

    /// Where the icon of a service stands while its name is larger than usual.
    pub(super) fn small_icon(&self, body: &layout::Rect) -> Rect {
        let style = &self.diagram.style;
        let icon = rect(&style.icon_rect(body));
        if style.look == Look::Classic {
            return icon;
        }
        let (side, top) = (icon.width() * SMALL_ICON.0, icon.width() * SMALL_ICON.1);
        let middle = Point::new(icon.center().x, body.min.y + top + side / 2.0);
        Rect::from_center_size(middle, (side, side))
    }
}

/// Something that is named.
struct Named<'a> {
    subject: Subject,
    id: &'a str,
    label: &'a Label,
    body: Rect,
    icon: Option<Rect>,
    degree: usize,
}

impl Named<'_> {
    /// Where a name goes: below the icon, from the lower part of the tile downwards.
    fn place(&self, label: &Label) -> Rect {
        let size = Vec2::new(label.width, label.height) + 2.0 * label.em() * AIR;
        let center = self.icon.map_or(self.body.center().y, |icon| {
            // In the middle of what is left below the icon; what is higher than that grows downwards.
            let left = (self.body.y1 - icon.y1 - size.y).max(0.0);
            icon.y1 + left / 2.0 + size.y / 2.0
        });
        Rect::from_center_size((self.body.center().x, center), (size.x, size.y))
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
        let count = |length: f64| whole(length / cell) + 1;
        let (n_columns, n_rows) = (count(bounds.width()), count(bounds.height()));
        Self { bounds, cell, n_columns, cells: vec![Vec::new(); n_columns * n_rows] }
    }

    fn cells_of(&self, area: Rect) -> Vec<usize> {
        let n_rows = self.cells.len() / self.n_columns;
        let place = |at: f64, start: f64, n: usize| whole((at - start) / self.cell).min(n - 1);
        let columns = place(area.x0, self.bounds.x0, self.n_columns)
            ..=place(area.x1, self.bounds.x0, self.n_columns);
        let rows = place(area.y0, self.bounds.y0, n_rows)..=place(area.y1, self.bounds.y0, n_rows);
        let cells = |row: usize| columns.clone().map(move |column| row * self.n_columns + column);
        rows.flat_map(cells).collect()
    }

    fn take(&mut self, area: Rect) {
        for cell in self.cells_of(area) {
            self.cells[cell].push(area);
        }
    }

    /// Whether nothing of `area` is taken, but by `own`.
    fn is_free(&self, area: Rect, own: Rect) -> bool {
        let is_clear = |taken: &Rect| *taken == own || !taken.overlaps(area);
        self.cells_of(area).into_iter().all(|cell| self.cells[cell].iter().all(is_clear))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is right for a place in a grid"
)]
fn whole(x: f64) -> usize {
    x as usize
}
