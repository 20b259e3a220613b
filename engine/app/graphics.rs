//! Finds a GPU and makes its painter on a thread of its own: drivers take up to seconds to load and to compile.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;

use winit::event_loop::{EventLoopProxy, OwnedDisplayHandle};
use winit::window::Window;

use super::shell::News;
use super::{PainterChoice, panic_message};
use crate::paint::gpu::{self, Gpu, Painter};

/// A GPU with its painter, and the window's surface for it, not yet taken over.
pub(super) struct Graphics {
    pub(super) instance: wgpu::Instance,
    pub(super) surface: wgpu::Surface<'static>,
    pub(super) adapter: wgpu::Adapter,
    pub(super) painter: Painter,
}

/// What is said where there is none.
const NONE: &str = "no graphics adapter was found";

/// What the search came to.
pub(super) type Found = Result<Box<Graphics>, String>;

/// Starts the search for what `choice` asks for; `proxy` is told what it came to, and later if the GPU fails.
pub(super) fn search(
    window: Arc<Window>,
    display: OwnedDisplayHandle,
    choice: PainterChoice,
    proxy: EventLoopProxy<News>,
) {
    // On a Mac a surface belongs to the main thread, which is where this is called.
    let early = cfg!(target_os = "macos").then(|| open(Arc::clone(&window), display.clone()));
    thread::spawn(move || {
        let found = panic::catch_unwind(AssertUnwindSafe(|| {
            let (instance, surface) = early.unwrap_or_else(|| open(window, display))?;
            find(instance, surface, choice, &proxy)
        }));
        let found = found.unwrap_or_else(|payload| Err(panic_message(payload.as_ref())));
        // Nobody listens once the window is closed.
        let _ = proxy.send_event(News::Graphics(found));
    });
}

fn open(
    window: Arc<Window>,
    display: OwnedDisplayHandle,
) -> Result<(wgpu::Instance, wgpu::Surface<'static>), String> {
    let instance = gpu::instance(Some(Box::new(display)));
    let surface = instance.create_surface(window).map_err(|e| {
        // Without any driver wgpu has nothing to tell but that it failed.
        let adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::all()));
        if adapters.is_empty() { NONE.to_owned() } else { e.to_string() }
    })?;
    Ok((instance, surface))
}

fn find(
    instance: wgpu::Instance,
    surface: wgpu::Surface<'static>,
    choice: PainterChoice,
    proxy: &EventLoopProxy<News>,
) -> Found {
    let (gpu, adapter) = Gpu::find(&instance, Some(&surface)).map_err(|e| match e {
        gpu::Error::NoAdapter(_) => NONE.to_owned(),
        other => other.to_string(),
    })?;
    if gpu.is_software() && choice == PainterChoice::Auto {
        return Err(format!("{} is a software adapter", gpu.adapter.name));
    }
    watch(&gpu, proxy);
    let painter = Painter::new(gpu).map_err(|e| e.to_string())?;
    Ok(Box::new(Graphics { instance, surface, adapter, painter }))
}

/// Passes on when the GPU is lost or refuses an order; without this wgpu ends the program.
fn watch(gpu: &Gpu, proxy: &EventLoopProxy<News>) {
    let told = proxy.clone();
    gpu.device.set_device_lost_callback(move |reason, message| {
        // A device that we let go is no failure.
        if reason != wgpu::DeviceLostReason::Destroyed {
            let _ = told.send_event(News::GpuFailed(format!("it was lost ({message})")));
        }
    });
    let told = proxy.clone();
    gpu.device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        let _ = told.send_event(News::GpuFailed(error.to_string()));
    }));
}
