//! Particles over a picture, pixel by pixel: they are small, few and the same in all painters.

use kurbo::Rect;

use super::super::flow::{Particle, rows, turn};
use super::super::{Moment, Picture, View};
use crate::scene::{Flow, Scene};

/// Draws `flow` at `moment` over `picture`, which is `scene` as `view` shows it and is opaque. Costs time by what moves, not
/// by what stands.
pub fn paint_flow(flow: &Flow, scene: &Scene, view: &View, moment: Moment, picture: &mut Picture) {
    if (u32::from(view.width), u32::from(view.height)) != (picture.width, picture.height) {
        return;
    }
    let turn = turn(flow, moment);
    for row in rows(flow, scene, view, moment) {
        row.particles(view, turn).for_each(|particle| blend(&particle, picture));
    }
}

/// Puts `over`, a picture with transparent parts, over `picture` of the same size.
pub fn put_over(picture: &mut Picture, over: &Picture) {
    if (picture.width, picture.height) != (over.width, over.height) {
        return;
    }
    let pixels = picture.data.as_chunks_mut::<4>().0.iter_mut();
    for (below, above) in pixels.zip(over.data.as_chunks::<4>().0) {
        match above[3] {
            0 => {}
            255 => *below = *above,
            alpha => {
                let rest = 255 - u32::from(alpha);
                for (below, above) in below.iter_mut().zip(above) {
                    *below = byte(u32::from(*above) + (u32::from(*below) * rest + 127) / 255);
                }
            }
        }
    }
}

fn blend(particle: &Particle, picture: &mut Picture) {
    let Particle { at, heading, sign, color } = *particle;
    let reach = sign.reach();
    let seen = Rect::new(0.0, 0.0, f64::from(picture.width), f64::from(picture.height));
    let area = Rect::from_center_size(at, (2.0 * reach, 2.0 * reach)).intersect(seen);
    if area.width() <= 0.0 || area.height() <= 0.0 {
        return;
    }
    let [r, g, b, alpha] = color.components;
    let ink = [r, g, b, 1.0].map(|channel| channel * 255.0);
    let (columns, rows) = (pixels(area.x0, area.x1), pixels(area.y0, area.y1));
    for y in rows {
        for x in columns.clone() {
            let off = kurbo::Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5) - at;
            let (ahead, beside) = (off.dot(heading), off.cross(heading));
            let covered = sign.coverage(ahead, beside);
            if covered <= 0.0 {
                continue;
            }
            let share = alpha * super::super::narrow(covered);
            let place = (y as usize * picture.width as usize + x as usize) * 4;
            for (channel, ink) in picture.data[place..place + 4].iter_mut().zip(ink) {
                let below = f32::from(*channel);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between two bytes"
                )]
                let mixed = (below + (ink - below) * share).round() as u8;
                *channel = mixed;
            }
        }
    }
}

/// The pixels from one place to another, both within the picture.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a picture")]
fn pixels(from: f64, to: f64) -> std::ops::Range<u32> {
    from.floor().max(0.0) as u32..to.ceil().max(0.0) as u32
}

fn byte(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
