//! The system's dialogs that ask which file to open or to write, on a thread of its own, so that the window goes on.

use std::path::{Path, PathBuf};
use std::thread;

use winit::event_loop::EventLoopProxy;

use super::shell::News;

/// What has become of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// These files, none where it was called off.
    Files(Vec<PathBuf>),
    /// This file is to be written.
    Target(PathBuf),
    /// There is nothing that could ask which file to write.
    NoTarget,
    /// There is nothing that could ask; says why, and what to do instead.
    Nobody(String),
}

/// Asks which files to open, beginning in `folder`; `proxy` is told.
pub(super) fn ask(folder: Option<PathBuf>, proxy: EventLoopProxy<News>) {
    thread::spawn(move || {
        let answer = match obstacle() {
            Some(reason) => Answer::Nobody(reason),
            None => Answer::Files(files(folder)),
        };
        // A failed send means that the window is gone.
        let _ = proxy.send_event(News::Chosen(answer));
    });
}

/// Asks which file to write, with `usual` as what most will want; `proxy` is told, but of nothing where it was called off.
pub(super) fn ask_target(usual: PathBuf, proxy: EventLoopProxy<News>) {
    thread::spawn(move || {
        let answer = match obstacle() {
            Some(_) => Some(Answer::NoTarget),
            None => target(&usual).map(Answer::Target),
        };
        if let Some(answer) = answer {
            let _ = proxy.send_event(News::Chosen(answer));
        }
    });
}

fn target(usual: &Path) -> Option<PathBuf> {
    let mut dialog = rfd::FileDialog::new()
        .set_title("Export")
        .add_filter("Pictures", &["png", "svg", "pdf"])
        .add_filter("What moves", &["gif", "apng", "mp4", "webm"]);
    if let Some(folder) = usual.parent() {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = usual.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    dialog.save_file()
}

fn files(folder: Option<PathBuf>) -> Vec<PathBuf> {
    let mut dialog = rfd::FileDialog::new()
        .set_title("Open a diagram")
        .add_filter("Diagrams", &["mmd", "mermaid", "md", "markdown"])
        .add_filter("All files", &["*"]);
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    dialog.pick_files().unwrap_or_default()
}

/// Why there is no dialog: rfd itself takes a desktop without a portal for somebody who called it off.
#[cfg(target_os = "linux")]
fn obstacle() -> Option<String> {
    use zbus::blocking::{Connection, fdo::DBusProxy};

    const PORTAL: &str = "org.freedesktop.portal.Desktop";
    const INSTEAD: &str = "drop a file on the window, or copy its path and press Ctrl+V";
    let has_portal = || -> zbus::Result<bool> {
        let bus = DBusProxy::new(&Connection::session()?)?;
        let startable = bus.list_activatable_names()?;
        let known = startable.iter().any(|name| name.as_str() == PORTAL);
        Ok(known || bus.name_has_owner(PORTAL.try_into()?)?)
    };
    match has_portal() {
        Ok(true) => None,
        Ok(false) => Some(format!(
            "this desktop has no file dialog to offer (xdg-desktop-portal is not there); {INSTEAD}"
        )),
        Err(cause) => Some(format!(
            "this desktop has no file dialog to offer (no session bus: {cause}); {INSTEAD}"
        )),
    }
}

#[cfg(not(target_os = "linux"))]
fn obstacle() -> Option<String> {
    None
}
