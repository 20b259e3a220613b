//! What the search and the exact step work on: a nest of boxes joined by wires.

use glam::{DVec2, Vec2};

use super::geometry::single;
use super::order::{Order, Scratch};
use crate::graph::Side;

/// What is to be arranged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problem {
    /// Every box's size; that of a container's box is found by packing.
    pub(crate) sizes: Vec<DVec2>,
    /// Each after those inside it; the last is the outermost.
    pub(crate) nests: Vec<Nest>,
    pub(crate) wires: Vec<Wire>,
    pub(crate) reading: Reading,
    /// Whether straight wires are worth more room.
    pub(crate) is_straight: bool,
    /// Least distance between neighbours.
    pub(crate) gap: f64,
    /// Width over height that the whole should come near to.
    pub(crate) aspect: f64,
}

/// A container and its frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nest {
    /// The boxes in it.
    pub(crate) members: Vec<usize>,
    /// The box that it is; `None` for the outermost.
    pub(crate) holder: Option<usize>,
    /// The nest that holds `holder`, by its place in [`Problem::nests`].
    pub(crate) outer: Option<usize>,
    pub(crate) frame: Frame,
}

/// That what stands in one row or column stands there as the text names it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Members of one nest, the earlier first; in ascending order.
    pub(crate) pairs: Vec<[usize; 2]>,
    /// Price of a pair that does not, px of wire length.
    pub(crate) turned: f32,
}

impl Reading {
    /// Whether `a` should stand before `b`, or after it; `None` if that does not matter.
    pub(crate) fn is_first(&self, a: usize, b: usize) -> Option<bool> {
        let has = |pair: [usize; 2]| self.pairs.binary_search(&pair).is_ok();
        if has([a, b]) { Some(true) } else { has([b, a]).then_some(false) }
    }
}

/// What stands round the content of a container.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Frame {
    /// From the container's corner to its content's.
    pub(crate) before: DVec2,
    /// From the content's far corner to the container's.
    pub(crate) after: DVec2,
    /// Smallest size, for the title.
    pub(crate) least: DVec2,
}

/// A line between two pins.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    pub(crate) from: Pin,
    pub(crate) to: Far,
    /// How much its length and sides count; 1 for an edge.
    pub(crate) weight: f64,
    /// How much its sides count beside that; 1 where the author asks for them.
    pub(crate) faith: f32,
    /// Size of the label on it; zero for none.
    pub(crate) label: DVec2,
    /// Boxes that it should not pass through.
    pub(crate) obstacles: Vec<usize>,
}

/// Where a wire goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Far {
    Pin(Pin),
    /// Out of the outermost container by this side.
    Out(Side),
}

/// Where a wire is joined to a box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pin {
    pub(crate) item: usize,
    pub(crate) side: Option<Side>,
    /// The box that is really meant, if it lies inside `item`: from `item`'s corner, and its size.
    pub(crate) inner: Option<(DVec2, DVec2)>,
}

/// A state of the search, with everything packed.
#[derive(Clone, Debug)]
pub(crate) struct Arrangement {
    /// One a nest.
    pub(crate) orders: Vec<Order>,
    /// Each box's corner, from that of the container that holds it.
    pub(crate) at: Vec<DVec2>,
    /// Each box's size.
    pub(crate) sizes: Vec<DVec2>,
    /// Size of the outermost container.
    pub(crate) whole: DVec2,
}

impl Problem {
    /// Packs `orders`, innermost first.
    pub(crate) fn arrange(&self, orders: Vec<Order>) -> Arrangement {
        let mut state = Packing::new(self);
        let mut room = Room::default();
        for (nest, order) in orders.iter().enumerate() {
            state.pack(self, nest, order, &mut room);
        }
        let wide = |vectors: &[Vec2]| vectors.iter().map(|v| v.as_dvec2()).collect();
        Arrangement {
            orders,
            at: wide(&state.at),
            sizes: wide(&state.sizes),
            whole: state.whole.as_dvec2(),
        }
    }

    /// Each box's corner, from that of the outermost container, where all is as `state` says.
    pub(crate) fn corners(&self, state: &Arrangement) -> Vec<DVec2> {
        let mut corners = vec![DVec2::ZERO; self.sizes.len()];
        for nest in self.nests.iter().rev() {
            let origin = nest.holder.map_or(DVec2::ZERO, |item| corners[item]);
            for &item in &nest.members {
                corners[item] = origin + state.at[item];
            }
        }
        corners
    }
}

/// Where everything stands when packed, in single precision: sizes are whole px, so it is exact up to millions of px.
#[derive(Clone, Debug)]
pub(crate) struct Packing {
    /// Each box's corner, from that of the container that holds it.
    pub(crate) at: Vec<Vec2>,
    /// Each box's size.
    pub(crate) sizes: Vec<Vec2>,
    /// Size of the outermost container.
    pub(crate) whole: Vec2,
}

/// Room for packing one nest.
#[derive(Debug, Default)]
pub(crate) struct Room {
    scratch: Scratch,
    sizes: Vec<Vec2>,
    at: Vec<Vec2>,
}

impl From<&Arrangement> for Packing {
    fn from(arrangement: &Arrangement) -> Self {
        let narrow = |vectors: &[DVec2]| vectors.iter().map(|v| v.as_vec2()).collect();
        Self {
            at: narrow(&arrangement.at),
            sizes: narrow(&arrangement.sizes),
            whole: arrangement.whole.as_vec2(),
        }
    }
}

impl Packing {
    pub(crate) fn new(problem: &Problem) -> Self {
        Self {
            at: vec![Vec2::ZERO; problem.sizes.len()],
            sizes: problem.sizes.iter().map(|size| size.as_vec2()).collect(),
            whole: Vec2::ZERO,
        }
    }

    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.at.copy_from_slice(&other.at);
        self.sizes.copy_from_slice(&other.sizes);
        self.whole = other.whole;
    }

    /// Packs one nest; says whether its own size changed.
    pub(crate) fn pack(
        &mut self,
        problem: &Problem,
        nest: usize,
        order: &Order,
        room: &mut Room,
    ) -> bool {
        let Nest { members, holder, frame, .. } = &problem.nests[nest];
        let (before, after) = (frame.before.as_vec2(), frame.after.as_vec2());
        room.sizes.clear();
        room.sizes.extend(members.iter().map(|&item| self.sizes[item]));
        room.at.resize(members.len(), Vec2::ZERO);
        let gap = single(problem.gap);
        let content = order.pack(&room.sizes, gap, &mut room.scratch, &mut room.at);
        let size = (content + before + after).max(frame.least.as_vec2());
        let shift = before + (size - content - before - after) / 2.0;
        for (&item, &at) in members.iter().zip(&room.at) {
            self.at[item] = at + shift;
        }
        let slot = match holder {
            Some(item) => &mut self.sizes[*item],
            None => &mut self.whole,
        };
        std::mem::replace(slot, size) != size
    }

    /// Packs `nest`, and those round it as far out as sizes change.
    pub(crate) fn pack_upwards(
        &mut self,
        problem: &Problem,
        nest: usize,
        orders: &[Order],
        room: &mut Room,
    ) {
        let mut next = Some(nest);
        while let Some(nest) = next {
            let grown = self.pack(problem, nest, &orders[nest], room);
            next = if grown { problem.nests[nest].outer } else { None };
        }
    }
}
