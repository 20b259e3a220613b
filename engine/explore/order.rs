//! The order in which a person would read the drawing: row by row, and a group as a whole where it stands.

use kurbo::Rect;

use super::{Subject, hit};
use crate::diagram::Diagram;
use crate::graph::{GroupId, NodeId};

/// All groups, services and junctions of `diagram` in reading order: a group before what is in it, what stands side by side
/// from the left to the right.
#[must_use]
pub fn reading_order(diagram: &Diagram) -> Vec<Subject> {
    let mut inside = contents(diagram);
    let mut order = Vec::with_capacity(diagram.graph.nodes.len() + diagram.graph.groups.len());
    // The last is next; groups may be nested too deeply for a recursion.
    let mut waiting = in_rows(diagram, std::mem::take(&mut inside[0]));
    waiting.reverse();
    while let Some(subject) = waiting.pop() {
        order.push(subject);
        if let Subject::Group(group) = subject {
            let content = std::mem::take(&mut inside[group.index() + 1]);
            waiting.extend(in_rows(diagram, content).into_iter().rev());
        }
    }
    order
}

/// What is directly in the diagram, and then in each group.
fn contents(diagram: &Diagram) -> Vec<Vec<Subject>> {
    let graph = &diagram.graph;
    let mut inside = vec![Vec::new(); graph.groups.len() + 1];
    let place = |group: Option<GroupId>| group.map_or(0, |group| group.index() + 1);
    for (group, id) in graph.groups.iter().zip(0..) {
        inside[place(group.parent)].push(Subject::Group(GroupId(id)));
    }
    for (node, id) in graph.nodes.iter().zip(0..) {
        inside[place(node.group)].push(Subject::Node(NodeId(id)));
    }
    inside
}

/// Row by row: what has its middle above the lower edge of the first of a row belongs to that row.
fn in_rows(diagram: &Diagram, subjects: Vec<Subject>) -> Vec<Subject> {
    let boxed = |subject: Subject| (hit::bounds(diagram, subject), subject);
    let mut boxes: Vec<(Rect, Subject)> = subjects.into_iter().map(boxed).collect();
    boxes.sort_by(|(a, _), (b, _)| a.y0.total_cmp(&b.y0));
    let mut first = 0;
    while first < boxes.len() {
        let lower = boxes[first].0.y1;
        let n = boxes[first..].iter().take_while(|(r, _)| r.center().y < lower).count().max(1);
        boxes[first..first + n].sort_by(|(a, _), (b, _)| a.x0.total_cmp(&b.x0));
        first += n;
    }
    boxes.into_iter().map(|(_, subject)| subject).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::Resources;
    use crate::explore::Name;
    use crate::icons::Icons;
    use crate::text::Fonts;

    #[test]
    fn rows_are_read_from_the_left_and_groups_as_a_whole() {
        let check = |text: &str, expected: &[&str]| {
            let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
            let diagram = Diagram::new(&format!("architecture-beta\n{text}"), &mut resources);
            let order = reading_order(&diagram);
            let names: Vec<_> = order.iter().map(|s| Name::of(*s, &diagram).to_string()).collect();
            assert_eq!(names, expected, "{text}");
        };
        check("", &[]);
        let row = "service c(server)[C]\nservice a(server)[A]\nservice b(server)[B]\n";
        check(&format!("{row}a:R -- L:b\nb:R -- L:c"), &["a", "b", "c"]);
        check(&format!("{row}a:B -- T:b\nb:B -- T:c"), &["a", "b", "c"]);
        let grouped = "group g(cloud)[G]\nservice x(server)[X] in g\nservice y(server)[Y] in g
            service z(server)[Z]\nx:B -- T:y\nx:R -- L:z";
        check(grouped, &["g", "x", "y", "z"]);
    }
}
