use std::fs;
use std::io::Cursor;

use super::*;

/// A clip of a dot that moves over a plain ground with a soft edge in it, and repeats.
fn frame(frame_idx: usize, n_frames: usize) -> Picture {
    let (width, height) = (37_usize, 21_usize);
    let x = frame_idx % n_frames * width / n_frames;
    let pixel = |i: usize| match (i % width, i / width) {
        (column, 9..=11) if column.abs_diff(x) < 2 => [250, 200, 10, 255],
        (column, 0) => [u8::try_from(6 * column).unwrap(), 90, 120, 255],
        _ => [40, 42, 54, 255],
    };
    let data = (0..width * height).flat_map(pixel).collect();
    Picture { width: 37, height: 21, data }
}

const N_FRAMES: usize = 23;

fn with_clip<T>(n_frames: usize, then: impl FnOnce(&Clip<'_>) -> T) -> T {
    let draw = |frame_idx: usize| Ok(frame(frame_idx, N_FRAMES));
    let clip =
        Clip { width: 37, height: 21, fps: 30, n_frames, repeat: true, opaque: true, draw: &draw };
    then(&clip)
}

fn encoded(motion: Motion) -> Vec<u8> {
    let mut bytes = Vec::new();
    with_clip(N_FRAMES, |clip| encode(clip, motion, &mut bytes, &mut |_| true)).unwrap();
    bytes
}

/// All frames of an APNG as they are shown, put together as the standard says.
pub(crate) fn apng_frames(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = ::png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let n_frames = reader.info().animation_control().unwrap().num_frames;
    let width = reader.info().width as usize;
    let mut canvas = vec![0; width * reader.info().height as usize * 4];
    let mut frames = Vec::new();
    for _ in 0..n_frames {
        let mut part = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut part).unwrap();
        let control = *reader.info().frame_control().unwrap();
        let over = control.blend_op == ::png::BlendOp::Over;
        let row = control.width as usize * 4;
        for (y, part) in part.chunks_exact(row).take(control.height as usize).enumerate() {
            let start = 4 * ((y + control.y_offset as usize) * width + control.x_offset as usize);
            let place = canvas[start..start + row].chunks_exact_mut(4);
            for (old, new) in place.zip(part.chunks_exact(4)) {
                if !over || new[3] > 0 {
                    old.copy_from_slice(new);
                }
            }
        }
        frames.push(canvas.clone());
    }
    frames
}

/// All frames of a GIF as they are shown, and their delays.
fn gif_frames(bytes: &[u8]) -> (Vec<Vec<u8>>, Vec<u16>) {
    let mut options = ::gif::DecodeOptions::new();
    options.set_color_output(::gif::ColorOutput::RGBA);
    let mut reader = options.read_info(bytes).unwrap();
    let width = usize::from(reader.width());
    let mut canvas = vec![0; width * usize::from(reader.height()) * 4];
    let (mut frames, mut delays) = (Vec::new(), Vec::new());
    while let Some(part) = reader.read_next_frame().unwrap() {
        delays.push(part.delay);
        let row = usize::from(part.width) * 4;
        for (y, pixels) in part.buffer.chunks_exact(row).enumerate() {
            let start = 4 * ((y + usize::from(part.top)) * width + usize::from(part.left));
            let place = canvas[start..start + row].chunks_exact_mut(4);
            for (old, new) in place.zip(pixels.chunks_exact(4)) {
                if new[3] > 0 {
                    old.copy_from_slice(new);
                }
            }
        }
        frames.push(canvas.clone());
    }
    (frames, delays)
}

#[test]
fn an_apng_shows_every_frame_to_the_bit() {
    let bytes = encoded(Motion::Apng);
    let frames = apng_frames(&bytes);
    assert_eq!(frames.len(), N_FRAMES);
    for (i, found) in frames.iter().enumerate() {
        assert_eq!(*found, frame(i, N_FRAMES).data, "frame {i}");
    }
    let reader = ::png::Decoder::new(Cursor::new(&bytes)).read_info().unwrap();
    assert_eq!(reader.info().animation_control().unwrap().num_plays, 0, "for ever");
    assert!(bytes.len() < 5_000, "only what changes is stored: {}", bytes.len());
}

#[test]
fn an_apng_keeps_what_is_transparent() {
    let draw = |i: usize| {
        let alpha = if i == 0 { 128 } else { 0 };
        let pixel = [alpha / 2, 0, alpha, alpha];
        Ok(Picture { width: 2, height: 1, data: [[255; 4], pixel].concat() })
    };
    let clip = Clip {
        width: 2,
        height: 1,
        fps: 5,
        n_frames: 2,
        repeat: false,
        opaque: false,
        draw: &draw,
    };
    let mut bytes = Vec::new();
    encode(&clip, Motion::Apng, &mut bytes, &mut |_| true).unwrap();
    let frames = apng_frames(&bytes);
    assert_eq!(frames[0], [255, 255, 255, 255, 128, 0, 255, 128]);
    assert_eq!(frames[1][4..], [0; 4], "what is gone is gone");
}

#[test]
fn a_gif_shows_every_frame_and_what_stays_stays() {
    let (frames, delays) = gif_frames(&encoded(Motion::Gif));
    assert_eq!(frames.len(), N_FRAMES);
    for (i, found) in frames.iter().enumerate() {
        assert_eq!(*found, frame(i, N_FRAMES).data, "frame {i}: few colours are exact");
    }
    assert_eq!(delays.iter().map(|&d| u32::from(d)).sum::<u32>(), 77);
}

#[test]
fn frames_go_on_in_y4m_one_after_the_other() {
    let bytes = encoded(Motion::Y4m);
    let head = b"YUV4MPEG2 W37 H21 F30:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n";
    assert!(bytes.starts_with(head));
    let frame = b"FRAME\n".len() + 37 * 21 + 2 * 19 * 11;
    assert_eq!(bytes.len(), head.len() + N_FRAMES * frame);
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    for motion in [Motion::Apng, Motion::Gif, Motion::Y4m] {
        let with = |n_threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| encoded(motion))
        };
        let one = with(1);
        assert_eq!(with(2), one, "{motion:?}");
        assert_eq!(with(8), one, "{motion:?}");
    }
}

#[test]
fn what_is_called_off_or_cannot_be_written_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let n_files = || fs::read_dir(folder.path()).unwrap().count();
    for (motion, name) in
        [(Motion::Frames, "f_%03d.png"), (Motion::Apng, "a.apng"), (Motion::Gif, "a.gif")]
    {
        let target = Target::File(folder.path().join(name));
        let n_before = n_files();
        let n_asked = std::cell::Cell::new(0);
        let mut stop = |_: usize| {
            n_asked.set(n_asked.get() + 1);
            n_asked.get() < 2
        };
        // More frames than any machine draws at a time.
        let written = with_clip(20_000, |clip| write(clip, motion, &target, &mut stop));
        assert!(matches!(written, Err(Error::Interrupted)), "{written:?}");
        assert_eq!(n_files(), n_before, "{name}");
        let nowhere = Target::File(folder.path().join("no").join(name));
        let written = with_clip(3, |clip| write(clip, motion, &nowhere, &mut |_| true));
        let message = written.unwrap_err().to_string();
        assert!(message.contains("make the folder first"), "{message}");
        with_clip(3, |clip| write(clip, motion, &target, &mut |_| true)).unwrap();
    }
    assert_eq!(n_files(), 5);
}

#[test]
fn impossible_clips_are_refused() {
    let check = |clip: Clip<'_>, motion: Motion, expected: &str| {
        let written = encode(&clip, motion, &mut Vec::new(), &mut |_| true);
        let written = check(&clip).and(written);
        let message = written.unwrap_err().to_string();
        assert!(message.contains(expected), "{motion:?}: {message}");
    };
    let draw = |_: usize| Ok(frame(0, 1));
    let clip = || Clip {
        width: 37,
        height: 21,
        fps: 30,
        n_frames: 2,
        repeat: true,
        opaque: true,
        draw: &draw,
    };
    check(Clip { n_frames: 0, ..clip() }, Motion::Apng, "give a `--duration`");
    check(Clip { fps: 0, ..clip() }, Motion::Apng, "`--fps` from 1");
    check(Clip { fps: 60, ..clip() }, Motion::Gif, "at most 50 frames");
    check(Clip { opaque: false, ..clip() }, Motion::Gif, "`--background`");
    let failing = |_: usize| Err(Error::Size("no".to_owned()));
    check(Clip { draw: &failing, ..clip() }, Motion::Gif, "no");
}

#[test]
fn formats_are_told_by_the_name() {
    let check = |name: &str, expected: Option<Motion>| {
        assert_eq!(Motion::from_path(Path::new(name)), expected, "{name}");
    };
    check("a.APNG", Some(Motion::Apng));
    check("a.gif", Some(Motion::Gif));
    check("a_%d.png", Some(Motion::Frames));
    check("a.png", None);
    check("gif", None);
    check("a.webm", Some(Motion::Webm));
}
