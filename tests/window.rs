//! The real program in a real window, driven as a person would drive it.
//!
//! Each test starts an X server of its own (Xvfb), opens a window, and acts through xdotool. It waits for the states
//! that `--trace` tells, frame by frame, and never for a time. Where the tools are missing the tests say so loudly and
//! pass, unless `VEDUTA_REQUIRE_WINDOW=1`. Debian: `apt-get install xvfb xdotool imagemagick libvulkan1
//! mesa-vulkan-drivers libxkbcommon-x11-0 libxcursor1 libxi6 libxrandr2 libx11-xcb1`.

#![cfg(all(feature = "window", target_os = "linux"))]
#![allow(
    missing_docs,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::missing_assert_message,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test: it waits for real time, and a failure is a panic"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

#[path = "window/exploring.rs"]
mod exploring;
#[path = "window/exporting.rs"]
mod exporting;
#[path = "window/folding.rs"]
mod folding;
#[path = "window/furnishing.rs"]
mod furnishing;
#[path = "window/opening.rs"]
mod opening;
#[path = "window/presenting.rs"]
mod presenting;
#[path = "window/reloading.rs"]
mod reloading;
#[path = "window/session.rs"]
mod session;
#[path = "window/tabs.rs"]
mod tabs;
#[path = "window/zooming.rs"]
mod zooming;

const SCENE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenes/multi-cloud.mmd");
/// Far above what anything takes, even on software Vulkan beside other work.
const PATIENCE: Duration = Duration::from_secs(240);
const POLL: Duration = Duration::from_millis(20);

/// Windows are tested one at a time: two cores are few, and software Vulkan takes them all.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn a_diagram_is_fitted_zoomed_at_the_pointer_dragged_and_fitted_again() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let fitted = window.rest();
    assert_eq!(fitted["fitted"], true);
    assert!(window.title().contains("multi-cloud.mmd"), "{}", window.title());
    assert!(window.title().ends_with("veduta"), "{}", window.title());
    let picture = window.picture();
    assert!(picture.share_unlike(picture.pixel(3, 3)) > 0.05, "nothing is drawn");

    window.point(400, 300);
    let before = window.rest();
    let under_pointer = world_at(&before, 400.0, 300.0);
    window.xdotool(&["click", "4"]);
    let zoomed = window.rest_after(&before);
    assert!(zoom(&zoomed) > 1.1 * zoom(&before), "{zoomed}");
    assert_eq!(zoomed["fitted"], false);
    let still = world_at(&zoomed, 400.0, 300.0);
    assert!(
        distance(under_pointer, still) * zoom(&zoomed) < 0.5,
        "the point under the pointer moved"
    );
    assert!(picture.share_unlike_picture(&window.picture()) > 0.02, "zooming changed nothing");

    let grabbed = world_at(&zoomed, 400.0, 300.0);
    window.xdotool(&[
        "mousedown",
        "1",
        "mousemove",
        "460",
        "300",
        "mousemove",
        "560",
        "380",
        "mouseup",
        "1",
    ]);
    let dragged = window.rest_after(&zoomed);
    let pulled = world_at(&dragged, 560.0, 380.0);
    assert!(
        distance(grabbed, pulled) * zoom(&dragged) < 1.0,
        "it did not follow the hand: {dragged}"
    );

    window.point(3, 3);
    window.key("Home");
    let again = window.wait_for("the fit", |s| {
        s["fitted"] == true && s["moving"] == false && s["hover"].is_null()
    });
    assert!((zoom(&again) - zoom(&fitted)).abs() < 1e-9, "{again}");
    window.wait_for_picture("the fitted picture", |p| *p == picture);
}

#[test]
fn keys_zoom_pan_and_quit() {
    let Some(display) = Display::start() else { return };
    let mut window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let mut last = window.rest();
    let mut press = |key: &str| {
        window.key(key);
        let next = window.rest_after(&last);
        last = next.clone();
        next
    };
    let fitted = zoom(&press("plus"));
    assert!(zoom(&press("equal")) > fitted * 1.2);
    assert!((zoom(&press("minus")) - fitted).abs() < 1e-6);
    assert!((zoom(&press("ctrl+0")) - 1.0).abs() < 1e-9);
    let center = press("Right");
    let moved = press("Left");
    assert!(center["center"][0].as_f64() > moved["center"][0].as_f64(), "{moved}");
    assert_eq!(press("Home")["fitted"], true);
    press("plus");
    assert_eq!(press("w")["fitted"], true);
    press("plus");
    assert_eq!(press("shift+1")["fitted"], true);
    window.key("Escape");
    window.key("ctrl+q");
    assert!(window.ended().success(), "{}", window.said());
}

#[test]
fn the_window_is_resized_and_fills_the_screen() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let before = window.rest();
    window.xdotool(&["windowsize", &window.id, "900", "500"]);
    let small = window.wait_for("the new size", |s| s["size"] == serde_json::json!([900, 500]));
    assert_eq!(small["fitted"], true, "an untouched view stays fitted");
    assert!(zoom(&small) < zoom(&before));
    window.key("F11");
    window.wait_for("full screen", |s| s["fullscreen"] == true);
    window.key("Escape");
    window.wait_for("its own size", |s| s["fullscreen"] == false);
}

#[test]
fn what_is_pointed_at_stands_out() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "cpu"]);
    window.point(3, 3);
    let state = window.rest();
    let plain = window.picture();
    let (x, y) = on_screen(&state, middle_of_service("kong"));
    window.point(x, y);
    window.wait_for("kong", |s| s["hover"] == "kong");
    assert!(plain.share_unlike_picture(&window.picture()) > 0.01, "nothing stands out");
    window.point(3, 3);
    window.wait_for("nothing", |s| s["hover"].is_null());
    window.wait_for_picture("the plain picture", |p| *p == plain);
}

#[test]
fn nothing_is_painted_while_nothing_changes() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&[SCENE, "--painter", "auto"]);
    window.point(3, 3);
    window.rest();
    window.wait_to_say("painting on the");
    thread::sleep(Duration::from_millis(500));
    let (n_frames, ticks) = (window.n_frames(), window.cpu_ticks());
    thread::sleep(Duration::from_secs(3));
    assert_eq!(window.n_frames(), n_frames, "frames while idle");
    assert!(window.cpu_ticks() - ticks <= 2, "{} ticks while idle", window.cpu_ticks() - ticks);
}

#[test]
fn what_cannot_be_drawn_says_so_in_the_window_and_is_mended() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.mmd");
    let file = path.to_str().unwrap();
    let window = display.open(&[file, "--painter", "cpu"]);
    for broken in [None, Some(&b"flowchart of nothing"[..]), Some(b""), Some(b"\x7fELF\0\0\0")] {
        if let Some(bytes) = broken {
            std::fs::write(&path, bytes).unwrap();
            window.key("r");
        }
        window.wait_for("the problem", |s| s["content"] == "problem");
        let picture = window.picture();
        assert!(picture.share_unlike(picture.pixel(3, 3)) > 0.02, "no panel for {broken:?}");
        assert!(window.title().starts_with("● system.mmd"), "{}", window.title());
    }
    std::fs::write(&path, "architecture-beta\n  service a(server)[A]\n").unwrap();
    window.key("r");
    window.wait_for("the diagram", |s| s["content"] == "diagram");
    assert!(window.title().starts_with("system.mmd"), "{}", window.title());
    std::fs::write(&path, "architecture-beta\n  service a(server)[A]\n  a:R -- L:nobody\n")
        .unwrap();
    window.key("r");
    window.wait_for_title("● system.mmd");
}

#[test]
fn a_window_without_a_file_says_how_to_open_one() {
    let Some(display) = Display::start() else { return };
    let window = display.open(&["--painter", "cpu"]);
    window.wait_for("the invitation", |s| s["content"] == "empty");
    assert_eq!(window.title(), "veduta", "nothing is wrong");
    let picture = window.picture();
    assert!(picture.share_unlike(picture.pixel(3, 3)) > 0.02, "nothing is said");
}

#[test]
fn without_an_adapter_the_cpu_paints_and_says_so_in_one_line() {
    let Some(display) = Display::start() else { return };
    let window =
        display.open_with(&[SCENE], &[("VK_DRIVER_FILES", "/none"), ("VK_ICD_FILENAMES", "/none")]);
    window.wait_to_say("painting on the CPU: no graphics adapter was found");
    assert_eq!(window.rest()["painter"], "cpu");
    assert_eq!(window.said().matches("painting on").count(), 1, "{}", window.said());
    drop(window);

    let window = display.open_with(&[SCENE], &[("VEDUTA_PAINTER", "cpu")]);
    window.wait_to_say("painting on the CPU, as asked");
    assert_eq!(window.rest()["painter"], "cpu");
}

#[test]
fn who_insists_on_the_gpu_and_has_none_is_told() {
    let Some(display) = Display::start() else { return };
    let none = [("VK_DRIVER_FILES", "/none"), ("VK_ICD_FILENAMES", "/none")];
    let output = display.command(&[SCENE, "--painter", "gpu"]).envs(none).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("no graphics adapter was found"), "{said}");
}

#[test]
fn the_gpu_paints_the_same_picture() {
    let Some(display) = Display::start() else { return };
    let size = ["--window-size", "320x200"];
    let cpu = display.open(&[&[SCENE, "--painter", "cpu"], &size[..]].concat());
    cpu.point(1, 1);
    cpu.rest();
    let expected = cpu.window_picture();
    drop(cpu);

    let gpu = display.open(&[&[SCENE, "--painter", "gpu"], &size[..]].concat());
    gpu.point(1, 1);
    gpu.wait_for_saying("painting on the GPU", "no graphics adapter", |found| {
        if !found {
            missing("a Vulkan adapter (mesa-vulkan-drivers)");
        }
    });
    if gpu.said().contains("no graphics adapter") {
        return;
    }
    gpu.wait_for("a frame of the GPU", |s| {
        s["painter"] == "gpu"
            && s["content"] == "diagram"
            && s["moving"] == false
            && s["hover"].is_null()
    });
    // The X server may take a moment to show what was presented.
    gpu.wait_for_picture_of_window("the CPU's picture", |picture| expected.is_like(picture));
}

#[test]
fn without_a_display_there_is_a_picture_instead() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_veduta"))
        .arg(SCENE)
        .current_dir(folder.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("no window can be opened"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(folder.path().join("multi-cloud.png").is_file(), "{said}");
}

#[test]
fn a_display_that_winit_cannot_use_is_no_panic() {
    let Some(display) = Display::start_with(&["-extension", "RANDR"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut command = display.command(&[SCENE, "--exit-after", "1"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_library_that_is_missing_is_named() {
    let Some(display) = Display::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    // What is found first and is no library is as good as none.
    std::fs::write(folder.path().join("libxkbcommon-x11.so.0"), "").unwrap();
    std::fs::write(folder.path().join("libxkbcommon-x11.so"), "").unwrap();
    let mut command = display.command(&[SCENE]);
    command.current_dir(folder.path()).env("LD_LIBRARY_PATH", folder.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("install libxkbcommon0 and libxkbcommon-x11-0"), "{said}");
    assert_eq!(said.lines().count(), 1, "in one line: {said}");
    assert!(folder.path().join("multi-cloud.png").is_file(), "{said}");
}

#[test]
fn a_dead_wayland_name_is_passed_over() {
    let Some(display) = Display::start() else { return };
    let window = display.open_with(&[SCENE, "--painter", "cpu"], &[("WAYLAND_DISPLAY", "dead")]);
    window.rest();
}

#[test]
fn a_dense_screen_shows_the_same_view_with_more_pixels() {
    let Some(display) = Display::start() else { return };
    let args = [SCENE, "--painter", "cpu", "--window-size", "640x360"];
    let sparse = display.open(&args);
    let zoom_1 = zoom(&sparse.rest());
    drop(sparse);
    let dense = display.open_with(&args, &[("WINIT_X11_SCALE_FACTOR", "2")]);
    let state = dense.wait_for("rest", |s| s["content"] == "diagram" && s["scale"] == 2.0);
    assert_eq!(state["size"], serde_json::json!([1280, 720]), "{state}");
    assert!((zoom(&state) - zoom_1).abs() < 1e-9, "{state}");
    dense.point(900, 100);
    let before = dense.rest();
    let under_pointer = |s: &Value| world_at(s, 900.0, 100.0);
    dense.xdotool(&["click", "4"]);
    let after = dense.rest_after(&before);
    assert!(
        distance(under_pointer(&before), under_pointer(&after)) * zoom(&after) < 0.5,
        "{after}"
    );
}

/// An X server of our own.
struct Display {
    server: Child,
    name: String,
    runtime: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Display {
    /// `None`, said loudly, where the tools are missing.
    fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    fn start_with(args: &[&str]) -> Option<Self> {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        for tool in ["xdotool", "import"] {
            if !exists(tool) {
                missing(tool);
                return None;
            }
        }
        let server = Command::new("Xvfb")
            // A key that is held for long on a busy machine must not repeat.
            .args(["-r", "-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut server) = server else {
            missing("Xvfb");
            return None;
        };
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        Some(Self { server, name, runtime: tempfile::tempdir().unwrap(), _alone: alone })
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_veduta"));
        command
            .args(args)
            .env("DISPLAY", &self.name)
            .env("XDG_RUNTIME_DIR", self.runtime.path())
            .env("XDG_DATA_HOME", self.runtime.path())
            .env("XDG_CONFIG_HOME", self.runtime.path())
            .env("XDG_STATE_HOME", self.runtime.path())
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .env_remove("VEDUTA_PAINTER");
        command
    }

    fn open(&self, args: &[&str]) -> Window<'_> {
        self.open_with(args, &[])
    }

    /// Opens a window as large as the screen, unless `args` say otherwise, and waits until it is there.
    fn open_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Window<'_> {
        let mut command = self.command(args);
        if !args.contains(&"--window-size") {
            command.args(["--window-size", "1280x720"]);
        }
        command.arg("--trace").envs(environment.iter().copied()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = Arc::new(Mutex::new(Log::default()));
        let (to, from) = (Arc::clone(&log), child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                to.lock().unwrap().add(&line);
            }
        });
        let mut window = Window { display: self, child, log, id: String::new() };
        window.wait_for("the first frame", |_| true);
        window.id = window.find();
        self.xdotool(&["windowfocus", "--sync", &window.id]);
        window
    }

    fn xdotool(&self, args: &[&str]) -> String {
        let output =
            Command::new("xdotool").args(args).env("DISPLAY", &self.name).output().unwrap();
        assert!(
            output.status.success(),
            "xdotool {args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn picture(&self, of: &str) -> Picture {
        Picture::decode(&self.screenshot(of))
    }

    /// A PNG.
    fn screenshot(&self, of: &str) -> Vec<u8> {
        let output = Command::new("import")
            .args(["-silent", "-window", of, "-depth", "8", "png24:-"])
            .env("DISPLAY", &self.name)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// What the program has said so far.
#[derive(Default)]
struct Log {
    frames: Vec<Value>,
    text: String,
}

impl Log {
    fn add(&mut self, line: &str) {
        match serde_json::from_str(line) {
            Ok(frame) => self.frames.push(frame),
            Err(_) => {
                self.text.push_str(line);
                self.text.push('\n');
            }
        }
    }
}

/// The program with its window.
struct Window<'a> {
    display: &'a Display,
    child: Child,
    log: Arc<Mutex<Log>>,
    id: String,
}

impl Window<'_> {
    /// The window's id, as soon as the server shows it.
    fn find(&self) -> String {
        let start = Instant::now();
        loop {
            let found = Command::new("xdotool")
                .args(["search", "--onlyvisible", "--pid", &self.child.id().to_string()])
                .env("DISPLAY", &self.display.name)
                .output()
                .unwrap();
            let ids = String::from_utf8(found.stdout).unwrap();
            if let Some(id) = ids.lines().next() {
                return id.to_owned();
            }
            self.be_patient(start, "the window");
        }
    }

    /// The state in the latest frame, as soon as it is what is waited for.
    #[track_caller]
    fn wait_for(&self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let last = self.log.lock().unwrap().frames.last().cloned();
            if let Some(state) = last.filter(&is_it) {
                return state;
            }
            self.be_patient(start, what);
        }
    }

    #[track_caller]
    fn be_patient(&self, start: Instant, what: &str) {
        if start.elapsed() > PATIENCE {
            let log = self.log.lock().unwrap();
            panic!("waited in vain for {what}; last: {:?}; said: {}", log.frames.last(), log.text);
        }
        thread::sleep(POLL);
    }

    /// The diagram is there, and nothing moves: a picture is seen before its frame is told of, so no other must follow.
    #[track_caller]
    fn rest(&self) -> Value {
        let rests = |s: &Value| s["content"] == "diagram" && s["moving"] == false;
        loop {
            let state = self.wait_for("rest", rests);
            thread::sleep(10 * POLL);
            if self.log.lock().unwrap().frames.last() == Some(&state) {
                return state;
            }
        }
    }

    /// The camera is elsewhere than in `before`, and rests again. Waits until no further frame follows, because an
    /// input may be on its way in several pieces.
    #[track_caller]
    fn rest_after(&self, before: &Value) -> Value {
        let elsewhere = |s: &Value| s["zoom"] != before["zoom"] || s["center"] != before["center"];
        loop {
            let state = self.wait_for("another view", |s| s["moving"] == false && elsewhere(s));
            thread::sleep(10 * POLL);
            if self.log.lock().unwrap().frames.last() == Some(&state) {
                return state;
            }
        }
    }

    #[track_caller]
    fn wait_to_say(&self, text: &str) {
        let start = Instant::now();
        while !self.said().contains(text) {
            self.be_patient(start, text);
        }
    }

    #[track_caller]
    fn wait_for_saying(&self, text: &str, other: &str, tell: impl Fn(bool)) {
        let start = Instant::now();
        while !self.said().contains(text) && !self.said().contains(other) {
            self.be_patient(start, text);
        }
        tell(self.said().contains(text));
    }

    #[track_caller]
    fn wait_for_title(&self, beginning: &str) {
        let start = Instant::now();
        while !self.title().starts_with(beginning) {
            self.be_patient(start, beginning);
        }
    }

    #[track_caller]
    fn wait_for_picture(&self, what: &str, is_it: impl Fn(&Picture) -> bool) {
        let start = Instant::now();
        while !is_it(&self.picture()) {
            self.be_patient(start, what);
        }
    }

    #[track_caller]
    fn wait_for_picture_of_window(&self, what: &str, is_it: impl Fn(&Picture) -> bool) {
        let start = Instant::now();
        while !is_it(&self.window_picture()) {
            assert!(start.elapsed() < Duration::from_secs(20), "waited in vain for {what}");
            thread::sleep(POLL);
        }
    }

    fn xdotool(&self, args: &[&str]) -> String {
        self.display.xdotool(args)
    }

    fn point(&self, x: i32, y: i32) {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    fn key(&self, key: &str) {
        self.xdotool(&["key", key]);
    }

    fn picture(&self) -> Picture {
        self.display.picture("root")
    }

    fn window_picture(&self) -> Picture {
        self.display.picture(&self.id)
    }

    fn title(&self) -> String {
        self.xdotool(&["getwindowname", &self.id]).trim().to_owned()
    }

    fn said(&self) -> String {
        self.log.lock().unwrap().text.clone()
    }

    fn n_frames(&self) -> usize {
        self.log.lock().unwrap().frames.len()
    }

    /// Time on the processor so far, in hundredths of a second.
    fn cpu_ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let after_name = stat.rsplit(')').next().unwrap();
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    #[track_caller]
    fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            self.be_patient(start, "the end");
        }
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A screenshot, 3 bytes a pixel.
#[derive(PartialEq)]
struct Picture {
    width: usize,
    height: usize,
    data: Vec<u8>,
}

impl Picture {
    fn decode(bytes: &[u8]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb);
        Self { width: info.width as usize, height: info.height as usize, data }
    }

    fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let start = (y * self.width + x) * 3;
        [self.data[start], self.data[start + 1], self.data[start + 2]]
    }

    /// The share of pixels that are not of this colour.
    fn share_unlike(&self, color: [u8; 3]) -> f64 {
        let n_unlike = self.data.chunks_exact(3).filter(|pixel| **pixel != color).count();
        n_unlike as f64 / (self.width * self.height) as f64
    }

    /// The share of pixels that differ.
    fn share_unlike_picture(&self, other: &Self) -> f64 {
        let pairs = self.data.chunks_exact(3).zip(other.data.chunks_exact(3));
        pairs.filter(|(a, b)| a != b).count() as f64 / (self.width * self.height) as f64
    }

    /// How far channels are from those of the ground, which is at the left rim, on average, of 255.
    fn strength(&self) -> f64 {
        let ground = self.pixel(3, self.height / 2);
        let off = self.data.chunks_exact(3).map(|p| {
            p.iter().zip(ground).map(|(a, b)| f64::from(a.abs_diff(b))).sum::<f64>() / 3.0
        });
        off.sum::<f64>() / (self.width * self.height) as f64
    }

    /// Whether both show the same, painted by painters that smooth edges differently: squares of 4 px, averaged, are
    /// apart by at most 24 of 255 and by 2 on average.
    fn is_like(&self, other: &Self) -> bool {
        if (self.width, self.height) != (other.width, other.height) {
            return false;
        }
        let apart: Vec<f64> =
            self.squares().iter().zip(other.squares()).map(|(a, b)| (a - b).abs()).collect();
        let mean = apart.iter().sum::<f64>() / apart.len() as f64;
        let worst = apart.iter().copied().fold(0.0, f64::max);
        eprintln!("the painters' pictures are apart by {mean:.2} on average, {worst:.1} at most");
        mean <= 2.0 && worst <= 24.0
    }

    fn squares(&self) -> Vec<f64> {
        let mut squares = Vec::new();
        for y in (0..self.height - 3).step_by(4) {
            for x in (0..self.width - 3).step_by(4) {
                for channel in 0..3 {
                    let places =
                        (0..16).map(|i| ((y + i / 4) * self.width + x + i % 4) * 3 + channel);
                    squares
                        .push(places.map(|place| f64::from(self.data[place])).sum::<f64>() / 16.0);
                }
            }
        }
        squares
    }
}

fn zoom(state: &Value) -> f64 {
    state["zoom"].as_f64().unwrap()
}

fn center(state: &Value) -> (f64, f64) {
    (state["center"][0].as_f64().unwrap(), state["center"][1].as_f64().unwrap())
}

/// Half the window's size, px.
fn half(state: &Value) -> (f64, f64) {
    (state["size"][0].as_f64().unwrap() / 2.0, state["size"][1].as_f64().unwrap() / 2.0)
}

fn world_at(state: &Value, x: f64, y: f64) -> (f64, f64) {
    let ((cx, cy), (hx, hy)) = (center(state), half(state));
    let scale = zoom(state) * state["scale"].as_f64().unwrap();
    (cx + (x - hx) / scale, cy + (y - hy) / scale)
}

fn on_screen(state: &Value, (x, y): (f64, f64)) -> (i32, i32) {
    let ((cx, cy), (hx, hy)) = (center(state), half(state));
    (((x - cx) * zoom(state) + hx).round() as i32, ((y - cy) * zoom(state) + hy).round() as i32)
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// As `veduta layout` tells it.
fn middle_of_service(id: &str) -> (f64, f64) {
    let output = Command::new(env!("CARGO_BIN_EXE_veduta"))
        .args(["layout", SCENE, "--json"])
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    let layout: Value = serde_json::from_slice(&output.stdout).unwrap();
    let nodes = layout["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["id"] == id).unwrap();
    let side = |key: &str| node[key].as_f64().unwrap();
    (side("x") + side("w") / 2.0, side("y") + side("h") / 2.0)
}

fn exists(tool: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| Path::new(&folder).join(tool).is_file())
}

/// Says that a test is skipped; an error where windows must be tested.
fn missing(what: &str) {
    let required = std::env::var("VEDUTA_REQUIRE_WINDOW").is_ok_and(|value| value == "1");
    assert!(!required, "{what} is missing, and VEDUTA_REQUIRE_WINDOW=1");
    eprintln!("SKIPPED: {what} is missing, so the window was NOT tested");
}
