/// A place in a table as the 32 bits that are stored of it.
///
/// # Panics
///
/// If `place` is beyond 2^32: ids have 32 bits, so no table is that long.
pub(crate) fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("tables have fewer than 2^32 rows")
}
