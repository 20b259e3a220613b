use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::export::{Format, Options};
use crate::icons::Icons;
use crate::input::{self, Link, Source};
use crate::scene::MARGIN;
#[cfg(feature = "window")]
use crate::settings;
use crate::settings::Settings;

use super::args::Painter;
use super::session::Session;
use super::tour::Stage;
use super::{Exit, args, config, export, icons, load, options, say, session};

/// Opens the window; where none can be opened, writes the picture instead and says so.
pub(super) fn run(args: &args::Open, stage: Option<&Stage>) -> Exit {
    let links: Vec<Link> = args.files.iter().map(|path| link_of(path)).collect();
    let mut sources = links.iter().flat_map(|link| input::sources(&link.path));
    let source = sources.next().unwrap_or(Source::Nothing);
    let others: Vec<Source> = sources.collect();
    // A variable that makes no sense is told once, as what it is: a reason not to open.
    let painter = match args.painter.map_or_else(Painter::from_environment, |p| Ok(Some(p))) {
        Ok(painter) => painter,
        Err(message) => {
            say::error(message);
            return Exit::Usage;
        }
    };
    let settings = config::settings(args);
    let painter = painter.or_else(|| one_of(&settings, "painter")).unwrap_or(Painter::Auto);
    let told = links.first().map_or("", |link| &link.commands);
    let session = match session::read_or(&args.script, told) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    let mut packs = match icons::load(&args.packs) {
        Ok(packs) => Some(packs),
        Err(exit) => return exit,
    };
    match (
        display().and_then(|()| {
            window(&source, others, (args, stage), &settings, painter, &session, &mut packs)
        }),
        &source,
    ) {
        (Ok(exit), _) => exit,
        (Err(reason), Source::Nothing) => {
            say::error(format_args!(
                "no window can be opened ({reason}); `veduta export FILE -o OUT.png` draws without one, \
                 and `veduta --help` shows more"
            ));
            Exit::Usage
        }
        (Err(reason), _) => write_picture(&source, args, &session, packs, &reason),
    }
}

/// What is named by a path or a link.
fn link_of(path: &Path) -> Link {
    let link = path.to_str().and_then(Link::read);
    link.unwrap_or_else(|| Link { path: path.to_owned(), commands: String::new() })
}

/// Whether there is a display to ask for a window; the system's own error names its source file, not what to do.
fn display() -> Result<(), String> {
    if super::doctor::displays().is_some_and(|found| found.is_empty()) {
        return Err("there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned());
    }
    Ok(())
}

/// The exit code once the window is closed, or why none was opened.
#[cfg(feature = "window")]
fn window(
    source: &Source,
    others: Vec<Source>,
    (args, stage): (&args::Open, Option<&Stage>),
    settings: &Settings,
    painter: Painter,
    session: &Session,
    packs: &mut Option<Icons>,
) -> Result<Exit, String> {
    use super::recording::Recording;
    use crate::app::{self, Report};

    let mut options = app::Options::new(source.clone());
    options.others = others;
    set(&mut options, settings);
    options.painter = painter.into();
    options.icons = packs.take().unwrap_or_default();
    // A window opens whatever is wrong; it is told all the same.
    options.drawing = options::of(source, work(args.work, settings), None).unwrap_or_default();
    options::warn_before_opening(source, &options.drawing.pins);
    options.metrics.clone_from(&args.measured.metrics);
    options.trace = args.trace;
    options.exit_after = args.exit_after;
    options.size = args.window_size;
    let mut recording = match Recording::begin(args.record.as_deref()) {
        Ok(recording) => recording,
        Err(exit) => return Ok(exit),
    };
    if let Some(stage) = stage {
        options.tour.clone_from(&stage.tour);
        options.stage = Some(app::Stage {
            step: stage.step.clone(),
            monitor: stage.monitor,
            presenter: stage.presenter,
        });
    }
    options.steps = session.steps.clone();
    options.record = recording.is_on();
    options.report = Box::new(move |report| match report {
        Report::Notice(text) => say::note(text),
        Report::Trace(line) => say::plain(line),
        Report::Recorded(line) => recording.add(&line),
    });
    match app::run(options) {
        Ok(()) => Ok(Exit::Done),
        Err(app::Error::NoDisplay(reason)) => Err(reason),
        Err(error @ app::Error::NoGpu(_)) => {
            say::error(error);
            Ok(Exit::NoGpu)
        }
        Err(error) => {
            say::error(error);
            Ok(Exit::InputOutput)
        }
    }
}

/// How much work a drawing is worth, and how edges run, as `settings` say.
#[cfg(feature = "window")]
fn work(work: args::Work, settings: &Settings) -> args::Work {
    args::Work {
        effort: work.effort.or_else(|| one_of(settings, "effort")),
        edges: work.edges.or_else(|| one_of(settings, "edges")),
    }
}

/// The value of the setting `name` as the command line has it.
fn one_of<T: ValueEnum>(settings: &Settings, name: &str) -> Option<T> {
    T::from_str(settings.get(name)?, true).ok()
}

/// Puts what is set into what the window is to do.
#[cfg(feature = "window")]
fn set(options: &mut crate::app::Options, settings: &Settings) {
    use crate::app::Wheel;

    let theme = settings.get("theme");
    options.theme = theme.and_then(|name| args::Theme::from_str(name, true).ok()).map(Into::into);
    options.follow_colours = theme == Some("system");
    options.reduced_motion = settings.get("animations") == Some("reduced");
    options.follow_motion = settings.get("animations") == Some("system");
    options.wheel = match settings.get("wheel") {
        Some("zoom") => Wheel::Zoom,
        Some("pan") => Wheel::Pan,
        _ => Wheel::Auto,
    };
    options.ui_scale = settings.number("ui_scale").unwrap_or(1.0);
    options.watch = settings.get("watch") != Some("false");
    let (keys, faults) = settings::load_keys();
    config::tell(&faults);
    options.keys = std::sync::Arc::new(keys);
}

/// The exit code once the window is closed, or why none was opened.
#[cfg(not(feature = "window"))]
fn window(
    _: &Source,
    _: Vec<Source>,
    _: (&args::Open, Option<&Stage>),
    _: &Settings,
    _: Painter,
    _: &Session,
    _: &mut Option<Icons>,
) -> Result<Exit, String> {
    Err("this build has none".to_owned())
}

fn write_picture(
    source: &Source,
    args: &args::Open,
    session: &Session,
    packs: Option<Icons>,
    reason: &str,
) -> Exit {
    // A window that could not be opened after all has taken the packs with it.
    let packs = packs.map_or_else(|| icons::load(&args.packs), Ok);
    let drawn = match packs
        .and_then(|packs| load::diagram(source, packs, options::of(source, args.work, None)?))
    {
        Ok(drawn) => drawn,
        Err(exit) => return exit,
    };
    let (state, diagram) = match session.play(drawn, args.window_size) {
        Ok(played) => played,
        Err(exit) => return exit,
    };
    let scene = load::scene(&diagram, &state, args.theme);
    let path = PathBuf::from(format!("{}.png", source.stem()));
    let frame = export::default_frame(Format::Png, MARGIN, &scene);
    let options = Options { frame, ..Options::default() };
    let saved = export::draw(&scene, Format::Png, &options)
        .and_then(|bytes| crate::export::save(&path, &bytes));
    if let Err(error) = saved {
        return export::refuse(&error);
    }
    let path = std::path::absolute(&path).unwrap_or(path);
    say::note(format_args!(
        "no window can be opened ({reason}), so the picture is written to {}",
        path.display()
    ));
    Exit::Done
}
