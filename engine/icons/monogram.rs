//! What stands in for an icon that no pack has: one or two letters and a hue.

use super::store::hash;

/// The letters and the hue (degrees, 0 to 359) of the chip that stands in for the icon `id`.
///
/// Both depend on the id alone, so that a chip looks the same in every diagram: `acme:data-lake` gives `DL`.
#[must_use]
pub fn monogram(id: &str) -> (String, u16) {
    let id = id.trim();
    let name = id.rsplit(':').find(|part| !part.is_empty()).unwrap_or_default();
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let letters: String = match (words.next(), words.next()) {
        (None, _) => "?".to_owned(),
        (Some(word), None) => word.chars().take(2).collect(),
        (Some(first), Some(second)) => {
            first.chars().take(1).chain(second.chars().take(1)).collect()
        }
    };
    // 15 degrees apart, hues can be told from each other.
    let hue = u16::try_from(hash(id.bytes()) % 24).unwrap_or_default() * 15;
    (letters.to_uppercase(), hue)
}
