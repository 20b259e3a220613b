//! Presenting a tour, with the keys of a clicker.

use serde_json::Value;

use super::{Display, SCENE};

/// The steps of the shipped tour that one comes by without choosing.
const STEPS: &[&str] = &[
    "all", "edge", "clients", "gateway", "pay", "inside", "blast", "hub", "events", "data", "end",
];

fn is_at(state: &Value, step: &str) -> bool {
    state["show"]["step"] == step && state["moving"] == false && state["show"]["unhooked"] == false
}

#[test]
fn a_clicker_presents_the_shipped_tour() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    window.rest();
    window.key("F5");
    let first = window.wait_for("the first step", |s| is_at(s, STEPS[0]));
    assert_eq!(first["fullscreen"], true);
    let picture = window.picture();
    assert!(picture.share_unlike(picture.pixel(3, 3)) > 0.02, "nothing is shown");
    for step in &STEPS[1..] {
        window.key("Next");
        window.wait_for(step, |s| is_at(s, step));
    }
    window.key("Next");
    for step in STEPS.iter().rev().skip(1).take(2) {
        window.key("Prior");
        window.wait_for(step, |s| is_at(s, step));
    }
    window.key("period");
    window.wait_for("black", |s| s["show"]["blank"] == "Black");
    window.wait_for_picture("black", |p| p.share_unlike(p.pixel(3, 3)) == 0.0);
    window.key("period");
    window.wait_for("light again", |s| s["show"]["blank"].is_null());
    let there = window.rest();
    window.key("Escape");
    let left = window.wait_for("leaving", |s| s["show"].is_null());
    assert_eq!(left["left_at"], STEPS[STEPS.len() - 3]);
    assert_eq!(left["focus"], there["focus"]);
    window.key("F5");
    window.wait_for("the same step", |s| is_at(s, STEPS[STEPS.len() - 3]));
}

#[test]
fn a_step_is_written_down_and_presented() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    std::fs::copy(SCENE, &path).unwrap();
    let tour = folder.path().join("system.tour.yaml");
    std::fs::write(&tour, "# mine\nsteps:\n- id: first\n  view: fit\n").unwrap();
    let window =
        display.open(&[path.to_str().unwrap(), "--painter", "cpu", "--do", "focus gateway"]);
    window.wait_for("the gateway", |s| s["focus"] == "gateway" && s["moving"] == false);
    window.key("ctrl+shift+r");
    window.wait_for("what is said", |s| s["toasts"].to_string().contains("Step 2 is in"));
    let text = std::fs::read_to_string(&tour).unwrap();
    assert_eq!(text, "# mine\nsteps:\n- id: first\n  view: fit\n- id: step\n  focus: gateway\n");
    window.key("shift+F5");
    window.wait_for("the step", |s| is_at(s, "step"));
    // The file is read again while somebody presents.
    std::fs::write(&tour, text.replace("gateway", "mesh")).unwrap();
    window.wait_for("the new group", |s| s["focus"] == "mesh" && is_at(s, "step"));
}
