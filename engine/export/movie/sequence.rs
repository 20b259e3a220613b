//! A file for every frame.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{Clip, Watch, frames};
use crate::export::png::packed;
use crate::export::{Error, save};

/// A name with a place for a number, as `printf` has it: `frame_%05d.png`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    folder: PathBuf,
    before: String,
    /// Digits at least, filled up with zeros.
    width: usize,
    after: String,
}

impl Pattern {
    /// The pattern in the name of `path`.
    ///
    /// # Errors
    /// [`Error::Movie`] where the name has no place for a number, or several.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let wrong = || {
            Error::Movie(format!(
                "{}: numbered frames want one place for the number, say `frame_%05d.png`",
                path.display()
            ))
        };
        let mut numbers = name.match_indices('%').filter_map(|(start, _)| {
            let digits = name[start + 1..].split_once('d')?.0;
            let width = if digits.is_empty() { 1 } else { digits.parse().ok()? };
            (width <= WIDEST).then(|| (start, start + digits.len() + 2, width))
        });
        let (Some((start, end, width)), None) = (numbers.next(), numbers.next()) else {
            return Err(wrong());
        };
        Ok(Self {
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            before: name[..start].to_owned(),
            width,
            after: name[end..].to_owned(),
        })
    }

    /// The file of a frame.
    #[must_use]
    pub fn path(&self, frame_idx: usize) -> PathBuf {
        let Self { folder, before, width, after } = self;
        folder.join(format!("{before}{frame_idx:0width$}{after}"))
    }
}

/// More digits than any number of frames has.
const WIDEST: usize = 20;

/// Writes every frame of `clip` to a file of its own. Where that fails in the middle, those of this run are removed.
pub(super) fn write(
    clip: &Clip<'_>,
    pattern: &Pattern,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let mut n_written = 0;
    let written = frames::each(
        clip,
        watch,
        |picture| packed(picture, clip.opaque),
        |frame_idx, bytes| {
            save(&pattern.path(frame_idx), &bytes)?;
            n_written = frame_idx + 1;
            Ok(())
        },
    );
    if written.is_err() {
        for frame_idx in 0..n_written {
            // What went wrong is told; a file that cannot be removed would only add to it.
            let _ = std::fs::remove_file(pattern.path(frame_idx));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Pattern;

    #[test]
    fn patterns_have_one_place_for_a_number() {
        let check = |name: &str, seventh: Option<&str>| {
            let found = Pattern::of(Path::new(name)).ok().map(|pattern| pattern.path(7));
            assert_eq!(found.as_deref(), seventh.map(Path::new), "{name}");
        };
        check("frame_%05d.png", Some("frame_00007.png"));
        check("a%d/b%3d.png", Some("a%d/b007.png"));
        check("%d", Some("7"));
        check("100%_%02d.png", Some("100%_07.png"));
        for bad in ["frame.png", "%d%d.png", "%x.png", "%99d.png", "a%d/b.png", "%-3d.png", ""] {
            check(bad, None);
        }
    }
}
