//! Where settings are on this machine.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Fault, File, Layers, PREFIX, Settings};

/// The settings on this machine for a diagram at `beside`, or for the current folder, under what `flags` say: each as
/// written, the setting it is for, and its value.
#[must_use]
pub fn load(
    beside: Option<&Path>,
    flags: Vec<(String, &'static str, String)>,
) -> (Settings, Vec<Fault>) {
    let mut unreadable = Vec::new();
    let mut file = |path: Option<PathBuf>| match file_at(&path?)? {
        Ok(file) => Some(file),
        Err(fault) => {
            unreadable.push(fault);
            None
        }
    };
    let user = file(config_folder().map(|folder| folder.join("config.toml")));
    let project = file(project_file(beside));
    let variables = env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok().filter(|name| name.starts_with(PREFIX))?;
        Some((name, value.to_string_lossy().into_owned()))
    });
    let mut environment: Vec<_> = variables.collect();
    environment.sort();
    let (settings, mut faults) = Settings::resolve(&Layers { user, project, environment, flags });
    faults.splice(0..0, unreadable);
    (settings, faults)
}

/// The folder of the person's settings: `$XDG_CONFIG_HOME/veduta`, else what the system has for it.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME", &[".config"], "APPDATA", "Library/Application Support")
}

/// The folder of what is kept from run to run: `$XDG_STATE_HOME/veduta`, else what the system has for it.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    folder("XDG_STATE_HOME", &[".local", "state"], "LOCALAPPDATA", "Library/Application Support")
}

fn folder(variable: &str, in_home: &[&str], on_windows: &str, on_mac: &str) -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let home = || absolute("HOME");
    let own = || {
        if cfg!(windows) {
            absolute(on_windows)
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join(on_mac))
        } else {
            home().map(|home| in_home.iter().fold(home, |path, part| path.join(part)))
        }
    };
    absolute(variable).or_else(own).map(|folder| folder.join("veduta"))
}

/// The nearest `.veduta.toml` in the folder of `beside`, or the current one, and the folders above.
#[must_use]
pub fn project_file(beside: Option<&Path>) -> Option<PathBuf> {
    let start = match beside.and_then(Path::parent) {
        Some(folder) => std::path::absolute(folder).ok()?,
        None => env::current_dir().ok()?,
    };
    let start = if start.as_os_str().is_empty() { env::current_dir().ok()? } else { start };
    start.ancestors().map(|folder| folder.join(".veduta.toml")).find(|file| file.is_file())
}

/// The file at `path`; `None` where there is none.
pub(super) fn file_at(path: &Path) -> Option<Result<File, Fault>> {
    match fs::read_to_string(path) {
        Ok(text) => Some(Ok(File { path: path.to_owned(), text })),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
        Err(cause) => Some(Err(Fault {
            place: path.display().to_string(),
            message: format!("cannot be read ({cause})"),
            hint: "check who may read it".to_owned(),
        })),
    }
}
