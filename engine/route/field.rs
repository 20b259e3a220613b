//! What one edge has to go round.
//!
//! An edge sees little of a large drawing: from each end upward to the smallest group round both, only the other
//! children of the groups passed, each as one closed box, however much is in it. So the walls of an edge are its ends'
//! siblings, their parents' siblings, and so on: a dozen boxes a level.

use crate::layout::Rect;

use super::hierarchy::{Hierarchy, Item};
use super::terminal::Terminal;

/// The walls, borders and titles near one edge.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Boxes no line may enter; its own end boxes first.
    pub(crate) walls: Vec<Rect>,
    /// Groups the line may cross the border of, but should not run along.
    pub(crate) borders: Vec<Rect>,
    /// Title strips of `borders`.
    pub(crate) titles: Vec<Rect>,
    /// Lines stay within.
    pub(crate) region: Rect,
}

/// Dots of junctions are small; lines that pass keep away as from a box this much larger on each side, px.
const JOINT_MARGIN: f64 = 6.0;

/// Between lines and the border of the group that holds the whole edge, px, at least.
const REGION_MARGIN: f64 = 2.0;

impl Field {
    /// Gathers what lies within `window`. The edge may leave the smallest group round both ends by `n_escapes` levels.
    pub(crate) fn gather(
        hierarchy: &Hierarchy,
        ends: &[Terminal; 2],
        window: Rect,
        n_escapes: usize,
    ) -> Self {
        let common = hierarchy.common(ends[0].container, ends[1].container);
        let top = hierarchy.upward(common).take(n_escapes + 1).last().unwrap_or(common);
        let mut field =
            Self { walls: Vec::new(), borders: Vec::new(), titles: Vec::new(), region: window };
        let open = open_groups(hierarchy, ends, top);
        for end in ends.iter().filter(|e| !e.inner) {
            let wall = if end.is_joint { end.area.inflate(JOINT_MARGIN / 2.0) } else { end.area };
            if !field.walls.contains(&wall) {
                field.walls.push(wall);
            }
        }
        for group in &open {
            field.add_children(hierarchy, *group, &open, ends, window);
            if *group != hierarchy.root() {
                field.borders.push(hierarchy.groups[*group]);
                field.titles.extend(hierarchy.titles[*group]);
            }
        }
        if top != hierarchy.root() {
            let inside = hierarchy.groups[top].inflate(-REGION_MARGIN);
            field.region =
                Rect { min: window.min.max(inside.min), max: window.max.min(inside.max) };
        }
        field
    }

    fn add_children(
        &mut self,
        hierarchy: &Hierarchy,
        group: usize,
        open: &[usize],
        ends: &[Terminal; 2],
        window: Rect,
    ) {
        hierarchy.visit_children(group, window, |item, area| {
            let is_open = matches!(item, Item::Group(g) if open.contains(&g));
            if is_open || ends.iter().any(|e| e.item == item) {
                return;
            }
            let is_dot =
                matches!(item, Item::Node(_)) && area.size().max_element() < 2.0 * JOINT_MARGIN;
            self.walls.push(if is_dot { area.inflate(JOINT_MARGIN) } else { area });
        });
    }
}

/// The groups that the line may be inside of: those round its ends, up to `top`, innermost first.
pub(crate) fn open_groups(hierarchy: &Hierarchy, ends: &[Terminal; 2], top: usize) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    for end in ends {
        for group in hierarchy.upward(end.container) {
            if !open.contains(&group) {
                open.push(group);
            }
            if group == top {
                break;
            }
        }
    }
    open
}
