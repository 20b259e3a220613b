//! Groups are folded and unfolded.

use serde_json::json;

use super::{Display, SCENE, center, zoom};

#[test]
fn a_group_is_folded_where_it_stands_and_unfolded() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu", "--do", "select data"]);
    window.point(3, 3);
    window.wait_for("the selection", |s| s["selection"] == json!(["data"]));
    let whole = window.rest();
    let before = window.picture();
    window.key("c");
    let folded =
        window.wait_for("the tile", |s| s["folded"] == json!(["data"]) && s["moving"] == false);
    assert_eq!(zoom(&folded), zoom(&whole));
    window.wait_for_picture("the tile", |p| p.share_unlike_picture(&before) > 0.02);
    window.key("c");
    window.wait_for_picture("the whole again", |p| p.is_like(&before));
    let again = window.rest();
    assert_eq!((center(&again), again["folded"].clone()), (center(&whole), json!([])));
    window.key("shift+c");
    window.wait_for("the others", |s| s["folded"].as_array().is_some_and(|f| f.len() == 9));
    window.key("ctrl+z");
    window.wait_for("none", |s| s["folded"] == json!([]));
    window.key("ctrl+k");
    window.xdotool(&["type", "--delay", "30", "collapse all"]);
    window.key("Return");
    window.wait_for("all", |s| s["folded"].as_array().is_some_and(|f| f.len() == 16));
    window.key("e");
    window.wait_for("a level", |s| s["folded"].as_array().is_some_and(|f| f.len() == 6));
    window.key("shift+e");
    window.wait_for("everything", |s| s["folded"] == json!([]) && s["moving"] == false);
}
