//! What the person is doing, and the only function that changes it.

/// What the person is doing with the diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {}
