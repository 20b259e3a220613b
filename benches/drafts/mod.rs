//! Diagrams to measure with, drawn as drafts: how they were placed matters little, that they are there does.

use veduta::diagram::{Diagram, Options, Resources, Watch};
use veduta::generate::{self, Kind};
use veduta::icons::Icons;
use veduta::layout::Effort;
use veduta::text::Fonts;

/// The reference diagram and made-up ones of 100, 1,000 and 10,000 services, each with its name.
pub(crate) fn all() -> impl Iterator<Item = (String, Diagram)> {
    let reference = include_str!("../../scenes/multi-cloud.mmd").to_owned();
    let made_up =
        [100, 1_000, 10_000].map(|n| (n.to_string(), generate::text(Kind::Clustered, n, 1)));
    let texts = std::iter::once(("multi-cloud".to_owned(), reference)).chain(made_up);
    texts.map(|(name, text)| (name, draft(&text)))
}

fn draft(text: &str) -> Diagram {
    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let options = Options { effort: Effort::Draft, ..Options::default() };
    Diagram::watched(text, &mut resources, &options, &mut Watch::default())
}
