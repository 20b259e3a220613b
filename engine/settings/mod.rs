//! What a person has set: by flags, variables of the environment, the project's file and their own, in this order.
//!
//! [`Settings::resolve`] is pure; [`load`] gives it what there is on this machine. What is wrong in a file is told with its
//! place, and the rest of the file holds all the same.

mod file;
mod find;
mod keymap;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::syntax::nearest;

pub use find::{config_folder, load, project_file, state_folder};
pub use keymap::{key_map, load_keys};

/// A setting that there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// What it is called in a file; `VEDUTA_` and this in capitals in the environment.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is where nobody says; `None` leaves it to the diagram.
    pub default: Option<&'static str>,
    /// What it does.
    pub about: &'static str,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
    /// A number from the first to the second.
    Number(f64, f64),
}

/// All settings.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    setting("theme", Kind::Word(&["dark", "light", "system", "file"]), Some("file"), "the colours: these, the desktop's, or the diagram's own"),
    setting("wheel", Kind::Word(&["auto", "zoom", "pan"]), Some("auto"), "what a wheel does; auto: a wheel zooms, a touchpad pans"),
    setting("animations", Kind::Word(&["full", "reduced", "system"]), Some("system"), "whether things fly; system: as the desktop wants it"),
    setting("ui_scale", Kind::Number(0.5, 4.0), Some("1"), "how large everything beside the diagram is"),
    setting("effort", Kind::Word(&["draft", "normal", "best"]), Some("normal"), "how much work a drawing is worth"),
    setting("edges", Kind::Word(&["orthogonal", "curved", "straight"]), None, "how edges run"),
    setting("painter", Kind::Word(&["auto", "gpu", "cpu"]), Some("auto"), "what draws the window"),
    setting("watch", Kind::Switch, Some("true"), "whether files are read again when they change"),
];

const fn setting(
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    about: &'static str,
) -> Setting {
    Setting { name, kind, default, about }
}

/// Where a value comes from; the later ones go before the earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has said anything.
    Default,
    /// A file and its line, counted from 1.
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(String),
    /// A flag on the command line.
    Flag(String),
}

/// What is wrong with a file, a variable or a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `file:line:column`, or the name of the variable or flag.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

/// The text of a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
}

/// What there is to be resolved, from what counts least to what counts most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// The person's own file.
    pub user: Option<File>,
    /// The project's.
    pub project: Option<File>,
    /// Variables and their values.
    pub environment: Vec<(String, String)>,
    /// Flags as written, the settings they are for, and their values.
    pub flags: Vec<(String, &'static str, String)>,
}

/// Every setting with its value and where that comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<&'static str, (String, Origin)>);

impl Settings {
    /// The settings that `layers` make, and what is wrong with them; what is wrong is left out.
    #[must_use]
    pub fn resolve(layers: &Layers) -> (Self, Vec<Fault>) {
        let mut settings = Self::default();
        let mut faults = Vec::new();
        for setting in SETTINGS {
            if let Some(value) = setting.default {
                settings.0.insert(setting.name, (value.to_owned(), Origin::Default));
            }
        }
        for file in [&layers.user, &layers.project].into_iter().flatten() {
            file::read(file, &mut settings, &mut faults);
        }
        for (variable, value) in &layers.environment {
            settings.take_variable(variable, value, &mut faults);
        }
        for (flag, name, value) in &layers.flags {
            if let Some(setting) = find(name) {
                settings.take(setting, value, Origin::Flag(flag.clone()), flag, &mut faults);
            }
        }
        (settings, faults)
    }

    /// The value of the setting `name`; `None` where the diagram is to say.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|(value, _)| value.as_str())
    }

    /// The number that the setting `name` is.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.parse().ok()
    }

    /// Where the value of `name` comes from.
    #[must_use]
    pub fn origin(&self, name: &str) -> Origin {
        self.0.get(name).map_or(Origin::Default, |(_, origin)| origin.clone())
    }

    fn take_variable(&mut self, variable: &str, value: &str, faults: &mut Vec<Fault>) {
        let name = variable.strip_prefix(PREFIX).unwrap_or(variable).to_ascii_lowercase();
        match find(&name) {
            _ if value.is_empty() || ELSEWHERE.contains(&name.as_str()) => {}
            Some(setting) => {
                let origin = Origin::Environment(variable.to_owned());
                self.take(setting, value, origin, variable, faults);
            }
            None => {
                let (message, hint) = unknown(&name);
                faults.push(Fault { place: variable.to_owned(), message, hint });
            }
        }
    }

    fn take(
        &mut self,
        setting: &'static Setting,
        value: &str,
        origin: Origin,
        place: &str,
        faults: &mut Vec<Fault>,
    ) {
        match setting.kind.read(value) {
            Ok(value) => _ = self.0.insert(setting.name, (value, origin)),
            Err(hint) => faults.push(Fault {
                place: place.to_owned(),
                message: format!("`{}` cannot be `{value}`", setting.name),
                hint,
            }),
        }
    }
}

/// What all variables begin with.
pub const PREFIX: &str = "VEDUTA_";
/// Variables of ours that are no settings.
const ELSEWHERE: &[&str] = &["require_window", "require_gpu"];

fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// What to say of a setting that there is not.
fn unknown(name: &str) -> (String, String) {
    let near = nearest(name, SETTINGS.iter().map(|setting| setting.name));
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`veduta config` lists what there is".to_owned(),
    };
    (format!("there is no setting `{name}`"), hint)
}

impl Kind {
    /// `text` in its own form.
    ///
    /// # Errors
    ///
    /// Says what would be right.
    pub fn read(self, text: &str) -> Result<String, String> {
        let text = text.trim();
        match self {
            Self::Word(words) => {
                let word = words.iter().find(|word| word.eq_ignore_ascii_case(text));
                word.map(|word| (*word).to_owned())
                    .ok_or_else(|| format!("write {}", one_of(words)))
            }
            Self::Switch => match text {
                "true" | "yes" | "on" | "1" => Ok("true".to_owned()),
                "false" | "no" | "off" | "0" => Ok("false".to_owned()),
                _ => Err("write true or false".to_owned()),
            },
            Self::Number(least, most) => {
                let number = text.parse().ok().filter(|n: &f64| (least..=most).contains(n));
                number
                    .map(|n| n.to_string())
                    .ok_or_else(|| format!("write a number from {least} to {most}"))
            }
        }
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        words => words.concat(),
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Environment(variable) => write!(f, "variable {variable}"),
            Self::Flag(flag) => write!(f, "flag {flag}"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.message, self.hint)
    }
}

/// `path:line:column` of the byte at `offset` of `text`, counted from 1 in lines and characters.
fn place(path: &Path, text: &str, offset: usize) -> (String, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (format!("{}:{line}:{column}", path.display()), line)
}
