//! The real program in a folder of its own: what a person types, what comes out, where, and with which exit code.

#![expect(clippy::unwrap_used, reason = "a test may fail, and says why it is skipped")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

#[path = "cli/diffs.rs"]
mod diffs;
#[path = "cli/edits.rs"]
mod edits;
#[path = "cli/flow.rs"]
mod flow;
#[path = "cli/measures.rs"]
mod measures;
#[path = "cli/movies.rs"]
mod movies;
#[path = "cli/scripts.rs"]
mod scripts;
#[path = "cli/settings.rs"]
mod settings;

/// What came of one run.
#[derive(Debug)]
struct Ended {
    code: i32,
    stdout: Vec<u8>,
    stderr: String,
}

/// A folder to run the program in.
struct Place {
    folder: TempDir,
}

impl Place {
    /// A folder with the reference diagram as `multi-cloud.mmd`.
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let scene = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenes/multi-cloud.mmd");
        fs::copy(scene, place.path("multi-cloud.mmd")).unwrap();
        place
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), content).unwrap();
        self
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Without a display, colours or settings of whoever runs the tests.
    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_veduta"));
        command.current_dir(self.folder.path()).args(line.split_whitespace()).stdin(Stdio::null());
        for name in [
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "WAYLAND_SOCKET",
            "VEDUTA_PAINTER",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "RUST_LOG",
        ] {
            command.env_remove(name);
        }
        // Nor with the icon packs that they keep.
        command.env("XDG_DATA_HOME", self.path("no-data"));
        command.env("XDG_CONFIG_HOME", self.path("config"));
        command.env("XDG_STATE_HOME", self.path("state"));
        command
    }

    fn run(&self, line: &str) -> Ended {
        ended(self.command(line).output().unwrap())
    }

    fn run_with_input(&self, line: &str, input: &[u8]) -> Ended {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // The program may refuse the input before it has read all of it.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        ended(output)
    }

    /// Names of all files, sorted.
    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

fn ended(output: std::process::Output) -> Ended {
    let stderr = String::from_utf8(output.stderr).expect("what is said is UTF-8");
    assert!(!stderr.contains('\u{1b}'), "no colours in a pipe: {stderr}");
    Ended { code: output.status.code().expect("no signal"), stdout: output.stdout, stderr }
}

/// Width, height and pixels of a PNG.
fn decode(bytes: &[u8]) -> (u32, u32, png::ColorType, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    pixels.truncate(info.buffer_size());
    (info.width, info.height, info.color_type, pixels)
}

/// How many different colours there are, counted up to 1,000.
fn n_colors(pixels: &[u8], bytes_a_pixel: usize) -> usize {
    let mut seen = std::collections::BTreeSet::new();
    for pixel in pixels.chunks(bytes_a_pixel) {
        seen.insert(pixel.to_vec());
        if seen.len() >= 1_000 {
            break;
        }
    }
    seen.len()
}

const GOOD: &str = "architecture-beta\n  group g(cloud)[Group]\n  service a(server)[A] in g\n  \
                    service b(database)[B] in g\n  junction j\n  a:R --> L:b\n  b:R -- L:j\n";

#[test]
fn a_picture_has_the_size_asked_for_and_shows_something() {
    let place = Place::new();
    let ended = place.run("export multi-cloud.mmd -o out.png --size 960x540");
    assert_eq!((ended.code, ended.stdout.as_slice()), (0, &b""[..]), "{}", ended.stderr);
    assert!(ended.stderr.contains("wrote out.png"), "{}", ended.stderr);
    let (width, height, color, pixels) = decode(&place.read("out.png"));
    assert_eq!((width, height, color), (960, 540, png::ColorType::Rgb));
    assert!(n_colors(&pixels, 3) > 100, "the picture is blank");
    assert_eq!(pixels[..3], [0x28, 0x2a, 0x36], "the ground is the diagram's own");
    assert_eq!(place.files(), ["multi-cloud.mmd", "out.png"], "nothing else is left behind");
}

#[test]
fn pictures_take_scale_ground_theme_and_margin() {
    let place = Place::new();
    place.write("a.mmd", GOOD);
    let draw = |options: &str| {
        let ended = place.run(&format!("export a.mmd -o x.png {options}"));
        assert_eq!(ended.code, 0, "{options}: {}", ended.stderr);
        decode(&place.read("x.png"))
    };
    let (world_width, world_height, ..) = draw("--scale 1");
    let check_size = |options: &str, scale: f64, more: f64| {
        let (width, height, ..) = draw(options);
        for (side, world) in [(width, world_width), (height, world_height)] {
            let expected = f64::from(world) * scale + more;
            assert!((f64::from(side) - expected).abs() <= 3.0, "{options}: {side}, not {expected}");
        }
    };
    check_size("", 2.0, 0.0);
    check_size("--scale 0.5", 0.5, 0.0);
    check_size("--scale 1 --pad 124", 1.0, 200.0);
    check_size("--scale 1 --pad 0", 1.0, -48.0);
    let check_ground = |options: &str, expected: &dyn Fn(&[u8]) -> bool| {
        let (_, _, color, pixels) = draw(options);
        assert_eq!(color, png::ColorType::Rgb, "{options}");
        assert!(expected(&pixels[..3]), "{options}: {:?}", &pixels[..3]);
    };
    check_ground("--background #ff8000", &|ground| ground == [0xff, 0x80, 0]);
    check_ground("--theme dark", &|ground| ground.iter().all(|&c| c < 0x40));
    check_ground("--theme light", &|ground| ground.iter().all(|&c| c > 0xf0));
    let (_, _, color, pixels) = draw("--background transparent");
    assert_eq!((color, &pixels[..4]), (png::ColorType::Rgba, &[0, 0, 0, 0][..]));
    assert!(pixels.chunks(4).any(|p| p[3] == 255), "something is drawn");
    let (width, height, ..) = draw("--size 1x1");
    assert_eq!((width, height), (1, 1));
}

#[test]
fn svg_is_well_formed_and_has_text() {
    let place = Place::new();
    assert_eq!(place.run("export multi-cloud.mmd -o out.SVG").code, 0);
    let text = String::from_utf8(place.read("out.SVG")).unwrap();
    let tree =
        usvg::Tree::from_str(&text, &usvg::Options::default()).expect("an SVG that can be read");
    assert!(tree.size().width() > 500.0);
    assert!(text.contains("Kong Gateway"), "text is text");
    let ended = place.run("export multi-cloud.mmd -o - --format svg --size 300x200");
    let text = String::from_utf8(ended.stdout).unwrap();
    assert!(text.contains("width=\"300\"") && text.contains("height=\"200\""), "{}", &text[..300]);
}

#[test]
fn standard_input_and_output_are_files_too() {
    let place = Place::new();
    let input = place.read("multi-cloud.mmd");
    place.run("export multi-cloud.mmd -o file.png --scale 0.5");
    let ended = place.run_with_input("export - -o - --format png --scale 0.5", &input);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout == place.read("file.png"), "a pipe gives the same bytes as files");
    let fenced = format!("# Title\n\n```mermaid\n{GOOD}```\n");
    let ended = place.run_with_input("check -", fenced.as_bytes());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let place = Place::new();
    let outputs: Vec<Vec<Vec<u8>>> = ["1", "2", "8"]
        .iter()
        .map(|n_threads| {
            [
                "layout multi-cloud.mmd --json",
                "export multi-cloud.mmd -o - --format png --size 640x360",
            ]
            .iter()
            .map(|line| {
                let output =
                    place.command(line).env("RAYON_NUM_THREADS", n_threads).output().unwrap();
                assert!(output.status.success() && !output.stdout.is_empty());
                output.stdout
            })
            .collect()
        })
        .collect();
    assert!(outputs.iter().all(|output| *output == outputs[0]));
}

#[test]
fn layout_is_json_in_which_children_lie_in_their_groups() {
    let place = Place::new();
    let ended = place.run("layout multi-cloud.mmd --json");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let layout: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let list = |name: &str| layout[name].as_array().unwrap();
    for (name, drawn) in [("services", 51), ("junctions", 5), ("groups", 16), ("edges", 54)] {
        assert_eq!(layout["expected"][name], drawn, "{name}");
    }
    assert_eq!((list("nodes").len(), list("groups").len(), list("edges").len()), (56, 16, 54));
    let group = |id: &Value| list("groups").iter().find(|g| g["id"] == *id);
    let parents = list("nodes").iter().map(|n| (n, &n["group"]));
    let parents = parents.chain(list("groups").iter().map(|g| (g, &g["parent"])));
    for (child, parent) in parents.filter(|(_, parent)| !parent.is_null()) {
        let parent = group(parent).expect("the group exists");
        assert!(contains(parent, child), "{} is not in {}", child["id"], parent["id"]);
    }
    for service in list("nodes").iter().filter(|n| n["type"] == "service") {
        assert!(service["label"]["w"].as_f64().unwrap() > 0.0, "{} has a label", service["id"]);
        assert_eq!(service["iconMissing"], false, "{} has its icon", service["id"]);
    }
    for edge in list("edges") {
        assert!(edge["points"].as_array().unwrap().len() >= 2);
        assert!(["L", "R", "T", "B"].contains(&edge["fromSide"].as_str().unwrap()));
    }
}

fn contains(outer: &Value, inner: &Value) -> bool {
    let side = |v: &Value, name: &str| v[name].as_f64().unwrap();
    let axis = |low: &str, length: &str| {
        side(outer, low) <= side(inner, low) + 1e-6
            && side(inner, low) + side(inner, length)
                <= side(outer, low) + side(outer, length) + 1e-6
    };
    axis("x", "w") && axis("y", "h")
}

#[test]
fn names_in_the_json_are_unique_whatever_the_text() {
    let place = Place::new();
    place.write(
        "twice.mmd",
        "architecture-beta\ngroup a[G]\nservice a[S] in a\nservice a[T]\nservice b\na:R -- L:b\n",
    );
    let ended = place.run("layout twice.mmd");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let layout: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let boxes = ["nodes", "groups"].iter().flat_map(|n| layout[n].as_array().unwrap());
    let mut ids: Vec<&str> = boxes.map(|b| b["id"].as_str().unwrap()).collect();
    let n_boxes = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_boxes, "{ids:?}");
}

#[test]
fn check_tells_what_is_wrong_on_standard_error() {
    let place = Place::new();
    place.write("good.mmd", GOOD);
    place.write(
        "bad.mmd",
        "architecture-beta\nservice auth(server)[Auth]\nservice b\nauthh:R -- L:b\n",
    );
    let check = |line: &str, code: i32, needles: &[&str]| {
        let ended = place.run(line);
        assert_eq!(
            (ended.code, ended.stdout.as_slice()),
            (code, &b""[..]),
            "{line}: {}",
            ended.stderr
        );
        for needle in needles {
            assert!(ended.stderr.contains(needle), "{line}: no `{needle}` in: {}", ended.stderr);
        }
    };
    check("check good.mmd", 0, &["checked 1 file, 0 errors, 0 warnings"]);
    check("check bad.mmd", 1, &["bad.mmd:4:1", "authh", "auth`", "checked 1 file, 1 error"]);
    check("check good.mmd bad.mmd good.mmd", 1, &["checked 3 files, 1 error"]);
    check("check good.mmd nowhere.mmd", 4, &["nowhere.mmd", "1 with nothing to check"]);
    check("check bad.mmd nowhere.mmd", 4, &["authh", "nowhere.mmd"]);
    check("check --portability multi-cloud.mmd", 0, &["note"]);
}

#[test]
fn colours_that_are_hard_to_see_are_a_note() {
    let place = Place::new();
    let pale = "---\nconfig: {theme: neo, themeVariables: {archEdgeColor: \"#eeeeee\"}}\n---\n";
    place.write("pale.mmd", format!("{pale}architecture-beta\nservice a\n"));
    let told = place.run("check --portability --json pale.mmd multi-cloud.mmd");
    let notes = String::from_utf8(told.stdout).unwrap();
    let low: Vec<&str> = notes.lines().filter(|line| line.contains("low-contrast")).collect();
    assert_eq!((low.len(), told.code), (1, 0), "{notes}");
    assert!(low[0].contains("pale.mmd") && low[0].contains("archEdgeColor: "), "{low:?}");
    assert!(!place.run("check pale.mmd").stderr.contains("low-contrast"), "a note is no warning");
    assert_eq!(place.run("explain low-contrast").code, 0);
}

#[test]
fn what_could_be_understood_is_drawn_and_the_rest_told() {
    let place = Place::new();
    place.write("half.mmd", format!("{GOOD}  nonsense here\n"));
    let ended = place.run("export half.mmd -o half.png --scale 1");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        ended.stderr.contains("half.mmd:8:3") && ended.stderr.contains("is left out"),
        "{}",
        ended.stderr
    );
    let (.., pixels) = decode(&place.read("half.png"));
    assert!(n_colors(&pixels, 3) > 10);
}

#[test]
fn bad_input_gives_one_message_with_a_next_step() {
    let place = Place::new();
    place
        .write("empty.mmd", "")
        .write("blank.mmd", " \n\t\n")
        .write("none.mmd", "architecture-beta\n");
    place
        .write("binary.mmd", b"\x7fELF\x02\x01\x01\0\0\0")
        .write("latin.mmd", b"architecture-beta\nservice caf\xe9\n");
    place
        .write("comment.mmd", "architecture-beta\n%% nothing yet\n")
        .write("name.mmd", "architecture-beta\naccTitle: Nothing to see\n")
        .write("utf16.mmd", b"\xff\xfea\0r\0");
    fs::create_dir(place.path("folder")).unwrap();
    fs::write(place.path("folder").join("inside.mmd"), GOOD).unwrap();
    fs::create_dir(place.path("bare")).unwrap();
    let huge = fs::File::create(place.path("huge.mmd")).unwrap();
    huge.set_len(100 << 20).unwrap();
    let cases: &[(&str, i32, &[&str])] = &[
        ("nowhere.mmd", 4, &["nowhere.mmd: there is no such file", "check the path"]),
        ("multicloud.mmd", 4, &["did you mean `multi-cloud.mmd`?"]),
        ("multi-cloud", 4, &["did you mean `multi-cloud.mmd`?"]),
        ("multi-cloud.mmd/x", 4, &["there is no such file"]),
        ("folder", 4, &["this is a folder", "folder/inside.mmd"]),
        ("bare", 4, &["this is a folder", "give a Mermaid file"]),
        ("huge.mmd", 4, &["larger than the 64 MB"]),
        ("empty.mmd", 1, &["empty", "architecture-beta"]),
        ("blank.mmd", 1, &["empty", "architecture-beta"]),
        ("binary.mmd", 1, &["binary data", "byte 7", "give a Mermaid file"]),
        ("latin.mmd", 1, &["not UTF-8", "byte 29, line 2", "save the file as UTF-8"]),
        ("utf16.mmd", 1, &["this is UTF-16", "save the file as UTF-8"]),
        ("name.mmd", 1, &["no statements", "add one"]),
        ("none.mmd", 1, &["no statements", "add one"]),
        ("comment.mmd", 1, &["no statements", "add one"]),
    ];
    for command in ["{}", "export {} -o never.png", "layout {} --json"] {
        // The window opens the diagrams of a folder.
        let opens = |file: &str| command == "{}" && file == "folder";
        for (file, code, needles) in cases.iter().filter(|(file, ..)| !opens(file)) {
            let line = command.replace("{}", file);
            let ended = place.run(&line);
            assert_eq!(
                (ended.code, ended.stdout.as_slice()),
                (*code, &b""[..]),
                "{line}: {}",
                ended.stderr
            );
            for needle in *needles {
                assert!(
                    ended.stderr.contains(needle),
                    "{line}: no `{needle}` in: {}",
                    ended.stderr
                );
            }
            assert_eq!(ended.stderr.matches("error").count(), 1, "one message: {}", ended.stderr);
            assert_eq!(ended.stderr.trim_end().lines().count(), 1, "in one line: {}", ended.stderr);
            assert!(!place.files().iter().any(|f| f.ends_with(".png")), "{line} drew something");
        }
    }
}

#[test]
fn a_text_without_an_architecture_diagram_says_what_it_is() {
    let place = Place::new();
    let cases = [
        (
            "flow.mmd",
            "flowchart TD\n  a --> b\n",
            "this is a `flowchart` diagram; so far Veduta reads",
        ),
        ("flow.md", "# T\n\n```mermaid\nflowchart LR\n a-->b\n```\n", "the first is a `flowchart`"),
        ("words.md", "# Title\n\nWords.\n", "no ```mermaid fence"),
        ("data.json", "{\"a\": [1, 2]}\n", "looks like JSON"),
        ("front.mmd", "---\ntitle: X\n---\n", "only frontmatter"),
        ("open.mmd", "---\ntitle: X\n", "no second line `---`"),
        ("comments.mmd", "%% nothing\n", "only comments"),
        ("words.txt", "hello\nworld\n", "no architecture diagram"),
    ];
    for (file, text, needle) in cases {
        place.write(file, text);
        for command in ["{}", "check {}", "export {} -o never.png", "layout {} --json"] {
            let line = command.replace("{}", file);
            let ended = place.run(&line);
            let said = &ended.stderr;
            assert_eq!((ended.code, ended.stdout.as_slice()), (1, &b""[..]), "{line}: {said}");
            assert!(said.contains(needle), "{line}: no `{needle}` in: {said}");
            assert!(said.contains(&format!("{file}:")), "{line}: {said}");
            assert!(said.contains("help: an architecture diagram begins with"), "{line}: {said}");
            assert_eq!(said.matches("error[").count(), 1, "one message: {said}");
        }
    }
    assert!(!place.files().iter().any(|file| file.ends_with(".png")), "something was drawn");
}

#[test]
fn an_endless_input_is_refused() {
    let ended = Place::new().run_with_input("check -", &vec![b' '; (64 << 20) + 10]);
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(
        ended.stderr.contains("standard input: this is larger than the 64 MB"),
        "{}",
        ended.stderr
    );
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("secret.mmd", GOOD);
    fs::set_permissions(place.path("secret.mmd"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(place.path("secret.mmd")).is_ok() {
        eprintln!("SKIPPED: whoever runs the tests may read everything (root)");
        return;
    }
    let ended = place.run("check secret.mmd");
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(ended.stderr.contains("secret.mmd: cannot be read"), "{}", ended.stderr);
}

#[test]
fn arguments_that_make_no_sense_are_usage_errors() {
    let place = Place::new();
    let lines = [
        "export multi-cloud.mmd",
        "export multi-cloud.mmd -o x.avi",
        "export multi-cloud.mmd -o noextension",
        "export multi-cloud.mmd -o -",
        "export multi-cloud.mmd -o x.png --size 0x0",
        "export multi-cloud.mmd -o x.png --size 100000x100000",
        "export multi-cloud.mmd -o x.png --size 400000x400000",
        "export multi-cloud.mmd -o x.png --size 100",
        "export multi-cloud.mmd -o x.png --scale nan",
        "export multi-cloud.mmd -o x.png --scale inf",
        "export multi-cloud.mmd -o x.png --scale -2",
        "export multi-cloud.mmd -o x.png --scale 0",
        "export multi-cloud.mmd -o x.png --scale 1e9",
        "export multi-cloud.mmd -o x.png --scale 1 --size 10x10",
        "export multi-cloud.mmd -o x.png --background sparkling",
        "export multi-cloud.mmd -o x.png --pad -1",
        "export multi-cloud.mmd -o x.png --theme purple",
        "multi-cloud.mmd --painter crayon",
        "multi-cloud.mmd --effort endless",
        "layout multi-cloud.mmd --effort",
        "check",
        "help nothing-of-the-kind",
        "--unknown",
    ];
    for line in lines {
        let ended = place.run(line);
        assert_eq!(
            (ended.code, ended.stdout.as_slice()),
            (2, &b""[..]),
            "{line}: {}",
            ended.stderr
        );
        assert!(ended.stderr.starts_with("error: "), "{line}: {}", ended.stderr);
        assert_eq!(place.files(), ["multi-cloud.mmd"], "{line}");
    }
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let place = Place::new();
    place.write("a.mmd", GOOD).write("old.svg", "old");
    fs::create_dir(place.path("folder.svg")).unwrap();
    let check = |line: &str, code: i32, needle: &str| {
        let ended = place.run(line);
        assert_eq!(ended.code, code, "{line}: {}", ended.stderr);
        assert!(ended.stderr.contains(needle), "{line}: {}", ended.stderr);
    };
    check("export a.mmd -o old.svg", 0, "wrote old.svg");
    assert!(place.read("old.svg").starts_with(b"<"), "the old file is replaced");
    check("export a.mmd -o nowhere/x.svg", 4, "make the folder first");
    check("export a.mmd -o folder.svg", 4, "name a file in the folder");
    check("export a.mmd -o x.txt --format svg", 0, "wrote x.txt");
    check("export a.mmd -o x.txt/y.svg", 4, "is no folder");
    check(&format!("export a.mmd -o {}.svg", "y".repeat(300)), 4, "choose a shorter name");
    let drawn = place.read("old.svg");
    let set_readonly = |readonly: bool| {
        let mut permissions = fs::metadata(place.path("old.svg")).unwrap().permissions();
        permissions.set_readonly(readonly);
        fs::set_permissions(place.path("old.svg"), permissions).unwrap();
    };
    set_readonly(true);
    check("export a.mmd -o old.svg --theme light", 4, "change its permissions");
    assert!(place.read("old.svg") == drawn, "a file that may not be written is as it was");
    #[cfg(target_os = "linux")]
    check("export a.mmd -o /dev/full --format svg", 4, "make room");
    assert_eq!(place.files(), ["a.mmd", "folder.svg", "multi-cloud.mmd", "old.svg", "x.txt"]);
}

#[test]
fn without_a_display_the_picture_is_written_instead() {
    let place = Place::new();
    let ended = place.run("multi-cloud.mmd");
    assert_eq!((ended.code, ended.stdout.as_slice()), (0, &b""[..]), "{}", ended.stderr);
    assert!(ended.stderr.contains("display") || cfg!(not(feature = "window")), "{}", ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1, "in one line: {}", ended.stderr);
    assert!(ended.stderr.contains("multi-cloud.png"), "{}", ended.stderr);
    let (width, .., pixels) = decode(&place.read("multi-cloud.png"));
    assert!(width > 1000 && n_colors(&pixels, 3) > 100);
    let ended = place.run_with_input("-", GOOD.as_bytes());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(place.files().contains(&"diagram.png".to_owned()));
}

#[cfg(all(feature = "window", target_os = "linux"))]
#[test]
fn a_display_that_does_not_answer_is_told_in_words() {
    let place = Place::new();
    place.write("a.mmd", GOOD);
    let check = |variables: &[(&str, &str)], expected: &str| {
        let mut command = place.command("a.mmd");
        command.env("XDG_RUNTIME_DIR", place.folder.path()).envs(variables.iter().copied());
        let ended = ended(command.output().unwrap());
        let said = &ended.stderr;
        assert_eq!((ended.code, ended.stdout.as_slice()), (0, &b""[..]), "{variables:?}: {said}");
        assert_eq!(said.lines().count(), 1, "in one line: {said}");
        assert!(said.contains(expected), "{variables:?}: {said}");
        assert!(!said.contains(".rs"), "no places in sources: {said}");
        assert!(said.contains("a.png"), "{said}");
        fs::remove_file(place.path("a.png")).expect("there is a picture instead");
    };
    check(&[("DISPLAY", ":9999")], "(DISPLAY=:9999: failed to open connection to X server)");
    check(&[("WAYLAND_DISPLAY", "dead")], "(WAYLAND_DISPLAY=dead: ");
    check(&[("WAYLAND_DISPLAY", "dead"), ("DISPLAY", ":9999")], "(DISPLAY=:9999: ");
    check(&[("WAYLAND_SOCKET", "77")], "(WAYLAND_SOCKET=77: no such file is open)");
    check(&[("DISPLAY", "")], "there is no display");
}

#[test]
fn a_variable_that_makes_no_sense_is_named() {
    let place = Place::new();
    let run = |line: &str, value: &str| {
        ended(place.command(line).env("VEDUTA_PAINTER", value).output().unwrap())
    };
    let wrong = run("multi-cloud.mmd", "crayon");
    assert_eq!(wrong.code, 2, "{}", wrong.stderr);
    assert!(
        wrong.stderr.contains("VEDUTA_PAINTER is `crayon`; set it to auto"),
        "{}",
        wrong.stderr
    );
    assert_eq!(wrong.stderr.lines().count(), 1, "in one line: {}", wrong.stderr);
    for (line, value) in [("check multi-cloud.mmd", "crayon"), ("doctor", "crayon")] {
        assert_eq!(run(line, value).code, 0, "{line} draws no window");
    }
    assert_eq!(place.files(), ["multi-cloud.mmd"]);
    for (line, value) in [("multi-cloud.mmd --painter cpu", "crayon"), ("multi-cloud.mmd", "")] {
        assert_eq!(run(line, value).code, 0, "{line} with `{value}`");
    }
}

#[test]
fn without_a_display_or_a_file_there_is_a_hint() {
    let ended = Place::new().run("");
    assert_eq!((ended.code, ended.stdout.as_slice()), (2, &b""[..]), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("veduta export") && ended.stderr.contains("--help"),
        "{}",
        ended.stderr
    );
}

#[test]
fn help_begins_with_examples_and_fits_a_screen() {
    let place = Place::new();
    for line in [
        "--help",
        "-h",
        "help",
        "export --help",
        "diff --help",
        "check -h",
        "layout --help",
        "help export",
        "help keys",
        "help commands",
        "help exit-codes",
    ] {
        let ended = place.run(line);
        let text = String::from_utf8(ended.stdout).unwrap();
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{line}");
        // Lists of all keys and commands are to be searched; a help is to be read.
        let most = if matches!(line, "help keys" | "help commands") { 100 } else { 45 };
        assert!(text.lines().count() <= most, "{line} is {} lines long", text.lines().count());
        if let Some(usage) = text.find("Usage:") {
            assert!(text.find("Examples:").is_some_and(|at| at < usage), "{line}: {text}");
        }
    }
    let version = place.run("--version");
    assert_eq!(version.stdout, format!("veduta {}\n", env!("CARGO_PKG_VERSION")).into_bytes());
}

#[test]
fn doctor_works_without_anything() {
    let ended = Place::new().run("doctor");
    let report = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for needle in [
        env!("CARGO_PKG_VERSION"),
        "display   none",
        "painter",
        "JetBrains Mono",
        "logos",
        "mdi",
        "simple-icons",
    ] {
        assert!(report.contains(needle), "no `{needle}` in: {report}");
    }
}

#[test]
fn colours_follow_the_environment() {
    let place = Place::new();
    place.write("bad.mmd", "architecture-beta\nwhat\n");
    let colored = |name: &str, value: &str| {
        let output = place.command("check bad.mmd").env(name, value).output().unwrap();
        output.stderr.contains(&0x1b)
    };
    assert!(colored("CLICOLOR_FORCE", "1"));
    assert!(!colored("NO_COLOR", "1"));
    assert!(!colored("IRRELEVANT", "1"), "none in a pipe");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let place = Place::new();
    for line in [
        "layout multi-cloud.mmd",
        "export multi-cloud.mmd -o - --format svg",
        "--help",
        "help keys",
    ] {
        let mut command = place.command(line);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
    }
}
