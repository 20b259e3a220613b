//! Values of a tour's fields: read with a fault for each that is not what it should be.

use super::{Aim, Corner, Filming, Fly, Gait, MarkKind, MarkOn, Pick, Selector, Traced};
use crate::syntax::{Diagnostic, Span, Yaml, YamlKey, YamlValue, excerpt, nearest};

/// Reads values and keeps what is wrong with them.
pub(super) struct Fields<'t> {
    /// The text that they stand in.
    pub(super) text: &'t str,
    /// What is wrong.
    pub(super) faults: Vec<Diagnostic>,
}

impl<'t> Fields<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, faults: Vec::new() }
    }

    pub(super) fn fault(&mut self, span: Span, message: impl Into<String>, hint: &str) {
        let hint = Some(hint.to_owned()).filter(|hint| !hint.is_empty());
        self.faults.push(Diagnostic::error("bad-tour", span, message).maybe_hint(hint));
    }

    /// A key that means nothing here.
    pub(super) fn unknown(&mut self, key: &YamlKey, known: &[&str]) {
        let hint = match nearest(&key.name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.join(", ")),
        };
        let message = format!("there is no field `{}` here", excerpt(&key.name));
        self.faults.push(Diagnostic::error("unknown-field", key.span, message).hint(hint));
    }

    pub(super) fn scalar<'y>(&mut self, yaml: &'y Yaml, want: &str) -> Option<&'y str> {
        match &yaml.value {
            YamlValue::Scalar(text) => Some(text),
            _ => {
                self.fault(yaml.span, format!("this is not {want}"), "");
                None
            }
        }
    }

    /// The members of a mapping.
    pub(super) fn map<'y>(&mut self, yaml: &'y Yaml, want: &str) -> &'y [(YamlKey, Yaml)] {
        match &yaml.value {
            YamlValue::Map(members) => members,
            YamlValue::Null => &[],
            _ => {
                self.fault(
                    yaml.span,
                    format!("this is not {want}"),
                    "write a mapping, `key: value`",
                );
                &[]
            }
        }
    }

    /// The items of a list; one value alone is a list of one.
    pub(super) fn list<'y>(&mut self, yaml: &'y Yaml) -> &'y [Yaml] {
        match &yaml.value {
            YamlValue::List(items) => items,
            YamlValue::Null => &[],
            _ => std::slice::from_ref(yaml),
        }
    }

    /// One of these words.
    pub(super) fn word<T: Copy>(&mut self, yaml: &Yaml, words: &[(&str, T)]) -> Option<T> {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let text = self.scalar(yaml, "a word")?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let near =
                nearest(text, all.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let hint = near.unwrap_or_else(|| format!("write one of {}", all.join(", ")));
            self.fault(yaml.span, format!("`{}` means nothing here", excerpt(text)), &hint);
        }
        found
    }

    pub(super) fn number(&mut self, yaml: &Yaml, least: f64, most: f64) -> Option<f64> {
        let text = self.scalar(yaml, "a number")?;
        let found = text.trim().parse().ok().filter(|x: &f64| (least..=most).contains(x));
        if found.is_none() {
            let message = format!("`{}` is no number from {least} to {most}", excerpt(text));
            self.fault(yaml.span, message, "");
        }
        found
    }

    /// `4s`, `700ms`, or seconds.
    pub(super) fn seconds(&mut self, yaml: &Yaml) -> Option<f64> {
        /// Longer than any step.
        const DAY: f64 = 86_400.0;
        let text = self.scalar(yaml, "a time")?.trim();
        let (digits, unit) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(digits), _) => (digits, 1000.0),
            (None, Some(digits)) => (digits, 1.0),
            (None, None) => (text, 1.0),
        };
        let found = digits.trim().parse::<f64>().ok().map(|x| x / unit);
        let found = found.filter(|x| (0.0..=DAY).contains(x));
        if found.is_none() {
            let message = format!("`{}` is no time", excerpt(text));
            self.fault(yaml.span, message, "write, say, `4s` or `700ms`");
        }
        found
    }

    pub(super) fn flag(&mut self, yaml: &Yaml) -> Option<bool> {
        let words = [("on", true), ("off", false), ("true", true), ("false", false)];
        self.word(yaml, &words)
    }

    /// Selectors: a list, or one text with commas.
    pub(super) fn picks(&mut self, yaml: &Yaml) -> Vec<Pick> {
        let mut picks = Vec::new();
        for item in self.list(yaml) {
            let Some(text) = self.scalar(item, "an id or a selector") else { continue };
            picks.extend(self.picks_in(text, item.span));
        }
        picks
    }

    /// Selectors in `text`, which stands at `span`, between commas outside of brackets.
    pub(super) fn picks_in(&mut self, text: &str, span: Span) -> Vec<Pick> {
        let mut from = span.start;
        let mut picks = Vec::new();
        for part in split(text, ',') {
            let part = part.trim();
            let place = self.place(part, Span::new(from, span.end)).unwrap_or(span);
            from = place.end.clamp(span.start, span.end);
            match Selector::parse(part) {
                Ok(selector) => picks.push(Pick { selector, span: place }),
                Err(why) => self.fault(place, why, ""),
            }
        }
        picks
    }

    /// Where `part` stands within `span`.
    fn place(&self, part: &str, span: Span) -> Option<Span> {
        let at = span.start + self.text.get(span.range())?.find(part)?;
        Some(Span::new(at, at + part.len()))
    }

    /// `fit`, `fit(…)`, or a place.
    pub(super) fn aim(&mut self, yaml: &Yaml) -> Option<Aim> {
        if let YamlValue::Map(members) = &yaml.value {
            return self.pose(members, yaml.span);
        }
        let text = self.scalar(yaml, "a view")?.trim();
        let inner = text.strip_prefix("fit(").and_then(|rest| rest.strip_suffix(')'));
        match (text, inner) {
            ("fit", _) => Some(Aim::Whole),
            (_, Some(inner)) => Some(Aim::At(self.picks_in(inner, yaml.span))),
            _ => {
                let message = format!("`{}` is no view", excerpt(text));
                self.fault(
                    yaml.span,
                    message,
                    "write `fit`, `fit(ID, …)` or `{x: 0, y: 0, zoom: 1}`",
                );
                None
            }
        }
    }

    fn pose(&mut self, members: &[(YamlKey, Yaml)], span: Span) -> Option<Aim> {
        const FAR: f64 = 1e7;
        let (mut x, mut y, mut zoom) = (None, None, None);
        for (key, value) in members {
            match key.name.as_str() {
                "x" => x = self.number(value, -FAR, FAR),
                "y" => y = self.number(value, -FAR, FAR),
                "zoom" => zoom = self.number(value, 1e-4, 64.0),
                _ => self.unknown(key, &["x", "y", "zoom"]),
            }
        }
        match (x, y, zoom) {
            (Some(x), Some(y), Some(zoom)) => Some(Aim::Pose { x, y, zoom }),
            _ => {
                self.fault(span, "a place wants x, y and zoom", "");
                None
            }
        }
    }

    /// `a -> b -> c`.
    pub(super) fn chain(&mut self, yaml: &Yaml) -> Option<Traced> {
        let text = self.scalar(yaml, "a way, `a -> b`")?;
        let mut from = yaml.span.start;
        let mut stops = Vec::new();
        for part in text.split("->").map(str::trim) {
            let place = self.place(part, Span::new(from, yaml.span.end)).unwrap_or(yaml.span);
            from = place.end;
            match Selector::parse(part) {
                Ok(selector @ Selector::One(_)) => stops.push(Pick { selector, span: place }),
                _ => {
                    let message = format!("`{}` is no stop of a way", excerpt(part));
                    self.fault(place, message, "write ids with arrows, `kong -> istio -> payment`");
                    return None;
                }
            }
        }
        if stops.len() < 2 {
            self.fault(yaml.span, "a way has two stops or more", "write `kong -> payment`");
            return None;
        }
        Some(Traced::Path(stops))
    }

    pub(super) fn gait(&mut self, yaml: &Yaml) -> Option<Gait> {
        match &yaml.value {
            YamlValue::Scalar(text) if text == "click" => Some(Gait::Click),
            _ => self.seconds(yaml).map(Gait::Every),
        }
    }

    pub(super) fn fly(&mut self, yaml: &Yaml) -> Option<Fly> {
        match &yaml.value {
            YamlValue::Scalar(text) if text == "auto" => Some(Fly::Auto),
            YamlValue::Scalar(text) if text == "none" || text == "cut" => Some(Fly::Cut),
            _ => self.seconds(yaml).map(Fly::Secs),
        }
    }

    pub(super) fn filming(&mut self, yaml: &Yaml) -> Option<Filming> {
        let words = [
            ("follow", Filming::Follow),
            ("hold", Filming::Hold),
            ("fit-trace", Filming::FitTrace),
        ];
        self.word(yaml, &words)
    }

    pub(super) fn corner(&mut self, yaml: &Yaml) -> Option<Corner> {
        let words = [
            ("bottom-left", Corner::BottomLeft),
            ("bottom", Corner::Bottom),
            ("bottom-right", Corner::BottomRight),
            ("top-left", Corner::TopLeft),
            ("top", Corner::Top),
            ("top-right", Corner::TopRight),
        ];
        self.word(yaml, &words)
    }

    /// One mark, or several.
    pub(super) fn marks(&mut self, yaml: &Yaml) -> Vec<MarkOn> {
        let mut marks = Vec::new();
        for item in self.list(yaml) {
            let (mut kind, mut on, mut text) = (MarkKind::Ring, Vec::new(), String::new());
            if let YamlValue::Scalar(_) = &item.value {
                on = self.picks(item);
            } else {
                for (key, value) in self.map(item, "a mark") {
                    match key.name.as_str() {
                        "kind" => {
                            let words = [("ring", MarkKind::Ring), ("cross", MarkKind::Cross)];
                            kind = self.word(value, &words).unwrap_or_default();
                        }
                        "on" => on = self.picks(value),
                        "text" => text = self.scalar(value, "a text").unwrap_or("").to_owned(),
                        _ => self.unknown(key, &["kind", "on", "text"]),
                    }
                }
                if on.is_empty() {
                    self.fault(item.span, "a mark is on something", "add `on: ID`");
                }
            }
            marks.extend(on.into_iter().map(|on| MarkOn { kind, on, text: text.clone() }));
        }
        marks
    }
}

/// Parts of `text` between `separator`s outside of brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
