use std::sync::Arc;

use super::*;
use crate::diagram::{Earlier, Options, Resources, Watch};
use crate::icons::Icons;
use crate::scene::Theme;
use crate::text::Fonts;

const OLD: &str = "architecture-beta\n  group g(cloud)[Group]\n  service a(server)[A] in g\n  \
                   service b(database)[B] in g\n  service c(disk)[C]\n  a:R --> L:b\n  b:R --> L:c\n";

fn resources() -> Resources {
    Resources { fonts: Fonts::bundled(), icons: Icons::bundled() }
}

/// Both texts drawn, the second from the first.
fn drawn(old: &str, new: &str) -> (Diagram, Diagram) {
    let mut resources = resources();
    let old = Diagram::new(old, &mut resources);
    let after = Some(Arc::new(Earlier::of(&old)));
    let options = Options { after, ..Options::default() };
    let new = Diagram::watched(new, &mut resources, &options, &mut Watch::default());
    (old, new)
}

fn told(things: &[Thing]) -> Vec<String> {
    things.iter().map(|thing| format!("{} {}", thing.kind, thing.id)).collect()
}

#[test]
fn the_same_text_has_no_changes() {
    let (old, new) = drawn(OLD, OLD);
    assert!(Changes::between(&old, &new).is_empty());
}

#[test]
fn what_came_went_and_is_called_otherwise_is_told() {
    let edited = OLD
        .replace("service c(disk)[C]\n", "service d(disk)[D]\n  service e(cloud)[E] in g\n")
        .replace("(server)[A]", "(server)[Front]")
        .replace("b:R --> L:c\n", "b:R --> L:d\n  a:B --> T:e\n");
    let (old, new) = drawn(OLD, &edited);
    let changes = Changes::between(&old, &new);
    assert_eq!(told(&changes.added), ["service d", "service e", "edge b -> d", "edge a -> e"]);
    assert_eq!(told(&changes.removed), ["service c", "edge b -> c"]);
    let [renamed] = &changes.renamed[..] else { panic!("{:?}", changes.renamed) };
    assert_eq!((renamed.before.as_str(), renamed.after.as_str()), ("A (server)", "Front (server)"));
    assert_eq!(renamed.thing.id, "a");
}

#[test]
fn what_lies_in_another_group_is_told_once() {
    let edited = OLD.replace("service b(database)[B] in g", "service b(database)[B]");
    let (old, new) = drawn(OLD, &edited);
    let changes = Changes::between(&old, &new);
    let [regrouped] = &changes.regrouped[..] else { panic!("{:?}", changes.regrouped) };
    assert_eq!((regrouped.thing.id.as_str(), regrouped.before.as_deref()), ("b", Some("g")));
    assert_eq!(regrouped.after, None);
    assert!(!changes.moved.iter().any(|moved| moved.thing.id == "b"), "{:?}", changes.moved);
}

#[test]
fn another_side_makes_an_edge_run_elsewhere() {
    let edited = OLD.replace("a:R --> L:b", "a:B --> B:b");
    let (old, new) = drawn(OLD, &edited);
    let changes = Changes::between(&old, &new);
    let is_told = told(&changes.rerouted).contains(&"edge a -> b".to_owned())
        || changes.moved.iter().any(|moved| ["a", "b"].contains(&moved.thing.id.as_str()));
    assert!(is_told, "{changes:?}");
}

#[test]
fn a_film_begins_with_the_one_and_ends_with_the_other() {
    let edited = OLD.replace("  service c(disk)[C]\n", "").replace("  b:R --> L:c\n", "");
    let edited = format!("{edited}  service d(cloud)[D]\n  b:R --> L:d\n");
    let (old, new) = drawn(OLD, &edited);
    let changes = Changes::between(&old, &new);
    let naming = Naming { before: "before", after: "after" };
    let film = Film::new(&old, &new, &changes, &Theme::dark(), naming, &mut resources().fonts);
    let seen = |time: f64, id: &str, class: &str| {
        let scene = film.at(time, 1.0);
        let found = scene.elements.iter().filter(|e| &*e.id == id && e.class == class);
        found.map(|element| element.opacity).fold(0.0, f32::max)
    };
    for (time, c, d) in [(0.0, 1.0, 0.0), (Film::SECS, 0.0, 1.0)] {
        assert_eq!((seen(time, "c", "service"), seen(time, "d", "service")), (c, d), "{time}");
    }
    assert_eq!(seen(0.0, "c", "change"), 1.0, "what will go is marked from the beginning");
    assert_eq!(seen(0.0, "d", "change"), 0.0);
    assert_eq!(seen(Film::SECS, "d", "change"), 1.0);
    assert!(seen(Film::SECS, "c", "change") > 0.2, "what is gone is still told in the end");
    assert_eq!(film.at(0.0, 1.0).bounds, film.at(9.0, 1.0).bounds, "the frame stands still");
    let last = film.at(9.0, 1.0);
    let outside = last.elements.iter().any(|e| e.bounds.union(last.bounds) != last.bounds);
    assert!(!outside, "all of it is in the frame");
}

#[test]
fn groups_have_titles_at_every_size_of_the_film() {
    let edited = OLD.replace("a:R --> L:b", "a:B --> B:b");
    let (old, new) = drawn(OLD, &edited);
    let changes = Changes::between(&old, &new);
    let naming = Naming { before: "before", after: "after" };
    let film = Film::new(&old, &new, &changes, &Theme::dark(), naming, &mut resources().fonts);
    for (time, scale) in [(0.0, 0.5), (0.0, 1.0), (Film::SECS, 0.5), (Film::SECS, 1.0)] {
        let scene = film.at(time, scale);
        let titles = scene.elements.iter().filter(|element| element.class == "group-title");
        let seen = titles.filter(|title| title.seen.opacity(scale) * title.opacity > 0.9).count();
        assert_eq!(seen, new.graph.groups.len(), "{time} s at {scale}");
    }
}
