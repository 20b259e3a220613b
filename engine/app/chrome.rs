//! What the window shows beside the diagram: that it is loading, what went wrong, how long frames take.
//! Plain scenes in logical px of the window.

use std::sync::Arc;

use kurbo::{Point, Rect, RoundedRect, Size, Vec2};
use peniko::Color;

use super::cards::Cards;
use super::problem::Problem;
use super::worker::Stage;
use crate::diagram;
use crate::explore::STATUS;
use crate::scene::color::{legible, mix};
use crate::scene::{Element, Mark, Pen, Scene, Shape, Subject, Theme, stage};
use crate::text::{Fonts, Label, TextAlign, TextStyle};

/// Loading shorter than this shows nothing, s: a flash would only startle.
pub(super) const LOADING_AFTER_SECS: f64 = 0.12;

/// What is wrong, on any ground.
pub(super) const ALARM: Color = Color::from_rgb8(0xff, 0x6b, 0x6b);
/// How much of the accent what is chosen has.
const CHOSEN: f32 = 0.18;
const FAMILY: &str = "JetBrains Mono, monospace";
/// Between a panel's border and its text, logical px.
const PADDING: f64 = 24.0;
/// Between a panel and the window's edge, logical px.
const MARGIN: f64 = 16.0;

/// Draws the chrome; keeps the fonts for it.
#[derive(Debug)]
pub(super) struct Chrome {
    fonts: Fonts,
    /// What is written on cards.
    pub(super) cards: Cards,
}

/// Gathers marks into a scene.
pub(super) struct Sketch<'a> {
    fonts: &'a mut Fonts,
    theme: &'a Theme,
    marks: Vec<Mark>,
}

impl Chrome {
    pub(super) fn new() -> Self {
        Self { fonts: Fonts::bundled(), cards: Cards::default() }
    }

    /// What the worker is doing with `name`, and a bar that moves with `time`, s since it began.
    pub(super) fn loading(
        &mut self,
        name: &str,
        stage: Stage,
        time: f64,
        viewport: Size,
        theme: &Theme,
    ) -> Scene {
        /// The bar's light goes to and fro once in this time, s.
        const PERIOD: f64 = 1.6;
        const BAR: Size = Size::new(220.0, 3.0);
        const LIGHT: f64 = 70.0;
        let doing = match stage {
            Stage::Reading => "Reading",
            Stage::Drawing(stage) => match stage {
                diagram::Stage::Parse | diagram::Stage::Resolve => "Reading",
                diagram::Stage::Measure => "Measuring",
                diagram::Stage::Place => "Laying out",
                diagram::Stage::Route | diagram::Stage::Choose => "Routing",
            },
        };
        let mut sketch = self.sketch(theme);
        let middle = Point::new(viewport.width / 2.0, viewport.height / 2.0);
        let width = viewport.width - 2.0 * MARGIN;
        let label = sketch.label(&format!("{doing} {name}"), 14.0, 400.0, width, 1);
        let at = middle - Vec2::new(label.width / 2.0, label.height + 12.0);
        let color = legible(theme.muted, &[theme.ground], 4.5).unwrap_or(theme.text);
        sketch.write(label, at, color);
        let bar = Rect::from_center_size(middle, BAR);
        sketch.fill(bar, BAR.height / 2.0, theme.tile_border.with_alpha(0.6));
        let swing = (1.0 - libm::cos(time / PERIOD * std::f64::consts::TAU)) / 2.0;
        let left = bar.x0 + swing * (BAR.width - LIGHT);
        let light = Rect::new(left, bar.y0, left + LIGHT, bar.y1);
        sketch.fill(light, BAR.height / 2.0, theme.accent);
        sketch.finish(viewport)
    }

    /// How far the real picture is, 0 to 1, in a thin bar above the status bar.
    pub(super) fn progress(&mut self, share: f64, viewport: Size, theme: &Theme) -> Scene {
        const HEIGHT: f64 = 3.0;
        let mut sketch = self.sketch(theme);
        let top = viewport.height - STATUS - HEIGHT;
        let bar = Rect::new(0.0, top, viewport.width, top + HEIGHT);
        sketch.fill(bar, 0.0, theme.tile_border.with_alpha(0.6));
        sketch.fill(Rect { x1: bar.width() * share, ..bar }, 0.0, theme.accent);
        sketch.finish(viewport)
    }

    /// Why there is nothing to be seen, in a panel in the middle.
    pub(super) fn problem(&mut self, problem: &Problem, viewport: Size, theme: &Theme) -> Scene {
        const WIDEST: f64 = 640.0;
        const STRIPE: f64 = 4.0;
        let width = WIDEST.min(viewport.width - 2.0 * MARGIN).max(2.0 * PADDING + 80.0);
        let inner = width - 2.0 * PADDING;
        let mut sketch = self.sketch(theme);
        let mut lines =
            vec![(sketch.label(&problem.title, 17.0, 700.0, inner, 3), theme.tile_text, 12.0)];
        for detail in &problem.details {
            lines.push((sketch.label(detail, 13.0, 400.0, inner, 4), theme.tile_text, 6.0));
        }
        lines.push((sketch.label(&problem.advice, 13.0, 400.0, inner, 3), soft(theme), 0.0));
        // The advice stands apart from what it is about.
        let gap_before_advice = if problem.details.is_empty() { 0.0 } else { 10.0 };
        let text: f64 = lines.iter().map(|(label, _, gap)| label.height + gap).sum();
        let size = Size::new(width, text + gap_before_advice + 2.0 * PADDING);
        let middle = Point::new(viewport.width / 2.0, viewport.height / 2.0);
        let panel = Rect::from_center_size(middle, size);
        sketch.panel(panel);
        let stripe = Rect::new(panel.x0, panel.y0 + 14.0, panel.x0 + STRIPE, panel.y1 - 14.0);
        let sign = if problem.is_fault { ALARM } else { theme.accent };
        sketch.fill(stripe, STRIPE / 2.0, sign);
        let mut at = panel.origin() + Vec2::new(PADDING, PADDING);
        let n_lines = lines.len();
        for (line_idx, (label, color, gap)) in lines.into_iter().enumerate() {
            if line_idx + 1 == n_lines {
                at.y += gap_before_advice;
            }
            let height = label.height;
            sketch.write(label, at, color);
            at.y += height + gap;
        }
        sketch.finish(viewport)
    }

    /// Dims a picture that is no longer what the file says.
    pub(super) fn veil(&mut self, viewport: Size, theme: &Theme) -> Scene {
        let mut sketch = self.sketch(theme);
        sketch.fill(viewport.to_rect(), 0.0, theme.ground.with_alpha(0.4));
        sketch.finish(viewport)
    }

    /// What is being dragged, where the hand has it.
    pub(super) fn ghost(&mut self, ghost: Rect, viewport: Size, theme: &Theme) -> Scene {
        let mut sketch = self.sketch(theme);
        sketch.fill(ghost, 8.0, theme.accent.with_alpha(0.2));
        let pen = Pen { width: 2.0, color: theme.accent, dashes: vec![6.0, 4.0], round: false };
        let shape = Shape::RoundedRect(RoundedRect::from_rect(ghost, 8.0));
        sketch.marks.push(Mark::Stroke { shape, pen });
        sketch.finish(viewport)
    }

    /// The frame that is being drawn up.
    pub(super) fn band(&mut self, band: Rect, viewport: Size, theme: &Theme) -> Scene {
        let mut sketch = self.sketch(theme);
        sketch.fill(band, 2.0, theme.accent.with_alpha(0.12));
        let pen = Pen { width: 1.5, color: theme.accent, dashes: Vec::new(), round: false };
        let shape = Shape::RoundedRect(RoundedRect::from_rect(band, 2.0));
        sketch.marks.push(Mark::Stroke { shape, pen });
        sketch.finish(viewport)
    }

    /// One line of measurements, at the top right.
    pub(super) fn overlay(&mut self, text: &str, viewport: Size, theme: &Theme) -> Scene {
        let at = |size: Size| Point::new(viewport.width - MARGIN - size.width, MARGIN);
        self.tag(text, 12.0, viewport, theme, at)
    }

    /// One line in a panel whose size says where its top left corner goes.
    fn tag(
        &mut self,
        text: &str,
        em: f64,
        viewport: Size,
        theme: &Theme,
        corner: impl FnOnce(Size) -> Point,
    ) -> Scene {
        const INSET: f64 = 10.0;
        let mut sketch = self.sketch(theme);
        let room = viewport.width - 2.0 * MARGIN - 2.0 * INSET;
        let label = sketch.label(text, em, 400.0, room.max(80.0), 1);
        let size = Size::new(label.width + 2.0 * INSET, label.height + INSET);
        let corner = corner(size);
        sketch.panel(Rect::from_origin_size(corner, size));
        sketch.write(label, corner + Vec2::new(INSET, INSET / 2.0), theme.tile_text);
        sketch.finish(viewport)
    }

    /// What lies over a presentation.
    pub(super) fn stage(&mut self, asked: &stage::Asked<'_>) -> Scene {
        stage::overlay(&mut self.fonts, asked)
    }

    pub(super) fn sketch<'a>(&'a mut self, theme: &'a Theme) -> Sketch<'a> {
        Sketch { fonts: &mut self.fonts, theme, marks: Vec::new() }
    }
}

/// Text of less weight that can still be read on a panel.
pub(super) fn soft(theme: &Theme) -> Color {
    legible(theme.muted, &[theme.tile], 4.5).unwrap_or(theme.tile_text)
}

impl Sketch<'_> {
    pub(super) fn label(
        &mut self,
        text: &str,
        size: f64,
        weight: f32,
        width: f64,
        max_lines: usize,
    ) -> Arc<Label> {
        let style = TextStyle {
            family: FAMILY.to_owned(),
            size,
            weight,
            max_width: Some(width),
            max_lines,
            align: TextAlign::Start,
        };
        // What is shown is a message and no markup.
        self.fonts.shape(&text.replace('*', "∗"), &style)
    }

    pub(super) fn write(&mut self, label: Arc<Label>, at: Point, color: Color) {
        self.marks.push(Mark::Text { label, at: at.round(), color });
    }

    pub(super) fn fill(&mut self, rect: Rect, radius: f64, color: Color) {
        let shape = Shape::RoundedRect(RoundedRect::from_rect(rect, radius));
        self.marks.push(Mark::Fill { shape, color });
    }

    pub(super) fn stroke(&mut self, shape: Shape, pen: Pen) {
        self.marks.push(Mark::Stroke { shape, pen });
    }

    /// Text of less weight that can still be read on a panel.
    pub(super) fn soft(&self) -> Color {
        soft(self.theme)
    }

    /// The same on what is chosen of several.
    pub(super) fn soft_on_chosen(&self) -> Color {
        let ground = mix(self.theme.tile, self.theme.accent, CHOSEN);
        legible(self.theme.muted, &[ground], 4.5).unwrap_or(self.theme.tile_text)
    }

    /// Lights up what is chosen of several.
    pub(super) fn chosen(&mut self, area: Rect) {
        self.fill(area, 6.0, self.theme.accent.with_alpha(CHOSEN));
    }

    /// What is wrong, as text on a panel.
    pub(super) fn alarm(&self) -> Color {
        legible(ALARM, &[self.theme.tile], 4.5).unwrap_or(self.theme.tile_text)
    }

    /// The accent as text on a panel.
    pub(super) fn accent(&self) -> Color {
        legible(self.theme.accent, &[self.theme.tile], 4.5).unwrap_or(self.theme.tile_text)
    }

    /// How wide `text` is, logical px.
    pub(super) fn width(&mut self, text: &str, size: f64) -> f64 {
        if text.is_empty() { 0.0 } else { self.label(text, size, 400.0, 2000.0, 1).width }
    }

    /// Writes one line in the middle of `area`'s height from `x` to its end at most; how wide it is.
    pub(super) fn line(&mut self, text: &str, size: f64, x: f64, area: Rect, color: Color) -> f64 {
        self.line_of(text, (size, 400.0), x, area, color)
    }

    /// The same in bold.
    pub(super) fn bold(&mut self, text: &str, size: f64, x: f64, area: Rect, color: Color) -> f64 {
        self.line_of(text, (size, 700.0), x, area, color)
    }

    fn line_of(
        &mut self,
        text: &str,
        (size, weight): (f64, f32),
        x: f64,
        area: Rect,
        color: Color,
    ) -> f64 {
        // Whatever was measured to fit is not to be cut for a hair's breadth.
        let room = area.x1 - x + 1.0;
        if text.is_empty() || room < size {
            return 0.0;
        }
        let label = self.label(text, size, weight, room, 1);
        let (width, y) = (label.width, area.center().y - label.height / 2.0);
        self.write(label, Point::new(x, y), color);
        width
    }

    /// Lights `area` up if it is what the pointer is at.
    pub(super) fn hot(&mut self, area: Rect, hot: Option<Rect>, radius: f64) {
        if hot == Some(area) {
            self.fill(area, radius, self.theme.tile_text.with_alpha(0.10));
        }
    }

    /// A frame round what has the keyboard.
    pub(super) fn ring(&mut self, area: Rect, radius: f64) {
        let shape = Shape::RoundedRect(RoundedRect::from_rect(area.inset(-1.0), radius));
        let pen = Pen { width: 2.0, color: self.theme.accent, dashes: Vec::new(), round: false };
        self.marks.push(Mark::Stroke { shape, pen });
    }

    /// How far `body`, of whose `all` px only a part is seen, is scrolled.
    pub(super) fn scroll_bar(&mut self, body: Rect, all: f64, top: f64) {
        if all <= body.height() + 1.0 {
            return;
        }
        let share = body.height() / all;
        let height = (body.height() * share).max(24.0);
        let most = (all - body.height()).max(1.0);
        let y = body.y0 + (body.height() - height) * (top / most).clamp(0.0, 1.0);
        let bar = Rect::new(body.x1 - 5.0, y, body.x1 - 2.0, y + height);
        self.fill(bar, 1.5, self.theme.muted.with_alpha(0.5));
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// A panel that lies flat on the diagram.
    pub(super) fn low_panel(&mut self, rect: Rect) {
        const RADIUS: f64 = 10.0;
        self.fill(rect, RADIUS, self.theme.tile.with_alpha(0.94));
        let shape = Shape::RoundedRect(RoundedRect::from_rect(rect, RADIUS));
        let color = self.theme.tile_border.with_alpha(0.7);
        let pen = Pen { width: 1.0, color, dashes: Vec::new(), round: false };
        self.marks.push(Mark::Stroke { shape, pen });
    }

    pub(super) fn panel(&mut self, rect: Rect) {
        const RADIUS: f64 = 10.0;
        let rounded = RoundedRect::from_rect(rect, RADIUS);
        let color = self.theme.shadow;
        let offset = Vec2::new(0.0, 4.0);
        self.marks.push(Mark::Shadow { rect: rounded, offset, sigma: 10.0, color });
        self.fill(rect, RADIUS, self.theme.tile.with_alpha(1.0));
        let pen =
            Pen { width: 1.0, color: self.theme.tile_border, dashes: Vec::new(), round: false };
        self.marks.push(Mark::Stroke { shape: Shape::RoundedRect(rounded), pen });
    }

    pub(super) fn finish(self, viewport: Size) -> Scene {
        let bounds = viewport.to_rect();
        // Nothing of it is drawn outside, and what is given is the window.
        let element =
            Element { bounds, ..Element::new(Subject::Diagram, "", "chrome", self.marks) };
        Scene {
            bounds,
            ground: self.theme.ground,
            elements: vec![element],
            title: None,
            description: None,
            flow: None,
        }
    }
}
