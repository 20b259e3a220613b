//! What every measure starts from: the lines without idle points, who lies in whom, and where everything is found.

use glam::DVec2;

use crate::graph::{EndAt, Graph, GroupId};
use crate::layout::{Layout, Rect};
use crate::route::Routes;

use super::index::Index;

/// A drawing, ready to be measured.
#[derive(Debug)]
pub(super) struct Study<'a> {
    pub(super) graph: &'a Graph,
    pub(super) layout: &'a Layout,
    pub(super) routes: &'a Routes,
    pub(super) nest: Nest,
    pub(super) lines: Lines,
    pub(super) nodes: Index,
    pub(super) groups: Index,
}

impl<'a> Study<'a> {
    pub(super) fn new(graph: &'a Graph, layout: &'a Layout, routes: &'a Routes) -> Self {
        Self {
            graph,
            layout,
            routes,
            nest: Nest::of(graph),
            lines: Lines::of(routes),
            nodes: Index::of(&layout.nodes),
            groups: Index::of(&layout.groups),
        }
    }

    /// The box of what an edge is joined to.
    pub(super) fn area(&self, at: EndAt) -> Option<&'a Rect> {
        match at {
            EndAt::Node(node) => self.layout.nodes.get(node.index()),
            EndAt::Group(group) => self.layout.groups.get(group.index()),
        }
    }

    /// The innermost group that what an edge is joined to is or lies in.
    pub(super) fn group_of(&self, at: EndAt) -> Option<GroupId> {
        match at {
            EndAt::Node(node) => self.graph.nodes.get(node.index()).and_then(|node| node.group),
            EndAt::Group(group) => Some(group),
        }
    }
}

/// Tells at once which group lies round which: each group's members have their numbers between its two.
#[derive(Debug)]
pub(super) struct Nest {
    spans: Vec<(usize, usize)>,
}

impl Nest {
    fn of(graph: &Graph) -> Self {
        let n_groups = graph.groups.len();
        let mut inside = vec![Vec::new(); n_groups + 1];
        for (number, group) in graph.groups.iter().enumerate() {
            inside[group.parent.map_or(n_groups, |parent| parent.index().min(n_groups))]
                .push(number);
        }
        let mut spans = vec![(usize::MAX, 0); n_groups];
        let mut open: Vec<(usize, usize)> = inside[n_groups].iter().map(|&g| (g, 0)).collect();
        let mut n_opened = 0;
        while let Some((group, n_done)) = open.pop() {
            if n_done == 0 {
                spans[group].0 = n_opened;
                n_opened += 1;
            }
            match inside[group].get(n_done) {
                Some(&member) => open.extend([(group, n_done + 1), (member, 0)]),
                None => spans[group].1 = n_opened,
            }
        }
        Self { spans }
    }

    /// Whether `outer` is `inner` or lies round it.
    pub(super) fn holds(&self, outer: usize, inner: Option<GroupId>) -> bool {
        let inner = inner.and_then(|inner| self.spans.get(inner.index()));
        let (first, end) = self.spans[outer];
        inner.is_some_and(|&(number, _)| first <= number && number < end)
    }
}

/// One straight piece of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) edge: usize,
    pub(super) from: DVec2,
    pub(super) to: DVec2,
}

impl Piece {
    pub(super) fn bounds(&self) -> Rect {
        Rect { min: self.from.min(self.to), max: self.from.max(self.to) }
    }

    pub(super) fn length(&self) -> f64 {
        self.from.distance(self.to)
    }

    /// Whether a piece of positive length of it lies inside `area`.
    pub(super) fn passes(&self, area: &Rect) -> bool {
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        let along = self.to - self.from;
        for axis in [0, 1] {
            let (low, high, at) = (area.min[axis], area.max[axis], self.from[axis]);
            if low >= high {
                return false;
            }
            if along[axis].abs() < 1e-9 {
                if at <= low || at >= high {
                    return false;
                }
                continue;
            }
            let (a, b) = ((low - at) / along[axis], (high - at) / along[axis]);
            start = start.max(a.min(b));
            end = end.min(a.max(b));
        }
        (end - start) * along.length() > 1e-6
    }
}

/// All lines as drawn, points that repeat the one before left out.
#[derive(Debug)]
pub(super) struct Lines {
    points: Vec<DVec2>,
    starts: Vec<usize>,
    /// All pieces, edge by edge.
    pub(super) pieces: Vec<Piece>,
    /// The pieces by place, with 1 px round each.
    pub(super) index: Index,
}

/// Room round a piece in the index, px: pieces this near to each other may count as one on top of the other.
pub(super) const NEAR: f64 = 1.0;

impl Lines {
    fn of(routes: &Routes) -> Self {
        let (mut points, mut starts, mut pieces) = (Vec::<DVec2>::new(), vec![0], Vec::new());
        for (edge, route) in routes.edges.iter().enumerate() {
            let first = points.len();
            for &point in &route.points {
                match points[first..].last() {
                    Some(&before) if point.distance(before) <= 1e-6 => continue,
                    Some(&before) => pieces.push(Piece { edge, from: before, to: point }),
                    None => {}
                }
                points.push(point);
            }
            starts.push(points.len());
        }
        let bounds: Vec<Rect> = pieces.iter().map(|p| p.bounds().inflate(NEAR)).collect();
        Self { points, starts, pieces, index: Index::of(&bounds) }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The points of one edge's line; none where it has none.
    pub(super) fn points(&self, edge: usize) -> &[DVec2] {
        match self.starts.get(edge..edge + 2) {
            Some(bounds) => &self.points[bounds[0]..bounds[1]],
            None => &[],
        }
    }

    /// The length of one edge's line, px.
    pub(super) fn length(&self, edge: usize) -> f64 {
        self.points(edge).windows(2).map(|w| w[0].distance(w[1])).sum()
    }
}
