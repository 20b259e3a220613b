//! Opens the person's editor at a line of a file.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

/// What starts an editor: the program, then what it is told.
type Call = Vec<String>;

/// Editors that draw in a terminal.
const IN_TERMINAL: &[&str] = &[
    "vi", "vim", "nvim", "nano", "pico", "hx", "helix", "micro", "emacs", "ne", "joe", "kak", "ed",
    "mcedit", "amp", "kibi",
];
/// Terminals, and how they are told what to run.
const TERMINALS: &[(&str, &str)] = &[
    ("x-terminal-emulator", "-e"),
    ("gnome-terminal", "--"),
    ("konsole", "-e"),
    ("kitty", "--"),
    ("alacritty", "-e"),
    ("foot", "--"),
    ("xterm", "-e"),
];

/// Opens `$VISUAL`, else `$EDITOR`, at `line` and `column` of `file`, both from 1.
///
/// # Errors
///
/// Says why not, in a few words.
pub(super) fn open(file: &Path, line: usize, column: usize) -> Result<(), String> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let editor = editor.ok_or("neither $VISUAL nor $EDITOR is set")?;
    let call = call(&editor, file, line, column, on_path)?;
    let [program, rest @ ..] = call.as_slice() else { return Err("$EDITOR is empty".to_owned()) };
    let mut command = Command::new(program);
    command.args(rest).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
    // Whoever has ended is to be waited for, else it stays in the list of processes.
    std::thread::spawn(move || {
        let mut child = child;
        _ = child.wait();
    });
    Ok(())
}

/// Whether there is a program of this name.
fn on_path(name: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(name).is_file())
}

/// How `editor` is told where to open `file`; `has` tells which programs there are.
fn call(
    editor: &str,
    file: &Path,
    line: usize,
    column: usize,
    has: impl Fn(&str) -> bool,
) -> Result<Call, String> {
    let mut call: Call = editor.split_whitespace().map(str::to_owned).collect();
    let program = call.first().map_or("", String::as_str);
    let name = Path::new(program).file_name().map_or(program.into(), |name| name.to_string_lossy());
    let name = name.strip_suffix(".exe").unwrap_or(&name).to_owned();
    let path = file.display().to_string();
    let place = format!("{path}:{line}:{column}");
    match name.as_str() {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
            call.extend(["-g".to_owned(), place]);
        }
        "subl" | "sublime_text" | "zed" | "zeditor" | "hx" | "helix" | "atom" | "pulsar" => {
            call.push(place);
        }
        "idea" | "rustrover" | "pycharm" | "webstorm" | "clion" | "goland" | "kate" | "kwrite" => {
            call.extend(["--line".to_owned(), line.to_string(), path]);
        }
        "notepad++" => call.extend([format!("-n{line}"), path]),
        _ => call.extend([format!("+{line}"), path]),
    }
    if !IN_TERMINAL.contains(&name.as_str()) {
        return Ok(call);
    }
    let terminal = TERMINALS.iter().find(|(terminal, _)| has(terminal));
    let (terminal, run) =
        terminal.ok_or_else(|| format!("{name} wants a terminal, and none was found"))?;
    Ok([(*terminal).to_owned(), (*run).to_owned()].into_iter().chain(call).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_the_line_in_their_own_way() {
        let check = |editor: &str, terminals: &[&str], expected: &str| {
            let has = |name: &str| terminals.contains(&name);
            let found = call(editor, Path::new("/x/a b.mmd"), 41, 5, has);
            let found = found.map_or_else(|error| error, |call| call.join(" | "));
            assert_eq!(found, expected, "{editor}");
        };
        check("code", &[], "code | -g | /x/a b.mmd:41:5");
        check("code --wait", &[], "code | --wait | -g | /x/a b.mmd:41:5");
        check("/usr/bin/subl", &[], "/usr/bin/subl | /x/a b.mmd:41:5");
        check("kate", &[], "kate | --line | 41 | /x/a b.mmd");
        check("gedit", &[], "gedit | +41 | /x/a b.mmd");
        check("vim", &["xterm"], "xterm | -e | vim | +41 | /x/a b.mmd");
        check("hx", &["foot", "xterm"], "foot | -- | hx | /x/a b.mmd:41:5");
        check("nano", &[], "nano wants a terminal, and none was found");
    }
}
