//! From the window to a file.

use super::{Display, SCENE};

#[test]
fn what_is_seen_is_written_where_one_says_and_again() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("system.mmd");
    std::fs::copy(SCENE, &file).unwrap();
    let png = folder.path().join("system.png");
    // Where there is no portal to ask, the panel for commands does.
    let bus = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/none")];
    let window = display.open_with(&[file.to_str().unwrap(), "--painter", "cpu"], &bus);
    window.point(3, 3);
    window.rest();
    window.key("ctrl+e");
    let asked = format!("export \"{}\"", png.display());
    window.wait_for("the panel", |s| s["search"] == asked.as_str());
    window.key("Return");
    window.wait_to_say("wrote ");
    assert!(std::fs::read(&png).unwrap().starts_with(b"\x89PNG"));

    std::fs::remove_file(&png).unwrap();
    window.key("ctrl+shift+e");
    window.wait_for("the second", |_| png.exists());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}
