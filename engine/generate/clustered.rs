//! Groups three deep with a hidden plan that most sides follow.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::random::Random;

const SIDES: [char; 4] = ['L', 'R', 'T', 'B'];

/// Share of edges whose sides do not follow the plan.
const ASTRAY: f64 = 0.08;

pub(super) fn text(n_services: usize, seed: u64) -> String {
    let mut random = Random::new(seed, n_services);
    let plan = Plan::new(n_services, &mut random);
    let edges = edges(&plan, &mut random);
    plan.write(&edges)
}

/// Everything but the edges.
#[derive(Default)]
struct Plan {
    /// Name of each group, and the number of the one round it.
    groups: Vec<(String, Option<usize>)>,
    /// Services and junctions.
    nodes: Vec<Node>,
    leaves: Vec<Leaf>,
}

struct Node {
    name: String,
    is_service: bool,
    leaf: usize,
    /// Where the plan has it.
    at: [f64; 2],
}

/// A group that holds nodes, and the numbers of the groups round it.
struct Leaf {
    group: usize,
    middle: usize,
    top: usize,
    members: Vec<usize>,
}

struct Edge {
    from: usize,
    to: usize,
    sides: [char; 2],
}

impl Plan {
    fn new(n_services: usize, random: &mut Random) -> Self {
        let mut plan = Self::default();
        let (mut n_made, mut n_tops, mut n_middles) = (0, 0, 0);
        while n_made < n_services {
            let top = plan.group(format!("t{n_tops}"), None);
            let corner = grid(n_tops, 16, 4000.0, [0.0; 2]);
            for a in 0..between(random, 6, 10) {
                if n_made >= n_services {
                    break;
                }
                let middle = plan.group(format!("m{n_middles}"), Some(top));
                n_middles += 1;
                let corner = grid(a, 3, 1300.0, corner);
                for b in 0..between(random, 6, 10) {
                    if n_made >= n_services {
                        break;
                    }
                    let n_wanted = between(random, 4, 12).min(n_services - n_made);
                    plan.leaf([top, middle], grid(b, 3, 420.0, corner), n_made, n_wanted, random);
                    n_made += n_wanted;
                }
            }
            n_tops += 1;
        }
        plan
    }

    fn group(&mut self, name: String, parent: Option<usize>) -> usize {
        self.groups.push((name, parent));
        self.groups.len() - 1
    }

    /// Adds a group of services, and to a third of these groups a junction.
    fn leaf(
        &mut self,
        [top, middle]: [usize; 2],
        corner: [f64; 2],
        n_made: usize,
        n_wanted: usize,
        random: &mut Random,
    ) {
        let leaf = self.leaves.len();
        let group = self.group(format!("l{leaf}"), Some(middle));
        let first = self.nodes.len();
        let mut jitter = |[x, y]: [f64; 2]| {
            let x = x + random.share() * 20.0;
            [x, y + random.share() * 20.0]
        };
        for place in 0..n_wanted {
            let (name, at) =
                (format!("n{}", n_made + place), jitter(grid(place, 3, 120.0, corner)));
            self.nodes.push(Node { name, is_service: true, leaf, at });
        }
        if random.below(25) < 8 {
            let at = [
                corner[0] + 150.0 + random.share() * 20.0,
                corner[1] + 150.0 + random.share() * 20.0,
            ];
            self.nodes.push(Node { name: format!("j{leaf}"), is_service: false, leaf, at });
        }
        let members = (first..self.nodes.len()).collect();
        self.leaves.push(Leaf { group, middle, top, members });
    }

    fn write(&self, edges: &[Edge]) -> String {
        let mut out = "architecture-beta\n".to_owned();
        let name = |group: usize| self.groups[group].0.as_str();
        // Writing to a string cannot fail.
        for (group, parent) in &self.groups {
            let inside = parent.map_or(String::new(), |parent| format!(" in {}", name(parent)));
            let _ = writeln!(out, "    group {group}(cloud)[{group}]{inside}");
        }
        for node in &self.nodes {
            let (node, group) = (node, name(self.leaves[node.leaf].group));
            let _ = match node.is_service {
                true => writeln!(out, "    service {0}(server)[{0}] in {group}", node.name),
                false => writeln!(out, "    junction {} in {group}", node.name),
            };
        }
        for Edge { from, to, sides: [side, end] } in edges {
            let (from, to) = (&self.nodes[*from].name, &self.nodes[*to].name);
            let _ = writeln!(out, "    {from}:{side} --> {end}:{to}");
        }
        out
    }
}

/// Edges under way, and the ends of those there are: whoever is drawn from them is drawn the more often the more edges
/// it has.
struct Edges<'p> {
    plan: &'p Plan,
    all: Vec<Edge>,
    joined: BTreeSet<(usize, usize)>,
    ends: Vec<usize>,
    /// The same for each group.
    ends_in: Vec<Vec<usize>>,
}

/// One and a half edges a node: trees inside the groups, then more there, then some between groups.
fn edges(plan: &Plan, random: &mut Random) -> Vec<Edge> {
    let ends_in = vec![Vec::new(); plan.groups.len()];
    let (all, joined, ends) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut edges = Edges { plan, all, joined, ends, ends_in };
    let n_wanted = plan.nodes.len() * 3 / 2;
    edges.grow_trees(random);
    edges.fill_leaves(inside(n_wanted), n_wanted, random);
    edges.join_leaves(n_wanted, random);
    edges.all
}

/// How many of `n_edges` lie inside one group.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounding down is what is asked for"
)]
fn inside(n_edges: usize) -> usize {
    (n_edges as f64 * 0.85) as usize
}

impl Edges<'_> {
    fn grow_trees(&mut self, random: &mut Random) {
        for leaf in &self.plan.leaves {
            for place in 1..leaf.members.len() {
                let ends = &self.ends_in[leaf.group];
                let from = if !ends.is_empty() && random.share() < 0.6 {
                    random.pick(ends)
                } else {
                    leaf.members[random.below(place)]
                };
                self.add(from, leaf.members[place], random);
            }
        }
    }

    fn fill_leaves(&mut self, n_inside: usize, n_wanted: usize, random: &mut Random) {
        let mut n_tries = 0;
        while self.all.len() < n_inside && n_tries < 20 * n_wanted {
            n_tries += 1;
            let leaf = &self.plan.leaves[random.below(self.plan.leaves.len())];
            if leaf.members.len() < 3 {
                continue;
            }
            let ends = &self.ends_in[leaf.group];
            let from = if !ends.is_empty() && random.share() < 0.5 {
                random.pick(ends)
            } else {
                random.pick(&leaf.members)
            };
            let to = random.pick(&leaf.members);
            self.add(from, to, random);
        }
    }

    fn join_leaves(&mut self, n_wanted: usize, random: &mut Random) {
        let mut n_tries = 0;
        // With a single node there is no end to be drawn from.
        while !self.ends.is_empty() && self.all.len() < n_wanted && n_tries < 50 * n_wanted {
            n_tries += 1;
            let from = random.below(self.plan.nodes.len());
            let reach = random.share();
            let leaf = &self.plan.leaves[self.plan.nodes[from].leaf];
            let (near, far) = (&self.ends_in[leaf.middle], &self.ends_in[leaf.top]);
            let ends = match reach {
                _ if reach < 0.6 && !near.is_empty() => near,
                _ if reach < 0.85 && !far.is_empty() => far,
                _ => &self.ends,
            };
            let to = random.pick(ends);
            if self.plan.nodes[from].leaf != self.plan.nodes[to].leaf {
                self.add(from, to, random);
            }
        }
    }

    /// Joins two nodes that are not joined yet.
    fn add(&mut self, from: usize, to: usize, random: &mut Random) {
        if from == to || !self.joined.insert((from.min(to), from.max(to))) {
            return;
        }
        let nodes = &self.plan.nodes;
        let sides = sides(nodes[from].at, nodes[to].at, random);
        self.all.push(Edge { from, to, sides });
        for node in [from, to] {
            let leaf = &self.plan.leaves[nodes[node].leaf];
            self.ends.push(node);
            for group in [leaf.group, leaf.middle, leaf.top] {
                self.ends_in[group].push(node);
            }
        }
    }
}

/// The sides that the plan suggests, or now and then any.
fn sides(from: [f64; 2], to: [f64; 2], random: &mut Random) -> [char; 2] {
    if random.share() < ASTRAY {
        let first = random.pick(&SIDES);
        return [first, random.pick(&SIDES)];
    }
    let (x, y) = (to[0] - from[0], to[1] - from[1]);
    match (x.abs() >= y.abs(), x > 0.0, y > 0.0) {
        (true, true, _) => ['R', 'L'],
        (true, false, _) => ['L', 'R'],
        (false, _, true) => ['B', 'T'],
        (false, _, false) => ['T', 'B'],
    }
}

/// The corner of a cell, `step` wide and high, of a grid with so many columns.
fn grid(cell: usize, n_columns: usize, step: f64, origin: [f64; 2]) -> [f64; 2] {
    let (column, row) = (cell % n_columns, cell / n_columns);
    [origin[0] + column as f64 * step, origin[1] + row as f64 * step]
}

fn between(random: &mut Random, least: usize, most: usize) -> usize {
    least + random.below(most - least + 1)
}
