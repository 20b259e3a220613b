//! The clipboard, on a thread of its own: painting for it takes long, and a program that has copied must stay to hand out
//! what it copied.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use arboard::ImageData;
use winit::event_loop::EventLoopProxy;

use super::shell::News;
use crate::export;
use crate::paint::{View, raster};
use crate::scene::Scene;

/// What is to be put on the clipboard, or taken from it.
#[derive(Debug)]
pub(super) enum Job {
    /// What this view shows, as pixels.
    Picture(Scene, View),
    /// The scene as SVG text, its bounds being what is shown.
    Svg(Scene, export::Options),
    /// Text, and what it is for people.
    Text(String, String),
    /// Whatever text is there.
    Paste,
}

/// What has become of a [`Job`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is on the clipboard: what it is, for people.
    Copied(String),
    /// This text was there.
    Pasted(String),
    /// Says why there is no clipboard, or nothing on it that could be read.
    Failed(String),
}

/// Hands jobs to the thread, which begins with the first.
#[derive(Debug, Default)]
pub(super) struct Clipboard {
    thread: Option<(Sender<Job>, JoinHandle<()>)>,
}

impl Clipboard {
    /// Has `job` done; `proxy` is told what has become of it.
    pub(super) fn ask(&mut self, job: Job, proxy: &EventLoopProxy<News>) {
        let (jobs, _) = self.thread.get_or_insert_with(|| {
            let (jobs, receiver) = mpsc::channel();
            let proxy = proxy.clone();
            (jobs, thread::spawn(move || work(&receiver, &proxy)))
        });
        // The thread ends only with this handle.
        let _ = jobs.send(job);
    }
}

impl Drop for Clipboard {
    /// Lets the thread hand what was copied over to whoever keeps it when the program has ended.
    fn drop(&mut self) {
        if let Some((jobs, thread)) = self.thread.take() {
            drop(jobs);
            let _ = thread.join();
        }
    }
}

fn work(jobs: &Receiver<Job>, proxy: &EventLoopProxy<News>) {
    let mut clipboard = None;
    while let Ok(job) = jobs.recv() {
        let done = match &mut clipboard {
            Some(clipboard) => carry_out(job, clipboard),
            none => match arboard::Clipboard::new() {
                Ok(new) => carry_out(job, none.insert(new)),
                Err(cause) => Err(cause),
            },
        };
        let outcome = done.unwrap_or_else(|cause| Outcome::Failed(in_words(&cause)));
        if proxy.send_event(News::Clipboard(outcome)).is_err() {
            return;
        }
    }
}

fn carry_out(job: Job, clipboard: &mut arboard::Clipboard) -> Result<Outcome, arboard::Error> {
    match job {
        Job::Picture(scene, view) => {
            let picture = raster::Painter::new().paint(&scene, &view);
            let (width, height) = (usize::from(view.width), usize::from(view.height));
            let bytes = picture.to_unpremultiplied().into();
            clipboard.set_image(ImageData { width, height, bytes })?;
            Ok(Outcome::Copied(format!("copied a picture of {width} × {height} px")))
        }
        Job::Svg(scene, options) => match export::svg(&scene, &options) {
            Ok(bytes) => {
                clipboard.set_text(String::from_utf8_lossy(&bytes).into_owned())?;
                Ok(Outcome::Copied("copied as SVG".to_owned()))
            }
            Err(cause) => Ok(Outcome::Failed(cause.to_string())),
        },
        Job::Text(text, what) => {
            clipboard.set_text(text)?;
            Ok(Outcome::Copied(format!("copied {what}")))
        }
        Job::Paste => clipboard.get_text().map(Outcome::Pasted),
    }
}

fn in_words(cause: &arboard::Error) -> String {
    match cause {
        arboard::Error::ContentNotAvailable => "there is no text on the clipboard".to_owned(),
        arboard::Error::ClipboardNotSupported => "there is no clipboard here".to_owned(),
        cause => format!("the clipboard does not answer: {cause}"),
    }
}
