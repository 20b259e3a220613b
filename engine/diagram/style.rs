use glam::DVec2;

use super::Labels;
use crate::graph::{EdgeStyle, Graph, Group, Node, NodeKind};
use crate::layout::{self, Rect};
use crate::syntax::Config;
use crate::text::{Label, TextAlign, TextStyle};

/// Sizes and type of the drawing, world px; colours are the theme's business.
///
/// Where a size follows another, it is a method: tiles grow with the type, so that no label is ever cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Which kind of drawing.
    pub look: Look,
    /// Families for all text, best first.
    pub family: String,
    /// Size of a service's label; all other text keeps its ratio to it.
    pub font_size: f64,
    /// Side of the square a service's icon is drawn in.
    pub icon: f64,
    /// Between a group's border and its content.
    pub padding: f64,
    /// Height of a group's title strip.
    pub strip: f64,
    /// Side of the square a group's icon is drawn in.
    pub group_icon: f64,
    /// Between neighbours.
    pub separation: f64,
    /// For everything random in the layout.
    pub seed: u64,
    /// How edges run.
    pub edges: EdgeStyle,
}

/// Which kind of drawing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Tiles with the label inside.
    Neo,
    /// Bare icons with the label below, as Mermaid draws.
    Classic,
    /// As neo, with strokes as if drawn by hand.
    HandDrawn,
}

/// Diameter of a junction's dot.
pub(crate) const JUNCTION: f64 = 8.0;

/// Sizes come in steps of this.
const GRID: f64 = 8.0;

/// Between a tile's border and the icon above, and the label beside.
const TILE_PADDING: DVec2 = DVec2::new(8.0, 12.0);

/// Between a service's icon and its label.
const LABEL_GAP: f64 = 8.0;

/// Between a group's left border and its title.
const TITLE_INSET: f64 = 12.0;

/// Of the space that a tile's label does not need, this much stands above it: it belongs to the icon.
const ABOVE_LABEL: f64 = 0.4;

/// Tiles are at least this wide.
const TILE_MIN: f64 = 96.0;

/// Labels are broken when their tile would be wider than this, at 12 px type.
const TILE_MAX: f64 = 144.0;

/// The size of labels that all other sizes of type are made for.
const FONT_SIZE: f64 = 12.0;

/// Mermaid's `idealEdgeLengthMultiplier` where nobody sets it.
const MERMAID_EDGE_LENGTH: f64 = 1.5;

/// Mermaid's icons are this large; a tile's icon is smaller by as much as a diagram that says nothing draws it.
const MERMAID_ICON: f64 = 80.0;

/// A tile's icon as a share of `iconSize`.
const TILE_ICON: f64 = 0.55;

impl Style {
    /// What `config` asks for, else the defaults of the look.
    ///
    /// Sizes that no drawing can use (negative, endless, or larger than a poster) are taken to the nearest usable one.
    /// `idealEdgeLengthMultiplier` stretches `nodeSeparation`: edges here have no length of their own.
    #[must_use]
    pub fn from_config(config: &Config) -> Self {
        let look = match config.look.as_ref().map(|look| look.value.as_str()) {
            Some("classic") => Look::Classic,
            Some("handDrawn") => Look::HandDrawn,
            _ => Look::Neo,
        };
        let asked = &config.architecture;
        let variable = |key: &str| config.theme_variables.get(key).map(|v| v.value.trim());
        let within = |value: Option<f64>, low: f64, high: f64| {
            value.filter(|v| v.is_finite()).map(|v| v.clamp(low, high))
        };
        let font_size = variable("fontSize").and_then(pixels).or(asked.font_size);
        let font_size = within(font_size, 6.0, 64.0).unwrap_or(FONT_SIZE);
        let stretch = asked.ideal_edge_length_multiplier.map_or(1.0, |m| m / MERMAID_EDGE_LENGTH);
        let separation = asked.node_separation.unwrap_or(48.0) * stretch;
        let icon_size = within(asked.icon_size, 16.0, 512.0).unwrap_or(MERMAID_ICON);
        Self {
            look,
            family: variable("fontFamily")
                .filter(|family| !family.is_empty())
                .unwrap_or("JetBrains Mono, monospace")
                .to_owned(),
            font_size,
            icon: match look {
                Look::Classic => icon_size,
                Look::Neo | Look::HandDrawn => (icon_size * TILE_ICON).round(),
            },
            padding: within(asked.padding, 8.0, 256.0).unwrap_or(24.0),
            strip: (28.0 * font_size / FONT_SIZE).round(),
            group_icon: 18.0 * font_size / FONT_SIZE,
            separation: within(Some(separation), 24.0, 512.0).unwrap_or(48.0),
            seed: asked.seed.unwrap_or(1),
            edges: asked.edge_style.unwrap_or_default(),
        }
    }

    /// How large each node is drawn, by [`NodeId`](crate::graph::NodeId).
    ///
    /// All tiles are equally high, and equally wide within a group, so that rows and columns are straight.
    #[must_use]
    pub fn node_sizes(&self, graph: &Graph, labels: &Labels) -> Vec<DVec2> {
        let asked: Vec<DVec2> =
            graph.nodes.iter().zip(&labels.nodes).map(|(n, l)| self.node_size(n, l)).collect();
        let services =
            || graph.nodes.iter().enumerate().filter(|(_, n)| n.kind == NodeKind::Service);
        let height = services().map(|(i, _)| asked[i].y).fold(0.0, f64::max);
        let slot = |node: &Node| node.group.map_or(graph.groups.len(), |group| group.index());
        let mut widths = vec![0.0_f64; graph.groups.len() + 1];
        for (i, node) in services() {
            widths[slot(node)] = widths[slot(node)].max(asked[i].x);
        }
        let mut sizes = asked.clone();
        for (i, node) in services() {
            sizes[i] = DVec2::new(widths[slot(node)], height);
        }
        sizes
    }

    /// Where the label of `node` lies, given the `body` that the layout placed; without a label a point.
    #[must_use]
    pub fn label_rect(&self, node: &Node, body: &Rect, label: &Label) -> Rect {
        let size = DVec2::new(label.width, label.height);
        let left = body.center().x - size.x / 2.0;
        match (node.kind, self.look) {
            (NodeKind::Junction, _) => Rect { min: body.center(), max: body.center() },
            (NodeKind::Service, Look::Classic) => {
                let top = body.min.y + self.icon + LABEL_GAP;
                Rect::from_min_size(DVec2::new(left, top), size)
            }
            (NodeKind::Service, _) if !has_mark(node) => {
                Rect::from_center_size(body.center(), size)
            }
            (NodeKind::Service, _) => {
                let (top, bottom) =
                    (self.icon_rect(body).max.y + LABEL_GAP / 2.0, body.max.y - LABEL_GAP);
                let free = bottom - top - size.y;
                Rect::from_min_size(DVec2::new(left, top + free * ABOVE_LABEL), size)
            }
        }
    }

    /// The square for the icon of a service, given the `body` that the layout placed.
    #[must_use]
    pub fn icon_rect(&self, body: &Rect) -> Rect {
        let top = match self.look {
            Look::Classic => 0.0,
            Look::Neo | Look::HandDrawn => TILE_PADDING.y,
        };
        let min = DVec2::new(body.center().x - self.icon / 2.0, body.min.y + top);
        Rect::from_min_size(min, DVec2::splat(self.icon))
    }

    /// Where the title of a group stands, icon and text, given its `panel` and the size of its title: in the strip at
    /// the top that layout and routes leave free.
    #[must_use]
    pub fn group_title_rect(&self, panel: &Rect, title: DVec2) -> Rect {
        let inset = DVec2::new(TITLE_INSET.min(self.padding / 2.0), 0.0);
        Rect::from_min_size(panel.min + inset, title)
    }

    pub(crate) fn layout_params(&self) -> layout::Params {
        layout::Params {
            padding: self.padding,
            separation: self.separation,
            strip: self.strip,
            seed: self.seed,
            ..layout::Params::default()
        }
    }

    pub(crate) fn node_text(&self) -> TextStyle {
        let width = self.tile_max() - 2.0 * TILE_PADDING.x;
        self.text(FONT_SIZE, 400.0, Some(width), 3, TextAlign::Center)
    }

    /// The title of a folded group, which stands where that of a service would.
    pub(crate) fn tile_text(&self) -> TextStyle {
        TextStyle { weight: 600.0, ..self.node_text() }
    }

    /// How much a folded group holds.
    pub(crate) fn count_text(&self) -> TextStyle {
        self.text(11.0, 600.0, None, 1, TextAlign::Center)
    }

    /// Three lines of it fit into the square of an icon, whatever the size of the labels.
    pub(crate) fn icon_text(&self) -> TextStyle {
        let width = TILE_MIN - 3.0 * TILE_PADDING.x;
        TextStyle { size: 11.0, ..self.text(FONT_SIZE, 500.0, Some(width), 3, TextAlign::Center) }
    }

    pub(crate) fn group_text(&self) -> TextStyle {
        self.text(14.0, 600.0, None, 1, TextAlign::Start)
    }

    pub(crate) fn edge_text(&self) -> TextStyle {
        let width = 160.0 * self.type_scale();
        self.text(11.0, 400.0, Some(width), 3, TextAlign::Center)
    }

    /// Letters in place of an icon are as large as that is.
    pub(crate) fn node_monogram(&self) -> TextStyle {
        let size = 18.0 * self.icon / 44.0;
        TextStyle { size, ..self.text(FONT_SIZE, 600.0, None, 1, TextAlign::Center) }
    }

    pub(crate) fn group_monogram(&self) -> TextStyle {
        self.text(10.0, 600.0, None, 1, TextAlign::Center)
    }

    pub(crate) fn title_text(&self) -> TextStyle {
        self.text(24.0, 600.0, None, 1, TextAlign::Start)
    }

    /// Text that has this `size` where labels have [`FONT_SIZE`].
    fn text(
        &self,
        size: f64,
        weight: f32,
        max_width: Option<f64>,
        max_lines: usize,
        align: TextAlign,
    ) -> TextStyle {
        let size = size * self.type_scale();
        TextStyle { family: self.family.clone(), size, weight, max_width, max_lines, align }
    }

    fn type_scale(&self) -> f64 {
        self.font_size / FONT_SIZE
    }

    /// Wider type needs wider tiles.
    fn tile_max(&self) -> f64 {
        up_to_grid(TILE_MAX * self.type_scale().max(1.0))
    }

    /// What one node asks for, before tiles are made equal.
    fn node_size(&self, node: &Node, label: &Label) -> DVec2 {
        match (node.kind, self.look) {
            (NodeKind::Junction, _) => DVec2::splat(JUNCTION),
            (NodeKind::Service, Look::Classic) => {
                let height = self.icon + LABEL_GAP + label.height;
                DVec2::new(up_to_grid(label.width.max(self.icon)), up_to_grid(height))
            }
            (NodeKind::Service, Look::Neo | Look::HandDrawn) => {
                let width = up_to_grid(label.width + 2.0 * TILE_PADDING.x).max(TILE_MIN);
                let mark = if has_mark(node) { self.icon + LABEL_GAP } else { 0.0 };
                DVec2::new(
                    width.max(up_to_grid(self.icon + 2.0 * TILE_PADDING.x)),
                    up_to_grid(2.0 * TILE_PADDING.y + mark + label.height),
                )
            }
        }
    }

    pub(crate) fn group_title_size(&self, group: &Group, label: &Label) -> DVec2 {
        let icon = if group.icon.is_some() { self.group_icon + GRID } else { 0.0 };
        DVec2::new(icon + label.width, self.strip)
    }

    pub(crate) fn edge_label_size(&self, label: &Label) -> DVec2 {
        DVec2::new(label.width + 8.0, label.height + 4.0)
    }
}

/// Whether something stands above the label: an icon, or text in its place.
pub(crate) fn has_mark(node: &Node) -> bool {
    node.icon.is_some() || node.icon_text.is_some()
}

fn up_to_grid(length: f64) -> f64 {
    (length / GRID).ceil() * GRID
}

/// A length as CSS writes it, with `px`, `pt` or nothing behind it.
fn pixels(text: &str) -> Option<f64> {
    let (number, unit) = match text {
        t if t.ends_with("px") => (&t[..t.len() - 2], 1.0),
        t if t.ends_with("pt") => (&t[..t.len() - 2], 4.0 / 3.0),
        t => (t, 1.0),
    };
    number.trim().parse::<f64>().ok().map(|value| value * unit)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graph::GroupId;
    use crate::syntax::{Span, Spanned};

    fn spanned(value: &str) -> Spanned<String> {
        Spanned { value: value.to_owned(), ..Spanned::default() }
    }

    fn style(change: impl FnOnce(&mut Config)) -> Style {
        let mut config = Config::default();
        change(&mut config);
        Style::from_config(&config)
    }

    #[test]
    fn the_config_is_heard() {
        let default = style(|_| {});
        assert_eq!((default.look, default.font_size, default.icon), (Look::Neo, 12.0, 44.0));
        let check = |change: &dyn Fn(&mut Config), read: &dyn Fn(&Style) -> f64, expected: f64| {
            assert!(
                (read(&style(change)) - expected).abs() < 1e-9,
                "{} is not {expected}",
                read(&style(change))
            );
        };
        for (text, expected) in [
            ("16px", 16.0),
            ("14", 14.0),
            ("9pt", 12.0),
            ("huge", 12.0),
            ("1e9", 64.0),
            ("-3px", 6.0),
            ("NaN", 12.0),
        ] {
            let set =
                |c: &mut Config| _ = c.theme_variables.insert("fontSize".to_owned(), spanned(text));
            check(&set, &|s| s.font_size, expected);
        }
        check(&|c| c.architecture.icon_size = Some(100.0), &|s| s.icon, 55.0);
        check(&|c| c.architecture.icon_size = Some(f64::NAN), &|s| s.icon, 44.0);
        check(&|c| c.architecture.padding = Some(40.0), &|s| s.padding, 40.0);
        check(&|c| c.architecture.padding = Some(-1.0), &|s| s.padding, 8.0);
        check(&|c| c.architecture.node_separation = Some(75.0), &|s| s.separation, 75.0);
        check(&|c| c.architecture.font_size = Some(14.0), &|s| s.font_size, 14.0);
        let stretched = |separation, multiplier| {
            move |c: &mut Config| {
                c.architecture.node_separation = separation;
                c.architecture.ideal_edge_length_multiplier = Some(multiplier);
            }
        };
        check(&stretched(None, 3.0), &|s| s.separation, 96.0);
        check(&stretched(Some(75.0), 1.5), &|s| s.separation, 75.0);
        check(&stretched(Some(75.0), 100.0), &|s| s.separation, 512.0);
        check(&stretched(None, 0.0), &|s| s.separation, 24.0);
        let twice = |c: &mut Config| c.architecture.font_size = Some(24.0);
        check(&twice, &|s| s.group_text().size, 28.0);
        check(&twice, &|s| s.edge_text().size, 22.0);
        check(&twice, &|s| s.title_text().size, 48.0);
        check(&twice, &|s| s.node_monogram().size, 18.0);
        check(&twice, &|s| s.strip, 56.0);
        assert_eq!(style(|_| {}).layout_params().seed, 1);
        assert_eq!(style(|c| c.architecture.seed = Some(7)).layout_params().seed, 7);
        let classic = style(|c| c.look = Some(spanned("classic")));
        assert_eq!((classic.look, classic.icon), (Look::Classic, 80.0));
        let family = |text: &str| {
            style(|c| _ = c.theme_variables.insert("fontFamily".to_owned(), spanned(text))).family
        };
        assert_eq!(family("Inter, sans-serif"), "Inter, sans-serif");
        assert_eq!(family(" "), "JetBrains Mono, monospace");
    }

    fn node(kind: NodeKind, icon: bool, group: Option<u32>) -> Node {
        Node {
            id: String::new(),
            kind,
            title: None,
            icon: icon.then(|| "cloud".to_owned()),
            icon_text: None,
            group: group.map(GroupId),
            span: Span::default(),
        }
    }

    fn group() -> Group {
        let (id, title, icon, parent) = (String::new(), None, None, None);
        Group { id, title, icon, parent, span: Span::default() }
    }

    #[test]
    fn tiles_of_a_group_are_alike_and_hold_their_labels() {
        let service = NodeKind::Service;
        let nodes = vec![
            node(service, true, Some(0)),
            node(service, true, Some(0)),
            node(service, false, Some(1)),
            node(service, true, None),
            node(NodeKind::Junction, false, Some(0)),
        ];
        let graph = Graph { nodes, groups: vec![group(), group()], ..Graph::default() };
        let sizes = [(40.0, 16.0), (100.0, 16.0), (20.0, 16.0), (200.0, 48.0), (0.0, 0.0)];
        let label =
            |&(width, height): &(f64, f64)| Arc::new(Label { width, height, ..Label::default() });
        let labels = Labels { nodes: sizes.iter().map(label).collect(), ..Labels::default() };
        let style = style(|_| {});
        let found = style.node_sizes(&graph, &labels);
        let widths: Vec<f64> = found.iter().map(|size| size.x).collect();
        assert_eq!(widths, [120.0, 120.0, 96.0, 216.0, 8.0]);
        assert!(found[..4].iter().all(|size| size.y == found[0].y), "one height: {found:?}");
        for ((node, size), label) in graph.nodes.iter().zip(&found).zip(&labels.nodes).take(4) {
            let body = Rect::from_min_size(DVec2::new(10.0, 20.0), *size);
            let place = style.label_rect(node, &body, label);
            assert!(body.contains(&place), "label {place:?} in {body:?}");
            let icon = style.icon_rect(&body);
            assert!(
                node.icon.is_none() || !icon.overlaps(&place),
                "label {place:?} on icon {icon:?}"
            );
        }
    }
}
