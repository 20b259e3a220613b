//! Frames as the window makes them, without a window and without a GPU: for measuring what they cost.

use std::sync::Arc;

use kurbo::{Affine, Rect, Size};

use super::chrome::Chrome;
use super::guide::Said;
use super::picture::Dressed;
use super::status;
use super::worker::Loaded;
use crate::diagram::Diagram;
use crate::explore::{self, Command, Levels, STATUS, State};
use crate::paint::gpu::{Composer, Encoded, Layer, Work};
use crate::paint::{Picture, View, raster};
use crate::scene::{Scene, Theme};

/// While the camera moves, lines and small text may be off by so much, as in the window.
const TOLERANCE: f64 = 0.1;

/// A window's inside, logical px.
const VIEWPORT: Size = Size::new(1280.0, 800.0);

/// Frames of one diagram, one after the other.
pub struct Rehearsal {
    loaded: Loaded,
    state: State,
    dressed: Option<Dressed>,
    chrome: Chrome,
    encoded: Encoded,
    composer: Composer,
    raster: raster::Painter,
    picture: Picture,
    /// What lies over the diagram in the frame at hand: titles, and the status bar.
    over: Option<(Scene, Scene)>,
    view: View,
}

impl Rehearsal {
    /// Frames of `diagram` in its own colours.
    #[must_use]
    pub fn new(diagram: Diagram) -> Self {
        let theme = Theme::from_config(&diagram.document.config, &Theme::dark());
        let diagram = Arc::new(diagram);
        let loaded = Loaded::new(Arc::clone(&diagram), diagram, theme);
        let mut state = State::default();
        explore::update(&mut state, &Command::Resize(VIEWPORT), Some(&loaded.diagram), 0.0);
        Self {
            view: View::fit(&loaded.scene, 1280, 800),
            encoded: Encoded::of(Arc::clone(&loaded.scene)),
            loaded,
            state,
            dressed: None,
            chrome: Chrome::new(),
            composer: Composer::default(),
            raster: raster::Painter::new(),
            picture: Picture::default(),
            over: None,
        }
    }

    /// Carries `command` out at `time`, s.
    pub fn obey(&mut self, command: &Command, time: f64) {
        explore::update(&mut self.state, command, Some(&self.loaded.diagram), time);
    }

    /// The first step of the frame at `time`, s: the picture as it is to be, and what lies over it.
    pub fn dress(&mut self, time: f64) {
        let aspect = self.state.aspect(time);
        let (pose, detail) = (self.state.camera.at(time), Levels::dialled(self.state.view.detail));
        self.loaded.dress(&mut self.dressed, &aspect, pose.zoom * detail);
        let free = Rect::new(0.0, 0.0, VIEWPORT.width, VIEWPORT.height - STATUS);
        let titles =
            self.loaded.titles(self.dressed.as_ref(), (pose, VIEWPORT), free, (detail, 1.0));
        let doing = status::doing(&self.loaded, &self.state);
        let amount = status::amount(&self.loaded, pose.zoom);
        let theme = &self.loaded.theme;
        let status = self.chrome.status(Said::Calmly(&doing), &amount, &self.state, theme);
        self.over = Some((titles, status));
        self.view = View { picture_from_world: pose.affine(VIEWPORT), detail, ..self.view.clone() };
    }

    /// The second step for a GPU: all that it is to paint, in its own form, up to the call of the driver.
    pub fn encode(&mut self) -> Work {
        let Some((titles, status)) = &self.over else { return Work::default() };
        let scene = self.dressed.as_ref().map_or(&self.loaded.scene, |dressed| &dressed.scene);
        self.encoded.show(scene);
        let prepared = self.encoded.prepare(&self.view, TOLERANCE);
        let titles = Encoded::new(titles, self.view.scale());
        let status = Encoded::new(status, 1.0);
        let (picture_from_scene, level) = (self.view.picture_from_world, self.view.level_scale());
        let layers = [
            Layer { scene: &self.encoded, picture_from_scene, level },
            Layer { scene: &titles, picture_from_scene, level },
            Layer { scene: &status, picture_from_scene: Affine::IDENTITY, level: 1.0 },
        ];
        // What is too much for a GPU is left to the CPU, and has cost what it has cost.
        let composed = self.composer.compose(&layers, &self.view).unwrap_or_default();
        Work { n_encoded: prepared.n_encoded, is_lagging: prepared.is_lagging, ..composed }
    }

    /// The second step without a GPU: the whole picture.
    pub fn paint(&mut self) -> &Picture {
        if let Some((titles, status)) = &self.over {
            let scene = self.dressed.as_ref().map_or(&self.loaded.scene, |dressed| &dressed.scene);
            self.raster.paint_into(scene, &self.view, &mut self.picture);
            self.raster.paint_over(titles, &self.view, &mut self.picture);
            let screen = View { picture_from_world: Affine::IDENTITY, ..self.view.clone() };
            self.raster.paint_over(status, &screen, &mut self.picture);
        }
        &self.picture
    }
}

/// What a person does with a large diagram in some seconds, each with its time, s: looks at the whole, points at things,
/// zooms in until names can be read, moves about, zooms further in, and goes back to the whole.
#[must_use]
pub fn walk() -> Vec<(f64, Command)> {
    /// Seconds a frame: slow enough that what is pointed at stands out in the next.
    const PACE: f64 = 1.0 / 6.0;
    let middle = VIEWPORT.to_rect().center();
    let mut walk: Vec<(u32, Command)> = Vec::new();
    for frame in 0..200_u32 {
        let at =
            middle + kurbo::Vec2::new(f64::from(frame % 7) * 40.0, f64::from(frame % 5) * 30.0);
        walk.push((
            frame,
            match frame {
                0..20 | 100..120 | 150..160 => Command::Point(Some(at)),
                20..80 | 120..150 => Command::Pinch { factor: 1.06, at: middle },
                80..100 | 160..170 => Command::Pan(kurbo::Vec2::new(-40.0, 25.0)),
                _ => Command::Pinch { factor: 0.85, at: middle },
            },
        ));
    }
    walk.into_iter().map(|(frame, command)| (f64::from(frame) * PACE, command)).collect()
}

impl std::fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rehearsal").field("state", &self.state).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::Resources;
    use crate::icons::Icons;
    use crate::text::Fonts;

    /// What of a large diagram costs something is bounded by what can be seen, not by how much there is.
    #[test]
    fn a_walk_draws_what_is_seen_and_encodes_little_a_frame() {
        let text = crate::generate::text(crate::generate::Kind::Clustered, 400, 1);
        let mut resources = Resources { fonts: Fonts::bundled(), icons: Icons::default() };
        let options = crate::diagram::Options {
            effort: crate::layout::Effort::Draft,
            ..crate::diagram::Options::default()
        };
        let mut watch = crate::diagram::Watch::default();
        let diagram = Diagram::watched(&text, &mut resources, &options, &mut watch);
        let mut rehearsal = Rehearsal::new(diagram);
        let mut frames = Vec::new();
        for (time, command) in walk() {
            rehearsal.obey(&command, time);
            rehearsal.dress(time);
            frames.push(rehearsal.encode());
        }
        assert_eq!(frames.len(), 200);
        // Other levels are never drawn, whatever is in sight.
        let odd = frames.iter().find(|work| work.n_drawn == 0 || work.n_culled == 0);
        assert!(odd.is_none(), "{odd:?}");
        let close = frames[155];
        assert!(close.n_drawn * 4 < close.n_drawn + close.n_culled, "{close:?}");
        // Who goes on pointing at the same thing encodes nothing.
        let at = Command::Point(Some(VIEWPORT.to_rect().center()));
        let mut encoded = Vec::new();
        for second in 100..160 {
            rehearsal.obey(&at, f64::from(second));
            rehearsal.dress(f64::from(second));
            encoded.push(rehearsal.encode().n_encoded);
        }
        assert_eq!(encoded.last(), Some(&0), "pointing encodes everything anew: {encoded:?}");
    }
}
