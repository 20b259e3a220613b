//! Makes room by pushing, from the left and from above: what need not move does not.

use glam::DVec2;

/// Boxes as they stood (or are wished to stand, even on top of each other) and as large as they are now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crowd<'c> {
    /// Corners and sizes that tell who is left of and above whom.
    pub(super) stood: &'c [(DVec2, DVec2)],
    /// Sizes now.
    pub(super) sizes: &'c [DVec2],
    /// Least distance between neighbours.
    pub(super) gap: f64,
}

impl Crowd<'_> {
    /// Corners that are as wished, or as far to the right and down as the boxes before each push it. Those of `members`
    /// alone count and are written. Cost: the square of their number.
    pub(super) fn shove(&self, members: &[usize], wished: &[DVec2], at: &mut [DVec2]) {
        for axis in 0..2 {
            let mut order: Vec<(f64, usize)> =
                members.iter().map(|&i| (self.middle(i)[axis], i)).collect();
            // Of equal ones the later goes first, as in the exact step.
            order.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            for place in 0..order.len() {
                let i = order[place].1;
                let pushing = order[..place].iter().filter(|(_, j)| self.axis(i, *j) == axis);
                let pushed = pushing.map(|&(_, j)| at[j][axis] + self.sizes[j][axis] + self.gap);
                at[i][axis] = pushed.fold(wished[i][axis], f64::max);
            }
        }
    }

    fn middle(&self, i: usize) -> DVec2 {
        self.stood[i].0 + self.stood[i].1 / 2.0
    }

    /// The axis along which two boxes stand apart, or further apart.
    fn axis(&self, i: usize, j: usize) -> usize {
        let between = (self.middle(i) - self.middle(j)).abs();
        let gap = between - (self.stood[i].1 + self.stood[j].1) / 2.0;
        usize::from(gap.y > gap.x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_the_way_moves() {
        let size = DVec2::new(100.0, 60.0);
        let check = |stood: &[[f64; 2]], expected: &[[f64; 2]]| {
            let corners: Vec<DVec2> = stood.iter().map(|&at| at.into()).collect();
            let boxes: Vec<(DVec2, DVec2)> = corners.iter().map(|&at| (at, size)).collect();
            let (sizes, members) = (vec![size; boxes.len()], Vec::from_iter(0..boxes.len()));
            let mut at = vec![DVec2::ZERO; boxes.len()];
            Crowd { stood: &boxes, sizes: &sizes, gap: 20.0 }.shove(&members, &corners, &mut at);
            let expected: Vec<DVec2> = expected.iter().map(|&at| at.into()).collect();
            assert_eq!(at, expected, "{stood:?}");
        };
        check(&[], &[]);
        check(&[[0.0, 0.0], [120.0, 0.0]], &[[0.0, 0.0], [120.0, 0.0]]);
        // The third stands half way between the first two.
        check(
            &[[0.0, 0.0], [120.0, 0.0], [60.0, 0.0], [0.0, 90.0]],
            &[[0.0, 0.0], [240.0, 0.0], [120.0, 0.0], [0.0, 90.0]],
        );
        // Rather down, where that is nearer.
        check(&[[0.0, 0.0], [10.0, 50.0]], &[[0.0, 0.0], [10.0, 80.0]]);
    }
}
