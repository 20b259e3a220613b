//! Finds places for new boxes among those of a container that stood there before.
//!
//! For one new box after the other, those that most wires join to what stands first: places beside, between and in line
//! with the others are tried, room is made by pushing ([`super::shove`]), and the outcome is judged as the search judges
//! it, with a price on what moves and on what the container grows.

use glam::{DVec2, Vec2};

use super::force::outward;
use super::geometry::single;
use super::judge::Judge;
use super::problem::{Far, Packing, Pin, Problem, Wire};
use super::shove::Crowd;

/// A px that a service is moved by, in px of wire length.
const MOVED: f64 = 0.25;

/// A px that the container grows by: what stands round it has to make room in its turn.
const GROWN: f64 = 1.0;

/// Tests of two boxes that placing one of them is worth.
const BUDGET: usize = 3_000_000;

/// Places tried for each axis at most.
const MOST_LINES: usize = 32;

/// Beyond so many boxes a new one simply goes where its wires point.
const FEW: usize = 160;

/// The boxes of a container on their way to standing all.
#[derive(Debug)]
pub(super) struct Scene<'p> {
    /// The only nest of it holds the boxes `0..k`.
    pub(super) problem: &'p Problem,
    /// Corner and size as they stood, from the container's corner; of those that do not stand yet nothing is read.
    pub(super) stood: Vec<(DVec2, DVec2)>,
    /// Where they had better have their corners now.
    pub(super) wished: Vec<DVec2>,
    pub(super) stands: Vec<bool>,
    /// How much it matters that they stay.
    pub(super) weights: Vec<f64>,
}

impl Scene<'_> {
    /// Gives every box that does not stand a place, perhaps on top of others, which are to make room.
    pub(super) fn complete(&mut self) {
        while let Some(new) = self.next() {
            let problem = self.part(new);
            let center = self.find(new, &problem);
            let size = self.problem.sizes[new];
            // Whole px.
            let corner = (center - size / 2.0).round();
            self.stood[new] = (corner, size);
            self.wished[new] = corner;
            self.stands[new] = true;
        }
    }

    /// The box that most wires join to what stands, the first of equals.
    fn next(&self) -> Option<usize> {
        let mut n_wires = vec![0; self.stands.len()];
        for wire in &self.problem.wires {
            let Far::Pin(to) = wire.to else { continue };
            for (a, b) in [(wire.from.item, to.item), (to.item, wire.from.item)] {
                n_wires[a] += usize::from(self.stands[b]);
            }
        }
        let waiting = (0..self.stands.len()).filter(|&i| !self.stands[i]);
        waiting.max_by_key(|&i| (n_wires[i], std::cmp::Reverse(i)))
    }

    /// The problem without what does not stand yet, but with `new`.
    fn part(&self, new: usize) -> Problem {
        let is_in = |item: usize| item == new || self.stands[item];
        let is_whole = |wire: &&Wire| {
            is_in(wire.from.item) && !matches!(wire.to, Far::Pin(to) if !is_in(to.item))
        };
        let wires = self.problem.wires.iter().filter(is_whole).map(|wire| {
            let obstacles = wire.obstacles.iter().copied().filter(|&item| is_in(item));
            Wire { obstacles: obstacles.collect(), ..wire.clone() }
        });
        Problem { wires: wires.collect(), ..self.problem.clone() }
    }

    /// Where the middle of `new` had best be.
    fn find(&self, new: usize, problem: &Problem) -> DVec2 {
        let hopes = self.hopes(new, problem);
        let ideal = match hopes.len() {
            0 => self.middle(),
            n => hopes.iter().copied().sum::<DVec2>() / n as f64,
        };
        let k = self.stands.len();
        if k > FEW {
            return ideal;
        }
        let n_tries = BUDGET / (2 * k * k + 20 * problem.wires.len() + 1);
        let n_lines = n_tries.isqrt().clamp(4, MOST_LINES);
        let lines = [0, 1].map(|axis| self.lines(new, axis, &hopes, ideal[axis], n_lines));
        let mut trial = Trial::new(self, new, problem);
        let mut best = (ideal, f32::INFINITY);
        for &x in &lines[0] {
            for &y in &lines[1] {
                let center = DVec2::new(x, y);
                let price = trial.price(center);
                if price < best.1 {
                    best = (center, price);
                }
            }
        }
        best.0
    }

    /// Where each wire to what stands would have the middle of `new`.
    fn hopes(&self, new: usize, problem: &Problem) -> Vec<DVec2> {
        let hope = |mine: &Pin, theirs: &Pin| {
            let (corner, size) = self.stood[theirs.item];
            let (at, inner) = theirs.inner.unwrap_or((DVec2::ZERO, size));
            let off = mine
                .inner
                .map_or(DVec2::ZERO, |(at, inner)| at + inner / 2.0 - problem.sizes[new] / 2.0);
            let step =
                theirs.side.map_or(DVec2::ZERO, outward) - mine.side.map_or(DVec2::ZERO, outward);
            let step = step.clamp(DVec2::NEG_ONE, DVec2::ONE);
            let clear = (problem.sizes[new] + size) / 2.0 + problem.gap;
            // In line with the box that is meant, beyond the one that holds it.
            let line = corner + at + inner / 2.0;
            let beyond = corner + size / 2.0 + step * clear;
            DVec2::select(step.cmpeq(DVec2::ZERO), line - off, beyond)
        };
        let of = |wire: &Wire| match wire.to {
            Far::Pin(to) if to.item == new => Some(hope(&to, &wire.from)),
            Far::Pin(to) if wire.from.item == new => Some(hope(&wire.from, &to)),
            _ => None,
        };
        problem.wires.iter().filter_map(of).collect()
    }

    /// The middle of all that stands.
    fn middle(&self) -> DVec2 {
        let (low, high) = self.extent();
        (low + high) / 2.0
    }

    fn extent(&self) -> (DVec2, DVec2) {
        let far = DVec2::splat(f64::INFINITY);
        self.standing().fold((far, -far), |(low, high), i| {
            let (at, size) = self.stood[i];
            (low.min(at), high.max(at + size))
        })
    }

    fn standing(&self) -> impl Iterator<Item = usize> {
        (0..self.stands.len()).filter(|&i| self.stands[i])
    }

    /// Coordinates worth a try: in line with each box, on both sides of it, and wedged in beside it; those nearest to
    /// `ideal`.
    fn lines(&self, new: usize, axis: usize, hopes: &[DVec2], ideal: f64, most: usize) -> Vec<f64> {
        let (half, gap) = (self.problem.sizes[new][axis] / 2.0, self.problem.gap);
        let beside = self.standing().flat_map(|i| {
            let (at, size) = (self.stood[i].0[axis], self.stood[i].1[axis]);
            let (low, high) = (at - gap, at + size + gap);
            [low - half, low + gap / 2.0, at + size / 2.0, high - gap / 2.0, high + half]
        });
        let mut lines: Vec<f64> = hopes.iter().map(|hope| hope[axis]).chain(beside).collect();
        lines.sort_by(|a, b| (a - ideal).abs().total_cmp(&(b - ideal).abs()).then(a.total_cmp(b)));
        lines.dedup();
        lines.truncate(most);
        lines
    }
}

/// Tries places for one box.
struct Trial<'s> {
    scene: &'s Scene<'s>,
    new: usize,
    judge: Judge<'s>,
    members: Vec<usize>,
    stood: Vec<(DVec2, DVec2)>,
    wished: Vec<DVec2>,
    at: Vec<DVec2>,
    packing: Packing,
    /// Size of the content before.
    before: DVec2,
}

impl<'s> Trial<'s> {
    fn new(scene: &'s Scene<'s>, new: usize, problem: &'s Problem) -> Self {
        let (low, high) = scene.extent();
        let members = (0..scene.stands.len()).filter(|&i| i == new || scene.stands[i]);
        Self {
            scene,
            new,
            judge: Judge::new(problem),
            members: members.collect(),
            stood: scene.stood.clone(),
            wished: scene.wished.clone(),
            at: scene.wished.clone(),
            packing: Packing::new(problem),
            before: high - low,
        }
    }

    /// What it costs to have the new box round `center`.
    fn price(&mut self, center: DVec2) -> f32 {
        let problem = self.scene.problem;
        let corner = center - problem.sizes[self.new] / 2.0;
        self.stood[self.new] = (corner, problem.sizes[self.new]);
        self.wished[self.new] = corner;
        let crowd = Crowd { stood: &self.stood, sizes: &problem.sizes, gap: problem.gap };
        crowd.shove(&self.members, &self.wished, &mut self.at);
        let far = DVec2::splat(f64::INFINITY);
        let (low, high) = self.members.iter().fold((far, -far), |(low, high), &i| {
            (low.min(self.at[i]), high.max(self.at[i] + problem.sizes[i]))
        });
        let frame = &problem.nests[0].frame;
        for &i in &self.members {
            self.packing.at[i] = (self.at[i] - low + frame.before).as_vec2();
        }
        let whole = (high - low + frame.before + frame.after).max(frame.least);
        self.packing.whole = Vec2::new(single(whole.x), single(whole.y));
        let moved = |&i: &usize| (self.at[i] - self.wished[i]).abs().element_sum();
        let moved: f64 = self.members.iter().map(|i| self.scene.weights[*i] * moved(i)).sum();
        let grown = (high - low - self.before).max(DVec2::ZERO).element_sum();
        let extra = single(MOVED * moved + GROWN * grown);
        extra + self.judge.cost(&self.packing, f32::INFINITY)
    }
}
