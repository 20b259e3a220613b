//! Brings pictures onto the window: through softbuffer from main memory, or through the window's surface from the GPU.
//!
//! A window has one of the two at a time. Software pictures go through softbuffer because on a software adapter a
//! surface only adds copies; once the surface is taken, pictures of the CPU painter are uploaded to it.

use std::num::NonZeroU32;
use std::sync::Arc;

use wgpu::CurrentSurfaceTexture;
use wgpu::util::TextureBlitter;
use winit::window::Window;

use crate::paint::Picture;
use crate::paint::gpu::Gpu;

/// What came of bringing a picture onto the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is there.
    Yes,
    /// Not now; try again soon.
    Later,
    /// Nobody can see the window; try again when it is uncovered.
    Covered,
    /// It cannot be done any more; says why.
    Never(String),
}

/// A window that takes pictures from main memory.
pub(super) struct Soft {
    surface: softbuffer::Surface<Arc<Window>, Arc<Window>>,
}

/// A window that takes textures.
pub(super) struct Surface {
    instance: wgpu::Instance,
    surface: wgpu::Surface<'static>,
    config: wgpu::SurfaceConfiguration,
    blitter: TextureBlitter,
    upload: Option<wgpu::Texture>,
    gpu: Gpu,
}

impl Soft {
    pub(super) fn new(window: &Arc<Window>) -> Result<Self, String> {
        let context = softbuffer::Context::new(Arc::clone(window)).map_err(|e| e.to_string())?;
        let surface =
            softbuffer::Surface::new(&context, Arc::clone(window)).map_err(|e| e.to_string())?;
        Ok(Self { surface })
    }

    /// Shows `picture`, whose ground is opaque.
    pub(super) fn show(&mut self, picture: &Picture) -> Shown {
        let size = NonZeroU32::new(picture.width).zip(NonZeroU32::new(picture.height));
        let Some((width, height)) = size else { return Shown::Yes };
        let mut copy = || -> Result<(), softbuffer::SoftBufferError> {
            self.surface.resize(width, height)?;
            let mut buffer = self.surface.buffer_mut()?;
            for (to, from) in buffer.iter_mut().zip(picture.data.chunks_exact(4)) {
                *to = u32::from_be_bytes([0, from[0], from[1], from[2]]);
            }
            buffer.present()
        };
        copy().map_or_else(|e| Shown::Never(e.to_string()), |()| Shown::Yes)
    }
}

impl Surface {
    /// Takes the window's surface over; nothing else may present to the window from now on.
    pub(super) fn new(
        instance: wgpu::Instance,
        surface: wgpu::Surface<'static>,
        adapter: &wgpu::Adapter,
        gpu: Gpu,
        size: (u32, u32),
    ) -> Result<Self, String> {
        let capabilities = surface.get_capabilities(adapter);
        let usable = [wgpu::TextureFormat::Bgra8Unorm, wgpu::TextureFormat::Rgba8Unorm];
        let format = usable.into_iter().find(|f| capabilities.formats.contains(f));
        let format = format.ok_or("the window takes no 8-bit colours as they are")?;
        let config = wgpu::SurfaceConfiguration {
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            format,
            color_space: wgpu::SurfaceColorSpace::Auto,
            width: size.0.max(1),
            height: size.1.max(1),
            present_mode: wgpu::PresentMode::AutoVsync,
            desired_maximum_frame_latency: 2,
            alpha_mode: wgpu::CompositeAlphaMode::Auto,
            view_formats: Vec::new(),
        };
        let blitter = TextureBlitter::new(&gpu.device, format);
        surface.configure(&gpu.device, &config);
        Ok(Self { instance, surface, config, blitter, upload: None, gpu })
    }

    /// Follows the window's size, px.
    pub(super) fn resize(&mut self, width: u32, height: u32) {
        let size = (width.max(1), height.max(1));
        if (self.config.width, self.config.height) != size {
            (self.config.width, self.config.height) = size;
            self.configure();
        }
    }

    /// Shows the texture `picture`, of the window's size.
    pub(super) fn show(&mut self, picture: &wgpu::TextureView, window: &Arc<Window>) -> Shown {
        // The second attempt is with a surface just made to fit.
        for _attempt in 0..2 {
            match self.surface.get_current_texture() {
                CurrentSurfaceTexture::Success(frame) => {
                    self.blit(picture, window, frame);
                    return Shown::Yes;
                }
                CurrentSurfaceTexture::Suboptimal(frame) => {
                    self.blit(picture, window, frame);
                    self.configure();
                    return Shown::Yes;
                }
                CurrentSurfaceTexture::Timeout => return Shown::Later,
                CurrentSurfaceTexture::Occluded => return Shown::Covered,
                CurrentSurfaceTexture::Outdated => self.configure(),
                CurrentSurfaceTexture::Lost => {
                    match self.instance.create_surface(Arc::clone(window)) {
                        Ok(surface) => {
                            self.surface = surface;
                            self.configure();
                        }
                        Err(error) => return Shown::Never(error.to_string()),
                    }
                }
                CurrentSurfaceTexture::Validation => {
                    return Shown::Never("the window's surface is invalid".to_owned());
                }
            }
        }
        Shown::Later
    }

    /// Shows a picture of the CPU painter, of the window's size.
    pub(super) fn upload(&mut self, picture: &Picture, window: &Arc<Window>) -> Shown {
        let size = wgpu::Extent3d {
            width: picture.width,
            height: picture.height,
            depth_or_array_layers: 1,
        };
        if self.upload.as_ref().is_none_or(|texture| texture.size() != size) {
            self.upload = Some(self.gpu.device.create_texture(&wgpu::TextureDescriptor {
                label: Some("veduta upload"),
                size,
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: wgpu::TextureFormat::Rgba8Unorm,
                usage: wgpu::TextureUsages::COPY_DST | wgpu::TextureUsages::TEXTURE_BINDING,
                view_formats: &[],
            }));
        }
        let Some(texture) = &self.upload else { return Shown::Later };
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(picture.width * 4),
            rows_per_image: None,
        };
        self.gpu.queue.write_texture(texture.as_image_copy(), &picture.data, layout, size);
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        self.show(&view, window)
    }

    fn configure(&self) {
        self.surface.configure(&self.gpu.device, &self.config);
    }

    fn blit(&self, picture: &wgpu::TextureView, window: &Window, frame: wgpu::SurfaceTexture) {
        let view = frame.texture.create_view(&wgpu::TextureViewDescriptor::default());
        let mut encoder =
            self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        self.blitter.copy(&self.gpu.device, &mut encoder, picture, &view);
        self.gpu.queue.submit([encoder.finish()]);
        window.pre_present_notify();
        self.gpu.queue.present(frame);
    }
}
