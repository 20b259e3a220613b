//! Names of services where they are shown so small that their own labels could not be read: the same labels larger, in
//! steps of the scale. What would stand in the way of others is left out, the less connected first.

use std::cmp::Reverse;
use std::sync::Arc;

use kurbo::{Point, Rect, Vec2};

use super::ground::Ground;
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
        let label = named.label;
        if label.em() <= 0.0 {
            return None;
        }
        let size = SIZE / span.from;
        let found = self.placed(label, label.in_two_lines(), named, size, ground);
        // A word is cut in two only where there would be no name else.
        let words = || label.in_two_words();
        let found = found.or_else(|| self.placed(&words()?, None, named, size, ground));
        let (label, place) = found?;
        ground.take(place);
        let at = place.center() - Vec2::new(label.width, label.height) / 2.0;
        let classic = self.diagram.style.look == Look::Classic;
        let color = if classic { self.theme.text } else { self.theme.tile_text };
        let text = Mark::Text { label: Arc::new(label), at, color };
        Some(Element { seen: span, ..element(named.subject, named.id, "name", vec![text]) })
    }

    /// The largest size of `label`, or of what it is `broken` into, for which there is room, and where.
    fn placed(
        &self,
        label: &Label,
        broken: Option<Label>,
        named: &Named<'_>,
        size: f64,
        ground: &Ground,
    ) -> Option<(Label, Rect)> {
        let (em, body) = (label.em(), named.body);
        let fits = |label: &Label, size: f64| label.width * size / em <= body.width() * OVERHANG;
        let narrower = |size: f64| {
            let whole = fits(label, size) || broken.is_none();
            if whole { label } else { broken.as_ref().unwrap_or(label) }
        };
        let first = usize::from(!fits(narrower(size), size));
        SMALLER[first..].iter().find_map(|smaller| {
            let size = size * smaller;
            let label = narrower(size).resized(size / em);
            let place = named.place(&label);
            ground.is_free(place, body).then_some((label, place))
        })
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
