use std::collections::VecDeque;

use kurbo::Vec2;

/// How fast the hand was is told by the pulls in this time before it let go, s.
const WINDOW_SECS: f64 = 0.08;
/// A hand that was slower let go of a picture that stood, logical px/s.
const SLOWEST: f64 = 120.0;

/// The latest pulls of a hand at the picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Pulls {
    /// When, s, and how far, logical px.
    latest: VecDeque<(f64, Vec2)>,
}

impl Pulls {
    pub(super) fn add(&mut self, by: Vec2, time: f64) {
        self.forget(time);
        self.latest.push_back((time, by));
    }

    /// How fast the picture was when the hand let go, logical px/s; `None` where it stood.
    pub(super) fn let_go(&mut self, time: f64) -> Option<Vec2> {
        self.forget(time);
        let pulls = std::mem::take(&mut self.latest);
        let ((first, _), (last, _)) = (pulls.front()?, pulls.back()?);
        let secs = last - first;
        // The first pull was made before the time that is measured.
        let way = pulls.iter().skip(1).fold(Vec2::ZERO, |sum, (_, by)| sum + *by);
        let velocity = (way / secs).round();
        (secs > 0.0 && velocity.hypot2() >= SLOWEST * SLOWEST).then_some(velocity)
    }

    fn forget(&mut self, time: f64) {
        while self.latest.front().is_some_and(|(at, _)| time - at > WINDOW_SECS) {
            self.latest.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_is_that_of_the_last_moment() {
        let check = |pulls: &[(f64, f64)], expected: Option<f64>| {
            let mut latest = Pulls::default();
            pulls.iter().for_each(|(time, x)| latest.add(Vec2::new(*x, 0.0), *time));
            let found = latest.let_go(1.0).map(|velocity| velocity.x.round());
            assert_eq!(found, expected, "{pulls:?}");
        };
        check(&[], None);
        check(&[(0.99, 50.0)], None);
        check(&[(0.98, 50.0), (0.99, 5.0), (1.0, 5.0)], Some(500.0));
        check(&[(0.1, 900.0), (0.97, 9.0), (0.98, 9.0), (0.99, -9.0)], None);
        check(&[(0.5, 50.0), (0.51, 50.0)], None);
        check(&[(0.96, 1.0), (1.0, 1.0)], None);
    }
}
