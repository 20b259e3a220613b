use super::Span;

/// Tells line and column of any byte of a text in logarithmic time; built once in one pass.
///
/// Lines end with `\n`, `\r\n` or a lone `\r`, as editors count them.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    /// First byte of each line.
    starts: Vec<usize>,
    /// Characters before each block of [`BLOCK`] bytes, so that a column in a line of 10 MB is found at once.
    chars: Vec<usize>,
}

/// Bytes a block of the character count; small enough to count by hand, large enough to cost no memory.
const BLOCK: usize = 1024;

impl<'t> LineIndex<'t> {
    /// An index of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            let ends = byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(at + 1);
            }
        }
        let mut n_chars = 0;
        let mut chars = Vec::with_capacity(bytes.len() / BLOCK + 1);
        for block in bytes.chunks(BLOCK) {
            chars.push(n_chars);
            n_chars += count_chars(block);
        }
        Self { text, starts, chars }
    }

    /// Line and column of `byte`, both from 1, the column in characters.
    ///
    /// A byte past the end counts as the end, one inside a character as that character.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = floor_boundary(self.text, byte);
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line - 1];
        (line, self.chars_before(byte) - self.chars_before(start) + 1)
    }

    /// How many lines there are; at least one.
    #[must_use]
    pub fn n_lines(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of `line` (from 1) without its line break; empty past the end.
    #[must_use]
    pub fn line(&self, line: usize) -> Span {
        let end_of_text = self.text.len();
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(end_of_text);
        let end = self.starts.get(line).copied().unwrap_or(end_of_text);
        let content = self.text[start..end].trim_end_matches(['\r', '\n']);
        Span::new(start, start + content.len())
    }

    fn chars_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        match self.chars.get(block) {
            Some(before) => before + count_chars(&self.text.as_bytes()[block * BLOCK..byte]),
            None => self.chars.last().map_or(0, |before| {
                before + count_chars(&self.text.as_bytes()[(block - 1) * BLOCK..byte])
            }),
        }
    }
}

/// `byte`, or where the character that it lies in begins; at most the text's end.
pub(crate) fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn count_chars(bytes: &[u8]) -> usize {
    // Every byte but the continuation bytes `10xxxxxx` begins a character.
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn counts_lines_and_characters() {
        let check = |text: &str, byte: usize, expected: (usize, usize)| {
            assert_eq!(LineIndex::new(text).line_column(byte), expected, "{text:?} at {byte}");
        };
        check("", 0, (1, 1));
        check("ab", 1, (1, 2));
        check("ab", 9, (1, 3));
        check("a\nb", 2, (2, 1));
        check("a\r\nb", 3, (2, 1));
        check("a\r\nb", 1, (1, 2));
        check("a\rb", 2, (2, 1));
        check("äöü x", 7, (1, 5));
        check("ä", 1, (1, 1));
        check("a\n", 2, (2, 1));
        let long = "ü".repeat(5000);
        check(&long, 6000, (1, 3001));
        check(&long, 10_000, (1, 5001));
        check(&"x".repeat(1024), 1024, (1, 1025));
    }

    #[test]
    fn lines_have_no_line_break() {
        let index = LineIndex::new("a\r\nbc\n\nd");
        let lines: Vec<_> = (1..=5).map(|n| index.line(n)).map(|s| (s.start, s.end)).collect();
        assert_eq!(lines, [(0, 1), (3, 5), (6, 6), (7, 8), (8, 8)]);
        assert_eq!(index.n_lines(), 4);
    }
}
