//! The library without a window: text to positions, in ten lines.
//!
//! ```sh
//! cargo run --example positions
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use veduta::diagram::{Diagram, Resources};
use veduta::icons::Icons;
use veduta::text::Fonts;

const TEXT: &str = "\
architecture-beta
    group shop(cloud)[Shop]
    service web(internet)[Web] in shop
    service orders(server)[Orders] in shop
    service store(database)[Order store]
    web:R --> L:orders
    orders:B --> T:store
";

fn main() {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(TEXT, &mut resources);
    for finding in &diagram.diagnostics {
        println!("{}: {}", finding.code, finding.message);
    }
    for (node, at) in diagram.graph.nodes.iter().zip(&diagram.layout.nodes) {
        let (middle, size) = (at.center(), at.size());
        println!("{:<8} at {:6.1} {:6.1}, {} x {}", node.id, middle.x, middle.y, size.x, size.y);
    }
    for (edge, route) in diagram.graph.edges.iter().zip(&diagram.routes.edges) {
        println!("{:?} to {:?} in {} points", edge.from.at, edge.to.at, route.points.len());
    }
}
