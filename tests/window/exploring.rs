//! Exploring: what is done in the window, by hand, by a script and by a session that was written down.

use serde_json::json;

use super::{Display, SCENE, Value, middle_of_service, on_screen, zoom};

/// All of a state that a person sees.
fn seen(state: &Value) -> Value {
    let keys = ["center", "zoom", "size", "selection", "fitted"];
    keys.iter().map(|key| state[key].clone()).collect()
}

#[test]
fn what_is_done_is_written_down_and_done_again() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let session = folder.path().join("session");
    let session = session.to_str().unwrap();
    let mut window = display.open(&[SCENE, "--painter", "cpu", "--record", session]);
    window.point(3, 3);
    let fitted = window.rest();
    let (x, y) = on_screen(&fitted, middle_of_service("kong"));
    window.point(x, y);
    window.xdotool(&["click", "1"]);
    window.wait_for("the selection", |s| s["selection"] == json!(["kong"]));
    window.key("z");
    let near = window.rest_after(&fitted);
    assert!(zoom(&near) > zoom(&fitted), "{near}");
    window.point(3, 3);
    window.key("alt+Left");
    let back = window.rest_after(&near);
    assert_eq!(back["fitted"], true);
    window.key("alt+Right");
    let again = window.rest_after(&back);
    assert_eq!(seen(&again), seen(&near));
    window.key("ctrl+q");
    assert!(window.ended().success(), "{}", window.said());
    drop(window);

    let written = std::fs::read_to_string(session).unwrap();
    for needle in ["resize 1280 720", "click", "fit selection", "back", "forward"] {
        assert!(written.contains(needle), "{needle}: {written}");
    }
    let unfinished = written.replace("quit", "point");
    std::fs::write(session, unfinished).unwrap();
    let window = display.open(&[SCENE, "--painter", "cpu", "--replay", session]);
    let replayed = window.wait_for("the end", |s| seen(s) == seen(&again) && s["moving"] == false);
    assert_eq!(replayed["selection"], json!(["kong"]));
    drop(window);

    let mut window = display.open(&[SCENE, "--painter", "cpu", "--do", "select kong; quit"]);
    assert!(window.ended().success(), "{}", window.said());
}

#[test]
fn what_is_typed_is_found_and_commands_are_given() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let fitted = window.rest();
    window.key("slash");
    window.wait_for("the panel", |s| s["search"] == "");
    window.xdotool(&["type", "--delay", "30", "strpe"]);
    window.wait_for("what is typed", |s| s["search"] == "strpe" && s["hits"] == 1);
    let preview = window.rest_after(&fitted);
    window.key("Escape");
    assert_eq!(window.rest_after(&preview)["fitted"], true);
    window.key("space");
    window.xdotool(&["type", "--delay", "30", "stripe"]);
    window.wait_for("what is typed", |s| s["search"] == "stripe");
    window.key("Return");
    window.wait_for("stripe", |s| s["selection"] == json!(["stripe"]) && s["search"].is_null());
    window.key("shift+u");
    window.wait_for("the trace", |s| s["traced"].as_u64() > Some(10));
    window.key("ctrl+k");
    window.xdotool(&["type", "--delay", "30", "trace kong -> stripe"]);
    window.key("Return");
    window.wait_for("the path", |s| s["traced"] == 6);
    for left in [json!(["stripe"]), json!([])] {
        window.key("Escape");
        window.wait_for("less", |s| s["traced"].is_null() && s["selection"] == left);
    }
}

#[test]
fn a_group_is_looked_into_and_things_are_hidden() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu", "--do", "select compute"]);
    window.point(3, 3);
    window.wait_for("the selection", |s| s["selection"] == json!(["compute"]));
    let fitted = window.rest();
    window.key("f");
    let inside = window.rest_after(&fitted);
    assert_eq!(inside["focus"], "compute");
    assert!(zoom(&inside) > zoom(&fitted), "{inside}");
    window.key("alt+Left");
    assert_eq!(window.rest_after(&inside)["focus"], Value::Null);
    window.key("alt+Right");
    window.wait_for("the group again", |s| s["focus"] == "compute" && s["moving"] == false);
    window.key("BackSpace");
    window.wait_for("the whole", |s| s["focus"].is_null() && s["fitted"] == true);
    window.key("ctrl+k");
    window.xdotool(&["type", "--delay", "30", "hide obs security"]);
    window.key("Return");
    window.wait_for("less", |s| s["hidden"] == 2);
    window.key("shift+h");
    window.wait_for("everything", |s| s["hidden"] == 0);
    window.key("F1");
    window.wait_for("the keys", |s| s["help"] == true);
    window.key("Escape");
    window.wait_for("no keys", |s| s["help"] == false);
}

#[test]
fn frames_select_and_enlarge_and_changes_are_undone() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let fitted = window.rest();
    let drag = |key: &str, to: (&str, &str)| {
        window.point(5, 5);
        window.xdotool(&["keydown", key, "mousedown", "1", "mousemove", "200", "200"]);
        window.xdotool(&["mousemove", to.0, to.1, "mouseup", "1", "keyup", key]);
    };
    drag("shift", ("1270", "700"));
    let all = window.wait_for("the selection", |s| s["selection"][0].is_string());
    assert!(all["selection"].as_array().unwrap().len() > 50, "{all}");
    window.key("Escape");
    window.wait_for("no selection", |s| s["selection"] == json!([]));
    drag("ctrl", ("640", "360"));
    let near = window.rest_after(&fitted);
    assert!(zoom(&near) > 1.8 * zoom(&fitted), "{near}");
    window.key("ctrl+z");
    assert_eq!(window.rest_after(&near)["fitted"], true);
    window.key("ctrl+z");
    window.wait_for("the selection again", |s| s["selection"][0].is_string());
    window.key("ctrl+shift+z");
    window.key("ctrl+shift+z");
    window.wait_for("the frame again", |s| s["zoom"] == near["zoom"] && s["moving"] == false);
}
