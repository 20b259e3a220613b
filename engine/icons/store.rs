//! Reads the packed file: an index, inflated at the first look-up, and blocks of drawings, each inflated when first needed.
//!
//! Nothing here takes `&mut self`: what is inflated or converted is kept in `OnceLock`s, so that many threads can look up at once
//! and whoever comes second waits instead of working twice.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::pack::{MAGIC, PackError};
use super::{Icon, convert};

/// A packed file and what of it has been needed so far.
pub(super) struct Store {
    bytes: Cow<'static, [u8]>,
    packs: OnceLock<Vec<Pack>>,
}

/// One icon set of a [`Store`].
pub(super) struct Pack {
    /// What stands before the colon in an icon's id.
    pub(super) prefix: String,
    /// In byte order.
    names: Vec<Name>,
    /// All names, one after another; a [`Name`] is a piece of it.
    letters: String,
    drawings: Vec<Drawing>,
    blocks: Vec<Block>,
    /// Hash of each name without hyphens and dots, with its number; by hash, then number.
    spellings: OnceLock<Vec<(u64, usize)>>,
}

/// A name in a [`Pack`], its own or an alias.
struct Name {
    start: usize,
    end: usize,
    drawing_idx: usize,
    hidden: bool,
}

/// Where a drawing's body lies.
struct Drawing {
    block_idx: usize,
    start: usize,
    len: usize,
    /// Left, top, width, height.
    view: [f64; 4],
    /// Its own name among the pack's, not an alias.
    name_idx: usize,
    converted: OnceLock<Option<Arc<Icon>>>,
}

/// A deflated piece of the file.
struct Block {
    start: usize,
    packed_len: usize,
    plain_len: usize,
    plain: OnceLock<String>,
}

impl Store {
    /// Costs nothing: the file is read at the first look-up.
    pub(super) fn lazy(bytes: &'static [u8]) -> Self {
        Self { bytes: Cow::Borrowed(bytes), packs: OnceLock::new() }
    }

    /// Reads the index at once, so that damage is told.
    pub(super) fn checked(bytes: Vec<u8>) -> Result<Self, PackError> {
        let packs = read_index(&bytes).ok_or(PackError::Damaged)?;
        Ok(Self { bytes: Cow::Owned(bytes), packs: OnceLock::from(packs) })
    }

    /// The sets, in the order they were packed; none where the file is damaged.
    pub(super) fn packs(&self) -> &[Pack] {
        self.packs.get_or_init(|| read_index(&self.bytes).unwrap_or_default())
    }

    /// The drawing of a name, converted once and then shared. `None` where it is empty or no valid SVG.
    pub(super) fn icon(&self, pack: &Pack, name_idx: usize) -> Option<Arc<Icon>> {
        let name = pack.names.get(name_idx)?;
        let drawing = pack.drawings.get(name.drawing_idx)?;
        let convert = || {
            let body = self.body(pack, drawing)?;
            // By its own name, whatever alias was asked for first: threads must not race for it.
            let id = format!("{}:{}", pack.prefix, pack.name(drawing.name_idx));
            convert::icon(&id, body, drawing.view).map(Arc::new)
        };
        drawing.converted.get_or_init(convert).clone()
    }

    /// SVG of the drawing, without the `svg` element around it.
    fn body<'a>(&self, pack: &'a Pack, drawing: &Drawing) -> Option<&'a str> {
        let block = pack.blocks.get(drawing.block_idx)?;
        let plain = block.plain.get_or_init(|| self.inflate(block).unwrap_or_default());
        plain.get(drawing.start..drawing.start + drawing.len)
    }

    fn inflate(&self, block: &Block) -> Option<String> {
        let packed = self.bytes.get(block.start..block.start + block.packed_len)?;
        let plain =
            miniz_oxide::inflate::decompress_to_vec_with_limit(packed, block.plain_len).ok()?;
        String::from_utf8(plain).ok()
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("bytes", &self.bytes.len())
            .field("read", &self.packs.get().is_some())
            .finish_non_exhaustive()
    }
}

impl Pack {
    /// The name numbered `name_idx`, without prefix.
    pub(super) fn name(&self, name_idx: usize) -> &str {
        self.names
            .get(name_idx)
            .and_then(|name| self.letters.get(name.start..name.end))
            .unwrap_or_default()
    }

    /// All names in byte order, aliases and hidden ones among them.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.names.len()).map(|name_idx| self.name(name_idx))
    }

    /// Whether the pack's makers hide the name from lists.
    pub(super) fn is_hidden(&self, name_idx: usize) -> bool {
        self.names.get(name_idx).is_some_and(|name| name.hidden)
    }

    /// The number of exactly this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.binary_search_by(|probe| self.letters[probe.start..probe.end].cmp(name)).ok()
    }

    /// The number of a name that differs only in what stands between letters: `nats-dot-io`, `natsdotio`.
    ///
    /// A name that is shown wins over a hidden one, then the first in byte order.
    pub(super) fn find_spelling(&self, key: &str) -> Option<usize> {
        let spellings = self.spellings.get_or_init(|| self.hashed_names());
        let hash = hash(key.bytes());
        let from = spellings.partition_point(|(other, _)| *other < hash);
        let same = spellings[from..]
            .iter()
            .take_while(|(other, _)| *other == hash)
            .map(|(_, name_idx)| *name_idx);
        same.filter(|name_idx| letters(self.name(*name_idx)).eq(key.bytes()))
            .min_by_key(|name_idx| (self.is_hidden(*name_idx), *name_idx))
    }

    /// Width over height of a name's drawing.
    pub(super) fn aspect(&self, name_idx: usize) -> f64 {
        let drawing = self.names.get(name_idx).and_then(|name| self.drawings.get(name.drawing_idx));
        drawing.map_or(1.0, |drawing| drawing.view[2] / drawing.view[3])
    }

    fn hashed_names(&self) -> Vec<(u64, usize)> {
        let mut spellings: Vec<_> = self
            .names()
            .enumerate()
            .map(|(name_idx, name)| (hash(letters(name)), name_idx))
            .collect();
        spellings.sort_unstable();
        spellings
    }
}

/// The bytes of a name that count in a comparison.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !is_between(char::from(*byte)))
}

/// Whether packs differ in this: hyphens, dots, underscores.
pub(super) fn is_between(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | ' ')
}

/// FNV-1a (Fowler, Noll, Vo): short, and the same on every machine.
pub(super) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Reads the whole index; `None` where the file is damaged.
fn read_index(file: &[u8]) -> Option<Vec<Pack>> {
    let mut head = Reader { rest: file.strip_prefix(MAGIC)? };
    let index_len = head.number()?;
    let packed = head.bytes(index_len)?;
    let mut block_start = file.len() - head.rest.len();
    let index = miniz_oxide::inflate::decompress_to_vec(packed).ok()?;
    let mut reader = Reader { rest: &index };
    let n_packs = reader.number()?;
    (0..n_packs).map(|_| reader.pack(&mut block_start)).collect()
}

/// Reads an index from its front; every method gives `None` at the end of the data.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn pack(&mut self, block_start: &mut usize) -> Option<Pack> {
        let prefix_len = self.number()?;
        let prefix = std::str::from_utf8(self.bytes(prefix_len)?).ok()?.to_owned();
        let n_blocks = self.number()?;
        let blocks = (0..n_blocks).map(|_| self.block(block_start)).collect::<Option<Vec<_>>>()?;
        let mut drawings = self.drawings()?;
        let (names, letters) = self.names(&mut drawings)?;
        Some(Pack { prefix, names, letters, drawings, blocks, spellings: OnceLock::new() })
    }

    fn block(&mut self, block_start: &mut usize) -> Option<Block> {
        let (packed_len, plain_len) = (self.number()?, self.number()?);
        let start = *block_start;
        *block_start = start.checked_add(packed_len)?;
        Some(Block { start, packed_len, plain_len, plain: OnceLock::new() })
    }

    fn drawings(&mut self) -> Option<Vec<Drawing>> {
        let n_drawings = self.number()?;
        let (mut last_block, mut start, mut view) = (0, 0, [0.0; 4]);
        let mut drawings = Vec::new();
        for _ in 0..n_drawings {
            let (block_idx, len) = (self.number()?, self.number()?);
            start = if block_idx == last_block { start } else { 0 };
            last_block = block_idx;
            view = self.view(view)?;
            drawings.push(Drawing {
                block_idx,
                start,
                len,
                view,
                name_idx: 0,
                converted: OnceLock::new(),
            });
            start = start.checked_add(len)?;
        }
        Some(drawings)
    }

    fn view(&mut self, last: [f64; 4]) -> Option<[f64; 4]> {
        if self.bytes(1)? == [0] {
            return Some(last);
        }
        let mut view = [0.0; 4];
        for slot in &mut view {
            *slot = f64::from_le_bytes(self.bytes(8)?.try_into().ok()?);
        }
        Some(view)
    }

    /// Names share their beginnings with the one before; the text of all is put together here.
    fn names(&mut self, drawings: &mut [Drawing]) -> Option<(Vec<Name>, String)> {
        let n_names = self.number()?;
        let mut letters = String::new();
        let mut names: Vec<Name> = Vec::new();
        for name_idx in 0..n_names {
            let (shared, further) = (self.number()?, self.number()?);
            let further = std::str::from_utf8(self.bytes(further)?).ok()?;
            let start = letters.len();
            if let Some(last) = names.last() {
                let end = last
                    .start
                    .checked_add(shared)
                    .filter(|end| *end <= last.end && letters.is_char_boundary(*end))?;
                letters.extend_from_within(last.start..end);
            }
            letters.push_str(further);
            let word = self.number()?;
            let drawing = drawings.get_mut(word / 4)?;
            if word & 2 == 0 {
                drawing.name_idx = name_idx;
            }
            names.push(Name {
                start,
                end: letters.len(),
                drawing_idx: word / 4,
                hidden: word & 1 == 1,
            });
        }
        Some((names, letters))
    }

    /// LEB128: seven bits a byte, lowest first.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = usize::from(*self.bytes(1)?.first()?);
            number |= (byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(bytes)
    }
}
