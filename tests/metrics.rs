//! What is laid out, measured by a program that is not ours: `../shared/quality/metrics.py`, on the JSON that
//! `veduta layout` prints. Skipped, and said so, where that script or Python is missing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail, and says why it is skipped"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rayon::prelude::*;
use serde_json::Value;
use veduta::diagram::{Diagram, Resources};
use veduta::icons::Icons;
use veduta::syntax::Severity;
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
    "diagonal_segments",
];

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
    assert!(number("edges_both_sides_ok") >= 0.95, "{}", number("edges_both_sides_ok"));
    assert!(number("edge_crossings") <= 40.0, "{}", number("edge_crossings"));
}

/// Every diagram of the corpus that is read without an error.
#[test]
fn no_diagram_breaks_a_law() {
    let Some(script) = script() else { return };
    let files = corpus();
    let folder = tempfile::tempdir().unwrap();
    let drawn: Vec<PathBuf> = files
        .par_iter()
        .enumerate()
        .map_init(resources, |resources, (number, path)| {
            let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
            let diagram = Diagram::new(&text, resources);
            let is_right = diagram.diagnostics.iter().all(|d| d.severity != Severity::Error);
            let name = path.file_stem().unwrap().to_string_lossy();
            let file = folder.path().join(format!("{number}-{name}.json"));
            let is_drawn = is_right && !diagram.graph.nodes.is_empty();
            is_drawn.then(|| {
                fs::write(&file, diagram.to_json().to_string()).unwrap();
                file
            })
        })
        .flatten()
        .collect();
    assert!(drawn.len() * 10 > files.len() * 9, "only {} of {}", drawn.len(), files.len());
    let measured: BTreeMap<String, Value> =
        serde_json::from_value(measure(&script, &drawn)).unwrap();
    let mut broken = String::new();
    for (file, numbers) in &measured {
        // A text without expectations has none that could be missed.
        for name in NEVER.iter().filter(|name| numbers[**name].as_f64().is_some_and(|n| n > 0.0)) {
            let name_of_file = Path::new(file).file_name().unwrap().to_string_lossy();
            broken += &format!("{name_of_file}: {name} is {}\n", numbers[*name]);
        }
    }
    eprintln!("measured {} of {} diagrams", measured.len(), files.len());
    assert!(broken.is_empty(), "{broken}");
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
