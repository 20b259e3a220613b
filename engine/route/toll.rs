//! What one bit of a route adds to the prices of another edge's grid.

use super::grid::{Grid, for_pieces, raise};
use super::ground::Bit;
use super::ticks::TickRect;

/// Makes each piece that crosses `bit` dearer by `price`, half by half on both sides of a grid line that lies right on it,
/// so that turning onto the line costs half and crossing it all.
pub(crate) fn charge_crossing(grid: &Grid, prices: &mut [Vec<u32>; 2], bit: Bit, price: u32) {
    let (axis, across) = (bit.axis(), 1 - bit.axis());
    let (along, beside) = (&grid.lines.ticks[axis], &grid.lines.ticks[across]);
    let after = beside.partition_point(|l| *l < bit.at);
    let Some(next) = beside.get(after) else { return };
    let is_on = *next == bit.at;
    let price = if is_on { price / 2 } else { price };
    let first = along.partition_point(|l| *l < bit.from);
    let n_lines = along[first..].iter().take_while(|l| **l < bit.to).count();
    let width = grid.width();
    let places = [after.checked_sub(1), is_on.then_some(after)];
    for place in places.into_iter().flatten() {
        if axis == 0 {
            let row = &mut prices[1][place * width + first..][..n_lines];
            row.iter_mut().for_each(|p| raise(p, price));
        } else if n_lines > 0 {
            let column = prices[0][first * width + place..].iter_mut().step_by(width);
            column.take(n_lines).for_each(|p| raise(p, price));
        }
    }
}

/// Calls `act` with the price of each piece that runs within `reach` of `bit`, and the length that both run.
pub(crate) fn along(
    grid: &Grid,
    prices: &mut [Vec<u32>; 2],
    bit: Bit,
    reach: i32,
    act: impl FnMut(&mut u32, u32),
) {
    let axis = bit.axis();
    let mut zone = TickRect::default();
    (zone.min[axis], zone.max[axis]) = (bit.from - 1, bit.to);
    (zone.min[1 - axis], zone.max[1 - axis]) = (bit.at - reach, bit.at + reach);
    for_pieces(&grid.lines, &mut prices[axis], axis, &zone, act);
}
