// What moves along the edges: one instanced draw for all particles of a frame.
//
// Every instance finds its stream by its number, and its place on the stream's way from the turn of the loop alone: while the
// view is still, the only thing that changes from frame to frame is `frame.turn`. `engine/paint/flow.rs` says the same on the
// CPU; a test holds the two against each other.
//
// Bindings, all in group 0:
//   0  frame     uniform, 48 bytes, written every frame
//   1  streams   storage, 64 bytes a stream in sight, written when the view or the diagram changes
//   2  corners   storage, 16 bytes a corner of any stream's way, written when the diagram changes
//   3  below     texture of the frame's size, the diagram as vello painted it      (`copy`)
//                or what lies over everything, not multiplied by its alpha         (`copy`, blended)
//
// Units: "world" is px of the diagram, "picture" px of the frame, y down. Angles are not needed: headings are vectors.

struct Frame {
    // World to picture: x' = a x + c y + e, y' = b x + d y + f.
    abcd: vec4<f32>,
    // e, f; width and height of the picture.
    offset_size: vec4<f32>,
    // Share of the loop that is over, 0 to 1; number of streams as a float's bits; scale, picture px a world px; unused.
    turn: f32,
    n_streams: u32,
    scale: f32,
    unused: f32,
}

struct Stream {
    // Number of its first particle, and of its first corner; how many corners; its motif, as `Motif::number`.
    first: u32,
    corner: u32,
    n_corners: u32,
    motif: u32,
    // From one particle to the next, world; spacings a loop; where the first particle is at turn 0, spacings; way's length, world.
    spacing: f32,
    per_loop: f32,
    phase: f32,
    length: f32,
    // Of a particle, picture; of its tail, picture; within so much of an end it comes and goes, world; opacity, 0 to 1.
    radius: f32,
    tail: f32,
    fade: f32,
    alpha: f32,
    // Colour, sRGB, red in the lowest byte; from where to where nothing is seen, world; unused.
    color: u32,
    hidden_from: f32,
    hidden_to: f32,
    unused: f32,
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<storage, read> streams: array<Stream>;
// x and y, world; distance from the way's start, world; unused.
@group(0) @binding(2) var<storage, read> corners: array<vec4<f32>>;

const COMET = 0u;
const DIAMOND = 1u;
const BAR = 2u;
const DASH = 3u;
const CHEVRON = 4u;
const BREATH = 5u;

struct Particle {
    @builtin(position) position: vec4<f32>,
    // Ahead of the particle's middle and beside it, picture px.
    @location(0) place: vec2<f32>,
    @location(1) @interpolate(flat) color: vec4<f32>,
    // Radius and tail, picture px.
    @location(2) @interpolate(flat) size: vec2<f32>,
    @location(3) @interpolate(flat) motif: u32,
}

fn picture_from_world(point: vec2<f32>) -> vec2<f32> {
    let m = frame.abcd;
    return vec2(m.x * point.x + m.z * point.y, m.y * point.x + m.w * point.y) + frame.offset_size.xy;
}

// The stream that has a particle of this number.
fn stream_of(number: u32) -> u32 {
    var low = 0u;
    var high = frame.n_streams;
    while high - low > 1u {
        let middle = (low + high) / 2u;
        if streams[middle].first <= number { low = middle; } else { high = middle; }
    }
    return low;
}

// The point so far along the way of a stream, world.
fn point_at(stream: Stream, distance: f32) -> vec2<f32> {
    if distance <= 0.0 {
        return corners[stream.corner].xy;
    }
    var low = 0u;
    var high = stream.n_corners;
    while high - low > 1u {
        let middle = (low + high) / 2u;
        if corners[stream.corner + middle].z <= distance { low = middle; } else { high = middle; }
    }
    let start = corners[stream.corner + low];
    if low + 1u >= stream.n_corners {
        return start.xy;
    }
    let end = corners[stream.corner + low + 1u];
    let share = (distance - start.z) / max(end.z - start.z, 1e-9);
    return mix(start.xy, end.xy, share);
}

// How much of a particle is seen at a distance from the start.
fn presence(stream: Stream, distance: f32) -> f32 {
    let ends = clamp(min(distance, stream.length - distance) / stream.fade, 0.0, 1.0);
    let beside = max(stream.hidden_from - distance, distance - stream.hidden_to);
    return ends * clamp(beside / stream.fade, 0.0, 1.0);
}

@vertex
fn particle(@builtin(vertex_index) vertex: u32, @builtin(instance_index) number: u32) -> Particle {
    let stream = streams[stream_of(number)];
    let stands = stream.motif == CHEVRON || stream.motif == BREATH;
    let moved = select(frame.turn * stream.per_loop, 0.5, stands);
    let distance = (f32(number - stream.first) + fract(stream.phase + moved)) * stream.spacing;
    let look_back = max(stream.tail, 2.0 * stream.radius);
    let reach = look_back / frame.scale;

    let at = picture_from_world(point_at(stream, distance));
    let before = picture_from_world(point_at(stream, distance - reach));
    let behind = picture_from_world(point_at(stream, distance + reach));
    var way = select(behind - at, at - before, distance >= reach);
    let chord = length(way);
    let heading = select(vec2(1.0, 0.0), way / chord, chord > 1e-6);
    let tail = stream.tail * clamp((chord / look_back - 0.8) / 0.2, 0.0, 1.0);

    var alpha = stream.alpha * presence(stream, distance);
    if stream.motif == BREATH {
        alpha *= 0.25 + 0.75 * (0.5 - 0.5 * cos(6.283185307 * (frame.turn + stream.phase)));
    }
    if distance > stream.length {
        alpha = 0.0;
    }

    var particle: Particle;
    let extent = max(3.0 * stream.radius, tail) + 1.0;
    let corner = vec2(f32(vertex & 1u), f32(vertex >> 1u)) * 2.0 - 1.0;
    particle.place = corner * extent;
    let position = at + heading * particle.place.x + vec2(-heading.y, heading.x) * particle.place.y;
    let ndc = position / frame.offset_size.zw * 2.0 - 1.0;
    // What is not seen has no area.
    let seen = alpha > 0.0;
    particle.position = select(vec4(2.0, 2.0, 0.0, 1.0), vec4(ndc.x, -ndc.y, 0.0, 1.0), seen);
    particle.color = unpack4x8unorm(stream.color) * vec4(1.0, 1.0, 1.0, alpha);
    particle.size = vec2(stream.radius, tail);
    particle.motif = stream.motif;
    return particle;
}

fn within(distance: f32) -> f32 {
    return clamp(distance + 0.5, 0.0, 1.0);
}

@fragment
fn cover(particle: Particle) -> @location(0) vec4<f32> {
    let r = particle.size.x;
    let tail = particle.size.y;
    let x = particle.place.x;
    let y = abs(particle.place.y);
    var covered = 0.0;
    switch particle.motif {
        case DIAMOND: {
            covered = within((1.9 * r - abs(x) - y) * 0.7071067811865476);
        }
        case BAR: {
            covered = within(0.6 * r - abs(x)) * within(1.8 * r - y);
        }
        case DASH: {
            covered = within(0.62 * r - length(vec2(max(abs(x) - 2.2 * r, 0.0), y)));
        }
        case CHEVRON: {
            let begin = vec2(-0.8 * r, 1.2 * r);
            let stroke = vec2(0.8 * r, 0.0) - begin;
            let way = vec2(x, y) - begin;
            let along = clamp(dot(way, stroke) / dot(stroke, stroke), 0.0, 1.0);
            covered = within(0.38 * r - length(way - stroke * along));
        }
        case BREATH: {
            covered = within(1.3 * r - length(vec2(x, y)));
        }
        default: {
            covered = within(r - length(vec2(x, y)));
            if tail > 0.0 && x <= 0.0 && x >= -tail {
                let near = 1.0 + x / tail;
                let trail = within(r * (0.1 + 0.55 * near) - y) * near * near * 0.85;
                covered = max(covered, trail);
            }
        }
    }
    return vec4(particle.color.rgb, particle.color.a * covered);
}

@group(0) @binding(3) var picture: texture_2d<f32>;

@vertex
fn whole(@builtin(vertex_index) vertex: u32) -> @builtin(position) vec4<f32> {
    // One triangle that covers the picture.
    return vec4(f32(vertex & 1u) * 4.0 - 1.0, f32(vertex >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn copy(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    return textureLoad(picture, vec2<i32>(position.xy), 0);
}
