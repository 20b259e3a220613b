//! Rows and columns: which of them can hold together.
//!
//! A row gives its members one y and strictly growing x, a column the other way round. So each axis has classes of equal
//! members (of columns for x, of rows for y) and an order between classes (of rows for x, of columns for y). The aligns
//! contradict each other if and only if the order of an axis has a cycle.

use std::collections::BTreeMap;

use super::names::Names;
use super::{Align, Edge, EndAt, Graph, NodeId, Side};
use crate::syntax::{self, AlignAxis, Diagnostic, Document, Spanned, Statement, excerpt};

/// After so many contradictions the rest is left out unchecked, because each takes several looks at all aligns.
const MOST_CONTRADICTIONS: usize = 30;

/// The aligns of `document` that hold together; the rest is told.
pub(super) fn resolve_aligns(
    document: &Document,
    names: &mut Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Align> {
    let mut aligns = Vec::new();
    for statement in &document.statements {
        let Statement::Align(align) = statement else { continue };
        let nodes = members(align, names, diagnostics);
        if nodes.len() >= 2 {
            aligns.push(Align { axis: align.axis, nodes, span: align.span });
        }
    }
    let (kept, left_out) = without_contradictions(aligns);
    for align in left_out {
        let message = "this `align` contradicts an earlier one and is left out";
        let error = Diagnostic::error("align-contradiction", align.span, message);
        diagnostics
            .push(error.hint("a row orders its members left to right, a column top to bottom"));
    }
    kept
}

/// Tells of edges whose sides ask for another order than the row or column that both their ends stand in.
///
/// Of several aligns that a node is in, the first of each axis counts.
pub(super) fn note_edges_against(graph: &Graph, diagnostics: &mut Vec<Diagnostic>) {
    let mut places = BTreeMap::new();
    for (align_idx, align) in graph.aligns.iter().enumerate() {
        for (place, &node) in align.nodes.iter().enumerate() {
            places.entry((node, align.axis == AlignAxis::Row)).or_insert((align_idx, place));
        }
    }
    if places.is_empty() {
        return;
    }
    for edge in &graph.edges {
        let (EndAt::Node(from), EndAt::Node(to)) = (edge.from.at, edge.to.at) else { continue };
        for is_row in [true, false] {
            let ends = (places.get(&(from, is_row)), places.get(&(to, is_row)));
            let (Some(&(align, before)), Some(&(other, after))) = ends else { continue };
            let (first, last) =
                if is_row { (Side::Left, Side::Right) } else { (Side::Top, Side::Bottom) };
            let onward = if before < after { [last, first] } else { [first, last] };
            if align == other && asks_for_another_order(edge, onward) {
                let message = "the sides of this edge contradict the `align` of its ends; Mermaid 12.3 mostly fails on this";
                let note = Diagnostic::note("portable-align", edge.span, message);
                diagnostics.push(note.hint("turn the sides round, or the order of the members"));
            }
        }
    }
}

/// Whether an edge between members of a row or column leaves backwards, or across; `onward` has the sides it should ask
/// for.
fn asks_for_another_order(edge: &Edge, onward: [Side; 2]) -> bool {
    let (Some(from), Some(to)) = (edge.from.side, edge.to.side) else { return false };
    let is_across = |side| !onward.contains(&side);
    [to, from] == onward || (is_across(from) && is_across(to) && from != to)
}

/// The aligns that hold together with all earlier ones that do, and the others.
///
/// Looks for the first that does not in steps that double, then halves the step.
fn without_contradictions(mut rest: Vec<Align>) -> (Vec<Align>, Vec<Align>) {
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    while !rest.is_empty() && left_out.len() < MOST_CONTRADICTIONS {
        let n_good = longest_prefix(&mut kept, &rest);
        let mut others = rest.split_off(n_good);
        kept.append(&mut rest);
        if !others.is_empty() {
            left_out.push(others.remove(0));
        }
        rest = others;
    }
    left_out.append(&mut rest);
    (kept, left_out)
}

/// How many of `rest`, from the first, hold together with `kept`, which is the same afterwards.
fn longest_prefix(kept: &mut Vec<Align>, rest: &[Align]) -> usize {
    let n_kept = kept.len();
    let mut holds = |n: usize| {
        kept.extend_from_slice(&rest[..n]);
        let holds = hold_together(kept);
        kept.truncate(n_kept);
        holds
    };
    if holds(rest.len()) {
        return rest.len();
    }
    let (mut good, mut bad) = (0, 1);
    while bad < rest.len() && holds(bad) {
        (good, bad) = (bad, (2 * bad).min(rest.len()));
    }
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if holds(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}

/// The nodes that an align names, each once.
fn members(
    align: &syntax::Align,
    names: &mut Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for member in &align.members {
        match names.nodes.get(member.value.as_str()) {
            Some(&node) if seen.insert(node) => nodes.push(node),
            Some(_) => {
                let message = format!("`{}` stands here again", excerpt(&member.value));
                let error = Diagnostic::error("align-duplicate", member.span, message);
                diagnostics.push(error.hint("name each member once"));
            }
            None => diagnostics.push(unknown_member(member, names)),
        }
    }
    nodes
}

fn unknown_member(member: &Spanned<String>, names: &mut Names<'_>) -> Diagnostic {
    let shown = excerpt(&member.value);
    if names.groups.contains_key(member.value.as_str()) {
        let message = format!("`{shown}` is a group; only services and junctions can be aligned");
        return Diagnostic::error("align-group", member.span, message).hint("name its members");
    }
    let message = format!("there is no service or junction `{shown}`");
    let hint = names.guess_node(&member.value);
    let hint = hint.unwrap_or_else(|| format!("declare it: `service {shown}[Title]`"));
    Diagnostic::error("unknown-id", member.span, message).hint(hint)
}

fn hold_together(aligns: &[Align]) -> bool {
    order_exists(aligns, AlignAxis::Row) && order_exists(aligns, AlignAxis::Column)
}

/// Whether the members of all aligns along `axis` can be ordered when those of every other align are equal.
fn order_exists(aligns: &[Align], axis: AlignAxis) -> bool {
    let mut classes = Classes::default();
    for align in aligns {
        let members: Vec<usize> = align.nodes.iter().map(|&node| classes.member(node)).collect();
        if align.axis != axis {
            for pair in members.windows(2) {
                classes.unite(pair[0], pair[1]);
            }
        }
    }
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); classes.leader.len()];
    let mut n_before = vec![0_usize; classes.leader.len()];
    for align in aligns.iter().filter(|align| align.axis == axis) {
        for pair in align.nodes.windows(2) {
            let (a, b) = (classes.class(pair[0]), classes.class(pair[1]));
            after[a].push(b);
            n_before[b] += 1;
        }
    }
    // Kahn 1962: take away what has nothing before it; what stays lies on or behind a cycle.
    let mut open: Vec<usize> = (0..n_before.len()).filter(|&class| n_before[class] == 0).collect();
    let mut n_taken = 0;
    while let Some(class) = open.pop() {
        n_taken += 1;
        for &next in &after[class] {
            n_before[next] -= 1;
            if n_before[next] == 0 {
                open.push(next);
            }
        }
    }
    n_taken == n_before.len()
}

/// Members that must be equal, as a forest whose roots stand for the classes.
#[derive(Default)]
struct Classes {
    index: BTreeMap<NodeId, usize>,
    leader: Vec<usize>,
}

impl Classes {
    fn member(&mut self, node: NodeId) -> usize {
        let next = self.leader.len();
        let index = *self.index.entry(node).or_insert(next);
        if index == next {
            self.leader.push(next);
        }
        index
    }

    fn class(&mut self, node: NodeId) -> usize {
        let member = self.member(node);
        self.find(member)
    }

    fn find(&mut self, mut member: usize) -> usize {
        while self.leader[member] != member {
            // Halves the path on the way, which keeps every later search short.
            self.leader[member] = self.leader[self.leader[member]];
            member = self.leader[member];
        }
        member
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.leader[b.max(a)] = a.min(b);
    }
}
