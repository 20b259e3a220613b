use std::fmt::Write;

use clap::Args;

use crate::{explore, syntax};

use super::{Exit, say};

/// Says what the code of a diagnostic means, and what to do about it.
#[derive(Debug, Args)]
#[command(
    help_template = "{about}\n\n{before-help}{usage-heading} {usage}\n\n{all-args}\n",
    before_help = "Examples:
  veduta explain unknown-id
  veduta explain                                     every code there is, one a line
"
)]
pub(super) struct Explain {
    /// What stands in brackets behind `error`, `warning` or `note`
    pub(super) code: Option<String>,
}

/// Codes of [`check --json`](super::json) that tell of a whole input; all others are those of [`syntax::codes`],
/// [`explore::CODES`] and [`explore::tour::CODES`].
const INPUT_CODES: &[(&str, &str)] = &[
    (
        "no-statements",
        "The diagram has its header and nothing else. Add a statement, say `service api(server)[API]`.",
    ),
    ("not-text", "The input is binary, or text in another encoding. Veduta reads UTF-8."),
    (
        "unreadable",
        "The input could not be had: there is no such file, it is a folder, too large, or must not be read.",
    ),
];

/// Explains one code, or lists them all.
pub(super) fn run(args: &Explain) -> Exit {
    let mut text = String::new();
    let Some(asked) = &args.code else {
        for code in codes() {
            text.push_str(code);
            text.push('\n');
        }
        return say::hand_over(text.as_bytes());
    };
    // People copy the brackets, or the word before them.
    let written = asked.trim().trim_matches(|c| matches!(c, '[' | ']' | ':'));
    let code = written.rsplit('[').next().unwrap_or(written).to_ascii_lowercase();
    let Some(meaning) = explain(&code) else {
        let next = match syntax::nearest(&code, codes()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`veduta explain` lists them all".to_owned(),
        };
        say::error(format_args!("there is no code `{asked}`; {next}"));
        return Exit::Usage;
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{code}: {meaning}");
    say::hand_over(text.as_bytes())
}

fn explain(code: &str) -> Option<&'static str> {
    let other = other_codes().find(|(name, _)| *name == code);
    syntax::explain(code).or_else(|| other.map(|(_, meaning)| *meaning))
}

/// In alphabetical order.
fn codes() -> impl Iterator<Item = &'static str> {
    let others = other_codes().map(|(name, _)| *name);
    let mut codes: Vec<_> = syntax::codes().chain(others).collect();
    codes.sort_unstable();
    codes.into_iter()
}

fn other_codes() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    INPUT_CODES.iter().chain(explore::CODES).chain(explore::tour::CODES)
}
