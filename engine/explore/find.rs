//! Finds things of a diagram, and commands, by what somebody has typed; the matching is nucleo's, as in Helix.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::filter::{Degrees, Filter, KEYS};
use super::{Command, Keys, Subject, VOCABULARY};
use crate::diagram::Diagram;
use crate::graph::{Graph, GroupId, NodeId, NodeKind};

/// More than anybody reads.
const MOST: usize = 200;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is called.
    pub title: String,
    /// Where it is, or which keys give it.
    pub detail: String,
    /// What choosing it does.
    pub target: Target,
}

/// What choosing a hit does.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Goes there.
    Thing(Subject),
    /// Gives this command.
    Command(Box<Command>),
    /// Goes on with this text, which wants something more behind it.
    Text(String),
}

/// What `text` means in `diagram`, the best first; what is as good in the order of the text, services before groups.
pub(super) fn things(diagram: &Diagram, text: &str) -> Vec<Hit> {
    let filter = Filter::new(text);
    if filter.is_empty() {
        return Vec::new();
    }
    let degrees = Degrees::new(diagram);
    let mut finder = Finder::new(&filter.words);
    let mut found: Vec<(u32, Subject)> = Vec::new();
    for subject in all(&diagram.graph) {
        if filter.holds(diagram, &degrees, subject)
            && let Some(score) = finder.score(&diagram.graph, subject)
        {
            found.push((score, subject));
        }
    }
    // The sort is stable: what is as good stays in its order.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.truncate(MOST);
    let hits = found.into_iter().map(|(_, subject)| hit(&diagram.graph, subject));
    hits.chain(completions(&diagram.graph, text)).collect()
}

/// How the condition that `text` ends with could go on.
fn completions(graph: &Graph, text: &str) -> Vec<Hit> {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    let kept = &text[..text.len() - last.len()];
    let groups = graph.groups.iter().map(|group| format!("group:{}", group.id));
    let all: Vec<String> = KEYS.iter().map(|key| (*key).to_owned()).chain(groups).collect();
    let is_meant = |whole: &&String| {
        // Not every word that begins as one of these wants to become it.
        last.len() > 1
            && whole.starts_with(last)
            && whole.len() > last.len()
            && (last.contains(':') || !whole.contains(':') || whole.ends_with(':'))
    };
    let hit = |whole: &String| Hit {
        title: whole.clone(),
        detail: "go on with this condition".to_owned(),
        target: Target::Text(format!("{kept}{whole}")),
    };
    all.iter().filter(is_meant).take(MOST_COMPLETIONS).map(hit).collect()
}

/// So many ways to go on are offered.
const MOST_COMPLETIONS: usize = 8;

fn all(graph: &Graph) -> impl Iterator<Item = Subject> + '_ {
    let of_kind = |kind| {
        let nodes = graph.nodes.iter().zip(0..).filter(move |(node, _)| node.kind == kind);
        nodes.map(|(_, node)| Subject::Node(NodeId(node)))
    };
    let groups = graph.groups.iter().zip(0..).map(|(_, group)| Subject::Group(GroupId(group)));
    of_kind(NodeKind::Service).chain(groups).chain(of_kind(NodeKind::Junction))
}

struct Finder {
    /// Letters in their order, whatever is between them: for names.
    loose: Pattern,
    /// Words in lower case that a longer text must hold, letters side by side: else anything would be found in it.
    strict: Vec<String>,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Finder {
    fn new(words: &str) -> Self {
        let loose = Pattern::new(words, CaseMatching::Smart, Normalization::Smart, AtomKind::Fuzzy);
        let strict = words.split_whitespace().map(str::to_lowercase).collect();
        Self { loose, strict, matcher: Matcher::new(Config::DEFAULT), buffer: Vec::new() }
    }

    fn score_name(&mut self, name: &str) -> Option<u32> {
        self.loose.score(Utf32Str::new(name, &mut self.buffer), &mut self.matcher)
    }

    fn score_text(&self, text: &str) -> Option<u32> {
        /// As much as the matcher gives for a letter.
        const LETTER: usize = 16;
        let text = text.to_lowercase();
        let holds_all = self.strict.iter().all(|word| text.contains(word));
        let n_letters: usize = self.strict.iter().map(String::len).sum();
        holds_all.then(|| u32::try_from(LETTER * n_letters).unwrap_or(u32::MAX))
    }

    /// A name counts more than the icon, and both more than where the thing is.
    fn score(&mut self, graph: &Graph, subject: Subject) -> Option<u32> {
        let (id, title, icon) = names(graph, subject);
        let path = path(graph, subject);
        let whole = format!("{title} {id} {icon} {path}");
        let name = self.score_name(title).max(self.score_name(id));
        let by_name = name.map(|score| 4 * score + u32::from(self.is_exact(title, id)));
        let by_icon = self.score_text(icon).map(|score| 2 * score);
        by_name.max(by_icon).max(self.score_text(&whole))
    }

    fn is_exact(&self, title: &str, id: &str) -> bool {
        let [atom] = self.loose.atoms.as_slice() else { return false };
        let needle = atom.needle_text().to_string().to_lowercase();
        title.to_lowercase() == needle || id.to_lowercase() == needle
    }
}

fn names(graph: &Graph, subject: Subject) -> (&str, &str, &str) {
    let (id, title, icon) = match subject {
        Subject::Node(node) => {
            let node = &graph.nodes[node.index()];
            (&node.id, &node.title, &node.icon)
        }
        Subject::Group(group) => {
            let group = &graph.groups[group.index()];
            (&group.id, &group.title, &group.icon)
        }
        Subject::Edge(_) => return ("", "", ""),
    };
    (id, title.as_ref().unwrap_or(id), icon.as_deref().unwrap_or(""))
}

/// The groups round `subject`, from the outside in.
fn path(graph: &Graph, subject: Subject) -> String {
    let parent = match subject {
        Subject::Node(node) => graph.nodes[node.index()].group,
        Subject::Group(group) => graph.groups[group.index()].parent,
        Subject::Edge(_) => None,
    };
    let mut titles: Vec<&str> =
        graph.enclosing(parent).map(|group| names(graph, Subject::Group(group)).1).collect();
    titles.reverse();
    titles.join(" › ")
}

fn hit(graph: &Graph, subject: Subject) -> Hit {
    let (id, title, _) = names(graph, subject);
    let path = path(graph, subject);
    let detail = match (title == id, path.is_empty()) {
        (true, _) => path,
        (false, true) => id.to_owned(),
        (false, false) => format!("{path}  ·  {id}"),
    };
    Hit { title: title.to_owned(), detail, target: Target::Thing(subject) }
}

/// The commands that `text` means, the best first: those with keys, those that want something more, and `text` itself
/// where it is one. `recent` ones come first while nothing is typed.
pub(super) fn commands(text: &str, recent: &[Command], keys: &Keys) -> Vec<Hit> {
    let mut hits = Vec::new();
    if let Ok(command) = text.parse::<Command>() {
        let (title, detail) = (text.trim().to_owned(), "as it is written".to_owned());
        hits.push(Hit { title, detail, target: Target::Command(Box::new(command)) });
    }
    if text.trim().is_empty() {
        hits.extend(recent.iter().rev().map(|command| Hit {
            title: command.to_string(),
            detail: "again".to_owned(),
            target: Target::Command(Box::new(command.clone())),
        }));
    }
    let mut finder = Finder::new(text);
    let mut found: Vec<(u32, Hit)> = Vec::new();
    for (also, hit) in offers(keys) {
        let whole = format!("{} {also}", hit.title);
        let by_words = finder.score_text(&whole).map(|score| 2 * score);
        let score = by_words.max(finder.score_name(&also).filter(|_| also.len() < LONG));
        found.extend(score.map(|score| (score, hit)));
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    hits.extend(found.into_iter().map(|(_, hit)| hit));
    hits.truncate(MOST);
    hits
}

/// In a text of this length, bytes, letters in their order are found by chance.
const LONG: usize = 20;

/// All that the palette offers, each with what else it is found by.
fn offers(keys: &Keys) -> Vec<(String, Hit)> {
    let mut offers = Vec::new();
    for row in keys.rows() {
        if let Ok(command) = row.command.parse::<Command>() {
            let (title, detail) = (row.about.clone(), row.keys.join(", "));
            let hit = Hit { title, detail, target: Target::Command(Box::new(command)) };
            offers.push((row.command.clone(), hit));
        }
    }
    for entry in VOCABULARY.iter().filter(|entry| entry.usage.contains("NAME")) {
        let text = format!("{} ", entry.word);
        let title = format!("{} {}", entry.word, entry.usage);
        let hit = Hit { title, detail: entry.about.to_owned(), target: Target::Text(text) };
        offers.push((entry.about.to_owned(), hit));
    }
    offers
}
