//! Finds each edge label a place on its line: upright, centred on the longest straight piece where nothing is in the way.
//!
//! Labels are placed in the order of the edges. Each tries a few places on every piece of its line and takes the one
//! that covers least; tiles and other labels count most and by how much of them is covered, then titles, then other
//! lines and its own arrowhead, then borders and its own corners.

use glam::DVec2;

use crate::graph::Edge;
use crate::layout::Rect;

use super::Task;
use super::index::SpatialIndex;

/// What a label may cover, with what that costs.
struct Ground {
    /// Services and junctions.
    tiles: SpatialIndex,
    titles: SpatialIndex,
    borders: SpatialIndex,
    lines: SpatialIndex,
    labels: SpatialIndex,
}

/// Nothing touches: between a label and what it must not cover, px (`look.md`: 8 to any line is the aim, 4 the least).
const MARGIN: f64 = 4.0;

/// Prices of lying wholly over tiles or labels and of touching one at all; of covering one title, line, border; of lying
/// over an arrowhead, and over a corner or an end of its own line.
const PRICE_TILE: f64 = 4000.0;
const PRICE_TOUCH: f64 = 100.0;
const PRICE_NEAR: f64 = 40.0;
const PRICE_HEAD: f64 = 700.0;
const PRICE_TITLE: f64 = 300.0;
const PRICE_LINE: f64 = 100.0;
const PRICE_BORDER: f64 = 30.0;
const PRICE_CORNER: f64 = 20.0;

/// A slanted line counts as boxes of this side, px.
const SLANTED_BIT: f64 = 12.0;

/// Length of an arrowhead with its gap, px.
const HEAD: f64 = 11.0;

/// Places tried on a piece, as shares of its length, with what leaving the middle costs.
const PLACES: [(f64, f64); 9] = [
    (0.5, 0.0),
    (0.4, 2.0),
    (0.6, 2.0),
    (0.3, 3.0),
    (0.7, 3.0),
    (0.2, 4.0),
    (0.8, 4.0),
    (0.12, 5.0),
    (0.88, 5.0),
];

/// The plate of each edge's label, where `sizes` gives it one.
pub(crate) fn place(task: &Task<'_>, lines: &[Vec<DVec2>], sizes: &[DVec2]) -> Vec<Option<Rect>> {
    let wanted = |edge: usize| {
        sizes.get(edge).copied().filter(|size| size.is_finite() && size.min_element() > 0.0)
    };
    if !(0..lines.len()).any(|edge| wanted(edge).is_some()) {
        return vec![None; lines.len()];
    }
    let mut ground = Ground::new(task, lines);
    let mut plates = Vec::with_capacity(lines.len());
    for (edge, points) in lines.iter().enumerate() {
        let plate = wanted(edge).and_then(|size| best_plate(&ground, task, edge, points, size));
        if let (Some(plate), Ok(number)) = (plate, u32::try_from(edge)) {
            ground.labels.insert(plate, number);
        }
        plates.push(plate);
    }
    plates
}

fn best_plate(
    ground: &Ground,
    task: &Task<'_>,
    edge: usize,
    points: &[DVec2],
    size: DVec2,
) -> Option<Rect> {
    let Edge { from, to, .. } = &task.graph.edges[edge];
    let mut best: Option<(f64, Rect)> = None;
    for (place, piece) in points.windows(2).enumerate() {
        let extent = (piece[1] - piece[0]).abs();
        let axis = usize::from(extent.y > extent.x);
        let length = extent[axis];
        let from_end = (size[axis] / 2.0 + MARGIN + HEAD) / length.max(1e-9);
        let beside_heads = [from_end, 1.0 - from_end].map(|share| (share.clamp(0.0, 1.0), 6.0));
        for (share, off_middle) in PLACES.into_iter().chain(beside_heads) {
            let center = piece[0].lerp(piece[1], share);
            let plate = Rect::from_center_size(center, size);
            let mut price = off_middle + ground.price(&plate, edge) - length.min(400.0) / 40.0;
            let reach = size[axis] / 2.0 + MARGIN;
            let ends = [
                (share * length, place == 0, from.arrow),
                ((1.0 - share) * length, place + 2 == points.len(), to.arrow),
            ];
            for (distance, is_end, has_head) in ends {
                let spare = if is_end { task.params.stub } else { 0.0 };
                if distance < reach + spare {
                    price += PRICE_CORNER;
                }
                if is_end && has_head && distance < size[axis] / 2.0 + HEAD {
                    price += PRICE_HEAD;
                }
            }
            if best.is_none_or(|(least, _)| price < least) {
                best = Some((price, plate));
            }
        }
    }
    best.map(|(_, plate)| plate)
}

impl Ground {
    fn new(task: &Task<'_>, lines: &[Vec<DVec2>]) -> Self {
        let hierarchy = &task.hierarchy;
        let bounds = hierarchy.groups[hierarchy.root()];
        let mut ground = Self {
            tiles: SpatialIndex::of(&hierarchy.nodes),
            titles: SpatialIndex::of(
                &hierarchy.titles.iter().flatten().copied().collect::<Vec<_>>(),
            ),
            borders: SpatialIndex::of(&borders(&hierarchy.groups[..hierarchy.root()])),
            lines: SpatialIndex::new(bounds, 4 * lines.len()),
            labels: SpatialIndex::new(bounds, lines.len()),
        };
        for (edge, points) in (0_u32..).zip(lines) {
            for w in points.windows(2) {
                for bit in bits(w[0], w[1]) {
                    ground.lines.insert(bit, edge);
                }
            }
        }
        ground
    }

    fn price(&self, plate: &Rect, edge: usize) -> f64 {
        let wide = plate.inflate(MARGIN);
        let count = |index: &SpatialIndex| index.query(wide).len() as f64;
        let mut others = self.lines.query(wide);
        others.dedup();
        let n_others = others.iter().filter(|e| **e as usize != edge).count() as f64;
        Self::covered(&self.tiles, plate)
            + Self::covered(&self.labels, plate)
            + PRICE_TITLE * count(&self.titles)
            + PRICE_LINE * n_others
            + PRICE_BORDER * count(&self.borders)
    }

    /// The price of what `plate` hides of `index`, or comes too near to. By the square of the share: half of the label on
    /// either of two tiles leaves their icons free, all of it on one does not.
    fn covered(index: &SpatialIndex, plate: &Rect) -> f64 {
        let mut price = 0.0;
        index.visit(plate.inflate(MARGIN), |_, other| {
            let both = (plate.max.min(other.max) - plate.min.max(other.min)).max(DVec2::ZERO);
            let hidden = both.x * both.y / (plate.max - plate.min).element_product().max(1e-9);
            price +=
                if hidden > 0.0 { PRICE_TOUCH + PRICE_TILE * hidden * hidden } else { PRICE_NEAR };
        });
        price
    }
}

/// Boxes round a piece of a line; round the bits of it where it is slanted.
fn bits(from: DVec2, to: DVec2) -> impl Iterator<Item = Rect> {
    let least = (to - from).abs().min_element();
    let n_bits = (least / SLANTED_BIT).ceil().max(1.0);
    let at = move |bit: f64| from.lerp(to, bit / n_bits);
    std::iter::successors(Some(0.0), move |bit| Some(bit + 1.0).filter(|&bit| bit < n_bits)).map(
        move |bit| {
            let (start, end) = (at(bit), at(bit + 1.0));
            Rect { min: start.min(end), max: start.max(end) }
        },
    )
}

/// The four sides of each group.
fn borders(groups: &[Rect]) -> Vec<Rect> {
    let sides = |r: &Rect| {
        let mut sides = [*r; 4];
        sides[0].max.x = r.min.x;
        sides[1].min.x = r.max.x;
        sides[2].max.y = r.min.y;
        sides[3].min.y = r.max.y;
        sides
    };
    groups.iter().flat_map(sides).collect()
}
