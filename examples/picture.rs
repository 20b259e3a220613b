//! Draws a diagram to a PNG or SVG, without a window or a GPU:
//!
//! ```sh
//! cargo run --release --example picture -- scenes/multi-cloud.mmd picture.png 2 dark
//! ```
//!
//! The third argument is the scale (1 if left out), or a size such as `1920x1080` into which the whole is fitted; the
//! fourth is the theme for diagrams that do not ask for one.

use std::error::Error;
use std::{env, fs};

use veduta::diagram::{Diagram, Resources};
use veduta::explore::State;
use veduta::icons::Icons;
use veduta::paint::Picture;
use veduta::paint::View;
use veduta::paint::raster::Painter;
use veduta::paint::svg;
use veduta::scene::{Scene, Theme, build};
use veduta::text::Fonts;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, rest @ ..] = &arguments[..] else {
        return Err("usage: picture FILE OUT.(png|svg) [SCALE|WIDTHxHEIGHT] [dark|light]".into());
    };
    let text = fs::read_to_string(input)?;

    let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::bundled() };
    let diagram = Diagram::new(&text, &mut resources);

    let fallback =
        if rest.get(1).is_some_and(|t| t == "light") { Theme::light() } else { Theme::dark() };
    let theme = Theme::from_config(&diagram.document.config, &fallback);
    let scene = build(&diagram, &State::default(), &theme);

    if output.ends_with(".svg") {
        return Ok(fs::write(output, svg::write(&scene, &svg::Options::default()))?);
    }
    let view = view(&scene, rest.first().map_or("1", String::as_str))?;
    let picture = Painter::new().paint(&scene, &view);
    write_png(output, &picture)
}

fn view(scene: &Scene, size: &str) -> Result<View, Box<dyn Error>> {
    Ok(match size.split_once('x') {
        Some((width, height)) => View::fit(scene, width.parse()?, height.parse()?),
        None => View::at_scale(scene, size.parse()?),
    })
}

fn write_png(path: &str, picture: &Picture) -> Result<(), Box<dyn Error>> {
    let file = std::io::BufWriter::new(fs::File::create(path)?);
    let mut encoder = png::Encoder::new(file, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&picture.to_unpremultiplied())?;
    Ok(())
}
