//! The window and all that it shows.

mod asking;
mod effects;
mod events;
mod exporting;
mod flowing;
mod loading;
mod morphing;
mod overlays;
mod painters;
mod presenter;
mod presenting;
mod reading;
mod tabs;
mod telling;
mod wishes;
mod zoomed;

use std::mem;
use std::path::PathBuf;
use std::sync::Arc;

use accesskit_winit::Adapter;
use kurbo::Affine;
use winit::dpi::{LogicalPosition, LogicalSize, PhysicalSize};
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, EventLoopProxy};
use winit::window::{CursorIcon, Fullscreen, Window};

use crate::app::chrome::{Chrome, LOADING_AFTER_SECS};
use crate::app::clipboard::{Clipboard, Outcome};
use crate::app::desk::Desk;
use crate::app::desktop::{self, Wish};
use crate::app::dialog::Answer;
use crate::app::display::in_words;
use crate::app::frame::{Canvas, Frame, Leaving};
use crate::app::graphics::Found;
use crate::app::memory::{Memory, recent_files};
use crate::app::picture::Dressed;
use crate::app::present::Shown;
use crate::app::problem::Problem;
use crate::app::session::Session;
use crate::app::translate::{translate, written};
use crate::app::watcher::Watcher;
use crate::app::wheel::meant;
use crate::app::worker::{Change, Colours, Loaded, Stage, Worker, name_of};
use crate::app::{Error, Options, PainterChoice, Report};
use crate::clock::Clock;
use crate::diagram::Pins;
use crate::explore::{self, Command, Cursor, Effect, Event, Input, Panel, State};
use crate::input::Source;
use crate::layout::Effort;
use crate::paint::View;
use crate::scene::{Scene, Theme};

/// The CPU painter is asked for a frame this often at most, s; a surface sets the pace itself.
const CPU_FRAME_SECS: f64 = 1.0 / 60.0;
/// The loading bar moves this often, s.
const LOADING_FRAME_SECS: f64 = 1.0 / 30.0;
/// A surface that was not ready is asked again after this, s.
const RETRY_SECS: f64 = 0.05;

/// What the threads tell the loop.
pub(in crate::app) enum News {
    /// The worker goes on to this.
    Stage(Stage),
    /// What is read of this has changed.
    Changed(Source),
    /// A first picture of this, until the worker is done.
    Sketched(Source, Arc<Loaded>),
    /// The worker is done.
    Loaded(Source, Result<Arc<Loaded>, Problem>),
    /// The search for a GPU is over.
    Graphics(Found),
    /// The GPU fails, and says why.
    GpuFailed(String),
    /// What has become of something that was to be copied or pasted.
    Clipboard(Outcome),
    /// The files that somebody wants to open, or to write.
    Chosen(Answer),
    /// What has become of something that was to be written to a file, for people.
    Exported(String),
    /// The desktop has another wish.
    Desktop(Wish),
    /// A screen reader asks for something.
    Reader(accesskit_winit::Event),
}

impl From<accesskit_winit::Event> for News {
    fn from(event: accesskit_winit::Event) -> Self {
        Self::Reader(event)
    }
}

/// The window and all that it shows.
pub(in crate::app) struct Shell {
    options: Options,
    proxy: EventLoopProxy<News>,
    clock: Clock,
    worker: Worker,
    /// Watches the file that is open.
    watcher: Option<Watcher>,
    /// The files that are open beside it.
    tabs: tabs::Tabs,
    clipboard: Clipboard,
    /// Where the last export went.
    exported: Option<PathBuf>,
    reading: reading::Reading,
    /// What was kept from the last time.
    memory: Memory,
    input: Input,
    state: State,
    content: Content,
    /// What the person has made of the picture, and the picture with it, where that is not the plain one.
    dressed: Option<Dressed>,
    /// The way from the picture before to this one.
    morphing: Option<morphing::Morphing>,
    /// The window of whoever presents.
    desk: Option<Desk>,
    /// Whether it was opened at the beginning, as asked.
    had_desk: bool,
    /// Whether a presentation begins as soon as there is something to present.
    begins: bool,
    /// Whether the desktop wants stronger contrasts.
    is_strong: bool,
    /// The picture of the last frame, where one is to dissolve into the next.
    last_seen: Option<Leaving>,
    /// What dissolves now, and since when.
    leaving: Option<Leaving>,
    jumped: Option<f64>,
    /// Whether somebody was told that what was dragged would be lost.
    is_warned: bool,
    session: Session,
    chrome: Chrome,
    theme: Theme,
    open: Option<Open>,
    n_gpu_failures: u32,
    /// Whether files can be dropped onto the window.
    can_drop: bool,
    /// Why the CPU paints although nobody asked for it.
    cpu_because: Option<String>,
    failure: Option<Error>,
    n_frames: u64,
    frame_secs: f64,
    /// What dressing the last frame took, s.
    dress_secs: f64,
    redraw_at: Option<f64>,
    flowing: flowing::Flowing,
}

/// What there is once the window stands.
struct Open {
    window: Arc<Window>,
    canvas: Canvas,
    /// The way to screen readers.
    reader: Adapter,
    covered: bool,
    cursor: CursorIcon,
    /// Whether the pointer is to be seen.
    shows_pointer: bool,
}

/// What the worker has come to.
#[derive(Default)]
struct Content {
    /// What it is doing, and since when.
    stage: Option<(Stage, f64)>,
    /// The last good diagram and its picture.
    shown: Option<(Arc<Loaded>, Arc<Scene>)>,
    /// What a person has made of the picture that is there or being made.
    wanted: Change,
    /// What is pinned in the file beside the diagram.
    saved: Pins,
    /// The text of the tour, where there is one.
    tour_text: Option<String>,
    /// Whether that is a first picture only.
    provisional: bool,
    /// Why there is no newer one.
    problem: Option<Problem>,
}

impl Shell {
    pub(in crate::app) fn new(mut options: Options, proxy: EventLoopProxy<News>) -> Self {
        let clock = Clock::start();
        let (icons, drawing) = (mem::take(&mut options.icons), options.drawing.clone());
        let worker = Worker::start(proxy.clone(), icons, drawing);
        let source = options.source.clone();
        let watcher = watch(&mut options, &source, &proxy);
        let colours = Colours { theme: options.theme.clone(), strong: false };
        worker.load(options.source.clone(), colours, Change::default());
        let others = mem::take(&mut options.others);
        if options.follow_colours || options.follow_motion {
            desktop::follow(proxy.clone());
        }
        let mut shell = Self {
            proxy,
            clock,
            worker,
            watcher,
            tabs: tabs::Tabs::default(),
            clipboard: Clipboard::default(),
            exported: None,
            reading: reading::Reading::default(),
            memory: Memory::load(),
            input: Input::default(),
            state: fresh_state(&options, true),
            content: Content { stage: Some((Stage::Reading, 0.0)), ..Content::default() },
            dressed: None,
            morphing: None,
            desk: None,
            had_desk: false,
            begins: options.stage.is_some(),
            last_seen: None,
            leaving: None,
            jumped: None,
            is_strong: false,
            is_warned: false,
            session: Session::new(mem::take(&mut options.steps)),
            chrome: Chrome::new(),
            theme: options.theme.clone().unwrap_or_else(Theme::dark),
            open: None,
            n_gpu_failures: 0,
            can_drop: true,
            cpu_because: None,
            failure: None,
            n_frames: 0,
            frame_secs: 0.0,
            dress_secs: 0.0,
            redraw_at: None,
            flowing: flowing::Flowing::default(),
            options,
        };
        others.into_iter().for_each(|source| shell.add_tab(source));
        shell.look_for_measures();
        shell
    }

    /// Why the window closed, if not because somebody wished it.
    pub(in crate::app) fn failure(self) -> Option<Error> {
        self.failure
    }

    fn open_window(&mut self, event_loop: &ActiveEventLoop) -> Result<(), Error> {
        let ((width, height), maximised) = self.first_size(event_loop);
        let attributes = Window::default_attributes()
            .with_title(self.title())
            .with_inner_size(LogicalSize::new(width, height))
            .with_maximized(maximised)
            // The way to screen readers must be there before it.
            .with_visible(false)
            .with_min_inner_size(LogicalSize::new(160.0, 120.0));
        let window = event_loop
            .create_window(attributes)
            .map_err(|e| Error::NoDisplay(in_words(&e.to_string())))?;
        let reader = Adapter::with_event_loop_proxy(event_loop, &window, self.proxy.clone());
        window.set_visible(true);
        self.can_drop = can_drop(event_loop);
        if let Some(welcome) = &mut self.state.chrome.welcome {
            welcome.can_drop = self.can_drop;
        }
        let window = Arc::new(window);
        let canvas = Canvas::new(Arc::clone(&window));
        let size = window.inner_size();
        let cursor = CursorIcon::Default;
        let open = Open { window, canvas, reader, covered: false, cursor, shows_pointer: true };
        self.open = Some(open);
        self.window_event_as_input(&WindowEvent::Resized(size), event_loop);
        if self.options.painter == PainterChoice::Cpu {
            self.notice("painting on the CPU, as asked".to_owned());
        } else {
            self.search_gpu(event_loop);
        }
        Ok(())
    }

    fn notice(&mut self, text: String) {
        (self.options.report)(Report::Notice(text));
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
                // Of nothing there is a sample, and how to open a file.
                self.content.problem = (*source == Source::Nothing).then(Problem::nothing_open);
                let shown = self.content.shown.as_ref();
                self.content.provisional = false;
                let is_redrawn = shown.is_none_or(|(old, _)| !Arc::ptr_eq(&old.base, &loaded.base));
                if shown.is_none_or(|(before, _)| !Arc::ptr_eq(before, &loaded)) {
                    self.show(loaded, time);
                }
                self.take_tour(is_redrawn, time);
            }
            Err(problem) => self.content.problem = Some(problem),
        }
        self.tell_findings();
        self.retitle();
        self.redraw_soon(0.0);
    }

    /// Puts another picture in the place of the one that is there.
    fn show(&mut self, loaded: Arc<Loaded>, time: f64) {
        let first = self.content.shown.is_none();
        let scene = Arc::clone(&loaded.scene);
        self.theme = loaded.theme.clone();
        let mut is_refolded = false;
        if let Some((before, _)) = self.content.shown.clone() {
            is_refolded = Arc::ptr_eq(&before.base, &loaded.base);
            self.go_over(&before, &loaded, &scene, time);
        }
        self.dressed = None;
        self.content.saved.clone_from(&loaded.pins);
        self.content.shown = Some((loaded, scene));
        // A script is for what it will work on in the end.
        if !self.content.provisional {
            self.session.begin(time);
        }
        if first || (self.state.fitted && !is_refolded) {
            // A resize to the same size fits at once, without a flight.
            self.state.fitted = true;
            self.carry_out(&Command::Resize(self.state.viewport), time);
        } else {
            self.carry_out(&Command::Point(self.state.pointer), time);
        }
        if let Some(pose) = self.last_place().filter(|_| first) {
            self.carry_out(&Command::Look(pose), time);
        }
        if first {
            self.tell_unknown_names();
            self.tell_measures();
        }
        self.change_as_wanted();
    }

    /// A script that names what is not there would otherwise do nothing, without a word.
    fn tell_unknown_names(&mut self) {
        let Some((loaded, _)) = &self.content.shown else { return };
        let faults = self.session.unknown_names(&loaded.diagram);
        for fault in faults {
            let hint = fault.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            let text = format!("{}{hint}", fault.message);
            self.notice(text);
        }
    }

    fn reload(&mut self) {
        self.content.stage = Some((Stage::Reading, self.clock.now()));
        let change = self.change();
        self.worker.load(self.options.source.clone(), self.colours(), change);
        self.redraw_soon(LOADING_AFTER_SECS);
    }

    /// Has the diagram laid out without regard to where things stand.
    fn lay_out(&mut self, effort: Option<Effort>) {
        self.content.stage = Some((Stage::Reading, self.clock.now()));
        let change = self.change();
        self.worker.load_afresh(self.options.source.clone(), self.colours(), change, effort);
        self.redraw_soon(LOADING_AFTER_SECS);
    }

    fn show_other(&mut self, source: Source) {
        self.watcher = watch(&mut self.options, &source, &self.proxy);
        self.options.source = source;
        self.content = Content::default();
        // What was given belongs to the first.
        self.options.metrics = None;
        self.look_for_measures();
        // Nothing of what was done means anything in another diagram.
        let (viewport, fullscreen) = (self.state.viewport, self.state.fullscreen);
        self.state = State {
            viewport,
            fullscreen,
            fitted: true,
            ..fresh_state(&self.options, self.can_drop)
        };
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
        let scale_factor = self.scale_factor();
        // What is written comes first: a key that opens the panel is not to be written into it.
        let events = [written(event), translate(event, scale_factor)];
        for event in events.into_iter().flatten() {
            let event = meant(event, self.options.wheel);
            if let Some(event) = self.pass_strip(event, event_loop) {
                self.read(&event, event_loop);
            }
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
        if *command == Command::Escape && self.call_off() {
            return;
        }
        match self.carry_out(command, time) {
            Some(Effect::Quit) => self.quit(event_loop),
            Some(Effect::Reload) => self.reload(),
            Some(Effect::Ask(ask)) => self.asked(&ask, event_loop),
            Some(Effect::Theme(scheme)) => self.recolour(scheme),
            Some(Effect::Edit(byte)) => self.edit(byte, time),
            Some(Effect::Save) => self.save_pins(),
            Some(Effect::Presenter) => self.toggle_desk(event_loop),
            Some(Effect::Record) => self.record_step(time),
            None => {}
        }
    }

    /// Closes the window; where something was dragged and not written down, only when asked again.
    fn quit(&mut self, event_loop: &ActiveEventLoop) {
        if !self.is_warned && !self.has_unsaved_pins() {
            self.show_unsaved();
        }
        if self.has_unsaved_pins() && !self.is_warned {
            self.is_warned = true;
            return self.redraw_soon(0.0);
        }
        event_loop.exit();
    }

    /// When the session goes on; it waits for a picture that is being made.
    fn due(&self) -> Option<f64> {
        self.session.due().filter(|_| self.content.stage.is_none())
    }

    /// Does what the session has for now.
    fn play(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.clock.now();
        while let Some((command, due)) = self.due().and_then(|_| self.session.next(now)) {
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
        let diagram = self.content.shown.as_ref().map(|(loaded, _)| &*loaded.diagram);
        let effect = explore::update(&mut self.state, command, diagram, time);
        if before.hover != self.state.hover {
            self.redraw_soon(self.state.hover.settles_at() - time);
        }
        (before.pointer, before.hover) = (self.state.pointer, self.state.hover);
        before.grip = self.state.grip;
        if before != self.state {
            self.redraw_soon(0.0);
        }
        self.change_as_wanted();
        self.let_input_methods_in(&before);
        if before.fullscreen != self.state.fullscreen
            && let Some(open) = &self.open
        {
            let monitor = self.options.stage.as_ref().and_then(|stage| stage.monitor);
            let monitor = monitor.and_then(|number| {
                open.window.available_monitors().nth((number as usize).saturating_sub(1))
            });
            let whole = self.state.fullscreen.then_some(Fullscreen::Borderless(monitor));
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
            let at = LogicalPosition::new(field.x0, field.y0 + self.strip_height());
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
        let shows_pointer = self.shows_pointer();
        let Some(open) = &mut self.open else { return };
        if open.cursor != cursor {
            open.cursor = cursor;
            open.window.set_cursor(cursor);
        }
        if open.shows_pointer != shows_pointer {
            open.shows_pointer = shows_pointer;
            open.window.set_cursor_visible(shows_pointer);
        }
    }

    /// A frame is wanted in `seconds`; an earlier wish stands.
    fn redraw_soon(&mut self, seconds: f64) {
        let at = self.clock.now() + seconds;
        self.redraw_at = Some(self.redraw_at.map_or(at, |before| before.min(at)));
    }

    fn redraw(&mut self, event_loop: &ActiveEventLoop) {
        let _span = tracing::trace_span!("frame", number = self.n_frames).entered();
        let time = self.clock.now();
        if self.redraw_flow(time, event_loop) {
            return;
        }
        self.redraw_at = None;
        let moving = self.is_moving(time);
        if !moving && self.state.pointer.is_some() {
            // The world may have come to rest under a pointer that did not move.
            self.carry_out(&Command::Point(self.state.pointer), time);
        }
        self.show_cursor();
        self.dress(time);
        let (titles, detail) = (self.closer(time), self.detail());
        let chrome = self.chrome(time);
        let dressed = self.clock.now();
        let Some(open) = &self.open else { return };
        let PhysicalSize { width, height } = open.window.inner_size();
        let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else { return };
        if width == 0 || height == 0 || open.covered {
            return; // Minimised or covered: whatever makes it visible asks for a frame.
        }
        let scale_factor = self.scale_factor();
        let pose = self.state.camera.at(time);
        let top = self.strip_height();
        let picture_from_world = Affine::scale(scale_factor)
            * Affine::translate((0.0, top))
            * pose.affine(self.state.viewport);
        let ground = Some(self.theme.ground.with_alpha(1.0));
        let view = View {
            picture_from_world,
            width,
            height,
            ground,
            least_text: View::ON_SCREEN,
            detail: detail / scale_factor,
            density: scale_factor,
            flow: self.moment(time),
        };
        let diagram = self.scene_at(time, &view);
        #[expect(clippy::cast_possible_truncation, reason = "a share")]
        let share = self.cover(time) as f32;
        self.dissolve(diagram.as_ref(), titles.as_ref(), &view);
        let diagram = diagram.as_ref();
        let flow = self.flow();
        let leaving = self.leaving.as_ref().map(|leaving| (leaving, share));
        let leaving = leaving.filter(|(_, share)| *share > 0.0);
        let frame =
            Frame { diagram, flow, titles, leaving, chrome, top, view, scale_factor, moving };
        let Some(open) = &mut self.open else { return };
        let shown = open.canvas.show(&frame, &self.clock);
        self.dress_secs = dressed - time;
        self.frame_shown(shown, time, event_loop);
    }

    fn frame_shown(&mut self, shown: Shown, time: f64, event_loop: &ActiveEventLoop) {
        self.frame_secs = self.clock.now() - time;
        match shown {
            Shown::Yes => {
                self.n_frames += 1;
                self.trace(time);
                self.tell_reader();
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
        self.plan_flow(time);
        let surface = self.open.as_ref().is_some_and(|open| open.canvas.has_gpu());
        if self.is_moving(time) {
            let pace = if surface { 0.0 } else { CPU_FRAME_SECS };
            self.redraw_soon((pace - self.frame_secs).max(0.0));
        }
        let lights_in = self.state.hover.settles_at() - time;
        if lights_in > 0.0 {
            self.redraw_soon(lights_in);
        }
        if self.open.as_ref().is_some_and(|open| open.canvas.made().is_lagging) {
            self.redraw_soon(0.0);
        }
        let changes = [self.state.next_change(time), self.state.next_toast(time)];
        if let Some(at) = changes.into_iter().flatten().reduce(f64::min) {
            self.redraw_soon((at - self.clock.now()).max(0.0));
        }
        // Once there is a picture, it is not painted again and again for the sake of the bar.
        if let Some((_, since)) = self.content.stage.filter(|_| self.content.shown.is_none()) {
            let until_shown = since + LOADING_AFTER_SECS - self.clock.now();
            self.redraw_soon(until_shown.max(LOADING_FRAME_SECS));
        }
    }
}

/// A state in which nothing has been done yet.
fn fresh_state(options: &Options, can_drop: bool) -> State {
    let (keys, reduced_motion) = (Arc::clone(&options.keys), options.reduced_motion);
    let mut state = State { keys, reduced_motion, ..State::default() };
    let is_empty = options.source == Source::Nothing;
    state.chrome.welcome = is_empty.then(|| explore::Welcome { can_drop, recent: recent_files() });
    state
}

/// Where that is not possible, says so; R still works.
fn watch(options: &mut Options, source: &Source, proxy: &EventLoopProxy<News>) -> Option<Watcher> {
    if !options.watch {
        return None;
    }
    Watcher::start(source, proxy.clone()).unwrap_or_else(|reason| {
        let name = name_of(source);
        let text = format!("{name} is not watched ({reason}); press R to read it again");
        (options.report)(Report::Notice(text));
        None
    })
}

/// Whether winit is told of files that are dropped: not on Wayland (winit issue 1881).
#[cfg(all(unix, not(target_os = "macos")))]
fn can_drop(event_loop: &ActiveEventLoop) -> bool {
    use winit::platform::wayland::ActiveEventLoopExtWayland;
    !event_loop.is_wayland()
}

/// Whether winit is told of files that are dropped.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn can_drop(_: &ActiveEventLoop) -> bool {
    true
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
