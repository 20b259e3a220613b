//! Draws the frames of a clip a few at a time, in order.

use rayon::prelude::*;

use super::{Clip, Watch};
use crate::export::Error;
use crate::paint::Picture;

/// Bytes of pixels that may be held at a time, if that makes one frame for every thread; the machine's memory may be small.
const MOST_HELD: usize = 256 << 20;

/// Draws all frames and gives each to `put`, in order, once `prepare` has made of it what is to be written; that is done
/// by all threads at once.
pub(super) fn each<T: Send>(
    clip: &Clip<'_>,
    watch: &mut Watch<'_>,
    prepare: impl Fn(Picture) -> Result<T, Error> + Sync,
    mut put: impl FnMut(usize, T) -> Result<(), Error>,
) -> Result<(), Error> {
    for start in (0..clip.n_frames).step_by(at_a_time(clip)) {
        let drawn = draw(clip, start, watch, &prepare)?;
        for (offset, prepared) in drawn.into_iter().enumerate() {
            put(start + offset, prepared)?;
        }
    }
    watch(clip.n_frames);
    Ok(())
}

/// The same for what is told by its difference: `pack` makes that of a frame and the one before it, also by all threads.
pub(super) fn changes<T: Send + Sync, P: Send>(
    clip: &Clip<'_>,
    watch: &mut Watch<'_>,
    prepare: impl Fn(Picture) -> Result<T, Error> + Sync,
    pack: impl Fn(Option<&T>, &T) -> Result<P, Error> + Sync,
    mut put: impl FnMut(usize, P) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut last: Option<T> = None;
    for start in (0..clip.n_frames).step_by(at_a_time(clip)) {
        let mut drawn = draw(clip, start, watch, &prepare)?;
        let packed: Vec<P> = (0..drawn.len())
            .into_par_iter()
            .map(|i| pack(if i == 0 { last.as_ref() } else { drawn.get(i - 1) }, &drawn[i]))
            .collect::<Result<_, _>>()?;
        for (offset, packed) in packed.into_iter().enumerate() {
            put(start + offset, packed)?;
        }
        last = drawn.pop();
    }
    watch(clip.n_frames);
    Ok(())
}

/// The frames from `start` on that are drawn together.
fn draw<T: Send>(
    clip: &Clip<'_>,
    start: usize,
    watch: &mut Watch<'_>,
    prepare: &(impl Fn(Picture) -> Result<T, Error> + Sync),
) -> Result<Vec<T>, Error> {
    if !watch(start) {
        return Err(Error::Interrupted);
    }
    let end = (start + at_a_time(clip)).min(clip.n_frames);
    (start..end).into_par_iter().map(|frame_idx| prepare((clip.draw)(frame_idx)?)).collect()
}

/// So many that no thread waits long for the others, while memory stays bounded.
fn at_a_time(clip: &Clip<'_>) -> usize {
    let n_threads = rayon::current_num_threads();
    let frame = 4 * (clip.width as usize) * (clip.height as usize);
    (MOST_HELD / frame.max(1)).clamp(n_threads, 4 * n_threads)
}
