//! Writes down what is done in the window.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::{Exit, say};

/// The file of `--record`, where one is asked for and can be written.
#[derive(Debug)]
pub(super) struct Recording(Option<File>);

impl Recording {
    /// Begins the file at `path`; one that cannot be written is told.
    pub(super) fn begin(path: Option<&Path>) -> Result<Self, Exit> {
        let Some(path) = path else { return Ok(Self(None)) };
        File::create(path).map(|file| Self(Some(file))).map_err(|cause| {
            let path = path.display();
            say::error(format_args!("{path}: cannot be written ({cause}); give another file"));
            Exit::InputOutput
        })
    }

    /// Whether anything is written down.
    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Adds `line`; a file that cannot be written any more is given up, and that is told.
    pub(super) fn add(&mut self, line: &str) {
        if let Some(file) = &mut self.0
            && let Err(cause) = file.write_all(line.as_bytes())
        {
            say::error(format_args!("the session cannot be written down any further: {cause}"));
            self.0 = None;
        }
    }
}
