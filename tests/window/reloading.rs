//! The file is edited while it is open, as editors do it: written in place, or put in the old one's place.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::{Display, on_screen};

const GOOD: &str =
    "architecture-beta\n  service a(server)[A]\n  service b(database)[B]\n  a:R -- L:b\n";

fn put_in_place(path: &Path, text: &str) {
    let new = path.with_extension("new");
    fs::write(&new, text).unwrap();
    fs::rename(&new, path).unwrap();
}

#[test]
fn the_picture_follows_the_file_and_a_good_one_outlives_errors() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    fs::write(&path, GOOD).unwrap();
    let file = path.to_str().unwrap();
    let window = display.open(&[file, "--painter", "cpu", "--do", "select b"]);
    window.point(3, 3);
    window.wait_for("the selection", |s| s["selection"] == json!(["b"]));
    window.key("plus");
    let near = window.wait_for("the camera", |s| s["fitted"] == false && s["moving"] == false);
    let first = window.picture();

    fs::write(&path, format!("{GOOD}  service c(cloud)[C]\n  b:R -- L:c\n")).unwrap();
    window.wait_for_picture("what was written", |p| p.share_unlike_picture(&first) > 0.002);
    let second = window.picture();
    put_in_place(&path, GOOD);
    window
        .wait_for_picture("what was put in its place", |p| p.share_unlike_picture(&second) > 0.002);
    let state = window.rest();
    assert_eq!(state["selection"], json!(["b"]), "{state}");
    assert_eq!((&state["zoom"], &state["fitted"]), (&near["zoom"], &json!(false)), "{state}");

    let good = window.rest();
    let bright = window.picture();
    for broken in [format!("{GOOD}  a:R -- L:nobody\n"), "flowchart of nothing".to_owned()] {
        put_in_place(&path, &broken);
        window.wait_for("the error", |s| s["content"] == "kept");
        window.wait_for_picture("the dimming", |p| p.share_unlike_picture(&bright) > 0.01);
        assert!(window.title().starts_with("● system.mmd"), "{}", window.title());
        fs::write(&path, GOOD).unwrap();
        window.wait_for("the mended text", |s| s["content"] == "diagram");
        window.wait_for_picture("the bright picture", |p| *p == bright);
    }
    fs::remove_file(&path).unwrap();
    let kept = window.wait_for("the file's end", |s| s["content"] == "kept");
    assert_eq!(kept["center"], good["center"], "{kept}");
    put_in_place(&path, GOOD);
    window.wait_for("the file again", |s| s["content"] == "diagram");
}

#[test]
fn pins_are_followed_too() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    fs::write(&path, GOOD).unwrap();
    let window = display.open(&[path.to_str().unwrap(), "--painter", "cpu"]);
    window.point(3, 3);
    window.rest();
    let free = window.picture();
    let pins = folder.path().join("system.veduta.toml");
    fs::write(&pins, "[pins]\na = [0, 0]\nb = [600, 400]\n").unwrap();
    window.wait_for_picture("what is pinned", |p| p.share_unlike_picture(&free) > 0.01);
    fs::write(&pins, "[pins]\na = ").unwrap();
    window.wait_for("the error", |s| s["content"] == "kept");
    fs::write(&pins, "[pins]\na = [0, 0]\n").unwrap();
    window.wait_for("the mended pins", |s| s["content"] == "diagram");
}

#[test]
fn what_is_dragged_is_kept_on_request_and_not_lost_unasked() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    fs::write(&path, GOOD).unwrap();
    let mut window = display.open(&[path.to_str().unwrap(), "--painter", "cpu"]);
    window.point(3, 3);
    let state = window.rest();
    let (x, y) = on_screen(&state, (48.0, 48.0));
    window.point(x, y);
    window.wait_for("the service", |s| s["hover"] == "a");
    window.xdotool(&["mousedown", "1"]);
    window.point(x + 40, y + 120);
    window.wait_for("the hand", |s| s["dragged"] == true);
    window.xdotool(&["mouseup", "1"]);
    window.wait_for("its end", |s| s["dragged"] == false && s["unsaved"] == true);
    window.key("ctrl+q");
    window.key("ctrl+s");
    window.wait_for("the file", |s| s["unsaved"] == false && s["content"] == "diagram");
    let pins = fs::read_to_string(folder.path().join("system.veduta.toml")).unwrap();
    assert!(pins.starts_with("[pins]\na = ["), "{pins}");
    window.key("ctrl+z");
    window.wait_for("the place before", |s| s["unsaved"] == true);
    window.key("ctrl+q");
    window.wait_for("that it stays", |s| s["unsaved"] == true);
    window.key("ctrl+q");
    assert!(window.ended().success(), "{}", window.said());
}
