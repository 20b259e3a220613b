use crate::cli::{Exit, args, load, options};
use crate::diagram::Pins;
use crate::generate;
use crate::graph;
use crate::input::{self, Source};
use crate::syntax;

/// A text to be measured, and what it is called.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) pins: Pins,
}

/// The texts that `args` ask for; says what is wrong with the first that cannot be drawn.
pub(super) fn all(args: &args::Bench) -> Result<Vec<Case>, Exit> {
    let files = args.inputs.iter().map(|path| read(&Source::from_argument(path)));
    files.chain(args.generate.iter().map(|asked| Ok(make(asked)))).collect()
}

fn read(source: &Source) -> Result<Case, Exit> {
    let text = input::read(source).map_err(|error| load::refuse(&error))?;
    let (document, mut diagnostics) = syntax::parse(&text);
    let (graph, more) = graph::resolve(&document);
    diagnostics.extend(more);
    load::review(source, &text, &document, &diagnostics)?;
    let pins = options::read_pins(source)?;
    options::warn_of_unknown(source, &pins, &graph);
    Ok(Case { name: source.to_string(), text, pins })
}

fn make(asked: &args::Generated) -> Case {
    let args::Generated { kind, n_services, seed } = *asked;
    let name = match seed {
        1 => format!("{}:{n_services}", kind.name()),
        _ => format!("{}:{n_services}:{seed}", kind.name()),
    };
    Case { name, text: generate::text(kind, n_services, seed), pins: Pins::default() }
}
