//! What moves along the lines of a picture: particles from near, dashes from further away, and marks that point the way
//! from so far that dots could not be told apart.

use std::sync::Arc;

use kurbo::{BezPath, Point, Rect};
use peniko::Color;

use super::{Parts, icons};
use crate::diagram::Diagram;
use crate::explore::Levels;
use crate::graph::EdgeId;
use crate::scene::color::mix;
use crate::scene::traces::ALARM;
use crate::scene::{
    Element, Flow, Load, Mark, Motif, Scene, Shape, Stream, Subject, Theme, Traffic, Way,
};

/// A loop without data, s: two spacings at the usual density.
const LOOP_SECS: f64 = 2.0 * Load::STRETCH / Load::SPEED;

/// A loop with data takes so many times as long, so that amounts can be told apart: a stream has a whole number of
/// particles a loop.
const WITH_DATA: f64 = 2.0;

/// Particles of one stream a loop at most: more would be a line.
const MOST_PER_LOOP: f64 = 64.0;

/// What failed is seen even where it was little: as if it were so much of the whole.
const FEWEST_ERRORS: f64 = 0.05;

/// Marks that point the way stand so far apart, px of the screen.
const CHEVRONS: f64 = 56.0;

/// Between a label's plate and the particles, world px.
const CLEAR_OF_LABEL: f64 = 4.0;

/// What moves in `scene`, a picture of `diagram`, if `traffic` goes along its edges.
#[must_use]
pub fn flow(scene: &Scene, diagram: &Diagram, theme: &Theme, traffic: &Traffic) -> Flow {
    let parts =
        Parts { diagram, theme, levels: Levels::of(diagram), verdicts: icons::Verdicts::default() };
    let secs = LOOP_SECS * if traffic.scales.is_some() { WITH_DATA } else { 1.0 };
    let streams = Streams { parts: &parts, traffic, secs };
    Flow { streams: streams.all(&scene.elements), secs }
}

/// What streams are made from.
struct Streams<'a> {
    parts: &'a Parts<'a>,
    traffic: &'a Traffic,
    secs: f64,
}

/// On which line streams are.
struct Bed {
    element: usize,
    way: Way,
    width: f64,
    hidden: Option<(f64, f64)>,
}

/// Which ways something goes along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ways {
    Forth,
    Back,
    Both,
    None,
}

impl Streams<'_> {
    fn all(&self, elements: &[Element]) -> Vec<Stream> {
        let lines = self.parts.lines();
        let bundles = self.parts.bundled();
        let mut bundles = bundles.iter();
        let mut streams = Vec::new();
        for (place, element) in elements.iter().enumerate() {
            match (element.class, element.subject) {
                ("edge", Subject::Edge(edge)) => {
                    let way = lines.get(edge.index()).map(Way::along).unwrap_or_default();
                    let hidden = self.hidden(edge.index(), &way);
                    let width = self.parts.edge_width();
                    self.add(edge, Bed { element: place, way, width, hidden }, None, &mut streams);
                }
                ("course", Subject::Edge(edge)) => {
                    if let Some((path, width)) = line_of(element) {
                        let bed =
                            Bed { element: place, way: Way::along(path), width, hidden: None };
                        self.add(edge, bed, Some(Motif::Dash), &mut streams);
                    }
                }
                ("bundle", _) => {
                    let edges = bundles.next().map(Vec::as_slice).unwrap_or_default();
                    streams.extend(self.pointers(place, element, edges));
                }
                _ => {}
            }
        }
        streams
    }

    /// Adds the streams of `edge` on `bed`, as `motif` where they are not to be told apart.
    fn add(&self, edge: EdgeId, bed: Bed, motif: Option<Motif>, streams: &mut Vec<Stream>) {
        let (Some(load), true) = (self.load(edge), bed.way.length() > 0.0) else { return };
        let ways = self.ways(edge.index());
        let own = motif.unwrap_or(load.motif);
        let length = bed.way.length();
        if matches!(ways, Ways::Forth | Ways::Both) {
            streams.push(self.stream(edge, &load, own, &bed));
            streams.extend(self.failed(edge, &load, &bed));
        }
        if matches!(ways, Ways::Back | Ways::Both) {
            let hidden = bed.hidden.map(|(from, to)| (length - to, length - from));
            let back = Bed { way: bed.way.reversed(), hidden, ..bed };
            let stream = self.stream(edge, &load, own, &back);
            // Half a spacing later, so that those that meet do not always meet in the same place.
            streams.push(Stream { phase: (stream.phase + 0.5).fract(), ..stream });
        } else if ways == Ways::None {
            streams.push(self.stream(edge, &load, Motif::Breath, &bed));
        }
    }

    fn stream(&self, edge: EdgeId, load: &Load, motif: Motif, bed: &Bed) -> Stream {
        let per_secs = load.speed * load.density / Load::STRETCH;
        Stream {
            element: bed.element,
            way: Arc::new(bed.way.clone()),
            speed: load.speed,
            per_loop: whole((per_secs * self.secs).round().clamp(1.0, MOST_PER_LOOP)),
            phase: phase(edge),
            motif,
            color: self.color(load),
            width: bed.width,
            hidden: bed.hidden,
        }
    }

    /// What failed, among the rest.
    fn failed(&self, edge: EdgeId, load: &Load, bed: &Bed) -> Option<Stream> {
        let failed = (load.errors > 0.0).then_some(Load {
            density: load.density * load.errors.max(FEWEST_ERRORS),
            color: Some(ALARM),
            ..*load
        })?;
        let stream = self.stream(edge, &failed, Motif::Diamond, bed);
        Some(Stream { phase: (stream.phase + 0.25).fract(), ..stream })
    }

    /// Marks on a bundle all of whose edges lead the same way.
    fn pointers(&self, place: usize, element: &Element, edges: &[usize]) -> Option<Stream> {
        let (path, width) = line_of(element)?;
        let way = Way::along(path);
        // The bundle has the way of its shortest edge; which end lies nearer tells its direction.
        let mut forth = None;
        for &edge_idx in edges {
            let id = EdgeId(u32::try_from(edge_idx).unwrap_or(u32::MAX));
            self.load(id)?;
            let ways = self.ways(edge_idx);
            let [from, to] = self.parts.ends(edge_idx).map(|end| self.parts.root(end.at));
            let onward = match ways {
                Ways::Forth => (from, to),
                Ways::Back => (to, from),
                Ways::Both | Ways::None => return None,
            };
            if *forth.get_or_insert(onward) != onward {
                return None;
            }
        }
        let (from, _) = forth?;
        let first =
            *edges.iter().find(|edge_idx| self.parts.edge_name(**edge_idx) == *element.id)?;
        let starts = self.parts.root(self.parts.ends(first)[0].at) == from;
        let way = if starts { way } else { way.reversed() };
        let load = Load { speed: CHEVRONS / self.secs, ..Load::PLAIN };
        let bed = Bed { element: place, way, width, hidden: None };
        let id = EdgeId(u32::try_from(first).unwrap_or(u32::MAX));
        Some(Stream { per_loop: 1, ..self.stream(id, &load, Motif::Chevron, &bed) })
    }

    /// What goes along an edge with all those that it stands for; `None` where nothing does.
    fn load(&self, edge: EdgeId) -> Option<Load> {
        let loads = &self.traffic.edges;
        let bundle = self.parts.diagram.fold.bundle_of(edge);
        let own = loads.get(edge.index()).copied().into_iter();
        let all: Vec<Load> = match bundle {
            [] => own.collect(),
            bundle => bundle.iter().filter_map(|edge| loads.get(edge.index()).copied()).collect(),
        };
        let densest =
            all.iter().copied().reduce(|a, b| if b.density > a.density { b } else { a })?;
        let density = all.iter().map(|load| load.density).sum();
        (density > 0.0).then_some(Load { density, ..densest })
    }

    fn ways(&self, edge_idx: usize) -> Ways {
        let [from, to] = self.parts.ends(edge_idx);
        match (from.arrow, to.arrow) {
            (false, true) => Ways::Forth,
            (true, false) => Ways::Back,
            (true, true) => Ways::Both,
            (false, false) => Ways::None,
        }
    }

    /// Brighter than the line on a dark ground, darker on a light one.
    fn color(&self, load: &Load) -> Color {
        let theme = self.parts.theme;
        let far = if theme.is_dark() { Color::WHITE } else { Color::BLACK };
        load.color.unwrap_or_else(|| mix(theme.edge, far, 0.45)).with_alpha(1.0)
    }

    /// Where on the way of an edge its label lies.
    fn hidden(&self, edge_idx: usize, way: &Way) -> Option<(f64, f64)> {
        let label = self.parts.diagram.labels.edges.get(edge_idx)?.as_ref()?;
        let label = Some(label).filter(|label| label.width > 0.0)?;
        let plate = self.parts.plate(edge_idx, label).inflate(CLEAR_OF_LABEL, CLEAR_OF_LABEL);
        within(way, plate)
    }
}

/// From where to where `way` lies in `area`, distances from its start.
fn within(way: &Way, area: Rect) -> Option<(f64, f64)> {
    let corners: Vec<_> = way.corners().collect();
    let mut span: Option<(f64, f64)> = None;
    for pair in corners.windows(2) {
        let [(from, start), (to, _)] = pair else { continue };
        let Some((a, b)) = crossing(*from, *to, area) else { continue };
        let (first, last) = (start + a, start + b);
        span = Some(span.map_or((first, last), |(x, y): (f64, f64)| (x.min(first), y.max(last))));
    }
    span
}

/// The part of a straight line that lies in `area`, distances from its start (Liang and Barsky 1984).
fn crossing(from: Point, to: Point, area: Rect) -> Option<(f64, f64)> {
    let way = to - from;
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    let limits = [(from.x, way.x, area.x0, area.x1), (from.y, way.y, area.y0, area.y1)];
    for (start, step, low, high) in limits {
        if step.abs() < 1e-12 {
            if start < low || start > high {
                return None;
            }
            continue;
        }
        let (a, b) = ((low - start) / step, (high - start) / step);
        (first, last) = (first.max(a.min(b)), last.min(a.max(b)));
    }
    (first < last).then(|| (first * way.hypot(), last * way.hypot()))
}

/// The line that an element is, and how wide.
fn line_of(element: &Element) -> Option<(&BezPath, f64)> {
    element.marks.iter().find_map(|mark| match mark {
        Mark::Stroke { shape: Shape::Path(path), pen } => Some((path, pen.width)),
        _ => None,
    })
}

/// Where a stream begins: spread evenly over the edges, so that they do not move in step.
fn phase(edge: EdgeId) -> f64 {
    /// The golden ratio's, whose multiples are spread as evenly as can be.
    const STEP: f64 = 0.618_033_988_749_894_9;
    (f64::from(edge.0) * STEP).fract()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=64")]
fn whole(number: f64) -> u32 {
    number as u32
}
