use super::*;
use crate::quality::measure;

fn multi_cloud() -> (Graph, Layout, Sizes) {
    let text = std::fs::read_to_string("scenes/multi-cloud.mmd").unwrap();
    let mut resources = crate::diagram::Resources {
        fonts: crate::text::Fonts::bundled(),
        icons: crate::icons::Icons::default(),
    };
    let d = crate::diagram::Diagram::new(&text, &mut resources);
    (d.graph, d.layout, d.sizes)
}

#[test]
fn dump() {
    let (mut graph, layout, sizes) = multi_cloud();
    for merge in [true, false] {
        graph.hints.merge_edges = Some(merge);
        let t = std::time::SystemTime::now();
        let routes = route(&graph, &layout, &sizes, &Params::default());
        eprintln!("{merge} {:?}", t.elapsed().unwrap());
        eprintln!("{:#?}", measure(&graph, &layout, &routes));
        std::fs::write(format!("/tmp/route-{merge}.svg"), svg(&graph, &layout, &sizes, &routes))
            .unwrap();
    }
}

fn svg(graph: &Graph, layout: &Layout, sizes: &Sizes, routes: &Routes) -> String {
    use std::fmt::Write;
    let b = layout.bounds.inflate(40.0);
    let s = b.size();
    let mut o = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='{} {} {} {}' width='{}' height='{}'><rect x='{}' y='{}' width='100%' height='100%' fill='#222'/>",
        b.min.x, b.min.y, s.x, s.y, s.x, s.y, b.min.x, b.min.y
    );
    let mut depth: Vec<(usize, usize)> = (0..graph.groups.len())
        .map(|g| {
            let mut d = 0;
            let mut p = graph.groups[g].parent;
            while let Some(q) = p {
                d += 1;
                p = graph.groups[q.index()].parent;
            }
            (d, g)
        })
        .collect();
    depth.sort();
    let mut rect = |r: &Rect, f: &str, st: &str, rx: f64| {
        write!(
            o,
            "<rect x='{}' y='{}' width='{}' height='{}' fill='{f}' stroke='{st}' rx='{rx}'/>",
            r.min.x,
            r.min.y,
            r.size().x,
            r.size().y
        )
        .unwrap();
    };
    for (d, g) in depth {
        rect(
            &layout.groups[g],
            ["#2a2a33", "#33333f", "#3c3c4b", "#44445a"][d.min(3)],
            "#bd93f9",
            14.0,
        );
        let t = sizes.group_titles[g];
        if t.x > 0.0 {
            rect(
                &Rect::from_min_size(
                    layout.groups[g].min + DVec2::new(12.0, 6.0),
                    DVec2::new(t.x, 18.0),
                ),
                "#555",
                "none",
                0.0,
            );
        }
    }
    for n in &layout.nodes {
        rect(n, "#44475a", "#6272a4", 6.0);
    }
    for (i, r) in routes.edges.iter().enumerate() {
        let hue = (i * 47) % 360;
        let p: Vec<String> = r.points.iter().map(|p| format!("{},{}", p.x, p.y)).collect();
        write!(
            o,
            "<polyline points='{}' fill='none' stroke='hsl({hue},80%,70%)' stroke-width='2'/>",
            p.join(" ")
        )
        .unwrap();
        let e = r.points[r.points.len() - 1];
        write!(o, "<circle cx='{}' cy='{}' r='4' fill='hsl({hue},80%,70%)'/>", e.x, e.y).unwrap();
        if let Some(l) = r.label {
            write!(
                o,
                "<rect x='{}' y='{}' width='{}' height='{}' fill='#000' stroke='#fff'/>",
                l.min.x,
                l.min.y,
                l.size().x,
                l.size().y
            )
            .unwrap();
        }
    }
    for (n, r) in graph.nodes.iter().zip(&layout.nodes) {
        write!(
            o,
            "<text x='{}' y='{}' fill='#fff' font-size='14' text-anchor='middle'>{}</text>",
            r.center().x,
            r.center().y,
            n.id
        )
        .unwrap();
    }
    o.push_str("</svg>");
    o
}
