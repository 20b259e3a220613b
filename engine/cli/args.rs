use std::path::PathBuf;

use clap::{ArgAction, ArgGroup, Args, Parser, Subcommand, ValueEnum};
use peniko::Color;

use crate::export::{self, Frame};
use crate::generate::Kind;
use crate::graph::EdgeStyle;
use crate::settings::SETTINGS;
use crate::{layout, scene};

use super::completions::Shell;
use super::diff::Diff;
use super::explain::Explain;
use super::fmt::Fmt;
use super::icons::{Find, Packs};
use super::motion::{Motion, Shortcuts};
use super::tour::{Shown, Stage, Tour};

/// Explores large architecture diagrams, Mermaid `architecture-beta` texts, in a window, or draws them.
#[derive(Debug, Parser)]
#[command(
    name = "veduta",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    args_conflicts_with_subcommands = true,
    override_usage = "veduta [OPTIONS] [FILE|FOLDER|-]…\n       veduta <COMMAND> …",
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}\n",
    before_help = EXAMPLES,
    after_help = "More: `veduta help keys`, `help commands`, `veduta explain CODE`, `veduta COMMAND --help`."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) open: Open,
    #[command(flatten)]
    pub(super) logging: Logging,
    /// Print help
    #[arg(short, long, action = ArgAction::HelpShort, global = true)]
    pub(super) help: Option<bool>,
}

const EXAMPLES: &str = "\
Examples:
  veduta system.mmd                                  explore a diagram in a window
  veduta export system.mmd -o system.png             a picture, 2 px a unit
  veduta check docs/*.mmd                            what is wrong, and how to mend it
  veduta icons search kafka                          what to write for an icon
";

/// What is told of what goes on inside.
#[derive(Debug, Args)]
pub(super) struct Logging {
    /// Tell what goes on inside (twice: more); `--log-file FILE` writes it down
    #[arg(short, long, action = ArgAction::Count, global = true)]
    pub(super) verbose: u8,
    /// Write that to a file as well, with the time of each stage
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(super) log_file: Option<PathBuf>,
}

/// What `veduta [FILE]` takes.
#[derive(Debug, Args)]
pub(super) struct Open {
    /// What to open, each in a tab; `-` reads standard input
    #[arg(value_name = "FILE|FOLDER|-", hide_short_help = true)]
    pub(super) files: Vec<PathBuf>,
    /// Do not read files again when they change
    #[arg(long, hide_short_help = true)]
    pub(super) no_watch: bool,
    /// A setting for this run; `veduta config` lists them
    #[arg(long, value_name = "NAME=VALUE", value_parser = set)]
    pub(super) set: Vec<(&'static str, String)>,
    /// What draws the window: auto, gpu or cpu
    #[arg(long, value_enum, hide_possible_values = true)]
    pub(super) painter: Option<Painter>,
    /// Colours in place of the diagram's own
    #[arg(long, value_enum)]
    pub(super) theme: Option<Theme>,
    #[command(flatten)]
    pub(super) script: Script,
    #[command(flatten)]
    pub(super) measured: Measured,
    /// Write down what is done in the window, for `--replay`
    #[arg(long, value_name = "SESSION", hide_short_help = true)]
    pub(super) record: Option<PathBuf>,
    #[command(flatten)]
    pub(super) work: Work,
    #[command(flatten)]
    pub(super) packs: Packs,
    /// Width and height of the window's inside, in logical px
    #[arg(long, value_name = "WxH", value_parser = window_size, hide = true)]
    pub(super) window_size: Option<(f64, f64)>,
    /// Close the window after so many seconds, for scripts
    #[arg(long, value_name = "SECONDS", value_parser = seconds, hide = true)]
    pub(super) exit_after: Option<f64>,
    /// Tell every frame as a line of JSON on standard error, for scripts
    #[arg(long, hide = true)]
    pub(super) trace: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Draw a diagram to a picture, or to one that moves
    Export(Export),
    /// Present a diagram on the full screen, step by step
    Present {
        #[command(flatten)]
        open: Open,
        #[command(flatten)]
        stage: Stage,
    },
    /// Check, plan or record a tour through a diagram
    Tour(Tour),
    /// Tell or show what differs between two versions of a diagram
    Diff(Diff),
    /// Say what is wrong with diagrams, and how to mend it
    Check(Check),
    /// Say what the code of a diagnostic means
    Explain(Explain),
    /// Print a diagram back in canonical form, or write it
    Fmt(Fmt),
    /// Print where everything stands, as JSON
    Layout(Layout),
    /// Time the stages and measure the drawings
    Bench(Bench),
    /// Find icons by name, or list them
    Icons(Find),
    /// Say what of what was measured is in a diagram
    #[command(subcommand)]
    Metrics(Metrics),
    /// Print the settings and where they come from
    Config(Config),
    /// Print the keys of the window
    Keys {
        /// One JSON object a row
        #[arg(long)]
        json: bool,
    },
    /// Say what Veduta finds on this machine, for bug reports
    Doctor,
    /// Print what a shell needs to complete arguments
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual, for `man -l -`
    Man {
        /// The command whose manual it is
        command: Option<String>,
    },
    /// Explain a command, the keys, the commands of `--do` or the exit codes
    Help {
        /// A command, `keys`, `commands` or `exit-codes`
        topic: Option<String>,
    },
}

/// Draws a diagram to a PNG, SVG or PDF file, or as it moves to APNG, GIF, video or numbered frames, without a window or a GPU.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta export system.mmd -o system.png
  veduta export system.mmd -o slide.png --size 1920x1080 --background '#ffffff' --theme light
  veduta export system.mmd -o logo.svg --background transparent --pad 0
  veduta export system.mmd -o flow.gif --size 1280x720    a loop; also .apng, .mp4, frame_%05d.png
  veduta export system.mmd -o way.png --do 'trace kong -> stripe'   what the window would show
  veduta export - -o - --format png < system.mmd > system.png
"
)]
pub(super) struct Export {
    /// The diagram; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    pub(super) file: PathBuf,
    /// The file to write, its name tells the kind; `-` is standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// The kind of file, where the name does not tell
    #[arg(long, value_enum)]
    pub(super) format: Option<FileFormat>,
    /// Picture px a unit of the drawing [default: 2 for PNG, else 1]
    #[arg(long, value_name = "S", value_parser = scale, conflicts_with = "size", allow_negative_numbers = true)]
    pub(super) scale: Option<f64>,
    /// Width and height in px; the drawing is fitted in, centred
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub(super) size: Option<Frame>,
    /// Behind the drawing: `transparent`, `theme`, or a colour such as `#282a36`
    #[arg(long, value_name = "COLOUR", default_value = "theme", value_parser = background)]
    pub(super) background: Background,
    /// Veduta's own colours, not the diagram's
    #[arg(long, value_enum)]
    pub(super) theme: Option<Theme>,
    /// Space round the drawing, in units of the drawing
    #[arg(long, value_name = "PX", default_value_t = scene::MARGIN, value_parser = pad, allow_negative_numbers = true)]
    pub(super) pad: f64,
    /// Leave a file that is there already as it is
    #[arg(short, long)]
    pub(super) no_overwrite: bool,
    #[command(flatten)]
    pub(super) motion: Motion,
    #[command(flatten)]
    pub(super) shortcuts: Shortcuts,
    #[command(flatten)]
    pub(super) shown: Shown,
    #[command(flatten)]
    pub(super) script: Script,
    #[command(flatten)]
    pub(super) measured: Measured,
    #[command(flatten)]
    pub(super) work: Work,
    #[command(flatten)]
    pub(super) after: After,
    #[command(flatten)]
    pub(super) packs: Packs,
}

/// Reads diagrams, in Markdown files all there are, and says what is wrong with them; exits with 1 where something is an error.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta check system.mmd
  veduta check --portability docs/*.mmd     also what Mermaid refuses or draws differently
  veduta check --json docs/*.mmd | jq -r 'select(.severity == \"error\") | .file'
"
)]
pub(super) struct Check {
    /// The diagrams; `-` reads standard input
    #[arg(value_name = "FILE|-", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Also show notes: what other programs that read Mermaid refuse, ignore or draw differently, settings without effect,
    /// and icons that others stand in for
    #[arg(long)]
    pub(super) portability: bool,
    /// One JSON object a diagnostic, one a line, on standard output: file, line, column, end, severity, code, message, hint.
    /// Lines and columns count from 1; they are null where a whole file is refused
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) packs: Packs,
}

/// Prints where everything stands: boxes of services, groups and labels, and the points of every edge; or how good that is.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta layout system.mmd --json > system.json
  veduta layout system.mmd --json | jq '.nodes[] | {id, x, y}'
  veduta layout edited.mmd --json --after system.json      what stood there stays
  veduta layout system.mmd --metrics                       crossings, lengths, sides, size: a table
  veduta layout system.mmd --metrics --json | jq .edge_crossings
"
)]
pub(super) struct Layout {
    /// The diagram; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    pub(super) file: PathBuf,
    /// Figures about the drawing in place of the drawing: a table, or with `--json` one JSON object
    #[arg(long)]
    pub(super) metrics: bool,
    /// As JSON on standard output (positions have no other form, so without `--metrics` it may be left out)
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) work: Work,
    #[command(flatten)]
    pub(super) after: After,
    #[command(flatten)]
    pub(super) packs: Packs,
}

/// Times placement, routing and everything before them, and measures the drawings.
///
/// Every run begins with the text. Times are medians, with the median distance from them; figures about the drawings are
/// those of `veduta layout --metrics`.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    group = ArgGroup::new("what").required(true).multiple(true).args(["inputs", "generate"]),
    before_help = "Examples:
  veduta bench system.mmd
  veduta bench --generate clustered:1000 --threads 1,2 --effort draft,normal
  veduta bench *.mmd --generate tidy:300:7 --repeat 9 --json > before.json
  veduta bench *.mmd --generate tidy:300:7 --repeat 9 --compare before.json
"
)]
pub(super) struct Bench {
    /// The diagrams; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    pub(super) inputs: Vec<PathBuf>,
    /// Made-up diagrams with so many services: `tidy` has chains in subnets, `clustered` has hubs and three levels of
    /// groups. The same numbers give the same diagram everywhere; the seed is 1 where none is given
    #[arg(long, value_name = "tidy|clustered:N[:SEED]", value_delimiter = ',', value_parser = generated)]
    pub(super) generate: Vec<Generated>,
    /// How often each is drawn
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) repeat: u32,
    /// Numbers of threads, one after the other, say 1,2 [default: as many as the machine has]
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Vec<u16>,
    /// How much work to put into placement, one after the other
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Effort::Normal])]
    pub(super) effort: Vec<Effort>,
    /// Also frames of the window, without one: 200 on a walk through each diagram, as a GPU is given them and as the CPU
    /// paints them
    #[cfg(feature = "window")]
    #[arg(long)]
    pub(super) frames: bool,
    /// All figures as JSON on standard output in place of a table; what `--compare` takes
    #[arg(long)]
    pub(super) json: bool,
    /// Figures of an earlier run: exits with 6 where a drawing is worse in any figure, or a stage is slower or the memory
    /// larger by more than the threshold
    #[arg(long, value_name = "BASE.json")]
    pub(super) compare: Option<PathBuf>,
    /// How much slower or larger counts as worse, in percent; times must be so in the median and at best
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0, value_parser = percent, allow_negative_numbers = true, requires = "compare")]
    pub(super) threshold: f64,
    #[command(flatten)]
    pub(super) packs: Packs,
}

/// A made-up diagram that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Generated {
    pub(super) kind: Kind,
    pub(super) n_services: usize,
    pub(super) seed: u64,
}

/// What is to be done with a diagram once it is there.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Script {
    /// Commands to begin with, say 'trace kong -> stripe'
    #[arg(long = "do", value_name = "COMMANDS")]
    pub(super) commands: Option<String>,
    /// Do again what `--record` wrote down
    #[arg(long, value_name = "SESSION", conflicts_with = "commands")]
    pub(super) replay: Option<PathBuf>,
}

/// How much work a drawing is worth.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Work {
    /// How much work to do
    #[arg(long, value_enum)]
    pub(super) effort: Option<Effort>,
    /// How edges run
    #[arg(long, value_enum)]
    pub(super) edges: Option<Edges>,
}

/// What can be done with what was measured.
#[derive(Debug, Subcommand)]
pub(super) enum Metrics {
    /// Say what of it is in the diagram, and what may be meant by the rest
    Check(MetricsCheck),
}

/// Finds the names of a file of measures in a diagram; exits with 1 where some are not there.
///
/// Measures are a table (.csv, .json) with a column `edge` or `node` and columns such as `rate` (calls a second), `latency_ms`,
/// `errors` (0 to 1), `utilisation` (0 to 1); a snapshot of Prometheus (.prom) whose series tell who calls whom; or traces of
/// OpenTelemetry or Jaeger (.json). In JSON an object `map` says which name in the file is which id in the diagram.
#[derive(Debug, Args)]
pub(super) struct MetricsCheck {
    /// The diagram
    pub(super) file: PathBuf,
    /// The measures [default: NAME.metrics.json, .csv or .prom beside NAME.mmd]
    pub(super) metrics: Option<PathBuf>,
    /// Every edge and node with its measures, and what has no place, as JSON on standard output
    #[arg(long)]
    pub(super) json: bool,
}

/// What was measured.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Measured {
    /// What goes along the edges, for `flow on` [default: NAME.metrics.* beside the diagram]
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(super) metrics: Option<PathBuf>,
}

/// Prints every setting with its value.
///
/// A flag goes before a variable of the environment (`VEDUTA_` and the name in capitals), that before the project's
/// `.veduta.toml`, which is looked for from the diagram's folder upwards, and that before your own
/// `$XDG_CONFIG_HOME/veduta/config.toml`. Keys are in `keys.toml` beside that.
#[derive(Debug, Args)]
pub(super) struct Config {
    /// The diagram whose project is meant [default: the current folder]
    pub(super) file: Option<PathBuf>,
    /// Also where each value comes from
    #[arg(long)]
    pub(super) show_origin: bool,
    /// One JSON object a setting, with where it comes from
    #[arg(long)]
    pub(super) json: bool,
    /// A setting for this run
    #[arg(long, value_name = "NAME=VALUE", value_parser = set)]
    pub(super) set: Vec<(&'static str, String)>,
}

/// An earlier drawing to start from.
#[derive(Clone, Debug, Args)]
pub(super) struct After {
    /// What `veduta layout --json` printed before the text was edited: what stood there stays where it can
    #[arg(long, value_name = "OLD.json")]
    pub(super) after: Option<PathBuf>,
}

impl Painter {
    /// What the variable `VEDUTA_PAINTER` asks for; one that is empty asks for nothing.
    ///
    /// Read here and not by clap, whose message does not name the variable and stands in the way of every command.
    pub(super) fn from_environment() -> Result<Option<Self>, String> {
        let Some(value) = std::env::var_os("VEDUTA_PAINTER").filter(|value| !value.is_empty())
        else {
            return Ok(None);
        };
        let value = value.to_string_lossy();
        let is_meant = |painter: &Self| {
            painter.to_possible_value().is_some_and(|possible| possible.matches(&value, false))
        };
        Self::value_variants().iter().copied().find(is_meant).map(Some).ok_or_else(|| {
            format!(
                "the variable VEDUTA_PAINTER is `{value}`; set it to auto, gpu or cpu, or unset it"
            )
        })
    }
}

#[cfg(feature = "window")]
impl From<Painter> for crate::app::PainterChoice {
    fn from(painter: Painter) -> Self {
        match painter {
            Painter::Auto => Self::Auto,
            Painter::Gpu => Self::Gpu,
            Painter::Cpu => Self::Cpu,
        }
    }
}

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Painter {
    /// The GPU where there is a real one, else the CPU
    Auto,
    /// The GPU, or nothing (exit code 3)
    Gpu,
    /// The CPU
    Cpu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Theme {
    Dark,
    Light,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FileFormat {
    Png,
    Svg,
    Pdf,
    Apng,
    Gif,
    Y4m,
    Mp4,
    Webm,
}

/// How edges run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Edges {
    /// Along the axes, round everything
    Orthogonal,
    /// The same ways with wide turns
    Curved,
    /// Straight, whatever lies between
    Straight,
}

/// How much work to put into a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Effort {
    /// A first picture, at once
    Draft,
    /// What a reader need not wait for: the default
    Normal,
    /// As good as it gets, for pictures that stay
    Best,
}

/// What stands behind a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Background {
    /// The theme's ground.
    Theme,
    /// This colour, or none at all.
    Color(Color),
}

impl Effort {
    /// What it is called on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Normal => "normal",
            Self::Best => "best",
        }
    }
}

impl From<Edges> for EdgeStyle {
    fn from(edges: Edges) -> Self {
        match edges {
            Edges::Orthogonal => Self::Orthogonal,
            Edges::Curved => Self::Curved,
            Edges::Straight => Self::Straight,
        }
    }
}

impl From<Effort> for layout::Effort {
    fn from(effort: Effort) -> Self {
        match effort {
            Effort::Draft => Self::Draft,
            Effort::Normal => Self::Normal,
            Effort::Best => Self::Best,
        }
    }
}

impl From<Theme> for scene::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Dark => Self::dark(),
            Theme::Light => Self::light(),
        }
    }
}

/// What a value is called on the command line.
pub(super) fn name_of(value: impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn set(text: &str) -> Result<(&'static str, String), String> {
    let (name, value) =
        text.split_once('=').ok_or_else(|| "give a name and a value, say wheel=pan".to_owned())?;
    let name = name.trim().replace('-', "_");
    let setting = SETTINGS.iter().find(|setting| setting.name == name);
    let setting = setting.ok_or_else(|| {
        let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
        format!("there is no setting `{name}`; there are {}", names.join(", "))
    })?;
    let value = setting.kind.read(value)?;
    Ok((setting.name, value))
}

/// Names with commas between them, as commands want them.
pub(super) fn name_list(text: &str) -> Result<String, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let names = names.collect::<Vec<&str>>().join(" ");
    if names.is_empty() {
        Err("give an id, or several, say data,obs".to_owned())
    } else {
        Ok(names)
    }
}

fn scale(text: &str) -> Result<f64, String> {
    number(text, |n| n > 0.0).ok_or_else(|| "give a number above 0, say 2".to_owned())
}

fn pad(text: &str) -> Result<f64, String> {
    number(text, |n| (0.0..=LARGEST_PAD).contains(&n))
        .ok_or_else(|| format!("give a number from 0 to {LARGEST_PAD}, say 24"))
}

fn seconds(text: &str) -> Result<f64, String> {
    number(text, |n| (0.0..=86_400.0).contains(&n))
        .ok_or_else(|| "give seconds, from 0 to 86400".to_owned())
}

fn window_size(text: &str) -> Result<(f64, f64), String> {
    match size(text)? {
        Frame::Size(width, height) => Ok((f64::from(width), f64::from(height))),
        Frame::Scale(_) => Err("give width x height, say 1280x720".to_owned()),
    }
}

/// More than the width of any drawing that a screen shows; a larger number is a slip.
const LARGEST_PAD: f64 = 10_000.0;

fn number(text: &str, accept: impl Fn(f64) -> bool) -> Option<f64> {
    text.trim().parse().ok().filter(|&n: &f64| n.is_finite() && accept(n))
}

pub(super) fn size(text: &str) -> Result<Frame, String> {
    let side = |text: &str| {
        text.trim().parse::<u32>().ok().filter(|n| (1..=export::LONGEST_SIDE).contains(n))
    };
    text.split_once(['x', 'X', '\u{d7}'])
        .and_then(|(width, height)| Some(Frame::Size(side(width)?, side(height)?)))
        .ok_or_else(|| {
            format!(
                "give width x height in px, each from 1 to {}, say 1920x1080",
                export::LONGEST_SIDE
            )
        })
}

fn percent(text: &str) -> Result<f64, String> {
    number(text, |n| (0.0..=1000.0).contains(&n))
        .ok_or_else(|| "give a number from 0 to 1000, say 10".to_owned())
}

/// More services than any machine places in a day; a larger number is a slip.
const MOST_SERVICES: usize = 10_000_000;

fn generated(text: &str) -> Result<Generated, String> {
    let mut parts = text.trim().split(':');
    let kind = parts.next().and_then(|name| Kind::ALL.into_iter().find(|k| k.name() == name));
    let n_services = parts.next().and_then(|n| n.parse().ok());
    let seed = parts.next().map_or(Some(1), |seed| seed.parse().ok());
    match (kind, n_services.filter(|n| (1..=MOST_SERVICES).contains(n)), seed, parts.next()) {
        (Some(kind), Some(n_services), Some(seed), None) => {
            Ok(Generated { kind, n_services, seed })
        }
        _ => Err(format!(
            "give tidy or clustered, the number of services from 1 to {MOST_SERVICES} and, if you like, a seed, \
             say clustered:1000 or tidy:300:7"
        )),
    }
}

fn background(text: &str) -> Result<Background, String> {
    match text.trim() {
        "theme" => Ok(Background::Theme),
        "transparent" | "none" => Ok(Background::Color(Color::TRANSPARENT)),
        other => scene::color::parse(other)
            .map(Background::Color)
            .ok_or_else(|| "give `transparent`, `theme`, or a colour such as '#282a36'".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_are_two_sides_that_a_picture_can_have() {
        let check = |text: &str, expected: Option<(u32, u32)>| {
            let expected = expected.map(|(width, height)| Frame::Size(width, height));
            assert_eq!(size(text).ok(), expected, "{text}");
        };
        check("1920x1080", Some((1920, 1080)));
        check("1X65535", Some((1, 65535)));
        check(" 8 x 9 ", Some((8, 9)));
        for bad in
            ["0x0", "10x0", "400001x1", "1000000x100000", "10", "x", "-1x5", "1.5x2", "nanx1", ""]
        {
            check(bad, None);
        }
    }

    #[test]
    fn made_up_diagrams_are_kind_number_and_seed() {
        let check = |text: &str, expected: Option<(Kind, usize, u64)>| {
            let found = generated(text).ok().map(|g| (g.kind, g.n_services, g.seed));
            assert_eq!(found, expected, "{text}");
        };
        check("tidy:30", Some((Kind::Tidy, 30, 1)));
        check("clustered:1000:7", Some((Kind::Clustered, 1000, 7)));
        for bad in [
            "",
            "tidy",
            "tidy:",
            "tidy:0",
            "tidy:-1",
            "tidy:3:",
            "tidy:3:x",
            "tidy:3:1:1",
            "wild:3",
            "tidy:99999999999",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn scales_and_pads_are_numbers_in_range() {
        for good in ["2", "0.5", "1e2"] {
            assert!(scale(good).is_ok(), "{good}");
        }
        for bad in ["nan", "inf", "-1", "0", "1e999", "two", ""] {
            assert!(scale(bad).is_err(), "{bad}");
        }
        assert_eq!(pad("0"), Ok(0.0));
        for bad in ["nan", "-1", "1e9"] {
            assert!(pad(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn backgrounds_are_words_or_colours() {
        assert_eq!(background("theme"), Ok(Background::Theme));
        assert_eq!(background("transparent"), Ok(Background::Color(Color::TRANSPARENT)));
        let expected = Color::from_rgb8(0x28, 0x2a, 0x36);
        assert_eq!(background("#282a36"), Ok(Background::Color(expected)));
        for bad in ["#28", "nocolour", ""] {
            assert!(background(bad).is_err(), "{bad}");
        }
    }
}
