//! The exact last step: given who stands left of and above whom, the best positions there are.
//!
//! The order of every two siblings is read off an arrangement that has no overlap, along the axis on which they are
//! further apart. Those orders, containment and title strips are difference constraints without a cycle, so any
//! solution is free of overlaps and sticks out nowhere. Among the solutions a network simplex finds the one with the
//! straightest and shortest edges, the best-kept sides and the smallest boxes: all of these are sums of absolute
//! differences of positions. Positions are whole px, so what is in line is in line to the bit.

use glam::DVec2;

use super::problem::{Arrangement, Far, Frame, Nest, Pin, Problem, Wire};
use super::simplex::{self, Arc};
use crate::graph::Side;

/// Prices of one px.
mod price {
    /// Of an edge's offset that a straight line would not have.
    pub(super) const BEND: i64 = 12;
    /// The same where straight lines are asked for.
    pub(super) const BEND_STRAIGHT: i64 = 60;
    /// Of an edge's length.
    pub(super) const LENGTH: i64 = 3;
    /// By which an end misses the side asked for.
    pub(super) const SIDE: i64 = 600;
    /// Of a container's width or height.
    pub(super) const BOX: i64 = 4;
    /// Of the drawing's width or height.
    pub(super) const WHOLE: i64 = 16;
    /// Of an offset between neighbours that no edge joins.
    pub(super) const ROW: i64 = 1;
}

/// What a label's line needs besides the label between two boxes, px: an arrowhead and a bit of line on both sides.
const LABEL_MARGIN: f64 = 44.0;

/// Further than any two things are apart, px.
const FAR: i64 = 1 << 40;

/// Improves `arrangement` without changing who is left of or above whom more than the gaps between boxes allow.
pub(crate) fn solve(problem: &Problem, arrangement: &Arrangement, n_rounds: usize) -> Arrangement {
    let mut state = arrangement.clone();
    for _ in 0..n_rounds {
        let before = state.at.clone();
        let relations = Relations::read(problem, &state);
        let solved = [0, 1].map(|axis| Program::new(problem, &relations, &state, axis).solve());
        for (axis, solution) in solved.into_iter().enumerate() {
            solution.write(problem, axis, &mut state);
        }
        if state.at == before {
            break;
        }
    }
    state
}

/// Where an item had better stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) item: usize,
    /// Its corner: from that of the nest `within`, or from a point that all wishes without one share and that is free.
    pub(crate) at: DVec2,
    pub(crate) within: Option<usize>,
    /// Price of a px off it.
    pub(crate) price: i64,
}

/// The best positions where everybody is left of and above whom `stood` shows, near to what is wished for.
///
/// `stood` may have overlaps and other sizes than `problem`: it tells the order only.
pub(crate) fn settle(problem: &Problem, stood: &Arrangement, wishes: &[Wish]) -> Arrangement {
    let relations = Relations::read(problem, stood);
    let mut state = stood.clone();
    state.sizes.clone_from(&problem.sizes);
    for axis in 0..2 {
        let mut program = Program::new(problem, &relations, stood, axis);
        program.grant(problem, wishes);
        program.solve().write(problem, axis, &mut state);
    }
    state
}

/// Which siblings stand before which along each axis, with what follows from others left out.
struct Relations([Vec<(usize, usize)>; 2]);

impl Relations {
    fn read(problem: &Problem, state: &Arrangement) -> Self {
        let mut pairs = [Vec::new(), Vec::new()];
        for nest in &problem.nests {
            let mut before = [Vec::new(), Vec::new()];
            for (i, &a) in nest.members.iter().enumerate() {
                for &b in &nest.members[..i] {
                    relate(problem, state, [a, b], &mut before);
                }
            }
            for (axis, pairs) in pairs.iter_mut().enumerate() {
                reduce(&mut before[axis], |item| state.at[item][axis]);
                pairs.append(&mut before[axis]);
            }
        }
        Self(pairs)
    }
}

/// Adds to `before` how two siblings stand.
fn relate(
    problem: &Problem,
    state: &Arrangement,
    [a, b]: [usize; 2],
    before: &mut [Vec<(usize, usize)>; 2],
) {
    let first = problem.reading.is_first(a, b);
    let (a, b) = if first == Some(false) { (b, a) } else { (a, b) };
    let (a_min, b_min) = (state.at[a], state.at[b]);
    let (ab, ba) = (b_min - a_min - state.sizes[a], a_min - b_min - state.sizes[b]);
    let widest = |gap: DVec2| usize::from(gap.y > gap.x);
    if first.is_some() && ab.max_element() >= 0.0 {
        // As the text has it, on whichever axis that is.
        before[widest(ab)].push((a, b));
    } else if first.is_some() && ba.min_element() >= 0.0 {
        // Against it, but in neither the same row nor the same column: so it stays.
        before.iter_mut().for_each(|before| before.push((b, a)));
    } else {
        let axis = widest(ab.max(ba));
        before[axis].push(if ab[axis] >= ba[axis] { (a, b) } else { (b, a) });
    }
}

/// Leaves out every pair that two others imply.
fn reduce(pairs: &mut Vec<(usize, usize)>, at: impl Fn(usize) -> f64) {
    let key = |&(a, b): &(usize, usize)| (at(a), at(b), a, b);
    pairs.sort_by(|p, q| {
        let ((a0, a1, a2, a3), (b0, b1, b2, b3)) = (key(p), key(q));
        a0.total_cmp(&b0).then(a2.cmp(&b2)).then(a1.total_cmp(&b1)).then((a3).cmp(&b3))
    });
    let all: std::collections::BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for &(a, b) in &*pairs {
        // The pairs of one `a` come one after the other, nearer ends first.
        let mut nearer = kept.iter().rev().take_while(|pair| pair.0 == a);
        if !nearer.any(|&(_, middle)| all.contains(&(middle, b))) {
            kept.push((a, b));
        }
    }
    *pairs = kept;
}

/// A place on an axis: a variable and a distance from it.
#[derive(Clone, Copy, Debug)]
struct Place {
    variable: u32,
    offset: i64,
}

impl Place {
    fn plus(self, offset: i64) -> Self {
        Self { offset: self.offset + offset, ..self }
    }
}

/// One axis as a network program.
struct Program {
    arcs: Vec<Arc>,
    n: u32,
    axis: usize,
    /// Variables of each item's near and far side; those of a leaf are the same.
    near: Vec<Place>,
    far: Vec<Place>,
    root: [Place; 2],
}

impl Program {
    fn new(problem: &Problem, relations: &Relations, state: &Arrangement, axis: usize) -> Self {
        let none = Place { variable: 0, offset: 0 };
        let mut program = Self {
            arcs: Vec::new(),
            n: 0,
            axis,
            near: vec![none; problem.sizes.len()],
            far: vec![none; problem.sizes.len()],
            root: [none; 2],
        };
        program.add_variables(problem);
        for nest in &problem.nests {
            program.contain(nest);
        }
        for &(a, b) in &relations.0[axis] {
            program.at_least(program.far[a], program.near[b], whole(problem.gap), 0);
        }
        for &(a, b) in &relations.0[1 - axis] {
            program.line_up(problem, state, a, b);
        }
        let corners = problem.corners(state);
        for wire in &problem.wires {
            let ahead = free_way(state, &corners, wire).and_then(|side| along(side, axis));
            program.price_wire(problem, wire, ahead);
        }
        program
    }

    fn solve(self) -> Solution {
        let n = self.n as usize;
        let x = simplex::solve(n, &self.arcs, 20 * n + 200);
        Solution { program: self, x }
    }

    fn variable(&mut self) -> Place {
        self.n += 1;
        Place { variable: self.n - 1, offset: 0 }
    }

    fn add_variables(&mut self, problem: &Problem) {
        self.root = [self.variable(), self.variable()];
        for nest in &problem.nests {
            for &item in &nest.members {
                self.near[item] = self.variable();
                self.far[item] = self.near[item].plus(whole(problem.sizes[item][self.axis]));
            }
        }
        for nest in &problem.nests {
            if let Some(item) = nest.holder {
                self.far[item] = self.variable();
            }
        }
    }

    fn grant(&mut self, problem: &Problem, wishes: &[Wish]) {
        let shared = self.variable();
        for Wish { item, at, within, price } in wishes {
            let from = within.map_or(shared, |nest| self.sides(&problem.nests[nest]).0);
            self.together(self.near[*item], from.plus(whole(at[self.axis].round())), *price);
        }
        // Without a wish nothing else joins it to the rest.
        self.at_least(self.root[0], shared, -FAR, 0);
    }

    fn sides(&self, nest: &Nest) -> (Place, Place) {
        nest.holder.map_or((self.root[0], self.root[1]), |item| (self.near[item], self.far[item]))
    }

    fn contain(&mut self, nest: &Nest) {
        let Frame { before, after, least } = nest.frame;
        let (near, far) = self.sides(nest);
        let price = if nest.holder.is_some() { price::BOX } else { price::WHOLE };
        let empty = whole(before[self.axis] + after[self.axis]);
        self.at_least(near, far, whole(least[self.axis]).max(empty), price);
        for &item in &nest.members {
            self.at_least(near, self.near[item], whole(before[self.axis]), 0);
            self.at_least(self.far[item], far, whole(after[self.axis]), 0);
        }
    }

    /// `b - a >= least`, each px of it at `weight`.
    fn at_least(&mut self, a: Place, b: Place, least: i64, weight: i64) {
        if a.variable == b.variable {
            return;
        }
        self.arcs.push(Arc {
            tail: a.variable,
            head: b.variable,
            least: least + a.offset - b.offset,
            weight,
        });
    }

    /// Each px between `a` and `b` at `weight`, through a point that is below both.
    fn together(&mut self, a: Place, b: Place, weight: i64) {
        if a.variable == b.variable {
            return;
        }
        let below = self.variable();
        self.at_least(below, a, 0, weight);
        self.at_least(below, b, 0, weight);
    }

    /// Each px by which `b` falls short of `a + least` at `weight`, through a point that is below both.
    fn want(&mut self, a: Place, b: Place, least: i64, weight: i64) {
        if a.variable == b.variable {
            return;
        }
        let below = self.variable();
        self.at_least(below, a, 0, weight);
        self.arcs.push(Arc {
            tail: below.variable,
            head: b.variable,
            least: least - b.offset,
            weight: 0,
        });
    }

    /// Siblings that stand one after the other along the other axis like to share a line on this one.
    fn line_up(&mut self, problem: &Problem, state: &Arrangement, a: usize, b: usize) {
        let axis = self.axis;
        let (a_min, b_min) = (state.at[a][axis], state.at[b][axis]);
        let apart = a_min >= b_min + state.sizes[b][axis] || b_min >= a_min + state.sizes[a][axis];
        if apart {
            return;
        }
        let is_leaf = |item: usize| self.near[item].variable == self.far[item].variable;
        if is_leaf(a) && is_leaf(b) {
            let (a, b) = (self.middle(problem, a), self.middle(problem, b));
            self.together(a, b, price::ROW);
        } else {
            self.together(self.near[a], self.near[b], price::ROW);
            self.together(self.far[a], self.far[b], price::ROW);
        }
    }

    fn middle(&self, problem: &Problem, leaf: usize) -> Place {
        self.near[leaf].plus(whole(problem.sizes[leaf][self.axis]) / 2)
    }

    /// Near and far side of the box that the pin means.
    fn span(&self, pin: &Pin) -> (Place, Place) {
        match pin.inner {
            None => (self.near[pin.item], self.far[pin.item]),
            Some((corner, size)) => {
                let near = self.near[pin.item].plus(whole(corner[self.axis]));
                (near, near.plus(whole(size[self.axis])))
            }
        }
    }

    /// `ahead`: whether `wire`, which asks for no side, runs towards the far end of the axis; `None` if not along it.
    fn price_wire(&mut self, problem: &Problem, wire: &Wire, ahead: Option<bool>) {
        let times = |price: i64| whole(price as f64 * wire.weight).max(1);
        let (near, far) = self.span(&wire.from);
        let pin = match wire.to {
            Far::Pin(pin) => pin,
            Far::Out(side) => {
                match along(side, self.axis) {
                    Some(true) => self.at_least(far, self.root[1], 0, times(price::LENGTH)),
                    Some(false) => self.at_least(self.root[0], near, 0, times(price::LENGTH)),
                    None => {}
                }
                return;
            }
        };
        let (pin_near, pin_far) = self.span(&pin);
        let ways = [wire.from.side, pin.side].map(|side| side.map(|side| along(side, self.axis)));
        // A line that goes straight across has its label between the boxes.
        let label = wire.label[self.axis];
        let clear =
            whole(if label > 0.0 { problem.gap.max(label + LABEL_MARGIN) } else { problem.gap });
        match ways {
            [Some(None), Some(None)] => {
                let bend = if problem.is_straight { price::BEND_STRAIGHT } else { price::BEND };
                self.straighten((near, far), (pin_near, pin_far), times(bend));
            }
            [Some(Some(a)), Some(Some(b))] if a == b => {
                self.straighten((near, far), (pin_near, pin_far), times(price::LENGTH));
            }
            [from, to] => {
                let side = whole(price::SIDE as f64 * wire.weight * f64::from(wire.faith)).max(1);
                // The partner should be beyond the side asked for: of the first end, or of the second seen from it.
                let beyond = from.flatten().or(to.flatten().map(|way| !way)).or(ahead);
                match beyond.filter(|_| wire.faith > 0.0) {
                    Some(true) => self.want(far, pin_near, clear, side),
                    Some(false) => self.want(pin_far, near, clear, side),
                    None => {}
                }
                self.straighten((near, far), (pin_near, pin_far), times(price::LENGTH));
            }
        }
    }

    /// Prices the distance between the middles of two spans; where one is no leaf, what lies outside of it.
    fn straighten(&mut self, a: (Place, Place), b: (Place, Place), weight: i64) {
        let fixed = |span: (Place, Place)| span.0.variable == span.1.variable;
        let middle = |span: (Place, Place)| span.0.plus((span.1.offset - span.0.offset) / 2);
        match (fixed(a), fixed(b)) {
            (true, true) => self.together(middle(a), middle(b), weight),
            (true, false) => self.keep_within(a, b, weight),
            (false, true) => self.keep_within(b, a, weight),
            (false, false) => self.together(a.0, b.0, weight / 2 + 1),
        }
    }

    fn keep_within(&mut self, inner: (Place, Place), outer: (Place, Place), weight: i64) {
        self.want(outer.0, inner.0, 8, weight);
        self.want(inner.1, outer.1, 8, weight);
    }
}

/// The side by which a wire with a label that asks for no sides leaves its first end: that with the widest gap.
fn free_way(state: &Arrangement, corners: &[DVec2], wire: &Wire) -> Option<Side> {
    let Far::Pin(to) = wire.to else { return None };
    if wire.label == DVec2::ZERO || wire.from.side.is_some() || to.side.is_some() {
        return None;
    }
    let area = |pin: &Pin| {
        let (corner, size) = pin.inner.unwrap_or((DVec2::ZERO, state.sizes[pin.item]));
        (corners[pin.item] + corner, corners[pin.item] + corner + size)
    };
    let ((a_min, a_max), (b_min, b_max)) = (area(&wire.from), area(&to));
    let (after, before) = (b_min - a_max, a_min - b_max);
    let gaps = [
        (after.x, Side::Right),
        (before.x, Side::Left),
        (after.y, Side::Bottom),
        (before.y, Side::Top),
    ];
    let widest = gaps.into_iter().reduce(|best, gap| if gap.0 > best.0 { gap } else { best })?;
    (widest.0 >= 0.0).then_some(widest.1)
}

/// Whether `side` looks to the far end of `axis` (`false`: to the near end), if it looks along it at all.
fn along(side: Side, axis: usize) -> Option<bool> {
    match (side, axis) {
        (Side::Left, 0) | (Side::Top, 1) => Some(false),
        (Side::Right, 0) | (Side::Bottom, 1) => Some(true),
        _ => None,
    }
}

struct Solution {
    program: Program,
    x: Vec<i64>,
}

impl Solution {
    fn value(&self, place: Place) -> f64 {
        (self.x[place.variable as usize] + place.offset) as f64
    }

    fn write(&self, problem: &Problem, axis: usize, state: &mut Arrangement) {
        for nest in &problem.nests {
            let (near, far) = self.program.sides(nest);
            let origin = self.value(near);
            for &item in &nest.members {
                state.at[item][axis] = self.value(self.program.near[item]) - origin;
            }
            let size = self.value(far) - origin;
            match nest.holder {
                Some(item) => state.sizes[item][axis] = size,
                None => state.whole[axis] = size,
            }
        }
    }
}

/// A length in whole px, rounded up: boxes may stand further apart than asked, never nearer.
#[expect(clippy::cast_possible_truncation, reason = "lengths of drawings are far below 2^53")]
fn whole(length: f64) -> i64 {
    length.ceil() as i64
}

/// The size that the layout reserves: even whole px, so that middles lie on whole px.
pub(crate) fn even(size: DVec2) -> DVec2 {
    (size / 2.0).ceil() * 2.0
}
