//! Flags of `export` for what moves, and for what the picture shows.

use clap::{Args, ValueEnum};

use super::args::name_list;

/// How a picture moves.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Motion {
    /// Frames a second
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=240))]
    pub(super) fps: u32,
    /// How long: seconds, or until it goes on into itself
    #[arg(long, value_name = "6s|loop", default_value = "loop", value_parser = duration)]
    pub(super) duration: Duration,
}

/// How long a picture moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Duration {
    /// Until all is where it was.
    Loop,
    /// Above 0, to an hour.
    Seconds(f64),
}

/// What the picture shows, as one would write it in `--do`.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Shortcuts {
    /// Draw these groups as one tile each
    #[arg(long, value_name = "ID,…", value_parser = name_list, conflicts_with = "replay")]
    pub(super) collapse: Option<String>,
    /// Show this group, and the rest faintly
    #[arg(long, value_name = "ID", value_parser = name_list, conflicts_with = "replay")]
    pub(super) focus: Option<String>,
    /// Show the way between these
    #[arg(long, value_name = "'A -> B'", conflicts_with = "replay")]
    pub(super) trace: Option<String>,
    /// The point of the drawing in the middle, and the zoom
    #[arg(long, value_name = "'X Y ZOOM'", conflicts_with_all = ["replay", "focus"], allow_hyphen_values = true)]
    pub(super) view: Option<String>,
    /// Whether the traffic on edges is seen, on or off [default: in films]
    #[arg(long, value_enum, hide_possible_values = true)]
    pub(super) flow: Option<Switch>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    On,
    Off,
}

impl Shortcuts {
    /// The same as commands; what goes along the edges is seen where that is asked for, and else where `moves` says so.
    pub(super) fn commands(&self, moves: bool) -> String {
        let flow = self.flow.unwrap_or(if moves { Switch::On } else { Switch::Off });
        let flow = (flow == Switch::On).then(|| "flow on".to_owned());
        let command = |word: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{word} {}", value.replace(';', " ")))
        };
        let commands = [
            command("collapse", &self.collapse),
            command("focus", &self.focus),
            command("trace", &self.trace),
            command("look", &self.view),
            flow,
        ];
        commands.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// More is a slip; that many frames fill any disk.
const LONGEST_SECS: f64 = 3600.0;

fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    if text == "loop" {
        return Ok(Duration::Loop);
    }
    let (number, unit) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => (number, 0.001),
        (None, Some(number)) => (number, 1.0),
        (None, None) => (text, 1.0),
    };
    let seconds = number.trim().parse().ok().map(|n: f64| n * unit);
    let sound = seconds.filter(|&seconds| seconds > 0.0 && seconds <= LONGEST_SECS);
    sound.map(Duration::Seconds).ok_or_else(|| {
        format!("give seconds above 0 and up to {LONGEST_SECS}, say 6s or 500ms, or `loop`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_seconds_or_a_loop() {
        let check = |text: &str, expected: Option<Duration>| {
            assert_eq!(duration(text).ok(), expected, "{text}");
        };
        check("loop", Some(Duration::Loop));
        check("6s", Some(Duration::Seconds(6.0)));
        check("1.5", Some(Duration::Seconds(1.5)));
        check(" 500 ms ", Some(Duration::Seconds(0.5)));
        for bad in ["", "s", "0", "-1s", "nan", "inf", "1e9s", "6m", "loops"] {
            check(bad, None);
        }
    }

    #[test]
    fn shortcuts_are_commands_in_a_fixed_order() {
        let check = |shortcuts: Shortcuts, expected: &str| {
            assert_eq!(shortcuts.commands(false), expected);
        };
        let some = |text: &str| Some(text.to_owned());
        check(Shortcuts::default(), "");
        let (collapse, trace) = (some("data obs"), some("a -> b; quit"));
        check(
            Shortcuts { collapse, trace, focus: some("k8s"), ..Shortcuts::default() },
            "collapse data obs; focus k8s; trace a -> b  quit",
        );
        check(Shortcuts { view: some("1 -2 0.5"), ..Shortcuts::default() }, "look 1 -2 0.5");
        assert_eq!(Shortcuts::default().commands(true), "flow on");
        let off = Shortcuts { flow: Some(Switch::Off), ..Shortcuts::default() };
        assert_eq!(off.commands(true), "");
    }
}
