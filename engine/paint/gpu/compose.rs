use kurbo::{Affine, Rect};

use super::super::View;
use super::budget::Need;
use super::{Encoded, Error, Work};

/// Puts frames together from layers, in vello's form; keeps its buffers from one to the next.
#[derive(Default)]
pub struct Composer {
    frame: vello::Scene,
}

/// One layer of a frame: an encoded scene and where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// What.
    pub scene: &'a Encoded,
    /// Its px to picture px.
    pub picture_from_scene: Affine,
    /// The scale that decides on what of it is seen, as [`View::level_scale`].
    pub level: f64,
}

impl Composer {
    /// Puts `layers` one over the other for a picture of the size of `view`; tells what is in the lowest.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuch`].
    pub fn compose(&mut self, layers: &[Layer<'_>], view: &View) -> Result<Work, Error> {
        let (width, height) = (f64::from(view.width.max(1)), f64::from(view.height.max(1)));
        let picture = Rect::new(0.0, 0.0, width, height);
        self.frame.reset();
        let mut need = Need::default();
        let mut lowest = None;
        for layer in layers {
            let Layer { scene, picture_from_scene, level } = *layer;
            let work =
                scene.append_to(&mut self.frame, picture_from_scene, level, picture, &mut need);
            lowest.get_or_insert(work);
        }
        if need.fits() { Ok(lowest.unwrap_or_default()) } else { Err(Error::TooMuch) }
    }

    pub(super) fn frame(&self) -> &vello::Scene {
        &self.frame
    }
}

impl std::fmt::Debug for Composer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Composer").finish_non_exhaustive()
    }
}
