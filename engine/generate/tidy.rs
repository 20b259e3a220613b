//! Chains in subnets in regions.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::random::Random;

const ICONS: [&str; 10] = [
    "server",
    "database",
    "disk",
    "cloud",
    "internet",
    "logos:aws-lambda",
    "logos:postgresql",
    "mdi:account-key",
    "logos:kubernetes",
    "simple-icons:redis",
];

/// Icons that groups have: the first so many.
const GROUP_ICONS: usize = 5;

const WORDS: [&str; 16] = [
    "Auth", "Orders", "Catalog", "Billing", "Search", "Mail", "Cache", "Queue", "Gateway",
    "Worker", "Store", "Index", "Proxy", "Report", "Audit", "Events",
];

/// An edge to a near service goes no further than this in numbers of services.
const NEAR: usize = 20;

pub(super) fn text(n_services: usize, seed: u64) -> String {
    let mut random = Random::new(seed, n_services);
    let mut text = Text::default();
    text.line(format_args!("architecture-beta"));
    let regions = regions(n_services, &mut random, &mut text);
    chains(&regions, &mut text);
    scatter(n_services, &mut random, &mut text);
    text.lines + &text.edges
}

/// What is written: things first, then edges.
#[derive(Default)]
struct Text {
    lines: String,
    edges: String,
    /// Pairs of names that are joined.
    joined: BTreeSet<(String, String)>,
}

impl Text {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.lines, "{line}");
    }

    /// Joins two things that are not joined yet.
    fn edge(&mut self, (from, side): (&str, char), arrow: &str, (to, end): (&str, char)) {
        let is_joined = |a: &str, b: &str| self.joined.contains(&(a.to_owned(), b.to_owned()));
        if from == to || is_joined(from, to) || is_joined(to, from) {
            return;
        }
        self.joined.insert((from.to_owned(), to.to_owned()));
        let _ = writeln!(self.edges, "    {from}:{side} {arrow} {end}:{to}");
    }
}

/// Writes all groups, services and junctions; returns the services of each subnet of each region.
fn regions(n_services: usize, random: &mut Random, text: &mut Text) -> Vec<Vec<Vec<String>>> {
    let mut regions = Vec::new();
    let mut n_made = 0;
    while n_made < n_services {
        let region = regions.len();
        text.line(format_args!(
            "    group reg{region}({})[Region {region}]",
            ICONS[random.below(GROUP_ICONS)]
        ));
        let n_wanted = (n_services - n_made).min(16 + random.below(9));
        let end = n_made + n_wanted;
        let mut subnets = Vec::new();
        while n_made < end {
            let subnet = subnets.len();
            text.line(format_args!(
                "    group reg{region}_s{subnet}({})[Subnet {region} {subnet}] in reg{region}",
                ICONS[random.below(GROUP_ICONS)]
            ));
            let next = n_made + (end - n_made).min(3 + random.below(5));
            subnets.push((n_made..next).map(|n| format!("s{n}")).collect::<Vec<_>>());
            for number in n_made..next {
                let (icon, word) = (random.pick(&ICONS), random.pick(&WORDS));
                text.line(format_args!(
                    "    service s{number}({icon})[{word} {number}] in reg{region}_s{subnet}"
                ));
            }
            n_made = next;
        }
        text.line(format_args!("    junction j{region} in reg{region}"));
        regions.push(subnets);
    }
    regions
}

/// Joins the services of a subnet in a row, the subnets of a region in a column, and the regions by their junctions.
fn chains(regions: &[Vec<Vec<String>>], text: &mut Text) {
    for (number, subnets) in regions.iter().enumerate() {
        for (place, services) in subnets.iter().enumerate() {
            for pair in services.windows(2) {
                text.edge((&pair[0], 'R'), "-->", (&pair[1], 'L'));
            }
            if place > 0 {
                text.edge((&subnets[place - 1][0], 'B'), "-->", (&services[0], 'T'));
            }
        }
        let first = &subnets[0];
        let junction = format!("j{number}");
        text.edge((&first[first.len() - 1], 'R'), "--", (&junction, 'L'));
        if number > 0 {
            let before = format!("j{}", number - 1);
            text.edge((&before, 'R'), "-->", (&first[0], 'L'));
        }
    }
}

/// Joins random services, most of them near each other.
fn scatter(n_services: usize, random: &mut Random, text: &mut Text) {
    for _ in 0..n_services / 5 {
        let from = random.below(n_services);
        let to = if random.happens(0.7) {
            let step = random.below(2 * NEAR + 1);
            (from + step).saturating_sub(NEAR).min(n_services - 1)
        } else {
            random.below(n_services)
        };
        let (side, end) = random.pick(&[('L', 'R'), ('R', 'L'), ('T', 'B'), ('B', 'T')]);
        let arrow = if random.happens(0.7) { "-->" } else { "<-->" };
        let label = random.happens(0.15).then(|| format!("-[sync {}]->", random.below(99)));
        let (from, to) = (format!("s{from}"), format!("s{to}"));
        text.edge((&from, side), label.as_deref().unwrap_or(arrow), (&to, end));
    }
}
