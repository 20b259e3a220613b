use std::fmt;
use std::str::FromStr;

use kurbo::{Point, Size, Vec2};

/// How much `zoom in` enlarges, and `zoom out` shrinks (`interaction.md` 3.2).
const STEP: f64 = 1.25;

/// Something a person can ask for. Keys, gestures, scripts and tests speak the same words: every command has a text
/// form, read by [`str::parse`] and written by [`fmt::Display`].
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
    /// `fit`: shows the whole diagram.
    Fit,
    /// `point X Y`, or `point` when the pointer has left: highlights what is there.
    Point(Option<Point>),
    /// `hover ID` for a service, junction or group, `hover edge NUMBER` counted from 0 in the order of the text, or
    /// `hover` for nothing: highlights it.
    Hover(Option<String>),
    /// `resize WIDTH HEIGHT`: the window has this size, logical px.
    Resize(Size),
    /// `fullscreen`: to the full screen and back.
    Fullscreen,
    /// `escape`: leaves what was entered last; never quits.
    Escape,
    /// `overlay`: frame times, on and off.
    Overlay,
    /// `reload`: reads the file again.
    Reload,
    /// `quit`: closes the window.
    Quit,
}

/// A text that is not a [`Command`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a command: {reason}")]
pub struct NotACommand {
    /// What was written.
    pub text: String,
    /// What would have been right.
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
}

impl FromStr for Command {
    type Err = NotACommand;

    fn from_str(text: &str) -> Result<Self, NotACommand> {
        let words: Vec<&str> = text.split_whitespace().collect();
        read(&words).map_err(|reason| NotACommand { text: text.to_owned(), reason })
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
            Self::Fit => f.write_str("fit"),
            Self::Point(None) => f.write_str("point"),
            Self::Point(Some(at)) => write!(f, "point {} {}", at.x, at.y),
            Self::Hover(None) => f.write_str("hover"),
            Self::Hover(Some(name)) => write!(f, "hover {name}"),
            Self::Resize(size) => write!(f, "resize {} {}", size.width, size.height),
            Self::Fullscreen => f.write_str("fullscreen"),
            Self::Escape => f.write_str("escape"),
            Self::Overlay => f.write_str("overlay"),
            Self::Reload => f.write_str("reload"),
            Self::Quit => f.write_str("quit"),
        }
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

fn read(words: &[&str]) -> Result<Command, String> {
    Ok(match words {
        ["zoom", by] => Command::Zoom { factor: factor(by)?, at: None },
        ["zoom", by, "at", x, y] => Command::Zoom { factor: factor(by)?, at: Some(point(x, y)?) },
        ["zoom", ..] => {
            return expected("`zoom in`, `zoom out` or `zoom 1.5`, with `at X Y` or without");
        }
        ["pinch", by, "at", x, y] => Command::Pinch { factor: factor(by)?, at: point(x, y)? },
        ["pinch", ..] => return expected("`pinch 1.5 at X Y`"),
        ["scale", zoom] => Command::Scale(factor(zoom)?),
        ["scale", ..] => return expected("`scale 1`"),
        ["pan", x, y] => Command::Pan(point(x, y)?.to_vec2()),
        ["pan", ..] => return expected("`pan X Y`"),
        ["glide", x, y] => Command::Glide(point(x, y)?.to_vec2()),
        ["glide", ..] => return expected("`glide X Y`"),
        ["point"] => Command::Point(None),
        ["point", x, y] => Command::Point(Some(point(x, y)?)),
        ["point", ..] => return expected("`point X Y` or `point`"),
        ["hover"] => Command::Hover(None),
        ["hover", name @ ..] => Command::Hover(Some(name.join(" "))),
        ["resize", width, height] => Command::Resize(size(width, height)?),
        ["resize", ..] => return expected("`resize WIDTH HEIGHT`"),
        ["fit"] => Command::Fit,
        ["fullscreen"] => Command::Fullscreen,
        ["escape"] => Command::Escape,
        ["overlay"] => Command::Overlay,
        ["reload"] => Command::Reload,
        ["quit"] => Command::Quit,
        _ => {
            return expected(
                "one of zoom, pinch, scale, pan, glide, fit, point, hover, resize, fullscreen, escape, overlay, reload, quit",
            );
        }
    })
}

fn expected(what: &str) -> Result<Command, String> {
    Err(format!("write {what}"))
}

fn number(word: &str) -> Result<f64, String> {
    let number: Option<f64> = word.parse().ok();
    number.filter(|x| x.is_finite()).ok_or_else(|| format!("`{word}` is not a number"))
}

fn factor(word: &str) -> Result<f64, String> {
    match word {
        "in" => Ok(STEP),
        "out" => Ok(1.0 / STEP),
        _ => match number(word)? {
            factor if factor > 0.0 => Ok(factor),
            _ => Err(format!("`{word}` is not above zero")),
        },
    }
}

fn point(x: &str, y: &str) -> Result<Point, String> {
    Ok(Point::new(number(x)?, number(y)?))
}

fn size(width: &str, height: &str) -> Result<Size, String> {
    let size = Size::new(number(width)?, number(height)?);
    if size.width < 0.0 || size.height < 0.0 {
        return Err("a size is not negative".to_owned());
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_survives_its_text_form() {
        let at = Point::new(-3.25, 1e-7);
        let commands = [
            Command::zoom_in(None),
            Command::zoom_out(Some(at)),
            Command::Zoom { factor: 1.0 / 3.0, at: Some(at) },
            Command::Pinch { factor: 0.1, at },
            Command::Scale(1.0),
            Command::Pan(Vec2::new(10.0, 20.5)),
            Command::Glide(Vec2::new(-60.0, 0.0)),
            Command::Fit,
            Command::Point(None),
            Command::Point(Some(at)),
            Command::Hover(None),
            Command::Hover(Some("edge 3".to_owned())),
            Command::Hover(Some("kong".to_owned())),
            Command::Resize(Size::new(1280.0, 720.0)),
            Command::Fullscreen,
            Command::Escape,
            Command::Overlay,
            Command::Reload,
            Command::Quit,
        ];
        for command in commands {
            let text = command.to_string();
            assert_eq!(text.parse(), Ok(command), "{text}");
        }
    }

    #[test]
    fn words_are_read_as_people_write_them() {
        let check =
            |text: &str, expected: Command| assert_eq!(text.parse(), Ok(expected), "{text}");
        check("  zoom   in ", Command::zoom_in(None));
        check("zoom out at 1 2", Command::zoom_out(Some(Point::new(1.0, 2.0))));
        check("pan 10 20", Command::Pan(Vec2::new(10.0, 20.0)));
        check("hover kong", Command::Hover(Some("kong".to_owned())));
    }

    #[test]
    fn what_is_no_command_says_what_would_be() {
        let check = |text: &str, reason: &str| {
            let error = text.parse::<Command>().unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        };
        check("", "write one of zoom");
        check("zooom in", "write one of zoom");
        check("zoom", "write `zoom in`");
        check("zoom 0", "above zero");
        check("zoom -1", "above zero");
        check("zoom NaN", "not a number");
        check("zoom inf", "not a number");
        check("pan 1", "write `pan X Y`");
        check("pan a b", "`a` is not a number");
        check("resize -1 5", "not negative");
        check("fit all", "write one of zoom");
    }
}
