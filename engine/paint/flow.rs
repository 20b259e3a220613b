//! Where the particles of a [`Flow`] are, and what they look like: what painters must agree on.
//!
//! `shaders/flow.wgsl` says the same in the GPU's words; a test holds the two against each other.

use kurbo::{Point, Vec2};
use peniko::Color;

use super::{View, overlaps, shown};
use crate::scene::color::narrow;
use crate::scene::{Flow, Motif, Scene, Stream};

/// A moment of what moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Since it began, s.
    pub time: f64,
    /// For the video of a call: signs are larger and have no thin tails, and their clock runs slower.
    pub is_shared: bool,
}

/// A shared picture goes at two thirds of the speed (`interaction.md` 3.6: at most 60 px a second, of 90).
const SHARED_RATE: f64 = 2.0 / 3.0;

/// Radius of a particle, px of the screen; on wide lines it grows with them up to the last.
const RADIUS: f64 = 3.2;
const SHARED_RADIUS: f64 = 3.8;
const LARGEST_RADIUS: f64 = 11.0;
/// Dashes are so much finer.
const FINER: f64 = 0.6;
/// Of the width of its line.
const OF_LINE: f64 = 2.2;
/// Length of a comet's tail, radii.
const TAIL: f64 = 6.0;
/// At both ends of a way particles come and go within so much, px of the screen.
const FADE: f64 = 9.0;
/// Where the line itself is fainter than this, nothing moves along it.
const FAINTEST: f32 = 0.3;
/// Particles in one picture; where there would be more, they are fewer.
pub const MOST_PARTICLES: usize = 200_000;

/// A stream as a view shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) stream: &'a Stream,
    /// From one particle to the next, world px.
    pub(crate) spacing: f64,
    /// By so many spacings it goes on in a loop.
    pub(crate) per_loop: u32,
    /// Particles at most.
    pub(crate) n_particles: u32,
    /// Of a particle, picture px.
    pub(crate) radius: f64,
    /// 0 to 1.
    pub(crate) alpha: f32,
    /// Of the tail, picture px.
    pub(crate) tail: f64,
    /// Within so much of an end particles come and go, world px.
    pub(crate) fade: f64,
}

/// One particle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Particle {
    /// Its middle, picture px.
    pub(crate) at: Point,
    /// The way it goes, of length 1.
    pub(crate) heading: Vec2,
    /// What it looks like.
    pub(crate) sign: Sign,
    /// With its opacity.
    pub(crate) color: Color,
}

/// What a particle looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sign {
    pub(crate) motif: Motif,
    /// Picture px.
    pub(crate) radius: f64,
    /// Of a comet, picture px.
    pub(crate) tail: f64,
}

/// After so long what moves in `flow` is where it was, s: the length of a film that continues into itself.
#[must_use]
pub fn loop_secs(flow: &Flow, is_shared: bool) -> f64 {
    flow.secs / if is_shared { SHARED_RATE } else { 1.0 }
}

/// How much of the loop of `flow` is over at `moment`, 0 to 1.
pub(crate) fn turn(flow: &Flow, moment: Moment) -> f64 {
    flow.turn(moment.time * if moment.is_shared { SHARED_RATE } else { 1.0 })
}

/// The streams of `flow` in the sight of `view`; `scene` is the picture that it belongs to.
pub(crate) fn rows<'a>(flow: &'a Flow, scene: &Scene, view: &View, moment: Moment) -> Vec<Row<'a>> {
    let mut thinner = 1;
    loop {
        let rows = rows_thinned(flow, scene, view, moment, thinner);
        let n_particles: usize = rows.iter().map(|row| row.n_particles as usize).sum();
        // A stream of one particle a loop can be no thinner.
        if n_particles <= MOST_PARTICLES || thinner >= 64 {
            return rows;
        }
        thinner *= 2;
    }
}

fn rows_thinned<'a>(
    flow: &'a Flow,
    scene: &Scene,
    view: &View,
    moment: Moment,
    thinner: u32,
) -> Vec<Row<'a>> {
    let (scale, area, level) = (view.scale().max(1e-9), shown(view), view.level_scale());
    let least = if moment.is_shared { SHARED_RADIUS } else { RADIUS } * view.density;
    let row = |stream: &'a Stream| {
        let element = scene.elements.get(stream.element)?;
        let alpha = element.opacity * element.seen.opacity(level);
        if element.opacity < FAINTEST || alpha <= 0.0 || !overlaps(&area, &element.bounds) {
            return None;
        }
        let per_loop = (stream.per_loop / thinner).max(1);
        let stretch = f64::from(stream.per_loop) / f64::from(per_loop);
        let spacing = stream.spacing(flow) * stretch * view.density / scale;
        let length = stream.way.length();
        // From afar lines are fine, and there are many of them.
        let least = if stream.motif == Motif::Dash { least * FINER } else { least };
        let radius = (stream.width * scale * OF_LINE / 2.0)
            .max(least)
            .min((LARGEST_RADIUS * view.density).max(least));
        let has_tail = stream.motif == Motif::Comet && !moment.is_shared;
        Some(Row {
            stream,
            spacing,
            per_loop,
            n_particles: count(length / spacing),
            radius,
            alpha,
            tail: if has_tail { TAIL * radius } else { 0.0 },
            fade: (FADE * view.density / scale).min(length / 2.0).max(1e-9),
        })
    };
    flow.streams.iter().filter_map(row).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn count(spacings: f64) -> u32 {
    spacings.floor().clamp(0.0, 4_000_000.0) as u32 + 1
}

impl Row<'_> {
    /// Where its first particle is at `turn` of the loop, in spacings: 0 to 1.
    pub(crate) fn first(&self, turn: f64) -> f64 {
        let moved = if self.stream.motif.stands() { 0.5 } else { turn * f64::from(self.per_loop) };
        (self.stream.phase + moved).rem_euclid(1.0)
    }

    /// The particles of the row at `turn` of the loop, in a picture that `view` asks for.
    pub(crate) fn particles(self, view: &View, turn: f64) -> impl Iterator<Item = Particle> {
        let stream = self.stream;
        let first = self.first(turn);
        let picture_from_world = view.picture_from_world;
        let sign = Sign { motif: stream.motif, radius: self.radius, tail: self.tail };
        let swell = narrow(breath(stream.motif, stream.phase, turn));
        let look_back = self.tail.max(2.0 * self.radius);
        let reach = (look_back / view.scale().max(1e-9)).max(1e-9);
        (0..self.n_particles).filter_map(move |n| {
            let distance = (f64::from(n) + first) * self.spacing;
            let alpha = self.alpha * swell * narrow(self.presence(distance));
            if alpha <= 0.0 {
                return None;
            }
            let at = picture_from_world * stream.way.at(distance);
            let before = picture_from_world * stream.way.at(distance - reach);
            let behind = picture_from_world * stream.way.at(distance + reach);
            // It looks back along the way; at the start there is nothing to look back at.
            let way = if distance >= reach { at - before } else { behind - at };
            let length = way.hypot();
            let heading = if length > 1e-9 { way / length } else { Vec2::new(1.0, 0.0) };
            let color = stream.color.multiply_alpha(alpha);
            let sign = Sign { tail: sign.tail * straightness(length, look_back), ..sign };
            Some(Particle { at, heading, sign, color })
        })
    }

    /// How much of a particle is seen at a distance from the start: it comes and goes at the ends, and round labels.
    fn presence(self, distance: f64) -> f64 {
        let length = self.stream.way.length();
        let ends = (distance.min(length - distance) / self.fade).clamp(0.0, 1.0);
        let label = self.stream.hidden.map_or(1.0, |(from, to)| {
            ((from - distance).max(distance - to) / self.fade).clamp(0.0, 1.0)
        });
        ends * label
    }
}

/// How much of its tail a comet has where the way behind it, so far along the line, is so far in a straight line: none where
/// it comes round a corner, or the tail would stick out of the line.
fn straightness(chord: f64, along: f64) -> f64 {
    const LEAST: f64 = 0.8;
    ((chord / along - LEAST) / (1.0 - LEAST)).clamp(0.0, 1.0)
}

/// How strong what stands still and swells is at `turn`.
fn breath(motif: Motif, phase: f64, turn: f64) -> f64 {
    /// So much is always seen.
    const LEAST: f64 = 0.25;
    if motif != Motif::Breath {
        return 1.0;
    }
    let wave = 0.5 - 0.5 * libm::cos(std::f64::consts::TAU * (turn + phase));
    LEAST + (1.0 - LEAST) * wave
}

impl Sign {
    /// How much of a pixel it covers, 0 to 1, whose middle is so far ahead of the particle's and so far beside it, px.
    pub(crate) fn coverage(self, ahead: f64, beside: f64) -> f64 {
        let (r, y) = (self.radius, beside.abs());
        let within = |distance: f64| (distance + 0.5).clamp(0.0, 1.0);
        match self.motif {
            Motif::Comet => {
                let head = within(r - Vec2::new(ahead, beside).hypot());
                if self.tail <= 0.0 || ahead > 0.0 || ahead < -self.tail {
                    return head;
                }
                let near = 1.0 + ahead / self.tail;
                head.max(within(r * (0.1 + 0.55 * near) - y) * near * near * 0.85)
            }
            Motif::Diamond => within((1.9 * r - ahead.abs() - y) * std::f64::consts::FRAC_1_SQRT_2),
            Motif::Bar => within(0.6 * r - ahead.abs()) * within(1.8 * r - y),
            Motif::Dash => {
                within(0.62 * r - Vec2::new((ahead.abs() - 2.2 * r).max(0.0), y).hypot())
            }
            Motif::Chevron => {
                // The distance from a stroke that runs from behind at the side to the tip.
                let (from, to) = (Vec2::new(-0.8 * r, 1.2 * r), Vec2::new(0.8 * r, 0.0));
                let (stroke, way) = (to - from, Vec2::new(ahead, y) - from);
                let along = (way.dot(stroke) / stroke.hypot2()).clamp(0.0, 1.0);
                within(0.38 * r - (way - stroke * along).hypot())
            }
            Motif::Breath => within(1.3 * r - Vec2::new(ahead, beside).hypot()),
        }
    }

    /// It covers nothing further than this behind and beside its middle, nor ahead of it, px.
    pub(crate) fn reach(self) -> f64 {
        (3.0 * self.radius).max(self.tail) + 1.0
    }
}
