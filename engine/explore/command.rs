use std::fmt;
use std::str::FromStr;

use kurbo::{Point, Rect, Size, Vec2};

use super::read::read;
use super::{Ask, Folding, Follow, Hops, Name, Playing, Pose, Purpose, Request, Show, Walk, words};

/// How much `zoom in` enlarges, and `zoom out` shrinks (`interaction.md` 3.2).
pub(super) const STEP: f64 = 1.25;

/// Something a person can ask for. Keys, gestures, scripts and tests speak the same words: every command has a text
/// form, read by [`str::parse`] and written by [`fmt::Display`]. Places on the screen are in logical px; where a command
/// may do without names, it means what is selected.
///
/// ```
/// use veduta::explore::Command;
/// let command: Command = "zoom 2 at 100 50".parse().expect("a command");
/// assert_eq!(command.to_string(), "zoom 2 at 100 50");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// `zoom in`, `zoom out`, `zoom FACTOR`, each with `at X Y` or without for the middle: enlarges smoothly.
    Zoom {
        /// How much larger; above zero.
        factor: f64,
        /// The point that stays where it is, logical px.
        at: Option<Point>,
    },
    /// `pinch FACTOR at X Y`: enlarges at once, as fingers do.
    Pinch {
        /// How much larger; above zero.
        factor: f64,
        /// The point that stays where it is, logical px.
        at: Point,
    },
    /// `scale ZOOM`: logical px per world px; 1 is 100 %.
    Scale(f64),
    /// `pan X Y`: moves the picture by so many logical px, at once.
    Pan(Vec2),
    /// `glide X Y`: moves the picture by so many logical px, smoothly.
    Glide(Vec2),
    /// `throw X Y`: lets go of the picture while it moves by so many logical px a second; zero stops it.
    Throw(Vec2),
    /// `go left`, `right`, `up`, `down`: a step that way.
    Go(Way),
    /// `page left`, `right`, `up`, `down`: nearly a windowful that way.
    Page(Way),
    /// `fit`: shows the whole diagram.
    Fit,
    /// `fit selection`, `fit NAME…`: shows these, as large as is sensible.
    FitTo(Vec<Name>),
    /// `look X Y ZOOM`: this point of the world in the middle, at once.
    Look(Pose),
    /// `area X Y X Y`: shows what is between these two corners on the screen, as large as can be.
    Area(Rect),
    /// `band X Y X Y`, or `band` for none: a frame is drawn up between these corners.
    Band(Option<Rect>),
    /// `point X Y`, or `point` when the pointer has left: highlights what is there.
    Point(Option<Point>),
    /// `hover NAME`, or `hover` for nothing: highlights it.
    Hover(Option<Name>),
    /// `click X Y`, with `add` or without: selects what is there, or takes it into the selection and out of it.
    Click {
        /// Where, logical px.
        at: Point,
        /// Whether the rest of the selection stays.
        add: bool,
    },
    /// `open X Y`, `open X Y back`: what a double click does; zooms in there, or out.
    Open {
        /// Where, logical px.
        at: Point,
        /// Whether to go the other way.
        back: bool,
    },
    /// `select NAME…`, or `select` for nothing.
    Select(Vec<Name>),
    /// `select all`: every service and junction.
    SelectAll,
    /// `select in X Y X Y`: the services and junctions wholly between these corners on the screen.
    SelectIn(Rect),
    /// `trace HOPS NAME…`, `upstream HOPS|all NAME…`, `downstream HOPS|all NAME…`, without a number for one hop more: what
    /// is so many hops away, either way, against the arrows or with them.
    Trace {
        /// Which way.
        follow: Follow,
        /// How far.
        hops: Hops,
        /// From where.
        names: Vec<Name>,
    },
    /// `trace NAME -> NAME…`: the shortest way from one to the next. `trace path`: between what is selected; again for the
    /// next way.
    TracePath(Vec<Name>),
    /// `trace next`: the next way.
    TraceNext,
    /// `trace off`: no trace.
    TraceOff,
    /// `fail NAME…`: what depends on these, and would fail with them.
    Fail(Vec<Name>),
    /// `focus NAME…`: the group fills the view and the rest is dimmed; anything else is flown to.
    Focus(Vec<Name>),
    /// `up`: selects the group round what is selected; from there to the group round the one in focus, and from the outermost
    /// to the whole.
    Up,
    /// `walk next`, `walk previous`: to the next service in reading order. `walk left`, `right`, `up`, `down`: along the edge
    /// on that side, else to the nearest thing that way; where nothing is selected as `go`. `walk other`: along another edge.
    Walk(Walk),
    /// `hide NAME…`: these are not drawn, nor what is in them.
    Hide(Vec<Name>),
    /// `isolate NAME…`: nothing but these, what is in them, and the groups round them is drawn.
    Isolate(Vec<Name>),
    /// `show all`: nothing is hidden.
    ShowAll,
    /// `collapse NAME…`, `collapse siblings NAME…`, `collapse all`, `expand NAME…`, `expand level`, `expand all`, `toggle NAME…`:
    /// draws groups as one tile each, and no longer. Other things stand for the group round them.
    Fold {
        /// How.
        folding: Folding,
        /// Which.
        names: Vec<Name>,
    },
    /// `grab X Y`: takes hold of the service, junction or group there.
    Grab(Point),
    /// `drag X Y`: what is held comes along to there.
    Drag(Point),
    /// `drop`: lets go of it.
    Drop,
    /// `pin NAME at X Y`: it stands there, px from the corner of its group.
    Pin {
        /// What.
        name: Name,
        /// Where; not below zero.
        at: Point,
    },
    /// `unpin NAME…`: these stand where their edges want them.
    Unpin(Vec<Name>),
    /// `unpin all`: everything does.
    UnpinAll,
    /// `save`: writes down what is pinned, in the file beside the diagram.
    Save,
    /// `help`: the keys, on and off.
    Help,
    /// `search TEXT`, `palette TEXT`: opens the panel to find things or to give commands, with this text or none.
    Search(Purpose, String),
    /// `type "TEXT"`, `erase back|forward|word`, `caret back|forward|start|end`: changes what is typed in the panel.
    Edit(Edit),
    /// `compose "TEXT"`: an input method is still at this text.
    Compose(String),
    /// `choose next`, `choose previous`: another of what was found.
    Choose(Turn),
    /// `accept`: goes to what is chosen, or does it.
    Accept,
    /// `match next`, `match previous`: to another of what was found last.
    Match(Turn),
    /// `undo`: takes the last change of view, selection or camera back.
    Undo,
    /// `redo`: makes it again.
    Redo,
    /// `back`: to the place that was looked at before.
    Back,
    /// `forward`: to where `back` came from.
    Forward,
    /// `resize WIDTH HEIGHT`: the window has this size, logical px.
    Resize(Size),
    /// `fullscreen`: to the full screen and back.
    Fullscreen,
    /// `escape`: leaves what was entered last; never quits.
    Escape,
    /// `overlay`: frame times, on and off.
    Overlay,
    /// `detail N`: shows so many levels more of the diagram than its size tells, -2 to 2.
    Detail(i8),
    /// `reload`: reads the file again.
    Reload,
    /// `copy picture|svg|link|id`, `paste`, `open file ["PATH"]`, `export ["PATH"|again]`, `tab next|previous|NUMBER|close`, `layout afresh|EFFORT`:
    /// what lies outside of the state.
    Ask(Ask),
    /// `motion full`, `motion reduced`: whether things fly, or are at once where they go to.
    Motion {
        /// Whether they do not fly.
        reduced: bool,
    },
    /// What is asked of what moves along the edges.
    Playing(Playing),
    /// What is asked of what is shown beside the diagram.
    Chrome(Request),
    /// `present`, `next step`, `black` and all else that belongs to presenting.
    Show(Show),
    /// `quit`: closes the window.
    Quit,
}

/// Left, right, up or down on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To smaller x.
    Left,
    /// To larger x.
    Right,
    /// To smaller y.
    Up,
    /// To larger y.
    Down,
}

/// A change to what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// This is written at the caret.
    Type(String),
    /// The letter before the caret goes.
    EraseBack,
    /// The letter behind the caret goes.
    EraseOn,
    /// The word before the caret goes.
    EraseWord,
    /// The caret goes back by a letter.
    CaretBack,
    /// The caret goes forward by a letter.
    CaretOn,
    /// The caret goes to the beginning.
    CaretStart,
    /// The caret goes to the end.
    CaretEnd,
}

/// To the next in a row, or to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The next.
    Next,
    /// The one before.
    Previous,
}

/// A text that is not a [`Command`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a command: {reason}")]
pub struct NotACommand {
    /// What was written.
    pub text: String,
    /// What is wrong, and what would have been right.
    pub reason: String,
}

impl Command {
    /// `zoom in`.
    #[must_use]
    pub fn zoom_in(at: Option<Point>) -> Self {
        Self::Zoom { factor: STEP, at }
    }

    /// `zoom out`.
    #[must_use]
    pub fn zoom_out(at: Option<Point>) -> Self {
        Self::Zoom { factor: 1.0 / STEP, at }
    }

    /// The things of the diagram that it names.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        match self {
            Self::Hover(Some(name)) | Self::Pin { name, .. } => std::slice::from_ref(name),
            Self::FitTo(names)
            | Self::Select(names)
            | Self::Trace { names, .. }
            | Self::TracePath(names)
            | Self::Fail(names)
            | Self::Focus(names)
            | Self::Hide(names)
            | Self::Isolate(names)
            | Self::Unpin(names)
            | Self::Fold { names, .. } => names,
            Self::Chrome(request) => request.names(),
            _ => &[],
        }
    }
}

impl FromStr for Command {
    type Err = NotACommand;

    fn from_str(text: &str) -> Result<Self, NotACommand> {
        let refuse = |reason: String| NotACommand { text: text.to_owned(), reason };
        match words::commands(text).as_slice() {
            [] => Err(refuse("it is empty".to_owned())),
            [words] => read(words).map_err(|fault| {
                let hint = fault.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                refuse(fault.message + &hint)
            }),
            [_, _, ..] => Err(refuse("these are several".to_owned())),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zoom { factor, at } => {
                write!(f, "zoom {}", ZoomFactor(*factor))?;
                at.map_or(Ok(()), |at| write!(f, " at {} {}", at.x, at.y))
            }
            Self::Pinch { factor, at } => write!(f, "pinch {factor} at {} {}", at.x, at.y),
            Self::Scale(zoom) => write!(f, "scale {zoom}"),
            Self::Pan(by) => write!(f, "pan {} {}", by.x, by.y),
            Self::Glide(by) => write!(f, "glide {} {}", by.x, by.y),
            Self::Throw(velocity) => write!(f, "throw {} {}", velocity.x, velocity.y),
            Self::Go(way) => write!(f, "go {way}"),
            Self::Page(way) => write!(f, "page {way}"),
            Self::Fit => f.write_str("fit"),
            Self::FitTo(names) if names.is_empty() => f.write_str("fit selection"),
            Self::FitTo(names) => write!(f, "fit{}", Listed(names)),
            Self::Look(Pose { center, zoom }) => write!(f, "look {} {} {zoom}", center.x, center.y),
            Self::Area(area) => write!(f, "area {}", Corners(*area)),
            Self::Band(None) => f.write_str("band"),
            Self::Band(Some(band)) => write!(f, "band {}", Corners(*band)),
            Self::Point(None) => f.write_str("point"),
            Self::Point(Some(at)) => write!(f, "point {} {}", at.x, at.y),
            Self::Hover(None) => f.write_str("hover"),
            Self::Hover(Some(name)) => write!(f, "hover {name}"),
            Self::Click { at, add } => {
                write!(f, "click {} {}{}", at.x, at.y, if *add { " add" } else { "" })
            }
            Self::Open { at, back } => {
                write!(f, "open {} {}{}", at.x, at.y, if *back { " back" } else { "" })
            }
            Self::Select(names) => write!(f, "select{}", Listed(names)),
            Self::SelectAll => f.write_str("select all"),
            Self::SelectIn(area) => write!(f, "select in {}", Corners(*area)),
            Self::Focus(names) => write!(f, "focus{}", Listed(names)),
            Self::Up => f.write_str("up"),
            Self::Walk(step) => write!(f, "walk {step}"),
            Self::Hide(names) => write!(f, "hide{}", Listed(names)),
            Self::Isolate(names) => write!(f, "isolate{}", Listed(names)),
            Self::ShowAll => f.write_str("show all"),
            Self::Fold { folding, names } => write!(f, "{folding}{}", Listed(names)),
            Self::Grab(at) => write!(f, "grab {} {}", at.x, at.y),
            Self::Drag(at) => write!(f, "drag {} {}", at.x, at.y),
            Self::Drop => f.write_str("drop"),
            Self::Pin { name, at } => write!(f, "pin {name} at {} {}", at.x, at.y),
            Self::Unpin(names) => write!(f, "unpin{}", Listed(names)),
            Self::UnpinAll => f.write_str("unpin all"),
            Self::Save => f.write_str("save"),
            Self::Help => f.write_str("help"),
            Self::Trace { .. }
            | Self::TracePath(_)
            | Self::TraceNext
            | Self::TraceOff
            | Self::Fail(_) => self.fmt_trace(f),
            Self::Search(..)
            | Self::Edit(_)
            | Self::Compose(_)
            | Self::Choose(_)
            | Self::Accept
            | Self::Match(_) => self.fmt_panel(f),
            Self::Undo => f.write_str("undo"),
            Self::Redo => f.write_str("redo"),
            Self::Back => f.write_str("back"),
            Self::Forward => f.write_str("forward"),
            Self::Resize(size) => write!(f, "resize {} {}", size.width, size.height),
            Self::Fullscreen => f.write_str("fullscreen"),
            Self::Escape => f.write_str("escape"),
            Self::Overlay => f.write_str("overlay"),
            Self::Detail(levels) => write!(f, "detail {levels}"),
            Self::Reload => f.write_str("reload"),
            Self::Motion { reduced } => {
                write!(f, "motion {}", if *reduced { "reduced" } else { "full" })
            }
            Self::Ask(ask) => ask.fmt(f),
            Self::Playing(asked) => asked.fmt(f),
            Self::Chrome(request) => write!(f, "{request}"),
            Self::Show(show) => show.fmt(f),
            Self::Quit => f.write_str("quit"),
        }
    }
}

impl Command {
    fn fmt_trace(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trace { follow, hops, names } => {
                f.write_str(match follow {
                    Follow::Around => "trace",
                    Follow::Up => "upstream",
                    Follow::Down => "downstream",
                })?;
                match hops {
                    Hops::More => Ok(()),
                    Hops::Exactly(hops) => write!(f, " {hops}"),
                    Hops::All => f.write_str(" all"),
                }?;
                write!(f, "{}", Listed(names))
            }
            Self::TracePath(names) if names.is_empty() => f.write_str("trace path"),
            Self::TracePath(names) => {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                write!(f, "trace {}", names.join(" -> "))
            }
            Self::TraceNext => f.write_str("trace next"),
            Self::TraceOff => f.write_str("trace off"),
            Self::Fail(names) => write!(f, "fail{}", Listed(names)),
            _ => Ok(()),
        }
    }

    fn fmt_panel(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Search(purpose, text) => {
                f.write_str(match purpose {
                    Purpose::Find => "search",
                    Purpose::Command => "palette",
                })?;
                if text.is_empty() { Ok(()) } else { write!(f, " {}", words::quote(text)) }
            }
            Self::Edit(Edit::Type(text)) => write!(f, "type {}", words::quote(text)),
            Self::Edit(edit) => f.write_str(match edit {
                Edit::Type(_) => "type",
                Edit::EraseBack => "erase back",
                Edit::EraseOn => "erase forward",
                Edit::EraseWord => "erase word",
                Edit::CaretBack => "caret back",
                Edit::CaretOn => "caret forward",
                Edit::CaretStart => "caret start",
                Edit::CaretEnd => "caret end",
            }),
            Self::Compose(text) => write!(f, "compose {}", words::quote(text)),
            Self::Choose(turn) => write!(f, "choose {turn}"),
            Self::Accept => f.write_str("accept"),
            Self::Match(turn) => write!(f, "match {turn}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
        })
    }
}

impl fmt::Display for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(turn) => turn.fmt(f),
            Self::To(way) => way.fmt(f),
            Self::Other => f.write_str("other"),
        }
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Next => "next",
            Self::Previous => "previous",
        })
    }
}

/// Names, each with a blank before it.
struct Listed<'n>(&'n [Name]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|name| write!(f, " {name}"))
    }
}

/// Two corners of a box.
struct Corners(Rect);

impl fmt::Display for Corners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.0.x0, self.0.y0, self.0.x1, self.0.y1)
    }
}

struct ZoomFactor(f64);

impl fmt::Display for ZoomFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            x if x == STEP => f.write_str("in"),
            x if x == 1.0 / STEP => f.write_str("out"),
            x => write!(f, "{x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::read::VOCABULARY;

    /// Every form of every command.
    const FORMS: &[&str] = &[
        "zoom in",
        "zoom out at -3.25 0.0000001",
        "zoom 0.3333333333333333 at 1 2",
        "pinch 0.1 at 5 5",
        "scale 1",
        "pan 10 20.5",
        "glide -60 0",
        "throw 900 -30.5",
        "go left",
        "go right",
        "page up",
        "page down",
        "fit",
        "fit selection",
        "fit kong group k8s edge 3 \"edge\"",
        "look -10.5 20 0.5",
        "area 10 20 300 400",
        "band",
        "band 10 20 300 400",
        "point",
        "point 3 4",
        "hover",
        "hover edge 3",
        "hover kong",
        "click 3 4",
        "click 3 4 add",
        "open 3 4",
        "open 3 4 back",
        "select",
        "select kong stripe",
        "select \"all\"",
        "select all",
        "select in 1 2 3 4",
        "trace",
        "trace 3",
        "trace 1 kong",
        "trace all edge 3",
        "trace kong -> stripe",
        "trace kong -> group k8s -> stripe",
        "trace path",
        "trace next",
        "trace off",
        "upstream",
        "upstream all",
        "upstream 2 kong stripe",
        "downstream",
        "downstream all kong",
        "fail",
        "fail stripe group k8s",
        "focus",
        "focus k8s",
        "up",
        "walk next",
        "walk previous",
        "walk left",
        "walk down",
        "walk other",
        "hide",
        "hide kong edge 3",
        "isolate",
        "isolate group k8s",
        "show all",
        "collapse",
        "collapse data group k8s",
        "collapse siblings",
        "collapse siblings kong",
        "collapse all",
        "expand data",
        "expand level",
        "expand all",
        "toggle",
        "toggle data",
        "grab 3 4",
        "drag 3 4",
        "drop",
        "pin kong at 120 80",
        "pin group k8s at 0 0",
        "unpin",
        "unpin kong stripe",
        "unpin all",
        "save",
        "help",
        "search",
        "search \"pay; \\\"now\\\"\"",
        "palette",
        "palette \"trace kong\"",
        "type \"a b\"",
        "erase back",
        "erase forward",
        "erase word",
        "caret back",
        "caret forward",
        "caret start",
        "caret end",
        "compose \"か\"",
        "choose next",
        "choose previous",
        "accept",
        "match next",
        "match previous",
        "undo",
        "redo",
        "back",
        "forward",
        "resize 1280 720",
        "fullscreen",
        "escape",
        "overlay",
        "detail -2",
        "detail 1",
        "reload",
        "flow",
        "flow on",
        "flow off",
        "play",
        "play -0.5",
        "pause",
        "animate",
        "seek 1.5",
        "share on",
        "share off",
        "motion full",
        "motion reduced",
        "copy picture",
        "copy svg",
        "copy link",
        "copy id",
        "layout",
        "layout afresh",
        "layout best",
        "paste",
        "open file",
        "export",
        "export again",
        "export \"a b.png\"",
        "open file \"a b.mmd\"",
        "tab next",
        "tab previous",
        "tab 2",
        "tab close",
        "minimap",
        "minimap auto",
        "minimap off",
        "minimap 3 4.5",
        "outline",
        "outline on",
        "outline kong",
        "branch open",
        "branch close group k8s",
        "scroll -84",
        "inspector",
        "inspector off",
        "inspect edge 3",
        "visit kong",
        "show kong group k8s",
        "edit",
        "edit kong",
        "menu",
        "menu 3 4",
        "menu kong",
        "siblings group k8s",
        "legend",
        "theme",
        "theme dark",
        "theme own",
        "diagnostics",
        "diagnostics next",
        "diagnostics previous",
        "present",
        "present here",
        "present off",
        "next step",
        "previous step",
        "skip",
        "step first",
        "step 4",
        "step gateway",
        "alternative 2",
        "black",
        "white",
        "laser",
        "spotlight",
        "spotlight 120",
        "ink",
        "ink clear",
        "stroke",
        "stroke 10 20.5",
        "steps",
        "digits",
        "digits 12",
        "autoplay",
        "hop",
        "presenter",
        "push 10 -20 0.5",
        "record step",
        "quit",
    ];

    #[test]
    fn every_command_survives_its_text_form() {
        for text in FORMS {
            let command: Command = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(command.to_string(), *text);
        }
        for entry in VOCABULARY {
            let is_shown = FORMS.iter().any(|f| f.split(' ').next() == Some(entry.word));
            assert!(is_shown, "no form of `{}` is tested", entry.word);
        }
    }

    #[test]
    fn words_are_read_as_people_write_them() {
        let check = |text: &str, expected: &str| {
            let command: Command = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(command.to_string(), expected, "{text}");
        };
        check("  zoom   in ", "zoom in");
        check("zoom 1.25", "zoom in");
        check("zoom out at 1 2;", "zoom out at 1 2");
        check("select kong, stripe", "select kong stripe");
        check("area 300 400 10 20", "area 10 20 300 400");
        check("trace kong->stripe", "trace kong -> stripe");
        check("downstream kong", "downstream kong");
        check("search group:k8s  deg>3", "search \"group:k8s deg>3\"");
        check("type x", "type \"x\"");
        check("select edge", "select \"edge\"");
    }

    #[test]
    fn what_is_no_command_says_what_would_be() {
        let check = |text: &str, reason: &str| {
            let error = text.parse::<Command>().unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        };
        check("", "empty");
        check("fit; fit", "several");
        check("zooom in", "did you mean `zoom`?");
        check("frobnicate", "there is no command");
        check("zoom", "write `zoom in|out|FACTOR [at X Y]`");
        check("zoom -1", "above zero");
        check("zoom NaN", "not a number");
        check("zoom inf", "not a number");
        check("pan 1", "write `pan X Y`");
        check("pan a b", "`a` is not a number");
        check("resize -1 5", "not negative");
        check("trace kong ->", "write `trace");
        check("trace -> kong", "write `trace");
        check("trace 10", "from 1 to 9");
        check("upstream 0", "from 1 to 9");
        check("go north", "`left`, `right`, `up` or `down`");
        check("hover edge 3 4", "write `hover [NAME]`");
    }
}
