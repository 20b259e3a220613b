//! What the author asks of the layout beside sides and rows: the hints of the config's section `elk`, and `direction`.
//!
//! The words are those of the Eclipse Layout Kernel, which arranges in layers; here they mean what they say of any drawing.

use super::place::Link;
use super::precedence::{Breaker, Precedence};
use super::tree::Tree;
use crate::graph::{EndAt, Graph, Side};
use crate::syntax::Direction;

/// How much the sides count that only follow from the diagram's direction, against those that are asked for.
const IMPLIED: f32 = 0.5;

/// Price of two members of a container that stand in one row or column, but not as the text names them, where the text's
/// order is preferred and where it is a must, px of wire length.
const TURNED: [f32; 2] = [90.0, 400.0];

/// What the author asks for.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    /// Straight edges are worth more room.
    pub(super) is_straight: bool,
    /// Price of two members of a container that stand in one row or column, but not as the text names them.
    pub(super) turned: f32,
    /// How asked sides that go round in a circle are broken; by the search if not told.
    breaker: Option<Breaker>,
    /// The way that edges without sides should run.
    direction: Option<Direction>,
    /// Each item's place in the text.
    source: Vec<u64>,
}

impl Wishes {
    pub(super) fn of(graph: &Graph, tree: &Tree) -> Self {
        let hints = &graph.hints;
        let considered = hints.consider_model_order.as_deref().filter(|&order| order != "NONE");
        let turned = match hints.force_node_model_order {
            Some(true) => TURNED[1],
            _ => considered.map_or(0.0, |_| TURNED[0]),
        };
        let breaker = match hints.cycle_breaking_strategy.as_deref() {
            Some("GREEDY" | "GREEDY_MODEL_ORDER") => Some(Breaker::Greedy),
            Some("MODEL_ORDER") => Some(Breaker::AgainstSource),
            _ => None,
        };
        Self {
            is_straight: hints.node_placement_strategy.as_deref() == Some("BRANDES_KOEPF"),
            turned,
            breaker,
            direction: graph.direction,
            source: match considered {
                Some("PREFER_EDGES") => by_edges(graph, tree),
                _ => by_statements(graph, tree),
            },
        }
    }

    /// The sides for an edge that asks for none, and how much they count.
    pub(super) fn sides(
        &self,
        asked: [Option<Side>; 2],
        is_backward: bool,
    ) -> ([Option<Side>; 2], f32) {
        let mut along = match self.direction {
            Some(Direction::LeftRight) => [Some(Side::Right), Some(Side::Left)],
            Some(Direction::TopBottom) => [Some(Side::Bottom), Some(Side::Top)],
            None => return (asked, 1.0),
        };
        if asked != [None, None] {
            return (asked, 1.0);
        }
        if is_backward {
            along.reverse();
        }
        (along, IMPLIED)
    }

    /// Takes the weight from the sides of links that give way because the sides asked for go round in a circle.
    pub(super) fn break_circles(&self, links: &mut [Link]) {
        let Some(breaker) = self.breaker else { return };
        let all: Vec<Parting> = links.iter().enumerate().map(|(i, link)| (i, link.ends)).collect();
        for axis in [Axis::X, Axis::Y] {
            let asks = asks(&all, links, |of| of == axis);
            let arcs = asks.iter().map(|&(_, arc)| arc).collect();
            let yielding = Precedence { source: self.source.clone(), arcs }.yielding(breaker);
            for ((link, _), _) in asks.into_iter().zip(yielding).filter(|(_, yields)| *yields) {
                links[link].faith = 0.0;
            }
        }
    }

    /// For each container of up to `most` members the pairs of them between which only the text's order decides, the
    /// earlier of each first.
    pub(super) fn pairs(&self, tree: &Tree, links: &[Link], most: usize) -> Vec<Vec<[usize; 2]>> {
        let pairs = |(container, forks): (usize, Vec<Parting>)| {
            if tree.children[container].len() > most {
                return Vec::new();
            }
            let arcs = asks(&forks, links, |_| true).into_iter().map(|(_, arc)| arc).collect();
            Precedence { source: self.sources(tree, container), arcs }.free_pairs()
        };
        forks(tree, links).into_iter().enumerate().map(pairs).collect()
    }

    fn sources(&self, tree: &Tree, container: usize) -> Vec<u64> {
        tree.children[container].iter().map(|&item| self.source[item]).collect()
    }
}

/// Where items are declared.
fn by_statements(graph: &Graph, tree: &Tree) -> Vec<u64> {
    let nodes = graph.nodes.iter().map(|node| node.span.start);
    let items = nodes.chain(graph.groups.iter().map(|group| group.span.start));
    let mut source: Vec<u64> = items.map(|at| at as u64).collect();
    // A cluster stands where its first member does.
    for cluster in tree.n_groups..tree.root() {
        let first = tree.children[cluster].iter().map(|&item| source[item]).min();
        source.push(first.unwrap_or(u64::MAX));
    }
    source
}

/// Where items, or what lies in them, are first joined by an edge; after those the rest as declared.
fn by_edges(graph: &Graph, tree: &Tree) -> Vec<u64> {
    let n_edges = graph.edges.len() as u64;
    let mut source: Vec<u64> = by_statements(graph, tree).iter().map(|at| n_edges + at).collect();
    for (place, edge) in (0..).zip(&graph.edges) {
        for end in [edge.from.at, edge.to.at] {
            let mut item = match end {
                EndAt::Node(node) => node.index(),
                EndAt::Group(group) => tree.n_nodes + group.index(),
            };
            // Whoever has been joined before, those round it have too.
            while source[item] >= n_edges {
                source[item] = place;
                match tree.item(tree.parent[item]) {
                    Some(outer) => item = outer,
                    None => break,
                }
            }
        }
    }
    source
}

/// A link whose ends part in a container, and the members that hold them.
type Parting = (usize, [usize; 2]);

/// For each container the links whose ends part there.
fn forks(tree: &Tree, links: &[Link]) -> Vec<Vec<Parting>> {
    let mut forks = vec![Vec::new(); tree.children.len()];
    for (i, link) in links.iter().enumerate() {
        if let Some(fork) = tree.fork(link.ends[0], link.ends[1]) {
            let slots = [fork.a, fork.b].map(|item| tree.slot(item));
            forks[fork.container].push((i, slots));
        }
    }
    forks
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    X,
    Y,
}

/// Who should stand before whom along an axis that `is_meant`, and the link that asks for it.
fn asks(
    forks: &[Parting],
    links: &[Link],
    is_meant: impl Fn(Axis) -> bool,
) -> Vec<(usize, (usize, usize))> {
    let mut asks = Vec::new();
    for &(i, [a, b]) in forks.iter().filter(|&&(i, _)| links[i].faith > 0.0) {
        for (side, me, other) in [(links[i].sides[0], a, b), (links[i].sides[1], b, a)] {
            let (axis, arc) = match side {
                Some(Side::Left) => (Axis::X, (other, me)),
                Some(Side::Right) => (Axis::X, (me, other)),
                Some(Side::Top) => (Axis::Y, (other, me)),
                Some(Side::Bottom) => (Axis::Y, (me, other)),
                None => continue,
            };
            if is_meant(axis) {
                asks.push((i, arc));
            }
        }
    }
    asks
}

#[cfg(test)]
mod tests {
    use glam::DVec2;

    use super::super::{Layout, Params, Rect, Sizes, layout, place};
    use super::*;
    use crate::graph::{NodeKind, resolve};
    use crate::syntax::parse;

    /// The diagram with the body `body` and `hints` in its section `elk`, laid out with tiles of one size.
    fn laid_out(hints: &str, body: &str) -> (Graph, Layout) {
        seeded(hints, body, 1)
    }

    fn seeded(hints: &str, body: &str, seed: u64) -> (Graph, Layout) {
        let text = format!(
            "---\nconfig:\n  layout: elk\n  elk: {{{hints}}}\n---\narchitecture-beta\n{body}"
        );
        let (document, _) = parse(&text);
        let (graph, told) = resolve(&document);
        assert!(told.is_empty(), "{told:?}");
        let size = |kind| match kind {
            NodeKind::Service => DVec2::new(96.0, 88.0),
            NodeKind::Junction => DVec2::splat(8.0),
        };
        let sizes = Sizes {
            nodes: graph.nodes.iter().map(|node| size(node.kind)).collect(),
            group_titles: vec![DVec2::new(80.0, 28.0); graph.groups.len()],
            edge_labels: vec![DVec2::ZERO; graph.edges.len()],
        };
        let found = layout(&graph, &sizes, &Params { seed, ..Params::default() });
        (graph, found)
    }

    fn declared(ids: &str) -> String {
        ids.split_whitespace().map(|id| format!("service {id}\n")).collect()
    }

    fn at(graph: &Graph, layout: &Layout, id: &str) -> Rect {
        layout.nodes[graph.nodes.iter().position(|node| node.id == id).unwrap()]
    }

    #[test]
    fn edges_without_sides_run_in_the_direction_of_the_diagram() {
        let edges = "a --> b\nb --> c\nd <-- b\ne -- d\nf <--> a\n";
        let pairs = [("a", "b"), ("b", "c"), ("b", "d"), ("e", "d"), ("f", "a")];
        for (direction, is_across) in [("LR", true), ("TB", false)] {
            let body = format!("direction {direction}\n{}{edges}", declared("c e a b f d"));
            let (graph, found) = laid_out("", &body);
            for (from, to) in pairs {
                let (from_box, to_box) = (at(&graph, &found, from), at(&graph, &found, to));
                let gap = to_box.min - from_box.max;
                let ahead = if is_across { gap.x } else { gap.y };
                assert!(ahead >= 24.0, "{direction}: {from} to {to} is {gap}");
            }
        }
    }

    #[test]
    fn the_direction_does_not_turn_asked_sides() {
        let body = format!("direction LR\n{}a:T --> B:b\nb --> c\n", declared("a b c"));
        let (graph, found) = laid_out("", &body);
        let [a, b, c] = ["a", "b", "c"].map(|id| at(&graph, &found, id));
        assert!(b.max.y < a.min.y && b.max.x < c.min.x, "{found:?}");
    }

    #[test]
    fn circles_of_asked_sides_are_broken_as_told() {
        let edges = "a:R --> L:b\nb:R --> L:c\nc:R --> L:a\n";
        let cases = [
            ("GREEDY_MODEL_ORDER", "a b c", "ab bc"),
            ("GREEDY_MODEL_ORDER", "b c a", "bc ca"),
            ("GREEDY", "c a b", "ca ab"),
            // Of these two go against the text's order.
            ("MODEL_ORDER", "c b a", "ca"),
        ];
        for (strategy, ids, kept) in cases {
            let body = format!("{}{edges}", declared(ids));
            let (graph, found) = laid_out(&format!("cycleBreakingStrategy: {strategy}"), &body);
            for pair in kept.split(' ') {
                let [first, second] = [&pair[..1], &pair[1..]].map(|id| at(&graph, &found, id));
                assert!(first.max.x < second.min.x, "{strategy} {ids}: {pair} in {found:?}");
            }
        }
    }

    /// The pairs of which only the text decides, and that stand in one row or column, but not as the text names them.
    fn turned(graph: &Graph, layout: &Layout) -> usize {
        let tree = Tree::new(graph);
        let wishes = Wishes::of(graph, &tree);
        let links = place::links(graph, &Sizes::default(), &tree, &wishes);
        let boxes: Vec<&Rect> = layout.nodes.iter().chain(&layout.groups).collect();
        let is_turned = |&[a, b]: &[usize; 2]| {
            let (after, before) = (boxes[b].min - boxes[a].max, boxes[b].max - boxes[a].min);
            (before.x <= 0.0 && after.y < 0.0 && before.y > 0.0)
                || (before.y <= 0.0 && after.x < 0.0 && before.x > 0.0)
        };
        let pairs = wishes.pairs(&tree, &links, usize::MAX);
        let of = |(container, pairs): (usize, &Vec<[usize; 2]>)| {
            let items = |slots: &[usize; 2]| slots.map(|slot| tree.children[container][slot]);
            pairs.iter().map(items).filter(is_turned).count()
        };
        pairs.iter().enumerate().map(of).sum()
    }

    #[test]
    fn the_order_of_the_text_is_kept_where_nothing_else_decides() {
        let hub = "junction h\na:B -- T:h\nb:B -- T:h\nc:B -- T:h\nd:T -- B:h\ne:T -- B:h\n";
        let bodies = [
            declared("e d c b a"),
            format!("{}{hub}", declared("a b c d e")),
            format!("{}{hub}", declared("e c d a b")),
            "group y\ngroup x\nservice d in x\nservice b in x\nservice c in y\nservice a in x\nb:R -- L:c".to_owned(),
        ];
        let forced = "forceNodeModelOrder: true";
        for (i, body) in bodies.iter().enumerate() {
            // Where it is only preferred, `b` may stand next to what it is joined to.
            let preferred = Some("considerModelOrder: NODES_AND_EDGES").filter(|_| i < 3);
            for hints in [forced].into_iter().chain(preferred) {
                let (graph, found) = laid_out(hints, body);
                assert_eq!(turned(&graph, &found), 0, "{hints}: {body} in {found:?}");
            }
        }
    }

    #[test]
    fn order_and_straightness_can_be_had_for_a_price() {
        let scene = include_str!("../../scenes/multi-cloud.mmd");
        let body = &scene[scene.find("architecture-beta\n").unwrap() + 18..];
        // One drawing says little: sums over several.
        let study = |hints: &str| {
            let of = |seed| {
                let (graph, found) = seeded(hints, body, seed);
                let straight = graph.edges.iter().filter(|edge| is_straight(edge, &found)).count();
                (turned(&graph, &found), straight)
            };
            (1..=4).map(of).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let plain = study("");
        let (preferred, forced) =
            (study("considerModelOrder: NODES_AND_EDGES"), study("forceNodeModelOrder: true"));
        assert!(
            preferred.0 < plain.0 && forced.0 < preferred.0,
            "{plain:?} {preferred:?} {forced:?}"
        );
        let straight = study("nodePlacementStrategy: BRANDES_KOEPF");
        assert!(straight.1 > plain.1, "{plain:?} {straight:?}");
    }

    fn is_straight(edge: &crate::graph::Edge, layout: &Layout) -> bool {
        let middle = |at: EndAt| match at {
            EndAt::Node(node) => layout.nodes[node.index()].center(),
            EndAt::Group(group) => layout.groups[group.index()].center(),
        };
        let off = (middle(edge.to.at) - middle(edge.from.at)).abs();
        off.min_element() <= 1.0
    }

    #[test]
    fn the_first_edge_of_a_box_can_give_it_its_place() {
        let body = "group g\nservice a\nservice b in g\nservice c\nc -- b\na -- c\n";
        let (document, _) = parse(&format!("architecture-beta\n{body}"));
        let (graph, _) = resolve(&document);
        let tree = Tree::new(&graph);
        let mut items: Vec<usize> = (0..4).collect();
        let source = by_edges(&graph, &tree);
        items.sort_by_key(|&item| (source[item], item));
        // b, c and, for b, its group come with the first edge, a with the second.
        assert_eq!(items, [1, 2, 3, 0]);
    }
}
