use super::{Diagram, Measured, Options, Resources, Watch};
use crate::layout;
use crate::route::{Route, Routes};

impl Diagram {
    /// A first picture of `text` while [`Diagram::attempt`] takes its time: the same things in the same groups, one beside
    /// the other and without edges. `None` soon after `watch` has called it off; it is told no stages after those that
    /// measure.
    #[must_use]
    pub fn sketch(
        text: &str,
        resources: &mut Resources,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Option<Self> {
        let measured = Measured::of(text, resources, options, watch)?;
        let Measured { graph, sizes, style, .. } = &measured;
        let layout = layout::packed(graph, sizes, &style.layout_params());
        let routes = Routes { edges: vec![Route::default(); graph.edges.len()] };
        Some(measured.drawn(layout, routes, options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::Stage;
    use crate::explore::State;
    use crate::icons::Icons;
    use crate::scene::{self, Theme};
    use crate::text::Fonts;

    #[test]
    fn a_sketch_has_all_but_edges_and_can_be_drawn() {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::default() };
        let text = "architecture-beta\ngroup g[G]\nservice a[A] in g\nservice b[B]\njunction j\n\
                    a:R -[often]-> L:j\nj:R -- L:b\n";
        for text in ["architecture-beta", text] {
            let mut told = Vec::new();
            let mut tell = |stage| told.push(stage);
            let mut watch = Watch::new(&mut tell);
            let options = Options::default();
            let sketch = Diagram::sketch(text, &mut resources, &options, &mut watch).unwrap();
            assert_eq!(told, [Stage::Parse, Stage::Resolve, Stage::Measure]);
            let drawn = Diagram::new(text, &mut resources);
            assert_eq!(sketch.graph.nodes.len(), drawn.graph.nodes.len());
            assert_eq!(sketch.layout.nodes.len(), drawn.layout.nodes.len());
            let scene = scene::build(&sketch, &State::default(), &Theme::dark());
            let n_lines = scene.elements.iter().filter(|e| e.class == "edge");
            assert_eq!(n_lines.count(), 0, "lines that lead nowhere");
        }
    }
}
