//! Network simplex: the cheapest assignment of whole numbers to variables under difference constraints.
//!
//! Minimises the sum of `weight * (x[head] - x[tail])` over all arcs subject to `x[head] - x[tail] >= least`. A spanning
//! tree of arcs that are tight fixes a solution; while some tree arc, cut, would let one part move at a gain, it is
//! replaced by the arc that stops that move (Gansner, Koutsofios, North, Vo: A technique for drawing directed graphs,
//! IEEE Trans. Softw. Eng. 19(3), 1993, section 2.3). The gain of moving a subtree is the sum of the gradients of its
//! variables, so one sweep over the tree prices all cuts.

use crate::graph::narrow;

/// `x[head] - x[tail] >= least`, and each unit of that difference costs `weight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) tail: u32,
    pub(crate) head: u32,
    pub(crate) least: i64,
    pub(crate) weight: i64,
}

/// Solves for `n` variables, from a first solution by longest paths; the smallest value is 0.
///
/// The arcs must have no cycle and join all variables into one piece. At most `n_pivots` steps are made: what is
/// returned then still obeys every constraint.
pub(crate) fn solve(n: usize, arcs: &[Arc], n_pivots: usize) -> Vec<i64> {
    if n == 0 {
        return Vec::new();
    }
    let mut simplex = Simplex::new(n, arcs);
    for pivot in 0..n_pivots {
        // Steps of length zero can go in circles when the steepest cut is always taken: every fourth takes the first.
        let Some(cut) = simplex.choose(pivot % 4 == 3) else { break };
        simplex.pivot(cut);
    }
    let least = simplex.x.iter().copied().min().unwrap_or(0);
    simplex.x.iter().map(|x| x - least).collect()
}

const NONE: u32 = u32::MAX;

struct Simplex<'a> {
    arcs: &'a [Arc],
    /// Arcs at each variable, as ranges of `incident`.
    first: Vec<u32>,
    incident: Vec<u32>,
    x: Vec<i64>,
    /// What raising each variable by 1 costs.
    gradient: Vec<i64>,
    /// The tree: each variable's parent and the arc to it.
    parent: Vec<u32>,
    up: Vec<u32>,
    /// Variables, parents first.
    order: Vec<u32>,
    /// Gradient of each subtree.
    sum: Vec<i64>,
    /// Marks the subtree that moves.
    moving: Vec<bool>,
    children: Vec<Vec<u32>>,
}

impl<'a> Simplex<'a> {
    fn new(n: usize, arcs: &'a [Arc]) -> Self {
        let mut first = vec![0_u32; n + 1];
        let mut gradient = vec![0; n];
        for arc in arcs {
            first[arc.tail as usize + 1] += 1;
            first[arc.head as usize + 1] += 1;
            gradient[arc.head as usize] += arc.weight;
            gradient[arc.tail as usize] -= arc.weight;
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut incident = vec![0; 2 * arcs.len()];
        for (i, arc) in (0..).zip(arcs) {
            for end in [arc.tail, arc.head] {
                incident[next[end as usize] as usize] = i;
                next[end as usize] += 1;
            }
        }
        let mut simplex = Self {
            arcs,
            first,
            incident,
            x: Vec::new(),
            gradient,
            parent: vec![NONE; n],
            up: vec![NONE; n],
            order: Vec::with_capacity(n),
            sum: vec![0; n],
            moving: vec![false; n],
            children: vec![Vec::new(); n],
        };
        simplex.x = simplex.longest_paths();
        simplex.grow_tree();
        simplex
    }

    fn incident(&self, v: u32) -> &[u32] {
        &self.incident[self.first[v as usize] as usize..self.first[v as usize + 1] as usize]
    }

    fn slack(&self, arc: u32) -> i64 {
        let arc = self.arcs[arc as usize];
        self.x[arc.head as usize] - self.x[arc.tail as usize] - arc.least
    }

    /// The smallest values that obey all arcs.
    fn longest_paths(&self) -> Vec<i64> {
        let n = self.gradient.len();
        let mut x = vec![0; n];
        let mut waits = vec![0_u32; n];
        for arc in self.arcs {
            waits[arc.head as usize] += 1;
        }
        let mut ready: Vec<u32> = (0..).take(n).filter(|&v| waits[v as usize] == 0).collect();
        let mut next = 0;
        while next < ready.len() {
            let v = ready[next];
            next += 1;
            for &arc in self.incident(v) {
                let arc = self.arcs[arc as usize];
                if arc.tail == v {
                    let head = arc.head as usize;
                    x[head] = x[head].max(x[v as usize] + arc.least);
                    waits[head] -= 1;
                    if waits[head] == 0 {
                        ready.push(arc.head);
                    }
                }
            }
        }
        debug_assert_eq!(ready.len(), n, "the arcs have a cycle");
        x
    }

    /// Joins all variables by tight arcs, moving what is joined already towards the nearest arc where none is tight.
    fn grow_tree(&mut self) {
        let n = self.x.len();
        let mut inside = vec![false; n];
        let mut joined = vec![0_u32];
        inside[0] = true;
        let mut next = 0;
        loop {
            while next < joined.len() {
                let v = joined[next];
                next += 1;
                for i in self.first[v as usize]..self.first[v as usize + 1] {
                    let arc = self.incident[i as usize];
                    let Arc { tail, head, .. } = self.arcs[arc as usize];
                    let other = if tail == v { head } else { tail };
                    if !inside[other as usize] && self.slack(arc) == 0 {
                        inside[other as usize] = true;
                        self.parent[other as usize] = v;
                        self.up[other as usize] = arc;
                        joined.push(other);
                    }
                }
            }
            if joined.len() == n {
                return;
            }
            let leaving = |arc: &Arc| inside[arc.tail as usize] != inside[arc.head as usize];
            let nearest = (0..)
                .zip(self.arcs)
                .filter(|(_, arc)| leaving(arc))
                .map(|(i, _)| (self.slack(i), i))
                .min();
            let Some((slack, arc)) = nearest else {
                debug_assert!(false, "the arcs leave variables unjoined");
                return;
            };
            let step = if inside[self.arcs[arc as usize].tail as usize] { slack } else { -slack };
            for &v in &joined {
                self.x[v as usize] += step;
            }
            // Every joined variable may have a tight arc outwards now.
            next = 0;
        }
    }

    /// The variable whose subtree gains most by moving (or the first that gains); `None` at the optimum.
    fn choose(&mut self, first: bool) -> Option<u32> {
        self.sort_tree();
        self.sum.copy_from_slice(&self.gradient);
        let (mut best, mut best_gain) = (None, 0);
        for i in (1..self.order.len()).rev() {
            let v = self.order[i] as usize;
            self.sum[self.parent[v] as usize] += self.sum[v];
            let is_head = self.arcs[self.up[v] as usize].head as usize == v;
            let gain = if is_head { -self.sum[v] } else { self.sum[v] };
            if gain > best_gain {
                (best, best_gain) = (Some(self.order[i]), gain);
                if first {
                    // The sums further up are not complete, but none of them is needed.
                    break;
                }
            }
        }
        best
    }

    fn sort_tree(&mut self) {
        for children in &mut self.children {
            children.clear();
        }
        let mut root = 0;
        for v in 0..self.parent.len() {
            match self.parent[v] {
                NONE => root = v,
                parent => self.children[parent as usize].push(narrow(v)),
            }
        }
        self.order.clear();
        self.order.push(narrow(root));
        let mut next = 0;
        while next < self.order.len() {
            let v = self.order[next];
            next += 1;
            self.order.extend_from_slice(&self.children[v as usize]);
        }
    }

    /// Moves the subtree of `v` away from its parent as far as the next arc lets it, which takes the old one's place.
    fn pivot(&mut self, v: u32) {
        let old = self.up[v as usize];
        let upwards = self.arcs[old as usize].head == v;
        let mut subtree = vec![v];
        let mut next = 0;
        while next < subtree.len() {
            let u = subtree[next];
            next += 1;
            self.moving[u as usize] = true;
            subtree.extend_from_slice(&self.children[u as usize]);
        }
        let mut nearest = None;
        for &u in &subtree {
            for &arc in self.incident(u) {
                let Arc { tail, head, .. } = self.arcs[arc as usize];
                let (inner, outer) = if upwards { (tail, head) } else { (head, tail) };
                if inner == u && !self.moving[outer as usize] {
                    let found = (self.slack(arc), arc);
                    nearest = Some(nearest.map_or(found, |best: (i64, u32)| best.min(found)));
                }
            }
        }
        if let Some((slack, arc)) = nearest {
            let step = if upwards { slack } else { -slack };
            for &u in &subtree {
                self.x[u as usize] += step;
            }
            let Arc { tail, head, .. } = self.arcs[arc as usize];
            let (inner, outer) = if upwards { (tail, head) } else { (head, tail) };
            self.hang(inner, outer, arc);
        } else {
            // Only a gradient of nothing could move for ever: leave the tree, and count this cut as no gain.
            debug_assert!(false, "the cost has no bound");
            self.gradient[v as usize] -= self.sum[v as usize];
        }
        for u in subtree {
            self.moving[u as usize] = false;
        }
    }

    /// Makes `inner` the root of the subtree it lies in and hangs that on `outer` by `arc`.
    fn hang(&mut self, inner: u32, outer: u32, arc: u32) {
        let (mut v, mut parent, mut up) = (inner, outer, arc);
        while self.moving[v as usize] {
            let (next, next_up) = (self.parent[v as usize], self.up[v as usize]);
            self.parent[v as usize] = parent;
            self.up[v as usize] = up;
            if next == NONE {
                break;
            }
            (parent, up, v) = (v, next_up, next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn arc(tail: u32, head: u32, least: i64, weight: i64) -> Arc {
        Arc { tail, head, least, weight }
    }

    fn cost(x: &[i64], arcs: &[Arc]) -> i64 {
        arcs.iter().map(|a| a.weight * (x[a.head as usize] - x[a.tail as usize])).sum()
    }

    #[test]
    fn a_heavy_arc_is_short() {
        // 0 -> 1 -> 2 and 0 -> 3 -> 2: 3 floats, and stands where its heavier arc is tight.
        let arcs = [arc(0, 1, 10, 1), arc(1, 2, 10, 1), arc(0, 3, 1, 1), arc(3, 2, 1, 5)];
        assert_eq!(solve(4, &arcs, 100), vec![0, 10, 20, 19]);
    }

    #[test]
    fn variables_meet_through_a_point_below_both() {
        // |x1 - x2| with weight 3 through the point 3, while both are pushed apart by nothing.
        let arcs = [arc(0, 1, 5, 1), arc(0, 2, 9, 1), arc(3, 1, 0, 3), arc(3, 2, 0, 3)];
        let x = solve(4, &arcs, 100);
        assert_eq!((x[1] - x[0], x[2] - x[0]), (9, 9));
    }

    #[test]
    fn no_small_change_is_cheaper() {
        let mut random = Random::new(5, 5);
        for round in 0..200 {
            let n = 3 + random.below(5);
            let mut arcs: Vec<Arc> = (1..narrow(n))
                .map(|v| {
                    arc(
                        narrow(random.below(v as usize)),
                        v,
                        random.below(7) as i64,
                        1 + random.below(4) as i64,
                    )
                })
                .collect();
            for _ in 0..n {
                let head = 1 + narrow(random.below(n - 1));
                arcs.push(arc(
                    narrow(random.below(head as usize)),
                    head,
                    random.below(9) as i64,
                    random.below(5) as i64,
                ));
            }
            let x = solve(n, &arcs, 1000);
            assert!(
                arcs.iter().all(|a| x[a.head as usize] - x[a.tail as usize] >= a.least),
                "round {round}"
            );
            // The cost is convex, and an optimum under differences yields to no move of a set of variables.
            for set in 0..1_u32 << n {
                for step in [-1, 1] {
                    let moved: Vec<i64> =
                        (0..n).map(|v| x[v] + if set >> v & 1 == 1 { step } else { 0 }).collect();
                    let legal = arcs
                        .iter()
                        .all(|a| moved[a.head as usize] - moved[a.tail as usize] >= a.least);
                    assert!(
                        !legal || cost(&moved, &arcs) >= cost(&x, &arcs),
                        "round {round}: moving {set:b} by {step} is cheaper"
                    );
                }
            }
        }
    }
}
