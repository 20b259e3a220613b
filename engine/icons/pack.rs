//! Packs Iconify JSON files into the one file that [`Store`](super::store::Store) reads.
//!
//! ```text
//! file   = magic  index length  index (deflate)  blocks (deflate, one after another)
//! index  = n packs, then for each: prefix  blocks  drawings  names
//! block  = length packed, length plain
//! drawing= block, length of its body there, view box (a flag byte, and four f64 where it differs from the last)
//! name   = bytes shared with the name before, further bytes, their text, number of its drawing * 4 + alias * 2 + hidden
//! ```
//!
//! All whole numbers are LEB128. Names stand in byte order, aliases among them, so that a name is found by bisection; bodies
//! stand in the order of their names, which puts variants of one logo side by side where deflate sees them. A block
//! holds whole bodies: one icon costs the index and one block, never the whole file.

use std::collections::BTreeMap;

use serde_json::Value;

/// First bytes of a packed file; the digit is the version of the format.
pub(super) const MAGIC: &[u8; 8] = b"VEDICON1";

/// Plain bytes after which a block is closed. Deflate looks back 32 KiB: smaller blocks pack visibly worse, larger ones make
/// the first look-up slower and pack hardly better (5.6 MB instead of 5.7 MB for the bundled packs at four times this size).
const BLOCK_LEN: usize = 48 * 1024;

/// Why a text is no icon pack.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The text is no JSON.
    #[error("the icon pack is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The JSON has no `prefix`, or an impossible one.
    #[error("the icon pack has no `prefix`: is it an Iconify JSON file?")]
    Prefix,
    /// The JSON has no icons, or none with a drawing.
    #[error("the icon pack `{0}` has no `icons`")]
    Empty(String),
    /// Packed data that [`pack`] did not write.
    #[error("the packed icons are damaged; pack them again")]
    Damaged,
}

/// Packs Iconify JSON texts into the one indexed file that [`Icons::from_packed`](super::Icons::from_packed) reads.
///
/// `level` is the effort of deflate, 0 to 10. The same texts give the same bytes.
///
/// # Errors
///
/// Where a text is no Iconify JSON.
pub fn pack(texts: &[&str], level: u8) -> Result<Vec<u8>, PackError> {
    let mut index = Vec::new();
    let mut blocks = Vec::new();
    put_number(&mut index, texts.len());
    for text in texts {
        let source = Source::read(text)?;
        source.write(&mut index, &mut blocks, level);
    }
    let index = miniz_oxide::deflate::compress_to_vec(&index, level);
    let mut file = MAGIC.to_vec();
    put_number(&mut file, index.len());
    file.extend(index);
    file.extend(blocks);
    Ok(file)
}

/// One pack, read from JSON, with aliases that change the drawing turned into drawings of their own.
struct Source {
    prefix: String,
    drawings: BTreeMap<String, Drawing>,
    /// Alias to the drawing's name, and whether it is hidden.
    aliases: BTreeMap<String, (String, bool)>,
}

/// One drawing of a [`Source`].
#[derive(Clone)]
struct Drawing {
    body: String,
    /// Left, top, width, height.
    view: [f64; 4],
    /// No longer shown in lists by the pack's makers.
    hidden: bool,
}

impl Source {
    fn read(text: &str) -> Result<Self, PackError> {
        let json: Value = serde_json::from_str(text)?;
        let prefix = json
            .get("prefix")
            .and_then(Value::as_str)
            .filter(|prefix| !prefix.is_empty() && !prefix.contains(':'));
        // Ids are looked up in small letters.
        let prefix = prefix.ok_or(PackError::Prefix)?.to_ascii_lowercase();
        let icons = json
            .get("icons")
            .and_then(Value::as_object)
            .ok_or_else(|| PackError::Empty(prefix.clone()))?;
        let mut source = Self { prefix, drawings: BTreeMap::new(), aliases: BTreeMap::new() };
        for (name, icon) in icons {
            if let Some(drawing) = drawing(icon, &json) {
                source.drawings.insert(name.to_ascii_lowercase(), drawing);
            }
        }
        if source.drawings.is_empty() {
            return Err(PackError::Empty(source.prefix));
        }
        for name in json
            .get("aliases")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|aliases| aliases.keys())
        {
            source.add_alias(name, &json);
        }
        Ok(source)
    }

    /// Follows the chain of `name` to a drawing; transforms on the way make a new drawing.
    fn add_alias(&mut self, name: &str, json: &Value) {
        let mut chain = Vec::new();
        let mut at = name;
        // Iconify allows chains of aliases; ten steps are more than any pack has, and end a circle.
        while let Some(alias) =
            json.get("aliases").and_then(|aliases| aliases.get(at)).filter(|_| chain.len() < 10)
        {
            chain.push(alias);
            let Some(parent) = alias.get("parent").and_then(Value::as_str) else { return };
            at = parent;
        }
        let parent = at.to_ascii_lowercase();
        let Some(base) = self.drawings.get(&parent) else { return };
        let hidden = chain.iter().any(|alias| flag(alias, "hidden"));
        let name = name.to_ascii_lowercase();
        let plain = chain.iter().all(|alias| {
            alias
                .as_object()
                .is_some_and(|fields| fields.keys().all(|key| key == "parent" || key == "hidden"))
        });
        if plain {
            self.aliases.insert(name, (parent, hidden || base.hidden));
            return;
        }
        let mut turned = base.clone();
        for alias in chain.into_iter().rev() {
            turned = transformed(&turned, alias);
        }
        turned.hidden = hidden;
        self.drawings.insert(name, turned);
    }

    fn write(&self, index: &mut Vec<u8>, blocks: &mut Vec<u8>, level: u8) {
        put_text(index, &self.prefix);
        let (block_of, lengths) = self.write_blocks(blocks, level);
        put_number(index, lengths.len());
        for (packed, plain) in lengths {
            put_number(index, packed);
            put_number(index, plain);
        }
        put_number(index, self.drawings.len());
        let mut last = [0.0; 4];
        for (drawing, block) in self.drawings.values().zip(block_of) {
            put_number(index, block);
            put_number(index, drawing.body.len());
            put_view(index, drawing.view, last);
            last = drawing.view;
        }
        self.write_names(index);
    }

    /// Deflates the bodies; gives the block of each drawing, and the lengths of each block.
    fn write_blocks(&self, blocks: &mut Vec<u8>, level: u8) -> (Vec<usize>, Vec<(usize, usize)>) {
        let mut lengths = Vec::new();
        let mut block_of = Vec::new();
        let mut plain = String::new();
        let mut close = |plain: &mut String| {
            let packed = miniz_oxide::deflate::compress_to_vec(plain.as_bytes(), level);
            lengths.push((packed.len(), plain.len()));
            blocks.extend(packed);
            plain.clear();
            lengths.len()
        };
        let mut block = 0;
        for drawing in self.drawings.values() {
            if !plain.is_empty() && plain.len() + drawing.body.len() > BLOCK_LEN {
                block = close(&mut plain);
            }
            plain.push_str(&drawing.body);
            block_of.push(block);
        }
        close(&mut plain);
        (block_of, lengths)
    }

    fn write_names(&self, index: &mut Vec<u8>) {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (drawing_idx, (name, drawing)) in self.drawings.iter().enumerate() {
            names.insert(name, drawing_idx * 4 + usize::from(drawing.hidden));
        }
        for (name, (parent, hidden)) in &self.aliases {
            let parent = names.get(parent.as_str()).map_or(0, |word| word / 4 * 4);
            names.entry(name).or_insert(parent + 2 + usize::from(*hidden));
        }
        put_number(index, names.len());
        let mut last = "";
        for (name, word) in names {
            let shared = name
                .char_indices()
                .zip(last.chars())
                .find(|((_, a), b)| a != b)
                .map_or(name.len().min(last.len()), |((at, _), _)| at);
            put_number(index, shared);
            put_number(index, name.len() - shared);
            index.extend(&name.as_bytes()[shared..]);
            put_number(index, word);
            last = name;
        }
    }
}

/// The drawing of one entry of `icons`; sizes that it lacks are the pack's, or Iconify's 16.
fn drawing(icon: &Value, pack: &Value) -> Option<Drawing> {
    let size = |key: &str, default: f64| {
        number(icon, key).or_else(|| number(pack, key)).unwrap_or(default)
    };
    let plain = Drawing {
        body: icon.get("body")?.as_str()?.to_owned(),
        view: [size("left", 0.0), size("top", 0.0), size("width", 16.0), size("height", 16.0)],
        hidden: flag(icon, "hidden"),
    };
    if !plain.view.iter().all(|value| value.is_finite())
        || plain.view[2] <= 0.0
        || plain.view[3] <= 0.0
    {
        return None;
    }
    Some(transformed(&plain, &without_size(icon)))
}

/// What of an icon's entry turns or flips it.
fn without_size(icon: &Value) -> Value {
    let mut turns = icon.clone();
    if let Some(fields) = turns.as_object_mut() {
        fields.retain(|key, _| matches!(key.as_str(), "rotate" | "hFlip" | "vFlip"));
    }
    turns
}

/// The drawing resized, flipped and turned as the properties of an alias say (as `iconToSVG` of `@iconify/utils` does).
fn transformed(base: &Drawing, by: &Value) -> Drawing {
    let mut view = base.view;
    for (slot, key) in view.iter_mut().zip(["left", "top", "width", "height"]) {
        *slot = number(by, key).unwrap_or(*slot);
    }
    let mut quarter_turns = by.get("rotate").and_then(Value::as_i64).unwrap_or(0).rem_euclid(4);
    let mut steps = Vec::new();
    let [left, top, width, height] = view;
    match (flag(by, "hFlip"), flag(by, "vFlip")) {
        (true, true) => quarter_turns = (quarter_turns + 2) % 4,
        (true, false) => {
            steps.push(format!("translate({} {}) scale(-1 1)", width + left, -top));
            (view[0], view[1]) = (0.0, 0.0);
        }
        (false, true) => {
            steps.push(format!("translate({} {}) scale(1 -1)", -left, height + top));
            (view[0], view[1]) = (0.0, 0.0);
        }
        (false, false) => {}
    }
    let (centre_x, centre_y) = (view[2] / 2.0 + view[0], view[3] / 2.0 + view[1]);
    match quarter_turns {
        1 => steps.insert(0, format!("rotate(90 {centre_y} {centre_y})")),
        2 => steps.insert(0, format!("rotate(180 {centre_x} {centre_y})")),
        3 => steps.insert(0, format!("rotate(-90 {centre_x} {centre_x})")),
        _ => {}
    }
    if quarter_turns % 2 == 1 {
        view = [view[1], view[0], view[3], view[2]];
    }
    let mut body = base.body.clone();
    if !steps.is_empty() {
        body = format!("<g transform=\"{}\">{body}</g>", steps.join(" "));
    }
    Drawing { body, view, hidden: base.hidden || flag(by, "hidden") }
}

fn number(json: &Value, key: &str) -> Option<f64> {
    json.get(key).and_then(Value::as_f64)
}

fn flag(json: &Value, key: &str) -> bool {
    json.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// Writes LEB128: seven bits a byte, lowest first.
fn put_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        out.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len());
    out.extend(text.as_bytes());
}

fn put_view(out: &mut Vec<u8>, view: [f64; 4], last: [f64; 4]) {
    let differs = view != last;
    out.push(u8::from(differs));
    if differs {
        view.iter().for_each(|value| out.extend(value.to_le_bytes()));
    }
}
