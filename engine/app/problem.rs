use crate::explore::Finding;
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
    /// The whole in one line, for the status bar below a picture that stays.
    pub(super) brief: String,
    /// Whether something went wrong, rather than nothing having been asked for yet.
    pub(super) is_fault: bool,
    /// What there is to be said, one by one.
    pub(super) findings: Box<[Finding]>,
}

impl Problem {
    /// A window that waits for a file.
    pub(super) fn nothing_open() -> Self {
        Self {
            title: "Drop a diagram here".to_owned(),
            details: vec!["A .mmd file, or Markdown with a mermaid fence.".to_owned()],
            advice: "Or start Veduta with it: `veduta FILE`.".to_owned(),
            brief: String::new(),
            is_fault: false,
            findings: Box::default(),
        }
    }
}

impl From<input::Error> for Problem {
    /// An input error is one line that ends with the next step, after a semicolon.
    fn from(error: input::Error) -> Self {
        let Some(name) = error.source_name() else { return Self::nothing_open() };
        let text = error.to_string();
        // A name may hold any mark itself.
        let text = text.strip_prefix(&format!("{name}: ")).unwrap_or(&text);
        let (what, advice) = text.split_once("; ").unwrap_or((text, ""));
        let mut title = capitalised(what);
        if title.ends_with(|c: char| c.is_alphanumeric()) {
            title.push('.');
        }
        let brief = match error {
            input::Error::Missing { .. } => format!("{name} is missing; watching for it"),
            _ => format!("{name}: {what}"),
        };
        let mut advice = capitalised(advice);
        if !advice.ends_with(['.', '?']) {
            advice.push('.');
        }
        advice.push_str(PRESS_R);
        let findings = Box::new([Finding::of_no_text(brief.clone())]);
        Self { title, details: vec![name], advice, brief, is_fault: true, findings }
    }
}

/// What to do once a file is mended.
pub(super) const PRESS_R: &str = " Then press R to read it again.";

/// `text` with its first letter large.
pub(super) fn capitalised(text: &str) -> String {
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
        let odd = "a: b; c.mmd".to_owned();
        let problem = Problem::from(input::Error::NoStatements { source_name: odd.clone() });
        assert_eq!(
            (problem.title.as_str(), problem.is_fault),
            ("The diagram has no statements.", true)
        );
        assert_eq!(problem.details, [odd]);
        assert_eq!(problem.brief, "a: b; c.mmd: the diagram has no statements");
        let gone = input::Error::Missing { path: "a.mmd".into(), similar: None };
        assert_eq!(Problem::from(gone).brief, "a.mmd is missing; watching for it");
        assert!(!Problem::from(input::Error::Nothing).is_fault);
    }
}
