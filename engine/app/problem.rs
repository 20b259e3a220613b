use crate::input;

/// Why there is nothing to be shown: what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// One line.
    pub(super) title: String,
    /// Further lines.
    pub(super) details: Vec<String>,
    /// The next step.
    pub(super) advice: String,
}

impl From<input::Error> for Problem {
    /// An input error is one line that ends with the next step, after a semicolon.
    fn from(error: input::Error) -> Self {
        let text = error.to_string();
        let (cause, advice) = text.split_once("; ").unwrap_or((&text, ""));
        let (name, what) = cause.split_once(": ").unwrap_or(("", cause));
        let mut title = capitalised(what);
        if title.ends_with(|c: char| c.is_alphanumeric()) {
            title.push('.');
        }
        let mut advice = capitalised(advice);
        if !advice.ends_with(['.', '?']) {
            advice.push('.');
        }
        if !matches!(error, input::Error::Nothing) {
            advice.push_str(" Then press R to read it again.");
        }
        Self { title, details: vec![name.to_owned()], advice }
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_becomes_a_panel() {
        let problem = Problem::from(input::Error::Empty { source_name: "a.mmd".to_owned() });
        assert_eq!(problem.title, "This is empty.");
        assert_eq!(problem.details, ["a.mmd"]);
        assert!(problem.advice.starts_with("Begin with a line"), "{}", problem.advice);
        assert!(problem.advice.ends_with(". Then press R to read it again."), "{}", problem.advice);
    }
}
