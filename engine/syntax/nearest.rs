/// The candidate that `word` most probably was meant to be, if one is near enough.
///
/// Near is an edit distance (insert, delete, replace, swap of neighbours; case costs nothing) of at most a third of the
/// word's length; ties go to the first candidate. Cost: the product of the lengths, summed over candidates of similar
/// length.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    if word.len() > LONGEST {
        return None;
    }
    let mut limit = (word.len() / 3).max(1);
    let mut best = None;
    for candidate in candidates {
        let lower: Vec<char> =
            candidate.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
        if lower.len().abs_diff(word.len()) > limit {
            continue;
        }
        let distance = edit_distance(&word, &lower);
        if distance <= limit && (distance < word.len() || distance == 0) {
            if distance == 0 {
                return Some(candidate);
            }
            best = Some(candidate);
            limit = distance - 1;
        }
    }
    best
}

/// Names longer than this are not worth guessing, and guessing costs the square of the length.
const LONGEST: usize = 64;

/// Optimal string alignment distance (Damerau 1964, each part edited once), three rows of the table at a time.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for j in 0..b.len() {
            let replace = last[j] + usize::from(a[i] != b[j]);
            let mut cost = replace.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn guesses_what_was_meant() {
        let ids = ["auth", "catalog", "orders", "k8sHub", "db", "Gateway"];
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(nearest(word, ids), expected, "{word}");
        };
        check("authh", Some("auth"));
        check("uath", Some("auth"));
        check("catalgo", Some("catalog"));
        check("K8SHUB", Some("k8sHub"));
        check("gateway", Some("Gateway"));
        check("bd", Some("db"));
        check("x", None);
        check("payments", None);
        check("", None);
        check(&"o".repeat(1000), None);
    }
}
