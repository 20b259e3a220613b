//! What commands ask of the world outside the state, the window apart.

use super::Shell;
use crate::app::editor;
use crate::app::worker::name_of;
use crate::explore::{self, Command, Scheme};
use crate::input::Source;
use crate::scene::{Theme, color::luminance};
use crate::syntax::LineIndex;

impl Shell {
    /// Has the picture made in other colours.
    pub(super) fn recolour(&mut self, scheme: Option<Scheme>) {
        /// A ground that is brighter is a light one.
        const LIGHT: f64 = 0.4;
        let is_light = luminance(self.theme.ground) > LIGHT;
        let other = if is_light { Scheme::Dark } else { Scheme::Light };
        self.options.theme = match scheme.unwrap_or(other) {
            Scheme::Dark => Some(Theme::dark()),
            Scheme::Light => Some(Theme::light()),
            Scheme::Own => None,
        };
        self.reload();
    }

    /// Opens an editor where the text has this byte; where that fails, says where it is.
    pub(super) fn edit(&mut self, byte: usize, time: f64) {
        let Some((loaded, _)) = &self.content.shown else { return };
        let (line, column) = LineIndex::new(&loaded.text).line_column(byte);
        let opened = match &self.options.source {
            Source::File(path) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                editor::open(&path, line, column)
            }
            source => Err(format!("{source} is no file")),
        };
        let name = name_of(&self.options.source);
        let text = match opened {
            Ok(()) => format!("Opening {name}:{line}"),
            Err(reason) => format!("It is at {name}:{line}; no editor: {reason}"),
        };
        explore::say(&mut self.state, &text, time);
        self.redraw_soon(0.0);
    }

    /// Takes over what there is to be said about the text that was read last.
    pub(super) fn tell_findings(&mut self) {
        let shown = self.content.shown.as_ref();
        let findings = match (&self.content.problem, shown) {
            (Some(problem), _) => problem.findings.to_vec(),
            (None, Some((loaded, _))) => loaded.findings.clone(),
            (None, None) => Vec::new(),
        };
        explore::tell_findings(&mut self.state, findings);
        // What follows from it, such as the room that is left, follows from any command.
        self.carry_out(&Command::Point(self.state.pointer), self.clock.now());
    }
}
