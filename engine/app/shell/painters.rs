//! From the CPU painter to the GPU, and back when that fails.

use std::sync::Arc;

use winit::event_loop::ActiveEventLoop;

use super::Shell;
use crate::app::graphics::{self, Found};
use crate::app::{Error, PainterChoice};

/// After so many failures of the GPU it is left alone.
const MAX_GPU_FAILURES: u32 = 3;

impl Shell {
    pub(super) fn search_gpu(&self, event_loop: &ActiveEventLoop) {
        if let Some(open) = &self.open {
            let (window, display) = (Arc::clone(&open.window), event_loop.owned_display_handle());
            graphics::search(window, display, self.options.painter, self.proxy.clone());
        }
    }

    pub(super) fn graphics_found(&mut self, found: Found, event_loop: &ActiveEventLoop) {
        let Some(open) = &mut self.open else { return };
        let result = found.and_then(|graphics| {
            let info = graphics.painter.gpu().adapter.clone();
            open.canvas.use_gpu(*graphics).map(|()| format!("{} ({})", info.name, info.backend))
        });
        match result {
            Ok(name) => {
                tracing::debug!("painting on the GPU: {name}");
                self.notice(format!("painting on the GPU: {name}"));
            }
            Err(cause) if self.options.painter == PainterChoice::Gpu => {
                self.failure = Some(Error::NoGpu(cause));
                event_loop.exit();
            }
            Err(cause) => return self.say_cpu(cause),
        }
        self.redraw_soon(0.0);
    }

    pub(super) fn say_cpu(&mut self, cause: String) {
        tracing::debug!("painting on the CPU: {cause}");
        self.notice(format!("painting on the CPU: {cause}"));
        self.cpu_because = Some(cause);
        self.retitle();
    }

    /// Back to the CPU; then the GPU is looked for again, unless it fails all the time.
    pub(super) fn gpu_failed(&mut self, cause: &str, event_loop: &ActiveEventLoop) {
        let Some(open) = &mut self.open else { return };
        if !open.canvas.has_gpu() {
            return;
        }
        open.canvas.use_cpu();
        self.n_gpu_failures += 1;
        let cause = cause.split_whitespace().collect::<Vec<_>>().join(" ");
        self.say_cpu(format!("the GPU failed: {cause}"));
        if self.n_gpu_failures < MAX_GPU_FAILURES {
            self.search_gpu(event_loop);
        }
        self.redraw_soon(0.0);
    }
}
