//! Paints a frame, layer over layer, on the GPU or the CPU, and brings it onto the window.

use std::sync::Arc;

use kurbo::Affine;
use winit::window::Window;

use super::graphics::Graphics;
use super::present::{Shown, Soft, Surface};
use crate::paint::{Picture, View, gpu, raster};
use crate::scene::Scene;

/// While the camera moves, thin lines and small text may have been encoded for a scale that is so much off.
const MOVING_TOLERANCE: f64 = 0.1;
/// At rest they may not be off by anything that could be seen.
const RESTING_TOLERANCE: f64 = 0.001;

/// What a frame shows, from the bottom to the top.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// The diagram; it is encoded anew only when it is another one.
    pub(super) diagram: Option<&'a Arc<Scene>>,
    /// In logical px from below the tabs.
    pub(super) chrome: Vec<Scene>,
    /// Height of the tabs, logical px.
    pub(super) top: f64,
    /// World px to picture px, the picture's size in px, and what is behind everything.
    pub(super) view: View,
    /// Picture px a logical px.
    pub(super) scale_factor: f64,
    /// Whether the next frame will be another one.
    pub(super) moving: bool,
}

/// The painters and the way onto the window.
pub(super) struct Canvas {
    window: Arc<Window>,
    raster: raster::Painter,
    picture: Picture,
    soft: Option<Soft>,
    graphics: Option<(gpu::Painter, Surface)>,
    /// Of the latest diagrams, the latest first: the one with and the one without a highlight.
    encoded: Vec<(Arc<Scene>, gpu::Encoded)>,
    /// Who painted last.
    painted_by: &'static str,
}

impl Canvas {
    /// Starts with the CPU painter.
    pub(super) fn new(window: Arc<Window>) -> Self {
        let mut canvas = Self {
            window,
            raster: raster::Painter::new(),
            picture: Picture::default(),
            soft: None,
            graphics: None,
            encoded: Vec::new(),
            painted_by: "none",
        };
        canvas.use_cpu();
        canvas
    }

    /// Gives the GPU up, if it had been taken.
    pub(super) fn use_cpu(&mut self) {
        self.graphics = None;
        self.encoded.clear();
        // Where this fails the window stays empty until a GPU is found.
        self.soft = Soft::new(&self.window).ok();
    }

    /// Goes over to the GPU.
    ///
    /// # Errors
    ///
    /// Says why the window does not take its textures; the CPU goes on.
    pub(super) fn use_gpu(&mut self, graphics: Graphics) -> Result<(), String> {
        let size = self.window.inner_size();
        let Graphics { instance, surface, adapter, painter } = graphics;
        self.soft = None;
        let gpu = painter.gpu().clone();
        match Surface::new(instance, surface, &adapter, gpu, (size.width, size.height)) {
            Ok(surface) => {
                self.graphics = Some((painter, surface));
                Ok(())
            }
            Err(cause) => {
                self.use_cpu();
                Err(cause)
            }
        }
    }

    /// Whether the GPU has been taken.
    pub(super) fn has_gpu(&self) -> bool {
        self.graphics.is_some()
    }

    /// `gpu` or `cpu`, whichever painted the last frame.
    pub(super) fn painted_by(&self) -> &'static str {
        self.painted_by
    }

    /// Paints and shows `frame`.
    pub(super) fn show(&mut self, frame: &Frame<'_>) -> Shown {
        let size = (u32::from(frame.view.width), u32::from(frame.view.height));
        if let Some((painter, surface)) = &mut self.graphics {
            surface.resize(size.0, size.1);
            self.painted_by = "gpu";
            let painted = paint_on_gpu(painter, &mut self.encoded, frame);
            match painted {
                Ok(texture) => return surface.show(texture, &self.window),
                // More than its buffers hold: the CPU has no such limit.
                Err(gpu::Error::TooMuch) => {}
                Err(error) => return Shown::Never(error.to_string()),
            }
        }
        self.painted_by = "cpu";
        self.paint_on_cpu(frame);
        match (&mut self.graphics, &mut self.soft) {
            (Some((_, surface)), _) => surface.upload(&self.picture, &self.window),
            (None, Some(soft)) => soft.show(&self.picture),
            (None, None) => Shown::Yes,
        }
    }

    fn paint_on_cpu(&mut self, frame: &Frame<'_>) {
        let nothing = Scene {
            bounds: kurbo::Rect::ZERO,
            ground: peniko::Color::BLACK,
            elements: Vec::new(),
            title: None,
            description: None,
        };
        let diagram = frame.diagram.map_or(&nothing, |scene| scene.as_ref());
        self.raster.paint_into(diagram, &frame.view, &mut self.picture);
        let picture_from_world = picture_from_chrome(frame);
        let view = View { picture_from_world, ..frame.view.clone() };
        for chrome in &frame.chrome {
            self.raster.paint_over(chrome, &view, &mut self.picture);
        }
    }
}

fn picture_from_chrome(frame: &Frame<'_>) -> Affine {
    Affine::scale(frame.scale_factor) * Affine::translate((0.0, frame.top))
}

fn paint_on_gpu<'p>(
    painter: &'p mut gpu::Painter,
    encoded: &mut Vec<(Arc<Scene>, gpu::Encoded)>,
    frame: &Frame<'_>,
) -> Result<&'p wgpu::TextureView, gpu::Error> {
    let tolerance = if frame.moving { MOVING_TOLERANCE } else { RESTING_TOLERANCE };
    if let Some(scene) = frame.diagram {
        encode_first(encoded, scene, frame.view.scale(), tolerance);
    }
    let chrome: Vec<_> =
        frame.chrome.iter().map(|scene| gpu::Encoded::new(scene, frame.scale_factor)).collect();

    let world = encoded
        .first()
        .filter(|_| frame.diagram.is_some())
        .map(|(_, scene)| gpu::Layer { scene, picture_from_scene: frame.view.picture_from_world });
    let picture_from_scene = picture_from_chrome(frame);
    let screen = chrome.iter().map(|scene| gpu::Layer { scene, picture_from_scene });
    let layers: Vec<_> = world.into_iter().chain(screen).collect();
    painter.paint(&layers, &frame.view)
}

/// Brings the encoding of `scene` to the front of `encoded`, making it where there is none that suits the scale.
fn encode_first(
    encoded: &mut Vec<(Arc<Scene>, gpu::Encoded)>,
    scene: &Arc<Scene>,
    scale: f64,
    tolerance: f64,
) {
    let known = encoded.iter().position(|(of, _)| Arc::ptr_eq(of, scene));
    let known = known.map(|place| encoded.remove(place));
    let suiting = known.filter(|(_, made)| made.suits(scale, tolerance));
    let first = suiting.unwrap_or_else(|| (Arc::clone(scene), gpu::Encoded::new(scene, scale)));
    encoded.insert(0, first);
    encoded.truncate(2);
}
