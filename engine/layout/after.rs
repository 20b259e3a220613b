//! Places an edited diagram from where it stood before.
//!
//! From the inside out: a container in which everything still fits where it stood is left alone. In the others what is
//! new finds a place among what stood there ([`insert`]), and all of it the best positions that keep who is left of and
//! above whom ([`exact::settle`]), with a price on every px off the earlier place. A container of which most is new is
//! arranged as if it had never been. Small diagrams are then settled once more as a whole, as far as anything changed.
//! Nothing is searched anew, so the cost is that of what changed and of what is round it.

use std::sync::Arc;

use glam::DVec2;
use rayon::prelude::*;

use super::asks::give_up_turned;
use super::exact::{self, Wish};
use super::insert::Scene;
use super::place::{Lifted, Plan, SEARCHED, arrange_one};
use super::problem::{Arrangement, Problem};
use super::shove::Crowd;
use super::{Layout, Rect};

/// Price of a px between a service and its earlier place: less than that of a bend, so that what was straight stays
/// straight, more than that of length and size, so that nothing moves only to be nearer.
const KEPT: i64 = 8;

/// The same for what is new.
const NEW: i64 = 1;

/// The same for a place in a pinned group: more than that of a missed side, so that the group is not torn to meet it.
const CARRIED: i64 = 1_000;

/// The same for a pin: more than anything that speaks against it.
const PINNED: i64 = 1_000_000;

/// Diagrams with more items than this are settled container by container only.
const MOST_TOGETHER: usize = 160;

/// Containers with more members than this that do not stand as they stood are arranged anew: making room costs the
/// square of their number.
const MOST_KEPT: usize = 20_000;

/// A layout that starts from an earlier one.
#[derive(Debug)]
pub(super) struct Edit<'a> {
    plan: Plan<'a>,
    /// The links that matter in each container.
    wires: Vec<Vec<Lifted>>,
    /// Each item's box before, from the drawing's corner.
    stood: Vec<Option<Rect>>,
    pins: Vec<Option<DVec2>>,
    /// Corners of the containers before, from the drawing's.
    corners: Vec<DVec2>,
    /// For each item corner and size from which the order is read, and where it had better be; from its container.
    desk: Vec<Desk>,
    /// Nodes in each item.
    weights: Vec<usize>,
    /// By how much the content of each container has moved from its corner.
    shifts: Vec<DVec2>,
    batches: Vec<Vec<usize>>,
    n_done: usize,
    /// Price of a px between a service and its earlier place.
    kept: i64,
    /// Whether all that is done stands as it stood.
    is_as_it_stood: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Desk {
    at: DVec2,
    size: DVec2,
    wish: DVec2,
}

/// What came of one container.
struct Done {
    container: usize,
    desk: Vec<Desk>,
    at: Vec<DVec2>,
    whole: DVec2,
    is_as_it_stood: bool,
}

impl<'a> Edit<'a> {
    /// Positions of everything in `plan` in the order in which it `stood` and near to there, unless it closes up, with
    /// `pins` obeyed; nothing of it done yet.
    pub(super) fn new(
        plan: Plan<'a>,
        stood: Vec<Option<Rect>>,
        pins: Vec<Option<DVec2>>,
        closes_up: bool,
    ) -> Self {
        let tree = &plan.tree;
        let mut weights = vec![1; tree.n_items()];
        for &container in &tree.bottom_up {
            if let Some(item) = tree.item(container) {
                let inside = tree.children[container].iter().map(|&inner| weights[inner]);
                weights[item] = inside.sum::<usize>().max(1);
            }
        }
        Self {
            wires: plan.lift(),
            corners: corners(&plan, &stood),
            desk: vec![Desk::default(); tree.n_items()],
            shifts: vec![DVec2::ZERO; tree.children.len()],
            batches: plan.batches(),
            plan,
            stood,
            pins,
            weights,
            n_done: 0,
            kept: if closes_up { 0 } else { KEPT },
            is_as_it_stood: true,
        }
    }

    /// How often [`Edit::step`] is to be called.
    pub(super) fn n_steps(&self) -> usize {
        self.batches.len() + 1
    }

    /// Settles some containers alone, innermost first, and then all together; the last step gives the layout.
    pub(super) fn step(&mut self) -> Option<Layout> {
        let Some(batch) = self.batches.get(self.n_done) else {
            let is_small = self.plan.tree.n_items() <= MOST_TOGETHER;
            return Some(if is_small && !self.is_as_it_stood {
                self.plan.layout_of(&self.together())
            } else {
                self.plan.layout()
            });
        };
        let done: Vec<Done> = batch.par_iter().map(|&c| self.arrange(c, &self.wires[c])).collect();
        for done in done {
            self.is_as_it_stood &= done.is_as_it_stood;
            self.write(done);
        }
        self.n_done += 1;
        None
    }

    /// Where everything is now; what is not done yet is packed about as it stood.
    pub(super) fn layout(&self) -> Layout {
        let undone = self.batches[self.n_done..].iter().flatten().copied();
        let nowhere = DVec2::splat(f64::MAX);
        let middle = |&item: &usize| self.stood[item].map_or(nowhere, |rect| rect.center());
        let middles = |c: usize| self.plan.tree.children[c].iter().map(middle).collect();
        self.plan.layout_with(undone, middles)
    }

    fn write(&mut self, done: Done) {
        let Done { container, desk, at, whole, .. } = done;
        let mut moves = [Vec::new(), Vec::new()];
        let tree = Arc::clone(&self.plan.tree);
        for (slot, &item) in tree.children[container].iter().enumerate() {
            self.plan.at[item] = at[slot];
            self.desk[item] = desk[slot];
            if self.stood[item].is_some() {
                let moved = at[slot] - desk[slot].wish;
                moves[0].push((moved.x, self.weights[item]));
                moves[1].push((moved.y, self.weights[item]));
            }
        }
        self.shifts[container] = DVec2::from_array(moves.map(weighted_median));
        self.plan.set_size(container, whole);
    }

    /// What becomes of one container, those inside it being done.
    fn arrange(&self, container: usize, wires: &[Lifted]) -> Done {
        let plan = &self.plan;
        let members = &plan.tree.children[container];
        let desk: Vec<Desk> = members.iter().map(|&item| self.desk_of(container, item)).collect();
        if let Some(whole) = self.as_it_stood(container, &desk) {
            let at = desk.iter().map(|desk| desk.at).collect();
            return Done { container, desk, at, whole, is_as_it_stood: true };
        }
        let mut problem = plan.problem(container, wires);
        let n_known = members.iter().filter(|&&item| self.is_known(item)).count();
        let (scene, arrangement) =
            if 2 * n_known < members.len().max(1) || members.len() > MOST_KEPT {
                let fresh = arrange_one(&problem, plan.params, container);
                (self.desk_from(container, &fresh), Some(fresh))
            } else {
                (self.complete(container, &problem, desk), None)
            };
        let pinned = members.iter().any(|&item| self.pins[item].is_some());
        let settled = match arrangement {
            Some(fresh) if !pinned => fresh,
            _ if members.len() > SEARCHED => shoved(&problem, &scene),
            _ => {
                let stood = arrangement_of(&scene);
                give_up_turned(&mut problem, &stood);
                exact::settle(&problem, &stood, &self.wishes(container, &scene))
            }
        };
        Done { container, desk: scene, at: settled.at, whole: settled.whole, is_as_it_stood: false }
    }

    /// Everything where `fresh` has it, or where it is pinned.
    fn desk_from(&self, container: usize, fresh: &Arrangement) -> Vec<Desk> {
        let members = self.plan.tree.children[container].iter().zip(&fresh.at);
        let desk = |(&item, &at): (&usize, &DVec2)| {
            let at = self.pins[item].map_or(at, DVec2::round);
            Desk { at, size: self.plan.sizes[item], wish: at }
        };
        members.map(desk).collect()
    }

    fn is_known(&self, item: usize) -> bool {
        self.stood[item].is_some() || self.pins[item].is_some()
    }

    /// Where `item` stood in `container`, with a size that its content may have changed since.
    fn desk_of(&self, container: usize, item: usize) -> Desk {
        let size = self.plan.sizes[item];
        if let Some(at) = self.pins[item] {
            return Desk { at: at.round(), size, wish: at.round() };
        }
        let Some(stood) = self.stood[item] else { return Desk { size, ..Desk::default() } };
        let at = stood.min - self.corners[container];
        // A node stays round its middle; what is in a group stays where it is.
        let wish = match self.plan.tree.container(item) {
            Some(inner) => at - self.shifts[inner],
            None => at + ((stood.size() - size) / 2.0).round(),
        };
        Desk { at, size: stood.size(), wish }
    }

    /// The size of `container` if all that is in it fits where it stood.
    fn as_it_stood(&self, container: usize, desk: &[Desk]) -> Option<DVec2> {
        let plan = &self.plan;
        let members = &plan.tree.children[container];
        let frame = plan.frames[container];
        let stays = |(desk, &item): (&Desk, &usize)| {
            self.stood[item].is_some_and(|stood| {
                desk.size == plan.sizes[item]
                    && desk.wish == desk.at
                    && stood.min - self.corners[container] == desk.at
            })
        };
        if !desk.iter().zip(members).all(stays) {
            return None;
        }
        let Some(first) = desk.first() else {
            let size = frame.least.max(frame.before + frame.after);
            let item = plan.tree.item(container)?;
            return (self.stood[item]?.size() == size).then_some(size);
        };
        let hull = desk.iter().fold(Rect::from_min_size(first.at, first.size), |hull, desk| {
            hull.union(&Rect::from_min_size(desk.at, desk.size))
        });
        let tight = (hull.size() + frame.before + frame.after).max(frame.least);
        let whole = match plan.tree.item(container) {
            Some(item) => self.stood[item]?.size(),
            None => hull.max,
        };
        let content = Rect { min: frame.before, max: whole - frame.after };
        let fits = whole == tight && content.contains(&hull);
        (fits && are_apart(desk, plan.params.separation)).then_some(whole)
    }

    /// `desk` with places for all that is new.
    fn complete(&self, container: usize, problem: &Problem, desk: Vec<Desk>) -> Vec<Desk> {
        let members = &self.plan.tree.children[container];
        let mut scene = Scene {
            problem,
            stood: desk.iter().map(|desk| (desk.at, desk.size)).collect(),
            wished: desk.iter().map(|desk| desk.wish).collect(),
            stands: members.iter().map(|&item| self.is_known(item)).collect(),
            weights: members.iter().map(|&item| self.weights[item] as f64).collect(),
        };
        scene.complete();
        let boxes = scene.stood.into_iter().zip(scene.wished);
        boxes.map(|((at, size), wish)| Desk { at, size, wish }).collect()
    }

    fn wishes(&self, container: usize, desk: &[Desk]) -> Vec<Wish> {
        let members = self.plan.tree.children[container].iter().zip(desk).enumerate();
        let wish = |(slot, (&item, desk)): (usize, (&usize, &Desk))| match self.pins[item] {
            Some(at) => Wish { item: slot, at, within: Some(0), price: PINNED },
            None => Wish { item: slot, at: desk.wish, within: None, price: self.price(item) },
        };
        members.map(wish).collect()
    }

    fn price(&self, item: usize) -> i64 {
        let each = if self.stood[item].is_some() { self.kept } else { NEW };
        each * i64::try_from(self.weights[item]).unwrap_or(i64::MAX)
    }

    /// Settles everything at once.
    fn together(&self) -> Arrangement {
        let mut problem = self.plan.joint_problem();
        let stood = Arrangement {
            orders: Vec::new(),
            at: self.desk.iter().map(|desk| desk.at).collect(),
            sizes: self.desk.iter().map(|desk| desk.size).collect(),
            whole: DVec2::ZERO,
        };
        give_up_turned(&mut problem, &stood);
        exact::settle(&problem, &stood, &self.joint_wishes())
    }

    /// Nodes keep their places in the drawing, and so groups theirs; those in a pinned group keep them in that.
    fn joint_wishes(&self) -> Vec<Wish> {
        let tree = &self.plan.tree;
        let mut nest_of = vec![0; tree.children.len()];
        for (nest, &container) in tree.bottom_up.iter().enumerate() {
            nest_of[container] = nest;
        }
        // What the places in each container are told from, and where its corner is from there.
        let mut origins: Vec<(Option<usize>, DVec2)> =
            self.corners.iter().map(|&corner| (None, corner)).collect();
        let mut wishes = Vec::new();
        for &container in tree.bottom_up.iter().rev() {
            let (within, origin) = origins[container];
            for &item in &tree.children[container] {
                let at = origin + self.desk[item].wish;
                if let Some(at) = self.pins[item] {
                    let within = Some(nest_of[container]);
                    wishes.push(Wish { item, at, within, price: PINNED });
                }
                let inner = tree.container(item);
                if let Some(inner) = inner {
                    if self.pins[item].is_some() {
                        origins[inner] = (Some(nest_of[inner]), DVec2::ZERO);
                    } else if within.is_some() || self.stood[item].is_none() {
                        origins[inner] = (within, at);
                    }
                }
                if inner.is_none_or(|inner| tree.children[inner].is_empty()) {
                    let price = if within.is_some() { CARRIED } else { self.price(item) };
                    wishes.push(Wish { item, at, within, price });
                }
            }
        }
        wishes
    }
}

/// Where the corners of the containers were: of those that were not there, where they would have been round their content.
fn corners(plan: &Plan<'_>, stood: &[Option<Rect>]) -> Vec<DVec2> {
    let tree = &plan.tree;
    let corner = |container: usize| {
        let own = tree.item(container).and_then(|item| stood[item]);
        let inside = || {
            let rects = tree.children[container].iter().filter_map(|&item| stood[item]);
            rects.map(|rect| rect.min).reduce(DVec2::min)
        };
        match own {
            Some(rect) => rect.min,
            None => inside().map_or(DVec2::ZERO, |min| min - plan.frames[container].before),
        }
    };
    (0..tree.children.len()).map(corner).collect()
}

/// The value that half of the weight is at most.
fn weighted_median(mut values: Vec<(f64, usize)>) -> f64 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: usize = values.iter().map(|value| value.1).sum();
    let mut sum = 0;
    let is_half = |value: &&(f64, usize)| {
        sum += value.1;
        2 * sum >= total
    };
    values.iter().find(is_half).map_or(0.0, |value| value.0)
}

/// Whether all keep their distance, but for the px that rounding may take.
fn are_apart(desk: &[Desk], gap: f64) -> bool {
    let mut boxes: Vec<Rect> = desk.iter().map(|d| Rect::from_min_size(d.at, d.size)).collect();
    boxes.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
    let reach = gap - 1.0;
    boxes.iter().enumerate().all(|(place, a)| {
        let near = boxes[place + 1..].iter().take_while(|b| b.min.x < a.max.x + reach);
        near.into_iter().all(|b| b.min.y >= a.max.y + reach || a.min.y >= b.max.y + reach)
    })
}

fn arrangement_of(desk: &[Desk]) -> Arrangement {
    Arrangement {
        orders: Vec::new(),
        at: desk.iter().map(|desk| desk.at).collect(),
        sizes: desk.iter().map(|desk| desk.size).collect(),
        whole: DVec2::ZERO,
    }
}

/// A container that is too large for the exact step: what is in the way is pushed to the right and down.
fn shoved(problem: &Problem, desk: &[Desk]) -> Arrangement {
    let frame = problem.nests[0].frame;
    let stood: Vec<(DVec2, DVec2)> = desk.iter().map(|desk| (desk.at, desk.size)).collect();
    let wished: Vec<DVec2> = desk.iter().map(|desk| desk.wish.round()).collect();
    let members: Vec<usize> = (0..desk.len()).collect();
    let mut arrangement = arrangement_of(desk);
    let crowd = Crowd { stood: &stood, sizes: &problem.sizes, gap: problem.gap.ceil() };
    crowd.shove(&members, &wished, &mut arrangement.at);
    let at = &mut arrangement.at;
    let low = at.iter().copied().reduce(DVec2::min).unwrap_or_default();
    let mut high = DVec2::ZERO;
    for (at, size) in at.iter_mut().zip(&problem.sizes) {
        *at += frame.before - low;
        high = high.max(*at + *size);
    }
    arrangement.whole = (high + frame.after).max(frame.least).ceil();
    arrangement.sizes.clone_from(&problem.sizes);
    arrangement
}
