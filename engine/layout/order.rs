//! Who stands left of and above whom: sequence pairs, and the tightest placement that obeys one.
//!
//! A sequence pair is two orders of the same boxes. Where `a` stands before `b` in both, `a` is left of `b`; where it
//! stands before `b` only in the first, `a` is above `b`. So every two boxes are apart by construction, and every
//! compact placement has a pair (Murata, Fujiyoshi, Nakatake, Kajitani: VLSI module placement based on rectangle
//! packing by the sequence-pair, 1996). Packing is a longest path; for many boxes it is found with a Fenwick tree of
//! prefix maxima in O(k log k) (after Tang and Wong, FAST-SP, 2001).

use glam::{DVec2, Vec2};

use crate::graph::narrow;

/// Two orders of `0..k`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) first: Vec<u32>,
    pub(crate) second: Vec<u32>,
}

/// Up to this many boxes the plain double loop is faster than the trees.
const FEW: usize = 40;

impl Order {
    /// The order that boxes with these middles suggest.
    pub(crate) fn from_centers(centers: &[DVec2]) -> Self {
        let sorted = |key: &dyn Fn(&DVec2) -> f64| {
            let mut order: Vec<u32> = (0..).take(centers.len()).collect();
            order.sort_by(|&i, &j| {
                key(&centers[i as usize]).total_cmp(&key(&centers[j as usize])).then(i.cmp(&j))
            });
            order
        };
        Self { first: sorted(&|c| c.x + c.y), second: sorted(&|c| c.x - c.y) }
    }

    /// Writes each box's top left corner to `at` and returns the size of the whole.
    ///
    /// Boxes keep `gap` between them; where a box could move without making the whole larger it stands in the middle
    /// of its freedom.
    pub(crate) fn pack(
        &self,
        sizes: &[Vec2],
        gap: f32,
        scratch: &mut Scratch,
        at: &mut [Vec2],
    ) -> Vec2 {
        let k = sizes.len();
        scratch.rank.resize(k, 0);
        for (place, &i) in self.second.iter().enumerate() {
            scratch.rank[i as usize] = narrow(place);
        }
        let tight = if k <= FEW { Self::pack_few } else { Self::pack_many };
        scratch.low.resize(k, Vec2::ZERO);
        scratch.high.resize(k, Vec2::ZERO);
        tight(self, sizes, gap, scratch);
        let whole = (0..k).fold(Vec2::ZERO, |whole, i| whole.max(scratch.low[i] + sizes[i]));
        for i in 0..k {
            at[i] = (scratch.low[i] + (whole - scratch.high[i] - sizes[i])) / 2.0;
        }
        whole
    }

    /// `low`: how far each box must stand from the left and top; `high`: its far side from the right and bottom.
    fn pack_few(&self, sizes: &[Vec2], gap: f32, s: &mut Scratch) {
        let k = sizes.len();
        for (place, &i) in self.first.iter().enumerate() {
            let i = i as usize;
            let mut low = Vec2::ZERO;
            for &j in &self.first[..place] {
                let j = j as usize;
                if s.rank[j] < s.rank[i] {
                    low.x = low.x.max(s.low[j].x + sizes[j].x + gap);
                } else {
                    low.y = low.y.max(s.low[j].y + sizes[j].y + gap);
                }
            }
            s.low[i] = low;
        }
        for place in (0..k).rev() {
            let i = self.first[place] as usize;
            let mut high = Vec2::ZERO;
            for &j in &self.first[place + 1..] {
                let j = j as usize;
                if s.rank[i] < s.rank[j] {
                    high.x = high.x.max(s.high[j].x + sizes[j].x + gap);
                } else {
                    high.y = high.y.max(s.high[j].y + sizes[j].y + gap);
                }
            }
            s.high[i] = high;
        }
    }

    fn pack_many(&self, sizes: &[Vec2], gap: f32, s: &mut Scratch) {
        let k = sizes.len();
        let sweep = |order: &mut dyn Iterator<Item = usize>, mirrored: bool, out: &mut [Vec2]| {
            let (mut before, mut after) = (PrefixMax::new(k), PrefixMax::new(k));
            for i in order {
                let rank = if mirrored { k - 1 - s.rank[i] as usize } else { s.rank[i] as usize };
                out[i] = Vec2::new(before.max_below(rank), after.max_below(k - 1 - rank));
                before.raise(rank, out[i].x + sizes[i].x + gap);
                after.raise(k - 1 - rank, out[i].y + sizes[i].y + gap);
            }
        };
        let mut low = std::mem::take(&mut s.low);
        let mut high = std::mem::take(&mut s.high);
        sweep(&mut self.first.iter().map(|&i| i as usize), false, &mut low);
        sweep(&mut self.first.iter().rev().map(|&i| i as usize), true, &mut high);
        s.low = low;
        s.high = high;
    }
}

/// Room that packing needs, kept between calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    rank: Vec<u32>,
    low: Vec<Vec2>,
    high: Vec<Vec2>,
}

/// A Fenwick tree of maxima over `0..n`; everything starts at 0.
struct PrefixMax(Vec<f32>);

impl PrefixMax {
    fn new(n: usize) -> Self {
        Self(vec![0.0; n + 1])
    }

    /// The largest value below `place`.
    fn max_below(&self, place: usize) -> f32 {
        let (mut node, mut best) = (place, 0.0_f32);
        while node > 0 {
            best = best.max(self.0[node]);
            node &= node - 1;
        }
        best
    }

    fn raise(&mut self, place: usize, value: f32) {
        let mut node = place + 1;
        while node < self.0.len() {
            self.0[node] = self.0[node].max(value);
            node += node & node.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn length(random: &mut Random, most: f32) -> f32 {
        super::super::geometry::single(random.unit()) * most
    }

    #[test]
    fn the_trees_pack_as_the_double_loop_does() {
        let mut random = Random::new(7, 1);
        for k in [1, 2, 3, 10, 39] {
            let sizes: Vec<Vec2> = (0..k)
                .map(|_| {
                    Vec2::new(length(&mut random, 90.0) + 10.0, length(&mut random, 50.0) + 10.0)
                })
                .collect();
            let centers: Vec<DVec2> =
                (0..k).map(|_| DVec2::new(random.unit(), random.unit())).collect();
            let order = Order::from_centers(&centers);
            let mut s =
                Scratch { rank: vec![0; k], low: vec![Vec2::ZERO; k], high: vec![Vec2::ZERO; k] };
            for (place, &i) in order.second.iter().enumerate() {
                s.rank[i as usize] = narrow(place);
            }
            order.pack_few(&sizes, 8.0, &mut s);
            let (low, high) = (s.low.clone(), s.high.clone());
            order.pack_many(&sizes, 8.0, &mut s);
            assert_eq!((low, high), (s.low, s.high), "{k} boxes");
        }
    }

    #[test]
    fn packed_boxes_keep_their_gap() {
        let mut random = Random::new(3, 2);
        for k in [2, 17, 300] {
            let sizes: Vec<Vec2> = (0..k)
                .map(|_| Vec2::new(length(&mut random, 90.0), length(&mut random, 50.0)))
                .collect();
            let centers: Vec<DVec2> =
                (0..k).map(|_| DVec2::new(random.unit(), random.unit())).collect();
            let mut at = vec![Vec2::ZERO; k];
            let whole =
                Order::from_centers(&centers).pack(&sizes, 8.0, &mut Scratch::default(), &mut at);
            for i in 0..k {
                assert!(
                    at[i].min_element() >= -1e-3 && (at[i] + sizes[i]).cmple(whole + 1e-3).all(),
                    "box {i} sticks out"
                );
                for j in 0..i {
                    let apart = (at[i] - at[j] - sizes[j]).max(at[j] - at[i] - sizes[i]);
                    assert!(
                        apart.max_element() >= 8.0 - 1e-3,
                        "boxes {i} and {j} are {apart} apart"
                    );
                }
            }
        }
    }
}
