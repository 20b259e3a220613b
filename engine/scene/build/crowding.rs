//! Which labels of edges have room enough to be read where everything is small.

use kurbo::Rect;

use super::ground::Ground;
use super::{Parts, rect};
use crate::explore::Level;
use crate::graph::NodeKind;
use crate::scene::Span;

/// So many other edges may run below a label.
const MOST_CROSSED: usize = 1;

impl Parts<'_> {
    /// The scales at which a label of each edge is seen, of those whose plates these are: those with room as soon as edges
    /// are seen as they run, those in a crowd only once there is little else in sight.
    pub(super) fn label_spans(&self, plates: &[(usize, Rect)]) -> Vec<Span> {
        let bounds = rect(&self.diagram.layout.bounds);
        let mut others = Ground::new(bounds, self.levels.tile * 3.0);
        plates.iter().for_each(|(_, plate)| others.take(*plate));
        let bodies = self.diagram.graph.nodes.iter().zip(&self.diagram.layout.nodes).enumerate();
        let services =
            bodies.filter(|(idx, (node, _))| node.kind == NodeKind::Service && self.is_shown(*idx));
        services.for_each(|(_, (_, body))| others.take(rect(body)));
        let mut pieces = Ground::new(bounds, self.levels.tile * 3.0);
        for edge_idx in (0..self.diagram.graph.edges.len()).filter(|&idx| self.is_drawn(idx)) {
            self.pieces_of(edge_idx).for_each(|piece| pieces.take(piece));
        }
        let span = |(edge_idx, plate): &(usize, Rect)| {
            let own = self.pieces_of(*edge_idx).filter(|piece| piece.overlaps(*plate)).count();
            let n_crossed = pieces.n_met(*plate).saturating_sub(own);
            let is_crowded = n_crossed > MOST_CROSSED || !others.is_free(*plate, *plate);
            let level = if is_crowded { Level::Detail } else { Level::Standard };
            Span::from(self.levels.begin(level))
        };
        plates.iter().map(span).collect()
    }
}
