use super::Diagram;
use crate::icons::{Fit, Resolved};
use crate::layout::Rect;
use crate::quality::{self, Report, Texts};
use crate::syntax::Statement;

impl Diagram {
    /// Measures everything about the drawing.
    ///
    /// Costs more than [`quality::measure`]: seconds for a hundred thousand services.
    #[must_use]
    pub fn report(&self) -> Report {
        let icons = self.marks.nodes.iter().chain(&self.marks.groups).flatten();
        let is_missing = |mark: &&Resolved| mark.fit == Fit::Missing;
        let texts = Texts {
            nodes: (0..self.graph.nodes.len()).map(|i| self.node_label_rect(i)).collect(),
            groups: (0..self.graph.groups.len()).map(|i| self.group_label_rect(i)).collect(),
            declared: self.declared(),
            missing_icons: icons.filter(is_missing).count(),
        };
        quality::report(&self.graph, &self.layout, &self.routes, &texts)
    }

    /// How many services, junctions, groups and edges the text declares.
    pub(super) fn declared(&self) -> [usize; 4] {
        let count =
            |is: fn(&Statement) -> bool| self.document.statements.iter().filter(|s| is(s)).count();
        [
            count(|s| matches!(s, Statement::Service(_))),
            count(|s| matches!(s, Statement::Junction(_))),
            count(|s| matches!(s, Statement::Group(_))),
            count(|s| matches!(s, Statement::Edge(_))),
        ]
    }

    pub(super) fn node_label_rect(&self, i: usize) -> Option<Rect> {
        let (node, body, label) =
            (&self.graph.nodes[i], &self.layout.nodes[i], &self.labels.nodes[i]);
        (label.width > 0.0).then(|| self.style.label_rect(node, body, label))
    }

    pub(super) fn group_label_rect(&self, i: usize) -> Option<Rect> {
        let (panel, title) = (&self.layout.groups[i], self.sizes.group_titles[i]);
        (title.x > 0.0).then(|| self.style.group_title_rect(panel, title))
    }
}
