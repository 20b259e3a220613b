//! Frames in which nothing changes but what moves along the edges.

use std::sync::Arc;

use winit::event_loop::ActiveEventLoop;

use super::{CPU_FRAME_SECS, Shell};
use crate::app::watcher::Watcher;
use crate::app::worker::{Loaded, name_of};
use crate::input::{self, Source};
use crate::metrics::{self, Form, Metrics, assign};
use crate::paint::Moment;
use crate::scene::{self, Flow, Scales, Traffic};

/// In the video of a call more frames would only be smeared, s (`interaction.md` 3.6).
const SHARED_FRAME_SECS: f64 = 1.0 / 30.0;

/// What moves in a picture, and when it moves next.
#[derive(Default)]
pub(super) struct Flowing {
    /// What moves in which picture.
    made: Option<(Arc<Loaded>, Arc<Flow>)>,
    /// What was measured, and where that is written.
    measured: Option<(Source, Arc<Metrics>)>,
    _watcher: Option<Watcher>,
    /// What the measures are between, where something was measured.
    pub(super) scales: Option<Scales>,
    /// When the next frame is due in which nothing else changes, s.
    due: Option<f64>,
    /// Whether the frame that was asked for is such a one.
    only: bool,
}

impl Flowing {
    /// When the next frame is due in which nothing else changes, s.
    pub(super) fn due(&self) -> Option<f64> {
        self.due
    }

    /// A frame has been asked for, because something has `changed`, or else because it was due.
    pub(super) fn asked(&mut self, changed: bool) {
        self.only = !changed;
        self.due = None;
    }
}

impl Shell {
    /// What moves in the picture that is shown; nothing while that goes over into another.
    pub(super) fn flow(&mut self) -> Option<Arc<Flow>> {
        if !self.state.flow.is_shown || self.morphing.is_some() {
            return None;
        }
        let (loaded, _) = self.content.shown.as_ref()?;
        if let Some((of, flow)) = &self.flowing.made
            && Arc::ptr_eq(of, loaded)
        {
            return Some(Arc::clone(flow));
        }
        let graph = &loaded.diagram.graph;
        let traffic = match &self.flowing.measured {
            Some((_, metrics)) => Traffic::measured(graph, &assign(metrics, graph).edges),
            None => Traffic::illustrative(graph),
        };
        self.flowing.scales = traffic.scales;
        let flow = scene::flow(&loaded.scene, &loaded.diagram, &loaded.theme, &traffic);
        let flow = Arc::new(flow);
        self.flowing.made = Some((Arc::clone(loaded), Arc::clone(&flow)));
        Some(flow)
    }

    /// The moment of what moves at `time`.
    pub(super) fn moment(&self, time: f64) -> Option<Moment> {
        let is_shared = self.state.flow.is_shared;
        self.state.flow.at(time).map(|time| Moment { time, is_shared })
    }

    /// Looks for what was measured of the diagram that is open, and keeps an eye on it.
    pub(super) fn look_for_measures(&mut self) {
        let given = self.options.metrics.clone();
        let beside = self.options.source.measures().into_iter().next();
        let Some(path) = given.or_else(|| input::measures_of(&self.options.source)).or(beside)
        else {
            self.flowing = Flowing::default();
            return;
        };
        let source = Source::File(path);
        let watched = self.options.watch.then(|| Watcher::start(&source, self.proxy.clone()));
        let _watcher = watched.and_then(Result::ok).flatten();
        self.flowing = Flowing { _watcher, ..Flowing::default() };
        self.read_measures(source);
    }

    /// Reads the measures again where `source` is theirs; whether it is.
    pub(super) fn measures_changed(&mut self, source: &Source) -> bool {
        let is_theirs = self.options.metrics.as_deref() == source.path()
            || self.options.source.measures().iter().any(|path| Some(&**path) == source.path());
        if is_theirs {
            let given = self.options.metrics.clone();
            let found = given.or_else(|| input::measures_of(&self.options.source));
            self.flowing.made = None;
            self.read_measures(found.map_or(source.clone(), Source::File));
            self.redraw_soon(0.0);
        }
        is_theirs
    }

    /// Where they cannot be read, what was measured before stays, and that is told.
    fn read_measures(&mut self, source: Source) {
        let Some(path) = source.path().filter(|path| path.exists()) else {
            self.flowing.measured = None;
            return;
        };
        let name = name_of(&source);
        let form = Form::of_name(&path.to_string_lossy()).unwrap_or(Form::Prometheus);
        let read = input::read(&source).map_err(|error| error.to_string());
        let read = read
            .and_then(|text| metrics::read(&text, form).map_err(|fault| format!("{name}:{fault}")));
        match read {
            Ok(metrics) => self.flowing.measured = Some((source, Arc::new(metrics))),
            Err(message) => self.tell(message),
        }
    }

    /// Says how much of what was measured is in the diagram, once both are there.
    pub(super) fn tell_measures(&mut self) {
        let Some((source, metrics)) = &self.flowing.measured else { return };
        let Some((loaded, _)) = &self.content.shown else { return };
        let assigned = assign(metrics, &loaded.diagram.graph);
        let (n, all) = (assigned.n_matched, metrics.records.len());
        let name = name_of(source);
        let more = if n < all { "; `veduta metrics check` tells the others" } else { "" };
        self.tell(format!("{name}: {n} of {all} measures are of this diagram; A shows them{more}"));
    }

    /// Shows the last frame again, with what moves where it is now; whether there was such a frame to be shown.
    pub(super) fn redraw_flow(&mut self, time: f64, event_loop: &ActiveEventLoop) -> bool {
        let is_asked = std::mem::take(&mut self.flowing.only);
        if !is_asked || self.is_moving(time) || self.redraw_at.is_some_and(|at| at <= time) {
            return false;
        }
        let moment = self.moment(time);
        let (Some(open), Some(moment)) = (&mut self.open, moment) else { return false };
        if open.covered {
            return true;
        }
        let Some(shown) = open.canvas.show_moment(moment, &self.clock) else { return false };
        self.frame_shown(shown, time, event_loop);
        true
    }

    /// Asks for the next frame, if anything moves.
    pub(super) fn plan_flow(&mut self, time: f64) {
        let is_seen = self.state.flow.is_running() && self.content.shown.is_some();
        let pace = if self.state.flow.is_shared { SHARED_FRAME_SECS } else { CPU_FRAME_SECS };
        self.flowing.due = is_seen.then_some(time + pace.max(self.frame_secs));
    }
}
