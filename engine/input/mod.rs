//! A file or standard input to text, or one sentence that says what is wrong with it and what to do next.
//!
//! The command line and the window read through here, so both say the same. Reading knows nothing of the language: what
//! is read is bytes, then UTF-8 without a byte order mark. A byte of zero, which no text has, tells a binary file from a
//! text in another encoding. [`require_statements`] is the one question asked afterwards, of the parsed document.

mod link;
mod sources;
mod suggest;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::syntax::{self, Document};

pub use link::Link;
pub use sources::sources;

/// The whole text of `source`, a leading byte order mark removed.
///
/// # Errors
/// What [`Error`] lists; nothing larger than [`LIMIT`] is held in memory.
pub fn read(source: &Source) -> Result<String, Error> {
    let mut text = read_as_is(source)?;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    Ok(text)
}

/// The whole text of `source`, for whoever writes it back: a byte order mark is kept.
///
/// # Errors
/// As [`read`].
pub fn read_as_is(source: &Source) -> Result<String, Error> {
    let (bytes, size) = match source {
        Source::File(path) => read_file(path)?,
        Source::Stdin => read_limited(io::stdin().lock(), source, None)?,
        Source::Nothing => return Err(Error::Nothing),
        Source::Text(text) => (text.clone().into_bytes(), text.len() as u64),
        Source::Part { path, number, .. } => {
            return part(&read_as_is(&Source::File(path.clone()))?, *number, source);
        }
    };
    if size > LIMIT {
        return Err(Error::TooLarge { source_name: source.to_string() });
    }
    decode(bytes, source)
}

/// The path and the text of the file beside `source` that holds what the diagram's text has no words for, if there is one.
///
/// # Errors
/// As [`read`], for that file; one without text is no error.
pub fn read_beside(source: &Source) -> Result<Option<(PathBuf, String)>, Error> {
    let Some(path) = source.beside().filter(|path| path.exists()) else { return Ok(None) };
    match read(&Source::File(path.clone())) {
        Ok(text) => Ok(Some((path, text))),
        Err(Error::Empty { .. }) => Ok(Some((path, String::new()))),
        Err(error) => Err(error),
    }
}

/// The path and the text of the tour at `path`, else of the one beside `source`, if there is one.
///
/// # Errors
/// As [`read`], for that file; that a tour is not there is an error only where it was named.
pub fn read_tour(source: &Source, path: Option<&Path>) -> Result<Option<(PathBuf, String)>, Error> {
    let beside = || source.tour().filter(|path| path.exists());
    let Some(path) = path.map(Path::to_owned).or_else(beside) else { return Ok(None) };
    match read(&Source::File(path.clone())) {
        Ok(text) => Ok(Some((path, text))),
        Err(Error::Empty { .. }) => Ok(Some((path, String::new()))),
        Err(error) => Err(error),
    }
}

/// The file that holds what was measured of `source`: the first there is of [`Source::measures`]. `None` where there is none.
#[must_use]
pub fn measures_of(source: &Source) -> Option<PathBuf> {
    source.measures().into_iter().find(|path| path.exists())
}

/// Whether anything can be drawn of `document`, which was read from `source`.
///
/// # Errors
/// [`Error::NoStatements`] where it holds no statement, and no title that could be drawn alone.
pub fn require_statements(document: &Document, source: &Source) -> Result<(), Error> {
    let has_title = document.title.as_ref().is_some_and(|title| !title.value.is_empty());
    if document.statements.is_empty() && !has_title {
        return Err(Error::NoStatements { source_name: source.to_string() });
    }
    Ok(())
}

/// The largest input that is read, bytes (64 MiB): some two million lines, far above any drawing a person can read, and
/// small enough that a file given by mistake cannot exhaust the memory.
pub const LIMIT: u64 = 64 << 20;

/// Where a diagram's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input, to its end.
    Stdin,
    /// Nothing yet: a window that waits for a file.
    Nothing,
    /// Text that was pasted.
    Text(String),
    /// One of several diagrams in a Markdown file.
    Part {
        /// The file.
        path: PathBuf,
        /// Which of them, from 0.
        number: usize,
        /// What it is called: by the heading above it, or by its number.
        title: String,
    },
}

/// Why there is no text, or nothing in it. The message is one line and ends with a next step.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No file is named.
    #[error("no diagram is open; drop a file on the window, or start `veduta FILE`")]
    Nothing,
    /// No such file.
    #[error("{path}: there is no such file; {}", next_for_missing(similar.as_deref()), path = path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
        /// A file that may have been meant.
        similar: Option<PathBuf>,
    },
    /// A folder.
    #[error("{path}: this is a folder; {}", next_for_folder(example.as_deref()), path = path.display())]
    Folder {
        /// The path as given.
        path: PathBuf,
        /// A diagram in it.
        example: Option<PathBuf>,
    },
    /// It exists but cannot be read.
    #[error("{source_name}: cannot be read ({cause}); {}", next_for_cause(cause))]
    Unreadable {
        /// The path as given, or the name of standard input.
        source_name: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// Larger than [`LIMIT`].
    #[error("{source_name}: this is larger than the {} MB that Veduta reads; is it the right file? If so, split the diagram", LIMIT >> 20)]
    TooLarge {
        /// The path as given, or the name of standard input.
        source_name: String,
    },
    /// Nothing, or nothing but blanks.
    #[error(
        "{source_name}: this is empty; begin with a line `architecture-beta` and then, say, `service api(server)[API]`"
    )]
    Empty {
        /// The path as given, or the name of standard input.
        source_name: String,
    },
    /// Not text.
    #[error(
        "{source_name}: this is binary data, not text (first at byte {offset}); give a Mermaid file (.mmd, or .md with a mermaid fence)"
    )]
    Binary {
        /// The path as given, or the name of standard input.
        source_name: String,
        /// The first byte that is no text, counted from 0.
        offset: usize,
    },
    /// Text in another encoding.
    #[error(
        "{source_name}: this is not UTF-8 (first at byte {offset}, line {line}); save the file as UTF-8"
    )]
    NotUtf8 {
        /// The path as given, or the name of standard input.
        source_name: String,
        /// The first byte that is not UTF-8, counted from 0.
        offset: usize,
        /// The line it stands in, counted from 1.
        line: usize,
    },
    /// Text in UTF-16, as some editors on Windows save it.
    #[error("{source_name}: this is UTF-16; save the file as UTF-8")]
    Utf16 {
        /// The path as given, or the name of standard input.
        source_name: String,
    },
    /// A diagram without a statement.
    #[error(
        "{source_name}: the diagram has no statements; add one, say `service api(server)[API]`"
    )]
    NoStatements {
        /// The path as given, or the name of standard input.
        source_name: String,
    },
}

impl Source {
    /// The source that an argument names: `-` is standard input.
    #[must_use]
    pub fn from_argument(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Self::Stdin } else { Self::File(argument.to_owned()) }
    }

    /// What files made of it are called, without extension: the file's own name, or `diagram`.
    #[must_use]
    pub fn stem(&self) -> String {
        match self {
            Self::File(path) => path.file_stem().map(|s| s.to_string_lossy().into_owned()),
            Self::Part { path, .. } => path.file_stem().map(|s| s.to_string_lossy().into_owned()),
            Self::Stdin | Self::Nothing | Self::Text(_) => None,
        }
        .unwrap_or_else(|| "diagram".to_owned())
    }
}

impl Source {
    /// Where the file beside it is looked for: `NAME.veduta.toml`, NAME being its own without extension.
    #[must_use]
    pub fn beside(&self) -> Option<PathBuf> {
        match self {
            Self::File(path) | Self::Part { path, number: 0, .. } => {
                Some(path.with_extension("veduta.toml"))
            }
            Self::Stdin | Self::Nothing | Self::Text(_) | Self::Part { .. } => None,
        }
    }

    /// Where the tour through it is looked for: `NAME.tour.yaml`, else `NAME.tour.json` where that is there.
    #[must_use]
    pub fn tour(&self) -> Option<PathBuf> {
        let named = |extension: &str| match self {
            Self::File(path) | Self::Part { path, number: 0, .. } => {
                Some(path.with_extension(extension))
            }
            Self::Stdin | Self::Nothing | Self::Text(_) | Self::Part { .. } => None,
        };
        let others = ["tour.yml", "tour.json"].into_iter().filter_map(named);
        let yaml = named("tour.yaml").filter(|path| path.exists());
        yaml.or_else(|| others.into_iter().find(|path| path.exists()))
            .or_else(|| named("tour.yaml"))
    }

    /// Where what was measured of it is looked for: `NAME.metrics.json`, `.csv` and `.prom`.
    #[must_use]
    pub fn measures(&self) -> Vec<PathBuf> {
        let base = self.beside().map(|path| path.with_extension("").with_extension(""));
        let named = |base: PathBuf| {
            ["json", "csv", "prom"].map(|end| {
                let mut name = base.clone().into_os_string();
                name.push(format!(".metrics.{end}"));
                PathBuf::from(name)
            })
        };
        base.map(named).into_iter().flatten().collect()
    }

    /// The file it is read from.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Part { path, .. } => Some(path),
            Self::Stdin | Self::Nothing | Self::Text(_) => None,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Stdin => f.write_str("standard input"),
            Self::Nothing => f.write_str("veduta"),
            Self::Text(_) => f.write_str("what was pasted"),
            Self::Part { path, title, .. } => write!(f, "{} ({title})", path.display()),
        }
    }
}

impl Error {
    /// The path as given, or the name of standard input: what the message begins with. `None` where no file is named.
    #[must_use]
    pub fn source_name(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Missing { path, .. } | Self::Folder { path, .. } => {
                Some(path.display().to_string())
            }
            Self::Unreadable { source_name, .. }
            | Self::TooLarge { source_name }
            | Self::Empty { source_name }
            | Self::Binary { source_name, .. }
            | Self::NotUtf8 { source_name, .. }
            | Self::Utf16 { source_name }
            | Self::NoStatements { source_name } => Some(source_name.clone()),
        }
    }

    /// Whether the input could not be had at all, rather than holding nothing to draw.
    #[must_use]
    pub fn is_access(&self) -> bool {
        matches!(
            self,
            Self::Missing { .. }
                | Self::Folder { .. }
                | Self::Unreadable { .. }
                | Self::TooLarge { .. }
        )
    }
}

/// The diagram with this number alone; the whole text where there are no longer so many.
fn part(text: &str, number: usize, source: &Source) -> Result<String, Error> {
    let parts = syntax::parts(text);
    match parts.get(number) {
        Some(part) => Ok(syntax::only(text, part)),
        None if number == 0 => Ok(text.to_owned()),
        None => Err(Error::NoStatements { source_name: source.to_string() }),
    }
}

fn read_file(path: &Path) -> Result<(Vec<u8>, u64), Error> {
    let source = Source::File(path.to_owned());
    let unreadable = |cause: io::Error| match cause.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            Error::Missing { path: path.to_owned(), similar: suggest::similar(path) }
        }
        _ => Error::Unreadable { source_name: path.display().to_string(), cause },
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Error::Folder { path: path.to_owned(), example: suggest::diagram_in(path) });
    }
    if metadata.len() > LIMIT {
        return Ok((Vec::new(), metadata.len()));
    }
    let file = File::open(path).map_err(unreadable)?;
    read_limited(file, &source, Some(metadata.len()))
}

/// Reads to the end, or one byte past the limit: a device or a pipe may never end.
fn read_limited(
    reader: impl Read,
    source: &Source,
    expected: Option<u64>,
) -> Result<(Vec<u8>, u64), Error> {
    let capacity = usize::try_from(expected.unwrap_or(0)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(capacity.saturating_add(1));
    reader
        .take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::Unreadable { source_name: source.to_string(), cause })?;
    let size = bytes.len() as u64;
    Ok((bytes, size))
}

fn decode(bytes: Vec<u8>, source: &Source) -> Result<String, Error> {
    let source_name = || source.to_string();
    // The byte order marks of UTF-16; no text in UTF-8 begins so.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Error::Utf16 { source_name: source_name() });
    }
    if let Some(offset) = bytes.iter().position(|&b| b == 0) {
        return Err(Error::Binary { source_name: source_name(), offset });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..offset];
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        Error::NotUtf8 { source_name: source_name(), offset, line }
    })?;
    if text.trim_start_matches(BYTE_ORDER_MARK).trim().is_empty() {
        return Err(Error::Empty { source_name: source_name() });
    }
    Ok(text)
}

const BYTE_ORDER_MARK: char = '\u{feff}';

fn next_for_missing(similar: Option<&Path>) -> String {
    match similar {
        Some(path) => format!("did you mean `{}`?", path.display()),
        None => "check the path, or give `-` to read standard input".to_owned(),
    }
}

fn next_for_folder(example: Option<&Path>) -> String {
    match example {
        Some(path) => format!("give one file of it, say `{}`", path.display()),
        None => "give a Mermaid file (.mmd, or .md with a mermaid fence)".to_owned(),
    }
}

fn next_for_cause(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "check who may read it (`ls -l`)",
        _ => "copy it to a local disk and try again",
    }
}
