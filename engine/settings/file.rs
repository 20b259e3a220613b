//! A file of settings: one `name = value` a line, in TOML.

use toml_edit::{Document, Item};

use super::{Fault, File, Origin, Settings, find, place, unknown};

/// Takes what `file` says into `settings`.
pub(super) fn read(file: &File, settings: &mut Settings, faults: &mut Vec<Fault>) {
    let document = match Document::parse(file.text.as_str()) {
        Ok(document) => document,
        Err(cause) => return faults.push(not_toml(file, &cause)),
    };
    for (name, item) in document.iter() {
        let start = document.key(name).and_then(toml_edit::Key::span).map_or(0, |span| span.start);
        let (at, line) = place(&file.path, &file.text, start);
        let Some(setting) = find(&name.replace('-', "_")) else {
            let (message, hint) = unknown(name);
            faults.push(Fault { place: at, message, hint });
            continue;
        };
        let (value_at, _) = place(&file.path, &file.text, item.span().map_or(start, |s| s.start));
        match scalar(item) {
            Some(value) => {
                let origin = Origin::File(file.path.clone(), line);
                settings.take(setting, &value, origin, &value_at, faults);
            }
            None => faults.push(Fault {
                place: value_at,
                message: format!("`{name}` is one value and no list or table"),
                hint: format!("write, say, `{name} = \"{}\"`", setting.default.unwrap_or("…")),
            }),
        }
    }
}

/// What is wrong with a file that is not TOML.
pub(super) fn not_toml(file: &File, cause: &toml_edit::TomlError) -> Fault {
    let offset = cause.span().map_or(0, |span| span.start);
    Fault {
        place: place(&file.path, &file.text, offset).0,
        message: format!("this is not TOML: {}", cause.message().trim().replace('\n', ", ")),
        hint: "write one `name = \"value\"` a line".to_owned(),
    }
}

/// Text without its quotes, a number or a switch.
fn scalar(item: &Item) -> Option<String> {
    let value = item.as_value()?;
    let text = value.as_str().map(ToOwned::to_owned);
    let switch = || value.as_bool().map(|is_on| is_on.to_string());
    let whole = || value.as_integer().map(|n| n.to_string());
    let number = || value.as_float().map(|n| n.to_string());
    text.or_else(switch).or_else(whole).or_else(number)
}
