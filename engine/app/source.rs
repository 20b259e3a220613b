use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Larger texts are refused, bytes: a hand-written diagram is a thousandth of it.
const MAX_BYTES: u64 = 64 << 20;

/// Where a diagram's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, read anew at every reload.
    File(PathBuf),
    /// Standard input, read once.
    Stdin,
    /// A text at hand.
    Text {
        /// What the window calls it.
        name: String,
        /// It.
        text: String,
    },
}

/// Why there is nothing to be shown: what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// One line.
    pub(super) title: String,
    /// Further lines.
    pub(super) details: Vec<String>,
    /// The next step.
    pub(super) advice: String,
}

impl Source {
    /// What the window calls it: the file's name without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
            Self::Stdin => "standard input".to_owned(),
            Self::Text { name, .. } => name.clone(),
        }
    }

    /// Reads the text.
    pub(super) fn read(&self) -> Result<String, Problem> {
        let bytes = match self {
            Self::File(path) => read_file(path),
            Self::Stdin => read_all(io::stdin().lock()),
            Self::Text { text, .. } => return Ok(text.clone()),
        };
        let problem = |detail: String| Problem {
            title: format!("{} cannot be read", self.name()),
            details: vec![detail],
            advice: "Mend it and press R to try again.".to_owned(),
        };
        let bytes = bytes.map_err(|e| problem(sentence(&e)))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(problem(format!("It is larger than {} MB.", MAX_BYTES >> 20)));
        }
        match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Ok(text),
            Ok(_) | Err(_) => Err(problem("It is not text but binary data.".to_owned())),
        }
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    read_all(File::open(path)?)
}

/// One byte more than is allowed tells that there is more.
fn read_all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn sentence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "There is no such file.".to_owned(),
        io::ErrorKind::PermissionDenied => "You are not allowed to read it.".to_owned(),
        io::ErrorKind::IsADirectory => "It is a folder; give the name of a file in it.".to_owned(),
        _ => format!("{error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &[u8], expected: Result<&str, &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mmd");
        std::fs::write(&path, content).unwrap();
        match (Source::File(path).read(), expected) {
            (Ok(text), Ok(expected)) => assert_eq!(text, expected),
            (Err(problem), Err(detail)) => {
                assert_eq!(problem.title, "a.mmd cannot be read");
                assert_eq!(problem.details, [detail]);
            }
            (result, expected) => panic!("{result:?} is not {expected:?}"),
        }
    }

    #[test]
    fn texts_are_read_and_all_else_says_why_not() {
        check(b"architecture-beta", Ok("architecture-beta"));
        check(b"", Ok(""));
        check(&[0xff, 0xfe, 0x00], Err("It is not text but binary data."));
        check(b"ELF\0\0", Err("It is not text but binary data."));
    }

    #[test]
    fn what_is_no_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let details = |path: &Path| Source::File(path.to_owned()).read().unwrap_err().details;
        assert_eq!(details(folder.path()), ["It is a folder; give the name of a file in it."]);
        assert_eq!(details(&folder.path().join("no.mmd")), ["There is no such file."]);
    }

    #[test]
    fn a_huge_file_is_refused_without_being_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.mmd");
        File::create(&path).unwrap().set_len(MAX_BYTES * 16).unwrap();
        let problem = Source::File(path).read().unwrap_err();
        assert_eq!(problem.details, ["It is larger than 64 MB."]);
    }
}
