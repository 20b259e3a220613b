//! From an id to a drawing: as written, then the same mark under another name, then the thing that the words mean.
//!
//! Three rounds, each tried on every pack before the next, in an order that depends on the kind of pack asked for:
//!
//! 1. *Spellings*: without hyphens and dots, `amazon` for `aws` and the other way round, with and without `apache`, with and without a
//!    vendor, `js` and `-icon` added or dropped ([`spellings`]). `logos:amazon-s3` is `logos:aws-s3`.
//! 2. *Shorter names*: words dropped from the end. `aws:ec2-instance` is `logos:aws-ec2`.
//! 3. *Things*: words of the name that the table [`THINGS`] knows. `fa6-solid:laptop-code` is `mdi:laptop`.
//!
//! A logo that is a wide word mark cannot be read in a square: its `-icon` form is taken, or the same brand from `simple-icons`.

use std::sync::Arc;

use super::names::{CLOUDS, Kind, PRODUCTS, THINGS, kind};
use super::store::{Pack, Store, is_between};
use super::{Fit, Icon, Icons};

/// Width over height from which a logo counts as a word mark: with it, the letters of `nodejs` (1.63) are 5 px high in a square of 44.
const WORD_MARK_ASPECT: f64 = 1.6;

/// Vendors whose names people put before a product's, or leave out; the packs do either.
const VENDORS: [&str; 10] = [
    "amazon",
    "aws",
    "apache",
    "microsoftazure",
    "microsoft",
    "azure",
    "googlecloud",
    "google",
    "gcp",
    "hashicorp",
];

/// Words before a symbol's name that tell a style or a sort. Those behind it are dropped with the other [`shorter`] names.
const STYLES: [&str; 10] =
    ["baseline", "brand", "file", "folder", "logo", "outline", "round", "sharp", "twotone", "type"];

/// Words before a service's name in the icon sets of the clouds.
const VENDOR_WORDS: [&str; 8] =
    ["res", "arch", "amazon", "aws", "azure", "microsoft", "google", "gcp"];

/// A name in a pack.
#[derive(Clone, Copy)]
struct Hit<'a> {
    store: &'a Store,
    pack: &'a Pack,
    name_idx: usize,
}

/// The drawing for `id` and how well it fits.
pub(super) fn resolve(icons: &Icons, id: &str) -> (Option<Arc<Icon>>, Fit) {
    // Quotes are no part of a name, though some write them.
    let id = id
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
        .to_ascii_lowercase();
    let mut parts = id.split(':').map(str::trim).filter(|part| !part.is_empty()).rev();
    let Some(name) = parts.next() else { return (None, Fit::Missing) };
    let prefix = parts.next_back();
    if let Some(icon) = exact(icons, prefix, name) {
        return (Some(icon), Fit::Exact);
    }
    match nearest(icons, prefix, name).and_then(drawing) {
        Some(icon) => (Some(icon), Fit::Nearest),
        None => (None, Fit::Missing),
    }
}

/// The drawing of exactly this id.
pub(super) fn as_written(icons: &Icons, id: &str) -> Option<Arc<Icon>> {
    match id.split_once(':') {
        None => icons.builtin.icon(id),
        Some((prefix, name)) => drawing(find(icons, prefix, name)?),
    }
}

fn exact(icons: &Icons, prefix: Option<&str>, name: &str) -> Option<Arc<Icon>> {
    match prefix {
        None => icons.builtin.icon(name),
        Some(prefix) => drawing(square(icons, find(icons, prefix, name)?)),
    }
}

fn drawing(hit: Hit<'_>) -> Option<Arc<Icon>> {
    hit.store.icon(hit.pack, hit.name_idx)
}

/// Sets with this prefix, the user's first.
fn packs<'a>(icons: &'a Icons, prefix: &str) -> impl Iterator<Item = (&'a Store, &'a Pack)> {
    let all =
        icons.stores.iter().flat_map(|store| store.packs().iter().map(move |pack| (store, pack)));
    all.filter(move |(_, pack)| pack.prefix == prefix)
}

/// Exactly this name.
fn find<'a>(icons: &'a Icons, prefix: &str, name: &str) -> Option<Hit<'a>> {
    packs(icons, prefix)
        .find_map(|(store, pack)| Some(Hit { store, pack, name_idx: pack.find(name)? }))
}

/// A name of these letters.
fn find_spelling<'a>(icons: &'a Icons, prefix: &str, key: &str) -> Option<Hit<'a>> {
    packs(icons, prefix)
        .find_map(|(store, pack)| Some(Hit { store, pack, name_idx: pack.find_spelling(key)? }))
}

/// A drawing by its full id.
fn find_id<'a>(icons: &'a Icons, id: &str) -> Option<Hit<'a>> {
    let (prefix, name) = id.split_once(':')?;
    find(icons, prefix, name).map(|hit| square(icons, hit))
}

/// The square form of a word mark, or the mark itself.
///
/// An `-icon` form up to twice as wide as high is still better than a mark in one colour.
fn square<'a>(icons: &'a Icons, hit: Hit<'a>) -> Hit<'a> {
    let is_wide = |hit: &Hit<'_>| hit.pack.aspect(hit.name_idx) > WORD_MARK_ASPECT;
    if hit.pack.prefix != "logos" || !is_wide(&hit) {
        return hit;
    }
    let name = hit.pack.name(hit.name_idx);
    let name = name.strip_suffix("-wordmark").unwrap_or(name);
    let icon = hit.pack.find(&format!("{name}-icon")).or_else(|| hit.pack.find(name));
    let icon = icon.map(|name_idx| Hit { name_idx, ..hit });
    let mark = || find_spelling(icons, "simple-icons", &letters_of(name));
    icon.filter(|icon| icon.pack.aspect(icon.name_idx) <= 2.0).or_else(mark).unwrap_or(hit)
}

/// The three rounds that the module tells of.
fn nearest<'a>(icons: &'a Icons, prefix: Option<&str>, name: &str) -> Option<Hit<'a>> {
    // `fa-user` and `mdi-account` are how style sheets write `fa:user`.
    if prefix.is_none()
        && let Some((head, rest)) = name.split_once('-')
        && matches!(head, "mdi" | "logos" | "fa" | "fas" | "fab" | "si")
    {
        return find(icons, head, rest).or_else(|| nearest(icons, Some(head), rest));
    }
    let kind = prefix.map_or(Kind::Unknown, kind);
    let words: Vec<&str> = words(name, kind);
    if words.is_empty() {
        return None;
    }
    let hit = match kind {
        Kind::Cloud(vendor) => cloud_service(icons, vendor, &words),
        Kind::Symbols => symbol(icons, &words),
        Kind::Logos | Kind::Marks => product(icons, kind, &words),
        Kind::Unknown if prefix.is_none() => {
            thing(icons, &[&words.join("-")]).or_else(|| product(icons, kind, &words))
        }
        Kind::Unknown => product(icons, kind, &words),
    };
    hit.map(|hit| square(icons, hit))
}

/// The words of a name, without those before it that only tell a style, a sort of file or a cloud.
fn words(name: &str, kind: Kind) -> Vec<&str> {
    let mut words: Vec<_> =
        name.split(['-', '_', '.', ' ']).filter(|word| !word.is_empty()).collect();
    let is_idle = |word: &str| match kind {
        Kind::Cloud("google-cloud") => VENDOR_WORDS.contains(&word) || word == "cloud",
        Kind::Cloud(_) => VENDOR_WORDS.contains(&word),
        Kind::Logos | Kind::Symbols => STYLES.contains(&word),
        Kind::Marks | Kind::Unknown => false,
    };
    let n_idle =
        words.iter().take(words.len().saturating_sub(1)).take_while(|word| is_idle(word)).count();
    words.drain(..n_idle);
    words
}

/// Marks of products: every spelling in every pack, then shorter names, then things.
fn product<'a>(icons: &'a Icons, kind: Kind, words: &[&str]) -> Option<Hit<'a>> {
    let order = match kind {
        Kind::Marks => ["simple-icons", "logos", "mdi"],
        Kind::Unknown => ["logos", "mdi", "simple-icons"],
        Kind::Logos | Kind::Symbols | Kind::Cloud(_) => ["logos", "simple-icons", "mdi"],
    };
    let in_packs = |words: &[&str], order: &[&str]| {
        order.iter().find_map(|prefix| any_spelling(icons, prefix, &words.concat()))
    };
    in_packs(words, &order)
        .or_else(|| shorter(words).find_map(|words| in_packs(words, &order[..2])))
        .or_else(|| thing(icons, words))
}

/// Services of a cloud: with its name before theirs, shorter, then what the words mean, then the cloud's own mark.
fn cloud_service<'a>(icons: &'a Icons, vendor: &str, words: &[&str]) -> Option<Hit<'a>> {
    let cloud = CLOUDS.iter().find(|cloud| cloud.vendor == vendor)?;
    if words
        .iter()
        .all(|word| matches!(*word, "cloud" | "logo" | "platform") || VENDOR_WORDS.contains(word))
    {
        return find_id(icons, cloud.mark);
    }
    let named = |words: &[&str]| {
        let name = words.concat();
        let name = product_name(&name).unwrap_or(&name);
        let keys = || cloud.keys.iter().map(|key| format!("{key}{name}"));
        ["logos", "simple-icons"]
            .iter()
            .find_map(|prefix| keys().find_map(|key| find_spelling(icons, prefix, &key)))
    };
    named(words)
        .or_else(|| shorter(words).find_map(named))
        .or_else(|| thing(icons, words))
        .or_else(|| {
            ["logos", "simple-icons"]
                .iter()
                .find_map(|prefix| any_spelling(icons, prefix, &words.concat()))
        })
        .or_else(|| find_id(icons, cloud.mark))
}

/// Symbols: the name in `mdi`, then the words' meaning, then shorter names, then marks of products.
fn symbol<'a>(icons: &'a Icons, words: &[&str]) -> Option<Hit<'a>> {
    let in_mdi = |words: &[&str]| find_spelling(icons, "mdi", &words.concat());
    let mark = |words: &[&str]| {
        ["logos", "simple-icons"]
            .iter()
            .find_map(|prefix| find_spelling(icons, prefix, &words.concat()))
    };
    in_mdi(words)
        .or_else(|| thing(icons, &[&words.join("-")]))
        .or_else(|| shorter(words).find_map(in_mdi))
        .or_else(|| thing(icons, words))
        .or_else(|| mark(words))
        .or_else(|| shorter(words).find_map(mark))
}

/// The words without the last, without the last two, and so on.
fn shorter<'w>(words: &'w [&'w str]) -> impl Iterator<Item = &'w [&'w str]> {
    // A single letter is no name.
    (1..words.len()).rev().map(|n_words| &words[..n_words]).filter(|words| words.concat().len() > 1)
}

/// What the words mean, alone or in pairs, singular or plural, with or without hyphens.
fn thing<'a>(icons: &'a Icons, words: &[&str]) -> Option<Hit<'a>> {
    let mut asked: Vec<String> = words.windows(2).map(|pair| pair.join("-")).collect();
    asked.extend(words.iter().map(|word| (*word).to_owned()));
    let joined = letters_of(&words.concat());
    let is_asked = |word: &str| {
        asked.iter().any(|asked| is_word(asked, word))
            || (word.contains('-') && letters_of(word) == joined)
    };
    THINGS.iter().filter(|(word, _)| is_asked(word)).find_map(|(_, id)| find_id(icons, id))
}

/// Whether `asked` is `word` or its plural.
fn is_word(asked: &str, word: &str) -> bool {
    let is_plural = |ending: &str, singular: &str| {
        asked.strip_suffix(ending).is_some_and(|stem| word.strip_suffix(singular) == Some(stem))
    };
    asked == word || is_plural("ies", "y") || is_plural("s", "") || is_plural("es", "")
}

/// The first spelling of a name that a pack has.
fn any_spelling<'a>(icons: &'a Icons, prefix: &str, name: &str) -> Option<Hit<'a>> {
    spellings(name).iter().find_map(|key| find_spelling(icons, prefix, key))
}

/// Ways to write a name, all without hyphens, the likeliest first.
fn spellings(name: &str) -> Vec<String> {
    let key = letters_of(name);
    let dotted = [("dotjs", "js"), ("dotio", "io"), ("dotio", ""), ("dotnet", "net"), ("dot", "")];
    let undotted = dotted
        .iter()
        .filter(|(from, _)| key.contains(from))
        .map(|(from, to)| key.replace(from, to));
    let mut bases = vec![key.clone()];
    bases.extend(undotted);
    bases.extend(product_name(&key).map(str::to_owned));
    for base in bases.clone() {
        let bare = VENDORS
            .iter()
            .find_map(|vendor| base.strip_prefix(vendor))
            .filter(|bare| bare.len() > 1)
            .unwrap_or(&base);
        for bare in product_name(bare).into_iter().chain([bare]) {
            bases.extend(VENDORS.iter().map(|vendor| format!("{vendor}{bare}")));
            bases.push(bare.to_owned());
        }
    }
    let with_ending = |base: &String| [base.clone(), format!("{base}icon"), format!("{base}js")];
    let mut keys: Vec<_> = bases.iter().flat_map(with_ending).collect();
    let short = |base: &'static str, key: &str| {
        key.strip_suffix(base).filter(|short| short.len() > 2).map(str::to_owned)
    };
    for base in &bases {
        keys.extend(["js", "s", "io", "db"].iter().filter_map(|ending| short(ending, base)));
    }
    keys
}

fn product_name(key: &str) -> Option<&'static str> {
    PRODUCTS.iter().find(|(asked, _)| *asked == key).map(|(_, name)| *name)
}

fn letters_of(name: &str) -> String {
    name.chars().filter(|c| !is_between(*c)).collect()
}
