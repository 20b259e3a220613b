//! The layout in steps, for whoever wants to watch it settle, or to call it off.

use std::sync::Arc;

use glam::DVec2;
use rayon::prelude::*;

use super::after::Edit;
use super::exact;
use super::order::Order;
use super::place::{CLUSTER, FLAT, Joint, Lifted, Plan, arrange_one, cost, moves};
use super::problem::{Arrangement, Problem};
use super::random::Random;
use super::search::Annealing;
use super::tree::Tree;
use super::{Layout, Params, Prior, Sizes};
use crate::graph::Graph;

/// Moves of each start in one step of the search: some ms of work, and some dozens of steps that the eye can follow.
const MOVES_A_STEP: usize = 125;

/// Drawings that get their exact positions in one step.
const ALIGNED_A_STEP: usize = 4;

/// A layout on its way.
///
/// It does what [`candidates`](super::candidates) does, which is a simulation run to its end: the same steps, the same
/// results to the bit. Each step is a piece of work whose size depends on the diagram alone: mostly some dozens of ms, some
/// tenths of a second where containers have a hundred members and more, longer for one of many thousands.
///
/// There is something to see after every step ([`Simulation::layout`]): first each group falls into its arrangement, from
/// the inside out, while what is round it still stands in rows; then, in small diagrams, the best drawing so far of the
/// search over all groups at once; then its straightened positions. Every one of these pictures keeps the guarantee that
/// nothing overlaps. Whoever has seen enough drops the simulation.
#[derive(Debug)]
pub struct Simulation<'a> {
    given: Given<'a>,
    work: Work<'a>,
}

/// How far a [`Simulation`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Steps of it that are done; at least 1.
    pub done: usize,
    /// Steps of it in all.
    pub of: usize,
}

/// What a [`Simulation`] does; in this order, though not every diagram needs every phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Arranging each container alone, from the inside out.
    Arrange,
    /// Looking for better orders, in all containers at once.
    Search,
    /// Straightening what promises most.
    Straighten,
    /// Keeping things where they stood before an edit, or where they are pinned.
    Keep,
}

#[derive(Clone, Debug)]
struct Given<'a> {
    graph: &'a Graph,
    sizes: &'a Sizes,
    params: &'a Params,
    tree: Arc<Tree>,
}

#[derive(Debug)]
enum Work<'a> {
    Arrange(Arrange<'a>),
    Search(Search<'a>),
    Straighten(Straighten<'a>),
    Keep(Keep<'a>),
    Done(Vec<Layout>),
}

impl<'a> Simulation<'a> {
    /// A layout of `graph` of which nothing is done yet.
    ///
    /// # Panics
    ///
    /// If `sizes` has fewer rows than `graph`.
    #[must_use]
    pub fn new(graph: &'a Graph, sizes: &'a Sizes, params: &'a Params) -> Self {
        assert!(
            sizes.nodes.len() >= graph.nodes.len()
                && sizes.group_titles.len() >= graph.groups.len(),
            "every node and group has a size"
        );
        let given = Given { graph, sizes, params, tree: Arc::new(Tree::new(graph)) };
        let work = if params.prior.covers(graph) {
            Work::Keep(Keep::new(&given, vec![params.prior.clone()]))
        } else {
            Work::Arrange(Arrange::new(given.clustered_plan()))
        };
        Self { given, work }
    }

    /// Does the next piece of work and says how far it is; `None` where nothing is left to do.
    pub fn step(&mut self) -> Option<Progress> {
        let progress = match &mut self.work {
            Work::Arrange(work) => work.step(),
            Work::Search(work) => work.step(),
            Work::Straighten(work) => work.step(),
            Work::Keep(work) => work.step(&self.given),
            Work::Done(_) => return None,
        };
        if progress.done == progress.of {
            let work = std::mem::replace(&mut self.work, Work::Done(Vec::new()));
            self.work = self.given.after(work);
        }
        Some(progress)
    }

    /// Where everything stands now. Costs about as much as a copy of all boxes.
    #[must_use]
    pub fn layout(&self) -> Layout {
        match &self.work {
            Work::Arrange(work) => work.layout(),
            Work::Search(work) => work.layout(),
            Work::Straighten(work) => work.layout(),
            Work::Keep(work) => work.layout(),
            Work::Done(found) => found.first().cloned().unwrap_or_default(),
        }
    }

    /// Does what is left and gives what [`candidates`](super::candidates) gives.
    #[must_use]
    pub fn finish(mut self) -> Vec<Layout> {
        while self.step().is_some() {}
        match self.work {
            Work::Done(found) => found,
            _ => Vec::new(),
        }
    }
}

impl<'a> Given<'a> {
    fn plan(&self) -> Plan<'a> {
        Plan::new(self.graph, Arc::clone(&self.tree), self.sizes, self.params)
    }

    /// A plan in which no container has too many members to be searched.
    fn clustered_plan(&self) -> Plan<'a> {
        let tree = Tree::clustered(self.graph, FLAT, CLUSTER);
        Plan::new(self.graph, Arc::new(tree), self.sizes, self.params)
    }

    /// What follows on `work` when that is done.
    fn after(&self, work: Work<'a>) -> Work<'a> {
        match work {
            Work::Arrange(Arrange { plan, .. }) => {
                let joint = Joint::of(self.params.effort);
                if joint.n_chains == 0 || self.tree.n_items() > joint.most_items {
                    return self.obey_pins(vec![plan.layout()]);
                }
                Work::Search(Search::new(plan, joint))
            }
            Work::Search(search) => Work::Straighten(Straighten::new(search)),
            Work::Straighten(work) => self.obey_pins(work.ranked()),
            Work::Keep(keep) => Work::Done(keep.done),
            Work::Done(found) => Work::Done(found),
        }
    }

    fn obey_pins(&self, found: Vec<Layout>) -> Work<'a> {
        if self.params.pins.is_empty() {
            return Work::Done(found);
        }
        Work::Keep(Keep::new(self, found.iter().map(Prior::from).collect()))
    }
}

/// Containers from the inside out, some at a time.
#[derive(Debug)]
struct Arrange<'a> {
    plan: Plan<'a>,
    wires: Vec<Vec<Lifted>>,
    batches: Vec<Vec<usize>>,
    n_done: usize,
}

impl<'a> Arrange<'a> {
    fn new(plan: Plan<'a>) -> Self {
        Self { wires: plan.lift(), batches: plan.batches(), plan, n_done: 0 }
    }

    fn step(&mut self) -> Progress {
        let (plan, wires) = (&self.plan, &self.wires);
        let arrange = |&container: &usize| {
            let problem = plan.problem(container, &wires[container]);
            (container, arrange_one(&problem, plan.params, container))
        };
        let done: Vec<(usize, Arrangement)> =
            self.batches[self.n_done].par_iter().map(arrange).collect();
        for (container, arrangement) in done {
            self.plan.set(container, arrangement);
        }
        self.n_done += 1;
        Progress { phase: Phase::Arrange, done: self.n_done, of: self.batches.len() }
    }

    /// What is not arranged yet stands in rows.
    fn layout(&self) -> Layout {
        let undone = self.batches[self.n_done..].iter().flatten().copied();
        self.plan.layout_with(undone, |container| rows(self.plan.tree.children[container].len()))
    }
}

/// Middles of so many boxes in rows.
fn rows(k: usize) -> Vec<DVec2> {
    let n_columns = k.isqrt().max(1);
    let cell = |i: usize| DVec2::new((i % n_columns) as f64, (i / n_columns) as f64);
    // So far apart that each row is above the next as a whole.
    (0..k).map(|i| cell(i) * DVec2::new(1.0, 1e6)).collect()
}

/// The search over everything at once, from several starts.
#[derive(Debug)]
struct Search<'a> {
    plan: Plan<'a>,
    joint: Joint,
    problem: Problem,
    chains: Vec<Annealing>,
    n_moves: usize,
    n_done: usize,
}

impl<'a> Search<'a> {
    fn new(plan: Plan<'a>, joint: Joint) -> Self {
        let problem = plan.joint_problem();
        let start = plan.joint_orders();
        let n_moves = moves(&problem, joint.budget).clamp(500, joint.most_moves);
        let chain = |chain: u64| {
            let random = Random::new(plan.params.seed, 0x10_0000 + chain);
            Annealing::new(&problem, &start, n_moves, joint.heat, random)
        };
        let chains = (0..joint.n_chains).map(chain).collect();
        Self { plan, joint, problem, chains, n_moves, n_done: 0 }
    }

    fn step(&mut self) -> Progress {
        let n_moves = MOVES_A_STEP.min(self.n_moves - self.n_done * MOVES_A_STEP);
        let problem = &self.problem;
        self.chains.par_iter_mut().for_each(|chain| chain.advance(problem, n_moves));
        self.n_done += 1;
        Progress {
            phase: Phase::Search,
            done: self.n_done,
            of: self.n_moves.div_ceil(MOVES_A_STEP),
        }
    }

    fn layout(&self) -> Layout {
        let cheapest = self.chains.iter().min_by(|a, b| a.best.1.total_cmp(&b.best.1));
        match cheapest {
            Some(chain) => self.plan.layout_of(&self.problem.arrange(chain.best.0.clone())),
            None => self.plan.layout(),
        }
    }
}

/// Exact positions for what the search has found, the most promising first.
#[derive(Debug)]
struct Straighten<'a> {
    plan: Plan<'a>,
    problem: Problem,
    orders: Vec<Vec<Order>>,
    solved: Vec<(Arrangement, f32)>,
}

impl<'a> Straighten<'a> {
    fn new(search: Search<'a>) -> Self {
        let Search { plan, joint, problem, chains, .. } = search;
        let mut found: Vec<(Vec<Order>, f32)> = chains.into_iter().map(|c| c.best).collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1));
        found.truncate(joint.n_kept);
        let orders = found.into_iter().map(|(orders, _)| orders).collect();
        Self { plan, problem, orders, solved: Vec::new() }
    }

    fn step(&mut self) -> Progress {
        let problem = &self.problem;
        let solve = |orders: &Vec<Order>| {
            let exact = exact::solve(problem, &problem.arrange(orders.clone()), 4);
            let cost = cost(problem, &exact);
            (exact, cost)
        };
        let next = self.orders[self.solved.len()..].chunks(ALIGNED_A_STEP).next().unwrap_or(&[]);
        let solved: Vec<(Arrangement, f32)> = next.par_iter().map(solve).collect();
        self.solved.extend(solved);
        Progress {
            phase: Phase::Straighten,
            done: self.solved.len().div_ceil(ALIGNED_A_STEP),
            of: self.orders.len().div_ceil(ALIGNED_A_STEP),
        }
    }

    fn layout(&self) -> Layout {
        match self.solved.iter().min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((arrangement, _)) => self.plan.layout_of(arrangement),
            None => self.plan.layout_of(&self.problem.arrange(self.orders[0].clone())),
        }
    }

    fn ranked(mut self) -> Vec<Layout> {
        self.solved.sort_by(|a, b| a.1.total_cmp(&b.1));
        self.solved.iter().map(|(arrangement, _)| self.plan.layout_of(arrangement)).collect()
    }
}

/// Drawings laid out anew from earlier ones, one after the other.
#[derive(Debug)]
struct Keep<'a> {
    edit: Edit<'a>,
    /// What comes after `edit`, the last first.
    waiting: Vec<Prior>,
    done: Vec<Layout>,
    n_steps: usize,
    of: usize,
}

impl<'a> Keep<'a> {
    /// `priors` has at least one row.
    fn new(given: &Given<'a>, mut priors: Vec<Prior>) -> Self {
        priors.reverse();
        let first = priors.pop().unwrap_or_default();
        let edit = given.edit(&first);
        // All of them take the same steps: the containers are the same.
        let of = edit.n_steps() * (1 + priors.len());
        Self { edit, waiting: priors, done: Vec::new(), n_steps: 0, of }
    }

    fn step(&mut self, given: &Given<'a>) -> Progress {
        self.n_steps += 1;
        if let Some(layout) = self.edit.step() {
            self.done.push(layout);
            if let Some(prior) = self.waiting.pop() {
                self.edit = given.edit(&prior);
            }
        }
        Progress { phase: Phase::Keep, done: self.n_steps, of: self.of }
    }

    fn layout(&self) -> Layout {
        self.done.first().cloned().unwrap_or_else(|| self.edit.layout())
    }
}

impl<'a> Given<'a> {
    fn edit(&self, prior: &Prior) -> Edit<'a> {
        let (stood, pins) = (prior.items(self.graph), self.params.pins.items(self.graph));
        Edit::new(self.plan(), stood, pins, prior.closes_up)
    }
}
