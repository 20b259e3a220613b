//! What a wheel is to do, where the person has said so.

use kurbo::Vec2;

use crate::explore::Event;

/// What a wheel or a touchpad does without modifiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wheel {
    /// A wheel zooms, a touchpad pans, as far as the system can tell them apart.
    #[default]
    Auto,
    /// Both zoom.
    Zoom,
    /// Both pan.
    Pan,
}

/// A notch is so many px of a touchpad, logical.
const NOTCH: f64 = 64.0;

/// `event` as the person wants it meant.
pub(super) fn meant(event: Event, wheel: Wheel) -> Event {
    match (event, wheel) {
        (Event::Wheel(notches), Wheel::Pan) => Event::Swiped(notches * NOTCH),
        (Event::Swiped(by), Wheel::Zoom) => Event::Wheel(Vec2::new(0.0, by.y / NOTCH)),
        (event, _) => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wheel_does_what_was_set() {
        let (notch, swipe) =
            (Event::Wheel(Vec2::new(0.0, 1.0)), Event::Swiped(Vec2::new(3.0, 64.0)));
        let check = |event: &Event, wheel: Wheel, expected: Event| {
            assert_eq!(meant(event.clone(), wheel), expected, "{event:?} {wheel:?}");
        };
        check(&notch, Wheel::Auto, notch.clone());
        check(&notch, Wheel::Zoom, notch.clone());
        check(&notch, Wheel::Pan, Event::Swiped(Vec2::new(0.0, 64.0)));
        check(&swipe, Wheel::Auto, swipe.clone());
        check(&swipe, Wheel::Pan, swipe.clone());
        check(&swipe, Wheel::Zoom, notch.clone());
    }
}
