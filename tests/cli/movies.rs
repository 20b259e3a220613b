//! `export` to files that move.

use std::process::Stdio;

use super::{GOOD, Place, decode, ended};

/// A place with a small diagram.
fn place() -> Place {
    let place = Place::new();
    place.write("a.mmd", GOOD);
    place
}

#[test]
fn every_format_is_written_and_told() {
    let place = place();
    let check = |name: &str, starts: &[u8]| {
        let ended = place.run(&format!("export a.mmd -o {name} --duration 200ms --fps 10"));
        assert_eq!((ended.code, ended.stdout.as_slice()), (0, &b""[..]), "{}", ended.stderr);
        assert!(ended.stderr.contains(&format!("wrote {name}: 2 frames")), "{}", ended.stderr);
        assert_eq!(ended.stderr.lines().count(), 1, "quiet in a pipe: {}", ended.stderr);
        assert!(place.read(&name.replace("%02d", "01")).starts_with(starts), "{name}");
    };
    check("a.apng", b"\x89PNG");
    check("a.gif", b"GIF89a");
    check("a.y4m", b"YUV4MPEG2 W");
    check("a_%02d.png", b"\x89PNG");
    let names = ["a.apng", "a.gif", "a.mmd", "a.y4m", "a_00.png", "a_01.png", "multi-cloud.mmd"];
    assert_eq!(place.files(), names);
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let place = place();
    for name in ["a.apng", "a.gif", "a.y4m", "a_%d.png"] {
        let with = |n_threads: &str| {
            let mut command = place
                .command(&format!("export a.mmd -o {name} --duration 1s --fps 9 --size 320x200"));
            let ended = ended(command.env("RAYON_NUM_THREADS", n_threads).output().unwrap());
            assert_eq!(ended.code, 0, "{}", ended.stderr);
            place.read(&name.replace("%d", "8"))
        };
        let one = with("1");
        assert_eq!(with("2"), one, "{name}");
        assert_eq!(with("8"), one, "{name}");
    }
}

#[test]
fn the_last_frame_goes_on_to_the_first() {
    let place = place();
    // A frame more than a loop has: that must be the first again.
    let run = |args: &str| {
        let ended = place.run(&format!("export a.mmd --size 320x200 {args}"));
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    };
    run("-o loop_%d.png --duration loop --fps 5");
    let n_frames = place.files().iter().filter(|name| name.starts_with("loop_")).count();
    assert!(n_frames > 1);
    run("-o still.png");
    let (width, height, ..) = decode(&place.read("loop_0.png"));
    assert_eq!((width, height), (320, 200));
}

#[test]
fn what_cannot_be_written_is_one_clear_message_and_leaves_nothing() {
    let place = place();
    let check = |args: &str, code: i32, needle: &str| {
        let before = place.files();
        let ended = place.run(&format!("export a.mmd {args}"));
        assert_eq!(ended.code, code, "{args}: {}", ended.stderr);
        assert!(ended.stderr.contains(needle), "{args}: {}", ended.stderr);
        assert!(ended.stderr.contains("error") && ended.stderr.len() < 900, "{}", ended.stderr);
        assert_eq!(place.files(), before, "{args}");
    };
    check("-o a.avi", 2, "the name tells no kind of file");
    check("-o a.gif --size 0x10", 2, "from 1 to");
    check("-o a.gif --size 1000000x1000000", 2, "from 1 to");
    check("-o a.gif --scale 1e6", 2, "too large");
    check("-o no/a.gif", 4, "make the folder first");
    check("-o no/a_%d.png", 4, "make the folder first");
    check("-o a.gif --fps 60", 2, "at most 50 frames a second");
    check("-o a.gif --fps 0", 2, "--fps");
    check("-o a.gif --duration 0s", 2, "give seconds above 0");
    check("-o a.gif --background transparent", 2, "soft edges");
    check("-o - --format mp4", 2, "cannot go to a pipe");
    check("-o a.gif --focus nobody", 2, "nobody");
    check("-o a.gif --view here", 2, "look");
    place.write("there.gif", "old");
    check("-o there.gif --no-overwrite", 4, "there is such a file");
    assert_eq!(place.read("there.gif"), b"old");
    if cfg!(target_os = "linux") {
        check("-o /dev/full --format gif --duration 1s", 4, "make room");
    }
    // Where there is no ffmpeg, what to do instead is told.
    let mut command = place.command("export a.mmd -o a.mp4");
    let ended = ended(command.env("PATH", place.path("nowhere")).output().unwrap());
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    for needle in ["--format y4m -o - | ffmpeg -i - ", "a.mp4", ".apng or .gif"] {
        assert!(ended.stderr.contains(needle), "{}", ended.stderr);
    }
}

#[test]
fn flags_are_short_for_commands() {
    let place = Place::new();
    let picture = |args: &[&str], name: &str| {
        let mut command = place.command(&format!("export multi-cloud.mmd -o {name} --scale 1"));
        let ended = ended(command.args(args).output().unwrap());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        place.read(name)
    };
    let check = |flags: &[&str], commands: &str| {
        let same = picture(flags, "a.png") == picture(&["--do", commands], "b.png");
        assert!(same, "{flags:?} is not `{commands}`");
    };
    check(&["--collapse", "data,obs", "--focus", "k8s"], "collapse data obs; focus k8s");
    check(&["--trace", "kong -> stripe"], "trace kong -> stripe");
    check(&["--view", "300 -20 0.5", "--do", "select kong"], "look 300 -20 0.5; select kong");
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_half_file() {
    for name in ["a.gif", "a_%05d.png"] {
        let place = place();
        let mut command = place.command(&format!("export a.mmd -o {name} --duration 3600s"));
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        // Until it has begun to write.
        while place.files().len() < 3 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let kill = format!("kill -INT {}", child.id());
        assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let ended = ended(child.wait_with_output().unwrap());
        assert_eq!(ended.code, 130, "{}", ended.stderr);
        assert!(ended.stderr.contains("interrupted"), "{}", ended.stderr);
        assert_eq!(place.files(), ["a.mmd", "multi-cloud.mmd"], "{name}");
    }
}
