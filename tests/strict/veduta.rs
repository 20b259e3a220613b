//! What Veduta reads in a text, in the words of the strict reader.

use veduta::syntax::{AlignAxis, Document, Edge, EndRef, Side, Spanned, Statement};

use super::Model;

pub(crate) fn model(document: &Document) -> Model {
    let mut model = Model::default();
    let part = |open: &str, value: &Option<Spanned<String>>, close: &str| {
        value.as_ref().map_or_else(String::new, |value| format!("{open}{}{close}", value.value))
    };
    for statement in &document.statements {
        match statement {
            Statement::Group(g) => {
                let (icon, title) = (part(" (", &g.icon, ")"), part(" [", &g.title, "]"));
                let parent = part(" in ", &g.parent, "");
                model.groups.push(format!("{}{icon}{title}{parent}", g.id.value));
            }
            Statement::Service(s) => {
                let mark = part(" \"", &s.icon_text, "\"") + &part(" (", &s.icon, ")");
                let (title, parent) = (part(" [", &s.title, "]"), part(" in ", &s.parent, ""));
                model.nodes.push(format!("service {}{mark}{title}{parent}", s.id.value));
            }
            Statement::Junction(j) => {
                model.nodes.push(format!("junction {}{}", j.id.value, part(" in ", &j.parent, "")));
            }
            Statement::Edge(edge) => model.edges.push(edge_line(edge)),
            Statement::Align(align) => {
                let axis = match align.axis {
                    AlignAxis::Row => "row",
                    AlignAxis::Column => "column",
                };
                let ids = align.members.iter().map(|member| member.value.as_str());
                model.aligns.push(ids.fold(axis.to_owned(), |line, id| line + " " + id));
            }
        }
    }
    let one_line = |text: &Option<Spanned<String>>| {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.as_ref().map(|text| words(&text.value))
    };
    model.title = one_line(&document.title);
    model.acc_title = one_line(&document.acc_title);
    model.acc_descr = one_line(&document.acc_descr);
    model
}

fn edge_line(edge: &Edge) -> String {
    let side = |end: &EndRef| match end.side.as_ref().map(|side| side.value) {
        Some(Side::Left) => 'L',
        Some(Side::Right) => 'R',
        Some(Side::Top) => 'T',
        Some(Side::Bottom) => 'B',
        None => '?',
    };
    let label = edge.label.as_ref().map_or_else(String::new, |l| format!(" [{}]", l.value));
    let (from, to) = (&edge.from, &edge.to);
    format!(
        "{} {} {} {} {label} {} {} {} {}",
        from.id.value,
        side(from),
        from.group.is_some(),
        from.arrow,
        to.arrow,
        to.group.is_some(),
        side(to),
        to.id.value
    )
}
