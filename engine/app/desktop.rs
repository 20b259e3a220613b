//! How the person has set the desktop up: dark or light, and whether things may move. Asked for and followed on a thread of
//! its own; where there is no portal that would tell, nothing is told.

use std::thread;

use winit::event_loop::EventLoopProxy;

use super::shell::News;

/// What the desktop wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Dark colours, or light ones.
    Dark(bool),
    /// As little moving as can be, or not.
    ReducedMotion(bool),
    /// Stronger contrasts, or not.
    Contrast(bool),
}

/// Tells `proxy` what the desktop wants, now and whenever that changes.
pub(super) fn follow(proxy: EventLoopProxy<News>) {
    thread::spawn(move || {
        let tell = |wish| proxy.send_event(News::Desktop(wish)).is_ok();
        if let Err(cause) = listen(&tell) {
            tracing::debug!("the desktop does not tell how it is set up: {cause}");
        }
    });
}

/// The setting `key` of `org.freedesktop.appearance` with this value; `None` where it says nothing.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "portals are Linux's"))]
fn wish(key: &str, value: u32) -> Option<Wish> {
    match (key, value) {
        ("color-scheme", 1) => Some(Wish::Dark(true)),
        ("color-scheme", 2) => Some(Wish::Dark(false)),
        ("reduced-motion", value) => Some(Wish::ReducedMotion(value == 1)),
        ("contrast", value) => Some(Wish::Contrast(value == 1)),
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn listen(tell: &dyn Fn(Wish) -> bool) -> zbus::Result<()> {
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::OwnedValue;

    const NAMESPACE: &str = "org.freedesktop.appearance";
    let connection = Connection::session()?;
    let portal = Proxy::new(
        &connection,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )?;
    // Before the first question, so that no change is missed.
    let changes = portal.receive_signal("SettingChanged")?;
    for key in ["color-scheme", "reduced-motion", "contrast"] {
        // A portal that does not know a key says so; the others may still be there.
        let answer: zbus::Result<OwnedValue> = portal.call("ReadOne", &(NAMESPACE, key));
        let value = answer.ok().and_then(|value| u32::try_from(value).ok());
        if let Some(wish) = value.and_then(|value| wish(key, value))
            && !tell(wish)
        {
            return Ok(());
        }
    }
    for change in changes {
        let body = change.body();
        let (namespace, key, value): (String, String, OwnedValue) = body.deserialize()?;
        let value = u32::try_from(value).ok().filter(|_| namespace == NAMESPACE);
        if let Some(wish) = value.and_then(|value| wish(&key, value))
            && !tell(wish)
        {
            return Ok(());
        }
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn listen(_: &dyn Fn(Wish) -> bool) -> Result<(), String> {
    Err("there is no portal on this system".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portal_s_numbers_are_wishes() {
        let check = |key: &str, value: u32, expected: Option<Wish>| {
            assert_eq!(wish(key, value), expected, "{key} {value}");
        };
        check("color-scheme", 0, None);
        check("color-scheme", 1, Some(Wish::Dark(true)));
        check("color-scheme", 2, Some(Wish::Dark(false)));
        check("reduced-motion", 0, Some(Wish::ReducedMotion(false)));
        check("reduced-motion", 1, Some(Wish::ReducedMotion(true)));
        check("contrast", 1, Some(Wish::Contrast(true)));
        check("accent-color", 1, None);
    }
}
