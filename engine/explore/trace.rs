//! What depends on what: traces from the selection along the edges, paths, and what a failure would affect.

use std::sync::Arc;

use super::web::{Follow, Web};
use super::{Command, State, Subject};
use crate::diagram::Diagram;
use crate::graph::{EdgeId, Fold, Graph, NodeId};

/// Each further hop lights up so much later, s (`interaction.md` 3.6).
pub(super) const HOP_SECS: f64 = 0.18;

/// A trace that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What was asked for.
    pub course: Course,
    /// When, s.
    since: f64,
    /// Each further hop lights up so much later, s.
    hop_secs: f64,
    /// How many hops are lit, where that does not go by the clock.
    lit: Option<u32>,
    /// What it has found.
    pub traced: Arc<Traced>,
}

/// What a trace follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Course {
    /// All within some hops.
    Within {
        /// From where.
        from: Vec<Subject>,
        /// Which way.
        follow: Follow,
        /// How far; `None` as far as it goes.
        hops: Option<u8>,
    },
    /// The shortest way from stop to stop.
    Path {
        /// Where it leads, in order.
        stops: Vec<Subject>,
        /// Which of the ways to the last stop, the shortest first.
        nth: usize,
    },
    /// What depends on something that fails, however far.
    Failure {
        /// What fails.
        of: Vec<Subject>,
    },
}

/// What a trace has found, by element: how many hops away; `None` where it does not reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// One a node.
    pub nodes: Vec<Option<u32>>,
    /// One a group.
    pub groups: Vec<Option<u32>>,
    /// One an edge.
    pub edges: Vec<Option<u32>>,
    /// Of a failure: what would, if it failed, cut the diagram in two.
    pub cuts: Vec<Subject>,
}

/// How far a trace is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hops {
    /// One further than now; one where there is no such trace yet.
    More,
    /// So far.
    Exactly(u8),
    /// As far as it goes.
    All,
}

impl Trace {
    fn new(course: Course, graph: &Graph, since: f64) -> Self {
        let traced = Arc::new(Traced::new(&course, graph));
        Self { course, since, hop_secs: HOP_SECS, lit: None, traced }
    }

    /// How many hops light has gone by `time`, s.
    #[must_use]
    pub fn reach(&self, time: f64) -> u32 {
        if let Some(lit) = self.lit {
            return lit.min(self.traced.depth());
        }
        let hops = ((time - self.since) / self.hop_secs).floor().max(0.0);
        (0..=self.traced.depth()).rev().find(|hop| f64::from(*hop) <= hops).unwrap_or(0)
    }

    /// When the next hop lights up, s; `None` once all have.
    #[must_use]
    pub fn next_hop(&self, time: f64) -> Option<f64> {
        let reach = self.reach(time);
        let goes_on = self.lit.is_none() && reach < self.traced.depth();
        goes_on.then(|| self.lights_at(reach + 1))
    }

    /// When so many hops are lit, where that goes by the clock, s.
    pub(super) fn lights_at(&self, hops: u32) -> f64 {
        self.since + self.hop_secs * f64::from(hops)
    }

    /// The same, begun at `since`, s, with so many seconds a hop.
    pub(super) fn at_pace(self, hop_secs: f64, since: f64) -> Self {
        Self { hop_secs, since, lit: None, ..self }
    }

    /// The same with so many hops lit, whatever the time.
    pub(super) fn lit(self, hops: u32) -> Self {
        Self { lit: Some(hops), ..self }
    }
}

impl Traced {
    /// Follows `course`.
    #[must_use]
    pub fn new(course: &Course, graph: &Graph) -> Self {
        let web = Web::new(graph);
        let sources = |from: &[Subject]| -> Vec<usize> {
            from.iter().flat_map(|subject| web.vertices(graph, *subject)).collect()
        };
        match course {
            Course::Within { from, follow, hops } => {
                let hops = hops.map_or(u32::MAX, u32::from);
                Self::within(&web, graph, &sources(from), *follow, hops)
            }
            Course::Path { stops, nth } => {
                let stops: Vec<_> = stops.iter().map(|s| sources(&[*s])).collect();
                Self::path(&web, graph, &stops, *nth)
            }
            Course::Failure { of } => {
                let mut traced = Self::within(&web, graph, &sources(of), Follow::Up, u32::MAX);
                traced.cuts = web.cut_vertices().into_iter().map(|v| web.subject(v)).collect();
                traced
            }
        }
    }

    fn nothing(graph: &Graph) -> Self {
        Self {
            nodes: vec![None; graph.nodes.len()],
            groups: vec![None; graph.groups.len()],
            edges: vec![None; graph.edges.len()],
            cuts: Vec::new(),
        }
    }

    fn within(web: &Web, graph: &Graph, sources: &[usize], follow: Follow, hops: u32) -> Self {
        let mut traced = Self::nothing(graph);
        let distances = web.distances(sources, follow, hops);
        for (vertex, distance) in distances.iter().enumerate() {
            let Some(distance) = *distance else { continue };
            traced.reach(web, vertex, distance);
            if distance < hops {
                for (_, edge) in web.next(vertex, follow) {
                    traced.cross(edge, distance + 1);
                }
            }
        }
        traced
    }

    fn path(web: &Web, graph: &Graph, stops: &[Vec<usize>], nth: usize) -> Self {
        let mut traced = Self::nothing(graph);
        let mut depth = 0;
        for (leg, pair) in stops.windows(2).enumerate() {
            let nth = if leg + 2 == stops.len() { nth } else { 0 };
            let Some(steps) = web.path(&pair[0], &pair[1], nth) else { continue };
            for (vertex, edge) in steps {
                if let Some(edge) = edge {
                    depth += 1;
                    traced.cross(edge, depth);
                }
                traced.reach(web, vertex, depth);
            }
        }
        traced
    }

    fn reach(&mut self, web: &Web, vertex: usize, depth: u32) {
        let known = match web.subject(vertex) {
            Subject::Node(node) => &mut self.nodes[node.index()],
            Subject::Group(group) => &mut self.groups[group.index()],
            Subject::Edge(edge) => &mut self.edges[edge.index()],
        };
        known.get_or_insert(depth);
    }

    fn cross(&mut self, edge: EdgeId, depth: u32) {
        let known = &mut self.edges[edge.index()];
        *known = Some(known.map_or(depth, |before| before.min(depth)));
    }

    /// How many hops away `subject` is; `None` where the trace does not reach it.
    #[must_use]
    pub fn depth_of(&self, subject: Subject) -> Option<u32> {
        match subject {
            Subject::Node(node) => self.nodes.get(node.index()).copied().flatten(),
            Subject::Group(group) => self.groups.get(group.index()).copied().flatten(),
            Subject::Edge(edge) => self.edges.get(edge.index()).copied().flatten(),
        }
    }

    /// The same trace as seen where `fold` hides things: a tile and a bundle are as far as the nearest of what they stand for.
    #[must_use]
    pub fn folded(&self, fold: &Fold) -> Self {
        let nearer = |known: &mut Option<u32>, depth: Option<u32>| {
            *known = match (*known, depth) {
                (Some(known), Some(depth)) => Some(known.min(depth)),
                (known, depth) => known.or(depth),
            };
        };
        let mut seen = self.clone();
        for (depth, id) in self.nodes.iter().zip(0..) {
            if let Some(tile) = fold.hides_node(NodeId(id)) {
                nearer(&mut seen.groups[tile.index()], *depth);
            }
        }
        for (depth, id) in self.edges.iter().zip(0..) {
            if let Some(carrier) = fold.carrier(EdgeId(id)) {
                nearer(&mut seen.edges[carrier.index()], *depth);
            }
        }
        seen
    }

    /// The most hops.
    #[must_use]
    pub fn depth(&self) -> u32 {
        let all = self.nodes.iter().chain(&self.groups).chain(&self.edges);
        all.filter_map(|depth| *depth).max().unwrap_or(0)
    }

    /// How many services and junctions it starts from.
    #[must_use]
    pub fn n_sources(&self) -> usize {
        self.nodes.iter().filter(|depth| **depth == Some(0)).count()
    }

    /// How many services and junctions it reaches, those it starts from included.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.nodes.iter().flatten().count()
    }
}

/// The same trace in another diagram, in which `kept` tells what has become of things; `None` where nothing is left of it.
pub(super) fn retrace(
    trace: &Trace,
    kept: impl Fn(Subject) -> Option<Subject>,
    graph: &Graph,
    time: f64,
) -> Option<Trace> {
    let all = |subjects: &[Subject]| -> Vec<Subject> {
        subjects.iter().filter_map(|subject| kept(*subject)).collect()
    };
    let mut course = trace.course.clone();
    let n_left = match &mut course {
        Course::Within { from: subjects, .. }
        | Course::Path { stops: subjects, .. }
        | Course::Failure { of: subjects } => {
            *subjects = all(subjects);
            subjects.len()
        }
    };
    (n_left > 0).then(|| Trace::new(course, graph, time))
}

/// Carries out a command that traces.
pub(super) fn trace(state: &mut State, command: &Command, diagram: &Diagram, time: f64) {
    let course = match command {
        Command::TraceOff => {
            state.view.trace = None;
            return;
        }
        Command::TraceNext => next_path(state),
        Command::Trace { follow, hops, names } => {
            let from = state.meant(names, diagram);
            within(state, from, *follow, *hops)
        }
        Command::TracePath(names) => {
            let stops = state.meant(names, diagram);
            let again = matches!(&state.view.trace, Some(Trace { course: Course::Path { stops: s, .. }, .. }) if *s == stops);
            let course = Course::Path { stops: stops.clone(), nth: 0 };
            if again { next_path(state) } else { (stops.len() > 1).then_some(course) }
        }
        Command::Fail(names) => {
            let of = state.meant(names, diagram);
            (!of.is_empty()).then_some(Course::Failure { of })
        }
        _ => None,
    };
    if let Some(course) = course {
        state.view.trace = Some(Trace::new(course, &diagram.graph, time));
    }
}

fn within(state: &State, from: Vec<Subject>, follow: Follow, hops: Hops) -> Option<Course> {
    let now = match &state.view.trace {
        Some(Trace { course: Course::Within { from: f, follow: w, hops }, .. })
            if *f == from && *w == follow =>
        {
            hops.unwrap_or(0)
        }
        _ => 0,
    };
    let hops = match hops {
        Hops::More => Some(now.saturating_add(1)),
        Hops::Exactly(hops) => Some(hops),
        Hops::All => None,
    };
    (!from.is_empty()).then_some(Course::Within { from, follow, hops })
}

fn next_path(state: &State) -> Option<Course> {
    match &state.view.trace.as_ref()?.course {
        Course::Path { stops, nth } => Some(Course::Path { stops: stops.clone(), nth: nth + 1 }),
        Course::Within { .. } | Course::Failure { .. } => None,
    }
}
