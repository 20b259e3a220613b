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

/// Moves below this end the sweeps, px.
const SETTLED: f64 = 1e-3;

/// Where the points end up, or `None` where their distances do not fit within their bounds.
///
/// Points must come in an order that all gaps agree with (`left < right`).
pub(crate) fn separate(points: &[Point], gaps: &[Gap]) -> Option<Vec<f64>> {
    let room = room(points, gaps)?;
    let mut at: Vec<f64> = points.iter().map(|p| p.wish).collect();
    let mut forces = vec![0.0; gaps.len()];
    for _ in 0..SWEEPS {
        let mut most = 0.0_f64;
        for (x, [low, high]) in at.iter_mut().zip(&room) {
            *x = x.clamp(*low, *high);
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
    Some(finish(at, &room, gaps))
}

/// What each point's bounds leave when its neighbours' are counted in.
fn room(points: &[Point], gaps: &[Gap]) -> Option<Vec<[f64; 2]>> {
    let mut room: Vec<[f64; 2]> = points.iter().map(|p| p.bounds).collect();
    let mut ordered: Vec<&Gap> = gaps.iter().collect();
    ordered.sort_by_key(|g| (g.left, g.right));
    for g in &ordered {
        room[g.right][0] = room[g.right][0].max(room[g.left][0] + g.gap);
    }
    ordered.sort_by_key(|g| (g.right, g.left));
    for g in ordered.iter().rev() {
        room[g.left][1] = room[g.left][1].min(room[g.right][1] - g.gap);
    }
    let fits = room.iter().all(|[low, high]| *low <= *high + 1e-9);
    fits.then(|| room.into_iter().map(|[low, high]| [low, high.max(low)]).collect())
}

fn finish(mut at: Vec<f64>, room: &[[f64; 2]], gaps: &[Gap]) -> Vec<f64> {
    let mut ordered: Vec<&Gap> = gaps.iter().collect();
    ordered.sort_by_key(|g| (g.right, g.left));
    let mut next = ordered.into_iter().peekable();
    for point in 0..at.len() {
        let mut low = room[point][0];
        while let Some(g) = next.next_if(|g| g.right == point) {
            low = low.max(at[g.left] + g.gap);
        }
        at[point] = at[point].max(low).min(room[point][1].max(low));
    }
    at
}
