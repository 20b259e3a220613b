use super::*;

fn file(name: &str, text: &str) -> Option<File> {
    Some(File { path: PathBuf::from(name), text: text.to_owned() })
}

fn layers(user: &str, project: &str) -> Layers {
    Layers { user: file("u", user), project: file("p", project), ..Layers::default() }
}

#[test]
fn what_is_nearer_goes_before_what_is_further() {
    let check = |layers: &Layers, name: &str, value: Option<&str>, origin: &str| {
        let (settings, faults) = Settings::resolve(layers);
        assert_eq!(faults, []);
        assert_eq!(settings.get(name), value, "{layers:?}");
        assert_eq!(settings.origin(name).to_string(), origin, "{layers:?}");
    };
    let none = Layers::default();
    check(&none, "wheel", Some("auto"), "default");
    check(&none, "edges", None, "default");
    let user = layers("# mine\nwheel = \"zoom\"\nui-scale = 1.5\n", "");
    check(&user, "wheel", Some("zoom"), "u:2");
    check(&user, "ui_scale", Some("1.5"), "u:3");
    let mut all = layers("wheel = \"zoom\"", "wheel = 'Pan'\nwatch = false");
    check(&all, "wheel", Some("pan"), "p:1");
    check(&all, "watch", Some("false"), "p:2");
    all.environment = vec![("VEDUTA_WHEEL".into(), "zoom".into())];
    check(&all, "wheel", Some("zoom"), "variable VEDUTA_WHEEL");
    all.environment = vec![("VEDUTA_WHEEL".into(), String::new())];
    check(&all, "wheel", Some("pan"), "p:1");
    all.flags = vec![("--set".into(), "wheel", "auto".into())];
    check(&all, "wheel", Some("auto"), "flag --set");
    let other = vec![("VEDUTA_REQUIRE_WINDOW".into(), "1".into())];
    check(&Layers { environment: other, ..none }, "wheel", Some("auto"), "default");
}

#[test]
fn what_is_wrong_has_its_place_and_a_way_out() {
    let check = |layers: Layers, expected: &str| {
        let (settings, faults) = Settings::resolve(&layers);
        let found: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(found, [expected], "{layers:?}");
        assert_eq!(settings.get("painter"), Some("auto"), "the rest holds");
    };
    let user = |text: &str| layers(text, "");
    check(
        user("\ntheme = \"drak\""),
        "u:2:9: `theme` cannot be `drak`; write dark, light, system or file",
    );
    check(user("them = \"dark\""), "u:1:1: there is no setting `them`; did you mean `theme`?");
    check(user("ui_scale = 9"), "u:1:12: `ui_scale` cannot be `9`; write a number from 0.5 to 4");
    check(user("watch = 'perhaps'"), "u:1:9: `watch` cannot be `perhaps`; write true or false");
    check(
        user("wheel = [1]"),
        "u:1:9: `wheel` is one value and no list or table; write, say, `wheel = \"auto\"`",
    );
    let (_, faults) = Settings::resolve(&user("theme = \n"));
    assert!(faults[0].to_string().starts_with("u:1:9: this is not TOML"), "{faults:?}");
    let environment = vec![("VEDUTA_THEEM".to_owned(), "dark".to_owned())];
    check(
        Layers { environment, ..Layers::default() },
        "VEDUTA_THEEM: there is no setting `theem`; did you mean `theme`?",
    );
}

#[test]
fn keys_are_read_from_their_file() {
    let check = |text: &str, expected: &[&str]| {
        let (_, faults) = key_map(&file("keys.toml", text).unwrap());
        let found: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("", &[]);
    check("\"ctrl+k\" = \"search\"\nx = \"focus\"\nf = \"\"", &[]);
    check(
        "\"ctrl+nokey\" = \"fit\"",
        &["keys.toml:1:1: `nokey` is no key; write, say, `ctrl+k`, `shift+f3`, `pgup` or `x`"],
    );
    check(
        "x = \"fitt\"\ny = 3",
        &[
            "keys.toml:1:1: `fitt` is not a command: there is no command `fitt`; did you mean `fit`?",
            "keys.toml:2:1: `y` is not given the text of a command; write, say, `\"ctrl+k\" = \"palette\"`",
        ],
    );
    let (keys, _) =
        key_map(&file("keys.toml", "\"ctrl+k\" = \"search\"\nx = \"bad one\"").unwrap());
    let (key, modifiers) = crate::explore::pressed("Ctrl+K").unwrap();
    assert_eq!(keys.bound(key, modifiers), "search".parse().ok());
}
