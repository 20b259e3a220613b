//! An edited diagram laid out from the drawing before keeps the reader's map of it: things move little, stay left of and
//! above what they were left of and above, and the guarantees hold all the same.

#![expect(clippy::unwrap_used, reason = "a test may fail, and says why it is skipped")]

use std::sync::Arc;

use glam::DVec2;
use veduta::diagram::{Diagram, Earlier, Options, Pins, Resources, Watch};
use veduta::generate::{self, Kind};
use veduta::graph::{Graph, Group, NodeKind};
use veduta::icons::Icons;
use veduta::layout::Rect;
use veduta::quality::Report;
use veduta::text::Fonts;

/// What somebody does to a text.
#[derive(Clone, Debug)]
enum Change<'c> {
    /// Writes a line at the end.
    Add(&'c str),
    /// Writes something else in the first place where something stands.
    Replace(&'c str, &'c str),
    /// Takes out every line that names this.
    Drop(&'c str),
    /// Gives something another id.
    Rename(&'c str, &'c str),
}

use Change::{Add, Drop, Rename, Replace};

impl Change<'_> {
    fn apply(&self, text: &str) -> String {
        match self {
            Add(line) => format!("{}\n    {line}\n", text.trim_end()),
            Replace(from, to) => {
                assert!(text.contains(from), "no {from} in the text");
                text.replacen(from, to, 1)
            }
            Drop(id) => {
                let names = |line: &&str| words(line).any(|word| word == *id);
                let kept: Vec<&str> = text.lines().filter(|line| !names(line)).collect();
                assert!(kept.len() < text.lines().count(), "no {id} in the text");
                kept.join("\n")
            }
            Rename(from, to) => {
                let word =
                    |part: &str| if part == *from { (*to).to_owned() } else { part.to_owned() };
                split(text).into_iter().map(word).collect()
            }
        }
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Words and what stands between them.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_other = |c: char| c.is_alphanumeric() != first.is_alphanumeric();
        let end = rest.find(is_other).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    parts
}

fn resources() -> Resources {
    Resources { fonts: Fonts::bundled(), icons: Icons::bundled() }
}

fn after(old: &Diagram, text: &str, resources: &mut Resources) -> Diagram {
    let options = Options { after: Some(Arc::new(Earlier::of(old))), ..Options::default() };
    Diagram::watched(text, resources, &options, &mut Watch::default())
}

/// How two drawings of about the same differ.
#[derive(Debug)]
struct Difference {
    /// Mean way of a service that is in both, px, once the drawings lie on each other as well as they can.
    mean: f64,
    /// Share of the pairs of services that had no part of their widths (heights) in common whose middles have kept their
    /// order from left to right (from top to bottom).
    kept: f64,
    /// Mean width of a service, px.
    width: f64,
}

fn difference(old: &Diagram, new: &Diagram) -> Difference {
    let pairs: Vec<(Rect, Rect)> = old
        .graph
        .nodes
        .iter()
        .zip(&old.layout.nodes)
        .filter(|(node, _)| node.kind == NodeKind::Service)
        .filter_map(|(node, rect)| {
            let same = new.graph.nodes.iter().position(|other| other.id == node.id)?;
            Some((*rect, new.layout.nodes[same]))
        })
        .collect();
    let n = pairs.len() as f64;
    let moves: Vec<DVec2> = pairs.iter().map(|(old, new)| new.center() - old.center()).collect();
    let common = DVec2::new(median(moves.iter().map(|m| m.x)), median(moves.iter().map(|m| m.y)));
    Difference {
        mean: moves.iter().map(|m| (*m - common).length()).sum::<f64>() / n,
        kept: kept(&pairs),
        width: pairs.iter().map(|(old, _)| old.size().x).sum::<f64>() / n,
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn kept(pairs: &[(Rect, Rect)]) -> f64 {
    let (mut n, mut n_kept) = (0, 0);
    for (old_a, new_a) in pairs {
        for (old_b, new_b) in pairs {
            for axis in 0..2 {
                if old_a.max[axis] <= old_b.min[axis] {
                    n += 1;
                    n_kept += usize::from(new_a.center()[axis] < new_b.center()[axis]);
                }
            }
        }
    }
    n_kept as f64 / f64::from(n)
}

/// Whether a group that is in both lies in another one.
fn moves_groups(old: &Graph, new: &Graph) -> bool {
    let parent =
        |graph: &Graph, group: &Group| group.parent.map(|p| graph.groups[p.index()].id.clone());
    old.groups.iter().any(|group| {
        let same = new.groups.iter().find(|other| other.id == group.id);
        same.is_some_and(|same| parent(old, group) != parent(new, same))
    })
}

/// What may never be, whatever the text.
fn faults(report: &Report) -> usize {
    report.service_overlaps
        + report.service_overlaps_with_labels
        + report.junction_in_service
        + report.services_outside_group
        + report.nodes_in_foreign_group
        + report.group_overlaps
        + report.subgroup_outside_parent
        + report.edges_through_services
        + report.edges_through_foreign_groups
}

/// Checks that `changes` to the text of `old` leave its map as it was.
fn check(old: &Diagram, text: &str, changes: &[Change<'_>], resources: &mut Resources) {
    let text = changes.iter().fold(text.to_owned(), |text, change| change.apply(&text));
    let new = after(old, &text, resources);
    let found = difference(old, &new);
    // A whole group that moves into another has to have its room there.
    let most = if moves_groups(&old.graph, &new.graph) { 3.0 } else { 1.0 } * found.width;
    assert!(found.mean < most, "{changes:?}: {found:?}");
    assert!(found.kept >= 0.95, "{changes:?}: {found:?}");
    assert_eq!(faults(&new.report()), 0, "{changes:?}");
    // What is drawn once more stays to the bit.
    assert_eq!(after(&new, &text, resources).layout, new.layout, "{changes:?}, again");
}

#[test]
fn edits_of_the_reference_diagram_keep_its_map() {
    let resources = &mut resources();
    let text = include_str!("../scenes/multi-cloud.mmd");
    let old = Diagram::new(text, resources);
    for changes in [
        vec![],
        // A service added, in groups small and large, where there is room and where there is none.
        vec![Add("service new(server)[Fraud Check] in k8s"), Add("payment:R --> L:new")],
        vec![Add("service new(server)[Fraud Check] in k8s"), Add("k8sHub:R --> L:new")],
        vec![Add("service new(server)[Rate Limit] in edge"), Add("waf:B --> T:new")],
        vec![Add("service new(server)[MySQL] in sql"), Add("orders:B --> T:new")],
        vec![Add("service new(server)[Valkey] in cache"), Add("postgres:R --> L:new")],
        vec![Add("service new(server)[Neo4j] in nosql"), Add("kafka:R --> L:new")],
        vec![Add("service new(server)[Alone] in obs")],
        vec![Add("service new(server)[User]"), Add("new:R --> L:cdn")],
        vec![Add("service new(server)[Alone]")],
        vec![
            Add("service new(server)[Thumbnails] in lambda"),
            Add("nats:B --> T:new"),
            Add("new:B --> T:s3"),
        ],
        // Removed.
        vec![Drop("redis")],
        vec![Drop("kong")],
        vec![Drop("k8sHub")],
        // Another title, wider or of more lines.
        vec![Replace("[WAF]", "[Web Firewall]")],
        vec![Replace("[Loki]", "[Loki Log Store With A Long Name]")],
        vec![Replace("[Security]", "[Security And Compliance And Audit And More Of The Like]")],
        // Elsewhere.
        vec![Replace("[Cert Manager] in security", "[Cert Manager] in gateway")],
        vec![Replace("[Jaeger] in obs", "[Jaeger] in mesh")],
        vec![Replace("(database)[Data Persistence]", "(database)[Data Persistence] in compute")],
        // Groups.
        vec![
            Add("group ml(server)[ML]"),
            Add("service train(server)[Train] in ml"),
            Add("service serve(server)[Serve] in ml"),
            Add("train:R --> L:serve"),
            Add("catalog:B --> T:serve"),
        ],
        vec![
            Add("group agents(server)[Agents] in obs"),
            Replace("[Loki] in obs", "[Loki] in agents"),
            Replace("[Tempo] in obs", "[Tempo] in agents"),
        ],
        vec![Rename("security", "safety")],
        // Edges.
        vec![Add("redis:R --> L:elastic")],
        vec![Add("scanner:B --> T:vault")],
        vec![Drop("k8sHub"), Add("gatewayHub:R --> L:auth")],
        vec![Replace("obsHub:B --> T:tempo", "obsHub:T --> B:tempo")],
        // Another id: one less and one more.
        vec![Rename("vault", "safe")],
        vec![Rename("k8sHub", "hub")],
        // Several at once.
        vec![
            Add("service new(server)[New] in k8s"),
            Add("service newer(server)[Newer] in async"),
            Add("new:R --> L:newer"),
            Drop("redis"),
            Replace("[Kafka]", "[Apache Kafka]"),
        ],
    ] {
        check(&old, text, &changes, resources);
    }
}

#[test]
fn edits_of_made_up_diagrams_keep_their_maps() {
    let resources = &mut resources();
    for kind in Kind::ALL {
        for n_services in [60, 400] {
            let text = generate::text(kind, n_services, 1);
            let old = Diagram::new(&text, resources);
            for n in [3, n_services / 2] {
                let names = Names::new(&old, n);
                for changes in names.changes() {
                    check(&old, &text, &changes, resources);
                }
            }
        }
    }
}

/// What is somewhere in a diagram, in the words of its text.
struct Names {
    one: String,
    home: String,
    /// The end of the statement of `one`, and the same with another title or group.
    end: String,
    retitled: String,
    moved: String,
    add: String,
    edges: [String; 3],
}

impl Names {
    /// Names round the `n`th service.
    fn new(diagram: &Diagram, n: usize) -> Self {
        let nodes = &diagram.graph.nodes;
        let services: Vec<_> = nodes.iter().filter(|n| n.kind == NodeKind::Service).collect();
        let (one, two) = (services[n], services[n + 5]);
        let home = |node: &veduta::graph::Node| {
            diagram.graph.groups[node.group.unwrap().index()].id.clone()
        };
        let title = one.title.as_deref().unwrap();
        let (a, b) = (&one.id, &two.id);
        Self {
            one: a.clone(),
            home: home(one),
            end: format!("[{title}] in {}", home(one)),
            retitled: format!("[{title} too] in {}", home(one)),
            moved: format!("[{title}] in {}", home(two)),
            add: format!("service new(server)[New] in {}", home(one)),
            edges: [
                format!("{a}:R --> L:new"),
                format!("new:B --> T:{b}"),
                format!("{a}:T --> B:{b}"),
            ],
        }
    }

    fn changes(&self) -> Vec<Vec<Change<'_>>> {
        let [to_new, from_new, between] = &self.edges;
        vec![
            vec![],
            vec![Add(&self.add)],
            vec![Add(&self.add), Add(to_new), Add(from_new)],
            vec![Drop(&self.one)],
            vec![Replace(&self.end, &self.retitled)],
            vec![Replace(&self.end, &self.moved)],
            vec![Add(between)],
            vec![Rename(&self.one, "other")],
            vec![Rename(&self.home, "other")],
        ]
    }
}

/// A diagram that one of the pins below is for.
const PINNED: &str = "architecture-beta
    group g(server)[G]
    service a(server)[A] in g
    service b(server)[B] in g
    service c(server)[C] in g
    service d(server)[D]
    a:R --> L:b
    b:R --> L:c
    c:B --> T:d
";

#[test]
fn pins_hold_as_closely_as_the_guarantees_let_them() {
    let resources = &mut resources();
    let plain = Diagram::new(PINNED, resources);
    // `None` where something stands in the way, so that only the guarantees are looked at.
    for (pins, places) in [
        ("a = [24, 400]", vec![("a", Some([24.0, 400.0]))]),
        ("b = [500, 52]", vec![("b", Some([500.0, 52.0]))]),
        (
            "a = [600, 300]\nc = [100, 90]",
            vec![("a", Some([600.0, 300.0])), ("c", Some([100.0, 90.0]))],
        ),
        ("d = [900, 10]", vec![("d", Some([900.0, 10.0]))]),
        ("g = [300, 200]\nd = [0, 0]", vec![("d", Some([0.0, 0.0]))]),
        // Above the content of its group: as near as can be.
        ("a = [100, 0]", vec![("a", Some([100.0, 52.0]))]),
        ("a = [0, 0]", vec![("a", Some([24.0, 52.0]))]),
        ("a = [100, 100]\nb = [100, 100]\nc = [110, 110]", vec![("a", None)]),
    ] {
        let options = Options {
            pins: Pins::from_toml(&format!("[pins]\n{pins}")).unwrap(),
            ..Options::default()
        };
        let draw = |options: &Options, resources: &mut Resources| {
            Diagram::watched(PINNED, resources, options, &mut Watch::default())
        };
        let new = draw(&options, resources);
        for (id, place) in places {
            if let Some(place) = place {
                assert_eq!(corner(&new, id), DVec2::from(place), "{pins}: {id}");
            }
        }
        assert_eq!(faults(&new.report()), 0, "{pins}");
        // The same from an earlier drawing, whether the pins were obeyed there or not.
        for old in [&plain, &new] {
            let options = Options { after: Some(Arc::new(Earlier::of(old))), ..options.clone() };
            let again = draw(&options, resources);
            assert_eq!(faults(&again.report()), 0, "{pins}, again");
        }
    }
}

#[test]
fn whose_first_edge_is_drawn_goes_where_that_wants_it() {
    let resources = &mut resources();
    let text = Add("service e(server)[E] in g").apply(PINNED);
    let old = Diagram::new(&text, resources);
    let middle = |diagram: &Diagram, id: &str| {
        let node = diagram.graph.nodes.iter().position(|node| node.id == id).unwrap();
        diagram.layout.nodes[node].center()
    };
    for (edge, axis, first, second) in
        [("a:T --> B:e", 1, "e", "a"), ("e:R --> L:a", 0, "e", "a"), ("c:R --> L:e", 0, "c", "e")]
    {
        let new = after(&old, &Add(edge).apply(&text), resources);
        let (first, second) = (middle(&new, first), middle(&new, second));
        assert!(first[axis] < second[axis], "{edge}: {first}, {second}");
        let others = ["a", "b", "c"].map(|id| middle(&new, id) - middle(&new, "a"));
        let before = ["a", "b", "c"].map(|id| middle(&old, id) - middle(&old, "a"));
        assert_eq!(others, before, "{edge}");
    }
    // Unless the other end is new, which then goes to it.
    let new = Replace("service a(", "service new(server)[New] in g\n    service a(").apply(&text);
    let new = after(&old, &Add("new:R --> L:e").apply(&new), resources);
    assert!(middle(&new, "new").x < middle(&new, "e").x);
    assert!(difference(&old, &new).kept == 1.0);
}

#[test]
fn a_pinned_group_takes_its_content_along() {
    let resources = &mut resources();
    let old = Diagram::new(PINNED, resources);
    // Below and right of `d`, whose edge asks for the opposite.
    let options = Options {
        after: Some(Arc::new(Earlier::of(&old))),
        pins: Pins::from_toml("[pins]\ng = [300, 400]\nd = [0, 0]").unwrap(),
        ..Options::default()
    };
    let new = Diagram::watched(PINNED, resources, &options, &mut Watch::default());
    assert_eq!(new.layout.groups[0].min, DVec2::new(300.0, 400.0));
    assert_eq!(new.layout.groups[0].size(), old.layout.groups[0].size());
    for id in ["a", "b", "c"] {
        assert_eq!(corner(&new, id), corner(&old, id), "{id}");
    }
}

/// The corner of a node in the group that holds it.
fn corner(diagram: &Diagram, id: &str) -> DVec2 {
    let Diagram { graph, layout, .. } = diagram;
    let node = graph.nodes.iter().position(|node| node.id == id).unwrap();
    let within = graph.nodes[node].group.map_or(DVec2::ZERO, |g| layout.groups[g.index()].min);
    layout.nodes[node].min - within
}

#[test]
fn nonsense_before_an_edit_does_no_harm() {
    let resources = &mut resources();
    let old = Diagram::new(PINNED, resources);
    let good = old.to_json();
    let check = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json = good.clone();
        change(&mut json);
        let earlier = Earlier::from_json(&json.to_string()).unwrap();
        let options = Options { after: Some(Arc::new(earlier)), ..Options::default() };
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let new = Diagram::watched(PINNED, &mut resources, &options, &mut Watch::default());
        assert_eq!(faults(&new.report()), 0, "{json}");
    };
    check(&|_| ());
    // Everything in one place, of no size, far away, of broken px, in groups that are not there or hold themselves.
    check(&|json| each(json, &|item| item["x"] = 0.into()));
    check(&|json| each(json, &|item| (item["x"], item["y"]) = (0.into(), 0.into())));
    check(&|json| each(json, &|item| (item["w"], item["h"]) = (0.into(), 0.into())));
    check(&|json| each(json, &|item| item["x"] = (-9e6).into()));
    check(&|json| json["nodes"][0]["y"] = 9e6.into());
    check(&|json| json["nodes"][1]["x"] = 33.3333.into());
    check(&|json| json["nodes"][0]["group"] = "nobody".into());
    check(&|json| json["groups"][0]["parent"] = "g".into());
    check(&|json| json["edges"] = serde_json::json!([]));
    check(&|json| json["groups"] = serde_json::json!([]));
    check(&|json| json["nodes"] = serde_json::json!([]));
    for bad in ["", "{}", "[]", "{\"nodes\": 3}", "not JSON"] {
        assert!(Earlier::from_json(bad).is_err(), "{bad}");
    }
    let mut endless = good.clone();
    endless["nodes"][0]["x"] = 1e300.into();
    let error = Earlier::from_json(&endless.to_string()).unwrap_err();
    assert!(error.to_string().contains("`a` has a box"), "{error}");
}

fn each(json: &mut serde_json::Value, change: &dyn Fn(&mut serde_json::Value)) {
    for kind in ["nodes", "groups"] {
        json[kind].as_array_mut().unwrap().iter_mut().for_each(change);
    }
}
