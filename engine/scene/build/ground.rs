//! What room is taken in a picture.

use kurbo::Rect;

/// What room is taken, in cells.
pub(super) struct Ground {
    bounds: Rect,
    cell: f64,
    n_columns: usize,
    cells: Vec<Vec<Rect>>,
}

impl Ground {
    pub(super) fn new(bounds: Rect, cell: f64) -> Self {
        /// More cells than this are no help.
        const MOST: f64 = 100_000.0;
        let cell = cell.max((bounds.area() / MOST).sqrt()).max(1.0);
        let count = |length: f64| whole(length / cell) + 1;
        let (n_columns, n_rows) = (count(bounds.width()), count(bounds.height()));
        Self { bounds, cell, n_columns, cells: vec![Vec::new(); n_columns * n_rows] }
    }

    fn cells_of(&self, area: Rect) -> Vec<usize> {
        let n_rows = self.cells.len() / self.n_columns;
        let place = |at: f64, start: f64, n: usize| whole((at - start) / self.cell).min(n - 1);
        let columns = place(area.x0, self.bounds.x0, self.n_columns)
            ..=place(area.x1, self.bounds.x0, self.n_columns);
        let rows = place(area.y0, self.bounds.y0, n_rows)..=place(area.y1, self.bounds.y0, n_rows);
        let cells = |row: usize| columns.clone().map(move |column| row * self.n_columns + column);
        rows.flat_map(cells).collect()
    }

    pub(super) fn take(&mut self, area: Rect) {
        for cell in self.cells_of(area) {
            self.cells[cell].push(area);
        }
    }

    /// Whether nothing of `area` is taken, but by `own`.
    pub(super) fn is_free(&self, area: Rect, own: Rect) -> bool {
        let is_clear = |taken: &Rect| *taken == own || !taken.overlaps(area);
        self.cells_of(area).into_iter().all(|cell| self.cells[cell].iter().all(is_clear))
    }

    /// How much of what is taken reaches into `area`.
    pub(super) fn n_met(&self, area: Rect) -> usize {
        let mut met: Vec<&Rect> = Vec::new();
        for taken in self.cells_of(area).into_iter().flat_map(|cell| &self.cells[cell]) {
            if taken.overlaps(area) && !met.contains(&taken) {
                met.push(taken);
            }
        }
        met.len()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is right for a place in a grid"
)]
fn whole(x: f64) -> usize {
    x as usize
}
