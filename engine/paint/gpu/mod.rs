//! The GPU painter (vello on wgpu).
//!
//! A scene is encoded in chunks of neighbouring elements ([`Encoded`]), each when it is first seen; the camera is a
//! transform at the moment a chunk is appended to the frame, so panning encodes no path, and chunks that the view does not
//! show cost nothing. [`Composer`] puts the layers of a frame together, for which no GPU is needed.
//!
//! vello's buffers have fixed sizes; a frame that would exceed them loses geometry without a word. [`budget`] adds up
//! what a frame needs beforehand, and [`Painter::paint`] refuses with [`Error::TooMuch`] so that the caller can take
//! the CPU painter, which has no such limits.

mod adapters;
mod budget;
mod chunks;
mod compose;
mod encode;
mod flow;

use std::sync::{Arc, mpsc};
use std::time::Duration;

use vello::{AaConfig, AaSupport, RenderParams, RendererOptions};

use super::{Picture, View};
use crate::scene::{Flow, Scene};

pub use adapters::{Adapter, adapters};
pub use chunks::{Encoded, Work};
pub use compose::{Composer, Layer};

/// What can keep the GPU from painting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no adapter that this painter can use.
    #[error("no graphics adapter was found ({0})")]
    NoAdapter(String),
    /// The adapter's driver gives no device.
    #[error("{adapter} gives no device ({cause})")]
    NoDevice {
        /// Its name.
        adapter: String,
        /// What the driver says.
        cause: String,
    },
    /// The view shows more than the painter's buffers hold; the CPU painter has no such limit.
    #[error("the view shows more than the GPU painter's buffers hold")]
    TooMuch,
    /// The renderer failed.
    #[error("the GPU renderer failed: {0}")]
    Renderer(String),
    /// The picture cannot be fetched from the GPU.
    #[error("the picture cannot be read back from the GPU: {0}")]
    ReadBack(String),
}

/// A GPU that is ready to be painted with.
#[derive(Clone, Debug)]
pub struct Gpu {
    /// What it is.
    pub adapter: wgpu::AdapterInfo,
    /// It.
    pub device: wgpu::Device,
    /// Its queue.
    pub queue: wgpu::Queue,
}

/// Paints encoded scenes into a texture.
pub struct Painter {
    gpu: Gpu,
    renderer: vello::Renderer,
    composer: Composer,
    work: Work,
    target: Option<Target>,
    moving: Option<Moving>,
}

/// What frames in which something moves are made of.
#[derive(Debug)]
struct Moving {
    pass: flow::Pass,
    over: Option<Target>,
    whole: Option<Target>,
    /// What was painted last is this and not the target.
    is_shown: bool,
}

#[derive(Debug)]
struct Target {
    texture: wgpu::Texture,
    view: wgpu::TextureView,
}

impl Gpu {
    /// The best adapter for `surface`, or for no surface at all, and a device on it. Takes up to seconds on slow
    /// drivers. A software adapter is taken only where there is no other.
    ///
    /// # Errors
    ///
    /// [`Error::NoAdapter`] and [`Error::NoDevice`].
    pub fn find(
        instance: &wgpu::Instance,
        surface: Option<&wgpu::Surface<'_>>,
    ) -> Result<(Self, wgpu::Adapter), Error> {
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            compatible_surface: surface,
            ..Default::default()
        };
        let adapter = pollster::block_on(instance.request_adapter(&options))
            .map_err(|e| Error::NoAdapter(e.to_string()))?;
        let info = adapter.get_info();
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("veduta"),
            required_limits: wgpu::Limits::default().using_resolution(adapter.limits()),
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor))
            .map_err(|e| Error::NoDevice { adapter: info.name.clone(), cause: e.to_string() })?;
        Ok((Self { adapter: info, device, queue }, adapter))
    }

    /// Whether the adapter is a program and not a chip: vello on it takes a hundred times as long as the CPU painter.
    #[must_use]
    pub fn is_software(&self) -> bool {
        self.adapter.device_type == wgpu::DeviceType::Cpu
    }
}

/// An instance of wgpu with the backends that the painter can use: those of its first rank. On OpenGL vello lacks what
/// it needs, and the CPU painter is the answer there.
#[must_use]
pub fn instance(display: Option<Box<dyn wgpu::wgt::WgpuHasDisplayHandle>>) -> wgpu::Instance {
    wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends: wgpu::Backends::PRIMARY,
        flags: wgpu::InstanceFlags::empty(),
        memory_budget_thresholds: wgpu::MemoryBudgetThresholds::default(),
        backend_options: wgpu::BackendOptions::default(),
        display,
    })
}

impl Painter {
    /// A painter on `gpu`. Compiles vello's shaders, which takes up to seconds: do it on a thread of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Renderer`].
    pub fn new(gpu: Gpu) -> Result<Self, Error> {
        let options = RendererOptions {
            use_cpu: false,
            antialiasing_support: AaSupport::area_only(),
            num_init_threads: None,
            pipeline_cache: None,
        };
        let renderer = vello::Renderer::new(&gpu.device, options)
            .map_err(|e| Error::Renderer(e.to_string()))?;
        Ok(Self {
            gpu,
            renderer,
            composer: Composer::default(),
            work: Work::default(),
            target: None,
            moving: None,
        })
    }

    /// A painter without a window, on the best adapter there is, for tests and export.
    ///
    /// # Errors
    ///
    /// As [`Gpu::find`] and [`Painter::new`].
    pub fn headless() -> Result<Self, Error> {
        Self::new(Gpu::find(&instance(None), None)?.0)
    }

    /// What was painted last; `None` before anything was.
    #[must_use]
    pub fn picture_view(&self) -> Option<&wgpu::TextureView> {
        self.shown().map(|target| &target.view)
    }

    fn shown(&self) -> Option<&Target> {
        let moving = self.moving.as_ref().filter(|moving| moving.is_shown);
        moving.map_or(self.target.as_ref(), |moving| moving.whole.as_ref())
    }

    /// What was in the last frame.
    #[must_use]
    pub fn work(&self) -> Work {
        self.work
    }

    /// What is painted with.
    #[must_use]
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Paints `layers` one over the other into the painter's texture of the view's size, on `view.ground` or else the
    /// ground of the first layer. The view's transform is not used: every layer has its own.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuch`] and [`Error::Renderer`].
    pub fn paint(
        &mut self,
        layers: &[Layer<'_>],
        view: &View,
    ) -> Result<&wgpu::TextureView, Error> {
        let (width, height) = (u32::from(view.width.max(1)), u32::from(view.height.max(1)));
        self.work = self.composer.compose(layers, view)?;
        let ground = view.ground.or(layers.first().map(|layer| layer.scene.ground()));
        let ground = ground.unwrap_or(peniko::Color::BLACK);
        if let Some(moving) = &mut self.moving {
            moving.is_shown = false;
        }
        let target = target(&mut self.target, &self.gpu.device, width, height);
        render(&mut self.renderer, &self.gpu, self.composer.frame(), target, ground)?;
        Ok(&target.view)
    }

    /// Paints `below` as [`Painter::paint`] does, on it what moves in `scene`, as [`View::flow`] says, and `over` over that.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuch`] and [`Error::Renderer`].
    pub fn paint_moving(
        &mut self,
        below: &[Layer<'_>],
        over: &[Layer<'_>],
        (flow, scene): (&Arc<Flow>, &Scene),
        view: &View,
    ) -> Result<(), Error> {
        self.paint(below, view)?;
        self.composer.compose(over, view)?;
        let (width, height) = (u32::from(view.width.max(1)), u32::from(view.height.max(1)));
        let device = &self.gpu.device;
        let moving = self.moving.get_or_insert_with(|| Moving {
            pass: flow::Pass::new(device),
            over: None,
            whole: None,
            is_shown: false,
        });
        let target = target(&mut moving.over, device, width, height);
        let nothing = peniko::Color::TRANSPARENT;
        render(&mut self.renderer, &self.gpu, self.composer.frame(), target, nothing)?;
        if let Some(moment) = view.flow {
            moving.pass.prepare(device, flow, scene, view, moment);
        }
        self.paint_moment(flow, view);
        Ok(())
    }

    /// The frame of [`Painter::paint_moving`] once more at another moment, with the same `flow` and `view` but for that:
    /// nothing but what moves is drawn anew.
    pub fn paint_moment(&mut self, flow: &Flow, view: &View) {
        let (Some(moving), Some(below), Some(moment)) = (&mut self.moving, &self.target, view.flow)
        else {
            return;
        };
        let Some(over) = &moving.over else { return };
        let (width, height) = (below.texture.width(), below.texture.height());
        let whole = target(&mut moving.whole, &self.gpu.device, width, height);
        let views = [&below.view, &over.view, &whole.view];
        moving.pass.draw(&self.gpu, views, flow, view, moment);
        moving.is_shown = true;
    }

    /// The picture of `scene` that `view` asks for, read back: for tests and export.
    ///
    /// # Errors
    ///
    /// As [`Painter::paint`], and [`Error::ReadBack`].
    pub fn picture(&mut self, scene: &Scene, view: &View) -> Result<Picture, Error> {
        let encoded = Encoded::with_text(scene, view.scale(), view.least_text);
        let picture_from_scene = view.picture_from_world;
        let layer = Layer { scene: &encoded, picture_from_scene, level: view.level_scale() };
        match &scene.flow {
            Some(flow) if view.flow.is_some() => {
                self.paint_moving(&[layer], &[], (flow, scene), view)?;
            }
            _ => _ = self.paint(&[layer], view)?,
        }
        self.read_back()
    }

    /// What was painted last.
    ///
    /// # Errors
    ///
    /// [`Error::ReadBack`].
    pub fn read_back(&self) -> Result<Picture, Error> {
        let failed = |cause: &str| Error::ReadBack(cause.to_owned());
        let texture = &self.shown().ok_or_else(|| failed("nothing was painted"))?.texture;
        let (device, queue) = (&self.gpu.device, &self.gpu.queue);
        let (buffer, stride) = copy_to_buffer(device, queue, texture);

        let (sender, receiver) = mpsc::channel();
        buffer.slice(..).map_async(wgpu::MapMode::Read, move |result| {
            // Nobody listens once reading back has been given up.
            let _ = sender.send(result);
        });
        device.poll(wgpu::PollType::wait_indefinitely()).map_err(|e| failed(&e.to_string()))?;
        let mapped = receiver.recv_timeout(Duration::from_secs(10));
        mapped.map_err(|e| failed(&e.to_string()))?.map_err(|e| failed(&e.to_string()))?;
        let bytes = buffer.slice(..).get_mapped_range().map_err(|e| failed(&e.to_string()))?;
        let row = texture.width() as usize * 4;
        let rows = bytes.chunks(stride as usize).take(texture.height() as usize);
        // vello leaves colours unmultiplied by alpha; a picture has them multiplied.
        let mut data: Vec<u8> = rows.flat_map(|padded| padded[..row].iter().copied()).collect();
        data.chunks_exact_mut(4).for_each(premultiply);
        Ok(Picture { width: texture.width(), height: texture.height(), data })
    }
}

impl std::fmt::Debug for Painter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Painter")
            .field("gpu", &self.gpu)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

fn render(
    renderer: &mut vello::Renderer,
    gpu: &Gpu,
    frame: &vello::Scene,
    target: &Target,
    base_color: peniko::Color,
) -> Result<(), Error> {
    let (width, height) = (target.texture.width(), target.texture.height());
    let params = RenderParams { base_color, width, height, antialiasing_method: AaConfig::Area };
    renderer
        .render_to_texture(&gpu.device, &gpu.queue, frame, &target.view, &params)
        .map_err(|e| Error::Renderer(e.to_string()))
}

/// The texture of this size, made anew where the size has changed.
fn target<'a>(
    slot: &'a mut Option<Target>,
    device: &wgpu::Device,
    width: u32,
    height: u32,
) -> &'a Target {
    if slot.as_ref().is_some_and(|t| (t.texture.width(), t.texture.height()) != (width, height)) {
        *slot = None;
    }
    slot.get_or_insert_with(|| {
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("veduta frame"),
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rgba8Unorm,
            usage: wgpu::TextureUsages::STORAGE_BINDING
                | wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::RENDER_ATTACHMENT
                | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        Target { texture, view }
    })
}

/// Copies `texture` into a buffer that can be mapped; also tells the length of its rows, bytes.
fn copy_to_buffer(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    texture: &wgpu::Texture,
) -> (wgpu::Buffer, u32) {
    let stride = (texture.width() * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("veduta read back"),
        size: u64::from(stride) * u64::from(texture.height()),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(stride),
                rows_per_image: None,
            },
        },
        texture.size(),
    );
    queue.submit([encoder.finish()]);
    (buffer, stride)
}

fn premultiply(pixel: &mut [u8]) {
    let alpha = u32::from(pixel[3]);
    for channel in &mut pixel[..3] {
        let value = (u32::from(*channel) * alpha + 127) / 255;
        *channel = u8::try_from(value).unwrap_or(u8::MAX);
    }
}

#[cfg(test)]
mod flow_tests;
#[cfg(test)]
mod tests;
