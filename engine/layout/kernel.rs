//! Counts crossings and passages of straight lines, several at once.
//!
//! Lines and boxes lie in packs of eight as columns; `fearless_simd` compiles the loops once for each kind of vector
//! unit and picks at run time. Only comparisons of products are counted, so every kind counts the same.

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch, f32x8};
use glam::Vec2;

const LANES: usize = 8;

/// Straight lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    packs: Vec<LinePack>,
    n: usize,
}

/// Eight lines from (ax, ay) to (bx, by); a line of NaN meets nothing.
#[derive(Clone, Copy, Debug)]
struct LinePack {
    ax: [f32; LANES],
    ay: [f32; LANES],
    bx: [f32; LANES],
    by: [f32; LANES],
}

/// The insides of boxes: a line along a border does not pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    packs: Vec<BlockPack>,
}

#[derive(Clone, Copy, Debug)]
struct BlockPack {
    x0: [f32; LANES],
    y0: [f32; LANES],
    x1: [f32; LANES],
    y1: [f32; LANES],
}

/// Which boxes are in the way of which line: a bit each, a byte a pack.
#[derive(Clone, Debug, Default)]
pub(super) struct InTheWay {
    rows: Vec<u8>,
    n_packs: usize,
}

impl Lines {
    pub(super) fn new(n: usize) -> Self {
        let nowhere = [f32::NAN; LANES];
        let pack = LinePack { ax: nowhere, ay: nowhere, bx: nowhere, by: nowhere };
        Self { packs: vec![pack; n.div_ceil(LANES)], n }
    }

    pub(super) fn set(&mut self, i: usize, from: Vec2, to: Vec2) {
        let (pack, lane) = (&mut self.packs[i / LANES], i % LANES);
        (pack.ax[lane], pack.ay[lane]) = (from.x, from.y);
        (pack.bx[lane], pack.by[lane]) = (to.x, to.y);
    }

    #[inline(always)]
    fn get(&self, i: usize) -> (Vec2, Vec2) {
        let (pack, lane) = (&self.packs[i / LANES], i % LANES);
        (Vec2::new(pack.ax[lane], pack.ay[lane]), Vec2::new(pack.bx[lane], pack.by[lane]))
    }

    /// Pairs of lines that cross; lines that only touch do not.
    pub(super) fn count_crossings(&self, level: Level) -> u32 {
        dispatch!(level, simd => crossings(simd, self))
    }

    /// For each line, times `weights`, how many boxes that are in its way it passes through; no further than `most`.
    pub(super) fn weigh_passages(
        &self,
        level: Level,
        blocks: &Blocks,
        in_the_way: &InTheWay,
        weights: &[f32],
        most: f32,
    ) -> f32 {
        dispatch!(level, simd => passages(simd, self, blocks, in_the_way, weights, most))
    }
}

impl Blocks {
    pub(super) fn new(n: usize) -> Self {
        let nowhere = [f32::NAN; LANES];
        let pack = BlockPack { x0: nowhere, y0: nowhere, x1: nowhere, y1: nowhere };
        Self { packs: vec![pack; n.div_ceil(LANES)] }
    }

    pub(super) fn set(&mut self, i: usize, corner: Vec2, size: Vec2) {
        let (pack, lane) = (&mut self.packs[i / LANES], i % LANES);
        let (min, max) = (corner + 1.0, corner + size - 1.0);
        (pack.x0[lane], pack.y0[lane]) = (min.x, min.y);
        (pack.x1[lane], pack.y1[lane]) = (max.x, max.y);
    }
}

impl InTheWay {
    pub(super) fn new(n_lines: usize, n_blocks: usize) -> Self {
        let n_packs = n_blocks.div_ceil(LANES);
        Self { rows: vec![0; n_lines * n_packs], n_packs }
    }

    pub(super) fn set(&mut self, line: usize, block: usize) {
        self.rows[line * self.n_packs + block / LANES] |= 1 << (block % LANES);
    }
}

#[inline(always)]
fn crossings<S: Simd>(simd: S, lines: &Lines) -> u32 {
    // Within a pack every pair is seen from both its lines.
    let (mut twice, mut once) = (0, 0);
    for i in 0..lines.n {
        let (from, to) = lines.get(i);
        let line = Line::new(simd, from, to);
        let own = i / LANES;
        twice += line.count_crossed(simd, &lines.packs[own]);
        for pack in &lines.packs[own + 1..] {
            once += line.count_crossed(simd, pack);
        }
    }
    twice / 2 + once
}

#[inline(always)]
fn passages<S: Simd>(
    simd: S,
    lines: &Lines,
    blocks: &Blocks,
    in_the_way: &InTheWay,
    weights: &[f32],
    most: f32,
) -> f32 {
    let mut total = 0.0;
    let rows = in_the_way.rows.chunks_exact(in_the_way.n_packs.max(1));
    for ((i, row), weight) in (0..lines.n).zip(rows).zip(weights) {
        let (from, to) = lines.get(i);
        let line = Line::new(simd, from, to);
        let mut count = 0;
        for (pack, mask) in blocks.packs.iter().zip(row) {
            if *mask != 0 {
                count += (line.passed(simd, pack) & u64::from(*mask)).count_ones();
            }
        }
        total += weight * count as f32;
        if total > most {
            break;
        }
    }
    total
}

/// One line, in every lane.
#[derive(Clone, Copy)]
struct Line<S: Simd> {
    from: [f32x8<S>; 2],
    step: [f32x8<S>; 2],
    low: [f32x8<S>; 2],
    high: [f32x8<S>; 2],
    is_rising: bool,
}

impl<S: Simd> Line<S> {
    #[inline(always)]
    fn new(simd: S, from: Vec2, to: Vec2) -> Self {
        let step = to - from;
        Self {
            from: lanes(simd, from),
            step: lanes(simd, step),
            low: lanes(simd, from.min(to)),
            high: lanes(simd, from.max(to)),
            is_rising: step.x * step.y > 0.0,
        }
    }

    /// How many lines of `pack` lie with their ends on both sides of this one, and this one with its ends on both of
    /// theirs.
    #[inline(always)]
    fn count_crossed(&self, simd: S, pack: &LinePack) -> u32 {
        let [ux, uy] = self.step;
        let zero = f32x8::splat(simd, 0.0);
        let px = f32x8::from_slice(simd, &pack.ax) - self.from[0];
        let py = f32x8::from_slice(simd, &pack.ay) - self.from[1];
        let qx = f32x8::from_slice(simd, &pack.bx) - self.from[0];
        let qy = f32x8::from_slice(simd, &pack.by) - self.from[1];
        let one = (ux * py - uy * px) * (ux * qy - uy * qx);
        let (vx, vy) = (qx - px, qy - py);
        let two = (vy * px - vx * py) * (vx * (uy - py) - vy * (ux - px));
        let crossed = one.simd_lt(zero) & two.simd_lt(zero);
        crossed.to_bitmask().count_ones()
    }

    /// Which boxes of `pack` this line passes through: their extents meet, and the corners that it could part lie on
    /// different sides of it.
    #[inline(always)]
    fn passed(&self, simd: S, pack: &BlockPack) -> u64 {
        let zero = f32x8::splat(simd, 0.0);
        // No closures here: they would be compiled without the vector unit.
        let (x0, y0) = (f32x8::from_slice(simd, &pack.x0), f32x8::from_slice(simd, &pack.y0));
        let (x1, y1) = (f32x8::from_slice(simd, &pack.x1), f32x8::from_slice(simd, &pack.y1));
        let (first, second) = if self.is_rising { (x1, x0) } else { (x0, x1) };
        let [fx, fy] = self.from;
        let [ux, uy] = self.step;
        let near = ux * (y0 - fy) - uy * (first - fx);
        let far = ux * (y1 - fy) - uy * (second - fx);
        let meets = self.low[0].simd_lt(x1)
            & x0.simd_lt(self.high[0])
            & self.low[1].simd_lt(y1)
            & y0.simd_lt(self.high[1]);
        (meets & (near * far).simd_lt(zero)).to_bitmask()
    }
}

#[inline(always)]
fn lanes<S: Simd>(simd: S, v: Vec2) -> [f32x8<S>; 2] {
    [f32x8::splat(simd, v.x), f32x8::splat(simd, v.y)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(ends: &[[f32; 4]]) -> Lines {
        let mut lines = Lines::new(ends.len());
        for (i, &[ax, ay, bx, by]) in ends.iter().enumerate() {
            lines.set(i, Vec2::new(ax, ay), Vec2::new(bx, by));
        }
        lines
    }

    #[test]
    fn lines_that_cross_are_counted_once() {
        let check = |ends: &[[f32; 4]], expected: u32| {
            for level in [Level::new(), Level::baseline()] {
                assert_eq!(lines(ends).count_crossings(level), expected, "{ends:?}");
            }
        };
        check(&[], 0);
        check(&[[0.0, 0.0, 9.0, 9.0], [0.0, 9.0, 9.0, 0.0]], 1);
        check(&[[0.0, 0.0, 9.0, 9.0], [0.0, 0.0, 9.0, 0.0]], 0);
        check(&[[0.0, 0.0, 9.0, 0.0], [4.0, 0.0, 4.0, 9.0]], 0);
        check(&[[0.0, 0.0, 9.0, 0.0], [0.0, 1.0, 9.0, 1.0]], 0);
        // A bundle of nine across a bundle of nine spans packs.
        let across = |i: usize| [0.0, i as f32, 100.0, i as f32];
        let down = |i: usize| [1.0 + i as f32, -1.0, 1.0 + i as f32, 100.0];
        check(&(0..9).map(across).chain((0..9).map(down)).collect::<Vec<_>>(), 81);
    }

    #[test]
    fn boxes_in_the_way_are_weighed() {
        let mut blocks = Blocks::new(9);
        for i in 0..9 {
            blocks.set(i, Vec2::new(20.0 * i as f32, 0.0), Vec2::splat(10.0));
        }
        let lines =
            lines(&[[-5.0, 5.0, 200.0, 5.0], [-5.0, 0.0, 200.0, 0.0], [5.0, -5.0, 5.0, 40.0]]);
        let mut in_the_way = InTheWay::new(3, 9);
        for block in [0, 3, 8] {
            for line in 0..3 {
                in_the_way.set(line, block);
            }
        }
        let found = lines.weigh_passages(
            Level::new(),
            &blocks,
            &in_the_way,
            &[1.0, 100.0, 1000.0],
            f32::INFINITY,
        );
        assert!((found - 1003.0).abs() < 1e-3, "{found}");
    }
}
