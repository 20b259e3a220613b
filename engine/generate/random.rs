/// Sebastiano Vigna's `SplitMix64`, as the reference scripts have it.
#[derive(Debug)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// A stream of its own for each seed and size.
    pub(super) fn new(seed: u64, size: usize) -> Self {
        Self { state: seed.wrapping_mul(1_000_003).wrapping_add(size as u64) }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`, which is above 0.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the rest of a division by a `usize` is one"
    )]
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of `all`, of which there is one at least.
    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A number from 0 up to 1, of 53 bits.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// True in this share of all calls, by all 64 bits.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        (self.next() as f64) < share * 18_446_744_073_709_551_616.0
    }
}
