use std::sync::Arc;

use crate::diagram::{Diagram, Options, Resources, Stage, Watch};
use crate::explore::State;
use crate::export;
use crate::icons::Icons;
use crate::input::{self, Source};
use crate::scene::{self, Scene, Theme, Titles, Traffic};
use crate::syntax::{Diagnostic, Document, Severity};
use crate::text::Fonts;

use super::diagnostics::{self, Tally, counted};
use super::{Exit, args, options, say};

/// A diagram, and what it was made with.
pub(super) struct Drawn {
    pub(super) diagram: Diagram,
    pub(super) resources: Resources,
    pub(super) options: Options,
}

/// The diagram in `source`, what is wrong with it said; where nothing can be drawn the exit code.
pub(super) fn diagram(source: &Source, icons: Icons, options: Options) -> Result<Drawn, Exit> {
    let text = input::read(source).map_err(|error| refuse(&error))?;
    let mut resources = Resources { fonts: Fonts::with_system(), icons };
    let mut span = None;
    let mut tell = |stage: Stage| {
        drop(span.take());
        span = Some(tracing::debug_span!("stage", ?stage).entered());
    };
    let mut watch = Watch::new(&mut tell);
    let diagram = Diagram::watched(&text, &mut resources, &options, &mut watch);
    drop(span);
    review(source, &text, &diagram.document, &diagram.diagnostics)?;
    options::warn_of_unknown(source, &options.pins, &diagram.graph);
    Ok(Drawn { diagram, resources, options })
}

/// Says what is wrong with a text that is to be drawn; where nothing can be drawn the exit code.
pub(super) fn review(
    source: &Source,
    text: &str,
    document: &Document,
    diagnostics: &[Diagnostic],
) -> Result<(), Exit> {
    diagnostics::print(source, text, diagnostics, Severity::Warning);
    // Whoever opens a file with several diagrams must know why only one is there.
    if let Some(note) = diagnostics.iter().find(|d| d.code == "further-diagrams") {
        say::note(format_args!("{source}: {}", note.message));
    }
    match input::require_statements(document, source) {
        Err(_) if has_errors(diagnostics) => return Err(Exit::Diagnostics),
        Err(error) => return Err(refuse(&error)),
        Ok(()) => {}
    }
    let n_errors = Tally::of(diagnostics).n_errors;
    if n_errors > 0 {
        say::note(format_args!(
            "what has the {} above is left out; the rest is drawn",
            counted(n_errors, "error")
        ));
    }
    Ok(())
}

/// Says why there is no input, and how to exit.
pub(super) fn refuse(error: &input::Error) -> Exit {
    say::error(error);
    exit_of(error)
}

/// How to exit where there is no input.
pub(super) fn exit_of(error: &input::Error) -> Exit {
    if error.is_access() { Exit::InputOutput } else { Exit::Diagnostics }
}

/// Whether `diagnostics` hold an error.
pub(super) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    Tally::of(diagnostics).n_errors > 0
}

/// The picture of `diagram` as `state` wants it seen, in the colours asked for, else its own.
pub(super) fn scene(diagram: &Diagram, state: &State, theme: Option<args::Theme>) -> Scene {
    scene::build(diagram, state, &colors(diagram, theme))
}

/// Lets `traffic` go along the edges of `scene`, a picture of `diagram`.
pub(super) fn flow(
    scene: &mut Scene,
    diagram: &Diagram,
    theme: Option<args::Theme>,
    traffic: &Traffic,
) {
    let flow = scene::flow(scene, diagram, &colors(diagram, theme), traffic);
    scene.flow = Some(Arc::new(flow));
}

/// Gives `scene` titles of groups that can be read in a picture as `options` say, where its own could not, `density` px
/// being one of the screen that it is for; so many times `larger` as they are there.
pub(super) fn title(
    scene: &mut Scene,
    diagram: &Diagram,
    theme: Option<args::Theme>,
    options: &export::Options,
    density: f64,
    larger: f64,
) {
    // What cannot be made is refused by whoever makes it.
    let Ok(view) = export::view(scene, options) else { return };
    let asked = Titles {
        seen: view.world(),
        scale: view.scale() / density.max(1e-9),
        detail: view.level_scale(),
        larger,
    };
    scene::retitle(scene, diagram, &colors(diagram, theme), &asked);
}

/// The colours asked for, else those of `diagram`.
pub(super) fn colors(diagram: &Diagram, theme: Option<args::Theme>) -> Theme {
    match theme {
        Some(theme) => theme.into(),
        None => Theme::from_config(&diagram.document.config, &Theme::dark()),
    }
}
