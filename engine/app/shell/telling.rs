//! What the window tells scripts and tests of each frame.

use serde_json::json;

use super::Shell;
use crate::app::Report;
use crate::explore::{Name, Subject};

impl Shell {
    fn title_of_file(&self) -> String {
        crate::app::worker::name_of(&self.options.source)
    }

    pub(super) fn trace(&mut self, time: f64) {
        if !self.options.trace {
            return;
        }
        let Some(open) = &self.open else { return };
        let pose = self.state.camera.at(time);
        let size = open.window.inner_size();
        let content = match (&self.content.problem, &self.content.shown) {
            (Some(_), None) => "problem",
            (Some(_), Some(_)) if self.is_empty() => "empty",
            (Some(_), Some(_)) => "kept",
            (None, Some(_)) if self.content.provisional => "provisional",
            (None, Some(_)) => "diagram",
            (None, None) => "loading",
        };
        let name = |subject: Subject| {
            let shown = self.content.shown.as_ref();
            shown.map(|(loaded, _)| Name::of(subject, &loaded.diagram).to_string())
        };
        let selection: Vec<_> = self.state.view.selection.iter().map(|s| name(*s)).collect();
        let folded: Vec<_> =
            self.state.view.folded.iter().filter_map(|g| name(Subject::Group(*g))).collect();
        let toasts: Vec<_> =
            self.state.chrome.toasts.iter().map(|toast| toast.text.clone()).collect();
        let offers = self.state.welcome_frame().map(|frame| {
            let offers = frame.offers.into_iter().filter(|offer| offer.command.is_some());
            let all = offers.chain(frame.recent).map(|offer| {
                let at = offer.area.center();
                json!({ "what": offer.what, "at": [at.x, at.y] })
            });
            all.collect::<Vec<_>>()
        });
        let line = json!({
            "frame": self.n_frames,
            "time": time,
            "ms": self.frame_secs * 1000.0,
            "painter": open.canvas.painted_by(),
            "content": content,
            "drawn": open.canvas.made().n_drawn,
            "culled": open.canvas.made().n_culled,
            "level": self.level(pose.zoom),
            "detail": self.state.view.detail,
            "moving": self.is_moving(time),
            "center": [pose.center.x, pose.center.y],
            "zoom": pose.zoom,
            "size": [size.width, size.height],
            "scale": open.window.scale_factor(),
            "hover": self.state.hover.lit(time).and_then(name),
            "selection": selection,
            "search": self.state.search.as_ref().map(|search| search.text.clone()),
            "hits": self.state.search.as_ref().map(|search| search.hits.len()),
            "focus": self.state.view.focus.map(|group| name(Subject::Group(group))),
            "hidden": self.state.view.hidden.len(),
            "folded": folded,
            "dragged": self.state.drag.is_some(),
            "unsaved": self.has_unsaved_pins(),
            "help": self.state.help,
            "minimap": self.state.minimap_frame().map(|r| [r.x0, r.y0, r.x1, r.y1]),
            "outline": self.state.chrome.outline.as_ref().map(|outline| outline.rows.len()),
            "inspector": self.state.chrome.inspector.is_some(),
            "menu": self.state.chrome.menu.as_ref().map(|menu| menu.title.clone()),
            "legend": self.state.chrome.legend,
            "finding": self.state.chrome.sheet,
            "findings": self.state.chrome.findings.len(),
            "toasts": toasts,
            "offers": offers,
            "traced": self.state.view.trace.as_ref().map(|trace| trace.traced.n_nodes()),
            "fitted": self.state.fitted,
            "show": self.show_as_json(time),
            "left_at": self.state.left_at,
            "fullscreen": self.state.fullscreen,
            "flow": self.state.flow.at(time),
            "file": self.title_of_file(),
            "tabs": self.n_tabs(),
        });
        (self.options.report)(Report::Trace(line.to_string()));
    }
}
