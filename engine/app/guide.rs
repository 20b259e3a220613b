//! What tells a person where he is and what he can do: the status bar, the stubs at the rim, and the help.

use kurbo::{Point, Rect, Size, Vec2};

use super::chrome::{ALARM, Chrome, Sketch};
use super::toasts::gravity_color;
use crate::explore::{GESTURES, Keys, STATUS, State, Stub, Topic};
use crate::scene::{Scene, Theme};

/// Width of a column of keys, logical px.
const COLUMN: f64 = 440.0;

/// What the status bar says at the left, and how.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said<'a> {
    /// What is going on.
    Calmly(&'a str),
    /// What is wrong.
    InAlarm(&'a str),
}

impl Chrome {
    /// One line at the bottom: what is going on at the left, how much there is at the right.
    pub(super) fn status(
        &mut self,
        left: Said<'_>,
        right: &str,
        state: &State,
        theme: &Theme,
    ) -> Scene {
        let viewport = state.viewport;
        const INSET: f64 = 12.0;
        const SIZE: f64 = 11.5;
        let mut sketch = self.sketch(theme);
        let bar = Rect::new(0.0, viewport.height - STATUS, viewport.width, viewport.height);
        sketch.fill(bar, 0.0, theme.tile.with_alpha(0.94));
        sketch.fill(Rect { y1: bar.y0 + 1.0, ..bar }, 0.0, theme.tile_border.with_alpha(0.6));
        let badge = badge(&mut sketch, state, theme);
        let end = badge.map_or(bar.x1 - INSET, |badge| badge.x0 - INSET);
        let room = end - INSET;
        let right = sketch.label(right, SIZE, 400.0, room.max(20.0), 1);
        let width = right.width;
        let y = bar.center().y - right.height / 2.0;
        sketch.write(right, Point::new(end - width, y), sketch.soft());
        let (left, dot) = match left {
            Said::Calmly(text) => (text, 0.0),
            Said::InAlarm(text) => (text, 8.0),
        };
        if dot > 0.0 {
            let at = Point::new(INSET + dot / 2.0, bar.center().y);
            sketch.fill(Rect::from_center_size(at, (dot, dot)), dot / 2.0, ALARM);
        }
        let start = INSET + dot * 2.0;
        let room = room - width - start - INSET;
        if room > 40.0 && !left.is_empty() {
            let left = sketch.label(left, SIZE, 400.0, room, 1);
            sketch.write(left, Point::new(start, y), theme.tile_text);
        }
        sketch.finish(viewport)
    }

    /// Names at the rim, each where an edge leaves the window.
    pub(super) fn stubs(&mut self, stubs: &[Stub], state: &State, theme: &Theme) -> Scene {
        const INSET: f64 = 9.0;
        let mut sketch = self.sketch(theme);
        for stub in stubs {
            sketch.fill(stub.tag, 6.0, theme.tile_border);
            sketch.fill(stub.tag.inset(-1.0), 5.0, theme.tile.with_alpha(1.0));
            sketch.hot(stub.tag, state.chrome.hot, 6.0);
            let left = stub.tag.x0 + INSET;
            let room = Rect { x1: stub.tag.x1 - INSET + 2.0, ..stub.tag };
            sketch.line(&stub.title, 11.5, left, room, theme.tile_text);
        }
        sketch.finish(state.viewport)
    }

    /// All keys, by what they are about; while one `presents` those for that first.
    pub(super) fn help(&mut self, state: &State, theme: &Theme) -> Scene {
        let (keys, viewport, presenting) = (&*state.keys, state.viewport, state.present.is_some());
        const LINE: f64 = 19.0;
        let columns = help_columns(keys, presenting, viewport.width - 80.0);
        let n_lines = columns.iter().map(Vec::len).max().unwrap_or(0);
        let size = Size::new(
            (COLUMN * columns.len() as f64 + 40.0).min(viewport.width - 16.0),
            n_lines as f64 * LINE + 40.0,
        );
        let mut sketch = self.sketch(theme);
        let frame = Rect::from_center_size(viewport.to_rect().center(), size);
        let frame = frame + Vec2::new(0.0, (8.0 - frame.y0).max(0.0));
        sketch.panel(frame);
        for (place, column) in columns.iter().enumerate() {
            let mut at = frame.origin() + Vec2::new(24.0 + COLUMN * place as f64, 20.0);
            for (keys, about) in column {
                help_line(&mut sketch, keys, about, at, theme);
                at.y += LINE;
            }
        }
        sketch.finish(viewport)
    }
}

/// How much there is to say about the text, at the right end; where that stands.
fn badge(sketch: &mut Sketch<'_>, state: &State, theme: &Theme) -> Option<Rect> {
    let (area, text) = state.badge()?;
    let gravity = state.chrome.findings.first()?.gravity;
    let sign = gravity_color(gravity, theme);
    let is_open = state.chrome.sheet.is_some();
    sketch.fill(area, 6.0, sign.with_alpha(if is_open { 0.35 } else { 0.16 }));
    sketch.hot(area, state.chrome.hot, 6.0);
    sketch.disc(Point::new(area.x0 + 12.0, area.center().y), 4.0, sign);
    sketch.line(&text, 11.5, area.x0 + 22.0, area, theme.tile_text);
    Some(area)
}

/// Lines of keys and what they do; a headline has no keys.
fn help_columns(keys: &Keys, presenting: bool, width: f64) -> Vec<Vec<(String, String)>> {
    let topics = [
        (Topic::Camera, "Look"),
        (Topic::Show, "Show"),
        (Topic::Window, "Window"),
        (Topic::Tour, "Present"),
        (Topic::Find, "Find"),
        (Topic::Select, "Select"),
        (Topic::Structure, "Parts"),
        (Topic::Trace, "Trace"),
        (Topic::History, "Go back"),
        (Topic::File, "File"),
        (Topic::Own, "Your own"),
    ];
    let section = |(topic, title): &(Topic, &str)| {
        let of_topic = keys.lines().into_iter().filter(move |(of, _, _)| of == topic);
        let lines = of_topic.map(|(_, keys, about)| (keys, about.to_owned()));
        let mut lines = lines.peekable();
        let title = lines.peek().map(|_| (String::new(), (*title).to_owned()));
        title.into_iter().chain(lines).collect::<Vec<_>>()
    };
    let mut gestures = vec![(String::new(), "Mouse, touchpad, touchscreen".to_owned())];
    gestures
        .extend(GESTURES.iter().map(|(hands, about)| ((*hands).to_owned(), (*about).to_owned())));
    if presenting {
        let shown = [(Topic::Present, "While presenting"), (Topic::Camera, "Look")];
        return vec![shown.iter().flat_map(section).chain(gestures).collect()];
    }
    let left: Vec<_> = topics[..4].iter().flat_map(section).chain(gestures).collect();
    let right: Vec<_> = topics[4..].iter().flat_map(section).collect();
    if width >= 2.0 * COLUMN {
        vec![left, right]
    } else {
        vec![left.into_iter().chain(right).collect()]
    }
}

fn help_line(sketch: &mut Sketch<'_>, keys: &str, about: &str, at: Point, theme: &Theme) {
    const KEYS: f64 = 176.0;
    if keys.is_empty() {
        let title = sketch.label(about, 12.0, 700.0, 400.0, 1);
        return sketch.write(title, at + Vec2::new(0.0, 4.0), sketch.accent());
    }
    let keys = sketch.label(keys, 12.0, 400.0, KEYS - 8.0, 1);
    sketch.write(keys, at, theme.tile_text);
    let about = sketch.label(about, 12.0, 400.0, 250.0, 1);
    sketch.write(about, at + Vec2::new(KEYS, 0.0), sketch.soft());
}
