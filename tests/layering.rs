//! Holds the import table of `ARCHITECTURE.md`: which module of `engine/` may use which other and which outside crates,
//! and that nothing from `syntax` to `paint::svg` knows a clock, a file or the environment.
//!
//! The sources are read as text: comments, literals and `#[cfg(test)]` items are cut out, then every path is looked at,
//! in `use` trees and in code. A violation is told with file and line.

#![expect(clippy::unwrap_used, reason = "a test may fail, and says why it is skipped")]

use std::fs;
use std::path::{Path, PathBuf};

/// One line of the table: a module, what it may use of `crate`, and which outside crates.
///
/// The longest module that matches a file counts, so `paint::gpu` goes before `paint`. A module may always use itself.
struct Rule {
    module: &'static str,
    modules: &'static str,
    crates: &'static str,
}

const TABLE: &[Rule] = &[
    rule("syntax", "", "saphyr saphyr_parser serde_json"),
    rule("graph", "syntax", ""),
    rule("metrics", "syntax graph", "csv serde_json thiserror"),
    rule("generate", "", ""),
    rule("text", "", "fontique parley peniko skrifa"),
    rule("icons", "", "kurbo libm miniz_oxide peniko serde_json thiserror usvg"),
    rule("layout", "graph syntax", "fearless_simd glam libm rayon"),
    rule("route", "graph layout", "glam libm rayon rstar"),
    rule("quality", "graph layout route", "glam rayon serde"),
    rule(
        "diagram",
        "syntax graph text icons layout route quality",
        "glam libm rayon serde serde_json thiserror toml_edit",
    ),
    rule(
        "explore",
        "syntax graph layout diagram",
        "glam kurbo libm nucleo_matcher serde thiserror",
    ),
    rule(
        "scene",
        "syntax graph metrics text icons layout route quality diagram explore",
        "glam kurbo libm peniko",
    ),
    rule(
        "diff",
        "syntax graph text icons layout route quality diagram explore scene",
        "glam kurbo libm peniko serde",
    ),
    rule("paint", "scene text icons graph", "kurbo libm peniko"),
    rule(
        "paint::gpu",
        "scene text icons graph paint",
        "kurbo libm peniko pollster thiserror vello wgpu",
    ),
    rule("paint::pdf", "scene text icons graph paint", "krilla kurbo libm peniko thiserror"),
    rule("paint::raster", "scene text icons graph paint", "kurbo libm peniko vello_cpu"),
    rule("paint::svg", "scene text icons graph paint", "kurbo libm peniko xmlwriter"),
    rule("export", "scene paint", "gif kurbo peniko png quantette rayon thiserror"),
    rule("input", "syntax", "percent_encoding thiserror"),
    rule("settings", "syntax explore", "toml_edit"),
    rule("clock", "", "jiff"),
    rule(
        "app",
        "syntax graph metrics text icons layout route quality diagram explore scene paint export input settings clock",
        "accesskit accesskit_winit arboard glam kurbo libm notify peniko pollster rfd serde_json softbuffer thiserror tracing wgpu winit zbus",
    ),
    rule(
        "cli",
        "syntax graph metrics generate text icons layout route quality diagram explore scene diff paint export input settings clock app",
        "anstream annotate_snippets clap clap_complete clap_complete_nushell clap_mangen ctrlc indicatif kurbo peniko rayon rustix serde serde_json tracing tracing_subscriber",
    ),
];

/// Modules of `paint` that must not know each other.
const SIBLINGS: &[&str] = &["paint::gpu", "paint::pdf", "paint::raster", "paint::svg"];

/// Plain data of one painter that the others may give and take.
const SHARED: &[&str] = &["paint::raster::Picture"];

/// Modules that may read files, the environment, clocks and streams; all others are pure.
const WORLDLY: &[&str] = &["export", "input", "settings", "clock", "app", "cli"];

/// What a pure module may not use of `std`. A `Duration` is a plain number; who takes `std::time` whole is after a clock.
const IMPURE: &[&str] = &[
    "fs",
    "env",
    "net",
    "process",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "time::Instant",
    "time::SystemTime",
    "time::UNIX_EPOCH",
];

const fn rule(module: &'static str, modules: &'static str, crates: &'static str) -> Rule {
    Rule { module, modules, crates }
}

#[test]
fn every_import_is_in_the_table() {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("engine");
    let outside = outside_crates();
    let mut faults = Vec::new();
    for file in rust_files(&engine) {
        let relative = file.strip_prefix(&engine).unwrap().to_owned();
        let Some(module) = module_of(&relative) else { continue };
        if is_test_only(&file) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for (line, fault) in faults_of(&module, &text, &outside) {
            faults.push(format!("engine/{}:{line}: {fault}", relative.display()));
        }
    }
    assert!(
        faults.is_empty(),
        "imports that ARCHITECTURE.md does not allow:\n{}",
        faults.join("\n")
    );
}

#[test]
fn every_module_has_a_rule() {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("engine");
    let text = fs::read_to_string(engine.join("lib.rs")).unwrap();
    let declared = text.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'));
    for module in declared {
        assert!(
            TABLE.iter().any(|rule| rule.module == module),
            "{module} has no rule in the table"
        );
    }
}

#[test]
fn the_test_can_fail() {
    let outside: Vec<String> = ["wgpu", "clap", "glam"].into_iter().map(str::to_owned).collect();
    let check = |module: &str, text: &str, expected: &[usize]| {
        let path: Vec<String> = module.split("::").map(str::to_owned).collect();
        let lines: Vec<usize> =
            faults_of(&path, text, &outside).into_iter().map(|(l, _)| l).collect();
        assert_eq!(lines, expected, "in {module}: {text}");
    };
    // Upward, written in every way.
    check("graph", "use crate::scene::Scene;", &[1]);
    check("graph", "use crate::{syntax::Span, scene};", &[1]);
    check("graph", "use crate::{\n    syntax,\n    paint::{self, View},\n};", &[3, 3]);
    check("graph", "fn f() -> crate::clock::Clock {}", &[1]);
    check("graph", "use super::layout;", &[1]);
    check("graph::deep", "fn f() { super::super::cli::run(); }", &[1]);
    check("graph", "mod inner { use super::super::cli; }", &[1]);
    check("graph", "\n\nuse ::wgpu::Device;", &[3]);
    check("graph", "fn f(x: wgpu::Device) {}", &[1]);
    check("layout", "use clap as c;", &[1]);
    check("layout", "extern crate wgpu;", &[1]);
    check("paint::svg", "use crate::paint::gpu;", &[1]);
    check("paint::svg::xml", "use super::super::raster;", &[1]);
    // Impure.
    check("layout", "use std::fs;", &[1]);
    check("layout", "use std::{fmt, time::Instant};", &[1]);
    check("layout", "fn f() { let x = std::env::var(\"A\"); }", &[1]);
    check("syntax", "use std::io::{Write, stdin};", &[1]);
    check("layout", "use std::time;", &[1]);
    check("layout", "use std::time::{self, Duration};", &[1]);
    // Allowed.
    check("graph", "use crate::syntax::Span; pub(crate) fn f() {} pub(super) struct S;", &[]);
    check("graph::deep", "use super::Graph; use crate::graph::Node; use self::x;", &[]);
    check("layout", "use glam::DVec2; use std::fmt; use crate::graph;", &[]);
    check(
        "graph",
        "// use crate::scene;\n/* use crate::scene; */ const S: &str = \"crate::scene::\";",
        &[],
    );
    check(
        "graph",
        "const S: &str = r#\"\"crate::scene::\"#; const C: char = '\"'; fn f<'a>(x: &'a u8) {}",
        &[],
    );
    check("graph", "#[cfg(test)]\nmod tests { use crate::scene; use std::fs; }", &[]);
    check("graph", "#[cfg(test)]\nmod tests;\nuse crate::scene;", &[3]);
    check("export", "use std::fs;", &[]);
    check("paint::gpu", "use std::time::Duration;", &[]);
    check("graph", "fn f() -> impl Iterator + use<> { g() }\nuse crate::scene;", &[2]);
}

/// Faults of one file: line and what is wrong.
fn faults_of(module: &[String], text: &str, outside: &[String]) -> Vec<(usize, String)> {
    let tokens = without_tests(tokens(text));
    let mut faults = Vec::new();
    for (line, path) in paths(module, &tokens) {
        if let Some(fault) = fault(module, &path, outside) {
            faults.push((line, fault));
        }
    }
    faults
}

/// What is wrong with `path` where it stands in `module`.
fn fault(module: &[String], path: &[String], outside: &[String]) -> Option<String> {
    let here = module.join("::");
    let rule = TABLE.iter().filter(|r| within(&here, r.module)).max_by_key(|r| r.module.len())?;
    let first = path.first()?.as_str();
    let rest = path[1..].join("::");
    match first {
        "crate" => {
            let is_sibling = |m: &&&str| within(&here, m) != within(&rest, m);
            let knows_sibling = !SHARED.contains(&rest.as_str())
                && SIBLINGS.iter().any(|m| within(&here, m))
                && SIBLINGS.iter().filter(is_sibling).any(|m| within(&rest, m));
            let allowed = rest.is_empty()
                || within(&rest, rule.module)
                || rule.modules.split(' ').any(|m| !m.is_empty() && within(&rest, m));
            (!allowed || knows_sibling).then(|| format!("`{here}` uses `crate::{rest}`"))
        }
        "std" | "core" | "alloc" => {
            let pure = !WORLDLY.iter().any(|m| within(&here, m));
            let bad = rest == "time" || IMPURE.iter().any(|m| within(&rest, m));
            (pure && bad).then(|| format!("`{here}`, which is pure, uses `std::{rest}`"))
        }
        name if outside.iter().any(|c| c == name) => {
            let allowed = rule.crates.split(' ').any(|c| c == name);
            (!allowed).then(|| format!("`{here}` uses the crate `{name}`"))
        }
        _ => None,
    }
}

/// Whether `path` is `root` or lies in it.
fn within(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The names of all dependencies, as code writes them.
fn outside_crates() -> Vec<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let text = fs::read_to_string(manifest).unwrap();
    let mut inside = false;
    let mut names = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            // Those of one platform only are `[target.….dependencies]`.
            inside = line.trim().ends_with("dependencies]");
        } else if let (true, Some((name, _))) = (inside, line.split_once('=')) {
            names.push(name.trim().replace('-', "_"));
        }
    }
    assert!(names.len() > 10, "the dependencies in Cargo.toml were not found");
    names
}

/// All Rust files below `folder` but those that are tests as a whole, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match (path.is_dir(), name.as_str()) {
                (_, "tests" | "tests.rs") => {}
                (true, _) => folders.push(path),
                (false, name) if name.ends_with(".rs") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    assert!(files.len() > 20, "the sources were not found");
    files
}

/// Whether the module above declares `file` as `#[cfg(test)] mod name;`.
fn is_test_only(file: &Path) -> bool {
    let name = file.file_stem().unwrap().to_string_lossy();
    let folder = file.parent().unwrap();
    let above = [folder.join("mod.rs"), folder.with_extension("rs")];
    let declares = |text: &str| {
        ["", "pub(crate) ", "pub(super) "]
            .iter()
            .any(|public| text.contains(&format!("#[cfg(test)]\n{public}mod {name};")))
    };
    above.iter().any(|path| fs::read_to_string(path).is_ok_and(|text| declares(&text)))
}

/// `paint/svg/mod.rs` is `paint::svg`; `lib.rs` and `main.rs` only tie the modules together.
fn module_of(relative: &Path) -> Option<Vec<String>> {
    let mut parts: Vec<String> =
        relative.with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    (!matches!(parts.first().map(String::as_str), Some("lib" | "main"))).then_some(parts)
}

/// A word or a sign, and the line it stands in.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    line: usize,
}

/// Words and signs of Rust source, without comments and literals.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut i, mut line) = (Vec::new(), 0, 1);
    while i < chars.len() {
        let end = token_end(&chars, i);
        let piece: String = chars[i..end].iter().collect();
        if is_word(chars[i]) && !piece.ends_with(['"', '#']) || !is_skipped(&chars, i) {
            tokens.push(Token { text: piece.clone(), line });
        }
        line += piece.matches('\n').count();
        i = end;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether what begins at `i` is no word and no sign: a blank, a comment, a literal or a lifetime.
fn is_skipped(chars: &[char], i: usize) -> bool {
    let next = chars.get(i + 1);
    chars[i].is_whitespace()
        || matches!(chars[i], '"' | '\'')
        || (chars[i] == '/' && matches!(next, Some('/' | '*')))
        || is_word(chars[i])
}

/// One past the end of the word, sign, literal, comment or blank that begins at `i`.
fn token_end(chars: &[char], i: usize) -> usize {
    let find = |from: usize, is_end: &dyn Fn(usize) -> bool| {
        (from..chars.len()).find(|&j| is_end(j)).unwrap_or(chars.len())
    };
    match chars[i] {
        '"' => string_end(chars, i + 1),
        '\'' if chars.get(i + 1) == Some(&'\\') => find(i + 3, &|j| chars[j] == '\'') + 1,
        '\'' if chars.get(i + 2) == Some(&'\'') => i + 3,
        '\'' => find(i + 1, &|j| !is_word(chars[j])),
        '/' if chars.get(i + 1) == Some(&'/') => find(i, &|j| chars[j] == '\n'),
        '/' if chars.get(i + 1) == Some(&'*') => comment_end(chars, i + 2),
        ':' if chars.get(i + 1) == Some(&':') => i + 2,
        c if is_word(c) => {
            let end = find(i, &|j| !is_word(chars[j]));
            let word: String = chars[i..end].iter().collect();
            match (word.as_str(), chars.get(end)) {
                ("r" | "br" | "cr", Some('"' | '#')) => raw_string_end(chars, end).unwrap_or(end),
                ("b" | "c", Some('"')) => string_end(chars, end + 1),
                _ => end,
            }
        }
        _ => i + 1,
    }
}

fn string_end(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

/// `None` where it is a raw identifier (`r#type`).
fn raw_string_end(chars: &[char], start: usize) -> Option<usize> {
    let n_hashes = chars[start..].iter().take_while(|&&c| c == '#').count();
    let open = start + n_hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let closes =
        |&j: &usize| chars[j] == '"' && (1..=n_hashes).all(|k| chars.get(j + k) == Some(&'#'));
    Some((open + 1..chars.len()).find(closes).map_or(chars.len(), |j| j + n_hashes + 1))
}

fn comment_end(chars: &[char], mut i: usize) -> usize {
    let mut depth = 1;
    while i < chars.len() && depth > 0 {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
    }
    i
}

/// Cuts out each item that `#[cfg(test)]` stands before.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let marked = tokens.len() - i >= mark.len()
            && mark.iter().zip(&tokens[i..]).all(|(m, token)| token.text == *m);
        if marked {
            i = item_end(&tokens, i + mark.len());
        } else {
            kept.push(tokens[i].clone());
            i += 1;
        }
    }
    kept
}

/// One past the item that begins at `i`: past its `;`, or past the braces it opens.
fn item_end(tokens: &[Token], mut i: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(i) {
        i += 1;
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            ";" if depth == 0 => break,
            _ => {}
        }
    }
    i
}

/// All paths, with `self` and `super` resolved; those of a `use` tree one by one.
fn paths(module: &[String], tokens: &[Token]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut inner: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut i) = (0_usize, 0);
    while let Some(token) = tokens.get(i) {
        let at = |offset: usize| tokens.get(i + offset).map_or("", |t| t.text.as_str());
        let here = || module.iter().cloned().chain(inner.iter().map(|(name, _)| name.clone()));
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inner.retain(|(_, opened)| *opened < depth + 1);
            }
            "mod" if at(2) == "{" => inner.push((at(1).to_owned(), depth + 1)),
            // `use<>` says what a type captures.
            "use" if at(1) != "<" => {
                let here: Vec<String> = here().collect();
                i = use_tree(tokens, i + 1, &[], &here, &mut found);
                continue;
            }
            "extern" if at(1) == "crate" => found.push((token.line, vec![at(2).to_owned()])),
            word if word.starts_with(is_word) => {
                let (path, end) = plain_path(tokens, i);
                if path.len() > 1 {
                    found.push((token.line, absolute(&path, &here().collect::<Vec<_>>())));
                }
                i = end.max(i + 1);
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// The words joined by `::` from `i` on, and where they end.
fn plain_path(tokens: &[Token], mut i: usize) -> (Vec<String>, usize) {
    let mut path = vec![tokens[i].text.clone()];
    i += 1;
    while tokens.get(i).is_some_and(|t| t.text == "::")
        && tokens.get(i + 1).is_some_and(|t| t.text.starts_with(is_word))
    {
        path.push(tokens[i + 1].text.clone());
        i += 2;
    }
    (path, i)
}

/// Collects the paths of one tree of a `use`, each with `prefix` before it; returns where the tree ends.
fn use_tree(
    tokens: &[Token],
    mut i: usize,
    prefix: &[String],
    here: &[String],
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let mut path = prefix.to_vec();
    let line = tokens.get(i).map_or(0, |t| t.line);
    while let Some(token) = tokens.get(i) {
        match token.text.as_str() {
            "{" => {
                i += 1;
                while tokens.get(i).is_some_and(|t| t.text != "}") {
                    i = use_tree(tokens, i, &path, here, found);
                    if tokens.get(i).is_some_and(|t| t.text == ",") {
                        i += 1;
                    }
                }
                return i + 1;
            }
            ";" | "," | "}" => break,
            "as" => {
                i += 2;
                break;
            }
            "::" | "*" => {}
            word => path.push(word.to_owned()),
        }
        i += 1;
    }
    found.push((line, absolute(&path, here)));
    i
}

/// `path` as seen from the root of the crate, where it begins with `self` or `super`.
fn absolute(path: &[String], here: &[String]) -> Vec<String> {
    let n_up = path.iter().take_while(|p| *p == "super").count();
    let rest = match path.first().map(String::as_str) {
        Some("self") => &path[1..],
        Some("super") => &path[n_up..],
        _ => return path.iter().filter(|p| *p != "self").cloned().collect(),
    };
    let up = here.len().saturating_sub(n_up);
    let base = here[..up].iter().cloned();
    std::iter::once("crate".to_owned()).chain(base).chain(rest.iter().cloned()).collect()
}
