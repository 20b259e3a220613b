use super::*;
pub(crate) fn place(_task: &Task<'_>, lines: &[Vec<DVec2>], _sizes: &[DVec2]) -> Vec<Option<Rect>> {
    vec![None; lines.len()]
}
