//! The icon packs at hand: those built in, the user's folder, and what `--icons` names; and the command that lists them.
//!
//! A pack that `--icons` names must be one, or nothing is done. A file in the folder that is none is told and left out: it
//! must not keep every diagram from opening.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use crate::icons::Icons;
use crate::input;
use crate::syntax;

use super::{Exit, say};

/// What commands that draw take.
#[derive(Debug, Default, Args)]
pub(super) struct Packs {
    /// A further icon pack, an Iconify JSON file; may be given again
    ///
    /// It goes before those built in. Packs in ~/.local/share/veduta/icons are always at hand.
    #[arg(long = "icons", value_name = "FILE.json")]
    icons: Vec<PathBuf>,
}

/// Finds icons, as `(pack:name)` in a diagram names them.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}\n",
    before_help = "Examples:
  veduta icons search kafka
  veduta icons list logos | wc -l
  veduta icons list aws --icons aws.json     a pack of yours
",
    after_help = "Put packs of yours into $XDG_DATA_HOME/veduta/icons (by default ~/.local/share/veduta/icons),\n\
                  each a file *.json in Iconify's format, such as `icons.json` of a package `@iconify-json/…`,\n\
                  or name them by `--icons`. They win over those built in."
)]
pub(super) struct Find {
    #[command(subcommand)]
    how: How,
}

#[derive(Debug, Subcommand)]
enum How {
    /// Print the ids whose name holds a word
    Search {
        /// Any part of a name, say `kafka`
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        word: String,
        #[command(flatten)]
        packs: Packs,
    },
    /// Print all ids, or those of one pack
    List {
        /// A pack (`logos`), or the beginning of an id (`logos:aws-`)
        prefix: Option<String>,
        #[command(flatten)]
        packs: Packs,
    },
}

/// Prints ids, one a line.
pub(super) fn run(args: &Find) -> Exit {
    let (How::Search { packs, .. } | How::List { packs, .. }) = &args.how;
    let icons = match load(packs) {
        Ok(icons) => icons,
        Err(exit) => return exit,
    };
    let (ids, missing) = match &args.how {
        How::Search { word, .. } => {
            (one_a_line(icons.search(word)), format!("no icon's name holds `{word}`"))
        }
        How::List { prefix, .. } => {
            let prefix = prefix.as_deref().unwrap_or_default();
            (one_a_line(list(&icons, prefix)), format!("no icon's id begins with `{prefix}`"))
        }
    };
    if !ids.is_empty() {
        return say::hand_over(ids.as_bytes());
    }
    let next = match &args.how {
        How::Search { word, .. } => next_for_word(&icons, word),
        How::List { prefix, .. } => next_for_prefix(&icons, prefix.as_deref().unwrap_or_default()),
    };
    say::error(format_args!("{missing}; {next}"));
    Exit::Diagnostics
}

/// All packs at hand; where one of `--icons` is none, the exit code, and why is said.
pub(super) fn load(packs: &Packs) -> Result<Icons, Exit> {
    let mut icons = Icons::bundled();
    for (path, added) in add_folder(&mut icons) {
        if let Err(fault) = added {
            say::note(format_args!("{}: {fault}; it is left out", path.display()));
        }
    }
    for path in &packs.icons {
        if let Err(fault) = add(&mut icons, path) {
            say::error(format_args!("{}: {fault}; {}", path.display(), fault.next()));
            return Err(fault.exit());
        }
    }
    Ok(icons)
}

/// Adds the packs of the user's folder by name, so that the last wins; what each came to.
pub(super) fn add_folder(icons: &mut Icons) -> Vec<(PathBuf, Result<Added, Fault>)> {
    let Some(folder) = folder() else { return Vec::new() };
    // Most people have no such folder.
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_json = |path: &PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(is_json).collect();
    paths.sort_unstable();
    let add = |path: PathBuf| {
        let added = add(icons, &path);
        (path, added)
    };
    paths.into_iter().map(add).collect()
}

/// Where the user's packs lie, as the XDG base directory specification has it; a relative path there counts as none.
pub(super) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let home = || std::env::home_dir().filter(|p| p.is_absolute()).map(|p| p.join(".local/share"));
    Some(named.or_else(home)?.join("veduta").join("icons"))
}

/// A pack that was added.
#[derive(Debug)]
pub(super) struct Added {
    /// What stands before the colon of its ids.
    pub(super) prefix: String,
    pub(super) n_icons: usize,
}

/// Why a file is no icon pack.
#[derive(Debug)]
pub(super) enum Fault {
    /// It cannot be read.
    Access(String),
    /// It is something else.
    Content(String),
}

impl Fault {
    fn exit(&self) -> Exit {
        match self {
            Self::Access(_) => Exit::InputOutput,
            Self::Content(_) => Exit::Usage,
        }
    }

    fn next(&self) -> &'static str {
        match self {
            Self::Access(_) => "check the path and who may read it",
            Self::Content(_) => {
                "give an Iconify JSON file, such as `icons.json` of a package `@iconify-json/…`"
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Access(reason) | Self::Content(reason)) = self;
        f.write_str(reason)
    }
}

fn add(icons: &mut Icons, path: &Path) -> Result<Added, Fault> {
    icons.add_pack(&read(path)?).map_err(|error| Fault::Content(error.to_string()))?;
    // The last added stands first.
    let (prefix, n_icons) = icons.packs().next().unwrap_or_default();
    Ok(Added { prefix: prefix.to_owned(), n_icons })
}

fn read(path: &Path) -> Result<String, Fault> {
    let unreadable = |cause: io::Error| match cause.kind() {
        io::ErrorKind::NotFound => Fault::Access("there is no such icon pack".to_owned()),
        io::ErrorKind::IsADirectory => {
            Fault::Access("this is a folder, not an icon pack".to_owned())
        }
        _ => Fault::Access(format!("the icon pack cannot be read ({cause})")),
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(input::LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > input::LIMIT {
        let limit = input::LIMIT >> 20;
        return Err(Fault::Access(format!("the icon pack is larger than {limit} MB")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        Fault::Content(format!("the icon pack is not UTF-8 ({})", error.utf8_error()))
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Ids of the pack `prefix`, or those that begin with it where it holds a colon.
fn list(icons: &Icons, prefix: &str) -> impl Iterator<Item = String> {
    let start = match prefix {
        "" => String::new(),
        whole if whole.contains(':') => whole.to_ascii_lowercase(),
        pack => format!("{}:", pack.to_ascii_lowercase()),
    };
    icons.names().filter(move |id| id.to_ascii_lowercase().starts_with(&start))
}

/// Each id once: a pack of the user's may replace icons of another.
fn one_a_line(ids: impl Iterator<Item = String>) -> String {
    let mut seen = BTreeSet::new();
    let mut lines = String::new();
    for id in ids {
        if seen.insert(id.clone()) {
            lines.push_str(&id);
            lines.push('\n');
        }
    }
    lines
}

fn next_for_word(icons: &Icons, word: &str) -> String {
    if let Some((pack, name)) = word.split_once(':') {
        return format!("search for the name alone: `veduta icons search {name}` (of `{pack}:`)");
    }
    let names: Vec<String> = icons.names().collect();
    let words: BTreeSet<&str> = names
        .iter()
        .filter_map(|id| id.rsplit(':').next())
        .flat_map(|name| name.split('-').chain([name]))
        .collect();
    match syntax::nearest(word.trim(), words) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "try a shorter word, or add a pack with `--icons FILE.json`".to_owned(),
    }
}

fn next_for_prefix(icons: &Icons, prefix: &str) -> String {
    let packs: BTreeSet<&str> = icons.packs().map(|(pack, _)| pack).collect();
    let pack = prefix.split(':').next().unwrap_or_default();
    match syntax::nearest(pack, packs.iter().copied()) {
        Some(near) if near != pack => format!("did you mean the pack `{near}`?"),
        Some(near) => format!("`veduta icons list {near}` prints the whole pack"),
        None => {
            let packs: Vec<&str> = packs.into_iter().collect();
            format!("the packs at hand are {}", packs.join(", "))
        }
    }
}
