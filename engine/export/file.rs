use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// Puts a file with `bytes` at `path`, in place of what may be there, as [`Aside`] does.
///
/// # Errors
/// [`Error::Write`]; `path` is then as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut aside = Aside::create(path)?;
    aside.write_all(bytes).map_err(|cause| unwritten(path, cause))?;
    aside.finish()
}

/// A file that comes to its place when it is whole.
///
/// The bytes go to a new file beside it, which is then renamed: whoever reads the path sees the old file or the new one,
/// never half of one. A link is followed, permissions of a replaced file are kept, and what is no file (`/dev/stdout`) is
/// written to directly. Dropped before [`Aside::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Aside {
    /// As the caller named it.
    path: PathBuf,
    /// Where the file goes, links followed, and where it is until then; `None` is written to directly.
    places: Option<(PathBuf, PathBuf)>,
    /// Of the file that is replaced.
    permissions: Option<Permissions>,
    file: BufWriter<File>,
}

impl Aside {
    /// Begins the file that is to stand at `path`.
    ///
    /// # Errors
    /// [`Error::Write`] where there can be no file.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Self::begin(path).map_err(|cause| unwritten(path, cause))
    }

    fn begin(path: &Path) -> io::Result<Self> {
        let started = |places, permissions, file| {
            Ok(Self { path: path.to_owned(), places, permissions, file: BufWriter::new(file) })
        };
        let permissions = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if !metadata.is_file() => {
                return started(None, None, OpenOptions::new().write(true).open(path)?);
            }
            Ok(metadata) => Some(metadata.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if permissions.as_ref().is_some_and(Permissions::readonly) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (aside, file) = create_beside(&target)?;
        started(Some((target, aside)), permissions, file)
    }

    /// Where the bytes are until the file is whole, for programs that write it themselves.
    #[must_use]
    pub fn until_then(&self) -> &Path {
        self.places.as_ref().map_or(&self.path, |(_, aside)| aside)
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`Error::Write`]; what stood there is then as it was.
    pub fn finish(mut self) -> Result<(), Error> {
        self.settle().map_err(|cause| unwritten(&self.path, cause))
    }

    fn settle(&mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some((target, aside)) = &self.places {
            if let Some(permissions) = self.permissions.take() {
                self.file.get_ref().set_permissions(permissions)?;
            }
            fs::rename(aside, target)?;
        }
        self.places = None;
        Ok(())
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Some((_, aside)) = &self.places {
            // What went wrong is told; a file left behind would only add to it.
            let _ = fs::remove_file(aside);
        }
    }
}

/// Names the file that could not be written, where `error` knows only that bytes could not.
#[must_use]
pub fn at(path: &Path, error: Error) -> Error {
    match error {
        Error::Stream(cause) => unwritten(path, cause),
        Error::Encode(::png::EncodingError::IoError(cause)) => unwritten(path, cause),
        other => other,
    }
}

/// Why there is no file at `path`.
pub(super) fn unwritten(path: &Path, cause: io::Error) -> Error {
    Error::Write { path: path.to_owned(), next: next_step(&cause), cause }
}

/// A new file in the same folder, so that renaming it moves no bytes.
fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy();
    let mut attempt = 0;
    loop {
        let aside = target.with_file_name(format!(".{name}.{}-{attempt}.part", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                attempt += 1;
            }
            other => return other.map(|file| (aside, file)),
        }
    }
}

fn next_step(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::NotFound => "make the folder first",
        io::ErrorKind::NotADirectory => "what stands before the last `/` is no folder; choose one",
        io::ErrorKind::InvalidFilename => "choose a shorter name",
        io::ErrorKind::IsADirectory => "name a file in the folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose another folder or change its permissions"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room, or choose another disk"
        }
        _ => "choose another place",
    }
}
