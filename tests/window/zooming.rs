//! What is seen at which zoom, and how a large diagram opens.

use std::fs;

use super::{Display, SCENE, zoom};

#[test]
fn the_level_follows_the_zoom_and_the_dial_of_detail() {
    let Some(display) = Display::start() else { return };
    let script = "0 detail 0\n1 scale 2\n3 detail -2\n4 undo\n5 detail -1\n6 fit\n";
    let folder = tempfile::tempdir().unwrap();
    let session = folder.path().join("session");
    fs::write(&session, script).unwrap();
    let replay = ["--painter", "cpu", "--replay", session.to_str().unwrap()];
    let window = display.open(&[&[SCENE][..], &replay].concat());
    let seen = |what: &str, level: &str, detail: i64| {
        window.wait_for(what, |s| {
            s["level"] == level && s["detail"] == detail && s["moving"] == false
        })
    };
    let fitted = seen("the whole", "standard", 0);
    let near = seen("what is near", "card", 0);
    assert!(zoom(&near) > 1.9, "{near}");
    let drawn = |state: &super::Value| state["drawn"].as_u64().unwrap();
    assert!(drawn(&near) < drawn(&fitted), "what is out of the window is drawn: {near}");
    assert!(near["culled"].as_u64().unwrap() > drawn(&near), "{near}");
    seen("fewer levels", "standard", -2);
    seen("all levels again", "card", 0);
    let districts = seen("the whole with one level less", "districts", -1);
    assert!(drawn(&districts) > 0, "{districts}");
    // At rest nothing is drawn, at whatever level.
    let n_frames = window.n_frames();
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(window.n_frames(), n_frames);
}

#[test]
fn a_large_diagram_is_there_at_once_and_comes_out_as_it_should() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.mmd");
    let large = veduta::generate::text(veduta::generate::Kind::Clustered, 600, 1);
    fs::write(&path, large).unwrap();
    let args = [path.to_str().unwrap(), "--painter", "cpu"];
    let window = display.open(&args);
    let first = window.wait_for("the first picture", |s| s["content"] == "provisional");
    assert_eq!(first["fitted"], true);
    window.wait_for("the real picture", |s| s["content"] == "diagram" && s["moving"] == false);
    drop(window);

    let window = display.open(&args);
    window.wait_for("the first picture", |s| s["content"] == "provisional");
    window.key("Escape");
    window.wait_for("what was called off", |s| s["content"] == "kept");
    window.key("r");
    window.wait_for("the real picture", |s| s["content"] == "diagram" && s["moving"] == false);
}
