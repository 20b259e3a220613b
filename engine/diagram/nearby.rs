use std::sync::OnceLock;

use glam::DVec2;

use super::Diagram;
use crate::layout::Rect;
use crate::route::index::SpatialIndex;

/// What of a diagram is near a place, looked up without going through all of it. Made when it is first asked, and forgotten
/// by copies, which may be of other places.
#[derive(Debug, Default)]
pub struct Nearby(OnceLock<Indices>);

#[derive(Debug)]
struct Indices {
    nodes: SpatialIndex,
    edges: SpatialIndex,
}

impl Clone for Nearby {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Diagram {
    /// The places in the graph's list of the nodes whose boxes are within `reach` px of `at` on both axes, ascending.
    #[must_use]
    pub fn nodes_near(&self, at: DVec2, reach: f64) -> Vec<u32> {
        self.indices().nodes.query(around(at, reach))
    }

    /// The same of edges: those that may be within `reach` of it.
    #[must_use]
    pub fn edges_near(&self, at: DVec2, reach: f64) -> Vec<u32> {
        // A box for each piece of a line, so that long ones are not near to everything.
        let mut edges = self.indices().edges.query(around(at, reach));
        edges.dedup();
        edges
    }

    fn indices(&self) -> &Indices {
        self.nearby.0.get_or_init(|| Indices {
            nodes: SpatialIndex::of(&self.layout.nodes),
            edges: self.pieces(),
        })
    }

    fn pieces(&self) -> SpatialIndex {
        let mut index = SpatialIndex::new(self.layout.bounds, 4 * self.routes.edges.len());
        for (route, edge) in self.routes.edges.iter().zip(0_u32..) {
            for ends in route.points.windows(2) {
                let area = Rect { min: ends[0].min(ends[1]), max: ends[0].max(ends[1]) };
                index.insert(area, edge);
            }
            if let Some(plate) = route.label {
                index.insert(plate, edge);
            }
        }
        index
    }
}

fn around(at: DVec2, reach: f64) -> Rect {
    Rect { min: at - reach, max: at + reach }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{Options, Resources, Watch};
    use crate::icons::Icons;
    use crate::layout::Effort;
    use crate::text::Fonts;

    #[test]
    fn what_is_near_is_what_going_through_all_finds() {
        let text = crate::generate::text(crate::generate::Kind::Clustered, 80, 1);
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::default() };
        let options = Options { effort: Effort::Draft, ..Options::default() };
        let diagram = Diagram::watched(&text, &mut resources, &options, &mut Watch::default());
        let touches = |area: &Rect, window: &Rect| {
            area.min.cmple(window.max).all() && window.min.cmple(area.max).all()
        };
        let size = diagram.layout.bounds.size();
        for (x, y, reach) in
            [(0.5, 0.5, 40.0), (0.2, 0.7, 0.0), (0.9, 0.1, 300.0), (2.0, 2.0, 5.0), (0.3, 0.3, 9e9)]
        {
            let at = size * DVec2::new(x, y);
            let window = around(at, reach);
            let nodes = (0..).zip(&diagram.layout.nodes).filter(|(_, r)| touches(r, &window));
            let expected: Vec<u32> = nodes.map(|(node, _)| node).collect();
            assert_eq!(diagram.nodes_near(at, reach), expected, "{x} {y} {reach}");
            let is_near = |route: &crate::route::Route| {
                let piece = |w: &[DVec2]| Rect { min: w[0].min(w[1]), max: w[0].max(w[1]) };
                let mut pieces = route.points.windows(2).map(piece).chain(route.label);
                pieces.any(|piece| touches(&piece, &window))
            };
            let edges = (0..).zip(&diagram.routes.edges).filter(|(_, route)| is_near(route));
            let expected: Vec<u32> = edges.map(|(edge, _)| edge).collect();
            assert_eq!(diagram.edges_near(at, reach), expected, "{x} {y} {reach}");
        }
    }

    #[test]
    fn a_copy_with_other_places_looks_there() {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::default() };
        let diagram = Diagram::new("architecture-beta\nservice a[A]", &mut resources);
        let at = diagram.layout.nodes[0].center();
        assert_eq!(diagram.nodes_near(at, 1.0), [0]);
        let mut moved = diagram.clone();
        moved.layout.nodes[0].min += 500.0;
        moved.layout.nodes[0].max += 500.0;
        assert_eq!(moved.nodes_near(at, 1.0), [0; 0]);
    }
}
