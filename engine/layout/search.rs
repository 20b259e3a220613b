//! A discrete search over orders: who stands left of and above whom decides crossings and wrong sides, and forces
//! alone do not find it.
//!
//! A [`Problem`] is a nest of boxes joined by wires. Each container holds a sequence pair ([`Order`]) of its members,
//! so every state of the search is free of overlap. [`anneal`] changes one order at a time (simulated annealing,
//! Kirkpatrick, Gelatt, Vecchi 1983, with a fixed number of moves, never a time limit), packs what changed up to the
//! outermost box, and judges the whole by one cost: sides missed, crossings of the straight lines, lines through
//! boxes, length, and the size of the window that the drawing would fill.

use glam::{DVec2, Vec2};

use super::order::{Order, Scratch};
use super::random::Random;
use crate::graph::Side;

/// What is to be arranged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problem {
    /// Every box's size; that of a container's box is found by packing.
    pub(crate) sizes: Vec<DVec2>,
    /// Each after those inside it; the last is the outermost.
    pub(crate) nests: Vec<Nest>,
    pub(crate) wires: Vec<Wire>,
    /// Least distance between neighbours.
    pub(crate) gap: f64,
    /// Width over height that the whole should come near to.
    pub(crate) aspect: f64,
}

/// A container and its frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nest {
    /// The boxes in it.
    pub(crate) members: Vec<usize>,
    /// The box that it is; `None` for the outermost.
    pub(crate) holder: Option<usize>,
    /// The nest that holds `holder`, by its place in [`Problem::nests`].
    pub(crate) outer: Option<usize>,
    pub(crate) frame: Frame,
}

/// What stands round the content of a container.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Frame {
    /// From the container's corner to its content's.
    pub(crate) before: DVec2,
    /// From the content's far corner to the container's.
    pub(crate) after: DVec2,
    /// Smallest size, for the title.
    pub(crate) least: DVec2,
}

/// A line between two pins.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    pub(crate) from: Pin,
    pub(crate) to: Far,
    /// How much its length and sides count; 1 for an edge.
    pub(crate) weight: f64,
    /// Size of the label on it; zero for none.
    pub(crate) label: DVec2,
    /// Boxes that it should not pass through.
    pub(crate) obstacles: Vec<usize>,
}

/// Where a wire goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Far {
    Pin(Pin),
    /// Out of the outermost container by this side.
    Out(Side),
}

/// Where a wire is joined to a box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pin {
    pub(crate) item: usize,
    pub(crate) side: Option<Side>,
    /// The box that is really meant, if it lies inside `item`: from `item`'s corner, and its size.
    pub(crate) inner: Option<(DVec2, DVec2)>,
}

/// A state of the search, with everything packed.
#[derive(Clone, Debug)]
pub(crate) struct Arrangement {
    /// One a nest.
    pub(crate) orders: Vec<Order>,
    /// Each box's corner, from that of the container that holds it.
    pub(crate) at: Vec<DVec2>,
    /// Each box's size.
    pub(crate) sizes: Vec<DVec2>,
    /// Size of the outermost container.
    pub(crate) whole: DVec2,
}

/// Prices, in px of wire length.
mod price {
    /// An end whose partner is not on the side asked for.
    pub(super) const SIDE: f64 = 1500.0;
    /// Two straight lines that cross.
    pub(super) const CROSSING: f64 = 200.0;
    /// A straight line through a box.
    pub(super) const THROUGH: f64 = 150.0;
    /// A px of distance across the asked axis (it costs bends) against 1 along it.
    pub(super) const ACROSS: f64 = 0.7;
    /// A px of distance along the asked axis.
    pub(super) const ALONG: f64 = 0.5;
    /// A line between facing sides that cannot be straight: in full from 40 px off.
    pub(super) const BEND: f64 = 60.0;
    /// A px of the side of the window that the drawing fills, for each wire: the more there is to see, the more its
    /// size matters, and a few boxes had better be joined by straight lines than packed.
    pub(super) const EXTENT_A_WIRE: f64 = 0.17;
    /// The least and the most of that for all wires.
    pub(super) const EXTENT: (f64, f64) = (1.0, 9.0);
}

impl Problem {
    /// Packs `orders`, innermost first.
    pub(crate) fn arrange(&self, orders: Vec<Order>) -> Arrangement {
        let mut state = Arrangement {
            orders,
            at: vec![DVec2::ZERO; self.sizes.len()],
            sizes: self.sizes.clone(),
            whole: DVec2::ZERO,
        };
        let mut desk = Desk::default();
        for nest in 0..self.nests.len() {
            self.pack(nest, &mut state, &mut desk);
        }
        state
    }

    /// What `state` costs; less is better.
    pub(crate) fn cost(&self, state: &Arrangement) -> f64 {
        self.cost_with(state, &mut Desk::default())
    }

    /// Packs one nest; says whether its own size changed.
    fn pack(&self, nest: usize, state: &mut Arrangement, desk: &mut Desk) -> bool {
        let Nest { members, holder, frame, .. } = &self.nests[nest];
        desk.sizes.clear();
        desk.sizes.extend(members.iter().map(|&item| state.sizes[item]));
        desk.at.resize(members.len(), DVec2::ZERO);
        let content =
            state.orders[nest].pack(&desk.sizes, self.gap, &mut desk.packing, &mut desk.at);
        let size = (content + frame.before + frame.after).max(frame.least);
        let shift = frame.before + (size - content - frame.before - frame.after) / 2.0;
        for (&item, &at) in members.iter().zip(&desk.at) {
            state.at[item] = at + shift;
        }
        let slot = match holder {
            Some(item) => &mut state.sizes[*item],
            None => &mut state.whole,
        };
        std::mem::replace(slot, size) != size
    }

    fn pack_upwards(&self, nest: usize, state: &mut Arrangement, desk: &mut Desk) {
        let mut next = Some(nest);
        while let Some(nest) = next {
            let grown = self.pack(nest, state, desk);
            next = if grown { self.nests[nest].outer } else { None };
        }
    }

    fn cost_with(&self, state: &Arrangement, desk: &mut Desk) -> f64 {
        desk.corners.resize(state.at.len(), DVec2::ZERO);
        desk.blocks.resize(state.at.len(), Block::default());
        for nest in self.nests.iter().rev() {
            let origin = nest.holder.map_or(DVec2::ZERO, |item| desk.corners[item]);
            for &item in &nest.members {
                desk.corners[item] = origin + state.at[item];
                desk.blocks[item] = Block::new(desk.corners[item], state.sizes[item]);
            }
        }
        let (least, most) = price::EXTENT;
        let extent_price = (price::EXTENT_A_WIRE * self.wires.len() as f64).clamp(least, most);
        let mut cost = extent_price * extent(state.whole, self.aspect);
        desk.lines.clear();
        for wire in &self.wires {
            let (line, price) = self.wire_cost(wire, state, desk);
            cost += price;
            desk.lines.push(line);
        }
        cost + price::CROSSING * f64::from(desk.lines.count_crossings())
    }

    fn wire_cost(&self, wire: &Wire, state: &Arrangement, desk: &Desk) -> ([DVec2; 2], f64) {
        let (corner, size) = inner_box(&wire.from, state, desk);
        let start = port(corner, size, wire.from.side);
        let (end, mut cost) = match wire.to {
            Far::Out(side) => (port_on_border(start, state.whole, side), 0.0),
            Far::Pin(pin) => {
                let (far_corner, far_size) = inner_box(&pin, state, desk);
                let (center, far_center) = (corner + size / 2.0, far_corner + far_size / 2.0);
                let missed = side_cost(
                    wire.from.side,
                    far_center - center,
                    (size + far_size) / 2.0 + self.gap / 2.0,
                ) + side_cost(
                    pin.side,
                    center - far_center,
                    (size + far_size) / 2.0 + self.gap / 2.0,
                );
                (port(far_corner, far_size, pin.side), missed)
            }
        };
        cost += length_cost(wire, (end - start).abs());
        let (from, to) = (start.as_vec2(), end.as_vec2());
        let n_passed =
            wire.obstacles.iter().filter(|&&item| desk.blocks[item].is_passed(from, to)).count();
        cost += price::THROUGH * n_passed as f64;
        ([start, end], cost * wire.weight)
    }
}

/// Runs `n_moves` moves from `start`, cooling from `heat` to 2 % of it, and returns the best state seen and its cost.
pub(crate) fn anneal(
    problem: &Problem,
    start: Arrangement,
    n_moves: usize,
    heat: f64,
    random: &mut Random,
) -> (Arrangement, f64) {
    let movable: Vec<usize> = (0..problem.nests.len())
        .filter(|&nest| problem.nests[nest].members.len() > 1)
        .flat_map(|nest| std::iter::repeat_n(nest, problem.nests[nest].members.len()))
        .collect();
    let mut desk = Desk::default();
    let mut cost = problem.cost_with(&start, &mut desk);
    let mut state = start;
    let (mut best, mut best_cost) = (state.clone(), cost);
    if movable.is_empty() {
        return (best, best_cost);
    }
    let cooling = libm::pow(0.02, 1.0 / n_moves.max(1) as f64);
    let mut heat = heat;
    let mut spare = state.clone();
    for _ in 0..n_moves {
        heat *= cooling;
        let nest = movable[random.below(movable.len())];
        spare.orders[nest].clone_from(&state.orders[nest]);
        spare.at.copy_from_slice(&state.at);
        spare.sizes.copy_from_slice(&state.sizes);
        spare.whole = state.whole;
        shuffle(&mut state.orders[nest], random);
        problem.pack_upwards(nest, &mut state, &mut desk);
        let changed = problem.cost_with(&state, &mut desk);
        if changed <= cost || random.unit() < libm::exp((cost - changed) / heat) {
            cost = changed;
            if cost < best_cost {
                best_cost = cost;
                best.clone_from(&state);
            }
        } else {
            std::mem::swap(&mut state.orders[nest], &mut spare.orders[nest]);
            std::mem::swap(&mut state.at, &mut spare.at);
            std::mem::swap(&mut state.sizes, &mut spare.sizes);
            state.whole = spare.whole;
        }
    }
    (best, best_cost)
}

/// One random step: two boxes change places in one order or in both, or one box goes elsewhere.
fn shuffle(order: &mut Order, random: &mut Random) {
    let k = order.first.len();
    let p = random.below(k);
    let q = (p + 1 + random.below(k - 1)) % k;
    match random.below(4) {
        0 => order.first.swap(p, q),
        1 => order.second.swap(p, q),
        2 => {
            let (a, b) = (order.first[p], order.first[q]);
            order.first.swap(p, q);
            exchange(&mut order.second, a, b);
        }
        _ => {
            let a = order.first[p];
            shift(&mut order.first, p, q);
            let from = order.second.iter().position(|&i| i == a).unwrap_or(0);
            shift(&mut order.second, from, random.below(k));
        }
    }
}

fn exchange(order: &mut [u32], a: u32, b: u32) {
    for i in order {
        if *i == a {
            *i = b;
        } else if *i == b {
            *i = a;
        }
    }
}

fn shift(order: &mut [u32], from: usize, to: usize) {
    if from < to {
        order[from..=to].rotate_left(1);
    } else {
        order[to..=from].rotate_right(1);
    }
}

/// The side of the window of the asked aspect that a drawing of this size fills, as of a square of the same area.
fn extent(size: DVec2, aspect: f64) -> f64 {
    let root = aspect.sqrt();
    // The larger side decides the zoom; a little of the other keeps the search from wasting it.
    let (a, b) = (size.x / root, size.y * root);
    0.85 * a.max(b) + 0.15 * a.min(b)
}

fn inner_box(pin: &Pin, state: &Arrangement, desk: &Desk) -> (DVec2, DVec2) {
    let corner = desk.corners[pin.item];
    match pin.inner {
        Some((offset, size)) => (corner + offset, size),
        None => (corner, state.sizes[pin.item]),
    }
}

/// The middle of a side, or of the box.
fn port(corner: DVec2, size: DVec2, side: Option<Side>) -> DVec2 {
    let along = match side {
        None => DVec2::new(0.5, 0.5),
        Some(Side::Left) => DVec2::new(0.0, 0.5),
        Some(Side::Right) => DVec2::new(1.0, 0.5),
        Some(Side::Top) => DVec2::new(0.5, 0.0),
        Some(Side::Bottom) => DVec2::new(0.5, 1.0),
    };
    corner + size * along
}

fn port_on_border(start: DVec2, whole: DVec2, side: Side) -> DVec2 {
    match side {
        Side::Left => DVec2::new(0.0, start.y),
        Side::Right => DVec2::new(whole.x, start.y),
        Side::Top => DVec2::new(start.x, 0.0),
        Side::Bottom => DVec2::new(start.x, whole.y),
    }
}

/// What it costs that the partner lies `off` from the middle while it should be clear of `side` by `clear`.
fn side_cost(side: Option<Side>, off: DVec2, clear: DVec2) -> f64 {
    let (ahead, clear) = match side {
        None => return 0.0,
        Some(Side::Left) => (-off.x, clear.x),
        Some(Side::Right) => (off.x, clear.x),
        Some(Side::Top) => (-off.y, clear.y),
        Some(Side::Bottom) => (off.y, clear.y),
    };
    let missed = if ahead <= 1.0 { price::SIDE } else { 0.0 };
    missed + (clear - ahead).max(0.0)
}

fn length_cost(wire: &Wire, off: DVec2) -> f64 {
    let far = match wire.to {
        Far::Pin(pin) => pin.side,
        Far::Out(side) => Some(side),
    };
    let flat = |side: Option<Side>| side.map(|side| matches!(side, Side::Left | Side::Right));
    match (flat(wire.from.side), flat(far)) {
        (Some(true), Some(true)) => off.x * price::ALONG + off.y * price::ACROSS + bend(off.y),
        (Some(false), Some(false)) => off.y * price::ALONG + off.x * price::ACROSS + bend(off.x),
        _ => (off.x + off.y) * price::ALONG,
    }
}

fn bend(across: f64) -> f64 {
    price::BEND * (across / 40.0).min(1.0)
}

/// A box as its corners, in single precision: it only decides whether a line passes.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    min: Vec2,
    max: Vec2,
}

impl Block {
    fn new(corner: DVec2, size: DVec2) -> Self {
        Self { min: corner.as_vec2() + 1.0, max: (corner + size).as_vec2() - 1.0 }
    }

    /// Whether the line passes through the inside of the box.
    fn is_passed(&self, start: Vec2, end: Vec2) -> bool {
        let (low, high) = (start.min(end), start.max(end));
        if low.x >= self.max.x
            || high.x <= self.min.x
            || low.y >= self.max.y
            || high.y <= self.min.y
        {
            return false;
        }
        // The corners of the diagonal that the line could separate lie on different sides of it.
        let step = end - start;
        let rising = step.x * step.y > 0.0;
        let (a, b) = if rising {
            ((self.max.x, self.min.y), (self.min.x, self.max.y))
        } else {
            ((self.min.x, self.min.y), (self.max.x, self.max.y))
        };
        let side = |(x, y): (f32, f32)| step.x * (y - start.y) - step.y * (x - start.x);
        side(a) * side(b) < 0.0
    }
}

/// Room for one evaluation.
#[derive(Debug, Default)]
struct Desk {
    packing: Scratch,
    sizes: Vec<DVec2>,
    at: Vec<DVec2>,
    /// Each box's corner, from that of the outermost container.
    corners: Vec<DVec2>,
    blocks: Vec<Block>,
    lines: Lines,
}

/// Straight lines as columns, so that the compiler can test several at once.
#[derive(Debug, Default)]
struct Lines {
    ax: Vec<f32>,
    ay: Vec<f32>,
    bx: Vec<f32>,
    by: Vec<f32>,
}

impl Lines {
    fn clear(&mut self) {
        for column in [&mut self.ax, &mut self.ay, &mut self.bx, &mut self.by] {
            column.clear();
        }
    }

    fn push(&mut self, [a, b]: [DVec2; 2]) {
        let (a, b) = (a.as_vec2(), b.as_vec2());
        self.ax.push(a.x);
        self.ay.push(a.y);
        self.bx.push(b.x);
        self.by.push(b.y);
    }

    /// Pairs of lines that cross; lines that only touch do not.
    fn count_crossings(&self) -> u32 {
        let n = self.ax.len();
        let mut count = 0;
        for i in 0..n {
            let (ax, ay) = (self.ax[i], self.ay[i]);
            let (ux, uy) = (self.bx[i] - ax, self.by[i] - ay);
            let rest = i + 1..n;
            let columns = self.ax[rest.clone()]
                .iter()
                .zip(&self.ay[rest.clone()])
                .zip(self.bx[rest.clone()].iter().zip(&self.by[rest]));
            for ((&cx, &cy), (&dx, &dy)) in columns {
                let (px, py, qx, qy) = (cx - ax, cy - ay, dx - ax, dy - ay);
                let one = (ux * py - uy * px) * (ux * qy - uy * qx);
                let (vx, vy) = (dx - cx, dy - cy);
                let two = (vy * px - vx * py) * (vx * (uy - py) - vy * (ux - px));
                count += u32::from((one < 0.0) & (two < 0.0));
            }
        }
        count
    }
}
