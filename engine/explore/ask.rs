//! What a person asks of the system round the window: the clipboard, files, tabs.

use std::fmt;

use super::words::quote;
use crate::layout::Effort;

/// Something that lies outside of the state and that the window does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// `copy picture`, `copy svg`, `copy link`, `copy id`: puts what is seen, a link to it, or the ids of what is selected, on
    /// the clipboard.
    Copy(Copied),
    /// `paste`: opens the Mermaid text or the path that is on the clipboard.
    Paste,
    /// `open file "PATH"`, or `open file` for a dialog that asks which.
    Open(Option<String>),
    /// `export "PATH"`, or `export` for a dialog that asks where; the kind of file is told by the name.
    Export(Option<String>),
    /// `export again`: to the same file as last time.
    ExportAgain,
    /// `tab next`, `tab previous`, `tab NUMBER`, `tab close`.
    Tab(Tab),
    /// `layout afresh`, `layout draft|normal|best`: lays out without regard to where things stand, with this effort if one is
    /// told.
    Layout(Option<Effort>),
}

/// What is put on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// What is seen, as pixels.
    Picture,
    /// What is seen, as SVG text.
    Svg,
    /// A link that leads back to what is seen.
    Link,
    /// The ids of what is selected.
    Id,
}

/// To another tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// To the next, round the ends.
    Next,
    /// To the one before.
    Previous,
    /// To the one with this number, from 1.
    Number(u32),
    /// Closes this one.
    Close,
}

impl Ask {
    /// What `word` with these words behind it asks for, if it is one of these.
    pub(super) fn read(word: &str, texts: &[&str]) -> Option<Self> {
        Some(match (word, texts) {
            ("copy", ["picture"]) => Self::Copy(Copied::Picture),
            ("copy", ["svg"]) => Self::Copy(Copied::Svg),
            ("copy", ["link"]) => Self::Copy(Copied::Link),
            ("copy", ["id"]) => Self::Copy(Copied::Id),
            ("paste", []) => Self::Paste,
            ("open", ["file"]) => Self::Open(None),
            ("open", ["file", path @ ..]) => Self::Open(Some(path.join(" "))),
            ("export", []) => Self::Export(None),
            ("export", ["again"]) => Self::ExportAgain,
            ("export", path) => Self::Export(Some(path.join(" "))),
            ("tab", ["next"]) => Self::Tab(Tab::Next),
            ("tab", ["previous"]) => Self::Tab(Tab::Previous),
            ("tab", ["close"]) => Self::Tab(Tab::Close),
            ("layout", ["afresh"]) => Self::Layout(None),
            ("layout", ["draft"]) => Self::Layout(Some(Effort::Draft)),
            ("layout", ["normal"]) => Self::Layout(Some(Effort::Normal)),
            ("layout", ["best"]) => Self::Layout(Some(Effort::Best)),
            ("tab", [number]) => {
                Self::Tab(Tab::Number(number.parse().ok().filter(|number| *number > 0)?))
            }
            _ => return None,
        })
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy(Copied::Picture) => f.write_str("copy picture"),
            Self::Copy(Copied::Svg) => f.write_str("copy svg"),
            Self::Copy(Copied::Link) => f.write_str("copy link"),
            Self::Copy(Copied::Id) => f.write_str("copy id"),
            Self::Paste => f.write_str("paste"),
            Self::Open(None) => f.write_str("open file"),
            Self::Open(Some(path)) => write!(f, "open file {}", quote(path)),
            Self::Export(None) => f.write_str("export"),
            Self::Export(Some(path)) => write!(f, "export {}", quote(path)),
            Self::ExportAgain => f.write_str("export again"),
            Self::Tab(Tab::Next) => f.write_str("tab next"),
            Self::Tab(Tab::Previous) => f.write_str("tab previous"),
            Self::Tab(Tab::Close) => f.write_str("tab close"),
            Self::Layout(None) => f.write_str("layout afresh"),
            Self::Layout(Some(Effort::Draft)) => f.write_str("layout draft"),
            Self::Layout(Some(Effort::Normal)) => f.write_str("layout normal"),
            Self::Layout(Some(Effort::Best)) => f.write_str("layout best"),
            Self::Tab(Tab::Number(number)) => write!(f, "tab {number}"),
        }
    }
}
