//! Groups are folded and unfolded, and a whole session of exploring.

use std::fs;

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

/// What somebody does who looks for the cause of a failure: search, focus, fold, trace, back; and the text is edited.
#[test]
fn a_session_of_exploring_goes_through() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    let text = fs::read_to_string(SCENE).unwrap();
    fs::write(&path, &text).unwrap();
    let window = display.open(&[path.to_str().unwrap(), "--painter", "cpu"]);
    window.point(3, 3);
    let fitted = window.rest();
    window.key("slash");
    window.xdotool(&["type", "--delay", "30", "stripe"]);
    window.key("Return");
    let found =
        window.wait_for("stripe", |s| s["selection"] == json!(["stripe"]) && s["moving"] == false);
    assert!(zoom(&found) > zoom(&fitted), "{found}");
    window.key("ctrl+k");
    window.xdotool(&["type", "--delay", "30", "focus compute"]);
    window.key("Return");
    let focused = window.wait_for("compute", |s| s["focus"] == "compute" && s["moving"] == false);
    window.key("ctrl+k");
    window.xdotool(&["type", "--delay", "30", "collapse data"]);
    window.key("Return");
    window.wait_for("the tile", |s| s["folded"] == json!(["data"]) && s["moving"] == false);
    window.key("ctrl+k");
    window.xdotool(&["type", "--delay", "30", "downstream all cdn"]);
    window.key("Return");
    window.wait_for("the trace", |s| s["traced"].as_u64() > Some(30));
    window.key("alt+Left");
    let back = window.wait_for("the place before", |s| {
        s["focus"].is_null() && s["moving"] == false && center(s) != center(&focused)
    });
    assert_eq!(back["folded"], json!(["data"]), "the way back leaves folding alone");
    let traced = back["traced"].clone();
    fs::write(&path, format!("{text}\n    kong:R --> L:nobody\n")).unwrap();
    let kept = window.wait_for("the error", |s| s["content"] == "kept");
    assert_eq!((&kept["center"], &kept["folded"]), (&back["center"], &json!(["data"])));
    let mended = text.replace("[Stripe]", "[Stripe Payments]");
    fs::write(&path, mended).unwrap();
    let good =
        window.wait_for("the mended text", |s| s["content"] == "diagram" && s["moving"] == false);
    assert_eq!((&good["folded"], &good["traced"]), (&json!(["data"]), &traced), "{good}");
}
