//! The picture as the person has it, and what lies over it.

use kurbo::Rect;

use super::Shell;
use crate::app::chrome::LOADING_AFTER_SECS;
use crate::app::guide::Said;
use crate::app::status;
use crate::app::worker::name_of;
use crate::input::Source;
use crate::scene::Scene;

impl Shell {
    pub(super) fn chrome(&mut self, time: f64) -> Vec<Scene> {
        if self.state.is_presenting() {
            return self.stage(time);
        }
        let mut scenes: Vec<Scene> = self.raised(time).into_iter().collect();
        let (viewport, theme) = (self.state.viewport, &self.theme);
        if let Some((subject, (loaded, _))) =
            self.state.view.selection.last().zip(self.content.shown.as_ref())
        {
            let to_screen = self.state.camera.at(time).affine(viewport);
            scenes.push(self.chrome.ring(&loaded.diagram, *subject, to_screen, viewport, theme));
        }
        match (&self.content.stage, &self.content.problem) {
            (Some((stage, since)), _)
                if self.content.shown.is_none() && time - since >= LOADING_AFTER_SECS =>
            {
                let name = name_of(&self.options.source);
                scenes.push(self.chrome.loading(&name, *stage, time - since, viewport, theme));
            }
            (_, Some(_)) if self.is_empty() => {
                scenes.push(self.chrome.welcome(&self.state, theme));
            }
            (_, Some(_)) if self.content.shown.is_some() => {
                scenes.push(self.chrome.veil(viewport, theme));
            }
            (_, Some(problem)) => scenes.push(self.chrome.problem(problem, viewport, theme)),
            _ => {}
        }
        self.over_diagram(time, &mut scenes);
        self.panels(time, &mut scenes);
        let (viewport, theme) = (self.state.viewport, &self.theme);
        if let Some(drag) = &self.state.drag {
            let to_screen = self.state.camera.at(time).affine(viewport);
            let ghost = to_screen.transform_rect_bbox(drag.ghost());
            scenes.push(self.chrome.ghost(ghost, viewport, theme));
        }
        if let Some(band) = self.state.band {
            scenes.push(self.chrome.band(band, viewport, theme));
        }
        if let Some(search) = &self.state.search {
            scenes.push(self.chrome.search(search, viewport, theme));
        }
        if let Some(menu) = &self.state.chrome.menu {
            scenes.push(self.chrome.menu(menu, self.state.chrome.hot, viewport, theme));
        }
        if self.state.help {
            scenes.push(self.chrome.help(&self.state, theme));
        }
        if self.n_tabs() > 1 {
            let (names, active) = (self.tab_names(), self.active_tab());
            scenes.push(self.chrome.strip(&names, active, viewport.width, theme));
        }
        if self.state.overlay {
            let text = self.measurements(time);
            scenes.push(self.chrome.overlay(&text, viewport, &self.theme));
        }
        scenes
    }

    /// What lies flat on the diagram: names of neighbours out of sight, minimap, legend, path, and the status bar.
    fn over_diagram(&mut self, time: f64, scenes: &mut Vec<Scene>) {
        let (state, theme) = (&self.state, &self.theme);
        let button = state.button_frame();
        let Some((loaded, _)) = &self.content.shown else {
            scenes.push(self.chrome.crumbs(&[], button, state, theme));
            return;
        };
        let diagram = &*loaded.diagram;
        let stubs = state.stubs(diagram, time);
        if !stubs.is_empty() {
            scenes.push(self.chrome.stubs(&stubs, state, theme));
        }
        if let Some(minimap) = state.minimap(diagram) {
            scenes.push(self.chrome.minimap(minimap, diagram, state, time, theme));
        }
        if state.chrome.legend || state.flow.is_shown {
            let tags = stubs.iter().map(|stub| stub.tag).chain(state.minimap_frame());
            let taken: Vec<Rect> = tags.collect();
            let scales = self.flowing.scales;
            scenes.push(self.chrome.legend(diagram, state, scales, &taken, theme));
        }
        let crumbs = state.crumbs(diagram, time);
        scenes.push(self.chrome.crumbs(&crumbs, button, state, theme));
        if !state.fullscreen {
            let doing = self.provisional().unwrap_or_else(|| status::doing(loaded, state));
            let doing = match (self.has_unsaved_pins(), self.is_warned) {
                (false, _) => doing,
                (true, false) => format!("moved by hand, Ctrl+S keeps it  ·  {doing}"),
                (true, true) => {
                    format!("moved by hand: Ctrl+S keeps it, closing again loses it  ·  {doing}")
                }
            };
            let problem = self.content.problem.as_ref();
            let fault = problem.filter(|problem| problem.is_fault);
            let said = fault.map_or(Said::Calmly(&doing), |p| Said::InAlarm(&p.brief));
            let amount = status::amount(loaded, state.camera.at(time).zoom);
            scenes.push(self.chrome.status(said, &amount, state, theme));
            if let Some((stage, _)) = self.content.stage.filter(|_| self.content.provisional) {
                scenes.push(self.chrome.progress(stage.begins_at(), state.viewport, theme));
            }
        }
    }

    /// What stands above that: what is said, what there is to say about the text, and the drawers.
    fn panels(&mut self, time: f64, scenes: &mut Vec<Scene>) {
        let (state, theme) = (&self.state, &self.theme);
        let shown = self.content.shown.as_ref();
        let complaint = shown.and_then(|(loaded, _)| loaded.complaint.as_deref());
        let lasting = match &self.content.problem {
            // The status bar says so, where there is one.
            Some(problem) => {
                Some(problem.brief.as_str()).filter(|_| state.fullscreen && problem.is_fault)
            }
            None => complaint,
        };
        let lasting = lasting.filter(|_| shown.is_some() && state.chrome.sheet.is_none());
        scenes.extend(self.chrome.toasts(lasting, state, time, theme));
        let name = name_of(&self.options.source);
        if let Some(place) = state.chrome.sheet
            && let Some(finding) = state.chrome.findings.get(place)
        {
            scenes.push(self.chrome.finding(finding, place, &name, state, theme));
        }
        let Some((loaded, _)) = shown else { return };
        if let Some(outline) = &state.chrome.outline {
            scenes.push(self.chrome.outline(outline, &loaded.diagram, state, theme));
        }
        if state.chrome.inspector.is_some() {
            scenes.push(self.chrome.inspector(loaded, &name, state, theme));
        }
    }

    /// Whether no file is open and the sample is there.
    pub(super) fn is_empty(&self) -> bool {
        self.options.source == Source::Nothing && self.content.shown.is_some()
    }
}
