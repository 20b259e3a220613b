//! What a person asks of the system round the window.

use std::path::Path;

use kurbo::{Affine, Rect, Size};
use winit::event_loop::ActiveEventLoop;

use super::Shell;
use crate::app::clipboard::{Job, Outcome};
use crate::app::dialog::{self, Answer};
use crate::app::session::Session;
use crate::explore::{self, Ask, Command, Copied, Edit, Name, Pose};
use crate::export;
use crate::input::{Link, Source};
use crate::paint::View;
use crate::scene::{MARGIN, Scene};

/// A copied picture has so many px a logical px of the window: sharp wherever it is put.
const COPIED_SCALE: f64 = 2.0;

impl Shell {
    pub(super) fn asked(&mut self, ask: &Ask, event_loop: &ActiveEventLoop) {
        match ask {
            Ask::Copy(what) => self.copy(*what),
            Ask::Paste => self.clipboard.ask(Job::Paste, &self.proxy),
            Ask::Open(Some(path)) => self.open_path(Path::new(path), event_loop),
            Ask::Open(None) => {
                let folder = self.options.source.path().and_then(Path::parent);
                let folder = folder.and_then(|folder| std::path::absolute(folder).ok());
                dialog::ask(folder, self.proxy.clone());
            }
            Ask::Export(path) => self.export(path.as_deref().map(Path::new)),
            Ask::ExportAgain => self.export_again(),
            Ask::Tab(to) => self.turn_tab(*to, event_loop),
            Ask::Layout(effort) => self.lay_out(*effort),
        }
    }

    /// What has become of something that was to be copied or pasted.
    pub(super) fn clipboard_done(&mut self, outcome: Outcome, event_loop: &ActiveEventLoop) {
        match outcome {
            Outcome::Copied(text) | Outcome::Failed(text) => self.tell(text),
            Outcome::Pasted(text) => self.paste(text, event_loop),
        }
    }

    pub(super) fn file_chosen(&mut self, answer: Answer, event_loop: &ActiveEventLoop) {
        match answer {
            Answer::Files(files) => {
                for file in files {
                    self.open_path(&file, event_loop);
                }
            }
            Answer::Nobody(reason) => self.tell(reason),
            Answer::Target(path) => self.export(Some(&path)),
            Answer::NoTarget => self.ask_in_words(event_loop),
        }
    }

    /// Tells `text` in the window and to whoever has started it.
    pub(super) fn tell(&mut self, text: String) {
        let time = self.clock.now();
        explore::say(&mut self.state, &text, time);
        self.redraw_soon(0.0);
        self.notice(text);
    }

    fn copy(&mut self, what: Copied) {
        let time = self.clock.now();
        let job = match what {
            Copied::Id => Some(self.selected_ids()),
            Copied::Link => match self.link() {
                Ok(link) => Some(Job::Text(link, "a link to what is seen".to_owned())),
                Err(reason) => return self.tell(reason),
            },
            Copied::Picture | Copied::Svg => {
                self.dress(time);
                let pose = self.state.camera.at(time);
                let view = self.view_of(pose);
                let titles = self.titles(time);
                self.scene_at(time, &view).map(|scene| {
                    let mut scene = Scene::clone(&scene);
                    scene.elements.extend(titles.into_iter().flat_map(|titles| titles.elements));
                    match what {
                        Copied::Picture => Job::Picture(scene, view),
                        _ => svg_of(scene, self.state.viewport / pose.zoom, pose, self.detail()),
                    }
                })
            }
        };
        match job {
            Some(Job::Text(text, _)) if text.is_empty() => {
                self.tell("nothing is selected that could be copied".to_owned());
            }
            Some(job) => self.clipboard.ask(job, &self.proxy),
            None => self.tell("there is no picture yet that could be copied".to_owned()),
        }
    }

    /// A link to what is seen now, or why there can be none.
    fn link(&self) -> Result<String, String> {
        let (loaded, _) = self.content.shown.as_ref().ok_or("there is nothing to link to yet")?;
        let path = self.options.source.path().ok_or("only a file can be linked to")?;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let commands = self.state.retold(&loaded.diagram);
        Ok(Link { path, commands }.to_string())
    }

    /// Does what a link tells, once what it leads to is there.
    fn follow(&mut self, commands: &str) {
        let (steps, faults) = explore::script(commands);
        if let Some(fault) = faults.first() {
            return self.tell(format!("the link is not understood: {}", fault.message));
        }
        self.session = Session::new(steps);
        if self.content.shown.is_some() && self.content.stage.is_none() {
            self.session.begin(self.clock.now());
        }
        self.redraw_soon(0.0);
    }

    fn selected_ids(&self) -> Job {
        let names = self.content.shown.as_ref().map(|(loaded, _)| {
            let selection = self.state.view.selection.iter();
            selection.map(|subject| Name::of(*subject, &loaded.diagram).to_string()).collect()
        });
        let names: Vec<String> = names.unwrap_or_default();
        let what = names.join(", ");
        Job::Text(names.join("\n"), what)
    }

    fn view_of(&self, pose: Pose) -> View {
        let side = |length: f64| {
            let length = (length * COPIED_SCALE).round().clamp(1.0, f64::from(u16::MAX));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let length = length as u16;
            length
        };
        let viewport = self.state.viewport;
        View {
            picture_from_world: Affine::scale(COPIED_SCALE) * pose.affine(viewport),
            width: side(viewport.width),
            height: side(viewport.height),
            ground: Some(self.theme.ground.with_alpha(1.0)),
            least_text: View::IN_FILE,
            detail: self.detail() / COPIED_SCALE,
            density: COPIED_SCALE,
            flow: None,
        }
    }

    /// In an open panel text is typed; else it is a diagram, or the path of one.
    fn paste(&mut self, text: String, event_loop: &ActiveEventLoop) {
        if self.state.search.is_some() {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let time = self.clock.now();
            return self.obey(&Command::Edit(Edit::Type(line)), time, event_loop);
        }
        let links = links_in(&text);
        if !links.is_empty() {
            for Link { path, commands } in links {
                self.open_path(&path, event_loop);
                if !commands.is_empty() {
                    self.follow(&commands);
                }
            }
        } else if text.contains("architecture") {
            self.open_sources(vec![Source::Text(text)], event_loop);
        } else {
            self.tell(
                "what is on the clipboard is neither an architecture diagram nor the path of a file"
                    .to_owned(),
            );
        }
    }
}

/// The files that the lines of `text` name, by path or link; none where one of them is no file.
fn links_in(text: &str) -> Vec<Link> {
    /// More lines than anybody opens at once.
    const MOST: usize = 50;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let plain = |line: &str| Link { path: line.into(), commands: String::new() };
    let link = |line: &&str| Link::read(line).unwrap_or_else(|| plain(line));
    let links: Vec<Link> = lines.iter().map(link).collect();
    let all_exist = lines.len() <= MOST && links.iter().all(|link| link.path.exists());
    if all_exist { links } else { Vec::new() }
}

fn svg_of(scene: Scene, seen: Size, pose: Pose, detail: f64) -> Job {
    // An export has a margin of its own round what it is told to show, in place of the scene's.
    let bounds = Rect::from_center_size(pose.center, seen).inflate(MARGIN, MARGIN);
    let scene = Scene { bounds, ..scene };
    let frame = export::Frame::Scale(pose.zoom);
    Job::Svg(scene, export::Options { frame, margin: 0.0, ground: None, detail, flow: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_may_be_paths() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b.mmd");
        std::fs::write(&file, "x").unwrap();
        let name = file.to_str().unwrap();
        let check = |text: &str, n: usize| assert_eq!(links_in(text).len(), n, "{text}");
        check(name, 1);
        check(&format!("  {name}\r\n"), 1);
        let address = name.replace(' ', "%20");
        check(&format!("file://{address}\n{name}\n"), 2);
        check(&format!("file://{address}#fit"), 1);
        check(&format!("{name}\n{name}.gone\n"), 0);
        check("architecture-beta\n", 0);
        check("", 0);
    }
}
