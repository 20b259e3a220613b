//! Tells when the opened file, or the file of pins or the tour beside it, has changed.
//!
//! Folders are watched, not files: many editors write a new file and give it the old one's name.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use winit::event_loop::EventLoopProxy;

use super::shell::News;
use crate::input::Source;

/// An editor is done once nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(80);

/// Watches as long as it lives.
#[derive(Debug)]
pub(super) struct Watcher {
    _system: RecommendedWatcher,
}

impl Watcher {
    /// Tells `proxy` whenever what is read of `source` has changed; `None` where that is no file.
    ///
    /// # Errors
    ///
    /// Says why a folder cannot be watched.
    pub(super) fn start(
        source: &Source,
        proxy: EventLoopProxy<News>,
    ) -> Result<Option<Self>, String> {
        let files = files_of(source);
        let names: BTreeSet<OsString> =
            files.iter().filter_map(|file| file.file_name().map(OsString::from)).collect();
        if names.is_empty() {
            return Ok(None);
        }
        let (sender, changes) = mpsc::channel();
        let mut system = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // What the system could not tell may have been a change.
            if event.map_or(true, |event| concerns(&names, &event)) {
                let _ = sender.send(());
            }
        })
        .map_err(|error| error.to_string())?;
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| folder_of(file)).collect();
        for folder in folders {
            system.watch(folder, RecursiveMode::NonRecursive).map_err(|error| error.to_string())?;
        }
        let source = source.clone();
        thread::spawn(move || tell(&changes, &source, &proxy));
        Ok(Some(Self { _system: system }))
    }
}

/// Ends with the watcher, or with the window.
fn tell(changes: &Receiver<()>, source: &Source, proxy: &EventLoopProxy<News>) {
    while changes.recv().is_ok() {
        while changes.recv_timeout(QUIET).is_ok() {}
        if proxy.send_event(News::Changed(source.clone())).is_err() {
            return;
        }
    }
}

/// All that is read of `source`; of a link also what it leads to.
fn files_of(source: &Source) -> Vec<PathBuf> {
    let Some(path) = source.path() else { return Vec::new() };
    let named = [Some(path.to_owned()), source.beside(), source.tour()];
    let named: Vec<_> = named.into_iter().flatten().collect();
    let real: Vec<_> = named.iter().filter_map(|file| file.canonicalize().ok()).collect();
    named.into_iter().chain(real).collect()
}

/// The folder of `file`; a bare name lies in the current one.
fn folder_of(file: &Path) -> Option<&Path> {
    let folder = file.parent()?;
    Some(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// Whether `event` may have changed a file with one of these `names`. Reading one, as the window does itself, does not.
fn concerns(names: &BTreeSet<OsString>, event: &Event) -> bool {
    let is_change = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Other => event.need_rescan(),
    };
    let is_ours = |path: &PathBuf| path.file_name().is_some_and(|name| names.contains(name));
    is_change && (event.need_rescan() || event.paths.iter().any(is_ours))
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, Flag, ModifyKind, RemoveKind, RenameMode};

    use super::*;

    #[test]
    fn only_changes_to_what_is_read_count() {
        let names = BTreeSet::from(["a.mmd".into(), "a.veduta.toml".into()]);
        let check = |kind: EventKind, paths: &[&str], expected: bool| {
            let event = paths.iter().fold(Event::new(kind), |e, path| e.add_path(path.into()));
            assert_eq!(concerns(&names, &event), expected, "{event:?}");
        };
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        check(EventKind::Modify(ModifyKind::Any), &["/x/a.mmd"], true);
        check(EventKind::Create(CreateKind::File), &["/x/a.veduta.toml"], true);
        check(EventKind::Remove(RemoveKind::File), &["./a.mmd"], true);
        check(renamed, &["/x/.a.mmd.swp", "/x/a.mmd"], true);
        check(EventKind::Access(AccessKind::Close(AccessMode::Write)), &["/x/a.mmd"], true);
        check(EventKind::Access(AccessKind::Close(AccessMode::Read)), &["/x/a.mmd"], false);
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), &["/x/a.mmd"], false);
        check(EventKind::Modify(ModifyKind::Any), &["/x/b.mmd", "/x"], false);
        check(renamed, &["/x/.a.mmd.swp"], false);
        check(EventKind::Other, &["/x/a.mmd"], false);
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(concerns(&names, &lost), "{lost:?}");
    }

    #[test]
    fn files_are_watched_in_their_folders() {
        let check = |source: Source, expected: &[(&str, &str)]| {
            let files = files_of(&source);
            let found: Vec<_> = files
                .iter()
                .map(|f| (folder_of(f).unwrap().to_str().unwrap(), f.to_str().unwrap()))
                .collect();
            assert_eq!(found, expected);
        };
        check(Source::Stdin, &[]);
        check(Source::Nothing, &[]);
        let none = Source::File("none.mmd".into());
        check(none, &[(".", "none.mmd"), (".", "none.veduta.toml"), (".", "none.tour.yaml")]);
        let deep = Source::File("/no/such.md".into());
        let beside = [("/no", "/no/such.veduta.toml"), ("/no", "/no/such.tour.yaml")];
        check(deep, &[&[("/no", "/no/such.md")][..], &beside].concat());
    }
}
