//! Which keys give which command: one table for the window, the palette and the help.

use std::fmt;
use std::str::FromStr;

use super::{Key, Modifiers};

/// Keys that give a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// What the keys are about.
    pub topic: Topic,
    /// Any of these, such as `Ctrl+Shift+Z`.
    pub keys: &'static [&'static str],
    /// Further keys that nobody needs to be told, because they are the same ones on other keyboards.
    pub also: &'static [&'static str],
    /// The command's text.
    pub command: &'static str,
    /// What it does, for people.
    pub about: &'static str,
}

/// What keys are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Moving the camera.
    Camera,
    /// What is selected.
    Select,
    /// Which part is looked at.
    Structure,
    /// What depends on what.
    Trace,
    /// Finding.
    Find,
    /// Going back.
    History,
    /// What is shown beside the diagram.
    Show,
    /// The window.
    Window,
    /// Files and the clipboard.
    File,
    /// Beginning to present.
    Tour,
    /// While one presents.
    Present,
    /// What a person has added.
    Own,
}

const fn key(
    topic: Topic,
    keys: &'static [&'static str],
    command: &'static str,
    about: &'static str,
) -> Binding {
    Binding { topic, keys, also: &[], command, about }
}

const fn or(binding: Binding, also: &'static [&'static str]) -> Binding {
    Binding { also, ..binding }
}

/// The keys of `interaction.md` 3.2, as far as there is something behind them.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    or(key(Topic::Camera, &["+"], "zoom in", "zoom in"), &["=", "Ctrl++", "Ctrl+="]),
    or(key(Topic::Camera, &["-"], "zoom out", "zoom out"), &["Ctrl+-"]),
    or(key(Topic::Camera, &["Home", "W", "Shift+1"], "fit", "show everything"), &["!"]),
    or(key(Topic::Camera, &["Z", "Shift+2"], "fit selection", "show what is selected"), &["@", "\""]),
    key(Topic::Camera, &["Ctrl+0"], "scale 1", "show at 100 %"),
    key(Topic::Camera, &["PgUp"], "page up", "move by a page"),
    key(Topic::Camera, &["PgDn"], "page down", "move by a page"),
    key(Topic::Camera, &["Shift+PgUp"], "page left", "move sideways by a page"),
    key(Topic::Camera, &["Shift+PgDn"], "page right", "move sideways by a page"),
    key(Topic::Select, &["Left"], "walk left", "along the edge there; else move"),
    key(Topic::Select, &["Right"], "walk right", "along the edge there; else move"),
    key(Topic::Select, &["Up"], "walk up", "along the edge there; else move"),
    key(Topic::Select, &["Down"], "walk down", "along the edge there; else move"),
    key(Topic::Select, &["Alt+Down"], "walk other", "along another edge there"),
    key(Topic::Select, &["Tab"], "walk next", "to the next service"),
    key(Topic::Select, &["Shift+Tab"], "walk previous", "to the service before"),
    key(Topic::Select, &["Ctrl+A"], "select all", "select everything"),
    key(Topic::Select, &["Esc"], "escape", "leave what was entered last"),
    key(Topic::Structure, &["F", "Enter"], "focus", "look into a group"),
    key(Topic::Structure, &["Backspace", "Alt+Up"], "up", "to the group round it"),
    key(Topic::Structure, &["C"], "toggle", "collapse a group, or expand it"),
    key(Topic::Structure, &["Shift+C"], "collapse siblings", "collapse the groups beside it"),
    key(Topic::Structure, &["E"], "expand level", "expand all that is collapsed by a level"),
    key(Topic::Structure, &["Shift+E"], "expand all", "expand everything"),
    key(Topic::Structure, &["I"], "isolate", "nothing else"),
    key(Topic::Structure, &["H"], "hide", "hide"),
    key(Topic::Structure, &["Shift+H"], "show all", "show what is hidden"),
    key(Topic::Trace, &["1"], "trace 1", "one hop away; 2 to 9 likewise"),
    key(Topic::Trace, &["U"], "upstream", "who depends on it; again: further"),
    key(Topic::Trace, &["D"], "downstream", "what it depends on; again: further"),
    key(Topic::Trace, &["Shift+U"], "upstream all", "who depends on it, however far"),
    key(Topic::Trace, &["Shift+D"], "downstream all", "what it depends on, however far"),
    key(Topic::Trace, &["P"], "trace path", "the way between two; again: next"),
    key(Topic::Trace, &["G"], "fail", "what would fail with it"),
    key(Topic::Trace, &["0"], "trace off", "no trace"),
    key(Topic::Find, &["Ctrl+F", "/", "Space"], "search", "find by name, icon or group"),
    key(Topic::Find, &["Ctrl+K", "Ctrl+Shift+P"], "palette", "find a command"),
    key(Topic::Find, &["F3"], "match next", "to the next of what was found"),
    key(Topic::Find, &["Shift+F3"], "match previous", "to the one before"),
    or(key(Topic::History, &["Alt+Left"], "back", "to the place before"), &["Ctrl+["]),
    or(key(Topic::History, &["Alt+Right"], "forward", "and forward again"), &["Ctrl+]"]),
    key(Topic::History, &["Ctrl+Z"], "undo", "undo"),
    key(Topic::History, &["Ctrl+Shift+Z", "Ctrl+Y"], "redo", "redo"),
    key(Topic::Show, &["O"], "outline", "tree of groups and services"),
    key(Topic::Show, &["Y"], "inspector", "what is known of what is selected"),
    key(Topic::Show, &["M"], "minimap", "the whole in small"),
    key(Topic::Show, &["A"], "animate", "what moves along edges: go on, stand still"),
    key(Topic::Show, &["Shift+A"], "flow", "whether anything moves along edges"),
    key(Topic::Show, &["L"], "legend", "what the marks mean"),
    key(Topic::Show, &["T"], "theme", "dark or light"),
    key(Topic::Show, &["Menu", "Shift+F10"], "menu", "what can be done with it"),
    key(Topic::Show, &["F8"], "diagnostics next", "the next finding about the text"),
    key(Topic::Show, &["Shift+F8"], "diagnostics previous", "the finding before"),
    key(Topic::Window, &["?", "F1"], "help", "these keys"),
    key(Topic::Window, &["Ctrl+S"], "save", "keep where things were dragged to"),
    key(Topic::Window, &["R"], "reload", "read the file again"),
    key(Topic::Window, &["Shift+R"], "layout", "lay it out otherwise"),
    key(Topic::Window, &["F11"], "fullscreen", "full screen"),
    key(Topic::Window, &["F12"], "overlay", "what draws, and how fast"),
    key(Topic::File, &["Ctrl+O"], "open file", "open a file"),
    key(Topic::File, &["Ctrl+E"], "export", "write a picture, or what moves, to a file"),
    key(Topic::File, &["Ctrl+Shift+E"], "export again", "the same again"),
    key(Topic::File, &["Ctrl+V"], "paste", "open what was copied"),
    key(Topic::File, &["Ctrl+C"], "copy picture", "copy the picture"),
    key(Topic::File, &["Ctrl+Shift+C"], "copy svg", "copy it as SVG"),
    key(Topic::File, &["Ctrl+Alt+C"], "copy link", "copy a link to what is seen"),
    or(key(Topic::File, &["Ctrl+Tab"], "tab next", "to the next file"), &["Ctrl+PgDn"]),
    or(key(Topic::File, &["Ctrl+Shift+Tab"], "tab previous", "to the file before"), &["Ctrl+PgUp"]),
    key(Topic::File, &["Ctrl+W"], "tab close", "close the file"),
    key(Topic::Window, &["Ctrl+Q"], "quit", "quit"),
    key(Topic::Tour, &["F5"], "present", "present the tour, or go on with it"),
    key(Topic::Tour, &["Shift+F5"], "present here", "from the step that fits here"),
    key(Topic::Tour, &["Ctrl+Shift+R"], "record step", "what is seen becomes a step"),
];

/// The keys while one presents (`interaction.md` 2.2 and 3.2); what is not among them is as in [`BINDINGS`].
#[rustfmt::skip]
pub const PRESENTING: &[Binding] = &[
    key(Topic::Present, &["Right", "Down", "Space", "PgDn", "N", "Enter"], "next step", "on, or back to the step"),
    key(Topic::Present, &["Left", "Up", "PgUp", "Backspace", "P"], "previous step", "to the step before"),
    key(Topic::Present, &["Shift+Right"], "skip", "on without a flight"),
    key(Topic::Present, &["Home"], "step first", "to the first step"),
    key(Topic::Present, &["End"], "step last", "to the last step"),
    key(Topic::Present, &["O"], "steps", "all steps; a number and Enter: to that one"),
    key(Topic::Present, &["J"], "autoplay", "go on by itself"),
    key(Topic::Present, &[".", "B"], "black", "a black screen"),
    key(Topic::Present, &["W"], "white", "a white screen"),
    key(Topic::Present, &["K"], "laser", "point with light"),
    key(Topic::Present, &["S"], "spotlight", "darken the rest; the wheel widens it"),
    key(Topic::Present, &["X"], "ink", "draw by dragging"),
    key(Topic::Present, &["Delete"], "ink clear", "wipe the ink away"),
    key(Topic::Present, &["V"], "presenter", "notes, time and next step in a window"),
    key(Topic::Present, &["F"], "fullscreen", "full screen"),
    key(Topic::Present, &["F5", "Esc"], "present off", "leave; F5 goes on here"),
];

/// What hands do on a mouse, a touchpad or a screen, and what that does.
pub const GESTURES: &[(&str, &str)] = &[
    ("wheel, pinch", "zoom at the pointer"),
    ("drag, two fingers", "move"),
    ("drag a box", "bring it elsewhere; Ctrl+S keeps it"),
    ("Ctrl+drag", "show what is in the frame"),
    ("Shift+drag", "select what is in the frame"),
    ("click, Shift+click", "select, select more"),
    ("right click, long press", "what can be done with it"),
    ("double click", "into a group, to an edge's far end"),
    ("back, forward", "to the place before, and on again"),
];

/// The key that `chord`, such as `Ctrl+Shift+Z`, is pressed with, and what is held then.
///
/// # Errors
///
/// Says what of it is no key.
pub fn pressed(chord: &str) -> Result<(Key, Modifiers), String> {
    chord.parse().map(|Chord { key, modifiers }| (key, modifiers))
}

/// A key with the modifiers it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chord {
    key: Key,
    modifiers: Modifiers,
}

impl Chord {
    pub(super) fn is_pressed(self, key: Key, modifiers: Modifiers) -> bool {
        // Whether a sign needs Shift is the keyboard's affair.
        let is_sign = matches!(key, Key::Character(c) if !c.is_alphanumeric());
        let shift = is_sign || self.modifiers.shift == modifiers.shift;
        let (wanted, held) = (self.modifiers, modifiers);
        self.key == key && shift && (wanted.control, wanted.alt) == (held.control, held.alt)
    }
}

impl FromStr for Chord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut modifiers = Modifiers::default();
        let mut rest = text.trim();
        loop {
            let (word, after) = rest.split_once('+').unwrap_or((rest, ""));
            match (word.to_ascii_lowercase().as_str(), after.is_empty()) {
                ("ctrl" | "control" | "cmd", false) => modifiers.control = true,
                ("shift", false) => modifiers.shift = true,
                ("alt", false) => modifiers.alt = true,
                _ => break,
            }
            rest = after;
        }
        let key = named(rest).ok_or_else(|| {
            format!("`{rest}` is no key; write, say, `ctrl+k`, `shift+f3`, `pgup` or `x`")
        })?;
        Ok(Self { key, modifiers })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Modifiers { shift, control, alt } = self.modifiers;
        for (held, name) in [(control, "Ctrl+"), (shift, "Shift+"), (alt, "Alt+")] {
            f.write_str(if held { name } else { "" })?;
        }
        match self.key {
            Key::Character(c) => write!(f, "{}", c.to_uppercase()),
            Key::Function(number) => write!(f, "F{number}"),
            key => {
                f.write_str(NAMES.iter().find(|(_, of)| *of == key).map_or("", |(name, _)| name))
            }
        }
    }
}

/// The keys that write nothing, by what is printed on them.
const NAMES: &[(&str, Key)] = &[
    ("Space", Key::Space),
    ("Esc", Key::Escape),
    ("Enter", Key::Enter),
    ("Tab", Key::Tab),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Home", Key::Home),
    ("End", Key::End),
    ("Left", Key::ArrowLeft),
    ("Right", Key::ArrowRight),
    ("Up", Key::ArrowUp),
    ("Down", Key::ArrowDown),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Menu", Key::Menu),
];

fn named(name: &str) -> Option<Key> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Key::Character(c.to_lowercase().next().unwrap_or(c)));
    }
    let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let number = || name.strip_prefix(['F', 'f'])?.parse().ok();
    known.map(|(_, key)| *key).or_else(|| number().map(Key::Function))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::{Command, Keys};

    const PLAIN: Modifiers = Modifiers { shift: false, control: false, alt: false };
    const SHIFT: Modifiers = Modifiers { shift: true, ..PLAIN };
    const CONTROL: Modifiers = Modifiers { control: true, ..PLAIN };
    const ALT: Modifiers = Modifiers { alt: true, ..PLAIN };

    #[test]
    fn every_binding_gives_its_command_and_no_key_gives_two() {
        let mut seen: Vec<Chord> = Vec::new();
        for binding in BINDINGS {
            let command: Command = binding.command.parse().unwrap_or_else(|e| panic!("{e}"));
            for text in binding.keys.iter().chain(binding.also) {
                let chord: Chord = text.parse().unwrap();
                assert!(!seen.contains(&chord), "{text} is bound twice");
                seen.push(chord);
                let found = Keys::default().bound(chord.key, chord.modifiers);
                assert_eq!(found, Some(command.clone()), "{text}");
                assert_eq!(chord.to_string().parse(), Ok(chord), "{text}");
            }
        }
    }

    #[test]
    fn clickers_and_their_keys_present() {
        let keys = Keys::default();
        let mut seen: Vec<Chord> = Vec::new();
        for binding in PRESENTING {
            for text in binding.keys {
                let chord: Chord = text.parse().unwrap();
                assert!(!seen.contains(&chord), "{text} is bound twice");
                seen.push(chord);
                let found = keys.bound_in_show(chord.key, chord.modifiers);
                assert_eq!(
                    found.map(|c| c.to_string()).as_deref(),
                    Some(binding.command),
                    "{text}"
                );
            }
        }
        let check = |key: Key, expected: Option<&str>| {
            let found = keys.bound_in_show(key, PLAIN).map(|command| command.to_string());
            assert_eq!(found.as_deref(), expected, "{key:?}");
        };
        // What is no key of presenting is what it always is.
        check(Key::Character('+'), Some("zoom in"));
        check(Key::Function(11), Some("fullscreen"));
        check(Key::Character('q'), None);
        assert_eq!(keys.bound(Key::Character('b'), PLAIN), None);
    }

    #[test]
    fn keys_mean_what_the_key_map_says() {
        let check = |modifiers: Modifiers, key: Key, expected: Option<&str>| {
            let found = Keys::default().bound(key, modifiers).map(|command| command.to_string());
            assert_eq!(found.as_deref(), expected, "{modifiers:?} {key:?}");
        };
        check(PLAIN, Key::Character('+'), Some("zoom in"));
        check(SHIFT, Key::Character('+'), Some("zoom in"));
        check(CONTROL, Key::Character('+'), Some("zoom in"));
        check(PLAIN, Key::Character('-'), Some("zoom out"));
        check(SHIFT, Key::Character('!'), Some("fit"));
        check(SHIFT, Key::Character('1'), Some("fit"));
        check(PLAIN, Key::Character('z'), Some("fit selection"));
        check(CONTROL, Key::Character('z'), Some("undo"));
        check(Modifiers { shift: true, ..CONTROL }, Key::Character('z'), Some("redo"));
        check(CONTROL, Key::Character('0'), Some("scale 1"));
        check(PLAIN, Key::Character('r'), Some("reload"));
        check(SHIFT, Key::Character('r'), Some("layout"));
        check(CONTROL, Key::Character('r'), None);
        check(CONTROL, Key::Character('w'), Some("tab close"));
        check(PLAIN, Key::Character('q'), None);
        check(ALT, Key::ArrowLeft, Some("back"));
        check(PLAIN, Key::ArrowLeft, Some("walk left"));
        check(SHIFT, Key::Tab, Some("walk previous"));
        check(SHIFT, Key::PageDown, Some("page right"));
        check(PLAIN, Key::Function(5), Some("present"));
        check(PLAIN, Key::Character('1'), Some("trace 1"));
        check(PLAIN, Key::Character('7'), Some("trace 7"));
        check(PLAIN, Key::Character('0'), Some("trace off"));
        check(SHIFT, Key::Character('d'), Some("downstream all"));
        check(CONTROL, Key::Character('7'), None);
    }
}
