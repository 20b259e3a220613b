use std::sync::OnceLock;

use kurbo::{Rect, Shape};

use super::*;

fn bundled() -> &'static Icons {
    static ICONS: OnceLock<Icons> = OnceLock::new();
    ICONS.get_or_init(Icons::bundled)
}

fn shared(path: &str) -> Option<String> {
    let found =
        std::fs::read_to_string(format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR"))).ok();
    if found.is_none() {
        eprintln!("skipped: ../shared/{path} is not here");
    }
    found
}

fn icon_ids(text: &str) -> Vec<String> {
    let mut ids: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("service ") || line.starts_with("group "))
        .filter_map(|line| {
            let (head, rest) = line.split_once('(')?;
            (!head.contains('[')).then(|| rest.split(')').next().unwrap_or_default().to_owned())
        })
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

#[test]
fn print_corpus() {
    let Ok(dir) =
        std::fs::read_dir(format!("{}/../shared/corpus/architecture", env!("CARGO_MANIFEST_DIR")))
    else {
        return;
    };
    let mut ids = Vec::new();
    for entry in dir {
        ids.extend(icon_ids(&std::fs::read_to_string(entry.unwrap().path()).unwrap()));
    }
    ids.extend(icon_ids(&shared("corpus/multi-cloud.mmd").unwrap()));
    ids.sort();
    ids.dedup();
    for id in ids {
        let found = bundled().resolve(&id);
        let icon = found.icon.as_deref();
        let name = icon.map_or("-", |icon| &icon.name);
        let aspect = icon.map_or(1.0, |icon| icon.width / icon.height);
        if name != id || !(0.6..1.7).contains(&aspect) {
            println!("{:?} {id} -> {name} {aspect:.2}", found.fit);
        }
    }
}
#[test]
fn print_things() {
    for (word, id) in names::THINGS.iter().chain(&names::CLOUD_MARKS) {
        if bundled().resolve(id).fit != Fit::Exact {
            println!("{word} {id} {:?}", bundled().resolve(id).icon.map(|i| i.name.clone()));
        }
    }
}
