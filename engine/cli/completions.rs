//! What shells and `man` are told, made from the arguments as they are.

use clap::{CommandFactory, ValueEnum};

use super::args::Cli;
use super::{Exit, say};

/// A shell that can complete our arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    Power,
    Elvish,
    Nushell,
}

/// Prints the completions for `shell`.
pub(super) fn run(shell: Shell) -> Exit {
    say::hand_over(&completions(shell))
}

/// Prints the manual as `man` reads it: of the program, or of one of its commands.
pub(super) fn man(command: Option<&str>) -> Exit {
    match page(command) {
        Ok(text) => say::hand_over(&text),
        Err(message) => {
            say::error(message);
            Exit::Usage
        }
    }
}

fn completions(shell: Shell) -> Vec<u8> {
    let (mut text, mut program) = (Vec::new(), Cli::command());
    let name = program.get_name().to_owned();
    let mut write = |generator: &dyn Fn(&mut clap::Command, &mut Vec<u8>)| {
        generator(&mut program, &mut text);
    };
    let known = match shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::Power => clap_complete::Shell::PowerShell,
        Shell::Elvish => clap_complete::Shell::Elvish,
        Shell::Nushell => {
            write(&|program, text| {
                clap_complete::generate(clap_complete_nushell::Nushell, program, &*name, text);
            });
            return text;
        }
    };
    write(&|program, text| clap_complete::generate(known, program, &*name, text));
    text
}

fn page(command: Option<&str>) -> Result<Vec<u8>, String> {
    let mut program = Cli::command();
    program.build();
    let wanted = match command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| format!("there is no command `{name}`; `veduta --help` lists them"))?,
    };
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(wanted);
    page.render(&mut text).map_err(|cause| format!("the manual cannot be written: {cause}"))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_is_told_of_commands_and_options() {
        for shell in Shell::value_variants() {
            let text = String::from_utf8(completions(*shell)).unwrap();
            for needle in ["veduta", "export", "replay", "completions"] {
                assert!(text.contains(needle), "{shell:?}: {needle}");
            }
        }
    }

    #[test]
    fn the_manual_is_of_the_program_or_of_a_command() {
        let check = |command: Option<&str>, needles: &[&str]| {
            let text = String::from_utf8(page(command).unwrap()).unwrap();
            for needle in [".TH", "NAME"].iter().chain(needles) {
                assert!(text.contains(needle), "{command:?}: {needle}: {text}");
            }
        };
        check(None, &["replay", "export"]);
        check(Some("export"), &["background", "scale"]);
        assert!(page(Some("none")).unwrap_err().contains("no command `none`"));
    }
}
