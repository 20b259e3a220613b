use std::collections::BTreeMap;

use super::Span;

/// What a text says, statement by statement, before names are resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The statements in source order.
    pub statements: Vec<Statement>,
    /// Title: the last `title` statement, else the frontmatter's.
    pub title: Option<Spanned<String>>,
    /// The last `accTitle`.
    pub acc_title: Option<Spanned<String>>,
    /// The last `accDescr`.
    pub acc_descr: Option<Spanned<String>>,
    /// The last `direction`.
    pub direction: Option<Spanned<Direction>>,
    /// Frontmatter and directives, merged by their precedence.
    pub config: Config,
    /// Comments of the diagram's body, `%%` included, in source order.
    pub comments: Vec<Span>,
}

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the file.
    pub span: Span,
}

/// One statement of the diagram.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// `group`
    Group(Group),
    /// `service`
    Service(Service),
    /// `junction`
    Junction(Junction),
    /// `a:R --> L:b`
    Edge(Edge),
    /// `align row a b`
    Align(Align),
}

/// `group id(icon)[title] in parent`
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name in the text.
    pub id: Spanned<String>,
    /// Icon id, as written.
    pub icon: Option<Spanned<String>>,
    /// Title, trimmed and unquoted; may hold `**bold**`, `*emphasis*` and `<br>`.
    pub title: Option<Spanned<String>>,
    /// The enclosing group's name.
    pub parent: Option<Spanned<String>>,
    /// How its border is drawn: what stands behind the statement, as in `#00A4A6{dashed}`.
    pub border: Option<GroupBorder>,
    /// The whole statement.
    pub span: Span,
}

/// A border of a group's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBorder {
    /// A CSS colour of three or six digits, `#00A4A6`.
    pub color: String,
    /// What the line is made of; the theme's if not told.
    pub line: Option<BorderLine>,
}

/// What a border is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BorderLine {
    /// One line.
    Solid,
    /// Short lines.
    Dashed,
    /// Dots.
    Dotted,
}

/// `service id(icon)[title] in parent` or `service id "text"[title] in parent`
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name in the text.
    pub id: Spanned<String>,
    /// Icon id, as written.
    pub icon: Option<Spanned<String>>,
    /// The text that stands in place of an icon.
    pub icon_text: Option<Spanned<String>>,
    /// Title, trimmed and unquoted.
    pub title: Option<Spanned<String>>,
    /// The enclosing group's name.
    pub parent: Option<Spanned<String>>,
    /// The whole statement.
    pub span: Span,
}

/// `junction id in parent`
#[derive(Clone, Debug, PartialEq)]
pub struct Junction {
    /// Its name in the text.
    pub id: Spanned<String>,
    /// The enclosing group's name.
    pub parent: Option<Spanned<String>>,
    /// The whole statement.
    pub span: Span,
}

/// `a{group}:R <-[label]-> L:b{group}`
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The left-hand end.
    pub from: EndRef,
    /// The right-hand end.
    pub to: EndRef,
    /// Text on the edge.
    pub label: Option<Spanned<String>>,
    /// The whole statement.
    pub span: Span,
}

/// One end of an [`Edge`].
#[derive(Clone, Debug, PartialEq)]
pub struct EndRef {
    /// The name of a service, junction or group.
    pub id: Spanned<String>,
    /// The side asked for.
    pub side: Option<Spanned<Side>>,
    /// What the text says here of a group's border.
    pub group: Option<GroupMark>,
    /// Whether an arrowhead stands here.
    pub arrow: bool,
}

/// `{group}` or `{group:ID}`: the edge ends at the border of a group that holds what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMark {
    /// The group that is named; otherwise the innermost one.
    pub name: Option<Spanned<String>>,
    /// All of it, with its braces.
    pub span: Span,
}

/// A side of a box; y points down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Towards smaller x.
    Left,
    /// Towards larger x.
    Right,
    /// Towards smaller y.
    Top,
    /// Towards larger y.
    Bottom,
}

impl Side {
    /// How diagrams write it.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Left => 'L',
            Self::Right => 'R',
            Self::Top => 'T',
            Self::Bottom => 'B',
        }
    }
}

/// `align row a b c`
#[derive(Clone, Debug, PartialEq)]
pub struct Align {
    /// Row or column.
    pub axis: AlignAxis,
    /// The members in order.
    pub members: Vec<Spanned<String>>,
    /// The whole statement.
    pub span: Span,
}

/// What an [`Align`] makes of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlignAxis {
    /// One y, left to right.
    Row,
    /// One x, top to bottom.
    Column,
}

/// The way the author wants the diagram to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    LeftRight,
    /// Top to bottom.
    TopBottom,
}

/// What frontmatter and directives ask for; what Veduta does not use stands as a note in the diagnostics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `theme`
    pub theme: Option<Spanned<String>>,
    /// `look`
    pub look: Option<Spanned<String>>,
    /// `layout`
    pub layout: Option<Spanned<String>>,
    /// `handDrawnSeed`: what the strokes of the look `handDrawn` begin with (0).
    pub hand_drawn_seed: Option<u64>,
    /// `themeVariables`, values as text (`"2"`, `"#282a36"`), by key.
    pub theme_variables: BTreeMap<String, Spanned<String>>,
    /// The section `architecture`.
    pub architecture: Architecture,
    /// The section `elk`.
    pub elk: ElkHints,
}

/// The section `architecture` of the config; `None` is Mermaid's default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Architecture {
    /// `padding`, px round the content of a group (40).
    pub padding: Option<f64>,
    /// `iconSize`, px (80).
    pub icon_size: Option<f64>,
    /// `fontSize`, px (16).
    pub font_size: Option<f64>,
    /// `nodeSeparation`, px (75).
    pub node_separation: Option<f64>,
    /// `idealEdgeLengthMultiplier`, times the icon's size (1.5).
    pub ideal_edge_length_multiplier: Option<f64>,
    /// `seed` (1).
    pub seed: Option<u64>,
    /// `edgeStyle`, Veduta's own (`orthogonal`).
    pub edge_style: Option<EdgeStyle>,
}

/// How edges run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EdgeStyle {
    /// Along the axes, round everything, with small rounded corners.
    #[default]
    Orthogonal,
    /// The same ways with wide turns.
    Curved,
    /// Straight from end to end, whatever lies between.
    Straight,
}

/// The section `elk` of the config: hints to the layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElkHints {
    /// `mergeEdges`: edges that share a port share a trunk.
    pub merge_edges: Option<bool>,
    /// `nodePlacementStrategy`: with `BRANDES_KOEPF` straight edges are worth more room.
    pub node_placement_strategy: Option<String>,
    /// `cycleBreakingStrategy`: which edge gives way where the sides asked for go round in a circle; with `GREEDY` and
    /// `GREEDY_MODEL_ORDER` few do, with `MODEL_ORDER` those that go against the order of the text.
    pub cycle_breaking_strategy: Option<String>,
    /// `forceNodeModelOrder`: what stands in one row or column stands there as the text names it, wherever asked sides
    /// do not say otherwise.
    pub force_node_model_order: Option<bool>,
    /// `considerModelOrder`: the same where it costs little; `PREFER_EDGES` takes the order in which edges name things.
    pub consider_model_order: Option<String>,
}
