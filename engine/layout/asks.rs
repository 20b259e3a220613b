//! Asks that are given up.

use glam::DVec2;

use super::force::outward;
use super::problem::{Arrangement, Far, Pin, Problem};
use crate::graph::Side;

/// Takes the asks for sides out of `problem` that `stood` turns round: the order is not to change, so they cannot be met,
/// and would only draw things out of their places as near to the border between them as they can get.
pub(super) fn give_up_turned(problem: &mut Problem, stood: &Arrangement) {
    let corners = problem.corners(stood);
    let middle = |pin: &Pin| {
        let (at, size) = pin.inner.unwrap_or((DVec2::ZERO, stood.sizes[pin.item]));
        corners[pin.item] + at + size / 2.0
    };
    for wire in &mut problem.wires {
        let Far::Pin(to) = &mut wire.to else { continue };
        let way = middle(to) - middle(&wire.from);
        let is_met = |way: DVec2| move |side: &Side| outward(*side).dot(way) > 0.0;
        wire.from.side = wire.from.side.filter(is_met(way));
        to.side = to.side.filter(is_met(-way));
    }
}
