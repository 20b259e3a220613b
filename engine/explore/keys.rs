//! The keys as a person has them: the table, and what that person has changed in it.

use super::bindings::{BINDINGS, Chord, PRESENTING, Topic};
use super::{Command, Edit, Key, Modifiers, Request, Turn};

/// Which keys give which command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    rows: Vec<KeyRow>,
    /// What gives nothing although the table would have something for it.
    unbound: Vec<Chord>,
}

/// Keys that give a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// What the keys are about.
    pub topic: Topic,
    /// Any of these, such as `Ctrl+Shift+Z`; none where they were all given to something else.
    pub keys: Vec<String>,
    /// Further keys that nobody needs to be told.
    pub also: Vec<String>,
    /// The command's text.
    pub command: String,
    /// What it does, for people.
    pub about: String,
}

impl Default for Keys {
    fn default() -> Self {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let rows = BINDINGS.iter().chain(PRESENTING).map(|binding| KeyRow {
            topic: binding.topic,
            keys: owned(binding.keys),
            also: owned(binding.also),
            command: binding.command.to_owned(),
            about: binding.about.to_owned(),
        });
        Self { rows: rows.collect(), unbound: Vec::new() }
    }
}

impl Keys {
    /// Gives `chord`, such as `ctrl+k`, to `command`, or to nothing where that is empty.
    ///
    /// # Errors
    ///
    /// Says what of it is no key or no command.
    pub fn bind(&mut self, chord: &str, command: &str) -> Result<(), String> {
        let chord: Chord = chord.parse()?;
        let wanted: Option<Command> = match command.trim() {
            "" => None,
            text => Some(text.parse().map_err(|error: super::NotACommand| error.to_string())?),
        };
        let is_other = |text: &String| text.parse::<Chord>().as_ref() != Ok(&chord);
        // A key may mean one thing while one presents and another while one does not.
        let is_show = |row: &KeyRow| row.topic == Topic::Present;
        let means = |row: &KeyRow| row.command.parse::<Command>().ok() == wanted;
        let for_show = wanted.is_some()
            && self.rows.iter().any(|row| is_show(row) && means(row))
            && !self.rows.iter().any(|row| !is_show(row) && means(row));
        for row in self.rows.iter_mut().filter(|row| is_show(row) == for_show) {
            row.keys.retain(is_other);
            row.also.retain(is_other);
        }
        self.unbound.retain(|other| *other != chord);
        let Some(wanted) = wanted else {
            self.unbound.push(chord);
            return Ok(());
        };
        let is_wanted = |row: &&mut KeyRow| row.command.parse::<Command>().as_ref() == Ok(&wanted);
        match self.rows.iter_mut().find(is_wanted) {
            Some(row) => row.keys.push(chord.to_string()),
            None => self.rows.push(KeyRow {
                topic: Topic::Own,
                keys: vec![chord.to_string()],
                also: Vec::new(),
                command: wanted.to_string(),
                about: wanted.to_string(),
            }),
        }
        Ok(())
    }

    /// The table, those without keys too.
    #[must_use]
    pub fn rows(&self) -> &[KeyRow] {
        &self.rows
    }

    /// The table as lines for people: what the keys are about, the keys, and what they do. Those that do the like stand in
    /// one line, and those that have lost their keys in none.
    #[must_use]
    pub fn lines(&self) -> Vec<(Topic, String, &str)> {
        let mut lines: Vec<(Topic, String, &str)> = Vec::new();
        for row in self.rows.iter().filter(|row| !row.keys.is_empty()) {
            let keys = row.keys.join(", ");
            match lines.last_mut() {
                Some((topic, before, about)) if (*topic, *about) == (row.topic, &*row.about) => {
                    *before = format!("{before}, {keys}");
                }
                _ => lines.push((row.topic, keys, &row.about)),
            }
        }
        lines
    }

    /// The command that `key` gives while these modifiers are held.
    #[must_use]
    pub fn bound(&self, key: Key, modifiers: Modifiers) -> Option<Command> {
        let is_pressed = |chord: &Chord| chord.is_pressed(key, modifiers);
        let holds = |text: &String| text.parse().is_ok_and(|chord: Chord| is_pressed(&chord));
        if self.unbound.iter().any(is_pressed) {
            return None;
        }
        let mut rows = self.rows.iter().filter(|row| row.topic != Topic::Present);
        let row = rows.find(|row| row.keys.iter().chain(&row.also).any(holds));
        let digit = match key {
            Key::Character(c) if modifiers == Modifiers::default() => c.to_digit(10),
            _ => None,
        };
        match (row, digit) {
            (Some(row), _) => row.command.parse().ok(),
            // The table has one row for the nine of them.
            (None, Some(hops)) => format!("trace {hops}").parse().ok(),
            (None, None) => None,
        }
    }

    /// The command that `key` gives while one presents.
    #[must_use]
    pub fn bound_in_show(&self, key: Key, modifiers: Modifiers) -> Option<Command> {
        let holds =
            |text: &String| text.parse().is_ok_and(|chord: Chord| chord.is_pressed(key, modifiers));
        let mut rows = self.rows.iter().filter(|row| row.topic == Topic::Present);
        let row = rows.find(|row| row.keys.iter().any(holds));
        row.map_or_else(|| self.bound(key, modifiers), |row| row.command.parse().ok())
    }

    /// The command that `key` gives while a menu or the outline has the keyboard; letters are written and give none.
    #[must_use]
    pub fn bound_in_list(&self, key: Key, modifiers: Modifiers) -> Option<Command> {
        let branch = |open| Some(Command::Chrome(Request::Branch { open, names: Vec::new() }));
        match key {
            Key::ArrowLeft => branch(false),
            Key::ArrowRight => branch(true),
            Key::Escape | Key::Enter | Key::ArrowDown | Key::ArrowUp | Key::Tab => {
                self.bound_in_panel(key, modifiers)
            }
            Key::Character(_) | Key::Space if !modifiers.control && !modifiers.alt => None,
            _ => self.bound(key, modifiers),
        }
    }

    /// The command that `key` gives while somebody types in a panel; letters are written and give none.
    #[must_use]
    pub fn bound_in_panel(&self, key: Key, modifiers: Modifiers) -> Option<Command> {
        let edit = |edit: Edit| Some(Command::Edit(edit));
        match (key, modifiers.control) {
            (Key::Escape, _) => Some(Command::Escape),
            (Key::Enter, _) => Some(Command::Accept),
            (Key::ArrowDown, _) => Some(Command::Choose(Turn::Next)),
            (Key::ArrowUp, _) => Some(Command::Choose(Turn::Previous)),
            (Key::Tab, false) if modifiers.shift => Some(Command::Choose(Turn::Previous)),
            (Key::Tab, false) => Some(Command::Choose(Turn::Next)),
            (Key::Backspace, false) => edit(Edit::EraseBack),
            (Key::Backspace, true) | (Key::Character('w'), true) => edit(Edit::EraseWord),
            (Key::Delete, _) => edit(Edit::EraseOn),
            (Key::ArrowLeft, _) => edit(Edit::CaretBack),
            (Key::ArrowRight, _) => edit(Edit::CaretOn),
            (Key::Home, _) => edit(Edit::CaretStart),
            (Key::End, _) => edit(Edit::CaretEnd),
            (Key::Function(_) | Key::Character(_) | Key::Tab, _)
                if modifiers.control || matches!(key, Key::Function(_)) =>
            {
                self.bound(key, modifiers)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_given_to_other_commands_and_to_none() {
        let check = |binds: &[(&str, &str)], pressed: &str, expected: Option<&str>| {
            let mut keys = Keys::default();
            for (chord, command) in binds {
                keys.bind(chord, command).unwrap();
            }
            let (key, modifiers) = super::super::pressed(pressed).unwrap();
            let found = keys.bound(key, modifiers).map(|command| command.to_string());
            assert_eq!(found.as_deref(), expected, "{binds:?} {pressed}");
        };
        check(&[], "Ctrl+K", Some("palette"));
        check(&[("ctrl+k", "search")], "Ctrl+K", Some("search"));
        check(&[("ctrl+k", "search")], "Ctrl+Shift+P", Some("palette"));
        check(&[("ctrl+k", "")], "Ctrl+K", None);
        check(&[("ctrl+k", ""), ("CTRL+K", "fit")], "Ctrl+K", Some("fit"));
        check(&[("x", "focus")], "x", Some("focus"));
        check(&[("x", "focus")], "F", Some("focus"));
        check(&[("f", "")], "F", None);
        check(&[("shift+x", "select kong")], "Shift+X", Some("select kong"));
        check(&[("3", "")], "3", None);
        check(&[("3", "")], "4", Some("trace 4"));
        check(&[("pgdn", "zoom out")], "PgDn", Some("zoom out"));
        check(&[("=", "fit")], "=", Some("fit"));
        check(&[("k", "fit")], "K", Some("fit"));
    }

    #[test]
    fn keys_of_presenting_are_a_map_of_their_own() {
        let check = |binds: &[(&str, &str)],
                     pressed: &str,
                     in_show: Option<&str>,
                     else_: Option<&str>| {
            let mut keys = Keys::default();
            for (chord, command) in binds {
                keys.bind(chord, command).unwrap();
            }
            let (key, modifiers) = super::super::pressed(pressed).unwrap();
            let text = |command: Option<Command>| command.map(|command| command.to_string());
            assert_eq!(text(keys.bound_in_show(key, modifiers)).as_deref(), in_show, "{binds:?}");
            assert_eq!(text(keys.bound(key, modifiers)).as_deref(), else_, "{binds:?}");
        };
        check(&[], "P", Some("previous step"), Some("trace path"));
        check(&[("p", "fit")], "P", Some("previous step"), Some("fit"));
        check(&[("q", "laser")], "Q", Some("laser"), None);
        check(&[("q", "present")], "Q", Some("present"), Some("present"));
    }

    #[test]
    fn the_lines_show_the_real_keys() {
        let mut keys = Keys::default();
        keys.bind("ctrl+k", "").unwrap();
        keys.bind("x", "select kong").unwrap();
        keys.bind("i", "hide").unwrap();
        let line = |wanted: &str| {
            let lines = keys.lines();
            let line = lines.iter().find(|(_, _, about)| *about == wanted);
            line.map(|(_, keys, _)| keys.clone())
        };
        assert_eq!(line("find a command").as_deref(), Some("Ctrl+Shift+P"));
        assert_eq!(line("select kong").as_deref(), Some("X"));
        assert_eq!(line("hide").as_deref(), Some("H, I"));
        assert_eq!(line("nothing else"), None, "it has no key any more");
    }

    #[test]
    fn what_is_no_key_and_no_command_is_told() {
        let check = |chord: &str, command: &str, needle: &str| {
            let error = Keys::default().bind(chord, command).unwrap_err();
            assert!(error.contains(needle), "{error}");
        };
        check("ctrl+nokey", "fit", "`nokey` is no key");
        check("ctlr+k", "fit", "is no key");
        check("x", "fitt", "did you mean `fit`?");
        check("", "fit", "is no key");
    }
}
