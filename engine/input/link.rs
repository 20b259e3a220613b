//! A link to a file and to what is seen of it.

use std::fmt;
use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A `file:` address; behind a `#` it may have commands that lead to what is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The file; its whole path, or the link leads somewhere else from another folder.
    pub path: PathBuf,
    /// Commands, as a script has them; empty for none.
    pub commands: String,
}

/// What stands for itself in a path.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');
/// What stands for itself behind the `#`.
const COMMANDS: &AsciiSet = &PATH.remove(b';').remove(b',');

impl Link {
    /// The link that `text` is; `None` where it does not begin with `file://`, or is no text any more when it is decoded.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix("file://")?;
        let rest = rest.strip_prefix("localhost/").map_or(rest, |_| &rest["localhost".len()..]);
        let (path, commands) = rest.split_once('#').unwrap_or((rest, ""));
        let decode = |text| percent_decode_str(text).decode_utf8().ok();
        let (path, commands) = (decode(path)?, decode(commands)?);
        // `file:///C:/a.mmd` on Windows.
        let is_drive = path.starts_with('/') && path[1..].chars().nth(1) == Some(':');
        let path = if is_drive { &path[1..] } else { &*path };
        Some(Self { path: path.into(), commands: commands.into_owned() })
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.to_string_lossy().replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        write!(f, "file://{slash}{}", utf8_percent_encode(&path, PATH))?;
        if self.commands.is_empty() {
            return Ok(());
        }
        write!(f, "#{}", utf8_percent_encode(&self.commands, COMMANDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_they_are_written() {
        let check = |path: &str, commands: &str, expected: &str| {
            let link = Link { path: path.into(), commands: commands.to_owned() };
            assert_eq!(link.to_string(), expected);
            assert_eq!(Link::read(expected), Some(link), "{expected}");
        };
        check("/a/b.mmd", "", "file:///a/b.mmd");
        check("/a b/ü#1.mmd", "", "file:///a%20b/%C3%BC%231.mmd");
        check(
            "/a.mmd",
            "focus k8s; trace a -> b",
            "file:///a.mmd#focus%20k8s;%20trace%20a%20-%3E%20b",
        );
        check("C:/a.mmd", "fit", "file:///C:/a.mmd#fit");
    }

    #[test]
    fn what_is_no_link_is_told_from_one() {
        let check = |text: &str, expected: Option<&str>| {
            let path = Link::read(text).map(|link| link.path);
            assert_eq!(path.as_deref(), expected.map(std::path::Path::new), "{text}");
        };
        check("/a/b.mmd", None);
        check("architecture-beta", None);
        check("https://example.org/a.mmd", None);
        check("file:///a%FF.mmd", None);
        check(" file:///a.mmd\n", Some("/a.mmd"));
        check("file://localhost/a.mmd", Some("/a.mmd"));
        check("file:///a.mmd#", Some("/a.mmd"));
    }
}
