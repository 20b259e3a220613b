//! A queue for keys that never fall below the last one taken: a radix heap.
//!
//! Entries wait in buckets by the highest bit in which their key differs from the last one taken; only the nearest
//! bucket is ever looked through, and each look moves its entries nearer, so that an entry is moved at most 32 times and
//! mostly once or twice. Equal keys come out last in, first out.
//! After R. Ahuja, K. Mehlhorn, J. Orlin, R. Tarjan, "Faster algorithms for the shortest path problem", J. ACM 37, 1990.

/// Entries by key.
#[derive(Debug)]
pub(crate) struct Queue {
    buckets: [Vec<(u32, u32)>; 33],
    /// Bit `i` is set where bucket `i` has entries.
    filled: u64,
    last: u32,
}

impl Default for Queue {
    fn default() -> Self {
        Self { buckets: [const { Vec::new() }; 33], filled: 0, last: 0 }
    }
}

impl Queue {
    /// Takes out all entries; the next key may be any from `least` on.
    pub(crate) fn restart(&mut self, least: u32) {
        while self.filled != 0 {
            let bucket = self.filled.trailing_zeros() as usize;
            self.buckets[bucket].clear();
            self.filled &= self.filled - 1;
        }
        self.last = least;
    }

    /// Adds an entry; a `key` below the last one taken counts as that.
    #[inline]
    pub(crate) fn push(&mut self, key: u32, value: u32) {
        let bucket = 32 - (key.max(self.last) ^ self.last).leading_zeros() as usize;
        self.buckets[bucket].push((key, value));
        self.filled |= 1 << bucket;
    }

    /// Takes an entry with the least key.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(u32, u32)> {
        if self.filled & 1 == 0 {
            self.refill()?;
        }
        let entry = self.buckets[0].pop();
        if self.buckets[0].is_empty() {
            self.filled &= !1;
        }
        entry
    }

    /// Spreads the nearest bucket so that the entries with the least key lie in the first one.
    fn refill(&mut self) -> Option<()> {
        if self.filled == 0 {
            return None;
        }
        let nearest = self.filled.trailing_zeros() as usize;
        self.filled &= !(1 << nearest);
        let (nearer, rest) = self.buckets.split_at_mut(nearest);
        let entries = rest.first_mut()?;
        let last = entries.iter().map(|(key, _)| *key).min()?;
        self.last = last;
        for entry in entries.drain(..) {
            let bucket = 32 - (entry.0 ^ last).leading_zeros() as usize;
            nearer[bucket].push(entry);
            self.filled |= 1 << bucket;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_least_first() {
        let check = |pushes: &[&[u32]], expected: &[u32]| {
            let mut queue = Queue::default();
            queue.restart(0);
            let mut taken = Vec::new();
            for keys in pushes {
                keys.iter().for_each(|key| queue.push(*key, !*key));
                taken.extend(queue.pop().map(|(key, value)| {
                    assert_eq!(value, !key);
                    key
                }));
            }
            taken.extend(std::iter::from_fn(|| queue.pop().map(|(key, _)| key)));
            assert_eq!(taken, expected, "{pushes:?}");
        };
        check(&[], &[]);
        check(&[&[5, 3, 9, 3]], &[3, 3, 5, 9]);
        check(&[&[100, 7], &[7, 8], &[90, 101, 8]], &[7, 7, 8, 8, 90, 100, 101]);
        check(&[&[u32::MAX, 0, 1 << 31]], &[0, 1 << 31, u32::MAX]);
    }

    #[test]
    fn forgets_what_a_search_left() {
        let mut queue = Queue::default();
        queue.restart(0);
        queue.push(7, 0);
        queue.push(9, 0);
        assert_eq!(queue.pop(), Some((7, 0)));
        queue.restart(1);
        queue.push(2, 5);
        assert_eq!((queue.pop(), queue.pop()), (Some((2, 5)), None));
    }
}
