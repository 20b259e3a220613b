//! Lines straight from port to port, through whatever lies between.

use glam::DVec2;

use super::Task;
use super::rounds::Corners;
use super::terminal::Terminal;

/// A line for each edge.
pub(crate) fn draw(task: &Task<'_>) -> Corners {
    let reach = 2.0 * task.params.stub;
    task.terminals.iter().map(|[a, b]| line(a, b, reach)).collect()
}

fn line(a: &Terminal, b: &Terminal, reach: f64) -> Vec<DVec2> {
    let mut points = vec![a.port()];
    if a.item == b.item {
        points.extend(round_own_box(a, b, reach));
    } else {
        points.extend(step_out(a, b, reach));
        points.extend(step_out(b, a, reach));
    }
    points.push(b.port());
    points
}

/// Where the partner lies behind the side that the line leaves by, a point outside of it: else the line would begin by
/// crossing its own box.
fn step_out(end: &Terminal, partner: &Terminal, reach: f64) -> Option<DVec2> {
    let axis = end.axis();
    let ahead = (partner.port() - end.port())[axis] * end.outward();
    (ahead <= 0.0 && !end.is_joint).then(|| end.ahead(reach))
}

/// The corners of a loop from a box to itself.
fn round_own_box(a: &Terminal, b: &Terminal, reach: f64) -> Vec<DVec2> {
    let (out, back) = (a.ahead(reach), b.ahead(reach));
    if a.side == b.side {
        return vec![out, back];
    }
    let (axis, across) = (a.axis(), 1 - a.axis());
    let mut corner = out;
    if b.axis() != axis {
        corner[across] = back[across];
        return vec![out, corner, back];
    }
    corner[across] = a.area.min[across] - reach;
    let mut other = corner;
    other[axis] = back[axis];
    vec![out, corner, other, back]
}
