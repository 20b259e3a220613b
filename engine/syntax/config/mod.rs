//! What frontmatter and directives ask for, merged by Mermaid's precedence.
//!
//! Directives come over frontmatter, later directives over earlier ones; within one of them `theme`, `look` and `layout`
//! of the section `architecture` come over those at the top. What has no effect is told, never silent.

mod known;

use known::{
    CYCLE_BREAKERS, EDGE_STYLES, ELK, LAYOUTS, LOOKS, MODEL_ORDERS, PLACEMENTS, SECTION, THEMES,
    TOP, VARIABLES, WITHOUT_EFFECT, WITHOUT_WISH,
};

use super::nearest::nearest;
use super::reader::excerpt;
use super::settings::{self, Dialect, Key, Setting, Value};
use super::source::Frontmatter;
use super::{Config, Diagnostic, Span, Spanned};

/// Frontmatter and directives as they are read, one after the other.
#[derive(Debug, Default)]
pub(super) struct Merge {
    pub(super) config: Config,
    /// The frontmatter's `title`.
    pub(super) title: Option<Spanned<String>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// `fontFamily` at the top, which counts where the theme variable of that name is not set.
    font_family: Option<Spanned<String>>,
    /// What the section `architecture` of this layer says about the three keys that also stand at the top.
    section: Section,
}

#[derive(Debug, Default)]
struct Section {
    theme: Option<Spanned<String>>,
    look: Option<Spanned<String>>,
    layout: Option<Spanned<String>>,
}

impl Merge {
    /// Takes the frontmatter in; it must come first.
    pub(super) fn frontmatter(&mut self, text: &str, frontmatter: Frontmatter) {
        let yaml = &text[frontmatter.yaml.range()];
        if !frontmatter.closed {
            let error = Diagnostic::error(
                "unclosed-frontmatter",
                frontmatter.opening,
                "this frontmatter is not closed",
            );
            self.diagnostics.push(error.hint("end it with a line `---`, indented as this one"));
        } else if yaml.is_empty() {
            let message = "this frontmatter is empty; Mermaid refuses the whole diagram";
            let error = Diagnostic::error("empty-frontmatter", frontmatter.opening, message);
            self.diagnostics.push(error.hint("delete both lines `---`"));
        }
        let (settings, diagnostics) = settings::read(yaml, frontmatter.yaml.start, Dialect::Yaml);
        if settings.is_empty() && frontmatter.closed && !yaml.is_empty() && diagnostics.is_empty() {
            let message = "this frontmatter sets nothing";
            self.diagnostics.push(Diagnostic::note(
                "config-without-effect",
                frontmatter.opening,
                message,
            ));
        }
        self.diagnostics.extend(diagnostics);
        for Setting { path, value } in settings {
            let names: Vec<&str> = path.iter().map(|key| key.name.as_str()).collect();
            match names[..] {
                ["config", _, ..] => self.set(&path[1..], &value),
                ["config"] => self.expect_section(&path[0], &value),
                ["title"] => self.set_title(&value),
                ["displayMode"] => self.no_effect(&path[0]),
                [name] => self.unknown_root(name, &path[0]),
                _ => {}
            }
        }
        self.end_layer();
    }

    fn set_title(&mut self, value: &Value) {
        let Some(title) = scalar(value) else { return };
        let message = "Mermaid 12.3 does not draw the title of an architecture diagram";
        self.diagnostics.push(Diagnostic::note("portable-diagram-title", title.span, message));
        self.title = Some(title);
    }

    /// Takes one `%%{ … }%%` in.
    pub(super) fn directive(&mut self, text: &str, span: Span) {
        let inner = Span::new(span.start + 3, span.end - 3);
        let (name, args) = split_directive(&text[inner.range()]);
        match name {
            "init" | "initialize" => {}
            "wrap" => return,
            _ => {
                let message = format!("no directive is called `{}`", excerpt(name));
                let note = Diagnostic::note("unknown-directive", span, message);
                self.diagnostics.push(note.hint("write `%%{init: { … }}%%`"));
                return;
            }
        }
        let start = inner.end - args.len();
        let Some(json) = as_json(args) else {
            let message = "this directive is no JSON and has no effect";
            let warning =
                Diagnostic::warning("bad-directive", Span::new(start, inner.end), message);
            self.diagnostics
                .push(warning.hint("put keys and texts in double quotes: `{\"theme\": \"dark\"}`"));
            return;
        };
        let (settings, diagnostics) = settings::read(&json, start, Dialect::Json);
        self.diagnostics.extend(diagnostics);
        for Setting { mut path, value } in settings {
            if path[0].name == "config" {
                path[0].name = "architecture".to_owned();
            }
            self.set(&path, &value);
        }
        self.end_layer();
    }

    /// The merged config, after the last layer.
    pub(super) fn finish(mut self) -> (Config, Option<Spanned<String>>, Vec<Diagnostic>) {
        if let Some(family) = self.font_family.take() {
            self.config.theme_variables.entry("fontFamily".to_owned()).or_insert(family);
        }
        (self.config, self.title, self.diagnostics)
    }

    fn end_layer(&mut self) {
        let Section { theme, look, layout } = std::mem::take(&mut self.section);
        let config = &mut self.config;
        config.theme = theme.or(config.theme.take());
        config.look = look.or(config.look.take());
        config.layout = layout.or(config.layout.take());
    }

    /// One setting below `config`; `path` begins there.
    fn set(&mut self, path: &[Key], value: &Value) {
        let names: Vec<&str> = path.iter().map(|key| key.name.as_str()).collect();
        match names[..] {
            [name @ ("theme" | "look" | "layout")] => {
                let chosen = self.choice(&path[0], value);
                let config = &mut self.config;
                match name {
                    "theme" => config.theme = chosen.or(config.theme.take()),
                    "look" => config.look = chosen.or(config.look.take()),
                    _ => config.layout = chosen.or(config.layout.take()),
                }
            }
            ["architecture", name @ ("theme" | "look" | "layout")] => {
                let chosen = self.choice(&path[1], value);
                match name {
                    "theme" => self.section.theme = chosen,
                    "look" => self.section.look = chosen,
                    _ => self.section.layout = chosen,
                }
            }
            [name @ ("themeVariables" | "architecture" | "elk")] => {
                self.expect_section(&path[0], value);
                if name == "elk" {
                    let message = "Mermaid 12.3 ignores `elk` in architecture diagrams";
                    let note = Diagnostic::note("portable-layout", path[0].span, message);
                    self.diagnostics.push(note);
                }
            }
            ["themeVariables", _] => self.theme_variable(&path[1], value),
            ["architecture", _] => self.architecture(&path[1], value),
            ["elk", _] => self.elk(&path[1], value),
            ["handDrawnSeed"] => match seed(value) {
                Some(seed) => self.config.hand_drawn_seed = Some(seed),
                None => self.bad_value(&path[0], "a whole number"),
            },
            ["fontFamily"] => self.font_family = scalar(value).or(self.font_family.take()),
            [name] if WITHOUT_EFFECT.contains(&name) => self.no_effect(&path[0]),
            [name] => self.unknown(&path[0], nearest(name, TOP.into_iter().chain(WITHOUT_EFFECT))),
            _ => {}
        }
    }

    /// The value of a `theme`, `look` or `layout`.
    fn choice(&mut self, key: &Key, value: &Value) -> Option<Spanned<String>> {
        let chosen = scalar(value);
        match &chosen {
            Some(chosen) => self.judge_choice(&key.name, chosen),
            None if *value == Value::Section => self.bad_value(key, "one name"),
            None => {}
        }
        chosen
    }

    /// Notes on a `theme`, `look` or `layout`.
    fn judge_choice(&mut self, key: &str, chosen: &Spanned<String>) {
        let name = chosen.value.as_str();
        let (known, portable): (&[&str], _) = match key {
            "theme" => (&THEMES, None),
            "look" => (&LOOKS, Some("portable-look").filter(|_| name != "classic")),
            _ if name.starts_with("elk") => (&LAYOUTS, Some("portable-layout")),
            _ => (&LAYOUTS, Some("config-without-effect")),
        };
        if !known.contains(&name) {
            let message = format!("no {key} is called `{}`", excerpt(name));
            let hint = nearest(name, known.iter().copied());
            let note = Diagnostic::note("unknown-value", chosen.span, message);
            self.diagnostics
                .push(note.maybe_hint(hint.map(|name| format!("did you mean `{name}`?"))));
        } else if let Some(code) = portable {
            let whom = if code == "config-without-effect" {
                "Veduta and Mermaid ignore"
            } else {
                "Mermaid 12.3 ignores"
            };
            let message = format!("{whom} `{key}: {name}` in architecture diagrams");
            self.diagnostics.push(Diagnostic::note(code, chosen.span, message));
        }
    }

    fn theme_variable(&mut self, key: &Key, value: &Value) {
        let Some(chosen) = scalar(value) else {
            let message = format!("`{}` needs one value", excerpt(&key.name));
            let warning = Diagnostic::warning("bad-config-value", key.span, message);
            // `background: #282a36` is what people write.
            let hint = format!(
                "a colour needs quotes, for `#` begins a comment: `{}: \"#282a36\"`",
                excerpt(&key.name)
            );
            self.diagnostics.push(warning.maybe_hint(Some(hint).filter(|_| *value == Value::Null)));
            return;
        };
        if !VARIABLES.contains(&key.name.as_str()) {
            self.unknown_variable(key);
        }
        let is_plain = |b: u8| {
            b.is_ascii_alphanumeric() || b.is_ascii_whitespace() || b" \"#%(),.;".contains(&b)
        };
        if !chosen.value.bytes().all(is_plain) {
            let message = format!(
                "Mermaid 12.3 empties `{}` because of a character in its value",
                excerpt(&key.name)
            );
            let note = Diagnostic::note("portable-theme-value", chosen.span, message);
            self.diagnostics.push(note.hint("it keeps letters, digits, blanks and `\"#%(),.;`"));
        }
        if key.name == "background" {
            let message = "Mermaid 12.3 does not paint the background of architecture diagrams";
            self.diagnostics.push(Diagnostic::note("portable-background", key.span, message));
        }
        self.config.theme_variables.insert(key.name.clone(), chosen);
    }

    fn unknown_variable(&mut self, key: &Key) {
        let meant = nearest(&key.name, VARIABLES);
        // Mermaid has some two hundred variables for its other diagrams; only a near miss is worth a question.
        let (code, message) = match meant {
            Some(_) => {
                ("unknown-key", format!("no theme variable is called `{}`", excerpt(&key.name)))
            }
            None => (
                "config-without-effect",
                format!(
                    "the theme variable `{}` has no effect on an architecture diagram",
                    excerpt(&key.name)
                ),
            ),
        };
        let note = Diagnostic::note(code, key.span, message);
        self.diagnostics.push(note.maybe_hint(meant.map(|name| format!("did you mean `{name}`?"))));
    }

    fn architecture(&mut self, key: &Key, value: &Value) {
        let section = &mut self.config.architecture;
        let (place, range) = match key.name.as_str() {
            "padding" => (&mut section.padding, 0.0..=1000.0),
            "iconSize" => (&mut section.icon_size, 1.0..=1000.0),
            "fontSize" => (&mut section.font_size, 1.0..=500.0),
            "nodeSeparation" => (&mut section.node_separation, 0.0..=10_000.0),
            "idealEdgeLengthMultiplier" => (&mut section.ideal_edge_length_multiplier, 0.0..=100.0),
            "edgeStyle" => return self.edge_style(key, value),
            "seed" => {
                match seed(value) {
                    Some(seed) => {
                        section.seed = Some(seed);
                        self.note_seed(key, seed);
                    }
                    None => self.bad_value(key, "a whole number"),
                }
                return;
            }
            "useMaxWidth" | "randomize" | "edgeElasticity" | "numIter" => {
                return self.no_effect(key);
            }
            name => return self.unknown(key, nearest(name, SECTION)),
        };
        match number(value).filter(|n| range.contains(n)) {
            Some(n) => *place = Some(n),
            None => {
                let wanted = format!("a number from {} to {}", range.start(), range.end());
                self.bad_value(key, &wanted);
            }
        }
    }

    fn edge_style(&mut self, key: &Key, value: &Value) {
        let Some(chosen) = scalar(value) else { return self.bad_value(key, "one name") };
        let known = EDGE_STYLES.iter().find(|(name, _)| *name == chosen.value);
        self.config.architecture.edge_style = known.map(|&(_, style)| style);
        let note = if known.is_some() {
            let message = "`edgeStyle` is a setting of Veduta; Mermaid 12.3 ignores it";
            Diagnostic::note("portable-edge-style", key.span, message)
        } else {
            let message = format!("no edgeStyle is called `{}`", excerpt(&chosen.value));
            let hint = nearest(&chosen.value, EDGE_STYLES.map(|(name, _)| name));
            let note = Diagnostic::note("unknown-value", chosen.span, message);
            note.maybe_hint(hint.map(|name| format!("did you mean `{name}`?")))
        };
        self.diagnostics.push(note);
    }

    fn note_seed(&mut self, key: &Key, seed: u64) {
        if seed == 0 {
            let message =
                "with `seed: 0` Mermaid 12.3 draws another picture each time; Veduta draws one";
            self.diagnostics.push(Diagnostic::note("portable-seed", key.span, message));
        }
    }

    fn elk(&mut self, key: &Key, value: &Value) {
        let elk = &mut self.config.elk;
        match key.name.as_str() {
            "mergeEdges" => match truth(value) {
                Some(set) => elk.merge_edges = Some(set),
                None => self.bad_value(key, "`true` or `false`"),
            },
            "forceNodeModelOrder" => match truth(value) {
                Some(set) => elk.force_node_model_order = Some(set),
                None => self.bad_value(key, "`true` or `false`"),
            },
            "nodePlacementStrategy" => {
                elk.node_placement_strategy = scalar(value).map(|chosen| chosen.value);
                self.judge_strategy(key, value, &PLACEMENTS);
            }
            "cycleBreakingStrategy" => {
                elk.cycle_breaking_strategy = scalar(value).map(|chosen| chosen.value);
                self.judge_strategy(key, value, &CYCLE_BREAKERS);
            }
            "considerModelOrder" => {
                elk.consider_model_order = scalar(value).map(|chosen| chosen.value);
                self.judge_strategy(key, value, &MODEL_ORDERS);
            }
            name => self.unknown(key, nearest(name, ELK)),
        }
    }

    fn judge_strategy(&mut self, key: &Key, value: &Value, known: &[&str]) {
        let Some(chosen) = scalar(value) else { return };
        if WITHOUT_WISH.contains(&chosen.value.as_str()) && known.contains(&chosen.value.as_str()) {
            let message = format!("`{}: {}` asks for nothing here", key.name, chosen.value);
            self.diagnostics.push(Diagnostic::note("config-without-effect", chosen.span, message));
        } else if !known.contains(&chosen.value.as_str()) {
            let message = format!("no {} is called `{}`", key.name, excerpt(&chosen.value));
            let hint = nearest(&chosen.value, known.iter().copied());
            let note = Diagnostic::note("unknown-value", chosen.span, message);
            self.diagnostics
                .push(note.maybe_hint(hint.map(|name| format!("did you mean `{name}`?"))));
        }
    }

    fn unknown_root(&mut self, name: &str, key: &Key) {
        if TOP.contains(&name) {
            let message = format!("`{name}` has no effect outside `config`");
            let note = Diagnostic::note("unknown-key", key.span, message);
            self.diagnostics
                .push(note.hint(format!("write `config:` and `{name}` below it, indented")));
            return;
        }
        self.unknown(key, nearest(name, ["title", "config"]));
    }

    fn unknown(&mut self, key: &Key, meant: Option<&str>) {
        let message = format!("no setting is called `{}`", excerpt(&key.name));
        let note = Diagnostic::note("unknown-key", key.span, message);
        self.diagnostics.push(note.maybe_hint(meant.map(|name| format!("did you mean `{name}`?"))));
    }

    fn no_effect(&mut self, key: &Key) {
        let message =
            format!("`{}` has no effect on an architecture diagram here", excerpt(&key.name));
        self.diagnostics.push(Diagnostic::note("config-without-effect", key.span, message));
    }

    fn expect_section(&mut self, key: &Key, value: &Value) {
        if matches!(value, Value::Scalar(..)) {
            self.bad_value(key, "settings below it");
        }
    }

    fn bad_value(&mut self, key: &Key, wanted: &str) {
        let message = format!("`{}` needs {wanted}", excerpt(&key.name));
        self.diagnostics.push(Diagnostic::warning("bad-config-value", key.span, message));
    }
}

/// Name and arguments of a directive: `init: {…}`.
fn split_directive(inner: &str) -> (&str, &str) {
    match inner.split_once(':') {
        Some((name, args)) => (name.trim(), args),
        None => (inner.trim(), ""),
    }
}

/// `args` as JSON of the same length, single quotes made double ones; `None` if it is none.
fn as_json(args: &str) -> Option<String> {
    let is_object = |json: &str| {
        serde_json::from_str::<serde_json::Value>(json).is_ok_and(|value| value.is_object())
    };
    let double = || args.replace('\'', "\"");
    let json = Some(args.to_owned()).filter(|json| is_object(json));
    let json = json.or_else(|| Some(double()).filter(|json| is_object(json)))?;
    // Outside texts these are only blanks, and YAML is stricter about them than JSON.
    Some(json.replace(['\t', '\n', '\r'], " "))
}

fn scalar(value: &Value) -> Option<Spanned<String>> {
    match value {
        Value::Scalar(text, span) => Some(Spanned { value: text.clone(), span: *span }),
        Value::Null | Value::Section => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    let Value::Scalar(text, _) = value else { return None };
    let digits = text.trim().trim_end_matches("px");
    digits.parse().ok().filter(|n: &f64| n.is_finite())
}

fn seed(value: &Value) -> Option<u64> {
    number(value).filter(|n| n.fract() == 0.0 && (0.0..=9e15).contains(n)).map(whole)
}

fn truth(value: &Value) -> Option<bool> {
    match scalar(value)?.value.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A whole number from 0 to 2^53 as an integer.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller has checked the range and that there is no fraction"
)]
fn whole(n: f64) -> u64 {
    n as u64
}
