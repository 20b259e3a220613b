//! A tour as the text of its file: each step by what it changes.

use super::{
    Aim, Corner, Filming, Fly, Gait, MarkKind, MarkOn, Pick, Stand, Tour, TourStep, Traced, read,
};
use crate::syntax::{Span, Yaml, YamlValue, yaml};

/// The file of `tour`; [`read`] gives the same steps back. `diagram` is the name of the file that it is about.
#[must_use]
pub fn write(tour: &Tour, diagram: Option<&str>) -> String {
    let mut text = String::from("tour: 1\n");
    let mut line = |key: &str, value: &str| text.push_str(&format!("{key}: {}\n", quoted(value)));
    diagram.into_iter().for_each(|diagram| line("diagram", diagram));
    tour.title.iter().for_each(|title| line("title", title));
    let mut last = Stand::default();
    let mut section = None;
    text.push_str("sections:\n");
    for (place, step) in tour.steps.iter().enumerate() {
        if place == 0 || (step.section != section && step.section.is_some()) {
            section = step.section;
            let name = section.and_then(|section| tour.sections.get(section));
            let name = name.map_or("Overview", String::as_str);
            text.push_str(&format!("  - name: {}\n    steps:\n", quoted(name)));
        }
        text.push_str(&lines_of(tour, step, &last, 6));
        if !step.is_aside {
            last = step.stand.clone();
        }
    }
    text
}

/// `text`, the file of a tour, with one more step at its end; all else in it stays as it is. Where there is none yet, or one
/// that is not written in lines, the whole is written anew.
#[must_use]
pub fn append(text: &str, step: &TourStep, diagram: Option<&str>) -> String {
    let (mut tour, _) = read(text);
    let mut step = step.clone();
    step.id = free_id(&tour, &step.id);
    let place = tour.steps.last().map(|last| last.stand.clone()).zip(end_of_steps(text));
    let Some((last, (column, end))) = place else {
        step.section = tour.steps.last().and_then(|last| last.section);
        tour.steps.push(step);
        return write(&tour, diagram);
    };
    let lines = lines_of(&tour, &step, &last, column);
    let gap = if text[..end].ends_with('\n') { "" } else { "\n" };
    format!("{}{gap}{lines}{}", &text[..end], &text[end..])
}

fn free_id(tour: &Tour, id: &str) -> String {
    let is_taken = |id: &str| tour.steps.iter().any(|step| step.id == id);
    match is_taken(id) {
        false => id.to_owned(),
        true => (2..).map(|n| format!("{id}-{n}")).find(|id| !is_taken(id)).unwrap_or_default(),
    }
}

/// The column of the dash of the last step, and the byte behind its last line.
fn end_of_steps(text: &str) -> Option<(usize, usize)> {
    let root = yaml(text, "bad-tour").ok()??;
    let step = last_step(&root)?;
    let start = text[..step.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..step.start];
    let column = before.len() - before.trim_start_matches(' ').len();
    if before.trim_start_matches(' ') != "- " {
        return None;
    }
    // What follows the last line with something in it is not the step's.
    let part = &text[..step.end];
    let is_bare = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let mut end = part.len();
    for line in part.split_inclusive('\n').rev() {
        if !is_bare(line) {
            break;
        }
        end -= line.len();
    }
    let rest = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    Some((column, if text[..end].ends_with('\n') { end } else { rest }))
}

fn last_step(root: &Yaml) -> Option<Span> {
    let YamlValue::Map(members) = &root.value else { return None };
    let member = |members: &[(crate::syntax::YamlKey, Yaml)], name: &str| {
        members.iter().find(|(key, _)| key.name == name).map(|(_, value)| value.clone())
    };
    let list = |yaml: Option<Yaml>| match yaml?.value {
        YamlValue::List(items) => items.last().cloned(),
        _ => None,
    };
    let sections = list(member(members, "sections")).and_then(|section| match section.value {
        YamlValue::Map(members) => list(member(&members, "steps")),
        _ => None,
    });
    sections.or_else(|| list(member(members, "steps"))).map(|step| step.span)
}

/// One step as an item of a list whose dashes stand in `column`.
fn lines_of(tour: &Tour, step: &TourStep, last: &Stand, column: usize) -> String {
    let mut fields = vec![("id", quoted(&step.id))];
    let mut field = |key: &'static str, value: String| fields.push((key, value));
    step.name.iter().for_each(|name| field("name", quoted(name)));
    for (key, value) in changes(&step.stand, last) {
        field(key, value);
    }
    if !step.say.text.is_empty() {
        field("say", quoted(&step.say.text));
    }
    if !step.say.by_hop.is_empty() {
        let hops = step.say.by_hop.iter();
        let hops = hops.map(|(pick, text)| {
            format!("{}: {}", quoted(&pick.selector.to_string()), quoted(text))
        });
        field("say", format!("{{{}}}", hops.collect::<Vec<_>>().join(", ")));
    }
    if !step.notes.is_empty() {
        field("notes", quoted(&step.notes));
    }
    step.pause.iter().for_each(|pause| field("pause", format!("{pause}s")));
    if let Some(to) = step.goto.as_ref().and_then(|goto| tour.steps.get(goto.to)) {
        field("goto", quoted(&to.id));
    }
    let indent = " ".repeat(column);
    let lines = fields.iter().enumerate().map(|(place, (key, value))| {
        format!("{indent}{} {key}: {value}\n", if place == 0 { "-" } else { " " })
    });
    lines.collect()
}

/// The fields that make `stand` of `last`.
fn changes(stand: &Stand, last: &Stand) -> Vec<(&'static str, String)> {
    let mut last = last.clone();
    let mut changes = Vec::new();
    if !same(&stand.focus, &last.focus) || !same_trace(stand, &last) {
        // Whoever says what a step is about begins anew.
        (last.view, last.trace) = (None, None);
        (last.pace, last.camera) = (Gait::default(), Filming::default());
        last.highlight.clear();
        last.marks.clear();
        match &stand.trace {
            Some(Traced::Path(stops)) => changes.push(("trace", listed(stops, " -> "))),
            Some(Traced::Impact(of)) => changes.push(("impact", list(of))),
            None => {}
        }
        if !stand.focus.is_empty() || stand.trace.is_none() {
            changes.push(("focus", list(&stand.focus)));
        }
    }
    if !same(&stand.isolate, &last.isolate) {
        last.view = None;
        changes.push(("isolate", list(&stand.isolate)));
    }
    let lists = [
        ("highlight", &stand.highlight, &last.highlight),
        ("collapse", &stand.collapse, &last.collapse),
        ("hide", &stand.hide, &last.hide),
    ];
    for (key, now, before) in lists {
        changes.extend((!same(now, before)).then(|| (key, list(now))));
    }
    if !same(&stand.expand, &last.expand) && !stand.expand.is_empty() {
        changes.push(("expand", list(&stand.expand)));
    }
    if !same_aim(stand.view.as_ref(), last.view.as_ref()) {
        changes.push(("view", stand.view.as_ref().map_or("~".to_owned(), aim)));
    }
    changes.extend((!same_marks(&stand.marks, &last.marks)).then(|| ("mark", marks(&stand.marks))));
    manner(stand, &last, &mut changes);
    changes
}

fn manner(stand: &Stand, last: &Stand, changes: &mut Vec<(&'static str, String)>) {
    let mut change = |is_other: bool, key: &'static str, value: String| {
        changes.extend(is_other.then_some((key, value)));
    };
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "~".to_owned());
    change(stand.level != last.level, "level", or_none(stand.level.map(|l| l.to_string())));
    change(stand.detail != last.detail, "detail", stand.detail.to_string());
    change(stand.dim != last.dim, "dim", or_none(stand.dim.map(|dim| dim.to_string())));
    let flow = stand.flow.map(|flow| if flow { "on" } else { "off" }.to_owned());
    change(stand.flow != last.flow, "flow", or_none(flow));
    let pace = match stand.pace {
        Gait::Usual => "~".to_owned(),
        Gait::Every(secs) => format!("{secs}s"),
        Gait::Click => "click".to_owned(),
    };
    change(stand.pace != last.pace, "pace", pace);
    let camera = match stand.camera {
        Filming::FitTrace => "fit-trace",
        Filming::Follow => "follow",
        Filming::Hold => "hold",
    };
    change(stand.camera != last.camera, "camera", camera.to_owned());
    let corner = match stand.text {
        Corner::BottomLeft => "bottom-left",
        Corner::Bottom => "bottom",
        Corner::BottomRight => "bottom-right",
        Corner::TopLeft => "top-left",
        Corner::Top => "top",
        Corner::TopRight => "top-right",
    };
    change(stand.text != last.text, "text", corner.to_owned());
    let fly = match stand.fly {
        Fly::Auto => "auto".to_owned(),
        Fly::Cut => "none".to_owned(),
        Fly::Secs(secs) => format!("{secs}s"),
    };
    change(stand.fly != last.fly, "fly", fly);
}

fn same(a: &[Pick], b: &[Pick]) -> bool {
    a.iter().map(|pick| &pick.selector).eq(b.iter().map(|pick| &pick.selector))
}

fn same_trace(a: &Stand, b: &Stand) -> bool {
    match (&a.trace, &b.trace) {
        (Some(Traced::Path(a)), Some(Traced::Path(b)))
        | (Some(Traced::Impact(a)), Some(Traced::Impact(b))) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn same_aim(a: Option<&Aim>, b: Option<&Aim>) -> bool {
    match (a, b) {
        (Some(Aim::At(a)), Some(Aim::At(b))) => same(a, b),
        (a, b) => a == b,
    }
}

fn same_marks(a: &[MarkOn], b: &[MarkOn]) -> bool {
    let of = |mark: &MarkOn| (mark.kind, mark.on.selector.clone(), mark.text.clone());
    a.iter().map(of).eq(b.iter().map(of))
}

fn listed(picks: &[Pick], between: &str) -> String {
    let texts: Vec<String> = picks.iter().map(|pick| pick.selector.to_string()).collect();
    texts.join(between)
}

fn list(picks: &[Pick]) -> String {
    match picks {
        [] => "~".to_owned(),
        [pick] => quoted(&pick.selector.to_string()),
        picks => {
            let texts = picks.iter().map(|pick| quoted(&pick.selector.to_string()));
            format!("[{}]", texts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn aim(aim: &Aim) -> String {
    match aim {
        Aim::Whole => "fit".to_owned(),
        Aim::At(picks) => quoted(&format!("fit({})", listed(picks, ", "))),
        Aim::Pose { x, y, zoom } => format!("{{x: {x}, y: {y}, zoom: {zoom}}}"),
    }
}

fn marks(marks: &[MarkOn]) -> String {
    let mark = |mark: &MarkOn| {
        let kind = match mark.kind {
            MarkKind::Ring => "ring",
            MarkKind::Cross => "cross",
        };
        let (on, text) = (quoted(&mark.on.selector.to_string()), quoted(&mark.text));
        format!("{{kind: {kind}, on: {on}, text: {text}}}")
    };
    match marks {
        [] => "~".to_owned(),
        marks => format!("[{}]", marks.iter().map(mark).collect::<Vec<_>>().join(", ")),
    }
}

/// `text` as YAML reads it back: in quotes where that is not sure without.
fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' '))
        && !text.ends_with(' ')
        && !matches!(text, "null" | "true" | "false" | "yes" | "no" | "on" | "off");
    if is_plain {
        return text.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", escaped.replace('\t', "\\t").replace('\r', ""))
}
