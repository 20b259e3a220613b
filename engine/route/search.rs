//! The cheapest path on a [`Grid`]: A* over crossings of lines and the axis of travel.
//!
//! A state is a vertex and the axis the line runs along there; turning costs a bend. The estimate is the distance along
//! the axes and the bends that are needed at least, so that the first path found is a cheapest one. Of states that
//! promise the same the youngest is followed first.

use super::grid::{Grid, WALL};
use super::queue::Queue;

/// Where a path begins or ends: a vertex, and the axis of travel there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stop {
    /// Vertex of the grid.
    pub(crate) vertex: usize,
    /// 0 travels along x, 1 along y.
    pub(crate) axis: usize,
}

/// Reused between searches, so that none allocates.
#[derive(Debug, Default)]
pub(crate) struct Search {
    states: Vec<State>,
    open: Queue,
    /// Distance to the goal by column and by row.
    ahead: [Vec<u32>; 2],
    /// The vertices of the path found, corners only.
    pub(crate) path: Vec<usize>,
    pub(crate) n: usize,
}

/// What is known of a vertex with an axis of travel.
#[derive(Clone, Copy, Debug)]
struct State {
    cost: u32,
    came_by: Step,
}

/// How a state was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Forward,
    Backward,
    Turn,
}

/// Row, column and axis in one number.
#[expect(clippy::cast_possible_truncation, reason = "a grid has some hundred lines")]
fn pack(row: usize, column: usize, axis: usize) -> u32 {
    (row << 16 | column << 1 | axis) as u32
}

fn unpack(place: u32) -> (usize, usize, usize) {
    ((place >> 16) as usize, (place as usize >> 1) & 0x7fff, place as usize & 1)
}

impl Search {
    /// Leaves in [`Self::path`] the way between the stops of `grid` at `prices` and returns what it costs; `None` where
    /// walls part them, or no way is cheaper than `limit`.
    pub(crate) fn find(
        &mut self,
        grid: &Grid,
        prices: &[Vec<u32>; 2],
        bend: u32,
        limit: u32,
    ) -> Option<u32> {
        let (width, height) = (grid.width(), grid.height());
        let [start, goal] = grid.stops?;
        self.begin(grid, goal.vertex);
        self.n = 0;
        let Self { states, open, ahead: [ahead_x, ahead_y], .. } = self;
        let estimate = |x: u32, y: u32, axis: usize| {
            let across = if axis == 0 { y } else { x };
            let n_bends = if axis != goal.axis { 1 } else { 2 * u32::from(across > 0) };
            x + y + n_bends * bend
        };
        let (row, column) = (start.vertex / width, start.vertex % width);
        states[2 * start.vertex + start.axis].cost = 0;
        let least = estimate(ahead_x[column], ahead_y[row], start.axis);
        open.restart(least);
        open.push(least, pack(row, column, start.axis));
        let last = 2 * goal.vertex + goal.axis;
        while let Some((total, place)) = open.pop() {
            let (row, column, axis) = unpack(place);
            let vertex = row * width + column;
            let so_far = states[2 * vertex + axis].cost;
            let (x, y) = (ahead_x[column], ahead_y[row]);
            if so_far.saturating_add(estimate(x, y, axis)) < total {
                continue;
            }
            self.n += 1;
            if 2 * vertex + axis == last {
                self.walk_back(2 * start.vertex + start.axis, last, width);
                return Some(so_far);
            }
            let mut reach = |next: usize, sum: u32, step: Step, promise: u32, place: u32| {
                let next = &mut states[next];
                if sum < next.cost {
                    *next = State { cost: sum, came_by: step };
                    let promise = sum.saturating_add(promise);
                    if promise < limit {
                        open.push(promise, place);
                    }
                }
            };
            let turned = so_far.saturating_add(bend);
            reach(2 * vertex + (1 - axis), turned, Step::Turn, estimate(x, y, 1 - axis), place ^ 1);
            let prices = &prices[axis];
            if axis == 0 {
                if column + 1 < width && prices[vertex] < WALL {
                    let (sum, promise) = (
                        so_far.saturating_add(prices[vertex]),
                        estimate(ahead_x[column + 1], y, 0),
                    );
                    reach(2 * vertex + 2, sum, Step::Forward, promise, place + 2);
                }
                if column > 0 && prices[vertex - 1] < WALL {
                    let (sum, promise) = (
                        so_far.saturating_add(prices[vertex - 1]),
                        estimate(ahead_x[column - 1], y, 0),
                    );
                    reach(2 * vertex - 2, sum, Step::Backward, promise, place - 2);
                }
            } else {
                if row + 1 < height && prices[vertex] < WALL {
                    let (sum, promise) =
                        (so_far.saturating_add(prices[vertex]), estimate(x, ahead_y[row + 1], 1));
                    reach(2 * (vertex + width) + 1, sum, Step::Forward, promise, place + (1 << 16));
                }
                if row > 0 && prices[vertex - width] < WALL {
                    let (sum, promise) = (
                        so_far.saturating_add(prices[vertex - width]),
                        estimate(x, ahead_y[row - 1], 1),
                    );
                    reach(
                        2 * (vertex - width) + 1,
                        sum,
                        Step::Backward,
                        promise,
                        place - (1 << 16),
                    );
                }
            }
        }
        None
    }

    fn begin(&mut self, grid: &Grid, goal: usize) {
        self.states.clear();
        let unknown = State { cost: u32::MAX, came_by: Step::Turn };
        self.states.resize(2 * grid.width() * grid.height(), unknown);
        let at = [goal % grid.width(), goal / grid.width()];
        for axis in [0, 1] {
            let lines = &grid.lines.ticks[axis];
            let end = lines[at[axis]];
            self.ahead[axis].clear();
            self.ahead[axis].extend(lines.iter().map(|l| l.abs_diff(end)));
        }
    }

    fn walk_back(&mut self, first: usize, last: usize, width: usize) {
        self.path.clear();
        self.path.push(last / 2);
        let mut state = last;
        while state != first {
            let stride = if state.is_multiple_of(2) { 2 } else { 2 * width };
            match self.states[state].came_by {
                Step::Forward => state -= stride,
                Step::Backward => state += stride,
                Step::Turn => {
                    state ^= 1;
                    self.path.push(state / 2);
                }
            }
        }
        self.path.push(first / 2);
        self.path.reverse();
    }
}
