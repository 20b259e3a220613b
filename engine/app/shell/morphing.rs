//! From the picture that is there to the next one.

use std::collections::BTreeSet;
use std::sync::Arc;

use kurbo::{Point, Rect};

use super::Shell;
use crate::app::worker::Loaded;
use crate::diagram::Diagram;
use crate::explore::{self, Kept};
use crate::graph::EndAt;
use crate::scene::{Kinship, Morph, Scene, Subject};

/// How long a morph takes, s (`interaction.md` 3.4).
const MORPH_SECS: f64 = 0.35;

/// A morph under way.
pub(super) struct Morphing {
    morph: Morph,
    start: f64,
}

impl Morphing {
    /// The share of the way at `time`: slow at both ends; `None` once it is over.
    fn share(&self, time: f64) -> Option<f64> {
        let linear = ((time - self.start) / MORPH_SECS).max(0.0);
        (linear < 1.0).then_some(linear * linear * (3.0 - 2.0 * linear))
    }
}

impl Shell {
    /// The ids of the groups that are to be folded.
    pub(super) fn folded(&self) -> BTreeSet<String> {
        let Some((loaded, _)) = &self.content.shown else { return BTreeSet::new() };
        let groups = &loaded.diagram.graph.groups;
        let id = |group: &crate::graph::GroupId| groups.get(group.index()).map(|g| g.id.clone());
        self.state.view.folded.iter().filter_map(id).collect()
    }

    /// Has another picture made where other groups are to be folded than are, or than are about to be.
    pub(super) fn fold_as_wanted(&mut self) {
        if self.content.shown.is_some() && self.content.wanted != self.state.view.folded {
            self.content.wanted.clone_from(&self.state.view.folded);
            self.reload();
        }
    }

    /// Takes the state over from `before` to `now`, whose plain picture is `scene`, and begins the morph to that.
    pub(super) fn go_over(&mut self, before: &Loaded, now: &Loaded, scene: &Arc<Scene>, time: f64) {
        let from = self.scene_at(time, Rect::new(-1e9, -1e9, 1e9, 1e9));
        let is_same = Arc::ptr_eq(&before.whole, &now.whole);
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
        self.morphing = Some(Morphing { morph, start: time });
    }

    /// Whether the camera or the picture is on its way.
    pub(super) fn is_moving(&self, time: f64) -> bool {
        let morphs = self.morphing.as_ref().is_some_and(|morphing| morphing.share(time).is_some());
        morphs || self.cover(time) > 0.0 || self.state.camera.is_moving(time)
    }

    /// The picture at `time`; of what is outside of `seen`, world px, there may be nothing while it is on its way.
    pub(super) fn scene_at(&mut self, time: f64, seen: Rect) -> Option<Arc<Scene>> {
        let plain = self.content.shown.as_ref().map(|(_, scene)| scene);
        let scene = self.dressed.as_ref().map(|(_, scene)| scene).or(plain).cloned();
        let Some(morphing) = &mut self.morphing else { return scene };
        let (Some(share), Some(scene)) = (morphing.share(time), &scene) else {
            self.morphing = None;
            return scene;
        };
        if !morphing.morph.ends_at(scene) {
            morphing.morph.end_at(Arc::clone(scene));
        }
        Some(Arc::new(morphing.morph.at(share, seen)))
    }
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
