//! From the picture that is there to the next one.

use std::sync::Arc;

use kurbo::{Point, Rect};

use super::Shell;
use crate::app::worker::{Change, Loaded, name_of};
use crate::diagram::{Diagram, Pins};
use crate::explore::{self, Kept};
use crate::export;
use crate::graph::{EndAt, GroupId};
use crate::input::{self, Source};
use crate::paint::View;
use crate::scene::{Kinship, Morph, Scene, Subject};

/// How long a morph takes, s (`interaction.md` 3.4).
const MORPH_SECS: f64 = 0.35;

/// The same while something is dragged, s.
const FOLLOW_SECS: f64 = 0.1;

/// A morph under way.
pub(super) struct Morphing {
    morph: Morph,
    start: f64,
    secs: f64,
}

impl Morphing {
    /// The share of the way at `time`: slow at both ends; `None` once it is over.
    fn share(&self, time: f64) -> Option<f64> {
        let linear = ((time - self.start) / self.secs).max(0.0);
        (linear < 1.0).then_some(linear * linear * (3.0 - 2.0 * linear))
    }
}

impl Shell {
    /// What the person has made of the drawing.
    pub(super) fn change(&self) -> Change {
        let Some((loaded, _)) = &self.content.shown else { return Change::default() };
        let groups = &loaded.diagram.graph.groups;
        let id = |group: &GroupId| groups.get(group.index()).map(|g| g.id.clone());
        let folded = self.state.view.folded.iter().filter_map(id).collect();
        Change { folded, pins: self.state.view.pins.clone() }
    }

    /// Has another picture made where the person wants another than is there or about to be.
    pub(super) fn change_as_wanted(&mut self) {
        // While something is dragged the picture follows as fast as it can, and is not called off all the time.
        let is_busy = self.state.drag.is_some() && self.content.stage.is_some();
        if self.content.shown.is_none() || is_busy {
            return;
        }
        let change = self.change();
        if self.content.wanted != change {
            self.content.wanted = change;
            self.reload();
        }
    }

    /// Writes what is pinned into the file beside the diagram.
    pub(super) fn save_pins(&mut self) {
        let Some((loaded, _)) = &self.content.shown else { return };
        self.is_warned = false;
        let pins = self.state.view.pins.as_ref().unwrap_or(&loaded.pins).clone();
        let said = match write_pins(&self.options.source, &pins) {
            Ok(name) => {
                self.content.saved = pins;
                format!("what is pinned is written down in {name}")
            }
            Err(message) => message,
        };
        self.tell(said);
    }

    /// Whether something was dragged that has not been written down.
    pub(super) fn has_unsaved_pins(&self) -> bool {
        self.state.view.pins.as_ref().is_some_and(|pins| *pins != self.content.saved)
    }

    /// Takes the state over from `before` to `now`, whose plain picture is `scene`, and begins the morph to that.
    pub(super) fn go_over(&mut self, before: &Loaded, now: &Loaded, scene: &Arc<Scene>, time: f64) {
        let from = self.whole_at(time);
        let is_same = Arc::ptr_eq(&before.base, &now.base);
        let (old, new) = (&*before.diagram, &*now.diagram);
        let shift = if is_same {
            explore::refold(&mut self.state, old, new, time)
        } else {
            explore::adopt(&mut self.state, old, new, time)
        };
        if self.state.reduced_motion {
            return; // It fades in instead.
        }
        let Some(from) = from else { return };
        let kept = if is_same { Kept::All } else { Kept::new(old, new) };
        let kinship = Kinship {
            kept: &|subject| kept_in(&kept, subject),
            goes: &|subject| kept_in(&kept, subject).and_then(|subject| middle(new, subject)),
            comes: &|subject| is_same.then(|| middle(old, subject)).flatten(),
            shift,
        };
        let morph = Morph::new(from, Arc::clone(scene), &kinship);
        let secs = if self.state.drag.is_some() { FOLLOW_SECS } else { MORPH_SECS };
        // Of a large picture this has taken its time, which is none of the way's.
        let start = self.clock.now();
        self.morphing = Some(Morphing { morph, start, secs });
    }

    /// Whether the picture is on its way to the next one.
    pub(super) fn morphs(&self, time: f64) -> bool {
        self.morphing.as_ref().is_some_and(|morphing| morphing.share(time).is_some())
    }

    /// Whether the camera or the picture is on its way.
    pub(super) fn is_moving(&self, time: f64) -> bool {
        self.morphs(time) || self.cover(time) > 0.0 || self.state.camera.is_moving(time)
    }

    /// The picture at `time`; of what `view` does not show there may be nothing while it is on its way.
    pub(super) fn scene_at(&mut self, time: f64, view: &View) -> Option<Arc<Scene>> {
        self.scene_within(time, view.world(), view.level_scale())
    }

    /// All of the picture at `time` that is seen at the zoom there is.
    fn whole_at(&mut self, time: f64) -> Option<Arc<Scene>> {
        let scale = self.state.camera.at(time).zoom * self.detail();
        self.scene_within(time, Rect::new(-1e9, -1e9, 1e9, 1e9), scale)
    }

    fn scene_within(&mut self, time: f64, seen: Rect, scale: f64) -> Option<Arc<Scene>> {
        let plain = self.content.shown.as_ref().map(|(_, scene)| scene);
        let scene = self.dressed.as_ref().map(|dressed| &dressed.scene).or(plain).cloned();
        let Some(morphing) = &mut self.morphing else { return scene };
        let (Some(share), Some(scene)) = (morphing.share(time), &scene) else {
            self.morphing = None;
            return scene;
        };
        if !morphing.morph.ends_at(scene) {
            morphing.morph.end_at(Arc::clone(scene));
        }
        Some(Arc::new(morphing.morph.at(share, seen, scale)))
    }
}

/// Puts `pins` into the file beside `source`; the file's name, or why not.
fn write_pins(source: &Source, pins: &Pins) -> Result<String, String> {
    let path = source.beside().ok_or("there is no file to keep what is pinned beside")?;
    let name = name_of(&Source::File(path.clone()));
    let before = match input::read_beside(source) {
        Ok(found) => found.map(|(_, text)| text).unwrap_or_default(),
        Err(error) => return Err(error.to_string()),
    };
    let text =
        pins.written_into(&before).map_err(|e| format!("{name}:{}: {}", e.line, e.message))?;
    export::save(&path, text.as_bytes()).map_err(|error| error.to_string())?;
    Ok(name)
}

fn kept_in(kept: &Kept, subject: Subject) -> Option<Subject> {
    let subject = match subject {
        Subject::Diagram => return Some(Subject::Diagram),
        Subject::Group(group) => explore::Subject::Group(group),
        Subject::Edge(edge) => explore::Subject::Edge(edge),
        Subject::Node(node) => explore::Subject::Node(node),
    };
    kept.find(subject).map(Subject::from)
}

/// The middle of what is drawn for `subject` in `diagram`, where that is a box.
fn middle(diagram: &Diagram, subject: Subject) -> Option<Point> {
    let end = match subject {
        Subject::Node(node) => EndAt::Node(node),
        Subject::Group(group) => EndAt::Group(group),
        Subject::Edge(edge) if diagram.fold.carrier(edge).is_none() => {
            diagram.graph.edges.get(edge.index())?.from.at
        }
        Subject::Edge(_) | Subject::Diagram => return None,
    };
    let rect = match diagram.fold.end(end) {
        EndAt::Node(node) => diagram.layout.nodes.get(node.index())?,
        EndAt::Group(group) => diagram.layout.groups.get(group.index())?,
    };
    let center = rect.center();
    Some(Point::new(center.x, center.y))
}
