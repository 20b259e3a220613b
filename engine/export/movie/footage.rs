use super::{Clip, Motion, Painters, Target, Watch, write};
use crate::export::{self, Error, Options};
use crate::paint::{self, Moment, Picture, View, raster};
use crate::scene::Scene;

/// What goes along the edges of a scene, as a clip.
#[derive(Debug)]
pub struct Footage<'s> {
    scene: &'s Scene,
    view: View,
    /// Frames a second.
    fps: u32,
    /// How long it is, s.
    secs: f64,
    /// All that stands, where that covers everything: only what moves is drawn over it, frame by frame.
    standing: Option<Picture>,
    painters: Painters,
}

impl<'s> Footage<'s> {
    /// Of `scene` as `options` ask for, from their moment on; without a number of seconds a loop that goes on into itself.
    ///
    /// # Errors
    /// As [`export::view`].
    pub fn new(
        scene: &'s Scene,
        options: &Options,
        fps: u32,
        secs: Option<f64>,
    ) -> Result<Self, Error> {
        let view = export::view(scene, options)?;
        let painters = Painters::default();
        let is_opaque = view.ground.unwrap_or(scene.ground).components[3] >= 1.0;
        let still = View { flow: None, ..view.clone() };
        let standing = is_opaque.then(|| painters.paint(scene, &still));
        let secs = secs.unwrap_or_else(|| loop_secs(scene, &view));
        Ok(Self { scene, view, fps, secs, standing, painters })
    }

    /// Hands the clip to `with`.
    pub fn with_clip<T>(&self, with: impl FnOnce(&Clip<'_>) -> T) -> T {
        let n_frames = n_frames(self.secs, self.fps);
        let draw = |frame_idx: usize| Ok(self.frame(frame_idx, n_frames));
        with(&Clip {
            width: self.view.width.into(),
            height: self.view.height.into(),
            fps: self.fps,
            n_frames,
            repeat: true,
            opaque: self.standing.is_some(),
            draw: &draw,
        })
    }

    /// Writes it, as [`write()`] does.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn write(
        &self,
        motion: Motion,
        target: &Target,
        watch: &mut Watch<'_>,
    ) -> Result<(), Error> {
        self.with_clip(|clip| write(clip, motion, target, watch))
    }

    fn frame(&self, frame_idx: usize, n_frames: usize) -> Picture {
        // By the number of frames, so that the last goes on to the first whatever the rate.
        let seconds = frame_idx as f64 * self.secs / n_frames as f64;
        let later = |moment: Moment| Moment { time: moment.time + seconds, ..moment };
        let view = View { flow: self.view.flow.map(later), ..self.view.clone() };
        let Some(mut picture) = self.standing.clone() else {
            return self.painters.paint(self.scene, &view);
        };
        if let (Some(flow), Some(moment)) = (&self.scene.flow, view.flow) {
            raster::paint_flow(flow, self.scene, &view, moment, &mut picture);
        }
        picture
    }
}

/// Seconds after which what moves in `scene` is where it was.
fn loop_secs(scene: &Scene, view: &View) -> f64 {
    /// Where nothing moves: long enough to be a film.
    const STILL: f64 = 1.0;
    let moves = scene.flow.as_ref().zip(view.flow).filter(|(flow, _)| !flow.streams.is_empty());
    moves.map_or(STILL, |(flow, moment)| paint::loop_secs(flow, moment.is_shared))
}

/// Frames of so many seconds, at least one.
#[must_use]
pub fn n_frames(secs: f64, fps: u32) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    let n_frames = (secs * f64::from(fps)).round() as usize;
    n_frames.max(1)
}
