//! A whole session of exploring, with a picture of each step.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::{Display, Picture, SCENE, Window, center, zoom};

/// Pictures of the steps of a session, kept to be looked at.
struct Album<'w> {
    window: &'w Window<'w>,
    folder: PathBuf,
    last: Option<Picture>,
    n_taken: usize,
}

impl<'w> Album<'w> {
    fn new(window: &'w Window<'w>, name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("window-shots").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self { window, folder, last: None, n_taken: 0 }
    }

    /// Waits until the picture has become another in at least this share of its pixels and is as `is_it` says, and keeps it.
    #[track_caller]
    fn take(&mut self, name: &str, share: f64, is_it: impl Fn(&Picture, &Picture) -> bool) {
        let is_next = |picture: &Picture| match &self.last {
            Some(last) => picture.share_unlike_picture(last) >= share && is_it(last, picture),
            None => picture.share_unlike(picture.pixel(3, 3)) >= share,
        };
        self.window.wait_for_picture(name, is_next);
        self.n_taken += 1;
        let bytes = self.window.display.screenshot("root");
        fs::write(self.folder.join(format!("{}-{name}.png", self.n_taken)), &bytes).unwrap();
        self.last = Some(Picture::decode(&bytes));
    }
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
    let mut album = Album::new(&window, "session");
    let any = |_: &Picture, _: &Picture| true;
    window.point(3, 3);
    let fitted = window.rest();
    album.take("opened", 0.1, any);
    window.key("slash");
    window.xdotool(&["type", "--delay", "30", "stripe"]);
    window.wait_for("what is typed", |s| s["search"] == "stripe" && s["moving"] == false);
    album.take("searched", 0.2, any);
    window.key("Return");
    let found =
        window.wait_for("stripe", |s| s["selection"] == json!(["stripe"]) && s["moving"] == false);
    assert!(zoom(&found) > zoom(&fitted), "{found}");
    // What was not found is no longer faded.
    album.take("found", 0.1, |before, now| now.strength() > before.strength());
    let palette = |command: &str| {
        window.key("ctrl+k");
        window.xdotool(&["type", "--delay", "30", command]);
        window.key("Return");
    };
    palette("focus compute");
    let focused = window.wait_for("compute", |s| s["focus"] == "compute" && s["moving"] == false);
    album.take("focused", 0.3, any);
    palette("collapse data");
    window.wait_for("the tile", |s| s["folded"] == json!(["data"]) && s["moving"] == false);
    album.take("folded", 0.01, any);
    palette("downstream all cdn");
    window.wait_for("the trace", |s| s["traced"].as_u64() > Some(30) && s["moving"] == false);
    album.take("traced", 0.01, any);
    window.key("alt+Left");
    let back = window.wait_for("the place before", |s| {
        s["focus"].is_null() && s["moving"] == false && center(s) != center(&focused)
    });
    assert_eq!(back["folded"], json!(["data"]), "the way back leaves folding alone");
    album.take("gone-back", 0.2, any);
    let traced = back["traced"].clone();
    fs::write(&path, format!("{text}\n    kong:R --> L:nobody\n")).unwrap();
    let kept = window.wait_for("the error", |s| s["content"] == "kept");
    assert_eq!((&kept["center"], &kept["folded"]), (&back["center"], &json!(["data"])));
    // The last good picture stays, paler.
    album.take("broken", 0.05, |before, now| now.strength() < 0.9 * before.strength());
    let mended = text.replace("[Stripe]", "[Stripe Payments]");
    fs::write(&path, mended).unwrap();
    let good =
        window.wait_for("the mended text", |s| s["content"] == "diagram" && s["moving"] == false);
    assert_eq!((&good["folded"], &good["traced"]), (&json!(["data"]), &traced), "{good}");
    album.take("mended", 0.05, |before, now| now.strength() > 1.05 * before.strength());
}
