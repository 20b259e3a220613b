//! Time and memory that this process takes.

use std::fs;

use crate::clock::Clock;

/// A moment, in seconds since the meter was started and of processor time so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    wall: f64,
    /// Of all threads; `None` where the system does not tell.
    cpu: Option<f64>,
}

/// What lies between two moments, ms.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lap {
    pub(super) wall: f64,
    pub(super) cpu: Option<f64>,
}

/// Tells moments.
#[derive(Debug)]
pub(super) struct Meter {
    clock: Clock,
}

impl Meter {
    pub(super) fn start() -> Self {
        Self { clock: Clock::start() }
    }

    pub(super) fn now(&self) -> Moment {
        Moment { wall: self.clock.now(), cpu: cpu_secs() }
    }
}

impl Moment {
    pub(super) fn until(&self, later: &Self) -> Lap {
        let cpu = self.cpu.zip(later.cpu).map(|(from, to)| (to - from) * 1000.0);
        Lap { wall: (later.wall - self.wall) * 1000.0, cpu }
    }
}

impl std::ops::Add for Lap {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { wall: self.wall + other.wall, cpu: self.cpu.zip(other.cpu).map(|(a, b)| a + b) }
    }
}

#[cfg(unix)]
fn cpu_secs() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
}

#[cfg(not(unix))]
fn cpu_secs() -> Option<f64> {
    None
}

/// Lets the peak of the memory begin anew from what is in use, where the system can do that.
pub(super) fn reset_peak() {
    // Linux only; elsewhere, and where it is not allowed, the peak is that of the whole run.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that was in use since then, bytes; `None` where the system does not tell.
pub(super) fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// How many threads want to run on this machine, in the mean of the last minute.
pub(super) fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}
