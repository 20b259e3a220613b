//! Semantic zoom: what is to be seen of a diagram by how large a service appears (`interaction.md` 3.5).

use crate::diagram::Diagram;
use crate::graph::NodeKind;

/// How high a service is on the screen where each level but the first begins, logical px.
const BEGINS: [f64; 4] = [6.0, 16.0, 56.0, 160.0];

/// A service where there is none to be measured, world px.
const USUAL_HEIGHT: f64 = 96.0;

/// A step of the dial of detail shows what would be seen so many times as large: about a level.
const DIAL: f64 = 2.75;

/// How much is seen of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The outermost groups, and how many edges run between them.
    Map,
    /// All groups, and services as dots.
    Districts,
    /// Services with icon and name, and edges as they run.
    Standard,
    /// Also the labels of edges.
    Detail,
    /// Everything is large.
    Card,
}

/// The scales at which the levels of a diagram begin, px on the screen a world px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// How high its services are, world px.
    pub tile: f64,
}

impl Level {
    const ALL: [Self; 5] = [Self::Map, Self::Districts, Self::Standard, Self::Detail, Self::Card];

    /// One word for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Districts => "districts",
            Self::Standard => "standard",
            Self::Detail => "detail",
            Self::Card => "card",
        }
    }
}

impl Levels {
    /// Those of `diagram`, whose services are all about as high.
    #[must_use]
    pub fn of(diagram: &Diagram) -> Self {
        let nodes = diagram.graph.nodes.iter().zip(&diagram.layout.nodes);
        let services = nodes.filter(|(node, _)| node.kind == NodeKind::Service);
        let highest = services.map(|(_, body)| body.size().y).fold(0.0, f64::max);
        Self { tile: if highest > 0.0 { highest } else { USUAL_HEIGHT } }
    }

    /// The scale at which `level` begins; zero for the first.
    #[must_use]
    pub fn begin(self, level: Level) -> f64 {
        let place = Level::ALL.iter().position(|l| *l == level).unwrap_or(0);
        if place == 0 { 0.0 } else { BEGINS[place - 1] / self.tile }
    }

    /// The level at `scale`.
    #[must_use]
    pub fn at(self, scale: f64) -> Level {
        let reached = |level: &&Level| self.begin(**level) <= scale;
        Level::ALL.iter().rfind(reached).copied().unwrap_or(Level::Map)
    }

    /// The scale that counts in place of the true one with the dial of detail at `detail`, as a factor.
    #[must_use]
    pub fn dialled(detail: i8) -> f64 {
        libm::pow(DIAL, f64::from(detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_where_services_are_so_high() {
        let levels = Levels { tile: 80.0 };
        for (height, expected) in [
            (1.0, Level::Map),
            (5.9, Level::Map),
            (6.1, Level::Districts),
            (15.9, Level::Districts),
            (16.1, Level::Standard),
            (55.9, Level::Standard),
            (56.1, Level::Detail),
            (159.0, Level::Detail),
            (161.0, Level::Card),
            (9e9, Level::Card),
        ] {
            assert_eq!(levels.at(height / 80.0), expected, "{height} px high");
        }
        assert!(Level::ALL.windows(2).all(|w| levels.begin(w[0]) < levels.begin(w[1])));
        assert_eq!(levels.at(10.0 / 80.0 * Levels::dialled(1)), Level::Standard);
        assert_eq!(levels.at(10.0 / 80.0 * Levels::dialled(-1)), Level::Map);
    }
}
