//! What a search asks for: conditions such as `group:k8s deg>3 icon:logos:* ~api !junction`, and words to be found.
//!
//! All conditions must hold. `KEY:PATTERN` compares the id, label, icon or kind, or the id or title of any group round it,
//! with a pattern in which `*` stands for anything; `deg`, `in` and `out` count edges; `~TEXT` is part of the id or label;
//! `!` before a condition turns it round. Everything else is a word.

use super::Subject;
use crate::diagram::Diagram;
use crate::graph::{EndAt, NodeKind};

/// A query that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    conditions: Vec<(bool, Condition)>,
    /// The words that are left to be found.
    pub(super) words: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Matches(Field, String),
    Contains(String),
    Counts(Ends, Order, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Label,
    Icon,
    Kind,
    Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    All,
    In,
    Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// The words that begin conditions, for completion.
pub(super) const KEYS: &[&str] = &[
    "group:",
    "icon:",
    "id:",
    "label:",
    "kind:service",
    "kind:junction",
    "kind:group",
    "deg>",
    "in>",
    "out>",
];

impl Filter {
    pub(super) fn new(text: &str) -> Self {
        let mut filter = Self::default();
        for word in text.split_whitespace() {
            let (holds, bare) = match word.strip_prefix('!') {
                Some(bare) if !bare.is_empty() => (false, bare),
                _ => (true, word),
            };
            match (condition(bare), holds) {
                (Some(condition), _) => filter.conditions.push((holds, condition)),
                (None, false) => {
                    filter.conditions.push((false, Condition::Contains(bare.to_lowercase())));
                }
                (None, true) => {
                    filter.words.push_str(word);
                    filter.words.push(' ');
                }
            }
        }
        filter.words.truncate(filter.words.trim_end().len());
        filter
    }

    /// Whether it asks for anything.
    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.words.is_empty()
    }

    /// Whether all conditions hold for `subject`; edges are counted in `degrees`.
    pub(super) fn holds(&self, diagram: &Diagram, degrees: &Degrees, subject: Subject) -> bool {
        let holds = |condition: &Condition| condition.holds(diagram, degrees, subject);
        self.conditions.iter().all(|(expected, condition)| holds(condition) == *expected)
    }
}

fn condition(word: &str) -> Option<Condition> {
    if let Some(part) = word.strip_prefix('~').filter(|part| !part.is_empty()) {
        return Some(Condition::Contains(part.to_lowercase()));
    }
    if let Some((key, pattern)) = word.split_once(':') {
        let field = match key {
            "group" => Field::Group,
            "icon" => Field::Icon,
            "id" => Field::Id,
            "label" | "title" => Field::Label,
            "kind" | "type" => Field::Kind,
            _ => return None,
        };
        return (!pattern.is_empty()).then(|| Condition::Matches(field, pattern.to_lowercase()));
    }
    let at = word.find(['<', '>', '='])?;
    let ends = match &word[..at] {
        "deg" | "degree" => Ends::All,
        "in" => Ends::In,
        "out" => Ends::Out,
        _ => return None,
    };
    let orders = [
        ("<=", Order::AtMost),
        (">=", Order::AtLeast),
        ("<", Order::Less),
        (">", Order::More),
        ("=", Order::Equal),
    ];
    let (sign, order) = orders.into_iter().find(|(sign, _)| word[at..].starts_with(sign))?;
    Some(Condition::Counts(ends, order, word[at + sign.len()..].parse().ok()?))
}

impl Condition {
    fn holds(&self, diagram: &Diagram, degrees: &Degrees, subject: Subject) -> bool {
        match self {
            Self::Counts(ends, order, number) => {
                let n = degrees.of(subject, *ends);
                match order {
                    Order::Less => n < *number,
                    Order::AtMost => n <= *number,
                    Order::Equal => n == *number,
                    Order::AtLeast => n >= *number,
                    Order::More => n > *number,
                }
            }
            Self::Contains(part) => texts(diagram, subject, Field::Id)
                .chain(texts(diagram, subject, Field::Label))
                .any(|text| text.to_lowercase().contains(part)),
            Self::Matches(field, pattern) => {
                texts(diagram, subject, *field).any(|text| is_like(&text.to_lowercase(), pattern))
            }
        }
    }
}

/// What `subject` has of this field: for groups all those round it.
fn texts(diagram: &Diagram, subject: Subject, field: Field) -> std::vec::IntoIter<String> {
    let graph = &diagram.graph;
    let (id, title, icon, kind, parent) = match subject {
        Subject::Node(node) => {
            let node = &graph.nodes[node.index()];
            let kind = match node.kind {
                NodeKind::Service => "service",
                NodeKind::Junction => "junction",
            };
            (&node.id, &node.title, &node.icon, kind, node.group)
        }
        Subject::Group(group) => {
            let group = &graph.groups[group.index()];
            (&group.id, &group.title, &group.icon, "group", group.parent)
        }
        Subject::Edge(_) => return Vec::new().into_iter(),
    };
    let found = match field {
        Field::Id => vec![id.clone()],
        Field::Label => vec![title.as_ref().unwrap_or(id).clone()],
        Field::Icon => icon.iter().cloned().collect(),
        Field::Kind => vec![kind.to_owned()],
        Field::Group => graph
            .enclosing(parent)
            .flat_map(|group| {
                let group = &graph.groups[group.index()];
                std::iter::once(group.id.clone()).chain(group.title.clone())
            })
            .collect(),
    };
    found.into_iter()
}

/// Whether `text` is as `pattern` says, in which `*` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// How many edges end at each thing.
#[derive(Debug)]
pub(super) struct Degrees {
    nodes: Vec<[usize; 2]>,
    groups: Vec<[usize; 2]>,
}

impl Degrees {
    pub(super) fn new(diagram: &Diagram) -> Self {
        let graph = &diagram.graph;
        let mut degrees = Self {
            nodes: vec![[0; 2]; graph.nodes.len()],
            groups: vec![[0; 2]; graph.groups.len()],
        };
        for edge in &graph.edges {
            // A line without arrows, or with two, goes both out and in; an edge counts once at each end all the same.
            let backward = edge.from.arrow && !edge.to.arrow;
            degrees.count(edge.from.at, usize::from(!backward));
            degrees.count(edge.to.at, usize::from(backward));
        }
        degrees
    }

    fn count(&mut self, end: EndAt, direction: usize) {
        match end {
            EndAt::Node(node) => self.nodes[node.index()][direction] += 1,
            EndAt::Group(group) => self.groups[group.index()][direction] += 1,
        }
    }

    fn of(&self, subject: Subject, ends: Ends) -> usize {
        let [into, out] = match subject {
            Subject::Node(node) => self.nodes[node.index()],
            Subject::Group(group) => self.groups[group.index()],
            Subject::Edge(_) => [0; 2],
        };
        match ends {
            Ends::All => into + out,
            Ends::In => into,
            Ends::Out => out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_stars() {
        let check = |text: &str, pattern: &str, expected: bool| {
            assert_eq!(is_like(text, pattern), expected, "{text} like {pattern}");
        };
        check("kafka", "kafka", true);
        check("kafka", "kaf", false);
        check("kafka", "kaf*", true);
        check("kafka", "*ka", true);
        check("kafka", "k*k*a", true);
        check("kafka", "*", true);
        check("kafka", "k*x*", false);
        check("ka", "ka*ka", false);
        check("logos:aws-s3", "logos:*", true);
    }

    #[test]
    fn conditions_are_told_from_words() {
        let check = |text: &str, n_conditions: usize, words: &str| {
            let filter = Filter::new(text);
            assert_eq!(
                (filter.conditions.len(), filter.words.as_str()),
                (n_conditions, words),
                "{text}"
            );
        };
        check("", 0, "");
        check("kong gate", 0, "kong gate");
        check("group:k8s deg>3 icon:logos:* ~api", 4, "");
        check("  pay in<=2 out=0 now ", 2, "pay now");
        check("!group:k8s !junction !", 2, "!");
        check("group: deg> deg>x colour:red ~ a>b", 0, "group: deg> deg>x colour:red ~ a>b");
    }
}
