//! Where the camera is at a moment.
//!
//! A [`Camera`] rests, follows the wheel, flies, or coasts after a throw. Following is a critically damped spring on the logarithm of the
//! zoom, so that ten notches feel the same at any zoom, while the world point under the pointer keeps its place on the
//! screen in every frame. Whatever is asked next begins where the camera is and as fast as it is (`flight` tells how).
//! All are pure functions of absolute time: frames can be asked for in any order.

use kurbo::{Affine, Point, Rect, Size, Vec2};

use super::flight::{Flight, Pace, Speed, middle};

/// How much larger than the box the view is when a box is fitted: 12 % (`interaction.md` 3.4).
pub const MARGIN: f64 = 0.12;

/// Time constant of the spring that follows the wheel, s (`interaction.md` 3.4).
const FOLLOW_SECS: f64 = 0.08;

/// After this many time constants the spring is at rest: less than a quarter px is left of a notch at 1000 px.
const FOLLOW_SETTLED: f64 = 10.0;

/// Time constant with which a throw dies away, s: what touchscreens have made people used to.
const COAST_SECS: f64 = 0.325;

/// What the camera shows at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// The world point in the middle of the viewport, world px.
    pub center: Point,
    /// Logical px per world px; above zero.
    pub zoom: f64,
}

/// The zooms a person may reach, logical px per world px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZoomRange {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

/// Where the camera is, was and will be.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Camera {
    motion: Motion,
    /// What comes after it, at its own time.
    next: Option<Flight>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Motion {
    Rest(Pose),
    Follow(Follow),
    Flight(Flight),
    Coast(Coast),
}

/// A zoom about a point: the spring on ln(zoom).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Follow {
    start: f64,
    from: f64,
    /// Of ln(zoom), per second, at `start`.
    velocity: f64,
    to: f64,
    /// The world point that keeps its place.
    anchor: Point,
    /// Its place: from the middle of the viewport, logical px.
    offset: Vec2,
}

/// A throw: the speed dies away.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Coast {
    start: f64,
    from: Pose,
    /// Of the picture on the screen at `start`, logical px/s.
    velocity: Vec2,
}

impl Camera {
    /// A camera at rest.
    #[must_use]
    pub fn resting(pose: Pose) -> Self {
        Self { motion: Motion::Rest(pose), next: None }
    }

    /// What is seen at `time`, s.
    #[must_use]
    pub fn at(&self, time: f64) -> Pose {
        if let Some(next) = self.next.filter(|next| time >= next.start) {
            return next.at(time);
        }
        match &self.motion {
            Motion::Rest(pose) => *pose,
            Motion::Follow(follow) => follow.at(time).0,
            Motion::Flight(flight) => flight.at(time),
            Motion::Coast(coast) => coast.at(time),
        }
    }

    /// What is seen once nothing moves any more.
    #[must_use]
    pub fn target(&self) -> Pose {
        self.at(f64::INFINITY)
    }

    /// Whether the picture still changes after `time`.
    #[must_use]
    pub fn is_moving(&self, time: f64) -> bool {
        if let Some(next) = &self.next {
            return time < next.start + next.duration;
        }
        match &self.motion {
            Motion::Rest(_) => false,
            Motion::Follow(follow) => follow.progress(time) < FOLLOW_SETTLED,
            Motion::Flight(flight) => time < flight.start + flight.duration,
            Motion::Coast(coast) => time < coast.start + coast.duration(),
        }
    }

    /// When a flight that is under way at `time` is over, s; `time` where there is none.
    #[must_use]
    pub fn lands(&self, time: f64) -> f64 {
        let flight = match &self.motion {
            Motion::Flight(flight) => Some(flight),
            Motion::Rest(_) | Motion::Follow(_) | Motion::Coast(_) => None,
        };
        let flight = self.next.as_ref().or(flight);
        flight.map_or(time, |flight| (flight.start + flight.duration).max(time))
    }

    /// Moves the picture by `by` logical px on the screen at once; a zoom under way goes on, a flight ends.
    pub fn pan(&mut self, by: Vec2, time: f64) {
        self.settle(time);
        if let Motion::Follow(follow) = &mut self.motion
            && follow.progress(time) < FOLLOW_SETTLED
        {
            follow.offset += by;
            return;
        }
        let pose = self.at(time);
        *self = Self::resting(Pose { center: pose.center - by / pose.zoom, ..pose });
    }

    /// Zooms smoothly by `factor`, kept in `range`, about the point `offset` logical px from the middle of the
    /// viewport. During an earlier zoom the factors multiply and the speed is kept.
    pub fn zoom(&mut self, factor: f64, offset: Vec2, range: ZoomRange, time: f64) {
        self.settle(time);
        let goal = match &self.motion {
            Motion::Follow(follow) => libm::exp(follow.to),
            // Whoever takes the camera from a flight means what is seen, not where that would have ended.
            Motion::Rest(_) | Motion::Flight(_) | Motion::Coast(_) => self.at(time).zoom,
        };
        self.zoom_to(goal * factor, offset, range, time);
    }

    /// Zooms smoothly to `zoom`, kept in `range`, about such a point; the speed is kept.
    pub fn zoom_to(&mut self, zoom: f64, offset: Vec2, range: ZoomRange, time: f64) {
        self.settle(time);
        let (pose, velocity) = match &self.motion {
            Motion::Follow(follow) => follow.at(time),
            Motion::Rest(_) | Motion::Flight(_) | Motion::Coast(_) => {
                (self.at(time), self.speed(time).log_zoom)
            }
        };
        self.motion = Motion::Follow(Follow {
            start: time,
            from: libm::log(pose.zoom),
            velocity,
            to: libm::log(range.clamp(zoom)),
            anchor: pose.center + offset / pose.zoom,
            offset,
        });
    }

    /// Zooms by `factor` at once, kept in `range`: for fingers, which must not lag.
    pub fn pinch(&mut self, factor: f64, offset: Vec2, range: ZoomRange, time: f64) {
        let pose = self.at(time);
        let zoom = range.clamp(pose.zoom * factor);
        let anchor = pose.center + offset / pose.zoom;
        *self = Self::resting(Pose { center: anchor - offset / zoom, zoom });
    }

    /// Goes straight to `pose` in `duration` s, from wherever the camera is.
    pub fn glide(&mut self, pose: Pose, duration: f64, time: f64) {
        self.settle(time);
        let (from, speed) = (self.at(time), self.speed(time));
        self.motion = Motion::Flight(Flight::straight(from, pose, speed, duration, time));
    }

    /// Flies to `pose` in a viewport of this size, from wherever the camera is and as fast as it is.
    pub fn fly(&mut self, pose: Pose, viewport: Size, pace: Pace, time: f64) {
        self.settle(time);
        let (from, speed) = (self.at(time), self.speed(time));
        self.motion = Motion::Flight(Flight::new(from, pose, speed, viewport, pace, time));
    }

    /// Flies to `pose` as [`Camera::fly`], from `start` on, which is yet to come; until then it goes on as it is.
    pub fn fly_later(&mut self, pose: Pose, viewport: Size, pace: Pace, start: f64, now: f64) {
        self.settle(now);
        let (from, speed) = (self.at(start), self.speed(start));
        self.next = Some(Flight::new(from, pose, speed, viewport, pace, start));
    }

    /// Ends a flight, also one that is yet to begin, where it goes to. Whether there was one.
    pub fn arrive(&mut self, time: f64) -> bool {
        let flies = matches!(self.motion, Motion::Flight(_)) || self.next.is_some();
        let flies = flies && self.is_moving(time);
        if flies {
            *self = Self::resting(self.target());
        }
        flies
    }

    /// What was to come is now, or is given up.
    fn settle(&mut self, time: f64) {
        if let Some(next) = self.next.take().filter(|next| time >= next.start) {
            self.motion = Motion::Flight(next);
        }
    }

    /// The picture goes on as it was thrown, `velocity` logical px/s, and comes to rest by itself.
    pub fn throw(&mut self, velocity: Vec2, time: f64) {
        self.settle(time);
        self.motion = Motion::Coast(Coast { start: time, from: self.at(time), velocity });
    }

    fn speed(&self, time: f64) -> Speed {
        /// Short against anything that can be seen, s.
        const MOMENT: f64 = 1e-4;
        if !self.is_moving(time) {
            return Speed::default();
        }
        let (before, now) = (self.at(time - MOMENT), self.at(time));
        Speed {
            center: (now.center - before.center) / MOMENT,
            log_zoom: libm::log(now.zoom / before.zoom) / MOMENT,
        }
    }
}

impl Follow {
    /// Time constants since the start, at most [`FOLLOW_SETTLED`].
    fn progress(&self, time: f64) -> f64 {
        ((time - self.start) / FOLLOW_SECS).clamp(0.0, FOLLOW_SETTLED)
    }

    /// The pose at `time` and the speed of ln(zoom), per second.
    fn at(&self, time: f64) -> (Pose, f64) {
        let s = self.progress(time);
        let (log_zoom, velocity) = if s >= FOLLOW_SETTLED {
            (self.to, 0.0)
        } else {
            // x = to + (a + b s) e^-s solves x'' + 2 x' + x = to.
            let a = self.from - self.to;
            let b = a + self.velocity * FOLLOW_SECS;
            let decay = libm::exp(-s);
            (self.to + (a + b * s) * decay, (b - a - b * s) * decay / FOLLOW_SECS)
        };
        let zoom = libm::exp(log_zoom);
        (Pose { center: self.anchor - self.offset / zoom, zoom }, velocity)
    }
}

impl Coast {
    /// Slower than this it stands, logical px/s.
    const SLOWEST: f64 = 8.0;

    /// How long until it stands, s.
    fn duration(&self) -> f64 {
        let speed = self.velocity.hypot2().sqrt();
        if speed > Self::SLOWEST { COAST_SECS * libm::log(speed / Self::SLOWEST) } else { 0.0 }
    }

    fn at(&self, time: f64) -> Pose {
        let t = (time - self.start).clamp(0.0, self.duration());
        let by = self.velocity * (COAST_SECS * (1.0 - libm::exp(-t / COAST_SECS)));
        Pose { center: self.from.center - by / self.from.zoom, ..self.from }
    }
}

impl Pose {
    /// The world point at `screen`, logical px, in a viewport of this size.
    #[must_use]
    pub fn world_from_screen(self, screen: Point, viewport: Size) -> Point {
        self.center + (screen - middle(viewport)) / self.zoom
    }

    /// Where the world point `world` is on the screen, logical px, in a viewport of this size.
    #[must_use]
    pub fn screen_from_world(self, world: Point, viewport: Size) -> Point {
        middle(viewport) + (world - self.center) * self.zoom
    }

    /// World px to logical px.
    #[must_use]
    pub fn affine(self, viewport: Size) -> Affine {
        Affine::translate(middle(viewport).to_vec2())
            * Affine::scale(self.zoom)
            * Affine::translate(-self.center.to_vec2())
    }
}

impl Default for Motion {
    fn default() -> Self {
        Self::Rest(Pose { center: Point::ZERO, zoom: 1.0 })
    }
}

impl ZoomRange {
    fn clamp(self, zoom: f64) -> f64 {
        zoom.max(self.min).min(self.max)
    }
}

/// The pose that shows all of `bounds` with the [`MARGIN`] round it, zoomed to `max_zoom` at most.
#[must_use]
pub fn fit(bounds: Rect, viewport: Size, max_zoom: f64) -> Pose {
    let scale = |view: f64, content: f64| {
        if content > 0.0 { view / (content * (1.0 + MARGIN)) } else { max_zoom }
    };
    let zoom = scale(viewport.width, bounds.width())
        .min(scale(viewport.height, bounds.height()))
        .min(max_zoom);
    let zoom = if zoom.is_finite() && zoom > 0.0 { zoom } else { 1.0 };
    Pose { center: bounds.center(), zoom }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANGE: ZoomRange = ZoomRange { min: 0.01, max: 64.0 };
    const VIEWPORT: Size = Size::new(800.0, 600.0);

    fn start() -> Camera {
        Camera::resting(Pose { center: Point::new(100.0, 50.0), zoom: 0.5 })
    }

    #[track_caller]
    fn assert_near(a: Point, b: Point) {
        assert!((a - b).hypot() < 1e-6, "{a:?} is not {b:?}");
    }

    #[test]
    fn the_point_under_the_pointer_stays_in_every_frame() {
        let at = Point::new(700.0, 20.0);
        let offset = at - middle(VIEWPORT);
        let mut camera = start();
        let world = camera.at(0.0).world_from_screen(at, VIEWPORT);
        for (time, factor) in [(0.0, 1.2), (0.03, 1.2), (0.05, 1.2), (0.3, 0.4)] {
            camera.zoom(factor, offset, RANGE, time);
            for frame in 0..20 {
                let pose = camera.at(time + f64::from(frame) * 0.01);
                assert_near(pose.world_from_screen(at, VIEWPORT), world);
            }
        }
        let product: f64 = 0.5 * 1.2 * 1.2 * 1.2 * 0.4;
        assert!((camera.target().zoom - product).abs() < 1e-9);
    }

    #[test]
    fn a_second_notch_keeps_the_speed() {
        let speed = |camera: &Camera, t: f64| {
            (libm::log(camera.at(t + 1e-6).zoom) - libm::log(camera.at(t).zoom)) / 1e-6
        };
        let mut camera = start();
        camera.zoom(1.2, Vec2::ZERO, RANGE, 1.0);
        let before = speed(&camera, 1.05);
        camera.zoom(1.2, Vec2::ZERO, RANGE, 1.05);
        let after = speed(&camera, 1.05);
        assert!((before - after).abs() < 1e-3, "{before} then {after}");
    }

    #[test]
    fn a_zoom_comes_to_rest_exactly_and_says_so() {
        let mut camera = start();
        camera.zoom(2.0, Vec2::ZERO, RANGE, 5.0);
        assert!(camera.is_moving(5.0));
        assert!(!camera.is_moving(6.0));
        assert_eq!(camera.at(6.0), camera.at(1e9));
        assert!((camera.at(6.0).zoom - 1.0).abs() < 1e-12);
    }

    #[test]
    fn zoom_stays_in_its_range() {
        let mut camera = start();
        camera.zoom(1e9, Vec2::ZERO, RANGE, 0.0);
        assert!((camera.target().zoom - RANGE.max).abs() < 1e-9);
        camera.pinch(1e-9, Vec2::ZERO, RANGE, 9.0);
        assert!((camera.target().zoom - RANGE.min).abs() < 1e-9);
    }

    #[test]
    fn a_pan_moves_the_picture_with_the_hand() {
        for time in [0.0, 0.04, 7.0] {
            let mut camera = start();
            camera.zoom(3.0, Vec2::new(10.0, 0.0), RANGE, 0.0);
            let before = camera.at(time).screen_from_world(Point::ZERO, VIEWPORT);
            camera.pan(Vec2::new(30.0, -20.0), time);
            let after = camera.at(time).screen_from_world(Point::ZERO, VIEWPORT);
            assert_near(after, before + Vec2::new(30.0, -20.0));
        }
    }

    #[test]
    fn a_flight_starts_here_lands_there_and_goes_one_way() {
        let mut camera = start();
        let goal = Pose { center: Point::new(900.0, 400.0), zoom: 4.0 };
        camera.glide(goal, 0.5, 2.0);
        assert_near(camera.at(2.0).center, Point::new(100.0, 50.0));
        assert_eq!(camera.at(2.5), goal);
        let mut last = 0.0;
        for frame in 0..=50 {
            let pose = camera.at(2.0 + f64::from(frame) * 0.01);
            assert!(pose.center.x >= last, "went back at frame {frame}");
            last = pose.center.x;
        }
    }

    #[test]
    fn a_flight_can_be_caught() {
        let mut camera = start();
        camera.glide(Pose { center: Point::new(900.0, 400.0), zoom: 0.5 }, 0.5, 0.0);
        let caught = camera.at(0.2);
        camera.pan(Vec2::ZERO, 0.2);
        assert!(!camera.is_moving(0.2));
        assert_eq!(camera.at(99.0), caught);
    }

    #[test]
    fn a_new_goal_on_the_way_keeps_the_speed() {
        let speed = |camera: &Camera, t: f64| {
            (camera.at(t + 1e-6).center - camera.at(t - 1e-6).center) / 2e-6
        };
        let goal = |x: f64| Pose { center: Point::new(x, 50.0), zoom: 0.5 };
        let mut camera = start();
        camera.fly(goal(5000.0), VIEWPORT, Pace::EXPLORE, 0.0);
        let before = speed(&camera, 0.3);
        camera.fly(goal(-900.0), VIEWPORT, Pace::EXPLORE, 0.3);
        let after = (camera.at(0.3 + 1e-6).center - camera.at(0.3).center) / 1e-6;
        assert!(
            (before - after).hypot2().sqrt() < 0.01 * before.hypot2().sqrt(),
            "{before:?} {after:?}"
        );
        assert_eq!(camera.target(), goal(-900.0));
        camera.throw(Vec2::ZERO, 0.4);
        assert!(!camera.is_moving(0.4), "any input interrupts");
    }

    #[test]
    fn a_flight_that_starts_later_waits_and_is_given_up_by_any_input() {
        let goal = Pose { center: Point::new(900.0, 400.0), zoom: 1.0 };
        let mut camera = start();
        let rest = camera.at(0.0);
        camera.fly_later(goal, VIEWPORT, Pace::PREVIEW, 0.12, 0.0);
        assert_eq!((camera.at(0.11), camera.target()), (rest, goal));
        assert!(camera.is_moving(0.0) && !camera.is_moving(0.5));
        let mut caught = camera;
        caught.pan(Vec2::ZERO, 0.1);
        assert_eq!(caught.target(), rest);
        let on_the_way = camera.at(0.2);
        camera.pan(Vec2::ZERO, 0.2);
        assert_eq!(camera.target(), on_the_way);
    }

    #[test]
    fn a_throw_goes_on_and_comes_to_rest() {
        let mut camera = start();
        camera.throw(Vec2::new(1000.0, 0.0), 1.0);
        let seen =
            |camera: &Camera, t: f64| camera.at(t).screen_from_world(Point::ZERO, VIEWPORT).x;
        let speed = (seen(&camera, 1.001) - seen(&camera, 1.0)) / 0.001;
        assert!((speed - 1000.0).abs() < 5.0, "{speed}");
        assert!(camera.is_moving(2.0) && !camera.is_moving(3.0));
        let way = seen(&camera, 9.0) - seen(&camera, 1.0);
        assert!((way - 1000.0 * COAST_SECS).abs() < 5.0, "{way}");
        let caught = camera.at(1.2);
        camera.pan(Vec2::ZERO, 1.2);
        assert_eq!(camera.target(), caught);
    }

    #[test]
    fn a_fitted_box_is_seen_whole_in_the_middle() {
        let bounds = Rect::new(-50.0, 10.0, 1950.0, 400.0);
        let pose = fit(bounds, VIEWPORT, 2.0);
        assert!((pose.zoom - 800.0 / (2000.0 * 1.12)).abs() < 1e-12);
        let seen = pose.affine(VIEWPORT).transform_rect_bbox(bounds);
        assert_near(seen.center(), middle(VIEWPORT));
        assert!(seen.x0 > 0.0 && seen.x1 < 800.0);
    }

    #[test]
    fn small_and_empty_boxes_are_not_blown_up() {
        for bounds in [Rect::new(0.0, 0.0, 8.0, 8.0), Rect::ZERO] {
            assert!((fit(bounds, VIEWPORT, 2.0).zoom - 2.0).abs() < 1e-12);
        }
        assert!((fit(Rect::new(0.0, 0.0, 9.0, 9.0), Size::ZERO, 2.0).zoom - 1.0).abs() < 1e-12);
    }
}
