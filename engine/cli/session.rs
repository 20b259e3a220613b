//! Scripts and recorded sessions, on the command line.

use kurbo::{Rect, Size};

use crate::diagram::{Diagram, Options, Watch};
use crate::explore::{self, Command, State, Step};
use crate::scene::{MARGIN, Scene};
use crate::syntax::{Diagnostic, Severity};

use super::args::Script;
use super::load::Drawn;
use super::{Exit, diagnostics, say};

/// The window that a script acts in where there is none, logical px.
const VIEWPORT: Size = Size::new(1280.0, 800.0);

/// A script that has been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// What is to be done.
    pub(super) steps: Vec<Step>,
    text: String,
    /// What the text is called.
    name: String,
    /// What is to be done first, said elsewhere.
    before: Option<Box<Self>>,
}

/// Reads what `script` asks for; what is wrong with it is said.
pub(super) fn read(script: &Script) -> Result<Session, Exit> {
    read_or(script, "")
}

/// The same; where it asks for nothing, what the link that was opened tells.
pub(super) fn read_or(script: &Script, link: &str) -> Result<Session, Exit> {
    let (text, name, (steps, faults)) = match (&script.commands, &script.replay) {
        (Some(text), _) => (text.clone(), "--do".to_owned(), explore::script(text)),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path).map_err(|cause| {
                say::error(format_args!(
                    "{}: this session cannot be read ({cause}); `veduta FILE --record SESSION` writes one",
                    path.display()
                ));
                Exit::InputOutput
            })?;
            let session = explore::session(&text);
            (text, path.display().to_string(), session)
        }
        (None, None) => (link.to_owned(), "the link".to_owned(), explore::script(link)),
    };
    let session = Session { steps, text, name, before: None };
    session.refuse(&faults)?;
    Ok(session)
}

/// The same after the commands that the flags of `export` stand for.
pub(super) fn read_after(commands: &str, script: &Script) -> Result<Session, Exit> {
    let (steps, faults) = explore::script(commands);
    let name = "the flags".to_owned();
    let before = Session { steps, text: commands.to_owned(), name, before: None };
    before.refuse(&faults)?;
    Ok(Session { before: Some(Box::new(before)), ..read(script)? })
}

impl Session {
    fn refuse(&self, faults: &[Diagnostic]) -> Result<(), Exit> {
        if faults.is_empty() {
            return Ok(());
        }
        diagnostics::print(&self.name, &self.text, faults, Severity::Error);
        Err(Exit::Usage)
    }

    /// What has become of what was `drawn` after all that is to be done, in a window of this size, and what is seen of it
    /// with what is folded and pinned then.
    pub(super) fn play(
        &self,
        drawn: Drawn,
        size: Option<(f64, f64)>,
    ) -> Result<(State, Diagram), Exit> {
        let Drawn { diagram: whole, mut resources, options } = drawn;
        let parts = || self.before.as_deref().into_iter().chain([self]);
        for part in parts() {
            part.refuse(&explore::unknown_names(&part.text, &part.steps, &whole))?;
        }
        let mut state = State::default();
        let size = size.map_or(VIEWPORT, Size::from);
        let mut diagram = whole.clone();
        explore::update(&mut state, &Command::Resize(size), Some(&diagram), 0.0);
        for step in parts().flat_map(|part| &part.steps) {
            if matches!(step.command, Command::Resize(_)) {
                continue;
            }
            explore::update(&mut state, &step.command, Some(&diagram), step.time);
            let pins = state.view.pins.as_ref().unwrap_or(&whole.pins).clone();
            if state.view.folded != *diagram.fold.groups() || pins != diagram.pins {
                let options = Options { pins, after: None, ..options.clone() };
                let (folded, mut watch) = (state.view.folded.clone(), Watch::default());
                let pinned = whole.pinned(&options.pins, &options, &mut watch);
                let next =
                    pinned.and_then(|p| p.folded(folded, &mut resources, &options, &mut watch));
                let before = std::mem::replace(&mut diagram, next.unwrap_or_else(|| whole.clone()));
                explore::refold(&mut state, &before, &diagram, step.time);
            }
        }
        Ok((state, diagram))
    }
}

/// Cuts `scene` to what the camera of `state` sees in the end; returns the space to leave round it in place of `pad`, and
/// the size of what is seen, logical px. `None` where the camera still shows everything.
pub(super) fn crop(scene: &mut Scene, state: &State) -> Option<Size> {
    if state.fitted {
        return None;
    }
    let pose = state.camera.target();
    let seen = state.viewport / pose.zoom;
    // An export has a margin of its own round what it is told to show.
    scene.bounds = Rect::from_center_size(pose.center, seen).inflate(MARGIN, MARGIN);
    Some(state.viewport)
}
