use super::Subject;

/// What is pointed at lights up once it has been pointed at for so long, s: a pointer that only passes by changes
/// nothing (`interaction.md` 3.2).
const DELAY_SECS: f64 = 0.12;

/// What is pointed at, and what stands out because of it a moment later.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hover {
    subject: Option<Subject>,
    /// Since when, s.
    since: f64,
    /// What stood out until then.
    before: Option<Subject>,
}

impl Hover {
    /// What is pointed at now.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        self.subject
    }

    /// What stands out at `time`, s.
    #[must_use]
    pub fn lit(&self, time: f64) -> Option<Subject> {
        if time >= self.settles_at() { self.subject } else { self.before }
    }

    /// From when on nothing changes unless something else is pointed at, s.
    #[must_use]
    pub fn settles_at(&self) -> f64 {
        self.since + DELAY_SECS
    }

    /// `subject` is pointed at from `time` on.
    pub(super) fn point(&mut self, subject: Option<Subject>, time: f64) {
        if subject != self.subject {
            *self = Self { subject, since: time, before: self.lit(time) };
        }
    }

    /// `subject` stands out at once, or nothing.
    pub(super) fn set(&mut self, subject: Option<Subject>, time: f64) {
        *self = Self { subject, since: time - DELAY_SECS, before: subject };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::NodeId;

    #[test]
    fn passing_by_lights_nothing_and_resting_does() {
        let node = |id| Some(Subject::Node(NodeId(id)));
        let mut hover = Hover::default();
        hover.point(node(1), 1.0);
        assert_eq!((hover.lit(1.1), hover.lit(1.2)), (None, node(1)));
        hover.point(node(2), 1.05);
        assert_eq!((hover.lit(1.1), hover.lit(1.2)), (None, node(2)));
        hover.point(None, 2.0);
        assert_eq!((hover.lit(2.1), hover.lit(2.2)), (node(2), None));
        hover.point(node(3), 2.05);
        assert_eq!((hover.lit(2.1), hover.lit(2.2)), (node(2), node(3)));
        hover.set(node(4), 3.0);
        assert_eq!(hover.lit(3.0), node(4));
    }
}
