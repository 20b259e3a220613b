//! Parts of a large flat container that hang together, to be arranged one by one.
//!
//! Clusters grow by matching: in each round every cluster joins the neighbour that it has most links to for its size, as
//! in the coarsening of multilevel partitioners (Karypis and Kumar, A fast and high quality multilevel scheme for
//! partitioning irregular graphs, 1998). What has no links then fills the gaps, in the order given.

use std::collections::BTreeMap;

/// The cluster of each of `0..n`, numbered by their first members: of at most `most` members each, joined by `links`
/// (which may lead from a member to itself).
pub(super) fn clusters(n: usize, links: &[[usize; 2]], most: usize) -> Vec<usize> {
    let mut parts = Parts { part: (0..n).collect(), sizes: vec![1; n] };
    while parts.join_neighbours(links, most) {}
    parts.join_rest(most);
    parts.numbered()
}

struct Parts {
    /// The part of each member: its number is that of one of its members.
    part: Vec<usize>,
    /// The size of each part; 0 where there is none.
    sizes: Vec<usize>,
}

impl Parts {
    /// One round of matching; whether anything was joined.
    fn join_neighbours(&mut self, links: &[[usize; 2]], most: usize) -> bool {
        let mut weights: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for &[a, b] in links {
            let (a, b) = (self.part[a], self.part[b]);
            if a != b {
                *weights.entry((a, b)).or_default() += 1;
                *weights.entry((b, a)).or_default() += 1;
            }
        }
        let mut joins: Vec<usize> = (0..self.sizes.len()).collect();
        let mut is_matched = vec![false; self.sizes.len()];
        // Small ones choose first: they have least choice.
        let mut turns: Vec<usize> = (0..self.sizes.len()).filter(|&p| self.sizes[p] > 0).collect();
        turns.sort_by_key(|&part| (self.sizes[part], part));
        for part in turns {
            if is_matched[part] {
                continue;
            }
            let size = self.sizes[part];
            let fits = |other: usize| size + self.sizes[other] <= most;
            let near =
                weights.range((part, 0)..(part + 1, 0)).filter(|((_, other), _)| fits(*other));
            // More links for less size, by cross-multiplication; the earlier of equals.
            let best = near.map(|(&(_, other), &weight)| (weight, other)).reduce(|best, next| {
                let (a, b) = (next.0 * self.sizes[best.1], best.0 * self.sizes[next.1]);
                if a > b { next } else { best }
            });
            // One that has joined another already is waited for.
            if let Some((_, other)) = best.filter(|&(_, other)| !is_matched[other]) {
                (is_matched[part], is_matched[other]) = (true, true);
                joins[other.max(part)] = other.min(part);
            }
        }
        let has_joined = is_matched.contains(&true);
        self.join(&joins);
        has_joined
    }

    /// Joins what is left over, smallest first, without asking for links.
    fn join_rest(&mut self, most: usize) {
        let mut rest: Vec<usize> = (0..self.sizes.len())
            .filter(|&p| self.sizes[p] > 0 && self.sizes[p] * 2 <= most)
            .collect();
        rest.sort_by_key(|&part| (self.sizes[part], part));
        let mut joins: Vec<usize> = (0..self.sizes.len()).collect();
        let mut open: Option<(usize, usize)> = None;
        for part in rest {
            open = match open {
                Some((into, size)) if size + self.sizes[part] <= most => {
                    joins[part] = into;
                    Some((into, size + self.sizes[part]))
                }
                _ => Some((part, self.sizes[part])),
            };
        }
        self.join(&joins);
    }

    /// Lets each part become the one that `joins` says, which itself stays.
    fn join(&mut self, joins: &[usize]) {
        for part in &mut self.part {
            *part = joins[*part];
        }
        for (part, &into) in joins.iter().enumerate() {
            if into != part {
                self.sizes[into] += std::mem::take(&mut self.sizes[part]);
            }
        }
    }

    fn numbered(&self) -> Vec<usize> {
        let mut numbers = BTreeMap::new();
        let mut number = |part: usize| {
            let next = numbers.len();
            *numbers.entry(part).or_insert(next)
        };
        self.part.iter().map(|&part| number(part)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Links = &'static [[usize; 2]];

    #[test]
    fn what_hangs_together_comes_together() {
        let cases: [(usize, Links, usize, &[usize]); 6] = [
            (0, &[], 4, &[]),
            (3, &[], 2, &[0, 0, 1]),
            (4, &[[0, 2], [1, 3], [2, 2]], 2, &[0, 1, 0, 1]),
            // Two chains of double links, joined by one link.
            (
                6,
                &[[0, 1], [0, 1], [1, 2], [1, 2], [3, 4], [3, 4], [4, 5], [4, 5], [2, 3]],
                3,
                &[0, 0, 0, 1, 1, 1],
            ),
            // Two links are more than one.
            (3, &[[0, 1], [0, 2], [0, 2]], 2, &[0, 1, 0]),
            (5, &[[0, 1], [1, 2], [2, 3], [3, 4]], 100, &[0; 5]),
        ];
        for (n, links, most, expected) in cases {
            assert_eq!(clusters(n, links, most), expected, "{links:?}");
        }
    }

    #[test]
    fn no_cluster_is_too_large_and_few_are_small() {
        let mut random = super::super::random::Random::new(5, 1);
        for (n, n_links) in [(100, 0), (100, 40), (500, 700), (2000, 6000)] {
            let links: Vec<[usize; 2]> =
                (0..n_links).map(|_| [random.below(n), random.below(n)]).collect();
            let found = clusters(n, &links, 20);
            let n_clusters = found.iter().max().unwrap() + 1;
            let mut sizes = vec![0; n_clusters];
            found.iter().for_each(|&cluster| sizes[cluster] += 1);
            assert!(sizes.iter().all(|&size| size <= 20), "{sizes:?}");
            assert!(n_clusters <= n / 8, "{n_clusters} clusters of {n}");
        }
    }
}
