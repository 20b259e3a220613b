//! What an arrangement costs: one number for the search to bring down.
//!
//! Sides missed, crossings of the straight lines between ports, lines through boxes, length, and the size of the window
//! that the drawing would fill. A verdict that is sure to be too dear is not worked out to the end.

use fearless_simd::Level;
use glam::Vec2;

use super::geometry::single;
use super::kernel::{Blocks, InTheWay, Lines};
use super::problem::{Far, Packing, Pin, Problem, Reading, Wire};
use crate::graph::Side;

/// Prices, in px of wire length.
pub(super) mod price {
    /// An end whose partner is not on the side asked for.
    pub(crate) const SIDE: f32 = 1500.0;
    /// Two straight lines that cross.
    pub(super) const CROSSING: f32 = 200.0;
    /// A straight line through a box.
    pub(super) const THROUGH: f32 = 150.0;
    /// A px of distance across the asked axis (it costs bends) against 1 along it.
    pub(super) const ACROSS: f32 = 0.7;
    /// A px of distance along the asked axis.
    pub(super) const ALONG: f32 = 0.5;
    /// A line between facing sides that cannot be straight: in full from [`SLANT`] px off.
    pub(super) const BEND: f32 = 60.0;
    /// The same where straight lines are asked for.
    pub(super) const BEND_STRAIGHT: f32 = 180.0;
    /// Px.
    pub(super) const SLANT: f32 = 40.0;
    /// A px of the side of the window that the drawing fills, for each wire: the more there is to see, the more its
    /// size matters, and a few boxes had better be joined by straight lines than packed.
    pub(super) const EXTENT_A_WIRE: f32 = 0.17;
    /// The least and the most of that for all wires.
    pub(super) const EXTENT: (f32, f32) = (1.0, 9.0);
}

/// Judges packings of one problem.
#[derive(Debug)]
pub(super) struct Judge<'p> {
    problem: &'p Problem,
    level: Level,
    wires: Vec<Track>,
    weights: Vec<f32>,
    in_the_way: InTheWay,
    has_obstacles: bool,
    extent_price: f32,
    /// Each box's corner, from that of the outermost container.
    corners: Vec<Vec2>,
    lines: Lines,
    blocks: Blocks,
}

impl<'p> Judge<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        let (n_items, n_wires) = (problem.sizes.len(), problem.wires.len());
        let mut in_the_way = InTheWay::new(n_wires, n_items);
        for (line, wire) in problem.wires.iter().enumerate() {
            for &item in &wire.obstacles {
                in_the_way.set(line, item);
            }
        }
        let (least, most) = price::EXTENT;
        Self {
            problem,
            level: Level::new(),
            wires: problem.wires.iter().map(|wire| Track::new(problem, wire)).collect(),
            weights: problem.wires.iter().map(|wire| single(wire.weight)).collect(),
            in_the_way,
            has_obstacles: problem.wires.iter().any(|wire| !wire.obstacles.is_empty()),
            extent_price: (price::EXTENT_A_WIRE * n_wires as f32).clamp(least, most),
            corners: vec![Vec2::ZERO; n_items],
            lines: Lines::new(n_wires),
            blocks: Blocks::new(n_items),
        }
    }

    /// What `state` costs; if that is above `limit`, perhaps less than that, but above `limit`.
    pub(super) fn cost(&mut self, state: &Packing, limit: f32) -> f32 {
        let root = single(self.problem.aspect.sqrt());
        let mut cost = self.extent_price * extent(state.whole, root);
        cost += self.problem.reading.turned * n_turned(&self.problem.reading, state) as f32;
        self.find_corners(state);
        for (i, wire) in self.wires.iter().enumerate() {
            let (start, end, price) = wire.lay(state, &self.corners);
            cost += price * self.weights[i];
            self.lines.set(i, start, end);
        }
        if cost > limit {
            return cost;
        }
        cost += price::CROSSING * self.lines.count_crossings(self.level) as f32;
        if cost > limit || !self.has_obstacles {
            return cost;
        }
        for (item, (&corner, &size)) in self.corners.iter().zip(&state.sizes).enumerate() {
            self.blocks.set(item, corner, size);
        }
        let most = (limit - cost) / price::THROUGH;
        let (blocks, in_the_way) = (&self.blocks, &self.in_the_way);
        let weighed =
            self.lines.weigh_passages(self.level, blocks, in_the_way, &self.weights, most);
        cost + price::THROUGH * weighed
    }

    fn find_corners(&mut self, state: &Packing) {
        for nest in self.problem.nests.iter().rev() {
            let origin = nest.holder.map_or(Vec2::ZERO, |item| self.corners[item]);
            for &item in &nest.members {
                self.corners[item] = origin + state.at[item];
            }
        }
    }
}

/// How many pairs stand in one row or column, but not as the text names them.
fn n_turned(reading: &Reading, state: &Packing) -> usize {
    let is_turned = |&&[first, second]: &&[usize; 2]| {
        // How far the second would have to move to stand clear, right of the first and below it.
        let (a, b) = (state.at[first], state.at[second]);
        let (before, after) = (b + state.sizes[second] - a, b - a - state.sizes[first]);
        let is_beyond = after.cmpge(Vec2::ZERO);
        let is_short = before.cmple(Vec2::ZERO);
        !is_beyond.any() && is_short.any() && !is_short.all()
    };
    reading.pairs.iter().filter(is_turned).count()
}

/// The side of the window of the asked aspect (whose root is `root`) that a drawing of this size fills, as of a square
/// of the same area.
fn extent(size: Vec2, root: f32) -> f32 {
    // The larger side decides the zoom; a little of the other keeps the search from wasting it.
    let (a, b) = (size.x / root, size.y * root);
    0.85 * a.max(b) + 0.15 * a.min(b)
}

/// A point of a box: from its corner, plus a share of its size.
#[derive(Clone, Copy, Debug, Default)]
struct Spot {
    fixed: Vec2,
    share: Vec2,
}

impl Spot {
    fn of(pin: &Pin, share: Vec2) -> Self {
        match pin.inner {
            Some((offset, size)) => {
                Self { fixed: offset.as_vec2() + size.as_vec2() * share, share: Vec2::ZERO }
            }
            None => Self { fixed: Vec2::ZERO, share },
        }
    }

    fn at(self, corner: Vec2, size: Vec2) -> Vec2 {
        corner + self.fixed + self.share * size
    }
}

/// One end of a wire.
#[derive(Clone, Copy, Debug)]
struct End {
    item: usize,
    port: Spot,
    middle: Spot,
    half: Spot,
    /// The unit step out of the side asked for, or zero.
    out: Vec2,
}

impl End {
    fn new(pin: &Pin) -> Self {
        let half = match pin.inner {
            Some((_, size)) => Spot { fixed: size.as_vec2() / 2.0, share: Vec2::ZERO },
            None => Spot { fixed: Vec2::ZERO, share: Vec2::splat(0.5) },
        };
        let out = pin.side.map_or(Vec2::ZERO, outward);
        Self {
            item: pin.item,
            port: Spot::of(pin, (out + 1.0) / 2.0),
            middle: Spot::of(pin, Vec2::splat(0.5)),
            half,
            out,
        }
    }
}

/// A wire made ready for judging many times.
#[derive(Clone, Copy, Debug)]
struct Track {
    from: End,
    to: To,
    /// Price of a px by axis.
    px: Vec2,
    /// Price of not being straight, by the axis that tells.
    bend: Vec2,
    gap: f32,
    /// Price of an end whose partner is not on the side asked for, and of a px by which it is not clear of it.
    side: f32,
    clear: f32,
}

#[derive(Clone, Copy, Debug)]
enum To {
    End(End),
    Border(Side),
}

impl Track {
    fn new(problem: &Problem, wire: &Wire) -> Self {
        let (to, far) = match wire.to {
            Far::Pin(pin) => (To::End(End::new(&pin)), pin.side),
            Far::Out(side) => (To::Border(side), Some(side)),
        };
        let is_flat =
            |side: Option<Side>| side.map(|side| matches!(side, Side::Left | Side::Right));
        let (px, bend) = match (is_flat(wire.from.side), is_flat(far)) {
            (Some(true), Some(true)) => (Vec2::new(price::ALONG, price::ACROSS), Vec2::Y),
            (Some(false), Some(false)) => (Vec2::new(price::ACROSS, price::ALONG), Vec2::X),
            _ => (Vec2::splat(price::ALONG), Vec2::ZERO),
        };
        let bend = bend * if problem.is_straight { price::BEND_STRAIGHT } else { price::BEND };
        let side = price::SIDE * wire.faith;
        let from = End::new(&wire.from);
        Self { from, to, px, bend, gap: single(problem.gap), side, clear: wire.faith }
    }

    /// Where it starts and ends, and what it costs alone.
    fn lay(&self, state: &Packing, corners: &[Vec2]) -> (Vec2, Vec2, f32) {
        let (from, corner) = (&self.from, corners[self.from.item]);
        let size = state.sizes[from.item];
        let start = from.port.at(corner, size);
        let (end, missed) = match &self.to {
            To::Border(side) => (on_border(start, state.whole, *side), 0.0),
            To::End(to) => {
                let (far_corner, far_size) = (corners[to.item], state.sizes[to.item]);
                let off = to.middle.at(far_corner, far_size) - from.middle.at(corner, size);
                let halves = from.half.at(Vec2::ZERO, size) + to.half.at(Vec2::ZERO, far_size);
                let clear = halves + self.gap / 2.0;
                let missed =
                    self.side_cost(from.out, off, clear) + self.side_cost(to.out, -off, clear);
                (to.port.at(far_corner, far_size), missed)
            }
        };
        let off = (end - start).abs();
        let slant = (off / price::SLANT).min(Vec2::ONE);
        (start, end, missed + off.dot(self.px) + slant.dot(self.bend))
    }

    /// What it costs that the partner lies `off` from the middle while it should be clear of the side `out` by `clear`.
    fn side_cost(&self, out: Vec2, off: Vec2, clear: Vec2) -> f32 {
        if out == Vec2::ZERO {
            return 0.0;
        }
        let (ahead, clear) = (off.dot(out), clear.dot(out.abs()));
        let missed = if ahead <= 1.0 { self.side } else { 0.0 };
        missed + self.clear * (clear - ahead).max(0.0)
    }
}

/// The unit step out of a box by `side`.
fn outward(side: Side) -> Vec2 {
    super::force::outward(side).as_vec2()
}

fn on_border(start: Vec2, whole: Vec2, side: Side) -> Vec2 {
    match side {
        Side::Left => Vec2::new(0.0, start.y),
        Side::Right => Vec2::new(whole.x, start.y),
        Side::Top => Vec2::new(start.x, 0.0),
        Side::Bottom => Vec2::new(start.x, whole.y),
    }
}
