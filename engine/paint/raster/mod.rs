//! The CPU painter (`vello_cpu`): the same picture on every machine, with or without a GPU.
//!
//! A picture is made in two steps. [`encode`] walks the scene back to front, leaves out what the view does not show,
//! and turns marks into the renderer's strips; then the strips are rasterised, band by band, by as many threads as
//! the painter has. The bytes do not depend on how many those are.

mod encode;
mod flow;

use vello_cpu::{
    PixmapMut, RasterizerSettings, RenderContext, RenderSettings, Resources, TargetInit,
};

use super::{Picture, View};
use crate::scene::Scene;

pub use flow::{paint_flow, put_over};

/// Paints scenes; keeps its buffers and glyph outlines from one picture to the next, so keep it too.
#[derive(Debug)]
pub struct Painter {
    context: RenderContext,
    resources: Resources,
}

impl Painter {
    /// A painter that uses the machine's cores, up to 8.
    #[must_use]
    pub fn new() -> Self {
        Self::with_settings(RenderSettings::default())
    }

    /// A painter with `n_threads` threads besides the one that calls; 0 does everything on that one.
    #[must_use]
    pub fn with_threads(n_threads: u16) -> Self {
        Self::with_settings(RenderSettings { num_threads: n_threads, ..RenderSettings::default() })
    }

    fn with_settings(settings: RenderSettings) -> Self {
        Self { context: RenderContext::new_with(1, 1, settings), resources: Resources::new() }
    }

    /// The picture of `scene` that `view` asks for.
    #[must_use]
    pub fn paint(&mut self, scene: &Scene, view: &View) -> Picture {
        let mut picture = Picture::default();
        self.paint_into(scene, view, &mut picture);
        picture
    }

    /// As [`Painter::paint`], into `picture`, whose buffer is used again: painting at the same size allocates no picture.
    /// Tells how many elements were drawn.
    pub fn paint_into(&mut self, scene: &Scene, view: &View, picture: &mut Picture) -> usize {
        let (width, height) = (view.width.max(1), view.height.max(1));
        picture.width = width.into();
        picture.height = height.into();
        picture.data.resize(usize::from(width) * usize::from(height) * 4, 0);
        let ground = view.ground.unwrap_or(scene.ground);
        let n_drawn = self.draw(scene, view, picture, TargetInit::Clear(ground));
        if let (Some(flow), Some(moment)) = (&scene.flow, view.flow) {
            paint_flow(flow, scene, view, moment, picture);
        }
        n_drawn
    }

    /// Paints `scene` over what `picture` shows already, without a ground: for chrome over a diagram. The view must
    /// have the picture's size, or nothing is painted.
    pub fn paint_over(&mut self, scene: &Scene, view: &View, picture: &mut Picture) {
        if (view.width.into(), view.height.into()) == (picture.width, picture.height) {
            self.draw(scene, view, picture, TargetInit::SrcOver);
        }
    }

    fn draw(
        &mut self,
        scene: &Scene,
        view: &View,
        picture: &mut Picture,
        init: TargetInit,
    ) -> usize {
        let (width, height) = (view.width.max(1), view.height.max(1));
        self.context.reset_and_resize(width, height);
        let n_drawn = encode::encode(scene, view, &mut self.context, &mut self.resources);
        self.context.flush();
        let settings = RasterizerSettings { target_init: init, ..RasterizerSettings::default() };
        if let Some(target) = PixmapMut::new(width, height, &mut picture.data) {
            self.context.render_with(target, &mut self.resources, settings);
        }
        n_drawn
    }
}

impl Default for Painter {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
