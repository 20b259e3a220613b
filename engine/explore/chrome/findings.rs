//! What is to be said about the text, one after the other.

use std::sync::Arc;

use super::outline::going_to;
use crate::diagram::Diagram;
use crate::explore::{Command, State, Subject, Turn};
use crate::graph::{EdgeId, Graph, GroupId, NodeId, narrow};
use crate::syntax::{Diagnostic, LineIndex, Severity, Span};

/// How bad a [`Finding`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Something was not understood.
    Error,
    /// Something is probably not what was meant.
    Warning,
    /// A remark.
    Note,
}

/// Something that is to be said about the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub gravity: Gravity,
    /// What it is.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
    /// Line and column, both from 1, the column in characters; `None` for what is in no text.
    pub place: Option<(usize, usize)>,
    /// The line of the text.
    pub line: String,
    /// So many characters are meant.
    pub length: usize,
    /// What of the diagram it is about.
    pub subject: Option<Subject>,
}

/// More are not gone through.
const MOST: usize = 500;

impl Finding {
    /// What `diagnostics` say about `text`, the worst first, those that are as bad in the order of the text; of things in
    /// `graph`, if that was made of the text.
    #[must_use]
    pub fn all(text: &str, diagnostics: &[Diagnostic], graph: Option<&Graph>) -> Vec<Self> {
        let index = LineIndex::new(text);
        let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
        sorted.sort_by_key(|d| (std::cmp::Reverse(d.severity), d.span));
        sorted.truncate(MOST);
        sorted.into_iter().map(|d| Self::new(text, &index, d, graph)).collect()
    }

    /// Something that is wrong, and not in a text.
    #[must_use]
    pub fn of_no_text(message: String) -> Self {
        Self {
            gravity: Gravity::Error,
            message,
            hint: None,
            place: None,
            line: String::new(),
            length: 0,
            subject: None,
        }
    }

    fn new(text: &str, index: &LineIndex<'_>, of: &Diagnostic, graph: Option<&Graph>) -> Self {
        let place = index.line_column(of.span.start);
        let line = text.get(index.line(place.0).range()).unwrap_or("");
        let meant = text.get(of.span.range()).unwrap_or("");
        Self {
            gravity: match of.severity {
                Severity::Error => Gravity::Error,
                Severity::Warning => Gravity::Warning,
                Severity::Note => Gravity::Note,
            },
            message: of.message.clone(),
            hint: of.hint.clone(),
            place: Some(place),
            line: line.replace('\t', " "),
            length: meant.lines().next().unwrap_or("").chars().count().max(1),
            subject: graph.and_then(|graph| subject_in(graph, of.span)),
        }
    }
}

/// What the statement round `span` makes.
fn subject_in(graph: &Graph, span: Span) -> Option<Subject> {
    let is_round = |whole: Span| whole.start <= span.start && span.end <= whole.end;
    let nodes = graph.nodes.iter().zip(0..).map(|(n, id)| (n.span, Subject::Node(NodeId(id))));
    let groups = graph.groups.iter().zip(0..).map(|(g, id)| (g.span, Subject::Group(GroupId(id))));
    let edges = graph.edges.iter().zip(0..).map(|(e, id)| (e.span, Subject::Edge(EdgeId(id))));
    let mut all = nodes.chain(groups).chain(edges);
    all.find(|(whole, _)| is_round(*whole)).map(|(_, subject)| subject)
}

/// What is to be said about the text that was read last is `findings` from now on.
pub fn tell_findings(state: &mut State, findings: Vec<Finding>) {
    let chrome = &mut state.chrome;
    chrome.sheet = chrome.sheet.filter(|_| !findings.is_empty());
    chrome.sheet = chrome.sheet.map(|place| place.min(findings.len().saturating_sub(1)));
    chrome.findings = Arc::new(findings);
}

/// The first thing of `graph` that a line of a text names of which there is no graph: the text was refused, and `graph` is
/// that of an earlier one.
fn named_in(line: &str, graph: &Graph) -> Option<Subject> {
    let is_in_id = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    // Two hyphens are an edge.
    let words = line.split("--").flat_map(|part| part.split(|c| !is_in_id(c)));
    let words = words.map(|word| word.trim_matches('-'));
    words.filter(|word| !word.is_empty()).find_map(|word| {
        let node = graph.nodes.iter().position(|node| node.id == word);
        let group = || graph.groups.iter().position(|group| group.id == word);
        let node = node.map(|place| Subject::Node(NodeId(narrow(place))));
        node.or_else(|| group().map(|place| Subject::Group(GroupId(narrow(place)))))
    })
}

/// Opens the sheet, or closes it.
pub(super) fn toggle(state: &mut State) {
    let chrome = &mut state.chrome;
    chrome.sheet = match chrome.sheet {
        None if !chrome.findings.is_empty() => Some(0),
        _ => None,
    };
}

/// Tells the next finding, or the one before, round the ends; gives what goes to where it is.
pub(super) fn step(state: &mut State, turn: Turn, diagram: Option<&Diagram>) -> Option<Command> {
    let chrome = &mut state.chrome;
    let n = chrome.findings.len();
    if n == 0 {
        return None;
    }
    let place = match (chrome.sheet, turn) {
        (None, Turn::Next) => 0,
        (None, Turn::Previous) => n - 1,
        (Some(place), Turn::Next) => (place + 1) % n,
        (Some(place), Turn::Previous) => (place + n - 1) % n,
    };
    chrome.sheet = Some(place);
    let finding = chrome.findings.get(place)?;
    let diagram = diagram?;
    let subject = finding.subject.or_else(|| named_in(&finding.line, &diagram.graph))?;
    Some(match going_to(subject, diagram) {
        // Into a group would be further than was asked for.
        Command::Focus(names) => Command::Chrome(super::Request::Visit(names)),
        command => command,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{graph, syntax};

    #[test]
    fn a_refused_line_is_about_the_first_thing_that_it_names() {
        let text = "architecture-beta
            group k8s(cloud)[K]
            service kong-2(server)[Kong] in k8s
            service in(server)[In]";
        let graph = graph::resolve(&syntax::parse(text).0).0;
        let check = |line: &str, expected: Option<Subject>| {
            assert_eq!(named_in(line, &graph), expected, "{line}");
        };
        let kong = Some(Subject::Node(NodeId(0)));
        check("kong-2:R --> L:nobody", kong);
        check("nobody:R --> L:kong-2", kong);
        check("nobody:R--kong-2", kong);
        check("service new(server)[New] in k8s2 k8s", Some(Subject::Node(NodeId(1))));
        check("align row k8s", Some(Subject::Group(GroupId(0))));
        check("nobody:R --> L:nothing", None);
        check("", None);
    }
}
