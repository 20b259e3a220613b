//! `diff`: what it tells, and what it shows.

use std::process::Command;

use serde_json::Value;

use super::{GOOD, Place, decode};

/// A place with two versions of a small diagram.
fn place() -> Place {
    let place = Place::new();
    let edited = GOOD
        .replace(
            "service b(database)[B] in g",
            "service b(database)[Base] in g\n  service c(disk)[C] in g",
        )
        .replace("  junction j\n", "")
        .replace("  b:R -- L:j\n", "  b:R --> L:c\n");
    place.write("old.mmd", GOOD).write("new.mmd", edited);
    place
}

#[test]
fn what_differs_is_told_as_text_and_as_json() {
    let place = place();
    let ended = place.run("diff old.mmd new.mmd");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let text = String::from_utf8(ended.stdout).unwrap();
    for line in [
        "+ added      service c",
        "+ added      edge b -> c",
        "- removed    junction j",
        "- removed    edge b -- j",
        "≠ renamed    service b: B (database) is now Base (database)",
    ] {
        assert!(text.lines().any(|told| told == line), "no `{line}` in {text}");
    }
    let ended = place.run("diff old.mmd new.mmd --json");
    let json: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(json["same"], false);
    assert_eq!(json["added"][0], serde_json::json!({"kind": "service", "id": "c"}));
    assert_eq!(json["renamed"][0]["before"], "B (database)");
    let same = place.run("diff old.mmd old.mmd --json");
    let json: Value = serde_json::from_slice(&same.stdout).unwrap();
    assert_eq!((same.code, &json["same"]), (0, &Value::Bool(true)));
    assert_eq!(place.run("diff old.mmd old.mmd").stdout, b"nothing differs\n");
}

#[test]
fn versions_that_git_keeps_are_read() {
    let place = place();
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(place.folder.path()).args(args);
        for name in ["GIT_AUTHOR", "GIT_COMMITTER"] {
            command.env(format!("{name}_NAME"), "x").env(format!("{name}_EMAIL"), "x@example.org");
        }
        command.output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        println!("SKIPPED: there is no git");
        return;
    }
    place.write("sys.mmd", GOOD);
    assert!(git(&["add", "sys.mmd"]) && git(&["commit", "-qm", "first"]));
    place.write("sys.mmd", place.read("new.mmd"));
    let told = place.run("diff HEAD:sys.mmd sys.mmd");
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert_eq!(told.stdout, place.run("diff old.mmd new.mmd").stdout);
    for (bad, needle) in [
        ("HEAD:gone.mmd", "git has no such text"),
        ("nobranch:sys.mmd", "git has no such text"),
        ("--x:sys.mmd", "unexpected argument"),
        ("gone.mmd", "no such file"),
    ] {
        let ended = place.run(&format!("diff {bad} sys.mmd"));
        assert!([2, 4].contains(&ended.code), "{bad}: {}", ended.code);
        assert!(ended.stderr.contains(needle), "{bad}: {}", ended.stderr);
    }
}

#[test]
fn a_diff_is_shown_as_a_picture_or_a_film() {
    let place = place();
    for (name, starts) in [("d.png", &b"\x89PNG"[..]), ("d.svg", b"<svg"), ("d.pdf", b"%PDF-")] {
        let ended = place.run(&format!("diff old.mmd new.mmd -o {name}"));
        assert_eq!((ended.code, ended.stdout.as_slice()), (0, &b""[..]), "{}", ended.stderr);
        assert!(place.read(name).starts_with(starts), "{name}");
    }
    let ended = place.run("diff old.mmd new.mmd -o d.gif --size 320x240 --fps 5");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let ended = place.run("diff old.mmd new.mmd -o d_%02d.png --size 320x240 --fps 2");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let (width, height, ..) = decode(&place.read("d_00.png"));
    assert_eq!((width, height), (320, 240));
    assert_ne!(place.read("d_00.png"), place.read("d_10.png"));
    let ended = place.run("diff old.mmd new.mmd -o d.avi");
    assert_eq!(ended.code, 2, "{}", ended.stderr);
}
