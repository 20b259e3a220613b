//! The drawing as JSON, for tools that judge or reuse it.
//!
//! Boxes are `x`, `y` (top left), `w`, `h` in world px, y down. A service's box is its tile without the label, which has
//! a box of its own; a junction's is its dot. Sides are `L`, `R`, `T`, `B` as the text asks, `null` where it does not.
//! `expected` counts what the text declares, so that whatever was lost on the way shows.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Diagram;
use crate::graph::{EndAt, Graph, NodeKind, Side};
use crate::icons::{Fit, Resolved};
use crate::layout::Rect;

impl Diagram {
    /// The laid-out drawing; the same diagram gives the same bytes.
    ///
    /// Names are unique over nodes and groups together: a name that is taken gets `~2`, `~3`, … appended.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let names = Names::of(&self.graph);
        json!({
            "nodes": (0..self.graph.nodes.len()).map(|i| self.node_json(i, &names)).collect::<Vec<_>>(),
            "groups": (0..self.graph.groups.len()).map(|i| self.group_json(i, &names)).collect::<Vec<_>>(),
            "edges": (0..self.graph.edges.len()).map(|i| self.edge_json(i, &names)).collect::<Vec<_>>(),
            "expected": self.expected_json(),
        })
    }

    fn node_json(&self, i: usize, names: &Names) -> Value {
        let node = &self.graph.nodes[i];
        let mut out = Map::new();
        out.insert("id".to_owned(), json!(names.nodes[i]));
        extend(&mut out, &self.layout.nodes[i]);
        out.insert("group".to_owned(), json!(node.group.map(|g| &names.groups[g.index()])));
        let kind = match node.kind {
            NodeKind::Service => "service",
            NodeKind::Junction => "junction",
        };
        out.insert("type".to_owned(), json!(kind));
        if let Some(rect) = self.node_label_rect(i) {
            out.insert("label".to_owned(), box_json(&rect));
        }
        icon_json(&mut out, node.icon.as_deref(), self.marks.nodes[i].as_ref());
        Value::Object(out)
    }

    fn group_json(&self, i: usize, names: &Names) -> Value {
        let group = &self.graph.groups[i];
        let mut out = Map::new();
        out.insert("id".to_owned(), json!(names.groups[i]));
        out.insert("parent".to_owned(), json!(group.parent.map(|g| &names.groups[g.index()])));
        extend(&mut out, &self.layout.groups[i]);
        if let Some(rect) = self.group_label_rect(i) {
            out.insert("label".to_owned(), box_json(&rect));
        }
        icon_json(&mut out, group.icon.as_deref(), self.marks.groups[i].as_ref());
        Value::Object(out)
    }

    fn edge_json(&self, i: usize, names: &Names) -> Value {
        let (edge, route) = (&self.graph.edges[i], &self.routes.edges[i]);
        let crosses_border =
            |end: &crate::graph::End| end.border.is_some() || matches!(end.at, EndAt::Group(_));
        let mut out = json!({
            "from": names.of_end(edge.from.at),
            "to": names.of_end(edge.to.at),
            "points": route.points.iter().map(|p| json!([p.x, p.y])).collect::<Vec<_>>(),
            "fromSide": edge.from.side.map(Side::letter),
            "toSide": edge.to.side.map(Side::letter),
            "fromGroup": crosses_border(&edge.from),
            "toGroup": crosses_border(&edge.to),
        });
        if let (Some(rect), Some(text)) = (&route.label, &edge.label) {
            out["label"] = box_json(rect);
            out["label"]["text"] = json!(text);
        }
        out
    }

    fn expected_json(&self) -> Value {
        let [services, junctions, groups, edges] = self.declared();
        json!({"services": services, "junctions": junctions, "groups": groups, "edges": edges})
    }
}

/// What everything is called in the JSON, by its place in the graph.
pub(super) struct Names {
    pub(super) nodes: Vec<String>,
    pub(super) groups: Vec<String>,
}

impl Names {
    pub(super) fn of(graph: &Graph) -> Self {
        let (nodes, groups) = (&graph.nodes, &graph.groups);
        let ids = nodes.iter().map(|n| n.id.as_str()).chain(groups.iter().map(|g| g.id.as_str()));
        let mut nodes_then_groups = unique(ids);
        let groups = nodes_then_groups.split_off(nodes.len());
        Self { nodes: nodes_then_groups, groups }
    }

    pub(super) fn of_end(&self, end: EndAt) -> &str {
        match end {
            EndAt::Node(n) => &self.nodes[n.index()],
            EndAt::Group(g) => &self.groups[g.index()],
        }
    }
}

/// The ids, with a suffix where one is taken.
fn unique<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut free = |id: &str| {
        let mut others = (2_u64..).map(|n| format!("{id}~{n}"));
        let mut name = id.to_owned();
        while !taken.insert(name.clone()) {
            name = others.next().unwrap_or_default();
        }
        name
    };
    ids.map(&mut free).collect()
}

fn extend(out: &mut Map<String, Value>, rect: &Rect) {
    if let Value::Object(sides) = box_json(rect) {
        out.extend(sides);
    }
}

fn box_json(rect: &Rect) -> Value {
    let size = rect.size();
    json!({"x": rect.min.x, "y": rect.min.y, "w": size.x, "h": size.y})
}

fn icon_json(out: &mut Map<String, Value>, asked: Option<&str>, mark: Option<&Resolved>) {
    out.insert("icon".to_owned(), json!(asked));
    if let Some(mark) = mark {
        out.insert("iconMissing".to_owned(), json!(mark.fit == Fit::Missing));
    }
}

#[cfg(test)]
mod tests {
    use super::unique;

    #[test]
    fn names_that_are_taken_get_a_suffix() {
        let check = |ids: &[&str], expected: &[&str]| {
            assert_eq!(unique(ids.iter().copied()), expected);
        };
        check(&[], &[]);
        check(&["a", "b"], &["a", "b"]);
        check(&["a", "a", "b", "a"], &["a", "a~2", "b", "a~3"]);
        check(&["a~2", "a", "a"], &["a~2", "a", "a~3"]);
        check(&["", ""], &["", "~2"]);
    }
}
