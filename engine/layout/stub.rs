use super::*;
use crate::graph::GroupId;
pub(super) fn layout(graph: &Graph, sizes: &Sizes, params: &Params) -> Layout {
    let mut out = Layout {
        nodes: vec![Rect::default(); graph.nodes.len()],
        groups: vec![Rect::default(); graph.groups.len()],
        bounds: Rect::default(),
    };
    let size = fill(graph, sizes, params, None, DVec2::ZERO, &mut out);
    out.bounds = Rect::from_min_size(DVec2::ZERO, size);
    out
}
fn fill(
    graph: &Graph,
    sizes: &Sizes,
    p: &Params,
    group: Option<GroupId>,
    at: DVec2,
    out: &mut Layout,
) -> DVec2 {
    let n = graph.nodes.iter().filter(|n| n.group == group).count()
        + graph.groups.iter().filter(|g| g.parent == group).count();
    let columns = (n as f64).sqrt().ceil() as usize;
    let (mut x, mut y, mut row, mut wide, mut k) = (
        0.0_f64,
        0.0_f64,
        0.0_f64,
        sizes.group_titles.get(group.map_or(usize::MAX, |g| g.index())).map_or(0.0, |s| s.x),
        0,
    );
    let origin = if group.is_some() { at + DVec2::new(p.padding, p.padding + p.strip) } else { at };
    let mut place = |s: DVec2| {
        let r = origin + DVec2::new(x, y);
        x += s.x + p.separation;
        row = row.max(s.y);
        wide = wide.max(x - p.separation);
        k += 1;
        if k % columns == 0 {
            x = 0.0;
            y += row + p.separation;
            row = 0.0;
        }
        r
    };
    for (i, g) in graph.groups.iter().enumerate() {
        if g.parent == group {
            let id = GroupId(i as u32);
            let size = fill(graph, sizes, p, Some(id), DVec2::ZERO, out);
            let at = place(size);
            fill(graph, sizes, p, Some(id), at, out);
            out.groups[i] = Rect::from_min_size(at, size);
        }
    }
    for (i, node) in graph.nodes.iter().enumerate() {
        if node.group == group {
            out.nodes[i] = Rect::from_min_size(place(sizes.nodes[i]), sizes.nodes[i]);
        }
    }
    let high = if k % columns.max(1) == 0 { (y - p.separation).max(0.0) } else { y + row };
    let inner = DVec2::new(wide, high);
    if group.is_some() {
        inner + DVec2::new(2.0 * p.padding, 2.0 * p.padding + p.strip)
    } else {
        inner
    }
}
