//! Reads and lays out on a thread of its own, so that the window never waits.

use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use winit::event_loop::EventLoopProxy;

use super::panic_message;
use super::problem::{PRESS_R, Problem, capitalised};
use super::shell::News;
use crate::diagram::{self, Diagram, Resources, Watch};
use crate::explore::State;
use crate::icons::Icons;
use crate::input::{self, Source};
use crate::scene::{self, Scene, Theme};
use crate::syntax::{Diagnostic, Severity};
use crate::text::Fonts;

/// A diagram that is ready to be shown.
#[derive(Debug)]
pub(super) struct Loaded {
    /// It.
    pub(super) diagram: Diagram,
    /// Its picture, with nothing highlighted.
    pub(super) scene: Scene,
    /// Its colours.
    pub(super) theme: Theme,
    /// The first error in the text and how many there are, as one line.
    pub(super) complaint: Option<String>,
}

/// What the worker is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waiting for the text.
    Reading,
    /// Making a diagram of it, and how far that is.
    Drawing(diagram::Stage),
}

/// What is to be loaded, and in which colours if not its own.
#[derive(Debug)]
struct Job {
    source: Source,
    theme: Option<Theme>,
}

/// Hands jobs to the thread.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: Sender<Job>,
}

impl Worker {
    /// Starts the thread, which draws with `icons` and as `options` say; it tells `proxy` its stages and results, and ends
    /// with this handle.
    pub(super) fn start(
        proxy: EventLoopProxy<News>,
        icons: Icons,
        options: diagram::Options,
    ) -> Self {
        let (jobs, receiver) = mpsc::channel();
        thread::spawn(move || work(&receiver, &proxy, icons, &options));
        Self { jobs }
    }

    /// Loads `source`; results come in the order of the calls.
    pub(super) fn load(&self, source: Source, theme: Option<Theme>) {
        // The thread ends only with this handle, or with the program.
        let _ = self.jobs.send(Job { source, theme });
    }
}

/// A failed send means that the window is gone: then the work is over.
fn work(
    jobs: &Receiver<Job>,
    proxy: &EventLoopProxy<News>,
    mut icons: Icons,
    options: &diagram::Options,
) {
    let mut resources = None;
    let mut typed = None;
    while let Ok(Job { source, theme }) = jobs.recv() {
        let tell = |stage| proxy.send_event(News::Stage(stage));
        if tell(Stage::Reading).is_err() {
            return;
        }
        let result = read(&source, &mut typed).and_then(|text| {
            let mut tell = |stage| _ = proxy.send_event(News::Stage(Stage::Drawing(stage)));
            let watch = &mut Watch::new(&mut tell);
            let make = || {
                let resources = resources.get_or_insert_with(|| Resources {
                    fonts: Fonts::with_system(),
                    icons: mem::take(&mut icons),
                });
                load(&source, &text, theme, resources, options, watch)
            };
            // A bug of ours must not take the window with it.
            panic::catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|payload| {
                Err(bug(&name_of(&source), &panic_message(payload.as_ref())))
            })
        });
        let news = result.map(Arc::new);
        if proxy.send_event(News::Loaded(source, news)).is_err() {
            return;
        }
    }
}

/// Standard input can be read once only; a reload shows the same text.
fn read(source: &Source, typed: &mut Option<String>) -> Result<String, Problem> {
    match (source, &typed) {
        (Source::Stdin, Some(text)) => Ok(text.clone()),
        (Source::Stdin, None) => Ok(input::read(source).inspect(|t| *typed = Some(t.clone()))?),
        (Source::File(_) | Source::Nothing, _) => Ok(input::read(source)?),
    }
}

/// What the window calls `source`: a file's name without its folder.
pub(super) fn name_of(source: &Source) -> String {
    match source {
        Source::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
        Source::Stdin | Source::Nothing => source.to_string(),
    }
}

fn load(
    source: &Source,
    text: &str,
    theme: Option<Theme>,
    resources: &mut Resources,
    options: &diagram::Options,
    watch: &mut Watch<'_>,
) -> Result<Loaded, Problem> {
    let name = name_of(source);
    let diagram = Diagram::watched(text, resources, options, watch);
    if errors(&diagram.diagnostics).next().is_none() {
        input::require_statements(&diagram.document, source)?;
    }
    if diagram.graph.nodes.is_empty() && diagram.graph.groups.is_empty() {
        return Err(nothing_to_show(&name, text, &diagram.diagnostics));
    }
    let theme =
        theme.unwrap_or_else(|| Theme::from_config(&diagram.document.config, &Theme::dark()));
    let scene = scene::build(&diagram, &State::default(), &theme);
    let complaint = complaint(&name, text, &diagram.diagnostics);
    Ok(Loaded { diagram, scene, theme, complaint })
}

fn nothing_to_show(name: &str, text: &str, diagnostics: &[Diagnostic]) -> Problem {
    let lines = errors(diagnostics).take(4).map(|d| located(name, text, d)).collect::<Vec<_>>();
    let title = match lines.is_empty() {
        true => format!("{name} has nothing in it to be drawn"),
        false => format!("{name} is not understood"),
    };
    let hint = errors(diagnostics).find_map(|d| d.hint.as_deref()).map(capitalised);
    let hint = hint.map(|hint| if hint.ends_with(['.', '?']) { hint } else { hint + "." });
    let advice = hint.unwrap_or_else(|| {
        "Write `architecture-beta` and below it, say, `service api(server)[API]`.".to_owned()
    });
    Problem { title, details: lines, advice: advice + PRESS_R, is_fault: true }
}

fn complaint(name: &str, text: &str, diagnostics: &[Diagnostic]) -> Option<String> {
    let first = errors(diagnostics).next()?;
    let n_more = errors(diagnostics).count() - 1;
    let more = if n_more > 0 { format!("  (and {n_more} more)") } else { String::new() };
    Some(format!("{}{more}", located(name, text, first)))
}

fn errors(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|d| d.severity == Severity::Error)
}

/// `file.mmd:41:13 unknown id`, counted from 1 in lines and characters.
fn located(name: &str, text: &str, diagnostic: &Diagnostic) -> String {
    let before = text.get(..diagnostic.span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{name}:{line}:{column}  {}", diagnostic.message)
}

fn bug(name: &str, message: &str) -> Problem {
    Problem {
        title: format!("Veduta failed on {name}"),
        details: vec![message.to_owned()],
        advice: "This is a bug of ours. Please report it with the file.".to_owned(),
        is_fault: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Span;

    fn diagnostic(start: usize, severity: Severity) -> Diagnostic {
        let span = Span::new(start, start + 1);
        Diagnostic { code: "test", severity, message: "no such id".to_owned(), span, hint: None }
    }

    #[test]
    fn complaints_name_the_place_and_count_the_rest() {
        let check = |starts: &[(usize, Severity)], expected: Option<&str>| {
            let diagnostics: Vec<_> = starts.iter().map(|(s, v)| diagnostic(*s, *v)).collect();
            assert_eq!(complaint("a.mmd", "äb\ncd\n", &diagnostics).as_deref(), expected);
        };
        check(&[], None);
        check(&[(0, Severity::Warning)], None);
        check(&[(0, Severity::Error)], Some("a.mmd:1:1  no such id"));
        check(&[(2, Severity::Error)], Some("a.mmd:1:2  no such id"));
        check(&[(0, Severity::Note), (5, Severity::Error)], Some("a.mmd:2:2  no such id"));
        let two = [(4, Severity::Error), (5, Severity::Error)];
        check(&two, Some("a.mmd:2:1  no such id  (and 1 more)"));
        check(&[(99, Severity::Error)], Some("a.mmd:3:1  no such id"));
    }
}
