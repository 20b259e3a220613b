use kurbo::{Circle, Point, Rect, RoundedRect, Vec2};
use peniko::Color;

use super::{Parts, element, hand, on_baseline, rect};
use crate::diagram::Look;
use crate::explore::Level;
use crate::graph::{EndAt, Node, NodeId, NodeKind};
use crate::scene::color::{contrast, mix};
use crate::scene::{Element, Mark, Pen, Shape, Span, Subject, Theme};

/// Radius of a tile's corners, px.
const RADIUS: f64 = 10.0;

/// Width of a tile's border, px.
const BORDER: f64 = 1.5;

/// A tile's shadow: how far below it, and how soft (CSS writes twice the deviation), px.
const SHADOW: (Vec2, f64) = (Vec2::new(0.0, 2.0), 3.0);

impl Parts<'_> {
    /// All services: without their names, for scales at which these would be too small, then with them.
    pub(super) fn services(&self) -> Vec<Element> {
        let nodes = &self.diagram.graph.nodes;
        let services = nodes.iter().enumerate().filter(|(_, n)| n.kind == NodeKind::Service);
        let services = services.filter(|(node_idx, _)| self.is_shown(*node_idx));
        let drawn: Vec<(Element, Element)> =
            services.map(|(node_idx, node)| self.service(node_idx, node)).collect();
        let (small, whole): (Vec<Element>, Vec<Element>) = drawn.into_iter().unzip();
        small.into_iter().chain(whole).collect()
    }

    /// A dot for each junction that is more than a bend: where other than two edge ends meet.
    pub(super) fn junctions(&self) -> Vec<Element> {
        let degrees = self.degrees();
        let nodes = &self.diagram.graph.nodes;
        let junctions = nodes.iter().enumerate().filter(|(_, n)| n.kind == NodeKind::Junction);
        junctions
            .filter(|&(node_idx, _)| degrees[node_idx] != 2 && self.is_shown(node_idx))
            .map(|(node_idx, node)| {
                let dot = rect(&self.diagram.layout.nodes[node_idx]);
                let circle = Circle::new(dot.center(), dot.width().min(dot.height()) / 2.0);
                let fill = Mark::Fill { shape: Shape::Circle(circle), color: self.theme.edge };
                let dot =
                    element(Subject::Node(node_id(node_idx)), &node.id, "junction", vec![fill]);
                let first = if self.stands_alone(node_idx) { Level::Map } else { Level::Districts };
                Element { seen: Span::from(self.levels.begin(first)), ..dot }
            })
            .collect()
    }

    pub(super) fn is_shown(&self, node_idx: usize) -> bool {
        self.diagram.fold.hides_node(node_id(node_idx)).is_none()
    }

    /// How many edge ends meet at each node.
    pub(super) fn degrees(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.diagram.graph.nodes.len()];
        let edges = (0..self.diagram.graph.edges.len()).filter(|&edge_idx| self.is_drawn(edge_idx));
        for end in edges.flat_map(|edge_idx| self.ends(edge_idx)) {
            if let (EndAt::Node(node), None) = (end.at, end.border) {
                degrees[node.index()] += 1;
            }
        }
        degrees
    }

    fn service(&self, node_idx: usize, node: &Node) -> (Element, Element) {
        let Self { diagram, theme, .. } = self;
        let body = &diagram.layout.nodes[node_idx];
        let label = &diagram.labels.nodes[node_idx];
        let classic = diagram.style.look == Look::Classic;
        let mut marks = Vec::new();
        let icon_box = rect(&diagram.style.icon_rect(body));
        let small_box = self.small_icon(body);
        let bare = diagram.marks.nodes[node_idx].is_none();
        if !classic {
            marks.extend(self.tile(rect(body)));
        } else if bare {
            marks.push(self.classic_box(icon_box));
        }
        let (ground, ink) = if classic {
            (self.classic_ground(node), theme.text)
        } else {
            (theme.tile, theme.tile_text)
        };
        let letters = diagram.labels.node_monograms[node_idx].as_ref();
        let mut small = marks.clone();
        if let Some(resolved) = diagram.marks.nodes[node_idx].as_ref() {
            let icon = self.icon_marks(resolved, letters, icon_box, ground, ink);
            small.extend(icon.iter().map(|mark| mark.fitted(icon_box, small_box)));
            marks.extend(icon);
        } else if let Some(text) = diagram.labels.icon_texts[node_idx].as_ref() {
            let chip = self.icon_text(text, icon_box, rect(body));
            small.extend(chip.iter().map(|mark| mark.fitted(icon_box, small_box)));
            marks.extend(chip);
        }
        let at = diagram.style.label_rect(node, body, label).min;
        let at = on_baseline(Point::new(at.x, at.y), label);
        let subject = Subject::Node(node_id(node_idx));
        let small = element(subject, &node.id, "bare", small);
        marks.push(Mark::Text { label: label.clone(), at, color: ink });
        let whole = element(subject, &node.id, "service", marks);
        let (first, readable) = (self.levels.begin(Level::Standard), self.readable_from());
        (
            Element { seen: Span::new(first, readable.max(first)), ..small },
            Element { seen: Span::from(readable.max(first)).sharp(), ..whole },
        )
    }

    fn tile(&self, body: Rect) -> Vec<Mark> {
        let theme = self.theme;
        let rect = RoundedRect::from_rect(body, RADIUS);
        let shape = Shape::RoundedRect(rect);
        let pen = |width, color| Pen { width, color, dashes: Vec::new(), round: false };
        let fill = Mark::Fill { shape: shape.clone(), color: theme.tile };
        let border = Mark::Stroke { shape, pen: pen(BORDER, theme.tile_border) };
        if self.diagram.style.look == Look::HandDrawn {
            let shape = Shape::Path(hand::hachure(&rect));
            return vec![fill, Mark::Stroke { shape, pen: pen(1.0, self.hachure()) }, border];
        }
        let (offset, sigma) = SHADOW;
        vec![Mark::Shadow { rect, offset, sigma, color: theme.shadow }, fill, border]
    }

    /// The colour of the lines that fill tiles: towards their border, as far as text stays legible on it.
    fn hachure(&self) -> Color {
        let Theme { tile, tile_border, tile_text, .. } = *self.theme;
        let mut tones = [0.4, 0.3, 0.2, 0.1].map(|share| mix(tile, tile_border, share)).into_iter();
        tones.find(|&tone| contrast(tile_text, tone) >= 4.5).unwrap_or(tile)
    }

    /// Mermaid draws services without an icon as a dashed box.
    fn classic_box(&self, icon_box: Rect) -> Mark {
        let pen = Pen {
            width: self.theme.group_border_width.unwrap_or(2.0),
            color: self.theme.group_border,
            dashes: vec![8.0, 8.0],
            round: false,
        };
        Mark::Stroke { shape: Shape::RoundedRect(RoundedRect::from_rect(icon_box, 4.0)), pen }
    }

    pub(super) fn classic_ground(&self, node: &Node) -> Color {
        let groups = &self.diagram.graph.groups;
        let round = std::iter::successors(node.group, |group| groups[group.index()].parent);
        match round.take(groups.len()).count() {
            0 => self.theme.ground,
            n_groups => self.theme.panel(n_groups - 1),
        }
    }

    /// Text in place of an icon, on a chip as high as the icon would be.
    fn icon_text(
        &self,
        text: &std::sync::Arc<crate::text::Label>,
        icon_box: Rect,
        body: Rect,
    ) -> [Mark; 2] {
        let theme = self.theme;
        let width = (text.width + 16.0).min(body.width() - 16.0).max(icon_box.width());
        let chip = Rect::from_center_size(icon_box.center(), (width, icon_box.height()));
        let at = chip.center() - Vec2::new(text.width, text.height) / 2.0;
        let shape = Shape::RoundedRect(RoundedRect::from_rect(chip, 6.0));
        [
            Mark::Fill { shape, color: mix(theme.tile, theme.tile_text, 0.12) },
            Mark::Text { label: text.clone(), at: on_baseline(at, text), color: theme.tile_text },
        ]
    }
}

fn node_id(node_idx: usize) -> NodeId {
    NodeId(u32::try_from(node_idx).unwrap_or(u32::MAX))
}
