//! What screen readers are told, once one has asked.

use std::sync::Arc;

use accesskit_winit::{Event, WindowEvent};
use winit::event_loop::ActiveEventLoop;

use super::Shell;
use crate::app::accessible::{self, Tree};
use crate::app::worker::Loaded;
use crate::explore::{Search, Subject};

/// What a screen reader was told last, if there is one.
#[derive(Default)]
pub(super) struct Reading {
    is_on: bool,
    told: Option<Told>,
}

/// All that the tree is made of.
struct Told {
    loaded: Arc<Loaded>,
    selection: Vec<Subject>,
    search: Option<Search>,
}

impl Shell {
    /// A screen reader asks for the tree, or for something to be done.
    pub(super) fn reader_asks(&mut self, event: Event, event_loop: &ActiveEventLoop) {
        match event.window_event {
            WindowEvent::InitialTreeRequested => {
                self.reading = Reading { is_on: true, told: None };
                self.tell_reader();
            }
            WindowEvent::ActionRequested(request) => {
                let shown = self.content.shown.as_ref();
                let command =
                    shown.and_then(|(loaded, _)| accessible::command(&request, &loaded.diagram));
                if let Some(command) = command {
                    let time = self.clock.now();
                    self.obey(&command, time, event_loop);
                }
            }
            WindowEvent::AccessibilityDeactivated => self.reading = Reading::default(),
        }
    }

    /// Tells a screen reader, if there is one, what has changed.
    pub(super) fn tell_reader(&mut self) {
        let Some(open) = self.open.as_mut().filter(|_| self.reading.is_on) else { return };
        let Some((loaded, _)) = &self.content.shown else { return };
        let (selection, search) = (&self.state.view.selection, &self.state.search);
        let is_told = self.reading.told.as_ref().is_some_and(|told| {
            Arc::ptr_eq(&told.loaded, loaded)
                && told.selection == *selection
                && told.search == *search
        });
        if is_told {
            return;
        }
        let tree = Tree::new(&loaded.diagram, selection, search.as_ref());
        open.reader.update_if_active(|| tree.update());
        self.reading.told = Some(Told {
            loaded: Arc::clone(loaded),
            selection: selection.clone(),
            search: search.clone(),
        });
    }
}
