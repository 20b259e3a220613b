//! The file of a tour to whole steps.

use super::fields::Fields;
use super::plan::blank;
use super::{Alternative, Goto, Say, Stand, Tour, TourStep, Traced};
use crate::syntax::{Diagnostic, Span, Yaml, YamlKey, YamlValue, nearest, yaml};

/// Fields of the file.
const ROOT: &[&str] = &["tour", "diagram", "title", "defaults", "sections", "steps"];
/// Fields of a section.
const SECTION: &[&str] = &["name", "steps"];
/// Fields that hold until a later step changes them.
const LASTING: &[&str] = &[
    "view",
    "level",
    "detail",
    "focus",
    "highlight",
    "select",
    "collapse",
    "expand",
    "isolate",
    "hide",
    "trace",
    "impact",
    "pace",
    "camera",
    "mark",
    "flow",
    "text",
    "fly",
    "dim",
];
/// Fields of one step only.
const PASSING: &[&str] = &["id", "name", "say", "notes", "pause", "alt", "goto"];
/// What a step is about: whoever says one of these begins anew.
const SUBJECTS: &[&str] = &["focus", "trace", "impact"];

/// Reads the file of a tour, YAML or JSON; what could be understood is in the tour, the rest is told.
#[must_use]
pub fn read(text: &str) -> (Tour, Vec<Diagnostic>) {
    let mut reader = Reader::new(text);
    match yaml(text, "bad-tour") {
        Ok(Some(root)) => reader.root(&root),
        Ok(None) => reader.fields.fault(Span::new(0, 0), "this tour is empty", "write `steps:`"),
        Err(fault) => reader.fields.faults.push(fault),
    }
    reader.finish()
}

/// Reads steps one after the other.
pub(super) struct Reader<'t> {
    fields: Fields<'t>,
    tour: Tour,
    /// What the first step differs from, and what `~` brings back.
    base: Stand,
    /// What the next step differs from.
    last: Stand,
    /// Where steps lead, to be looked up when all are known.
    leads: Vec<Lead>,
}

/// A way from one step to another.
struct Lead {
    /// The place of the step that it leads from; of an alternative the step that has it.
    from: usize,
    /// What an alternative is called.
    alternative: Option<String>,
    to: Target,
}

enum Target {
    Named(String, Span),
    Place(usize),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let (base, last) = (Stand::default(), Stand::default());
        let (fields, tour, leads) = (Fields::new(text), Tour::default(), Vec::new());
        Self { fields, tour, base, last, leads }
    }

    fn root(&mut self, root: &Yaml) {
        let members = self.fields.map(root, "a tour");
        for (key, value) in members.iter().filter(|(key, _)| key.name == "defaults") {
            let _ = key;
            self.defaults(value);
        }
        for (key, value) in members {
            match key.name.as_str() {
                "defaults" => {}
                "tour" => self.version(value),
                "diagram" => _ = self.fields.scalar(value, "a file name"),
                "title" => self.title(value),
                "sections" => {
                    let sections = self.fields.list(value);
                    sections.iter().for_each(|section| self.section(section));
                }
                "steps" => self.steps(value, None),
                _ => self.fields.unknown(key, ROOT),
            }
        }
        if self.tour.steps.is_empty() && self.fields.faults.is_empty() {
            self.fields.fault(
                root.span,
                "this tour has no steps",
                "write `steps:` and below it `- id: …`",
            );
        }
    }

    fn version(&mut self, value: &Yaml) {
        let text = self.fields.scalar(value, "a number").unwrap_or("1");
        if text != "1" {
            self.fields.fault(
                value.span,
                format!("tours of version {text} are not known"),
                "write `tour: 1`",
            );
        }
    }

    pub(super) fn title(&mut self, value: &Yaml) {
        self.tour.title = self.fields.scalar(value, "a text").map(str::to_owned);
    }

    fn defaults(&mut self, value: &Yaml) {
        let base = Stand::default();
        let mut stand = Stand::default();
        for (key, value) in self.fields.map(value, "the defaults") {
            if !self.set(&mut stand, &base, key, value) {
                self.fields.unknown(key, LASTING);
            }
        }
        (self.base, self.last) = (stand.clone(), stand);
    }

    fn section(&mut self, yaml: &Yaml) {
        let members = self.fields.map(yaml, "a section");
        let name = members.iter().find(|(key, _)| key.name == "name");
        let name = name.and_then(|(_, value)| self.fields.scalar(value, "a text"));
        let place = self.begin_section(name.unwrap_or("").to_owned());
        for (key, value) in members {
            match key.name.as_str() {
                "name" => {}
                "steps" => self.steps(value, Some(place)),
                _ => self.fields.unknown(key, SECTION),
            }
        }
    }

    pub(super) fn begin_section(&mut self, name: String) -> usize {
        self.tour.sections.push(name);
        self.tour.sections.len() - 1
    }

    fn steps(&mut self, yaml: &Yaml, section: Option<usize>) {
        for step in self.fields.list(yaml) {
            let members = self.fields.map(step, "a step");
            self.step(members, step.span, section);
        }
    }

    pub(super) fn step(&mut self, members: &[(YamlKey, Yaml)], span: Span, section: Option<usize>) {
        let mut stand = self.begin(members);
        let place = self.tour.steps.len();
        let mut step = TourStep {
            section,
            span: first_line(self.fields.text, span),
            ..blank(&format!("step-{}", place + 1))
        };
        let (mut alternative, mut goto) = (None, None);
        let base = self.base.clone();
        for (key, value) in members {
            if self.set(&mut stand, &base, key, value) {
                continue;
            }
            let scalar =
                |reader: &mut Self| reader.fields.scalar(value, "a text").map(str::to_owned);
            match key.name.as_str() {
                "id" => step.id = self.id(value).unwrap_or(step.id),
                "name" => step.name = scalar(self),
                "say" => step.say = self.say(value),
                "notes" => step.notes = scalar(self).unwrap_or_default().trim().to_owned(),
                "pause" => step.pause = self.fields.seconds(value),
                "alt" => alternative = scalar(self),
                "goto" => goto = scalar(self).map(|id| (id, value.span)),
                _ => self.fields.unknown(key, &[LASTING, PASSING].concat()),
            }
        }
        step.stand = stand;
        // A choice of a step that stands elsewhere is none itself.
        let leads_away = alternative.is_some() && goto.is_some();
        self.lead(&mut step, place, alternative, goto);
        if leads_away {
            return;
        }
        if !step.is_aside {
            self.last = step.stand.clone();
        }
        self.tour.steps.push(step);
    }

    /// What a step with these fields differs from.
    fn begin(&self, members: &[(YamlKey, Yaml)]) -> Stand {
        let states =
            |names: &[&str]| members.iter().any(|(key, _)| names.contains(&key.name.as_str()));
        let mut stand = self.last.clone();
        if states(SUBJECTS) {
            stand.focus.clear();
            stand.highlight.clear();
            stand.marks.clear();
            stand.trace = None;
            (stand.pace, stand.camera) = (self.base.pace, self.base.camera);
        }
        if states(SUBJECTS) || states(&["isolate"]) {
            stand.view = None;
        }
        stand
    }

    fn lead(
        &mut self,
        step: &mut TourStep,
        place: usize,
        alternative: Option<String>,
        goto: Option<(String, Span)>,
    ) {
        let target = goto.map(|(id, span)| Target::Named(id, span));
        let Some(text) = alternative else {
            let lead = target.map(|to| Lead { from: place, alternative: None, to });
            self.leads.extend(lead);
            return;
        };
        step.is_aside = true;
        let Some(from) = self.tour.steps.iter().rposition(|step| !step.is_aside) else {
            self.fields.fault(
                step.span,
                "an alternative stands behind the step that offers it",
                "",
            );
            return;
        };
        let to = target.unwrap_or(Target::Place(place));
        self.leads.push(Lead { from, alternative: Some(text), to });
    }

    fn id(&mut self, value: &Yaml) -> Option<String> {
        let id = self.fields.scalar(value, "an id")?.to_owned();
        if self.tour.steps.iter().any(|step| step.id == id) {
            self.fields.fault(value.span, format!("another step is called `{id}` already"), "");
        }
        Some(id)
    }

    fn say(&mut self, yaml: &Yaml) -> Say {
        match &yaml.value {
            YamlValue::Null => Say::default(),
            YamlValue::Scalar(text) => Say { text: text.trim().to_owned(), by_hop: Vec::new() },
            YamlValue::List(_) => {
                self.fields.fault(
                    yaml.span,
                    "this is no text",
                    "write a text, or `ID: text` by hop",
                );
                Say::default()
            }
            YamlValue::Map(members) => {
                let mut by_hop = Vec::new();
                for (key, value) in members {
                    let picks = self.fields.picks_in(&key.name, key.span);
                    let text = self.fields.scalar(value, "a text").unwrap_or("").trim();
                    by_hop.extend(picks.into_iter().map(|pick| (pick, text.to_owned())));
                }
                Say { text: String::new(), by_hop }
            }
        }
    }

    /// Sets a field that lasts; `false` where `key` is none. `~` brings back what `base` has.
    fn set(&mut self, stand: &mut Stand, base: &Stand, key: &YamlKey, value: &Yaml) -> bool {
        let name = key.name.as_str();
        if !LASTING.contains(&name) {
            return false;
        }
        if value.value == YamlValue::Null {
            reset(stand, base, name);
            return true;
        }
        let fields = &mut self.fields;
        match name {
            "view" => stand.view = fields.aim(value),
            "focus" => stand.focus = fields.picks(value),
            "highlight" | "select" => stand.highlight = fields.picks(value),
            "collapse" => (stand.collapse, stand.expand) = (fields.picks(value), Vec::new()),
            "expand" => stand.expand = fields.picks(value),
            "isolate" => stand.isolate = fields.picks(value),
            "hide" => stand.hide = fields.picks(value),
            "trace" => stand.trace = fields.chain(value),
            "impact" => stand.trace = Some(Traced::Impact(fields.picks(value))),
            "mark" => stand.marks = fields.marks(value),
            _ => return self.set_manner(stand, name, value),
        }
        true
    }

    fn set_manner(&mut self, stand: &mut Stand, name: &str, value: &Yaml) -> bool {
        let fields = &mut self.fields;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "numbers in range, rounded"
        )]
        match name {
            "level" => {
                stand.level = fields.number(value, 0.0, 4.0).map(|level| level.round() as u8);
            }
            "detail" => {
                stand.detail = fields.number(value, -2.0, 2.0).map_or(0, |x| x.round() as i8);
            }
            "dim" => stand.dim = fields.number(value, 0.0, 1.0).map(|dim| dim as f32),
            "pace" => stand.pace = fields.gait(value).unwrap_or_default(),
            "camera" => stand.camera = fields.filming(value).unwrap_or_default(),
            "flow" => stand.flow = fields.flag(value),
            "text" => stand.text = fields.corner(value).unwrap_or_default(),
            "fly" => stand.fly = fields.fly(value).unwrap_or_default(),
            _ => return false,
        }
        true
    }

    /// The tour, and what is wrong with it, in the order of the text.
    pub(super) fn finish(mut self) -> (Tour, Vec<Diagnostic>) {
        for lead in std::mem::take(&mut self.leads) {
            self.resolve(lead);
        }
        self.refuse_circles();
        let mut faults = self.fields.faults;
        faults.sort_by_key(|fault| fault.span);
        (self.tour, faults)
    }

    fn resolve(&mut self, lead: Lead) {
        let (to, span) = match lead.to {
            Target::Place(to) => (Some(to), Span::default()),
            Target::Named(id, span) => {
                let to = self.tour.steps.iter().position(|step| step.id == id);
                if to.is_none() {
                    let ids = self.tour.steps.iter().map(|step| step.id.as_str());
                    let hint = nearest(&id, ids).map(|near| format!("did you mean `{near}`?"));
                    let message = format!("there is no step `{id}`");
                    let fault = Diagnostic::error("unknown-step", span, message).maybe_hint(hint);
                    self.fields.faults.push(fault);
                }
                (to, span)
            }
        };
        let (Some(to), Some(step)) = (to, self.tour.steps.get_mut(lead.from)) else { return };
        match lead.alternative {
            Some(text) => step.alternatives.push(Alternative { text, to }),
            None => step.goto = Some(Goto { to, span }),
        }
    }

    /// A tour that never comes to an end is told, and goes on in the order of the text.
    fn refuse_circles(&mut self) {
        for place in 0..self.tour.steps.len() {
            let Some(Goto { span, .. }) = self.tour.steps[place].goto else { continue };
            let mut at = place;
            let mut n_left = self.tour.steps.len() + 1;
            while let Some(next) = self.tour.after(at).filter(|next| *next != place && n_left > 0) {
                (at, n_left) = (next, n_left - 1);
            }
            if self.tour.after(at) == Some(place) {
                let way = format!("`{}` leads back to itself", self.tour.steps[place].id);
                let message = format!("{way}, so that the tour has no end");
                let fault = Diagnostic::error("goto-cycle", span, message);
                let hint = "let `goto` lead on, or make it a choice with `alt: …`";
                self.fields.faults.push(fault.hint(hint));
                self.tour.steps[place].goto = None;
            }
        }
    }
}

fn reset(stand: &mut Stand, base: &Stand, name: &str) {
    match name {
        "view" => stand.view.clone_from(&base.view),
        "focus" => stand.focus.clone_from(&base.focus),
        "highlight" | "select" => stand.highlight.clone_from(&base.highlight),
        "collapse" | "expand" => {
            stand.collapse.clone_from(&base.collapse);
            stand.expand.clone_from(&base.expand);
        }
        "isolate" => stand.isolate.clone_from(&base.isolate),
        "hide" => stand.hide.clone_from(&base.hide),
        "trace" | "impact" => stand.trace.clone_from(&base.trace),
        "mark" => stand.marks.clone_from(&base.marks),
        "level" => stand.level = base.level,
        "detail" => stand.detail = base.detail,
        "dim" => stand.dim = base.dim,
        "pace" => stand.pace = base.pace,
        "camera" => stand.camera = base.camera,
        "flow" => stand.flow = base.flow,
        "text" => stand.text = base.text,
        _ => stand.fly = base.fly,
    }
}

/// The first line of what stands at `span`.
fn first_line(text: &str, span: Span) -> Span {
    let length = text.get(span.range()).and_then(|part| part.lines().next()).map_or(0, str::len);
    Span::new(span.start, span.start + length)
}
