//! What differs between two versions of a diagram: as text, as JSON, as a picture or a film.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use clap::Args;

use crate::diagram::{Diagram, Earlier, Options as Drawing, Resources, Watch};
use crate::diff::{Changes, Film, Naming, Thing};
use crate::export::movie::{Clip, Motion, Painters, n_frames};
use crate::export::{self, Error, Format, Frame, Options};
use crate::input::{self, Source};
use crate::scene::{MARGIN, Theme};
use crate::syntax::Severity;
use crate::text::Fonts;

use super::export::{Kind, kind_of, refuse, save};
use super::icons::{self, Packs};
use super::{Exit, args, diagnostics, load, movie, say};

/// Tells what differs between two versions of a diagram; with `-o` shows how the one turns into the other.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta diff old.mmd new.mmd                     added, removed, renamed, moved, other ways: as text
  veduta diff main:system.mmd system.mmd --json   against a version that git keeps
  veduta diff main:system.mmd HEAD:system.mmd -o change.gif
"
)]
pub(super) struct Diff {
    /// The earlier version: a file, or REVISION:FILE of a git repository
    #[arg(value_name = "BEFORE")]
    before: String,
    /// The later version
    #[arg(value_name = "AFTER")]
    after: String,
    /// A film of it (.gif, .apng, .mp4, .webm, .y4m, frame_%05d.png), or a picture of its end (.png, .svg, .pdf)
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// As JSON on standard output
    #[arg(long, conflicts_with = "output")]
    json: bool,
    /// As text on standard output, as it is without `-o`
    #[arg(long, conflicts_with_all = ["output", "json"])]
    text: bool,
    /// Width and height in px [default: fitted into 1280x720, and what is drawn is centred]
    #[arg(long, value_name = "WxH", value_parser = args::size)]
    size: Option<Frame>,
    /// Frames a second
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=240))]
    fps: u32,
    /// Veduta's own colours, not the diagram's
    #[arg(long, value_enum)]
    theme: Option<args::Theme>,
    #[command(flatten)]
    packs: Packs,
}

/// Tells or shows what differs.
pub(super) fn run(args: &Diff) -> Exit {
    match work(args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn work(args: &Diff) -> Result<Exit, Exit> {
    let kind = match &args.output {
        Some(path) => Some((path, kind_of(path, None).map_err(|message| usage(&message))?)),
        None => None,
    };
    let mut resources = Resources { fonts: Fonts::with_system(), icons: icons::load(&args.packs)? };
    let old = drawn(&args.before, None, &mut resources)?;
    let new = drawn(&args.after, Some(&old), &mut resources)?;
    let changes = Changes::between(&old, &new);
    let Some((path, kind)) = kind else {
        let text = if args.json { json(args, &changes) } else { text(&changes) };
        return Ok(say::hand_over(text.as_bytes()));
    };
    let theme = match args.theme {
        Some(theme) => theme.into(),
        None => Theme::from_config(&new.document.config, &Theme::dark()),
    };
    let (before, after) = (format!("before: {}", args.before), format!("after: {}", args.after));
    let naming = Naming { before: &before, after: &after };
    let film = Film::new(&old, &new, &changes, &theme, naming, &mut resources.fonts);
    let frame = args.size.unwrap_or(Frame::Size(1280, 720));
    Ok(match kind {
        Kind::Still(format) => {
            let options = options(args.size.unwrap_or(Frame::Scale(1.0)));
            match still(&film, format, &options) {
                Ok(bytes) => save(path, &bytes),
                Err(error) => refuse(&error),
            }
        }
        Kind::Moving(motion) => shoot(&film, motion, frame, args.fps, path),
    })
}

/// The end of the film, which tells all that differs.
fn still(film: &Film, format: Format, options: &Options) -> Result<Vec<u8>, Error> {
    let scale = export::view(&film.at(Film::SECS, 1.0), options)?.level_scale();
    super::export::draw(&film.at(Film::SECS, scale), format, options)
}

/// Writes the whole film.
fn shoot(film: &Film, motion: Motion, frame: Frame, fps: u32, path: &std::path::Path) -> Exit {
    let first = film.at(0.0, 1.0);
    let view = match export::view(&first, &options(frame)) {
        Ok(view) => view,
        Err(error) => return refuse(&error),
    };
    let painters = Painters::default();
    let draw = |frame_idx: usize| {
        let scene = film.at(frame_idx as f64 / f64::from(fps), view.level_scale());
        Ok(painters.paint(&scene, &view))
    };
    let clip = Clip {
        width: view.width.into(),
        height: view.height.into(),
        fps,
        n_frames: n_frames(Film::SECS, fps),
        repeat: true,
        opaque: first.ground.components[3] >= 1.0,
        draw: &draw,
    };
    movie::write(&clip, motion, path)
}

/// All of the film.
fn options(frame: Frame) -> Options {
    Options { frame, margin: MARGIN, ..Options::default() }
}

/// The drawing of the version `name`, from that of the one before.
fn drawn(name: &str, before: Option<&Diagram>, resources: &mut Resources) -> Result<Diagram, Exit> {
    let text = read(name)?;
    let after = before.map(|before| Arc::new(Earlier::of(before)));
    let options = Drawing { after, ..Drawing::default() };
    let diagram = Diagram::watched(&text, resources, &options, &mut Watch::default());
    let source = Source::from_argument(std::path::Path::new(name));
    if let Err(error) = input::require_statements(&diagram.document, &source) {
        diagnostics::print(&name, &text, &diagram.diagnostics, Severity::Error);
        return Err(load::refuse(&error));
    }
    if load::has_errors(&diagram.diagnostics) {
        say::note(format_args!(
            "{name} has errors, which `veduta check` tells; what could be understood is compared"
        ));
    }
    Ok(diagram)
}

/// The text of a file, or of one that git keeps.
fn read(name: &str) -> Result<String, Exit> {
    let path = std::path::Path::new(name);
    match name.split_once(':') {
        Some((revision, file)) if !path.exists() && !revision.is_empty() && name != "-" => {
            shown(revision, file).map_err(|message| {
                say::error(format_args!("{name}: {message}"));
                Exit::InputOutput
            })
        }
        _ => input::read(&Source::from_argument(path)).map_err(|error| load::refuse(&error)),
    }
}

/// What git has for `file` at `revision`; why there is none, with a next step.
fn shown(revision: &str, file: &str) -> Result<String, String> {
    if revision.starts_with('-') {
        return Err(
            "no revision begins with `-`; write REVISION:FILE, say main:system.mmd".to_owned()
        );
    }
    // As `git show` reads it: from the current folder, unless the path is from the root of the repository.
    let object = match file.starts_with(['/', '.']) {
        true => format!("{revision}:{file}"),
        false => format!("{revision}:./{file}"),
    };
    let output = Command::new("git").args(["show", &object]).output();
    let output = output.map_err(|cause| {
        format!("there is no such file, and git, which may have it, cannot be run ({cause}); install it, or give a file")
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().next().unwrap_or_default();
        let first = first.strip_prefix("fatal: ").unwrap_or(first);
        return Err(format!("git has no such text ({first}); check the revision and the path"));
    }
    String::from_utf8(output.stdout)
        .ok()
        .ok_or_else(|| "this is no UTF-8 text; is it the right file?".to_owned())
}

fn usage(message: &str) -> Exit {
    say::error(message);
    Exit::Usage
}

/// All changes, for people: one a line.
fn text(changes: &Changes) -> String {
    let mut lines = Vec::new();
    let named = |thing: &Thing| format!("{} {}", thing.kind, thing.id);
    let place = |group: &Option<String>| group.as_deref().unwrap_or("no group").to_owned();
    lines.extend(changes.added.iter().map(|thing| format!("+ added      {}", named(thing))));
    lines.extend(changes.removed.iter().map(|thing| format!("- removed    {}", named(thing))));
    lines.extend(changes.renamed.iter().map(|renamed| {
        let (before, after) = (&renamed.before, &renamed.after);
        format!("≠ renamed    {}: {before} is now {after}", named(&renamed.thing))
    }));
    lines.extend(changes.regrouped.iter().map(|regrouped| {
        let (before, after) = (place(&regrouped.before), place(&regrouped.after));
        format!("→ regrouped  {}: from {before} to {after}", named(&regrouped.thing))
    }));
    lines.extend(changes.moved.iter().map(|moved| {
        format!("→ moved      {}: {} px right, {} px down", named(&moved.thing), moved.dx, moved.dy)
    }));
    lines.extend(changes.rerouted.iter().map(|thing| format!("~ re-routed  {}", named(thing))));
    if lines.is_empty() {
        lines.push("nothing differs".to_owned());
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// All changes, for programs: one object.
fn json(args: &Diff, changes: &Changes) -> String {
    let mut object = serde_json::json!({
        "before": args.before,
        "after": args.after,
        "same": changes.is_empty(),
    });
    if let (Some(object), Ok(serde_json::Value::Object(lists))) =
        (object.as_object_mut(), serde_json::to_value(changes))
    {
        object.extend(lists);
    }
    format!("{object:#}\n")
}
