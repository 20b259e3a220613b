use kurbo::{BezPath, Point, Rect, RoundedRect, Vec2};
use peniko::Color;

use super::{Parts, element, on_baseline, rect};
use crate::diagram::Look;
use crate::explore::Level;
use crate::graph::{BorderLine, GroupId};
use crate::scene::color;
use crate::scene::{Element, Mark, Pen, Shape, Span, Subject, text_size};

/// Radius of a panel's corners, px.
const RADIUS: f64 = 14.0;

/// Between the lines of the hatch of an empty group, px.
const HATCH: f64 = 12.0;

impl Parts<'_> {
    /// The panels of all groups, outer ones first.
    pub(super) fn panels(&self) -> Vec<Element> {
        let depths = self.depths();
        let mut order: Vec<usize> =
            (0..depths.len()).filter(|&group| self.is_open(group)).collect();
        order.sort_by_key(|&group_idx| depths[group_idx]);
        let occupied = self.occupied();
        let panel =
            |group_idx: usize| self.panel(group_idx, depths[group_idx], occupied[group_idx]);
        order.into_iter().map(panel).collect()
    }

    /// The titles of all groups.
    pub(super) fn group_titles(&self) -> Vec<Element> {
        let depths = self.depths();
        (0..depths.len())
            .filter(|&group_idx| self.is_open(group_idx))
            .filter_map(|group_idx| self.group_title(group_idx, depths[group_idx]))
            .collect()
    }

    /// Whether the group is drawn as a panel with all that is in it.
    pub(super) fn is_open(&self, group_idx: usize) -> bool {
        let (fold, group) = (&self.diagram.fold, group_id(group_idx));
        fold.hides_group(group).is_none() && !fold.is_tile(group)
    }

    /// How many groups are round each group.
    pub(super) fn depths(&self) -> Vec<usize> {
        let groups = &self.diagram.graph.groups;
        let parents = |group_idx: usize| {
            std::iter::successors(groups[group_idx].parent, |parent| groups[parent.index()].parent)
        };
        // Resolved graphs have no cycles; the limit keeps a wrong one from hanging us.
        (0..groups.len()).map(|group_idx| parents(group_idx).take(groups.len()).count()).collect()
    }

    /// The colour behind `point`: that of the innermost panel round it, else the ground.
    pub(super) fn ground_at(&self, point: Point, depths: &[usize]) -> Color {
        let innermost = self
            .diagram
            .layout
            .groups
            .iter()
            .zip(depths)
            .filter(|(panel, _)| rect(panel).contains(point))
            .map(|(_, &depth)| depth)
            .max();
        innermost.map_or(self.theme.ground, |depth| self.theme.panel(depth))
    }

    fn panel(&self, group_idx: usize, depth: usize, occupied: bool) -> Element {
        let group = &self.diagram.graph.groups[group_idx];
        let panel = rect(&self.diagram.layout.groups[group_idx]);
        let shape = Shape::RoundedRect(rounded(panel));
        let mut marks = vec![Mark::Fill { shape: shape.clone(), color: self.theme.panel(depth) }];
        if !occupied {
            marks.push(self.hatch(panel));
        }
        let pen = self.border_pen(group_idx);
        if pen.width > 0.0 {
            marks.push(Mark::Stroke { shape, pen });
        }
        let panel = element(Subject::Group(group_id(group_idx)), &group.id, "group", marks);
        // From afar only the outermost are told apart.
        let first = if depth == 0 { Level::Map } else { Level::Districts };
        Element { seen: Span::from(self.levels.begin(first)), ..panel }
    }

    fn border_pen(&self, group_idx: usize) -> Pen {
        let classic = self.diagram.style.look == Look::Classic;
        let width = self.theme.group_border_width.unwrap_or(if classic { 2.0 } else { 1.5 });
        let dashes = if classic { vec![8.0, 8.0] } else { Vec::new() };
        let pen = Pen { width, color: self.theme.group_border, dashes, round: false };
        let Some(own) = self.diagram.graph.borders.get(&group_id(group_idx)) else { return pen };
        Pen {
            color: color::parse(&own.color).unwrap_or(pen.color),
            round: own.line == Some(BorderLine::Dotted),
            dashes: match own.line {
                Some(BorderLine::Solid) => Vec::new(),
                Some(BorderLine::Dashed) => vec![8.0, 6.0],
                // Round ends make dots of pieces without length.
                Some(BorderLine::Dotted) => vec![0.1, 3.0 * width],
                None => pen.dashes,
            },
            // Dots that are as wide as lines are hardly seen.
            width: if own.line == Some(BorderLine::Dotted) { width * 1.3 } else { width },
        }
    }

    /// Whether each group has anything in it.
    fn occupied(&self) -> Vec<bool> {
        let graph = &self.diagram.graph;
        let mut occupied = vec![false; graph.groups.len()];
        let parents = graph.groups.iter().map(|group| group.parent);
        for parent in graph.nodes.iter().map(|node| node.group).chain(parents).flatten() {
            occupied[parent.index()] = true;
        }
        occupied
    }

    /// Slanted lines below the title strip of a group with nothing in it.
    fn hatch(&self, panel: Rect) -> Mark {
        let style = &self.diagram.style;
        let inside = Rect::new(
            panel.x0 + RADIUS,
            panel.y0 + style.strip + RADIUS / 2.0,
            panel.x1 - RADIUS,
            panel.y1 - RADIUS,
        );
        let mut path = BezPath::new();
        let mut sum = ((inside.x0 + inside.y0) / HATCH).ceil() * HATCH;
        while inside.width() > 0.0 && inside.height() > 0.0 && sum < inside.x1 + inside.y1 {
            let from_x = (sum - inside.y1).max(inside.x0);
            let to_x = (sum - inside.y0).min(inside.x1);
            path.move_to((from_x, sum - from_x));
            path.line_to((to_x, sum - to_x));
            sum += HATCH;
        }
        let color = self.theme.group_border.multiply_alpha(0.25);
        let pen = Pen { width: 1.0, color, dashes: Vec::new(), round: false };
        Mark::Stroke { shape: Shape::Path(path), pen }
    }

    fn group_title(&self, group_idx: usize, depth: usize) -> Option<Element> {
        let Self { diagram, theme, .. } = self;
        let group = &diagram.graph.groups[group_idx];
        let label = &diagram.labels.groups[group_idx];
        let size = diagram.sizes.group_titles[group_idx];
        let strip = rect(&diagram.style.group_title_rect(&diagram.layout.groups[group_idx], size));
        if strip.width() <= 0.0 {
            return None;
        }
        // The border's curve makes the strip look higher than it is.
        let strip = strip + Vec2::new(0.0, 2.0);
        let mut marks = Vec::new();
        let ground = theme.panel(depth);
        // An edge that passes below the title is interrupted by it, not crossed out.
        let half = (label.height / 2.0).max(10.0);
        let plate = Rect::new(strip.x0, strip.center().y - half, strip.x1, strip.center().y + half);
        marks.push(Mark::Plate {
            shape: Shape::RoundedRect(RoundedRect::from_rect(plate.inflate(4.0, 0.0), 4.0)),
            color: ground,
            text_size: text_size(label),
        });
        if let Some(resolved) = diagram.marks.groups[group_idx].as_ref() {
            let side = diagram.style.group_icon;
            let center = Point::new(strip.x0 + side / 2.0, strip.center().y);
            marks.extend(self.icon_marks(
                resolved,
                diagram.labels.group_monograms[group_idx].as_ref(),
                Rect::from_center_size(center, (side, side)),
                ground,
                theme.text,
            ));
        }
        let at = Point::new(strip.x1 - label.width, strip.center().y - label.height / 2.0);
        marks.push(Mark::Text {
            label: label.clone(),
            at: on_baseline(at, label),
            color: theme.text,
        });
        let title = element(Subject::Group(group_id(group_idx)), &group.id, "group-title", marks);
        // Below that scale `titles` has larger ones.
        Some(Element { seen: Span::from(super::super::titles::LEAST / text_size(label)), ..title })
    }
}

pub(super) fn rounded(panel: Rect) -> RoundedRect {
    RoundedRect::from_rect(panel, RADIUS.min(panel.width().min(panel.height()) / 2.0))
}

fn group_id(group_idx: usize) -> GroupId {
    GroupId(u32::try_from(group_idx).unwrap_or(u32::MAX))
}
