use glam::DVec2;

use crate::graph::{Group, Node, NodeKind};
use crate::layout;
use crate::syntax::Config;
use crate::text::{Label, TextAlign, TextStyle};

/// Sizes and type of the drawing, world px; colours are the theme's business.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Which kind of drawing.
    pub look: Look,
    /// Families for all text, best first.
    pub family: String,
    /// Size of a service's label.
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

impl Style {
    /// What `config` asks for, else the defaults of the look.
    #[must_use]
    pub fn from_config(config: &Config) -> Self {
        let _ = config;
        Self {
            look: Look::Neo,
            family: "JetBrains Mono, monospace".to_owned(),
            font_size: 12.0,
            icon: 44.0,
            padding: 24.0,
            strip: 28.0,
            group_icon: 18.0,
            separation: 48.0,
        }
    }

    pub(crate) fn layout_params(&self) -> layout::Params {
        layout::Params {
            padding: self.padding,
            separation: self.separation,
            strip: self.strip,
            ..layout::Params::default()
        }
    }

    pub(crate) fn node_text(&self) -> TextStyle {
        self.text(self.font_size, 400.0, Some(128.0), 3, TextAlign::Center)
    }

    pub(crate) fn group_text(&self) -> TextStyle {
        self.text(14.0, 600.0, None, 1, TextAlign::Start)
    }

    pub(crate) fn edge_text(&self) -> TextStyle {
        self.text(11.0, 400.0, Some(160.0), 3, TextAlign::Center)
    }

    pub(crate) fn title_text(&self) -> TextStyle {
        self.text(24.0, 600.0, None, 1, TextAlign::Start)
    }

    fn text(
        &self,
        size: f64,
        weight: f32,
        max_width: Option<f64>,
        max_lines: usize,
        align: TextAlign,
    ) -> TextStyle {
        TextStyle { family: self.family.clone(), size, weight, max_width, max_lines, align }
    }

    pub(crate) fn node_size(&self, node: &Node, label: &Label) -> DVec2 {
        match node.kind {
            NodeKind::Junction => DVec2::splat(JUNCTION),
            NodeKind::Service => {
                let width = ((label.width + 16.0) / 8.0).ceil() * 8.0;
                DVec2::new(width.clamp(96.0, 144.0), 12.0 + self.icon + 8.0 + label.height + 12.0)
            }
        }
    }

    pub(crate) fn group_title_size(&self, group: &Group, label: &Label) -> DVec2 {
        let icon = if group.icon.is_some() { self.group_icon + 8.0 } else { 0.0 };
        DVec2::new(icon + label.width, self.strip)
    }

    pub(crate) fn edge_label_size(&self, label: &Label) -> DVec2 {
        DVec2::new(label.width + 8.0, label.height + 4.0)
    }
}
