//! Gathers what moves as one, and how far it may.

use glam::DVec2;
use rayon::prelude::*;

use super::super::Task;
use super::super::field::Field;

/// Pieces that move together.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Edge and place of each piece; the piece runs from the corner at `place` to the next one.
    pub(super) pieces: Vec<(usize, usize)>,
    /// Coordinate across the pieces, px.
    pub(super) at: f64,
    /// Least and greatest coordinate along the pieces, px.
    pub(super) span: [f64; 2],
    /// Walls on both sides, px; equal to `at` for what does not move.
    pub(super) free: [f64; 2],
    /// Whether it is a port's stub, not a wall, that ends its freedom on each side: no further distance is needed there.
    pub(super) is_stub: [bool; 2],
    /// Where it would like to be, px.
    pub(super) wish: f64,
}

impl Body {
    /// Whether it is tied to a port.
    pub(super) fn is_fixed(&self) -> bool {
        self.free[0] >= self.free[1]
    }
}

/// Pieces within this distance are on one line, px.
const ON_LINE: f64 = 0.5;

/// How far a piece may move for the sake of a balanced channel, px; within this others' order is known.
const REACH: f64 = 40.0;

/// All pieces that have the coordinate `across`, as bodies in the order of their first piece.
pub(super) fn gather(
    task: &Task<'_>,
    fields: &[Field],
    lines: &[Vec<DVec2>],
    across: usize,
) -> Vec<Body> {
    let of = |edge: usize| -> Vec<Body> {
        let n_pieces = lines[edge].len() - 1;
        let runs = |place: &usize| lines[edge][*place][across] == lines[edge][place + 1][across];
        (0..n_pieces)
            .filter(runs)
            .map(|place| body(task, &fields[edge], lines, (edge, place), across))
            .collect()
    };
    let singles: Vec<Body> = (0..lines.len()).into_par_iter().flat_map_iter(of).collect();
    join(task, lines, singles, across)
}

fn body(
    task: &Task<'_>,
    field: &Field,
    lines: &[Vec<DVec2>],
    piece: (usize, usize),
    across: usize,
) -> Body {
    let (edge, place) = piece;
    let points = &lines[edge];
    let (a, b) = (points[place], points[place + 1]);
    let along = 1 - across;
    let at = a[across];
    let span = [a[along].min(b[along]), a[along].max(b[along])];
    let mut body =
        Body { pieces: vec![piece], at, span, free: [at, at], is_stub: [false; 2], wish: at };
    let last = points.len() - 2;
    if place == 0 || place == last {
        return body;
    }
    let Some(mut free) = free_between(field, at, span, across) else { return body };
    for (is_next, near, far, k) in
        [(place == 1, points[place - 1], a, 0), (place + 1 == last, points[place + 2], b, 1)]
    {
        if is_next {
            let side = usize::from(far[across] < near[across]);
            if keep_stub(&mut free[side], far[across], side, task, (edge, k)) {
                body.is_stub[side] = true;
            }
        }
    }
    body.free = [free[0].min(at), free[1].max(at)];
    let (before, after) = (points[place - 1][across], points[place + 2][across]);
    if (before < at) == (at < after) {
        let (low, high) = (before.min(after).max(free[0]), before.max(after).min(free[1]));
        body.wish = f64::midpoint(low, high).clamp(at - REACH, at + REACH);
    }
    body
}

/// The piece next to a port may not become shorter than a stub, or than it is; true where that narrows `free`.
fn keep_stub(
    free: &mut f64,
    at: f64,
    side: usize,
    task: &Task<'_>,
    (edge, k): (usize, usize),
) -> bool {
    let end = &task.terminals[edge][k];
    let border = end.ahead(0.0)[end.axis()];
    let shortest = task.params.stub.min((at - border).abs());
    let (limit, narrows) = if side == 0 {
        (border + shortest, border + shortest > *free)
    } else {
        (border - shortest, border - shortest < *free)
    };
    if narrows {
        *free = limit;
    }
    narrows
}

/// From wall to wall across a piece; `None` where it lies in one.
fn free_between(field: &Field, at: f64, span: [f64; 2], across: usize) -> Option<[f64; 2]> {
    let along = 1 - across;
    let mut free = [field.region.min[across], field.region.max[across]];
    for wall in field.walls.iter().chain(&field.titles) {
        if wall.min[along] >= span[1] || wall.max[along] <= span[0] {
            continue;
        }
        if wall.max[across] <= at + 1e-6 {
            free[0] = free[0].max(wall.max[across]);
        } else if wall.min[across] >= at - 1e-6 {
            free[1] = free[1].min(wall.min[across]);
        } else if field.walls.contains(wall) {
            return None;
        }
    }
    for border in &field.borders {
        if border.min[along] >= span[1] || border.max[along] <= span[0] {
            continue;
        }
        for side in [border.min[across], border.max[across]] {
            if side <= at {
                free[0] = free[0].max(side);
            } else {
                free[1] = free[1].min(side);
            }
        }
    }
    Some(free)
}

/// Makes one body of the pieces of trunk mates that lie on one line, as far as the mates run together from their port.
fn join(task: &Task<'_>, lines: &[Vec<DVec2>], singles: Vec<Body>, across: usize) -> Vec<Body> {
    let mut number = vec![Vec::new(); lines.len()];
    for (edge, points) in lines.iter().enumerate() {
        number[edge] = vec![usize::MAX; points.len() - 1];
    }
    for (body, single) in singles.iter().enumerate() {
        let (edge, place) = single.pieces[0];
        number[edge][place] = body;
    }
    let mut leader: Vec<usize> = (0..singles.len()).collect();
    for side in task.ports.trunk_members() {
        let mut at_step: Vec<(usize, usize)> = side.to_vec();
        let mut step = 0;
        while at_step.len() > 1 {
            at_step.retain(|(e, _)| step + 1 < lines[*e].len());
            let place =
                |(e, k): (usize, usize)| if k == 0 { step } else { lines[e].len() - 2 - step };
            join_step(lines, &number, &mut leader, &at_step, place, across);
            at_step = still_together(lines, &at_step, step);
            step += 1;
        }
    }
    merge(singles, &mut leader)
}

fn join_step(
    lines: &[Vec<DVec2>],
    number: &[Vec<usize>],
    leader: &mut [usize],
    members: &[(usize, usize)],
    place: impl Fn((usize, usize)) -> usize,
    across: usize,
) {
    for (i, a) in members.iter().enumerate() {
        for b in &members[..i] {
            let (place_a, place_b) = (place(*a), place(*b));
            let (body_a, body_b) = (number[a.0][place_a], number[b.0][place_b]);
            let on_line =
                (lines[a.0][place_a][across] - lines[b.0][place_b][across]).abs() < ON_LINE;
            if body_a != usize::MAX && body_b != usize::MAX && on_line {
                let (root_a, root_b) = (root(leader, body_a), root(leader, body_b));
                leader[root_a.max(root_b)] = root_a.min(root_b);
                break;
            }
        }
    }
}

/// The members whose corner after `step` another member has too.
fn still_together(
    lines: &[Vec<DVec2>],
    members: &[(usize, usize)],
    step: usize,
) -> Vec<(usize, usize)> {
    let corner = |(e, k): (usize, usize)| {
        let points = &lines[e];
        if k == 0 {
            points.get(step + 1)
        } else {
            points.len().checked_sub(step + 2).and_then(|i| points.get(i))
        }
    };
    let shares = |a: &(usize, usize)| {
        let near = |b: &&(usize, usize)| {
            *b != a && corner(*a).zip(corner(**b)).is_some_and(|(p, q)| p.distance(*q) < ON_LINE)
        };
        members.iter().find(near).is_some()
    };
    members.iter().copied().filter(shares).collect()
}

fn root(leader: &mut [usize], mut body: usize) -> usize {
    while leader[body] != body {
        leader[body] = leader[leader[body]];
        body = leader[body];
    }
    body
}

fn merge(singles: Vec<Body>, leader: &mut [usize]) -> Vec<Body> {
    let mut place = vec![usize::MAX; singles.len()];
    let mut bodies: Vec<Body> = Vec::new();
    for (number, single) in singles.into_iter().enumerate() {
        let root = root(leader, number);
        if root == number {
            place[number] = bodies.len();
            bodies.push(single);
            continue;
        }
        let body = &mut bodies[place[root]];
        body.span = [body.span[0].min(single.span[0]), body.span[1].max(single.span[1])];
        for side in [0, 1] {
            let narrows = if side == 0 {
                single.free[0] > body.free[0]
            } else {
                single.free[1] < body.free[1]
            };
            if narrows {
                (body.free[side], body.is_stub[side]) = (single.free[side], single.is_stub[side]);
            }
        }
        body.pieces.extend(single.pieces);
    }
    for body in &mut bodies {
        if body.free[0] >= body.free[1] {
            body.free = [body.at; 2];
            body.wish = body.at;
        }
    }
    bodies
}
