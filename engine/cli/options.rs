use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::diagram::{Earlier, Options, Pins};
use crate::graph::{EdgeStyle, Graph};
use crate::input::{self, Source};
use crate::layout;

use super::args::Work;
use super::{Exit, load, say};

/// What is asked of a drawing of `source`: by the arguments, and by the file of pins beside it.
pub(super) fn of(source: &Source, work: Work, after: Option<&Path>) -> Result<Options, Exit> {
    Ok(Options {
        effort: work.effort.map_or(layout::Effort::Normal, Into::into),
        edges: work.edges.map(EdgeStyle::from),
        after: after.map(read_earlier).transpose()?.map(Arc::new),
        pins: read_pins(source)?,
    })
}

/// The pins in the file beside `source`; none where there is no such file.
pub(super) fn read_pins(source: &Source) -> Result<Pins, Exit> {
    let found = input::read_beside(source).map_err(|error| load::refuse(&error))?;
    let Some((path, text)) = found else { return Ok(Pins::default()) };
    Pins::from_toml(&text).map_err(|error| {
        say::error(format_args!("{}:{error}", path.display()));
        Exit::Usage
    })
}

/// Warns of pins for what is not in `graph`.
pub(super) fn warn_of_unknown(source: &Source, pins: &Pins, graph: &Graph) {
    let Some(path) = source.beside().filter(|_| !pins.is_empty()) else { return };
    for pin in pins.unknown(graph) {
        let hint = match pin.meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "take the line out".to_owned(),
        };
        say::warning(format_args!(
            "{}:{}: there is no service, junction or group `{}`; {hint}",
            path.display(),
            pin.line,
            pin.id
        ));
    }
}

/// The same for a window, which reads the diagram only when it is open.
#[cfg(feature = "window")]
pub(super) fn warn_before_opening(source: &Source, pins: &Pins) {
    if pins.is_empty() {
        return;
    }
    // What is wrong with the text itself the window says.
    if let Ok(text) = input::read(source) {
        let (document, _) = crate::syntax::parse(&text);
        let (graph, _) = crate::graph::resolve(&document);
        warn_of_unknown(source, pins, &graph);
    }
}

fn read_earlier(path: &Path) -> Result<Earlier, Exit> {
    let bytes = fs::read(path).map_err(|cause| {
        say::error(format_args!("{}: cannot be read ({cause}); check the path", path.display()));
        Exit::InputOutput
    })?;
    Earlier::from_json(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        say::error(format_args!("{}: {error}", path.display()));
        Exit::Usage
    })
}
