//! The picture as the person has it, and what lies over it.

use super::Shell;
use crate::app::chrome::LOADING_AFTER_SECS;
use crate::app::guide::Said;
use crate::app::status;
use crate::app::worker::{Loaded, name_of};
use crate::explore::Subject;
use crate::graph::{End, EndAt, GroupId, NodeId};
use crate::scene::Scene;

impl Shell {
    pub(super) fn chrome(&mut self, time: f64) -> Vec<Scene> {
        let (viewport, theme) = (self.state.viewport, &self.theme);
        let mut scenes = Vec::new();
        let cover = self.cover(time);
        if cover > 0.0 {
            scenes.push(self.chrome.cover(cover, viewport, theme));
        }
        if let Some((subject, (loaded, _))) =
            self.state.view.selection.last().zip(self.content.shown.as_ref())
        {
            let to_screen = self.state.camera.at(time).affine(viewport);
            scenes.push(self.chrome.ring(&loaded.diagram, *subject, to_screen, viewport, theme));
        }
        let complaint =
            self.content.shown.as_ref().and_then(|(loaded, _)| loaded.complaint.as_ref());
        match (&self.content.stage, &self.content.problem, complaint) {
            (Some((stage, since)), _, _)
                if self.content.shown.is_none() && time - since >= LOADING_AFTER_SECS =>
            {
                let name = name_of(&self.options.source);
                scenes.push(self.chrome.loading(&name, *stage, time - since, viewport, theme));
            }
            (_, Some(_), _) if self.content.shown.is_some() => {
                scenes.push(self.chrome.veil(viewport, theme));
            }
            (_, Some(problem), _) => scenes.push(self.chrome.problem(problem, viewport, theme)),
            (_, None, Some(text)) => scenes.push(self.chrome.complaint(text, viewport, theme)),
            _ => {}
        }
        self.guide(time, &mut scenes);
        let (viewport, theme) = (self.state.viewport, &self.theme);
        let view = &self.state.view;
        let told = self.state.hover.lit(time).or(view.selection.last().copied());
        let told = told.or(view.focus.map(Subject::Group));
        if let Some((subject, (loaded, _))) = told.zip(self.content.shown.as_ref()) {
            let text = path_of(loaded, subject);
            scenes.push(self.chrome.path(&text, viewport, theme));
        }
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
        if self.state.help {
            scenes.push(self.chrome.help(&self.state.keys, viewport, theme));
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

    /// The status bar, and the names of neighbours out of sight.
    fn guide(&mut self, time: f64, scenes: &mut Vec<Scene>) {
        let Some((loaded, _)) = &self.content.shown else { return };
        let viewport = self.state.viewport;
        let stubs: Vec<_> = self
            .state
            .stubs(&loaded.diagram, time)
            .into_iter()
            .map(|stub| (title_of(loaded, stub.subject), stub.at))
            .collect();
        if !stubs.is_empty() {
            scenes.push(self.chrome.stubs(&stubs, viewport, &self.theme));
        }
        let problem = self.content.problem.as_ref();
        if !self.state.fullscreen {
            let doing = self.provisional().unwrap_or_else(|| {
                status::doing(loaded, &self.state, |subject| title_of(loaded, subject))
            });
            let doing = match (self.has_unsaved_pins(), self.is_warned) {
                (false, _) => doing,
                (true, false) => format!("moved by hand, Ctrl+S keeps it  ·  {doing}"),
                (true, true) => {
                    format!("moved by hand: Ctrl+S keeps it, closing again loses it  ·  {doing}")
                }
            };
            let said = problem.map_or(Said::Calmly(&doing), |p| Said::InAlarm(&p.brief));
            let amount = status::amount(loaded, self.state.camera.at(time).zoom);
            scenes.push(self.chrome.status(said, &amount, viewport, &self.theme));
            if let Some((stage, _)) = self.content.stage.filter(|_| self.content.provisional) {
                scenes.push(self.chrome.progress(stage.begins_at(), viewport, &self.theme));
            }
        } else if let Some(problem) = problem {
            // There is no status bar to say it.
            scenes.push(self.chrome.complaint(&problem.brief, viewport, &self.theme));
        }
    }
}

/// What `subject` is called in the drawing.
fn title_of(loaded: &Loaded, subject: Subject) -> String {
    let path = path_of(loaded, subject);
    path.rsplit(" › ").next().unwrap_or(&path).to_owned()
}

/// Where what is pointed at stands, from the outermost group to itself, in the words of the drawing.
pub(super) fn path_of(loaded: &Loaded, subject: Subject) -> String {
    let graph = &loaded.diagram.graph;
    let title = |title: &Option<String>, id: &str| title.clone().unwrap_or_else(|| id.to_owned());
    let group_name =
        |id: GroupId| title(&graph.groups[id.index()].title, &graph.groups[id.index()].id);
    let node_name = |id: NodeId| title(&graph.nodes[id.index()].title, &graph.nodes[id.index()].id);
    let end_name = |end: &End| match end.at {
        EndAt::Node(node) => node_name(node),
        EndAt::Group(group) => group_name(group),
    };
    let (own, group) = match subject {
        Subject::Node(node) => (node_name(node), graph.nodes[node.index()].group),
        Subject::Group(group) => (group_name(group), graph.groups[group.index()].parent),
        Subject::Edge(edge) => {
            let edge = &graph.edges[edge.index()];
            let line = match (edge.from.arrow, edge.to.arrow) {
                (true, true) => "↔",
                (true, false) => "←",
                (false, true) => "→",
                (false, false) => "—",
            };
            (format!("{} {line} {}", end_name(&edge.from), end_name(&edge.to)), None)
        }
    };
    let round = std::iter::successors(group, |group| graph.groups[group.index()].parent);
    let mut names: Vec<String> = round.take(graph.groups.len()).map(group_name).collect();
    names.reverse();
    names.push(own);
    names.join(" › ")
}
