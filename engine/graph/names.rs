//! Which name means which group or node.

use std::collections::BTreeMap;

use super::{EndAt, GroupId, NodeId};
use crate::syntax::nearest;

/// The names of a document.
///
/// Mermaid has one space of names; here a group and a node of one name are kept apart, because that is how people who
/// write `group x` and `service x in x` mean it: `in` looks among groups, an edge among nodes first.
#[derive(Debug, Default)]
pub(super) struct Names<'d> {
    pub(super) groups: BTreeMap<&'d str, GroupId>,
    pub(super) nodes: BTreeMap<&'d str, NodeId>,
    /// How often a near name has been looked for.
    n_guesses: usize,
}

/// After so many guesses a text has other troubles than a slip of the pen, and each guess looks at every name.
const MOST_GUESSES: usize = 50;

impl<'d> Names<'d> {
    /// What an edge end of this name is joined to.
    pub(super) fn end(&self, name: &str) -> Option<EndAt> {
        let node = self.nodes.get(name).map(|&id| EndAt::Node(id));
        node.or_else(|| self.groups.get(name).map(|&id| EndAt::Group(id)))
    }

    pub(super) fn group(&self, name: &str) -> Option<GroupId> {
        self.groups.get(name).copied()
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.nodes.contains_key(name) || self.groups.contains_key(name)
    }

    /// A question for the name of any node or group near `name`.
    pub(super) fn guess_end(&mut self, name: &str) -> Option<String> {
        self.may_guess()?;
        ask(nearest(name, self.nodes.keys().chain(self.groups.keys()).copied()))
    }

    /// A question for the name of a node near `name`.
    pub(super) fn guess_node(&mut self, name: &str) -> Option<String> {
        self.may_guess()?;
        ask(nearest(name, self.nodes.keys().copied()))
    }

    /// A question for the name of a group near `name`.
    pub(super) fn guess_group(&mut self, name: &str) -> Option<String> {
        self.may_guess()?;
        ask(nearest(name, self.groups.keys().copied()))
    }

    fn may_guess(&mut self) -> Option<()> {
        self.n_guesses += 1;
        (self.n_guesses <= MOST_GUESSES).then_some(())
    }
}

fn ask(name: Option<&str>) -> Option<String> {
    name.map(|name| format!("did you mean `{name}`?"))
}
