//! Which group lies in which: cuts cycles, and answers in constant time whether one group lies in another.

use super::{Group, GroupId};

/// Cuts each cycle of parents at its first group, which then stands at the root; returns the groups that were cut.
///
/// Walks up from each group and marks what it passes with the walk's number; a mark of the same walk is a cycle. Every
/// group is passed once, because a walk ends where an earlier one has been.
pub(super) fn cut_cycles(groups: &mut [Group]) -> Vec<GroupId> {
    let mut walk_of: Vec<usize> = vec![usize::MAX; groups.len()];
    let mut cut = Vec::new();
    for walk in 0..groups.len() {
        let mut at = Some(walk);
        while let Some(group) = at.filter(|&group| walk_of[group] == usize::MAX) {
            walk_of[group] = walk;
            at = groups[group].parent.map(GroupId::index);
        }
        let Some(entry) = at.filter(|&group| walk_of[group] == walk) else { continue };
        let first = first_of_cycle(groups, entry);
        groups[first.index()].parent = None;
        cut.push(first);
    }
    cut
}

/// The group of the cycle through `entry` that was declared first.
fn first_of_cycle(groups: &[Group], entry: usize) -> GroupId {
    let mut first = id(entry);
    let mut at = groups[entry].parent;
    while let Some(group) = at.filter(|group| group.index() != entry) {
        first = first.min(group);
        at = groups[group.index()].parent;
    }
    first
}

/// For each group the interval of its place in a walk through the tree; one lies in another if its interval does.
#[derive(Debug)]
pub(super) struct Nesting {
    intervals: Vec<(usize, usize)>,
}

impl Nesting {
    /// `groups` must be free of cycles.
    pub(super) fn new(groups: &[Group]) -> Self {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
        let mut open = Vec::new();
        for (child, group) in groups.iter().enumerate() {
            match group.parent {
                Some(parent) => children[parent.index()].push(child),
                None => open.push(child),
            }
        }
        let mut intervals = vec![(0, 0); groups.len()];
        let mut order = Vec::with_capacity(groups.len());
        while let Some(group) = open.pop() {
            intervals[group] = (order.len(), order.len() + 1);
            order.push(group);
            open.extend(&children[group]);
        }
        for &group in order.iter().rev() {
            if let Some(parent) = groups[group].parent {
                let end = intervals[group].1;
                let parent_end = &mut intervals[parent.index()].1;
                *parent_end = end.max(*parent_end);
            }
        }
        Self { intervals }
    }

    /// Whether `inner` is `outer` or lies in it, at any depth.
    pub(super) fn encloses(&self, outer: GroupId, inner: GroupId) -> bool {
        let (start, end) = self.intervals[outer.index()];
        (start..end).contains(&self.intervals[inner.index()].0)
    }
}

/// The group at `index`.
pub(super) fn id(index: usize) -> GroupId {
    GroupId(super::resolve::narrow(index))
}
