use kurbo::{Point, Rect, Size};

use super::Search;

/// Where the parts of an open panel stand, logical px of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// All of it.
    pub frame: Rect,
    /// What is typed.
    pub field: Rect,
    /// The hits that are seen, each with its number.
    pub rows: Vec<(usize, Rect)>,
    /// The line at the bottom.
    pub foot: Rect,
}

const WIDEST: f64 = 600.0;
const MARGIN: f64 = 16.0;
/// Below the line that tells where one is.
const TOP: f64 = 56.0;
const FIELD: f64 = 44.0;
const ROW: f64 = 30.0;
const FOOT: f64 = 28.0;
/// More hits are scrolled through.
const MOST_ROWS: usize = 9;

impl Panel {
    /// The panel of `search` in a window of this size: at the top, in the middle, over the diagram.
    #[must_use]
    pub fn new(search: &Search, viewport: Size) -> Self {
        let width = WIDEST.min(viewport.width - 2.0 * MARGIN).max(160.0);
        let top = TOP.min(viewport.height / 8.0);
        let left = ((viewport.width - width) / 2.0).round();
        let room = viewport.height - top - FIELD - FOOT - MARGIN;
        let n_rows = (0..MOST_ROWS).take_while(|row| (*row + 1) as f64 * ROW <= room).count();
        let n_rows = n_rows.min(search.hits.len());
        let first = (search.chosen + 1).saturating_sub(n_rows);
        let field = Rect::new(left, top, left + width, top + FIELD);
        let row = |place: usize| {
            let y = field.y1 + place as f64 * ROW;
            (first + place, Rect::new(left, y, left + width, y + ROW))
        };
        let rows: Vec<_> = (0..n_rows).map(row).collect();
        let y = field.y1 + n_rows as f64 * ROW;
        let foot = Rect::new(left, y, left + width, y + FOOT);
        Self { frame: field.union(foot), field, rows, foot }
    }

    /// The number of the hit at `at`.
    #[must_use]
    pub fn row_at(&self, at: Point) -> Option<usize> {
        self.rows.iter().find(|(_, row)| row.contains(at)).map(|(number, _)| *number)
    }
}
