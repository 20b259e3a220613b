//! What can be clicked at, and what is covered.

use kurbo::{Point, Rect};

use super::inspector::facts;
use super::outline::{OutlineFrame, going_to};
use super::{Chrome, HEAD, MenuFrame, Request, STATUS, inspector, minimap, outline, titles};
use crate::diagram::Diagram;
use crate::explore::update::show_all;
use crate::explore::{Command, Name, Panel, Purpose, State, Subject, Turn};

/// Something to click at.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where, logical px.
    pub area: Rect,
    /// What a click gives.
    pub command: Command,
}

/// A panel over the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What it covers, logical px.
    pub frame: Rect,
    /// What can be clicked at; a later one is above an earlier one.
    pub spots: Vec<Spot>,
}

fn spot(area: Rect, command: Command) -> Spot {
    Spot { area, command }
}

impl State {
    /// All panels at `time`, s, the uppermost last.
    #[must_use]
    pub fn sheets(&self, diagram: Option<&Diagram>, time: f64) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        sheets.extend(self.welcome_sheet());
        if let Some(diagram) = diagram {
            self.over_diagram(diagram, time, &mut sheets);
        }
        let palette = Command::Search(Purpose::Command, String::new());
        let button = self.button_frame();
        sheets.push(Sheet { frame: button, spots: vec![spot(button, palette)] });
        sheets.extend(self.status_sheet());
        if self.chrome.sheet.is_some() {
            sheets.push(self.findings_sheet());
        }
        if let Some(diagram) = diagram {
            sheets.extend(self.outline_sheet(diagram));
            sheets.extend(self.inspector_sheet(diagram));
        }
        if let Some(menu) = &self.chrome.menu {
            let place = MenuFrame::new(menu, self.viewport);
            let row = |(number, row): &(usize, Rect)| {
                menu.items.get(*number).map(|item| spot(*row, item.command.clone()))
            };
            let spots = place.rows.iter().filter_map(row).collect();
            sheets.push(Sheet { frame: place.frame, spots });
        }
        sheets
    }

    fn welcome_sheet(&self) -> Option<Sheet> {
        let frame = self.welcome_frame()?;
        let offers = frame.offers.into_iter().chain(frame.recent);
        let spots = offers.filter_map(|offer| Some(spot(offer.area, offer.command?))).collect();
        Some(Sheet { frame: frame.frame, spots })
    }

    fn over_diagram(&self, diagram: &Diagram, time: f64, sheets: &mut Vec<Sheet>) {
        for stub in self.stubs(diagram, time) {
            let command = stub_command(stub.subject, diagram);
            sheets.push(Sheet { frame: stub.tag, spots: vec![spot(stub.tag, command)] });
        }
        if let Some(frame) = self.minimap_frame() {
            sheets.push(Sheet { frame, spots: Vec::new() });
        }
        let crumbs = self.crumbs(diagram, time);
        for crumb in &crumbs {
            let name = crumb.subject.map(|subject| Name::of(subject, diagram));
            let command = match (crumb.subject, name.clone()) {
                (Some(subject), Some(_)) => going_to(subject, diagram),
                _ => Command::Fit,
            };
            let mut spots = vec![spot(crumb.area, command)];
            if let Some((knob, name)) = crumb.siblings.zip(name) {
                spots.push(spot(knob, Command::Chrome(Request::Siblings(name))));
            }
            let frame = crumb.siblings.map_or(crumb.area, |knob| crumb.area.union(knob));
            sheets.push(Sheet { frame, spots });
        }
    }

    /// The badge on the status bar, logical px; `None` while there is nothing to say.
    #[must_use]
    pub fn badge(&self) -> Option<(Rect, String)> {
        let text = self.chrome.badge_text()?;
        let bar = self.status_bar()?;
        let width = titles::width_of(&text, 11.5) + 34.0;
        Some((Rect::new(bar.x1 - 6.0 - width, bar.y0 + 2.0, bar.x1 - 6.0, bar.y1 - 1.0), text))
    }

    /// The status bar, logical px; `None` on the full screen.
    #[must_use]
    pub fn status_bar(&self) -> Option<Rect> {
        let floor = self.floor();
        let size = self.viewport;
        (!self.fullscreen).then(|| Rect::new(0.0, floor, size.width, floor + STATUS))
    }

    fn status_sheet(&self) -> Option<Sheet> {
        let frame = self.status_bar()?;
        let badge = self.badge();
        let command = Command::Chrome(Request::Diagnostics);
        let spots = badge.map(|(area, _)| spot(area, command)).into_iter().collect();
        Some(Sheet { frame, spots })
    }

    /// What goes to the finding before, to the next one, and closes the sheet, logical px.
    #[must_use]
    pub fn findings_buttons(&self) -> [Rect; 3] {
        let frame = self.sheet_frame();
        [3.0, 2.0, 1.0].map(|place| {
            let x = frame.x1 - place * 36.0 - 4.0;
            Rect::new(x, frame.y0 + 4.0, x + 36.0, frame.y0 + 40.0)
        })
    }

    fn findings_sheet(&self) -> Sheet {
        let [before, next, close] = self.findings_buttons();
        let step = |turn| Command::Chrome(Request::Diagnostic(turn));
        let spots = vec![
            spot(before, step(Turn::Previous)),
            spot(next, step(Turn::Next)),
            spot(close, Command::Chrome(Request::Diagnostics)),
        ];
        Sheet { frame: self.sheet_frame(), spots }
    }

    fn outline_sheet(&self, diagram: &Diagram) -> Option<Sheet> {
        let outline = self.chrome.outline.as_ref()?;
        let place = OutlineFrame::new(self, outline);
        let mut spots = vec![spot(place.close, Command::Chrome(Request::Outline(Some(false))))];
        for (number, area) in &place.rows {
            let row = outline.rows[*number];
            let names = vec![Name::of(row.subject, diagram)];
            spots.push(spot(area.inset((-8.0, 0.0)), going_to(row.subject, diagram)));
            if let Subject::Group(group) = row.subject {
                let open = !outline.open.contains(&group);
                let branch = Request::Branch { open, names: names.clone() };
                spots.push(spot(OutlineFrame::knob(*area, row.depth), Command::Chrome(branch)));
            }
            let is_hidden = self.view.hides(&diagram.graph, row.subject);
            let eye = if is_hidden {
                Command::Chrome(Request::Show(names))
            } else {
                Command::Hide(names)
            };
            spots.push(spot(OutlineFrame::eye(*area), eye));
        }
        Some(Sheet { frame: place.frame, spots })
    }

    fn inspector_sheet(&self, diagram: &Diagram) -> Option<Sheet> {
        self.chrome.inspector?;
        let frame = self.inspector_frame();
        let close = Rect::new(frame.x1 - HEAD, frame.y0, frame.x1, frame.y0 + HEAD);
        let body = Rect { y0: frame.y0 + HEAD, ..frame };
        let mut spots = Vec::new();
        for fact in facts(self, diagram) {
            let is_seen = fact.area.y0 >= body.y0 - 0.5 && fact.area.y1 <= body.y1;
            if let Some(command) = fact.command.filter(|_| is_seen) {
                spots.push(spot(fact.area.inset((-8.0, 0.0)), command));
            }
        }
        spots.push(spot(close, Command::Chrome(Request::Inspector(Some(false)))));
        Some(Sheet { frame, spots })
    }
}

/// To a neighbour out of sight: into its group, or to itself where it is in none.
fn stub_command(subject: Subject, diagram: &Diagram) -> Command {
    let group = match subject {
        Subject::Node(node) => diagram.graph.nodes[node.index()].group,
        Subject::Group(group) => Some(group),
        Subject::Edge(_) => None,
    };
    match group {
        Some(group) => Command::Focus(vec![Name::of(Subject::Group(group), diagram)]),
        None => going_to(subject, diagram),
    }
}

impl Chrome {
    fn badge_text(&self) -> Option<String> {
        let gravest = self.findings.first()?.gravity;
        let n = self.findings.iter().filter(|finding| finding.gravity == gravest).count();
        let noun = match gravest {
            super::Gravity::Error => "error",
            super::Gravity::Warning => "warning",
            super::Gravity::Note => "note",
        };
        Some(format!("{n} {noun}{}", if n == 1 { "" } else { "s" }))
    }
}

/// Whether a panel is at `at`.
pub(in crate::explore) fn covers(
    state: &State,
    at: Point,
    diagram: Option<&Diagram>,
    time: f64,
) -> bool {
    let is_in_search = state
        .search
        .as_ref()
        .is_some_and(|search| Panel::new(search, state.viewport).frame.contains(at));
    is_in_search || state.sheets(diagram, time).iter().any(|sheet| sheet.frame.contains(at))
}

/// What a click at `at` gives: nothing where it only closes something or is on no spot; `None` where no panel is there.
pub(in crate::explore) fn click(
    state: &mut State,
    at: Point,
    diagram: Option<&Diagram>,
    time: f64,
) -> Option<Option<Command>> {
    let is_in_search = state
        .search
        .as_ref()
        .is_some_and(|search| Panel::new(search, state.viewport).frame.contains(at));
    let sheets = state.sheets(diagram, time);
    let frame = state.outline_frame();
    if let Some(outline) = &mut state.chrome.outline {
        outline.has_keyboard = frame.contains(at);
    }
    let hit = sheets.iter().rfind(|sheet| sheet.frame.contains(at));
    let menu = state.chrome.menu.take();
    if menu.is_none() && is_in_search {
        return None;
    }
    match hit {
        Some(sheet) => {
            let spot = sheet.spots.iter().rfind(|spot| spot.area.contains(at));
            let is_on_title = spot.is_none()
                && menu
                    .as_ref()
                    .is_some_and(|m| MenuFrame::new(m, state.viewport).frame.contains(at));
            if is_on_title {
                state.chrome.menu = menu;
            }
            Some(spot.map(|spot| spot.command.clone()))
        }
        // A click beside a menu closes it and means nothing else.
        None => menu.map(|_| None),
    }
}

/// Brings what follows from everything else up to date.
pub(in crate::explore) fn settle(state: &mut State, diagram: Option<&Diagram>, time: f64) {
    state.chrome.toasts.retain(|toast| toast.is_shown(time));
    if let Some(diagram) = diagram {
        outline::follow(state, diagram);
    }
    inspector::follow(state);
    let inset = state.inset();
    if state.chrome.inset != inset {
        state.chrome.inset = inset;
        if state.fitted {
            show_all(state, diagram, Some(time));
        }
    }
    state.chrome.minimap_shown = state.present.is_none() && minimap::is_wanted(state, diagram);
    let sheets = state.pointer.map(|at| (at, state.sheets(diagram, time)));
    state.chrome.hot = sheets.and_then(|(at, sheets)| {
        let sheet = sheets.iter().rfind(|sheet| sheet.frame.contains(at))?;
        sheet.spots.iter().rfind(|spot| spot.area.contains(at)).map(|spot| spot.area)
    });
}
