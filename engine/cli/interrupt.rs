//! Ctrl+C while a file is written.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt is a wish that [`is_asked`] tells, so that what was begun can be cleaned up; a second one ends the
/// program at once.
pub(super) fn listen() {
    let asked = || {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Where there can be no handler the system ends the program, as it does without one.
    let _ = ctrlc::set_handler(asked);
}

/// Whether there was an interrupt.
pub(super) fn is_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
