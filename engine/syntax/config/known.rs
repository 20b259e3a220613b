//! The names of settings and of their values.

use crate::syntax::EdgeStyle;

/// Settings below `config` that mean something here.
pub(super) const TOP: [&str; 9] = [
    "architecture",
    "elk",
    "fontFamily",
    "handDrawnSeed",
    "layout",
    "look",
    "theme",
    "themeCSS",
    "themeVariables",
];

/// Settings of Mermaid that change nothing in an architecture diagram, or nothing in Veduta's.
pub(super) const WITHOUT_EFFECT: [&str; 49] = [
    "altFontFamily",
    "arrowMarkerAbsolute",
    "block",
    "c4",
    "class",
    "darkMode",
    "deterministicIDSeed",
    "deterministicIds",
    "dompurifyConfig",
    "er",
    "flowchart",
    "fontSize",
    "forceLegacyMathML",
    "gantt",
    "gitGraph",
    "htmlLabels",
    "journey",
    "kanban",
    "legacyMathML",
    "logLevel",
    "markdownAutoWrap",
    "maxEdges",
    "maxTextSize",
    "mindmap",
    "packet",
    "pie",
    "quadrantChart",
    "radar",
    "requirement",
    "sankey",
    "secure",
    "securityLevel",
    "sequence",
    "startOnLoad",
    "state",
    "suppressErrorRendering",
    "suppressErrors",
    "themeCSS",
    "timeline",
    "treemap",
    "useMaxWidth",
    "venn",
    "wrap",
    "xyChart",
    "zenuml",
    "ishikawa",
    "treeView",
    "wardley",
    "nodeSpacing",
];

/// Mermaid's themes.
pub(super) const THEMES: [&str; 12] = [
    "base",
    "dark",
    "default",
    "forest",
    "mermaid",
    "neo",
    "neo-dark",
    "neutral",
    "redux",
    "redux-color",
    "redux-dark",
    "redux-dark-color",
];

/// Mermaid's looks.
pub(super) const LOOKS: [&str; 3] = ["classic", "handDrawn", "neo"];

/// Mermaid's layout engines.
pub(super) const LAYOUTS: [&str; 9] = [
    "cose-bilkent",
    "dagre",
    "elk",
    "elk.force",
    "elk.layered",
    "elk.mrtree",
    "elk.sporeOverlap",
    "elk.stress",
    "tidy-tree",
];

/// Values of `elk.nodePlacementStrategy`.
pub(super) const PLACEMENTS: [&str; 4] =
    ["BRANDES_KOEPF", "LINEAR_SEGMENTS", "NETWORK_SIMPLEX", "SIMPLE"];

/// Values of `elk.cycleBreakingStrategy`.
pub(super) const CYCLE_BREAKERS: [&str; 5] =
    ["DEPTH_FIRST", "GREEDY", "GREEDY_MODEL_ORDER", "INTERACTIVE", "MODEL_ORDER"];

/// Values of `elk.considerModelOrder`.
pub(super) const MODEL_ORDERS: [&str; 4] =
    ["NODES_AND_EDGES", "NONE", "PREFER_EDGES", "PREFER_NODES"];

/// Values of the section `elk` that ask for nothing that is not done anyway.
pub(super) const WITHOUT_WISH: [&str; 5] =
    ["DEPTH_FIRST", "INTERACTIVE", "LINEAR_SEGMENTS", "NETWORK_SIMPLEX", "SIMPLE"];

/// Settings below `elk`.
pub(super) const ELK: [&str; 5] = [
    "considerModelOrder",
    "cycleBreakingStrategy",
    "forceNodeModelOrder",
    "mergeEdges",
    "nodePlacementStrategy",
];

/// Values of `architecture.edgeStyle`.
pub(super) const EDGE_STYLES: [(&str, EdgeStyle); 3] = [
    ("curved", EdgeStyle::Curved),
    ("orthogonal", EdgeStyle::Orthogonal),
    ("straight", EdgeStyle::Straight),
];

/// Settings below `architecture`.
pub(super) const SECTION: [&str; 14] = [
    "edgeElasticity",
    "edgeStyle",
    "fontSize",
    "iconSize",
    "idealEdgeLengthMultiplier",
    "layout",
    "look",
    "nodeSeparation",
    "numIter",
    "padding",
    "randomize",
    "seed",
    "theme",
    "useMaxWidth",
];

/// The theme variables that reach an architecture diagram, by themselves or through those derived from them.
pub(super) const VARIABLES: [&str; 27] = [
    "archEdgeArrowColor",
    "archEdgeColor",
    "archEdgeWidth",
    "archGroupBorderColor",
    "archGroupBorderWidth",
    "background",
    "clusterBkg",
    "clusterBorder",
    "darkMode",
    "edgeLabelBackground",
    "fontFamily",
    "fontSize",
    "lineColor",
    "mainBkg",
    "nodeBorder",
    "nodeTextColor",
    "primaryBorderColor",
    "primaryColor",
    "primaryTextColor",
    "secondaryBorderColor",
    "secondaryColor",
    "secondaryTextColor",
    "tertiaryBorderColor",
    "tertiaryColor",
    "tertiaryTextColor",
    "textColor",
    "titleColor",
];
