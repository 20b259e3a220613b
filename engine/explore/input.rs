//! Recognises what a person asks for in raw input.
//!
//! A mouse wheel zooms and a touchpad pans; either does the other with Control, and Shift turns a wheel sideways.
//! Dragging with any of left and middle button pans once the hand has moved further than a click shakes, but with the left on
//! a service or a group's border brings that elsewhere; with Shift it
//! frames what is to be selected, with Control what is to be seen. One finger pans, two pinch. The time constants are those of `interaction.md` 3.

use kurbo::{Point, Rect, Size, Vec2};

use super::chrome::{NOTCH, Place, Request};
use super::event::{Button, Event, Key, Modifiers, TouchPhase};
use super::pulls::Pulls;
use super::{Command, Edit, Show, State, Walk, Way, showing};

/// ln(zoom) per notch of a wheel: a notch is about 1.2 (`interaction.md` 3.4).
const ZOOM_PER_NOTCH: f64 = 0.18;
/// ln(zoom) per logical px of a touchpad with Control held (`interaction.md` 3.4).
const ZOOM_PER_PX: f64 = 0.0025;
/// A notch of a wheel turned sideways moves the picture so far, logical px.
const PAN_PER_NOTCH: f64 = 64.0;
/// A press that moves less is a click, logical px.
const CLICK_SLACK: f64 = 4.0;
/// Two clicks within this time are a double click, s.
const DOUBLE_CLICK_SECS: f64 = 0.4;
/// A finger that stays for so long asks for the menu, s.
const LONG_PRESS_SECS: f64 = 0.5;

/// Remembers as much of the input as its meaning needs.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pointer: Option<Point>,
    modifiers: Modifiers,
    space: bool,
    /// Whether nothing has happened since the space bar went down.
    tapped: bool,
    viewport: Size,
    press: Option<Press>,
    last_click: Option<(f64, Point)>,
    fingers: Vec<(u64, Point)>,
    pulls: Pulls,
    /// The key that is held while one presents, and since when, s.
    held: Option<(Key, f64)>,
}

#[derive(Clone, Copy, Debug)]
struct Press {
    button: Button,
    purpose: Purpose,
    at: Point,
    /// When it went down, s.
    since: f64,
    /// Whether a finger did it.
    by_finger: bool,
    /// Where the picture was pulled to; `None` while it may still be a click.
    pulled: Option<Point>,
}

/// What dragging is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Pan,
    Select,
    Show,
    /// The camera goes where the hand is in the minimap.
    Steer,
    /// Nothing: a panel is below.
    Nothing,
    /// To bring something elsewhere.
    Move,
    /// To draw with ink.
    Draw,
}

/// What the pointer should look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// An arrow.
    Arrow,
    /// A hand that could take hold of the picture.
    Grab,
    /// A hand that has.
    Grabbing,
    /// A cross that draws a frame up.
    Cross,
}

impl Input {
    /// What `event`, at `time` s, asks for while `state` is what there is.
    pub fn read(&mut self, event: &Event, state: &State, time: f64) -> Vec<Command> {
        match *event {
            Event::Resized(size) => {
                self.viewport = size;
                vec![Command::Resize(size)]
            }
            Event::Moved(at) => self.moved(at),
            Event::Left => {
                self.pointer = None;
                vec![Command::Point(None)]
            }
            Event::Pressed(button) => self.pressed(button, state, time),
            Event::Released(button) => self.released(button, time),
            Event::Wheel(notches) if self.is_over_panel(state) => {
                vec![scroll(-notches.y * NOTCH.y)]
            }
            Event::Swiped(by) if self.is_over_panel(state) => vec![scroll(-by.y)],
            Event::Wheel(notches) if showing::widens(state).is_some() => {
                showing::widens(state).map(|r| showing::widened(r, notches.y)).into_iter().collect()
            }
            Event::Wheel(notches) => self.wheel(notches),
            Event::Swiped(by) => self.swiped(by, time),
            Event::SwipeEnded => self.let_go(time),
            Event::Pinched(factor) => vec![Command::Pinch { factor, at: self.focus() }],
            Event::Touched { finger, phase, at } => self.touched(finger, phase, at, state, time),
            Event::KeyPressed(key) if showing::has_keys(state) => {
                let again = self.held.is_some_and(|(held, _)| held == key);
                self.held = self.held.filter(|_| again).or(Some((key, time)));
                showing::key(key, self.modifiers, again, state).into_iter().collect()
            }
            Event::KeyReleased(key) if self.held.is_some_and(|(held, _)| held == key) => {
                let since = self.held.take().map_or(time, |(_, since)| since);
                showing::released(key, time - since, state).into_iter().collect()
            }
            Event::KeyPressed(key) if self.asks_for_other(key, state) => {
                vec![Command::Walk(Walk::Other)]
            }
            Event::KeyPressed(key) => self.key(key, state),
            Event::KeyReleased(Key::Space) => self.space_released(state),
            Event::KeyReleased(_) => Vec::new(),
            Event::Wrote(ref text) => self.wrote(text, state),
            Event::Composing(ref text) if state.search.is_some() => {
                vec![Command::Compose(text.clone())]
            }
            Event::Composing(_) => Vec::new(),
            Event::Modified(modifiers) => {
                self.modifiers = modifiers;
                Vec::new()
            }
            Event::Unfocused => {
                let purpose = self.press.take().map(|press| press.purpose);
                (self.space, self.tapped) = (false, false);
                self.modifiers = Modifiers::default();
                match purpose {
                    Some(Purpose::Select | Purpose::Show) => vec![Command::Band(None)],
                    Some(Purpose::Move) => vec![Command::Drop],
                    Some(Purpose::Draw) => vec![Command::Show(Show::Stroke(None))],
                    Some(Purpose::Pan | Purpose::Steer | Purpose::Nothing) | None => Vec::new(),
                }
            }
        }
    }

    /// What the pointer should look like now.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        match self.press {
            Some(Press {
                pulled: Some(_),
                purpose: Purpose::Pan | Purpose::Move | Purpose::Steer,
                ..
            }) => Cursor::Grabbing,
            Some(Press { purpose: Purpose::Nothing, .. }) => Cursor::Arrow,
            Some(Press { pulled: Some(_), .. }) => Cursor::Cross,
            _ if self.space => Cursor::Grab,
            _ => Cursor::Arrow,
        }
    }

    fn is_over_panel(&self, state: &State) -> bool {
        self.pointer.is_some_and(|at| state.chrome.scrolls_at(state, at))
    }

    /// The pointer, else the middle of the viewport.
    fn focus(&self) -> Point {
        self.pointer.unwrap_or(Point::new(self.viewport.width / 2.0, self.viewport.height / 2.0))
    }

    fn moved(&mut self, at: Point) -> Vec<Command> {
        self.pointer = Some(at);
        let Some(press) = &mut self.press else { return vec![Command::Point(Some(at))] };
        let started = press.pulled.is_some() || distance(press.at, at) > CLICK_SLACK;
        if press.button == Button::Right || !started {
            return vec![Command::Point(Some(at))];
        }
        // The first pull makes up for the slack: what was taken hold of stays under the pointer.
        let before = press.pulled.replace(at);
        let by = at - before.unwrap_or(press.at);
        if press.purpose == Purpose::Move && before.is_none() {
            return vec![Command::Grab(press.at), Command::Drag(at), Command::Point(Some(at))];
        }
        if press.purpose == Purpose::Draw && before.is_none() {
            let begin = Command::Show(Show::Stroke(Some(press.at)));
            return vec![begin, Command::Show(Show::Stroke(Some(at))), Command::Point(Some(at))];
        }
        let pull = match press.purpose {
            Purpose::Draw => Command::Show(Show::Stroke(Some(at))),
            Purpose::Pan => Command::Pan(by),
            Purpose::Steer => Command::Chrome(Request::Steer(at)),
            Purpose::Nothing => return vec![Command::Point(Some(at))],
            Purpose::Move => Command::Drag(at),
            Purpose::Select | Purpose::Show => Command::Band(Some(Rect::from_points(press.at, at))),
        };
        vec![pull, Command::Point(Some(at))]
    }

    fn pressed(&mut self, button: Button, state: &State, time: f64) -> Vec<Command> {
        match button {
            Button::Back => return vec![Command::Back],
            Button::Forward => return vec![Command::Forward],
            Button::Left | Button::Middle | Button::Right => {}
        }
        self.tapped = false;
        if self.press.is_none() {
            let purpose = match (button, self.modifiers) {
                (Button::Left, _) if is_in_minimap(state, self.focus()) => Purpose::Steer,
                _ if is_on_drawer(state, self.focus()) => Purpose::Nothing,
                (Button::Left, _) if !self.space && showing::draws(state) => Purpose::Draw,
                (Button::Left, Modifiers { control: true, .. }) => Purpose::Show,
                (Button::Left, Modifiers { shift: true, .. }) if !self.space => Purpose::Select,
                (Button::Left, _) if !self.space && state.grip.is_some() => Purpose::Move,
                _ => Purpose::Pan,
            };
            let (at, since) = (self.focus(), time);
            self.press = Some(Press { button, purpose, at, since, by_finger: false, pulled: None });
            if purpose == Purpose::Steer {
                return vec![Command::Chrome(Request::Steer(at))];
            }
        }
        Vec::new()
    }

    fn released(&mut self, button: Button, time: f64) -> Vec<Command> {
        match self.press {
            Some(press) if press.button == button => {
                self.press = None;
                let is_long = press.by_finger && time - press.since >= LONG_PRESS_SECS;
                match press.pulled {
                    _ if press.purpose == Purpose::Steer => Vec::new(),
                    None if button == Button::Right || is_long => {
                        vec![Command::Chrome(Request::Menu(Place::At(press.at)))]
                    }
                    None if button == Button::Left => self.clicked(press.at, time),
                    None => Vec::new(),
                    Some(to) => framed(press.purpose, Rect::from_points(press.at, to)),
                }
            }
            _ => Vec::new(),
        }
    }

    fn clicked(&mut self, at: Point, time: f64) -> Vec<Command> {
        let again = self.last_click.is_some_and(|(before, there)| {
            time - before <= DOUBLE_CLICK_SECS && distance(at, there) <= CLICK_SLACK
        });
        if !again {
            self.last_click = Some((time, at));
            return vec![Command::Click { at, add: self.modifiers.shift }];
        }
        self.last_click = None;
        // On an edge Control asks for the near end (`interaction.md` 3.2), elsewhere Shift for the way out.
        vec![Command::Open { at, back: self.modifiers.shift || self.modifiers.control }]
    }

    fn wheel(&mut self, notches: Vec2) -> Vec<Command> {
        let sideways = if self.modifiers.shift && !self.modifiers.control {
            Vec2::new(notches.x + notches.y, 0.0)
        } else {
            Vec2::new(notches.x, 0.0)
        };
        let mut commands = Vec::new();
        if sideways.x != 0.0 {
            commands.push(Command::Glide(sideways * PAN_PER_NOTCH));
        }
        if notches.y != 0.0 && (self.modifiers.control || !self.modifiers.shift) {
            let factor = libm::exp(notches.y * ZOOM_PER_NOTCH);
            commands.push(Command::Zoom { factor, at: Some(self.focus()) });
        }
        commands
    }

    /// Fingers that leave while they move throw the picture.
    fn let_go(&mut self, time: f64) -> Vec<Command> {
        self.pulls.let_go(time).map(Command::Throw).into_iter().collect()
    }

    fn swiped(&mut self, by: Vec2, time: f64) -> Vec<Command> {
        if self.modifiers.control {
            let factor = libm::exp(by.y * ZOOM_PER_PX);
            return vec![Command::Pinch { factor, at: self.focus() }];
        }
        let sideways = self.modifiers.shift && by.x == 0.0;
        let by = if sideways { Vec2::new(by.y, 0.0) } else { by };
        self.pulls.add(by, time);
        vec![Command::Pan(by)]
    }

    fn touched(
        &mut self,
        finger: u64,
        phase: TouchPhase,
        at: Point,
        state: &State,
        time: f64,
    ) -> Vec<Command> {
        let place = self.fingers.iter().position(|(id, _)| *id == finger);
        match (phase, place) {
            (TouchPhase::Down, None) => {
                self.fingers.push((finger, at));
                // A finger that comes down catches the picture.
                let caught = Command::Throw(Vec2::ZERO);
                let purpose = if is_in_minimap(state, at) { Purpose::Steer } else { Purpose::Pan };
                self.press = (self.fingers.len() == 1).then_some(Press {
                    button: Button::Left,
                    purpose,
                    at,
                    since: time,
                    by_finger: true,
                    pulled: None,
                });
                vec![caught]
            }
            (TouchPhase::Moved, Some(place)) => {
                let commands = self.finger_moved(place, at);
                let pulls = commands.iter().filter_map(|command| match command {
                    Command::Pan(by) => Some(*by),
                    _ => None,
                });
                pulls.for_each(|by| self.pulls.add(by, time));
                commands
            }
            (TouchPhase::Up, Some(place)) => {
                self.fingers.remove(place);
                self.pointer = None;
                let mut commands = self.released(Button::Left, time);
                if self.fingers.is_empty() {
                    commands.extend(self.let_go(time));
                }
                commands
            }
            _ => Vec::new(),
        }
    }

    /// One finger pulls the picture; of two, their middle pulls and their distance pinches.
    fn finger_moved(&mut self, place: usize, at: Point) -> Vec<Command> {
        let before = std::mem::replace(&mut self.fingers[place].1, at);
        let other = self.fingers.iter().enumerate().take(2).find(|(i, _)| *i != place);
        match (self.fingers.len(), other) {
            (1, _) => {
                let commands = self.moved(at);
                self.pointer = None;
                commands.into_iter().filter(|c| !matches!(c, Command::Point(_))).collect()
            }
            (_, Some((_, &(_, other)))) if place < 2 => {
                let spread = distance(at, other) / distance(before, other).max(1.0);
                let factor = if spread > 0.0 { spread } else { 1.0 };
                let middle = at.midpoint(other);
                let by = middle - before.midpoint(other);
                vec![Command::Pan(by), Command::Pinch { factor, at: middle }]
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: Key, state: &State) -> Vec<Command> {
        if state.chrome.menu.is_some() || (state.search.is_none() && state.chrome.has_keyboard()) {
            return state.keys.bound_in_list(key, self.modifiers).into_iter().collect();
        }
        if state.search.is_some() {
            return state.keys.bound_in_panel(key, self.modifiers).into_iter().collect();
        }
        if key == Key::Space && !self.space {
            // Only what comes next tells whether it is held to pull at the picture.
            (self.space, self.tapped) = (true, true);
        }
        if key == Key::Space {
            return Vec::new();
        }
        state.keys.bound(key, self.modifiers).into_iter().collect()
    }

    /// Whether `key` is the arrow just followed, now with Alt, and there are other edges on that side: before Alt and an arrow
    /// mean the way back.
    fn asks_for_other(&self, key: Key, state: &State) -> bool {
        let way = match key {
            Key::ArrowLeft => Way::Left,
            Key::ArrowRight => Way::Right,
            Key::ArrowUp => Way::Up,
            Key::ArrowDown => Way::Down,
            _ => return false,
        };
        let alt = Modifiers { alt: true, ..Modifiers::default() };
        let is_read = state.search.is_some() || state.chrome.has_keyboard();
        self.modifiers == alt && !is_read && state.can_take_other(way)
    }

    /// A space bar that was only tapped searches.
    fn space_released(&mut self, state: &State) -> Vec<Command> {
        self.space = false;
        match std::mem::take(&mut self.tapped) {
            true => state.keys.bound(Key::Space, self.modifiers).into_iter().collect(),
            false => Vec::new(),
        }
    }

    fn wrote(&self, text: &str, state: &State) -> Vec<Command> {
        let is_command = self.modifiers.control || self.modifiers.alt;
        let is_written = !is_command && text.chars().any(|c| !c.is_control());
        let is_read = state.search.is_some() || state.chrome.has_keyboard();
        if !is_read || !is_written {
            return Vec::new();
        }
        vec![Command::Edit(Edit::Type(text.to_owned()))]
    }
}

fn scroll(by: f64) -> Command {
    Command::Chrome(Request::Scroll(by))
}

fn is_in_minimap(state: &State, at: Point) -> bool {
    let is_below_menu = state.chrome.menu.is_some();
    !is_below_menu && state.minimap_frame().is_some_and(|frame| frame.contains(at))
}

fn is_on_drawer(state: &State, at: Point) -> bool {
    state.chrome.scrolls_at(state, at)
}

/// What a frame that has been drawn up is for.
fn framed(purpose: Purpose, frame: Rect) -> Vec<Command> {
    match purpose {
        Purpose::Pan | Purpose::Steer | Purpose::Nothing => Vec::new(),
        Purpose::Move => vec![Command::Drop],
        Purpose::Draw => vec![Command::Show(Show::Stroke(None))],
        Purpose::Select => vec![Command::Band(None), Command::SelectIn(frame)],
        Purpose::Show => vec![Command::Band(None), Command::Area(frame)],
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a - b).hypot2().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::Purpose;

    const SIZE: Size = Size::new(1000.0, 500.0);

    /// What `events`, a tenth of a second apart, come to: the text forms of the commands.
    fn read(events: &[Event]) -> Vec<String> {
        read_every(0.1, events)
    }

    /// The same for events `secs` apart.
    fn read_every(secs: f64, events: &[Event]) -> Vec<String> {
        let mut input = Input::default();
        let state = State::default();
        input.read(&Event::Resized(SIZE), &state, 0.0);
        let mut commands = Vec::new();
        for (time, event) in (0_u32..).zip(events) {
            commands.extend(input.read(event, &state, f64::from(time) * secs));
        }
        commands
            .iter()
            .filter(|c| !matches!(c, Command::Point(_)) && **c != Command::Throw(Vec2::ZERO))
            .map(ToString::to_string)
            .collect()
    }

    #[track_caller]
    fn check(events: &[Event], expected: &[&str]) {
        assert_eq!(read(events), expected, "{events:?}");
    }

    fn at(x: f64, y: f64) -> Event {
        Event::Moved(Point::new(x, y))
    }

    const SHIFT: Modifiers = Modifiers { shift: true, control: false, alt: false };
    const CONTROL: Modifiers = Modifiers { shift: false, control: true, alt: false };

    fn touch(finger: u64, phase: TouchPhase, x: f64, y: f64) -> Event {
        Event::Touched { finger, phase, at: Point::new(x, y) }
    }

    #[test]
    fn a_wheel_zooms_at_the_pointer_and_a_touchpad_pans() {
        let notch = libm::exp(ZOOM_PER_NOTCH);
        let zoom = format!("zoom {notch} at 30 40");
        let wheel = Event::Wheel(Vec2::new(0.0, 1.0));
        let swipe = Event::Swiped(Vec2::new(3.0, 8.0));
        let pinch = format!("pinch {} at 30 40", libm::exp(8.0 * ZOOM_PER_PX));
        check(&[at(30.0, 40.0), wheel.clone()], &[&zoom]);
        check(&[at(30.0, 40.0), Event::Modified(CONTROL), wheel.clone()], &[&zoom]);
        check(&[at(30.0, 40.0), Event::Modified(SHIFT), wheel.clone()], &["glide 64 0"]);
        check(&[at(30.0, 40.0), Event::Wheel(Vec2::new(-1.0, 0.0))], &["glide -64 0"]);
        check(&[wheel], &[&format!("zoom {notch} at 500 250")]);
        check(&[at(30.0, 40.0), swipe.clone()], &["pan 3 8"]);
        check(&[at(30.0, 40.0), Event::Modified(CONTROL), swipe], &[&pinch]);
        check(&[at(30.0, 40.0), Event::Pinched(1.5)], &["pinch 1.5 at 30 40"]);
        let swipe = |x: f64| Event::Swiped(Vec2::new(x, 0.0));
        let script = [swipe(4.0), swipe(8.0), Event::SwipeEnded];
        assert_eq!(read_every(0.01, &script), ["pan 4 0", "pan 8 0", "throw 800 0"]);
        check(&script, &["pan 4 0", "pan 8 0"]);
    }

    #[test]
    fn dragging_pans_with_nothing_lost_to_the_slack() {
        for button in [Button::Left, Button::Middle] {
            check(
                &[
                    at(10.0, 10.0),
                    Event::Pressed(button),
                    at(12.0, 10.0),
                    at(30.0, 10.0),
                    at(30.0, 15.0),
                    Event::Released(button),
                    at(90.0, 90.0),
                ],
                &["pan 20 0", "pan 0 5"],
            );
        }
        let right = [at(10.0, 10.0), Event::Pressed(Button::Right), at(90.0, 10.0)];
        check(&right, &[]);
    }

    #[test]
    fn dragging_with_a_modifier_frames() {
        let drag = |modifiers: Modifiers| {
            let down = [at(10.0, 10.0), Event::Modified(modifiers), Event::Pressed(Button::Left)];
            let up = [at(5.0, 40.0), Event::Released(Button::Left)];
            [&down[..], &up[..]].concat()
        };
        check(&drag(SHIFT), &["band 5 10 10 40", "band", "select in 5 10 10 40"]);
        check(&drag(CONTROL), &["band 5 10 10 40", "band", "area 5 10 10 40"]);
        let mut left = drag(SHIFT);
        left[4] = Event::Unfocused;
        check(&left, &["band 5 10 10 40", "band"]);
    }

    #[test]
    fn a_click_selects_and_only_two_quick_ones_in_one_place_open() {
        let click = [Event::Pressed(Button::Left), Event::Released(Button::Left)];
        let script = |parts: &[&[Event]]| parts.concat();
        let here = [at(10.0, 10.0)];
        let there = [at(40.0, 10.0)];
        let wait = vec![at(10.0, 10.0); 5];
        let shift = [Event::Modified(SHIFT)];
        check(&script(&[&here, &click, &click]), &["click 10 10", "open 10 10"]);
        check(
            &script(&[&here, &click, &click, &click]),
            &["click 10 10", "open 10 10", "click 10 10"],
        );
        check(&script(&[&here, &shift, &click, &click]), &["click 10 10 add", "open 10 10 back"]);
        check(&script(&[&here, &click, &there, &click]), &["click 10 10", "click 40 10"]);
        check(&script(&[&here, &click, &wait, &click]), &["click 10 10", "click 10 10"]);
        check(&[Event::Pressed(Button::Back), Event::Released(Button::Back)], &["back"]);
        check(&[Event::Pressed(Button::Forward)], &["forward"]);
    }

    #[test]
    fn one_finger_pans_and_two_pinch() {
        use TouchPhase::{Down, Moved, Up};
        check(
            &[touch(7, Down, 10.0, 10.0), touch(7, Moved, 30.0, 10.0), touch(7, Up, 30.0, 10.0)],
            &["pan 20 0"],
        );
        let mut quick = vec![touch(7, Down, 10.0, 10.0)];
        quick.extend([20.0, 30.0, 40.0].map(|x| touch(7, Moved, x, 10.0)));
        quick.push(touch(7, Up, 40.0, 10.0));
        let pans = ["pan 10 0", "pan 10 0", "pan 10 0"];
        assert_eq!(read_every(0.01, &quick), [&pans[..], &["throw 1000 0"]].concat());
        check(
            &[
                touch(7, Down, 0.0, 0.0),
                touch(9, Down, 100.0, 0.0),
                touch(9, Moved, 200.0, 0.0),
                touch(7, Up, 0.0, 0.0),
                touch(9, Up, 200.0, 0.0),
            ],
            &["pan 50 0", "pinch 2 at 100 0"],
        );
        let tap = [touch(7, Down, 10.0, 10.0), touch(7, Up, 10.0, 10.0)];
        check(&[tap.clone(), tap].concat(), &["click 10 10", "open 10 10"]);
    }

    #[test]
    fn every_key_of_the_table_gives_its_command_through_events() {
        let check = |modifiers: Modifiers, key: Key, command: &str| {
            let press = [Event::Modified(modifiers), Event::KeyPressed(key)];
            let release = Event::KeyReleased(key);
            check(&[&press[..], &[release]].concat(), &[command]);
        };
        for binding in crate::explore::BINDINGS {
            for chord in binding.keys.iter().chain(binding.also) {
                let (key, modifiers) = crate::explore::pressed(chord).unwrap();
                check(modifiers, key, binding.command);
            }
        }
        for hops in '1'..='9' {
            check(Modifiers::default(), Key::Character(hops), &format!("trace {hops}"));
        }
    }

    #[test]
    fn alt_and_the_arrow_just_followed_take_another_edge() {
        let mut resources = crate::diagram::Resources {
            fonts: crate::text::Fonts::bundled(),
            icons: crate::icons::Icons::bundled(),
        };
        let text = "architecture-beta\nservice a(x)[A]\nservice b(x)[B]\nservice c(x)[C]
            a:R -- L:b\na:R -- L:c";
        let diagram = crate::diagram::Diagram::new(text, &mut resources);
        let mut state = State::default();
        for command in ["resize 900 700", "select a", "walk right"] {
            super::super::update(&mut state, &command.parse().unwrap(), Some(&diagram), 0.0);
        }
        let check = |key: Key, expected: &str| {
            let mut input = Input::default();
            let alt = Modifiers { alt: true, ..Modifiers::default() };
            input.read(&Event::Modified(alt), &state, 0.0);
            let commands = input.read(&Event::KeyPressed(key), &state, 0.0);
            assert_eq!(commands[0].to_string(), expected, "{key:?}");
        };
        check(Key::ArrowRight, "walk other");
        check(Key::ArrowLeft, "back");
        check(Key::ArrowUp, "up");
    }

    #[test]
    fn a_tap_on_the_space_bar_searches_and_a_hold_does_not() {
        let (down, up) = (Event::KeyPressed(Key::Space), Event::KeyReleased(Key::Space));
        check(&[down.clone(), up.clone()], &["search"]);
        check(&[down.clone(), down.clone(), up.clone()], &["search"]);
        let pull = [Event::Pressed(Button::Left), Event::Released(Button::Left)];
        check(&[vec![down], pull.to_vec(), vec![up]].concat(), &["click 500 250"]);
        check(&[Event::Wrote("x".to_owned())], &[]);
    }

    #[test]
    fn in_an_open_panel_letters_are_written() {
        let mut state = State::default();
        crate::explore::update(
            &mut state,
            &Command::Search(Purpose::Find, String::new()),
            None,
            0.0,
        );
        let check = |modifiers: Modifiers, event: Event, expected: &[&str]| {
            let mut input = Input::default();
            input.read(&Event::Modified(modifiers), &state, 0.0);
            let found: Vec<String> =
                input.read(&event, &state, 0.0).iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{modifiers:?} {event:?}");
        };
        let plain = Modifiers::default();
        let key = Event::KeyPressed;
        check(plain, Event::Wrote("Q".to_owned()), &["type \"Q\""]);
        check(CONTROL, Event::Wrote("q".to_owned()), &[]);
        check(plain, Event::Wrote("\r".to_owned()), &[]);
        check(plain, Event::Composing("か".to_owned()), &["compose \"か\""]);
        check(plain, key(Key::Character('q')), &[]);
        check(CONTROL, key(Key::Character('q')), &["quit"]);
        check(plain, key(Key::Space), &[]);
        check(plain, key(Key::Enter), &["accept"]);
        check(plain, key(Key::Escape), &["escape"]);
        check(plain, key(Key::ArrowDown), &["choose next"]);
        check(SHIFT, key(Key::Tab), &["choose previous"]);
        check(plain, key(Key::Backspace), &["erase back"]);
        check(CONTROL, key(Key::Backspace), &["erase word"]);
        check(plain, key(Key::Home), &["caret start"]);
        check(plain, key(Key::Function(11)), &["fullscreen"]);
    }

    #[test]
    fn the_pointer_shows_what_the_hand_does() {
        let mut input = Input::default();
        let mut cursor_after = |event: Event| {
            input.read(&event, &State::default(), 0.0);
            input.cursor()
        };
        assert_eq!(cursor_after(at(0.0, 0.0)), Cursor::Arrow);
        assert_eq!(cursor_after(Event::KeyPressed(Key::Space)), Cursor::Grab);
        assert_eq!(cursor_after(Event::KeyReleased(Key::Space)), Cursor::Arrow);
        assert_eq!(cursor_after(Event::Pressed(Button::Left)), Cursor::Arrow);
        assert_eq!(cursor_after(at(50.0, 0.0)), Cursor::Grabbing);
        assert_eq!(cursor_after(Event::Unfocused), Cursor::Arrow);
    }
}
