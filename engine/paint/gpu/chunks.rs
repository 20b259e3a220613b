//! A scene in chunks of elements that stand near each other, each encoded when it is first seen.
//!
//! Panning encodes nothing, and zooming only what looks different at another scale: lines thinner than a pixel, small text,
//! soft shadows. While something moves that may lag behind, a bounded amount of work a frame, unless it is off by so much
//! that it would be seen. What comes into view soon, because its level is near, is encoded ahead in the same way.

use std::sync::Arc;

use kurbo::{Affine, Point, Rect};
use peniko::{BlendMode, Color, Fill};

use super::super::{View, overlaps, shown};
use super::budget::{Need, Part};
use super::encode;
use crate::scene::{Element, Mark, Scene, Span};

/// Marks to a chunk: few enough that a view of a corner leaves most of a scene out.
const CHUNK: usize = 128;
/// What is encoded a frame beyond what must be, in plain boxes.
const AHEAD: usize = 480;
/// An encoding that was made for a scale that differs by this factor is not shown at all.
const WRONG: f64 = 1.6;
/// What is fainter than this may be missing for some frames.
const HALF: f32 = 0.5;
/// Levels that begin within so many octaves are encoded ahead: time enough for all that a window shows when services come
/// into sight, even where somebody zooms in fast.
const SOON: f64 = 1.5;

/// A scene in vello's own form, ready to be put into frames.
pub struct Encoded {
    scene: Arc<Scene>,
    sections: Vec<Section>,
    least_text: f64,
    /// Where it is a veil: how much of it is seen, as a whole and with its ground.
    veil: Option<f32>,
}

/// What came of preparing or putting together a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Elements that were encoded for it.
    pub n_encoded: usize,
    /// Elements in it.
    pub n_drawn: usize,
    /// Elements that were left out: off the screen, on other levels, or invisible.
    pub n_culled: usize,
    /// Whether something in it was made for another scale, and the next frame will be better.
    pub is_lagging: bool,
}

/// Neighbours in the scene that are seen at the same scales.
struct Section {
    span: Span,
    chunks: Vec<Chunk>,
    /// Whether its chunks are of the scene that is shown; they are brought up to it when they may be seen.
    is_current: bool,
}

struct Chunk {
    /// Places in the scene.
    elements: Vec<u32>,
    /// What it takes to encode it, in plain boxes.
    cost: usize,
    bounds: Rect,
    /// Of all its elements; `None` where they differ, and are encoded with it.
    opacity: Option<f32>,
    made: Option<Made>,
}

struct Made {
    /// The marks of each element, and its opacity where that was encoded with them.
    of: Vec<(Arc<Vec<Mark>>, f32)>,
    is_mixed: bool,
    encoded: vello::Scene,
    parts: Vec<Part>,
    /// Picture px a world px that it was made for.
    scale: f64,
    /// From this scale on it is the same for all.
    settled: f64,
}

impl Encoded {
    /// Of `scene`, for a view on the screen; nothing is encoded yet.
    #[must_use]
    pub fn of(scene: Arc<Scene>) -> Self {
        let sections = sections(&scene);
        Self { scene, sections, least_text: View::ON_SCREEN, veil: None }
    }

    /// Covers all that is below it in a frame, its ground too, as far as `share`, 0 to 1.
    #[must_use]
    pub fn as_veil(self, share: f32) -> Self {
        Self { veil: Some(share), ..self }
    }

    /// Of all of `scene` at once, for a view on the screen where a world px is `scale` picture px.
    #[must_use]
    pub fn new(scene: &Scene, scale: f64) -> Self {
        Self::with_text(scene, scale, View::ON_SCREEN)
    }

    /// As [`Encoded::new`], with text as [`View::least_text`] says.
    pub(super) fn with_text(scene: &Scene, scale: f64, least_text: f64) -> Self {
        let mut encoded = Self { least_text, ..Self::of(Arc::new(scene.clone())) };
        let Self { scene, sections, .. } = &mut encoded;
        for chunk in sections.iter_mut().flat_map(|section| &mut section.chunks) {
            chunk.encode(scene, scale, least_text);
        }
        encoded
    }

    /// Shows `scene` from now on. What looks as it did in the scene before is not encoded again.
    pub fn show(&mut self, scene: &Arc<Scene>) {
        if Arc::ptr_eq(&self.scene, scene) {
            return;
        }
        let elements = &scene.elements;
        let is_alike = |section: &Section| {
            let ends = section.chunks.iter().flat_map(|chunk| {
                [chunk.elements.first(), chunk.elements.last()].into_iter().flatten()
            });
            ends.copied().all(|place| elements[place as usize].seen == section.span)
        };
        if self.scene.elements.len() != elements.len() || !self.sections.iter().all(is_alike) {
            self.sections = sections(scene);
        }
        self.sections.iter_mut().for_each(|section| section.is_current = false);
        self.scene = Arc::clone(scene);
    }

    /// Encodes what `view` needs; lines and text may have been made for a scale that differs by the share `tolerance`.
    pub fn prepare(&mut self, view: &View, tolerance: f64) -> Work {
        let (scale, level, seen) = (view.scale(), view.level_scale(), shown(view));
        let (mut left, mut work) = (AHEAD, Work::default());
        for section in &mut self.sections {
            if !section.span.is_near(level, SOON) {
                continue;
            }
            if !section.is_current {
                section.chunks.iter_mut().for_each(|chunk| chunk.follow(&self.scene.elements));
                section.is_current = true;
            }
            let faded = section.span.opacity(level);
            let is_seen = faded > 0.0;
            // What is yet to come is made for the scale at which it comes.
            let scale =
                if is_seen { scale } else { scale.max(section.span.from / view.detail.max(1e-9)) };
            for chunk in section.chunks.iter_mut().filter(|chunk| chunk.is_in(&seen)) {
                let off = chunk.off_by(scale);
                if off <= 1.0 + tolerance {
                    continue;
                }
                // What only begins to come may come a little later.
                let must = faded >= HALF && off > WRONG;
                if !must && left == 0 {
                    work.is_lagging |= is_seen;
                    continue;
                }
                if !must {
                    left = left.saturating_sub(chunk.cost);
                }
                chunk.encode(&self.scene, scale, self.least_text);
                work.n_encoded += chunk.elements.len();
            }
        }
        work
    }

    /// What is behind everything.
    #[must_use]
    pub fn ground(&self) -> Color {
        self.scene.ground
    }

    /// Puts what can be seen in `picture` into `frame`, and adds it up in `need`. `level` is the scale that decides on
    /// what is seen.
    pub(super) fn append_to(
        &self,
        frame: &mut vello::Scene,
        picture_from_scene: Affine,
        level: f64,
        picture: Rect,
        need: &mut Need,
    ) -> Work {
        let scale = picture_from_scene.determinant().abs().sqrt();
        // Lines widened to a pixel reach out of their bounds by at most that.
        let seen = picture_from_scene.inverse().transform_rect_bbox(picture.inflate(1.0, 1.0));
        if let Some(share) = self.veil {
            let blend = BlendMode::default();
            frame.push_layer(Fill::NonZero, blend, share, Affine::IDENTITY, &picture);
            let ground = self.scene.ground.with_alpha(1.0);
            frame.fill(Fill::NonZero, Affine::IDENTITY, ground, None, &picture);
        }
        let (mut layer, mut n_drawn) = (1.0_f32, 0);
        for section in &self.sections {
            let faded = section.span.opacity(level);
            let chunks = section.chunks.iter().filter(|chunk| chunk.is_in(&seen));
            for chunk in chunks.filter(|_| faded > 0.0) {
                let Some(made) = &chunk.made else { continue };
                let opacity = faded * chunk.opacity.unwrap_or(1.0);
                if opacity != layer {
                    if layer < 1.0 {
                        frame.pop_layer();
                    }
                    if opacity < 1.0 {
                        let blend = BlendMode::default();
                        frame.push_layer(Fill::NonZero, blend, opacity, Affine::IDENTITY, &picture);
                    }
                    layer = opacity;
                }
                frame.append(&made.encoded, Some(picture_from_scene));
                for part in &made.parts {
                    let bounds = picture_from_scene.transform_rect_bbox(part.bounds);
                    need.add(part, bounds, picture, scale);
                }
                n_drawn += chunk.elements.len();
            }
        }
        if layer < 1.0 {
            frame.pop_layer();
        }
        if self.veil.is_some() {
            frame.pop_layer();
        }
        Work { n_drawn, n_culled: self.scene.elements.len() - n_drawn, ..Work::default() }
    }
}

impl Chunk {
    fn new(elements: Vec<u32>, of: &[Element]) -> Self {
        let marks = elements.iter().flat_map(|place| of[*place as usize].marks.iter());
        let cost = marks.map(cost).sum();
        let mut chunk = Self { elements, cost, bounds: Rect::ZERO, opacity: None, made: None };
        chunk.measure(of);
        chunk
    }

    /// Round what is seen of it, and how much.
    fn measure(&mut self, of: &[Element]) {
        self.look_at(of, |_, _| {});
    }

    /// The same, with each element shown to `also`, in one go: there are many of them, and a frame does not take long.
    fn look_at(&mut self, of: &[Element], mut also: impl FnMut(usize, &Element)) {
        let mut bounds: Option<Rect> = None;
        let mut opacity: Option<f32> = None;
        let mut is_mixed = false;
        for (number, place) in self.elements.iter().enumerate() {
            let element = &of[*place as usize];
            is_mixed |= *opacity.get_or_insert(element.opacity) != element.opacity;
            if element.opacity > 0.0 {
                bounds = Some(bounds.map_or(element.bounds, |all| all.union(element.bounds)));
            }
            also(number, element);
        }
        self.bounds = bounds.unwrap_or_default();
        self.opacity = if is_mixed { None } else { Some(opacity.unwrap_or(1.0)) };
    }

    /// Goes over to `now`, where each of its elements has its place.
    fn follow(&mut self, now: &[Element]) {
        let made = self.made.take();
        let (mut same_marks, mut same_opacity) = (true, true);
        self.look_at(now, |number, element| {
            if let Some((marks, opacity)) = made.as_ref().and_then(|made| made.of.get(number)) {
                same_marks &= Arc::ptr_eq(marks, &element.marks);
                same_opacity &= *opacity == element.opacity;
            }
        });
        let is_mixed = self.opacity.is_none();
        // One opacity for all is not encoded with them; and what is not seen at all needs not be right.
        let is_as_made =
            |made: &Made| made.is_mixed == is_mixed && same_marks && (!is_mixed || same_opacity);
        let is_unseen = self.opacity == Some(0.0);
        self.made = made.filter(|made| is_unseen || is_as_made(made));
    }

    fn is_in(&self, seen: &Rect) -> bool {
        self.opacity != Some(0.0) && overlaps(seen, &self.bounds)
    }

    /// By which factor it is off at `scale`; endless where there is nothing.
    fn off_by(&self, scale: f64) -> f64 {
        let Some(made) = &self.made else { return f64::INFINITY };
        let (made, wanted) = (made.scale.min(made.settled), scale.min(made.settled));
        if made == wanted { 1.0 } else { (made / wanted).max(wanted / made) }
    }

    fn encode(&mut self, scene: &Scene, scale: f64, least_text: f64) {
        let elements = self.elements.iter().map(|place| &scene.elements[*place as usize]);
        let drawn: Vec<&Element> = elements.filter(|element| element.opacity > 0.0).collect();
        let is_mixed = self.opacity.is_none();
        let elements = self.elements.iter().map(|place| &scene.elements[*place as usize]);
        let marks = || drawn.iter().flat_map(|element| element.marks.iter());
        self.made = Some(Made {
            of: elements.map(|e| (Arc::clone(&e.marks), e.opacity)).collect(),
            is_mixed,
            encoded: encode::elements(&drawn, scale, least_text, is_mixed),
            parts: marks().map(encode::part).collect(),
            scale,
            settled: marks().map(|m| encode::settled_from(m, least_text)).fold(0.0, f64::max),
        });
    }
}

impl std::fmt::Debug for Encoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoded").field("n_sections", &self.sections.len()).finish_non_exhaustive()
    }
}

/// What it takes to encode `mark`, in plain boxes: icons are many paths.
fn cost(mark: &Mark) -> usize {
    match mark {
        Mark::Icon { .. } => 8,
        Mark::Text { .. } | Mark::Stroke { .. } => 2,
        Mark::Fill { .. } | Mark::Shadow { .. } | Mark::Plate { .. } => 1,
    }
}

/// Cuts a scene where spans and kinds change, and what is between into chunks.
fn sections(scene: &Scene) -> Vec<Section> {
    let elements = &scene.elements;
    let mut sections = Vec::new();
    let mut start = 0;
    for section in elements.chunk_by(|a, b| a.seen == b.seen && a.class == b.class) {
        let places: Vec<usize> = (start..start + section.len()).collect();
        start += section.len();
        let chunks = chunks(places, elements);
        sections.push(Section { span: section[0].seen, chunks, is_current: true });
    }
    sections
}

/// Chunks of neighbours. Panels lie on one another and keep their order; of other kinds none lies on another, or they are
/// lines of one colour.
fn chunks(mut places: Vec<usize>, elements: &[Element]) -> Vec<Chunk> {
    if places.len() > CHUNK / 4 && places.iter().all(|place| elements[*place].class != "group") {
        let bounds = places.iter().map(|place| elements[*place].bounds);
        let whole = bounds.reduce(|a, b| a.union(b)).unwrap_or_default();
        places.sort_by_cached_key(|place| key(&elements[*place].bounds, &whole));
    }
    let mut chunks = Vec::new();
    let (mut chunk, mut n_marks) = (Vec::new(), 0);
    for place in places {
        chunk.push(u32::try_from(place).unwrap_or(u32::MAX));
        n_marks += elements[place].marks.len();
        if n_marks >= CHUNK {
            chunks.push(Chunk::new(std::mem::take(&mut chunk), elements));
            n_marks = 0;
        }
    }
    if !chunk.is_empty() {
        chunks.push(Chunk::new(chunk, elements));
    }
    chunks
}

/// Things of like keys are near each other: those that reach far apart from the others, each along Morton's curve.
fn key(bounds: &Rect, whole: &Rect) -> (u32, u64) {
    /// Things that reach over more than this share of the whole are apart from others, and so on by halves.
    const FAR: f64 = 0.25;
    let reach =
        (bounds.width() / whole.width().max(1.0)).max(bounds.height() / whole.height().max(1.0));
    let class = if reach > FAR {
        0
    } else if reach > FAR / 4.0 {
        1
    } else {
        2
    };
    (class, morton(bounds.center(), whole))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 16 bits")]
fn morton(at: Point, whole: &Rect) -> u64 {
    let cell = |at: f64, start: f64, length: f64| {
        ((at - start) / length.max(1.0) * 65_535.0).clamp(0.0, 65_535.0) as u64
    };
    let spread = |x: u64| (0..16).fold(0, |sum, bit| sum | ((x >> bit) & 1) << (2 * bit));
    let x = cell(at.x, whole.x0, whole.width());
    let y = cell(at.y, whole.y0, whole.height());
    spread(x) | spread(y) << 1
}
