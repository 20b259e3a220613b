//! Moves lines that share a channel into lanes of their own.
//!
//! For each axis in turn: pieces of trunk mates on one line become one body; each body has a free interval between the
//! walls and borders beside it; bodies that run side by side get an order (the one they have, or where they lie on top
//! of each other the one that crosses least, see [`super::order`]); and within each set of bodies that hang together the
//! positions nearest to their wishes with a lane between neighbours are found by [`super::separate`]. A piece between
//! two that lead to opposite sides wishes to be in the middle of its channel. Order is kept, so no crossing is added.
//! Pieces at ports do not move. A route that would leave its walls stays as it was.

mod bodies;
mod lanes;
mod neighbours;
mod ranks;

use glam::DVec2;
use rayon::prelude::*;

use crate::layout::Rect;

use super::Task;
use super::field::Field;
use super::path::{is_sound, tidy};
use super::rounds::IsStopped;
use super::terminal::Terminal;

/// Passes over both axes: the second sets right what the first one's moves brought together.
const PASSES: usize = 2;

/// The routes `lines` with their pieces in lanes; `None` where it was stopped.
pub(crate) fn nudge(
    task: &Task<'_>,
    lines: Vec<Vec<DVec2>>,
    is_stopped: IsStopped<'_>,
) -> Option<Vec<Vec<DVec2>>> {
    let fields: Vec<Field> =
        lines.par_iter().enumerate().map(|(edge, points)| field(task, edge, points)).collect();
    let mut moved = lines.clone();
    for pass in 0..2 * PASSES {
        if is_stopped() {
            return None;
        }
        let across = pass % 2;
        let bodies = bodies::gather(task, &fields, &moved, across);
        lanes::assign(task, &bodies, &mut moved, across);
    }
    let keep = |(edge, (old, new)): (usize, (&Vec<DVec2>, Vec<DVec2>))| {
        let new = tidy(&new);
        let ends = &task.terminals[edge];
        let as_before = enters_wall(old, &fields[edge], ends);
        if is_sound(&new, ends) && (as_before || !enters_wall(&new, &fields[edge], ends)) {
            new
        } else {
            old.clone()
        }
    };
    Some(lines.par_iter().zip(moved).enumerate().map(keep).collect())
}

/// What the route of `edge` has round it.
fn field(task: &Task<'_>, edge: usize, points: &[DVec2]) -> Field {
    let bounds = points.iter().fold(Rect { min: points[0], max: points[0] }, |b, p| Rect {
        min: b.min.min(*p),
        max: b.max.max(*p),
    });
    let window = bounds.inflate(WINDOW);
    let mut field = Field::gather(&task.hierarchy, &task.terminals[edge], window, 0);
    for n_escapes in 1..3 {
        if field.region.inflate(1.0).contains(&bounds) {
            break;
        }
        field = Field::gather(&task.hierarchy, &task.terminals[edge], window, n_escapes);
    }
    field
}

/// How far beside a route walls are looked for, px: lines move less than that.
const WINDOW: f64 = 120.0;

/// Whether a route passes through the inside of a wall; its first and last piece may touch the boxes they belong to.
fn enters_wall(points: &[DVec2], field: &Field, ends: &[Terminal; 2]) -> bool {
    let last = points.len() - 2;
    points.windows(2).enumerate().any(|(place, w)| {
        let piece = Rect { min: w[0].min(w[1]), max: w[0].max(w[1]) };
        field.walls.iter().any(|wall| {
            let is_own =
                |end: &Terminal| wall.contains(&end.area) && end.area.inflate(4.0).contains(wall);
            let may_touch = (place == 0 && is_own(&ends[0])) || (place == last && is_own(&ends[1]));
            !may_touch && touches_inside(&piece, wall)
        })
    })
}

fn touches_inside(piece: &Rect, wall: &Rect) -> bool {
    let inside = wall.inflate(-1e-3);
    piece.min.cmplt(inside.max).all() && piece.max.cmpgt(inside.min).all()
}
