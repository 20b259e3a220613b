//! Runs the stages in order and keeps their results.

mod earlier;
mod findings;
mod fold;
mod json;
mod nearby;
mod pins;
mod report;
mod sketch;
mod style;
mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;

use glam::DVec2;
use rayon::prelude::*;

use crate::graph::{self, Fold, Graph, GroupId, NodeKind};
use crate::icons::{self, Icons, Resolved};
use crate::layout::{self, Layout, Prior, Simulation, Sizes};
use crate::quality;
use crate::route::{self, Routes};
use crate::syntax::{self, Diagnostic, Document};
use crate::text::{Fonts, Label, TextStyle};

/// Width over height of the screens that diagrams are mostly seen on.
const SCREEN: f64 = 16.0 / 9.0;

/// A px of the height that a drawing takes on such a screen, in px of edge length.
const EXTENT_PRICE: f64 = 20.0;

pub use earlier::{Earlier, EarlierError};
pub use findings::{note_circles, note_icons};
pub(crate) use fold::STACK;
pub use nearby::Nearby;
pub use pins::{Pins, PinsError, UnknownPin};
pub(crate) use style::has_mark;
pub use style::{Look, Style};
pub use watch::{Options, Stage, Watch};

/// A diagram that has passed all stages; nothing in it changes any more.
#[derive(Clone, Debug)]
pub struct Diagram {
    /// What the text says.
    pub document: Document,
    /// Its names resolved.
    pub graph: Graph,
    /// What is to be said about the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Sizes and type, from the config.
    pub style: Style,
    /// Shaped labels.
    pub labels: Labels,
    /// Drawings for the icons.
    pub marks: Marks,
    /// What the layout was told of the sizes.
    pub sizes: Sizes,
    /// Where everything stands.
    pub layout: Layout,
    /// How the edges run.
    pub routes: Routes,
    /// What stands where it was told to.
    pub pins: Pins,
    /// Which groups are drawn as one tile each; by default none. What a tile hides has a box without size in the middle of
    /// the tile, and no route.
    pub fold: Fold,
    /// What is near a place.
    pub nearby: Nearby,
}

/// Shaped labels, by element.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// One a node; empty for junctions.
    pub nodes: Vec<Arc<Label>>,
    /// One a node that has text in place of an icon.
    pub icon_texts: Vec<Option<Arc<Label>>>,
    /// One a group.
    pub groups: Vec<Arc<Label>>,
    /// One an edge, where it has a label.
    pub edges: Vec<Option<Arc<Label>>>,
    /// One a group that is in no other: how many services it holds.
    pub counts: Vec<Option<Arc<Label>>>,
    /// The diagram's title.
    pub title: Option<Arc<Label>>,
    /// One a node whose icon nobody has: the letters that stand in for it.
    pub node_monograms: Vec<Option<Arc<Label>>>,
    /// One a group whose icon nobody has.
    pub group_monograms: Vec<Option<Arc<Label>>>,
    /// For groups that are drawn as a tile: what stands on it.
    pub tiles: BTreeMap<GroupId, TileText>,
}

/// What stands on the tile of a folded group.
#[derive(Clone, Debug, Default)]
pub struct TileText {
    /// Its title, as that of a service.
    pub title: Arc<Label>,
    /// How many services are in it.
    pub count: Arc<Label>,
    /// The letters that stand in for an icon that nobody has.
    pub monogram: Option<Arc<Label>>,
}

/// Icons, by element, where one is asked for.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// One a node.
    pub nodes: Vec<Option<Resolved>>,
    /// One a group.
    pub groups: Vec<Option<Resolved>>,
}

/// What the stages share and the caller provides.
#[derive(Debug)]
pub struct Resources {
    /// Fonts.
    pub fonts: Fonts,
    /// Icon packs.
    pub icons: Icons,
}

impl Diagram {
    /// Takes `text` through all stages; never fails.
    #[must_use]
    pub fn new(text: &str, resources: &mut Resources) -> Self {
        Self::watched(text, resources, &Options::default(), &mut Watch::default())
    }

    /// Takes `text` through all stages as `options` say, telling `watch` each; never fails.
    ///
    /// The watch changes nothing in the result, and cannot call it off: that is what [`Diagram::attempt`] is for.
    #[must_use]
    pub fn watched(
        text: &str,
        resources: &mut Resources,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Self {
        watch.forget_stop();
        Self::attempt(text, resources, options, watch)
            .unwrap_or_else(|| unreachable!("nothing calls it off"))
    }

    /// Takes `text` through all stages as `options` say, telling `watch` each; `None` soon after that has called it off.
    ///
    /// How soon: after a step of the placement, one edge or batch of edges to be led, or one pass that moves the lines
    /// apart; before the placement, at the end of the stage.
    #[must_use]
    pub fn attempt(
        text: &str,
        resources: &mut Resources,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Option<Self> {
        let measured = Measured::of(text, resources, options, watch)?;
        let Measured { graph, sizes, style, .. } = &measured;
        let prior = options.after.as_ref().map_or_else(Prior::default, |old| old.prior(graph));
        let (layout, routes) = draw_up(graph, sizes, style, prior, options, watch)?;
        Some(measured.drawn(layout, routes, options))
    }
}

/// All that is known before anything is placed.
struct Measured {
    document: Document,
    graph: Graph,
    diagnostics: Vec<Diagnostic>,
    style: Style,
    marks: Marks,
    labels: Labels,
    sizes: Sizes,
}

impl Measured {
    /// With all in its place.
    fn drawn(self, layout: Layout, routes: Routes, options: &Options) -> Diagram {
        let Self { document, graph, diagnostics, style, marks, labels, sizes } = self;
        Diagram {
            document,
            graph,
            diagnostics,
            style,
            labels,
            marks,
            sizes,
            layout,
            routes,
            pins: options.pins.clone(),
            fold: Fold::default(),
            nearby: Nearby::default(),
        }
    }

    /// The stages before the placement; `None` where `watch` has called it off.
    fn of(
        text: &str,
        resources: &mut Resources,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Option<Self> {
        watch.stage(Stage::Parse)?;
        let (document, mut diagnostics) = syntax::parse(text);
        watch.stage(Stage::Resolve)?;
        let (graph, more) = graph::resolve(&document);
        diagnostics.extend(more);
        diagnostics.extend(note_circles(&graph));
        diagnostics.extend(note_icons(&document, &resources.icons));
        watch.stage(Stage::Measure)?;
        let mut style = Style::from_config(&document.config);
        style.edges = options.edges.unwrap_or(style.edges);
        let icon = |id: &Option<String>| id.as_ref().map(|id| resources.icons.resolve(id));
        let marks = Marks {
            nodes: graph.nodes.iter().map(|n| icon(&n.icon)).collect(),
            groups: graph.groups.iter().map(|g| icon(&g.icon)).collect(),
        };
        let labels = shape(&graph, &marks, &style, &mut resources.fonts);
        let sizes = measure(&graph, &labels, &style);
        Some(Self { document, graph, diagnostics, style, marks, labels, sizes })
    }
}

/// Places, from where things stood in `prior`, and routes, and keeps the best of the layout's candidates as routed; `None` where `watch` has called it off.
fn draw_up(
    graph: &Graph,
    sizes: &Sizes,
    style: &Style,
    prior: Prior,
    options: &Options,
    watch: &mut Watch<'_>,
) -> Option<(Layout, Routes)> {
    watch.stage(Stage::Place)?;
    let params = layout::Params {
        effort: options.effort,
        prior,
        pins: options.pins.of(graph),
        ..style.layout_params()
    };
    let mut simulation = Simulation::new(graph, sizes, &params);
    while let Some(progress) = simulation.step() {
        watch.step(progress, &simulation)?;
    }
    watch.stage(Stage::Route)?;
    let params =
        route::Params { style: style.edges, effort: options.effort, ..route::Params::default() };
    let stop = watch.stop();
    let route = |layout: Layout| {
        let routes = route::route_unless(stop, graph, &layout, sizes, &params)?;
        Some((layout, routes))
    };
    let routed: Option<Vec<_>> = simulation.finish().into_par_iter().map(route).collect();
    let mut routed = routed?;
    watch.stage(Stage::Choose)?;
    let best = if routed.len() > 1 { cheapest(graph, &routed) } else { 0 };
    Some(if routed.is_empty() { Default::default() } else { routed.swap_remove(best) })
}

/// The place of the drawing with the least price, the first of equals.
fn cheapest(graph: &Graph, routed: &[(Layout, Routes)]) -> usize {
    let price = |(layout, routes): &(Layout, Routes)| price(graph, layout, routes);
    let prices: Vec<f64> = routed.par_iter().map(price).collect();
    let best = prices.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    best.map_or(0, |(place, _)| place)
}

/// What a reader minds, and how small the drawing appears on a wide screen.
fn price(graph: &Graph, layout: &Layout, routes: &Routes) -> f64 {
    let size = layout.bounds.size();
    let extent = (size.x / SCREEN).max(size.y) * EXTENT_PRICE;
    quality::measure(graph, layout, routes).price() + extent
}

fn shape(graph: &Graph, marks: &Marks, style: &Style, fonts: &mut Fonts) -> Labels {
    let mut monograms = |marks: &[Option<Resolved>], text: &TextStyle| -> Vec<_> {
        let missing = |mark: &&Resolved| mark.icon.is_none();
        let mut letters = |mark: &Resolved| fonts.shape(&icons::monogram(&mark.asked).0, text);
        marks.iter().map(|mark| mark.as_ref().filter(missing).map(&mut letters)).collect()
    };
    let node_monograms = monograms(&marks.nodes, &style.node_monogram());
    let group_monograms = monograms(&marks.groups, &style.group_monogram());
    let counts = counts(graph, style, fonts);
    let named = |title: &Option<String>, id: &str| title.clone().unwrap_or_else(|| id.to_owned());
    let junction = Arc::new(Label::default());
    Labels {
        nodes: graph
            .nodes
            .iter()
            .map(|n| match n.kind {
                NodeKind::Service => fonts.shape(&named(&n.title, &n.id), &style.node_text()),
                NodeKind::Junction => Arc::clone(&junction),
            })
            .collect(),
        icon_texts: graph
            .nodes
            .iter()
            .map(|n| n.icon_text.as_ref().map(|t| fonts.shape(t, &style.icon_text())))
            .collect(),
        groups: graph
            .groups
            .iter()
            .map(|g| fonts.shape(&named(&g.title, &g.id), &style.group_text()))
            .collect(),
        edges: graph
            .edges
            .iter()
            .map(|e| e.label.as_ref().map(|l| fonts.shape(l, &style.edge_text())))
            .collect(),
        counts,
        title: graph.title.as_ref().map(|t| fonts.shape(t, &style.title_text())),
        node_monograms,
        group_monograms,
        tiles: BTreeMap::new(),
    }
}

/// How many services each of the outermost groups holds, in words.
fn counts(graph: &Graph, style: &Style, fonts: &mut Fonts) -> Vec<Option<Arc<Label>>> {
    let mut counts = vec![0_usize; graph.groups.len()];
    let services = graph.nodes.iter().filter(|node| node.kind == NodeKind::Service);
    for outermost in services.filter_map(|node| graph.enclosing(node.group).last()) {
        counts[outermost.index()] += 1;
    }
    let mut in_words = |count: usize| {
        let s = if count == 1 { "" } else { "s" };
        fonts.shape(&format!("{count} service{s}"), &style.group_text())
    };
    let groups = graph.groups.iter().zip(counts);
    groups.map(|(group, count)| group.parent.is_none().then(|| in_words(count))).collect()
}

fn measure(graph: &Graph, labels: &Labels, style: &Style) -> Sizes {
    let nodes = style.node_sizes(graph, labels);
    let group_titles =
        graph.groups.iter().zip(&labels.groups).map(|(g, label)| style.group_title_size(g, label));
    let plate =
        |l: &Option<Arc<Label>>| l.as_ref().map_or(DVec2::ZERO, |l| style.edge_label_size(l));
    Sizes {
        nodes,
        group_titles: group_titles.collect(),
        edge_labels: labels.edges.iter().map(plate).collect(),
    }
}
