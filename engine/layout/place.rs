//! The pieces of work: what is to be arranged in each container, and in all of them together.

use std::sync::Arc;

use glam::DVec2;

use super::judge::Judge;
use super::problem::{Arrangement, Far, Frame, Nest, Packing, Pin, Problem, Reading, Wire};
use super::random::Random;
use super::tree::Tree;
use super::wishes::Wishes;
use super::{Effort, Layout, Params, Rect, Sizes, exact, force, order::Order, search};
use crate::graph::{Graph, Side};
use crate::syntax::AlignAxis;

/// Containers with more members than this take their positions straight from the forces' order, where they are not
/// arranged in clusters.
pub(super) const SEARCHED: usize = 160;

/// Containers with more members than this are arranged in clusters: the search finds little among so many (100 services
/// without groups have half the crossings in clusters, 1,000 a thirtieth).
pub(super) const FLAT: usize = 40;

/// Members of a cluster, at most.
pub(super) const CLUSTER: usize = 20;

/// Containers that are arranged at once at least, so that all threads have something to do.
const LEAST_BATCH: usize = 16;

/// Squares of members that are arranged at once, at some ten µs each: nobody should have to wait for the end of it.
const BATCH_WORK: usize = 4_096;

/// How many containers round an end feel that its link leaves them; in very deep nests the rest would only cost time.
const FELT_OUTSIDE: usize = 12;

/// The joint search, which arranges a diagram as one after its containers have been arranged alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joint {
    /// Diagrams with more items are left as they are: what it gains shrinks with size (1 % of the price of 300 services
    /// in generated nests) while its work grows with the square.
    pub(super) most_items: usize,
    /// Starts.
    pub(super) n_chains: u64,
    /// Moves of each start, at most.
    pub(super) most_moves: usize,
    /// Their work at most, in tests of two lines.
    pub(super) budget: usize,
    /// Where they begin to cool, px of wire length.
    pub(super) heat: f32,
    /// How many of what the starts come to get their exact positions, to be routed.
    pub(super) n_kept: usize,
}

impl Joint {
    pub(super) fn of(effort: Effort) -> Self {
        match effort {
            Effort::Draft => {
                Self { most_items: 0, n_chains: 0, most_moves: 0, budget: 0, heat: 0.0, n_kept: 0 }
            }
            // More moves make the search's own cost better, but the picture as routed hardly: on 31 real diagrams by 1 %,
            // with 3 % less length, for the double; so small diagrams take what time large ones need anyway.
            Effort::Normal => Self {
                most_items: 160,
                n_chains: 8,
                most_moves: 8_000,
                budget: 12_500_000,
                heat: 400.0,
                n_kept: 3,
            },
            Effort::Best => Self {
                most_items: 400,
                n_chains: 32,
                most_moves: 20_000,
                budget: 400_000_000,
                heat: 1_600.0,
                n_kept: 16,
            },
        }
    }
}

/// The work that one container alone is worth.
#[derive(Clone, Copy, Debug)]
struct Alone {
    /// Walks along the wires that forces start from, at most.
    n_starts: usize,
    /// Moves of the search, for each two members.
    n_moves: usize,
    /// Times that the exact step reads its order anew.
    n_rounds: usize,
}

impl Alone {
    fn of(effort: Effort) -> Self {
        match effort {
            // Against the work below it takes a sixth of the time, and has 3 % more crossings and 10 % more length and area
            // (means over made-up diagrams of 150 and 300 services).
            Effort::Draft => Self { n_starts: 1, n_moves: 4, n_rounds: 1 },
            Effort::Normal | Effort::Best => Self { n_starts: 6, n_moves: 80, n_rounds: 3 },
        }
    }
}

/// How much an asked row or column counts against an edge.
const ALIGN_WEIGHT: f64 = 6.0;

/// An edge or an asked neighbourhood between two items.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) ends: [usize; 2],
    pub(super) sides: [Option<Side>; 2],
    /// How much the sides count: 1 where the author asks for them, 0 where they have to give way.
    pub(super) faith: f32,
    weight: f64,
    label: DVec2,
}

/// What is to be placed, and as far as it is done where.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) tree: Arc<Tree>,
    pub(super) params: &'a Params,
    pub(super) frames: Vec<Frame>,
    links: Vec<Link>,
    wishes: Wishes,
    /// The pairs of members of each container that should stand as in the text, if that matters.
    pairs: Option<Vec<Vec<[usize; 2]>>>,
    pub(super) sizes: Vec<DVec2>,
    /// Each item's corner, from that of its container.
    pub(super) at: Vec<DVec2>,
    orders: Vec<Order>,
    pub(super) whole: DVec2,
}

impl<'a> Plan<'a> {
    pub(super) fn new(graph: &Graph, tree: Arc<Tree>, sizes: &Sizes, params: &'a Params) -> Self {
        let frame = |title: &DVec2| Frame {
            before: DVec2::new(
                params.padding,
                params.padding + if title.x > 0.0 { params.strip } else { 0.0 },
            )
            .ceil(),
            after: DVec2::splat(params.padding).ceil(),
            least: exact::even(DVec2::new(
                title.x + params.padding,
                3.0 * params.padding + params.strip,
            )),
        };
        let titles = sizes.group_titles.iter().take(tree.n_groups);
        let n_others = tree.children.len() - tree.n_groups;
        let frames = titles.map(frame).chain(std::iter::repeat_n(Frame::default(), n_others));
        let boxes = sizes.nodes.iter().map(|&size| exact::even(size));
        let wishes = Wishes::of(graph, &tree);
        let mut links = links(graph, sizes, &tree, &wishes);
        wishes.break_circles(&mut links);
        Self {
            params,
            frames: frames.collect(),
            pairs: (wishes.turned > 0.0).then(|| wishes.pairs(&tree, &links, SEARCHED)),
            wishes,
            links,
            sizes: boxes
                .take(tree.n_nodes)
                .chain(std::iter::repeat_n(DVec2::ZERO, tree.n_items() - tree.n_nodes))
                .collect(),
            at: vec![DVec2::ZERO; tree.n_items()],
            orders: vec![Order::default(); tree.children.len()],
            whole: DVec2::ZERO,
            tree,
        }
    }

    /// Has what is in `container` as `arrangement` says.
    pub(super) fn set(&mut self, container: usize, mut arrangement: Arrangement) {
        for (&item, &at) in self.tree.children[container].iter().zip(&arrangement.at) {
            self.at[item] = at;
        }
        self.orders[container] = std::mem::take(&mut arrangement.orders[0]);
        self.set_size(container, arrangement.whole);
    }

    pub(super) fn set_size(&mut self, container: usize, size: DVec2) {
        match self.tree.item(container) {
            Some(item) => self.sizes[item] = size,
            None => self.whole = size,
        }
    }

    /// Containers, those inside each in earlier batches; the members of one batch can be arranged at the same time.
    pub(super) fn batches(&self) -> Vec<Vec<usize>> {
        let mut batches = Vec::new();
        for level in self.levels() {
            let (mut batch, mut work) = (Vec::new(), 0);
            for container in level {
                let k = self.tree.children[container].len();
                batch.push(container);
                work += k * k;
                if batch.len() >= LEAST_BATCH && work > BATCH_WORK {
                    batches.push(std::mem::take(&mut batch));
                    work = 0;
                }
            }
            batches.extend((!batch.is_empty()).then_some(batch));
        }
        batches
    }

    /// Containers by height: those without groups in them first.
    fn levels(&self) -> Vec<Vec<usize>> {
        let mut height = vec![0; self.tree.children.len()];
        let mut levels: Vec<Vec<usize>> = Vec::new();
        for &container in &self.tree.bottom_up {
            let inner =
                self.tree.children[container].iter().filter_map(|&item| self.tree.container(item));
            height[container] = inner.map(|c| height[c] + 1).max().unwrap_or(0);
            if levels.len() <= height[container] {
                levels.resize(height[container] + 1, Vec::new());
            }
            levels[height[container]].push(container);
        }
        levels
    }

    /// For each container the links that matter in it: those whose ends part there, and those that leave it.
    pub(super) fn lift(&self) -> Vec<Vec<Lifted>> {
        let mut lifted = vec![Vec::new(); self.tree.children.len()];
        for (link, Link { ends: [a, b], .. }) in self.links.iter().enumerate() {
            let Some(fork) = self.tree.fork(*a, *b) else { continue };
            lifted[fork.container].push(Lifted { link, from: fork.a, to: Some(fork.b), end: 0 });
            for (end, mut item) in [*a, *b].into_iter().enumerate() {
                for _ in 0..FELT_OUTSIDE {
                    if self.tree.parent[item] == fork.container {
                        break;
                    }
                    let container = self.tree.parent[item];
                    lifted[container].push(Lifted { link, from: item, to: None, end });
                    let Some(outer) = self.tree.item(container) else { break };
                    item = outer;
                }
            }
        }
        lifted
    }

    /// What is to be arranged in `container`, its groups being done.
    pub(super) fn problem(&self, container: usize, lifted: &[Lifted]) -> Problem {
        let members = &self.tree.children[container];
        let wires = lifted.iter().filter_map(|lifted| {
            let link = &self.links[lifted.link];
            let pin = |end: usize, item: usize| Pin {
                item: self.tree.slot(item),
                side: link.sides[end],
                inner: self.inner(link.ends[end], item),
            };
            let to = match lifted.to {
                Some(item) => Far::Pin(pin(1, item)),
                None => Far::Out(link.sides[lifted.end]?),
            };
            let from = pin(lifted.end, lifted.from);
            let ends = [Some(lifted.from), lifted.to];
            let obstacles = (0..members.len())
                .filter(|&slot| !ends.contains(&Some(members[slot])))
                .take(SEARCHED)
                .collect();
            let Link { faith, weight, label, .. } = *link;
            Some(Wire { from, to, faith, weight, label, obstacles })
        });
        Problem {
            sizes: members.iter().map(|&item| self.sizes[item]).collect(),
            wires: wires.collect(),
            nests: vec![self.nest(container)],
            reading: self.reading(&[container], |item| self.tree.slot(item)),
            is_straight: self.wishes.is_straight,
            gap: self.params.separation,
            aspect: self.params.aspect,
        }
    }

    /// `container` alone.
    fn nest(&self, container: usize) -> Nest {
        Nest {
            members: (0..self.tree.children[container].len()).collect(),
            holder: None,
            outer: None,
            frame: self.frames[container],
        }
    }

    /// How members should stand by the text: those of `containers`, each called what `name` calls it.
    fn reading(&self, containers: &[usize], name: impl Fn(usize) -> usize) -> Reading {
        let Some(pairs) = &self.pairs else { return Reading::default() };
        let pairs = containers.iter().flat_map(|&container| {
            let members = &self.tree.children[container];
            pairs[container].iter().map(|pair| pair.map(|slot| name(members[slot])))
        });
        let mut pairs: Vec<[usize; 2]> = pairs.collect();
        pairs.sort_unstable();
        Reading { pairs, turned: self.wishes.turned }
    }

    /// Where `end` lies in `item`, from its corner, unless it is `item` itself.
    fn inner(&self, end: usize, item: usize) -> Option<(DVec2, DVec2)> {
        let (mut at, mut inner) = (DVec2::ZERO, end);
        while inner != item {
            at += self.at[inner];
            inner = self.tree.item(self.tree.parent[inner])?;
        }
        (end != item).then_some((at, self.sizes[end]))
    }

    /// What the containers came to alone, for [`Plan::joint_problem`].
    pub(super) fn joint_orders(&self) -> Vec<Order> {
        self.tree.bottom_up.iter().map(|&c| self.orders[c].clone()).collect()
    }

    /// Everything at once.
    pub(super) fn joint_problem(&self) -> Problem {
        let mut nest_of = vec![0; self.tree.children.len()];
        for (nest, &container) in self.tree.bottom_up.iter().enumerate() {
            nest_of[container] = nest;
        }
        let nests = self.tree.bottom_up.iter().map(|&container| Nest {
            members: self.tree.children[container].clone(),
            holder: self.tree.item(container),
            outer: self.tree.item(container).map(|item| nest_of[self.tree.parent[item]]),
            frame: self.frames[container],
        });
        let wires = self.links.iter().filter_map(|link| {
            let pin = |end: usize| Pin { item: link.ends[end], side: link.sides[end], inner: None };
            let obstacles = self.obstacles(link)?;
            Some(Wire {
                from: pin(0),
                to: Far::Pin(pin(1)),
                faith: link.faith,
                weight: link.weight,
                label: link.label,
                obstacles,
            })
        });
        Problem {
            sizes: self.sizes.clone(),
            wires: wires.collect(),
            nests: nests.collect(),
            reading: self.reading(&self.tree.bottom_up, |item| item),
            is_straight: self.wishes.is_straight,
            gap: self.params.separation,
            aspect: self.params.aspect,
        }
    }

    /// All that stands beside the ends, or beside a group that holds one, up to where their ways part.
    fn obstacles(&self, link: &Link) -> Option<Vec<usize>> {
        let fork = self.tree.fork(link.ends[0], link.ends[1])?;
        let mut obstacles: Vec<usize> = self.tree.children[fork.container]
            .iter()
            .copied()
            .filter(|&i| i != fork.a && i != fork.b)
            .collect();
        for (mut item, top) in link.ends.into_iter().zip([fork.a, fork.b]) {
            while item != top {
                let container = self.tree.parent[item];
                obstacles.extend(self.tree.children[container].iter().filter(|&&i| i != item));
                item = self.tree.item(container)?;
            }
        }
        obstacles.retain(|&item| !self.is_dot(item));
        Some(obstacles)
    }

    /// Junctions are too small to be in the way of a straight line.
    fn is_dot(&self, item: usize) -> bool {
        item < self.tree.n_nodes && self.sizes[item].max_element() <= 16.0
    }

    pub(super) fn layout(&self) -> Layout {
        self.rects(&self.at, &self.sizes, self.whole)
    }

    /// The layout in which everything is as `arrangement` says, which is one of [`Plan::joint_problem`].
    pub(super) fn layout_of(&self, arrangement: &Arrangement) -> Layout {
        self.rects(&arrangement.at, &arrangement.sizes, arrangement.whole)
    }

    /// The layout in which `undone`, containers each after those inside it, are packed as the middles of their members
    /// suggest.
    pub(super) fn layout_with(
        &self,
        undone: impl Iterator<Item = usize>,
        middles: impl Fn(usize) -> Vec<DVec2>,
    ) -> Layout {
        let (mut at, mut sizes, mut whole) = (self.at.clone(), self.sizes.clone(), self.whole);
        for container in undone {
            let members = &self.tree.children[container];
            let problem = Problem {
                sizes: members.iter().map(|&item| sizes[item]).collect(),
                nests: vec![self.nest(container)],
                wires: Vec::new(),
                reading: Reading::default(),
                is_straight: false,
                gap: self.params.separation,
                aspect: self.params.aspect,
            };
            let packed = problem.arrange(vec![Order::from_centers(&middles(container))]);
            for (&item, &corner) in members.iter().zip(&packed.at) {
                at[item] = corner;
            }
            match self.tree.item(container) {
                Some(item) => sizes[item] = packed.whole,
                None => whole = packed.whole,
            }
        }
        self.rects(&at, &sizes, whole)
    }

    fn rects(&self, at: &[DVec2], sizes: &[DVec2], whole: DVec2) -> Layout {
        let mut corner = vec![DVec2::ZERO; self.tree.n_items()];
        for &container in self.tree.bottom_up.iter().rev() {
            let origin = self.tree.item(container).map_or(DVec2::ZERO, |item| corner[item]);
            for &item in &self.tree.children[container] {
                corner[item] = origin + at[item];
            }
        }
        let rects: Vec<Rect> = corner
            .into_iter()
            .zip(sizes)
            .map(|(corner, &size)| Rect::from_min_size(corner, size))
            .collect();
        let (nodes, groups) = rects.split_at(self.tree.n_nodes);
        let bounds = Rect::from_min_size(DVec2::ZERO, whole);
        Layout { nodes: nodes.to_vec(), groups: groups[..self.tree.n_groups].to_vec(), bounds }
    }
}

/// A link as one container sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifted {
    link: usize,
    /// The member that holds the end `end` of the link.
    from: usize,
    end: usize,
    /// The member that holds the other end (then `end` is 0); `None` if that lies outside.
    to: Option<usize>,
}

/// The edges of `graph`, and the neighbourhoods that its rows and columns ask for.
pub(super) fn links(graph: &Graph, sizes: &Sizes, tree: &Tree, wishes: &Wishes) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (i, edge) in graph.edges.iter().enumerate() {
        let ends = [tree.item_of(edge.from.at), tree.item_of(edge.to.at)];
        let label = sizes.edge_labels.get(i).copied().unwrap_or_default();
        let is_backward = edge.from.arrow && !edge.to.arrow;
        let (sides, faith) = wishes.sides([edge.from.side, edge.to.side], is_backward);
        links.push(Link { ends, sides, faith, weight: 1.0, label });
    }
    for align in &graph.aligns {
        let sides = match align.axis {
            AlignAxis::Row => [Some(Side::Right), Some(Side::Left)],
            AlignAxis::Column => [Some(Side::Bottom), Some(Side::Top)],
        };
        for pair in align.nodes.windows(2) {
            links.push(Link {
                ends: [pair[0].index(), pair[1].index()],
                sides,
                faith: 1.0,
                weight: ALIGN_WEIGHT,
                label: DVec2::ZERO,
            });
        }
    }
    links
}

pub(super) fn arrange_one(problem: &Problem, params: &Params, key: usize) -> Arrangement {
    let work = Alone::of(params.effort);
    let k = problem.sizes.len();
    let mut random = Random::new(params.seed, key as u64);
    if k < 2 {
        return problem.arrange(vec![Order::from_centers(&vec![DVec2::ZERO; k])]);
    }
    let n_starts = if k > SEARCHED { 1 } else { k.min(work.n_starts) };
    let n_iterations = if k > SEARCHED { 60 } else { 40 };
    let starts = (0..n_starts).map(|start| {
        let centers = force::start(problem, start * k / n_starts, n_iterations, &mut random);
        let arrangement = problem.arrange(vec![Order::from_centers(&centers)]);
        let cost = if n_starts == 1 { 0.0 } else { cost(problem, &arrangement) };
        (arrangement, cost)
    });
    let Some((start, _)) = starts.reduce(|best, other| if other.1 < best.1 { other } else { best })
    else {
        return problem.arrange(vec![Order::from_centers(&vec![DVec2::ZERO; k])]);
    };
    if k > SEARCHED {
        return rounded(start);
    }
    let (found, _) = search::anneal(
        problem,
        &start.orders,
        moves(problem, 2_000_000).min(work.n_moves * k * k),
        400.0,
        random,
    );
    exact::solve(problem, &problem.arrange(found), work.n_rounds)
}

pub(super) fn cost(problem: &Problem, arrangement: &Arrangement) -> f32 {
    Judge::new(problem).cost(&Packing::from(arrangement), f32::INFINITY)
}

/// Whole px for a container that is too large for the exact step; the gaps shrink by less than one px.
fn rounded(mut arrangement: Arrangement) -> Arrangement {
    for at in &mut arrangement.at {
        *at = at.floor();
    }
    arrangement.whole = arrangement.whole.ceil();
    arrangement
}

/// How many moves cost about as much as `budget` tests of two lines.
pub(super) fn moves(problem: &Problem, budget: usize) -> usize {
    let n = problem.wires.len();
    let obstacles: usize = problem.wires.iter().map(|wire| wire.obstacles.len()).sum();
    let move_cost = n * n / 4 + 3 * obstacles + 20 * n + 12 * problem.sizes.len() + 60;
    budget / move_cost
}
