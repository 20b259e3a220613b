//! A discrete search over orders: who stands left of and above whom decides crossings and wrong sides, and forces
//! alone do not find it.
//!
//! Each container of a [`Problem`] holds a sequence pair ([`Order`]) of its members, so every state of the search is
//! free of overlap. [`anneal`] changes one order at a time (simulated annealing, Kirkpatrick, Gelatt, Vecchi 1983, with
//! a fixed number of moves, never a time limit), packs what changed up to the outermost box, and has the whole judged.
//! The dice that decide on a dearer state are thrown first: most moves are dropped before they are judged to the end,
//! and those that turn an asked side into its opposite before anything is packed.

use super::geometry::single;
use super::judge::{Judge, price};
use super::order::Order;
use super::problem::{Far, Packing, Problem, Room};
use super::random::Random;
use crate::graph::Side;

/// What a move may gain elsewhere while it misses further sides, px of wire length; beyond, it is not even tried.
const HOPE: f32 = 600.0;

/// The heat at the end, as a share of that at the start.
const COOLED: f64 = 0.02;

/// Runs `n_moves` moves from `start`, cooling from `heat` to 2 % of it, and returns the best orders seen and their cost.
pub(super) fn anneal(
    problem: &Problem,
    start: &[Order],
    n_moves: usize,
    heat: f32,
    random: Random,
) -> (Vec<Order>, f32) {
    let mut annealing = Annealing::new(problem, start, n_moves, heat, random);
    annealing.advance(problem, n_moves);
    annealing.best
}

/// A search that may rest between any two moves: however they are spread over calls, they come to the same.
#[derive(Clone, Debug)]
pub(super) struct Annealing {
    /// The best orders seen, and their cost.
    pub(super) best: (Vec<Order>, f32),
    orders: Vec<Order>,
    heat: f64,
    cooling: f64,
    random: Random,
}

impl Annealing {
    /// A search of `n_moves` moves from `start`, none of them made yet.
    pub(super) fn new(
        problem: &Problem,
        start: &[Order],
        n_moves: usize,
        heat: f32,
        random: Random,
    ) -> Self {
        Self {
            best: (start.to_vec(), Walk::new(problem, start).cost),
            orders: start.to_vec(),
            heat: f64::from(heat),
            cooling: libm::pow(COOLED, 1.0 / n_moves.max(1) as f64),
            random,
        }
    }

    /// Makes the next `n_moves` moves.
    pub(super) fn advance(&mut self, problem: &Problem, n_moves: usize) {
        let movable: Vec<usize> = (0..problem.nests.len())
            .filter(|&nest| problem.nests[nest].members.len() > 1)
            .flat_map(|nest| std::iter::repeat_n(nest, problem.nests[nest].members.len()))
            .collect();
        if movable.is_empty() {
            return;
        }
        // A walk is told by its orders: what it has packed and what that costs follow from them.
        let mut walk = Walk::new(problem, &self.orders);
        let random = &mut self.random;
        for _ in 0..n_moves {
            self.heat *= self.cooling;
            let nest = movable[random.below(movable.len())];
            let dearer = -self.heat * libm::log(random.unit().max(1e-12));
            if walk.step(nest, single(dearer), random) && walk.cost < self.best.1 {
                self.best.1 = walk.cost;
                self.best.0.clone_from(&walk.orders);
            }
        }
        self.orders = walk.orders;
    }
}

/// A state on its way.
struct Walk<'p> {
    problem: &'p Problem,
    judge: Judge<'p>,
    /// What is asked between the members of each nest.
    asks: Vec<Vec<Ask>>,
    orders: Vec<Order>,
    state: Packing,
    cost: f32,
    /// What it was before the step.
    spare: Packing,
    spare_order: Order,
    ranks: [Vec<u32>; 2],
    room: Room,
}

impl<'p> Walk<'p> {
    fn new(problem: &'p Problem, start: &[Order]) -> Self {
        let mut state = Packing::new(problem);
        let mut room = Room::default();
        for (nest, order) in start.iter().enumerate() {
            state.pack(problem, nest, order, &mut room);
        }
        let mut judge = Judge::new(problem);
        let cost = judge.cost(&state, f32::INFINITY);
        Self {
            problem,
            judge,
            asks: asks(problem),
            orders: start.to_vec(),
            spare: state.clone(),
            state,
            cost,
            spare_order: Order::default(),
            ranks: [Vec::new(), Vec::new()],
            room,
        }
    }

    /// Tries one move in `nest`; it stays if it costs at most `dearer` more.
    fn step(&mut self, nest: usize, dearer: f32, random: &mut Random) -> bool {
        self.spare_order.clone_from(&self.orders[nest]);
        let missed = self.missed(nest);
        shuffle(&mut self.orders[nest], random);
        if self.missed(nest) - missed > (dearer + HOPE) / price::SIDE {
            std::mem::swap(&mut self.orders[nest], &mut self.spare_order);
            return false;
        }
        self.spare.copy_from(&self.state);
        self.state.pack_upwards(self.problem, nest, &self.orders, &mut self.room);
        let limit = self.cost + dearer;
        let cost = self.judge.cost(&self.state, limit);
        if cost <= limit {
            self.cost = cost;
            return true;
        }
        std::mem::swap(&mut self.orders[nest], &mut self.spare_order);
        std::mem::swap(&mut self.state, &mut self.spare);
        false
    }

    /// Weight of the asks between the members of `nest` that its order turns round.
    fn missed(&mut self, nest: usize) -> f32 {
        let asks = &self.asks[nest];
        if asks.is_empty() {
            return 0.0;
        }
        let order = &self.orders[nest];
        for (ranks, order) in self.ranks.iter_mut().zip([&order.first, &order.second]) {
            ranks.resize(order.len(), 0);
            for (rank, &i) in (0..).zip(order) {
                ranks[i as usize] = rank;
            }
        }
        let [first, second] = &self.ranks;
        let is_missed = |ask: &&Ask| {
            let [a, b] = ask.members;
            [first[a] < first[b], second[a] < second[b]] == ask.forbidden
        };
        asks.iter().filter(is_missed).map(|ask| ask.weight).sum()
    }
}

/// That one member of a nest does not stand on the wrong side of another.
#[derive(Clone, Copy, Debug)]
struct Ask {
    members: [usize; 2],
    /// Whether the first stands before the second in the first and in the second order, where the side is missed.
    forbidden: [bool; 2],
    weight: f32,
}

fn asks(problem: &Problem) -> Vec<Vec<Ask>> {
    let n_nests = problem.nests.len();
    let mut place = vec![(0, 0); problem.sizes.len()];
    let mut depth = vec![0; n_nests];
    for (i, nest) in problem.nests.iter().enumerate().rev() {
        depth[i] = nest.outer.map_or(0, |outer| depth[outer] + 1);
        for (slot, &item) in nest.members.iter().enumerate() {
            place[item] = (i, slot);
        }
    }
    let mut asks = vec![Vec::new(); n_nests];
    for wire in &problem.wires {
        let Far::Pin(far) = wire.to else { continue };
        let mut ends = [wire.from.item, far.item];
        while place[ends[0]].0 != place[ends[1]].0 {
            let deeper = usize::from(depth[place[ends[1]].0] > depth[place[ends[0]].0]);
            let Some(holder) = problem.nests[place[ends[deeper]].0].holder else { break };
            ends[deeper] = holder;
        }
        let (nest, a) = place[ends[0]];
        let (other, b) = place[ends[1]];
        if nest != other || a == b {
            continue;
        }
        let weight = single(wire.weight);
        for (members, side) in [([a, b], wire.from.side), ([b, a], far.side)] {
            let Some(side) = side else { continue };
            asks[nest].push(Ask { members, forbidden: opposite(side), weight });
        }
    }
    asks
}

/// How two boxes stand in both orders when the second is on the side of the first that is opposite to `side`.
fn opposite(side: Side) -> [bool; 2] {
    match side {
        Side::Left => [true, true],
        Side::Right => [false, false],
        Side::Top => [true, false],
        Side::Bottom => [false, true],
    }
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
