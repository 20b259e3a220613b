//! What each diagnostic's code means; the list is part of the interface, so codes may be added but not renamed.

/// What the finding with this `code` means and what to do about it; `None` if there is no such code.
#[must_use]
pub fn explain(code: &str) -> Option<&'static str> {
    let place = CODES.binary_search_by_key(&code, |&(name, _)| name).ok()?;
    Some(CODES[place].1)
}

/// Every code that can be given of a text, in alphabetical order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    CODES.iter().map(|&(name, _)| name)
}

#[rustfmt::skip]
const CODES: &[(&str, &str)] = &[
    ("align-axis", "`align` is followed by `row` or `column`, then by two or more services or junctions."),
    ("align-comma", "The members of an `align` are separated by blanks. The comma is skipped."),
    ("align-contradiction", "A row puts its members beside each other from left to right, a column below each other. \
        This `align` cannot hold together with those above it, so it is left out."),
    ("align-duplicate", "A member stands twice in one `align`; it is taken once."),
    ("align-group", "Only services and junctions can be aligned. Name the group's members."),
    ("align-too-few", "One member alone is always aligned; name two or more."),
    ("bad-arrow", "Arrows are `--`, `-->`, `<--`, `<-->` and, with a label, `-[label]-`. Dots, double lines and other \
        lengths belong to flowcharts; the nearest arrow is drawn."),
    ("bad-config-value", "A setting has a value of the wrong kind or out of range; the default is used."),
    ("bad-direction", "`direction` is `LR` (left to right) or `TB` (top to bottom)."),
    ("bad-directive", "The part of `%%{init: …}%%` after the colon must be a JSON object; Mermaid skips it silently \
        when it is not."),
    ("bad-frontmatter", "What stands between the two lines `---` must be YAML. Settings above the error are used."),
    ("bad-group-mark", "An edge that ends at the border of its service's group has `{group}`, without blanks."),
    ("bad-icon", "An icon stands in parentheses, without quotes and blanks: `(server)`, `(logos:aws-s3)`."),
    ("bad-side", "A side is one capital letter: `L`, `R`, `T` or `B`."),
    ("bad-title", "The diagram's title is `title The title`, without a colon."),
    ("bracket-in-title", "A title that holds `[` or `]` needs quotes: `[\"a [b]\"]`."),
    ("config-without-effect", "A setting that Mermaid knows and that changes nothing in an architecture diagram here."),
    ("declaration-in-edge", "Icons and titles stand where a service is declared, not where an edge names it."),
    ("duplicate-id", "Services, junctions and groups share one space of ids. Of two of a kind the first counts; a group \
        and a service of one id are both drawn."),
    ("duplicate-key", "A key stands twice in one section of the frontmatter; Mermaid refuses the diagram. The last counts."),
    ("edge-chain", "An edge has exactly two ends. Write `a:R --> L:b` and `b:R --> L:c` in two lines."),
    ("empty-frontmatter", "Mermaid refuses a diagram that begins with an empty frontmatter; delete it."),
    ("empty-text", "The text has no header and no statements."),
    ("empty-title", "Brackets with nothing in them are refused. Leave them out, and the id is shown; `[ ]` shows nothing."),
    ("further-diagrams", "A Markdown text may hold several diagrams; the first architecture diagram is shown."),
    ("group-mark-elsewhere", "`{group:ID}` moves an edge's end to the border of a group that holds it; this end lies elsewhere."),
    ("group-mark-encloses", "`{group}` moves an edge's end to the border of its group, but the other end lies deeper in \
        the same group, so the edge does not cross that border."),
    ("group-mark-on-group", "`{group}` moves the end of an edge from a service to the border of its group. An edge that names a \
        group ends at that border by itself."),
    ("group-mark-same-group", "`{group}` moves an edge's end to the border of its group, but both ends lie in that group."),
    ("group-mark-without-group", "`{group}` moves an edge's end to the border of its group, but it lies in none."),
    ("groups-without-members", "A group holds what says `in GROUP`; standing below it, indented, is not enough."),
    ("icon-after-title", "The icon stands before the title: `service a(server)[Title]`."),
    ("icon-and-text", "A service shows an icon, `(server)`, or a text in its place, `\"text\"`. The icon wins."),
    ("junction-label", "A junction is a point where edges meet; it shows no icon and no title."),
    ("label-between-arrows", "An edge's label stands in brackets between single dashes: `a:R -[label]-> L:b`."),
    ("low-contrast", "A colour that the diagram asks for is hard to tell from what it stands on. It is drawn as asked. Text \
        should have a contrast of 4.5:1, lines 3:1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."),
    ("misplaced-group-mark", "`{group}` follows the id at both ends: `a{group}:R --> L:b{group}`."),
    ("missing-arrow", "A line that begins with an id is an edge and needs an arrow: `a:R --> L:b`."),
    ("missing-colon", "A colon stands between an id and its side, and after `accTitle` and `accDescr`."),
    ("missing-end", "The arrow is followed by nothing that could be an id."),
    ("missing-header", "A diagram begins with the line `architecture-beta`. The statements are read all the same."),
    ("missing-id", "`group`, `service` and `junction` are followed by an id of letters, digits, `_` and inner `-`."),
    ("missing-parent", "`in` is followed by the id of a group."),
    ("missing-side", "A colon at an edge's end has a side beside it: `a:R --> L:b`."),
    ("misspelled-header", "The header is `architecture-beta`, in small letters."),
    ("nearest-icon", "No icon pack at hand has this icon. The one that is drawn has the same name in another spelling, in another \
        pack, or shows the same thing."),
    ("no-architecture-fence", "A Markdown text is searched for a ```mermaid fence with an architecture diagram."),
    ("not-a-diagram", "The text begins neither as a Mermaid diagram nor does it hold one in a Markdown fence."),
    ("other-diagram", "Veduta reads architecture diagrams; this is a Mermaid diagram of another type."),
    ("parent-cycle", "Groups lie in each other in a ring. The ring is cut at the group that is declared first."),
    ("parent-no-group", "Only groups can have members. The member is put at the root."),
    ("portable-align", "An edge whose sides say that one of its ends stands left of the other, in a row that says the contrary. \
        Veduta keeps the row and leads the edge round; Mermaid mostly fails on the whole diagram."),
    ("portable-background", "Mermaid derives colours from `background` but does not paint it. Veduta does."),
    ("portable-blank", "Mermaid knows blanks and tabs; no-break and zero-width spaces are errors there."),
    ("portable-comment", "Mermaid's comments begin with `%%`; a `#` is an error there."),
    ("portable-diagram-title", "Mermaid reads the title of an architecture diagram and does not draw it. Veduta does."),
    ("portable-direction", "`direction` is Veduta's own; Mermaid refuses the diagram."),
    ("portable-edge-id", "Mermaid calls an edge `from-to` and crashes if that is the id of a service or group."),
    ("portable-edge-label", "Mermaid takes an edge's label only as `-[label]-`."),
    ("portable-edge-style", "`edgeStyle` is Veduta's own: edges are `orthogonal`, `curved` or `straight`."),
    ("portable-entity", "Mermaid shows an entity such as `#quot;` as it is written; Veduta shows the character."),
    ("portable-group-end", "Mermaid crashes on an edge that ends at a group. In Veduta it ends at the group's border."),
    ("portable-group-mark", "Mermaid knows only `{group}`, the innermost group; Veduta also `{group:ID}`, any group round the end."),
    ("portable-header", "Mermaid takes only `architecture-beta`."),
    ("portable-id", "Mermaid refuses ids that begin with L, R, T, B or `title`, and all letters outside ASCII and dots."),
    ("portable-layout", "Mermaid ignores `layout: elk` in architecture diagrams; Veduta takes its options as hints."),
    ("portable-look", "Mermaid ignores `look` in architecture diagrams; Veduta follows it."),
    ("portable-parallel-edge", "Mermaid crashes on a second edge from and to the same ids. Veduta draws lanes."),
    ("portable-parent-order", "Mermaid wants a group declared before the groups in it."),
    ("portable-seed", "To Mermaid the seed 0 means a random one. In Veduta each seed gives one picture, always the same."),
    ("portable-self-edge", "Mermaid draws an edge from a service to itself as a stroke through it; Veduta as a loop."),
    ("portable-side", "Mermaid wants a side at both ends of every edge; Veduta chooses those that are missing."),
    ("portable-size", "Mermaid refuses texts of more than 50,000 characters unless the page allows more."),
    ("portable-style", "A colour behind a group, as in `group a[A] #00A4A6{dashed}`, is its border's here; Mermaid refuses it, and \
        behind other statements it sets nothing: all edges and services are alike, through `themeVariables`."),
    ("portable-theme-value", "Mermaid empties a theme variable if its value has other characters than letters, digits, \
        blanks and `\"#%(),.;`, such as the hyphen of `sans-serif`."),
    ("portable-title", "Mermaid takes a line break in a title only if the title stands in quotes."),
    ("portable-title-markup", "Mermaid shows nothing in place of addresses, `code` and links in titles. Veduta shows \
        them as they are written."),
    ("repeated-header", "One text is one diagram. The second header is skipped."),
    ("reserved-id", "`group`, `service`, `junction`, `align`, `row`, `column`, `in` and `architecture-beta` are words of \
        the language."),
    ("reversed-end", "On the right of an arrow the side stands before the id: `a:R --> L:b`."),
    ("semicolon", "Each statement has a line of its own."),
    ("sides-in-circle", "The sides that some edges ask for say that something stands left of itself, or above: not all can be met. \
        The layout leaves out what costs least, or what `cycleBreakingStrategy` says."),
    ("stray-frontmatter", "Frontmatter counts only at the start of the text; elsewhere it is skipped."),
    ("unclosed-description", "`accDescr {` is closed by `}`."),
    ("unclosed-directive", "`%%{init: …` is closed by `}%%`."),
    ("unclosed-frontmatter", "The line `---` that ends the frontmatter is missing or indented otherwise than the first."),
    ("unclosed-icon", "`(` is closed by `)` in the same line."),
    ("unclosed-string", "A text in quotes ends with the quote it began with."),
    ("unclosed-title", "`[` is closed by `]`."),
    ("unexpected-text", "Something stands where no statement can begin, or after the end of one. It is skipped."),
    ("unknown-directive", "Directives are `%%{init: {…}}%%` and `%%{wrap}%%`."),
    ("unknown-icon", "No icon pack at hand has this icon or one like it, so the first letters of its name are drawn. Find one with \
        `veduta icons search WORD`, or add a pack with `--icons FILE.json`."),
    ("unknown-id", "An edge or `align` names an id that nothing in the text has. The edge is left out."),
    ("unknown-key", "A setting that neither Mermaid nor Veduta knows; it has no effect."),
    ("unknown-parent", "`in` names a group that is declared nowhere. The member is put at the root."),
    ("unknown-statement", "Statements are `group`, `service`, `junction`, `align`, `title`, `accTitle`, `accDescr`, \
        `direction` and edges."),
    ("unknown-value", "A setting has a value that has no meaning for it."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CODES, codes, explain};

    #[test]
    fn every_code_is_explained_and_has_a_case() {
        assert!(CODES.is_sorted_by_key(|&(name, _)| name));
        let cases = [include_str!("cases.txt"), include_str!("../graph/cases.txt")].concat();
        let mut given: BTreeSet<&str> = cases
            .lines()
            .filter_map(|line| {
                let (severity, rest) = line.split_once(' ')?;
                let is_finding = matches!(severity, "error" | "warning" | "note");
                rest.split(' ').next().filter(|_| is_finding)
            })
            .collect();
        // These have tests of their own: one's text is too long for a file of cases, the others are told of the theme or
        // need icon packs.
        given.extend([
            "portable-size",
            "low-contrast",
            "nearest-icon",
            "sides-in-circle",
            "unknown-icon",
        ]);
        let known: BTreeSet<&str> = codes().collect();
        assert_eq!(given, known);
        assert!(explain("unknown-id").is_some());
        assert_eq!(explain("nonsense"), None);
    }
}
