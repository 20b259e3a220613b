//! What is kept from run to run: the window's size, where one was in each file, and which files were open.
//!
//! One file of JSON in the folder of states. One that is missing or not understood is as good as none, and one that cannot be
//! written is no reason to trouble anybody: nothing depends on it.

use std::fs;
use std::path::{Path, PathBuf};

use kurbo::Point;
use serde_json::{Value, json};

use crate::explore::Pose;
use crate::export;
use crate::settings::state_folder;

/// So many files are remembered.
const MOST_FILES: usize = 200;
/// So many are offered to be opened again.
const MOST_RECENT: usize = 12;

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory {
    /// Width and height of the window's inside, logical px.
    pub(super) size: Option<(f64, f64)>,
    /// Whether it was as large as the screen.
    pub(super) maximised: bool,
    /// By the hash of the path, the latest first; `None` where everything was seen.
    places: Vec<(String, Option<Pose>)>,
    /// The latest first.
    recent: Vec<PathBuf>,
}

/// The files that were open last and are still there, the latest first.
#[must_use]
pub fn recent_files() -> Vec<PathBuf> {
    Memory::load().recent.into_iter().filter(|path| path.is_file()).take(MOST_RECENT).collect()
}

impl Memory {
    /// What was kept on this machine.
    pub(super) fn load() -> Self {
        let text = file().and_then(|file| fs::read_to_string(file).ok());
        let value = text.and_then(|text| serde_json::from_str(&text).ok());
        value.map(|value| Self::read(&value)).unwrap_or_default()
    }

    /// Keeps it; says what stands in the way.
    pub(super) fn save(&self) -> Result<(), String> {
        let file = file().ok_or_else(|| "there is no home folder".to_owned())?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|cause| cause.to_string())?;
        }
        export::save(&file, self.write().to_string().as_bytes()).map_err(|error| error.to_string())
    }

    /// Where one was in the file at `path`; `None` where everything was seen, or nothing is known.
    pub(super) fn place(&self, path: &Path) -> Option<Pose> {
        let hash = hash(path);
        self.places.iter().find(|(known, _)| *known == hash)?.1
    }

    /// Keeps where one is in the file at `path`, which is then the latest.
    pub(super) fn keep(&mut self, path: &Path, place: Option<Pose>) {
        let hash = hash(path);
        self.places.retain(|(known, _)| *known != hash);
        self.places.insert(0, (hash, place));
        self.places.truncate(MOST_FILES);
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|known| *known != path);
        self.recent.insert(0, path);
        self.recent.truncate(MOST_RECENT);
    }

    fn read(value: &Value) -> Self {
        let number = |value: &Value| value.as_f64().filter(|n| n.is_finite());
        let size = || Some((number(&value["size"][0])?, number(&value["size"][1])?));
        let list = |name: &str| value[name].as_array().cloned().unwrap_or_default();
        let pose = |place: &Value| {
            let zoom = number(&place["zoom"]).filter(|zoom| *zoom > 0.0)?;
            let center = Point::new(number(&place["center"][0])?, number(&place["center"][1])?);
            Some(Pose { center, zoom })
        };
        let place = |place: &Value| Some((place["file"].as_str()?.to_owned(), pose(place)));
        Self {
            size: size().filter(|(width, height)| *width >= 1.0 && *height >= 1.0),
            maximised: value["maximised"].as_bool().unwrap_or(false),
            places: list("places").iter().filter_map(place).collect(),
            recent: list("recent").iter().filter_map(Value::as_str).map(PathBuf::from).collect(),
        }
    }

    fn write(&self) -> Value {
        let place = |(file, pose): &(String, Option<Pose>)| match pose {
            Some(pose) => {
                json!({ "file": file, "center": [pose.center.x, pose.center.y], "zoom": pose.zoom })
            }
            None => json!({ "file": file }),
        };
        json!({
            "size": self.size.map(|(width, height)| [width, height]),
            "maximised": self.maximised,
            "places": self.places.iter().map(place).collect::<Vec<_>>(),
            "recent": self.recent.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>(),
        })
    }
}

fn file() -> Option<PathBuf> {
    state_folder().map(|folder| folder.join("state.json"))
}

/// FNV-1a of the path from the root: the same on every run, and short; places do not tell what the files are called.
fn hash(path: &Path) -> String {
    let path = path.canonicalize().or_else(|_| std::path::absolute(path));
    let path = path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", path.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let pose = Pose { center: Point::new(3.5, -4.0), zoom: 0.25 };
        let mut memory =
            Memory { size: Some((800.0, 600.0)), maximised: true, ..Memory::default() };
        memory.keep(Path::new("/x/a.mmd"), Some(pose));
        memory.keep(Path::new("/x/b.mmd"), None);
        let again = Memory::read(&memory.write());
        assert_eq!(again, memory);
        assert_eq!(again.place(Path::new("/x/a.mmd")), Some(pose));
        assert_eq!(again.place(Path::new("/x/b.mmd")), None);
        assert_eq!(again.recent, [PathBuf::from("/x/b.mmd"), PathBuf::from("/x/a.mmd")]);
        for number in 0..300 {
            memory.keep(Path::new(&format!("/x/{number}.mmd")), Some(pose));
        }
        assert_eq!((memory.places.len(), memory.recent.len()), (MOST_FILES, MOST_RECENT));
    }

    #[test]
    fn what_is_not_understood_is_nothing() {
        for text in ["null", "[]", "{}", r#"{"size":[0,5],"places":[{"file":3}],"recent":7}"#] {
            let memory = Memory::read(&serde_json::from_str(text).unwrap());
            assert_eq!(memory, Memory::default(), "{text}");
        }
        let text = r#"{"places":[{"file":"a","center":[1,2],"zoom":-1}]}"#;
        let memory = Memory::read(&serde_json::from_str(text).unwrap());
        assert_eq!(memory.places, [("a".to_owned(), None)]);
    }
}
