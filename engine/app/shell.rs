use std::mem;
use std::sync::Arc;

use kurbo::{Affine, Point};
use serde_json::json;
use winit::application::ApplicationHandler;
use winit::dpi::{LogicalPosition, LogicalSize, PhysicalSize};
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoopProxy};
use winit::window::{CursorIcon, Fullscreen, Window, WindowId};

use super::chrome::{Chrome, LOADING_AFTER_SECS};
use super::display::in_words;
use super::frame::{Canvas, Frame};
use super::graphics::{self, Found};
use super::guide::Said;
use super::present::Shown;
use super::problem::Problem;
use super::session::Session;
use super::status;
use super::translate::{translate, written};
use super::watcher::Watcher;
use super::worker::{Loaded, Stage, Worker, name_of};
use super::{Error, Options, PainterChoice, Report};
use crate::clock::Clock;
use crate::explore::{
    self, Aspect, Command, Cursor, Effect, Event, Input, Name, Panel, State, Subject,
};
use crate::graph::{End, EndAt, GroupId, NodeId};
use crate::input::Source;
use crate::paint::View;
use crate::scene::{self, Scene, Theme};

/// The CPU painter is asked for a frame this often at most, s; a surface sets the pace itself.
const CPU_FRAME_SECS: f64 = 1.0 / 60.0;
/// The loading bar moves this often, s.
const LOADING_FRAME_SECS: f64 = 1.0 / 30.0;
/// A surface that was not ready is asked again after this, s.
const RETRY_SECS: f64 = 0.05;
/// After so many failures of the GPU it is left alone.
const MAX_GPU_FAILURES: u32 = 3;

/// What the threads tell the loop.
pub(super) enum News {
    /// The worker goes on to this.
    Stage(Stage),
    /// What is read of this has changed.
    Changed(Source),
    /// The worker is done.
    Loaded(Source, Result<Arc<Loaded>, Problem>),
    /// The search for a GPU is over.
    Graphics(Found),
    /// The GPU fails, and says why.
    GpuFailed(String),
}

/// The window and all that it shows.
pub(super) struct Shell {
    options: Options,
    proxy: EventLoopProxy<News>,
    clock: Clock,
    worker: Worker,
    /// Watches the file that is open.
    watcher: Option<Watcher>,
    input: Input,
    state: State,
    content: Content,
    /// What the person has made of the picture, and the picture with it, where that is not the plain one.
    dressed: Option<(Aspect, Arc<Scene>)>,
    session: Session,
    chrome: Chrome,
    theme: Theme,
    open: Option<Open>,
    n_gpu_failures: u32,
    /// Why the CPU paints although nobody asked for it.
    cpu_because: Option<String>,
    failure: Option<Error>,
    n_frames: u64,
    frame_secs: f64,
    redraw_at: Option<f64>,
}

/// What there is once the window stands.
struct Open {
    window: Arc<Window>,
    canvas: Canvas,
    covered: bool,
    cursor: CursorIcon,
}

/// What the worker has come to.
#[derive(Default)]
struct Content {
    /// What it is doing, and since when.
    stage: Option<(Stage, f64)>,
    /// The last good diagram and its picture.
    shown: Option<(Arc<Loaded>, Arc<Scene>)>,
    /// Why there is no newer one.
    problem: Option<Problem>,
}

impl Shell {
    pub(super) fn new(mut options: Options, proxy: EventLoopProxy<News>) -> Self {
        let clock = Clock::start();
        let (icons, drawing) = (mem::take(&mut options.icons), options.drawing.clone());
        let worker = Worker::start(proxy.clone(), icons, drawing);
        let watcher = watch(&mut options, &proxy);
        worker.load(options.source.clone(), options.theme.clone());
        Self {
            proxy,
            clock,
            worker,
            watcher,
            input: Input::default(),
            state: State::default(),
            content: Content { stage: Some((Stage::Reading, 0.0)), ..Content::default() },
            dressed: None,
            session: Session::new(mem::take(&mut options.steps)),
            chrome: Chrome::new(),
            theme: Theme::dark(),
            open: None,
            n_gpu_failures: 0,
            cpu_because: None,
            failure: None,
            n_frames: 0,
            frame_secs: 0.0,
            redraw_at: None,
            options,
        }
    }

    /// Why the window closed, if not because somebody wished it.
    pub(super) fn failure(self) -> Option<Error> {
        self.failure
    }

    fn open_window(&mut self, event_loop: &ActiveEventLoop) -> Result<(), Error> {
        let (width, height) = self.options.size.unwrap_or_else(|| roomy(event_loop));
        let attributes = Window::default_attributes()
            .with_title(self.title())
            .with_inner_size(LogicalSize::new(width, height))
            .with_min_inner_size(LogicalSize::new(160.0, 120.0));
        let window = event_loop
            .create_window(attributes)
            .map_err(|e| Error::NoDisplay(in_words(&e.to_string())))?;
        let window = Arc::new(window);
        let canvas = Canvas::new(Arc::clone(&window));
        let size = window.inner_size();
        let open = Open { window, canvas, covered: false, cursor: CursorIcon::Default };
        self.open = Some(open);
        self.window_event_as_input(&WindowEvent::Resized(size), event_loop);
        if self.options.painter == PainterChoice::Cpu {
            self.notice("painting on the CPU, as asked".to_owned());
        } else {
            self.search_gpu(event_loop);
        }
        Ok(())
    }

    fn search_gpu(&self, event_loop: &ActiveEventLoop) {
        if let Some(open) = &self.open {
            let (window, display) = (Arc::clone(&open.window), event_loop.owned_display_handle());
            graphics::search(window, display, self.options.painter, self.proxy.clone());
        }
    }

    fn notice(&mut self, text: String) {
        (self.options.report)(Report::Notice(text));
    }

    fn graphics_found(&mut self, found: Found, event_loop: &ActiveEventLoop) {
        let Some(open) = &mut self.open else { return };
        let result = found.and_then(|graphics| {
            let info = graphics.painter.gpu().adapter.clone();
            open.canvas.use_gpu(*graphics).map(|()| format!("{} ({})", info.name, info.backend))
        });
        match result {
            Ok(name) => self.notice(format!("painting on the GPU: {name}")),
            Err(cause) if self.options.painter == PainterChoice::Gpu => {
                self.failure = Some(Error::NoGpu(cause));
                event_loop.exit();
            }
            Err(cause) => return self.say_cpu(cause),
        }
        self.redraw_soon(0.0);
    }

    fn say_cpu(&mut self, cause: String) {
        self.notice(format!("painting on the CPU: {cause}"));
        self.cpu_because = Some(cause);
        self.retitle();
    }

    /// Back to the CPU; then the GPU is looked for again, unless it fails all the time.
    fn gpu_failed(&mut self, cause: &str, event_loop: &ActiveEventLoop) {
        let Some(open) = &mut self.open else { return };
        if !open.canvas.has_gpu() {
            return;
        }
        open.canvas.use_cpu();
        self.n_gpu_failures += 1;
        let cause = cause.split_whitespace().collect::<Vec<_>>().join(" ");
        self.say_cpu(format!("the GPU failed: {cause}"));
        if self.n_gpu_failures < MAX_GPU_FAILURES {
            self.search_gpu(event_loop);
        }
        self.redraw_soon(0.0);
    }

    fn loaded(&mut self, source: &Source, result: Result<Arc<Loaded>, Problem>) {
        let time = self.clock.now();
        let is_other = *source != self.options.source;
        if is_other {
            return; // Another file has been asked for since.
        }
        self.content.stage = None;
        match result {
            Ok(loaded) => {
                self.content.problem = None;
                let shown = self.content.shown.as_ref();
                if shown.is_none_or(|(before, _)| !Arc::ptr_eq(before, &loaded)) {
                    self.show(loaded, time);
                }
            }
            Err(problem) => self.content.problem = Some(problem),
        }
        self.retitle();
        self.redraw_soon(0.0);
    }

    /// Puts another picture in the place of the one that is there.
    fn show(&mut self, loaded: Arc<Loaded>, time: f64) {
        let first = self.content.shown.is_none();
        let scene = Arc::new(loaded.scene.clone());
        self.theme = loaded.theme.clone();
        self.dressed = None;
        if let Some((before, _)) = &self.content.shown {
            explore::adopt(&mut self.state, &before.diagram, &loaded.diagram, time);
        }
        self.content.shown = Some((loaded, scene));
        self.session.begin(time);
        if first || self.state.fitted {
            // A resize to the same size fits at once, without a flight.
            self.state.fitted = true;
            self.carry_out(&Command::Resize(self.state.viewport), time);
        } else {
            self.carry_out(&Command::Point(self.state.pointer), time);
        }
        if first {
            self.tell_unknown_names();
        }
    }

    /// A script that names what is not there would otherwise do nothing, without a word.
    fn tell_unknown_names(&mut self) {
        let Some((loaded, _)) = &self.content.shown else { return };
        let faults = self.session.unknown_names(&loaded.diagram);
        for fault in faults {
            let hint = fault.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            self.notice(format!("{}{hint}", fault.message));
        }
    }

    fn reload(&mut self) {
        self.content.stage = Some((Stage::Reading, self.clock.now()));
        self.worker.load(self.options.source.clone(), self.options.theme.clone());
        self.redraw_soon(LOADING_AFTER_SECS);
    }

    fn show_other(&mut self, source: Source) {
        self.options.source = source;
        self.watcher = watch(&mut self.options, &self.proxy);
        self.content = Content::default();
        // Nothing of what was done means anything in another diagram.
        let (viewport, fullscreen) = (self.state.viewport, self.state.fullscreen);
        self.state = State { viewport, fullscreen, fitted: true, ..State::default() };
        self.dressed = None;
        self.reload();
        self.retitle();
        self.redraw_soon(0.0);
    }

    /// `● file.mmd - Title - veduta`; the dot tells of errors.
    fn title(&self) -> String {
        let shown = self.content.shown.as_ref().map(|(loaded, _)| loaded);
        let wrong = self.content.problem.as_ref().is_some_and(|problem| problem.is_fault)
            || shown.is_some_and(|l| l.complaint.is_some());
        let dot = if wrong { "● " } else { "" };
        let title = shown.and_then(|l| l.diagram.graph.title.as_ref());
        let title = title.map(|title| format!(" - {title}")).unwrap_or_default();
        let cpu = self.cpu_because.as_ref().map(|because| format!(" (on the CPU: {because})"));
        let file = match &self.options.source {
            Source::Nothing => String::new(),
            source => format!("{}{title} - ", name_of(source)),
        };
        format!("{dot}{file}veduta{}", cpu.unwrap_or_default())
    }

    fn retitle(&self) {
        if let Some(open) = &self.open {
            open.window.set_title(&self.title());
        }
    }

    fn window_event_as_input(&mut self, event: &WindowEvent, event_loop: &ActiveEventLoop) {
        let Some(open) = &self.open else { return };
        let scale_factor = open.window.scale_factor();
        // What is written comes first: a key that opens the panel is not to be written into it.
        let events = [written(event), translate(event, scale_factor)];
        for event in events.into_iter().flatten() {
            self.read(&event, event_loop);
        }
    }

    fn read(&mut self, event: &Event, event_loop: &ActiveEventLoop) {
        let time = self.clock.now();
        for command in self.input.read(event, &self.state, time) {
            self.obey(&command, time, event_loop);
        }
        self.show_cursor();
    }

    /// Carries `command` out, with what it asks of the window.
    fn obey(&mut self, command: &Command, time: f64, event_loop: &ActiveEventLoop) {
        if self.options.record {
            let line = explore::session_line(self.session.since_start(time), command);
            (self.options.report)(Report::Recorded(line));
        }
        match self.carry_out(command, time) {
            Some(Effect::Quit) => event_loop.exit(),
            Some(Effect::Reload) => self.reload(),
            None => {}
        }
    }

    /// Does what the session has for now.
    fn play(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.clock.now();
        while let Some((command, due)) = self.session.next(now) {
            match (&command, &self.open) {
                // A window has the size that it has; it can only be asked for another.
                (Command::Resize(size), Some(open)) => {
                    let size = LogicalSize::new(size.width, size.height);
                    if let Some(size) = open.window.request_inner_size(size) {
                        self.window_event_as_input(&WindowEvent::Resized(size), event_loop);
                    }
                }
                _ => self.obey(&command, due, event_loop),
            }
        }
    }

    /// Carries `command` out, and asks for a frame if that changes what is seen.
    fn carry_out(&mut self, command: &Command, time: f64) -> Option<Effect> {
        let mut before = self.state.clone();
        let diagram = self.content.shown.as_ref().map(|(loaded, _)| &loaded.diagram);
        let effect = explore::update(&mut self.state, command, diagram, time);
        if before.hover != self.state.hover {
            self.redraw_soon(self.state.hover.settles_at() - time);
        }
        (before.pointer, before.hover) = (self.state.pointer, self.state.hover);
        if before != self.state {
            self.redraw_soon(0.0);
        }
        self.let_input_methods_in(&before);
        if before.fullscreen != self.state.fullscreen
            && let Some(open) = &self.open
        {
            let whole = self.state.fullscreen.then_some(Fullscreen::Borderless(None));
            open.window.set_fullscreen(whole);
        }
        effect
    }

    /// Input methods work only while somebody types, and show their candidates at the panel.
    fn let_input_methods_in(&self, before: &State) {
        let Some(open) = &self.open else { return };
        if before.search.is_some() != self.state.search.is_some() {
            open.window.set_ime_allowed(self.state.search.is_some());
        }
        if let Some(search) =
            self.state.search.as_ref().filter(|s| before.search.as_ref() != Some(*s))
        {
            let field = Panel::new(search, self.state.viewport).field;
            let at = LogicalPosition::new(field.x0, field.y0);
            open.window.set_ime_cursor_area(at, LogicalSize::new(field.width(), field.height()));
        }
    }

    fn show_cursor(&mut self) {
        let cursor = match self.input.cursor() {
            Cursor::Arrow => CursorIcon::Default,
            Cursor::Grab => CursorIcon::Grab,
            Cursor::Grabbing => CursorIcon::Grabbing,
            Cursor::Cross => CursorIcon::Crosshair,
        };
        if let Some(open) = &mut self.open
            && open.cursor != cursor
        {
            open.cursor = cursor;
            open.window.set_cursor(cursor);
        }
    }

    /// A frame is wanted in `seconds`; an earlier wish stands.
    fn redraw_soon(&mut self, seconds: f64) {
        let at = self.clock.now() + seconds;
        self.redraw_at = Some(self.redraw_at.map_or(at, |before| before.min(at)));
    }

    fn redraw(&mut self, event_loop: &ActiveEventLoop) {
        let time = self.clock.now();
        self.redraw_at = None;
        let moving = self.state.camera.is_moving(time);
        if !moving && self.state.pointer.is_some() {
            // The world may have come to rest under a pointer that did not move.
            self.carry_out(&Command::Point(self.state.pointer), time);
        }
        self.dress(time);
        let chrome = self.chrome(time);
        let Some(open) = &mut self.open else { return };
        let PhysicalSize { width, height } = open.window.inner_size();
        let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else { return };
        if width == 0 || height == 0 || open.covered {
            return; // Minimised or covered: whatever makes it visible asks for a frame.
        }
        let scale_factor = open.window.scale_factor();
        let pose = self.state.camera.at(time);
        let picture_from_world = Affine::scale(scale_factor) * pose.affine(self.state.viewport);
        let ground = Some(self.theme.ground.with_alpha(1.0));
        let plain = self.content.shown.as_ref().map(|(_, scene)| scene);
        let frame = Frame {
            diagram: self.dressed.as_ref().map(|(_, scene)| scene).or(plain),
            chrome,
            view: View { picture_from_world, width, height, ground, least_text: View::ON_SCREEN },
            scale_factor,
            moving,
        };
        let shown = open.canvas.show(&frame);
        self.frame_shown(shown, time, event_loop);
    }

    fn frame_shown(&mut self, shown: Shown, time: f64, event_loop: &ActiveEventLoop) {
        self.frame_secs = self.clock.now() - time;
        match shown {
            Shown::Yes => {
                self.n_frames += 1;
                self.trace(time);
                self.plan_next(time);
            }
            Shown::Later => self.redraw_soon(RETRY_SECS),
            Shown::Covered => {
                if let Some(open) = &mut self.open {
                    open.covered = true;
                }
            }
            Shown::Never(cause) if self.open.as_ref().is_some_and(|o| o.canvas.has_gpu()) => {
                self.gpu_failed(&cause, event_loop);
            }
            Shown::Never(cause) => {
                self.failure = Some(Error::Loop(cause));
                event_loop.exit();
            }
        }
    }

    /// The next frame comes by itself only while something moves.
    fn plan_next(&mut self, time: f64) {
        let surface = self.open.as_ref().is_some_and(|open| open.canvas.has_gpu());
        if self.state.camera.is_moving(time) {
            let pace = if surface { 0.0 } else { CPU_FRAME_SECS };
            self.redraw_soon((pace - self.frame_secs).max(0.0));
        }
        if let Some(at) = self.state.next_change(time) {
            self.redraw_soon((at - self.clock.now()).max(0.0));
        }
        if let Some((_, since)) = self.content.stage {
            let until_shown = since + LOADING_AFTER_SECS - self.clock.now();
            self.redraw_soon(until_shown.max(LOADING_FRAME_SECS));
        }
    }

    /// Makes the picture as the person wants it at `time`, unless there is one already.
    fn dress(&mut self, time: f64) {
        let aspect = self.state.aspect(time);
        if self.dressed.as_ref().is_some_and(|(of, _)| *of == aspect) {
            return;
        }
        self.dressed = None;
        let Some((loaded, plain)) = &self.content.shown else { return };
        if aspect != Aspect::default() {
            let mut scene = Scene::clone(plain);
            scene::dress(&mut scene, &loaded.diagram, &self.theme, &aspect);
            self.dressed = Some((aspect, Arc::new(scene)));
        }
    }

    fn chrome(&mut self, time: f64) -> Vec<Scene> {
        let (viewport, theme) = (self.state.viewport, &self.theme);
        let mut scenes = Vec::new();
        let complaint =
            self.content.shown.as_ref().and_then(|(loaded, _)| loaded.complaint.as_ref());
        match (&self.content.stage, &self.content.problem, complaint) {
            (Some((stage, since)), _, _)
                if self.content.shown.is_none() && time - since >= LOADING_AFTER_SECS =>
            {
                let name = name_of(&self.options.source);
                scenes.push(self.chrome.loading(&name, *stage, time - since, viewport, theme));
            }
            (_, Some(_), _) if self.content.shown.is_some() => {
                scenes.push(self.chrome.veil(viewport, theme));
            }
            (_, Some(problem), _) => scenes.push(self.chrome.problem(problem, viewport, theme)),
            (_, None, Some(text)) => scenes.push(self.chrome.complaint(text, viewport, theme)),
            _ => {}
        }
        self.guide(time, &mut scenes);
        let (viewport, theme) = (self.state.viewport, &self.theme);
        let view = &self.state.view;
        let told = self.state.hover.lit(time).or(view.selection.last().copied());
        let told = told.or(view.focus.map(Subject::Group));
        if let Some((subject, (loaded, _))) = told.zip(self.content.shown.as_ref()) {
            let text = path_of(loaded, subject);
            scenes.push(self.chrome.path(&text, viewport, theme));
        }
        if let Some(band) = self.state.band {
            scenes.push(self.chrome.band(band, viewport, theme));
        }
        if let Some(search) = &self.state.search {
            scenes.push(self.chrome.search(search, viewport, theme));
        }
        if self.state.help {
            scenes.push(self.chrome.help(viewport, theme));
        }
        if self.state.overlay {
            let text = self.measurements(time);
            scenes.push(self.chrome.overlay(&text, viewport, &self.theme));
        }
        scenes
    }

    /// The status bar, and the names of neighbours out of sight.
    fn guide(&mut self, time: f64, scenes: &mut Vec<Scene>) {
        let Some((loaded, _)) = &self.content.shown else { return };
        let viewport = self.state.viewport;
        let stubs: Vec<_> = self
            .state
            .stubs(&loaded.diagram, time)
            .into_iter()
            .map(|stub| (title_of(loaded, stub.subject), stub.at))
            .collect();
        if !stubs.is_empty() {
            scenes.push(self.chrome.stubs(&stubs, viewport, &self.theme));
        }
        let problem = self.content.problem.as_ref();
        if !self.state.fullscreen {
            let doing = status::doing(loaded, &self.state, |subject| title_of(loaded, subject));
            let said = problem.map_or(Said::Calmly(&doing), |p| Said::InAlarm(&p.brief));
            let amount = status::amount(loaded, self.state.camera.at(time).zoom);
            scenes.push(self.chrome.status(said, &amount, viewport, &self.theme));
        } else if let Some(problem) = problem {
            // There is no status bar to say it.
            scenes.push(self.chrome.complaint(&problem.brief, viewport, &self.theme));
        }
    }

    fn measurements(&self, time: f64) -> String {
        let painter = self.open.as_ref().map_or("none", |open| open.canvas.painted_by());
        let pose = self.state.camera.at(time);
        let (ms, zoom) = (self.frame_secs * 1000.0, pose.zoom * 100.0);
        format!("frame {}  {painter} {ms:.1} ms  zoom {zoom:.0} %", self.n_frames)
    }

    fn trace(&mut self, time: f64) {
        if !self.options.trace {
            return;
        }
        let Some(open) = &self.open else { return };
        let pose = self.state.camera.at(time);
        let size = open.window.inner_size();
        let content = match (&self.content.problem, &self.content.shown) {
            (Some(_), None) => "problem",
            (Some(_), Some(_)) => "kept",
            (None, Some(_)) => "diagram",
            (None, None) => "loading",
        };
        let name = |subject: Subject| {
            let shown = self.content.shown.as_ref();
            shown.map(|(loaded, _)| Name::of(subject, &loaded.diagram).to_string())
        };
        let selection: Vec<_> = self.state.view.selection.iter().map(|s| name(*s)).collect();
        let line = json!({
            "frame": self.n_frames,
            "time": time,
            "ms": self.frame_secs * 1000.0,
            "painter": open.canvas.painted_by(),
            "content": content,
            "moving": self.state.camera.is_moving(time),
            "center": [pose.center.x, pose.center.y],
            "zoom": pose.zoom,
            "size": [size.width, size.height],
            "scale": open.window.scale_factor(),
            "hover": self.state.hover.lit(time).and_then(name),
            "selection": selection,
            "search": self.state.search.as_ref().map(|search| search.text.clone()),
            "hits": self.state.search.as_ref().map(|search| search.hits.len()),
            "focus": self.state.view.focus.map(|group| name(Subject::Group(group))),
            "hidden": self.state.view.hidden.len(),
            "help": self.state.help,
            "traced": self.state.view.trace.as_ref().map(|trace| trace.traced.n_nodes()),
            "fitted": self.state.fitted,
            "fullscreen": self.state.fullscreen,
        });
        (self.options.report)(Report::Trace(line.to_string()));
    }
}

/// Where that is not possible, says so; R still works.
fn watch(options: &mut Options, proxy: &EventLoopProxy<News>) -> Option<Watcher> {
    Watcher::start(&options.source, proxy.clone()).unwrap_or_else(|reason| {
        let name = name_of(&options.source);
        let text = format!("{name} is not watched ({reason}); press R to read it again");
        (options.report)(Report::Notice(text));
        None
    })
}

/// A window that is large, logical px, and leaves a tenth of the screen free.
fn roomy(event_loop: &ActiveEventLoop) -> (f64, f64) {
    const LARGE: (f64, f64) = (1280.0, 800.0);
    let monitor = event_loop.primary_monitor().or_else(|| event_loop.available_monitors().next());
    let Some(monitor) = monitor else { return LARGE };
    let screen: LogicalSize<f64> = monitor.size().to_logical(monitor.scale_factor());
    let within = |side: f64, screen: f64| if screen > 0.0 { side.min(screen * 0.9) } else { side };
    (within(LARGE.0, screen.width), within(LARGE.1, screen.height))
}

/// What `subject` is called in the drawing.
fn title_of(loaded: &Loaded, subject: Subject) -> String {
    let path = path_of(loaded, subject);
    path.rsplit(" › ").next().unwrap_or(&path).to_owned()
}

/// Where what is pointed at stands, from the outermost group to itself, in the words of the drawing.
fn path_of(loaded: &Loaded, subject: Subject) -> String {
    let graph = &loaded.diagram.graph;
    let title = |title: &Option<String>, id: &str| title.clone().unwrap_or_else(|| id.to_owned());
    let group_name =
        |id: GroupId| title(&graph.groups[id.index()].title, &graph.groups[id.index()].id);
    let node_name = |id: NodeId| title(&graph.nodes[id.index()].title, &graph.nodes[id.index()].id);
    let end_name = |end: &End| match end.at {
        EndAt::Node(node) => node_name(node),
        EndAt::Group(group) => group_name(group),
    };
    let (own, group) = match subject {
        Subject::Node(node) => (node_name(node), graph.nodes[node.index()].group),
        Subject::Group(group) => (group_name(group), graph.groups[group.index()].parent),
        Subject::Edge(edge) => {
            let edge = &graph.edges[edge.index()];
            let line = match (edge.from.arrow, edge.to.arrow) {
                (true, true) => "↔",
                (true, false) => "←",
                (false, true) => "→",
                (false, false) => "—",
            };
            (format!("{} {line} {}", end_name(&edge.from), end_name(&edge.to)), None)
        }
    };
    let round = std::iter::successors(group, |group| graph.groups[group.index()].parent);
    let mut names: Vec<String> = round.take(graph.groups.len()).map(group_name).collect();
    names.reverse();
    names.push(own);
    names.join(" › ")
}

impl ApplicationHandler<News> for Shell {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.open.is_some() {
            return;
        }
        if let Err(error) = self.open_window(event_loop) {
            self.failure = Some(error);
            event_loop.exit();
        }
        self.redraw_soon(0.0);
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, news: News) {
        match news {
            News::Stage(stage) => {
                if let Some((now, _)) = &mut self.content.stage {
                    *now = stage;
                }
            }
            News::Changed(source) => {
                if source == self.options.source {
                    self.reload();
                }
            }
            News::Loaded(source, result) => self.loaded(&source, result),
            News::Graphics(found) => self.graphics_found(found, event_loop),
            News::GpuFailed(cause) => self.gpu_failed(&cause, event_loop),
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let tells_nothing =
            matches!(event, WindowEvent::RedrawRequested | WindowEvent::Occluded(_));
        if let Some(open) = &mut self.open
            && !tells_nothing
            && mem::take(&mut open.covered)
        {
            // Not every platform says when a window is uncovered; input to it does.
            self.redraw_soon(0.0);
        }
        match &event {
            WindowEvent::RedrawRequested => self.redraw(event_loop),
            WindowEvent::CloseRequested => event_loop.exit(),
            WindowEvent::Occluded(covered) => {
                if let Some(open) = &mut self.open {
                    open.covered = *covered;
                }
                self.redraw_soon(0.0);
            }
            WindowEvent::ScaleFactorChanged { .. } => {
                if let Some(size) = self.open.as_ref().map(|open| open.window.inner_size()) {
                    self.window_event_as_input(&WindowEvent::Resized(size), event_loop);
                }
                self.redraw_soon(0.0);
            }
            WindowEvent::DroppedFile(path) => self.show_other(Source::File(path.clone())),
            WindowEvent::DoubleTapGesture { .. } => {
                let at = self.state.pointer.unwrap_or(Point::ZERO);
                let time = self.clock.now();
                self.obey(&Command::Open { at, back: false }, time, event_loop);
            }
            WindowEvent::Resized(_) => {
                self.window_event_as_input(&event, event_loop);
                self.redraw_soon(0.0);
            }
            _ => self.window_event_as_input(&event, event_loop),
        }
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.clock.now();
        if self.options.exit_after.is_some_and(|at| at <= now) {
            return event_loop.exit();
        }
        self.play(event_loop);
        if self.redraw_at.is_some_and(|at| at <= now) {
            self.redraw_at = None;
            if let Some(open) = &self.open {
                open.window.request_redraw();
            }
        }
        let wakes = [self.redraw_at, self.options.exit_after, self.session.due()];
        let wakes = wakes.into_iter().flatten();
        event_loop.set_control_flow(match wakes.reduce(f64::min) {
            Some(time) => ControlFlow::WaitUntil(self.clock.instant(time)),
            None => ControlFlow::Wait,
        });
    }
}
