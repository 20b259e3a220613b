//! winit's events to our own, physical px to logical ones.

use kurbo::{Point, Size, Vec2};
use winit::dpi::PhysicalPosition;
use winit::event::{ElementState, Ime, KeyEvent, MouseButton, MouseScrollDelta, WindowEvent};
use winit::keyboard::{self, KeyCode, ModifiersState, NamedKey, PhysicalKey};

use crate::explore::{Button, Event, Key, Modifiers, TouchPhase};

/// What `event` is in our terms in a window with this scale factor; `None` for what is no input.
pub(super) fn translate(event: &WindowEvent, scale: f64) -> Option<Event> {
    let point = |at: &PhysicalPosition<f64>| Point::new(at.x / scale, at.y / scale);
    Some(match event {
        WindowEvent::Resized(size) => {
            Event::Resized(Size::new(f64::from(size.width) / scale, f64::from(size.height) / scale))
        }
        WindowEvent::CursorMoved { position, .. } => Event::Moved(point(position)),
        WindowEvent::CursorLeft { .. } => Event::Left,
        WindowEvent::MouseInput { state: ElementState::Pressed, button, .. } => {
            Event::Pressed(self::button(*button)?)
        }
        WindowEvent::MouseInput { button, .. } => Event::Released(self::button(*button)?),
        WindowEvent::MouseWheel { delta: MouseScrollDelta::LineDelta(x, y), .. } => {
            Event::Wheel(Vec2::new(f64::from(*x), f64::from(*y)))
        }
        // A Mac goes on by itself after the fingers have left.
        WindowEvent::MouseWheel {
            delta: MouseScrollDelta::PixelDelta(by),
            phase: winit::event::TouchPhase::Ended,
            ..
        } if !cfg!(target_os = "macos") && by.x == 0.0 && by.y == 0.0 => Event::SwipeEnded,
        WindowEvent::MouseWheel { delta: MouseScrollDelta::PixelDelta(by), .. } => {
            Event::Swiped(point(by).to_vec2())
        }
        // A spread of nothing or less would turn the picture inside out.
        WindowEvent::PinchGesture { delta, .. } if *delta > -0.9 => Event::Pinched(1.0 + delta),
        WindowEvent::Touch(touch) => Event::Touched {
            finger: touch.id,
            phase: phase(touch.phase),
            at: point(&touch.location),
        },
        WindowEvent::KeyboardInput { event, .. } => key_event(event)?,
        WindowEvent::ModifiersChanged(modifiers) => {
            Event::Modified(self::modifiers(modifiers.state()))
        }
        WindowEvent::Focused(false) => Event::Unfocused,
        _ => return None,
    })
}

/// What `event` writes, for whoever types; the same event may be a key as well.
pub(super) fn written(event: &WindowEvent) -> Option<Event> {
    match event {
        WindowEvent::KeyboardInput { event, .. } if event.state == ElementState::Pressed => {
            event.text.as_ref().map(|text| Event::Wrote(text.to_string()))
        }
        WindowEvent::Ime(Ime::Commit(text)) => Some(Event::Wrote(text.clone())),
        WindowEvent::Ime(Ime::Preedit(text, _)) => Some(Event::Composing(text.clone())),
        _ => None,
    }
}

fn button(button: MouseButton) -> Option<Button> {
    match button {
        MouseButton::Left => Some(Button::Left),
        MouseButton::Middle => Some(Button::Middle),
        MouseButton::Right => Some(Button::Right),
        MouseButton::Back => Some(Button::Back),
        MouseButton::Forward => Some(Button::Forward),
        MouseButton::Other(_) => None,
    }
}

fn phase(phase: winit::event::TouchPhase) -> TouchPhase {
    match phase {
        winit::event::TouchPhase::Started => TouchPhase::Down,
        winit::event::TouchPhase::Moved => TouchPhase::Moved,
        winit::event::TouchPhase::Ended | winit::event::TouchPhase::Cancelled => TouchPhase::Up,
    }
}

fn modifiers(state: ModifiersState) -> Modifiers {
    modifiers_on(state, cfg!(target_os = "macos"))
}

/// On a Mac the command key does what Control does elsewhere, and Control itself too.
fn modifiers_on(state: ModifiersState, is_mac: bool) -> Modifiers {
    Modifiers {
        shift: state.shift_key(),
        control: state.control_key() || (is_mac && state.super_key()),
        alt: state.alt_key(),
    }
}

fn key_event(event: &KeyEvent) -> Option<Event> {
    let key = key(&event.logical_key, event.physical_key)?;
    Some(match event.state {
        ElementState::Pressed => Event::KeyPressed(key),
        ElementState::Released => Event::KeyReleased(key),
    })
}

/// A key by what it writes; by its place where that is no Latin letter, so that letters work on every keyboard.
fn key(logical: &keyboard::Key, physical: PhysicalKey) -> Option<Key> {
    match logical {
        keyboard::Key::Named(named) => self::named(*named),
        keyboard::Key::Character(text) => {
            let written = text.chars().next()?.to_ascii_lowercase();
            let placed = if written.is_ascii() { None } else { letter(physical) };
            Some(Key::Character(placed.unwrap_or(written)))
        }
        keyboard::Key::Unidentified(_) | keyboard::Key::Dead(_) => {
            letter(physical).map(Key::Character)
        }
    }
}

fn named(key: NamedKey) -> Option<Key> {
    Some(match key {
        NamedKey::Space => Key::Space,
        NamedKey::ContextMenu => Key::Menu,
        NamedKey::Escape => Key::Escape,
        NamedKey::Enter => Key::Enter,
        NamedKey::Tab => Key::Tab,
        NamedKey::Backspace => Key::Backspace,
        NamedKey::Delete => Key::Delete,
        NamedKey::End => Key::End,
        NamedKey::Home => Key::Home,
        NamedKey::ArrowLeft => Key::ArrowLeft,
        NamedKey::ArrowRight => Key::ArrowRight,
        NamedKey::ArrowUp => Key::ArrowUp,
        NamedKey::ArrowDown => Key::ArrowDown,
        NamedKey::PageUp => Key::PageUp,
        NamedKey::PageDown => Key::PageDown,
        key => return function(key),
    })
}

/// Function keys, from F1.
fn function(key: NamedKey) -> Option<Key> {
    let place = FUNCTIONS.iter().position(|function| *function == key)?;
    u8::try_from(place + 1).ok().map(Key::Function)
}

#[rustfmt::skip]
const FUNCTIONS: [NamedKey; 12] = [
    NamedKey::F1, NamedKey::F2, NamedKey::F3, NamedKey::F4, NamedKey::F5, NamedKey::F6,
    NamedKey::F7, NamedKey::F8, NamedKey::F9, NamedKey::F10, NamedKey::F11, NamedKey::F12,
];

/// The letter that an American keyboard has in this place.
fn letter(physical: PhysicalKey) -> Option<char> {
    let PhysicalKey::Code(code) = physical else { return None };
    let place = LETTERS.iter().position(|letter| *letter == code)?;
    char::from_digit(u32::try_from(place).ok()? + 10, 36)
}

#[rustfmt::skip]
const LETTERS: [KeyCode; 26] = [
    KeyCode::KeyA, KeyCode::KeyB, KeyCode::KeyC, KeyCode::KeyD, KeyCode::KeyE, KeyCode::KeyF, KeyCode::KeyG,
    KeyCode::KeyH, KeyCode::KeyI, KeyCode::KeyJ, KeyCode::KeyK, KeyCode::KeyL, KeyCode::KeyM, KeyCode::KeyN,
    KeyCode::KeyO, KeyCode::KeyP, KeyCode::KeyQ, KeyCode::KeyR, KeyCode::KeyS, KeyCode::KeyT, KeyCode::KeyU,
    KeyCode::KeyV, KeyCode::KeyW, KeyCode::KeyX, KeyCode::KeyY, KeyCode::KeyZ,
];

#[cfg(test)]
mod tests {
    use winit::keyboard::NativeKey;

    use super::*;

    #[test]
    fn keys_are_read_on_any_keyboard() {
        let code = PhysicalKey::Code;
        let check = |logical: keyboard::Key, physical: PhysicalKey, expected: Option<Key>| {
            assert_eq!(key(&logical, physical), expected, "{logical:?}");
        };
        let character = |text: &str| keyboard::Key::Character(text.into());
        check(character("r"), code(KeyCode::KeyR), Some(Key::Character('r')));
        check(character("R"), code(KeyCode::KeyR), Some(Key::Character('r')));
        check(character("w"), code(KeyCode::KeyZ), Some(Key::Character('w')));
        check(character("к"), code(KeyCode::KeyR), Some(Key::Character('r')));
        check(character("é"), code(KeyCode::Digit2), Some(Key::Character('é')));
        check(character("+"), code(KeyCode::BracketRight), Some(Key::Character('+')));
        check(character("я"), code(KeyCode::KeyZ), Some(Key::Character('z')));
        check(keyboard::Key::Dead(None), code(KeyCode::KeyW), Some(Key::Character('w')));
        check(keyboard::Key::Named(NamedKey::F11), code(KeyCode::F11), Some(Key::Function(11)));
        check(keyboard::Key::Named(NamedKey::Home), code(KeyCode::Numpad7), Some(Key::Home));
        check(keyboard::Key::Named(NamedKey::Alt), code(KeyCode::AltLeft), None);
        check(keyboard::Key::Unidentified(NativeKey::Unidentified), code(KeyCode::Digit1), None);
    }

    #[test]
    fn every_key_of_the_table_comes_from_a_key_of_the_keyboard() {
        use crate::explore::{BINDINGS, pressed};
        use NamedKey as N;
        let rest = [
            N::Space,
            N::ContextMenu,
            N::Escape,
            N::Enter,
            N::Tab,
            N::Backspace,
            N::Delete,
            N::End,
            N::Home,
            N::ArrowLeft,
            N::ArrowRight,
            N::ArrowUp,
            N::ArrowDown,
            N::PageUp,
            N::PageDown,
        ];
        let known: Vec<Key> = rest.into_iter().chain(FUNCTIONS).filter_map(named).collect();
        for chord in BINDINGS.iter().flat_map(|binding| binding.keys.iter().chain(binding.also)) {
            let (key, _) = pressed(chord).unwrap();
            let is_written = matches!(key, Key::Character(_));
            assert!(
                is_written || known.contains(&key),
                "{chord}: nothing on the keyboard gives {key:?}"
            );
        }
        assert_eq!(named(N::F8), Some(Key::Function(8)));
    }

    #[test]
    fn the_command_key_of_a_mac_is_its_control() {
        let check = |held: ModifiersState, is_mac: bool, control: bool| {
            assert_eq!(modifiers_on(held, is_mac).control, control, "{held:?} {is_mac}");
        };
        check(ModifiersState::SUPER, true, true);
        check(ModifiersState::SUPER, false, false);
        check(ModifiersState::CONTROL, true, true);
        check(ModifiersState::CONTROL, false, true);
        check(ModifiersState::SHIFT | ModifiersState::ALT, true, false);
        let held = ModifiersState::SUPER | ModifiersState::SHIFT;
        let expected = Modifiers { shift: true, control: true, alt: false };
        assert_eq!(modifiers_on(held, true), expected);
    }

    #[test]
    fn the_buttons_of_a_mouse_are_known() {
        let check = |button: MouseButton, expected: Option<Button>| {
            assert_eq!(self::button(button), expected, "{button:?}");
        };
        check(MouseButton::Left, Some(Button::Left));
        check(MouseButton::Middle, Some(Button::Middle));
        check(MouseButton::Right, Some(Button::Right));
        check(MouseButton::Back, Some(Button::Back));
        check(MouseButton::Forward, Some(Button::Forward));
        check(MouseButton::Other(9), None);
    }

    #[test]
    fn physical_px_become_logical() {
        let moved = WindowEvent::CursorMoved {
            device_id: winit::event::DeviceId::dummy(),
            position: PhysicalPosition::new(300.0, 150.0),
        };
        assert_eq!(translate(&moved, 1.5), Some(Event::Moved(Point::new(200.0, 100.0))));
        let resized = WindowEvent::Resized(winit::dpi::PhysicalSize::new(300, 150));
        assert_eq!(translate(&resized, 2.0), Some(Event::Resized(Size::new(150.0, 75.0))));
    }
}
