use std::path::PathBuf;

use crate::export::{Format, Options};
use crate::input::Source;
use crate::scene::MARGIN;

use super::{Exit, args, export, load, say};

/// Opens the window; where none can be opened, writes the picture instead and says so.
pub(super) fn run(args: &args::Open) -> Exit {
    let reason = "no window yet";
    match &args.file {
        Some(file) => write_picture(&Source::from_argument(file), args, reason),
        None => {
            say::error(format_args!(
                "no window can be opened ({reason}); `veduta export FILE -o OUT.png` draws without one, \
                 and `veduta --help` shows more"
            ));
            Exit::Usage
        }
    }
}

fn write_picture(source: &Source, args: &args::Open, reason: &str) -> Exit {
    let diagram = match load::diagram(source) {
        Ok(diagram) => diagram,
        Err(exit) => return exit,
    };
    let scene = load::scene(&diagram, args.theme);
    let path = PathBuf::from(format!("{}.png", source.stem()));
    let frame = export::default_frame(Format::Png, MARGIN, &scene);
    match export::draw(&scene, Format::Png, &Options { frame, ..Options::default() }) {
        Ok(bytes) => {
            say::note(format_args!("no window can be opened ({reason}), so here is the picture:"));
            export::save(&path, &bytes)
        }
        Err(error) => export::refuse(&error),
    }
}
