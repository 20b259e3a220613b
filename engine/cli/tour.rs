//! Tours: checked, planned, recorded and presented.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use kurbo::Size;

use crate::diagram::{Diagram, Watch};
use crate::explore::tour::{self, Film, LEAST_LABEL, PROJECTOR, Tour as Steps};
use crate::explore::{Name, State};
use crate::graph::GroupId;
use crate::input::{self, Source};
use crate::scene::{Scene, Theme, stage};
use crate::syntax::{Diagnostic, Severity, nearest};
use crate::text::Fonts;

use super::diagnostics::{self, Tally, counted};
use super::icons::Packs;
use super::load::Drawn;
use super::{Exit, args, export, icons, json, load, options, say};

/// Checks, plans and records tours: steps through a diagram, in a file NAME.tour.yaml beside it.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta tour check system.mmd                        ids that are not there, names too small to read
  veduta tour plan system.mmd --groups -o system.tour.yaml
  veduta tour plan system.mmd --path kong..stripe     a tour along a way, on standard output
  veduta tour record system.mmd                       Ctrl+Shift+R makes a step of what is seen
  veduta present system.mmd                           F5 in the window does the same
"
)]
pub(super) struct Tour {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say what is wrong with a tour; exits with 1 where something is an error
    Check(Check),
    /// Make a tour, with names that can be read on a projector
    Plan(Plan),
    /// Open the window to make steps: Ctrl+Shift+R writes down what is seen
    Record(args::Open),
}

/// Says what is wrong with a tour: what it names that the diagram does not have (any more), and names that are too small to
/// be read at 1920x1080.
#[derive(Debug, Args)]
struct Check {
    /// The diagram
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The tour [default: NAME.tour.yaml beside the diagram, else `%% @step` lines in it]
    #[arg(value_name = "TOUR")]
    tour: Option<PathBuf>,
    /// One JSON object a diagnostic, one a line, as `veduta check --json` has them
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    packs: Packs,
}

/// Makes a tour. Steps show so little at a time that a service's name is 18 px or more at 1920x1080.
#[derive(Debug, Args)]
struct Plan {
    /// The diagram; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Over all groups, the outermost first (the default)
    #[arg(long, conflicts_with = "path")]
    groups: bool,
    /// Along the shortest way from one service or group to another
    #[arg(long, value_name = "A..B", value_parser = ends)]
    path: Option<(String, String)>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    packs: Packs,
}

/// Presents a diagram on the full screen: the tour beside it, else one over its groups.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Stage {
    /// The tour [default: NAME.tour.yaml beside the diagram]
    #[arg(long, value_name = "TOUR")]
    pub(super) tour: Option<PathBuf>,
    /// The step to begin with, an id or a number from 1
    #[arg(long, value_name = "STEP")]
    pub(super) step: Option<String>,
    /// The monitor to present on, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub(super) monitor: Option<u32>,
    /// Also open the window with notes, time and the next step
    #[arg(long)]
    pub(super) presenter: bool,
}

/// A step of a tour in place of the whole.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Shown {
    /// A tour: all of it as a film or a PDF, or a `--step` of it
    #[arg(long, value_name = "TOUR", conflicts_with_all = ["commands", "replay"])]
    pub(super) tour: Option<PathBuf>,
    /// A step of the tour, an id or a number
    #[arg(long, value_name = "STEP", conflicts_with_all = ["commands", "replay"])]
    pub(super) step: Option<String>,
}

fn ends(text: &str) -> Result<(String, String), String> {
    let ends = text.split_once("..").map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()));
    let both = ends.filter(|(a, b)| !a.is_empty() && !b.is_empty());
    both.ok_or_else(|| "give two ids, say kong..stripe".to_owned())
}

pub(super) fn run(args: &Tour) -> Exit {
    match &args.what {
        What::Check(args) => check(args),
        What::Plan(args) => plan(args),
        What::Record(args) => record(args),
    }
}

/// A tour that was read, and where from.
pub(super) struct Found {
    pub(super) tour: Steps,
    faults: Vec<Diagnostic>,
    path: PathBuf,
    text: String,
}

/// The tour of `source`: the file at `path`, else beside it, else in the comments of `text`.
pub(super) fn find(
    source: &Source,
    path: Option<&Path>,
    text: &str,
) -> Result<Option<Found>, Exit> {
    let found = input::read_tour(source, path).map_err(|error| load::refuse(&error))?;
    if let Some((path, text)) = found {
        let (tour, faults) = tour::read(&text);
        return Ok(Some(Found { tour, faults, path, text }));
    }
    let (path, text) = (PathBuf::from(source.to_string()), text.to_owned());
    Ok(tour::read_comments(&text).map(|(tour, faults)| Found { tour, faults, path, text }))
}

/// The tour of `source`, what is wrong with it said; without one, one over the groups.
pub(super) fn of(source: &Source, path: Option<&Path>, diagram: &Diagram) -> Result<Steps, Exit> {
    let text = input_text(source);
    let Some(found) = find(source, path, &text)? else { return Ok(tour::plan_groups(diagram)) };
    let mut faults = found.faults;
    faults.extend(tour::check(&found.tour, diagram));
    diagnostics::print(&found.path.display(), &found.text, &faults, Severity::Warning);
    if found.tour.steps.is_empty() {
        say::error(format_args!("{}: there is no step in this tour", found.path.display()));
        return Err(Exit::Diagnostics);
    }
    Ok(found.tour)
}

/// The text of `source` for its comments; what is wrong with it is told by whoever reads the diagram. Standard input can
/// be read only once.
fn input_text(source: &Source) -> String {
    match source {
        Source::Stdin => String::new(),
        source => input::read(source).unwrap_or_default(),
    }
}

/// The step that `shown` asks for, as it stands when all has come to rest, in a window of this size, else on a projector.
pub(super) fn still(
    shown: &Shown,
    source: &Source,
    drawn: Drawn,
    size: Option<(f64, f64)>,
) -> Result<(State, Diagram), Exit> {
    let tour = of(source, shown.tour.as_deref(), &drawn.diagram)?;
    let name = shown.step.as_deref().unwrap_or("1");
    let Some(place) = tour.place_of(name) else {
        let near = nearest(name, tour.steps.iter().map(|step| step.id.as_str()));
        let hint = near.map_or_else(
            || format!("there are {}", counted(tour.steps.len(), "step")),
            |near| format!("did you mean `{near}`?"),
        );
        say::error(format_args!("--step: the tour has no step `{name}`; {hint}"));
        return Err(Exit::Usage);
    };
    let viewport = size.map_or(PROJECTOR, Size::from);
    let (state, diagram) = film(drawn, tour, viewport).still(place);
    Ok((state, Arc::unwrap_or_clone(diagram)))
}

/// Puts the text and the marks of the step that `state` presents at `time`, s, over `scene`, the picture of `diagram`.
pub(super) fn put_over(
    scene: &mut Scene,
    state: &State,
    diagram: &Diagram,
    theme: &Theme,
    time: f64,
) {
    if !state.is_presenting() {
        return;
    }
    let asked = stage::Asked { state, diagram, theme, time, for_file: true };
    let overlay = stage::overlay(&mut Fonts::bundled(), &asked);
    let elements = stage::placed(&overlay, state.viewport, state.camera.at(time));
    scene.elements.extend(elements);
}

/// Plays `tour` over what was `drawn`, in a window of this size.
pub(super) fn film(drawn: Drawn, tour: Steps, viewport: Size) -> Film<'static> {
    let Drawn { diagram, mut resources, options } = drawn;
    let whole = Arc::new(diagram);
    let base = Arc::clone(&whole);
    let fold = move |groups: &BTreeSet<GroupId>| {
        let mut watch = Watch::default();
        base.folded(groups.clone(), &mut resources, &options, &mut watch).map(Arc::new)
    };
    Film::new(Arc::new(tour), whole, viewport, fold)
}

fn drawn(file: &Path, packs: &Packs) -> Result<(Source, Drawn), Exit> {
    let source = Source::from_argument(file);
    let work = args::Work { effort: None, edges: None };
    let options = options::of(&source, work, None)?;
    let drawn = load::diagram(&source, icons::load(packs)?, options)?;
    Ok((source, drawn))
}

fn check(args: &Check) -> Exit {
    match checked(args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn checked(args: &Check) -> Result<Exit, Exit> {
    let (source, drawn) = drawn(&args.file, &args.packs)?;
    let Some(found) = find(&source, args.tour.as_deref(), &input_text(&source))? else {
        let beside = source.tour().map(|path| path.display().to_string()).unwrap_or_default();
        say::error(format_args!(
            "{source}: there is no tour, neither {beside} nor `%% @step` lines; \
             `veduta tour plan {source} -o {beside}` makes one"
        ));
        return Err(Exit::InputOutput);
    };
    let mut faults = found.faults;
    let missing = tour::check(&found.tour, &drawn.diagram);
    let drift: BTreeSet<&str> = missing
        .iter()
        .filter(|fault| fault.code == "unknown-name")
        .filter_map(|fault| found.text.get(fault.span.range()))
        .collect();
    let drift: Vec<String> = drift.into_iter().map(|id| format!("`{id}`")).collect();
    faults.extend(missing.iter().cloned());
    let n_steps = found.tour.steps.len();
    faults.extend(illegible(drawn, &found.tour));
    faults.sort_by_key(|fault| fault.span);
    let tally = Tally::of(&faults);
    if args.json {
        let lines = json::diagnostics(&found.path, &found.text, &faults, Severity::Note);
        say::hand_over(lines.as_bytes());
    } else {
        diagnostics::print(&found.path.display(), &found.text, &faults, Severity::Note);
        if !drift.is_empty() {
            say::plain(format_args!("drift: the diagram no longer has {}", drift.join(", ")));
        }
        say::plain(format_args!(
            "checked {}, {}, {}",
            counted(n_steps, "step"),
            counted(tally.n_errors, "error"),
            counted(tally.n_warnings, "warning")
        ));
    }
    Ok(if tally.n_errors > 0 { Exit::Diagnostics } else { Exit::Done })
}

/// Steps about names that are too small, each in the drawing that it folds.
fn illegible(drawn: Drawn, steps: &Steps) -> Vec<Diagnostic> {
    let mut film = film(drawn, steps.clone(), PROJECTOR);
    let mut faults = Vec::new();
    for (place, step) in steps.steps.iter().enumerate() {
        let (_, diagram) = film.still(place);
        let Some(short) = tour::legibility(steps, place, &diagram) else { continue };
        let shown: Vec<&str> = short.names.iter().take(3).map(String::as_str).collect();
        let more = short.names.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (what, verb) = match short.names.len() {
            1 => ("a name", "is"),
            _ => ("names", "are"),
        };
        let small = match short.is_drawn {
            true => {
                format!("{verb} {:.1} px high at 1920x1080 ({LEAST_LABEL} can be read)", short.px)
            }
            false => format!("{verb} not drawn at this size"),
        };
        let message =
            format!("step `{}`: {what} it is about {small}: {}{more}", step.id, shown.join(", "));
        let hint = "show less at a time, or collapse what does not matter";
        faults.push(Diagnostic::warning("illegible", step.span, message).hint(hint));
    }
    faults
}

fn plan(args: &Plan) -> Exit {
    match planned(args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn planned(args: &Plan) -> Result<Exit, Exit> {
    let output = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    if let Some(path) = output.filter(|path| path.exists() && !args.force) {
        say::error(format_args!(
            "{}: is there already, and may have been written by hand; choose another name, or add --force",
            path.display()
        ));
        return Err(Exit::InputOutput);
    }
    let (source, Drawn { diagram, .. }) = drawn(&args.file, &args.packs)?;
    let steps = match &args.path {
        None => tour::plan_groups(&diagram),
        Some((from, to)) => along(&diagram, from, to)?,
    };
    let name = source.path().and_then(Path::file_name).map(|name| name.to_string_lossy());
    let text = tour::write(&steps, name.as_deref());
    Ok(match output {
        Some(path) => export::save(path, text.as_bytes()),
        None => say::hand_over(text.as_bytes()),
    })
}

fn along(diagram: &Diagram, from: &str, to: &str) -> Result<Steps, Exit> {
    let [from, to] = [from, to].map(|id| Name::Thing(id.to_owned()));
    for name in [&from, &to] {
        if name.find(diagram).is_none() {
            let guess = name.guess(diagram).map(|near| format!("; did you mean `{near}`?"));
            let guess = guess.unwrap_or_default();
            say::error(format_args!("--path: the diagram has no `{name}`{guess}"));
            return Err(Exit::Usage);
        }
    }
    tour::plan_path(diagram, &from, &to).ok_or_else(|| {
        say::error(format_args!("--path: no way leads from `{from}` to `{to}`"));
        Exit::Diagnostics
    })
}

fn record(args: &args::Open) -> Exit {
    say::note("Ctrl+Shift+R makes a step of what is seen; F5 presents the steps");
    super::open::run(args, None)
}
