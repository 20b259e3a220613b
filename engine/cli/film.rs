//! A whole tour to a file: as a film that plays by itself, or as pages.

use std::sync::Arc;

use kurbo::{Rect, Size};

use crate::diagram::Diagram;
use crate::explore::tour::{Film, PROJECTOR};
use crate::explore::{Levels, State};
use crate::export::movie::{Clip, Motion, Painters, n_frames};
use crate::export::{self, Error, Frame, Options};
use crate::input::Source;
use crate::paint::{Moment, pdf};
use crate::scene::{self, MARGIN, Scene, Theme, Traffic};

use super::args::Background;
use super::load::{self, Drawn};
use super::motion::Duration;
use super::{Exit, args, export as still, measures, movie, say, tour};

/// A tour over a diagram, and the frame that it is drawn in.
struct Reel {
    film: Film<'static>,
    places: Vec<usize>,
    viewport: Size,
    theme: Theme,
    /// What goes along the edges, where a step shows that.
    traffic: Traffic,
}

/// Plays the tour that is asked for, and writes the film.
pub(super) fn run(args: &args::Export, motion: Motion, source: &Source, drawn: Drawn) -> Exit {
    let mut reel = match Reel::new(args, source, drawn) {
        Ok(reel) => reel,
        Err(exit) => return exit,
    };
    let length = reel.film.timings().last().map_or(0.0, |timing| timing.end);
    let seconds = match args.motion.duration {
        Duration::Loop => length,
        Duration::Seconds(seconds) => seconds.min(length),
    };
    let fps = args.motion.fps;
    let n_frames = n_frames(seconds, fps);
    let mut plain: Vec<(Arc<Diagram>, Scene)> = Vec::new();
    let mut frames: Vec<(State, usize, f64)> = Vec::new();
    for frame_idx in 0..n_frames {
        let time = frame_idx as f64 / f64::from(fps);
        let (state, diagram) = reel.film.at(time);
        let known = plain.iter().position(|(of, _)| Arc::ptr_eq(of, diagram));
        let place = known.unwrap_or_else(|| {
            plain.push((Arc::clone(diagram), plain_scene(diagram, &reel.theme, &reel.traffic)));
            plain.len() - 1
        });
        frames.push((state.clone(), place, time));
    }
    let painters = Painters::default();
    let draw = |frame_idx: usize| {
        let (state, place, time) = &frames[frame_idx];
        let (diagram, scene) = &plain[*place];
        let (scene, options) = seen(args, &reel.theme, (state, diagram, scene), *time);
        Ok(painters.paint(&scene, &export::view(&scene, &options)?))
    };
    let (width, height) = size_of(reel.viewport);
    let opaque = matches!(args.background, Background::Theme);
    let clip = Clip { width, height, fps, n_frames, repeat: true, opaque, draw: &draw };
    movie::write(&clip, motion, &args.output)
}

/// Writes the steps of the tour that is asked for, one a page.
pub(super) fn pages(args: &args::Export, source: &Source, drawn: Drawn) -> Exit {
    let mut reel = match Reel::new(args, source, drawn) {
        Ok(reel) => reel,
        Err(exit) => return exit,
    };
    let stills: Vec<(Scene, Options)> = reel
        .places
        .iter()
        .map(|place| {
            let (state, diagram) = reel.film.still(*place);
            let scene = plain_scene(&diagram, &reel.theme, &reel.traffic);
            seen(args, &reel.theme, (&state, &diagram, &scene), f64::INFINITY)
        })
        .collect();
    let pages: Result<Vec<_>, Error> =
        stills.iter().map(|(scene, options)| export::page(scene, options)).collect();
    let written = pages.and_then(|pages| pdf::write(&pages).map_err(Error::from));
    match written {
        Ok(bytes) if args.output.as_os_str() == "-" => say::hand_over(&bytes),
        Ok(bytes) => still::save(&args.output, &bytes),
        Err(error) => still::refuse(&error),
    }
}

impl Reel {
    fn new(args: &args::Export, source: &Source, drawn: Drawn) -> Result<Self, Exit> {
        let tour = tour::of(source, args.shown.tour.as_deref(), &drawn.diagram)?;
        let viewport = still::size_of(args).map_or(PROJECTOR, Size::from);
        let theme = load::colors(&drawn.diagram, args.theme);
        let given = args.measured.metrics.as_deref();
        let traffic = measures::traffic(source, given, &drawn.diagram.graph)?;
        let steps = tour.steps.iter().enumerate();
        let places = steps.filter(|(_, step)| !step.is_aside).map(|(place, _)| place).collect();
        let film = tour::film(drawn, tour, viewport);
        Ok(Self { film, places, viewport, theme, traffic })
    }
}

/// The picture of `diagram` before anything is done with it, and what moves in it.
fn plain_scene(diagram: &Diagram, theme: &Theme, traffic: &Traffic) -> Scene {
    let mut scene = scene::build(diagram, &State::default(), theme);
    scene.flow = Some(Arc::new(scene::flow(&scene, diagram, theme, traffic)));
    scene
}

/// What is seen at `time`, s, and how it is drawn.
fn seen(
    args: &args::Export,
    theme: &Theme,
    (state, diagram, plain): (&State, &Diagram, &Scene),
    time: f64,
) -> (Scene, Options) {
    let mut scene = plain.clone();
    scene::dress(&mut scene, diagram, theme, &state.aspect(time));
    let moment = state.flow.at(if time.is_finite() { time } else { 0.0 });
    if moment.is_none() {
        scene.flow = None;
    }
    let pose = state.camera.at(time);
    let window = Rect::from_center_size(pose.center, state.viewport / pose.zoom);
    // An export has a margin of its own round what it is told to show.
    scene.bounds = window.inflate(MARGIN, MARGIN);
    let (width, height) = size_of(state.viewport);
    let options = Options {
        frame: Frame::Size(width, height),
        detail: Levels::dialled(state.view.detail),
        margin: 0.0,
        ground: match args.background {
            Background::Theme => None,
            Background::Color(color) => Some(color),
        },
        flow: moment.map(|time| Moment { time, is_shared: state.flow.is_shared }),
    };
    load::title(&mut scene, diagram, args.theme, &options, 1.0, state.titles_larger());
    tour::put_over(&mut scene, state, diagram, theme, time);
    (scene, options)
}

fn size_of(viewport: Size) -> (u32, u32) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    let side = |length: f64| length.round() as u32;
    (side(viewport.width), side(viewport.height))
}
