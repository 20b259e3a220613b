//! Flights of the camera from one pose to another.
//!
//! A short way is a straight line in the plane of position and view width, where a pure zoom about a fixed point is a
//! straight line too, so nothing swims. A long one follows the optimal path of van Wijk and Nuij, "Smooth and efficient
//! zooming and panning" (2003): it climbs until the way is short on the screen and comes down again. Both are eased over
//! their length. Speed that the camera had when the flight began dies away in it, so nothing jerks.

use kurbo::{Point, Rect, Size, Vec2};

use super::Pose;

/// The weight of zooming against panning, rho of the paper: what d3 takes, after its user study.
const RHO: f64 = std::f64::consts::SQRT_2;
/// Views that share so much of the smaller one are near each other (`interaction.md` 3.4).
const NEAR: f64 = 0.5;
/// And are about as large (`interaction.md` 3.4).
const ALIKE: f64 = 1.5;
/// Zooms nearer than this are the same for the path of a flight.
const SAME_ZOOM: f64 = 1e-6;

/// How long flights take at least and at most, s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// At least.
    pub min: f64,
    /// At most.
    pub max: f64,
}

/// A flight under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Flight {
    pub(super) start: f64,
    pub(super) duration: f64,
    from: Pose,
    to: Pose,
    path: Path,
    push: Speed,
}

/// How fast a pose changes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Speed {
    /// Of the middle, world px/s.
    pub(super) center: Vec2,
    /// Of ln(zoom), per s.
    pub(super) log_zoom: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Path {
    Straight,
    Arc(Arc),
}

/// A path of the paper, in its letters, with lengths in world px.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Arc {
    /// Width of the first view.
    w0: f64,
    /// Where on the hyperbola it begins.
    r0: f64,
    /// From end to end.
    length: f64,
    /// From middle to middle.
    distance: f64,
}

impl Pace {
    /// Exploring (`interaction.md` 3.4).
    pub const EXPLORE: Self = Self { min: 0.22, max: 0.9 };
    /// From step to step of a presentation (`interaction.md` 3.4).
    pub const PRESENT: Self = Self { min: 0.5, max: 1.6 };
    /// Looking at what was found while typing (`interaction.md` 3.4).
    pub const PREVIEW: Self = Self { min: 0.16, max: 0.35 };
}

impl Flight {
    /// A straight flight of this duration, s.
    pub(super) fn straight(from: Pose, to: Pose, push: Speed, duration: f64, start: f64) -> Self {
        Self { start, duration, from, to, path: Path::Straight, push }
    }

    /// The flight that suits the way, in a viewport of this size.
    pub(super) fn new(
        from: Pose,
        to: Pose,
        push: Speed,
        viewport: Size,
        pace: Pace,
        start: f64,
    ) -> Self {
        let arc = Arc::new(from, to, viewport.width.max(viewport.height));
        let is_long = arc.is_some() && !are_near(from, to, viewport);
        let length = arc.map_or_else(|| zoom_length(from, to), |arc| arc.length);
        let duration = length.clamp(pace.min, pace.max);
        let path = arc.filter(|_| is_long).map_or(Path::Straight, Path::Arc);
        Self { start, duration, from, to, path, push }
    }

    pub(super) fn at(&self, time: f64) -> Pose {
        let s = if self.duration > 0.0 {
            ((time - self.start) / self.duration).clamp(0.0, 1.0)
        } else {
            1.0
        };
        if s <= 0.0 || s >= 1.0 {
            return if s >= 1.0 { self.to } else { self.from };
        }
        let pose = match self.path {
            Path::Straight => straight(self.from, self.to, ease(s)),
            Path::Arc(arc) => arc.at(self.from, self.to, ease(s)),
        };
        // Begins with the speed there was and ends with none, both in the right place.
        let pushed = s * self.duration * (1.0 - s) * (1.0 - s);
        Pose {
            center: pose.center + self.push.center * pushed,
            zoom: pose.zoom * libm::exp(self.push.log_zoom * pushed),
        }
    }
}

impl Arc {
    /// `None` where the middles are one, or nearly: that is a pure zoom.
    fn new(from: Pose, to: Pose, side: f64) -> Option<Self> {
        let distance = (to.center - from.center).hypot2().sqrt();
        let (w0, w1) = (side / from.zoom, side / to.zoom);
        if distance.is_nan() || distance <= 1e-3 * w0.min(w1) {
            return None;
        }
        let rho2 = RHO * RHO;
        let bend = |w: f64, sign: f64| {
            let b = (w1 * w1 - w0 * w0 + sign * rho2 * rho2 * distance * distance)
                / (2.0 * w * rho2 * distance);
            -libm::asinh(b)
        };
        let (r0, r1) = (bend(w0, 1.0), bend(w1, -1.0));
        Some(Self { w0, r0, length: (r1 - r0) / RHO, distance })
    }

    fn at(&self, from: Pose, to: Pose, share: f64) -> Pose {
        let r = RHO * self.length * share + self.r0;
        let reach =
            self.w0 / (RHO * RHO) * (libm::cosh(self.r0) * libm::tanh(r) - libm::sinh(self.r0));
        let width = self.w0 * libm::cosh(self.r0) / libm::cosh(r);
        let center = from.center.lerp(to.center, reach / self.distance);
        Pose { center, zoom: from.zoom * self.w0 / width }
    }
}

/// The length of a pure zoom, as that of an [`Arc`].
fn zoom_length(from: Pose, to: Pose) -> f64 {
    libm::fabs(libm::log(to.zoom / from.zoom)) / RHO
}

fn are_near(from: Pose, to: Pose, viewport: Size) -> bool {
    let view = |pose: Pose| Rect::from_center_size(pose.center, viewport / pose.zoom);
    let (a, b) = (view(from), view(to));
    let shared = a.intersect(b);
    let shared = if a.overlaps(b) { shared.area() } else { 0.0 };
    let ratio = (from.zoom / to.zoom).max(to.zoom / from.zoom);
    shared >= NEAR * a.area().min(b.area()) && ratio < ALIKE
}

fn straight(from: Pose, to: Pose, eased: f64) -> Pose {
    let zoom = libm::exp(lerp(libm::log(from.zoom), libm::log(to.zoom), eased));
    // The share of the way at which the view is 1 / zoom wide, when width and position change together.
    let (w0, w1) = (1.0 / from.zoom, 1.0 / to.zoom);
    let share =
        if (w1 / w0 - 1.0).abs() < SAME_ZOOM { eased } else { (1.0 / zoom - w0) / (w1 - w0) };
    Pose { center: from.center.lerp(to.center, share), zoom }
}

/// Starts quickly and lands softly: 15 % of the way in it is at full speed, the last third is for braking.
fn ease(s: f64) -> f64 {
    let (ease_in, ease_out) = (0.15, 0.35);
    let speed = 1.0 / (1.0 - (ease_in + ease_out) / 2.0);
    if s < ease_in {
        speed * s * s / (2.0 * ease_in)
    } else if s > 1.0 - ease_out {
        1.0 - speed * (1.0 - s) * (1.0 - s) / (2.0 * ease_out)
    } else {
        speed * (s - ease_in / 2.0)
    }
}

fn lerp(a: f64, b: f64, share: f64) -> f64 {
    a + (b - a) * share
}

/// The middle of a viewport.
pub(super) fn middle(viewport: Size) -> Point {
    Point::new(viewport.width / 2.0, viewport.height / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEWPORT: Size = Size::new(800.0, 600.0);

    fn pose(x: f64, y: f64, zoom: f64) -> Pose {
        Pose { center: Point::new(x, y), zoom }
    }

    fn flight(from: Pose, to: Pose) -> Flight {
        Flight::new(from, to, Speed::default(), VIEWPORT, Pace::EXPLORE, 2.0)
    }

    #[test]
    fn a_far_flight_climbs_and_a_near_one_does_not() {
        let check = |from: Pose, to: Pose, climbs: bool| {
            let flight = flight(from, to);
            assert_eq!((flight.at(0.0), flight.at(99.0)), (from, to));
            let frames = (0..=100).map(|i| flight.at(2.0 + f64::from(i) / 100.0 * flight.duration));
            let frames: Vec<Pose> = frames.collect();
            let lowest = frames.iter().map(|pose| pose.zoom).fold(f64::INFINITY, f64::min);
            let is_below = lowest < from.zoom.min(to.zoom) * 0.99;
            assert_eq!(is_below, climbs, "{from:?} to {to:?}: down to {lowest}");
            for pair in frames.windows(2) {
                let way = (pair[1].center - pair[0].center).dot(to.center - from.center);
                assert!(way >= -1e-9, "it flew back");
                let step = (pair[1].center - pair[0].center).hypot2().sqrt() * pair[0].zoom;
                assert!(step < 120.0, "a leap of {step} px on the screen");
            }
        };
        check(pose(0.0, 0.0, 1.0), pose(9000.0, 400.0, 1.0), true);
        check(pose(0.0, 0.0, 2.0), pose(-3000.0, 400.0, 0.5), true);
        check(pose(0.0, 0.0, 1.0), pose(100.0, 0.0, 1.2), false);
        check(pose(50.0, 50.0, 1.0), pose(50.0, 50.0, 8.0), false);
        check(pose(50.0, 50.0, 1.0), pose(50.0, 50.0, 1.0), false);
    }

    #[test]
    fn a_flight_takes_as_long_as_its_way_within_its_pace() {
        let duration = |to: Pose| flight(pose(0.0, 0.0, 1.0), to).duration;
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
        near(duration(pose(1.0, 0.0, 1.0)), 0.22);
        near(duration(pose(1e5, 0.0, 1.0)), 0.9);
        near(duration(pose(0.0, 0.0, 2.0)), std::f64::consts::LN_2 / RHO);
    }

    #[test]
    fn a_flight_goes_on_at_the_speed_there_was() {
        let speed = Speed { center: Vec2::new(300.0, -50.0), log_zoom: 1.5 };
        for to in [pose(90.0, 10.0, 1.1), pose(9000.0, 400.0, 3.0)] {
            let from = pose(0.0, 0.0, 1.0);
            let flight = Flight::new(from, to, speed, VIEWPORT, Pace::EXPLORE, 0.0);
            let soon = flight.at(1e-6);
            let found = (soon.center - from.center) / 1e-6;
            assert!((found - speed.center).hypot2().sqrt() < 1.0, "{found:?}");
            assert!((libm::log(soon.zoom) / 1e-6 - speed.log_zoom).abs() < 0.01, "{soon:?}");
            assert_eq!(flight.at(flight.duration), to);
        }
    }

    #[test]
    fn easing_is_steady_from_end_to_end() {
        assert!(ease(0.0).abs() < 1e-12 && (ease(1.0) - 1.0).abs() < 1e-12);
        let steps: Vec<f64> = (0..=100).map(|i| ease(f64::from(i) / 100.0)).collect();
        assert!(steps.windows(2).all(|w| w[1] > w[0] && w[1] - w[0] < 0.015), "{steps:?}");
    }
}
