//! Paints a frame, layer over layer, on the GPU or the CPU, and brings it onto the window.

use std::sync::Arc;

use kurbo::Affine;
use winit::window::Window;

use super::graphics::Graphics;
use super::moving::Moving;
use super::present::{Shown, Soft, Surface};
use crate::clock::Clock;
use crate::paint::{Moment, Picture, View, gpu, raster};
use crate::scene::{Flow, Scene};

/// While the camera moves, thin lines and small text may have been encoded for a scale that is so much off.
const MOVING_TOLERANCE: f64 = 0.1;
/// At rest they may not be off by anything that could be seen.
const RESTING_TOLERANCE: f64 = 0.001;

/// A picture that gives way to another.
#[derive(Clone, Debug)]
pub(super) struct Leaving {
    /// Its diagram.
    pub(super) diagram: Arc<Scene>,
    /// What stood over that in world px.
    pub(super) titles: Option<Scene>,
    /// How it was seen.
    pub(super) view: View,
}

/// What a frame shows, from the bottom to the top.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// The diagram; it is encoded anew only when it is another one.
    pub(super) diagram: Option<&'a Arc<Scene>>,
    /// What moves in it; `view` tells the moment.
    pub(super) flow: Option<Arc<Flow>>,
    /// What stands over it in world px, at the size of the screen.
    pub(super) titles: Option<Scene>,
    /// What these take the place of, and how much of it is left, 0 to 1.
    pub(super) leaving: Option<(&'a Leaving, f32)>,
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

/// How a frame was made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Made {
    /// Elements of the diagram in it.
    pub(super) n_drawn: usize,
    /// Elements of the diagram that were left out.
    pub(super) n_culled: usize,
    /// Whether the next frame will be sharper.
    pub(super) is_lagging: bool,
    /// What each step took, s; the CPU painter encodes and paints in one.
    pub(super) encode_secs: f64,
    /// As before.
    pub(super) paint_secs: f64,
    /// As before.
    pub(super) present_secs: f64,
}

/// The painters and the way onto the window.
pub(super) struct Canvas {
    window: Arc<Window>,
    raster: raster::Painter,
    picture: Picture,
    soft: Option<Soft>,
    graphics: Option<(gpu::Painter, Surface)>,
    /// The diagram for the GPU.
    encoded: Option<gpu::Encoded>,
    /// What the last frame was made of, where something moved in it and the CPU painted it.
    kept: Option<Moving>,
    /// The same of the GPU, which keeps the pictures itself.
    sent: Option<(Arc<Flow>, View)>,
    /// Who painted last.
    painted_by: &'static str,
    /// How the last frame was made.
    made: Made,
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
            encoded: None,
            kept: None,
            sent: None,
            painted_by: "none",
            made: Made::default(),
        };
        canvas.use_cpu();
        canvas
    }

    /// Gives the GPU up, if it had been taken.
    pub(super) fn use_cpu(&mut self) {
        self.graphics = None;
        self.encoded = None;
        self.sent = None;
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

    /// How the last frame was made.
    pub(super) fn made(&self) -> Made {
        self.made
    }

    /// Paints and shows `frame`.
    pub(super) fn show(&mut self, frame: &Frame<'_>, clock: &Clock) -> Shown {
        let size = (u32::from(frame.view.width), u32::from(frame.view.height));
        let start = clock.now();
        (self.kept, self.sent) = (None, None);
        if let Some((painter, surface)) = &mut self.graphics {
            surface.resize(size.0, size.1);
            self.painted_by = "gpu";
            let lagging = encode(&mut self.encoded, frame);
            let encoded = clock.now();
            let painted = paint_on_gpu(painter, self.encoded.as_ref(), frame);
            match painted {
                Ok(()) => {
                    let painted = clock.now();
                    self.sent = frame.flow.clone().map(|flow| (flow, frame.view.clone()));
                    let work = painter.work();
                    let shown = painter.picture_view().map(|view| surface.show(view, &self.window));
                    self.made = Made {
                        n_drawn: work.n_drawn,
                        n_culled: work.n_culled,
                        is_lagging: lagging,
                        encode_secs: encoded - start,
                        paint_secs: painted - encoded,
                        present_secs: clock.now() - painted,
                    };
                    return shown.unwrap_or(Shown::Later);
                }
                // More than its buffers hold: the CPU has no such limit.
                Err(gpu::Error::TooMuch) => {}
                Err(error) => return Shown::Never(error.to_string()),
            }
        }
        self.painted_by = "cpu";
        let (n_drawn, n_culled) = self.paint_on_cpu(frame);
        let painted = clock.now();
        let shown = self.bring();
        self.made = Made {
            n_drawn,
            n_culled,
            paint_secs: painted - start,
            present_secs: clock.now() - painted,
            ..Made::default()
        };
        shown
    }

    /// Shows the last frame with what moves at `moment`; `None` where nothing moved in it.
    pub(super) fn show_moment(&mut self, moment: Moment, clock: &Clock) -> Option<Shown> {
        let start = clock.now();
        let (painted, shown) = match (&self.kept, &mut self.graphics, &mut self.sent) {
            (Some(kept), ..) => {
                kept.paint(moment, &mut self.picture);
                (clock.now(), self.bring())
            }
            (None, Some((painter, surface)), Some((flow, view))) => {
                view.flow = Some(moment);
                painter.paint_moment(flow, view);
                let painted = clock.now();
                (painted, surface.show(painter.picture_view()?, &self.window))
            }
            _ => return None,
        };
        self.made = Made {
            encode_secs: 0.0,
            paint_secs: painted - start,
            present_secs: clock.now() - painted,
            ..self.made
        };
        Some(shown)
    }

    /// Brings the CPU's picture onto the window.
    fn bring(&mut self) -> Shown {
        match (&mut self.graphics, &mut self.soft) {
            (Some((_, surface)), _) => surface.upload(&self.picture, &self.window),
            (None, Some(soft)) => soft.show(&self.picture),
            (None, None) => Shown::Yes,
        }
    }

    /// Also tells how many elements of the diagram were drawn, and how many left out.
    fn paint_on_cpu(&mut self, frame: &Frame<'_>) -> (usize, usize) {
        let nothing = empty();
        let diagram = frame.diagram.map_or(&nothing, |scene| scene.as_ref());
        let moves = frame.flow.as_ref().zip(frame.diagram).zip(frame.view.flow);
        let moves = moves.filter(|_| frame.leaving.is_none());
        if let Some(((flow, scene), moment)) = moves {
            let (kept, n_drawn) = self.kept(frame, flow, scene);
            kept.paint(moment, &mut self.picture);
            self.kept = Some(kept);
            return (n_drawn, diagram.elements.len() - n_drawn);
        }
        let n_drawn = self.raster.paint_into(diagram, &frame.view, &mut self.picture);
        if let Some(titles) = &frame.titles {
            self.raster.paint_over(titles, &frame.view, &mut self.picture);
        }
        if let Some((leaving, share)) = frame.leaving {
            let mut before = Picture::default();
            self.raster.paint_into(&leaving.diagram, &leaving.view, &mut before);
            if let Some(titles) = &leaving.titles {
                self.raster.paint_over(titles, &leaving.view, &mut before);
            }
            blend(&mut self.picture, &before, share);
        }
        let picture_from_world = picture_from_chrome(frame);
        let view = View { picture_from_world, ..frame.view.clone() };
        for chrome in &frame.chrome {
            self.raster.paint_over(chrome, &view, &mut self.picture);
        }
        (n_drawn, diagram.elements.len() - n_drawn)
    }
}

/// Puts `share`, 0 to 1, of `over` on `picture`, if they are of one size: both are opaque.
fn blend(picture: &mut Picture, over: &Picture, share: f32) {
    if picture.data.len() != over.data.len() {
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 256")]
    let share = (share.clamp(0.0, 1.0) * 256.0) as u16;
    for (below, above) in picture.data.iter_mut().zip(&over.data) {
        let mixed = u16::from(*below) * (256 - share) + u16::from(*above) * share;
        *below = u8::try_from(mixed >> 8).unwrap_or(u8::MAX);
    }
}

impl Canvas {
    /// What stands still in `frame`, in which something moves, and how many elements of the diagram that is.
    fn kept(&mut self, frame: &Frame<'_>, flow: &Arc<Flow>, scene: &Arc<Scene>) -> (Moving, usize) {
        let (mut below, mut over) = (Picture::default(), Picture::default());
        let view = View { flow: None, ..frame.view.clone() };
        let n_drawn = self.raster.paint_into(scene, &view, &mut below);
        let nothing = Some(peniko::Color::TRANSPARENT);
        let clear = View { ground: nothing, ..view.clone() };
        let titles = frame.titles.as_ref();
        self.raster.paint_into(titles.unwrap_or(&empty()), &clear, &mut over);
        let screen = View { picture_from_world: picture_from_chrome(frame), ..view.clone() };
        for chrome in &frame.chrome {
            self.raster.paint_over(chrome, &screen, &mut over);
        }
        let (flow, scene) = (Arc::clone(flow), Arc::clone(scene));
        (Moving { flow, scene, view, below, over }, n_drawn)
    }
}

/// A picture of nothing.
fn empty() -> Scene {
    Scene {
        bounds: kurbo::Rect::ZERO,
        ground: peniko::Color::BLACK,
        elements: Vec::new(),
        title: None,
        description: None,
        flow: None,
    }
}

fn picture_from_chrome(frame: &Frame<'_>) -> Affine {
    Affine::scale(frame.scale_factor) * Affine::translate((0.0, frame.top))
}

/// Encodes what the frame needs of the diagram; whether some of that lags behind.
fn encode(encoded: &mut Option<gpu::Encoded>, frame: &Frame<'_>) -> bool {
    let Some(scene) = frame.diagram else { return false };
    let tolerance = if frame.moving { MOVING_TOLERANCE } else { RESTING_TOLERANCE };
    let encoded = encoded.get_or_insert_with(|| gpu::Encoded::of(Arc::clone(scene)));
    encoded.show(scene);
    encoded.prepare(&frame.view, tolerance).is_lagging
}

fn paint_on_gpu(
    painter: &mut gpu::Painter,
    diagram: Option<&gpu::Encoded>,
    frame: &Frame<'_>,
) -> Result<(), gpu::Error> {
    let (picture_from_scene, scale) = (frame.view.picture_from_world, frame.view.scale());
    let level = frame.view.level_scale();
    let titles = frame.titles.as_ref().map(|titles| gpu::Encoded::new(titles, scale));
    let in_world = |scene| gpu::Layer { scene, picture_from_scene, level };
    let below: Vec<_> =
        diagram.filter(|_| frame.diagram.is_some()).into_iter().map(in_world).collect();
    let leaving = frame.leaving.map(|(leaving, share)| (veils(leaving, share), &leaving.view));
    let leaving = leaving.iter().flat_map(|(veils, view)| {
        let (picture_from_scene, level) = (view.picture_from_world, view.level_scale());
        veils.iter().map(move |scene| gpu::Layer { scene, picture_from_scene, level })
    });
    let chrome: Vec<_> =
        frame.chrome.iter().map(|scene| gpu::Encoded::new(scene, frame.scale_factor)).collect();
    let picture_from_scene = picture_from_chrome(frame);
    let screen = chrome.iter().map(|scene| gpu::Layer { scene, picture_from_scene, level: 1.0 });
    let over: Vec<_> = titles.iter().map(in_world).chain(leaving).chain(screen).collect();
    match frame.flow.as_ref().zip(frame.diagram) {
        Some(moving) => painter.paint_moving(&below, &over, (moving.0, moving.1), &frame.view),
        None => painter.paint(&[below, over].concat(), &frame.view).map(|_| ()),
    }
}

/// What is left of a picture that gives way to another; its titles go with it.
fn veils(leaving: &Leaving, share: f32) -> [gpu::Encoded; 1] {
    let mut scene = Scene::clone(&leaving.diagram);
    scene.elements.extend(leaving.titles.iter().flat_map(|titles| titles.elements.clone()));
    let mut encoded = gpu::Encoded::of(Arc::new(scene));
    encoded.prepare(&leaving.view, MOVING_TOLERANCE);
    [encoded.as_veil(share)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_blended_over_another_of_its_size() {
        let picture = |data: &[u8]| Picture { width: 1, height: 1, data: data.to_vec() };
        let check = |share: f32, expected: &[u8]| {
            let mut found = picture(&[0, 100, 200, 255]);
            blend(&mut found, &picture(&[200, 100, 0, 255]), share);
            assert_eq!(found.data, expected, "{share}");
        };
        check(0.0, &[0, 100, 200, 255]);
        check(0.5, &[100, 100, 100, 255]);
        check(1.0, &[200, 100, 0, 255]);
        let mut found = picture(&[1, 2, 3, 4]);
        blend(&mut found, &Picture { width: 2, height: 1, data: vec![9; 8] }, 0.5);
        assert_eq!(found.data, [1, 2, 3, 4]);
    }
}
