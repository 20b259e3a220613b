use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// Puts a file with `bytes` at `path`, in place of what may be there.
///
/// The bytes go to a new file beside it, which is then renamed: whoever reads `path` sees the old file or the new one,
/// never half of one. A link is followed, permissions of a replaced file are kept, and what is no file (`/dev/stdout`) is
/// written to directly.
///
/// # Errors
/// [`Error::Write`]; `path` is then as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(path, bytes).map_err(|cause| Error::Write {
        path: path.to_owned(),
        next: next_step(&cause),
        cause,
    })
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() => {
            return OpenOptions::new().write(true).open(path)?.write_all(bytes);
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if old.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (aside, mut file) = create_beside(&target)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| old.map_or(Ok(()), |permissions| file.set_permissions(permissions)))
        .and_then(|()| fs::rename(&aside, &target));
    if written.is_err() {
        // What went wrong is told; a file left behind would only add to it.
        let _ = fs::remove_file(&aside);
    }
    written
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
