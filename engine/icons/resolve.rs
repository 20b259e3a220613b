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

use super::names::{CLOUD_MARKS, Kind, PRODUCTS, THINGS, kind};
use super::store::{Pack, Store, letters};
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

/// Endings that tell a style, not a thing.
const STYLES: [&str; 20] = [
    "icon", "logo", "wordmark", "original", "plain", "outline", "outlined", "filled", "fill",
    "solid", "line", "rounded", "sharp", "regular", "bold", "light", "thin", "duotone", "color",
    "alt",
];

/// Words before a service's name in the icon sets of the clouds.
const VENDOR_WORDS: [&str; 10] = [
    "res",
    "arch",
    "resource",
    "architecture",
    "amazon",
    "aws",
    "azure",
    "microsoft",
    "google",
    "gcp",
];

/// A name in a pack.
#[derive(Clone, Copy)]
struct Hit<'a> {
    store: &'a Store,
    pack: &'a Pack,
    name_idx: usize,
}

/// The drawing for `id` and how well it fits.
pub(super) fn resolve(icons: &Icons, id: &str) -> (Option<Arc<Icon>>, Fit) {
    let id = id.trim().to_ascii_lowercase();
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

/// The words of a name; what only tells the style or the kind of a cloud's drawing is dropped.
fn words(name: &str, kind: Kind) -> Vec<&str> {
    let mut words: Vec<_> =
        name.split(['-', '_', '.', ' ']).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| STYLES.contains(last)) {
        words.pop();
    }
    if let Kind::Cloud(vendor) = kind {
        let is_vendor = |word: &str| {
            VENDOR_WORDS.contains(&word) || (vendor == "google-cloud" && word == "cloud")
        };
        while words.len() > 1 && is_vendor(words[0]) {
            words.remove(0);
        }
    }
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
    let key = letters_of(vendor);
    let named = |words: &[&str]| {
        let name = words.concat();
        let name = product_name(&name).unwrap_or(&name);
        ["logos", "simple-icons"]
            .iter()
            .find_map(|prefix| find_spelling(icons, prefix, &format!("{key}{name}")))
    };
    let own = if vendor == "google-cloud" { Some("google") } else { None };
    let google = |words: &[&str]| {
        find_spelling(icons, "simple-icons", &format!("{}{}", own?, words.concat()))
    };
    let mark = || {
        CLOUD_MARKS.iter().find(|(name, _)| *name == vendor).and_then(|(_, id)| find_id(icons, id))
    };
    if words.iter().all(|word| matches!(*word, "cloud" | "platform" | "aws" | "azure" | "gcp")) {
        return mark();
    }
    named(words)
        .or_else(|| google(words))
        .or_else(|| shorter(words).find_map(named))
        .or_else(|| thing(icons, words))
        .or_else(|| {
            ["logos", "simple-icons"]
                .iter()
                .find_map(|prefix| any_spelling(icons, prefix, &words.concat()))
        })
        .or_else(mark)
}

/// Symbols: the name in `mdi`, then the words' meaning, then shorter names, then marks of products.
fn symbol<'a>(icons: &'a Icons, words: &[&str]) -> Option<Hit<'a>> {
    let in_mdi = |words: &[&str]| find_spelling(icons, "mdi", &words.concat());
    in_mdi(words)
        .or_else(|| thing(icons, &[&words.join("-")]))
        .or_else(|| shorter(words).find_map(in_mdi))
        .or_else(|| thing(icons, words))
        .or_else(|| {
            ["logos", "simple-icons"]
                .iter()
                .find_map(|prefix| find_spelling(icons, prefix, &words.concat()))
        })
}

/// The words without the last, without the last two, and so on.
fn shorter<'w>(words: &'w [&'w str]) -> impl Iterator<Item = &'w [&'w str]> {
    // A single letter is no name.
    (1..words.len()).rev().map(|n_words| &words[..n_words]).filter(|words| words.concat().len() > 1)
}

/// What the words mean, alone or in pairs, singular or plural.
fn thing<'a>(icons: &'a Icons, words: &[&str]) -> Option<Hit<'a>> {
    let mut asked: Vec<String> = words.windows(2).map(|pair| pair.join("-")).collect();
    asked.extend(words.iter().map(|word| (*word).to_owned()));
    let is_asked =
        |word: &str| asked.iter().any(|asked| asked == word || singular(asked) == Some(word));
    THINGS.iter().filter(|(word, _)| is_asked(word)).find_map(|(_, id)| find_id(icons, id))
}

fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s')
}

/// The first spelling of a name that a pack has.
fn any_spelling<'a>(icons: &'a Icons, prefix: &str, name: &str) -> Option<Hit<'a>> {
    spellings(name).iter().find_map(|key| find_spelling(icons, prefix, key))
}

/// Ways to write a name, all without hyphens, the likeliest first.
fn spellings(name: &str) -> Vec<String> {
    let key = letters_of(name);
    let mut keys = vec![key.clone()];
    let mut bases = vec![key.clone()];
    bases.extend(
        [("dotjs", "js"), ("dotio", "io"), ("dotio", ""), ("dotnet", "net"), ("dot", "")]
            .iter()
            .filter(|(from, _)| key.contains(from))
            .map(|(from, to)| key.replace(from, to)),
    );
    bases.extend(product_name(&key).map(str::to_owned));
    for base in bases.clone() {
        let bare = VENDORS
            .iter()
            .find_map(|vendor| base.strip_prefix(vendor))
            .filter(|bare| bare.len() > 1);
        let bare: Vec<&str> = bare.and_then(product_name).into_iter().chain(bare).collect();
        bases.extend(
            bare.iter()
                .flat_map(|bare| VENDORS.iter().map(move |vendor| format!("{vendor}{bare}")))
                .filter(|other| *other != base),
        );
        bases.extend(bare.into_iter().map(str::to_owned));
    }
    for base in &bases {
        keys.extend([
            base.clone(),
            format!("{base}icon"),
            format!("{base}js"),
            format!("apache{base}"),
        ]);
        keys.extend(
            ["js", "s", "io", "db"]
                .iter()
                .filter_map(|end| base.strip_suffix(end))
                .filter(|short| short.len() > 2)
                .map(str::to_owned),
        );
    }
    keys
}

fn product_name(key: &str) -> Option<&'static str> {
    PRODUCTS.iter().find(|(asked, _)| *asked == key).map(|(_, name)| *name)
}

fn letters_of(name: &str) -> String {
    letters(name).map(char::from).collect()
}
