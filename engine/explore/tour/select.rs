//! Which things of a diagram a step means.

use std::fmt;

use super::super::filter::{Degrees, Filter};
use super::super::web::{Follow, Web};
use super::super::{Name, Subject};
use crate::diagram::Diagram;
use crate::graph::{EdgeId, EndAt, GroupId, NodeId, narrow};

/// Which things of a diagram are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// `ID`, `group ID`, `edge NUMBER`.
    One(Name),
    /// `GROUP/*`: what is in a group.
    In(String),
    /// `deg>5`, `icon:logos:*`: what a search with these conditions finds.
    Where(String),
    /// `between(A, B)`: the edges from the one to the other, either way, and their ends.
    Between(Name, Name),
    /// `path(A, B)`: the shortest way.
    Path(Name, Name),
    /// `up(A)`, `up(A, 2)`: what depends on it, so many hops far.
    Up(Name, Option<u8>),
    /// `down(A)`, `down(A, 2)`: what it depends on.
    Down(Name, Option<u8>),
}

impl Selector {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// Says what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some((word, rest)) = text.split_once('(') {
            let inner =
                rest.strip_suffix(')').ok_or_else(|| format!("`{text}` wants a `)` at its end"))?;
            let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
            return Self::call(word.trim(), &parts).unwrap_or_else(|| {
                Err(format!(
                    "`{text}` is no selector: write between(A, B), path(A, B), up(A, 2) or down(A)"
                ))
            });
        }
        if let Some(group) = text.strip_suffix("/*") {
            return name(group).map(|_| Self::In(group.to_owned()));
        }
        if text.contains(['<', '>', '=', ':', '~']) && !text.contains("->") {
            let filter = Filter::new(text);
            return match filter.words.is_empty() && !filter.is_empty() {
                true => Ok(Self::Where(text.to_owned())),
                false => {
                    Err(format!("`{text}` is no condition; write, say, `deg>5` or `icon:logos:*`"))
                }
            };
        }
        name(text).map(Self::One)
    }

    fn call(word: &str, parts: &[&str]) -> Option<Result<Self, String>> {
        let two = |make: fn(Name, Name) -> Self| match parts {
            [a, b] => Some(name(a).and_then(|a| Ok(make(a, name(b)?)))),
            _ => None,
        };
        let reach = |make: fn(Name, Option<u8>) -> Self| match parts {
            [a] => Some(name(a).map(|a| make(a, None))),
            [a, hops] => {
                let hops: u8 = hops.parse().ok().filter(|hops| *hops > 0)?;
                Some(name(a).map(|a| make(a, Some(hops))))
            }
            _ => None,
        };
        match word {
            "between" => two(Self::Between),
            "path" => two(Self::Path),
            "up" => reach(Self::Up),
            "down" => reach(Self::Down),
            _ => None,
        }
    }

    /// The things that it names.
    #[must_use]
    pub fn names(&self) -> Vec<Name> {
        match self {
            Self::One(name) | Self::Up(name, _) | Self::Down(name, _) => vec![name.clone()],
            Self::In(group) => vec![Name::Group(group.clone())],
            Self::Between(a, b) | Self::Path(a, b) => vec![a.clone(), b.clone()],
            Self::Where(_) => Vec::new(),
        }
    }

    /// What it means in `diagram`: groups before nodes before edges, each once.
    #[must_use]
    pub fn find(&self, diagram: &Diagram) -> Vec<Subject> {
        let mut found = match self {
            Self::One(name) => name.find(diagram).into_iter().collect(),
            Self::In(group) => members(diagram, &Name::Group(group.clone())),
            Self::Where(text) => matching(diagram, text),
            Self::Between(a, b) => between(diagram, a, b),
            Self::Path(a, b) => path(diagram, a, b),
            Self::Up(name, hops) => reached(diagram, name, Follow::Up, *hops),
            Self::Down(name, hops) => reached(diagram, name, Follow::Down, *hops),
        };
        found.sort();
        found.dedup();
        found
    }
}

fn name(text: &str) -> Result<Name, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["edge", number] if number.parse::<u32>().is_ok() => {
            Ok(Name::Edge(number.parse().unwrap_or(0)))
        }
        ["group", id] => Ok(Name::Group((*id).to_owned())),
        [id] => Ok(Name::Thing((*id).to_owned())),
        _ => Err(format!("`{text}` is no id; several are written [a, b]")),
    }
}

fn all(diagram: &Diagram) -> impl Iterator<Item = Subject> + '_ {
    let graph = &diagram.graph;
    let groups = (0..graph.groups.len()).map(|place| Subject::Group(GroupId(narrow(place))));
    groups.chain((0..graph.nodes.len()).map(|place| Subject::Node(NodeId(narrow(place)))))
}

fn members(diagram: &Diagram, group: &Name) -> Vec<Subject> {
    let Some(Subject::Group(group)) = group.find(diagram) else { return Vec::new() };
    let graph = &diagram.graph;
    let is_in = |subject: &Subject| match *subject {
        Subject::Node(node) => graph.lies_in(graph.nodes[node.index()].group, group),
        Subject::Group(_) | Subject::Edge(_) => false,
    };
    all(diagram).filter(is_in).collect()
}

fn matching(diagram: &Diagram, text: &str) -> Vec<Subject> {
    let (filter, degrees) = (Filter::new(text), Degrees::new(diagram));
    all(diagram).filter(|subject| filter.holds(diagram, &degrees, *subject)).collect()
}

fn vertices(diagram: &Diagram, web: &Web, name: &Name) -> Vec<usize> {
    name.find(diagram).map_or_else(Vec::new, |subject| web.vertices(&diagram.graph, subject))
}

fn between(diagram: &Diagram, a: &Name, b: &Name) -> Vec<Subject> {
    let web = Web::new(&diagram.graph);
    let (a, b) = (vertices(diagram, &web, a), vertices(diagram, &web, b));
    let n_nodes = diagram.graph.nodes.len();
    let vertex = |end: EndAt| match end {
        EndAt::Node(node) => node.index(),
        EndAt::Group(group) => n_nodes + group.index(),
    };
    let mut found = Vec::new();
    for (place, edge) in diagram.graph.edges.iter().enumerate() {
        let (from, to) = (vertex(edge.from.at), vertex(edge.to.at));
        let joins = |x: &[usize], y: &[usize]| x.contains(&from) && y.contains(&to);
        if joins(&a, &b) || joins(&b, &a) {
            found.push(Subject::Edge(EdgeId(narrow(place))));
            found.extend([web.subject(from), web.subject(to)]);
        }
    }
    found
}

fn path(diagram: &Diagram, a: &Name, b: &Name) -> Vec<Subject> {
    let web = Web::new(&diagram.graph);
    let (a, b) = (vertices(diagram, &web, a), vertices(diagram, &web, b));
    let steps = web.path(&a, &b, 0).unwrap_or_default();
    let both = |(vertex, edge): (usize, Option<EdgeId>)| {
        std::iter::once(web.subject(vertex)).chain(edge.map(Subject::Edge))
    };
    steps.into_iter().flat_map(both).collect()
}

fn reached(diagram: &Diagram, from: &Name, follow: Follow, hops: Option<u8>) -> Vec<Subject> {
    let web = Web::new(&diagram.graph);
    let sources = vertices(diagram, &web, from);
    let distances = web.distances(&sources, follow, hops.map_or(u32::MAX, u32::from));
    let reached = distances.iter().enumerate().filter(|(_, distance)| distance.is_some());
    reached.map(|(vertex, _)| web.subject(vertex)).collect()
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reach =
            |f: &mut fmt::Formatter<'_>, word: &str, name: &Name, hops: &Option<u8>| match hops {
                Some(hops) => write!(f, "{word}({}, {hops})", bare(name)),
                None => write!(f, "{word}({})", bare(name)),
            };
        match self {
            Self::One(name) => f.write_str(&bare(name)),
            Self::In(group) => write!(f, "{group}/*"),
            Self::Where(text) => f.write_str(text),
            Self::Between(a, b) => write!(f, "between({}, {})", bare(a), bare(b)),
            Self::Path(a, b) => write!(f, "path({}, {})", bare(a), bare(b)),
            Self::Up(name, hops) => reach(f, "up", name, hops),
            Self::Down(name, hops) => reach(f, "down", name, hops),
        }
    }
}

/// A name as tours write it: without the quotes that commands want.
fn bare(name: &Name) -> String {
    match name {
        Name::Thing(id) => id.clone(),
        Name::Group(id) => format!("group {id}"),
        Name::Edge(number) => format!("edge {number}"),
    }
}
