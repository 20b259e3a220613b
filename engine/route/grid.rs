//! The sparse grid that one edge is routed on: few lines, each where a good path could run.
//!
//! Lines lie through both launch points, in the middle of each channel between two facing boxes, and at a clearance
//! beside each box. Every piece between two neighbouring crossings of lines has its price: its length, more near boxes,
//! along borders, through titles, infinite through walls; what the lines of other edges add is the business of
//! [`super::traffic`]. Places and prices are whole numbers, so that no sum depends on its order.
//! After M. Wybrow, K. Marriott, P. Stuckey, "Orthogonal connector routing", GD 2009, with prices in place of its
//! shortest-path order.

use glam::DVec2;

use crate::layout::Rect;

use super::Params;
use super::field::Field;
use super::lines::{Lines, SAME_PLACE, Wanted};
use super::search::Stop;
use super::terminal::Terminal;
use super::ticks::{TickRect, ticks};

/// Lines, the price of each piece of them, and where paths begin and end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// Where the lines lie.
    pub(crate) lines: Lines,
    /// By the axis of a piece and by [`Self::vertex`]: the price to the next vertex along that axis, ticks.
    pub(crate) prices: [Vec<u32>; 2],
    /// At the launch points of both ends; `None` where these are nowhere.
    pub(crate) stops: Option<[Stop; 2]>,
}

/// No way through. Prices of real pieces are less, also when all that can be added is.
pub(crate) const WALL: u32 = 1 << 30;

/// What running inside the clearance of a box, along a group's border, through a group's title adds: 16ths of the length.
const RATE_NEAR_WALL: u32 = 24;
const RATE_ON_BORDER: u32 = 24;
const RATE_IN_TITLE: u32 = 128;

/// How near to a border counts, px.
const BORDER_WIDTH: f64 = 8.0;

impl Grid {
    /// Lays the lines for `field` through the launch points and where else `wanted`, and prices what stands still. Every
    /// piece first costs its length and `surcharge` 16ths of it.
    pub(crate) fn lay(
        &mut self,
        field: &Field,
        ends: &[Terminal; 2],
        launches: &[DVec2; 2],
        surcharge: u32,
        wanted: &mut Wanted,
        params: &Params,
    ) {
        for axis in [0, 1] {
            wanted.exact[axis].extend(launches.map(|launch| launch[axis]));
        }
        self.lines.lay(field, wanted, params);
        self.price_lengths(surcharge);
        for wall in &field.walls {
            let wall = TickRect::from(wall);
            self.add(&wall.inflate(ticks(params.clearance)), RATE_NEAR_WALL);
            self.block(&wall);
        }
        for title in &field.titles {
            self.add(&title.into(), RATE_IN_TITLE);
        }
        for strip in field.borders.iter().flat_map(strips) {
            self.add(&strip, RATE_ON_BORDER);
        }
        for (end, launch) in ends.iter().zip(launches) {
            self.block_piece(end.port(), *launch);
        }
        let stop =
            |k: usize| Some(Stop { vertex: self.vertex_at(launches[k])?, axis: ends[k].axis() });
        self.stops = stop(0).zip(stop(1)).map(|(a, b)| [a, b]);
    }

    /// Fills `prices` with those of what stands still.
    pub(crate) fn start_prices(&self, prices: &mut [Vec<u32>; 2]) {
        for (prices, fixed) in prices.iter_mut().zip(&self.prices) {
            prices.clone_from(fixed);
        }
    }

    /// Number of vertical lines.
    pub(crate) fn width(&self) -> usize {
        self.lines.ticks[0].len()
    }

    /// Number of horizontal lines.
    pub(crate) fn height(&self) -> usize {
        self.lines.ticks[1].len()
    }

    /// Where a vertex lies.
    pub(crate) fn point(&self, vertex: usize) -> DVec2 {
        let width = self.width();
        DVec2::new(self.lines.exact[0][vertex % width], self.lines.exact[1][vertex / width])
    }

    /// The vertex at `point`, where lines were laid through it.
    pub(crate) fn vertex_at(&self, point: DVec2) -> Option<usize> {
        let place = |axis: usize| {
            let lines: &[f64] = &self.lines.exact[axis];
            let place = lines.partition_point(|l| *l < point[axis] - SAME_PLACE);
            lines.get(place).filter(|l| (**l - point[axis]).abs() < SAME_PLACE).map(|_| place)
        };
        Some(place(1)? * self.width() + place(0)?)
    }

    fn price_lengths(&mut self, surcharge: u32) {
        let (width, height) = (self.width(), self.height());
        let price = |w: &[i32]| {
            let length = w[1].abs_diff(w[0]);
            length.saturating_add(share(length, surcharge))
        };
        let Self { lines, prices: [along_x, along_y], .. } = self;
        along_x.clear();
        along_x.reserve(width * height);
        along_x.extend(lines.ticks[0].windows(2).map(price));
        along_x.push(WALL);
        for _ in 1..height {
            along_x.extend_from_within(..width);
        }
        along_y.clear();
        along_y.reserve(width * height);
        for price in lines.ticks[1].windows(2).map(price).chain([WALL]) {
            along_y.resize(along_y.len() + width, price);
        }
    }

    /// Adds `rate` 16ths of the length inside `zone`.
    fn add(&mut self, zone: &TickRect, rate: u32) {
        let Self { lines, prices, .. } = self;
        for (axis, prices) in prices.iter_mut().enumerate() {
            for_pieces(lines, prices, axis, zone, |price, length| {
                raise(price, share(length, rate));
            });
        }
    }

    /// Nothing passes through the inside of `wall`.
    fn block(&mut self, wall: &TickRect) {
        let Self { lines, prices, .. } = self;
        for (axis, prices) in prices.iter_mut().enumerate() {
            for_pieces(lines, prices, axis, wall, |price, _| *price = WALL);
        }
    }

    /// Nothing passes along the straight piece from `a` to `b`.
    fn block_piece(&mut self, a: DVec2, b: DVec2) {
        let mut piece = TickRect::round(a, b);
        let axis = piece.axis();
        piece.min[1 - axis] -= 1;
        piece.max[1 - axis] += 1;
        for_pieces(&self.lines, &mut self.prices[axis], axis, &piece, |price, _| *price = WALL);
    }
}

/// `rate` 16ths of `length`.
pub(crate) fn share(length: u32, rate: u32) -> u32 {
    length.saturating_mul(rate) / 16
}

/// Adds to a price, at most up to what cannot be paid.
pub(crate) fn raise(price: &mut u32, by: u32) {
    *price = price.saturating_add(by);
}

/// Calls `act` with the price of each piece along `axis` that lies in the inside of `zone`, and with the length inside.
pub(crate) fn for_pieces(
    lines: &Lines,
    prices: &mut [u32],
    axis: usize,
    zone: &TickRect,
    mut act: impl FnMut(&mut u32, u32),
) {
    let (along, beside) = (&lines.ticks[axis], &lines.ticks[1 - axis]);
    let (low, high) = (zone.min[axis], zone.max[axis]);
    let first = first_above(beside, zone.min[1 - axis]);
    let n_lines = beside[first..].iter().take_while(|l| **l < zone.max[1 - axis]).count();
    if n_lines == 0 {
        return;
    }
    let stride = lines.ticks[0].len();
    let start = first_above(along, low).saturating_sub(1);
    for (place, ends) in along.windows(2).enumerate().skip(start) {
        if ends[0] >= high {
            break;
        }
        let inside = u32::try_from(ends[1].min(high) - ends[0].max(low)).unwrap_or(0);
        if inside == 0 {
            continue;
        }
        if axis == 0 {
            let column = prices[first * stride + place..].iter_mut().step_by(stride);
            column.take(n_lines).for_each(|price| act(price, inside));
        } else {
            let row = &mut prices[place * stride + first..][..n_lines];
            row.iter_mut().for_each(|price| act(price, inside));
        }
    }
}

/// The place of the first line beyond `at`.
pub(crate) fn first_above(lines: &[i32], at: i32) -> usize {
    lines.partition_point(|l| *l <= at)
}

/// The four strips along a border.
fn strips(border: &Rect) -> [TickRect; 4] {
    let outer = TickRect::from(border).inflate(ticks(BORDER_WIDTH));
    let inner = TickRect::from(border).inflate(-ticks(BORDER_WIDTH));
    let mut strips = [outer; 4];
    strips[0].max[0] = inner.min[0];
    strips[1].min[0] = inner.max[0];
    strips[2].max[1] = inner.min[1];
    strips[3].min[1] = inner.max[1];
    strips
}
