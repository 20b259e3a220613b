//! The file of keys: `"ctrl+k" = "palette"`, and `""` for a key that is to do nothing.

use toml_edit::Document;

use super::{Fault, File, file, find::config_folder, find::file_at, place};
use crate::explore::Keys;

/// The table of keys with what `file` changes in it, and what is wrong with that.
#[must_use]
pub fn key_map(file: &File) -> (Keys, Vec<Fault>) {
    let mut keys = Keys::default();
    let document = match Document::parse(file.text.as_str()) {
        Ok(document) => document,
        Err(cause) => return (keys, vec![file::not_toml(file, &cause)]),
    };
    let mut faults = Vec::new();
    for (chord, item) in document.iter() {
        let span = document.key(chord).and_then(toml_edit::Key::span).or_else(|| item.span());
        let (at, _) = place(&file.path, &file.text, span.map_or(0, |span| span.start));
        let bound = match item.as_str() {
            Some(command) => keys.bind(chord, command),
            None => Err(format!("`{chord}` is not given the text of a command")),
        };
        if let Err(message) = bound {
            let (message, hint) = match message.split_once("; ") {
                Some((message, hint)) => (message.to_owned(), hint.to_owned()),
                None => (message, "write, say, `\"ctrl+k\" = \"palette\"`".to_owned()),
            };
            faults.push(Fault { place: at, message, hint });
        }
    }
    (keys, faults)
}

/// The keys as the person has them on this machine.
#[must_use]
pub fn load_keys() -> (Keys, Vec<Fault>) {
    let path = config_folder().map(|folder| folder.join("keys.toml"));
    match path.and_then(|path| file_at(&path)) {
        Some(Ok(file)) => key_map(&file),
        Some(Err(fault)) => (Keys::default(), vec![fault]),
        None => (Keys::default(), Vec::new()),
    }
}
