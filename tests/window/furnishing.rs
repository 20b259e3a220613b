//! What is shown beside the diagram: by keys, by the mouse, and by scripts.

use serde_json::json;

use super::{Display, SCENE, middle_of_service, on_screen};

#[test]
fn panels_open_by_keys_and_close_again() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(640, 40);
    let fitted = window.rest();
    assert!(fitted["minimap"].is_null(), "all is seen: {fitted}");
    let plain = window.picture();
    window.key("y");
    window.wait_for("the inspector", |s| s["inspector"] == true && s["moving"] == false);
    window.key("l");
    window.wait_for("the legend", |s| s["legend"] == true);
    window.key("o");
    let open = window.wait_for("the outline", |s| s["outline"] == 67 && s["moving"] == false);
    assert_eq!(open["fitted"], true, "what is left of the window is fitted to");
    assert!(plain.share_unlike_picture(&window.picture()) > 0.2, "nothing is drawn");
    window.xdotool(&["type", "--delay", "30", "stripe"]);
    window.key("Return");
    window.wait_for("stripe", |s| s["selection"] == json!(["stripe"]) && s["moving"] == false);
    window.key("Escape");
    let small = window.wait_for("no outline", |s| s["outline"].is_null());
    assert!(small["minimap"].is_array(), "a part is seen: {small}");
    window.key("F8");
    window.wait_for("a finding", |s| s["finding"] == 0);
    window.key("t");
    window.wait_for("no errand in vain", |s| s["content"] == "diagram" && s["moving"] == false);
}

#[test]
fn a_right_click_opens_a_menu_whose_items_are_commands() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let fitted = window.rest();
    let (x, y) = on_screen(&fitted, middle_of_service("kong"));
    window.point(x, y);
    window.xdotool(&["click", "3"]);
    window.wait_for("the menu", |s| s["menu"] == "Kong Gateway");
    window.key("Down");
    window.key("Return");
    window.wait_for("the trace", |s| s["menu"].is_null() && s["traced"].as_u64() > Some(1));
}
