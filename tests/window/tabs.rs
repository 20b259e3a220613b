//! Several files in one window, and the clipboard.

use serde_json::json;

use super::{Display, SCENE, Value};

fn is_shown(name: &'static str) -> impl Fn(&Value) -> bool {
    move |s| s["file"] == name && s["content"] == "diagram" && s["moving"] == false
}

#[test]
fn files_are_tabs_that_keep_their_state() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let one = write("one.mmd", "architecture-beta\n  service a(server)[A]\n");
    let fence = "```mermaid\narchitecture-beta\nservice b(server)[B]\n```\n";
    let two = write("two.md", &format!("# First\n{fence}# Second\n{fence}"));
    let window = display.open(&[&one, &two, "--painter", "cpu"]);
    window.point(3, 300);
    let first = window.wait_for("one.mmd", is_shown("one.mmd"));
    assert_eq!(first["tabs"], 3);
    window.key("Tab");
    window.wait_for("a", |s| s["selection"] == json!(["a"]));

    window.key("ctrl+Tab");
    let second = window.wait_for("First", is_shown("First"));
    assert_eq!(second["selection"], json!([]));
    window.key("ctrl+Tab");
    window.wait_for("Second", is_shown("Second"));
    assert!(window.title().starts_with("Second"), "{}", window.title());
    window.key("ctrl+Tab");
    let again = window.wait_for("one.mmd", is_shown("one.mmd"));
    assert_eq!(again["selection"], json!(["a"]), "its own selection");

    // A tab that is not shown is watched too.
    window.key("ctrl+shift+Tab");
    window.wait_for("Second", is_shown("Second"));
    write("one.mmd", "architecture-beta\n  service changed(server)[A]\n");
    std::thread::sleep(std::time::Duration::from_millis(500));
    window.xdotool(&["mousemove", "40", "10", "click", "1"]);
    window.wait_for("one.mmd", is_shown("one.mmd"));
    window.point(3, 300);
    window.key("Tab");
    window.wait_for("what is new", |s| s["selection"] == json!(["changed"]));

    window.key("ctrl+w");
    window.wait_for("First", |s| s["file"] == "First" && s["tabs"] == 2);
    window.key("ctrl+w");
    window.wait_for("Second", |s| s["file"] == "Second" && s["tabs"] == 1);
    window.key("ctrl+w");
    window.wait_for("nothing", |s| s["content"] == "empty" && s["tabs"] == 1);
}

#[test]
fn what_is_copied_is_pasted() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    window.rest();
    window.key("ctrl+c");
    window.wait_to_say("copied a picture of 2560 × 1440 px");
    window.key("ctrl+v");
    window.wait_to_say("there is no text on the clipboard");
    window.key("ctrl+shift+c");
    window.wait_to_say("copied as SVG");
    window.key("ctrl+v");
    window.wait_to_say("neither an architecture diagram nor the path");

    // What another window has copied.
    let script = "select kong; copy id";
    let other = display.open(&["--do", script, SCENE, "--painter", "cpu"]);
    other.wait_to_say("copied kong");
    window.xdotool(&["windowfocus", "--sync", &window.id]);
    window.key("slash");
    window.wait_for("the panel", |s| s["search"] == "");
    window.key("ctrl+v");
    window.wait_for("what was copied", |s| s["search"] == "kong");
}

#[test]
fn without_a_portal_the_dialog_says_so() {
    let Some(display) = Display::start() else { return };
    let bus = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/none")];
    let window = display.open_with(&[SCENE, "--painter", "cpu"], &bus);
    window.rest();
    window.key("ctrl+o");
    window.wait_to_say("no file dialog");
}

#[test]
fn a_file_is_opened_where_one_was_and_settings_hold() {
    let Some(display) = Display::start() else { return };
    let mut window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 300);
    let fitted = window.rest();
    window.key("plus");
    let near = window.rest_after(&fitted);
    window.key("ctrl+q");
    assert!(window.ended().success());
    drop(window);
    let state = display.runtime.path().join("veduta/state.json");
    assert!(std::fs::read_to_string(state).unwrap().contains("multi-cloud.mmd"), "a recent file");

    std::fs::create_dir_all(display.runtime.path().join("veduta")).unwrap();
    let config = display.runtime.path().join("veduta/config.toml");
    std::fs::write(config, "wheel = \"pan\"\nanimations = \"reduced\"\n").unwrap();
    let keys = display.runtime.path().join("veduta/keys.toml");
    std::fs::write(keys, "x = \"fit kong\"\n").unwrap();
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    let again = window.rest();
    assert_eq!((&again["zoom"], &again["center"]), (&near["zoom"], &near["center"]));
    window.xdotool(&["mousemove", "400", "300", "click", "4"]);
    let panned = window.rest_after(&again);
    assert_eq!(panned["zoom"], again["zoom"], "a wheel pans, as it was set");
    window.key("x");
    let there = window.wait_for("kong", |s| s["zoom"] != panned["zoom"]);
    assert_eq!(there["zoom"], window.rest_after(&panned)["zoom"], "it is there at once");
}
