//! Which fonts there are and which a list of families means.

use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, GenericFamily, SourceCache};
use parley::{FontContext, FontFamilyName};

/// Family of the fonts built in.
pub(super) const BUILT_IN: &str = "JetBrains Mono";

/// Regular, semibold, bold and italic of `JetBrains Mono` 2.242, SIL Open Font License 1.1 (`fonts/OFL.txt`).
const FACES: [&[u8]; 4] = [
    include_bytes!("fonts/JetBrainsMono-Regular.ttf"),
    include_bytes!("fonts/JetBrainsMono-SemiBold.ttf"),
    include_bytes!("fonts/JetBrainsMono-Bold.ttf"),
    include_bytes!("fonts/JetBrainsMono-Italic.ttf"),
];

/// The fonts built in and, where asked for, the system's.
pub(super) fn context(system_fonts: bool) -> FontContext {
    let options = CollectionOptions { shared: false, system_fonts };
    let mut context =
        FontContext { collection: Collection::new(options), source_cache: SourceCache::default() };
    for face in FACES {
        context.collection.register_fonts(Blob::new(Arc::new(face)), None);
    }
    context
}

/// The families of a CSS list that there are, best first; the last is always the one built in.
///
/// `monospace` means the family built in; other generic families are the system's choice, where its fonts are loaded.
pub(super) fn families(collection: &mut Collection, list: &str) -> Vec<FontFamilyName<'static>> {
    let mut found = Vec::new();
    for name in FontFamilyName::parse_css_list(list).flatten() {
        match name {
            FontFamilyName::Generic(GenericFamily::Monospace | GenericFamily::UiMonospace) => break,
            FontFamilyName::Named(name) if name.eq_ignore_ascii_case(BUILT_IN) => break,
            FontFamilyName::Named(name) if collection.family_id(&name).is_none() => {}
            FontFamilyName::Generic(generic)
                if collection.generic_families(generic).next().is_none() => {}
            name => found.push(name.into_owned()),
        }
    }
    found.push(FontFamilyName::named(BUILT_IN));
    found
}
