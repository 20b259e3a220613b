use glam::DVec2;
use proptest::prelude::*;

use super::{Effort, Layout, Params, Phase, Pins, Prior, Simulation, Sizes, candidates, layout};
use crate::graph::{
    Align, Edge, End, EndAt, Graph, Group, GroupId, Node, NodeId, NodeKind, Side, narrow,
};
use crate::syntax::{AlignAxis, Span};

/// A diagram as small numbers, so that proptest can shrink it.
#[derive(Clone, Debug)]
struct Recipe {
    /// For each group the group it lies in: one before it, or none.
    parents: Vec<usize>,
    /// For each node its group, and whether it is a junction.
    nodes: Vec<(usize, bool)>,
    /// For each edge both ends and both sides (4: none).
    edges: Vec<(usize, usize, usize, usize)>,
}

fn recipes(n_nodes: usize) -> impl Strategy<Value = Recipe> {
    let parents = prop::collection::vec(0..50_usize, 0..8);
    let nodes = prop::collection::vec((0..50_usize, prop::bool::weighted(0.2)), 0..n_nodes);
    let edges =
        prop::collection::vec((0..100_usize, 0..100_usize, 0..5_usize, 0..5_usize), 0..2 * n_nodes);
    (parents, nodes, edges).prop_map(|(parents, nodes, edges)| Recipe { parents, nodes, edges })
}

fn group_at(number: usize, n_groups: usize) -> Option<GroupId> {
    let place = number % (n_groups + 1);
    (place < n_groups).then_some(GroupId(narrow(place)))
}

fn build(recipe: &Recipe) -> (Graph, Sizes) {
    let n_groups = recipe.parents.len();
    let group = |(i, &parent): (usize, &usize)| Group {
        id: format!("g{i}"),
        title: None,
        icon: None,
        parent: group_at(parent, i),
        span: Span::default(),
    };
    let node = |(i, &(group, junction)): (usize, &(usize, bool))| Node {
        id: format!("n{i}"),
        kind: if junction { NodeKind::Junction } else { NodeKind::Service },
        title: None,
        icon: None,
        icon_text: None,
        group: group_at(group, n_groups),
        span: Span::default(),
    };
    let n_ends = recipe.nodes.len() + n_groups;
    let end = |number: usize, side: usize| {
        let place = number % n_ends;
        let at = match place.checked_sub(recipe.nodes.len()) {
            None => EndAt::Node(NodeId(narrow(place))),
            Some(group) => EndAt::Group(GroupId(narrow(group))),
        };
        let side =
            [Some(Side::Left), Some(Side::Right), Some(Side::Top), Some(Side::Bottom), None][side];
        End { at, side, arrow: true, border: None }
    };
    let edges = recipe.edges.iter().filter(|_| n_ends > 0);
    let graph = Graph {
        nodes: recipe.nodes.iter().enumerate().map(node).collect(),
        groups: recipe.parents.iter().enumerate().map(group).collect(),
        edges: edges
            .map(|&(a, b, s, t)| Edge {
                from: end(a, s),
                to: end(b, t),
                label: None,
                span: Span::default(),
            })
            .collect(),
        ..Graph::default()
    };
    let sizes = Sizes {
        nodes: recipe
            .nodes
            .iter()
            .enumerate()
            .map(|(i, &(_, junction))| {
                if junction {
                    DVec2::splat(8.0)
                } else {
                    DVec2::new(96.0 + (i % 5) as f64 * 7.3, 88.5)
                }
            })
            .collect(),
        group_titles: (0..n_groups).map(|i| DVec2::new(i as f64 * 40.0, 28.0)).collect(),
        edge_labels: vec![DVec2::ZERO; graph.edges.len()],
    };
    (graph, sizes)
}

/// Every fault of the guarantee, in words.
fn faults(graph: &Graph, sizes: &Sizes, layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    let mut boxes: Vec<(String, Option<GroupId>, super::Rect)> = Vec::new();
    for ((node, rect), size) in graph.nodes.iter().zip(&layout.nodes).zip(&sizes.nodes) {
        if rect.size().cmplt(*size).any() {
            faults.push(format!("{} is smaller than asked", node.id));
        }
        boxes.push((node.id.clone(), node.group, *rect));
    }
    for (group, rect) in graph.groups.iter().zip(&layout.groups) {
        boxes.push((group.id.clone(), group.parent, *rect));
    }
    for (i, (id, group, rect)) in boxes.iter().enumerate() {
        let title =
            group.map_or(0.0, |g| if sizes.group_titles[g.index()].x > 0.0 { 28.0 } else { 0.0 });
        let inner = group.map_or(layout.bounds, |g| {
            let content = layout.groups[g.index()].inflate(-24.0);
            super::Rect { min: content.min + DVec2::new(0.0, title), max: content.max }
        });
        if !inner.contains(rect) || !rect.min.is_finite() {
            faults.push(format!("{id} sticks out of its group"));
        }
        for (other, other_group, other_rect) in &boxes[..i] {
            if group == other_group && rect.inflate(24.0).overlaps(&other_rect.inflate(23.0)) {
                faults.push(format!("{id} is too near to {other}"));
            }
        }
    }
    faults
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn everything_lies_in_its_group_and_apart(recipe in recipes(24)) {
        let (graph, sizes) = build(&recipe);
        let found = layout(&graph, &sizes, &Params::default());
        prop_assert_eq!(faults(&graph, &sizes, &found), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_number_of_threads_does_not_matter(recipe in recipes(40)) {
        let (graph, sizes) = build(&recipe);
        let with = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| layout(&graph, &sizes, &Params::default()))
        };
        let one = with(1);
        prop_assert_eq!(&one, &with(2));
        prop_assert_eq!(&one, &with(8));
    }
}

/// Ways to lay out whatever `build` makes of a recipe: with more and less work, from an earlier layout, with pins.
fn ways(graph: &Graph, sizes: &Sizes) -> Vec<Params> {
    let effort = |effort| Params { effort, ..Params::default() };
    let mut ways = vec![effort(Effort::Draft), effort(Effort::Normal)];
    let mut prior = Prior::from(&layout(graph, sizes, &ways[0]));
    // Some are new.
    prior.nodes.iter_mut().step_by(4).for_each(|node| *node = None);
    let mut pins = Pins { nodes: vec![None; graph.nodes.len()], groups: Vec::new() };
    pins.nodes.iter_mut().step_by(3).for_each(|node| *node = Some(DVec2::new(300.0, 17.0)));
    ways.push(Params { prior: prior.clone(), ..Params::default() });
    ways.push(Params { pins: pins.clone(), ..Params::default() });
    ways.push(Params { prior, pins, ..Params::default() });
    ways
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn a_simulation_shows_sound_pictures_and_ends_where_one_call_does(recipe in recipes(24)) {
        let (graph, sizes) = build(&recipe);
        for params in ways(&graph, &sizes) {
            let mut simulation = Simulation::new(&graph, &sizes, &params);
            prop_assert_eq!(faults(&graph, &sizes, &simulation.layout()), Vec::<String>::new());
            let mut told = Vec::new();
            while let Some(progress) = simulation.step() {
                prop_assert!((1..=progress.of).contains(&progress.done), "{:?}", progress);
                told.push((progress.phase, progress.done));
                prop_assert_eq!(faults(&graph, &sizes, &simulation.layout()), Vec::<String>::new());
            }
            prop_assert!(told.is_sorted() && told.windows(2).all(|w| w[0] != w[1]), "{:?}", told);
            let shown = simulation.layout();
            let found = simulation.finish();
            prop_assert_eq!(&shown, &found[0]);
            for n_threads in [1, 2, 8] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
                let at_once = pool.install(|| candidates(&graph, &sizes, &params));
                prop_assert_eq!(&found, &at_once);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stood_before_and_is_pinned_everything_lies_in_its_group_and_apart(
        recipe in recipes(20),
        boxes in prop::collection::vec((-400..400_i32, -400..400_i32, 0..300_i32, 0..300_i32, 0..9_u8), 28),
    ) {
        let (graph, sizes) = build(&recipe);
        let corner = |x: i32, y: i32| DVec2::new(f64::from(x), f64::from(y)) / 1.5;
        let stood = boxes.iter().map(|&(x, y, w, h, kind)| {
            (kind > 1).then(|| super::Rect::from_min_size(corner(x, y), corner(w, h)))
        });
        let pinned = boxes.iter().map(|&(x, y, _, _, kind)| (kind > 6).then(|| corner(x, y)));
        let stood: Vec<_> = stood.collect();
        let pinned: Vec<_> = pinned.collect();
        let params = Params {
            prior: Prior { nodes: stood.clone(), groups: stood, closes_up: false },
            pins: Pins { nodes: pinned.clone(), groups: pinned },
            ..Params::default()
        };
        let found = layout(&graph, &sizes, &params);
        prop_assert_eq!(faults(&graph, &sizes, &found), Vec::<String>::new());
    }
}

#[test]
fn a_simulation_settles() {
    let (graph, sizes) = flat(12, "0R-L1 1R-L2 3B-T4 4B-T5 0B-T6 6R-L7 8R-L2 9T-B10 10T-B11");
    let params = Params::default();
    let mut simulation = Simulation::new(&graph, &sizes, &params);
    let mut pictures = vec![simulation.layout()];
    let mut phases = Vec::new();
    while let Some(progress) = simulation.step() {
        phases.push(progress.phase);
        pictures.push(simulation.layout());
    }
    pictures.dedup();
    assert!(pictures.len() > 3, "{} pictures", pictures.len());
    phases.dedup();
    assert_eq!(phases, [Phase::Arrange, Phase::Search, Phase::Straighten]);
}

#[test]
fn a_large_diagram_without_groups_is_arranged_as_well_as_a_small_one() {
    for n in [60, 200, 600] {
        // Each is joined to one of the few before it.
        let edge = |i: usize| {
            let other = i - 1 - (i * 7919) % i.min(9);
            if i.is_multiple_of(2) { format!("{other}R-L{i}") } else { format!("{other}B-T{i}") }
        };
        let edges: Vec<String> = (1..n).map(edge).collect();
        let (graph, sizes) = flat(n, &edges.join(" "));
        let found = layout(&graph, &sizes, &Params::default());
        assert_eq!(faults(&graph, &sizes, &found), Vec::<String>::new(), "{n}");
        let off = |edge: &Edge| {
            let (EndAt::Node(a), EndAt::Node(b)) = (edge.from.at, edge.to.at) else {
                unreachable!()
            };
            let off = found.nodes[b.index()].center() - found.nodes[a.index()].center();
            if edge.from.side == Some(Side::Right) { off } else { DVec2::new(off.y, off.x) }
        };
        let n_ahead = graph.edges.iter().filter(|edge| off(edge).x > 0.0).count();
        let n_straight = graph.edges.iter().filter(|edge| off(edge).y == 0.0).count();
        assert!(n_ahead * 100 >= 95 * graph.edges.len(), "{n}: {n_ahead} sides are met");
        assert!(n_straight * 100 >= 40 * graph.edges.len(), "{n}: {n_straight} are straight");
    }
}

#[test]
fn an_empty_diagram_is_empty_with_any_effort() {
    for effort in [Effort::Draft, Effort::Normal, Effort::Best] {
        let params = Params { effort, ..Params::default() };
        let found = layout(&Graph::default(), &Sizes::default(), &params);
        assert_eq!(found, Layout::default(), "{effort:?}");
    }
}

#[test]
fn a_wide_group_makes_room_for_a_new_member() {
    let wide = |n: usize| {
        build(&Recipe {
            parents: vec![0],
            nodes: vec![(0, false); n],
            edges: (0..n - 1).map(|i| (i, i + 1, 1, 0)).collect(),
        })
    };
    let (graph, sizes) = wide(400);
    let old = layout(&graph, &sizes, &Params::default());
    let (graph, sizes) = wide(401);
    let params = Params { prior: Prior::from(&old), ..Params::default() };
    let new = layout(&graph, &sizes, &params);
    assert_eq!(faults(&graph, &sizes, &new), Vec::<String>::new());
    let moved = old.nodes.iter().zip(&new.nodes).filter(|(old, new)| old.min != new.min).count();
    assert!(moved < 200, "{moved} of 400 have moved");
}

fn side(letter: char) -> usize {
    "LRTB".find(letter).unwrap()
}

/// A flat diagram of `n` services with edges such as `0R-L1`.
fn flat(n: usize, edges: &str) -> (Graph, Sizes) {
    let edge = |text: &str| {
        let (from, to) = text.split_once('-').unwrap();
        let (a, s) = from.split_at(from.len() - 1);
        let (t, b) = to.split_at(1);
        (
            a.parse().unwrap(),
            b.parse().unwrap(),
            side(s.chars().next().unwrap()),
            side(t.chars().next().unwrap()),
        )
    };
    build(&Recipe {
        parents: Vec::new(),
        nodes: vec![(0, false); n],
        edges: edges.split_whitespace().map(edge).collect(),
    })
}

#[test]
fn sides_that_can_be_met_are_met_and_lines_are_straight() {
    for (n, edges) in [
        (2, "0R-L1"),
        (2, "0B-T1"),
        (2, "0L-R1"),
        (4, "0R-L1 1R-L2 2R-L3"),
        (4, "0R-L1 1B-T2 2L-R3 3T-B0"),
        (5, "0R-L1 0L-R2 0T-B3 0B-T4"),
    ] {
        let (graph, sizes) = flat(n, edges);
        let found = layout(&graph, &sizes, &Params::default());
        for edge in &graph.edges {
            let (EndAt::Node(a), EndAt::Node(b)) = (edge.from.at, edge.to.at) else {
                unreachable!()
            };
            let (a, b) = (found.nodes[a.index()], found.nodes[b.index()]);
            let off = b.center() - a.center();
            let (ahead, across, clear) = match edge.from.side.unwrap() {
                Side::Right => (off.x, off.y, a.size().x),
                Side::Left => (-off.x, off.y, a.size().x),
                Side::Bottom => (off.y, off.x, a.size().y),
                Side::Top => (-off.y, off.x, a.size().y),
            };
            assert!(ahead >= clear, "{edges}: {edge:?} is missed: {off}");
            assert!(across == 0.0, "{edges}: {edge:?} is not straight: {off}");
        }
    }
}

#[test]
fn asked_rows_and_columns_are_straight_and_in_order() {
    let (mut graph, sizes) = flat(6, "0B-T4");
    graph.aligns = vec![
        Align {
            axis: AlignAxis::Row,
            nodes: [2, 0, 1].map(NodeId).to_vec(),
            span: Span::default(),
        },
        Align {
            axis: AlignAxis::Column,
            nodes: [1, 3, 5].map(NodeId).to_vec(),
            span: Span::default(),
        },
    ];
    let found = layout(&graph, &sizes, &Params::default());
    let at = |i: usize| found.nodes[i].center();
    assert!(at(2).x < at(0).x && at(0).x < at(1).x, "{found:?}");
    assert!(at(2).y == at(0).y && at(0).y == at(1).y, "{found:?}");
    assert!(at(1).y < at(3).y && at(3).y < at(5).y, "{found:?}");
    assert!(at(1).x == at(3).x && at(3).x == at(5).x, "{found:?}");
}

#[test]
fn a_deep_nest_and_a_wide_group_are_placed() {
    let deep = Recipe {
        parents: (0..10_000).map(|i: usize| i.saturating_sub(1)).collect(),
        nodes: vec![(9_999, false); 2],
        edges: vec![(0, 1, 1, 0)],
    };
    let (graph, mut sizes) = build(&deep);
    sizes.group_titles = vec![DVec2::new(60.0, 28.0); 10_000];
    let found = layout(&graph, &sizes, &Params::default());
    assert!(found.groups[0].contains(&found.groups[9_999]), "{:?}", found.groups[0]);
    assert!(found.groups[9_999].contains(&found.nodes[1]), "{:?}", found.groups[9_999]);

    let wide = Recipe {
        parents: vec![0],
        nodes: vec![(0, false); 3000],
        edges: (0..2999).map(|i| (i, i + 1, 1, 0)).collect(),
    };
    let (graph, sizes) = build(&wide);
    let found = layout(&graph, &sizes, &Params::default());
    let mut sorted: Vec<&super::Rect> = found.nodes.iter().collect();
    sorted.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
    for (i, a) in sorted.iter().enumerate() {
        for b in sorted[i + 1..].iter().take_while(|b| b.min.x < a.max.x) {
            assert!(!a.overlaps(b), "{a:?} and {b:?} overlap");
        }
    }
}

#[test]
fn a_label_on_a_straight_edge_has_room() {
    let (graph, mut sizes) = flat(3, "0R-L1 0B-T2");
    sizes.edge_labels = vec![DVec2::new(130.0, 18.0); 2];
    let found = layout(&graph, &sizes, &Params::default());
    let across = found.nodes[1].min.x - found.nodes[0].max.x;
    assert!(across >= 130.0 + 40.0, "{across} px for the label between 0 and 1");
    let down = found.nodes[2].min.y - found.nodes[0].max.y;
    assert!(down >= 18.0 + 40.0, "{down} px for the label between 0 and 2");
}

#[test]
fn a_label_on_an_edge_without_sides_has_room() {
    let (mut graph, mut sizes) = flat(3, "0R-L1 1R-L2");
    for edge in &mut graph.edges {
        (edge.from.side, edge.to.side) = (None, None);
    }
    sizes.edge_labels = vec![DVec2::new(130.0, 18.0); 2];
    let found = layout(&graph, &sizes, &Params::default());
    for (a, b) in [(0, 1), (1, 2)] {
        let (a, b) = (found.nodes[a], found.nodes[b]);
        let gap = (b.min - a.max).max(a.min - b.max);
        assert!(gap.x >= 170.0 || gap.y >= 58.0, "{gap} px for the label between {a:?} and {b:?}");
    }
}
