//! The clock of what moves along the edges: it runs, stands still, is set, and runs backwards.

use std::fmt;

/// What is asked of what moves along the edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Playing {
    /// `flow on`, `flow off`, `flow`: whether anything moves along the edges, or the other way round.
    Flow(Option<bool>),
    /// `play`, `play SPEED`: it goes on, so many times as fast; below zero backwards.
    Play(f64),
    /// `pause`: it stands still.
    Pause,
    /// `animate`: it goes on, or stands still; where there is nothing yet, it begins.
    Toggle,
    /// `seek SECONDS`: the clock stands at this.
    Seek(f64),
    /// `share on`, `share off`: fewer, larger and slower signs, which survive the video of a call.
    Share(bool),
}

/// The clock of what moves along the edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Whether anything is shown on the edges.
    pub is_shown: bool,
    /// Whether signs are fewer, larger and slower, for the video of a call.
    pub is_shared: bool,
    /// Seconds of this clock in a second; 0 while it stands still.
    rate: f64,
    /// What the clock shows at `since`.
    shows: f64,
    since: f64,
}

impl Default for Playback {
    fn default() -> Self {
        Self { is_shown: false, is_shared: false, rate: 0.0, shows: 0.0, since: 0.0 }
    }
}

impl Playback {
    /// What the clock shows at `time`, s; `None` where nothing is shown.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<f64> {
        self.is_shown.then_some(self.shows + (time - self.since) * self.rate)
    }

    /// Whether the clock runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.is_shown && self.rate != 0.0
    }

    /// Does what is asked at `time`, s. Where people want no motion, it stands still until they ask for it.
    pub(super) fn obey(&mut self, asked: Playing, reduced_motion: bool, time: f64) {
        let usual = if reduced_motion { 0.0 } else { 1.0 };
        match asked {
            Playing::Flow(shown) => {
                let shown = shown.unwrap_or(!self.is_shown);
                if shown != self.is_shown {
                    self.set(shown, if shown { usual } else { 0.0 }, time);
                }
            }
            Playing::Play(rate) => self.set(true, rate, time),
            Playing::Pause => self.set(self.is_shown, 0.0, time),
            Playing::Toggle if self.is_running() => self.set(true, 0.0, time),
            Playing::Toggle => self.set(true, 1.0, time),
            Playing::Seek(shows) => (self.shows, self.since) = (shows, time),
            Playing::Share(shared) => self.is_shared = shared,
        }
    }

    fn set(&mut self, shown: bool, rate: f64, time: f64) {
        self.shows = self.at(time).unwrap_or(self.shows);
        (self.is_shown, self.rate, self.since) = (shown, rate, time);
    }
}

impl Playing {
    /// What `word` with the words after it asks for; `None` if that is nothing of this kind.
    pub(super) fn read(word: &str, rest: &[&str]) -> Option<Self> {
        let number = |text: &&str| text.parse().ok().filter(|number: &f64| number.is_finite());
        Some(match (word, rest) {
            ("flow", []) => Self::Flow(None),
            ("flow", ["on"]) => Self::Flow(Some(true)),
            ("flow", ["off"]) => Self::Flow(Some(false)),
            ("play", []) => Self::Play(1.0),
            ("play", [rate]) => Self::Play(number(rate)?),
            ("pause", []) => Self::Pause,
            ("animate", []) => Self::Toggle,
            ("seek", [seconds]) => Self::Seek(number(seconds)?),
            ("share", ["on"]) => Self::Share(true),
            ("share", ["off"]) => Self::Share(false),
            _ => return None,
        })
    }
}

impl fmt::Display for Playing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let switch = |on: bool| if on { "on" } else { "off" };
        match *self {
            Self::Flow(None) => f.write_str("flow"),
            Self::Flow(Some(shown)) => write!(f, "flow {}", switch(shown)),
            Self::Play(1.0) => f.write_str("play"),
            Self::Play(rate) => write!(f, "play {rate}"),
            Self::Pause => f.write_str("pause"),
            Self::Toggle => f.write_str("animate"),
            Self::Seek(seconds) => write!(f, "seek {seconds}"),
            Self::Share(shared) => write!(f, "share {}", switch(shared)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_does_what_it_is_told() {
        let check = |steps: &[(f64, Playing)], time: f64, expected: Option<f64>| {
            let mut playback = Playback::default();
            steps.iter().for_each(|(time, asked)| playback.obey(*asked, false, *time));
            assert_eq!(playback.at(time), expected, "{steps:?}");
        };
        use Playing::{Flow, Pause, Play, Seek, Toggle};
        check(&[], 3.0, None);
        check(&[(1.0, Flow(Some(true)))], 3.0, Some(2.0));
        check(&[(1.0, Flow(Some(true))), (2.0, Flow(Some(true)))], 3.0, Some(2.0));
        check(&[(1.0, Flow(None)), (2.0, Flow(None))], 3.0, None);
        check(&[(1.0, Toggle), (2.5, Toggle)], 9.0, Some(1.5));
        check(&[(1.0, Toggle), (2.5, Toggle), (8.0, Toggle)], 9.0, Some(2.5));
        check(&[(0.0, Play(-2.0)), (0.0, Seek(10.0))], 3.0, Some(4.0));
        check(&[(0.0, Play(1.0)), (2.0, Play(0.5))], 4.0, Some(3.0));
        check(&[(0.0, Play(1.0)), (2.0, Pause), (3.0, Seek(0.25))], 4.0, Some(0.25));
        check(&[(0.0, Pause)], 4.0, None);
    }

    #[test]
    fn who_wants_no_motion_gets_none_unasked() {
        let mut playback = Playback::default();
        playback.obey(Playing::Flow(Some(true)), true, 0.0);
        assert_eq!((playback.is_running(), playback.at(5.0)), (false, Some(0.0)));
        playback.obey(Playing::Toggle, true, 5.0);
        assert_eq!(playback.at(6.0), Some(1.0));
    }
}
