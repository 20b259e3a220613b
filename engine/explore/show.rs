//! What somebody who presents asks for.

use std::fmt;

use kurbo::Point;

use super::Pose;

/// Something that is asked for in a presentation, or that begins or ends one.
#[derive(Clone, Debug, PartialEq)]
pub enum Show {
    /// `present`: at the step that was left, else from the first.
    Begin,
    /// `present here`: at the step that shows what is seen.
    Here,
    /// `present off`: leaves, at the same place.
    End,
    /// `next step`; where somebody has moved away, back to the present one.
    Next,
    /// `previous step`.
    Previous,
    /// `skip`: to the next step at once.
    Skip,
    /// `step first`.
    First,
    /// `step last`.
    Last,
    /// `step ID`, `step NUMBER`, from 1.
    Step(String),
    /// `alternative NUMBER`: one of the choices that are shown, from 1.
    Alternative(u32),
    /// `black`, `white`: nothing else is seen, on and off.
    Blank(Blank),
    /// `laser`, `spotlight`, `ink`: a tool, on and off.
    Tool(Tool),
    /// `spotlight RADIUS`: how far it reaches, logical px.
    Radius(f64),
    /// `stroke X Y`: draws on to there; `stroke`: lifts the pen.
    Stroke(Option<Point>),
    /// `ink clear`: wipes away all that was drawn.
    Wipe,
    /// `steps`: all steps at a glance, on and off.
    Grid,
    /// `digits TEXT`, `digits`: the number of a step as far as it is typed.
    Digits(String),
    /// `autoplay`: goes on by itself, on and off.
    Auto,
    /// `hop`: light goes one hop further along a trace.
    Hop,
    /// `presenter`: the window with the notes, on and off.
    Presenter,
    /// `push X Y ZOOM`: the audience is shown this place.
    Push(Pose),
    /// `record step`: what is seen becomes a step of the tour.
    Record,
}

/// What an audience sees in place of the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Black.
    Black,
    /// White.
    White,
}

/// What the pointer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// A point of light with a trail that dies away.
    Laser,
    /// Only what is round it is light.
    Spotlight,
    /// A pen.
    Ink,
}

impl Show {
    /// What `word` with these words behind it asks for, if it is one of these.
    pub(super) fn read(word: &str, texts: &[&str]) -> Option<Self> {
        let number = |text: &str| text.parse::<f64>().ok().filter(|x| x.is_finite());
        Some(match (word, texts) {
            ("present", []) => Self::Begin,
            ("present", ["here"]) => Self::Here,
            ("present", ["off"]) => Self::End,
            ("next", ["step"]) => Self::Next,
            ("previous", ["step"]) => Self::Previous,
            ("skip", []) => Self::Skip,
            ("step", ["first"]) => Self::First,
            ("step", ["last"]) => Self::Last,
            ("step", [name]) => Self::Step((*name).to_owned()),
            ("alternative", [n]) => Self::Alternative(n.parse().ok().filter(|n| *n > 0)?),
            ("black", []) => Self::Blank(Blank::Black),
            ("white", []) => Self::Blank(Blank::White),
            ("laser", []) => Self::Tool(Tool::Laser),
            ("spotlight", []) => Self::Tool(Tool::Spotlight),
            ("spotlight", [radius]) => Self::Radius(number(radius).filter(|r| *r > 0.0)?),
            ("ink", []) => Self::Tool(Tool::Ink),
            ("ink", ["clear"]) => Self::Wipe,
            ("stroke", []) => Self::Stroke(None),
            ("stroke", [x, y]) => Self::Stroke(Some(Point::new(number(x)?, number(y)?))),
            ("steps", []) => Self::Grid,
            ("digits", []) => Self::Digits(String::new()),
            ("digits", [digits]) if digits.chars().all(|c| c.is_ascii_digit()) => {
                Self::Digits((*digits).to_owned())
            }
            ("autoplay", []) => Self::Auto,
            ("hop", []) => Self::Hop,
            ("presenter", []) => Self::Presenter,
            ("push", [x, y, zoom]) => {
                let zoom = number(zoom).filter(|zoom| *zoom > 0.0)?;
                Self::Push(Pose { center: Point::new(number(x)?, number(y)?), zoom })
            }
            ("record", ["step"]) => Self::Record,
            _ => return None,
        })
    }
}

impl fmt::Display for Show {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Begin => "present",
            Self::Here => "present here",
            Self::End => "present off",
            Self::Next => "next step",
            Self::Previous => "previous step",
            Self::Skip => "skip",
            Self::First => "step first",
            Self::Last => "step last",
            Self::Blank(Blank::Black) => "black",
            Self::Blank(Blank::White) => "white",
            Self::Tool(Tool::Laser) => "laser",
            Self::Tool(Tool::Spotlight) => "spotlight",
            Self::Tool(Tool::Ink) => "ink",
            Self::Stroke(None) => "stroke",
            Self::Wipe => "ink clear",
            Self::Grid => "steps",
            Self::Auto => "autoplay",
            Self::Hop => "hop",
            Self::Presenter => "presenter",
            Self::Record => "record step",
            Self::Step(name) => return write!(f, "step {name}"),
            Self::Alternative(number) => return write!(f, "alternative {number}"),
            Self::Radius(radius) => return write!(f, "spotlight {radius}"),
            Self::Stroke(Some(at)) => return write!(f, "stroke {} {}", at.x, at.y),
            Self::Digits(digits) if digits.is_empty() => "digits",
            Self::Digits(digits) => return write!(f, "digits {digits}"),
            Self::Push(Pose { center, zoom }) => {
                return write!(f, "push {} {} {zoom}", center.x, center.y);
            }
        })
    }
}
