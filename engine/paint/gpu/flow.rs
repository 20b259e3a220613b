//! The pass that draws particles between two pictures of vello's: the diagram, and what lies over it.
//!
//! While the view is still, a frame costs the CPU one small buffer and one list of commands, however much moves.

use std::sync::Arc;

use wgpu::util::DeviceExt as _;

use super::super::flow::{Row, rows, turn};
use super::super::{Moment, View};
use super::Gpu;
use crate::scene::color::narrow;
use crate::scene::{Flow, Scene, Way};

/// As `Frame` in `shaders/flow.wgsl`, by the bits of its numbers.
type Uniform = [u32; 12];

/// As `Stream` in `shaders/flow.wgsl`, likewise.
type Packed = [u32; 16];

/// Where nothing is hidden, it is hidden from here on: no way is so long.
const NOWHERE: f64 = 1e30;

/// The pass, with what it keeps from frame to frame.
#[derive(Debug)]
pub(super) struct Pass {
    particles: wgpu::RenderPipeline,
    copy: wgpu::RenderPipeline,
    over: wgpu::RenderPipeline,
    uniform: wgpu::Buffer,
    /// What moves, and its ways on the GPU.
    ways: Option<(Arc<Flow>, wgpu::Buffer, Vec<u32>)>,
    streams: Option<Streams>,
}

/// The streams in sight.
#[derive(Debug)]
struct Streams {
    group: wgpu::BindGroup,
    n_streams: u32,
    n_particles: u32,
}

impl Pass {
    pub(super) fn new(device: &wgpu::Device) -> Self {
        let shader = wgpu::include_wgsl!("../../../shaders/flow.wgsl");
        let module = device.create_shader_module(shader);
        let unblended = None;
        let blended = Some(wgpu::BlendState::ALPHA_BLENDING);
        let pipeline = |label, vertex, fragment, blend| {
            device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some(label),
                layout: None,
                vertex: wgpu::VertexState {
                    module: &module,
                    entry_point: Some(vertex),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    buffers: &[],
                },
                primitive: wgpu::PrimitiveState {
                    topology: wgpu::PrimitiveTopology::TriangleStrip,
                    ..wgpu::PrimitiveState::default()
                },
                depth_stencil: None,
                multisample: wgpu::MultisampleState::default(),
                fragment: Some(wgpu::FragmentState {
                    module: &module,
                    entry_point: Some(fragment),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    targets: &[Some(wgpu::ColorTargetState {
                        format: wgpu::TextureFormat::Rgba8Unorm,
                        blend,
                        write_mask: wgpu::ColorWrites::ALL,
                    })],
                }),
                multiview_mask: None,
                cache: None,
            })
        };
        Self {
            particles: pipeline("veduta particles", "particle", "cover", blended),
            copy: pipeline("veduta below", "whole", "copy", unblended),
            over: pipeline("veduta over", "whole", "copy", blended),
            uniform: device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("veduta flow"),
                size: size_of::<Uniform>() as u64,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
            ways: None,
            streams: None,
        }
    }

    /// Brings what `view` shows of `flow`, which moves in `scene`, onto the GPU: when one of them has changed.
    pub(super) fn prepare(
        &mut self,
        device: &wgpu::Device,
        flow: &Arc<Flow>,
        scene: &Scene,
        view: &View,
        moment: Moment,
    ) {
        if self.ways.as_ref().is_none_or(|(known, ..)| !Arc::ptr_eq(known, flow)) {
            let (corners, starts) = corners_of(flow);
            let buffer = storage(device, &bytes(&corners));
            self.ways = Some((Arc::clone(flow), buffer, starts));
        }
        let Some((_, ways, starts)) = &self.ways else { return };
        let (packed, n_particles) = pack(flow, &rows(flow, scene, view, moment), starts);
        if packed.is_empty() {
            self.streams = None;
            return;
        }
        let streams = storage(device, &bytes(&packed));
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("veduta streams"),
            layout: &self.particles.get_bind_group_layout(0),
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: self.uniform.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: streams.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 2, resource: ways.as_entire_binding() },
            ],
        });
        let n_streams = u32::try_from(packed.len()).unwrap_or(u32::MAX);
        self.streams = Some(Streams { group, n_streams, n_particles });
    }

    /// Draws `below`, what moves at `moment`, and `over` into `target`, all of the size of `view`.
    pub(super) fn draw(
        &self,
        Gpu { device, queue, .. }: &Gpu,
        [below, over, target]: [&wgpu::TextureView; 3],
        flow: &Flow,
        view: &View,
        moment: Moment,
    ) {
        let n_streams = self.streams.as_ref().map_or(0, |streams| streams.n_streams);
        let uniform = uniform(view, turn(flow, moment), n_streams);
        queue.write_buffer(&self.uniform, 0, &bytes(&[uniform]));
        let picture = |pipeline: &wgpu::RenderPipeline, picture| {
            device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("veduta picture"),
                layout: &pipeline.get_bind_group_layout(0),
                entries: &[wgpu::BindGroupEntry {
                    binding: 3,
                    resource: wgpu::BindingResource::TextureView(picture),
                }],
            })
        };
        let (below, over) = (picture(&self.copy, below), picture(&self.over, over));
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("veduta flow"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: target,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                    store: wgpu::StoreOp::Store,
                },
            })],
            ..wgpu::RenderPassDescriptor::default()
        });
        pass.set_pipeline(&self.copy);
        pass.set_bind_group(0, &below, &[]);
        pass.draw(0..3, 0..1);
        if let Some(streams) = &self.streams {
            pass.set_pipeline(&self.particles);
            pass.set_bind_group(0, &streams.group, &[]);
            pass.draw(0..4, 0..streams.n_particles);
        }
        pass.set_pipeline(&self.over);
        pass.set_bind_group(0, &over, &[]);
        pass.draw(0..3, 0..1);
        drop(pass);
        queue.submit([encoder.finish()]);
    }
}

fn uniform(view: &View, turn: f64, n_streams: u32) -> Uniform {
    let [a, b, c, d, e, f] = view.picture_from_world.as_coeffs().map(bits);
    let (width, height) = (f32::from(view.width).to_bits(), f32::from(view.height).to_bits());
    [a, b, c, d, e, f, width, height, bits(turn), n_streams, bits(view.scale().max(1e-9)), 0]
}

/// All corners of all ways, and where those of each stream begin, with the end of the last.
fn corners_of(flow: &Flow) -> (Vec<[u32; 4]>, Vec<u32>) {
    let mut corners = Vec::new();
    let mut starts = vec![0];
    for stream in &flow.streams {
        let way: &Way = &stream.way;
        corners.extend(way.corners().map(|(at, reach)| [bits(at.x), bits(at.y), bits(reach), 0]));
        starts.push(u32::try_from(corners.len()).unwrap_or(u32::MAX));
    }
    (corners, starts)
}

/// Streams in the GPU's form, and how many particles they have together.
fn pack(flow: &Flow, rows: &[Row<'_>], starts: &[u32]) -> (Vec<Packed>, u32) {
    let mut n_particles = 0;
    let mut place = 0;
    let packed = rows.iter().map(|row| {
        // Rows come in the order of the streams.
        while !std::ptr::eq(&raw const flow.streams[place], row.stream) {
            place += 1;
        }
        let (first, stream) = (n_particles, row.stream);
        n_particles += row.n_particles;
        let (hidden_from, hidden_to) = stream.hidden.unwrap_or((NOWHERE, NOWHERE));
        [
            first,
            starts[place],
            starts[place + 1] - starts[place],
            stream.motif.number(),
            bits(row.spacing),
            bits(f64::from(row.per_loop)),
            bits(stream.phase),
            bits(stream.way.length()),
            bits(row.radius),
            bits(row.tail),
            bits(row.fade),
            row.alpha.to_bits(),
            u32::from_le_bytes(stream.color.to_rgba8().to_u8_array()),
            bits(hidden_from),
            bits(hidden_to),
            0,
        ]
    });
    let packed: Vec<Packed> = packed.collect();
    (packed, n_particles)
}

fn storage(device: &wgpu::Device, contents: &[u8]) -> wgpu::Buffer {
    device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
        label: Some("veduta flow"),
        contents,
        usage: wgpu::BufferUsages::STORAGE,
    })
}

/// The bits of a number in single precision.
fn bits(number: f64) -> u32 {
    narrow(number).to_bits()
}

fn bytes<const N: usize>(words: &[[u32; N]]) -> Vec<u8> {
    words.iter().flatten().flat_map(|word| word.to_le_bytes()).collect()
}
