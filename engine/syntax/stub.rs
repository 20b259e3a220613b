// Throw-away line reader so that the later stages have something to work on.
use super::*;
fn sp(s: &str) -> Spanned<String> {
    Spanned { value: s.to_owned(), span: Span::default() }
}
pub(super) fn parse(text: &str) -> (Document, Vec<Diagnostic>) {
    let mut doc = Document::default();
    for line in text.lines() {
        let line = line.trim();
        let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (decl, parent) = match rest.rsplit_once(" in ") {
            Some((d, p)) => (d, Some(sp(p.trim()))),
            None => (rest, None),
        };
        let cut = decl.find(['(', '[']).unwrap_or(decl.len());
        let id = sp(decl[..cut].trim());
        let icon = decl.find('(').and_then(|a| decl.find(')').map(|b| sp(&decl[a + 1..b])));
        let title = decl.find('[').and_then(|a| decl.rfind(']').map(|b| sp(&decl[a + 1..b])));
        match head {
            "group" => doc.statements.push(Statement::Group(Group {
                id,
                icon,
                title,
                parent,
                span: Span::default(),
            })),
            "service" => doc.statements.push(Statement::Service(Service {
                id,
                icon,
                icon_text: None,
                title,
                parent,
                span: Span::default(),
            })),
            "junction" => doc.statements.push(Statement::Junction(Junction {
                id,
                parent,
                span: Span::default(),
            })),
            "accTitle:" => doc.acc_title = Some(sp(rest)),
            "accDescr:" => doc.acc_descr = Some(sp(rest)),
            "themeVariables:" => {
                for kv in rest.trim_matches(['{', '}']).split(", ") {
                    if let Some((k, v)) = kv.split_once(": ") {
                        doc.config.theme_variables.insert(k.to_owned(), sp(v.trim_matches('"')));
                    }
                }
            }
            _ if line.contains("--") && line.contains(':') => {
                let w: Vec<&str> = line.split_whitespace().collect();
                if w.len() != 3 {
                    continue;
                }
                let (a, s) = w[0].split_once(':').unwrap_or((w[0], "R"));
                let (t, b) = w[2].split_once(':').unwrap_or(("L", w[2]));
                let side = |c: &str| {
                    c.chars().next().map(|value| Spanned { value, span: Span::default() })
                };
                doc.statements.push(Statement::Edge(Edge {
                    from: EndRef {
                        id: sp(a),
                        side: side(s),
                        group: None,
                        arrow: w[1].starts_with('<'),
                    },
                    to: EndRef {
                        id: sp(b),
                        side: side(t),
                        group: None,
                        arrow: w[1].ends_with('>'),
                    },
                    label: None,
                    span: Span::default(),
                }));
            }
            _ => {}
        }
    }
    (doc, Vec::new())
}
