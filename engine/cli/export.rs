use std::io::{self, IsTerminal};
use std::path::Path;

use kurbo::Size;

use crate::explore::{Levels, State};
use crate::export::movie::Motion;
use crate::export::{self, Aside, Error, Format, Frame, Options};
use crate::input::Source;
use crate::paint::Moment;
use crate::scene::Scene;

use super::args::{self, Background, FileFormat};
use super::{Exit, film, icons, interrupt, load, measures, movie, options, say, session, tour};

/// Draws a diagram to a file or to standard output.
pub(super) fn run(args: &args::Export) -> Exit {
    let kind = match kind_of(&args.output, args.format) {
        Ok(kind) => kind,
        Err(message) => {
            say::error(message);
            return Exit::Usage;
        }
    };
    if args.no_overwrite && args.output.exists() {
        say::error(format_args!(
            "{}: there is such a file, and `--no-overwrite` keeps it; give another name",
            args.output.display()
        ));
        return Exit::InputOutput;
    }
    let source = Source::from_argument(&args.file);
    let session = match session::read_after(
        &args.shortcuts.commands(matches!(kind, Kind::Moving(_))),
        &args.script,
    ) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    let drawn = match options::of(&source, args.work, args.after.after.as_deref())
        .and_then(|options| load::diagram(&source, icons::load(&args.packs)?, options))
    {
        Ok(drawn) => drawn,
        Err(exit) => return exit,
    };
    match (&args.shown.tour, &args.shown.step, kind) {
        (Some(_), None, Kind::Moving(motion)) => return film::run(args, motion, &source, drawn),
        (Some(_), None, Kind::Still(Format::Pdf)) => return film::pages(args, &source, drawn),
        (Some(_), None, Kind::Still(_)) => {
            say::error(
                "a picture shows one step of a tour: add `--step 1`, or write a PDF, a GIF or a video of it all",
            );
            return Exit::Usage;
        }
        _ => {}
    }
    let end = session.steps.last().map_or(0.0, |step| step.time);
    let played = match &args.shown.step {
        Some(_) => tour::still(&args.shown, &source, drawn, size_of(args)),
        None => session.play(drawn, size_of(args)),
    };
    let (state, diagram) = match played {
        Ok(played) => played,
        Err(exit) => return exit,
    };
    let mut scene = load::scene(&diagram, &state, args.theme);
    if state.flow.is_shown {
        let given = args.measured.metrics.as_deref();
        match measures::traffic(&source, given, &diagram.graph) {
            Ok(traffic) => load::flow(&mut scene, &diagram, args.theme, &traffic),
            Err(exit) => return exit,
        }
    }
    let seen = session::crop(&mut scene, &state);
    let frame = seen.map_or_else(|| frame(args, kind, &scene), |seen| frame_of(args, seen));
    // What the window shows at this zoom, whatever the number of px to one of its.
    let density =
        if seen.is_some() && size_of(args).is_none() { args.scale.unwrap_or(2.0) } else { 1.0 };
    let options = Options {
        frame,
        detail: Levels::dialled(state.view.detail) / density.max(1e-9),
        margin: if seen.is_some() { 0.0 } else { args.pad },
        ground: match args.background {
            Background::Theme => None,
            Background::Color(color) => Some(color),
        },
        flow: moment(&state, end),
    };
    load::title(&mut scene, &diagram, args.theme, &options, density, state.titles_larger());
    tour::put_over(
        &mut scene,
        &state,
        &diagram,
        &load::colors(&diagram, args.theme),
        f64::INFINITY,
    );
    write(args, kind, &scene, &options)
}

/// Writes `scene` as what was asked for.
fn write(args: &args::Export, kind: Kind, scene: &Scene, options: &Options) -> Exit {
    let format = match kind {
        Kind::Still(format) => format,
        Kind::Moving(motion) => return movie::run(args, motion, scene, options),
    };
    if format == Format::Png && args.output.as_os_str() != "-" {
        return save_png(scene, options, &args.output);
    }
    match draw(scene, format, options) {
        Ok(bytes) if args.output.as_os_str() == "-" => say::hand_over(&bytes),
        Ok(bytes) => save(&args.output, &bytes),
        Err(error) => refuse(&error),
    }
}

/// The moment of what moves that a script has come to.
fn moment(state: &State, end: f64) -> Option<Moment> {
    let time = state.flow.at(end)?;
    Some(Moment { time, is_shared: state.flow.is_shared })
}

/// The bytes of a file with the picture of `scene`.
pub(super) fn draw(scene: &Scene, format: Format, options: &Options) -> Result<Vec<u8>, Error> {
    match format {
        Format::Png => export::png(scene, options),
        Format::Svg => export::svg(scene, options),
        Format::Pdf => export::pdf(scene, options),
    }
}

/// Writes a PNG strip by strip, however large it is.
fn save_png(scene: &Scene, options: &Options, path: &Path) -> Exit {
    interrupt::listen();
    let written = Aside::create(path).and_then(|mut aside| {
        let mut goes_on = || !interrupt::is_asked();
        export::write_png(scene, options, &mut aside, &mut goes_on)
            .map_err(|error| export::at(path, error))?;
        aside.finish()
    });
    match written {
        Ok(()) => {
            say::plain(format_args!("wrote {}", path.display()));
            Exit::Done
        }
        Err(error) => refuse(&error),
    }
}

/// Writes a file, and says so or why not.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Exit {
    match export::save(path, bytes) {
        Ok(()) => {
            say::plain(format_args!("wrote {}", path.display()));
            Exit::Done
        }
        Err(error) => refuse(&error),
    }
}

/// Says why there is no picture, and how to exit.
pub(super) fn refuse(error: &Error) -> Exit {
    say::error(error);
    match error {
        Error::Size(_) | Error::Movie(_) => Exit::Usage,
        Error::Interrupted => Exit::Interrupted,
        _ => Exit::InputOutput,
    }
}

/// The frame asked for, else the format's own, smaller where the picture could not be made otherwise.
pub(super) fn default_frame(format: Format, margin: f64, scene: &Scene) -> Frame {
    let usual = match format {
        Format::Png => 2.0,
        Format::Svg | Format::Pdf => return Frame::Scale(1.0),
    };
    let largest = export::largest_scale(scene, margin);
    if largest < usual {
        say::note(format_args!(
            "the drawing is so large that it is drawn at {largest:.3} px a unit, not {usual}"
        ));
    }
    Frame::Scale(usual.min(largest))
}

fn frame(args: &args::Export, kind: Kind, scene: &Scene) -> Frame {
    match (args.size, args.scale, kind) {
        (Some(size), ..) => size,
        (None, Some(scale), _) => Frame::Scale(scale),
        (None, None, Kind::Still(format)) => default_frame(format, args.pad, scene),
        (None, None, Kind::Moving(_)) => movie::default_frame(args.pad, scene),
    }
}

/// The size of the picture that is asked for, px.
pub(super) fn size_of(args: &args::Export) -> Option<(f64, f64)> {
    match args.size {
        Some(Frame::Size(width, height)) => Some((f64::from(width), f64::from(height))),
        Some(Frame::Scale(_)) | None => None,
    }
}

/// The frame of a picture of what a camera sees, `seen` logical px large.
fn frame_of(args: &args::Export, seen: Size) -> Frame {
    let scale = if size_of(args).is_some() { 1.0 } else { args.scale.unwrap_or(2.0) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    let side = |length: f64| (length * scale).round() as u32;
    Frame::Size(side(seen.width), side(seen.height))
}

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Still(Format),
    Moving(Motion),
}

/// What is to be written to `output`, by the format asked for or by the name.
pub(super) fn kind_of(output: &Path, format: Option<FileFormat>) -> Result<Kind, String> {
    let to_stdout = output.as_os_str() == "-";
    let Some(kind) = format.map(Kind::from).or_else(|| Kind::from_path(output)) else {
        return Err(if to_stdout {
            "standard output has no name to tell the kind of file; add `--format png` or another of `--help`".to_owned()
        } else {
            format!(
                "{}: the name tells no kind of file that Veduta writes; end it in .png, .svg, .pdf, .apng, .gif, .y4m, .mp4 or \
                 .webm, or add `--format png`",
                output.display()
            )
        });
    };
    match kind {
        Kind::Still(Format::Png) if to_stdout && io::stdout().is_terminal() => {
            Err("a PNG is nothing for a terminal; give a file with `-o`, or a pipe".to_owned())
        }
        Kind::Moving(motion) => movie::check(motion, output).map(|()| kind),
        Kind::Still(_) => Ok(kind),
    }
}

impl Kind {
    /// The kind that the name of `path` tells.
    fn from_path(path: &Path) -> Option<Self> {
        let moving = Motion::from_path(path).map(Self::Moving);
        moving.or_else(|| Format::from_path(path).map(Self::Still))
    }
}

impl From<FileFormat> for Kind {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Png => Self::Still(Format::Png),
            FileFormat::Svg => Self::Still(Format::Svg),
            FileFormat::Pdf => Self::Still(Format::Pdf),
            FileFormat::Apng => Self::Moving(Motion::Apng),
            FileFormat::Gif => Self::Moving(Motion::Gif),
            FileFormat::Y4m => Self::Moving(Motion::Y4m),
            FileFormat::Mp4 => Self::Moving(Motion::Mp4),
            FileFormat::Webm => Self::Moving(Motion::Webm),
        }
    }
}
