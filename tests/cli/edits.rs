//! Drawings after an edit, and pins.

use serde_json::Value;

use super::{GOOD, Place};

/// A diagram of three in a group, and the same with one more.
const OLD: &str = "architecture-beta
    group g(cloud)[G]
    service a(server)[A] in g
    service b(server)[B] in g
    service c(server)[C]
    a:R --> L:b
    b:B --> T:c
";
const NEW: &str = "architecture-beta
    group g(cloud)[G]
    service new(server)[New] in g
    service b(server)[B] in g
    service a(server)[A] in g
    service c(server)[C]
    b:B --> T:c
    a:R --> L:b
    new:T --> B:a
";

fn drawn(place: &Place, line: &str) -> Value {
    let ended = place.run(line);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{line}");
    serde_json::from_slice(&ended.stdout).unwrap()
}

fn at<'v>(drawing: &'v Value, id: &str) -> [&'v Value; 2] {
    let nodes = drawing["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["id"] == id).unwrap();
    [&node["x"], &node["y"]]
}

#[test]
fn an_edited_diagram_is_laid_out_from_its_earlier_drawing() {
    let place = Place::new();
    place.write("old.mmd", OLD).write("new.mmd", NEW);
    place.write("old.json", place.run("layout old.mmd --json").stdout);
    let (old, new) =
        (drawn(&place, "layout old.mmd"), drawn(&place, "layout new.mmd --after old.json"));
    for id in ["a", "b"] {
        assert_eq!(at(&old, id), at(&new, id), "{id}");
    }
    // The group has grown downwards, where this stands.
    assert_eq!(at(&old, "c")[0], at(&new, "c")[0]);
    // Nothing edited, nothing moved: to the byte.
    let again = place.run("layout old.mmd --json --after old.json");
    assert_eq!(again.stdout, place.read("old.json"));
    // A picture is of the same layout.
    let ended = place.run("export new.mmd -o - --format svg --after old.json");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_ne!(ended.stdout, place.run("export old.mmd -o - --format svg").stdout);
}

#[test]
fn a_bad_earlier_drawing_is_refused_with_a_next_step() {
    let place = Place::new();
    place.write("a.mmd", GOOD).write("bad.json", "{\"nodes\": 3}").write("text.json", "hello");
    place.write(
        "far.json",
        r#"{"nodes": [{"id": "a", "x": 1e99, "y": 0, "w": 1, "h": 1}], "groups": [], "edges": []}"#,
    );
    for (file, code, needle) in [
        ("none.json", 4, "none.json: cannot be read"),
        ("bad.json", 2, "bad.json: this is not what `veduta layout --json` prints (invalid type"),
        ("text.json", 2, "make it anew"),
        ("a.mmd", 2, "a.mmd: this is not what `veduta layout --json` prints"),
        ("far.json", 2, "`a` has a box that no drawing has"),
    ] {
        for line in ["layout a.mmd", "export a.mmd -o a.png"] {
            let ended = place.run(&format!("{line} --after {file}"));
            assert_eq!(ended.code, code, "{line} {file}: {}", ended.stderr);
            assert!(ended.stderr.contains(needle), "{file}: {}", ended.stderr);
            assert!(ended.stdout.is_empty() && !place.path("a.png").exists(), "{file}");
        }
    }
}

#[test]
fn pins_beside_a_diagram_are_obeyed_by_every_command_that_draws() {
    let place = Place::new();
    place.write("old.mmd", OLD);
    let free = drawn(&place, "layout old.mmd");
    let picture = place.run("export old.mmd -o - --format svg").stdout;
    let figures = drawn(&place, "layout old.mmd --metrics --json");
    let bench = |place: &Place| {
        let suite = drawn(place, "bench old.mmd --repeat 1 --json");
        suite["records"][0]["metrics"]["width"].clone()
    };
    let width = bench(&place);
    place.write("old.veduta.toml", "# mine\n[pins]\nc = [700, 500]\na = [40, 60.4]\n");
    let pinned = drawn(&place, "layout old.mmd");
    assert_eq!(at(&pinned, "c"), [&Value::from(700.0), &Value::from(500.0)]);
    let group = &pinned["groups"][0];
    let expected = [group["x"].as_f64().unwrap() + 40.0, group["y"].as_f64().unwrap() + 60.0];
    assert_eq!(at(&pinned, "a"), [&Value::from(expected[0]), &Value::from(expected[1])]);
    assert_ne!(place.run("export old.mmd -o - --format svg").stdout, picture);
    assert_ne!(drawn(&place, "layout old.mmd --metrics --json"), figures);
    assert_ne!(bench(&place), width);
    // A text on standard input has nothing beside it.
    let ended = place.run_with_input("layout -", OLD.as_bytes());
    assert_eq!(serde_json::from_slice::<Value>(&ended.stdout).unwrap(), free);
    // An empty file pins nothing.
    place.write("old.veduta.toml", "");
    assert_eq!(drawn(&place, "layout old.mmd"), free);
}

#[test]
fn what_is_wrong_with_pins_is_told_with_file_and_line() {
    let place = Place::new();
    place.write("old.mmd", OLD);
    for (text, code, needle) in [
        (
            "[pins]\na = [1, 2]\nbb = [3, 4]\n",
            0,
            "warning: old.veduta.toml:3: there is no service, junction or group `bb`; did you mean `b`?",
        ),
        ("[pins]\nelsewhere = [3, 4]\n", 0, "`elsewhere`; take the line out"),
        ("[pins]\na = 3\n", 2, "error: old.veduta.toml:2: `a` needs a place: two numbers"),
        ("[pins\n", 2, "error: old.veduta.toml:1: this is not TOML"),
        ("\n[pin]\na = [1, 2]\n", 2, "old.veduta.toml:2: `pin` means nothing here"),
        ("a\0b", 1, "old.veduta.toml: this is binary data"),
    ] {
        place.write("old.veduta.toml", text);
        let ended = place.run("layout old.mmd");
        assert_eq!(ended.code, code, "{text}: {}", ended.stderr);
        assert!(ended.stderr.contains(needle), "{text}: {}", ended.stderr);
        assert_eq!(ended.stdout.is_empty(), code != 0, "{text}");
    }
}
