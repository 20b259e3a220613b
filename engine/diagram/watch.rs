use std::fmt;
use std::sync::Arc;

use super::{Earlier, Pins};
use crate::graph::EdgeStyle;
use crate::layout::{Effort, Progress, Simulation};

/// What can be asked of a drawing beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// How much work to put into placement and routes.
    pub effort: Effort,
    /// How edges run, in place of what the text asks for.
    pub edges: Option<EdgeStyle>,
    /// The drawing before an edit: what stood there stays, and nothing is searched anew.
    pub after: Option<Arc<Earlier>>,
    /// What is to stand where it is told to.
    pub pins: Pins,
}

/// A step on the way from text to drawing; they come in this order, each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the text.
    Parse,
    /// Resolving names and nesting.
    Resolve,
    /// Shaping labels and finding icons, which tells how large everything is.
    Measure,
    /// Placing services and groups.
    Place,
    /// Leading the edges, through every candidate that the placement offers.
    Route,
    /// Measuring the candidates and taking the best.
    Choose,
}

/// Follows a diagram through its stages, on the thread that asked for it, and may call it off.
///
/// It is told a stage when the stage begins: whoever shows progress or measures reads the clock then, since the stages
/// themselves know none.
#[derive(Default)]
pub struct Watch<'w> {
    tell: Option<&'w mut dyn FnMut(Stage)>,
    show: Option<Show<'w>>,
    stop: Option<&'w (dyn Fn() -> bool + Sync)>,
}

/// What looks at a placement on its way.
type Show<'w> = &'w mut dyn FnMut(Progress, &Simulation<'_>);

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Parse, Self::Resolve, Self::Measure, Self::Place, Self::Route, Self::Choose];

    /// One word for tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Resolve => "graph",
            Self::Measure => "text",
            Self::Place => "layout",
            Self::Route => "route",
            Self::Choose => "choose",
        }
    }
}

impl<'w> Watch<'w> {
    /// Calls `tell` at the beginning of every stage.
    pub fn new(tell: &'w mut dyn FnMut(Stage)) -> Self {
        Self { tell: Some(tell), ..Self::default() }
    }

    /// Calls `show` after each step of [`Stage::Place`], some dozens of times: what it is given tells how far the step
    /// is and where everything stands at that moment.
    #[must_use]
    pub fn showing(self, show: Show<'w>) -> Self {
        Self { show: Some(show), ..self }
    }

    /// Gives up soon after `stop` says so, which is asked before each stage, after each step of [`Stage::Place`], and
    /// between the edges of [`Stage::Route`]; there on any thread. Only [`Diagram::attempt`](super::Diagram::attempt)
    /// heeds it.
    #[must_use]
    pub fn until(self, stop: &'w (dyn Fn() -> bool + Sync)) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// Tells a stage; `None` where there is no use in it.
    pub(super) fn stage(&mut self, stage: Stage) -> Option<()> {
        self.go_on()?;
        if let Some(tell) = &mut self.tell {
            tell(stage);
        }
        Some(())
    }

    pub(super) fn step(&mut self, progress: Progress, simulation: &Simulation<'_>) -> Option<()> {
        if let Some(show) = &mut self.show {
            show(progress, simulation);
        }
        self.go_on()
    }

    /// What says when to give up.
    pub(super) fn stop(&self) -> &'w (dyn Fn() -> bool + Sync) {
        self.stop.unwrap_or(&|| false)
    }

    /// Goes on whatever happens.
    pub(super) fn forget_stop(&mut self) {
        self.stop = None;
    }

    fn go_on(&self) -> Option<()> {
        (!self.stop()()).then_some(())
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Watch")
            .field("tells", &self.tell.is_some())
            .field("shows", &self.show.is_some())
            .field("stops", &self.stop.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::diagram::{Diagram, Resources};
    use crate::icons::Icons;
    use crate::text::Fonts;

    #[test]
    fn every_stage_is_told_once_and_in_order() {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        for text in ["", "architecture-beta\nservice a\nservice b\na:R --> L:b\n"] {
            let mut told = Vec::new();
            let mut tell = |stage| told.push(stage);
            let options = Options::default();
            let watched =
                Diagram::watched(text, &mut resources, &options, &mut Watch::new(&mut tell));
            assert_eq!(told, Stage::ALL, "{text}");
            assert_eq!(watched.layout, Diagram::new(text, &mut resources).layout, "{text}");
        }
    }

    #[test]
    fn what_is_shown_is_how_the_drawing_settles() {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let text = crate::generate::text(crate::generate::Kind::Clustered, 40, 1);
        let mut shown = Vec::new();
        let mut show = |_, simulation: &Simulation<'_>| shown.push(simulation.layout());
        let mut watch = Watch::default().showing(&mut show);
        let drawn = Diagram::watched(&text, &mut resources, &Options::default(), &mut watch);
        assert!(shown.len() > 10, "{} pictures", shown.len());
        assert!(shown.iter().all(|layout| layout.nodes.len() == drawn.layout.nodes.len()));
        assert_eq!(drawn.layout, Diagram::new(&text, &mut resources).layout);
    }

    /// Whenever it is called off, it ends, and soon: after no more questions than there are threads.
    #[test]
    fn a_drawing_can_be_called_off_at_any_time() {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let text = crate::generate::text(crate::generate::Kind::Clustered, 40, 1);
        let mut attempt = |patience: usize, options: &Options| {
            let n_asked = AtomicUsize::new(0);
            let stop = || n_asked.fetch_add(1, Ordering::Relaxed) >= patience;
            let drawn = Diagram::attempt(
                &text,
                &mut resources,
                options,
                &mut Watch::default().until(&stop),
            );
            (drawn, n_asked.into_inner())
        };
        let (whole, n_asked) = attempt(usize::MAX, &Options::default());
        let whole = whole.unwrap();
        assert!(n_asked > 100, "asked {n_asked} times");
        let after = Some(Arc::new(Earlier::of(&whole)));
        for options in [Options::default(), Options { after, ..Options::default() }] {
            let (_, n_asked) = attempt(usize::MAX, &options);
            for patience in (0..n_asked).step_by(n_asked / 23 + 1).chain([n_asked - 1]) {
                let (drawn, n_more) = attempt(patience, &options);
                assert!(drawn.is_none(), "after {patience} of {n_asked}");
                assert!(n_more <= patience + 64, "{patience} of {n_asked}: {n_more}");
            }
            let (drawn, _) = attempt(n_asked, &options);
            assert_eq!(drawn.unwrap().layout, whole.layout);
        }
    }

    #[test]
    fn who_only_watches_gets_the_drawing() {
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
        let mut watch = Watch::default().until(&|| true);
        let drawn = Diagram::watched("", &mut resources, &Options::default(), &mut watch);
        assert!(drawn.graph.nodes.is_empty());
    }
}
