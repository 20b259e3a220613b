//! The GPU painter (vello on wgpu).
