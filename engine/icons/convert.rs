//! From the SVG of an icon to layers of paths and paints.
//!
//! usvg resolves styles, `use`, units and references; what is left is a tree of groups and paths. Each path is put into
//! the icon's own units, so that painters know no nested transforms: fills are transformed; a stroke keeps being a stroke where its
//! transform only moves, turns and scales evenly, and becomes the filled outline otherwise. Groups stay only where they have an
//! opacity or a clip.
//!
//! What a plain list of paths cannot hold is drawn without: filters (soft shadows and glows of a few logos), blend modes, patterns, images
//! and text. A shape of whose colour its filter shows nothing, the usual way to draw a shadow alone, is left out. A mask acts as a
//! clip when everything it shows is opaque white, which all but a few logos mean by it, and is left out otherwise. Overlapping
//! shapes of one clip are joined by the non-zero rule, whatever theirs was.
//!
//! Compared with librsvg on all 2,303 logos at 64 px, the mean difference is 0.8 of 255, most of it anti-aliasing.

use kurbo::{Affine, BezPath, Point, Stroke};
use peniko::{Brush, Color, ColorStop, Extend, Gradient, InterpolationAlphaSpace};

use super::{Icon, Layer, Paint};

/// Stands for `currentColor` until usvg has read the icon; a colour that no pack uses.
const SENTINEL: usvg::Color = usvg::Color { red: 0xfe, green: 0x01, blue: 0xfd };

/// Curves of an outline drawn from a stroke may differ by this much from the true one, as a share of the icon's width.
const OUTLINE_TOLERANCE: f64 = 1.0 / 4096.0;

/// Converts the inside of an `svg` element, drawn in `view` (left, top, width, height).
///
/// `None` where it is no valid SVG or draws nothing.
pub(super) fn icon(name: &str, body: &str, view: [f64; 4]) -> Option<Icon> {
    let [left, top, width, height] = view;
    let usvg::Color { red, green, blue } = SENTINEL;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"{left} {top} {width} {height}\" color=\"#{red:02x}{green:02x}{blue:02x}\">{body}</svg>"
    );
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).ok()?;
    let mut layers = Vec::new();
    let walker = Walker { tolerance: width * OUTLINE_TOLERANCE };
    walker.children(tree.root(), affine(tree.root().transform()), &mut layers);
    (!layers.is_empty()).then(|| Icon { name: name.to_owned(), width, height, layers })
}

struct Walker {
    /// For outlines of strokes, icon units.
    tolerance: f64,
}

impl Walker {
    fn children(&self, group: &usvg::Group, to_icon: Affine, out: &mut Vec<Layer>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(child) => {
                    self.group(child, to_icon * affine(child.transform()), out);
                }
                usvg::Node::Path(path) if path.is_visible() => self.path(path, to_icon, out),
                usvg::Node::Path(_) | usvg::Node::Image(_) | usvg::Node::Text(_) => {}
            }
        }
    }

    fn group(&self, group: &usvg::Group, to_icon: Affine, out: &mut Vec<Layer>) {
        let mut clips = Vec::new();
        self.clips(group.clip_path(), to_icon, &mut clips);
        self.masks(group.mask(), to_icon, &mut clips);
        if group.filters().iter().any(|filter| !shows_source(filter)) {
            return;
        }
        let opacity = group.opacity().get();
        let mut layers = Vec::new();
        self.children(group, to_icon, &mut layers);
        if layers.is_empty() || opacity <= 0.0 {
            return;
        }
        for clip in clips.iter().skip(1) {
            layers = vec![Layer::Group { opacity: 1.0, clip: Some(clip.clone()), layers }];
        }
        match clips.into_iter().next() {
            None if opacity >= 1.0 => out.append(&mut layers),
            clip => out.push(Layer::Group { opacity, clip, layers }),
        }
    }

    /// The shapes of a clip path, then those of the clip path's own clip paths: what is shown lies in all of them.
    fn clips(&self, clip: Option<&usvg::ClipPath>, to_icon: Affine, out: &mut Vec<BezPath>) {
        let Some(clip) = clip else { return };
        let mut shape = BezPath::new();
        collect_shapes(clip.root(), to_icon * affine(clip.transform()), &mut shape);
        out.push(shape);
        self.clips(clip.clip_path(), to_icon, out);
    }

    /// A mask that shows its shapes wholly is a clip.
    fn masks(&self, mask: Option<&usvg::Mask>, to_icon: Affine, out: &mut Vec<BezPath>) {
        let Some(mask) = mask else { return };
        if shows_wholly(mask.root(), mask.kind()) {
            let mut shape = BezPath::new();
            collect_shapes(mask.root(), to_icon, &mut shape);
            if !shape.is_empty() {
                out.push(shape);
            }
        }
        self.masks(mask.mask(), to_icon, out);
    }

    fn path(&self, path: &usvg::Path, to_icon: Affine, out: &mut Vec<Layer>) {
        let outline = bez_path(path.data());
        let fill = fill(path, &outline, to_icon);
        let stroke = self.stroke(path, &outline, to_icon);
        match path.paint_order() {
            usvg::PaintOrder::FillAndStroke => out.extend(fill.into_iter().chain(stroke)),
            usvg::PaintOrder::StrokeAndFill => out.extend(stroke.into_iter().chain(fill)),
        }
    }

    fn stroke(&self, path: &usvg::Path, outline: &BezPath, to_icon: Affine) -> Option<Layer> {
        let stroke = path.stroke()?;
        let paint = paint(stroke.paint(), stroke.opacity().get(), to_icon)?;
        let style = stroke_style(stroke);
        if let Some(scale) = even_scale(to_icon) {
            let stroke = Stroke {
                width: style.width * scale,
                dash_pattern: style.dash_pattern.iter().map(|dash| dash * scale).collect(),
                dash_offset: style.dash_offset * scale,
                ..style
            };
            return Some(Layer::Stroke { path: to_icon * outline.clone(), paint, stroke });
        }
        let tolerance = self.tolerance / to_icon.determinant().abs().sqrt().max(1e-6);
        let filled =
            kurbo::stroke(outline.iter(), &style, &kurbo::StrokeOpts::default(), tolerance);
        Some(Layer::Fill { path: to_icon * filled, paint, rule: peniko::Fill::NonZero })
    }
}

fn fill(path: &usvg::Path, outline: &BezPath, to_icon: Affine) -> Option<Layer> {
    let fill = path.fill()?;
    let paint = paint(fill.paint(), fill.opacity().get(), to_icon)?;
    Some(Layer::Fill { path: to_icon * outline.clone(), paint, rule: rule(fill.rule()) })
}

/// The one scale of a transform without shear; `None` where there is none.
fn even_scale(transform: Affine) -> Option<f64> {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    let (along_x, along_y) = ((a * a + b * b).sqrt(), (c * c + d * d).sqrt());
    let is_even = (along_x - along_y).abs() <= 1e-4 * along_x
        && (a * c + b * d).abs() <= 1e-4 * along_x * along_y;
    (is_even && along_x > 0.0).then_some(along_x)
}

fn stroke_style(stroke: &usvg::Stroke) -> Stroke {
    let cap = match stroke.linecap() {
        usvg::LineCap::Butt => kurbo::Cap::Butt,
        usvg::LineCap::Round => kurbo::Cap::Round,
        usvg::LineCap::Square => kurbo::Cap::Square,
    };
    let join = match stroke.linejoin() {
        usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => kurbo::Join::Miter,
        usvg::LineJoin::Round => kurbo::Join::Round,
        usvg::LineJoin::Bevel => kurbo::Join::Bevel,
    };
    let style = Stroke::new(f64::from(stroke.width().get()))
        .with_caps(cap)
        .with_join(join)
        .with_miter_limit(f64::from(stroke.miterlimit().get()));
    match stroke.dasharray() {
        Some(dashes) => {
            style.with_dashes(f64::from(stroke.dashoffset()), dashes.iter().copied().map(f64::from))
        }
        None => style,
    }
}

/// Whether a filter makes anything of the colours it is given, rather than of the outline alone.
fn shows_source(filter: &usvg::filter::Filter) -> bool {
    filter
        .primitives()
        .iter()
        .any(|primitive| primitive.kind().has_input(&usvg::filter::Input::SourceGraphic))
}

fn collect_shapes(group: &usvg::Group, to_icon: Affine, out: &mut BezPath) {
    for node in group.children() {
        match node {
            usvg::Node::Group(child) => {
                collect_shapes(child, to_icon * affine(child.transform()), out);
            }
            usvg::Node::Path(path) => out.extend(to_icon * bez_path(path.data())),
            usvg::Node::Image(_) | usvg::Node::Text(_) => {}
        }
    }
}

/// Whether all that a mask shows is opaque (and white, for the usual kind that goes by brightness).
fn shows_wholly(group: &usvg::Group, kind: usvg::MaskType) -> bool {
    group.opacity().get() >= 1.0
        && group.filters().is_empty()
        && group.children().iter().all(|node| match node {
            usvg::Node::Group(child) => shows_wholly(child, kind),
            usvg::Node::Path(path) => path.fill().is_some_and(|fill| {
                let is_white = matches!(fill.paint(), usvg::Paint::Color(color) if *color == usvg::Color::white());
                fill.opacity().get() >= 1.0 && (is_white || kind == usvg::MaskType::Alpha) && path.stroke().is_none()
            }),
            usvg::Node::Image(_) | usvg::Node::Text(_) => false,
        })
}

/// `None` for paints that have no counterpart.
fn paint(paint: &usvg::Paint, opacity: f32, to_icon: Affine) -> Option<Paint> {
    match paint {
        usvg::Paint::Color(color) if *color == SENTINEL => Some(Paint::Current(opacity)),
        usvg::Paint::Color(color) => {
            Some(Paint::Own(Brush::Solid(color_of(*color, opacity)), Affine::IDENTITY))
        }
        usvg::Paint::LinearGradient(linear) => {
            let ends = (point(linear.x1(), linear.y1()), point(linear.x2(), linear.y2()));
            gradient(Gradient::new_linear(ends.0, ends.1), linear, opacity, to_icon)
        }
        usvg::Paint::RadialGradient(radial) => {
            let (centre, focus) =
                (point(radial.cx(), radial.cy()), point(radial.fx(), radial.fy()));
            let circles =
                Gradient::new_two_point_radial(focus, radial.fr().get(), centre, radial.r().get());
            gradient(circles, radial, opacity, to_icon)
        }
        usvg::Paint::Pattern(_) => None,
    }
}

fn gradient(
    shape: Gradient,
    base: &usvg::BaseGradient,
    opacity: f32,
    to_icon: Affine,
) -> Option<Paint> {
    let stops: Vec<_> = base.stops().iter().map(|stop| stop_of(stop, opacity)).collect();
    let (first, last) = (stops.first()?, stops.last()?);
    // A gradient of the text colour has no brush of its own: its mean opacity stands for it.
    if base.stops().iter().any(|stop| stop.color() == SENTINEL) {
        let mean = (alpha(first) + alpha(last)) / 2.0;
        return Some(Paint::Current(mean));
    }
    let extend = match base.spread_method() {
        usvg::SpreadMethod::Pad => Extend::Pad,
        usvg::SpreadMethod::Reflect => Extend::Reflect,
        usvg::SpreadMethod::Repeat => Extend::Repeat,
    };
    let mut gradient = shape.with_extend(extend).with_stops(stops.as_slice());
    if stops.iter().any(|stop| alpha(stop) < 1.0) {
        // As SVG has it; of opaque stops both ways make the same.
        gradient.interpolation_alpha_space = InterpolationAlphaSpace::Unpremultiplied;
    }
    let brush = Brush::Gradient(gradient);
    Some(Paint::Own(brush, to_icon * affine(base.transform())))
}

fn alpha(stop: &ColorStop) -> f32 {
    stop.color.components[3]
}

fn stop_of(stop: &usvg::Stop, opacity: f32) -> ColorStop {
    ColorStop::from((stop.offset().get(), color_of(stop.color(), stop.opacity().get() * opacity)))
}

fn color_of(color: usvg::Color, opacity: f32) -> Color {
    Color::from_rgb8(color.red, color.green, color.blue).with_alpha(opacity)
}

fn rule(rule: usvg::FillRule) -> peniko::Fill {
    match rule {
        usvg::FillRule::NonZero => peniko::Fill::NonZero,
        usvg::FillRule::EvenOdd => peniko::Fill::EvenOdd,
    }
}

fn point(x: f32, y: f32) -> Point {
    Point::new(f64::from(x), f64::from(y))
}

fn affine(transform: usvg::Transform) -> Affine {
    let usvg::Transform { sx, kx, ky, sy, tx, ty } = transform;
    Affine::new([sx, ky, kx, sy, tx, ty].map(f64::from))
}

fn bez_path(path: &usvg::tiny_skia_path::Path) -> BezPath {
    use usvg::tiny_skia_path::PathSegment;
    let mut out = BezPath::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => out.move_to(point(to.x, to.y)),
            PathSegment::LineTo(to) => out.line_to(point(to.x, to.y)),
            PathSegment::QuadTo(by, to) => out.quad_to(point(by.x, by.y), point(to.x, to.y)),
            PathSegment::CubicTo(from, by, to) => {
                out.curve_to(point(from.x, from.y), point(by.x, by.y), point(to.x, to.y));
            }
            PathSegment::Close => out.close_path(),
        }
    }
    out
}
