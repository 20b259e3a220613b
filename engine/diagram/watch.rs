use std::fmt;
use std::sync::Arc;

use super::{Earlier, Pins};
use crate::layout::Effort;

/// What can be asked of a drawing beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// How much work to put into placement; routes take what they take.
    pub effort: Effort,
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

/// Follows a diagram through its stages, on the thread that asked for it.
///
/// It is told a stage when the stage begins: whoever shows progress or measures reads the clock then, since the stages
/// themselves know none.
#[derive(Default)]
pub struct Watch<'w> {
    tell: Option<&'w mut dyn FnMut(Stage)>,
}

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
        Self { tell: Some(tell) }
    }

    pub(super) fn stage(&mut self, stage: Stage) {
        if let Some(tell) = &mut self.tell {
            tell(stage);
        }
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("tells", &self.tell.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
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
}
