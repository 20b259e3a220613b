//! Gathers the marks of what lies over a presentation.

use std::sync::Arc;

use kurbo::{Point, Rect, RoundedRect, Size, Vec2};
use peniko::Color;

use super::super::color::legible;
use super::super::{Element, Mark, Pen, Scene, Shape, Subject, Theme};
use super::text;
use crate::explore::unit;
use crate::text::{Fonts, Label, TextAlign, TextStyle};

const FAMILY: &str = "JetBrains Mono, monospace";

/// Draws in logical px of the window.
pub(super) struct Brush<'a> {
    fonts: &'a mut Fonts,
    pub(super) theme: &'a Theme,
    pub(super) viewport: Size,
    marks: Vec<Mark>,
}

impl<'a> Brush<'a> {
    pub(super) fn new(fonts: &'a mut Fonts, theme: &'a Theme, viewport: Size) -> Self {
        Self { fonts, theme, viewport, marks: Vec::new() }
    }

    /// `text`, with its `**bold**`, in lines of this width.
    pub(super) fn label(
        &mut self,
        text: &str,
        size: f64,
        weight: f32,
        width: f64,
        max_lines: usize,
    ) -> Arc<Label> {
        let (family, max_width) = (FAMILY.to_owned(), Some(width.max(1.0)));
        let align = TextAlign::Start;
        self.fonts.shape(text, &TextStyle { family, size, weight, max_width, max_lines, align })
    }

    pub(super) fn write(&mut self, label: Arc<Label>, at: Point, color: Color) {
        self.marks.push(text(label, at, color));
    }

    pub(super) fn fill(&mut self, rect: Rect, radius: f64, color: Color) {
        self.shape(Shape::RoundedRect(RoundedRect::from_rect(rect, radius)), color);
    }

    pub(super) fn shape(&mut self, shape: Shape, color: Color) {
        self.marks.push(Mark::Fill { shape, color });
    }

    pub(super) fn stroke(&mut self, shape: Shape, pen: Pen) {
        self.marks.push(Mark::Stroke { shape, pen });
    }

    pub(super) fn frame(&mut self, rect: Rect, radius: f64, pen: Pen) {
        self.stroke(Shape::RoundedRect(RoundedRect::from_rect(rect, radius)), pen);
    }

    pub(super) fn cover(&mut self, color: Color) {
        self.fill(self.viewport.to_rect(), 0.0, color);
    }

    /// A panel that stands clear of the diagram.
    pub(super) fn panel(&mut self, rect: Rect, radius: f64) {
        let rounded = RoundedRect::from_rect(rect, radius);
        let (offset, color) = (Vec2::new(0.0, 4.0), self.theme.shadow);
        self.marks.push(Mark::Shadow { rect: rounded, offset, sigma: 12.0, color });
        self.fill(rect, radius, self.theme.tile.with_alpha(0.97));
        let color = self.theme.tile_border;
        self.frame(rect, radius, Pen { width: 1.0, color, dashes: Vec::new(), round: false });
    }

    /// One line in a panel whose size says where its corner goes; so much of it is seen.
    pub(super) fn pill(
        &mut self,
        text: &str,
        em: f64,
        share: f64,
        corner: impl FnOnce(Size, Size) -> Point,
    ) {
        let em = em * unit(self.viewport);
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let share = share as f32;
        let label = self.label(text, em, 400.0, self.viewport.width * 0.8, 1);
        let size = Size::new(label.width + 1.4 * em, label.height + 0.7 * em);
        let corner = corner(self.viewport, size);
        let frame = Rect::from_origin_size(corner, size);
        self.fill(frame, size.height / 2.0, self.theme.tile.with_alpha(0.94 * share));
        let color = self.theme.tile_text.with_alpha(share);
        self.write(label, corner + Vec2::new(0.7 * em, 0.35 * em), color);
    }

    /// Text that can be read on `ground`.
    pub(super) fn on(&self, ground: Color) -> Color {
        legible(self.theme.tile, &[ground], 4.5).unwrap_or(Color::BLACK)
    }

    pub(super) fn finish(self) -> Scene {
        let bounds = self.viewport.to_rect();
        let elements = match self.marks.is_empty() {
            true => Vec::new(),
            // Nothing of it is drawn outside.
            false => {
                vec![Element { bounds, ..Element::new(Subject::Diagram, "", "stage", self.marks) }]
            }
        };
        Scene {
            bounds,
            ground: self.theme.ground,
            elements,
            title: None,
            description: None,
            flow: None,
        }
    }
}
