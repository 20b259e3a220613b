//! What is said to a person on standard error, and what is handed over on standard output.
//!
//! Colours go to terminals only, as `NO_COLOR` and `CLICOLOR_FORCE` say.

use std::fmt::Display;
use std::io::{self, Write};

use super::Exit;

/// Says that something did not work.
pub(super) fn error(message: impl Display) {
    lead("\u{1b}[1;31m", "error", message);
}

/// Says what is left out or done otherwise than asked.
pub(super) fn warning(message: impl Display) {
    lead("\u{1b}[1;33m", "warning", message);
}

/// Says what a person will want to know.
pub(super) fn note(message: impl Display) {
    lead("\u{1b}[1;36m", "note", message);
}

/// Says `text` as it is.
pub(super) fn plain(text: impl Display) {
    // If standard error is closed there is nobody to tell.
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Whether what is said to standard error may be coloured.
pub(super) fn in_color() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Hands `bytes` over on standard output.
pub(super) fn hand_over(bytes: &[u8]) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Exit::Done,
        // Whoever read has seen enough.
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(cause) => {
            error(format_args!(
                "standard output: cannot be written ({cause}); give a file with `-o`"
            ));
            Exit::InputOutput
        }
    }
}

fn lead(color: &str, word: &str, message: impl Display) {
    plain(format_args!("{color}{word}\u{1b}[0m: {message}"));
}
