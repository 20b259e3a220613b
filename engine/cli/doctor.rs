use std::fmt::Write;

use super::{Exit, say};

/// Says what Veduta finds on this machine.
pub(super) fn run() -> Exit {
    let mut report = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(report, "veduta    {}", env!("CARGO_PKG_VERSION"));
    say::hand_over(report.as_bytes())
}
