//! What there is to open in a path.

use std::path::Path;

use super::{Source, read, suggest};
use crate::syntax;

/// All that `path` holds: a file, each of several diagrams in a Markdown file, or the diagrams of a folder by their names.
/// What cannot be read is a source all the same, so that whoever opens it is told why.
#[must_use]
pub fn sources(path: &Path) -> Vec<Source> {
    if path.is_dir() {
        let files = suggest::diagrams_in(path);
        let found: Vec<Source> = files
            .iter()
            .filter(|file| holds_diagram(file))
            .flat_map(|file| in_file(file))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    in_file(path)
}

fn in_file(path: &Path) -> Vec<Source> {
    let whole = Source::from_argument(path);
    if !is_markdown(path) || whole == Source::Stdin {
        return vec![whole];
    }
    let Ok(text) = read(&whole) else { return vec![whole] };
    let parts = syntax::parts(&text);
    if parts.is_empty() {
        return vec![whole];
    }
    let part = |(number, part): (usize, syntax::Part)| Source::Part {
        path: path.to_owned(),
        number,
        title: part.heading.unwrap_or_else(|| format!("diagram {}", number + 1)),
    };
    parts.into_iter().enumerate().map(part).collect()
}

/// Of a folder's Markdown only what has a diagram in it is worth a tab.
fn holds_diagram(file: &Path) -> bool {
    if !is_markdown(file) {
        return true;
    }
    let text = read(&Source::File(file.to_path_buf()));
    text.is_ok_and(|text| !syntax::parse(&text).0.statements.is_empty())
}

fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|e| ["md", "markdown"].iter().any(|known| e.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_its_diagrams_and_markdown_its_fences() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let fence = "```mermaid\narchitecture-beta\nservice a(x)[A]\n```\n";
        write("b.mmd", "architecture-beta\nservice a(x)[A]\n");
        write("a.mermaid", "broken");
        write("notes.md", "# nothing to draw\n");
        write("one.md", fence);
        write("two.md", &format!("# First\n{fence}text\n{fence}"));
        write("other.txt", "x");
        let check = |path: &Path, expected: &[&str]| {
            let found: Vec<_> = sources(path)
                .iter()
                .map(|source| {
                    let name = source.path().unwrap().file_name().unwrap().to_str().unwrap();
                    match source {
                        Source::Part { number, title, .. } => format!("{name} {number} {title}"),
                        _ => name.to_owned(),
                    }
                })
                .collect();
            assert_eq!(found, expected, "{}", path.display());
        };
        let two = ["two.md 0 First", "two.md 1 diagram 2"];
        check(folder.path(), &["a.mermaid", "b.mmd", "one.md", two[0], two[1]]);
        check(&folder.path().join("two.md"), &two);
        check(&folder.path().join("one.md"), &["one.md"]);
        check(&folder.path().join("gone.md"), &["gone.md"]);
        let second = sources(&folder.path().join("two.md"))[1].clone();
        let text = read(&second).unwrap();
        assert_eq!(text.find("service").map(|at| text[..at].matches('\n').count()), Some(8));
        let empty = tempfile::tempdir().unwrap();
        assert_eq!(sources(empty.path()), [Source::File(empty.path().to_owned())]);
    }
}
