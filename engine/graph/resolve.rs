use std::collections::BTreeSet;

use super::align::{note_edges_against, resolve_aligns};
use super::names::Names;
use super::nesting::{self, Nesting};
use super::{Edge, End, EndAt, Graph, Group, GroupBorder, GroupId, Node, NodeId, NodeKind};
use crate::syntax::{Diagnostic, Document, EndRef, Span, Spanned, Statement, excerpt};

/// Resolves `document`; contradictions are told by the diagnostics and never make the graph inconsistent.
///
/// - Of two groups, or two nodes, of one name the first counts and the later is left out. A group and a node of one name
///   are both kept; the later one gets a new id (`x-2`).
/// - A parent that is unknown, no group, or part of a cycle puts the member at the root.
/// - An edge with an end that is unknown is left out. A `{group}` that crosses no border has no effect.
/// - An `align` that contradicts an earlier one is left out; members that are unknown or listed twice are.
#[must_use]
pub fn resolve(document: &Document) -> (Graph, Vec<Diagnostic>) {
    let mut resolver = Resolver::default();
    let parents = resolver.declare(document);
    resolver.nest(&parents);
    resolver.note_unused_groups(&parents);
    let nesting = Nesting::new(&resolver.graph.groups);
    resolver.join(document, &nesting);
    let Resolver { mut graph, mut diagnostics, mut names, .. } = resolver;
    graph.aligns = resolve_aligns(document, &mut names, &mut diagnostics);
    note_edges_against(&graph, &mut diagnostics);
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    graph.title = text(&document.title).filter(|title| !title.is_empty());
    graph.acc_title = text(&document.acc_title);
    graph.acc_descr = text(&document.acc_descr);
    graph.direction = document.direction.as_ref().map(|direction| direction.value);
    graph.hints = document.config.elk.clone();
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    (graph, diagnostics)
}

#[derive(Default)]
struct Resolver<'d> {
    graph: Graph,
    names: Names<'d>,
    diagnostics: Vec<Diagnostic>,
    /// All ids of the text and those that were made up; filled when the first has to be made up.
    taken: BTreeSet<String>,
}

/// What `in` says about one group or node.
struct Parent<'d> {
    child: EndAt,
    name: &'d Spanned<String>,
}

/// The parts that all declarations have.
struct Declaration<'d> {
    id: &'d Spanned<String>,
    title: Option<&'d Spanned<String>>,
    icon: Option<&'d Spanned<String>>,
    icon_text: Option<&'d Spanned<String>>,
    parent: Option<&'d Spanned<String>>,
    border: Option<&'d GroupBorder>,
    /// `None` is a group.
    kind: Option<NodeKind>,
    span: Span,
}

impl<'d> Resolver<'d> {
    /// Enters every group and node, without parents.
    fn declare(&mut self, document: &'d Document) -> Vec<Parent<'d>> {
        let mut parents = Vec::new();
        for declaration in document.statements.iter().filter_map(declaration) {
            let Some(child) = self.enter(&declaration, document) else { continue };
            parents.extend(declaration.parent.map(|name| Parent { child, name }));
        }
        parents
    }

    /// Enters one group or node; `None` if its name is taken by another of its kind.
    fn enter(&mut self, declaration: &Declaration<'d>, document: &'d Document) -> Option<EndAt> {
        let name = declaration.id.value.as_str();
        let id = self.free_id(declaration, document)?;
        let text = |value: Option<&Spanned<String>>| value.map(|value| value.value.clone());
        let (title, icon, span) =
            (text(declaration.title), text(declaration.icon), declaration.span);
        let Some(kind) = declaration.kind else {
            let group = nesting::id(self.graph.groups.len());
            self.graph.groups.push(Group { id, title, icon, parent: None, span });
            if let Some(border) = declaration.border {
                self.graph.borders.insert(group, border.clone());
            }
            self.names.groups.insert(name, group);
            return Some(EndAt::Group(group));
        };
        let node = NodeId(narrow(self.graph.nodes.len()));
        let icon_text = text(declaration.icon_text);
        self.graph.nodes.push(Node { id, kind, title, icon, icon_text, group: None, span });
        self.names.nodes.insert(name, node);
        Some(EndAt::Node(node))
    }

    /// The id under which a declaration is entered; a name that is taken is told.
    fn free_id(&mut self, declaration: &Declaration<'d>, document: &'d Document) -> Option<String> {
        let name = declaration.id.value.as_str();
        if !self.names.contains(name) {
            return Some(name.to_owned());
        }
        let shown = excerpt(name);
        let message = format!("the id `{shown}` is already in use");
        let error = Diagnostic::error("duplicate-id", declaration.id.span, message);
        let is_taken_by_kind = match declaration.kind {
            None => self.names.groups.contains_key(name),
            Some(_) => self.names.nodes.contains_key(name),
        };
        if is_taken_by_kind {
            self.diagnostics.push(error.hint("give it another id; this declaration is left out"));
            return None;
        }
        let id = self.made_up_id(name, document);
        self.diagnostics
            .push(error.hint(format!("give one of them another id, such as `{}`", excerpt(&id))));
        Some(id)
    }

    /// An id like `name` that is free.
    fn made_up_id(&mut self, name: &str, document: &'d Document) -> String {
        if self.taken.is_empty() {
            let declared = document.statements.iter().filter_map(declaration);
            self.taken = declared.map(|declaration| declaration.id.value.clone()).collect();
        }
        let mut n = 2;
        loop {
            let id = format!("{name}-{n}");
            if self.taken.insert(id.clone()) {
                return id;
            }
            n += 1;
        }
    }

    /// Puts every group and node into its group.
    fn nest(&mut self, parents: &[Parent<'d>]) {
        let mut span_of_parent = vec![Span::default(); self.graph.groups.len()];
        for &Parent { child, name } in parents {
            let Some(parent) = self.parent(name, child) else { continue };
            match child {
                EndAt::Node(node) => self.graph.nodes[node.index()].group = Some(parent),
                EndAt::Group(group) => {
                    self.graph.groups[group.index()].parent = Some(parent);
                    span_of_parent[group.index()] = name.span;
                }
            }
        }
        for group in nesting::cut_cycles(&mut self.graph.groups) {
            let id = excerpt(&self.graph.groups[group.index()].id);
            let message = format!("the group `{id}` lies in itself");
            let error = Diagnostic::error("parent-cycle", span_of_parent[group.index()], message);
            self.diagnostics.push(error.hint("it is put at the root; mend `in`"));
        }
    }

    /// Tells if there are groups and nodes, but nobody has written `in`.
    fn note_unused_groups(&mut self, parents: &[Parent<'d>]) {
        let is_child_node = |parent: &Parent<'_>| matches!(parent.child, EndAt::Node(_));
        if self.graph.nodes.is_empty() || parents.iter().any(is_child_node) {
            return;
        }
        let Some(group) = self.graph.groups.first() else { return };
        let message = "no service and no junction lies in a group";
        let hint = format!(
            "indentation means nothing: write `in {}` after each member",
            excerpt(&group.id)
        );
        let warning = Diagnostic::warning("groups-without-members", group.span, message);
        self.diagnostics.push(warning.hint(hint));
    }

    /// The group that `name` means as the parent of `child`.
    fn parent(&mut self, name: &Spanned<String>, child: EndAt) -> Option<GroupId> {
        let shown = excerpt(&name.value);
        let Some(&parent) = self.names.groups.get(name.value.as_str()) else {
            let (code, message, hint) = if self.names.nodes.contains_key(name.value.as_str()) {
                let hint = format!("only groups have members: leave out `in {shown}`");
                ("parent-no-group", format!("`{shown}` is no group"), Some(hint))
            } else {
                let hint = self.names.guess_group(&name.value);
                ("unknown-parent", format!("there is no group `{shown}`"), hint)
            };
            let hint = hint.or_else(|| Some(format!("declare it: `group {shown}[Title]`")));
            self.diagnostics.push(Diagnostic::error(code, name.span, message).maybe_hint(hint));
            return None;
        };
        if let EndAt::Group(group) = child
            && parent > group
        {
            let message =
                format!("the group `{shown}` is declared below; Mermaid 12.3 refuses this");
            let note = Diagnostic::note("portable-parent-order", name.span, message);
            self.diagnostics.push(note.hint(format!("move `group {shown}` up")));
        }
        Some(parent)
    }

    /// Enters every edge.
    fn join(&mut self, document: &Document, nesting: &Nesting) {
        let mut pairs = BTreeSet::new();
        for statement in &document.statements {
            let Statement::Edge(edge) = statement else { continue };
            let (from, to) = (self.end(&edge.from), self.end(&edge.to));
            let (Some(mut from), Some(mut to)) = (from, to) else { continue };
            self.mark_borders(edge, &mut from, &mut to, nesting);
            if from.at == to.at {
                let message =
                    "an edge from a thing to itself; Mermaid 12.3 draws it as a stroke through it";
                let note = Diagnostic::note("portable-self-edge", edge.span, message);
                self.diagnostics.push(note.hint("for Mermaid leave it out"));
            }
            if !pairs.insert((from.at, to.at)) {
                let message = "another edge joins the same two; Mermaid 12.3 crashes on this";
                let note = Diagnostic::note("portable-parallel-edge", edge.span, message);
                self.diagnostics.push(note.hint(
                    "for Mermaid turn one of them round (`b:L <-- R:a`), or make one edge of them",
                ));
            } else {
                self.note_edge_id(edge);
            }
            let label = edge.label.as_ref().map(|label| label.value.clone());
            let label = label.filter(|label| !label.is_empty());
            self.graph.edges.push(Edge { from, to, label, span: edge.span });
        }
    }

    /// Tells if Mermaid's name for the edge is also one of the text's.
    fn note_edge_id(&mut self, edge: &crate::syntax::Edge) {
        let (from, to) = (&edge.from.id.value, &edge.to.id.value);
        let id = format!("{from}-{to}");
        if self.names.contains(&id) {
            let message =
                format!("Mermaid 12.3 crashes here because `{}` is an id too", excerpt(&id));
            let note = Diagnostic::note("portable-edge-id", edge.span, message);
            self.diagnostics.push(note.hint("for Mermaid give it another id"));
        }
    }

    fn end(&mut self, end: &EndRef) -> Option<End> {
        let name = end.id.value.as_str();
        let shown = excerpt(name);
        let Some(at) = self.names.end(name) else {
            let hint = self.names.guess_end(name);
            let hint = hint.unwrap_or_else(|| format!("declare it: `service {shown}[Title]`"));
            let message = format!("there is no service, junction or group `{shown}`");
            let error = Diagnostic::error("unknown-id", end.id.span, message);
            self.diagnostics.push(error.hint(hint));
            return None;
        };
        if let EndAt::Group(_) = at {
            let message =
                format!("the edge ends at the group `{shown}`; Mermaid 12.3 crashes on this");
            let note = Diagnostic::note("portable-group-end", end.id.span, message);
            self.diagnostics.push(note.hint("for Mermaid name a member: `member{group}`"));
        }
        let side = end.side.as_ref().map(|side| side.value);
        Some(End { at, side, arrow: end.arrow, border: None })
    }

    /// Lets the ends that are marked `{group}` end at their group's border, where the edge crosses it.
    fn mark_borders(
        &mut self,
        edge: &crate::syntax::Edge,
        from: &mut End,
        to: &mut End,
        nesting: &Nesting,
    ) {
        let groups = (self.group_of(from.at), self.group_of(to.at));
        for (end, said, own, other) in
            [(from, &edge.from, groups.0, groups.1), (to, &edge.to, groups.1, groups.0)]
        {
            let Some(mark) = &said.group else { continue };
            if let EndAt::Group(_) = end.at {
                let message = format!(
                    "`{}` is a group: the edge ends at its border anyway",
                    excerpt(&said.id.value)
                );
                let warning = Diagnostic::warning("group-mark-on-group", mark.span, message);
                self.diagnostics.push(warning.hint("leave out `{group}`"));
                continue;
            }
            if let Some(name) = &mark.name {
                end.border = self.named_border(name, own, other, nesting);
                continue;
            }
            let mark = mark.span;
            let Some(own) = own else {
                let message = format!("`{}` lies in no group", excerpt(&said.id.value));
                let warning = Diagnostic::warning("group-mark-without-group", mark, message);
                self.diagnostics.push(warning.hint("leave out `{group}`"));
                continue;
            };
            let finding = match other {
                Some(other) if other == own => Diagnostic::error(
                    "group-mark-same-group",
                    mark,
                    "both ends lie in the same group, so the edge crosses no border",
                ),
                Some(other) if nesting.encloses(own, other) => Diagnostic::warning(
                    "group-mark-encloses",
                    mark,
                    "the other end lies in this group too, so the edge does not cross its border",
                ),
                _ => {
                    end.border = Some(own);
                    continue;
                }
            };
            self.diagnostics.push(finding.hint("leave out `{group}`"));
        }
    }

    /// The group `name` for an edge that ends at its border, if it holds the group `own` of this end and not that of the
    /// other.
    fn named_border(
        &mut self,
        name: &Spanned<String>,
        own: Option<GroupId>,
        other: Option<GroupId>,
        nesting: &Nesting,
    ) -> Option<GroupId> {
        let shown = excerpt(&name.value);
        let Some(border) = self.names.group(&name.value) else {
            let hint = self.names.guess_group(&name.value);
            let error =
                Diagnostic::error("unknown-id", name.span, format!("there is no group `{shown}`"));
            self.diagnostics.push(error.maybe_hint(hint));
            return None;
        };
        let holds = |group: Option<GroupId>| group.is_some_and(|g| nesting.encloses(border, g));
        let (code, message) = if !holds(own) {
            ("group-mark-elsewhere", format!("this end does not lie in the group `{shown}`"))
        } else if holds(other) {
            let message = format!(
                "the other end lies in `{shown}` too, so the edge does not cross its border"
            );
            ("group-mark-encloses", message)
        } else {
            return Some(border);
        };
        let warning = Diagnostic::warning(code, name.span, message);
        self.diagnostics.push(warning.hint("name a group that holds this end alone"));
        None
    }

    /// The group that an edge end lies in; a group lies in itself.
    fn group_of(&self, at: EndAt) -> Option<GroupId> {
        match at {
            EndAt::Node(node) => self.graph.nodes[node.index()].group,
            EndAt::Group(group) => Some(group),
        }
    }
}

fn declaration(statement: &Statement) -> Option<Declaration<'_>> {
    Some(match statement {
        Statement::Group(group) => Declaration {
            id: &group.id,
            title: group.title.as_ref(),
            icon: group.icon.as_ref(),
            icon_text: None,
            parent: group.parent.as_ref(),
            border: group.border.as_ref(),
            kind: None,
            span: group.span,
        },
        Statement::Service(service) => Declaration {
            id: &service.id,
            title: service.title.as_ref(),
            icon: service.icon.as_ref(),
            icon_text: service.icon_text.as_ref(),
            parent: service.parent.as_ref(),
            border: None,
            kind: Some(NodeKind::Service),
            span: service.span,
        },
        Statement::Junction(junction) => Declaration {
            id: &junction.id,
            title: None,
            icon: None,
            icon_text: None,
            parent: junction.parent.as_ref(),
            border: None,
            kind: Some(NodeKind::Junction),
            span: junction.span,
        },
        Statement::Edge(_) | Statement::Align(_) => return None,
    })
}

/// A place in a table as the 32 bits that ids have.
pub(crate) fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a text with 2^32 declarations does not fit into memory")
}
