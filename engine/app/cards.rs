//! Services that are shown so large that there is room for more than icon and name (`interaction.md` 3.5).

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use kurbo::{Point, Rect, RoundedRect, Vec2};

use super::chrome::Chrome;
use super::worker::Loaded;
use crate::diagram::Diagram;
use crate::explore::{self, CardLine, Level, Levels};
use crate::graph::{NodeId, NodeKind, narrow};
use crate::scene::color::mix;
use crate::scene::{Element, Mark, Shape, Span, Subject, Theme};
use crate::syntax::LineIndex;
use crate::text::Label;

/// A card is drawn for a tile of this height and then enlarged, px.
const HEIGHT: f64 = 160.0;
/// Round what is on it, px.
const PADDING: f64 = 11.0;
/// Side of the icon, px.
const ICON: f64 = 36.0;
/// Size of the name, and of all else, px.
const NAME: f64 = 12.5;
const TYPE: f64 = 9.5;
/// From line to line, px.
const LINE: f64 = 14.0;
/// Where the lines begin, px.
const TOP: f64 = 62.0;
/// How round a tile's corners are, and how wide its border is, px of the world.
const CORNER: f64 = 10.0;
const BORDER: f64 = 1.5;

/// What is written on the cards that were drawn, so that it is shaped once.
#[derive(Debug, Default)]
pub(super) struct Cards {
    of: Weak<Diagram>,
    made: BTreeMap<NodeId, Card>,
    looks: BTreeMap<NodeId, Look>,
}

/// How a service is drawn.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// The box that its icon fills in the world.
    pub(super) place: Rect,
    /// The icon.
    pub(super) icon: Vec<Mark>,
    /// The scales at which its name is seen.
    named: Vec<Span>,
}

impl Look {
    /// Whether its name is seen at `scale`.
    pub(super) fn is_named(&self, scale: f64) -> bool {
        self.named.iter().any(|span| span.opacity(scale) > 0.5)
    }
}

#[derive(Clone, Debug)]
struct Card {
    name: Arc<Label>,
    id: Arc<Label>,
    lines: Vec<(Arc<Label>, Arc<Label>)>,
    look: Look,
}

impl Chrome {
    /// The cards in this part of the world, in world px; of each service this share is seen, and `scale` decides on the level.
    pub(super) fn cards(
        &mut self,
        loaded: &Loaded,
        seen: Rect,
        share: impl Fn(NodeId) -> f32,
        scale: f64,
    ) -> Vec<Element> {
        let (diagram, theme) = (&loaded.diagram, &loaded.theme);
        // Half of two pictures of the same cannot be read.
        let fade = Span::from(Levels::of(diagram).begin(Level::Card)).sharp().opacity(scale);
        if fade <= 0.0 {
            return Vec::new();
        }
        self.forget_others(diagram);
        let mut elements = Vec::new();
        for (node_idx, node) in diagram.graph.nodes.iter().enumerate() {
            let id = NodeId(narrow(node_idx));
            let body = explore::bounds(diagram, explore::Subject::Node(id));
            let is_card = node.kind == NodeKind::Service && diagram.fold.hides_node(id).is_none();
            let share = share(id);
            if !is_card || share <= 0.0 || !body.overlaps(seen) {
                continue;
            }
            let card = match self.cards.made.get(&id) {
                Some(card) => card.clone(),
                None => {
                    let card = self.card(loaded, id, body);
                    self.cards.made.insert(id, card.clone());
                    card
                }
            };
            let mut marks = card.marks(body, theme);
            // What is faint on it is so; but the card itself hides the tile below it, whose name would shine through.
            let rest = marks.split_off(1);
            if let Some(Mark::Fill { color, .. }) = marks.first_mut() {
                *color = mix(theme.panel(1), *color, share);
            }
            let part = |marks| Element::new(Subject::Node(id), &node.id, "card", marks);
            elements.push(part(marks));
            elements.push(Element { opacity: share, ..part(rest) });
        }
        elements
    }

    fn card(&mut self, loaded: &Loaded, id: NodeId, body: Rect) -> Card {
        let diagram = &*loaded.diagram;
        let node = &diagram.graph.nodes[id.index()];
        let (line, _) = LineIndex::new(&loaded.text).line_column(node.span.start);
        let mut told = explore::card(diagram, id);
        told.push(CardLine { what: "line", text: line.to_string() });
        let width = body.width() * HEIGHT / body.height() - 2.0 * PADDING;
        let mut sketch = self.sketch(&loaded.theme);
        let beside = width - ICON - 8.0;
        let name = explore::title_of(&diagram.graph, explore::Subject::Node(id));
        let name = sketch.label(&name, NAME, 700.0, beside, 2);
        let named = sketch.label(&node.id, TYPE, 400.0, beside, 1);
        let lines = told.iter().map(|CardLine { what, text }| {
            let what = sketch.label(what, TYPE, 400.0, width, 1);
            let room = width - what_width();
            (what, sketch.label(text, TYPE, 400.0, room, 1))
        });
        let most = ((HEIGHT - TOP - PADDING / 2.0) / LINE).floor();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few")]
        let lines = lines.take(most as usize).collect();
        Card { name, id: named, lines, look: self.look_of(loaded, id) }
    }

    /// How a service is drawn.
    pub(super) fn look_of(&mut self, loaded: &Loaded, id: NodeId) -> Look {
        self.forget_others(&loaded.diagram);
        self.cards.looks.entry(id).or_insert_with(|| look_of(loaded, id)).clone()
    }

    fn forget_others(&mut self, diagram: &Arc<Diagram>) {
        if !std::ptr::eq(self.cards.of.as_ptr(), Arc::as_ptr(diagram)) {
            self.cards = Cards { of: Arc::downgrade(diagram), ..Cards::default() };
        }
    }
}

/// Room for the longest of the signs and words, px.
fn what_width() -> f64 {
    explore::width_of("out → ", TYPE)
}

fn look_of(loaded: &Loaded, id: NodeId) -> Look {
    let diagram = &loaded.diagram;
    let place = diagram.style.icon_rect(&diagram.layout.nodes[id.index()]);
    let place = Rect::new(place.min.x, place.min.y, place.max.x, place.max.y);
    let round = place.inflate(3.0, 3.0);
    let is_icon = |mark: &&Mark| round.union(mark.bounds()) == round;
    let (mut icon, mut named) = (Vec::new(), Vec::new());
    let own = loaded.scene.elements.iter().filter(|e| e.subject == Subject::Node(id));
    for element in own {
        match element.class {
            "service" => icon.extend(element.marks.iter().filter(is_icon).cloned()),
            "name" => named.push(element.seen),
            _ => {}
        }
    }
    Look { place, icon, named }
}

impl Card {
    fn marks(&self, tile: Rect, theme: &Theme) -> Vec<Mark> {
        let unit = tile.height() / HEIGHT;
        let inside = tile.inset(-BORDER / 2.0);
        let shape = Shape::RoundedRect(RoundedRect::from_rect(inside, CORNER - BORDER / 2.0));
        let mut marks = vec![Mark::Fill { shape, color: theme.tile.with_alpha(1.0) }];
        let at = |x: f64, y: f64| tile.origin() + Vec2::new(x, y) * unit;
        let icon = Rect::from_origin_size(at(PADDING, PADDING), (ICON * unit, ICON * unit));
        marks.extend(self.look.icon.iter().map(|mark| mark.fitted(self.look.place, icon)));
        let mut write = |label: &Label, at: Point, color| {
            let label = Arc::new(label.scaled(unit));
            marks.push(Mark::Text { label, at, color });
        };
        let beside = PADDING + ICON + 8.0;
        let height = self.name.height + self.id.height + 2.0;
        let top = PADDING + (ICON - height) / 2.0;
        let soft = super::chrome::soft(theme);
        write(&self.name, at(beside, top), theme.tile_text);
        write(&self.id, at(beside, top + self.name.height + 2.0), soft);
        for (place, (what, text)) in (0_u32..).zip(&self.lines) {
            let y = TOP + f64::from(place) * LINE;
            write(what, at(PADDING, y), soft);
            write(text, at(PADDING + what_width(), y), theme.tile_text);
        }
        marks
    }
}
