//! The time, for the window and for the bench; nothing before them knows any.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The one place that reads the time. Everything else is told it, in seconds since the clock was started.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
}

/// Seconds since 1970, for names of files.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn stamp() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The time of day where the machine is, as `14:05`.
#[cfg(feature = "window")]
#[must_use]
pub fn time_of_day() -> String {
    jiff::ZonedDateTime::now().strftime("%H:%M").to_string()
}

impl Clock {
    /// A clock that shows zero now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// Seconds since the start.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// The moment at which the clock shows `time`; its start for what lies before.
    #[must_use]
    pub fn instant(&self, time: f64) -> Instant {
        let since = Duration::try_from_secs_f64(time.max(0.0)).unwrap_or(Duration::from_secs(3600));
        self.start + since
    }
}
