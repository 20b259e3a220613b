//! Forces that find a first arrangement of the boxes in one container.
//!
//! Every wire asks that its ends stand on the asked sides of each other and in line, boxes ask not to overlap, and
//! wires that leave the container pull towards their border. All asks are met a little at a time by moving the boxes
//! (position-based dynamics: Müller, Heidelberger, Hennix, Ratcliff 2007, one Gauss-Seidel sweep an iteration), with a
//! stiffness that rises. Boxes start where a walk along the wires puts them, one step to the asked side each.

use std::collections::VecDeque;

use glam::DVec2;

use super::problem::{Far, Pin, Problem};
use super::random::Random;
use crate::graph::Side;

/// Up to this many boxes every pair is looked at for overlaps; beyond, a grid finds the near ones.
const ALL_PAIRS: usize = 128;

/// Middles for the members of the only nest of `problem`, as a walk that starts at member `root` suggests.
pub(crate) fn start(
    problem: &Problem,
    root: usize,
    n_iterations: usize,
    random: &mut Random,
) -> Vec<DVec2> {
    let bodies = Bodies::new(problem);
    let mut at = bodies.walk(root, random);
    for i in 0..n_iterations {
        let stiffness = 0.3 + 0.7 * i as f64 / n_iterations as f64;
        bodies.pull(&mut at, stiffness);
        bodies.separate(&mut at);
    }
    at
}

/// The unit step out of a box by `side`.
pub(crate) fn outward(side: Side) -> DVec2 {
    match side {
        Side::Left => DVec2::new(-1.0, 0.0),
        Side::Right => DVec2::new(1.0, 0.0),
        Side::Top => DVec2::new(0.0, -1.0),
        Side::Bottom => DVec2::new(0.0, 1.0),
    }
}

struct Bodies {
    /// Size of each member with half a gap all round.
    sizes: Vec<DVec2>,
    springs: Vec<Spring>,
    exits: Vec<(usize, DVec2)>,
    gap: f64,
    aspect: f64,
}

struct Spring {
    a: usize,
    b: usize,
    /// From `a` to `b`, where a side is asked for; a mixed pair has both components.
    direction: DVec2,
    /// From the member's middle to that of the box inside it that is meant.
    offset_a: DVec2,
    offset_b: DVec2,
    weight: f64,
}

impl Bodies {
    fn new(problem: &Problem) -> Self {
        let members = problem.nests.last().map_or(&[][..], |nest| &nest.members);
        let mut place = vec![usize::MAX; problem.sizes.len()];
        for (i, &item) in members.iter().enumerate() {
            place[item] = i;
        }
        let offset = |pin: &Pin| {
            pin.inner.map_or(DVec2::ZERO, |(corner, size)| {
                corner + size / 2.0 - problem.sizes[pin.item] / 2.0
            })
        };
        let (mut springs, mut exits) = (Vec::new(), Vec::new());
        for wire in &problem.wires {
            let a = place[wire.from.item];
            match wire.to {
                Far::Out(side) => exits.push((a, outward(side))),
                Far::Pin(pin) => {
                    let step = wire.from.side.map_or(DVec2::ZERO, outward)
                        - pin.side.map_or(DVec2::ZERO, outward);
                    springs.push(Spring {
                        a,
                        b: place[pin.item],
                        direction: step.clamp(DVec2::NEG_ONE, DVec2::ONE),
                        offset_a: offset(&wire.from),
                        offset_b: offset(&pin),
                        weight: wire.weight,
                    });
                }
            }
        }
        let sizes = members.iter().map(|&item| problem.sizes[item] + problem.gap).collect();
        Self { sizes, springs, exits, gap: problem.gap, aspect: problem.aspect }
    }

    /// Places members along the wires, breadth first; parts that no wire joins go beside each other.
    fn walk(&self, root: usize, random: &mut Random) -> Vec<DVec2> {
        let k = self.sizes.len();
        let mut near = vec![Vec::new(); k];
        for (i, spring) in self.springs.iter().enumerate() {
            near[spring.a].push((i, true));
            near[spring.b].push((i, false));
        }
        let mut at = vec![DVec2::ZERO; k];
        let mut done = vec![false; k];
        let columns = (k as f64).sqrt().ceil().max(1.0);
        let mut n_parts = 0.0;
        for i in 0..k {
            let from = (root + i) % k;
            if done[from] {
                continue;
            }
            let cell = DVec2::new(n_parts % columns, (n_parts / columns).floor());
            at[from] = cell * 3.0 * self.sizes[from];
            n_parts += 1.0;
            done[from] = true;
            let mut queue = VecDeque::from([from]);
            while let Some(body) = queue.pop_front() {
                for &(spring, forwards) in &near[body] {
                    let Spring { a, b, direction, .. } = self.springs[spring];
                    let (other, step) = if forwards { (b, direction) } else { (a, -direction) };
                    if !done[other] {
                        let jitter =
                            DVec2::new(random.unit() - 0.5, random.unit() - 0.5) * self.gap;
                        at[other] =
                            at[body] + step * (self.sizes[body] + self.sizes[other]) / 2.0 + jitter;
                        done[other] = true;
                        queue.push_back(other);
                    }
                }
            }
        }
        at
    }

    fn pull(&self, at: &mut [DVec2], stiffness: f64) {
        for spring in &self.springs {
            let Spring { a, b, direction, offset_a, offset_b, weight } = *spring;
            let off = at[b] + offset_b - at[a] - offset_a;
            let clear = (self.sizes[a] + self.sizes[b]) / 2.0;
            let mut step = DVec2::ZERO;
            for axis in 0..2 {
                let ahead = off[axis] * direction[axis];
                step[axis] = if direction[axis] == 0.0 {
                    // In line, or simply near where no side is asked for.
                    -0.12 * off[axis] * weight.min(2.0)
                } else if ahead < clear[axis] {
                    direction[axis] * (clear[axis] - ahead) * 0.5 * stiffness
                } else {
                    -direction[axis] * (ahead - clear[axis]) * 0.08
                };
            }
            at[a] -= step / 2.0;
            at[b] += step / 2.0;
        }
        for &(body, direction) in &self.exits {
            at[body] += direction * self.gap * 0.08 * stiffness;
        }
        let middle = at.iter().copied().sum::<DVec2>() / at.len().max(1) as f64;
        let weight = DVec2::new(1.0 / self.aspect, self.aspect).min(DVec2::splat(2.0)) * 0.01;
        for p in at {
            *p += (middle - *p) * weight;
        }
    }

    fn separate(&self, at: &mut [DVec2]) {
        let k = at.len();
        if k <= ALL_PAIRS {
            for i in 0..k {
                for j in i + 1..k {
                    self.push_apart(at, i, j);
                }
            }
            return;
        }
        let cell = self.sizes.iter().fold(DVec2::ONE, |cell, size| cell.max(*size));
        let place = |p: DVec2| {
            let q = (p / cell).floor().as_i64vec2();
            (q.x, q.y)
        };
        let mut cells: Vec<((i64, i64), usize)> =
            at.iter().enumerate().map(|(i, &p)| (place(p), i)).collect();
        cells.sort_unstable();
        for n in 0..cells.len() {
            let ((x, y), i) = cells[n];
            for near in [(x, y), (x, y + 1), (x + 1, y - 1), (x + 1, y), (x + 1, y + 1)] {
                let from =
                    if near == (x, y) { n + 1 } else { cells.partition_point(|&(c, _)| c < near) };
                for &(c, j) in &cells[from..] {
                    if c != near {
                        break;
                    }
                    self.push_apart(at, i, j);
                }
            }
        }
    }

    /// Moves two boxes apart along the way that is shorter.
    fn push_apart(&self, at: &mut [DVec2], i: usize, j: usize) {
        let off = at[j] - at[i];
        let depth = (self.sizes[i] + self.sizes[j]) / 2.0 - off.abs();
        if depth.min_element() <= 0.0 {
            return;
        }
        let axis = usize::from(depth.y < depth.x);
        let step = 0.4 * depth[axis] * if off[axis] < 0.0 { -1.0 } else { 1.0 };
        at[i][axis] -= step;
        at[j][axis] += step;
    }
}
