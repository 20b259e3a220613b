//! Connects to the display, or says in words for a person why that cannot be.

use std::panic::{self, AssertUnwindSafe};

use winit::event_loop::{EventLoop, EventLoopBuilder};

use super::shell::News;
use super::{Error, panic_message};

/// Connects to the display.
///
/// winit asserts that an X server has the extensions it needs and that `libxkbcommon-x11` is installed. A caught panic
/// here is just that: there is a display, and it cannot be used. The panic hook is silenced meanwhile because the
/// message goes into the error.
///
/// # Errors
///
/// [`Error::NoDisplay`].
pub(super) fn open() -> Result<EventLoop<News>, Error> {
    let mut builder = EventLoop::with_user_event();
    let display = choose(&mut builder).map_err(Error::NoDisplay)?;
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(|| builder.build()));
    panic::set_hook(hook);
    let reason = match result {
        Ok(Ok(event_loop)) => return Ok(event_loop),
        Ok(Err(error)) => in_words(&error.to_string()),
        Err(payload) => in_words(&panic_message(payload.as_ref())),
    };
    Err(Error::NoDisplay(format!("{display}{reason}")))
}

/// What winit says, without the place in its sources and the insides of its errors, and with a next step where a
/// library is missing.
pub(super) fn in_words(message: &str) -> String {
    // "os error at SOURCE.rs:LINE: what happened"
    let at_source = message.strip_prefix("os error at ").and_then(|rest| rest.split_once(".rs:"));
    let what = at_source.and_then(|(_, rest)| rest.split_once(": ")).map_or(message, |(_, s)| s);
    // "What was tried: DebugOutput { .. }"
    let what = what.split(": ").next().unwrap_or(what).trim_end_matches('.');
    let next = if what.contains("libxkbcommon") {
        "; on Debian, install libxkbcommon0 and libxkbcommon-x11-0"
    } else if what.contains("shared libraries") {
        "; on Debian, install libx11-6, libx11-xcb1, libxcursor1, libxi6 and libxrandr2"
    } else {
        ""
    };
    let mut chars = what.chars();
    let first = chars.next();
    let is_word = chars.clone().next().is_some_and(char::is_lowercase);
    let first = first.map(|c| if is_word { c.to_ascii_lowercase() } else { c });
    first.into_iter().chain(chars).collect::<String>() + next
}

/// Takes X11 where Wayland is named but does not answer; gives the display's name, as the beginning of a sentence.
///
/// winit itself would fail at the dead name, and may be asked only once.
#[cfg(target_os = "linux")]
fn choose(builder: &mut EventLoopBuilder<News>) -> Result<String, String> {
    use std::env::var_os;
    use std::path::Path;

    use winit::platform::x11::EventLoopBuilderExtX11;

    let set = |name: &str| var_os(name).filter(|value| !value.is_empty());
    let named = |name: &str| set(name).map(|v| format!("{name}={}: ", v.to_string_lossy()));
    if let Some(socket) = set("WAYLAND_SOCKET") {
        // An open file that was handed down; the Wayland library ends the program where there is none.
        let is_open = Path::new("/proc/self/fd").join(&socket).exists();
        let socket = socket.to_string_lossy();
        return match is_open {
            true => Ok(format!("WAYLAND_SOCKET={socket}: ")),
            false => Err(format!("WAYLAND_SOCKET={socket}: no such file is open")),
        };
    }
    let wayland = set("WAYLAND_DISPLAY");
    if wayland.is_some_and(|name| !answers(&name)) && set("DISPLAY").is_some() {
        builder.with_x11();
        return Ok(named("DISPLAY").unwrap_or_default());
    }
    Ok(named("WAYLAND_DISPLAY").or_else(|| named("DISPLAY")).unwrap_or_default())
}

/// Elsewhere there is but one display.
#[cfg(not(target_os = "linux"))]
fn choose(_: &mut EventLoopBuilder<News>) -> Result<String, String> {
    Ok(String::new())
}

/// Whether a Wayland compositor listens under this name.
#[cfg(target_os = "linux")]
fn answers(name: &std::ffi::OsStr) -> bool {
    // A name that is a whole path replaces the folder.
    let folder = std::env::var_os("XDG_RUNTIME_DIR").unwrap_or_default();
    let path = std::path::Path::new(&folder).join(name);
    std::os::unix::net::UnixStream::connect(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn reasons_are_for_people() {
        let check = |message: &str, expected: &str| assert_eq!(in_words(message), expected);
        check(
            "os error at /a/winit-0.30.13/src/linux/mod.rs:788: Failed to open connection to X server",
            "failed to open connection to X server",
        );
        check("X server missing XKB extension", "X server missing XKB extension");
        check(
            "Failed to query XRandR extension: ConnectionError(Unsupported { 3 })",
            "failed to query XRandR extension",
        );
        check(
            "Library libxkbcommon-x11.so could not be loaded.",
            "library libxkbcommon-x11.so could not be loaded; on Debian, install libxkbcommon0 and libxkbcommon-x11-0",
        );
        check("", "");
    }
}
