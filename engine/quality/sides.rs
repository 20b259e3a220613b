use super::Quality;
use crate::graph::{End, EndAt, Graph, Side};
use crate::layout::{Layout, Rect};

/// Counts the asked sides on which the partner really lies.
pub(super) fn measure(graph: &Graph, layout: &Layout, quality: &mut Quality) {
    let kept = |me: &End, other: &End| {
        let (Some(side), Some(mine), Some(far)) =
            (me.side, box_of(layout, me), box_of(layout, other))
        else {
            return false;
        };
        let off = far.center() - mine.center();
        1.0 < match side {
            Side::Left => -off.x,
            Side::Right => off.x,
            Side::Top => -off.y,
            Side::Bottom => off.y,
        }
    };
    for edge in &graph.edges {
        quality.sides_kept +=
            usize::from(kept(&edge.from, &edge.to)) + usize::from(kept(&edge.to, &edge.from));
    }
}

fn box_of<'a>(layout: &'a Layout, end: &End) -> Option<&'a Rect> {
    match end.at {
        EndAt::Node(node) => layout.nodes.get(node.index()),
        EndAt::Group(group) => layout.groups.get(group.index()),
    }
}
