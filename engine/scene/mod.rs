//! What is to be drawn, as plain data in world units: [`build`] makes a [`Scene`] of a diagram, the painters draw it.

mod build;
pub mod color;
mod dress;
mod flow;
mod highlight;
mod legibility;
mod morph;
mod palette;
mod span;
pub mod stage;
mod theme;
mod titles;
mod traces;

use std::sync::Arc;

use kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Vec2};
use peniko::Color;

use crate::explore;
use crate::graph::{EdgeId, GroupId, NodeId};
use crate::icons::Icon;
use crate::text::Label;

pub use build::{MARGIN, build, flow, ports};
pub use dress::{dress, dress_these};
pub use flow::{Flow, Load, Motif, Scales, Stream, Traffic, Way};
pub use highlight::highlight;
pub use legibility::contrast_notes;
pub use morph::{Kinship, Morph};
pub use span::Span;
pub use theme::{Part, Shortfall, Theme};
pub use titles::{Headings, Titles, retitle, titles};
pub use traces::{ALARM, CUT, trace_color};

/// A picture in world px, y down, back to front.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Round all that is drawn.
    pub bounds: Rect,
    /// The colour behind everything.
    pub ground: Color,
    /// What is drawn, back to front.
    pub elements: Vec<Element>,
    /// Name for assistive technology.
    pub title: Option<String>,
    /// Description for assistive technology.
    pub description: Option<String>,
    /// What moves along its edges; painters draw it where they are told the time.
    pub flow: Option<Arc<Flow>>,
}

/// All marks of one thing of the diagram.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it shows.
    pub subject: Subject,
    /// Its name in the text, for painters that write names.
    pub id: Arc<str>,
    /// Which kind of thing, for painters that write classes (`service`, `group`, `edge`, `junction`, `title`, …).
    pub class: &'static str,
    /// Round all its marks: nothing is drawn outside.
    pub bounds: Rect,
    /// Back to front; shared by all scenes in which the element looks the same.
    pub marks: Arc<Vec<Mark>>,
    /// 0 to 1, for the element as a whole.
    pub opacity: f32,
    /// At which scales it is seen.
    pub seen: Span,
}

/// What an [`Element`] shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The diagram itself: its title.
    Diagram,
    /// A group.
    Group(GroupId),
    /// An edge.
    Edge(EdgeId),
    /// A service or junction.
    Node(NodeId),
}

/// One stroke of the brush.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A filled shape.
    Fill {
        /// What.
        shape: Shape,
        /// In which colour.
        color: Color,
    },
    /// An outlined shape.
    Stroke {
        /// What.
        shape: Shape,
        /// With which pen.
        pen: Pen,
    },
    /// A soft shadow of a box.
    Shadow {
        /// The box that throws it.
        rect: RoundedRect,
        /// How far the shadow is moved.
        offset: Vec2,
        /// Standard deviation of the blur.
        sigma: f64,
        /// In which colour.
        color: Color,
    },
    /// A plate that keeps text clear of what is behind it; it fades with the text.
    Plate {
        /// Where.
        shape: Shape,
        /// In which colour.
        color: Color,
        /// Size of the text's em, px.
        text_size: f64,
    },
    /// Text.
    Text {
        /// What.
        label: Arc<Label>,
        /// Where its top left corner stands.
        at: Point,
        /// In which colour.
        color: Color,
    },
    /// An icon, fitted into a box with its proportions kept.
    Icon {
        /// What.
        icon: Arc<Icon>,
        /// Into which box.
        rect: Rect,
        /// What `currentColor` is.
        color: Color,
    },
}

/// A shape to fill or outline.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A box with round corners.
    RoundedRect(RoundedRect),
    /// A disc.
    Circle(Circle),
    /// Anything else.
    Path(BezPath),
}

/// How a shape is outlined.
#[derive(Clone, Debug, PartialEq)]
pub struct Pen {
    /// Width, px.
    pub width: f64,
    /// Colour.
    pub color: Color,
    /// Lengths of dashes and gaps; empty is solid.
    pub dashes: Vec<f64>,
    /// Whether ends are round rather than flush.
    pub round: bool,
}

impl Element {
    /// One that is wholly seen at every scale, with bounds round its marks.
    #[must_use]
    pub fn new(subject: Subject, id: &str, class: &'static str, marks: Vec<Mark>) -> Self {
        let bounds = marks.iter().map(Mark::bounds).reduce(|a, b| a.union(b)).unwrap_or_default();
        let marks = Arc::new(marks);
        Self { subject, id: id.into(), class, bounds, marks, opacity: 1.0, seen: Span::ALWAYS }
    }
}

impl From<explore::Subject> for Subject {
    fn from(subject: explore::Subject) -> Self {
        match subject {
            explore::Subject::Group(group) => Self::Group(group),
            explore::Subject::Edge(edge) => Self::Edge(edge),
            explore::Subject::Node(node) => Self::Node(node),
        }
    }
}

impl Mark {
    /// The same as much larger and elsewhere as the box `to` is than the box `from`, by their heights and middles.
    #[must_use]
    pub(crate) fn fitted(&self, from: Rect, to: Rect) -> Self {
        let factor = to.height() / from.height().max(1e-9);
        let place = Affine::translate(to.center().to_vec2())
            * Affine::scale(factor)
            * Affine::translate(-from.center().to_vec2());
        let mut mark = self.clone();
        match &mut mark {
            Self::Fill { shape, .. } | Self::Plate { shape, .. } => shape.place(place, factor),
            Self::Stroke { shape, pen } => {
                shape.place(place, factor);
                pen.width *= factor;
                pen.dashes.iter_mut().for_each(|dash| *dash *= factor);
            }
            Self::Shadow { rect, offset, sigma, .. } => {
                *rect = RoundedRect::from_rect(
                    place.transform_rect_bbox(rect.rect()),
                    rect.radii().top_left * factor,
                );
                (*offset, *sigma) = (*offset * factor, *sigma * factor);
            }
            Self::Text { label, at, .. } => {
                (*label, *at) = (Arc::new(label.scaled(factor)), place * *at);
            }
            Self::Icon { rect, .. } => *rect = place.transform_rect_bbox(*rect),
        }
        mark
    }

    /// Round all its ink, px.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Fill { shape, .. } | Self::Plate { shape, .. } => shape.bounds(),
            Self::Stroke { shape, pen } => shape.bounds().inflate(pen.width / 2.0, pen.width / 2.0),
            Self::Shadow { rect, offset, sigma, .. } => {
                // Painters cut the blur off at 2.5 deviations, SVG at 3.
                (rect.rect() + *offset).inflate(3.0 * sigma, 3.0 * sigma)
            }
            Self::Text { label, at, .. } => {
                // Slanted and decorated glyphs reach beyond their advance box.
                let overhang = 0.25 * text_size(label);
                Rect::from_origin_size(*at, (label.width, label.height)).inflate(overhang, overhang)
            }
            Self::Icon { rect, .. } => *rect,
        }
    }
}

impl Shape {
    fn place(&mut self, place: Affine, factor: f64) {
        match self {
            Self::RoundedRect(rect) => {
                let radius = rect.radii().top_left * factor;
                *rect = RoundedRect::from_rect(place.transform_rect_bbox(rect.rect()), radius);
            }
            Self::Circle(circle) => {
                *circle = Circle::new(place * circle.center, circle.radius * factor);
            }
            Self::Path(path) => path.apply_affine(place),
        }
    }

    /// Round the shape, px.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        match self {
            Self::RoundedRect(rect) => rect.rect(),
            Self::Circle(circle) => circle.bounding_box(),
            Self::Path(path) => path.bounding_box(),
        }
    }
}

/// Size of the largest em in `label`, px.
fn text_size(label: &Label) -> f64 {
    let runs = label.lines.iter().flat_map(|line| &line.runs);
    f64::from(runs.map(|run| run.size).fold(0.0, f32::max))
}
