//! Moves points on a line as little as possible until they keep their distances.
//!
//! Minimises the sum of squared moves under `right - left >= gap` and bounds: a convex quadratic programme, solved by
//! Hildreth's method (C. Hildreth, "A quadratic programming procedure", Naval Research Logistics Quarterly 4, 1957):
//! each constraint in turn is met by moving its two points, and a multiplier remembers how much of that may be taken
//! back later. Points that crowd end evenly spaced round their mean. The number of sweeps is fixed and what they leave
//! undone is done by one exact pass, so that the result is always feasible and the same everywhere.

/// `right` must lie at least `gap` after `left`; both are places in the list, `left < right`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gap {
    /// The point with the smaller coordinate.
    pub(crate) left: usize,
    /// The other.
    pub(crate) right: usize,
    /// Least distance, px.
    pub(crate) gap: f64,
}

/// A point to be placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Where it should be.
    pub(crate) wish: f64,
    /// Least and greatest coordinate it may have.
    pub(crate) bounds: [f64; 2],
}

/// Enough for a dozen lanes to settle to a hundredth of a pixel; more crowded channels are finished by the exact pass.
const SWEEPS: usize = 200;

/// Gaps times sweeps that are worth the time, and the sweeps that are made in any case.
const WORK: usize = 400_000;
const LEAST_SWEEPS: usize = 8;

/// Moves below this end the sweeps, px.
const SETTLED: f64 = 1e-3;

/// Where the points end up, or `None` where their distances do not fit within their bounds.
///
/// Points must come in an order that all gaps agree with (`left < right`).
pub(crate) fn separate(points: &[Point], gaps: &[Gap]) -> Option<Vec<f64>> {
    let mut sorted = gaps.to_vec();
    sorted.sort_by_key(|g| (g.right, g.left));
    let room = room(points, &sorted);
    room.crowded().is_empty().then(|| settle(points, &sorted, &room.ranges))
}

/// As [`separate`], but where distances do not fit, these are made smaller until they do, at worst to nothing.
///
/// Each point keeps `margins` from its bounds where it can. What crowds is found by following, from each point that has
/// no room, the chain of gaps that pushes it from either side; only these are halved, again and again.
pub(crate) fn separate_softly(
    points: &[Point],
    margins: &[[f64; 2]],
    gaps: &[Gap],
) -> Option<Vec<f64>> {
    let mut gaps = gaps.to_vec();
    gaps.sort_by_key(|g| (g.right, g.left));
    let mut margins = margins.to_vec();
    for attempt in 0..ATTEMPTS {
        let narrowed: Vec<Point> = points
            .iter()
            .zip(&margins)
            .map(|(p, m)| Point { wish: p.wish, bounds: [p.bounds[0] + m[0], p.bounds[1] - m[1]] })
            .collect();
        let room = room(&narrowed, &gaps);
        let crowded = room.crowded();
        if crowded.is_empty() {
            return Some(settle(&narrowed, &gaps, &room.ranges));
        }
        let factor = if attempt < GENTLE_ATTEMPTS { 0.7 } else { 0.0 };
        let (mut tight_gaps, mut tight_margins) = room.chains(&crowded);
        tight_gaps.sort_unstable();
        tight_gaps.dedup();
        tight_margins.sort_unstable();
        tight_margins.dedup();
        tight_gaps.iter().for_each(|g| gaps[*g].gap *= factor);
        tight_margins.iter().for_each(|(point, side)| margins[*point][*side] *= factor);
    }
    None
}

/// Rounds of making distances smaller, 0.7 to the power of 10 is 0.03; and all rounds, the rest of them to nothing.
const GENTLE_ATTEMPTS: usize = 10;
const ATTEMPTS: usize = 60;

fn settle(points: &[Point], gaps: &[Gap], room: &[[f64; 2]]) -> Vec<f64> {
    let mut at: Vec<f64> = points.iter().map(|p| p.wish).collect();
    let mut forces = vec![0.0; gaps.len()];
    let n_sweeps = (WORK / gaps.len().max(1)).clamp(LEAST_SWEEPS, SWEEPS);
    for _ in 0..n_sweeps {
        let mut most = 0.0_f64;
        for (x, [low, high]) in at.iter_mut().zip(room) {
            *x = x.clamp(*low, high.max(*low));
        }
        for (Gap { left, right, gap }, force) in gaps.iter().zip(&mut forces) {
            let push = ((gap - (at[*right] - at[*left])) / 2.0).max(-*force);
            *force += push;
            at[*left] -= push;
            at[*right] += push;
            most = most.max(push.abs());
        }
        if most < SETTLED {
            break;
        }
    }
    finish(at, room, gaps)
}

/// What each point's bounds leave when its neighbours' are counted in, and which gap or own bound decided that.
struct Room {
    ranges: Vec<[f64; 2]>,
    /// By point and side: the gap that limits it, else its own bound.
    limits: Vec<[Option<usize>; 2]>,
    /// Ends of the gaps.
    ends: Vec<(usize, usize)>,
}

impl Room {
    /// Points without room.
    fn crowded(&self) -> Vec<usize> {
        let is_crowded = |p: &usize| self.ranges[*p][0] > self.ranges[*p][1] + 1e-9;
        (0..self.ranges.len()).filter(is_crowded).collect()
    }

    /// The gaps, and the points with the side whose own margin counts, on the chains that crowd the given points.
    fn chains(&self, crowded: &[usize]) -> (Vec<usize>, Vec<(usize, usize)>) {
        let (mut gaps, mut margins) = (Vec::new(), Vec::new());
        for start in crowded {
            for side in [0, 1] {
                let mut point = *start;
                while let Some(gap) = self.limits[point][side] {
                    gaps.push(gap);
                    point = if side == 0 { self.ends[gap].0 } else { self.ends[gap].1 };
                }
                margins.push((point, side));
            }
        }
        (gaps, margins)
    }
}

/// `gaps` come sorted by their right end.
fn room(points: &[Point], gaps: &[Gap]) -> Room {
    let mut ranges: Vec<[f64; 2]> = points.iter().map(|p| p.bounds).collect();
    let mut limits = vec![[None; 2]; points.len()];
    for (number, g) in gaps.iter().enumerate() {
        let pushed = ranges[g.left][0] + g.gap;
        if pushed > ranges[g.right][0] {
            ranges[g.right][0] = pushed;
            limits[g.right][0] = Some(number);
        }
    }
    for (number, g) in gaps.iter().enumerate().rev() {
        let pushed = ranges[g.right][1] - g.gap;
        if pushed < ranges[g.left][1] {
            ranges[g.left][1] = pushed;
            limits[g.left][1] = Some(number);
        }
    }
    Room { ranges, limits, ends: gaps.iter().map(|g| (g.left, g.right)).collect() }
}

/// `gaps` come sorted by their right end.
fn finish(mut at: Vec<f64>, room: &[[f64; 2]], gaps: &[Gap]) -> Vec<f64> {
    let mut next = gaps.iter().peekable();
    for point in 0..at.len() {
        let mut low = room[point][0];
        while let Some(g) = next.next_if(|g| g.right == point) {
            low = low.max(at[g.left] + g.gap);
        }
        at[point] = at[point].min(room[point][1]).max(low);
    }
    at
}
