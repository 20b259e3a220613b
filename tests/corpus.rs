//! Reads everything in `../shared/corpus` that is an architecture diagram, where that folder is there.
//!
//! `conformance/index.tsv` has Mermaid 12.3.0's verdict on each file. What it accepts must read without an error and be
//! the model that a strict reader of Mermaid's grammar finds: groups, services and junctions with icons, titles and
//! parents, edges with sides, arrows and labels. What it refuses must give an error, or a finding `portable-…` where Veduta
//! means to accept it, in the line that Mermaid's own message is about.

use std::fs;
use std::path::{Path, PathBuf};

use veduta::graph::{self, Graph, GroupId};
use veduta::syntax::{self, Diagnostic, LineIndex, Severity};

mod strict;

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    {
        eprintln!("SKIPPED: there is no {}", folder.display());
    }
    None
}

fn read(path: &Path) -> (String, Graph, Vec<Diagnostic>) {
    let bytes = fs::read(path).expect("the index names files that exist");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (document, mut diagnostics) = syntax::parse(&text);
    let (graph, more) = graph::resolve(&document);
    diagnostics.extend(more);
    for diagnostic in &diagnostics {
        assert!(text.get(diagnostic.span.range()).is_some(), "{}: {diagnostic:?}", path.display());
    }
    (text, graph, diagnostics)
}

fn lines(text: &str, diagnostics: &[Diagnostic]) -> String {
    let index = LineIndex::new(text);
    let line = |d: &Diagnostic| {
        let (line, column) = index.line_column(d.span.start);
        format!("    {:?} {} {line}:{column} {} ({:?})\n", d.severity, d.code, d.message, d.hint)
    };
    diagnostics.iter().map(line).collect()
}

#[test]
fn conformance() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("conformance");
    let index = fs::read_to_string(folder.join("index.tsv")).unwrap();
    let mut failures = String::new();
    let mut counts = [(0, 0); 2];
    for row in index.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (text, graph, diagnostics) = read(&folder.join(columns[0]));
        let is_valid = columns[2] == "valid";
        let fault = if is_valid {
            fault_in_valid(&text, &graph, &diagnostics, columns[6].parse().ok())
        } else {
            fault_in_invalid(&text, &diagnostics, columns[7])
        };
        let (n_right, n) = &mut counts[usize::from(is_valid)];
        *n += 1;
        *n_right += usize::from(fault.is_none());
        if let Some(fault) = fault {
            failures += &format!("{}: {fault}\n{}", columns[0], lines(&text, &diagnostics));
        }
    }
    let [invalid, valid] = counts;
    eprintln!(
        "conformance: valid {} of {}, invalid {} of {}",
        valid.0, valid.1, invalid.0, invalid.1
    );
    assert!(failures.is_empty(), "{failures}");
}

/// What is wrong with the reading of a text that Mermaid accepts.
fn fault_in_valid(
    text: &str,
    graph: &Graph,
    diagnostics: &[Diagnostic],
    n_edges: Option<usize>,
) -> Option<String> {
    if diagnostics.iter().any(|d| d.severity == Severity::Error) {
        return Some("there is an error".to_owned());
    }
    if n_edges.is_some_and(|n| n != graph.edges.len()) {
        return Some(format!("{} edges, Mermaid draws {n_edges:?}", graph.edges.len()));
    }
    let Some(expected) = strict::read(text) else {
        return Some("the strict reader refuses this".to_owned());
    };
    let (document, _) = syntax::parse(text);
    let mut found = strict::veduta::model(&document);
    // The strict reader does not look into the frontmatter, where a title may stand.
    found.title = found.title.filter(|_| expected.title.is_some());
    if found != expected {
        return Some(format!("{found:#?} in place of {expected:#?}"));
    }
    let resolved = resolved(graph);
    let n_resolved = [resolved[0].len(), resolved[1].len(), graph.edges.len(), graph.aligns.len()];
    let n_told =
        [&expected.groups, &expected.nodes, &expected.edges, &expected.aligns].map(Vec::len);
    let is_told = resolved.concat().iter().zip(expected.groups.iter().chain(&expected.nodes)).all(
        |((id, parent), line)| {
            let told =
                line.rsplit_once(" in ").map(|(_, parent)| parent).filter(|p| !p.contains(']'));
            line.split(' ').any(|word| word == id) && told == parent.as_deref()
        },
    );
    (n_resolved != n_told || !is_told).then(|| format!("{resolved:?} are the names and parents"))
}

/// Names and parents of groups and of nodes.
fn resolved(graph: &Graph) -> [Vec<(String, Option<String>)>; 2] {
    let name = |group: GroupId| graph.groups[group.index()].id.clone();
    [
        graph.groups.iter().map(|g| (g.id.clone(), g.parent.map(name))).collect(),
        graph.nodes.iter().map(|n| (n.id.clone(), n.group.map(name))).collect(),
    ]
}

/// What is wrong with the findings on a text that Mermaid refuses, for the reason that it tells.
fn fault_in_invalid(text: &str, diagnostics: &[Diagnostic], told: &str) -> Option<String> {
    let is_about = |d: &&Diagnostic| d.severity == Severity::Error || d.is_portability();
    let index = LineIndex::new(text);
    let line_of = |d: &Diagnostic| index.line_column(d.span.start).0;
    let found: Vec<usize> = diagnostics.iter().filter(is_about).map(line_of).collect();
    let expected = lines_told(text, told);
    let is_right = found.iter().any(|line| expected.contains(line));
    (!is_right).then(|| format!("findings in lines {found:?}, Mermaid's in one of {expected:?}"))
}

/// The lines of the file that Mermaid's message is about: its own line, else all that hold what it names.
fn lines_told(text: &str, told: &str) -> Vec<usize> {
    let after = |mark: &str| told.split_once(mark).map(|(_, rest)| rest);
    let number = after(" on line ").and_then(|rest| rest.split(',').next()?.parse::<usize>().ok());
    if let Some(line) = number {
        return vec![line + strict::n_lines_taken(text, line)];
    }
    let named = after("[").and_then(|rest| rest.split(']').next());
    let named = named.or_else(|| after("with ID `").and_then(|rest| rest.split('`').next()));
    let words = |line: &str| {
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let is_named = |line: &str| match named {
        Some(name) => words(name).iter().all(|part| words(line).contains(part)),
        None if told.contains("declared `align") => line.contains("align"),
        None => true,
    };
    let lines = text.lines().enumerate().filter(|(_, line)| is_named(line));
    lines.map(|(line, _)| line + 1).collect()
}

#[test]
fn real_diagrams_are_read() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("architecture");
    let index = fs::read_to_string(folder.join("index.tsv")).unwrap();
    let mut failures = String::new();
    let mut n_read = 0;
    for row in index.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (text, graph, diagnostics) = read(&folder.join(columns[0]));
        let counts: Vec<usize> = columns[2..6].iter().map(|count| count.parse().unwrap()).collect();
        let n_nodes = counts[0] + counts[2];
        // The counts were taken with a regular expression, which is not to be trusted on broken texts.
        let is_right = if columns[10] == "ok" {
            let has_something = graph.title.is_some() || graph.nodes.len() + graph.groups.len() > 0;
            assert!(has_something, "{} draws nothing", columns[0]);
            let seen = [graph.nodes.len(), graph.groups.len(), graph.edges.len()];
            let fault = fault_in_valid(&text, &graph, &diagnostics, None);
            failures.extend(fault.clone());
            seen == [n_nodes, counts[1], counts[3]] && fault.is_none()
        } else {
            has_content(&graph) == (n_nodes + counts[1] > 0)
        };
        n_read += usize::from(is_right);
        if !is_right {
            failures += &format!("{}\n{}", columns[0], lines(&text, &diagnostics));
        }
    }
    eprintln!("architecture: {n_read} of {}", index.lines().count() - 1);
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn diagrams_of_bug_reports_are_read() {
    let Some(corpus) = corpus() else { return };
    let mut n_files = 0;
    for entry in fs::read_dir(corpus.join("issues")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "mmd") {
            continue;
        }
        let (text, graph, diagnostics) = read(&path);
        let shown = lines(&text, &diagnostics);
        assert!(has_content(&graph), "{}\n{shown}", path.display());
        let n_errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        assert_eq!(n_errors, 0, "{}\n{shown}", path.display());
        n_files += 1;
    }
    eprintln!("issues: {n_files} of {n_files}");
}

/// The same diagram, once alone and once in Markdown.
#[test]
fn the_fence_changes_nothing() {
    let Some(corpus) = corpus() else { return };
    let (_, alone, _) = read(&corpus.join("multi-cloud.mmd"));
    let (_, fenced, _) = read(&corpus.join("multi-cloud.md"));
    let ids = |graph: &Graph| graph.nodes.iter().map(|n| n.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&alone), ids(&fenced));
    assert_eq!((alone.nodes.len(), alone.groups.len(), alone.edges.len()), (56, 16, 54));
    assert_eq!(fenced.edges.len(), 54);
}

/// Every text that has the header is put into form, says the same afterwards, and is then in form.
#[test]
fn formatting_changes_no_diagram() {
    let Some(corpus) = corpus() else { return };
    let (mut n_files, mut n_alone, mut failures) = (0, 0, Vec::new());
    for path in diagrams(&corpus) {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        // Text that is left as it is, because its form would say something else, keeps the empty lines.
        let text = text + "\n\n\n";
        n_files += 1;
        let Some(formatted) = syntax::format(&text) else {
            n_alone += 1;
            assert!(!text.lines().any(|line| line.starts_with("architecture-beta")), "{path:?}");
            continue;
        };
        let is_settled = syntax::format(&formatted).as_ref() == Some(&formatted);
        let is_markdown = path.extension().is_some_and(|extension| extension == "md");
        let is_in_form = is_markdown || !formatted.ends_with("\n\n");
        if says(&text) != says(&formatted) || !is_settled || !is_in_form {
            failures.push(path);
        }
    }
    eprintln!("fmt: {} of {n_files}, {n_alone} of them no diagrams", n_files - failures.len());
    assert!(failures.is_empty(), "{failures:?}");
}

/// What a text says, apart from places: documents, number of comments, errors.
fn says(text: &str) -> Vec<(String, usize, Vec<&'static str>)> {
    let one = |(mut document, diagnostics): (syntax::Document, Vec<Diagnostic>)| {
        let n_comments = std::mem::take(&mut document.comments).len();
        let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).map(|d| d.code);
        let shown = format!("{document:?}");
        let mut parts = shown.split("Span { start: ");
        let first = parts.next().unwrap_or_default().to_owned();
        let placeless =
            parts.fold(first, |all, part| all + part.split_once('}').map_or("", |(_, rest)| rest));
        (placeless, n_comments, errors.collect())
    };
    syntax::parse_all(text).into_iter().map(one).collect()
}

/// All diagrams of the corpus, by path.
fn diagrams(corpus: &Path) -> Vec<PathBuf> {
    let folders = ["", "architecture", "issues", "conformance/valid", "conformance/invalid"];
    let files = folders.iter().flat_map(|folder| {
        fs::read_dir(corpus.join(folder)).expect("the corpus has all its folders")
    });
    let mut paths: Vec<PathBuf> =
        files.map(|file| file.expect("a folder that opens can be read").path()).collect();
    let stems = ["mmd", "md"];
    paths.retain(|path| path.extension().is_some_and(|e| stems.iter().any(|stem| e == *stem)));
    paths.sort_unstable();
    paths
}

fn has_content(graph: &Graph) -> bool {
    !graph.nodes.is_empty() || !graph.groups.is_empty()
}
