//! Gives every edge end its place along the side of its box.
//!
//! The ends on one side are ordered as their lines fan out, so that they need not cross, and spread round the middle of
//! the side. Then, shortest first, edges whose two ports face each other with nothing between are pulled into one
//! straight line where their neighbours leave room. Ends that share a point (at junctions, and everywhere when the
//! author asks for merged edges) form a trunk.

use std::collections::BTreeMap;

use glam::DVec2;

use crate::graph::{NodeKind, Side};
use crate::layout::Rect;

use super::field::Field;
use super::hierarchy::Item;
use super::separate::{Gap, Point, separate};
use super::ticks::on_tick;
use super::{Params, Task};

/// The ends on each side of each box, in the order of their places along it, and which of them share a point.
#[derive(Debug, Default)]
pub(crate) struct Ports {
    /// Ends as (edge, which end), side by side.
    sides: Vec<Vec<(usize, usize)>>,
    /// Which of `sides` an end belongs to.
    side_of: Vec<[usize; 2]>,
    /// The trunk that an end is part of.
    pub(crate) trunks: Vec<[Option<usize>; 2]>,
}

/// From here on a line counts as outside the box it leaves, px; more than what a junction's box is grown by.
const CLEAR_OF_OWN_BOX: f64 = 4.0;

/// Orders the ends of one side: the first differing number decides.
pub(crate) type FanKey = [f64; 3];

/// Between neighbouring ports, px: room for an arrowhead of 9 and a gap.
const SPACING: f64 = 16.0;

impl Ports {
    /// Groups the ends of all edges by box and side.
    pub(crate) fn new(task: &Task<'_>) -> Self {
        let mut by_side: BTreeMap<(Item, Side, bool), Vec<(usize, usize)>> = BTreeMap::new();
        for (edge, pair) in task.terminals.iter().enumerate() {
            for (k, end) in pair.iter().enumerate() {
                by_side.entry((end.item, end.side, end.inner)).or_default().push((edge, k));
            }
        }
        let n_edges = task.terminals.len();
        let mut ports = Self {
            sides: Vec::new(),
            side_of: vec![[0; 2]; n_edges],
            trunks: vec![[None; 2]; n_edges],
        };
        for ((item, _, _), ends) in by_side {
            let number = ports.sides.len();
            for &(edge, k) in &ends {
                ports.side_of[edge][k] = number;
                let [a, b] = &task.terminals[edge];
                if shares_points(task, item) && a.item != b.item {
                    ports.trunks[edge][k] = Some(number);
                }
            }
            ports.sides.push(ends);
        }
        ports
    }

    /// Whether any end could stand elsewhere on its side.
    pub(crate) fn can_reorder(&self) -> bool {
        self.sides
            .iter()
            .any(|side| side.len() > 1 && side.iter().any(|(e, k)| self.trunks[*e][*k].is_none()))
    }

    /// The ends of each trunk, by trunk.
    pub(crate) fn trunk_members(&self) -> impl Iterator<Item = Vec<(usize, usize)>> {
        self.sides.iter().map(|side| {
            side.iter().copied().filter(|(e, k)| self.trunks[*e][*k].is_some()).collect::<Vec<_>>()
        })
    }

    /// Orders the ends of every side by `key` and sets their places in `terminals`.
    pub(crate) fn place(
        &mut self,
        task: &mut Task<'_>,
        key: impl Fn(&Task<'_>, usize, usize) -> FanKey,
    ) {
        for side in &mut self.sides {
            let mut keyed: Vec<_> = side.iter().map(|&(e, k)| (key(task, e, k), e, k)).collect();
            keyed.sort_by(|a, b| {
                let by_key = (0..3).map(|i| a.0[i].total_cmp(&b.0[i])).find(|o| o.is_ne());
                by_key.unwrap_or_else(|| (a.1, a.2).cmp(&(b.1, b.2)))
            });
            *side = keyed.into_iter().map(|(_, e, k)| (e, k)).collect();
        }
        let mut pins: Vec<[Option<f64>; 2]> = vec![[None; 2]; task.terminals.len()];
        for side in &self.sides {
            self.spread(side, &pins, task);
        }
        let candidates = straight_candidates(task);
        for (_, edge) in candidates {
            self.straighten(edge, &mut pins, task);
        }
    }

    fn straighten(&self, edge: usize, pins: &mut [[Option<f64>; 2]], task: &mut Task<'_>) {
        let [a, b] = self.ranges(edge, task);
        let (low, high) = (a[0].max(b[0]), a[1].min(b[1]));
        if low > high {
            return;
        }
        let pair = &task.terminals[edge];
        let along = on_tick(f64::midpoint(pair[0].along, pair[1].along)).clamp(low, high);
        if !sees(task, edge, along) {
            return;
        }
        let before = pins[edge];
        pins[edge] = [Some(along); 2];
        let sides = self.side_of[edge];
        if sides.iter().all(|s| self.spread(&self.sides[*s], pins, task)) {
            return;
        }
        pins[edge] = before;
        for side in sides {
            self.spread(&self.sides[side], pins, task);
        }
    }

    /// Where each end of `edge` may stand: a point that several share does not move.
    fn ranges(&self, edge: usize, task: &Task<'_>) -> [[f64; 2]; 2] {
        [0, 1].map(|k| {
            let end = &task.terminals[edge][k];
            let shared =
                self.trunks[edge][k].is_some() && self.sides[self.side_of[edge][k]].len() > 1;
            if shared { [end.middle(); 2] } else { end.range }
        })
    }

    /// Spaces the ends of a side; false, and nothing changed, where `pins` leave no room for that.
    fn spread(
        &self,
        side: &[(usize, usize)],
        pins: &[[Option<f64>; 2]],
        task: &mut Task<'_>,
    ) -> bool {
        let Some(&(edge, k)) = side.first() else { return true };
        let first = task.terminals[edge][k];
        let free: Vec<_> = side.iter().filter(|(e, k)| self.trunks[*e][*k].is_none()).collect();
        let spacing = SPACING.min((first.range[1] - first.range[0]) / (free.len() as f64 + 1.0));
        let mut points = Vec::new();
        for (place, &&(edge, k)) in free.iter().enumerate() {
            let end = &task.terminals[edge][k];
            let offset = (place as f64 - (free.len() as f64 - 1.0) / 2.0) * spacing;
            let own = matches!(end.item, Item::Group(_));
            let wish = if own { end.along } else { end.middle() + offset };
            let bounds = pins[edge][k].map_or(end.range, |p| [p, p]);
            points.push(Point { wish: wish.clamp(bounds[0], bounds[1]), bounds });
        }
        let gaps: Vec<Gap> =
            (1..free.len()).map(|i| Gap { left: i - 1, right: i, gap: spacing }).collect();
        let Some(places) = separate(&points, &gaps) else { return false };
        for (&&(edge, k), along) in free.iter().zip(places) {
            let [low, high] = task.terminals[edge][k].range;
            task.terminals[edge][k].along = on_tick(along).clamp(low, high);
        }
        for &(edge, k) in side.iter().filter(|(e, k)| self.trunks[*e][*k].is_some()) {
            let end = &mut task.terminals[edge][k];
            end.along = pins[edge][k].unwrap_or_else(|| end.middle());
        }
        true
    }
}

/// The direction to the partner as seen from the port: ordering by it keeps straight lines from crossing.
pub(crate) fn fan_to_partner(task: &Task<'_>, edge: usize, k: usize) -> FanKey {
    let (end, partner) = (&task.terminals[edge][k], &task.terminals[edge][1 - k]);
    let to = partner.area.center() - end.area.center();
    let (out, across) = (to[end.axis()] * end.outward(), to[1 - end.axis()]);
    let total = (out.abs() + across.abs()).max(1e-9);
    let slope = across / total;
    let angle = if out >= 0.0 {
        slope
    } else {
        (2.0 - slope.abs()) * if across < 0.0 { -1.0 } else { 1.0 }
    };
    [angle, partner.along, 0.0]
}

/// The way the line takes, told by its first turns: of those that turn to one side the nearest turn is the outermost.
pub(crate) fn fan_of_route(task: &Task<'_>, points: &[DVec2], edge: usize, k: usize) -> FanKey {
    let end = &task.terminals[edge][k];
    let (axis, across) = (end.axis(), 1 - end.axis());
    let at = |i: usize| if k == 0 { points[i] } else { points[points.len() - 1 - i] };
    let angle = fan_to_partner(task, edge, k)[0];
    if points.len() < 3 {
        return [0.0, 0.0, angle];
    }
    let turn = (at(2) - at(1))[across].signum();
    let distance = (at(1) - at(0))[axis].abs();
    [turn, -turn * distance, angle]
}

fn shares_points(task: &Task<'_>, item: Item) -> bool {
    match item {
        Item::Node(node) => task.merge || task.graph.nodes[node].kind == NodeKind::Junction,
        Item::Group(_) => false,
    }
}

/// Edges whose ends face each other, the least offset first.
fn straight_candidates(task: &Task<'_>) -> Vec<(f64, usize)> {
    let mut found = Vec::new();
    for (edge, [a, b]) in task.terminals.iter().enumerate() {
        let axis = a.axis();
        let distance = (b.port()[axis] - a.port()[axis]) * a.outward();
        if b.axis() == axis && a.outward() != b.outward() && distance > 0.0 && a.item != b.item {
            found.push(((a.along - b.along).abs(), edge));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    found
}

/// Whether nothing stands between the two ends of `edge` on the line at `along`.
fn sees(task: &Task<'_>, edge: usize, along: f64) -> bool {
    let pair = &task.terminals[edge];
    let axis = pair[0].axis();
    let starts = pair.map(|t| {
        let mut start = t.ahead(CLEAR_OF_OWN_BOX);
        start[1 - axis] = along;
        start
    });
    let line = Rect { min: starts[0].min(starts[1]), max: starts[0].max(starts[1]) };
    let field = Field::gather(&task.hierarchy, pair, line.inflate(1.0), 0);
    !field.walls.iter().chain(&field.titles).any(|wall| blocks(wall, &line, axis, &task.params))
}

fn blocks(wall: &Rect, line: &Rect, axis: usize, params: &Params) -> bool {
    let mut wide = line.inflate(params.clearance / 2.0);
    wide.min[axis] = line.min[axis];
    wide.max[axis] = line.max[axis];
    wall.overlaps(&wide)
}
