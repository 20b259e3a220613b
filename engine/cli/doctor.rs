use std::fmt::Write;

use crate::icons::Icons;
use crate::text::Fonts;

use super::{Exit, icons as packs, say};

/// Says what Veduta finds on this machine. Whatever is missing is told, and nothing of it is a failure.
pub(super) fn run() -> Exit {
    let mut report = String::new();
    let graphics = graphics();
    let lines = [
        ("veduta", vec![version()]),
        ("system", vec![system()]),
        ("display", vec![display()]),
        ("graphics", graphics.adapters),
        ("painter", vec![graphics.painter]),
        ("fonts", fonts()),
        ("icons", icons()),
    ];
    for (name, values) in lines {
        for (i, value) in values.iter().enumerate() {
            let name = if i == 0 { name } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(report, "{name:<10}{value}");
        }
    }
    say::hand_over(report.as_bytes())
}

/// What there is to paint with.
struct Graphics {
    adapters: Vec<String>,
    painter: String,
}

fn version() -> String {
    let window = if cfg!(feature = "window") { "with the window" } else { "without the window" };
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    format!("{} ({profile} build, {window})", env!("CARGO_PKG_VERSION"))
}

fn system() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let plural = if cores == 1 { "" } else { "s" };
    format!("{} on {}, {cores} core{plural}", std::env::consts::OS, std::env::consts::ARCH)
}

fn display() -> String {
    match displays() {
        None => "the system's own".to_owned(),
        Some(found) if found.is_empty() => {
            "none (neither WAYLAND_DISPLAY nor DISPLAY is set): `veduta FILE` writes a picture"
                .to_owned()
        }
        Some(found) => found.join(", "),
    }
}

/// The displays that the environment names; `None` on systems where it has no say.
pub(super) fn displays() -> Option<Vec<String>> {
    let set = |name: &str| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some(format!("{name}={value}"))
    };
    let names = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    cfg!(all(unix, not(target_os = "macos"))).then(|| names.into_iter().filter_map(set).collect())
}

#[cfg(feature = "window")]
fn graphics() -> Graphics {
    use super::args::Painter;
    use crate::paint::gpu;

    let adapters = gpu::adapters();
    let describe = |a: &gpu::Adapter| {
        let kind = if a.is_software { "software" } else { "hardware" };
        format!("{} ({}, {kind}, driver {})", a.name, a.backend, a.driver)
    };
    let real = adapters.iter().find(|a| !a.is_software);
    let reason = match (real, adapters.is_empty()) {
        (Some(adapter), _) => format!("GPU: {}", adapter.name),
        (None, false) => {
            "CPU: there is only software graphics, which the CPU painter is faster than".to_owned()
        }
        (None, true) => "CPU: there is no graphics adapter".to_owned(),
    };
    let painter = match Painter::from_environment() {
        Ok(Some(Painter::Gpu)) => format!("GPU, as VEDUTA_PAINTER says (else {reason})"),
        Ok(Some(Painter::Cpu)) => format!("CPU, as VEDUTA_PAINTER says (else {reason})"),
        Ok(Some(Painter::Auto) | None) => reason,
        Err(message) => format!("none: {message}"),
    };
    let adapters = match adapters.is_empty() {
        true => vec!["none; on Linux, Vulkan needs libvulkan1 and a driver".to_owned()],
        false => adapters.iter().map(describe).collect(),
    };
    Graphics { adapters, painter }
}

#[cfg(not(feature = "window"))]
fn graphics() -> Graphics {
    Graphics {
        adapters: vec!["not looked for: this build has no GPU painter".to_owned()],
        painter: "CPU".to_owned(),
    }
}

fn fonts() -> Vec<String> {
    let mut fonts = Fonts::with_system();
    let system = match fonts.n_system_families() {
        Some(n) => format!("{n} families of the system"),
        None => "none of the system could be found; on Linux, install libfontconfig1".to_owned(),
    };
    vec![format!("{} built in", fonts.built_in().join(", ")), system]
}

fn icons() -> Vec<String> {
    let mut icons = Icons::bundled();
    let mut lines: Vec<String> =
        icons.packs().map(|(pack, n_icons)| format!("{pack}: {n_icons}")).collect();
    let of_user = packs::add_folder(&mut icons);
    if let (true, Some(folder)) = (of_user.is_empty(), packs::folder()) {
        lines.push(format!("none of yours in {}", folder.display()));
    }
    lines.extend(of_user.into_iter().map(|(path, added)| match added {
        Ok(pack) => format!("{}: {}, yours, from {}", pack.prefix, pack.n_icons, path.display()),
        Err(fault) => format!("left out: {}: {fault}", path.display()),
    }));
    lines
}
