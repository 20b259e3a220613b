//! What moves along the edges, and what was measured of it.

use super::Place;

#[test]
fn a_picture_has_what_moves_where_a_script_asks_for_it() {
    let place = Place::new();
    let picture = |script: &str, name: &str| {
        let mut command =
            place.command(&format!("export multi-cloud.mmd -o {name} --size 640x480"));
        let output = command.args(["--do", script]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        place.read(name)
    };
    let plain = picture("fit", "a.png");
    let flowing = picture("flow on", "b.png");
    assert_ne!(flowing, plain);
    assert_eq!(picture("flow on; flow off", "c.png"), plain);
    assert_eq!(picture("seek 0; play; pause", "d.png"), flowing);
    assert_ne!(picture("flow on; seek 0.5", "e.png"), flowing);
    assert_ne!(picture("flow on; share on", "f.png"), flowing);
    place.write("multi-cloud.metrics.csv", "edge,rate\nkong -> gatewayHub,5\n");
    assert_ne!(picture("flow on", "g.png"), flowing);
    let svg = String::from_utf8(picture("flow on", "h.svg")).unwrap();
    for needle in ["prefers-reduced-motion", "class=\"stream\"", "aria-hidden=\"true\""] {
        assert!(svg.contains(needle), "no {needle}");
    }
    assert!(!String::from_utf8(picture("fit", "i.svg")).unwrap().contains("class=\"stream\""));
}

#[test]
fn measures_are_checked_against_the_diagram() {
    let place = Place::new();
    let check = |args: &str, needles: &[&str], code: i32| {
        let output = place.command(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args}: {said}");
        for needle in needles {
            assert!(said.contains(needle), "{args}: no `{needle}` in {said}");
        }
    };
    check("metrics check multi-cloud.mmd", &["multi-cloud.metrics.json"], 4);
    place.write("good.csv", "edge,rate\nkong -> gatewayHub,5\n");
    check("metrics check multi-cloud.mmd good.csv", &["1 of 1 measures", "1 of its 54 edges"], 0);
    place.write("part.csv", "edge,rate,colour\nkong -> gatewayHub,5,red\nkong -> stirpe,5,red\n");
    let needles =
        ["part.csv:3: kong -> stirpe", "\"stirpe\": \"stripe\"", "not used: colour", "1 of 2"];
    check("metrics check multi-cloud.mmd part.csv", &needles, 1);
    check("export multi-cloud.mmd -o a.png --metrics part.csv --do play", &["1 of 2"], 0);
    place.write("bad.csv", "edge,latency\nkong -> gatewayHub,5\n");
    check("metrics check multi-cloud.mmd bad.csv", &["bad.csv:1: `latency` has no unit"], 1);
    check("metrics check multi-cloud.mmd none.csv", &["none.csv"], 4);
    check("metrics check multi-cloud.mmd multi-cloud.mmd", &["tells no form"], 2);
    check("export multi-cloud.mmd -o b.png --metrics bad.csv --do play", &["bad.csv:1"], 1);
    assert!(!place.files().contains(&"b.png".to_owned()), "a picture was written all the same");
    let output = place.command("metrics check multi-cloud.mmd part.csv --json").output().unwrap();
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["unmatched"][0]["line"], 3);
    assert_eq!(object["ignored"][0], "colour");
}
