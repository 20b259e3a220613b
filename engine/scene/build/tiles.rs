//! Folded groups: a stack of tiles with the group's icon and title, and how many services are in it.

use glam::DVec2;
use kurbo::{Point, Rect, RoundedRect, Vec2};

use super::{Parts, element, on_baseline, rect};
use crate::diagram::{Look, STACK, TileText};
use crate::graph::GroupId;
use crate::layout;
use crate::scene::color::{mix, narrow};
use crate::scene::{Element, Mark, Pen, Shape, Span, Subject};

/// Radius of a tile's corners, px.
const RADIUS: f64 = 10.0;

/// How much shorter it is on each side, px.
const INSET: f64 = 7.0;

/// Tiles below the uppermost.
const N_BELOW: u32 = 2;

/// How far each looks out from under the one above it, px.
const STEP: f64 = STACK / N_BELOW as f64;

/// Round the number, px: at the sides and in height.
const BADGE: (f64, f64) = (6.0, 18.0);

impl Parts<'_> {
    /// The tiles of all folded groups: their bodies, and what stands on them.
    pub(super) fn tiles(&self) -> Vec<Element> {
        let tiles = &self.diagram.labels.tiles;
        tiles
            .iter()
            .flat_map(|(group, text)| {
                let [icon, title] = self.tile_text(*group, text);
                [self.tile_body(*group), icon, title]
            })
            .collect()
    }

    /// The tile without the stack below it.
    pub(super) fn uppermost(&self, group: GroupId) -> layout::Rect {
        let whole = self.diagram.layout.groups[group.index()];
        layout::Rect { max: whole.max - DVec2::new(0.0, STACK), ..whole }
    }

    fn tile_body(&self, group: GroupId) -> Element {
        let theme = self.theme;
        let body = rect(&self.uppermost(group));
        let rounded = |rect: Rect| Shape::RoundedRect(RoundedRect::from_rect(rect, RADIUS));
        let mut marks = Vec::new();
        let pen = Pen { width: 1.5, color: theme.group_border, dashes: Vec::new(), round: false };
        for below in (1..=N_BELOW).rev().map(f64::from) {
            let edge = Rect::new(
                body.x0 + INSET * below,
                body.y1 - RADIUS,
                body.x1 - INSET * below,
                body.y1 + STEP * below,
            );
            let color = mix(theme.tile, theme.ground, narrow(0.25 * below));
            marks.push(Mark::Fill { shape: rounded(edge), color });
            let pen = Pen { color: theme.group_border.multiply_alpha(0.7), ..pen.clone() };
            marks.push(Mark::Stroke { shape: rounded(edge), pen });
        }
        marks.push(Mark::Fill { shape: rounded(body), color: theme.tile });
        marks.push(Mark::Stroke { shape: rounded(body), pen });
        let id = &self.diagram.graph.groups[group.index()].id;
        element(Subject::Group(group), id, "tile", marks)
    }

    /// Where the icon of a folded group stands.
    pub(super) fn tile_icon(&self, group: GroupId) -> Rect {
        let body = &self.uppermost(group);
        let style = &self.diagram.style;
        let side = style.icon.min(44.0);
        match style.look {
            Look::Classic => Rect::from_center_size(
                Point::new(body.center().x, body.min.y + 12.0 + side / 2.0),
                (side, side),
            ),
            Look::Neo | Look::HandDrawn => rect(&style.icon_rect(body)),
        }
    }

    /// What stands on it: without the title, where that would be too small, and with it.
    fn tile_text(&self, group: GroupId, text: &TileText) -> [Element; 2] {
        let Self { diagram, theme, .. } = self;
        let body = &self.uppermost(group);
        let mut marks = Vec::new();
        let mark = diagram.marks.groups[group.index()].as_ref();
        let below_icon = mark.map_or(body.min.y, |resolved| {
            let (space, letters) = (self.tile_icon(group), text.monogram.as_ref());
            let (ground, ink) = (theme.tile, theme.tile_text);
            marks.extend(self.icon_marks(resolved, letters, space, ground, ink));
            space.y1
        });
        let room = Rect::new(body.min.x, below_icon, body.max.x, body.max.y);
        let at = room.center() - Vec2::new(text.title.width, text.title.height) / 2.0;
        let label = text.title.clone();
        let at = on_baseline(at, &label);
        marks.extend(self.badge(rect(body), text));
        let (subject, id) = (Subject::Group(group), &diagram.graph.groups[group.index()].id);
        let icon = element(subject, id, "tile-icon", marks.clone());
        marks.push(Mark::Text { label, at, color: theme.tile_text });
        let title = element(subject, id, "tile-title", marks);
        let readable = self.readable_from();
        [
            Element { seen: Span::to(readable).sharp(), ..icon },
            Element { seen: Span::from(readable).sharp(), ..title },
        ]
    }

    /// The number in the upper right corner.
    fn badge(&self, body: Rect, text: &TileText) -> [Mark; 2] {
        let theme = self.theme;
        let (aside, height) = BADGE;
        let height = height.max(text.count.height + 2.0);
        let width = (text.count.width + 2.0 * aside).max(height);
        let plate = Rect::from_origin_size(
            Point::new(body.x1 - width - 6.0, body.y0 + 6.0),
            (width, height),
        );
        let shape = Shape::RoundedRect(RoundedRect::from_rect(plate, height / 2.0));
        let color = mix(theme.tile, theme.tile_text, 0.16);
        let at = plate.center() - Vec2::new(text.count.width, text.count.height) / 2.0;
        [
            Mark::Fill { shape, color },
            Mark::Text {
                label: text.count.clone(),
                at: on_baseline(at, &text.count),
                color: theme.tile_text,
            },
        ]
    }
}
