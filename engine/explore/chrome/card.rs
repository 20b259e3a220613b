//! What a service tells of itself where it is shown so large that there is room for it.

use super::inspector::order;
use super::titles::{at, title_of};
use crate::diagram::Diagram;
use crate::graph::{End, EndAt, NodeId, Side};

/// A line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardLine {
    /// A sign or a word for what it is.
    pub what: &'static str,
    /// It.
    pub text: String,
}

/// What leads to it, from it, or merely there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    In,
    Out,
    Joined,
}

/// What is told of `node` below its name: its icon, then what its edges lead to, by the side that they are at, what leads to
/// it before what it leads to.
#[must_use]
pub fn card(diagram: &Diagram, node: NodeId) -> Vec<CardLine> {
    let graph = &diagram.graph;
    let icon = graph.nodes[node.index()].icon.clone().map(|text| CardLine { what: "icon", text });
    let mut ways: Vec<(u8, Kind, Option<Side>, String)> = Vec::new();
    let is_here = |end: &End| end.at == EndAt::Node(node);
    for edge in &graph.edges {
        let (here, there) = match (is_here(&edge.from), is_here(&edge.to)) {
            (true, false) => (&edge.from, &edge.to),
            (false, true) => (&edge.to, &edge.from),
            _ => continue,
        };
        let kind = match (here.arrow, there.arrow) {
            (true, false) => Kind::In,
            (false, true) => Kind::Out,
            _ => Kind::Joined,
        };
        let place = here.side.map_or(4, order);
        ways.push((place, kind, here.side, title_of(graph, at(there.at))));
    }
    ways.sort_by_key(|way| (way.1, way.0));
    let mut lines: Vec<CardLine> = icon.into_iter().collect();
    for group in ways.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (_, kind, side, _) = group[0];
        let mut names: Vec<&str> = group.iter().map(|way| way.3.as_str()).collect();
        names.dedup();
        lines.push(CardLine { what: sign(kind, side), text: names.join(", ") });
    }
    lines
}

fn sign(kind: Kind, side: Option<Side>) -> &'static str {
    match (kind, side) {
        (Kind::In, Some(Side::Left)) => "in ←",
        (Kind::In, Some(Side::Right)) => "in →",
        (Kind::In, Some(Side::Top)) => "in ↑",
        (Kind::In, Some(Side::Bottom)) => "in ↓",
        (Kind::In, None) => "in",
        (Kind::Out, Some(Side::Left)) => "out ←",
        (Kind::Out, Some(Side::Right)) => "out →",
        (Kind::Out, Some(Side::Top)) => "out ↑",
        (Kind::Out, Some(Side::Bottom)) => "out ↓",
        (Kind::Out, None) => "out",
        (Kind::Joined, Some(Side::Left)) => "at ←",
        (Kind::Joined, Some(Side::Right)) => "at →",
        (Kind::Joined, Some(Side::Top)) => "at ↑",
        (Kind::Joined, Some(Side::Bottom)) => "at ↓",
        (Kind::Joined, None) => "at",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::Resources;
    use crate::icons::Icons;
    use crate::text::Fonts;

    #[test]
    fn a_card_tells_what_leads_where_by_sides() {
        let text = "architecture-beta
            service a(logos:kong)[Alpha]
            service b(server)[Beta]
            service c(server)[Gamma]
            service d[Delta]
            b:R --> L:a
            c:R --> L:a
            a:R --> L:d
            a:B -- T:b";
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let diagram = Diagram::new(text, &mut resources);
        let check = |node: u32, expected: &[&str]| {
            let lines = card(&diagram, NodeId(node));
            let found: Vec<String> =
                lines.iter().map(|line| format!("{} {}", line.what, line.text)).collect();
            assert_eq!(found, expected);
        };
        check(0, &["icon logos:kong", "in ← Beta, Gamma", "out → Delta", "at ↓ Beta"]);
        check(1, &["icon server", "out → Alpha", "at ↑ Alpha"]);
        check(3, &["in ← Alpha"]);
    }
}
