//! What is offered while no file is open.

use std::path::PathBuf;

use kurbo::{Rect, Size, Vec2};

use crate::explore::{Ask, Command, Purpose, State};

/// What there is to offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Welcome {
    /// Whether files can be dropped onto the window; not every display lets them.
    pub can_drop: bool,
    /// The files that were open last, the latest first.
    pub recent: Vec<PathBuf>,
}

/// Where the offers stand, logical px.
#[derive(Clone, Debug, PartialEq)]
pub struct WelcomeFrame {
    /// All of it.
    pub frame: Rect,
    /// The title.
    pub title: Rect,
    /// What can be done.
    pub offers: Vec<Offer>,
    /// What stands above the files, if there are any.
    pub head: Option<Rect>,
    /// The files: name, folder, and what a click gives.
    pub recent: Vec<Offer>,
}

/// A line of the offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The keys that do it; the file's name.
    pub what: String,
    /// What it does; the file's folder.
    pub about: String,
    /// What a click on it gives.
    pub command: Option<Command>,
    /// Where it stands.
    pub area: Rect,
}

/// Between the panel's border and its text, and between lines, logical px.
const PADDING: f64 = 28.0;
const TITLE: f64 = 44.0;
const LINE: f64 = 34.0;
/// The same of the files, and what stands above them.
const FILE: f64 = 30.0;
const HEAD: f64 = 34.0;
/// Width of the panel, logical px.
const WIDTH: f64 = 460.0;
/// The sample above has so much of the window, logical px.
const SAMPLE: f64 = 230.0;
/// More files are not shown.
const MOST: usize = 5;

impl State {
    /// Where the offers stand; `None` while a file is open.
    #[must_use]
    pub fn welcome_frame(&self) -> Option<WelcomeFrame> {
        let welcome = self.chrome.welcome.as_ref()?;
        let (viewport, floor) = (self.viewport, self.free_area().y1 - 20.0);
        let mut offers = offers(welcome.can_drop);
        let height = 2.0 * PADDING + TITLE + offers.len() as f64 * LINE;
        let room = floor - SAMPLE - height - HEAD;
        let n_files = (1..=MOST).take_while(|n| *n as f64 * FILE <= room).count();
        let n_files = n_files.min(welcome.recent.len());
        let files = if n_files > 0 { HEAD + n_files as f64 * FILE } else { 0.0 };
        let size = Size::new(WIDTH.min(viewport.width - 32.0), height + files);
        // Below the sample, which is wide and low.
        let corner = ((viewport.width - size.width) / 2.0, floor - size.height);
        let frame =
            Rect::from_origin_size(corner, size).with_origin((corner.0.round(), corner.1.round()));
        let inner = frame.inset((-PADDING, -PADDING));
        let row = |y: f64, height: f64| {
            Rect::from_origin_size(
                inner.origin() + Vec2::new(0.0, y),
                (inner.width(), height - 6.0),
            )
        };
        for (place, offer) in (0_u32..).zip(&mut offers) {
            offer.area = row(TITLE + f64::from(place) * LINE, LINE);
        }
        let below = TITLE + offers.len() as f64 * LINE;
        let recent = (0_u32..).zip(welcome.recent.iter().take(n_files)).map(|(place, path)| {
            let area = row(below + HEAD + f64::from(place) * FILE, FILE);
            let text = |part: Option<&std::ffi::OsStr>| {
                part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
            };
            let command = Command::Ask(Ask::Open(Some(path.to_string_lossy().into_owned())));
            Offer {
                what: text(path.file_name()),
                about: text(path.parent().map(std::path::Path::as_os_str)),
                command: Some(command),
                area,
            }
        });
        let recent: Vec<Offer> = recent.collect();
        let head = (!recent.is_empty()).then(|| row(below, HEAD));
        let title = Rect::from_origin_size(inner.origin(), (inner.width(), TITLE));
        Some(WelcomeFrame { frame, title, offers, head, recent })
    }
}

/// What can be done, and what that does.
fn offers(can_drop: bool) -> Vec<Offer> {
    let offer = |what: &str, about: &str, command: Option<Command>| Offer {
        what: what.to_owned(),
        about: about.to_owned(),
        command,
        area: Rect::ZERO,
    };
    let drop = can_drop.then(|| offer("drop a file", "Mermaid, or Markdown with it", None));
    let palette = Command::Search(Purpose::Command, String::new());
    let rest = [
        offer("Ctrl+O", "choose a file", Some(Command::Ask(Ask::Open(None)))),
        offer("Ctrl+V", "paste a diagram, or the path of one", Some(Command::Ask(Ask::Paste))),
        offer("Ctrl+K", "every command", Some(palette)),
        offer("?", "every key", Some(Command::Help)),
    ];
    drop.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::{Effect, update};

    fn state(size: Size, n_files: usize) -> State {
        let mut state = State::default();
        let recent =
            (0..n_files).map(|n| PathBuf::from(format!("/home/me/work/{n}.mmd"))).collect();
        state.chrome.welcome = Some(Welcome { can_drop: false, recent });
        update(&mut state, &Command::Resize(size), None, 0.0);
        state
    }

    #[test]
    fn a_click_on_a_file_opens_it() {
        let mut state = state(Size::new(1280.0, 800.0), 9);
        let frame = state.welcome_frame().unwrap();
        assert_eq!(frame.recent.len(), MOST);
        let at = frame.recent[1].area.center();
        let effect = update(&mut state, &Command::Click { at, add: false }, None, 1.0);
        let path = "/home/me/work/1.mmd".to_owned();
        assert_eq!(effect, Some(Effect::Ask(Ask::Open(Some(path)))));
        let at = frame.offers[0].area.center();
        let effect = update(&mut state, &Command::Click { at, add: false }, None, 2.0);
        assert_eq!(effect, Some(Effect::Ask(Ask::Open(None))));
    }

    #[test]
    fn the_offers_stand_in_the_window_below_the_sample() {
        let check = |size: (f64, f64), n_files: usize, expected: usize| {
            let state = state(size.into(), n_files);
            let frame = state.welcome_frame().unwrap();
            assert_eq!(frame.recent.len(), expected, "{size:?} {n_files}");
            let window = Size::from(size).to_rect();
            assert_eq!(window.union(frame.frame), window, "{size:?} {n_files}");
            for offer in frame.offers.iter().chain(&frame.recent) {
                assert_eq!(frame.frame.union(offer.area), frame.frame, "{offer:?}");
            }
        };
        check((1280.0, 800.0), 0, 0);
        check((1280.0, 800.0), 3, 3);
        check((1280.0, 640.0), 9, 3);
        check((1280.0, 520.0), 9, 0);
    }
}
