//! Ways to open a diagram: by a link, and from what was open last.

use std::fs;

use serde_json::json;

use super::{Display, SCENE};

#[test]
fn a_link_leads_to_what_was_seen() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu", "--do", "select kong; focus compute"]);
    window.point(3, 3);
    let state = window.wait_for("the group", |s| s["focus"] == "compute" && s["moving"] == false);
    window.key("ctrl+alt+c");
    window.wait_for("that it is copied", |s| s["toasts"].to_string().contains("a link"));
    drop(window);
    let link = format!(
        "file://{SCENE}#collapse%20data;%20focus%20compute;%20trace%20kong%20-%3E%20stripe"
    );
    let window = display.open(&[&link, "--painter", "cpu"]);
    let led = window.wait_for("the same", |s| {
        s["focus"] == "compute" && s["folded"] == json!(["data"]) && s["moving"] == false
    });
    assert_eq!((&led["file"], &led["traced"]), (&state["file"], &json!(6)), "{led}");
}

#[test]
fn what_was_open_last_is_offered_again() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    fs::write(&path, "architecture-beta\n  service a(server)[A]\n").unwrap();
    let mut window = display.open(&[path.to_str().unwrap(), "--painter", "cpu"]);
    window.rest();
    window.key("ctrl+q");
    assert!(window.ended().success(), "{}", window.said());
    drop(window);
    let window = display.open(&["--painter", "cpu"]);
    window.point(3, 3);
    let empty = window.wait_for("the offers", |s| s["content"] == "empty" && s["moving"] == false);
    let offer = &empty["offers"][4];
    assert_eq!(offer["what"], "system.mmd", "{empty}");
    let place = |key: usize| offer["at"][key].as_f64().unwrap().round() as i32;
    window.point(place(0), place(1));
    window.xdotool(&["click", "1"]);
    window.wait_for("the file", |s| s["file"] == "system.mmd" && s["content"] == "diagram");
}
