//! What keys and the wheel ask for while one presents.

use super::{Command, Key, Modifiers, Show, State, Tool, Turn};

/// A key that is held for so long shows its tool only as long, s.
const HOLD_SECS: f64 = 0.5;
/// ln(radius) per notch of a wheel.
const RADIUS_PER_NOTCH: f64 = 0.15;

/// Whether keys are those of presenting: nobody types, and no menu is open.
pub(super) fn has_keys(state: &State) -> bool {
    state.present.is_some() && state.search.is_none() && !state.chrome.has_keyboard()
}

/// What `key` asks for; `again` where it is held and repeats.
pub(super) fn key(key: Key, modifiers: Modifiers, again: bool, state: &State) -> Option<Command> {
    let present = state.present.as_ref()?;
    let is_plain = !modifiers.control && !modifiers.alt;
    let digit = match key {
        Key::Character(c) if is_plain => c.to_digit(10),
        _ => None,
    };
    if let Some(digit) = digit {
        let n_choices = present.step().map_or(0, |step| step.alternatives.len());
        let is_choice = present.digits.is_empty() && (1..=n_choices).contains(&(digit as usize));
        return Some(Command::Show(match is_choice {
            true => Show::Alternative(digit),
            false => Show::Digits(format!("{}{digit}", present.digits)),
        }));
    }
    match (key, present.digits.as_str(), present.grid) {
        (Key::Enter, digits, _) if !digits.is_empty() => {
            Some(Command::Show(Show::Step(digits.to_owned())))
        }
        (Key::Backspace, digits, _) if !digits.is_empty() => {
            Some(Command::Show(Show::Digits(digits[..digits.len() - 1].to_owned())))
        }
        (Key::Enter | Key::Space, _, Some(chosen)) => {
            let step = present.tour.steps.get(chosen)?;
            Some(Command::Show(Show::Step(step.id.clone())))
        }
        (Key::ArrowLeft | Key::ArrowUp, _, Some(_)) => Some(Command::Choose(Turn::Previous)),
        (Key::ArrowRight | Key::ArrowDown, _, Some(_)) => Some(Command::Choose(Turn::Next)),
        // It leaves what lies over the presentation first.
        (Key::Escape, _, _) => Some(Command::Escape),
        _ => {
            let command = state.keys.bound_in_show(key, modifiers)?;
            (!again || !is_toggle(&command)).then_some(command)
        }
    }
}

/// What it means that `key` is let go after so many seconds: a light that was held goes out.
pub(super) fn released(key: Key, secs: f64, state: &State) -> Option<Command> {
    let tool = state.present.as_ref()?.tool.filter(|tool| *tool != Tool::Ink)?;
    let command = state.keys.bound_in_show(key, Modifiers::default())?;
    (secs >= HOLD_SECS && command == Command::Show(Show::Tool(tool))).then_some(command)
}

/// Whether dragging draws.
pub(super) fn draws(state: &State) -> bool {
    state.present.as_ref().is_some_and(|present| present.tool == Some(Tool::Ink))
}

/// How far the spotlight reaches that the wheel widens, logical px.
pub(super) fn widens(state: &State) -> Option<f64> {
    let present = state.present.as_ref()?;
    (present.tool == Some(Tool::Spotlight)).then_some(present.radius)
}

pub(super) fn widened(radius: f64, notches: f64) -> Command {
    Command::Show(Show::Radius(radius * libm::exp(notches * RADIUS_PER_NOTCH)))
}

fn is_toggle(command: &Command) -> bool {
    let toggles = |show: &Show| {
        matches!(
            show,
            Show::Blank(_) | Show::Tool(_) | Show::Grid | Show::Auto | Show::Presenter | Show::End
        )
    };
    matches!(command, Command::Show(show) if toggles(show)) || *command == Command::Fullscreen
}
