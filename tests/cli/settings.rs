//! Settings, keys, and what is told of what goes on inside.

use super::{Ended, Place, ended};

fn stdout(ended: &Ended) -> String {
    String::from_utf8(ended.stdout.clone()).unwrap()
}

/// A place with settings of a person and of a project.
fn place() -> Place {
    let place = Place::new();
    std::fs::create_dir_all(place.path("config/veduta")).unwrap();
    std::fs::create_dir_all(place.path("docs/deep")).unwrap();
    place
        .write("config/veduta/config.toml", "wheel = \"zoom\"\ntheme = \"light\"\n")
        .write("docs/.veduta.toml", "theme = \"dark\"\n")
        .write("docs/deep/a.mmd", "architecture-beta\nservice a(server)[A]\n");
    place
}

#[test]
fn every_setting_tells_where_it_comes_from() {
    let place = place();
    let check = |line: &str, variables: &[(&str, &str)], expected: &[(&str, &str)]| {
        let mut command = place.command(line);
        let ended = ended(command.envs(variables.iter().copied()).output().unwrap());
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{line}");
        let text = stdout(&ended);
        for (setting, origin) in expected {
            let row = text.lines().find(|row| row.starts_with(setting));
            assert!(row.is_some_and(|row| row.ends_with(origin)), "{line}: {setting}: {text}");
        }
    };
    let origin = "config --show-origin";
    check(origin, &[], &[("wheel = zoom", "config.toml:1"), ("theme = light", "config.toml:2")]);
    check(origin, &[], &[("painter = auto", "default"), ("edges = (what", "default")]);
    let deep = "config --show-origin docs/deep/a.mmd";
    check(deep, &[], &[("theme = dark", "docs/.veduta.toml:1"), ("wheel = zoom", "config.toml:1")]);
    let variable = [("VEDUTA_THEME", "system")];
    check(deep, &variable, &[("theme = system", "variable VEDUTA_THEME")]);
    let flag = "config --show-origin docs/deep/a.mmd --set theme=file";
    check(flag, &variable, &[("theme = file", "flag --set")]);
    check("config", &[], &[("wheel = zoom", "a touchpad pans")]);
    check("config --json", &[], &[("{\"name\":\"wheel\",\"value\":\"zoom\"", "config.toml:1\"}")]);
}

#[test]
fn what_is_wrong_with_settings_is_told_with_its_place() {
    let place = place();
    place.write("config/veduta/config.toml", "them = 1\nwheel = \"zoom\"\n");
    let ended = place.run("config");
    assert_eq!(ended.code, 2);
    assert!(
        ended.stderr.contains("config.toml:1:1: there is no setting `them`; did you mean `theme`?")
    );
    assert!(stdout(&ended).contains("wheel = zoom"), "the rest holds");
    let ended = place.run("config --set wheel=up");
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("write auto, zoom or pan"), "{}", ended.stderr);
}

#[test]
fn keys_are_printed_as_they_are() {
    let place = place();
    place.write(
        "config/veduta/keys.toml",
        "\"ctrl+k\" = \"search\"\nx = \"select kong\"\nf = \"\"\n",
    );
    for line in ["keys", "help keys"] {
        let ended = place.run(line);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{line}");
        let text = stdout(&ended);
        let has = |keys: &str, about: &str| {
            text.lines().any(|row| row.trim_start().starts_with(keys) && row.ends_with(about))
        };
        assert!(has("Ctrl+Shift+P ", "find a command"), "{text}");
        assert!(has("Ctrl+F, /, Space, Ctrl+K ", "find by name, icon or group"), "{text}");
        assert!(has("X ", "select kong"), "{text}");
        assert!(has("Enter ", "look into a group"), "{text}");
    }
    let json = stdout(&place.run("keys --json"));
    let rows: Vec<serde_json::Value> =
        json.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let row = rows.iter().find(|row| row["command"] == "select kong").unwrap();
    assert_eq!((&row["keys"][0], &row["topic"]), (&"X".into(), &"own".into()));

    place.write("config/veduta/keys.toml", "x = \"selct kong\"\n");
    let ended = place.run("keys");
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("keys.toml:1:1: "), "{}", ended.stderr);
    assert!(ended.stderr.contains("did you mean `select`?"), "{}", ended.stderr);
}

#[test]
fn what_goes_on_inside_is_told_where_it_is_asked_for() {
    let place = place();
    let check = |line: &str, told: bool, written: bool| {
        let ended = place.run(line);
        assert_eq!(ended.code, 0, "{line}: {}", ended.stderr);
        assert_eq!(ended.stderr.contains("DEBUG veduta"), told, "{line}: {}", ended.stderr);
        let log = std::fs::read_to_string(place.path("log")).unwrap_or_default();
        let stages = ["Parse", "Place", "Route"].iter().all(|stage| log.contains(stage));
        assert_eq!(stages && log.contains("time.busy"), written, "{line}: {log}");
    };
    check("export docs/deep/a.mmd -o a.png", false, false);
    check("export docs/deep/a.mmd -o a.png -v", true, false);
    check("export docs/deep/a.mmd -o a.png --log-file log", false, true);
    let ended = place.run("export docs/deep/a.mmd -o a.png --log-file none/log");
    assert_eq!(ended.code, 4);
    assert!(ended.stderr.contains("--log-file"), "{}", ended.stderr);
}

#[test]
fn shells_and_man_are_told_of_the_arguments() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish", "nushell"] {
        let ended = place.run(&format!("completions {shell}"));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{shell}");
        assert!(stdout(&ended).contains("show-origin"), "{shell}");
    }
    assert_eq!(place.run("completions tcsh").code, 2);
    assert!(stdout(&place.run("man")).starts_with(".ie"), "{}", stdout(&place.run("man")));
    assert!(stdout(&place.run("man export")).contains("background"));
    assert_eq!(place.run("man none").code, 2);
}
