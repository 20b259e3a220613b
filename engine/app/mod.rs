//! The window: its loop, and the threads that read and lay out beside it.
//!
//! ```text
//!  winit ──translate──▶ Event ──Input──▶ Command ──explore::update──▶ State
//!                                                                       │ only when something has changed
//!  worker: text ──▶ Diagram, Scene ───────────────────────────▶ layers ─┴─▶ painter ──▶ presenter
//!  graphics: adapter, device, vello's pipelines ──────────────────────────────┘
//! ```
//!
//! The window stands before anything is read. Frames are painted on the CPU and shown through softbuffer until the
//! graphics thread has found a real GPU and has its painter ready; then, between two frames, the window's surface goes
//! over to it. A software adapter is not taken unless asked for: the CPU painter is a hundred times as fast. When a GPU
//! fails or is taken away, the next frame is the CPU's again.
//!
//! When the file changes, the worker calls off what it is at and lays the new text out from its last drawing. Of a text
//! with errors nothing is drawn where a good picture is there: that stays, dimmed, with the message, until it is mended.
//!
//! Nothing is painted while nothing changes: the loop waits, and only input, a camera under way, or news from a thread
//! wakes it.

mod accessible;
mod cards;
mod chrome;
mod clipboard;
#[cfg(test)]
mod contrast;
mod desk;
mod desktop;
mod dialog;
mod display;
mod editor;
mod frame;
mod graphics;
mod guide;
mod inspector;
mod legend;
mod memory;
mod menu;
mod minimap;
mod moving;
mod outline;
mod panel;
mod picture;
mod present;
mod problem;
mod raised;
mod rehearsal;
mod ring;
mod session;
mod shell;
mod signs;
mod status;
mod strip;
mod toasts;
mod translate;
mod watcher;
mod welcome;
mod wheel;
mod worker;

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagram;
use crate::explore::{Keys, Step};
use crate::icons::Icons;
use crate::input::Source;
use crate::scene::Theme;

pub use memory::recent_files;
pub use rehearsal::{Rehearsal, walk};
pub use wheel::Wheel;

/// What the window is to do.
pub struct Options {
    /// What is to be shown.
    pub source: Source,
    /// What else is to be open, each in a tab.
    pub others: Vec<Source>,
    /// Whether files are read again when they change.
    pub watch: bool,
    /// What was measured of it, in place of what lies beside it.
    pub metrics: Option<PathBuf>,
    /// The colours in place of the diagram's own.
    pub theme: Option<Theme>,
    /// Whether the colours become the desktop's, dark or light, as soon as that has told which, and with it.
    pub follow_colours: bool,
    /// Whether things are at once where they go to.
    pub reduced_motion: bool,
    /// Whether that is as the desktop wants it.
    pub follow_motion: bool,
    /// What a wheel does.
    pub wheel: Wheel,
    /// How large everything is, 1 being the desktop's own size.
    pub ui_scale: f64,
    /// What the keys do.
    pub keys: Arc<Keys>,
    /// The icon packs at hand.
    pub icons: Icons,
    /// How it is to be drawn up.
    pub drawing: diagram::Options,
    /// What paints it.
    pub painter: PainterChoice,
    /// Width and height of the window's inside, logical px; `None` is large, and fits on the screen.
    pub size: Option<(f64, f64)>,
    /// Closes the window after so many seconds: for scripts.
    pub exit_after: Option<f64>,
    /// What is to be done once the diagram is there, each at its time after that.
    pub steps: Vec<Step>,
    /// The tour in place of the one beside the diagram.
    pub tour: Option<PathBuf>,
    /// Whether to present at once, and how.
    pub stage: Option<Stage>,
    /// Whether to [`Report::Recorded`] every command.
    pub record: bool,
    /// Whether to [`Report::Trace`] every frame.
    pub trace: bool,
    /// Told what a person or a script may want to know.
    pub report: Box<dyn FnMut(Report)>,
}

/// How to present.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// The step to begin with, an id or a number from 1.
    pub step: Option<String>,
    /// The monitor, from 1.
    pub monitor: Option<u32>,
    /// Whether the window for the presenter opens too.
    pub presenter: bool,
}

/// What paints the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PainterChoice {
    /// The GPU where there is a real one, else the CPU.
    #[default]
    Auto,
    /// Any adapter, be it a program; without one the window closes again.
    Gpu,
    /// The CPU; adapters are not even looked for.
    Cpu,
}

/// What the window tells its caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// One line for the person.
    Notice(String),
    /// One line of JSON for a script: a frame that was shown, and the state it shows.
    Trace(String),
    /// A command that was carried out, as a line of a session.
    Recorded(String),
}

/// What can keep the window from opening.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no display to open a window on, or none that can be used; says why.
    #[error("no window can be opened: {0}")]
    NoDisplay(String),
    /// The GPU was insisted on, and there is none; says why.
    #[error("the GPU cannot paint the window: {0}")]
    NoGpu(String),
    /// The display took the window away.
    #[error("the window's event loop failed: {0}")]
    Loop(String),
}

impl Options {
    /// The window's defaults for `source`.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self {
            source,
            others: Vec::new(),
            watch: true,
            metrics: None,
            theme: None,
            follow_colours: false,
            reduced_motion: false,
            follow_motion: false,
            wheel: Wheel::default(),
            ui_scale: 1.0,
            keys: Arc::default(),
            icons: Icons::bundled(),
            drawing: diagram::Options::default(),
            painter: PainterChoice::Auto,
            size: None,
            exit_after: None,
            steps: Vec::new(),
            tour: None,
            stage: None,
            record: false,
            trace: false,
            report: Box::new(|_| {}),
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("source", &self.source)
            .field("painter", &self.painter)
            .field("size", &self.size)
            .field("exit_after", &self.exit_after)
            .field("trace", &self.trace)
            .finish_non_exhaustive()
    }
}

/// Opens the window and returns when it is closed. To be called on the main thread, once.
///
/// # Errors
///
/// [`Error::NoDisplay`] before anything was shown, so that the caller can do something else instead;
/// [`Error::Loop`] later.
pub fn run(options: Options) -> Result<(), Error> {
    let event_loop = display::open()?;
    let mut shell = shell::Shell::new(options, event_loop.create_proxy());
    event_loop.run_app(&mut shell).map_err(|e| Error::Loop(e.to_string()))?;
    shell.failure().map_or(Ok(()), Err)
}

/// What a caught panic said, on one line.
fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied());
    text.unwrap_or("unknown cause").split_whitespace().collect::<Vec<_>>().join(" ")
}
