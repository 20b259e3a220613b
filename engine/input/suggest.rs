use std::fs;
use std::path::{Path, PathBuf};

use crate::syntax::nearest;

/// A file beside `missing` whose name is near to it.
pub(super) fn similar(missing: &Path) -> Option<PathBuf> {
    let folder = missing.parent().unwrap_or(Path::new(""));
    let wanted = missing.file_name()?.to_string_lossy().into_owned();
    let names = file_names(folder);
    let stem = |name: &str| Path::new(name).file_stem().map(ToOwned::to_owned);
    let same_stem = names.iter().find(|name| is_diagram(name) && stem(name) == stem(&wanted));
    let found = match same_stem {
        Some(name) => name,
        None => nearest(&wanted, names.iter().map(String::as_str))?,
    };
    Some(folder.join(found))
}

/// All diagrams in `folder`, by name.
pub(super) fn diagrams_in(folder: &Path) -> Vec<PathBuf> {
    let names = file_names(folder).into_iter().filter(|name| is_diagram(name));
    names.map(|name| folder.join(name)).collect()
}

/// The first diagram in `folder`, by name.
pub(super) fn diagram_in(folder: &Path) -> Option<PathBuf> {
    file_names(folder).into_iter().find(|name| is_diagram(name)).map(|name| folder.join(name))
}

/// Sorted, so that a suggestion does not depend on the file system; empty where the folder cannot be read.
fn file_names(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .take(MOST_ENTRIES)
        .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}

/// A suggestion is not worth reading a huge folder for.
const MOST_ENTRIES: usize = 10_000;

fn is_diagram(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| ["mmd", "mermaid", "md"].iter().any(|k| e.eq_ignore_ascii_case(k)))
}
