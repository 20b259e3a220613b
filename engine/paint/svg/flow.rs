//! What moves, as dashes that a style sheet moves along their lines: they stand still for whoever wants less motion.
//!
//! Dots are dashes of no length with round ends; a tail is a second, thinner dash behind each. Marks that stand still are drawn
//! one by one.

use kurbo::{BezPath, Point, Vec2};

use super::super::flow::{Particle, Row, rows, turn};
use super::super::{Moment, View};
use super::xml::{Xml, number, path_data};
use crate::scene::{Flow, Motif, Scene};

/// Dashes go on by a spacing, again and again; marks swell.
const STYLE: &str = "@keyframes veduta-flow { to { stroke-dashoffset: var(--to) } } \
    @keyframes veduta-breath { 50% { opacity: 0.25 } } \
    @media (prefers-reduced-motion: no-preference) { \
    .stream { animation: veduta-flow linear infinite } .breath { animation: veduta-breath infinite } }";

/// Writes `flow` as `view` shows it, from `moment` on.
pub(super) fn write(xml: &mut Xml, flow: &Flow, scene: &Scene, view: &View, moment: Moment) {
    let rows = rows(flow, scene, view, moment);
    if rows.is_empty() {
        return;
    }
    let turn = turn(flow, moment);
    xml.start("g");
    xml.attribute("class", "flow");
    xml.attribute("aria-hidden", "true");
    xml.start("style");
    xml.text(STYLE);
    xml.end_text();
    for row in rows {
        match row.stream.motif {
            Motif::Chevron | Motif::Breath => {
                row.particles(view, turn).for_each(|mark| still(xml, &mark, view, flow.secs));
            }
            Motif::Comet | Motif::Diamond | Motif::Bar | Motif::Dash => {
                let first = row.first(turn) * row.spacing;
                let secs = flow.secs / f64::from(row.per_loop);
                for dash in dashes(&row, view.scale()) {
                    stream(xml, &row, &dash, first, secs);
                }
            }
        }
    }
    xml.end();
}

/// A piece of a line that moves, world px.
struct Dash {
    width: f64,
    length: f64,
    /// How far its middle is behind the particle.
    behind: f64,
    round: bool,
    opacity: f64,
}

/// What a particle is made of.
fn dashes(row: &Row<'_>, scale: f64) -> Vec<Dash> {
    let (r, tail) = (row.radius / scale, row.tail / scale);
    let dash = |width: f64, length: f64, round: bool| Dash {
        width: width * r,
        length: length * r,
        behind: 0.0,
        round,
        opacity: 1.0,
    };
    match row.stream.motif {
        Motif::Diamond => vec![dash(2.6, 2.6, false)],
        Motif::Bar => vec![dash(3.6, 1.2, false)],
        Motif::Dash => vec![dash(1.24, 4.4, true)],
        _ if tail > 0.0 => {
            let tail =
                Dash { length: tail, behind: tail / 2.0, opacity: 0.4, ..dash(0.8, 0.0, true) };
            vec![tail, dash(2.0, 0.0, true)]
        }
        _ => vec![dash(2.0, 0.0, true)],
    }
}

fn stream(xml: &mut Xml, row: &Row<'_>, dash: &Dash, first: f64, secs: f64) {
    let mut path = BezPath::new();
    for (n, (corner, _)) in row.stream.way.corners().enumerate() {
        if n == 0 { path.move_to(corner) } else { path.line_to(corner) }
    }
    // A dash begins where the pattern does: this far along the line.
    let offset = dash.length / 2.0 + dash.behind - first;
    xml.start("path");
    xml.attribute("class", "stream");
    xml.attribute("d", &path_data(&path));
    xml.attribute("fill", "none");
    xml.color("stroke", row.stream.color.multiply_alpha(row.alpha));
    xml.number("stroke-width", dash.width);
    xml.attribute("stroke-linecap", if dash.round { "round" } else { "butt" });
    let gap = (row.spacing - dash.length).max(0.0);
    xml.attribute("stroke-dasharray", &format!("{} {}", number(dash.length), number(gap)));
    xml.number("stroke-dashoffset", offset);
    let end = number(offset - row.spacing);
    xml.attribute("style", &format!("--to: {end}; animation-duration: {}s", number(secs)));
    if dash.opacity < 1.0 {
        xml.number("opacity", dash.opacity);
    }
    xml.end();
}

/// A mark that does not go on.
fn still(xml: &mut Xml, mark: &Particle, view: &View, secs: f64) {
    let scale = view.scale().max(1e-9);
    let at = view.picture_from_world.inverse() * mark.at;
    let (r, ahead) = (mark.sign.radius / scale, mark.heading);
    if mark.sign.motif == Motif::Breath {
        xml.start("circle");
        xml.attribute("class", "breath");
        xml.number("cx", at.x);
        xml.number("cy", at.y);
        xml.number("r", 1.3 * r);
        xml.color("fill", mark.color);
        xml.attribute("style", &format!("animation-duration: {}s", number(secs)));
        return xml.end();
    }
    let aside = Vec2::new(-ahead.y, ahead.x);
    let point = |x: f64, y: f64| -> Point { at + ahead * (x * r) + aside * (y * r) };
    let mut path = BezPath::new();
    path.move_to(point(-0.8, 1.2));
    path.line_to(point(0.8, 0.0));
    path.line_to(point(-0.8, -1.2));
    xml.start("path");
    xml.attribute("class", "pointer");
    xml.attribute("d", &path_data(&path));
    xml.attribute("fill", "none");
    xml.color("stroke", mark.color);
    xml.number("stroke-width", 0.76 * r);
    xml.attribute("stroke-linecap", "round");
    xml.attribute("stroke-linejoin", "round");
    xml.end();
}
