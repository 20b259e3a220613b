//! The whole in small: where one is in it.

use std::fmt;

use kurbo::{Affine, Point, Rect, Size};

use super::GAP;
use crate::diagram::Diagram;
use crate::explore::hit::rect;
use crate::explore::{Pose, State};

/// When the minimap is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Setting {
    /// While less than the greater part of the diagram is seen, in a window that has room for it.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::On => "on",
            Self::Off => "off",
        })
    }
}

/// Where the minimap stands, and how the world is shown in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimap {
    /// All of it, logical px.
    pub frame: Rect,
    /// World px to logical px.
    pub map: Affine,
}

/// Its size, logical px (`interaction.md` 3.3).
const SIZE: Size = Size::new(180.0, 120.0);
/// Between its frame and the diagram, logical px.
const PADDING: f64 = 8.0;
/// It is shown while less than this share of the diagram is seen, in windows wider than this, logical px.
const ENOUGH: f64 = 0.6;
const LEAST_WIDTH: f64 = 700.0;
/// The camera follows a hand in the minimap in this time, s.
const FOLLOW_SECS: f64 = 0.1;

impl State {
    /// The minimap's frame, logical px; `None` while it is not shown.
    #[must_use]
    pub fn minimap_frame(&self) -> Option<Rect> {
        let free = self.free_area();
        let corner = Point::new(free.x1 - GAP - SIZE.width, free.y1 - GAP - SIZE.height);
        self.chrome.minimap_shown.then(|| Rect::from_origin_size(corner, SIZE))
    }

    /// The minimap of `diagram`; `None` while it is not shown.
    #[must_use]
    pub fn minimap(&self, diagram: &Diagram) -> Option<Minimap> {
        let frame = self.minimap_frame()?;
        let (world, room) = (rect(&diagram.layout.bounds), frame.inset(-PADDING));
        let scale = (room.width() / world.width().max(1.0))
            .min(room.height() / world.height().max(1.0))
            .max(f64::MIN_POSITIVE);
        let map = Affine::translate(room.center().to_vec2())
            * Affine::scale(scale)
            * Affine::translate(-world.center().to_vec2());
        Some(Minimap { frame, map })
    }

    /// What is seen of the world once the camera rests, world px.
    #[must_use]
    pub fn seen(&self, pose: Pose) -> Rect {
        let free = self.free_area();
        let corner = |at: Point| pose.world_from_screen(at, self.viewport);
        Rect::from_points(corner(free.origin()), corner(Point::new(free.x1, free.y1)))
    }
}

/// Whether the minimap is to be shown.
pub(super) fn is_wanted(state: &State, diagram: Option<&Diagram>) -> bool {
    let Some(diagram) = diagram else { return false };
    match state.chrome.minimap {
        Setting::On => state.viewport.width > SIZE.width && state.viewport.height > SIZE.height,
        Setting::Off => false,
        Setting::Auto if state.viewport.width <= LEAST_WIDTH => false,
        Setting::Auto => {
            let world = rect(&diagram.layout.bounds);
            let seen = state.seen(state.camera.target()).intersect(world);
            world.area() > 0.0 && seen.area() < ENOUGH * world.area()
        }
    }
}

/// Brings the place in the minimap at `at` into the middle of what is seen.
pub(super) fn steer(state: &mut State, at: Point, diagram: &Diagram, time: f64) {
    let Some(minimap) = state.minimap(diagram) else { return };
    let world = minimap.map.inverse() * at;
    let zoom = state.camera.target().zoom;
    let off = state.free_area().center() - state.viewport.to_rect().center();
    state.fitted = false;
    state.camera.glide(Pose { center: world - off / zoom, zoom }, FOLLOW_SECS, time);
}
