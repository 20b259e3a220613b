//! Reads and lays out on a thread of its own, so that the window never waits.

use std::collections::BTreeSet;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use winit::event_loop::EventLoopProxy;

use super::panic_message;
use super::picture::Wardrobe;
use super::problem::{PRESS_R, Problem, capitalised};
use super::shell::News;
use super::welcome::SAMPLE;
use crate::diagram::{self, Diagram, Earlier, Pins, Resources, Watch};
use crate::explore::Finding;
use crate::graph::{self, GroupId};
use crate::icons::Icons;
use crate::input::{self, Source};
use crate::layout::Effort;
use crate::scene::{Headings, Scene, Theme};
use crate::syntax::{self, Diagnostic, Severity};
use crate::text::Fonts;

/// Diagrams of so many services and junctions are sketched first: smaller ones are there at once.
const SKETCHED: usize = 300;

/// A diagram that is ready to be shown.
#[derive(Debug)]
pub(super) struct Loaded {
    /// It, with the groups folded that were to be.
    pub(super) diagram: Arc<Diagram>,
    /// The same with nothing folded.
    pub(super) whole: Arc<Diagram>,
    /// The same with nothing folded nor dragged: what was made of the text and the file of pins.
    pub(super) base: Arc<Diagram>,
    /// What is pinned in the file beside it.
    pub(super) pins: Pins,
    /// Its picture, with nothing highlighted; the titles of groups come at the size of the screen.
    pub(super) scene: Arc<Scene>,
    /// What these titles have beside their names.
    pub(super) headings: Headings,
    /// What it is dressed in.
    pub(super) wardrobe: Wardrobe,
    /// Its colours.
    pub(super) theme: Theme,
    /// The first error in the text and how many there are, as one line.
    pub(super) complaint: Option<String>,
    /// The text.
    pub(super) text: String,
    /// All that is to be said about it.
    pub(super) findings: Vec<Finding>,
}

/// What the worker is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waiting for the text.
    Reading,
    /// Making a diagram of it, and how far that is.
    Drawing(diagram::Stage),
}

/// In which colours it is to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Colours {
    /// These in place of the diagram's own.
    pub(super) theme: Option<Theme>,
    /// With stronger contrasts than these have.
    pub(super) strong: bool,
}

impl Colours {
    /// Those of `diagram`.
    fn of(self, diagram: &Diagram) -> Theme {
        let own = || Theme::from_config(&diagram.document.config, &Theme::dark());
        let theme = self.theme.unwrap_or_else(own);
        if self.strong { theme.strengthened() } else { theme }
    }
}

/// What is to be loaded, and in which colours.
#[derive(Debug)]
struct Job {
    source: Source,
    theme: Colours,
    change: Change,
    /// Whether it is laid out without regard to where things stand.
    afresh: bool,
    /// How much work it is worth from now on, if that is to be something else.
    effort: Option<Effort>,
    number: u64,
}

/// What a person has made of a drawing that makes it another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Change {
    /// The ids of the groups to be folded.
    pub(super) folded: BTreeSet<String>,
    /// What is pinned in place of what is in the file, if anything was dragged.
    pub(super) pins: Option<Pins>,
}

/// What was loaded last.
struct Last {
    read: Read,
    /// What the colours were to be.
    theme: Colours,
    loaded: Arc<Loaded>,
}

/// All that a picture is made of.
#[derive(PartialEq)]
struct Read {
    source: Source,
    text: String,
    /// What lies beside the text, or what is wrong with that.
    pins: Result<Pins, String>,
}

/// So many drawings are kept to start from: as many as anybody has open.
const MOST_KEPT: usize = 32;

/// What is kept from job to job.
struct Workshop {
    resources: Option<Resources>,
    icons: Icons,
    options: diagram::Options,
    /// What came from standard input.
    typed: Option<String>,
    /// One a file that is open.
    last: Vec<Last>,
}

/// Hands jobs to the thread.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: Sender<Job>,
    /// The number of the latest job; what an earlier one is at is called off.
    latest: Arc<AtomicU64>,
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
        let latest = Arc::new(AtomicU64::new(0));
        let known = Arc::clone(&latest);
        let workshop = Workshop { resources: None, icons, options, typed: None, last: Vec::new() };
        thread::spawn(move || work(&receiver, &known, &proxy, workshop));
        Self { jobs, latest }
    }

    /// Calls off what is being loaded.
    pub(super) fn cancel(&self) {
        self.latest.fetch_add(1, Ordering::Relaxed);
    }

    /// Loads `source`, changed as a person has, and calls off what is being loaded.
    pub(super) fn load(&self, source: Source, theme: Colours, change: Change) {
        self.send(Job { source, theme, change, afresh: false, effort: None, number: 0 });
    }

    /// The same, without regard to where things stand, and with as much `effort`, if one is told, from now on.
    pub(super) fn load_afresh(
        &self,
        source: Source,
        theme: Colours,
        change: Change,
        effort: Option<Effort>,
    ) {
        self.send(Job { source, theme, change, afresh: true, effort, number: 0 });
    }

    fn send(&self, job: Job) {
        let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
        // The thread ends only with this handle, or with the program.
        let _ = self.jobs.send(Job { number, ..job });
    }
}

/// A failed send means that the window is gone: then the work is over.
fn work(
    jobs: &Receiver<Job>,
    latest: &AtomicU64,
    proxy: &EventLoopProxy<News>,
    mut workshop: Workshop,
) {
    while let Ok(job) = jobs.recv() {
        let is_stale = || latest.load(Ordering::Relaxed) != job.number;
        if is_stale() {
            continue;
        }
        if proxy.send_event(News::Stage(Stage::Reading)).is_err() {
            return;
        }
        workshop.options.effort = job.effort.unwrap_or(workshop.options.effort);
        if let Some(sketch) = sketch(&mut workshop, &job, &is_stale) {
            let news = News::Sketched(job.source.clone(), Arc::new(sketch));
            if proxy.send_event(news).is_err() {
                return;
            }
        }
        let mut span = None;
        let mut tell = |stage: diagram::Stage| {
            drop(span.take());
            span = Some(tracing::debug_span!("stage", ?stage).entered());
            // A failed send is met with the result.
            let _ = proxy.send_event(News::Stage(Stage::Drawing(stage)));
        };
        let mut watch = Watch::new(&mut tell).until(&is_stale);
        // A bug of ours must not take the window with it.
        let made = panic::catch_unwind(AssertUnwindSafe(|| workshop.make(&job, &mut watch)));
        let result = made.unwrap_or_else(|payload| {
            Some(Err(bug(&name_of(&job.source), &panic_message(payload.as_ref()))))
        });
        let Some(result) = result else { continue };
        if proxy.send_event(News::Loaded(job.source, result)).is_err() {
            return;
        }
    }
}

/// A first picture for `job`, where that is worth it; a bug in it is left to the real one to tell.
fn sketch(
    workshop: &mut Workshop,
    job: &Job,
    is_stale: &(dyn Fn() -> bool + Sync),
) -> Option<Loaded> {
    let mut watch = Watch::default().until(is_stale);
    let sketch = AssertUnwindSafe(|| workshop.sketch(job, &mut watch));
    panic::catch_unwind(sketch).ok().flatten()
}

impl Workshop {
    /// A first picture for `job` where the real one will take its time; not where there is a picture to go on from, or where
    /// the text has errors, which come first.
    fn sketch(&mut self, job: &Job, watch: &mut Watch<'_>) -> Option<Loaded> {
        let is_first = self.last_of(&job.source).is_none();
        if !is_first || self.options.after.is_some() {
            return None;
        }
        let text = read(&job.source, &mut self.typed).ok()?;
        if text.lines().count() < SKETCHED {
            return None;
        }
        let options = self.options.clone();
        let whole = Diagram::sketch(&text, self.resources(), &options, watch)?;
        let is_large = whole.graph.nodes.len() >= SKETCHED;
        if !is_large || errors(&whole.diagnostics).next().is_some() {
            return None;
        }
        let whole = Arc::new(whole);
        let theme = job.theme.clone().of(&whole);
        Some(Loaded::new(Arc::clone(&whole), whole, theme))
    }

    /// The picture for `job`; `None` where `watch` has called it off.
    fn make(&mut self, job: &Job, watch: &mut Watch<'_>) -> Option<Result<Arc<Loaded>, Problem>> {
        let source = job.source.clone();
        let text = match read(&source, &mut self.typed) {
            Ok(text) => text,
            Err(problem) => return Some(Err(problem)),
        };
        let pins = read_pins(&source);
        let read = Read { source, text, pins };
        let last = self.last_of(&read.source);
        if let Some(last) = last.filter(|last| !job.afresh && last.is_made_of(&read)) {
            let base = Arc::clone(&last.loaded.base);
            return self.finish(job, read, base, watch);
        }
        if last.is_some_and(|last| last.loaded.complaint.is_none())
            && let Some(problem) = refusal(&read)
        {
            return Some(Err(problem));
        }
        let after = last.map(|last| Arc::new(Earlier::of(&last.loaded.whole)));
        let after = after.or_else(|| self.options.after.clone());
        let options = diagram::Options {
            after: after.filter(|_| !job.afresh),
            pins: read.pins.clone().unwrap_or_default(),
            ..self.options.clone()
        };
        let base = Diagram::attempt(&read.text, self.resources(), &options, watch)?;
        self.finish(job, read, Arc::new(base), watch)
    }

    /// What was loaded last of `source`.
    fn last_of(&self, source: &Source) -> Option<&Last> {
        self.last.iter().find(|last| last.read.source == *source)
    }

    fn keep(&mut self, latest: Last) {
        self.last.retain(|last| last.read.source != latest.read.source);
        self.last.truncate(MOST_KEPT - 1);
        self.last.insert(0, latest);
    }

    fn resources(&mut self) -> &mut Resources {
        self.resources.get_or_insert_with(|| Resources {
            fonts: Fonts::with_system(),
            icons: mem::take(&mut self.icons),
        })
    }

    /// Changes `base`, what was `read`, as it is to be, and draws it.
    fn finish(
        &mut self,
        job: &Job,
        read: Read,
        base: Arc<Diagram>,
        watch: &mut Watch<'_>,
    ) -> Option<Result<Arc<Loaded>, Problem>> {
        let last =
            self.last_of(&read.source).map(|last| (Arc::clone(&last.loaded), last.theme.clone()));
        let last = last.filter(|(last, _)| Arc::ptr_eq(&last.base, &base));
        let pins = job.change.pins.as_ref().or(read.pins.as_ref().ok()).cloned();
        let pins = pins.unwrap_or_default();
        let groups = groups_of(&base, &job.change.folded);
        if let Some((last, theme)) = &last
            && last.whole.pins == pins
            && *last.diagram.fold.groups() == groups
            && *theme == job.theme
        {
            self.keep(Last { read, theme: theme.clone(), loaded: Arc::clone(last) });
            return Some(Ok(Arc::clone(last)));
        }
        let options = diagram::Options { after: None, pins, ..self.options.clone() };
        let whole = match last.filter(|(last, _)| last.whole.pins == options.pins) {
            Some((last, _)) => Arc::clone(&last.whole),
            None if base.pins == options.pins => Arc::clone(&base),
            None => Arc::new(base.pinned(&options.pins, &options, watch)?),
        };
        let diagram = match groups.is_empty() {
            true => Arc::clone(&whole),
            false => Arc::new(whole.folded(groups, self.resources(), &options, watch)?),
        };
        let loaded = dress(&read, job.theme.clone(), diagram, whole, base).map(Arc::new);
        if let Ok(loaded) = &loaded {
            let theme = job.theme.clone();
            self.keep(Last { read, theme, loaded: Arc::clone(loaded) });
        }
        Some(loaded)
    }
}

impl Last {
    /// Whether it is what is made of `read`: of the same text, and with the file's pins as they were or as things have been
    /// dragged.
    fn is_made_of(&self, read: &Read) -> bool {
        let is_known =
            |pins: &Pins| *pins == self.loaded.base.pins || *pins == self.loaded.whole.pins;
        self.read.text == read.text
            && (self.read.pins == read.pins || read.pins.as_ref().is_ok_and(is_known))
    }
}

/// Why the good picture that is there is better than one of what was `read`: that has errors.
fn refusal(read: &Read) -> Option<Problem> {
    let name = name_of(&read.source);
    let (document, mut diagnostics) = syntax::parse(&read.text);
    diagnostics.extend(graph::resolve(&document).1);
    if errors(&diagnostics).next().is_some() {
        return Some(nothing_to_show(&name, &read.text, &diagnostics));
    }
    let pins = read.pins.as_ref().err()?;
    Some(Problem {
        title: "The file of pins is not understood.".to_owned(),
        details: vec![pins.clone()],
        advice: PRESS_R.trim().to_owned(),
        brief: pins.clone(),
        is_fault: true,
        findings: Box::new([Finding::of_no_text(pins.clone())]),
    })
}

/// The places in the file beside `source`; none where there is no such file.
fn read_pins(source: &Source) -> Result<Pins, String> {
    let found = input::read_beside(source).map_err(|error| error.to_string())?;
    let Some((path, text)) = found else { return Ok(Pins::default()) };
    let name = name_of(&Source::File(path));
    Pins::from_toml(&text).map_err(|error| format!("{name}:{}:1  {}", error.line, error.message))
}

/// Standard input can be read once only; a reload shows the same text.
fn read(source: &Source, typed: &mut Option<String>) -> Result<String, Problem> {
    match (source, &typed) {
        (Source::Stdin, Some(text)) => Ok(text.clone()),
        (Source::Stdin, None) => Ok(input::read(source).inspect(|t| *typed = Some(t.clone()))?),
        (Source::Nothing, _) => Ok(SAMPLE.to_owned()),
        (_, _) => Ok(input::read(source)?),
    }
}

/// What the window calls `source`: a file's name without its folder.
pub(super) fn name_of(source: &Source) -> String {
    match source {
        Source::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
        Source::Part { title, .. } => title.clone(),
        Source::Stdin | Source::Nothing | Source::Text(_) => source.to_string(),
    }
}

/// The groups of `diagram` that have one of these ids.
fn groups_of(diagram: &Diagram, ids: &BTreeSet<String>) -> BTreeSet<GroupId> {
    let groups = diagram.graph.groups.iter().zip(0..);
    groups.filter(|(group, _)| ids.contains(&group.id)).map(|(_, id)| GroupId(id)).collect()
}

fn dress(
    read: &Read,
    theme: Colours,
    diagram: Arc<Diagram>,
    whole: Arc<Diagram>,
    base: Arc<Diagram>,
) -> Result<Loaded, Problem> {
    let (name, text) = (name_of(&read.source), &read.text);
    if errors(&diagram.diagnostics).next().is_none() {
        input::require_statements(&diagram.document, &read.source)?;
    }
    if diagram.graph.nodes.is_empty() && diagram.graph.groups.is_empty() {
        return Err(nothing_to_show(&name, text, &diagram.diagnostics));
    }
    let theme = theme.of(&diagram);
    let complaint =
        complaint(&name, text, &diagram.diagnostics).or_else(|| read.pins.clone().err());
    let pins = read.pins.clone().unwrap_or_default();
    let findings = Finding::all(text, &diagram.diagnostics, Some(&diagram.graph));
    let text = text.clone();
    Ok(Loaded { complaint, base, pins, text, findings, ..Loaded::new(diagram, whole, theme) })
}

fn nothing_to_show(name: &str, text: &str, diagnostics: &[Diagnostic]) -> Problem {
    let lines = errors(diagnostics).take(4).map(|d| located(name, text, d)).collect::<Vec<_>>();
    let title = match lines.is_empty() {
        true => format!("{name} has nothing in it to be drawn"),
        false => format!("{name} is not understood"),
    };
    let brief = complaint(name, text, diagnostics).unwrap_or_else(|| title.clone());
    let hint = errors(diagnostics).find_map(|d| d.hint.as_deref()).map(capitalised);
    let hint = hint.map(|hint| if hint.ends_with(['.', '?']) { hint } else { hint + "." });
    let advice = hint.unwrap_or_else(|| {
        "Write `architecture-beta` and below it, say, `service api(server)[API]`.".to_owned()
    });
    let findings = Finding::all(text, diagnostics, None).into_boxed_slice();
    Problem { title, details: lines, advice: advice + PRESS_R, brief, is_fault: true, findings }
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
        brief: format!("Veduta failed on {name}: {message}"),
        details: vec![message.to_owned()],
        advice: "This is a bug of ours. Please report it with the file.".to_owned(),
        is_fault: true,
        findings: Box::default(),
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
    fn a_good_picture_is_kept_where_the_new_text_has_errors() {
        let check = |text: &str, pins: Result<Pins, String>, expected: Option<&str>| {
            let source = Source::File("x/a.mmd".into());
            let read = Read { source, text: text.to_owned(), pins };
            assert_eq!(refusal(&read).map(|p| p.brief).as_deref(), expected, "{text}");
        };
        let good = "architecture-beta\n  service a(server)[A]\n";
        check(good, Ok(Pins::default()), None);
        check("architecture-beta\n", Ok(Pins::default()), None);
        check(good, Err("a.veduta.toml:1:1  no".to_owned()), Some("a.veduta.toml:1:1  no"));
        let broken = refusal(&Read {
            source: Source::File("x/a.mmd".into()),
            text: format!("{good}  a:R -- L:nobody\n"),
            pins: Ok(Pins::default()),
        });
        let brief = broken.map(|p| p.brief).unwrap_or_default();
        assert!(brief.starts_with("a.mmd:3:") && brief.contains("nobody"), "{brief}");
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
