use kurbo::{Point, Size, Vec2};

/// Raw input, in logical px, free of any window library.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The window has this size, logical px.
    Resized(Size),
    /// The pointer is here.
    Moved(Point),
    /// The pointer has left the window.
    Left,
    /// A button went down where the pointer is.
    Pressed(Button),
    /// A button went up.
    Released(Button),
    /// A mouse wheel turned by so many notches; positive y is away from the person.
    Wheel(Vec2),
    /// A touchpad was stroked by so many logical px; the content is to move by them.
    Swiped(Vec2),
    /// The fingers have left the touchpad.
    SwipeEnded,
    /// Two fingers on a touchpad spread by this factor.
    Pinched(f64),
    /// A finger on a touchscreen.
    Touched {
        /// Which finger.
        finger: u64,
        /// What it does.
        phase: TouchPhase,
        /// Where.
        at: Point,
    },
    /// A key went down, or repeats.
    KeyPressed(Key),
    /// A key went up.
    KeyReleased(Key),
    /// The keyboard or an input method writes this; it comes before the key, if there is one.
    Wrote(String),
    /// An input method is still at this text.
    Composing(String),
    /// These modifiers are held now.
    Modified(Modifiers),
    /// The window has lost the keyboard: whatever was held is held no more.
    Unfocused,
}

/// A mouse button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The main one.
    Left,
    /// The wheel pressed.
    Middle,
    /// The secondary one.
    Right,
    /// The one that goes back.
    Back,
    /// The one that goes forward.
    Forward,
}

/// What a finger does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TouchPhase {
    /// It comes down.
    Down,
    /// It moves.
    Moved,
    /// It goes up, or the system takes the touch away.
    Up,
}

/// A key, by what it means on the person's keyboard; letters in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Whatever the key writes.
    Character(char),
    /// The space bar.
    Space,
    /// Escape.
    Escape,
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Erase to the left.
    Backspace,
    /// Erase to the right.
    Delete,
    /// Home.
    Home,
    /// End.
    End,
    /// Cursor left.
    ArrowLeft,
    /// Cursor right.
    ArrowRight,
    /// Cursor up.
    ArrowUp,
    /// Cursor down.
    ArrowDown,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// The key that opens a menu.
    Menu,
    /// A function key, from 1.
    Function(u8),
}

/// Keys held while another input happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// Shift.
    pub shift: bool,
    /// Control, or Command on a Mac.
    pub control: bool,
    /// Alt.
    pub alt: bool,
}
