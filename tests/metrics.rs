//! What is laid out, measured by programs that are not ours: `metrics.py` and `placement.py` of `../shared/quality`; and
//! our own figures, compared with theirs. Skipped, and said so, where the scripts, Python or numpy are missing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail, and says why it is skipped"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use glam::DVec2;
use rayon::prelude::*;
use serde_json::{Value, json};
use veduta::diagram::{Diagram, Resources};
use veduta::generate::{self, Kind};
use veduta::graph::{self, End, EndAt, Graph, GroupId, NodeKind};
use veduta::icons::Icons;
use veduta::layout::{Layout, Rect};
use veduta::quality::{self, Report, Texts};
use veduta::route::{Route, Routes};
use veduta::syntax::{self, Severity};
use veduta::text::Fonts;

/// What may never be, whatever the text.
const NEVER: &[&str] = &[
    "missing_nodes",
    "missing_groups",
    "missing_edges",
    "service_overlaps",
    "service_overlaps_with_labels",
    "junction_in_service",
    "services_outside_group",
    "nodes_in_foreign_group",
    "group_overlaps",
    "subgroup_outside_parent",
    "empty_or_missing_group_boxes",
    "edges_through_services",
    "edges_through_own_node",
    "edges_through_foreign_groups",
    "edges_through_labels",
    "edges_without_points",
    "edge_label_overlaps",
    "label_label_overlaps",
    "label_service_overlaps",
    "junction_overlaps",
    "diagonal_segments",
];

/// Marks the files of diagrams whose text has mistakes.
const WRONG: &str = "wrong";

#[test]
fn the_reference_diagram_is_drawn_well() {
    let Some(script) = script() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let layout = Command::new(env!("CARGO_BIN_EXE_veduta"))
        .args(["layout", "scenes/multi-cloud.mmd", "--json"])
        .env("XDG_DATA_HOME", root.join("target/no-data"))
        .current_dir(root)
        .output()
        .unwrap();
    assert!(layout.status.success(), "{}", String::from_utf8_lossy(&layout.stderr));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("multi-cloud.json");
    fs::write(&file, layout.stdout).unwrap();
    let measured = measure(&script, &[file]);
    let number = |name: &str| measured[name].as_f64().unwrap_or_else(|| panic!("no {name}"));
    for name in NEVER.iter().chain(&["missing_icons", "diagonal_length_fraction"]) {
        assert!(number(name) == 0.0, "{name} is {}", number(name));
    }
    assert!(number("edges_both_sides_ok") == 1.0, "{}", number("edges_both_sides_ok"));
    assert!(number("edge_crossings") <= 24.0, "{}", number("edge_crossings"));
    assert!(number("straight_ok") >= 0.4, "{}", number("straight_ok"));
    assert!(number("area") <= 4_500_000.0, "{}", number("area"));
}

/// Every diagram of the corpus of which anything is drawn.
#[test]
fn no_diagram_breaks_a_law() {
    let Some(script) = script() else { return };
    let files = corpus();
    let folder = tempfile::tempdir().unwrap();
    let drawn: Vec<(PathBuf, Report)> = files
        .par_iter()
        .enumerate()
        .map_init(resources, |resources, (number, path)| {
            let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
            let diagram = Diagram::new(&text, resources);
            let name = path.file_stem().unwrap().to_string_lossy();
            // What the text names and a mistake in it leaves out is not to be missed.
            let is_right = diagram.diagnostics.iter().all(|d| d.severity != Severity::Error);
            let kind = if is_right { "right" } else { WRONG };
            let file = folder.path().join(format!("{number}-{name}-{kind}.json"));
            let is_drawn = !diagram.graph.nodes.is_empty();
            is_drawn.then(|| {
                fs::write(&file, diagram.to_json().to_string()).unwrap();
                (file, diagram.report())
            })
        })
        .flatten()
        .collect();
    assert!(drawn.len() * 10 > files.len() * 9, "only {} of {}", drawn.len(), files.len());
    let paths: Vec<PathBuf> = drawn.iter().map(|(path, _)| path.clone()).collect();
    let measured: BTreeMap<String, Value> =
        serde_json::from_value(measure(&script, &paths)).unwrap();
    for (path, report) in &drawn {
        let file = path.to_string_lossy();
        assert_same(&measured[file.as_ref()], &serde_json::to_value(report).unwrap(), &file);
    }
    let mut broken = String::new();
    for (file, numbers) in &measured {
        // A text without expectations has none that could be missed.
        let is_wrong = file.contains(WRONG);
        let laws = NEVER.iter().filter(|name| !(is_wrong && name.starts_with("missing")));
        for name in laws.filter(|name| numbers[**name].as_f64().is_some_and(|n| n > 0.0)) {
            let name_of_file = Path::new(file).file_name().unwrap().to_string_lossy();
            broken += &format!("{name_of_file}: {name} is {}\n", numbers[*name]);
        }
    }
    eprintln!("measured {} of {} diagrams", measured.len(), files.len());
    assert!(broken.is_empty(), "{broken}");
}

/// Drawings with every fault there is, small ones by both scripts and large ones by the script that samples them.
#[test]
fn every_figure_is_the_one_that_the_scripts_find() {
    let Some(script) = script() else { return };
    let folder = tempfile::tempdir().unwrap();
    let check_placement = |name: &str, json: &Value, report: &Report| {
        let file = folder.path().join(name);
        fs::write(&file, json.to_string()).unwrap();
        if let Some(found) = placement(&script, &file) {
            assert_same(&found, &serde_json::to_value(&report.placement).unwrap(), name);
        }
        file
    };
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenes/multi-cloud.mmd"));
    for (name, text) in [
        ("multi-cloud", text.unwrap()),
        ("clustered-100", generate::text(Kind::Clustered, 100, 1)),
        ("tidy-100", generate::text(Kind::Tidy, 100, 1)),
    ] {
        let diagram = Diagram::new(&text, &mut resources());
        check_placement(name, &diagram.to_json(), &diagram.report());
    }
    for (n_services, spread) in [(20, 900.0), (300, 3000.0), (13_000, 30_000.0)] {
        let name = format!("mess-{n_services}");
        let mess = Mess::new(n_services, spread);
        let report = mess.report();
        let file = check_placement(&name, &mess.json(), &report);
        if n_services < 1000 {
            let found = measure(&script, &[file]);
            assert_same(&found, &serde_json::to_value(&report).unwrap(), &name);
        }
    }
}

#[test]
fn generated_texts_are_those_of_the_scripts() {
    let Some(script) = script() else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, args: &[&str]| {
        let output = Command::new("python3").arg(script.with_file_name(name)).args(args).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let graph = folder.path().join("graph.json").to_string_lossy().into_owned();
    for (n_services, seed) in [(5, 1), (30, 1), (300, 1), (1000, 1), (1000, 7), (10_000, 1)] {
        let (n, seed_text) = (n_services.to_string(), seed.to_string());
        let tidy = run("generate.py", &[&n, "--seed", &seed_text]);
        assert!(tidy == generate::text(Kind::Tidy, n_services, seed), "tidy:{n}:{seed}");
        run("generate_graph.py", &[&n, &graph, &seed_text]);
        let clustered = run("graph_to_mmd.py", &[&graph]);
        let ours = generate::text(Kind::Clustered, n_services, seed);
        assert!(clustered == ours, "clustered:{n}:{seed}");
    }
}

/// Boxes and lines thrown about.
struct Mess {
    graph: Graph,
    layout: Layout,
    routes: Routes,
    texts: Texts,
}

impl Mess {
    /// The names and edges of a generated diagram, over a square with sides of `spread` px.
    fn new(n_services: usize, spread: f64) -> Self {
        let (document, _) = syntax::parse(&generate::text(Kind::Clustered, n_services, 1));
        let (graph, _) = graph::resolve(&document);
        let mut state = 1_u64;
        let mut any = |least: f64, most: f64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // Whole and half px, so that there are touching borders and lines on top of each other.
            let share = (state >> 40) as f64 / 16_777_216.0;
            ((least + (most - least) * share) / 2.5).round() * 2.5
        };
        let mut area = |largest: f64| {
            let corner = DVec2::new(any(0.0, spread), any(0.0, spread));
            Rect::from_min_size(corner, DVec2::new(any(5.0, largest), any(5.0, largest)))
        };
        let layout = Layout {
            nodes: graph.nodes.iter().map(|_| area(160.0)).collect(),
            groups: graph.groups.iter().map(|_| area(spread / 4.0)).collect(),
            bounds: Rect::default(),
        };
        let texts = Texts {
            nodes: graph
                .nodes
                .iter()
                .enumerate()
                .map(|(i, _)| (i % 3 > 0).then(|| area(60.0)))
                .collect(),
            groups: graph.groups.iter().map(|_| Some(area(60.0))).collect(),
            declared: [n_services, 0, 0, 0],
            missing_icons: 0,
        };
        let routes = graph.edges.iter().enumerate().map(|(number, edge)| {
            let label = (number % 5 == 0).then(|| area(60.0));
            let bend = area(9.0).min;
            let middle = |end: &End| match end.at {
                EndAt::Node(node) => layout.nodes[node.index()].center(),
                EndAt::Group(group) => layout.groups[group.index()].center(),
            };
            let (from, to) = (middle(&edge.from), middle(&edge.to));
            let points = match number % 4 {
                0 => vec![from, DVec2::new(from.x, to.y), to],
                1 => vec![from, to],
                2 => {
                    vec![from, DVec2::new(from.x, bend.y), bend, bend, DVec2::new(bend.x, to.y), to]
                }
                _ => vec![from, DVec2::new(to.x, from.y), to],
            };
            Route { points, label }
        });
        let routes = Routes { edges: routes.collect() };
        Self { graph, layout, routes, texts }
    }

    fn report(&self) -> Report {
        quality::report(&self.graph, &self.layout, &self.routes, &self.texts)
    }

    /// As both scripts read it, drawing and graph in one.
    fn json(&self) -> Value {
        let area = |area: &Rect| {
            let size = area.size();
            json!({"x": area.min.x, "y": area.min.y, "w": size.x, "h": size.y})
        };
        let group_id = |group: GroupId| &self.graph.groups[group.index()].id;
        let with = |mut object: Value, more: Value| {
            object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            object
        };
        let label = |text: &Option<Rect>| text.as_ref().map_or(Value::Null, area);
        let nodes = self.graph.nodes.iter().enumerate().map(|(i, node)| {
            let kind = if node.kind == NodeKind::Service { "service" } else { "junction" };
            let more = json!({"id": node.id, "group": node.group.map(group_id), "type": kind, "label": label(&self.texts.nodes[i])});
            with(area(&self.layout.nodes[i]), more)
        });
        let groups = self.graph.groups.iter().enumerate().map(|(i, group)| {
            let more = json!({"id": group.id, "parent": group.parent.map(group_id), "label": label(&self.texts.groups[i])});
            with(area(&self.layout.groups[i]), more)
        });
        let edges = self.graph.edges.iter().zip(&self.routes.edges).map(|(edge, route)| {
            let name = |end: &End| match end.at {
                EndAt::Node(node) => &self.graph.nodes[node.index()].id,
                EndAt::Group(group) => group_id(group),
            };
            let points: Vec<[f64; 2]> = route.points.iter().map(|p| [p.x, p.y]).collect();
            let side = |end: &End| end.side.map(|side| format!("{side:?}")[..1].to_owned());
            json!({
                "from": name(&edge.from), "to": name(&edge.to), "points": points,
                "fromSide": side(&edge.from), "toSide": side(&edge.to), "label": label(&route.label),
            })
        });
        let [services, junctions, groups_declared, edges_declared] = self.texts.declared;
        json!({
            "nodes": nodes.collect::<Vec<_>>(), "groups": groups.collect::<Vec<_>>(), "edges": edges.collect::<Vec<_>>(),
            "expected": {"services": services, "junctions": junctions, "groups": groups_declared, "edges": edges_declared},
        })
    }
}

/// Every figure of `expected` is in `found`, and the same up to the rounding of what the script prints.
fn assert_same(expected: &Value, found: &Value, name: &str) {
    /// Told by the one script about its input and its caller.
    const ABOUT: &[&str] = &["nodes", "ms", "cpu_ms", "bad", "derivedGroups"];
    let is_placement = expected.get("node_ov").is_some();
    let mut n_figures = 0;
    for (key, value) in expected.as_object().unwrap() {
        let is_about = ABOUT.contains(&key.as_str()) || ["groups", "edges"].contains(&key.as_str());
        if is_placement && is_about {
            continue;
        }
        let ours = found.get(key).unwrap_or_else(|| panic!("{name}: there is no {key}"));
        let tolerance = match key.as_str() {
            "len_mean" | "bends" | "drawn_len" if is_placement => 0.0051,
            "stress" | "area_eff" => 0.000_051,
            _ if is_placement => 0.000_51,
            _ => 0.000_051,
        };
        let is_same = match (value.as_f64(), ours.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= tolerance + a.abs() * 1e-9,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(is_same, "{name}: {key} is {ours}, the script says {value}");
        n_figures += 1;
    }
    assert!(n_figures > 20, "{name}: the script says little");
}

/// What the script for placements prints; `None`, and said so, where it does not run.
fn placement(script: &Path, file: &Path) -> Option<Value> {
    let script = script.with_file_name("placement.py");
    let output = Command::new("python3").arg(script).args([file, file]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("No module named 'numpy'") {
        eprintln!("SKIPPED: Python has no numpy, so placements were NOT measured");
        return None;
    }
    assert!(output.status.success(), "{said}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn resources() -> Resources {
    Resources { fonts: Fonts::bundled(), icons: Icons::bundled() }
}

/// The diagrams of `../shared/corpus`, sorted.
fn corpus() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut files: Vec<PathBuf> = ["architecture", "issues"]
        .iter()
        .flat_map(|name| fs::read_dir(corpus.join(name)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "mmd"))
        .collect();
    files.sort();
    files
}

/// What the script prints for these files: one object, or one for each of several files.
fn measure(script: &Path, files: &[PathBuf]) -> Value {
    let output = Command::new("python3").arg(script).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The script, if it and Python are there.
fn script() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/quality/metrics.py");
    let python = Command::new("python3").arg("--version").stdout(Stdio::null()).status();
    let missing = match (script.is_file(), python.is_ok_and(|status| status.success())) {
        (false, _) => script.display().to_string(),
        (true, false) => "python3".to_owned(),
        (true, true) => return Some(script),
    };
    eprintln!("SKIPPED: there is no {missing}, so layouts were NOT measured");
    None
}
