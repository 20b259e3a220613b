//! `--do` and `--replay`: pictures of what the window would show.

use super::Place;

#[test]
fn a_picture_shows_what_a_script_has_come_to() {
    let place = Place::new();
    let picture = |args: &str, script: &[&str], name: &str| {
        let mut command = place.command(&format!("export multi-cloud.mmd -o {name} {args}"));
        let output = command.args(script).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        place.read(name)
    };
    let size = |png: &[u8]| {
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (side(16), side(20))
    };
    let plain = picture("--scale 1", &[], "plain.png");
    assert_eq!(picture("--scale 1", &["--do", "fit k8s; fit"], "a.png"), plain);
    let lit = picture("--scale 1", &["--do", "select kong"], "b.png");
    assert_eq!(size(&lit), size(&plain), "the camera still shows everything");
    assert_ne!(lit, plain);
    let folded = picture("--scale 1", &["--do", "collapse data; collapse obs"], "h.png");
    assert!(size(&folded).0 < size(&plain).0, "{:?} of {:?}", size(&folded), size(&plain));
    let pinned = picture("--scale 1", &["--do", "pin stripe at 500 60; select stripe"], "j.png");
    let bare = picture("--scale 1", &["--do", "select stripe"], "k.png");
    assert_ne!(pinned, bare);
    let undone = "pin stripe at 500 60; select stripe; unpin all";
    assert_eq!(picture("--scale 1", &["--do", undone], "l.png"), bare);
    let back = picture("--scale 1", &["--do", "collapse all; expand all"], "i.png");
    assert_eq!(back, plain);
    let part = picture("--scale 1", &["--do", "fit k8s"], "c.png");
    assert_eq!(size(&part), (1280, 800));
    assert_eq!(size(&picture("", &["--do", "fit k8s"], "d.png")), (2560, 1600));
    assert_eq!(size(&picture("--size 300x200", &["--do", "fit k8s"], "e.png")), (300, 200));
    place.write("session", "# seen before\n0 resize 5 5\n0 zoom 2\n2.5 fit k8s\n");
    assert_eq!(picture("--scale 1", &["--replay", "session"], "f.png"), part);
    let svg = String::from_utf8(picture("", &["--do", "fit k8s"], "g.svg")).unwrap();
    assert!(svg.contains("width=\"2560\""), "{}", &svg[..200]);
}

#[test]
fn what_is_wrong_with_a_script_is_told_with_its_place() {
    let place = Place::new();
    let check = |script: &[&str], needles: &[&str], code: i32| {
        for program in ["export multi-cloud.mmd -o never.png", "multi-cloud.mmd"] {
            let output = place.command(program).args(script).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{script:?}: {said}");
            for needle in needles {
                assert!(said.contains(needle), "{script:?}: no `{needle}` in {said}");
            }
        }
    };
    place.write("bad", "0 fit\n1.5 slect kong\n");
    place.write("unknown", "0 fit\n\n1.5 select kongg\n");
    check(&["--do", "fit; slect kong"], &["unknown-command", "--do:1:6", "`select`?"], 2);
    check(&["--do", "pan 1"], &["bad-command", "--do:1:1", "write `pan X Y`"], 2);
    check(&["--do", "select kongg"], &["unknown-name", "--do:1:8", "`kong`?"], 2);
    check(&["--replay", "bad"], &["bad:2:5", "`select`?"], 2);
    check(&["--replay", "unknown"], &["unknown:3:12", "`kong`?"], 2);
    check(&["--replay", "missing"], &["missing: ", "--record"], 4);
    let ended = place.run("explain unknown-name");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
}
