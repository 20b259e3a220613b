use std::sync::{Mutex, PoisonError};

use crate::paint::{Picture, View, raster};
use crate::scene::Scene;

/// CPU painters for frames that are drawn by many threads at once, one painter a thread.
#[derive(Debug, Default)]
pub struct Painters {
    /// Those that nobody paints with just now.
    idle: Mutex<Vec<raster::Painter>>,
}

impl Painters {
    /// The picture of `scene` that `view` asks for.
    #[must_use]
    pub fn paint(&self, scene: &Scene, view: &View) -> Picture {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        // The threads are busy with a frame each: more for one of them would only be in the others' way.
        let mut painter = kept.unwrap_or_else(|| raster::Painter::with_threads(0));
        let picture = painter.paint(scene, view);
        idle().push(painter);
        picture
    }
}
