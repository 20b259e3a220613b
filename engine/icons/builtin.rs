//! The icons that Mermaid knows without a pack, drawn anew: white on a blue tile, 80 by 80.

use std::sync::{Arc, OnceLock};

use super::{Icon, convert};

/// Names, in the order of [`SVG`].
pub(super) const NAMES: [&str; 7] =
    ["cloud", "database", "disk", "internet", "server", "blank", "unknown"];

/// Side of a tile.
const SIDE: f64 = 80.0;

/// What each tile shows. Strokes are 2.6 wide: one pixel at 30 pixels a tile.
const SVG: [&str; 7] = [
    r#"<path fill="none" d="M24 57.5h33.5a11.5 11.5 0 0 0 2.6-22.7A17.5 17.5 0 0 0 26.3 30.6 13.6 13.6 0 0 0 24 57.5Z"/>"#,
    r#"<g fill="none"><ellipse cx="40" cy="23" rx="19" ry="7.2"/><path d="M21 23v34c0 4 8.500 7.200 19 7.200s19-3.200 19-7.200V23"/><path d="M21 34.300c0 4 8.500 7.200 19 7.200s19-3.200 19-7.200M21 45.600c0 4 8.500 7.200 19 7.200s19-3.200 19-7.200"/></g>"#,
    r#"<g fill="none"><rect x="18" y="15.500" width="44" height="49" rx="4"/><circle cx="40" cy="35.500" r="14"/><circle cx="40" cy="35.500" r="3.600"/><path d="M26.500 57h12l7-14.500" stroke-linejoin="round"/></g><circle cx="54.500" cy="57" r="2" stroke="none"/>"#,
    r#"<g fill="none"><circle cx="40" cy="40" r="23.500"/><ellipse cx="40" cy="40" rx="10" ry="23.500"/><path d="M16.500 40h47M19.800 28h40.400M19.800 52h40.400"/></g>"#,
    r#"<g fill="none"><rect x="18" y="17" width="44" height="13.400" rx="2.500"/><rect x="18" y="33.300" width="44" height="13.400" rx="2.500"/><rect x="18" y="49.600" width="44" height="13.400" rx="2.500"/><path d="M39 23.700h17M39 40h17M39 56.300h17"/></g><g stroke="none"><circle cx="24.500" cy="23.700" r="2"/><circle cx="30.500" cy="23.700" r="2"/><circle cx="24.500" cy="40" r="2"/><circle cx="30.500" cy="40" r="2"/><circle cx="24.500" cy="56.300" r="2"/><circle cx="30.500" cy="56.300" r="2"/></g>"#,
    "",
    r#"<path fill="none" stroke-width="5.500" d="M29 31.500a11 11 0 1 1 16.500 9.500c-3.800 2.200-5.500 4.400-5.500 8"/><circle cx="40" cy="59" r="3.600" stroke="none"/>"#,
];

/// The drawings made so far.
#[derive(Debug, Default)]
pub(super) struct Builtin {
    drawn: [OnceLock<Option<Arc<Icon>>>; 7],
}

impl Builtin {
    /// The tile of one of [`NAMES`].
    pub(super) fn icon(&self, name: &str) -> Option<Arc<Icon>> {
        let idx = NAMES.iter().position(|own| *own == name)?;
        self.drawn[idx].get_or_init(|| draw(NAMES[idx], SVG[idx])).clone()
    }
}

fn draw(name: &str, inside: &str) -> Option<Arc<Icon>> {
    let svg = format!(
        "<rect width=\"80\" height=\"80\" fill=\"#087ebf\"/>\
         <g fill=\"#fff\" stroke=\"#fff\" stroke-width=\"2.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{inside}</g>"
    );
    convert::icon(name, &svg, [0.0, 0.0, SIDE, SIDE]).map(Arc::new)
}
