use std::fs;
use std::path::Path;

use super::*;

fn in_folder(files: &[(&str, &[u8])], ask: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let path = folder.path().join(ask);
    let root = format!("{}/", folder.path().display());
    read(&Source::File(path)).map_err(|error| error.to_string().replace(&root, ""))
}

#[test]
fn texts_are_read_whole_and_without_a_byte_order_mark() {
    let check = |content: &[u8], expected: &str| {
        assert_eq!(in_folder(&[("a.mmd", content)], "a.mmd").as_deref(), Ok(expected));
    };
    check(b"architecture-beta\r\n", "architecture-beta\r\n");
    check(b"\xef\xbb\xbfx", "x");
    check("gr\u{fc}n".as_bytes(), "gr\u{fc}n");
}

#[test]
fn faults_are_one_line_with_a_next_step() {
    let check = |content: &[u8], expected: &str| {
        let message = in_folder(&[("a.mmd", content)], "a.mmd").unwrap_err();
        assert!(message.contains(expected), "no `{expected}` in: {message}");
        assert!(message.contains("; ") && !message.contains('\n'), "{message}");
    };
    check(b"", "a.mmd: this is empty");
    check(b"\xef\xbb\xbf", "a.mmd: this is empty");
    check(b"\n \t\r\n", "a.mmd: this is empty");
    check(b"ab\0", "binary data, not text (first at byte 2)");
    check(b"a\xff\0", "binary data, not text (first at byte 2)");
    check(b"one\ntwo \xe9", "not UTF-8 (first at byte 8, line 2)");
    check(b"\xff\xffa", "not UTF-8 (first at byte 0, line 1)");
    check(b"\xff\xfea\0", "this is UTF-16; save the file as UTF-8");
    check(b"\xfe\xff\0a", "this is UTF-16; save the file as UTF-8");
}

#[test]
fn a_missing_file_is_guessed() {
    let files: &[(&str, &[u8])] =
        &[("system.mmd", b"x"), ("system.txt", b"x"), ("notes.md", b"x"), ("other", b"x")];
    let check = |ask: &str, expected: Option<&str>| {
        let message = in_folder(files, ask).unwrap_err();
        let guess =
            message.split_once("did you mean `").map(|(_, rest)| rest.trim_end_matches("`?"));
        assert_eq!(guess, expected, "{message}");
    };
    check("system", Some("system.mmd"));
    check("system.mermaid", Some("system.mmd"));
    check("sytsem.mmd", Some("system.mmd"));
    check("othr", Some("other"));
    check("nothing-like-it", None);
    check("nowhere/system.mmd", None);
}

#[test]
fn folders_name_a_diagram_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let message = || read(&Source::File(folder.path().to_owned())).unwrap_err().to_string();
    assert!(message().contains("give a Mermaid file"), "{}", message());
    fs::write(folder.path().join("b.mmd"), "x").unwrap();
    fs::write(folder.path().join("a.MD"), "x").unwrap();
    assert!(message().contains("a.MD`"), "{}", message());
}

#[test]
fn a_huge_file_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.mmd");
    File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert!(matches!(read(&Source::File(path)), Err(Error::TooLarge { .. })));
}

#[test]
fn arguments_name_sources_and_sources_name_files() {
    let check = |argument: &str, expected: Source, stem: &str| {
        let source = Source::from_argument(Path::new(argument));
        assert_eq!((source.stem(), source), (stem.to_owned(), expected));
    };
    check("-", Source::Stdin, "diagram");
    check("docs/a.b.mmd", Source::File("docs/a.b.mmd".into()), "a.b");
    check("./-", Source::File("./-".into()), "-");
    check("..", Source::File("..".into()), "diagram");
}

#[test]
fn a_document_without_statements_has_nothing_to_draw() {
    let check = |text: &str, expected: bool| {
        let (document, _) = syntax::parse(text);
        assert_eq!(require_statements(&document, &Source::Stdin).is_ok(), expected, "{text}");
    };
    check("architecture-beta\nservice a", true);
    check("architecture-beta\ntitle A title", true);
    check("architecture-beta\ntitle\naccTitle: x", false);
    check("architecture-beta\n", false);
    check("architecture-beta\n%% service a\n", false);
}
