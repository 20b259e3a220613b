//! Edges: from the corners of a route to a line with rounded turns, arrowheads, bridges, and clean ends.

use kurbo::{BezPath, CubicBez, ParamCurve as _, Point, Rect, RoundedRect, Vec2};

use super::line::{Gap, Line, RADIUS, Turns, WIDE, direction, quarter};
use super::{Parts, bridges, element, hand, on_baseline, rect};
use crate::diagram::Look;
use crate::explore::Level;
use crate::graph::{EdgeId, EdgeStyle, End, EndAt, NodeId, NodeKind};
use crate::scene::{Element, Mark, Pen, Shape, Span, Subject, text_size};
use crate::text::Label;

/// Between a tile and the tip of an arrowhead, px.
const TIP: f64 = 1.0;

/// Between a tile and the tail of an arrow, px.
const TAIL: f64 = 2.0;

/// Length and width of an arrowhead, px.
const HEAD: (f64, f64) = (10.0, 9.0);

/// Length and width of the tick where an edge meets a tile, px.
const TICK: (f64, f64) = (9.0, 3.0);

/// The line reaches this far into its arrowhead, so that no gap shows between them, px.
const OVERLAP: f64 = 1.5;

/// Between a bare icon's name and the edge below it, px.
const BELOW_NAME: f64 = 4.0;

/// Opacity of the plates of labels: 90 %, in a step of 8 bits, so that plates are invisible on their own ground.
const PLATE: f32 = 230.0 / 255.0;

/// An edge ready to be drawn.
struct Drawn {
    line: Line,
    /// Arrowheads, at the start and at the end.
    heads: [Option<BezPath>; 2],
    /// What continues the line round a junction that is only a bend, at the start and at the end.
    turns: [Option<CubicBez>; 2],
}

impl Parts<'_> {
    /// All edges, in source order, then all arrowheads: no line runs over the head of another.
    pub(super) fn edges(&self) -> Vec<Element> {
        let drawn = self.drawn();
        let lines: Vec<Line> = drawn.iter().map(|edge| edge.line.clone()).collect();
        let kept = |head: &Option<BezPath>| if head.is_some() { 4.0 } else { 0.0 };
        let ends: Vec<(f64, f64)> =
            drawn.iter().map(|edge| (kept(&edge.heads[0]), kept(&edge.heads[1]))).collect();
        let gaps = bridges::gaps(&lines, self.edge_width(), &ends);
        let edges = drawn.iter().zip(&gaps).enumerate();
        let lines = edges
            .filter(|(edge_idx, _)| self.is_drawn(*edge_idx))
            .map(|(edge_idx, (edge, gaps))| self.edge(edge_idx, edge, gaps));
        let heads = drawn.iter().enumerate().filter_map(|(idx, edge)| self.arrowheads(idx, edge));
        lines.chain(heads).collect()
    }

    /// A tick on the border of a tile for each edge that begins or ends there.
    pub(super) fn ports(&self) -> Vec<Element> {
        if self.diagram.style.look != Look::Neo {
            return Vec::new();
        }
        let seen = Span::from(self.levels.begin(Level::Detail));
        let edges = (0..self.diagram.graph.edges.len()).filter(|&edge_idx| self.is_drawn(edge_idx));
        let ports = edges.filter_map(|edge_idx| {
            let points = &self.diagram.routes.edges[edge_idx].points;
            let [from, to] = self.ends(edge_idx);
            let at_ends = [
                (from, points.first(), points.get(1)),
                (to, points.last(), points.iter().nth_back(1)),
            ];
            let ticks = at_ends.into_iter().filter_map(|(end, at, next)| {
                let is_tile = matches!(end.at, EndAt::Node(_)) && end.border.is_none();
                (is_tile && self.junction(&end).is_none()).then_some(())?;
                Some(self.tick(point(*at?), direction(point(*next?), point(*at?))))
            });
            let marks: Vec<Mark> = ticks.collect();
            let name = self.edge_name(edge_idx);
            let port = element(Subject::Edge(edge_id(edge_idx)), &name, "port", marks);
            (!port.marks.is_empty()).then_some(Element { seen, ..port })
        });
        ports.collect()
    }

    /// A short bar across the way of an edge that comes in by `heading` and ends `at` a border.
    fn tick(&self, at: Point, heading: Vec2) -> Mark {
        let across = Vec2::new(-heading.y, heading.x) * (TICK.0 / 2.0);
        let along = heading * (TICK.1 / 2.0);
        let bar = Rect::from_points(at - across - along, at + across + along);
        let shape = Shape::RoundedRect(RoundedRect::from_rect(bar, TICK.1 / 2.0));
        Mark::Fill { shape, color: self.theme.edge }
    }

    /// The ways of all edges as they are drawn, in source order, in one piece each.
    pub(super) fn lines(&self) -> Vec<BezPath> {
        let whole = |edge: Drawn| {
            let [start, end] = edge.turns;
            let mut path = BezPath::new();
            if let Some(turn) = start {
                // It was made from the line outwards.
                path.move_to(turn.p3);
                path.curve_to(turn.p2, turn.p1, turn.p0);
            }
            path.extend(edge.line.path(&[]));
            if let Some(turn) = end {
                path.curve_to(turn.p1, turn.p2, turn.p3);
            }
            path
        };
        self.drawn().into_iter().map(whole).collect()
    }

    /// The plates and texts of all edges that have a label.
    pub(super) fn edge_labels(&self) -> Vec<Element> {
        let depths = self.depths();
        let labels = self.diagram.labels.edges.iter().enumerate();
        let shown = labels.filter_map(|(edge_idx, label)| {
            let label = label.as_ref().filter(|label| label.width > 0.0)?;
            self.is_drawn(edge_idx).then(|| (edge_idx, label, self.plate(edge_idx, label)))
        });
        let shown: Vec<_> = shown.collect();
        let plates: Vec<(usize, Rect)> =
            shown.iter().map(|(edge_idx, _, plate)| (*edge_idx, *plate)).collect();
        let spans = self.label_spans(&plates);
        shown
            .into_iter()
            .zip(spans)
            .map(|((edge_idx, label, plate), seen)| {
                let color = self.ground_at(plate.center(), &depths).with_alpha(PLATE);
                let rect = RoundedRect::from_rect(plate, 4.0);
                let at = plate.center() - Vec2::new(label.width, label.height) / 2.0;
                let text_size = text_size(label);
                let cover =
                    |rect, color| Mark::Plate { shape: Shape::RoundedRect(rect), color, text_size };
                // Its own line would shine through the plate and strike the text out.
                let line =
                    self.pieces_in(edge_idx, plate).map(|piece| RoundedRect::from_rect(piece, 0.0));
                let mut marks: Vec<Mark> =
                    line.map(|line| cover(line, color.with_alpha(1.0))).collect();
                marks.push(cover(rect, color));
                marks.push(Mark::Text {
                    label: label.clone(),
                    at: on_baseline(at, label),
                    color: self.theme.text,
                });
                let name = self.edge_name(edge_idx);
                let label = element(Subject::Edge(edge_id(edge_idx)), &name, "edge-label", marks);
                Element { seen, ..label }
            })
            .collect()
    }

    /// Width of all edges, px: the diagram's, else the look's (Mermaid draws 3 beside its icons of 80).
    pub(super) fn edge_width(&self) -> f64 {
        let own = if self.diagram.style.look == Look::Classic { 3.0 } else { 2.0 };
        self.theme.edge_width.unwrap_or(own)
    }

    /// A bundle is wider than an edge by half of that for each doubling of its number.
    fn bundle_width(&self, edge_idx: usize) -> f64 {
        let n_edges = self.diagram.fold.bundle_of(edge_id(edge_idx)).len().clamp(1, 64);
        1.0 + 0.5 * libm::log2(n_edges as f64)
    }

    fn edge(&self, edge_idx: usize, edge: &Drawn, gaps: &[Gap]) -> Element {
        let theme = self.theme;
        let mut path = edge.line.path(gaps);
        for turn in edge.turns.iter().flatten() {
            path.move_to(turn.p0);
            path.curve_to(turn.p1, turn.p2, turn.p3);
        }
        let width = self.edge_width() * self.bundle_width(edge_idx);
        let pen = Pen { width, color: theme.edge, dashes: Vec::new(), round: false };
        let marks = vec![Mark::Stroke { shape: Shape::Path(path), pen }];
        let name = self.edge_name(edge_idx);
        element(Subject::Edge(edge_id(edge_idx)), &name, "edge", marks)
    }

    fn arrowheads(&self, edge_idx: usize, edge: &Drawn) -> Option<Element> {
        let fill = |head: &BezPath| Mark::Fill {
            shape: Shape::Path(head.clone()),
            color: self.theme.arrow,
        };
        let marks: Vec<Mark> = edge.heads.iter().flatten().map(fill).collect();
        let name = self.edge_name(edge_idx);
        (!marks.is_empty())
            .then(|| element(Subject::Edge(edge_id(edge_idx)), &name, "arrow", marks))
    }

    /// Where a label's plate lies: where the router put it, else on the longest straight piece.
    pub(super) fn plate(&self, edge_idx: usize, label: &Label) -> Rect {
        let route = &self.diagram.routes.edges[edge_idx];
        if let Some(plate) = route.label.as_ref() {
            return rect(plate);
        }
        let size = self.diagram.style.edge_label_size(label);
        let longest = route
            .points
            .windows(2)
            .map(|pair| (point(pair[0]), point(pair[1])))
            .max_by(|a, b| a.0.distance(a.1).total_cmp(&b.0.distance(b.1)));
        let center = longest.map_or(Point::ZERO, |(from, to)| from.midpoint(to));
        Rect::from_center_size(center, (size.x, size.y))
    }

    /// What `plate` covers of the edge's own line.
    fn pieces_in(&self, edge_idx: usize, plate: Rect) -> impl Iterator<Item = Rect> {
        let pieces = self.pieces_of(edge_idx).map(move |piece| piece.intersect(plate));
        pieces.filter(|piece| piece.area() > 0.0)
    }

    /// Boxes round the straight pieces of an edge.
    pub(super) fn pieces_of(&self, edge_idx: usize) -> impl Iterator<Item = Rect> {
        // A little wider, for what the smoothed rim of the line would leave, and where the line wavers.
        let waver = if self.diagram.style.look == Look::HandDrawn { hand::REACH } else { 0.0 };
        let half = self.edge_width() / 2.0 + 0.5 + waver;
        let pieces = self.diagram.routes.edges[edge_idx].points.windows(2);
        pieces
            .map(move |ends| Rect::from_points(point(ends[0]), point(ends[1])).inflate(half, half))
    }

    /// Names an edge by what it joins.
    pub(super) fn edge_name(&self, edge_idx: usize) -> String {
        let graph = &self.diagram.graph;
        let name = |end: &End| match end.at {
            EndAt::Node(node) => graph.nodes[node.index()].id.as_str(),
            EndAt::Group(group) => graph.groups[group.index()].id.as_str(),
        };
        let [from, to] = self.ends(edge_idx);
        format!("{}-{}", name(&from), name(&to))
    }

    fn drawn(&self) -> Vec<Drawn> {
        let routes = &self.diagram.routes.edges;
        let mut drawn: Vec<Drawn> = (0..routes.len())
            .map(|edge_idx| Drawn {
                line: self.to_centers(edge_idx),
                heads: [None, None],
                turns: [None, None],
            })
            .collect();
        let turns = self.turns(&drawn);
        for (edge_idx, edge) in drawn.iter_mut().enumerate() {
            let [from, to] = self.ends(edge_idx);
            edge.line.reverse();
            let (head, turn) = self.finish(&mut edge.line, &from, &to, turns[edge_idx][0]);
            (edge.heads[0], edge.turns[0]) = (head, turn);
            edge.line.reverse();
            let (head, turn) = self.finish(&mut edge.line, &to, &from, turns[edge_idx][1]);
            (edge.heads[1], edge.turns[1]) = (head, turn);
        }
        drawn
    }

    pub(super) fn ends(&self, edge_idx: usize) -> [End; 2] {
        self.diagram.fold.ends(&self.diagram.graph, edge_id(edge_idx))
    }

    /// Whether a line is drawn for this edge: not in a folded group, nor where another stands for it.
    pub(super) fn is_drawn(&self, edge_idx: usize) -> bool {
        let id = edge_id(edge_idx);
        let has_way = !self.diagram.routes.edges[edge_idx].points.is_empty();
        has_way && self.diagram.fold.carrier(id) == Some(id)
    }

    /// The route of an edge, drawn on to the centres of the junctions it ends at, and to bare icons.
    fn to_centers(&self, edge_idx: usize) -> Line {
        let mut points: Vec<Point> =
            self.diagram.routes.edges[edge_idx].points.iter().map(|&p| point(p)).collect();
        for end in self.ends(edge_idx) {
            points.reverse();
            if let Some(junction) = self.junction(&end) {
                let center = rect(&self.diagram.layout.nodes[junction.index()]).center();
                reach(&mut points, center);
            } else if self.diagram.style.look == Look::Classic {
                self.reach_icon(&mut points, &end);
            }
        }
        Line { turns: self.line_turns(), ..Line::through(points) }
    }

    /// How the corners of lines are rounded.
    fn line_turns(&self) -> Turns {
        match self.diagram.style.edges {
            EdgeStyle::Curved => Turns::Wide,
            EdgeStyle::Orthogonal | EdgeStyle::Straight => Turns::Tight,
        }
    }

    fn most_radius(&self) -> f64 {
        if self.line_turns() == Turns::Wide { WIDE } else { RADIUS }
    }

    /// Without tiles an edge ends in the air beside its icon where the name is wider than that, and below a name that
    /// is shorter than others: it is drawn on.
    fn reach_icon(&self, points: &mut [Point], end: &End) {
        let ([.., before, at], EndAt::Node(node), None) = (points, end.at, end.border) else {
            return;
        };
        let Self { diagram, .. } = self;
        let (body, label) =
            (&diagram.layout.nodes[node.index()], &diagram.labels.nodes[node.index()]);
        let icon = rect(&diagram.style.icon_rect(body));
        let heading = direction(*before, *at);
        if heading.y < -0.5 {
            let name = diagram.style.label_rect(&diagram.graph.nodes[node.index()], body, label);
            at.y = at.y.min(name.max.y + BELOW_NAME);
        } else if heading.y < 0.5 && (icon.y0..icon.y1).contains(&at.y) {
            let side = if heading.x > 0.0 { icon.x0 } else { icon.x1 };
            at.x = if heading.x > 0.0 { at.x.max(side) } else { at.x.min(side) };
        }
    }

    fn junction(&self, end: &End) -> Option<NodeId> {
        match (end.at, end.border) {
            (EndAt::Node(node), None)
                if self.diagram.graph.nodes[node.index()].kind == NodeKind::Junction =>
            {
                Some(node)
            }
            _ => None,
        }
    }

    /// For each end of each edge: the way on, where a junction joins just two edges round a corner.
    fn turns(&self, drawn: &[Drawn]) -> Vec<[Option<(Vec2, f64)>; 2]> {
        let mut meeting: Vec<Vec<(usize, usize)>> =
            vec![Vec::new(); self.diagram.graph.nodes.len()];
        for edge_idx in (0..drawn.len()).filter(|&edge_idx| self.is_drawn(edge_idx)) {
            for (side, end) in self.ends(edge_idx).iter().enumerate() {
                if let Some(junction) = self.junction(end) {
                    meeting[junction.index()].push((edge_idx, side));
                }
            }
        }
        let mut turns = vec![[None, None]; drawn.len()];
        for ends in meeting {
            let [one, other] = ends[..] else { continue };
            if [one, other].iter().any(|&(edge_idx, side)| self.ends(edge_idx)[side].arrow) {
                continue;
            }
            let (out_one, long_one) = leaving(&drawn[one.0].line, one.1);
            let (out_other, long_other) = leaving(&drawn[other.0].line, other.1);
            if out_one.dot(out_other).abs() < 0.5 {
                let radius = self.most_radius().min(long_one).min(long_other);
                turns[one.0][one.1] = Some((out_other, radius));
                turns[other.0][other.1] = Some((out_one, radius));
            }
        }
        turns
    }

    /// Gives `line` its end at `end`: an arrowhead, a gap, or a turn into the next edge. `other` is its other end.
    fn finish(
        &self,
        line: &mut Line,
        end: &End,
        other: &End,
        turn: Option<(Vec2, f64)>,
    ) -> (Option<BezPath>, Option<CubicBez>) {
        let Some(&at) = line.points.last() else { return (None, None) };
        let heading = line.heading();
        let junction = self.junction(end);
        if end.arrow {
            let dot = junction.map(|node| rect(&self.diagram.layout.nodes[node.index()]));
            let clear = TIP + dot.map_or(0.0, |dot| dot.width() / 2.0);
            let scale = (self.edge_width() / 3.0).max(1.0);
            let length = (HEAD.0 * scale).min(line.last_piece() - clear).max(2.0);
            let tip = at - heading * clear;
            line.shorten(clear + length - OVERLAP.min(length / 2.0));
            return (Some(arrowhead(tip, heading, length, length * HEAD.1 / HEAD.0)), None);
        }
        match (junction, turn) {
            (Some(_), Some((on, radius))) => {
                line.shorten(radius);
                (None, Some(quarter(at, heading, on, [radius; 2]).subsegment(0.0..0.52)))
            }
            (None, _) if other.arrow => {
                line.shorten(TAIL);
                (None, None)
            }
            _ => (None, None),
        }
    }
}

/// Where an end of `line` (0 is its start) leaves for, and how long its first piece is.
fn leaving(line: &Line, side: usize) -> (Vec2, f64) {
    let mut line = line.clone();
    if side == 0 {
        line.reverse();
    }
    (-line.heading(), line.last_piece() / 2.0)
}

/// Draws `points` on to `center`, round a corner where it does not lie straight ahead.
fn reach(points: &mut Vec<Point>, center: Point) {
    let [.., before, end] = points[..] else { return };
    let heading = direction(before, end);
    let ahead = (center - end).dot(heading);
    points.push(end + heading * ahead);
    points.push(center);
}

/// A triangle that points from `tip` backwards against `heading`.
fn arrowhead(tip: Point, heading: Vec2, length: f64, width: f64) -> BezPath {
    let base = tip - heading * length;
    let aside = Vec2::new(-heading.y, heading.x) * (width / 2.0);
    let mut path = BezPath::new();
    path.move_to(tip);
    path.line_to(base + aside);
    path.line_to(base - aside);
    path.close_path();
    path
}

fn point(v: glam::DVec2) -> Point {
    Point::new(v.x, v.y)
}

fn edge_id(edge_idx: usize) -> EdgeId {
    EdgeId(u32::try_from(edge_idx).unwrap_or(u32::MAX))
}
