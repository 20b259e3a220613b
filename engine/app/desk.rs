//! The window of whoever presents: what they see and nobody else does.
//!
//! At the left the diagram, to be roamed in private, with a frame round what the audience sees; at the right the notes, the
//! next step with a small picture, and the time. The CPU paints it: it stands still nearly always.

use std::sync::Arc;

use kurbo::{Affine, Point, Rect, RoundedRect, Size, Vec2};
use winit::window::Window;

use super::chrome::{Chrome, Sketch};
use super::present::{Shown, Soft};
use super::worker::Loaded;
use crate::explore::tour::{pose_in, view_in};
use crate::explore::{Aspect, Levels, Pose, Present, State, fit};
use crate::paint::{Picture, View, raster};
use crate::scene::{Pen, Scene, Shape, Theme, dress};

/// Width of the column with the notes, of the window.
const COLUMN: f64 = 0.38;
/// Between things, logical px.
const GAP: f64 = 16.0;
/// The screen that steps are made for, logical px.
const STAGE: Size = Size::new(1920.0, 1080.0);

/// The window and what it keeps.
pub(super) struct Desk {
    pub(super) window: Arc<Window>,
    soft: Option<Soft>,
    painter: raster::Painter,
    picture: Picture,
    /// Where its own camera is; `None` while that shows the whole.
    pub(super) roam: Option<Pose>,
    pub(super) pointer: Option<Point>,
    /// Where the pointer was when it moved last.
    pub(super) pulled: Option<Point>,
    /// Whether the picture is held.
    pub(super) is_held: bool,
    /// When the main button went down last, s.
    pub(super) pressed: f64,
    /// How many frames the audience had seen when it was painted last.
    pub(super) seen_frames: u64,
    /// The small picture of the next step, and what it is of.
    next: Option<(usize, usize, Picture)>,
    /// When it was painted last, s.
    pub(super) painted: f64,
}

/// What is to be seen.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) state: &'a State,
    pub(super) loaded: &'a Arc<Loaded>,
    pub(super) theme: &'a Theme,
    pub(super) time: f64,
    /// The time of day.
    pub(super) clock: &'a str,
}

/// How the window is divided, logical px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    /// The diagram.
    pub(super) map: Rect,
    /// Everything else.
    column: Rect,
    /// The small picture.
    pub(super) next: Rect,
}

impl Plan {
    pub(super) fn of(size: Size) -> Self {
        let split = (size.width * (1.0 - COLUMN)).round();
        let map = Rect::new(0.0, 0.0, split, size.height);
        let column = Rect::new(split, 0.0, size.width, size.height);
        let width = (column.width() - 2.0 * GAP).max(16.0);
        let height = (width * 9.0 / 16.0).min(size.height * 0.32);
        let width = (height * 16.0 / 9.0).round();
        let at = Point::new(column.x0 + GAP, size.height - GAP - height.round());
        Self { map, column, next: Rect::from_origin_size(at, (width, height.round())) }
    }
}

impl Desk {
    pub(super) fn new(window: Window) -> Self {
        let window = Arc::new(window);
        Self {
            soft: Soft::new(&window).ok(),
            window,
            painter: raster::Painter::with_threads(0),
            picture: Picture::default(),
            roam: None,
            pointer: None,
            pulled: None,
            is_held: false,
            pressed: f64::NEG_INFINITY,
            seen_frames: 0,
            next: None,
            painted: f64::NEG_INFINITY,
        }
    }

    /// Of the window's inside, logical px.
    pub(super) fn size(&self) -> Size {
        let size = self.window.inner_size().to_logical::<f64>(self.window.scale_factor());
        Size::new(size.width, size.height)
    }

    /// Where its camera is.
    pub(super) fn pose(&self, loaded: &Loaded) -> Pose {
        let map = Plan::of(self.size()).map;
        self.roam.unwrap_or_else(|| fit(loaded.scene.bounds, map.size(), 2.0))
    }

    /// Paints and shows the window.
    pub(super) fn show(&mut self, chrome: &mut Chrome, seen: &Seen<'_>) -> Shown {
        self.painted = seen.time;
        let size = self.window.inner_size();
        let (Ok(width), Ok(height)) = (u16::try_from(size.width), u16::try_from(size.height))
        else {
            return Shown::Yes;
        };
        if width == 0 || height == 0 {
            return Shown::Yes;
        }
        let (scale, plan) = (self.window.scale_factor(), Plan::of(self.size()));
        let pose = self.pose(seen.loaded);
        let to_screen = Affine::scale(scale) * pose.affine(plan.map.size());
        let ground = Some(seen.theme.ground.with_alpha(1.0));
        let view = View {
            picture_from_world: to_screen,
            width,
            height,
            ground,
            least_text: View::ON_SCREEN,
            detail: 1.0 / scale,
            density: scale,
            flow: None,
        };
        let scene = dressed(seen.loaded, seen.theme, &seen.state.aspect(seen.time));
        self.painter.paint_into(&scene, &view, &mut self.picture);
        let titles = seen.loaded.titles(None, (pose, plan.map.size()), plan.map, (1.0, 1.0));
        self.painter.paint_over(&titles, &view, &mut self.picture);
        let over = chrome.desk(seen, &plan, pose, self.size(), self.roam.is_some());
        let view = View { picture_from_world: Affine::scale(scale), ..view };
        self.painter.paint_over(&over, &view, &mut self.picture);
        self.put_next(seen, &plan, scale);
        self.soft.as_mut().map_or(Shown::Yes, |soft| soft.show(&self.picture))
    }

    /// Puts the small picture of the next step in its place.
    fn put_next(&mut self, seen: &Seen<'_>, plan: &Plan, scale: f64) {
        let Some(present) = &seen.state.present else { return };
        let Some(place) = present.tour.after(present.place) else { return };
        let drawing = Arc::as_ptr(seen.loaded).addr();
        let is_known = self.next.as_ref().is_some_and(|(of, drawn, picture)| {
            *of == place
                && *drawn == drawing
                && f64::from(picture.width) == (plan.next.width() * scale).round()
        });
        if !is_known {
            let picture = self.small(present, place, seen, plan.next.size() * scale);
            self.next = Some((place, drawing, picture));
        }
        if let Some((_, _, picture)) = &self.next {
            let at = plan.next.origin().to_vec2() * scale;
            copy(picture, &mut self.picture, at);
        }
    }

    /// The step at `place` in a picture of this size, px.
    fn small(&mut self, present: &Present, place: usize, seen: &Seen<'_>, size: Size) -> Picture {
        let step = &present.tour.steps[place];
        let diagram = &seen.loaded.diagram;
        let aspect = Aspect { view: view_in(step, diagram), reach: u32::MAX, ..Aspect::default() };
        let scene = dressed(seen.loaded, seen.theme, &aspect);
        let pose = pose_in(step, diagram, STAGE);
        let shrunk = size.width / STAGE.width;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sides of a picture that is smaller than the window"
        )]
        let (width, height) = (size.width.round() as u16, size.height.round() as u16);
        let view = View {
            picture_from_world: Affine::scale(shrunk) * pose.affine(STAGE),
            width: width.max(1),
            height: height.max(1),
            ground: Some(seen.theme.ground.with_alpha(1.0)),
            least_text: View::ON_SCREEN,
            // As much is seen as on the stage.
            detail: Levels::dialled(aspect.view.detail) / shrunk.max(1e-9),
            density: 1.0,
            flow: None,
        };
        self.painter.paint(&scene, &view)
    }
}

/// The picture of what was loaded as `aspect` has it.
fn dressed(loaded: &Loaded, theme: &Theme, aspect: &Aspect) -> Scene {
    let mut scene = Scene::clone(&loaded.scene);
    if *aspect != Aspect::default() {
        dress(&mut scene, &loaded.diagram, theme, aspect);
    }
    scene
}

/// Copies `from` to `at` in `to`, as far as that is large enough.
fn copy(from: &Picture, to: &mut Picture, at: Vec2) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places in a window"
    )]
    let (left, top) = (at.x.round().max(0.0) as usize, at.y.round().max(0.0) as usize);
    let (from_width, to_width) = (from.width as usize * 4, to.width as usize * 4);
    let room = to_width.saturating_sub(left * 4).min(from_width);
    let rows = from.data.chunks_exact(from_width.max(4));
    for (row, line) in rows.zip(to.data.chunks_exact_mut(to_width.max(4)).skip(top)) {
        line[left * 4..left * 4 + room].copy_from_slice(&row[..room]);
    }
}

impl Chrome {
    /// What stands over the diagram and beside it.
    fn desk(
        &mut self,
        seen: &Seen<'_>,
        plan: &Plan,
        pose: Pose,
        size: Size,
        is_roaming: bool,
    ) -> Scene {
        let theme = seen.theme;
        let mut sketch = self.sketch(theme);
        frame_of_audience(&mut sketch, seen, plan, pose);
        sketch.fill(plan.column, 0.0, theme.tile.with_alpha(1.0));
        sketch.fill(Rect { x1: plan.column.x0 + 1.0, ..plan.column }, 0.0, theme.tile_border);
        let hint = match is_roaming {
            true => "Enter shows this to the audience  ·  double click: all of it",
            false => "drag and wheel look about in private",
        };
        let bar = Rect::new(GAP, plan.map.y1 - 34.0, plan.map.x1 - GAP, plan.map.y1 - 10.0);
        let width = sketch.width(hint, 12.0) + 20.0;
        sketch.low_panel(Rect { x1: (bar.x0 + width).min(bar.x1), ..bar });
        sketch.line(hint, 12.0, bar.x0 + 10.0, bar, theme.tile_text);
        match &seen.state.present {
            Some(present) => column(&mut sketch, seen, present, plan),
            None => {
                let area = plan.column.inset(-GAP);
                sketch.line(
                    "Not presenting: F5 begins",
                    16.0,
                    area.x0,
                    Rect { y1: area.y0 + 30.0, ..area },
                    theme.tile_text,
                );
            }
        }
        sketch.finish(size)
    }
}

/// What the audience sees, as a frame in the private picture.
fn frame_of_audience(sketch: &mut Sketch<'_>, seen: &Seen<'_>, plan: &Plan, pose: Pose) {
    let audience = seen.state.camera.at(seen.time);
    let world = Rect::from_center_size(audience.center, seen.state.viewport / audience.zoom);
    let frame = pose.affine(plan.map.size()).transform_rect_bbox(world);
    let shape = Shape::RoundedRect(RoundedRect::from_rect(frame, 6.0));
    sketch.fill(frame, 6.0, seen.theme.accent.with_alpha(0.08));
    let pen = Pen { width: 3.0, color: seen.theme.accent, dashes: Vec::new(), round: false };
    sketch.stroke(shape, pen);
}

/// Time, step, notes and what comes next, from the top down.
fn column(sketch: &mut Sketch<'_>, seen: &Seen<'_>, present: &Present, plan: &Plan) {
    let theme = seen.theme;
    let area = plan.column.inset(-GAP);
    let secs = (seen.time - present.begun).max(0.0).floor();
    let elapsed = format!("{:02}:{:02}", (secs / 60.0).floor(), secs % 60.0);
    let head = Rect { y1: area.y0 + 44.0, ..area };
    sketch.bold(&elapsed, 34.0, area.x0, head, theme.tile_text);
    let width = sketch.width(seen.clock, 22.0);
    sketch.line(seen.clock, 22.0, area.x1 - width, head, sketch.soft());
    let section = present.step().and_then(|step| present.tour.sections.get(step.section?));
    let n_steps = present.tour.steps.len();
    let auto = if present.is_auto { "  ·  plays by itself" } else { "" };
    let blank = if present.blank.is_some() { "  ·  screen blank" } else { "" };
    let line = format!(
        "{} / {n_steps}{}{auto}{blank}",
        present.place + 1,
        section.map(|section| format!("  ·  {section}")).unwrap_or_default()
    );
    let mut y = head.y1 + 10.0;
    let row = |y: f64, height: f64| Rect { y0: y, y1: y + height, ..area };
    sketch.line(&line, 13.0, area.x0, row(y, 20.0), sketch.soft());
    y += 22.0;
    let name = present.step().map_or("", |step| step.title());
    sketch.bold(name, 22.0, area.x0, row(y, 32.0), theme.tile_text);
    y += 40.0;
    let next_top = plan.next.y0 - 52.0;
    let notes = present.step().map_or("", |step| step.notes.as_str());
    let notes = if notes.is_empty() { "No notes for this step." } else { notes };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let most = ((next_top - y) / 25.0).max(1.0) as usize;
    let label = sketch.label(notes, 18.0, 400.0, area.width(), most);
    sketch.write(label, Point::new(area.x0, y), theme.tile_text);
    let next = present.tour.after(present.place).map(|place| &present.tour.steps[place]);
    let text = next.map_or("The end".to_owned(), |step| format!("Next: {}", step.title()));
    sketch.fill(Rect { y0: next_top - 8.0, y1: next_top - 7.0, ..area }, 0.0, theme.tile_border);
    sketch.bold(
        &text,
        16.0,
        area.x0,
        Rect { y0: next_top, y1: next_top + 24.0, ..area },
        theme.tile_text,
    );
    let choices = present.step().map_or(0, |step| step.alternatives.len());
    if choices > 0 {
        let text = format!("or 1 to {choices}: a choice");
        sketch.line(
            &text,
            13.0,
            area.x0,
            Rect { y0: next_top + 24.0, y1: next_top + 44.0, ..area },
            sketch.soft(),
        );
    }
    if next.is_some() {
        let shape = Shape::RoundedRect(RoundedRect::from_rect(plan.next.inflate(1.0, 1.0), 2.0));
        let pen = Pen { width: 1.0, color: theme.tile_border, dashes: Vec::new(), round: false };
        sketch.stroke(shape, pen);
    }
}
