//! What a screen reader is told: the diagram as a tree of named things, as plain data, and its way to AccessKit.
//!
//! Nothing of it is made until a screen reader asks.

use std::collections::{BTreeMap, BTreeSet};

use accesskit::{Action, ActionRequest, Live, Node, NodeId, Role, TreeId, TreeInfo, TreeUpdate};

use crate::diagram::Diagram;
use crate::explore::{self, Name, Search, Subject, Way, reading_order};
use crate::graph::{End, EndAt, Graph, NodeKind, Side};

/// The diagram and what is done with it, as a screen reader tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// What the diagram is called.
    pub(super) name: String,
    /// What it is about.
    pub(super) description: Option<String>,
    /// A group before what is in it.
    pub(super) items: Vec<Item>,
    /// The item that the keyboard acts on.
    pub(super) focus: Option<u64>,
    /// What has just come to pass.
    pub(super) news: String,
}

/// A thing in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: u64,
    /// The item round it; `None` for the diagram.
    pub(super) parent: Option<u64>,
    pub(super) is_group: bool,
    pub(super) says: String,
    pub(super) is_selected: bool,
}

/// The ids of the tree's own parts; those of things begin above them.
const ROOT: NodeId = NodeId(0);
const NEWS: NodeId = NodeId(1);

impl Tree {
    /// The tree of `diagram`, with what is selected and searched for.
    pub(super) fn new(diagram: &Diagram, selection: &[Subject], search: Option<&Search>) -> Self {
        let graph = &diagram.graph;
        let name = graph.acc_title.as_ref().or(graph.title.as_ref());
        let order = reading_order(diagram);
        let joined = joined(graph);
        let is_seen = |subject: &Subject| match *subject {
            Subject::Node(node) => diagram.fold.hides_node(node).is_none(),
            Subject::Group(group) => diagram.fold.hides_group(group).is_none(),
            Subject::Edge(_) => true,
        };
        let item = |subject: Subject, parent: Option<u64>, says: String| Item {
            id: id(subject),
            parent,
            is_group: matches!(subject, Subject::Group(_)),
            says,
            is_selected: selection.contains(&subject),
        };
        let things = order.into_iter().filter(is_seen).map(|subject| {
            let round = match subject {
                Subject::Node(node) => graph.nodes[node.index()].group,
                Subject::Group(group) => graph.groups[group.index()].parent,
                Subject::Edge(_) => None,
            };
            item(
                subject,
                round.map(|group| id(Subject::Group(group))),
                says(graph, &joined, subject),
            )
        });
        let edges = graph.edges.iter().zip(0..).map(|(edge, number)| {
            let (from, to) = (title(graph, edge.from.at), title(graph, edge.to.at));
            let label = edge.label.as_ref().map(|label| format!(", {label}")).unwrap_or_default();
            let joins = if edge.from.arrow && !edge.to.arrow {
                format!("edge from {to} to {from}")
            } else if edge.to.arrow && !edge.from.arrow {
                format!("edge from {from} to {to}")
            } else {
                format!("edge between {from} and {to}")
            };
            item(Subject::Edge(crate::graph::EdgeId(number)), None, joins + &label)
        });
        Self {
            name: name.cloned().unwrap_or_else(|| "Diagram".to_owned()),
            description: graph.acc_descr.clone(),
            items: things.chain(edges).collect(),
            focus: selection.last().map(|subject| id(*subject)),
            news: search.map(news).unwrap_or_default(),
        }
    }

    /// All of it for AccessKit.
    pub(super) fn update(&self) -> TreeUpdate {
        let mut children: BTreeMap<Option<u64>, Vec<NodeId>> = BTreeMap::new();
        for item in &self.items {
            children.entry(item.parent).or_default().push(NodeId(item.id));
        }
        let known: BTreeSet<u64> = self.items.iter().map(|item| item.id).collect();
        let mut root = Node::new(Role::Application);
        root.set_label(self.name.clone());
        if let Some(description) = &self.description {
            root.set_description(description.clone());
        }
        let mut outermost = children.remove(&None).unwrap_or_default();
        outermost.push(NEWS);
        root.set_children(outermost);
        let mut news = Node::new(Role::Status);
        news.set_live(Live::Polite);
        news.set_value(self.news.clone());
        let mut nodes = vec![(ROOT, root), (NEWS, news)];
        nodes.extend(self.items.iter().map(|item| {
            let mut node = Node::new(if item.is_group { Role::Group } else { Role::ListItem });
            node.set_label(item.says.clone());
            node.set_selected(item.is_selected);
            node.add_action(Action::Focus);
            node.add_action(Action::Click);
            node.set_children(children.remove(&Some(item.id)).unwrap_or_default());
            (NodeId(item.id), node)
        }));
        let focus = self.focus.filter(|focus| known.contains(focus)).map_or(ROOT, NodeId);
        TreeUpdate { nodes, tree: Some(TreeInfo::new(ROOT)), tree_id: TreeId::ROOT, focus }
    }
}

/// The command that a screen reader's `request` comes to.
pub(super) fn command(request: &ActionRequest, diagram: &Diagram) -> Option<explore::Command> {
    if !matches!(request.action, Action::Focus | Action::Click) {
        return None;
    }
    let subject = subject(request.target_node.0, &diagram.graph)?;
    Some(explore::Command::Select(vec![Name::of(subject, diagram)]))
}

/// Nodes, groups and edges are told apart by what is left of a third.
fn id(subject: Subject) -> u64 {
    2 + match subject {
        Subject::Node(node) => 3 * u64::from(node.0),
        Subject::Group(group) => 3 * u64::from(group.0) + 1,
        Subject::Edge(edge) => 3 * u64::from(edge.0) + 2,
    }
}

fn subject(id: u64, graph: &Graph) -> Option<Subject> {
    let (number, kind) = (id.checked_sub(2)? / 3, (id - 2) % 3);
    let number = u32::try_from(number).ok()?;
    let (subject, n) = match kind {
        0 => (Subject::Node(crate::graph::NodeId(number)), graph.nodes.len()),
        1 => (Subject::Group(crate::graph::GroupId(number)), graph.groups.len()),
        _ => (Subject::Edge(crate::graph::EdgeId(number)), graph.edges.len()),
    };
    ((number as usize) < n).then_some(subject)
}

/// The ends on the other side of the edges of each node and group, and the side they leave on.
type Joined = BTreeMap<EndAt, Vec<Joint>>;

/// An edge at one end: whether it comes in there, on which side it was asked to, and its other end.
type Joint = (bool, Option<Way>, EndAt);

fn joined(graph: &Graph) -> Joined {
    let mut joined = Joined::new();
    for edge in &graph.edges {
        for (near, far) in [(edge.from, edge.to), (edge.to, edge.from)] {
            // In where the arrow points here, or would not point anywhere else.
            let is_in = near.arrow && !far.arrow;
            joined.entry(near.at).or_default().push((is_in, way(&near), far.at));
        }
    }
    joined
}

fn way(end: &End) -> Option<Way> {
    end.side.map(|side| match side {
        Side::Left => Way::Left,
        Side::Right => Way::Right,
        Side::Top => Way::Up,
        Side::Bottom => Way::Down,
    })
}

/// `Kong Gateway, service in API Gateway; in from React SPA, Cert Manager; out right to gatewayHub junction`.
fn says(graph: &Graph, joined: &Joined, subject: Subject) -> String {
    let (at, kind, round) = match subject {
        Subject::Node(node) => {
            let of = &graph.nodes[node.index()];
            let kind = match of.kind {
                NodeKind::Service => "service",
                NodeKind::Junction => "junction",
            };
            (EndAt::Node(node), kind, of.group)
        }
        Subject::Group(group) => (EndAt::Group(group), "group", graph.groups[group.index()].parent),
        Subject::Edge(_) => return String::new(),
    };
    let round = round.map(|group| format!(" in {}", title(graph, EndAt::Group(group))));
    let mut says = format!("{}, {kind}{}", title(graph, at), round.unwrap_or_default());
    let ends = joined.get(&at).map_or(&[][..], Vec::as_slice);
    let names = |wanted: &dyn Fn(&Joint) -> bool| {
        let ends = ends.iter().filter(|end| wanted(end));
        ends.map(|(_, _, at)| told(graph, *at)).collect::<Vec<_>>().join(", ")
    };
    let incoming = names(&|(is_in, _, _)| *is_in);
    if !incoming.is_empty() {
        says += &format!("; in from {incoming}");
    }
    let ways = [Some(Way::Left), Some(Way::Right), Some(Way::Up), Some(Way::Down), None];
    for way in ways {
        let outgoing = names(&|(is_in, side, _)| !*is_in && *side == way);
        if !outgoing.is_empty() {
            let way = way.map(|way| format!(" {way}")).unwrap_or_default();
            says += &format!("; out{way} to {outgoing}");
        }
    }
    says
}

fn told(graph: &Graph, at: EndAt) -> String {
    let is_junction = matches!(at, EndAt::Node(node)
        if graph.nodes[node.index()].kind == NodeKind::Junction);
    title(graph, at) + if is_junction { " junction" } else { "" }
}

fn title(graph: &Graph, at: EndAt) -> String {
    let (title, id) = match at {
        EndAt::Node(node) => (&graph.nodes[node.index()].title, &graph.nodes[node.index()].id),
        EndAt::Group(group) => {
            (&graph.groups[group.index()].title, &graph.groups[group.index()].id)
        }
    };
    title.as_ref().unwrap_or(id).clone()
}

fn news(search: &Search) -> String {
    let chosen = search.hits.get(search.chosen);
    match (search.text.trim().is_empty(), search.hits.len(), chosen) {
        (true, _, _) => String::new(),
        (false, 0, _) => "nothing found".to_owned(),
        (false, n, Some(hit)) => format!("{} of {n} found: {}", search.chosen + 1, hit.title),
        (false, n, None) => format!("{n} found"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::Resources;
    use crate::explore::{Command, State, update};
    use crate::icons::Icons;
    use crate::text::Fonts;

    const TEXT: &str = "architecture-beta
        accTitle: Shop
        accDescr: How a shop is built
        group api(cloud)[API Gateway]
        service kong(server)[Kong Gateway] in api
        service spa(server)[React SPA]
        junction hub
        spa:R --> L:kong
        kong:R --> L:hub
        kong:B -- T:hub
    ";

    fn diagram() -> Diagram {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        Diagram::new(TEXT, &mut resources)
    }

    fn find(diagram: &Diagram, name: &str) -> Subject {
        Name::Thing(name.to_owned()).find(diagram).unwrap()
    }

    #[test]
    fn things_say_what_they_are_where_they_are_and_what_they_are_joined_to() {
        let diagram = diagram();
        let kong = find(&diagram, "kong");
        let tree = Tree::new(&diagram, &[kong], None);
        assert_eq!((tree.name.as_str(), tree.focus), ("Shop", Some(id(kong))));
        assert_eq!(tree.description.as_deref(), Some("How a shop is built"));
        let says: Vec<&str> = tree.items.iter().map(|item| item.says.as_str()).collect();
        for expected in [
            "API Gateway, group",
            "Kong Gateway, service in API Gateway; in from React SPA; out right to hub junction; out down to hub junction",
            "React SPA, service; out right to Kong Gateway",
            "hub, junction; in from Kong Gateway; out up to Kong Gateway",
            "edge from React SPA to Kong Gateway",
            "edge between Kong Gateway and hub",
        ] {
            assert!(says.contains(&expected), "{expected}: {says:#?}");
        }
        assert_eq!(says.len(), 4 + 3);
        let of_kong = tree.items.iter().find(|item| item.id == id(kong)).unwrap();
        assert_eq!(of_kong.parent, Some(id(find(&diagram, "api"))));
        assert!(of_kong.is_selected);
    }

    #[test]
    fn everything_is_in_the_update_once_and_selected_by_its_action() {
        let diagram = diagram();
        let kong = find(&diagram, "kong");
        let update = Tree::new(&diagram, &[kong], None).update();
        let mut children: Vec<NodeId> =
            update.nodes.iter().flat_map(|(_, node)| node.children().to_vec()).collect();
        children.sort();
        let mut all: Vec<NodeId> = update.nodes.iter().map(|(id, _)| *id).collect();
        all.sort();
        assert_eq!([vec![ROOT], children].concat(), all);
        assert_eq!(update.focus, NodeId(id(kong)));
        let check = |action: Action, target: u64, expected: Option<&str>| {
            let (target_tree, target_node) = (TreeId::ROOT, NodeId(target));
            let request = ActionRequest { action, target_tree, target_node, data: None };
            let found = command(&request, &diagram).map(|command| command.to_string());
            assert_eq!(found.as_deref(), expected);
        };
        check(Action::Click, id(kong), Some("select kong"));
        check(Action::Focus, id(find(&diagram, "api")), Some("select api"));
        check(Action::Blur, id(kong), None);
        check(Action::Click, 0, None);
        check(Action::Click, 999, None);
    }

    #[test]
    fn a_search_tells_how_much_is_found() {
        let diagram = diagram();
        let check = |text: &str, expected: &str| {
            let mut state = State::default();
            let search: Command = format!("search {text}").parse().unwrap();
            update(&mut state, &search, Some(&diagram), 0.0);
            let tree = Tree::new(&diagram, &[], state.search.as_ref());
            assert_eq!(tree.news, expected, "{text}");
        };
        check("", "");
        check("kong", "1 of 1 found: Kong Gateway");
        check("zzzz", "nothing found");
    }
}
