//! Who should stand before whom, and which of these wishes give way where they go round in a circle.
//!
//! Circles are broken by the heuristic of Eades, Lin and Smyth (A fast and effective heuristic for the feedback arc set
//! problem, 1993) within each strongly connected part, so that nothing outside a circle gives way; source order decides
//! between equals.

use std::collections::BTreeSet;

/// How it is decided which wishes of a circle give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaker {
    /// Few of them, as Eades, Lin and Smyth find them.
    Greedy,
    /// Those that go against source order.
    AgainstSource,
}

/// Wishes that one member stands before another.
#[derive(Clone, Debug, Default)]
pub(super) struct Precedence {
    /// Each member's place in the source.
    pub(super) source: Vec<u64>,
    /// The earlier and the later member.
    pub(super) arcs: Vec<(usize, usize)>,
}

impl Precedence {
    /// For each arc, whether it gives way; without those there are no circles.
    pub(super) fn yielding(&self, breaker: Breaker) -> Vec<bool> {
        let part = self.parts();
        let is_in_circle = |&(a, b): &(usize, usize)| part[a] == part[b];
        let place = match breaker {
            Breaker::Greedy if self.arcs.iter().any(is_in_circle) => self.greedy(&part),
            _ => self.source.clone(),
        };
        let gives_way = |arc| is_in_circle(arc) && (place[arc.0], arc.0) >= (place[arc.1], arc.1);
        self.arcs.iter().map(gives_way).collect()
    }

    /// The pairs of members of which neither should stand before the other, be it by way of others; the earlier first.
    pub(super) fn free_pairs(&self) -> Vec<[usize; 2]> {
        let n = self.source.len();
        let mut after = vec![Vec::new(); n];
        for &(a, b) in &self.arcs {
            after[a].push(b);
        }
        let behind = |start: usize| {
            let mut is_seen = vec![false; n];
            walk(start, &after, &mut is_seen, &mut |_| ());
            is_seen
        };
        let behind: Vec<Vec<bool>> = (0..n).map(behind).collect();
        let all = (0..n).flat_map(|b| (0..b).map(move |a| [a, b]));
        let free = all.filter(|&[a, b]| !behind[a][b] && !behind[b][a]);
        let key = |member: usize| (self.source[member], member);
        free.map(|[a, b]| if key(a) < key(b) { [a, b] } else { [b, a] }).collect()
    }

    /// Each member's place in the order of Eades, Lin and Smyth, by the arcs within parts.
    fn greedy(&self, part: &[usize]) -> Vec<u64> {
        let n = self.source.len();
        let (mut out, mut into) = (vec![Vec::new(); n], vec![Vec::new(); n]);
        for &(a, b) in self.arcs.iter().filter(|(a, b)| part[*a] == part[*b] && a != b) {
            out[a].push(b);
            into[b].push(a);
        }
        let mut degree: Vec<(i64, i64)> =
            (0..n).map(|m| (count(&out[m]), count(&into[m]))).collect();
        // Sinks first, since they go to the end and free others; then sources, which are the best of all others.
        let rank = |member: usize, (out, into): (i64, i64)| {
            let kind = if out == 0 { 0 } else { i64::from(into > 0) + 1 };
            let backwards =
                if out == 0 { u64::MAX - self.source[member] } else { self.source[member] };
            (kind, into - out, backwards, member)
        };
        let mut left: BTreeSet<_> = (0..n).map(|m| rank(m, degree[m])).collect();
        let mut place = vec![0; n];
        let (mut first, mut last) = (0, n as u64);
        while let Some((kind, .., member)) = left.pop_first() {
            if kind == 0 {
                last -= 1;
                place[member] = last;
            } else {
                place[member] = first;
                first += 1;
            }
            for (others, step) in [(&out[member], (0, -1)), (&into[member], (-1, 0))] {
                for &other in others {
                    if left.remove(&rank(other, degree[other])) {
                        degree[other] = (degree[other].0 + step.0, degree[other].1 + step.1);
                        left.insert(rank(other, degree[other]));
                    }
                }
            }
        }
        place
    }

    /// The strongly connected part that each member lies in (Kosaraju's two walks, without recursion).
    fn parts(&self) -> Vec<usize> {
        let n = self.source.len();
        let (mut out, mut into) = (vec![Vec::new(); n], vec![Vec::new(); n]);
        for &(a, b) in &self.arcs {
            out[a].push(b);
            into[b].push(a);
        }
        let mut finished = Vec::with_capacity(n);
        let mut is_seen = vec![false; n];
        for start in 0..n {
            walk(start, &out, &mut is_seen, &mut |member| finished.push(member));
        }
        let mut part = vec![0; n];
        let mut is_seen = vec![false; n];
        for &start in finished.iter().rev() {
            walk(start, &into, &mut is_seen, &mut |member| part[member] = start);
        }
        part
    }
}

/// Tells `leave` every member that can be reached from `start` and is not yet seen, each after those behind it.
fn walk(start: usize, next: &[Vec<usize>], is_seen: &mut [bool], leave: &mut dyn FnMut(usize)) {
    let mut way = Vec::new();
    if !std::mem::replace(&mut is_seen[start], true) {
        way.push((start, 0));
    }
    while let Some((member, tried)) = way.last_mut() {
        match next[*member].get(*tried) {
            Some(&other) => {
                *tried += 1;
                if !std::mem::replace(&mut is_seen[other], true) {
                    way.push((other, 0));
                }
            }
            None => {
                leave(*member);
                way.pop();
            }
        }
    }
}

fn count(members: &[usize]) -> i64 {
    i64::try_from(members.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Arcs = &'static [(usize, usize)];

    fn precedence(n: usize, arcs: &[(usize, usize)]) -> Precedence {
        Precedence { source: (0..n as u64).collect(), arcs: arcs.to_vec() }
    }

    #[test]
    fn pairs_are_free_where_no_arcs_lead_from_one_to_the_other() {
        let cases: [(usize, Arcs, &[[usize; 2]]); 5] = [
            (3, &[], &[[0, 1], [0, 2], [1, 2]]),
            (3, &[(2, 0)], &[[0, 1], [1, 2]]),
            (3, &[(0, 2), (2, 1)], &[]),
            (3, &[(2, 0), (2, 1)], &[[0, 1]]),
            (4, &[(0, 1), (1, 0)], &[[0, 2], [1, 2], [0, 3], [1, 3], [2, 3]]),
        ];
        for (n, arcs, pairs) in cases {
            assert_eq!(precedence(n, arcs).free_pairs(), pairs, "{arcs:?}");
        }
        let reversed = Precedence { source: vec![7, 5], arcs: Vec::new() };
        assert_eq!(reversed.free_pairs(), [[1, 0]]);
    }

    #[test]
    fn few_arcs_give_way_and_only_in_circles() {
        let cases: [(usize, Arcs, Breaker, &[usize]); 7] = [
            (3, &[(2, 1), (1, 0)], Breaker::Greedy, &[]),
            (3, &[(2, 1), (1, 0)], Breaker::AgainstSource, &[]),
            (3, &[(0, 1), (1, 2), (2, 0)], Breaker::Greedy, &[2]),
            (3, &[(0, 2), (2, 1), (1, 0)], Breaker::Greedy, &[2]),
            (3, &[(0, 2), (2, 1), (1, 0)], Breaker::AgainstSource, &[1, 2]),
            // The circle of 2 and 3 is behind 1; the arc into it stays.
            (4, &[(3, 2), (2, 3), (1, 2), (0, 1)], Breaker::Greedy, &[0]),
            // One arc is in both circles.
            (4, &[(3, 0), (0, 1), (1, 3), (0, 2), (2, 3)], Breaker::Greedy, &[0]),
        ];
        for (n, arcs, breaker, expected) in cases {
            let yielding = precedence(n, arcs).yielding(breaker);
            let found: Vec<usize> = (0..arcs.len()).filter(|&arc| yielding[arc]).collect();
            assert_eq!(found, expected, "{arcs:?} {breaker:?}");
        }
    }
}
