//! What leads where in a diagram, for tracing: services, junctions and groups as vertices of one directed graph.
//!
//! An arrow leads from its tail to its head; a line without arrows, and one with two, leads both ways. An edge that ends
//! at a group leads to the group itself.

use std::collections::VecDeque;

use super::Subject;
use crate::graph::{EdgeId, EndAt, Graph, GroupId, NodeId, narrow};

/// Which way to follow edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// Both ways.
    Around,
    /// Against the arrows.
    Up,
    /// With the arrows.
    Down,
}

/// Vertices and what leads from each.
#[derive(Debug)]
pub(super) struct Web {
    n_nodes: usize,
    /// By vertex: the vertices that follow, and the edge there.
    leads: [Vec<Vec<(usize, EdgeId)>>; 2],
}

/// Alternatives to a path are looked for in so many steps at most: those that take more are no use to a person.
const MOST_STEPS: usize = 200_000;
/// And are so much longer than the shortest at most.
const MOST_DETOUR: usize = 6;

impl Web {
    pub(super) fn new(graph: &Graph) -> Self {
        let n = graph.nodes.len() + graph.groups.len();
        let mut web =
            Self { n_nodes: graph.nodes.len(), leads: [vec![Vec::new(); n], vec![Vec::new(); n]] };
        for (number, edge) in graph.edges.iter().enumerate() {
            let id = EdgeId(narrow(number));
            let (from, to) = (web.vertex_at(edge.from.at), web.vertex_at(edge.to.at));
            if edge.to.arrow || !edge.from.arrow {
                web.lead(from, to, id);
            }
            if edge.from.arrow || !edge.to.arrow {
                web.lead(to, from, id);
            }
        }
        web
    }

    fn lead(&mut self, from: usize, to: usize, edge: EdgeId) {
        let [down, up] = &mut self.leads;
        down[from].push((to, edge));
        up[to].push((from, edge));
    }

    fn vertex_at(&self, end: EndAt) -> usize {
        match end {
            EndAt::Node(node) => node.index(),
            EndAt::Group(group) => self.n_nodes + group.index(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.leads[0].len()
    }

    pub(super) fn subject(&self, vertex: usize) -> Subject {
        match vertex.checked_sub(self.n_nodes) {
            Some(group) => Subject::Group(GroupId(narrow(group))),
            None => Subject::Node(NodeId(narrow(vertex))),
        }
    }

    /// The vertices that `subject` stands for: a group for all that is in it, an edge for its ends.
    pub(super) fn vertices(&self, graph: &Graph, subject: Subject) -> Vec<usize> {
        match subject {
            Subject::Node(node) => vec![node.index()],
            Subject::Edge(edge) => {
                let edge = &graph.edges[edge.index()];
                vec![self.vertex_at(edge.from.at), self.vertex_at(edge.to.at)]
            }
            Subject::Group(group) => {
                let nodes = graph
                    .nodes
                    .iter()
                    .zip(0..)
                    .filter(|(node, _)| graph.lies_in(node.group, group));
                let groups = graph
                    .groups
                    .iter()
                    .zip(0..)
                    .filter(|(_, inner)| graph.lies_in(Some(GroupId(narrow(*inner))), group));
                nodes.map(|(_, v)| v).chain(groups.map(|(_, g)| self.n_nodes + g)).collect()
            }
        }
    }

    /// What follows `vertex` that way, each with its edge.
    pub(super) fn next(
        &self,
        vertex: usize,
        follow: Follow,
    ) -> impl Iterator<Item = (usize, EdgeId)> + '_ {
        let [down, up] = &self.leads;
        let empty: &[(usize, EdgeId)] = &[];
        let (first, second) = match follow {
            Follow::Down => (down[vertex].as_slice(), empty),
            Follow::Up => (up[vertex].as_slice(), empty),
            Follow::Around => (down[vertex].as_slice(), up[vertex].as_slice()),
        };
        first.iter().chain(second).copied()
    }

    /// How many edges each vertex is from `sources`, no further than `hops`.
    pub(super) fn distances(
        &self,
        sources: &[usize],
        follow: Follow,
        hops: u32,
    ) -> Vec<Option<u32>> {
        let mut distances = vec![None; self.len()];
        let mut open: VecDeque<(usize, u32)> = sources.iter().map(|v| (*v, 0)).collect();
        sources.iter().for_each(|v| distances[*v] = Some(0));
        while let Some((vertex, distance)) = open.pop_front() {
            if distance >= hops {
                continue;
            }
            for (next, _) in self.next(vertex, follow) {
                if distances[next].is_none() {
                    distances[next] = Some(distance + 1);
                    open.push_back((next, distance + 1));
                }
            }
        }
        distances
    }

    /// The `nth` shortest way, counted from 0, from any of `sources` to any of `goals`, as vertices and the edges between
    /// them; counted round again after the last. With the arrows where there is such a way, else whatever the arrows say.
    pub(super) fn path(&self, sources: &[usize], goals: &[usize], nth: usize) -> Option<Steps> {
        [Follow::Down, Follow::Around].into_iter().find_map(|follow| {
            let back = match follow {
                Follow::Down => Follow::Up,
                _ => Follow::Around,
            };
            let to_goal = self.distances(goals, back, u32::MAX);
            let shortest = sources.iter().filter_map(|v| to_goal[*v]).min()? as usize;
            let mut hunt = Hunt {
                web: self,
                follow,
                to_goal: &to_goal,
                found: Vec::new(),
                wanted: nth + 1,
                n_steps: 0,
            };
            for length in shortest..=shortest + MOST_DETOUR {
                for source in sources {
                    hunt.follow(vec![(*source, None)], length);
                }
            }
            let n_found = hunt.found.len();
            (n_found > 0).then(|| hunt.found.swap_remove(nth % n_found))
        })
    }

    /// The vertices without which their part of the diagram would fall apart (Hopcroft and Tarjan 1973), arrows or not.
    pub(super) fn cut_vertices(&self) -> Vec<usize> {
        let mut walk = Walk {
            seen: vec![0; self.len()],
            low: vec![0; self.len()],
            cut: vec![false; self.len()],
        };
        let mut order = 0;
        for root in 0..self.len() {
            if walk.seen[root] == 0 {
                walk.visit(self, root, &mut order);
            }
        }
        (0..self.len()).filter(|v| walk.cut[*v]).collect()
    }
}

/// A way: its vertices, each with the edge that led there.
pub(super) type Steps = Vec<(usize, Option<EdgeId>)>;

/// A search for ways of one length after the other.
struct Hunt<'w> {
    web: &'w Web,
    follow: Follow,
    to_goal: &'w [Option<u32>],
    found: Vec<Steps>,
    wanted: usize,
    n_steps: usize,
}

impl Hunt<'_> {
    /// Finds the ways that go on from `way` and are `length` edges long in the end.
    fn follow(&mut self, start: Steps, length: usize) {
        let mut open = vec![start];
        while let Some(way) = open.pop() {
            self.n_steps += 1;
            if self.found.len() >= self.wanted || self.n_steps > MOST_STEPS {
                return;
            }
            let Some(&(last, _)) = way.last() else { continue };
            let left = length + 1 - way.len();
            if self.to_goal[last] == Some(0) && left == 0 {
                self.found.push(way);
                continue;
            }
            // The first of the text is to be tried first, and a stack turns round.
            let nexts: Vec<_> = self.web.next(last, self.follow).collect();
            for (next, edge) in nexts.into_iter().rev() {
                let in_reach = self.to_goal[next].is_some_and(|d| (d as usize) < left);
                let is_new = way.iter().all(|(vertex, _)| *vertex != next);
                if in_reach && is_new {
                    let mut longer = way.clone();
                    longer.push((next, Some(edge)));
                    open.push(longer);
                }
            }
        }
    }
}

/// A depth-first walk; orders count from 1.
struct Walk {
    seen: Vec<u32>,
    low: Vec<u32>,
    cut: Vec<bool>,
}

impl Walk {
    fn visit(&mut self, web: &Web, root: usize, order: &mut u32) {
        let ways = |v: usize| web.next(v, Follow::Around).map(|(next, _)| next).collect::<Vec<_>>();
        let mut n_children_of_root = 0;
        let mut open = vec![(root, root, ways(root))];
        *order += 1;
        (self.seen[root], self.low[root]) = (*order, *order);
        while let Some((vertex, parent, left)) = open.last_mut() {
            let (vertex, parent) = (*vertex, *parent);
            if let Some(next) = left.pop() {
                if self.seen[next] == 0 {
                    *order += 1;
                    (self.seen[next], self.low[next]) = (*order, *order);
                    n_children_of_root += u32::from(vertex == root);
                    open.push((next, vertex, ways(next)));
                } else if next != parent {
                    self.low[vertex] = self.low[vertex].min(self.seen[next]);
                }
                continue;
            }
            open.pop();
            self.low[parent] = self.low[parent].min(self.low[vertex]);
            if parent != root && self.low[vertex] >= self.seen[parent] {
                self.cut[parent] = true;
            }
        }
        self.cut[root] = n_children_of_root > 1;
    }
}
