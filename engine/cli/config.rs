//! What is set, and which keys there are.

use serde_json::json;

use crate::explore::{KeyRow, Topic};
use crate::settings::{self, Fault, SETTINGS, Settings};

use super::{Exit, args, say};

/// The settings for `beside`, those that `flags` give included; what is wrong with them is told.
pub(super) fn settings(args: &args::Open) -> Settings {
    let beside = args.files.first().filter(|file| file.as_os_str() != "-");
    let (settings, faults) = settings::load(beside.map(AsRef::as_ref), flags(args));
    tell(&faults);
    settings
}

/// Prints every setting, and where its value comes from.
pub(super) fn run(args: &args::Config) -> Exit {
    let (settings, faults) = settings::load(args.file.as_deref(), set(&args.set));
    tell(&faults);
    let mut text = String::new();
    for setting in SETTINGS {
        let value = settings.get(setting.name);
        let origin = settings.origin(setting.name);
        if args.json {
            let line =
                json!({ "name": setting.name, "value": value, "origin": origin.to_string() });
            text += &format!("{line}\n");
            continue;
        }
        let written = format!("{} = {}", setting.name, value.unwrap_or("(what the diagram says)"));
        text += &match args.show_origin {
            true => format!("{written:<34}  {origin}\n"),
            false => format!("{written:<34}  # {}\n", setting.about),
        };
    }
    match say::hand_over(text.as_bytes()) {
        Exit::Done if !faults.is_empty() => Exit::Usage,
        exit => exit,
    }
}

/// Prints the keys as the person has them.
pub(super) fn keys(as_json: bool) -> Exit {
    let (keys, faults) = settings::load_keys();
    tell(&faults);
    let mut text = String::new();
    if as_json {
        for row in keys.rows() {
            let line = json!({
                "topic": topic(row),
                "keys": row.keys,
                "command": row.command,
                "about": row.about,
            });
            text += &format!("{line}\n");
        }
    } else {
        for row in keys.rows().iter().filter(|row| !row.keys.is_empty()) {
            text += &format!("{:<24}  {:<20}  {}\n", row.keys.join(", "), row.command, row.about);
        }
    }
    match say::hand_over(text.as_bytes()) {
        Exit::Done if !faults.is_empty() => Exit::Usage,
        exit => exit,
    }
}

/// Tells what is wrong with settings or keys; what is not wrong holds all the same.
pub(super) fn tell(faults: &[Fault]) {
    for fault in faults {
        say::warning(fault);
    }
}

fn topic(row: &KeyRow) -> &'static str {
    match row.topic {
        Topic::Camera => "camera",
        Topic::Select => "select",
        Topic::Structure => "structure",
        Topic::Trace => "trace",
        Topic::Find => "find",
        Topic::History => "history",
        Topic::Show => "show",
        Topic::Window => "window",
        Topic::File => "file",
        Topic::Tour => "tour",
        Topic::Present => "present",
        Topic::Own => "own",
    }
}

/// The flags that are settings, as written, by name and with their values.
fn flags(args: &args::Open) -> Vec<(String, &'static str, String)> {
    let mut flags = set(&args.set);
    let mut add = |flag: &str, name: &'static str, value: Option<String>| {
        flags.extend(value.map(|value| (flag.to_owned(), name, value)));
    };
    add("--theme", "theme", args.theme.map(args::name_of));
    add("--painter", "painter", args.painter.map(args::name_of));
    add("--effort", "effort", args.work.effort.map(args::name_of));
    add("--edges", "edges", args.work.edges.map(args::name_of));
    add("--no-watch", "watch", args.no_watch.then(|| "false".to_owned()));
    flags
}

fn set(pairs: &[(&'static str, String)]) -> Vec<(String, &'static str, String)> {
    pairs.iter().map(|(name, value)| ("--set".to_owned(), *name, value.clone())).collect()
}
