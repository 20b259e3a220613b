//! What lies over the diagram while a tour is presented: the text of a step, its marks, how far one is, and the tools of
//! whoever presents. In logical px of the window; [`placed`] puts it into the world for files.

mod brush;
mod tools;

use kurbo::{Affine, BezPath, Circle, Point, Rect, Size, Vec2};

use super::{Element, Mark, Pen, Scene, Shape, Subject, Theme};
use crate::diagram::Diagram;
use crate::explore::tour::{MarkKind, TourStep};
use crate::explore::{self, Blank, Card, Pose, Present, State, card_of, marked, unit};
use crate::text::Fonts;

use brush::Brush;

/// What is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The presentation.
    pub state: &'a State,
    /// As it is drawn.
    pub diagram: &'a Diagram,
    /// Its colours.
    pub theme: &'a Theme,
    /// When, s.
    pub time: f64,
    /// Whether it is for a file: without hints for whoever presents.
    pub for_file: bool,
}

/// Height of the line that tells how far one is, logical px.
const RAIL: f64 = 2.0;

/// What lies over the presentation; nothing where there is none.
#[must_use]
pub fn overlay(fonts: &mut Fonts, asked: &Asked<'_>) -> Scene {
    let viewport = asked.state.viewport;
    let mut brush = Brush::new(fonts, asked.theme, viewport);
    let Some((present, step)) = asked.state.present.as_ref().and_then(|p| Some((p, p.step()?)))
    else {
        return brush.finish();
    };
    let to_screen = asked.state.camera.at(asked.time).affine(viewport);
    marks(&mut brush, step, asked, to_screen);
    if !asked.for_file {
        tools::ink(&mut brush, present, to_screen);
        tools::spotlight(&mut brush, present, asked.state.pointer);
    }
    if let Some(card) = card_of(step, viewport) {
        draw_card(&mut brush, &card, step, asked);
    }
    if !asked.for_file {
        rail(&mut brush, present);
        name(&mut brush, present, asked.time);
        hints(&mut brush, present);
        tools::laser(&mut brush, present, asked.state.pointer, asked.time);
        tools::grid(&mut brush, present);
        match present.blank {
            Some(Blank::Black) => brush.cover(peniko::Color::BLACK),
            Some(Blank::White) => brush.cover(peniko::Color::WHITE),
            None => {}
        }
    }
    brush.finish()
}

/// The elements of `overlay`, drawn for a window of this size, where they lie over what is seen at `pose`; world px.
#[must_use]
pub fn placed(overlay: &Scene, viewport: Size, pose: Pose) -> Vec<Element> {
    let seen = Rect::from_center_size(pose.center, viewport / pose.zoom);
    let place = |element: &Element| {
        let marks = element.marks.iter().map(|mark| mark.fitted(viewport.to_rect(), seen));
        Element::new(Subject::Diagram, "", "stage", marks.collect())
    };
    overlay.elements.iter().map(place).collect()
}

/// Signs on what the step marks, with their words.
fn marks(brush: &mut Brush<'_>, step: &TourStep, asked: &Asked<'_>, to_screen: Affine) {
    let unit = unit(brush.viewport);
    let alarm = alarm_color();
    for (subject, mark) in marked(step, asked.diagram) {
        let body = to_screen.transform_rect_bbox(explore::bounds(asked.diagram, subject));
        let round = body.inflate(10.0 * unit, 10.0 * unit);
        let pen = Pen { width: 4.0 * unit, color: alarm, dashes: Vec::new(), round: true };
        match mark.kind {
            MarkKind::Ring => brush.frame(round, 14.0 * unit, pen),
            MarkKind::Cross => {
                let mut path = BezPath::new();
                let inner = body.inflate(2.0 * unit, 2.0 * unit);
                path.move_to((inner.x0, inner.y0));
                path.line_to((inner.x1, inner.y1));
                path.move_to((inner.x1, inner.y0));
                path.line_to((inner.x0, inner.y1));
                brush.stroke(Shape::Path(path), pen);
            }
        }
        if !mark.text.is_empty() {
            let label = brush.label(&mark.text, 22.0 * unit, 700.0, 400.0 * unit, 2);
            let pad = Vec2::new(12.0, 5.0) * unit;
            let size = Size::new(label.width + 2.0 * pad.x, label.height + 2.0 * pad.y);
            let frame = beside(round, size, asked, to_screen);
            brush.fill(frame, 8.0 * unit, alarm);
            brush.write(label, frame.origin() + pad, peniko::Color::from_rgb8(0x20, 0x10, 0x10));
        }
    }
}

/// Where words of this size stand beside `round`: in the window, and on no service if that can be.
fn beside(round: Rect, size: Size, asked: &Asked<'_>, to_screen: Affine) -> Rect {
    const GAP: f64 = 6.0;
    const FAR: f64 = 48.0;
    let middle = round.center() - Vec2::new(size.width / 2.0, size.height / 2.0);
    let corners = [
        Point::new(middle.x, round.y0 - size.height - GAP),
        Point::new(middle.x, round.y1 + GAP),
        Point::new(round.x1 + GAP, middle.y),
        Point::new(round.x0 - size.width - GAP, middle.y),
        Point::new(round.x1, round.y1 + GAP),
        Point::new(round.x0 - size.width, round.y1 + GAP),
        Point::new(round.x0 - size.width, round.y0 - size.height - GAP),
        Point::new(middle.x, round.y1 + FAR),
        Point::new(middle.x, round.y0 - size.height - FAR),
        Point::new(middle.x, round.y1 + 2.0 * FAR),
        Point::new(middle.x, round.y0 - size.height - 2.0 * FAR),
    ];
    let window = asked.state.viewport.to_rect();
    let bodies = asked.diagram.layout.nodes.iter().map(|body| {
        to_screen.transform_rect_bbox(Rect::new(body.min.x, body.min.y, body.max.x, body.max.y))
    });
    let bodies: Vec<Rect> = bodies.filter(|body| body.overlaps(window)).collect();
    let frames = corners.map(|corner| Rect::from_origin_size(corner, size));
    let is_free = |frame: &&Rect| {
        let on_body =
            bodies.iter().any(|body| body.overlaps(**frame) && !round.contains_rect(*body));
        window.contains_rect(**frame) && !on_body
    };
    frames.iter().find(is_free).copied().unwrap_or(frames[0])
}

/// What is marked as in danger, on any ground.
fn alarm_color() -> peniko::Color {
    peniko::Color::from_rgb8(0xff, 0x6b, 0x6b)
}

fn draw_card(brush: &mut Brush<'_>, card: &Card, step: &TourStep, asked: &Asked<'_>) {
    let said = asked.state.said(asked.time);
    if said.is_empty() && (step.alternatives.is_empty() || asked.for_file) {
        return;
    }
    let theme = asked.theme;
    let n_lines = 40;
    let label = brush.label(said, card.em, 400.0, card.text.width() + card.em, n_lines);
    // Where letters are wider than reckoned it grows upwards, or downwards from the top.
    let first = card.choices.first().map_or(card.text.y1, |choice| choice.y0);
    let lack = (label.height - (first - card.text.y0)).max(0.0);
    let is_low = card.frame.center().y > brush.viewport.height / 2.0;
    let frame = match is_low {
        true => Rect { y0: card.frame.y0 - lack, ..card.frame },
        false => Rect { y1: card.frame.y1 + lack, ..card.frame },
    };
    let frame = narrowed(frame, label.width, card, step, brush.viewport);
    brush.panel(frame, 0.5 * card.em);
    let accent = Rect::new(
        frame.x0,
        frame.y0 + 0.5 * card.em,
        frame.x0 + 0.18 * card.em,
        frame.y1 - 0.5 * card.em,
    );
    brush.fill(accent, 0.09 * card.em, theme.accent);
    let at = Point::new(
        frame.x0 + (card.text.x0 - card.frame.x0),
        frame.y0 + (card.text.y0 - card.frame.y0),
    );
    brush.write(label, at, theme.tile_text);
    for (place, row) in card.choices.iter().enumerate() {
        let row = *row + Vec2::new(frame.x0 - card.frame.x0, if is_low { 0.0 } else { lack });
        let key = Rect::from_origin_size(
            (row.x0, row.y0 + 0.12 * card.em),
            (1.4 * card.em, row.height() - 0.24 * card.em),
        );
        brush.fill(key, 0.3 * card.em, theme.accent);
        let number = brush.label(&(place + 1).to_string(), card.em * 0.8, 700.0, 100.0, 1);
        let middle = key.center() - Vec2::new(number.width / 2.0, number.height / 2.0);
        let on_accent = brush.on(theme.accent);
        brush.write(number, middle, on_accent);
        let text = &step.alternatives[place].text;
        let label = brush.label(text, card.em * 0.92, 400.0, row.width(), 1);
        let y = row.center().y - label.height / 2.0;
        brush.write(label, Point::new(key.x1 + 0.6 * card.em, y), theme.tile_text);
    }
}

/// The frame of a card as wide as what stands in it; where that changes in the course of a step it stays.
fn narrowed(frame: Rect, text: f64, card: &Card, step: &TourStep, viewport: Size) -> Rect {
    if !step.say.by_hop.is_empty() || !step.alternatives.is_empty() {
        return frame;
    }
    let spare = (card.text.width() - text).max(0.0);
    let middle = frame.center().x - viewport.width / 2.0;
    match middle {
        middle if middle < -1.0 => Rect { x1: frame.x1 - spare, ..frame },
        middle if middle > 1.0 => Rect { x0: frame.x0 + spare, ..frame },
        _ => frame.inset((-spare / 2.0, 0.0)),
    }
}

/// How far one is, along the lower rim.
fn rail(brush: &mut Brush<'_>, present: &Present) {
    let (viewport, theme) = (brush.viewport, brush.theme);
    let n = present.tour.steps.len().max(1);
    let y0 = viewport.height - RAIL;
    let bar = Rect::new(0.0, y0, viewport.width, viewport.height);
    brush.fill(bar, 0.0, theme.muted.with_alpha(0.25));
    #[expect(clippy::cast_precision_loss, reason = "few steps")]
    let share = (present.place + 1) as f64 / n as f64;
    brush.fill(Rect { x1: viewport.width * share, ..bar }, 0.0, theme.accent);
}

/// The name of a step that was just gone to.
fn name(brush: &mut Brush<'_>, present: &Present, time: f64) {
    let share = present.name_share(time);
    let Some(step) = present.step().filter(|_| share > 0.0) else { return };
    let section = step.section.and_then(|section| present.tour.sections.get(section));
    let section = section.map(|section| format!("{section} › ")).unwrap_or_default();
    let n = present.tour.steps.len();
    let text = format!("{} / {n}   {section}**{}**", present.place + 1, step.title());
    brush.pill(&text, 20.0, share, |viewport, size| {
        Point::new(viewport.width - size.width, viewport.height - size.height)
            - Vec2::new(28.0, 28.0)
    });
}

/// What whoever presents may want to know.
fn hints(brush: &mut Brush<'_>, present: &Present) {
    let text = match (present.digits.as_str(), present.is_unhooked) {
        ("", false) => return,
        ("", true) => "→ resumes".to_owned(),
        (digits, _) => format!("Enter goes to {digits}"),
    };
    brush.pill(&text, 18.0, 0.9, |viewport, size| {
        Point::new((viewport.width - size.width) / 2.0, viewport.height - size.height - 24.0)
    });
}

fn disc(center: Point, radius: f64) -> Shape {
    Shape::Circle(Circle::new(center, radius))
}

/// A mark of text, so that the module's parts agree on rounding.
fn text(label: std::sync::Arc<crate::text::Label>, at: Point, color: peniko::Color) -> Mark {
    Mark::Text { label, at: at.round(), color }
}
