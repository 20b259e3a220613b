//! What is seen, to a file: the same picture that `veduta export` makes of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use kurbo::Rect;
use winit::event_loop::ActiveEventLoop;

use super::{News, Shell};
use crate::app::dialog;
use crate::app::worker::Loaded;
use crate::explore::{Command, Levels, Purpose, State};
use crate::export::movie::{Footage, Motion, Target};
use crate::export::{self, Error, Format, Frame};
use crate::paint::Moment;
use crate::scene::{self, Flow, MARGIN, Scene, Titles};

/// What is to be written.
struct Job {
    loaded: Arc<Loaded>,
    state: State,
    /// What moves, where that is shown.
    flow: Option<(Arc<Flow>, Moment)>,
}

/// A picture has so many px a logical px of the window: sharp wherever it is put.
const SCALE: f64 = 2.0;

/// Frames a second of what moves: as many as GIF shows evenly enough, and as video usually has.
const FPS: u32 = 30;

impl Shell {
    /// Writes what is seen to `path`, on a thread of its own; without one, asks for it.
    pub(super) fn export(&mut self, path: Option<&Path>) {
        let Some(path) = path else {
            return dialog::ask_target(self.usual_target(), self.proxy.clone());
        };
        let time = self.clock.now();
        let flow = self.flow().zip(self.moment(time));
        let Some((loaded, _)) = &self.content.shown else {
            return self.tell("there is no picture yet that could be written".to_owned());
        };
        let job = Job { loaded: Arc::clone(loaded), state: self.state.clone(), flow };
        let (path, proxy) = (path.to_owned(), self.proxy.clone());
        self.exported = Some(path.clone());
        if Motion::from_path(&path).is_some() {
            self.tell(format!("writing {} …", path.display()));
        }
        thread::spawn(move || {
            let said = match job.write(&path) {
                Ok(()) => format!("wrote {}", path.display()),
                Err(error) => error.to_string(),
            };
            // A failed send means that the window is gone.
            let _ = proxy.send_event(News::Exported(said));
        });
    }

    /// Writes to the file of the last export again.
    pub(super) fn export_again(&mut self) {
        let path = self.exported.clone();
        self.export(path.as_deref());
    }

    /// Where there is no dialog, the panel for commands asks, with what most will want in it.
    pub(super) fn ask_in_words(&mut self, event_loop: &ActiveEventLoop) {
        let path = self.usual_target().display().to_string();
        let command = Command::Ask(crate::explore::Ask::Export(Some(path))).to_string();
        let time = self.clock.now();
        self.obey(&Command::Search(Purpose::Command, command), time, event_loop);
    }

    /// The last export, else a picture beside the diagram.
    fn usual_target(&self) -> PathBuf {
        let beside = || {
            let source = self.options.source.path().map(Path::to_owned);
            source.unwrap_or_else(|| PathBuf::from("diagram")).with_extension("png")
        };
        let path = self.exported.clone().unwrap_or_else(beside);
        std::path::absolute(&path).unwrap_or(path)
    }
}

impl Job {
    fn write(&self, path: &Path) -> Result<(), Error> {
        let motion = Motion::from_path(path);
        let format = Format::from_path(path);
        match (motion, format) {
            (Some(motion), _) => self.film(motion, path),
            (None, Some(format)) => {
                let (scene, options) = self.scene(if format == Format::Png { SCALE } else { 1.0 });
                let bytes = match format {
                    Format::Png => export::png(&scene, &options),
                    Format::Svg => export::svg(&scene, &options),
                    Format::Pdf => export::pdf(&scene, &options),
                }?;
                export::save(path, &bytes)
            }
            (None, None) => Err(Error::Movie(format!(
                "{}: the name tells no kind of file; end it in .png, .svg, .pdf, .gif, .apng, .mp4 or .webm",
                path.display()
            ))),
        }
    }

    fn film(&self, motion: Motion, path: &Path) -> Result<(), Error> {
        if self.flow.is_none() {
            return Err(Error::Movie(
                "nothing moves that could be filmed; press A, so that what goes along the edges is seen, and try again"
                    .to_owned(),
            ));
        }
        let (scene, options) = self.scene(1.0);
        let footage = Footage::new(&scene, &options, FPS, None)?;
        footage.write(motion, &Target::File(path.to_owned()), &mut |_| true)
    }

    /// What is seen, or all where that is, at so many px a logical px of the window.
    fn scene(&self, density: f64) -> (Scene, export::Options) {
        let Self { loaded, state, flow } = self;
        let mut scene = scene::build(&loaded.diagram, state, &loaded.theme);
        scene.flow = flow.as_ref().map(|(flow, _)| Arc::clone(flow));
        let detail = Levels::dialled(state.view.detail);
        let flow = flow.as_ref().map(|(_, moment)| *moment);
        let options = if state.fitted {
            let frame = Frame::Scale(density.min(export::largest_scale(&scene, MARGIN)));
            export::Options { frame, margin: MARGIN, ground: None, detail, flow }
        } else {
            let pose = state.camera.target();
            let seen = Rect::from_center_size(pose.center, state.viewport / pose.zoom);
            // An export has a margin of its own round what it is told to show.
            scene.bounds = seen.inflate(MARGIN, MARGIN);
            let frame = Frame::Scale(pose.zoom * density);
            export::Options { frame, margin: 0.0, ground: None, detail: detail / density, flow }
        };
        if let Ok(view) = export::view(&scene, &options) {
            let scale = view.scale() / density;
            let (detail, larger) = (view.level_scale(), state.titles_larger());
            let asked = Titles { seen: view.world(), scale, detail, larger };
            scene::retitle(&mut scene, &loaded.diagram, &loaded.theme, &asked);
        }
        (scene, options)
    }
}
